"""Signs of the leg that a clinician has to see."""

TABLE = r"""
sign sharp_pain
    (felt|heard|with|was) (a |something )?(pop|snap|twang|crack|ping|rip)\w*|pop
    felt (the|my|his|her|something) {far}(go|give|snap|pop|tear|rip)(?= ?([.,;]|$| like| at| in|
         and))
    (went|goes?|gone) (pop|bang|ping|twang|snap)
    hear\w*( a| an| the| loud| big| some)* (pop|snap|twang|crack|bang)\w*|(loud|big) (pop|snap|
        crack)
    like (a |the )?(stone|ball|rock|bullet|brick) hit|(calf|muscle) explod\w+
    (calf|muscle) (broke|broken|cracked)
    (calf|it|something) (popped|snapped|tore|ripped|went(?= ?([.,;!]|$)| (again|at|on|in|after|with|
        just) ))
    sharp(,| and| or)? ?(\w+ )?pains?|stabbing|jabbing|shooting pains?|knife like
    sudden(ly)? (\w+ )?pain|like (being |i was |i'd been |i had been )?(shot|kicked|hit)( in| by)
    kick in the calf
    (like|as if|as though) (someone|somebody|something) (had |has )?(shot|kicked|hit|struck|
        stabbed) (me|my)( \w+)?
    gave way|anything sharp|sharp|(cramp|hurt|pain|ach)\w* sharply
sharp_pain = nothing
    (snow|sand|ground|mud|surface|footing|shingle|gravel|path|soil)( (?!my |his |her |the |it |calf|
        leg|ankle|knee|something)\w+){0,3} gave way
    (popped|pop) (out|to the|to|into|over|round)|pop music
    sharp (bend|turn|corner|uphill|climb|hill|shower|left|right)|snapped a \w+|snapped (some|photos)
sign swelling
    (calf|leg|ankle)( ~)? (H )?{bigger}|swollen|swelling|puffy|ballooned
    (tender|sore|painful) and (warm|hot)|twice the size|hot to (the )?touch|warm to (the )?touch
    (((my |the )?(leg|calf|ankle)|(the|my) (left|right))( one| N| side)?|(one|N)(?= (is|was|looks?|
        feels?|got|gets?|has|went)))( is| was| looks?|
         feels?
        | got| gets?| has| gone| went| now| became| become)* {quite}(big|fat|thick|huge|warm|
        hot)(?= ?([.,;!]|$)| (and|after|since|from|than|but|now|too|with|like|compared) )
    (calf|leg|ankle) (is |was |looks? |feels? )?{quite}(more|twice as|much) (big|fat|thick|hot|
        warm)|sock {far}(marks?|dents?|line) {far}(leg|only|one)
    (calf|leg|ankle|skin|side|one|N) (is |looks? |feels? |was |got )*{quite}(bloated|hotter|
        warmer)|swolen
    redness|is red|(calf|leg) (is |looks |feels |was )?(red|hot|warm)(?! up)
    it (looks|feels) (hot|warm)|red,? (and )?(hot|warm|swollen)|hot,? (and )?(red|swollen)|swole
    swell(s|ed)?( up)?|puffiness|puff(s|ed) up|inflamed|o?edema|reddened|redder
    (leaves?|left) a dent|dents? (stay|remain)s?|pitting
    (calf|leg|ankle|one|side|skin)( \w+)? (is|has|looks|feels|got|went|gone|turned|goes|
        was) {quite}(red|reddish|hot|warm)(?! (up|day|out|outside|today|weather))
    {quite}(?<! the )(?<! in )(red|reddish)(?= ?([.,;!?]|$|and |or |too|now|but |since |any|around |
        round |on |behind |in ))
    (red|hot|warm) (left |right |sore |swollen |tender )?(calf|leg|calves|patch)
    (calf|leg|ankle|side|one) (is |looks |feels |was |got |has gone |now ){quite}(huge|enormous|
        massive)(?= ?([.,;!]|$|compared|and |now|next|today))
swelling = nothing
    (niggle|pain|ache|soreness|twinge|tightness) ([^\s.,;]+ ){0,4}(got|gets|getting|grew) {bigger}
    (face|cheeks?|eyes|nose|traffic|light|zone) {far}red|in the red
    red (zone|flag|light|wine|shoes|urine|pee|streaks?|skin)|(seeing|saw) red
sign worsening
    (getting|gets|got|is getting|keeps getting) (\w+ )?worse
    (hurts?|sore|pain\w*|aches?) (\w+ )?more (every|each) \w+|worse (every|each) \w+
    worse (with|after) (every|each) \w+|worse and worse|worsen\w*|increasing(ly)? pain\w*
    (pain|soreness) (is |keeps )?(increasing|growing|building|rising)|worse by the (hour|day)
    keeps? growing|pain keeps (growing|getting)
sign numbness
    pins and needles|{unable} feel (my |the )?(\w+ )?(foot|feet|toes|calf|leg)
    (gone|went|going|goes) dead
    (foot|feet|leg|toes|calf) (is |has |are |feels? |keeps? )?(gone |going |went |fell |falling |
        go |goes )?(to sleep|asleep|numb|sleeping)
    (lost|losing|no) (the )?feeling (in|of) ~|foot (is |feels? )*(like cotton|like rubber|dead)
    prickling|no feeling in (my |the )?(\w+ )?(foot|feet|toes|calf|leg)|numb(ed|ing|ness)?|tingl\w+
numbness = nothing
    comfortably numb|numb with cold|numb hands
sign tight_at_same_point
    (every time|each time|always|every( single)? run)( ~)? (at|after|around) ((the|exactly|
        about) )*(same|D|C|T|mile N|km N)( point)?
    {sore} (\w+ ){0,3}(after|at|from) ((exactly|about|around|only|just) )*(D|C) (of )?walking
    {sore} when (i )?walk\w* ((exactly|about|around|only|just) )*(D|C)
    (every|each) walk {far}{sore} ((after|at) )((exactly|about|around|only|just) )*(D|C)
    (at the )?same distance every (time|walk)
    (walk|walking) ((exactly|about|around|only|just) )*(D|C) {far}{sore}
    (every|each)( single)? run,? (always )?(at |in )?(the )?same (spot|point|place|distance)
    as it does (in |on )?every( single)? run|same point (of|in|on) every run
    (D|T)( of| in| into)?,? every( single)? run|at the same (point|place|spot) (of|in|on|every)( ~)?
sign cannot_tiptoe
    {unable} put (any |my )?weight on (the |my |his |her )?(balls?|forefoot|toes)( of ~)?
    {unable} {tiptoe}( ~)?
cannot_tiptoe = 0
    ((?<=i )|(?<=he )|(?<=[.,;] )|^)(?<!if i )(?<!think i )(?<!sure i )(can|could)( still|
         easily)? {tiptoe}
sign cold_or_pale_foot
    cold toes
    (foot|toes?) (is |are |feels? |looks? |went |has gone |goes )?(very |really |all )?(cold|
        pale|gr[ae]y|white|blue|bluish|colder|paler)
    (ice |freezing |very )?(cold|pale|blue|white|icy) (left |right )?foot
    (foot|toes?)( \w+)? (is|are|feels?|looks?|went|goes|gone|turned|turns|gets|got|
        was) {quite}(ice cold|icy|freezing|colder|paler|bluer|bluish|blue|white|purple|cold|pale)
cold_or_pale_foot = nothing
    (both (my |the )?)?(feet|foot|toes) (\w+ )?(wet and cold|cold and wet)|(cold|numb) with cold
sign cold_or_pale_foot
    C( \w+)? (colder|cooler|cold|paler|pale|bluer|blue|white)
sign foot_drop
    (foot|toes) (just |now |always |keeps? )?(drops|dropping)(?= ?([.,;]|$)|( and| when| down| as) )
    {unable} (pull|bring|get) (my |the )?(\w+ )?(foot|toes) up|(foot|toes?) scrap(e|es|ing)
    trip\w* on (my|the) (\w+ )?(foot|toes?)
    (foot drop|drop foot)
    {unable} (lift|raise|pull up|pick up|move) (the front of )?(my |the )?(\w+ )?(foot|feet|
        toes)( up)?
    (foot|toes) won'?t (lift|come up|move)|(trip|tripping|tripped) over (my |the )(\w+ )?(foot|toes)
    (foot|toes?) (just |now |always |keeps? )?(slap|drag|flop|hang|droop)(s|ping|ging|ing)?
sign hard_calf
    shin( \w+)? {quite}(hard|solid|rock hard|like (a )?(wood|rock|stone))(?= ?([.,;!]|$)| (and|as|
        like|since|after|now) )|(calf|shin)( \w+)? like (a )?((block|piece|plank) of )?(wood|
        timber|log)|shin( \w+)? tight
         as a drum
    (hard|solid|stiff) as (wood|a rock|rock|stone|a board|a brick)|rock hard|{calf} {far}wooden
    (hard|solid) like (a )?(wood|rock|stone|board|brick)s?
    (hard|solid) as (rocks|stone|iron|steel|concrete)
    (unbearable|agony|excruciating) {far}(bend|bending|bent|flex\w*|move|moving) ~ ?(toes|foot)
cannot_walk = 1 else
    {barely} walk\w*
sign cannot_walk
    {unable} (walk\w*|bear (any |my )?weight|put (any |my )?weight|take (a|any|a few|two|N) steps?|
        stand (up )?on (it|that leg|that foot|my (\w+ )?(leg|foot)))( on (it|that leg|my leg))?
    {unable} put (my |the )?(left |right )?foot down|{unable} (stand|weight bear)(?= ?([.,;]|$))
    {unable} (step|stand)( up)? on (it|(my |the )?(\w+ )?(leg|foot))|have to hop
    non weight bearing|(need|on|using) crutches
cannot_walk = nothing
    {unable} (walk\w*|put (any |my )?weight) (on )?(the |my |his |her )?(balls?|forefoot|toes|
        heels?)( of ~)?
    {unable} walk( \w+){0,2} (stairs|steps|downstairs|upstairs|downhill|uphill)
    {unable} walk (properly|normally|down|up|well|without|far|fast)
sign crack_or_odd_shape
    hear\w*( a| an| the| loud| big| some)* crack(ing)?|(loud|big|audible) crack|heard (it|the leg|
        the bone) crack
    (leg|shin|bone) (cracked|bent)|crack\w* (sound|noise)|(calf|leg) has a (dent|gap|hole)
    (odd|strange|weird|funny|wrong) (\w+ )?shape|(odd|strangely|weirdly|oddly) shaped|misshapen
    bone sticking|(heard|felt|with) a (loud )?crack|deformed
    (a )?(gap|dent|hole) in (my|the) (calf|achilles|tendon|muscle)|bent (out of shape|the wrong way)
sign came_back
    ({calf}|it|pain|spot|niggle|tightness)( (has|had|just|then|also)){0,2} (went|tweaked|pulled|
        came|came back|hurt|flared|flared up|tightened|tightened up|
        cramped|seized|popped|gone|came on|playing up|acting up) again
    (rested|after rest)[^.|]{0,40}(came back|(came|pulled|hurt|went|tightened|cramped) again)
    {sore} (in|at|on) (exactly )?the (very |exact )?same (spot|place|area|point)( \w+){0,2} again
    (the )?same (spot|place|area) {sore}( \w+)? again
    (pain|soreness|it|ache)( had| has)? (gone|went|went away|eased)( away)?,? (and|but|then|
        and then)( it)?
         (came back|returned|is back)|(fine|better|gone) for {about}S,? (and |but |then |now )*(it|
        the pain)?
         ?(hurts|sore|aches|is back|came back)( again)?
    it('s| is) back(?= ?([.,;]|$))
    (pain|soreness|it|ache|tightness)('s| has| is| was| just)? (came|come|back|returned|
        coming)( right)?( back| again)
    (pain|soreness|it|ache) ((has|is|'s) )?(back|returned)( again)?(?! (on|to the))
    (got|was|felt|eased|getting) (better|off|fine)( and| but| then|,)+ (now )?(it'?s |it is |
        came )?(back|sore again|hurts again|worse again)
sign lasting_cramp
    cramp(ed|ing|s)? (for|lasted|lasting|that lasted|going on for|went on for|has lasted) {about}T
    T( long)? cramp|cramp (won'?t|will not|would not|wouldn'?t) (go|let go|release|stop|ease)\w*
sign cord_or_lump
    lump behind (my|the) knee|(hard|sore) (cord|vein)|sore lump
    (lump|bump|knot|thickening)s? (in|on|along) (the|my) (cord|tendon|achilles)
sign bone_spot
    (spot|point|place) (on|in) (the|my|his|her) (\w+ ){0,3}(shin ?bone|shin|tibia|fibula|bone)
    bone (is|feels|hurts)( sore| tender)?
    (shin ?bone|tibia|fibula) (is |feels )?(sore|tender|hurts?|pain\w*)|stress fracture
sign pain_at_night
    (wak(es|ing|ened)|woke|woken)( up)? by {far}({calf}|{sore})(?! cramp)(?<!cramp)(?<!cramps)
    ({calf}|{sore}|it) {far}(wakes|woke|waking|keeps waking)( me| him| her)( up)?(?! (at|this|
        the next|next)|$)
    (wakes?|woke|keeps|kept|waking|woken|wakened)( me| him| her)? (up )?(at|in the|during the|all|
        by the|every|last) (night|pain|middle of the night)
    (pain|sore|hurts?|aches?|aching|throb\w*|painful|worse) (\w+ )?(at|in the|during the|all|
        through the) night
    (pain|ache|it|calf|calves)( \w+)? (woke|wakes|waking) (me|him|her)
    {unable} sleep (because|due|for|from|with)( of| to)?( the| my)? (pain|calf|calves|cramps?)
    night pain
sign hot_red_skin
    (red|hot) (\w+ )?skin|(redness|red patch|red area|rash|it) (is |that is |that |
        keeps )?(spread\w*|
        growing)|red streaks?
    spreading red\w*|skin( (on|of|over|around) (my|the) \w+( \w+)?)?( is| looks?| feels?| has|
         gone| went
        | got| and| tight| shiny| very| so| all)* (red|hot|shiny)|red,? like( a)? sunburn
    skin (is |looks |feels |has gone |went |goes )?{quite}(red|hot)|cellulitis
"""
