"""How hard it was: pace, cadence and climb, now and usually."""

TABLE = r"""
elevation_gain_m = quantity
    \+ ?C
    C( of)?( total)? (positive|gain|climb\w*|elev\w*|ascent|ascending|up|uphill|vert|d\+|of vert|
        of climb\w*|hm)
    (climb\w*|gain\w*|up|ascent|elevation( gain)?|vert)( of|:| about)? C|C in (a )?(D)|N d\+|d\+:? N
elevation_loss_m = quantity
    (?<=/)-C|(?<=, )-C|C( of)? (descent|down(?! the)|downhill|loss|d-)
    (descen\w+|drop\w*|down)( of|:)? C
max_grade_pct = quantity
    G,?( (D|C))?( \w+)? (grade|gradient|incline|slope|climb|hill|road|bank)
    (incline|gradient|grade|treadmill|dreadmill|tready|tm|climb|hill)( was| of| at| set| to|:)* G
    (hill|climb|bank) (\w+ ){0,3}G|at (a )?G(?= ?(,|and|on|then|for|$))
    (incline|gradient|grade) (of |at |set to |level )*N
fastest_pace_min_per_km = nothing
    (start\w*|begun|began|set off) (\w+ )?at {about}(P|T)
fastest_pace_min_per_km = quantity
    (stepp\w*|speed\w*|rais\w*|turn\w*|crank\w*|up) (it )?(up )?to {about}V|set off at {about}V
    (run|ran|went|miles|splits|reps)( \w+)? (at|in|of) (P|T)(?=,? (and )?(P|T))
    (with|at|in|fastest|reps|repeats|last|hit|down to|@) ?(D |N |of )?(at |in |was |@ ?)?P
    (run|ran) P|P (reps|repeats)|(D|C) (reps|repeats|intervals) {far}(at|in|of) {about}P
    (last|fastest|best|quickest) (D|mile|km|kilomet\w+|k) (in|at|was) {about}(P|T)
fastest_pace_min_per_km = quantity too
    D( \w+)? (at|@|averaging) {about}(P|V)(?! (reps|repeats))
fastest_pace_min_per_km = quantity
    \w+ reps? in {about}(P|T)|(today|this time|now)(,| i| it| was| ran| did| at| about| around)* P
    last (D|N) at (\w+ ){0,2}(pace )?P|(too fast|fast|hard) (at )?\(?P|R ((of|at|in|on) )*V
fastest_pace_min_per_km = quantity
    (last|R|reps?) ([^\s.;,]+ ){0,6}(under|faster than|quicker than|below|sub) {about}P
    D at (a (little|bit) )?{about}T each
    (fastest|quickest) (N |D |mile |km |one )?(was |in |at |of )*{about}(P|T)
elevation_gain_m = nothing
    C climbs (never|always|are|do)
    C [^.;]{0,25}(each|every|per|a) (lap|loop|rep|time)|(N|several) times (about )?C up
    R[^.;]{0,20}C high
cadence_spm = nothing
    (heart|hr|pulse)( \w+){0,3} N (beats|steps) \w+
cadence_spm = quantity
    N (steps|strides) T|(cadence|heels?|toes|forefoot|form|strides?|steps?) {far}N beats T
    N beats T(?= {far}(cadence|music|song|playlist|metronome))
    N (beat (podcast|track|song|music|playlist|metronome|mix)|spm|steps (a|per) min\w*|
        strides per min\w*)
    spm:? N|(metronome|music|song) {far}(at|to|on) N
    (at|to) N(?= instead of (my |the |her |his )?(usual|normal) N)|cad N|N cadence
    cadence( was| is| of| to| up| about| around| at| now| over| above|:)* N(?! to)
    (?<=N )to {about}N (steps|spm|strides)|(?<=from N )to N(?= ?(spm|steps|,|\.|$| for| on| in))
usual_cadence_spm = quantity
    (?<=N )instead of (my |the |her |his )?(usual|normal) N|(?<=cad N \()\w+ N
    (usual|normal|normally|usually)( at| cadence| is)* N(?= spm)
    (cadence|turnover) {far}(from|of) {about}N(?= to {about}N)|from {about}N(?= to {about}N (spm|
        steps|strides))
fastest_pace_min_per_km = pace
    N (times|x) (about )?C (each )?(in|at) {about}T
fastest_pace_min_per_km = pace too
    (hard|rac(ed|ing|es?)|time trial|flat out|all out|fast\w*|best effort|pb|pr) {far}(D|C) ((race|
        run|time trial|,|barefoot|easy) )*(in|at|of) {about}T
    (D|C) (reps|repeats|intervals) {far}(at|in|of) {about}T
    (D|C) (race|time trial|pb|pr|flat out|all out|hard) ({far})?(in|at) {about}T
usual_pace_min_per_km = quantity
    (i'm|im|i am|a|an) (\w+ ){0,3}(runner|jogger|plodder),? {about}P
    (treadmill|daily|regular|habitual) (\w+ )?runner at {about}(P|V)
    training (was |is )?([^\s.;,]+ ){0,5}at {about}T|(usual|normal|training|easy) pace( is| was| of|
        :)? {about}T
    (than|from|to) (my |his |her |the )?(usual|normal) {about}(P|T)
    (usual|normal|normally|usually|typical\w*|training) (?!{far}(today|and|finish\w*) )(\w+ ){0,6}P
    easy (ones|runs?|pace|days?|miles) (?!{far}(today|and|finish\w*) )(\w+ ){0,3}P
    P,? (\w+ )?(is |was )?(usual|normal|normally|usually|typically)(?= ?([.,;)]|$))
    (W|N (days|times|runs|miles) (a|per) week) (mostly |usually )?at {about}P
usual_pace_min_per_km = pace too
    (usual|usually|normal|normally)( is| run| was| do| did)* D in {about}T
usual_climb_m_per_km = quantity
    (usually|normally|usual climb\w*)( is| of| about)* C (per|a) km
part quick
    faster|quicker|harder|more quickly|(harder|faster|quicker) and (faster|harder|further|longer)
part rushed
    fast|hard|quick|quickly|swiftly|strong
part bit
    (a (little|bit|touch)|slightly|somewhat|rather|relatively|pretty|really|quite|very|bit|too)
part went
    (?<!calves )(?<!calf )(?<!legs )(went|go|going|gone|ran|run|running|start\w*|set|setting|took|
        taking|head\w*|did|raced|racing|began|begun)
part ran
    (?<!calves )(?<!calf )(?<!legs )(ran|raced|running|racing|did|took|went|training|jogged)
part best
    pb|pr|personal best|personal record|lifetime best
faster_than_usual = nothing
    (near|nearly|nowhere|almost|off|missed|chas\w+|my|maybe|under|not|no|beat\w*|than|of|outside|
        inside|from) ((a|an|the|my|her|his|pace|it|slower|any) ){0,3}(D )?{best}( pace)?
    (my |her |his )?{best} (is|was|of|attempt|pace|stands)|(set|got) (a|my) (new )?D {best} (last|S)
faster_than_usual = much
    (much|far|way|a lot) better (pace|time)
    (much|far|way|a lot|lots|considerably) {quick}( than (i|she|he|my|her|his|the|usual|usually|
        normal|normally|planned|ever)( \w+)?)?
    (much|far|way|a lot) harder than|{went} {far}(way|far|much) too {rushed}
    (way|far|much) too {rushed} (a )?(start|pace)|(all|flat) out(?! of)
    as {rushed} as (i|she|he|they) (possibly |ever )?(could|can|had|'?ve)
    as {rushed} as (possible|i have|ever)|(my |her |his )?(best|max\w*|full) effort
    (at )?(full|max\w*) (speed|tilt|pelt|pace|effort|gas|throttle|bore|steam)
    (fastest|quickest|hardest) ((run|mile|km|one|time|pace|D) )?(i have |i've |i'd |she has |
        he has )?(ever|yet|so far|to date)
    {quick} than ((i|she|he) )?((had|have|has) )?ever
    (shot|tore|blasted|bolted|flew|charged|exploded) (off|out|away|through)(?! the (road|ground))
    (went|set|started|took) (off |out )?like (an? )?(\w+ )?(bullet|rocket|idiot|madman|train)
    (blast\w*|gunn\w*|smash\w*|hammer\w*) (it|through)|gave it (everything|all)
    ((was|is|with|got|ran|set|new|a|in|to) ){1,3}(first |new |big |huge |course )?{best}
    D (pb|pr|best)
faster_than_usual = nothing
    ({went} {far})?(increas\w*|progress\w*|buil[dt]\w*|ramp\w*|add\w*|upp(ed|ing)|advanc\w*|
        chang\w*|mov\w*|switch\w*|mileage|distance|volume) {far}too {rushed}
    too (fast|hard|quick\w*),? (and )?too (soon|far|long)|{quick} than (i thought|they|it|that)
    too hard,? (a |for |and |of a )*(\w+ )?(ground|surface|concrete|shoes?)
    (work\w*|calf|calves|legs|muscles|breath\w*|heart) {far}harder|(flat|all) out for the bus
    (so|is|was|who's|he's|she's|her|his|my|a) (much |far |way )?(faster|quicker)(?! (than|run|pace|
        mile|time|half|lap|one))
    (whenever|when|if|each time|every time) (i|he|she) sped up|sped up and
faster_than_usual = little
    ({bit} )?{quick} than (?!(the|that|those|most|other|any|some|my|her|his) (others?|runners?|
        people|one|friends?|club|husband|wife|mates?)\b)\w+( \w+)?
    {went} {far}too {rushed}|too {rushed} (a )?(start|pace)|(D|mile|km|half) (was )?too {rushed}
    {went} (off |out )({bit} )?({rushed}|aggressive\w*)
    (picked|upped|pushed|increased|raised|upping|picking|pushing|raising|quickened) (up )?(the|my|
        her|his|it) ?(up|pace|speed|tempo|intensity)
    push(ed|ing) ((it(?! (home|up|back|along))|on|myself|herself|himself|hard|harder|through|
        a (little|bit)) ?){1,3}
    push(ed|ing) the pace|sped up|speed(ed|ing)? up|pushed(?= ?[.,;])|{rushed} for (me|her|him)
    {ran} (((the|my|a|an|it|D|of|first|last|whole|mile|km|race|run|small|T|that|this) )|
        {bit} ){0,6}(hard|fast|quick|quickly|faster|quicker|harder)(?! (ground|surfaces?|for|on|
        enough|as|R|D|sand|pack\w*|road|path|run|race|strides|miles?|\w+ (session|run|reps|
        intervals)))
    ({bit} )?(hard|fast|quick|brisk|aggressive|fast paced|{quick}) (pace|start|effort)(?! for)
    on the (quick|fast) side|(a (little|bit|touch)|slightly|somewhat|rather|bit) {quick}
    (better|faster|quicker) (pace|times?|speeds?)|(ended up|turned out|it was) (being )?{quick}
    stepp\w* up to {about}V|hammer\w* the pace|pushing(?= ?[.,;])|(D|it) {bit} (quick|quickly|fast)
    (was|were|is|probably|bit|little) too {rushed}(?! (for|to|soon))
    (beat|beating) (my|his|her) (D |own )?(time|{best})|chas\w+ (a|my|his|her|the) (D )?time
    (chas\w+|(try|tried|trying) to (beat|catch|keep)|keep(ing)? up|kept up|hung on|
        hanging on) (up )?(with|to|for|a|an|the|my|her|his) {far}(time|times|runner|pacer|{best}|
        friends?|group|guys?|lads|boys|others|him|her|them|club)
    with (my|his|her|the|some|a|much|two|N) ?(\w+ )?faster (boys|friends?|group|runners?|club|lads|
        guys|men|people|ones|mates?|girls)
    caught up in (a|the) race|red mist|let (it|her) rip|booking it
    (V|P),? (instead of|rather than|against|not) ((the|my|her|his|usual|normal) ){0,3}(V|P|
        N(?= ?([.,;]|$|and|but)))
    for a (D )?{best}|went for it
faster_than_usual = no
    (no|not( any| even)?) {quick} than (usual|normal|always|normally)|slower than (usual|normal|i (
        usually|normally) (run|go)|always)|(not|never|n't)( even)?( close to)? (push(ed|
        ing)( it| myself| hard)?|going (hard|fast))
    (at )?(my|her|his|the|our) (usual|normal|regular|habitual|typical|happy) (easy |slow |running |
        just under |about ){0,3}(pace|speed|P|V)|(my|her|his) (usual|typical|happy) V
    (my|her|his) (usual|typical|happy) N pace|slower on every|same (pace|speed) as
    (ran|kept|took) (it|a run|the run) ({bit} |short and |nice and |super ){0,3}(slow|easy)
"""
