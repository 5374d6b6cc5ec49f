"""When calves were sore, and for how long."""

TABLE = r"""
part seized
    (cramp(s|ed|ing)?|seiz(es?|ed|ing)|lock(s|ed)?|tighten(s|ed|ing)?|knot(s|ted)?|burn(s|ed|
        t)? out|twing(es?|ed|ing)|grab(s|bed)?|spasm(s|ed)?|went( into)?|goes|tens(es?|ed)|
        stiffen(s|ed)?|(got|gets|became|turned) (tight|sore|stiff|hard)|popped|snapped|start(s|ed)|
        began)( up)?
part kindrun
    ((?!(?:after|before|since|of|until|than|but|from|next|following|same) )[^\s.,;]{1,20} ){0,4}
part gave
    ({calf}|muscle|something|it)( (just|suddenly|then|again|soon|also|has|had|in)){0,3} (popped|
        snapped|
        pulled|tore|gave( way| out)?|went (pop|ping|bang|twang|again))
    (pulled|tore|tweaked|popped) (my|his|her|the|a) (\w+ )?{calf}(?! (last|in|S ago))
    (felt|feel|feels|had|with|heard) (a|the|something) (\w+ )?(pop|snap|twang|ping|tear|tug|rip|
        pull|kick|twinge|shot|bang|stab|sharp|searing|stabbing)
part within
    (for |almost |nearly )?the (whole|entire) (way|time|run|race|thing)|throughout
    (right )?from the (very )?(start|off|beginning|outset|first \w+|word go)|straight away
    right away|immediately|at once|instantly|half ?way|midway
    mid (run|race|way|stride|sprint|session|interval|rep)
    ((a|one|N) )?(quarter|third|half|D|N%) of the way( (in|round|through|up|home|back))?
    (C|D|steps) (away )?from (home|the (car|end|finish|house))|(almost|nearly) home
    (just )?(as|when|once) (i|he|she) (was )?(finish|end|slow)(ed|ing)( up| down)?
    (in|on|during|with) (every|each|all|most)( (of )?(the|my|his|her))? (\w+ )?(N|runs?|steps?|
        jogs?|
        strides?|races?|outings?|reps?)|during runs
    (?<!after )(in|on|during) (a|an|the|my|his|her|that|this|today'?s|{day}'?s) {kindrun}(run|race|
        jog|
        session|parkrun|workout|tempo)( (at|of|in|with|for) (P|D|T))?
    (T|C|D|minutes|a mile|a km) in(to( \w+)?( \w+)?|(?= ?([.,;]|$| (and|when|it|i|then|but) )))
    (few|couple of) (k|km|kms|kilomet\w+|miles|minutes|mins) in(to)?( \w+)?( \w+)?
    (straight|right|directly|immediately|just) after(wards)?(?! {shoe})|on (finishing|stopping)
    during(?= ?([.,;]|$))|(straight|right|directly|immediately) after(wards)?(?= ?([.,;]|$))
    within (a few )?(minutes|moments|seconds)|with {about}(D|N) (to go|left|remaining)
    by the time (i|she|he|we) (had )?(finished|stopped)|D (from|before) the (end|finish)
    (on|at|in|by|after|from) (lap|rep|mile|km|repeat|hill|interval|sprint|stage|leg) N
    (on|at|over) the (finish )?line|with (each|every) (repetition|stride|mile|km|lap|rep|step|climb)
    (on|at) (every|each) (uphill|hill|climb|incline|rep|lap|ascent)
    (as soon as|when|once) (i|she|he) (stopped|finished)|within (about |the first )?D(?= |,|$)
    (in|on|over|during|for|from|by|towards|near|at|through|throughout|past) ((the|his|her|
        my) )?(very )?{nth}( (few|two|three|couple of|N|couple|fast|hard|easy|little|big|quick|
        steep|
        long|slow|short|running))? (D|N|T|C|\w*(miles?|km|kilomet\w+|
        repeats?|minutes?|laps?|reps?|hills?|climbs?|sprints?|blocks?|sets?|intervals?|ones?|half|
        loop|quarter|steps|metres|meters|stretch|part))
    after the {nth} (D|mile|km|rep|repeat|lap|hill|climb|sprint|set|interval)
    (by (the )?{nth}|on the (last|final|[0-9](st|nd|rd|th)))(?= ?([.,;]|$))
    from (the )?{nth}( \w+)? on(wards?)?|soon after (the start|starting|setting off)
    in the last of {about}(D|T)
    (by|before|at|near|towards|toward) the (end|finish|turnaround|turn|top|summit)
    from (minute|mile|km|kilomet\w+) N
    (at|by|past|around|about|until|from) {about}(D|mile N|km N|mile|minute N|kilomet\w+ N|half ?way|
        N minute|D mark|T mark)( mark| point| onwards?| on)?
    since {about}((D|T) (mark|point)|mile N|km N)
    (?<!D )(?<!T )(?<!ran )(?<!run )on (the |a )?((long|steep|big|final|last|first|
        second) )?(way (back|home|up|down)|climbs?|
        hills?|uphills?|inclines?|descents?|ascents?)
    (during|while|when|as|whenever|every time|each time|as soon as) (the run|the race|running|
        jogging|it|(i|she|he) (\w+ )?(run|ran|runs|jog|jogged|sped up|speeds up|pushed( off)?|
        accelerated|started|start|starts|sprinted|was running|set off))
    during (the|my|her|his|a|every|each) (\w+ )?(run|runs|race|jog|session|block|rep|set|warm ?up|
        cool ?down|warm ?down)
    (in|during) the (warm ?up|cool ?down|warm ?down)
    in (the|a|my|his|her) (run|race|sprint|session|tempo)|mid ?run
part evening
    (that|the same|same|later that|on the) (very )?(evening|night|same day)|the same day
    later (that|the same|on that|in the) ?day|(in|by|before) the evening|from the evening
    by (the )?(afternoon|evening|bedtime|tea ?time|dinner ?time|night|nightfall)|at night after
    in the (evening|night)(?! (one|run|jog|race|session))|every evening|at bedtime|in bed
part morning
    (woke|wake|waking)( up)?|(the )?(next|following) morning|(the )?morning after
    morning after(?! (next|all))|overnight|(when|as) i (get|got) (up|out of bed)
    (get|got|getting) (up|out of bed)|first thing|(this|next) am
part tomorrow
    (the )?(very )?(next|following) (day|midday|lunchtime|afternoon)|a day later
    (?<!day )(the )?day after(?! (tomorrow|day))|(the|my) following day
part first
    (?:(?!(?:but|later|following|fine|nothing|not|no|ok|okay|good|great|happy|better|until|till|
        again
        |most|all|stayed|still|whole|gone|same) )[^\s.,;]{1,25} ){0,6}
part later
    ({sore}|{calf}) {here}S after (the|my|his|her) (\w+ )?(D|run|race|session)
    (?<!still ){sore} {far}(?<!for )S (later|after)(?! [a-z])
    {calf} {here}(?<!for )S (later|after)(?! [a-z])|(?<!for )S (later|after),? {first}({sore}|
        {calf})
part elsewhere
    (knee|hip|back|shin|foot|heel|arch|hamstring|quad|thigh|knees|hips|shins)( \w+)?
other_calf_load = 1
    (did|doing|after|of|some|N|following) (\w+ )?(calf|heel) raises(?! hurt)
    (after|did|following|day of|the day after) (a |the |my |some |heavy |day of |long |hard |N |D |
        T |S |of ){0,5}(\w+ )?{load}
    {load}( class)? (the (day|evening|night) before|yesterday|earlier|the night before|(on )?{day})
    (?:^|(?<=[,;.:] )){load}(?= ?[,;.]|$)|skipping rope|jump rope
    (day|hours?) after (a |the |my |some |heavy |hard |long |D ){0,4}(\w+ )?({load}|race|marathon)
other_calf_load = 1 below 4
    S after (a |the |my |some |heavy |hard |long |D ){0,4}(\w+ )?({load}|race|marathon)
other_calf_load = nothing
    (wakes?|woke|waking|{sore}) (up )?(\w+ ){0,3}(day|morning) after (a|the|my|her|his) (\w+ )?race
    (can|could)('?t|not| not)? (even )?(do|stand)( \w+)? ?(calf|heel) raises?|no {load}
    (should|do|doing|try|advis\w+|told|recommend\w*|suggest\w*|strengthen\w*) {far}(calf|
        heel) raises
sore_calves = nothing
    (will|would|might|could) {far}(make|leave|get) ((my|the|both|left|right) )*{calf} {sore}
    (will|would|might|could|may|should|won't) ((my|the|both|i|it|this|that|get|have|expect|leave|
        make|give) )*({calf} (\w+ ){0,3}{sore}|{sore} {calf})
    {calf} (will|would|might|may|could|won't)( \w+){0,3} {sore}
    {calf} (be )?(going to|gonna) (\w+ )?{sore}
    (expect\w*|avoid\w*|prevent\w*|risk(ing)?) (of )?(my |any )?({sore} {calf}|{calf} {far}{sore})
sore_calves = 0
    {calf} (\w+ )?{never} {sore}|(no|neither) {calf}( was| felt)? {sore}
sore_calves = 1
    (but|only) after {far}(they|it) (were|was|did|hurt)|but (they|it) (were|was|did) after
    {calf} (\w+ )?(fine|ok|okay) after {about}(D|T),? (but |and |then )*{sore} after
    {calf}( ~)? {sore}|{sore} {calf}|{sore} ~ {calf}
    (could|can) (hardly|barely|scarcely) {far}(stairs|steps|walk),? (my )?{calf}
sore_calves = 0
    {calf} (are |is |feel |felt |were |was )?(all )?(fine|ok|okay|happy|good|not sore)|no soreness
    no sore calves|not sore at all
sore_calves = nothing
    {calf} {far}(fine|ok|okay|good) (until|till|up to|for the first|during|in the|at first|while)
    {sore} from (yesterday|last|{day}) ?'?s?( \w+)?
onset_hours = nothing
    ({never}|nothing|none) {sore} (?!until|till|before){within}
    (not|never|wasn't|weren't) {sore} {far}after {about}(D|T)(?=,? but)
    (woke|wake|woken|waking)( me)?( up)? (at|in|during|around|about) (the )?(night|
        middle of the night|[1-4][0-9:]*am|N am),? {far}({sore}|{calf})
    {elsewhere} {sore} {far}{within}
    {elsewhere} (\w+ )?(stopped|stops|halted|made|forced) (me|him|her)
    (sat|sitting|sit) [^.;]{1,60}(get|got|getting) up,? {far}({sore}|{calf})( {far}{sore})?
    {sore} {far}on (getting|standing) up from (the|my|her|his|a) (desk|chair|sofa|couch|table)
    ({calf} (\w+ )?)?(still|only|just) {sore} {far}({morning}|{tomorrow}|{evening}|this morning|
        today)
    {sore} after(wards)?,? and {morning}
    {point} (about |the |only )?(D|T),? (\w+ ){0,3}{never} {sore}(?! (until|till))
    {never} {sore}(?! (until|till|but|during))( \w+)? ({morning}|{tomorrow}|{evening})
    (cut|stopped|bailed)( it)? short(?=.{0,20}D)|snapped {far}(photo|pic|selfie)\w*( \w+){0,3}
onset_hours = 0
    {calf} ({far})?(fine|ok|okay|good) (until|till) {about}(N|D|T|mile N|km N|half ?way|cool ?down|
        warm ?down|end|finish)(?= ?([.,;]|$)| then| when)
    (last|final|second) (few|minute|mile|km|lap|rep|half|quarter|loop|N)( \w+)?,? ((my|both|the|
        her|his|left|right) )*{calf} {here}({sore}|like lead|straining)
    (fine|ok|okay|good) (till|until|til) {about}(N|D|T|mile N|km N|half ?way),? ((and|
        but) )?then {sore}
    N before {far}{calf} {far}{seized}|({sore}|{calf})( up)? {here}{within}
    {within} {here}({sore}|{calf}|felt a)
    {within}, {here}({sore}|felt a)(?! {far}({evening}|{morning}|{tomorrow}))
    ({sore}|{seized})( up)? (\w+ )?after ((only|just|the first|a few|about|barely|around) )+(D|T|
        \w* ?(minutes?|mins?|miles?|steps|km|laps?|reps?|hills?|climbs?))
    {seized} (at|from|by) {about}N( of {about}D)?(?= ?([.,;]|$)| and| but)
    (at|from|by) N of {about}D,? {whose}{calf} {here}{seized}
    {seized} ({calf} )?(\w+ )?after (D|T|N(?= ?([.,;]|$)))|{seized} after the {nth}(?= ?([.,;]|$))
    after the {nth},? {whose}{calf} {here}{seized}|after {about}(D|T),? {far}{calf} {far}{seized}
    after (D|T)( {far})? (i |she |he )?(had to|was forced to) (stop|walk)
    ({sore}|{calf})( up)? {here}({within}|during),? (and|then|or) {far}({tomorrow}|{morning}|
        {evening}|after)( {sore})?
    forced a limp|(limped|hobbled) (home|back)
    (felt|feel) (it in )?(my|her|his|the|both) {calf} after {about}(D|T)|(D|T|N) before {far}{calf}
    {sore} in (every|each) (\w+ )?(run|session)|made (me|him|her) (stop|walk|quit|limp)
    (ran|jogged|did) the last {about}D with {far}{sore}|{sore} {far}(at|from) {about}T(?= |,|$)
    forced (me |her |him )?to (stop|walk)|ended the session|(stopped|stops|halted) (me|him|her)
    (cut|cuts) (it |the run |runs |my run )?short (with|for|because|by|as)
    (too sore|sore) to (push|finish|run on|carry on|continue)
    {sore} {far}(in|during) (each|every) (\w+ )?run
    {seized} {far}(in|on|during) the {nth}(?= ?([.,;]|$))
onset_hours = 0
    (?<!can you )(?<!can i )(?<!should i )(ran|run|kept|carried|pushed|went|going|running|jogged|
        continued) (on |running |going |it )?(with|despite|through) (a |an |the |some |my |his |
        her )?(\w+ )?(cramp\w*|{sore}|{calf})
    {calf} {here}{sore}( ever)? since(?= ?([.,;]|$))|that (i|he|she) must stop
    D in,? ((my|both|the|his|her|left|right) ){0,2}{calf} {here}{sore}
    after a (while|bit)( of (running|jogging))?,? {far}{calf} {here}{sore}
    on (my|the|his|her) (\w+ )?run,? ((my|both|the|his|her|left|
        right) ){0,2}{calf}[^.;]{0,40} {sore}
    (fine|ok|okay|good) (till|until) (mile N|km N|D) when
onset_hours = 24
    yesterday,? (?!and|today)[^|]{0,200}({calf} {here}{sore} today|today,? ((my|both|
        the) )?{calf} {here}{sore})
    ({calf}|everything) ({here}{sore} )?today.{0,120} (D|T|run|ran|jog\w*) yesterday
onset_hours = 0 else
    ({sore}|{calf})[^.;|]{0,40} (so|and|that|until|till|til) (that )?(i|he|she) (stopped|quit|
        walked|turned (round|around|back)|gave
         up|called it|bailed)|(stopped|quit|gave up|turned (round|around|back)) [^.;|]{0,25}(as|
        because|with) {whose}{calf}
    (hit|struck) by [^.;|]{0,15}cramp\w*|cramp\w* (hit|struck|set in)
    (had|have|has|having) to (be )?(walk|limp|stop|slow|quit|pull|turn back|hobble|cut|end|abandon)
    (was|were) (running|jogging|racing) [^|.]{1,80} (when|and|then) {whose}({calf}|something|it)
         {here}({sore}|{seized})|(stopped|stopping|pulled up) (at once|dead|in my tracks)
    (in|during) the ({nth}|N),? {whose}{calf} {here}({sore}|{seized})
    (ran|runs?|running|jog\w*|race|raced|session|laps?|sprint\w*|mile|D|T|R)\b[^|]{0,60}\b{gave}
    (?<!just )(?<!took )past (about )?(D|T)( or D)?
onset_hours = nothing
    has to (walk|stop) with|(limp|hobbl)\w+ {about}D {tomorrow}|all day after( {far}run)?
    ({sore}|{calf}) {far}at N in the (night|morning)
onset_hours = 48
    (second|2nd) (morning|day i woke up),? {far}({calf}|{sore})
onset_hours = 0 inside
    {sore} (\w+ )?after {about}(D|T)
onset_hours = 8
    {sore} until (the |that )?(evening|night|bedtime)|(?<!still ){sore} {first}{evening}
    {calf} {first}{evening}|(?<!fine )(?<!ok )(?<!okay )(?<!good ){evening},? {far}({sore}|{calf})
    {sore} (\w+ ){0,2}(tonight|last night|this evening)
onset_hours = 16
    (woke|woken|wake)( up)?( (?!by |night|because|from )[^\s.,;]{1,25}){2,9} {calf}|
        {sore} {far}({morning}|in the morning)|{calf} {here}{morning}
    {morning}[,:]? {far}({sore}|{calf})|{sore} (\w+ ){0,2}this morning
    (?<=[.,;] )this morning,? ((my|the|both|i) )*({calf}|{sore})
onset_hours = 16
    (fine|ok|okay|good|great|well|nothing|no \w+) ([^\s.,;]+ ){0,3}(until|till|til) {morning}
onset_hours = 24
    (fine|ok|okay|good|great|well|nothing|no \w+) ([^\s.,;]+ ){0,3}(until|till|til) {tomorrow}
    (?<!still ){sore} {first}{tomorrow}|{calf} {first}{tomorrow}|{tomorrow},? {whose}{calf}
    {sore} (\w+ )?on the (next|following) (N|few) days
    {tomorrow}(?! (a|an|the|my|some|heavy|hard|(?!every|no)\w+ing)),? {far}({sore}|{calf})
onset_hours = 24 below 1.4
    {later}
onset_hours = 48 below 2.5
    {later}
onset_hours = quantity
    {sore} {far}T (later|afterwards|after (the|my|her|his) run)
    T later,? {whose}{calf} {here}({sore}|{seized})
onset_hours = quantity first
    T after (a|the|my|his|her) (D )?(\w+ )?(run|race|jog|D),? {whose}{calf} {here}({sore}|{seized})
onset_hours = 0 below 1
    {sore} {far}within {about}T
onset_hours = 24 from 20
    {sore} {far}within {about}T
onset_hours = 4
    {sore} {far}(a few|some|several) hours (later|after)
    (a few|some|several) hours (later|after),? {far}{sore}
onset_hours = nothing
    (better|fine|gone|ran|run|running|raced|easy run) {far}({morning}|{tomorrow})
    S (later|after),? {far}still|worse (the )?next day
    still ([^\s.,;]+ ){0,2}{sore} {here}({within}|{evening}|{tomorrow}|{morning}|this morning|
        this evening|tonight|today)
    (next day|next morning) {far}(ran|did|run|race)
sore_days = nothing
    (for |over )?{about}S,? (and )?(nothing|never|no) {far}{sore}
    (nothing|never|no) ({calf} )?(ever )?{sore} {far}for {about}S
    {sore} ({calf} )?(for )?{about}S[;,.] (it|that|this|which)('s| is| has| all)? (passed|over|went|
        gone|behind)
    ({calf} {far})?had been {far}{sore} (for )?{about}S|({sore}|{calf}) {far}for {about}S before
    (rest\w*|treat\w*|nurs\w*) (\w+ ){0,6}({calf}|strain) for {about}S
sore_days = quantity
    ({sore}|{calf}) {far}(for|since|lasted|lasting|last|going on|past) {about}(next |last |
        past )?S(?! ago)
    (lasted|lasting) {about}S|still {sore}( after)? {about}S
    ((for|since) {about}((next|last|past|following) )?|(over|in) {about}(next|last|past|
        following) )S(?! (ago|after|of) ),? {far}({sore}|{calf})(?! ({far})?for {about}S)
    ({sore}|{calf}) {far}for {about}(following|more|further|few) S|S( or so)? of (limping|hobbling)
    after {about}S,? ((it|they|he|she|{calf}) (\w+ )?)?still
    (it'?s|its|that'?s|thats|been|is now|now) {about}S now
    {sore}[^.;]{0,60}[,;.] ((about|nearly|almost|over) )?S now(?= ?([.,;]|$|and|it|i|my|but))
    S now and (still|not|no|it|my|they)|day N now|S ago,? (and |when )?[^.;]{1,80}{sore} {far}since
    since [^.;]{1,80}S ago,? {far}{sore}|S on,? ([^\s.;,]+ ){0,2}({calf} {here})?{sore}
    (for|over) (the )?(next|following) N (mornings|nights|days)
    (stayed|lasted|remained|kept|continued) [^.;]{1,50}, S (on|later)
    (rested|took) {about}S( off)?,[^.;]{1,60}still (\w+ ){0,3}{sore}
    after {about}S,? (it|they|the \w+|things) (got better|eased|settled|went|calmed)
    {sore}[^|]{1,150}(?<![\w-])S later,? (i|she|he) (had to|{unable}|still|limp\w*)
    {sore}[^.;]{0,60}({unable}) (run|walk|jog|train)( at all| properly| right|
         normally)? (for )?{about}S
    S (till|until) (i|she|he|my|the) {far}(walk|normal\w*)
    ({calf}|it|i|he|she) (\w+ )?(needed|cost me|cost him|cost her|gave it) {about}S (off|of rest)
    S off[^.;]{0,50} still {far}({sore}|bother\w*)|(lasted|lasts)[^.;]{0,50}, (about |some )?S
    (wiped|took) {here}{calf} {here}(out )?for {about}S|{calf} (needed|took|taken) {about}S to (\w+)
    S of {quite}({sore}|{calf}) ?{calf}?|({sore}|{calf} soreness) of {about}S
    (sore|stiff\w*|hurt\w*|tight) ever since,? {about}S
    (stairs|walking) {far}(hard|hell|agony|difficult|impossible) for {about}S
    ({morning}|{tomorrow}|{evening}) and (for )?(the )?(next )?S
    after {about}S (my |her |his |the |both )*{calf} (is|are|were) still
    (it )?took {about}S {far}to (settle|recover|loosen|go|ease|calm)
    {calf} {far}({evening}|{morning}|{tomorrow})( on)?, (and )?for {about}S|{sore} (for )?{about}S
    {sore} for N(?= ?([.,;]|$))|still ~ S (later|on|after)|to day N|S running(?= ?(\.|$|,))
    (it'?s |has |it has )?been {about}S(?= ?([.,;]|$))|(for|past) {about}S (after|now|since)
    S later {far}(still|can'?t|cannot)
sore_days = quantity from 1.5 below 9
    ({sore}|{calf})[^.;|]{1,80} took {about}S off
sore_days = quantity from 1.5
    S later,? ([^\s.;,]+ ){0,2}({calf} {here})?{sore}
    S later,? {here}({calf}|it|they) {here}({sore}|came back|returned)( again)?
sore_days = 3
    ({sore}|{calf}) {here}(for |and for )?(a few|some) (more )?days( more)?(?! (later|after|ago|
        off))
    (needed|took|taken) (a few|some) days to
sore_days = quantity from 2.5
    {sore} S after(?= ?([.,;]|$))|{sore} {far}S later|still {sore} after N(?= ?([.,;]|$))
    (was|were|out of action|him|her|me) out for S
sore_days = quantity
    S (i |he |she )?({unable}|couldn'?t) walk|S on,? {far}(still|hurts?|sore)
    (they|it) (were|was|felt) (bad|terrible|awful|agony) (for )?{about}S
    {sore} {here}S on(?= ?([.,;]|$))|(gone|eased|normal) (\w+ )?S (later|after)
sore_days = quantity else
    (?<!by )(on )?day N,?( and)?( \w+){0,3} ({sore}|still|worse|worst)|({sore}|still) {far}day N
sore_days = 1
    {sore}( ~)? (the )?rest of the day
    {sore} {here}(?<!and )(?<!wear )(?<!wore )all (of )?(day|today|((the )?next|
        the following) day)
    (all|rest of the) day,? {far}(gone|fine|nothing|normal|better) (by )?{far}(morning|tomorrow|
        next day)
sore_days = 7
    {sore} {here}(all|the whole|the entire) (of the )?(following |next |that )?week
sore_days = 2
    (on|for|until) the second (day|morning) {far}{sore}(?! (most|worst))
    {sore} {here}on the second( day|
         morning)?(?= ?([.,;]|$))
    {sore} {here}(rest of the|all|the whole) weekend
    {sore} {far}{tomorrow},? (and|then) {far}the day after|{calf} {here}{sore},? yesterday and today
    until (the )?second day
sore_days = 3
    until (the )?third day
sore_days = nothing
    ({sore}|{calf}) {far}(peak\w*|worst|worse) {far}day N|still on ((the|my) )?day N( run)?
    S (of|after) {far}injur\w*
    (?<!and )({sore} (my|his|her|the) )?(thighs?|quads|hamstrings|knees?|shins?|
        hips?) {far}for {about}S
    S of training|S with (\w+ ){0,2}(thighs?|quads|hamstrings|knees?|shins?|hips?)
    ({sore}|{calf}) {far}for S or N|(peak\w*|worst|worse) {far}day N
    (run|ran|running|jogged) (regularly )?for {about}S
    {sore} (for )?S (later|after|ago|before|earlier)|for S (now )?(i|we) (have|had)? ?run
    rest\w* for {about}S|(for|in) (the )?(first|last) S of
severity_0_10 = quantity
    O|(pain|soreness|severity)( level)?( of| is| was|:) N(?! ?%)|a solid N|severity N
severity_0_10 = nothing
    (effort|rpe)( was| of|:)? O|O (effort|rpe)
"""
