"""Numbers and words that are not of the run: rests, soreness, other people, what was taken back."""

TABLE = r"""
part gap
    (?:(?!(?:r[au]n|runs|running|jog\w*|went|out|easy|tempo|to|home|before|after|from|then|and|
        until|
        till) )[^\s.,;]{1,25} ){0,4}
part still
    sat|sit|sitting|stood|standing|working|worked|naps?|napped|slept|sleep\w*|rest(ed|ing)?|wait\w*
    queu\w+|ic(ed|ing)|elevat(ed|ing)|massag\w*|foam roll\w*|stretch\w*|drove|driv\w+|travel\w*
    commut\w+|car|bus|train|plane|flight|flew|shift|meeting|desk|strength|weights|lifting|yoga
    pilates|physio|sauna|bath|shower|break|pause|delay|swim\w*|swam|cycl\w+|row(ed|ing)|shopping
    clean(ed|ing)|gardening|danc\w+|walk(ed|ing)?|hik\w+
    (?<!to )(?<!the )(?<!from )(?<!after )(work|gym)
part sorefor
    {sore}( for)? {about}T(?! (run|jog|easy|tempo|later|after\w*|in(to)?|session|race|ago))
    ({sore}|{calf}) {gap}(for|lasted|lasting|past) {about}((last|past|next) )?T(?! (run|jog|ago))
part rested
    {still} {gap}(for )?{about}T|(without|no) (water|food|drink\w*|eating) (for )?{about}T
    {unable} {gap}(for )?{about}T|T (of )?{gap}{still}(?! (run|jog|ran|track|treadmill))
part watched
    (crew\w*|watch\w*|volunteer\w*|marshal\w*|spectat\w*|cheer\w*|missed|skipped|deferred|
        cancel\w*)( (at|on|in|for))?( (a|an|the|my|his|her|our))?( \w+)? D(?! (pb|pr))
    D (race |run )?(was |is |got |has been )?(cancel\w*|called off|postponed|deferred)
    (dance|dancing|netflix|work|movie|film|baking|reading|tv|shopping|cleaning|gaming|study\w*) D
    D (session|shift|day|meeting|call) (at work|at my desk|in the office)
    D (shoes?|trainers|shirt|t shirt|medal|photos|expo|ballot)
part layoff
    (off|away from|no) running (for )?{about}S
part quit
    dropped out|pulled out|dnf'?d?|bailed|quit|gave up|stopped
sore_days = quantity from 0.9
    {sorefor}
duration_min = left
    {sorefor}|{rested}|(less|fewer|no more) than {about}T
weeks_since_last_run = quantity
    {layoff}
experience_weeks = 0 from 13 first
    {layoff}
experience_weeks = nothing
    {layoff}
distance_km = left
    {watched}|(ran |did |was )?(less|fewer|no more) than {about}D
    (ran |did |was )?{about}(D|N),? ((no|oops|wait|well),? )*(sorry|i mean|i meant|make that|
        correction|scratch that)(?=,? (it was |that was |just |only )?D)
    D (of )?(warm ?up|wu)[,;]? (and |then )*D( \w+){0,3},? (and |then )*D (of )?(cool ?down|
        warm ?down|cd)
    {quit} (of )?((a|the|my|his|her) )?(\w+ )?D(?= (at|after) D)
distance_km = nothing
    incl\. ?{about}D( (tempo|easy|hard|warm ?up|race|jog|run))?
distance_km = quantity
    {quit} (at|after) {about}D (of|in|into) ((a|the|my|his|her) )?(\w+ )?D
    (?<=out of my D )at D|(?<=out of the D )at D|(?<=out of D )at D
distance_km = quantity * 0.5
    (?<!first )(?<!second )half (of )?(my|the) (usual|normal|regular) D
session_type = left
    {watched}|(ran |did )?R (S|(this|last|per|each|every) week)
foot_strike = left
    walk\w*,? (but )?(only )?on (my|the|her|his) (heels?|toes|tip ?toes|forefoot)
shoe_type = left
    barefoot (as a|when i was( a)?) (kid|child|boy|girl|young\w*)
    (my|a|our) (\w+ )?(barefoot|minimalist) ({family}|friend|mate|buddy|neighbou?r|colleague)
usual_cadence_spm = quantity
    (?<=spm )(usually|normally|usual|normal) N|(?<=spm, )(usually|normally|usual|normal) N
usual_weekly_distance_km = quantity
    weekly:? {about}D
"""
