"""How long the run was, and how much longer than usual."""

TABLE = r"""
part today
    ((but|and|then) )?today,? (\w+ ){0,4}
part ended
    (stopped|gave up|quit|pulled out|pulled up|bailed|walked (home|back)|turned back|limped (home|
        back)|had to (stop|
        quit|give up|bail|pull up|turn back|walk (home|back)|be (picked up|collected)))(?! (for|
        to (stretch|rest|tie|
        walk a|drink|let)|and (stretch|rest|walk (a|for|it))|several|a few|N|twice|often))
part my
    my |her |his |their |a |did 
distance_km = quantity too
    D (a|per|each|every) (other )?day|D most (mornings|days|evenings|nights)
distance_km = quantity
    (set|ran|got|took) a (new )?D (pb|pr|best)
    (return\w*|came back|comeback|back) {far}with {about}D
    {begin}((my|a|the|another|routine) )?({nth} |big |easy |long |hilly |slow |quick |
        short )*D( (run|race|jog))?(?=[.,;] |$)
    (?<!last )(?<!first )(?<!every )(?<!each )(?<!next )(?<!with )D( (?!reps|
        start)\w+)? in {about}T(?! (reps|each))
    D pace (run|effort)|N at P(?= pace|,|\.|$)
    in (a|the|my|his|her) ((?!last|first|of)\w+ ){0,3}D(?=,)
    D on (\w+ ){0,3}(sand|grass|roads?|trails?|pavement|snow|mud|beach)(?= in T)
    (a|an|the|my|her|his)? ?D (run|race|loop|route|course|outing|jog|session|time trial|tempo|plod|
        parkrun)
    C (time trial|tt|road race)|(?<=usual )N(?= ?([.,;)]|$))|(?<=usually )N(?= ?([.,;)]|$))
    (ran|did|race\w* (a|over)?) C(?= )(?! (reps|repeats|intervals|sprints))|D
    N (?!(near|at|by|in|per) )(\w+ ){1,2}(miles|mile|km)
distance_km = quantity first
    (inside|within|as part of|in the middle of) (a|an|the|my|his|her) D (\w+ )?(run|loop|route|race)
distance_km = quantity first
    (stop|stopped|bail|bailed|quit|gave up|give up|pulled out|cut it short|walked home|dropped out|
        packed it in|called it a day|broke (it )?off|turned (back|round|around)|ended it) (at|
        after) {about}(D(?! (to|for)\b)|N(?= ?([.,;!?)]|$|and|with|when|but|because|so)))
    (got|goes|gone|run|ran|doing) D done|(walked|limped|hobbled) (back|home) from {about}D( out)?
    (at|after) {about}(D|mile N|N),? ((i|he|she|it|we) )?{ended}
    at {about}(D|mile N) [^.;]{1,50} (so that (i|he|she)|and (i|he|she)|and|so (i|he|she)) {ended}
    (only )?(lasted|made it to) (just |only |about )?(D|N(?= ?([.,;]|$|before|and|when)))
    (run|it|outing) (ended|was over|finished) (at|after) {about}D|dnf'?d? (at|after) {about}D
    gave up ((?!N )[^\s.;,]+ ){0,6}(at|after) {about}D
    (?<!still )({calf} (?!still )|{sore} ){named}(after|since|from) (the|my|{day}'?s|
        yesterday'?s) ((?!first|last|next|final)\w+ )?D(?! (mark|point|sign|onwards?|walk|ride|
        hike|bike))
    my (last|latest|most recent) D (was|went|is|on)
distance_km = nothing
    (when|whenever|if|every time|each time) (i|he|she|we) (run|runs|go|goes|do|does|
        jogs?) (\w+ ){0,4}(T|D)
    (?<!run )(?<!run/)(?<!ran )(walk\w*|rode|biked|cycled|swam|drove|hiked|rowed) {about}D
    (fine|ok|okay|good|great|easy|pain free) (for|until|till|til|
        up to) {about}D(?=,? (\w+ ){0,5}{calf})
    again (\w+ )?after (an? (\w+ )?)?D|(warm ?up|warm ?down|cool ?down|wu|cd)( of|:|,)? {about}(D|N)
    (P|V) (instead of|rather than|than) (my|the|her|his) (usual|normal) N
    (not|never|no|nothing|wasn't|weren't|barely|hardly) {sore} (\w+ ){0,2}(after|
        from) (\w+ ){0,2}D(?=[.,;]? but )
    ({begin}|(?<=[.;,] ))(fine|ok|okay|good|no (trouble|problems?|issues?|pain)) (on|in|with|
        during|after) (\w+ ){0,3}D
    before (a|my|the|her|his) ((first|next|last) )?D|D before (a|my|the) (full|half|marathon|race)
    (swap\w*|chang\w*|switch\w*) (from )?(my |a |the )?(\w+ )?D (for|to)
    longest in (them|these|those|the \w+) {far}D|(?<!of )N D (runs|outings|sessions)
    N runs and {about}D|D ([^\s.;,]+ ){0,3}(in|within|over) (S|days)
    (times|laps) (round|around|of) {far}D|D (block|build( up)?|cycle|prep|campaign|weeks?)|post D
    D (of )?(warm ?up|warm ?down|cool ?down|wu|cd)|N (more|extra|other) (miles|mile|km)|not even D
    (did|ran) N (and|&) D|before (even )?{about}D|after {about}D or so
    (supposed|meant|told) to {far}D
    D (short(?! (run|loop|jog|race|of (grass|road|trail)))|back|away|to walk|to go|left|
        remaining)(?= ?([.,;)]|$|but|and|so|when|with|because))
    D (in|and) (?={far}({calf}|{sore}))
    (fine|ok|okay|good|great|easy|free) (till|until|til|thru|through|up to|to) {about}D
    (N|both|several|few) (runs|days|sessions|outings)[^.;]{0,40}D (in total|total|altogether|
        all in|in all|between them)
    D[^.;]{0,60} then {named}(another {about}(\w+ )?(D|N|mile)|{about}D more|{about}(D|N) more|
        a second D)
    D [^.;]{1,40}(the|a|my) second D
    (since|after|until) (i |she |he )?(reach\w*|got up to|getting to|hitting) {about}D
    D (slower|faster|quicker|longer|further|farther)|even {about}D (is|was) (hard|tough|too much)
    first D ({on} )?[^.;]{1,40} second D
    train\w* (\w+ ){0,4}for (a|an|the|my|his|her)? ?(\w+ ){0,2}D|(my|his|her|a|the) D (is|was) S ago
    D( or so)? in (it|(all|the whole) of {month}|the month)
    (biggest|record|highest|best) month( ever)?(?:, ?| of )D|N (legs|stages|loops|laps) of {about}D
    (as|worse|sorer|like) (after|than) {far}D|like (a|an) (\w+ )?D
    {about}D last (month|year|summer|winter|spring|autumn)
    first D (slow|easy|hard|were|was|felt|at|of (a|an|the|my|his|her))
    (?<!went )(?<!ran )up to {about}(D|N)|now {about}D (is|was|are|goes|go)|D in (with|both)
    cut\w* (a|the|my|his|her) (planned |usual )?D( \w+)?(?= (short )?to)|to be D|N,? N and D
    (S|weeks?|months?|days|years?) (after|before|since) ((a|the|my|his|her) )?(\w+ )?D
    day (after|before) (a|the|my|his|her) (\w+ )?D|D (long|high) (climb|hill|descent)
    D (further|farther|longer|more) than|V for {about}D|D,? G( \w+)? (hill|climb|slope|bank)
    (road|trail|grass )?D as (my|his|her) (most|longest|furthest)
    N (\w+ )?(miles|mile|km) as (my|his|her) (most|longest|furthest)
    N (barefoot|grass|sand|easy|slow|fast|hard|more|extra) (miles|mile|km) (later|before|after|
        added)
distance_km = quantity else
    (?<!ran )(?<!did )between D|all on (a|the|my) D (loop|lap|circuit)
    D (each|a time)(?= ?([.,;]|$))|(had|i'd|she'd|he'd) (\w+ )?(run|ran|done|jogged|them on) {far}D
    after ((his|her|my) )?{about}D
distance_km = quantity
    (did|ran|managed|went) {about}N(?= ?([,.!]|$| (on|round|along|through|before) | today| this|
         and| but| instead| with (?!N)))
distance_km = 1.61
    (a|one|N) (gentle|easy|slow|steady|hard|fast|quick) mile|first mile {on} {far}{shod}
    (flat out |road |track |timed )?mile (time trial|race)
distance_km = quantity * 2
    (?<!D )(D|N) (each way|there and back)|out and back,? D each way
distance_km = quantity
    (?<=from D )to D|(?<=from N )to D|(D|N),? (in total|total|all in|in all|altogether|overall)
    D (today|this morning|this evening|tonight|this time)|total( of|:)? (D|N(?= ?([.,;]|$)))
    (turned into|became|(?<!T but )made it|ended up( (as|being|at|with|doing|running))?) (a |
        about |more like )*(D|N(?= ?([.,;]|$|instead|total|as|because)))
    half ?way (through|thru|into|in) (a|the|my|his|her) D
    (?<=D )to N(?= (with|on|instead|because|as|after)|[,.]|$)
distance_km = nothing
    ({never}|no|{calf})( are| were| felt)? ({sore}|fine|ok|okay) {far}after {about}D(?=,? (but|
        and then|then|sore))
    (had|i'd|she'd|he'd) never {far}(more|further|farther|longer) than {about}D
    {sore} (\w+ )?after {about}D(?=,? every)|D home|after {about}D in (them|these|the shoes)
    (felt|feel) (it in )?(my|her|his|the|both) {calf} after {about}D
    (did|ran) D(?= (reps|repeats|intervals|sprints))
    (at|by|from|since|past|until|till|til|beyond|within) {about}D
    (last|final|the first|first few|every|per|each|to|another)( the| a| my)? D
    D in(to)?(?= ?([.,;]|$|\w+ run))|(after )?(a |the )?D (bike|ride|cycle|walk|hike|swim|drive|row)
    N laps of {about}D|D before (the|my|his|her) {calf}|D (a|per|each|every) (time|night|morning)
    (in|over) (the|her|his|my) {nth} week {far}D|D yesterday(?=[,;.]? {today}D)
    yesterday,? (i |we )?((ran|did|run|went) )?(a )?D(?=[,;.]? {today}D)
    stop(ped)? (a|the|my|his|her) D|D intervals
    D (into it|from home|from the end|or more|mark|point)|(my|of|a) D (pb|pr|best)
    D (pace|steps|followers|time|plan|training|trainee|hill|mark|race pace|effort|climb|runner|ago|
        away|reps?|repeats?|repetitions?|splits?)
    (sub) D|(half )?marathon(er)? (plan|training|pace|trainee|runner)
distance_km = quantity else
    D this (weekend|{day})|(last (week|month|year)|S ago), (i|we) (ran|did|run|went) (a )?D
    D {named}(went (well|fine|ok|okay|great|through|without)|(felt|was|were|is) (fine|well|ok|okay|
        great|good|amazing|easy|no (bother|trouble|problem))(?! (to|at the start|at first)))
    D (used to be|came) (so )?easy
    (?<!on )(?<!the )D ([^\s.;]+ ){0,6}(without|no) (any )?(calf )?(trouble|pain|problems?|
        bother)(?! (until|till))
    (who|usually|normally|always|now) (does|do|runs) {about}D
    S later,? ((i|he|she|we) )?(ran|did|tried|jogged|went|attempted) {about}(\w+ )?D
    set (out|off) (for|on) {about}D
    (next|following) (day|week|morning)(?:'s)?,? ((i|he|she|we) )?((ran|did|tried|jogged|went|
        attempted|easy|run) )*{about}(\w+ )?D
distance_km = nothing
    (of which|with|including|incl|inside|then another|last|final|added?|adding|plus) {about}(last |
        first |easy |fast |hard )*(D|N)
duration_min = quantity
    T
duration_min = quantity
    D( (run|race|jog|loop|course|tempo|route|parkrun|of \w+))? in {about}T( after)?
    (clocked|(time|best|pb|pr) of)( (a|an) \w+ of)? {about}T(?! (a|per|each))
    D in {about}N(?= ?([.,;)]|$))|D[^.;]{0,25}, (about|around|roughly) T
    (T|N) (of )?(run|running|jog\w*|ran)( ?/ ?|,? (and )?)(T|N) (of )?walk\w*( ?, ?|
         )(for )?{about}T
duration_min = quantity first
    finish(ed|es|ing)?( line)?( in| at| of)? {about}T|{point} half ?way T,? finish(ed)? T
duration_min = quantity
    took (me |us |him |her )?((just|about|nearly) )?(past |over )?T
duration_min = quantity else
    after {about}T (on (the |a )?\w+|run|jog)
duration_min = 60
    hour long
duration_min = quantity
    first T (of (running|run walk|jogging|run jog)|{on} {far}{shod})
    (stop\w*|bail\w*|quit|gave up|walk home|pull\w* out) (at|after) {about}T
    (jogged|came|got|limped|hobbled) (in|home|round) (at|in) {about}T
    D( (?!start|finish)\w+)? (at|@|averaging|in) {about}(P|V)(?! (reps|repeats))
    P( pace)? for {about}D|(average pace|averag\w+|avg( pace)?)( was| of|:)? P
    (ran|run|running|jogged|went) (for )?{about}T
    (?<!after )T (run|jog|easy|of running|of jogging|long run|tempo)
    N (easy|hard|slow|fast|barefoot|steady|gentle|continuous) (min|mins|minutes)
duration_min = nothing
    T (of )?(\w+ ){0,4}(walk\w*|jog\w*|run\w*|slow|easy)[^.;]{0,30}(and|then|plus|\+|followed by)
         {about}T (of )?(\w+ ){0,2}(walk\w*|jog\w*|run\w*)
    T or N( more)? (after|later|afterwards)
    (finish\w* )?T (down|behind|late|early|ahead|over|short|off)(?= ?([.,;)]|$|the|my|his|her|on))
    (when|whenever|if|every time|each time) (i|he|she|we) (run|runs|go|goes|do|does|
        jogs?) (\w+ ){0,4}(T|D)
    T (to go|left|remaining|days|nights|rides?|shifts?)|T on(?=,? (we|i|he|she|my|it|they))
    (T|N (easy |gentle )?(minutes|mins|min)) (easy |gentle |jog\w* )*(first|(to|of|for a|
        as a) (warm\w*|loosen\w*))
    (the|my|her|his) {nth} T (run|jog|interval|block)
    (warm ?up|warm ?down|cool ?down|wu|cd)( of|:|,)? {about}(T|N)|T of {load}|{load} for {about}T
    T (slower|faster|quicker)|help\w* for {about}T
    (held|stuck|kept|blocked|sat|stood) (\w+ )?for {about}T|T (\w+ )?(sessions|things|ones)
    (settl\w+|eas(es|ed|ing)|gone|goes|vanish\w+|better|wears?|wore|recovered) (\w+ ){0,2}(in|
        within|after) {about}T
    half ?way (in|at) {about}T|T (at|to|for) (the )?half( ?way)?|(?<!a )(?<!my )half in T
    cut\w* (a|the|my|his|her) T( \w+)?(?= (short )?to)|to be T|spen(t|ds?) (\w+ ){0,3}T
    (first|last) (mile|km|k) (in|was|took) (a (bit|little) )?{about}T|first (mile|km|k) a bit over T
    T (run|jog|running|jogging),? ?(and )?T (walk\w*|rest)|(N|of) T runs|before (even )?{about}T
    my feet T|last N (i |she |he )?ran T|R,? (w/ )?{far}T( (jog|walk|easy|rest|float|run))?
    T N times S(?=.{1,60} T)|T (\w+ )?(bouts|efforts|blocks|surges)|(N )?V for {about}D
    T (pacer|pacers|pace group|group|D (runner|guy|man|woman|parkrunner|racer))
    with {about}T of running|(ride|swim|race|cycle) of T
    (flew|flight|flying|plane|drove|drive|driving|train|bus|stood|standing|slept|sleep|swim|swam|
        cycled|cycling|rode|ride|walked|walking|walk|hike|hiked|yoga|stretch\w*)( \w+){0,3} T
    T( \w+)? (flight|flying|on a plane|plane|drive|ride|swim|walk\w*|hike|class|boot camp|massage|
        yoga|train|bus|bike|spin|cycle|cross trainer|elliptical|rower|stepper|pilates|weights)
    ({point}|last|final|the first|first|every|per|each|within|for another|reps?) {about}T
    T (later|afterwards|after|ago|away|in( it)?(?= ?([.,;]|$| (and|when|it|i|then|but) ))|into|
        of it|recovery|jog recovery|rest|more|longer|mark|reps?|repeats?|hard|at threshold|
        at tempo|at (marathon|race|threshold|tempo) pace)
    could(n't| not) run T|T (a|per|each|every) (day|week|time|night|morning|evening|lunch\w*)
    (from N )?to T (runs?|intervals?|bouts?)|T yesterday(?=[,;.]? {today}T)|under T|sub T|nearly T
    almost T|(N|\w+) times T|(sets|reps|bouts|runs|jogs|intervals|blocks) of {about}T|N of {about}T
longer_than_usual = much
    twice as (far|long) as ever( before)?
    (twice|double|two times|three times|triple) (as (far|long) as )?(my |the |her |his )?(longest|
        usual|normal|most)( \w+)?
    (longest|furthest|farthest)( run| distance)? (i have |i've |i'd )?(ever|yet|so far|to date|
        of (my|the|her|his) (life|year)|of all)
    (longest|furthest|farthest) (that )?(i|she|he)('ve| have|'d|'s| has| had)? (ever )?(run|ran|
        done|gone)
    never (run|ran|gone|done|been) (so|this|that|as) (far|long)
    (much|far|way|a lot) (longer|further|farther) than
    doubled (my |her |his )?(longest|usual|distance|normal)( \w+)?
    (further|farther|longer) than (ever|i have ever|i've ever)|longest (run )?since
    {my}first( ever)? D(?! {on}| pb| of | barefoot| without)|first ever D|first D ever
longer_than_usual = nothing
    (after|since) (my|her|his|the) first( ever)? D
    first D (\w+ )?({on}|of|barefoot|without|split|too|was|were|at|flat|easy)
    N of my first D
longer_than_usual = little
    ((a (little|bit|touch)|slightly|somewhat|bit) )?(longer|further|
        farther) than(?! ever)( \w+)*? (usual|usually|normal|normally|before|used to)
    (long|far) for (me|her|him)(?! to)
    (D|T) (more|longer|further) than (usual|normal|before|i'm used to)|lengthened (it )?to D
    step (from|up) {far}(too soon|before (i|she|he) was ready|too big)
    ((a (little|bit|touch)|slightly|somewhat|bit) )(longer|further|farther) than (i|she|he)( \w+)?
longer_than_usual = no
    (no|not) (longer|further|farther) than (usual|normal|always)
    (same|usual|normal|regular|standard) (D )?(distance|loop|route|course|circuit|length)( as \w+)?
    (shorter|less far) than (usual|normal)
    (my|her|his|the) (usual|regular|normal|standard) (D( run| loop)?|T (run|loop|jog))
longer_than_usual = nothing
    (longest|furthest|farthest)( run| distance)?( ever| so far| yet| to date)? (is|has been|
        had been|until \w+ was|before (this|that|it) was|was only) {about}(D|N)
    (bored of|left|off|not|instead of|than|beyond|changed) (my |the |her |his )?(usual|regular|
        normal|standard|same) (distance|loop|route|course)
"""
