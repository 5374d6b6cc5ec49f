"""What was run on."""

TABLE = r"""
part around
    (round|around|near|where) (here|me|us|i live|my way)
part soft
    soft|loose|wet|dry|deep|fresh|firm|packed|long|short
soft_surface_fraction = 1
    (grass|sand|mud|snow)( ~)?,? (all the way|the whole way|every step of it|throughout|entirely)
    all (of it )?on (the )?({soft} ){0,3}(grass|sand|mud|snow)|entirely on (grass|sand|mud|snow)
    every step of it
    (the )?(whole|entire|all of the) (D|T|run|race|route|
        thing) (was )?on (the )?({soft} ){0,3}(grass|sand|beach|mud|snow)
soft_surface_fraction = nothing
    half on {far}half on( the)? ({soft} )?\w+|half on ({soft} )?(sand|grass|snow|mud) half on
soft_surface_fraction = 0.5
    half( of)?( it| the run| the way)?( was)? (on|in|through) (the )?({soft} ){0,3}(grass|sand|
        beach|mud|snow)
soft_surface_fraction = 0
    no (grass|sand|mud|snow)( or (grass|sand|mud|snow))?( at all)?
terrain = nothing
    flat out|felt flat
    (\w+ )?flat(tened)? (feet|foot|footed|tyre|tire|{shoe}|pumps?|soles?|heel|arch\w*)
    (gone|going|went|lie|lying|land\w*|fell|totally|completely) flat(?! (course|route|road|loop|
        run|ground|terrain|trail))
    (go|goes|going|went|walk\w*|get|gets|getting|got|climb\w*|hurts?|sore|pain\w*|
        when i go)( it)?( on| going| walking| climbing)? (up|down)( and down)? (the |my |some |
        a )? ?(stairs|steps)
    foam roll\w*|rolled my ankle|over the hill|hills? (repeats|reps|sprints|session)|\w+ hill road
    anything but flat|hurts? (on|going up|going down) (the )?stairs|steep learning curve
    rolling (start|pin)
terrain = flat
    (mostly|all|completely|totally|nice and|very|pretty|fairly) flat
    flat (course|route|loop|road|run|trail|path|ground|all the way|around here|terrain)
    (run|runs|ran|is|was|it's|on) (the )?flat(?! out)|flat(?=,| and|$| as )
terrain = nothing
    no flat|(foam |the |my )?rollers? (no|did|do|does|didn't|help\w*|out)
usual_terrain = flat
    (at home|back home|where (i|he|she) lives?|living)[^.;|]{0,40} flat
    (no hills|not a hill( in sight)?|flat)( \w+)? {around}
    from (a |the |my )?(near |pancake )?flat( \w+)? (roads?|streets|country|plains?|lands?|town|
        city|area)
    flatlander|used to (the |a )?flat( \w+)?
    (never|don't|dont|do not|rarely|hardly ever|seldom|didn't use to|no) (usually |normally |
        ever )?(run|do|see|have|train on|running)( on| up)?( any| the)? (hills?|climbs?)(?! (reps|
        repeats|sprints|session|training|intervals|work))(?! (today|yesterday|this))
terrain = flat
    flat D|D flat(?! out)
    (not|wasn'?t|isn'?t|nothing|nowhere near) (at all |really |very |even |particularly )?(hilly|
        steep)
terrain = hilly
    climbing (trails?|routes?|paths?|loops?|roads?|course)|hill (route|loop|course|run)s?
    uphill (all the way|for|over)|up and down ?hill
    (lots of|loads of|much|plenty of|proper|serious) (climb\w*|ascent|up ?hill|elevation|vert)
terrain = hilly
    D of climb\w*
terrain = steep
    (so many|lots of|many|loads of|all the) stairs|(ski|up a|up the) (mountain|slope)|(up|
        climbed) and down a (\w+ )?mountain
    steep (\w+ )?(hills?|climbs?|slopes?)
    (took to|jogged|jogging|N flights of) (the )?(\w+ ){0,2}stairs|did stairs
    stair (running|climb)
    (ran|run|running|climb\w*|sprint\w*|up|flights of|repeating)( and down)? (the )?(stairs|steps|
        staircases?)
terrain = hilly else
    hill (sprints|reps|repeats|session|intervals|training|workout)
terrain = rolling
    (slightly|gently|mildly|a bit|a little) (hilly|undulating)|gentle hills
terrain = steep from 15
    G (grade |gradient |incline )?(hill|slope|climb|bank)s?
terrain = hilly else
    up ?hills?(?! (\w+ )?(sprint\w*|interval\w*|rep\w*|surge\w*|strides|bound\w*))|(on|
        up) the (\w+ )?(hills?|climbs?|inclines?)|up(s)? and down(s)? (?!the (stairs|street|road|
        track|block))|climb was
    (up|down|over|with) (a|the|an|one) (?!(\w+ )?steep)(\w+ ){0,3}(hill|climb)|D climb
    (big|huge|long|nasty|massive|gradual|steady) (\w+ )?(hill|climb)s?|more downhill|more uphill
    roller ?coaster|(hill|climbing) session
terrain = hilly
    (up a )?G,? (\w+ )?(hill|climb|slope)s?
terrain = rolling
    rolling (hills?|roads?|terrain|course|route|trails?|ground)
usual_surface = treadmill
    (used to|mostly on|mostly|only on|only|always on|mainly on|all on|all) (the |a |my |
        running on ){0,2}(treadmill|belt)
    (does|do|can run|runs?) (about )?(D|T) on the treadmill
    (trained|training|train|trains) (only |mostly |just |mainly |always )?(on|indoors on) (the |
        a )?treadmill
    (after|from) (a |the )?(winter|S|months?|weeks?|years?|long time) (of|
        on) ([^\s.,;]+ ){0,5}treadmills?( runs| running)?
    (been|was|were) (running )?(on )?(just |only |mostly )?(the |
        a )?treadmill( running)? (for )?{about}S
    (rest|others?|everything else|all else) (was|were|is|are|has been) (all |on )*(the )?treadmill
    (on|indoors on) the treadmill all (winter|year|season|autumn|spring)
    (treadmill|dreadmill) (runner|user|regular)
usual_surface = road
    with N road (km|miles) as (my|his|her) (most|longest)|road runner
usual_surface = trail
    trail runner
surface = snow
    snowy|snow ?shoe\w*( (race|run|champ\w*|championships?))?
surface = trail
    (canal )?tow ?paths?|canal ?(path|side)|bridle ?(way|path)s?
    (fire|forest|dirt|gravel|logging) roads?
surface = road
    round the block
surface = nothing
    (minimus|minimalist|minimal|barefoot|peregrine|wave) trails?( (shoes?|runners?))?
    trail (gloves?|runners|trainers|sneakers|version)|(snowmobile|ski|bike|paper|vapou?r) trail
    (street|road|beach) (fair|food|party|side|works?)
    (beats?|than( on| from)?) (a |the |my |any )?(treadmill|road|track|trail|grass|sand|beach|
        pavement|tarmac|concrete)s?
    treadmill (video|test|analysis)
    (film\w*|video\w*|seen|watch\w*|analys\w*|assess\w*) (\w+ ){0,4}(on )?(a|the) treadmill( video)?
    (near|nearing|neared|by|towards?|to|at|past|beside|overlooking|behind|across from) (the |a |
        our )?(beach|sand|dunes?)(?! on)
    beach (front|house|town|holiday|walk|path|road|boardwalk|bar)|beachfront
    (snow (at|coming|falling|storm|day|outside|melt\w*|forecast|left|kept|stopped)|falling snow|
        (starting|started|began|begin) to snow|snowing|(home|back) to snow|snow shoes?(?! (race|
        run)))
    (injur\w+|hurt|strain\w*|tore) {far}(on|off) (the|a) treadmill
    finished? (it )?(off )?on (the|a) treadmill
    treadmill (before|the day before|last week|in the morning)
    (D|N|T) on the treadmill (in the morning|before|earlier)|trail (minded|loving|lover)
    used to (trails?|roads?|the )?(track|grass|treadmill)
    (muddy|mucky|boggy)(?=,? (\w+ )?(trail|path|grass|field|wood|forest))
    (trail|road|track|snow|sand|beach|grass) (shoes?|runner|spikes|race shoes|flats|trainers)
    (reach\w*|cross\w*|end of) (my|the|our|a) (road|street)
    {calf} (are|were|is|was|felt|turned to|made of|like) (\w+ )?(concrete|gravel|sand|mud)
    (me|him|her) off the road|in the road|road to recovery|track(ed|ing)? my|on track|track record
    mud(dy)? shoes|bog standard|mow\w* the (lawn|grass)|because of (the )?(snow|mud)
    (dirt|farm|forest|cart|single) track
surface = track
    (on|in|at) (a |the |my |our )?(local |school |club |indoor |outdoor )*track(?! record)
    (?<=from )(the )?track(?= to)
    track (session|sessions|workout|intervals|reps|night|training|D|mile)|laps of the track
    (round|around|on|of) (a|an|the) (asphalt|tarmac|synthetic|school|gym|local|old|dirt|cinder|
        rubber) track
    (went|go|going|down|drove|at) (to )?(a |the |my |our )((?!dirt|farm|forest|cart|
        single)\w+ )?track(?! (record|shoes|spikes))
    track work|(synthetic|tarmac|clay|running) track
surface = road
    (country|back|village|quiet) lanes?|(along|on) the (sea ?front|prom)
surface = grass
    (?<!astro )(on )?turf|((on|round|around) )?(a |the )?(track )?infield|boggy fields
    across (the )?fields
"""
