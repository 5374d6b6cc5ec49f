"""Who runs, and since when: experience, breaks, age, weeks before, injuries."""

TABLE = r"""
part began
    started|starting|start|began|begun|took up|taken up|taking up|got (back )?into|joined
part notnew
    (not|no longer|hardly|far from|isn't|wasn't|ain't|never) (\w+ )?((an?|
        being) )?(\w+ )?(new to {running}|beginner|newbie|novice|new runner|rookie)
part off
    off|away|out|break|lay ?off|without (running|a run)|of (no|not) running|of rest|on the sofa
    injured|of injury|rest|sidelined|without
part relative
    ((my|his|her|our) )?(son|daughter|kid|child|boy|girl|dad|father|mum|mom|mother|husband|wife|
        partner|friend|brother|sister|nephew|niece|dog)
part raised
    jump\w*|increas\w*|lengthen\w*|went|gone|go|up|rais\w+|extend\w*|upped|built|step\w*
experience_weeks = quantity - 1
    (week|wk|w) ?N(r|d| run| day)? ?N?,?( of| in(to)?| on)?( the| my| a)? K
    (try|go|attempt|run|day) (at|of) (week|wk) N|wN[rd][0-9]|K[^.;]{1,20}(week|wk|w) ?N
    (week|wk) N (again )?(of|on) (my|the|a|her|his) (run walk|couch|beginner)[^.;]{0,12}
    (week|wk) ?N (session|workout)|(plan|programme|program|app|schedule)'s (week|wk) ?N
experience_weeks = nothing
    S of (doing )?(nothing|no (running|exercise|sport)|not running|inactivity|sitting)
    K[^.;]{0,20}(skip|jump|went|straight)\w* (ahead )?to (week|wk) N
    S ago (i|he|she) could(n't| not)
experience_weeks = quantity
    (finished|completed|end of|done with|through|after|repeating) (week|wk) ?N( of)?( the)? K
experience_weeks = 0
    (first|1st) (week|day)( N)? of( the)? K|first( ever)? run ever|first ever (run|jog)
    first (run|jog) of my life|first week of running|{began} {running} (this week|yesterday|today)
    first run in years|second run (ever|of K)|first time in (my|her|his) life
    (never|not|hadn't|n't) (having |had )?run since (school|college|university|childhood)
experience_weeks = 0.7
    third run (ever|of K)|third ever (run|jog|outing)|third run of (my|her|his) life
experience_weeks = 1
    fourth run (ever|of K)|fourth ever (run|jog|outing)
experience_weeks = quantity first
    (last|final|third|3rd) run (of|in) (the )?(week|wk) N|(week|wk) N( K)?,? (last|final|third) run
    S (in|into|back into) {running} after {about}S( {off})?
experience_weeks = nothing
    S (in|into|of) (barefoot|forefoot|pose|chi|minimal\w*|toe shoe|transition\w*|no|not) (running|
        run\w*)
    (barefoot|pose|chi|forefoot|midfoot|minimal\w*|toe|vibrams?) (shoe )?{running} (for )?{about}S
    (marathoner|runner) of S ago|(since|in) {month}[^.;,]{0,20} after {about}S {off}
    (stop\w*|quit|gave up|without|no|little|hardly any) ((almost|
        nearly) )?(all )?{running} (for )?{about}S
experience_weeks = 9
    (just|recently) (finished|graduated from|completed) K|K (graduate|finisher)
experience_weeks = 2
    first month of {running}
experience_weeks = 6
    (second|2nd) month of {running}
experience_weeks = nothing
    N (\w+ )?runs S|{notnew}
experience_weeks = quantity
    {notnew},? (\w+ ){0,3}S
experience_weeks = 1
    K (runner )?(in|on) (the |her |his |my )?(second|2nd) week
    (second|2nd) week (of|in) ({running}|training (?=after))|{began} {running} last week
    second week back
experience_weeks = 2
    K (runner )?(in|on) (the |her |his |my )?(third|3rd) week|(third|3rd) week (of|in) {running}
    third week back
experience_weeks = 3
    (fourth|4th) week (of|in) {running}
experience_weeks = 4
    {began} {running} last month|(fifth|5th) week (of|in) {running}
experience_weeks = 0 else
    never (ran|run|running|jogged|jogging) (a step )?before|new to {running}|never been a runner
    (brand )?new runner(?!'s)
    (i'm|i am|im) (just |still |only )?(a )?(newbie|beginner|novice)(?! plan)
    (total|complete|absolute) (newbie|beginner|novice)
    (^|(?<=[.;,] ))(a )?beginner(?!'?s? (barefoot\w*|plan|class|group|course|programme|program|
        level|friendly|schedule|session|run|races?))
    first time running
    first time since (the|my|her|his) (birth|baby|pregnancy|surgery|operation)
experience_weeks = quantity
    S (of (it|running) )?behind (me|him|her)|(been )?{running}( regularly)?( now)? (for )?{about}S
    S a (runner|jogger)|S runner|S('| of) (regular |distance |treadmill )*{running}
    {began} {running}[^.;]{0,40}? S ago|S of training as a \w+
    (has|have|had|'ve|who|i) (run|ran|jogged)( regularly)? for {about}S(?! (now|after))
    (running|jogging) ((?!S )[^\s.,;]+ ){0,4}for {about}S now|ran regularly for {about}S
    S into (a |the |my |his |her )?(\w+ )?({running}|run walk programme)
    S into (my|a|the|his|her) ((?!(D|barefoot|transition|pose|forefoot|minimal\w*|
        build\w*) )[^\s.;,]{1,20} ){0,10}(
        running|plan|programme|program)(?! (of|for) {far}(barefoot|forefoot|pose|D))
    S (after|since) (taking up|starting|beginning|(getting|going) back (in)?to|restarting|resuming|
        returning
         to) {running}|S of (?!(no|not|barefoot|forefoot|pose|minimal\w*|
        train\w*) )[\w-]+( \w+)? {running}
    been {running} (distance|seriously|properly|on and off|outdoors|regularly|now) (for )?{about}S
    (started|began|got) (back )?(up|again|{running} again|back up) {about}S ago
    (runner|marathoner|jogger|running|veteran) (of|for|since) {about}S
    (jogging|running|run|runner) (\(|(since|from) ){about}S(?! ago)|S in to running
    S in(?= ?(,|$|\.))|S back (into running|after|running|from)( a| my)?( S)?( \w+)?
    back( to)? {running} (for )?{about}S
experience_weeks = quantity first
    (return\w*|came back|back|restart\w*|resum\w*|got going again)( to| in)?( {running}|
         it)? {about}S ago
    back (for )?{about}S (after|from|following)
experience_weeks = 0 from 13 first
    (out of|not|stopped|without) {running} for {about}S
    (haven'?t|hadn'?t|had not|have not|having not|not having) (run|ran|been running|
        running)( at all)? (in|for) {about}S
    (comeback|return\w*|back|restart\w*|resum\w*)( to)?( running| it)? (after|from) {about}S
    (?<!since )(after|back from|had|from) {about}S {off}
    first {outing}( back)? (in|after|since) {about}S
    first {outing}( back)? since {month},? (\(|some |about |nearly )*S
weeks_since_last_run = quantity
    (didn't|didnt|did not|couldn't|could not) (run|jog)( at all)? (for|in) {about}S
    first {outing}( back)? (in|after|since|for) {about}S( {off})?
    (haven'?t|hadn'?t|had not|have not|having not|not having) (run|ran|been running|
        running)( at all)? (in|for) {about}S
    {about}S( {off})?[,;]? (\w+ ){0,2}first {outing} back
    {about}S since (my|her|his|the) last (run|jog|outing)
    nothing( but( \w+){1,4}| at all)? (for|in) {about}S
weeks_since_last_run = 4
    (didn't|didnt|did not|couldn't|could not) (run|jog)( at all)? last month
weeks_since_last_run = quantity from 0.9
    first {outing}( back)? (after|since) (\w+ ){0,3}\w+, S off|took {about}S off
    (?<!back )(after|following) {about}S (holiday |vacation |trip )?{off}
    ({begin}|(?<=[.;|] ))(back )?(after|from) {about}S (holiday |vacation |trip )?{off}
    first (day|week|time|one|run|outing|session)( back)? (in|after|since|from) {about}S( {off})?
    first {outing}( back)? since {month},? (\(|some |about |nearly )*S
    (hadn'?t|not|haven'?t) (run|ran|been running) since {month},? (\(|some |about |nearly )*S
    ({begin}|(?<=[.;|] )){about}S off(?= (and|it'?s|so|then))|S with (no|hardly any|barely any|
        little) running
weeks_since_last_run = nothing
    ({sore}|{calf})[^.;|]{1,80}((took|needed|after|had|for|with|gave it|cost \w+) {about}S (off|
        of rest)|
        {unable} (run|jog|train)( at all)? (for )?{about}S)
    (since|in) {month}[^.;,]{0,20} after {about}S {off}|S (off|without)[^.;]{1,80}(started|began|
        back)( \w+){0,3} S ago
    {running} (this|last) year after {about}S {off}
weeks_since_last_run = nothing
    S (\w+ ){0,3}(after|following|from) {about}S( {off})?|week back (after|from) {about}S( {off})?
weeks_since_last_run = 1
    runs? (only )?once (a|per) week
weeks_since_last_run = nothing
    first {outing}( back)? (in|after|since|for) {about}S of
age_years = quantity from 14 below 90
    {begin}N(?=,(?! ?[DNTRC])| (and|m|f|male|female|yo)(?=,| (doing|on|been|still|running|new|not)))
age_years = nothing
    (man|woman|runner|guy|lady|bloke) of N (stone|kg|kilos?|lbs?|pounds)|like (a |an )?(N|
        S)(( year)? old)?
    (age|old) of (my|the) (shoes|pair|trainers)|(shoes?|trainers|pair|spikes) (are |is |were |
        was )?(about )?S old
age_years = quantity
    {relative},? (is |was |aged |age )?(N|S)( year)?( old)?
    (N|S)( year)?( old) (son|daughter|kid|child|boy|girl|nephew|niece|husband|wife|mum|mom|dad)
    (my|his|her|our) (N|S) (year )?olds?|(he|she)('s| is) (only |just )?N(?= ?(,|and|\.|$))
    (im|am) N(?=,|$|\.| and)|N (years? old|yo|y/o)|i have S(?= ?([,.;]|$))|S old|aged N
    i'm N(?= ?(,|and|\.|$))|age N|(woman|man) of N
    (athlete|runner|beginner|newbie|lads?|lass\w*|woman|man|guy|lady|marathoner|client|male|
        female),? N(?=[,.;)]|$)
    (juniors?|athletes?|runners?|girls?|boys?|clients?) \(N\)
age_years = nothing
    (dog|cat) (is |was )?(N|S)( old)?|(N|S)( year)? old (\w+ ){0,2}(dog|shoes|pair|trainers)
height_cm = quantity
    H( tall)?
height_cm = nothing
    H (of|deep|long|wide|high|below|above|behind|across|around|more|less|{bigger})( \w+)?
weekly_distance_km = quantity
    (?<=W, )(but )?(lately|recently|now) {about}(D|N)|(?<=from [DNW] )to W
    (up(ped)?|rais\w+|increas\w+|jump\w+|built|gone|
        went)( my mileage)?( up)?( it)? to W(?=,? from [DN])
    (D|N)( so far)? (in )?this week|D week(?= instead)|D for the week|D in (the|a) week
    (runs|times) this week,? {about}D( (in total|altogether|in all))?
    this week:?( only| just| about| already| so far)* N( so far)?(?= ?([.,;]|$))
    this week:? (it'?s |it was |i |i've |i have |we )?(did |ran |run |done |at |was |only )*{about}D
weekly_distance_km = quantity from 43
    D (so far )?(last|that|this) week|(the|my|his|her) week (had|held|was|of) {about}D
usual_weekly_distance_km = product
    D ([0-9]+ ?x|N( times| days| runs)?) S
usual_weekly_distance_km = quantity * 7
    D (a|per|every|each) day|daily D|D daily
usual_weekly_distance_km = quantity
    from [DNW](?= to W)|(?<=W )from (D|N)
    ((usually|normally|typically)( run| do| about| around)* |
        times S,? {about})D(?=[.,;]?( but)? this week)
    (?<!long )(?<!short )(?<!easy )(?<!hard )N (a|per|each|every) week|D in a normal week|D weeks|W
    (my|his|her|the) (usual )?weeks (up )?to {about}D|D weekly|weekly mileage( of| is| about|
         around)* (D|N)
    (?<=this week, )(normally|usually|instead of)( it'?s| is)? {about}(D|N)
    (?<=D week )instead of {about}(D|N)
longest_run_28d_km = quantity too
    D (each|a time)(?= ?([.,;]|$))|D (a|per|each|every) (other )?day|D N (times|days|runs)? ?S
    daily D|D daily|D most (mornings|days|evenings|nights)
longest_run_28d_km = nothing
    longest in (them|these|those|the \w+)( {far}(was|is|of) {about}(D|N))?
longest_run_28d_km = quantity too
    (long|longest|running) (run )?up to {about}(D|N)|up to {about}D,? N( or N| N)? (runs|times|days)
longest_run_28d_km = quantity
    with (D|N (\w+ )?(miles|mile|km)) as (my|his|her) (most|longest|furthest)( run)?
    (?<!get )(?<!getting )used to D(?= ?([.,;]|$))|usual D runs|D days|D before (this|that)
    (up to|used to) D (at most|at a time)|longest(?! {far}(ever|yet|so far|to date)) ~ D(?! run)
    (long|longest) (run|one)s? of {about}(W|D (a|every|each) S)|longest( run)?( so far)? {far}(was|
        is|of|being|had been) {about}(D|N)
    longest:? {about}(D|N)(?! run)
    never ((been|gone|run|ran|done) )?(past|further than|farther than|more than|over|beyond) (D|N)
    most i('d| have|'ve)? (ever )?(done|run|ran) (was|is|before) D|{raised} {far}from D(?= to D)
sore_calf_runs_28d = 0
    never (had|have|got|get) (any )?(sore|tight) calves|never (had|felt) (this|it|calf pain) before
    first time my calves|calves (were|have been) (always )?fine (before|until)
sore_calf_runs_28d = 1
    second time (this month|in a row|{far}{calf})
    {sore} {far}after the (last|previous) (run|one|time)
    same ({calf} )?(pain|soreness|tightness|thing|cramp) (as|after|like)
sore_calf_runs_28d = 2
    third (time|week) (this month|my calves|in a row|running now)|third time ~ my calves
calf_injury_52w = 1 below 365
    {torn} S ago|torn (\w+ )?(calf|achilles|soleus)( muscle)? S ago
    (calf|achilles) (tear|strain|injury)( ~)? S ago
calf_injury_52w = 1
    (coming back|came back|back|return\w*|recover\w*|coming off|healed|after|since|first run after|
        following) (from |off |of )?(an? |my |his |her |the )?(\w+ )?(calf|achilles|soleus) (injury|
        strain|
        tear|problem|trouble|pull)|strain of the (\w+ )?(calf|soleus)|(calf|soleus) injury (i|he|
        she) (got|had)
    (while|as) (a|the|my|his|her) (pulled|strained|torn) (left |right )?(calf|soleus|
        achilles) (heals?|mends?|recovers?)
    {torn} (last (month|spring|summer|autumn|winter|week)|(back )?in {month})
    (calf|achilles) (tear|strain|injury)( ~)? (last (month|spring|summer|autumn|winter)|
        earlier this year|(back )?in {month})
    S (off|out|away) (with|after|because of|for) (a |my )?(torn|strained|pulled|
        ruptured) (\w+ )?(calf|achilles|soleus)
    (calf|achilles) (tear|strain|injury)( ~)? (in|last) (the )?(spring|summer|autumn|winter)
    achilles (tend[io]n\w+|tendinopathy|injury)
"""
