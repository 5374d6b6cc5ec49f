"""Signs told in other forms, and words that are like those of a sign and tell none."""

TABLE = r"""
part held
    ((?!(?:no|not|without|never|nor|neither|fine|ok|okay|good|better|\w+n't) )[^\s.;]+ ){0,8}
part vehicle
    cars?|bus|bikes?|cyclists?|walkers?|horses?|trucks?|lorry|van|dogs?|pedestrians?|traffic|people
part arm
    hands?|fingers?|wrists?|elbows?|arms?
part ground
    trail|session|ground|surface|path|road|workout|course|hills?|mud|sand|floor|snow|track|rock|edge
sign headache_and_vomiting
    {threw} {held}headaches?|headaches? {held}{threw}
sign breathless_or_chest_pain
    {gasping},? {held}(still|for (hours|T|S)|afterwards|(an hour|hours|T|S) (later|after)|at home)
        (?! (fine|ok|okay|good|better))
sign numbness
    (C|foot|toes?|leg|calf) ([^\s.,;]+ )?numb with cold|none of (my|the) toes feel
    {unable} feel anything in (my|the) (\w+ )?(foot|toes?|leg|calf)
sign cold_or_pale_foot
    (C|foot) ([^\s.,;]+ )?numb with cold and (white|pale|blue|cold)
sign cannot_walk
    (can|could) you walk[?:] no|(had to be|was|got|being) carried (home|off|out|back|to)
    walking (is|was|feels) (impossible|not possible|out of the question)
cannot_walk = nothing
    {unable} walk past|can'?t say (that )?i {unable} walk
sign cannot_tiptoe
    {unable} (tip ?toe|tippy ?toe)|walk,? (but )?not on (my |the )?(tip ?toes|toes)
    (heel|calf) raises? (are |is |were |was )?(impossible|not possible)|(can|could) you {tiptoe}[?:]
         no
sign swelling
    (calf|leg|ankle) (measures|is|was) (about )?H (more|bigger|wider|larger|thicker)
fever = 1 from 38 below 43
    (temp|temperature)( was| is| of| at|:)* N( degrees)?( c)?(?! (outside|out|in the shade|day))
    N ?(degrees )?(c )?(temp|temperature|fever)(?! (outside|out|day))
fever = 1 from 100.4 below 108
    (temp|temperature)( was| is| of| at|:)* N( degrees)?( f)?(?! (outside|out|in the shade|day))
    N ?(degrees )?(f )?(temp|temperature|fever)(?! (outside|out|day))
fever = nothing
    (a )?(high|low|warm) temperatures? (day|run|race|weather|outside|conditions|week)
hard_calf = nothing
    rock hard {ground}
clot_risk = nothing
    flew (at|by|past|through) (P|T|V|N)|(i |we |he |she )?(flew|flying) (over|round|around|through|
        down|up|along|
        across) (the |my |that )?(finish|line|{ground})( (in|for) (about |under |just )?T)?
    cancer is my (star )?sign|star sign( is)?:? cancer
sharp_pain = nothing
    (?<!leg )(?<!calf )(?<!it )(?<!ankle )(?<!knee )gave way to (a |the |some |an )?(\w+ )?{vehicle}
    ({ground}|bridge|step) gave way
swelling = nothing
    swollen (river|stream|beck|creek|brook|lake)
    (?<!and )(?<!or )(?<!, )(?<!& ){arm} (is |are |was |were |got |feel |felt |look |looked |
        a bit |slightly |very )*(swollen|puffy|swell|swelling)(?!,? (and|too|as|like|but|or))
numbness = left
    ((one|left|right|N|half|side) (of )?)?(my |the )?(\w+ )?(?<!and )(?<!or )(?<!, )(?<!& )(face|
        cheek|mouth|lips?|
        tongue|arm|side) (is |are |was |were |got |went |felt |feel |feels |a bit |slightly |very |
        gone |has )*
        (numb|tingling|tingly|dead)(?!,? (and|too|as|like|but|or))|numb (face|arm|cheek|mouth)
numbness = nothing
    (?<!and )(?<!or )(?<!, )(?<!& )(nose|ears?|hands?|fingers?|wrists?|elbows?|arms) (is |are |was |
        were |got |went |
        felt |feel |a bit |slightly |very )*(numb|tingling|tingly)(?!,? (and|too|as|like|but|or))
worsening = nothing
    (weather|rain|wind|storm|traffic) (is |was |keeps )?(getting|gets|got) (\w+ )?worse
    \w+ (gets?|getting|got) no worse
    (got|getting|gets) (\w+ )?worse,? (and |but )?(then|now|later) (it )?(got |is |was |gets )?
        (better|fine|ok|okay|eased)(?![^.;]* (worse|again|back|worsen\w*))
pain_at_night = nothing
    (baby|toddler|kids?|child|son|daughter|dog|cat|alarm|storm|noise|phone|neighbours?) (woke|wakes|
        (keeps|kept) waking)( me| us)?( up)?( \w+){0,3} night
severity_0_10 = nothing
    (numb\w*|tingl\w*|swell\w*|swollen|fever|redness|breathless\w*|dizz\w*)( is| was|:|=)* O
    (rat(e|ed|ing)|scored?|gave|enjoy\w*|fun|mood|weather|course)( (?!{sore}|{calf})\w+){0,4}:? O(?!
         (pain|sore\w*|for (pain|soreness)))
    (?<!pain )(?<!sore )(?<!hurts )(?<!calves )(?<!calf )O (i )?(would|will) (run|recommend|do)
    O (days|times|runs)(?! (later|after|ago))
"""
