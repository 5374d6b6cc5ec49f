"""How somebody ran: the session, the stride, what the foot landed on."""

TABLE = r"""
part heel
    rear ?foot|heel toe|heel|heal
part landing
    land(s|ed|ing)?|strik(e|es|ing)|r[au]n(s|ning)?|stay(s|ed|ing)?|com(e|es|ing) down|hit(s|ting)?
part near
    (?:(further|more|up|on|onto|to|with|high|down|first|the|my|her|his|their|its|too|far|only|
        purely|mostly|and|stays|hard|heavily) ){0,5}
part event
    ((^|(?<=[.!?] ))D|{nth} (ever )?D|(?<!to )(?<!for )(?<!before )(?<!until )(?<!from )(?<!off
         )my (\w+ )?D|{day}s? (a )?D)(?! (\w+ )?(run|training|plan|pace|
        trainee|runner|coach|specialist|winner|jog|block|build|cycle|prep|week))
    D in {about}T
part bigrace
    (?<!from )(?<!from my )(?<!from the )(?<!from his )(?<!from her )(?<!before )(?<!before my
         )(?<!before the )(?<!before his )(?<!before her )(?<!after )(?<!after my )(?<!after the
         )(?<!after his )(?<!after her )(?<!to )(?<!to my )(?<!to the )(?<!to his )(?<!to her
         )(?<!until )(?<!until my )(?<!until the )(?<!until his )(?<!until her )(?<!since
         )(?<!since my )(?<!since the )(?<!since his )(?<!since her )(?<!off )(?<!off my )(?<!off
         the )(?<!off his )(?<!off her )(?<!for )(?<!for my )(?<!for the )(?<!for his )(?<!for her
         )(?<!of )(?<!of my )(?<!of the )(?<!of his )(?<!of her )(?<!first )(?<!last )(?<!next
         )D(?! (\w+ )?(run|training|plan|pace|trainee|trainer|runner|coach|block|loop|build|cycle|
        prep|ago|earlier|before|next|away|behind|length|distance|this|is|coming|in S|tomorrow))
part raced
    D on {day}
    (since|of|during) (the|my|{day}'?s) D(?! (\w+ )?(run|training|plan|pace))
    (?<!day )(?<!days )(?<!S )(in|after) (a|the|my|his|her) ((?![A-Z] )[^\s.,;]+ ){0,3}D(?! (long |
        easy )?(run|training|plan|
        pace|race))
    (ran|did|finished|completed|raced) (a|the|my|our|her|his)( (?!last |second |
        final )[^\s.,;]+){0,3} D(?! (\w+ )?(run|training|plan|week|block|loop))
stride_change = longer
    (lengthen\w*|longer|bigger) (my |the |her |his )?(strides?|steps)
    (tried|trying|took|taking) (longer|bigger) (steps|strides?)
    (lowered|dropped|reduced|slowed) (my |the |her |his )?(cadence|turnover)
stride_change = shorter
    (shorten\w*|shorter) (my |the |her |his )?(strides?|steps)
    (short|quick|quicker|small|smaller) steps
    (raised|raising|increased|increasing|upped|upping|higher|quicker|faster) (my |the |her |
        his )?(cadence|turnover)
    (cadence|turnover) (up|raised|increased|higher)
stride_change = nothing
    (natural\w*|usual\w*|always) (quick|small|short) (\w+ )?(steps|strides?)
    (shorten\w*|lengthen\w*) (my |the |her |his )?(run|runs|route)
session_type = easy
    (calm|easy|slow|gentle|relaxed|comfortable) (tempo|pace)
session_type = nothing
    without (having )?(\w+ ){1,4}(on|in|for|during) (a|any|one|my|his|her) (\w+ )?(run|race)
    sprint (athlete|coach|background)|who sprints?|(i|always|also) do sprints|with (N|T) easy
    (hard|fast),? (N|T) easy|(R|N times T),? (\w+ ){0,4}walk\w*
    (calf|heel) (raises|drops)[^.;]{0,25} R
    R ((single|straight|bent|one|leg) ){0,2}((calf|heel) )?(raises|drops|squats|lunges)
    (hour|day|week|month|mile|year) long|sprint\w* for (the|a) (bus|train)
    rac(e|ing) (pace|shoes?|flats?|spikes|day|next|plan|photo|course|route|number)|pre race
    K (graduate|finisher)s?
    (?<!since )({day}|last week|yesterday)'?s (long run|race|tempo|intervals)|jog recover\w+
    (run|running|walk|walking|jog|jogging)(,| and| or|/| |-)*(walk\w* )?intervals
    intervals of (run|jog|walk)\w*|recovery jogs?(?= between)|R jog|N jog|warm up jog|long run shoes
    took it easy|easy (climb|hill|on (the|it|myself)|gear|bit|part|way|to|enough)
    (be|was|were|is|so|goes|go|going|went|takes?|taking|those|felt|seemed|looked) easy(?! (run|jog|
        pace|D|T|N|miles|one))
    (T|N) (\w+ )?easy (\w+ )?((to|for a|as a) warm|first)
    long run (up to|of D[^.;]{0,25} (S|each|every))|last long run (went|was|had)
    (than|as|like) (after|at|in|during) ((the )?(finish|end) of )?(the|a|my|his|her) (race|D)
    (used|worn|meant|bought|kept) (only )?for (\w+ )?(sprints|races|racing|intervals|speed ?work)
    S ago,? (i|he|she|we) (had )?(ran|run|did|raced) (a|my|the|her|his) (\w+ )?D|walk intervals
    easily|(every|each|any) (interval|tempo|long|easy|hill)s? (session|run)s?
    all (interval|tempo|long|hill)s? (session|run)s?
    (S|day|days) after (a|the|my|his|her|last)( \w+)? (race|long run|tempo|D)
    (not|never|no|nothing|wasn't|weren't|barely|hardly) {sore} (\w+ ){0,2}(after|from) (a|an|the|
        my|his|her|{day}'?s) (\w+ )?(D|race)(?=[.,;]? but )
session_type = easy
    (just |only |gently |slowly )?jogged(?= (D|T|round|around|along|for|N|a)(?!\w))
    (easy|gentle|recovery|relaxed) (D|T|run|jog|miles?|km)|slow (run|jog)|(D|T|N) (\w+ )?easy|
        recovery (effort|day|loop)
    D jog|(went|gone|go) for a (plod|trot)
session_type = easy else
    (all|only|just|nothing but) easy (runs|running|miles|ones)|K
session_type = intervals
    interval\w* (session|run|training|class|workout)|(N|R) (sets|reps|repeats) of
    (N|T) T (bouts|efforts|blocks|surges|reps|repeats)|N T (\w+ )?(bouts|efforts)
    (D|T|C) (reps|repeats|repetitions)|sprint intervals|yasso \w+|(threshold|tempo|track|
        hard) (intervals|
        reps|repeats|repetitions)|(reps|repetitions|repeats) (on|round) (the|a) (\w+ )?track|
        N intervals
    (reps|repetitions|repeats) of (C|D|T)
session_type = intervals else
    R(?! jog)|N times (T|C)
session_type = race at 21.1
    {raced}
session_type = race from 42
    {raced}
session_type = nothing
    ((an?|N) )?(\w+ )?(interval|tempo|speed|hill|track) (session|workout|run)s? (S|(each|
        every) week)
session_type = nothing
    (long|tempo|easy|recovery) runs (were |i |all )?(skipped|missed|done)
session_type = long else
    long (runs|ones)
session_type = tempo else
    tempo (runs|ones)
session_type = easy else
    (easy|recovery) (runs|ones)
session_type = race else
    parkrun
session_type = race
    (won|{nth}|2nd|3rd|1st) (\w+ )?(overall|in (my|his|her|the) age group)|age group (win|prize)
    chip time|gun time|finishers? medal|podium|dnf
session_type = race at 21.1
    {event}
session_type = race at 42.2
    {event}
session_type = race at 21.1
    (entered|signed up for) D( [^\s.,;]+){0,6} (finished|ran|went|tore|did)
session_type = race from 42
    (entered|signed up for) D( [^\s.,;]+){0,6} (finished|ran|went|tore|did)
session_type = nothing
    the race had
    rac(e|ed|ing) ((but|hard|\w+) )?(the (day|week|night|weekend) before|last (week|weekend|month)|
        S (ago|before|earlier))
session_type = tempo
    pace run|run at pace|tempo effort|at (threshold|tempo) (pace|effort)
session_type = race at 21.1 else
    {bigrace}
session_type = race at 42.2 else
    {bigrace}
session_type = race
    (ran|did|finished|completed) (a|the|my|our|her|his)( first| local| hilly| flat)* race
    (charity|local|club|park|night|street) D
    (xc|cross country|fell|relay|club|county|harrier) (league|champ\w*|race|fixture|meet)
    (a|the|his|her|my|in|during) (\w+ ){0,2}race(?! (pace|shoe|shoes|day|plan|photo|effort|flat|
        flats|spikes|report|weight|next|training|is|in (a|S)))
    rac(ed|ing) (over )?{about}(D|mile)
    (wakes?|woke|waking|{sore}) (up )?(\w+ ){0,3}(day|morning) after (a|the|my|her|his) (\w+ )?race
    race report|(D|half|trail|road|fell|forest|xc|cross country|hilly|flat) race
    race(?= in | on | with |,| sunday| saturday| yesterday| today)|time trial|tt
    D (pb|pr)(!|(?= |,|$))|pb!|personal best|(pb|pr) by
session_type = hill_repeats
    hills?:? R|R (straight |all )?(up(?! to)|uphill)
    (sprint\w*|intervals|reps|repeats|surges|R) (up|on) (a |the |some )?(G,? )?((D|C|
        \w+) )?(\w+ )?(hills?|slopes?|stairs|banks?)
    (N|T) (\w+ )?(efforts|bouts|surges|runs|reps|intervals) (uphill|up (a|the) hill)
    (uphill|hill|slope) (bounding|bounds|strides)
    (stair\w*|steps?)( climb\w*)? (repeats|reps|sprints|intervals)|bound(ing|ed|s) (up|uphill)
    uphill (sprints?|intervals|repeats|surges)|(hills?|slope) (sprints?|intervals|repeats|reps|
        repetitions)
    R (hills?|up (a|the) \w+ ?hill)|N (times|x) up|hills? x ?N|ran (twice|N times) up
    (ran|run|running|sprint\w*|jogged) up (a|the|my|our) {far}(hill|slope|bank|stairs|
        steps) {far}times
    stadium stairs( ~)?|running stairs|N hill (sprints|reps|repeats)
session_type = long
    long(ish| ish)? (training |trail |solo |slow |weekend |road |group |easy |hilly |outdoor |
        winter ){0,3}run
    long N(?= ?(today|yesterday|on|this|[.,;]|$))|lr(?= D)|D lr
session_type = sprints
    sprint(ed|ing) ((N|two) (x|sets of|times) )?R
usual_foot_strike = rearfoot
    (stop|stops|stopped|stopping|gave up|given up|giving up) ((landing|striking|
        running)( on)?( the| my| her| his)? )?{heel}s?( strik\w+| landing)?
    who (\w+ )?{heel} ?strikes?|who (\w+ )?(lands|strikes|runs) on (the|her|his) heels?
    (former |ex |habitual |natural |always (been )?an? |lifelong |been an? |
        i'm an? )?{heel} (striker|runner|lander)s?
    (moved|moving|changed|changing|switch\w*|convert\w*|transition\w*|went|
        going) from ({landing} )?(on )?(the |my |her |his |a )?{heel}( ?strik\w+| landing| first)?
    (stop|quit|from|instead of|rather than|not|used to|off|away from)( \w+)? {heel} ?(strik\w+|
        landing|first)?
    no longer (heel|heal) (strik\w*|landing)|after years (on|of landing on) (the|my|her|his) heels?
    (instead of|in place of|rather than|off|from|not) (landing )?(on )?(my |the |her |his )?heels?
    {heel} person
    (used to (be|land)|was|were) (on )?(the |my |his |her )?{heel}s?( before)?(?= ?([.,;]|$))
    {landing} (on )?(my |the |her |his )?{heel}s? (and|then|so|but) (\w+ )?(went|going|changed|
        switched|moved)( over)?(?= to)
usual_foot_strike = rearfoot first
    (old|former|previous) {heel} (strik\w+|landing)|{heel} (strik\w+|landing) of before
    {heel} (striker|runner|lander) (who )?(turned|became|now)|((in place|
        instead) of )?heel to toe(?! drop)
usual_foot_strike = forefoot
    balls? of the (foot|feet) (guy|girl|runner|striker|lander|man|woman)
usual_foot_strike = midfoot
    (habitual |always (been )?an? )?mid ?foot (striker|runner|lander)s?
usual_foot_strike = forefoot
    who (\w+ )?(lands|strikes|runs) on (the|her|his) (toes|forefoot|front foot|balls of \w+ feet)
    always on (my|the|her|his) toes
    (habitual |natural |lifelong |always (been )?an? )?(forefoot|toe) (striker|runner|lander)s?
    (always|habitually) (land\w*|run\w*|ran) on (my |the |her |his )?(toes|forefoot|balls)
foot_strike = forefoot
    (deliberate )?forefoot (landing|strik\w+)|pose (running|method|technique)
foot_strike = nothing
    ((land\w*|strik\w*|on|my|the|her|his) )*(mid|fore|rear)( ?foot|-)?( ?/ ?| or | and )(mid|fore|
        front|rear)( ?foot)?( of the foot)?
    {unable} {tiptoe}|weight on (the |my |his |her )?(balls?|forefoot|toes|heels?)( of ~)?
    (eas(es|ed)|better|went|gone|cured|helped|fine|vanish\w+|disappear\w+|relie(f|
        ved))( \w+){0,4} (when|by|if|after|on|with) {landing} {near}({heel}|toes|mid ?foot|
        forefoot)s?
    (forefoot|midfoot|heel) ones|toe (shoes?|box|off)|stay on (my|your) toes|off my toes
    (forefoot|midfoot|heel) ({kind} ){0,4}(shoes?|type|lugged)|midfoot promoting
foot_strike = forefoot
    (to|into|becoming|become|towards|learning|trying) (a |an |to )?(forefoot|toe|toes)( striker?|
         striking| running| runner| landing| land)?
    toe (landing|strik\w*)|ball( (then|to|and))? heel (landing|strike)
    (never|not|without) (\w+ )?(let\w* )?(the|my|her|his) heels? (touch\w*|down|drop)
    heels? (never|not|hardly|barely) (touch\w*|land\w*|reach\w*|came down)|heels? off the ground
    {landing} {near}(forefoot|fore foot|toes|ball|balls|front (foot|feet)|front of (the|my|her|
        his) (foot|feet))
    on ?to (the |my |her |his )?(forefoot|toes|balls?)
    (forefoot|fore foot|toe) (running|style|gait|first|technique)
    (land\w*|run\w*|ran|up|stay\w*|high|stride)( ~)? on (my |the |her |his )?(tip ?toes|toes|
        balls? of (my |the |her |his )?f[oe]+t|forefoot)
foot_strike = midfoot
    mid ?foot (on purpose|deliberately)|{landing} {near}(mid ?foot|middle of (the|my|her|his) foot)
foot_strike = rearfoot
    on (the|my|her|his) heels(?! (of|after))|{landing} {near}(heels?|rear ?foot)
    (?<!ball )(?<!then )heel (landing|hitting|hits|lands)
foot_strike = forefoot too
    who (\w+ )?(lands|strikes|runs) on (the|her|his) (toes|forefoot|front foot)
    always on (my|the|her|his) toes|(forefoot|toe) (striker|runner|lander)s?
    (always|habitually) (land\w*|run\w*|ran) on (my |the |her |his )?(toes|forefoot|balls)
    balls? of the (foot|feet) (guy|girl|runner|striker|lander|man|woman)
foot_strike = midfoot too
    mid ?foot (striker|runner|lander)s?
overstride = marked
    (land|lands|landing) too far (in front|ahead|forward)
    (land\w*|foot|feet|reach\w*) {far}(ahead|in front) of (the|my|her|his|me|him|their) ?(body|hips|
        knee|centre of mass)?
    (i|she|he)( do| always| really|'ve always)? overstrides?(?! (a (bit|little)|slightly))
    (brak\w+|slamming the brakes) {far}(each|every) step|overstrides
posture = nothing
    straight back (in|into|to|out|home|at|on)
posture = tilted
    (pelvis|hips?) (\w+ )?(tips?|tilts?|tilted|tipped|tipping)( forward)?
    ben(t|ds|ding) (\w+ )?at the (waist|hips)|bent (waist|hips)|(sits?|sitting) back
overstride = mild
    (slight(ly)?|bit of an?|a bit|mild(ly)?|a little) overstrid\w+
    overstrid\w+ (slightly|a bit|a little)
overstride = nothing
    (i think|do|if|whether|that|might|maybe|perhaps|not sure) (i )?(may |might |could )?overstrid\w+
"""
