"""Words of whose run a phrase tells: this one, a usual one, a plan, or that of somebody else."""

# In a list of what is denied, ``#`` stands for a sign.
TABLE = r"""
part item
    (?:(?:any|a|bad|calf|leg|chest|foot|visible|signs? of) ){0,2}(?:#+|pain|soreness|sore|bruis\w+|
        weakness|weak|cramps?|injury|tender\w*|stiff\w*|tight\w*|warmth|warm|heat|red|hot|deformity|
        trauma)(?: (?:calf|calves|leg|foot|toes|skin|in (?:the|my|either) \w+))?
part list
    (?: really| even)? {item}(?:(?:, ?|,? (?:or|nor) ){item}){0,12}
clause
    \b(?:swapp|exchang|trad|replac)\w+ (?:[^\s.;,]+ )?usual [^.;,]{1,60}? (?:for|by|with) (?!which)
    [,;:()\n]|[.!?](?= |$)
     (?:but|whereas|while|although|though|however|then|today|now|this time|except|and(?= (?:i |
        then |just )?(?:\w+ed|ran|did|went|had to|made it|became|ended|got) ))(?= )
    \|\|
before
    \b(?:from|(?:moved|moving|switch\w*|chang\w*|transition\w*|c[oa]m(?:e|ing)) (?:over |
        back )?from|off|(?:gave|given|giving) up|swapped|swapping|left|(?:S|months|years) (?:of|
        on)(?! (?:holiday|rest|vacation|work))|after (?:\w+ ){0,2}running on|W (?:mostly |all |
        only |usually )?(?:on|over|around))(?:[ -](?!(?:run|ran|to|sore|cal\w+|
        legs?)\b)[^\s.,;]+){0,3}[ -]$
habit
    \b(?:usually|(?:until|till|up to) (?:now|then|recently)|so far (?:i've |
        i have |i |he has |she has )?(?:managed|done|run|ran)|previously|usual(?! [DT]| (?:run|loop|
        route|distance|course|circuit)(?:'s \w+)?(?: \w+)? (?:in|on day|at|with)\b)|normally|
        (?<!is )(?<!be )normal(?! [DT])|typically|always(?! (?:\w+ ){0,3}{sore})|
        (?<!not )(?<!getting )used to|tend to|mostly run|all my runs|every run|(?:instead|
        in place) of|rather than|after years (?:in|on|of)|(?:when|while) (?:i|he|she) was (?:only|
        just|still)|(?:all|most) (?:of )?(?:my |her |his |the )?(?:runs|running|miles|mileage|
        training)|regularly|generally|regular(?! [DT])|so far were)\b
habit_after
    ^ ?(?:(?:N|once|twice|N or N)(?: times| days| runs)? (?:a|per|each|every) (?:week|wk)|
        every (?:other )?day|most days|regularly|otherwise|as a rule|most of the time|
        every (?:summer|winter|week|day|time)|(?:[^.,;]{0,30} )?(?:usually|normally)(?= ?(?:[.,;]|
        $)))\b
often
    \b(?:N(?: times| days| runs)? S|(?:N|once|twice|a few|several|a couple of|N or N)(?: (?:times|
        days|runs))? (?:a|per|each|
        every|at) (?:week|wk)|(?:a few|several|N) (?:times|days) S|(?:each|every) (?:second|other|
        N) (?:day|morning|evening)|every (?:day|morning|evening|week|weekend)|most (?:days|mornings|
        evenings|weekends)|daily(?! (?:shoe|trainer|pair)))\b
this_time
    \b(?:today|this time|this morning|yesterday|tonight|last|did|ran|was(?! (?:doing|running|on))|
        went|managed)\b
onto
    ^[^.,;]{0,60}? (?:to|onto|into|for)\b
always
    ^ (?:as always|as usual|like always|as ever|like usual|as normal)
usual_length
     ?(?:(?:i|run|ran|do|did|jog|is|was|distance|about|around|only|just|a|my) )*
own_length
    \b(?:my|her|his|the|our) (?:usual|regular|normal|standard) $
now
    \b(?:today|now|this time|tried|did|instead|spent|moved|switched|changed|took|swapped|added|went|
        (?:i|she|he) (?:wore|ran|went|used))\b
negation
    (?:\b(?:not|no|never(?! (?:had )?worn)|without|hardly any|nor|avoid\w*|isn't|wasn't|weren't|
        aren't|don't|didn't|doesn't|anything but|isnt|wasnt|didnt|dont|skipped)(?: \w+){0,2} )$
    \b(?:left|forg[eo]t(?: to (?:pack|bring|take))?|without)(?: (?:my|his|her|the))(?: \w+)? $
    \b(?:(?:un)?like|as good as|as if|as though|remind\w* (?:me |her |him )?of)(?: (?:an?|the|on|in|
        my|being|
        running|after))*(?: \w+)? $
    \b(?:gave|giving|given) up(?: on)?(?: an?| the| my)? $
    \b(?:fine|better|easier|happier)(?: on| in| with| over)?(?: an?| the| my)? $
part
    \b(?:cool ?down|warm ?up|warm ?down|(?<!er )strides|drills)(?: (?!ran|run|did|then|i)\w+){0,3} $
    \b(?:partly|(?<!bought )(?<!got )(?<!wore )(?<!wearing )(?<!new )(?<!in )(?<!trying )some|
        a bit of|a couple of|some of (?:it|them)|part|a little|bits of|one|a few)(?: \w+)? $
part_after
    ^ (?:for|in|over|on|during) (?:the |a |my )?(?:last|first|final|half|part|bit|some|one|
        N)(?! (?:time|runs?|day|S|T)\b)
fine
    ^ ?(?:all )?(?:fine|ok|okay|good|no (?:trouble|problems?|issues?|pain)) (?:on|in|with|during|
        after) 
    \b(?:nothing|none|no (?:pain|trouble|problems?|soreness|issues?)|(?<!calves )(?<!calf )
        (?<!legs )(?:is|are|were|was|feels?) (?:fine|ok|okay)|do not|no such)\b
became
    \b(?:ended up|turned (?:out|into)|became)\b
done
    \b(?:ended up|raced|ran|finished|turned into|became|did)\b
unreal
    ^(?=.*\bstill\b|(?!.*\b{sore} (?:\w+ )?(?:after|from|on|during|in) )).*(?<!since )(?:{day}|
        yesterday)'?s(?: \w+)? $
    \b(?:plans? to|asks?(?: whether| if)?|wonders?|considering|advi[sc]\w+|recommend\w*|suggest\w*|
        whether|would|might|meant to|goal|aim(?:s|ing)? (?:at|for)|all i want|was going to|
        were going to|planned(?! D $)|planning|plan to|tomm?orr?ow|(?:i|we|she|he)'ll|next week|
        next (?:sun|
        mon|tues|wednes|thurs|fri|satur)day|should i|going to (?:run|do|try)|want(?:s|ed)? (?:(?:me|
        her|him) )?to|hope to|hoping to|(?:not sure|unsure|don't know|no idea) (?:if|
        whether)|thinking of|should (?:try|wear|get|buy)|skipped|didn't|last week's|ordered|
        since bought|(?:listed|advertised|billed) as|hopes? (?:it|they|that|my|i)|
        expect(?:ed|ing)? to|
        (?:earlier|previous|past|every other) (?:runs|races|sessions)|
        can only|the (?:year|month|season|summer|winter) before|same as every(?: \w+)?|
        (?:former|ex)(?: \w+){0,2} $|at school|could i|can i|if i|childhood|where i (?:live|lived)|
        in the past|years ago)\b
    \b(?:plan|schedule|coach|program\w*) (?:asked|asks|called|calls) for\b
    \banother race\b|(?<!all )\b(?:i|he|she) can (?:now |easily )?(?:run|do|go)\b|\bfears?\b
    \b(?:ok|okay|safe|worth) to (?:do|run|wear|try)\b
    \b(?:taper\w* for|train(?:ing|s|ed)?(?: (?:on|in|hard|since|at|with) [^.,;]{1,25})? for|
        prepar(?:ing|es?|ed) for|(?:getting|got|get) ready for|
        signed up for|entered|building (?:up )?to|hop(?:e|ed|ing) for)(?: (?!(?:had|has|have|ran|
        did|
        was|were|got|went|with|and|noticed|felt|is|are|i|my|he|she|calf|calves)\b)[^\s.,;]+){0,5} $
resumed
    \b(?:before|until|till|away from|off|half of) (?:an? |the |my |his |her )?(?:\w+ )?$
    \b(?:rested|S later|(?:quit|stop|cut short|abandon|tried|try) (?:an?|the|my))\b
plan
    \b(?:plan(?:ned|s)?|target|goal|schedule|programme|program|tomorrow|
        next week)\b(?! to)[^.;:()\n]{0,30}:[^.;\n]*
ahead
    ^[^.;,]{0,30}\bS (?:earlier|before(?! (?:an?|the|my|his|her)))\b
    ^ ?(?:off work|all day|at work|round the house|around the house|when (?:i'?m|he is|
        she is) not)\b
    \b(?:tomm?orr?ow|next (?:week|weekend|month|year|(?:sun|mon|tues|wednes|thurs|fri|satur)day)|
        coming up)\b
    ^ (?:race )?(?:is )?in S\b|^ (?:race )?is (?:on|coming|next|this)\b|
        \bto test (?:it|them|the|my|things)\b|^ test\b
run_before
    \b(?P<other>(?:S|weeks|days|months) out from (?:an?|the|my|his|her|our) (?:\w+ ){0,3}(?:D|race)|
        S (?:before|to|from|until|till|out from) (?:an?|the|my|his|her|
        our) (?:\w+ ){0,3}?(?:D|race|run)|still (?:\w+ )?{sore} {far}S (?:on|later)[^.;]*|(?:did|
        ran|raced|had) (?:an?|my|the) D in {month})\b
    \b(?:the |some |a few )?(?:S|day|days|weeks|evening|night|morning) after (?!that)(?:(?! (?:i|we|
        he|she|someone|somebody|a (?:\w+ )?(?:runner|man|woman)|ran|raced|did|jogged|
        tried) )[^.;,])*
    (?:(?<=^)|(?<=[.;|] ))after (?:an?|the|my|his|her) [^.;,]*\b(?:race|marathon|D)\b[^.;,]*
    \bsince (?:an?|the|his|her|my|that|{day}'?s|last) (?:[^\s.,;]+ ){0,2}(?:D|race|run|session)\b
run
    \b(?:run|ran|runs|jog|jogged|race|raced|did|went|session|[DTR])\b
run_follows
     ?,? ?(?:an? |the |my |his |her |i |he |she )?(?:[^\s.,;]+ ){0,2}(?:run|ran|jog\w*|raced?|did|
        session|[DTR])\b
later_run
    \b(?:(?:S|days|weeks) (?:later|off|of rest)|rest\w* (?:for )?(?:about )?S|(?:his|her|my|the|a)
         (?:next|second|later|further) (?:run|one|outing|try|go)|next time|(?:next|following)
         day's|(?:again|later) on|(?:eased|better|gone|fine) (?:and|so|then|by)|by now|these days)\b
in_all
    finish|total|in all|jogged in
day
    (?<!since )(?<!until )(?<!till )(?<!by )\b(?:{day}|yesterday|the (?:next|following) day|
        the day after|today|this (?:morning|evening)|tonight)\b
a_run
    \b(?:[DTR]|ran|jogged|raced|(?:an?|my|another|'?s) (?:\w+ ){0,2}(?:run|jog|race|session|
        tempo|intervals))\b
newly_sore
    (?<!still )(?<!already )\b(?:{calf}|{sore})\b(?! (?:\w+ ){0,2}(?:fine|good|ok|okay|great|happy|
        untouched)\b)
today
    today morning evening tonight
since_day
     (?:\w+ )?since (?:{day}|yesterday)
planned_run
    ^(?!.*\b(?:ran|did|raced|jogged|went|yesterday|today|was|were|been|finished)\b)
        (?:(?!\b{sore}\b).)*
        \b(?:will|would|could|might) (?:(?!help|stop|prevent|avoid|fix|cure|ease|need)
        [^\s.,;]+ ){0,5}(?:{sore}|{calf})\b
sore_of
    \b{sore} (?:\w+ )?(?:after|from|during|in|on (?:an?|the|my|his|her|{day}'?s)) [^,;]*$
blamed
    \bblames?\b
others
    \b(?:repl(?:y|ies)|comment\w*(?!\w*\))|thread|(?<!on my )(?<!on her )(?<!on his )(?<!on the
         )(?<!on )advice|(?:everyone|everybody|the) (?:else|others)|told (?:(?:me|him|her|
        them) )?to|says? (?:to|run|try|use|wear)|
        the plan says|people say|a reader|others|says? it is|sports doctor|answer)\b
    (?<!with )(?<!and )(?<!than )(?<!for )(?<!behind )(?<!like )(?<!took )\b(?:my|
        our) (?:\w+ )?(?:{family}|friend|mate|buddy|neighbour|neighbor|colleague|dog)\b(?!'s (?:
        house|birthday|wedding|place))
    (?<!with )(?<!by )(?<!from )(?<!behind )(?<!like )(?<!told )(?<!tells )(?<!than )(?<!for )
        (?<!and )\ba friend\b|(?<=[DTN] )and (?:my|our|the) (?:{family}|dog) (?:ran |did )?$
runner
    \b(?:i|i'm|i've|i'd|me|we|today|my (?:\w+ )?(?:cal[fv]\w*|legs?|run|shoes))\b
third
    ^ ?(?:(?:and|because|since|as|so|who|where) )*(?:she|he)(?:'s|'d|'ve)?\b
family
    (?<!with )(?<!than )\b(?:my|our) (?:[^\s.,;]+ ){0,2}(?:{family}|olds?)\b(?! (?:came|joined|
        in tow))
relative
    \b(?:{family}|friend|s?he|(?:my|his|her|our) (?:N|S)(?:[ -]year)?[ -]olds?)\b
self_told
    (?:^|[.;!?] )(?:ran|jogged) (?:an? |about |my |the )*[DT]\b
    ^[^.;]*\b[DT]\b[^.;]*(?:,| and) (?:my|our) (?:{family}|dog)\b (?:(?:is|was|ran|did) )*[DNTS]\b
    \b(?:next to|beside|alongside|behind|ahead of) (?:me|us)\b
    \b(?:i|i'm|i've|i'd|im|ive|we)(?: \w+)? (?:ran|run|running|did|do|jog\w*|went|raced|wor[en]|
        felt|feel|train\w*|sore|can'?t|cannot|D|T)\b
    \bmy (?:(?:left|right|both|own|sore|old|new|first|long|last|\w+ing) )?(?:cal[fv]\w*|legs?|run|
        foot|feet|shoes|heels?|achilles|D)\b
anothers
    \b(?:repl(?:y|ies)|thread|(?:my|a|his|her) (?:friend|wife|husband|partner|mate|brother|sister|
        dad|mum|mom|son|daughter|buddy)(?:'s| has| had| got| felt| tore| who))\b
    (?<!with )(?<!than )\b(?:my|a|his|her|our) (?:\w+ )?(?:{family}|friend|mate|buddy|colleague|
        neighbou?r)(?: (?!(?:says?|said|notic\w+|saw|sees?|thinks?|thought|told|tells?|point\w*|
        reckon\w*|look\w*|found|spotted|i|my|me|the|that|and|but|who|ran|running)\b)[\w']+){0,4} ?$
denied
    \b(?:no|not|(?<!stand )(?<!walk )(?<!run )(?<!never )(?<!not )without|neither|nor|never|isn't|
        wasn't){list},? (?:or|nor) {item}
    (?<![?] )\b(?:no|none of) ?:{list}
    \bden(?:y|ies|ied)(?: any)?{list},? (?:or|and) {item}
refused
    (?: ?[?:=(-] ?| )(?:no|nope|none|nil|negative|absent|(?P<rated>[NO]))(?= ?(?:[.,;!)\n]|$))
later
    \b(?:(?:next|following) (?:day|morning|evening|run)|S later)\b.*[|]
    [|] (?:the )?(?:(?:next|following) (?:day|morning|evening|run)|S later)\b
before_now
    ^(?: ?[^.;]{0,30})? (?:any ?more|any longer|but (?:it |they |i )?(?:was|were|did|had))\b
    ^(?: [^\s.;,]+){0,4} ?,? (?:until|till|unless)\b
    ^(?: [^\s.;,]+){0,4} ?,? (?:except|apart from|other than|save for)\b(?! (?:(?:for )?(?:that|
        this|(?:some |the |my )?(?:{calf} )?{sore}))\b)
wished
    \b(?:wish|if only)\b
past
    ^(?=.*\b(?:last (?:year|season|spring|summer|autumn|winter)|years ago)\b)(?![^|]*\b(?:now|today|
        this time|since|still)\b).*[|][^.;]*\b(?:this time|now|today)\b(?: [^\s.;,]+){0,3}(?<!not)
         (?:just|only|merely|nothing)\b(?![^.;]* (?:but|and)\b)
    \bi thought\b[^.;|]*[|],? but (?:it|they)(?:'s| is| was| are|'re| were)?(?: not|n't)(?= ?(?:
        [.,;!]|$))
sore
    \b(?:{calf}|{sore})\b
sore_calf
    \b(?:{calf} {here}{sore}|{sore} {far}{calf})\b
body
    \b(?:cal(?:f|ves|fs)|legs?|foot|feet|toes?|ankles?|heels?|achilles|knees?|shins?|skin|chest|
        breath\w*|gasp\w*|winded|wheez\w*|puffing|lungs?|ribs?|asleep|heart(?! rate)|blood|clots?|
        swe?oll?\w*|swell\w*|red|bruis\w*|numb\w*|tingl\w*|cramp\w*|
        pain\w*|hurts?|fever|dizz\w*|light ?headed|crack\w*|faint\w*|collaps\w*|urine|pee\w*|
        vomit\w*|lumps?|veins?|
        surgery|operat\w+|pregnan\w*|birth|tablets?|pills?|medicat\w*|flight|flew|wakes?)\b
"""
