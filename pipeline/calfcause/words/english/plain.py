"""What a word may tell wherever it stands; in a text a model judges whether it does.

The words of the choices (``sessions/english.py``) are judged with these. A column that is not here
is told by phrases alone.
"""

TABLE = r"""
onset_hours = 0
    {within}|during|mid|had to (stop|walk|quit|cut)|still running|halfway|(at|by) the end|on the way
    immediately|while running|afterwards?
onset_hours = 1
    after(wards)?( (the|my|her|his) (run|race))?
onset_hours = 8
    {evening}|tonight|that night|this evening|hours later|later|by night|bed
onset_hours = 16
    {morning}|this morning|morning|woke|wake
onset_hours = 24
    {tomorrow}|today|next day|day after|tomorrow
onset_hours = 48
    two days (later|after)|(second|2nd|third) day|day 2|S (later|after)
one_leg_only = 1
    (left|right|one) ({calf}|leg|side|N|lower leg|soleus|gastroc\w*)
    (a|the|my|his|her) calf|one of (my|the|his|her) calves
one_leg_only = 0
    both|(each|either) (calf|leg)|(both|two) (legs|calves)
sore_days = quantity
    S|N
distance_km = quantity
    D
duration_min = quantity
    T|N
longest_run_28d_km = quantity
    D|W
weekly_distance_km = quantity
    W|D
usual_weekly_distance_km = quantity
    W|D
shoe_distance_km = quantity
    D
shoe_distance_km = 0
    first( (run|time|outing|go|day|try|mile|miles|D|T))?|brand new|new|maiden|debut|out of the box
    never (run|ran|worn)
experience_weeks = quantity
    S|N
experience_weeks = 0
    new|first|beginner|newbie|novice|never|start\w*|couch|back|return\w*|comeback|again|took up
    taken up
weeks_since_last_run = quantity
    S
fastest_pace_min_per_km = quantity
    P|T
cadence_spm = quantity
    N
shoe_drop_mm = quantity
    M
usual_shoe_drop_mm = quantity
    M
age_years = quantity
    S|N
elevation_gain_m = quantity
    C
soft_surface_fraction = 1
    grass|sand|beach|snow|mud|dunes|infield|pitch
soft_surface_fraction = 0.5
    half|partly|some
other_calf_load = 1
    {load}|class|gym|weights|squats|race|bike|cycling|yoga
longer_than_usual = much
    longest|never|first|farther|further|double|too (far|much)|jump|farthest|furthest
longer_than_usual = little
    longer|more|extra|step|increase\w*|up(ped)?|bit more
longer_than_usual = no
    usual|same|regular|normal|always
faster_than_usual = much
    (far|way|much|lots?) (too )?(faster|harder|quicker|fast|hard)|all out|fastest|hardest|pb|pr
    personal best|shot off|tore off|flat out
faster_than_usual = little
    faster|quicker|harder|push\w*|pick\w* up|sped|speed\w*|too (fast|hard|quick)|pace|fast
    (keep|kept) up
faster_than_usual = no
    slow\w*|no faster|(same|usual|normal) pace|easy|not fast\w*
shoe_change = other_model
    new|switch\w*|chang\w*|different|another|other|first|bought|replac\w*|swap\w*|pair|try\w*|tried
shoe_change = worn_out
    worn|old|dead|spent|shot|miles on|past|tread|flat
shoe_change = inserts
    insert\w*|insole\w*|orthotic\w*|heel lifts?
shoe_type = minimalist
    toe|minimal\w*|vibram\w*|five ?fingers?|vff\w*|thin|frees?|light\w*|flexible|minimus|barefoot
shoe_type = barefoot
    barefoot|bare|shoeless|(without|no) shoes|unshod
shoe_type = zero_drop
    zero|altra\w*|flat
shoe_type = racing_flat
    flats|racing|racers?|carbon|race
shoe_type = track_spikes
    spikes?
shoe_type = standard
    trainers|cushion\w*|ordinary|normal|regular|nike|asics|brooks|saucony|support\w*|stability
    (running )?shoes
foot_strike = forefoot
    toes?|forefoot|front|balls?|tiptoe|tip toes|heels? (off|up|never)
foot_strike = midfoot
    mid ?foot
foot_strike = rearfoot
    heels?
stride_change = shorter
    short\w*|cadence|quick\w*|steps?
stride_change = longer
    long\w*|stretch\w*|lengthen\w*|strides?
session_type = easy
    easy|slow\w*|jog\w*|gentle|recovery|couch|walk|run walk
session_type = long
    long|longest|long run|D
session_type = tempo
    tempo|pace|threshold|hard|progression
session_type = intervals
    intervals?|reps|repeats|R|fartlek|speed|track|session|workout|sets|ladder|800s|400s|laps
session_type = sprints
    sprint\w*|dash\w*|all out
session_type = hill_repeats
    hills?|repeats|times|up
session_type = race
    rac\w+|marathon|half|parkrun|pb|pr|finish\w*|medal|event|relay|D
terrain = hilly
    hill\w*|climb\w*|uphill|elevation|incline|bridge\w*|ascent|mountain\w*|up
terrain = flat
    flat|track|level
terrain = steep
    steep|stair\w*|steps|mountain\w*|incline
terrain = rolling
    roll\w*|undulat\w*|hills|slight\w*|some hills
"""
