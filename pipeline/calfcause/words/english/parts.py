"""Parts of patterns that several tables name; see ``rules_of``."""

TABLE = r"""
part bare
    zero drops|vivobarefoots?|vivos?|xeros?|wildlings?|be lenkas?|freets?|altras?
part shod
    {bare}|shoes?|spikes|flats|trainers|racers|sandals|toe shoes|zero drop|minimal\w*|barefoot
    vibrams?|huaraches|fivefingers|carbon|plated|pair|kind|them|these|those
part sore
    sore|sorer|hurt\w*|ach\w+|tight\w*|pain\w*|cramp\w*|stiff\w*|on fire|scream\w*|burn\w*|seiz\w+|
        knot\w*
    lock\w*|twing\w+|agony|throb\w*|complain\w*|wreck\w*|in bits|dead|solid|spasm\w*|hobbl\w+
    limp\w*|shot|trashed|ruined|cooked|fried|toast|heavy|angry|doms
    (could|can) (hardly|barely|not) (walk|bend\w*|(get|go) (up|down) (the )?stairs)
    can'?t (walk|bend)|destroyed|smashed
    like (ropes?|cables?|planks?|rocks?|concrete|bricks|stones?|wood|lead|boards?)
    killing (me|her|him)|burst\w*|shak\w+|pop(ped)?|snap(ped)?|sharp pain|soreness|tender\w*
    grumbl\w*|moan\w*|protest\w*|unusable|nagg\w*|niggl\w*|in (knots|tatters|pieces|ribbons)
    grab(bed|s)?|stung|stinging|felt it|tensed?( up)?|giving me trouble|hate me|not happy|unhappy
    tweak\w*|uncomfortable|discomfort|suffer\w*|twang\w*|murder\w*|refus\w+|shredded|battered
    bust(ed)?|crippl\w+|mash\w*|rebel\w*|buckl\w*|jelly|blew up|blown up|torture|excruciating
    ow( ow)*|wince\w*|whing\w+|whin\w+|zing\w+|(flar|fir|clench|play|act)(e|es|ed|ing|s)? up
    upset|searing|bother(s|ed|ing)?|(gave|gives|giving) (out|trouble|up on me)
    pull(s|ed|ing)(?! (me|him|her|us|over|up|out|through|along|away|on|off|into|by|back|a face))
    stairs (are|were|is) (agony|hell|hard|impossible|difficult)
part whose
    ((my|the|both|his|her|their|one|N|left|right|lower|upper|inner|outer|poor|a|each|old|
        same) ){0,4}
part begin
    ^|(?<=^ )|(?<=^  )
part about
    ((about|around|nearly|almost|over|roughly|approximately|some|just|only|maybe|perhaps|more than|
        at least|close to|well over|under|the|a|an|a good|another|up to) ){0,3}
part nth
    [0-9](st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final
part both
    (calves|calf muscles|calfs)
part notcalf
    (?! (knee|foot|hip|shin|heel|arch|hamstring|quad|one of|sole|ankle|achilles|side of the))
part leftside
    ((the|my|his|her|this time the) left|left (calf|N|leg|soleus)){notcalf}
part rightside
    ((the|my|his|her|this time the) right|right (calf|N|leg|soleus)){notcalf}
part calf
    cal(f|ves|fs|ve)(?! (sleeves?|guards?|socks?|stretch\w*|exercises?|machine|N))|soleus
    soleus muscles|legs
part point
    at|by|after|from|since|past|around|about|until|past the first|in the last of
part day
    (mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thurs?|fri|(sat|sun)(?='s)
part outing
    run|jog|outing|time( out)?|go|session|spin|try|runs|jaunt|D|trot
part moved
    (moved|moving|went|going|switch\w*|chang\w+|com(ing|e)|transition\w*)( over| back)?
part torn
    (tore|strained|pulled|ruptured) (my |a |his |her )?(left |right )?(calf|achilles|soleus|
        leg)( muscle)?( ~)?
part month
    january|february|march|april|may|june|july|august|september|october|november|december
part shoe
    shoes?|spikes|flats|trainers|racers|sandals|vibrams?|huaraches|fivefingers?|five fingers?|racer
    runners|sneakers
part kind
    (low|zero|no|high) drop
    (more |very |barefoot )?(minimal\w*|barefoot|light\w*|thin|toe|racing|carbon|plated|super|
        support\w*|cushion\w*|stability|neutral|motion control|trail|track|road|race|old|new|newer|
        max\w*|heavi\w*|higher|lower|thick\w*|flat|normal|regular|standard|classic|style|heeled|
        running|shod|soled|forefoot|midfoot|promoting|type|lugged|M|mm|drop|vibram|in)
part named
    (?:(?!(?:still|fine|not|but|weren'?t|wasn'?t|aren'?t|no|never|ok|okay|good|
        great) )[^\s.,;]{1,25} ){0,5}
part barely
    struggl\w+ to|(can|could) only just|(hardly|barely|scarcely) (can|could|able to)
    (can|could) (hardly|barely|scarcely)
part unable
    (can(no|')?t|can not|couldn'?t|could not|unable to|(not|(is|was|are|were)n'?t) able to|
        no longer able to|impossible to|can no longer|(no|not) can|can no|{barely}|(won'?t|doesn'?t|
        wouldn'?t|not) let me)( even|
         really)?
part tiptoe
    (stand|go|get|rise|come|raise|walk|push|do|balance)( myself)?( up)?( a| one| single| any| calf|
         leg(ged)?| heel| N)*( on| onto| on to)?( my| the| your| one| that| this| right| left| sore|
         bad| N)* ?(tip ?toes?|tippy ?toes?|toes|ball of ~|heel raises?|calf raises?|raises?|
        heel lifts?)
    (push|pushing|toe|spring)( myself)? off( (with|on|from) ~)?
    (lift|raise|get)( up)? (my|the|that) (\w+ )?heels?( up)?( off ~)?
part bigger
    (bigger|larger|thicker|wider|fatter|twice the|double the|ballooned|blown up|like a (balloon|
        football|melon))( (size|compared)? ?(than|around|of|to) ~)?
part quite
    ((a (bit|little|touch|tad)|slightly|very|quite|really|so|somewhat|all|kind of|sort of|bit|also|
        still|rather|pretty|looking|going|getting|feels?|too) ){0,3}
part far
    (?:[^\s.,;?!]{1,25} ){0,6}
part on
    in|on|with|trying
part family
    son|daughter|kid|child|boy|girl|nephew|niece|grandson|granddaughter|wife|husband|partner|brother
    girlfriend|boyfriend|cousin|uncle|aunt|grandad|grandma|flatmate|workmate|teammate
    sister|dad|father|mum|mom|mother
part load
    (leg|legs|lower body|squat\w*) (workout|session|weights|press|extensions|curls|day|strength)|
        leg weights|heavy squats
    (mowed|mowing) the (lawn|grass)|dug|digging|shovel\w*
    (spin|gym|step|aerobics|zumba|dance|circuits?|crossfit|hiit) (class|session|workout)|leg session
    hik(e|ing)|leg day|plyo\w*|box jumps|bike ride|gardening|ski\w*|carrying|boot ?camp|football
    tennis|squash|basketball|dancing|long bike ride|stair climbing|calf raises
part here
    (?:(?!(?:but|next|later|following|fine|nothing|not|no|ok|okay|good|great|happy|better|loose|
        fresh|perfect|until|till|and (?:this|next|today|now)) )[^\s.,;:?!]{1,25} ){0,6}
part running
    running|jogging|runs|K|run walk|beginner'?s? (plan|programme|program|course)
part never
    (not|never|weren't|wasn't|aren't|isn't|werent|arent)( at all| even| really)?
part absent
    (no|not) (have|got|feel|see|has)( any| a)?
    (no|(?<!stand )(?<!walk )(?<!run )(?<!never )(?<!not )without|not|neither|nor|
        nothing( (is|was|looks?|looked|feels?|felt))?|(is|was|are|were|ai)n'?t|(do|does|did|have|
        has|had)n'?t( had| have| got| felt| feel| hear|
         heard| look| seem)?|never|nothing|any|den(y|ies|ied))( any| a| really| even| sign of)?
"""
