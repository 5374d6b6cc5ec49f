"""What was worn."""

TABLE = r"""
usual_shoe_drop_mm = quantity
    (old|last|previous) (pair|ones|shoes?) ((is|was|were|had|also|at) )*(M|N)
    (from|used to|usual\w*|normal\w*|after|years in|instead of)( [^\sM.,;!?]+){0,3} M( drop)?(
         (?!to)\w+)?
    M (trainers|shoes|drop)? before|in M (shoes|trainers) {far}(?=.{0,40}M)|(?<=M drop )instead of N
shoe_drop_mm = quantity
    M( heel)?( to toe)? drop|drop( of| is|:)? M|M( of)? (offset|heel)(?! (raise|lift|pad))
    M ((trail|road|running|racing) )?(shoes?|pair|trainers?|ones?|lightweight|version)
    (to|new)( a| the)? M
shoe_drop_mm = nothing
    M (spikes|pins|needles)
shoe_drop_mm = 4
    (low|lower) (heeled|drop|heel)( {shoe})?
shoe_drop_mm = 10
    (high|higher) (heeled|drop)( {shoe})?
shoe_change = same_model_new first
    {far}(new|fresh) {far}{shoe}[^|.;]{0,25} same (model|ones?|kind|type|make)|(new|fresh|another|
        replacement) pair of the (same )?(model|ones?|{shoe}) (that|which|i|he|she)
    (new|fresh|another|replacement|second) pair of (my|his|her|the|their) (usual|same|regular|old)
shoe_change = none
    {shoe} (are |were |was )?(the )?same(?! (day|week|month|time|year|evening))( as
         (usual|always|ever|before))?
    (same|usual) (old )?(running )?({shoe}|pair)( as (usual|always|ever))?|no new {shoe}
    {shoe} unchanged|(orthotics?|insoles?|inserts?|{shoe}) (as always|as usual|like always|as ever)
shoe_change = nothing
    new to ({kind} ){0,3}{shoe}|first D in shoes
    new (\w+ ){0,3}{shoe}[^.;]{0,30} (not (wearing|worn)|haven't (worn|run|tried)|still in the box|
        not yet)
    same (old )?(running )?({shoe}|pair) (for|since)|snow shoes?|(new|newer) snow shoes?
    (time for|needs?|needing|wants?|wonders? whether) ({far})?(new|better|other) ({kind} )*({shoe}|
        pair|ones)
    new barefoot (runner|running)|(same|usual|normal|regular) {shoe} (have|has|are|were|had)
    (from|after|than|unlike|instead of|not) (my |the |her |his )?(\w+ )?(same|usual|normal|regular|
        old) {shoe}
    new (pair|ones|{shoe}) (\w+ )?(ordered|on order|coming|comes?|arriv\w+|on (the|their|its) way)
    (order\w*|box (with|of)|opened|time for|until i get|waiting for) (a |the |some |my )*new (pair|
        ones|{shoe})
    (changed|switched|switching|swapped|moved|moving|went|going|from) {far}(to|for|
        into) (running )?(barefoot|bare feet)(?! (style )?{shoe})
    first {far}{shoe} (this (season|year|summer|winter)|of the (season|year|summer|winter)|since)
shoe_change = same_model_new
    (replac\w+|swapp\w+) {far}(with|for|by) (the )?same (model|shoe|shoes|kind)
    new {far}same as (the |my )?(old|last|previous)( ones?| pair)?
    new (pair|ones?) of (my |her |his |the )?(usual|same|old)( \w+)?
    new (pair|ones?) (but |of the |of my )?(the )?((exact )?same|usual)( \w+)?
    same (model|shoes?),? ~ new|(a )?(new|fresh|replacement) pair of the (exact )?same( \w+)?
    (newer|new|latest|next) {far}version of (my|her|his|the) (old |usual |same )?{shoe}
shoe_change = other_model
    (swapp\w+|exchang\w+|trad\w+) (\w+ )?(usual|normal|regular) ({kind} )*{shoe}
    (another|different|other|new) (model|brand|make)( of shoes?)?
    (different|other|borrowed) ~ {shoe}
    (changed|switched|swapped) (my |her |his )?(running )?(shoes|trainers|brands?)
    {shoe} (i |she |he )?(bought|purchased)(?! for)|(brand )?new (pair of )?(\w+ )?{shod}|new {shoe}
    (new|newer|different|borrowed) (pair of )?({kind} ){1,4}{shoe}
    (changed|switched|switching|swapped|moved|moving|went|going|changing|transition\w*|
        change) {far}(to|for) (a |the |some )?(pair of )?({kind} ){1,4}({shoe}|pair|ones?)
    (changed|switched|switching|swapped|moved|moving|went|going|changing) from ({kind} ){0,4}{shoe}
    (bought|got|getting|purchased|sold|picked up) (a |some |the |me |her |him |myself )*(({kind} |
        new |pair |of )+{shoe}|{bare})( \w+ ago)?
    first( ever)? ({outing}|D|T|runs|few runs|mile|miles) {on} {far}{shoe}|{shoe},? first {outing}
    (first (days|week|weeks)|(S|second|third|N) (runs? )?(in|into)) (in )?(my |the |her |
        his )?(\w+ )?({kind} ){1,4}{shoe}
    {moved} (to|into|for) ((a|pair|of|my|new|some) )*{bare}( {shoe})?
    from (a )?M( drop)?( ({shoe}|ones))? (down )?to( a)? (M|zero drop|{kind} {shoe})
    never (had )?worn {shoe} before|M {shoe} after M|first {outing} {on} (them|these|those)
    (since|after) (getting|buying|changing|switching) {far}{shoe}|breaking in {far}{shoe}
    new (football|soccer|rugby) boots|change shoes from
    first (spikes|minimalist|toe shoe) (run|mile|outing|jog|D|session)
    first {far}(session|workout|race|outing) in {far}{shoe}
shoe_change = worn_out
    (worn ?out|worn|worn down|dead|knackered|ancient|past it|flattened|bald) (old )?(backups|shoes|
        trainers|pair)
    (shoes|trainers|pair) {far}(worn|worn out|past it|knackered|bald)
    (shoes|trainers|pair) (are |were |is )?((pretty|much|about|nearly|totally|long) )*(dead|shot|
        finished|done)(?! (off|an?|the|N)\b)
    (tread|soles?|cushion\w*|midsoles?) (is |was |are |were |has |had )?((nearly|almost|all|
        basically|completely|totally|pretty much|long) ){0,2}(gone|worn|bald|dead|flattened)
    (no|little|hardly any|basically no) (tread|cushion\w*) left|({shoe}|they'?re|they) (are |
        were )?(totally|completely|long since|well and truly) (done|dead|gone|shot|finished)
    (shoes|trainers|pair) {far}thought (were )?(finished|dead|done)
shoe_change = nothing
    (runs?|ran|running|wor[en]|wears?|always) (in |with )?(my |her |his )?(insoles|orthotics|
        inserts)(?! for the first)
    (after|since|because|when) {far}(shoes|trainers|pair) (died|wore out|were worn out)
shoe_change = inserts else
    (new|custom|gel|special|softer?|first run with|added|bought|got|with) (a |the |my |some |
        pair of |new |custom |gel |special |running ){0,4}(insoles?|orthotics?|heel lifts?|
        heel wedges?|inserts)
    (new|custom|with|added) arch supports|new shoe inserts?
shoe_distance_km = 0
    first( ever)? (run|runs|time|outing|go|jog|session|try|spin|D|T|wear|mile)( (ever|of the year|
        out))? {on} (my |the |a |some |these |those |new |pair |of |brand |
        proper )*(\w+ )?(\w+ )?{shod}
    first (barefoot|spikes|minimalist|toe shoe) (run|mile|outing|jog|D)|straight out of the box
    maiden run|first outing|never (had )?(run|ran|worn) (in )?{shod} before
    never (had )?run (barefoot|without shoes)|first (run|time) (running )?barefoot
    first ever barefoot|{shod}(,| for the)? first (outing|time|run)
shoe_distance_km = nothing
    (second|third|fourth|2nd|3rd|4th) {outing} in [^|]{1,150}first {outing} in (them|these|those)
    (raced|ran|did) (a|the|my) (\w+ ){0,2}D on them
shoe_distance_km = quantity too
    second D {on} (my |the |these |those |new |pair |of )*{shod}
shoe_distance_km = 0
    first (run|time|outing|jog) in (the|my) new \w+
shoe_distance_km = quantity
    D (done |run )?in (them|these)(?= before)
shoe_distance_km = quantity from 50
    D in (them|these|the shoes)|D old|D (on|in|out of) (em|'em|the (clock|pair))
shoe_distance_km = quantity from 100
    ({shoe}|{bare}|pair|pairs|kinvaras?|hokas?|nikes?|asics|brooks|sauconys?|pegasus) ((?!(ran|
        race\w*|run|week\w*|
        month|year|ultra|marathon) )[^\s.;]{1,20} ){0,7}D(?! (race|run|week|ultra|a|per))
shoe_distance_km = quantity
    D (on|old) (them|these|the shoes|it)
    D in (them|these|the shoes) (so far|already|before|until|till)
    (them|shoes|trainers) (have|had|with|has|are at|at|had done|have done) {about}D( on)?
    D on (the|this|my|that) (pair|shoes)
shoe_distance_km = quantity from 100
    D into(?! (an?|the|it|this|that|(my|his|her) (run|race|jog))\b)(?= [a-z])
shoe_type = nothing
    barefoot style (running|training|program\w*|technique|form|gait|landing)
    (pull\w*|get|getting|got|kick\w*) (my |the |his |her )?shoes off|shoes off (after|afterwards)
    barefoot like
    (from|instead of|unlike|after)( \w+)? (normal|motion control|cushioned|regular|stability|
        supportive|old|usual)(\w+)? (shoes|trainers)
    (mile|D|part|bit|laps?) (out )?of (a|an|the|my|her|his) D( run)? barefoot
    barefoot (forum|community|runners|lot|crowd|people|folks?|gang|experts?)
    (mileage|heart rate|hr) spikes?|ice spikes|micro ?spikes
shoe_type = standard
    (cushion\w*|support\w*|stability|motion control|normal|ordinary|regular|standard|everyday|
        thick soled|gym|neutral)( \w+){0,2} (shoes?|trainers|runners|sneakers)
shoe_type = minimalist
    (minimal\w*|barefoot|toe|toed|five finger|glove like|thin soled|natural) (\w+ ){0,2}{shoe}
    (ran|run|running|D) in (\w+ )?sandals|barefoot style|(near|more|very|almost) minimal(ist)?
    N ?fingers?( \w+)?|huaraches?|(vivobarefoots?|vivos?|xeros?|wildlings?|be lenkas?|
        freets?)( {shoe})?
shoe_type = track_spikes
    spiked ({shoe}|pair)
shoe_type = zero_drop
    (altras?|zero drops)( {shoe})?|without drop|(with )?no drop(?!s)
shoe_type = barefoot
    barefooter
    (took|taking|kicked|kick) (off )?(my |her |his |the )shoes( off)?(?! (after|afterwards|to|
        and (stretch|walk)))
shoe_type = nothing
    barefoot (at|around|in) (home|the house)|barefoot (drills|event|race|technique)
shoe_type = racing_flat
    (in|wearing|wore|new|my|first time in) (my |the |new )*(flats|racers)|flats on
    (pair of|my|his|her|old|new|in|light) ((?!the)[^\s.,;]+ ){0,2}racers|light racers
"""
