"""Signs of the whole body that a clinician has to see, and what makes others worse."""

TABLE = r"""
part gasping
    gasp\w*|winded|puff(ed|ing)|wheez\w*|pant(s|ing)|huffing|out of (breath|puff|wind)
    short of (breath|wind|puff)|breathless
part resting
    at rest|(stairs|steps)(?! (session|workout|repeats?|reps|sprints))|upstairs|talking|speaking
    (walking|getting|going) (to|about|around|dressed)|sitting|sat|lying|lie down|in bed|all day
    doing nothing|now(?! and)|since|dressing|this (morning|evening)
part threw
    (vomit\w*|puk\w*|threw up|throwing up)|(being|been|was) sick
sign breathless_or_chest_pain
    (pain\w*|stab\w*|hurt\w*|jab\w*|catch\w*|pressure|weight|heav\w*|squeez\w*|burn\w*|tight\w*|
        band|pinch\w*|ach\w+|sharp)( \w+)? (in|on|across|over|behind|around|inside) (my |the |his |
        her )?(chest|ribs|breastbone|sternum|lungs?)(?! (strap|band|press))
    (pain\w*|stab\w*|hurt\w*|jab\w*|catch\w*|pinch\w*) {far}(when|if|as) (i |he |
        she )?breath\w*( in)?
    {gasping} ([^\s.,;]+ ){0,9}?{resting}|still {gasping}|since ([^\s.,;]+ ){0,5}{gasping}
    (short|lack|not enough|no|hungry) (of |for )?(air|puff)|gasp\w* (for|of) (air|breath)
    (spit\w*|spat|phlegm|sputum|mucus|saliva)( \w+){0,3} (red|pink|blood\w*)
    (red|pink|blood\w*) (spit|phlegm|sputum|mucus|saliva)
    blood( \w+){0,2} (when|as|if) (\w+ )?cough\w*|cough\w*( up| out)?( \w+){0,3} (blood\w*|red|pink)
    (lost|losing|lose|loose) consciousness|(near|nearly|almost) faint\w*|faint(s|y)|i faint
    (everything|all|vision|sight|world) (just |suddenly )?(went|goes|turned|got|go|gone) (black|
        dark)
    (black|dark) (before|in front of) (my )?eyes|breath (is )?(very |so )?(short|heavy)|short breath
    {sore} (to|on|with) (take|taking|draw|breathe|breathing|inhal\w+|deep|every)( ~)? breath\w*
    (chest|lungs?|ribs) {sore}|stab\w* chest|(pain|ache|pressure) (on|in|at|
        of)? ?([^\s.,;]+ ){0,3}(of
         |of the |my |the )?chest
    no breath|breath(ing)? (problem|trouble|difficult\w*)|(struggl|fight)\w+ for (breath|air)
    {unable} (take|draw)( a)? (\w+ )?breath|suffocat\w+|like (drowning|choking)|
        i puff {far}{resting}
    blood in what {far}cough\w*|(went|go|going|feel|feels) faint|(woke|came) (up|to|
        round) on the (floor|
        ground|pavement)
    chest (is |feels |so |very |also )*(heavy|squeez\w+|burn\w*|crush\w+|stab\w*)
    pain in (my|the) chest|short of breath( at rest)?|breathless(ness)?
    (my |the )?chest( feels?| felt| is| was| really| also)* (hurts?|aches?|tight|pain\w*|tightness|
        pressure)
    tight(ness)?( in (my|the))? chest
    (hurts?|pain\w*|sore)( \w+)? (when|if|as|to|whenever) (i )?(\w+ )?breath\w*( in)?
    cough\w* (up )?(some |a bit of |a little )?blood|fainted|fainting|(felt|feel|feeling) faint
    {unable} (breathe|catch my breath|get (my|enough) (breath|air))|passed out|black(ed|ing)? out
    (trouble|difficult\w*|problems?|struggl\w+)( with| in| to)* breath\w*|hard to breathe
    short(ness)? of breath|breathing (is |feels |got ){quite}(hard|difficult|painful|laboured)
    (stabbing|sharp|crushing)( pains?)? in (my|the) chest
    out of breath (at rest|sitting|just |walking|all day|now|since|doing)
breathless_or_chest_pain = nothing
    {gasping} (since|from) (the )?(very )?(start|beginning|off|first \w+|D|(mile|km) N)( of (the|
        my) (race|run|
        climb|hill))?
    (out of breath|breathless|short of breath) (on the (?!stairs|steps)|at the (?!top of
         the stairs)|while running|when running|running|up the (?!stairs|steps)|finish|by the top)
sign confused_or_collapsed
    (dizz\w+|light ?headed),?( and| then| so)*( i| he| she| we)?( then| just)? (fell|fall|went down|
        dropped)|(fell|fall|went) (down|over|to the ground) (because |from )?(dizz\w+|light ?headed)
    (went|fell) down {far}{unable} get up
    collaps\w+|confus(ed|ion)|seizures?|(had|having|have) a fit|delirious|disorient\w+|convuls\w+
    was fitting|(talking|speaking) (nonsense|gibberish)|slurr\w+|keeled over|{unable} think straight
    unconscious|(didn'?t|don'?t) know where i (was|am)
confused_or_collapsed = nothing
    confus(ed|ion) (about|why|by|how|as to|which|whether|what|over)|collaps\w+ arch\w*
    arch\w* collaps\w+
sign dark_urine
    (dark|brown|cola|coke|tea|cola coloured|tea coloured|coca cola|black|red)( coloured| colored|
         like)? (urine|pee|wee|piss)
    (pee|urine|wee|peeing|piss)( is| was| looks| looked| came out| has gone)? (very |really |like |
        the colour of |the color of )*(dark|brown|cola|coke|tea|black|red)
    (peeing|pissing|weeing|passing) blood|blood in (my|the) (pee|urine|wee)|bloody (pee|urine|wee)
    (pee|urine|wee|piss) (is |was |has )?(the )?(colou?r )?(is |of |like |as )*(coca cola|cola|
        coke|tea)
    no (pee|urine|wee) (since|for|all)
    (pee|urine|wee|peeing|piss)( is| was| looks| looked| has gone| turned| went|
         came out)*( \w+)? (dark\w*|brown\w*|rusty|orange brown|reddish|cola|coke|tea|pink|coffee)
    (rusty|reddish|pink|brownish|coffee coloured|very dark|dark brown) (urine|pee|wee|piss)
    (hardly|barely|not) (peed|peeing|passed (any )?(water|urine)|any (pee|urine))
    haven'?t (peed|been able to pee|passed (any )?(water|urine))
sign fever
    fever\w*|(a |high )temperature( of)?|chills|shiver\w*|running a temperature|flu like
    (feel|feeling|felt) ((very|really|so) )+(ill|unwell)
fever = 1 from 38
    ((i have|i had|i've got)( about| over)? N (degrees|c)|(my|body) temperature (is|was|of)( about|
         over)? N( degrees| c)?)(?= ?([.,;]|
        $)| (since|and|now|today))
fever = nothing
    (low|warm|outside|air) temperature
sign tendon_antibiotic
    \w*floxacin|cipro\w*|levaquin|avelox|fluoroquinolone\w*|quinolones?
sign clot_risk
    (long haul|long|S|T|\w+ hour) flight|(since|after|off) (the|a|my|our) (\w+ )?flight|just flew
    (flew|flight|flying|plane|on a plane) {far}\(?T
    T( \w+)? (flight|flying|plane|plane ride|on a plane)|long haul
    (after|since|from|in|by|off|on) (a |the |my |our |long )*(air ?plane|aeroplane|airliner|plane|
        flight|flying)
    after (a |the |my )?(flight|surgery|operation)|(on|taking|take) the (\w+ )?pill|pregnan\w+
    (flew|flown|flying|jetted) (back|home|in|out|from|to|over)( from| to| \w+)*?(?= |$|[.,;])
    ((a|the|my|our|on|overnight|transatlantic|night|back) )(flight|plane)(?!s? of)
    (just )?got off (a|the) (\w+ )?(flight|plane|coach|bus)|jet ?lag\w*
    (drove|drive|driving|train|bus|coach|car|road trip)( \w+){0,3} T
    T( \w+)? (drive|in the car|in a car|on (a|the) (bus|coach|train)|coach|bus|train|car)( (trip|
        ride|journey))?
    long (car|train|bus|coach) (ride|journey|trip)|long (drive|journey)|post ?(partum|natal)
    c section|caesarean|cesarean|giving birth|gave birth(?! S ago)
    (had|having) (a|our|my|the) (\w+ )?baby(?! S (ago|back))|new(born)? baby|breast ?feeding
    contracepti\w+|(just |came |come |got )?out of hospital
    (leg|foot|ankle) in (a )?(cast|plaster)
    birth control|hrt|hormone replacement|(o?estrogen|tamoxifen)
    cancer(?! (research|charity|run|race|walk))|chemo\w*|tumou?r|thrombosis|(have|had|with|earlier|
        previous) (a )?(dvt|clots?)|factor v( leiden)?
    (clotting|blood) disorder|bed ?ridden|bed ?bound|thrombophilia|in hospital
    (in|wearing) a (walking |medical |moon )?boot|broke my (leg|ankle|foot)
    (dvt|blood clot|clot)s? (before|last|in the past|S ago)|(had|have had) a (blood )?clot
    (in|had) a (plaster )?cast|knee (surgery|operation)(?! S ago)|hormone (tablets|therapy)|bed rest
part operated
    surgery|operation|cast|plaster|boot
part born
    baby|birth|c section|caesarean|cesarean|delivery
part abed
    {about}S( of| spent| being| lying| stuck| laid up| ill| sick| with flu| with covid)* (in bed|
        bed ?rest|bed ?ridden|flat on my back)|laid up( with \w+)?( for)? {about}S
    in bed( with (the )?\w+)?( for)? {about}S|bed ?rest for {about}S|(laid up|lay|lying|stuck) in
         bed (for )?{about}S
clot_risk = 1 from 3
    {abed}
clot_risk = nothing
    {abed}|(\w+ ){0,3}flights? of (stairs|steps)
clot_risk = 1 below 92
    {about}S after (\w+ )?{operated}|{operated} {about}S (ago|back)
clot_risk = 1 below 43
    {about}S (after (\w+ )?{born}|post ?(partum|natal))|(gave )?{born} {about}S (ago|back)
clot_risk = nothing
    {about}S after (\w+ )?({operated}|{born})|({operated}|(gave )?{born}) {about}S (ago|back)
    {about}S post ?(partum|natal)
sign blood_thinner
    (blood )?thinners?|blood thinning|warfarin|coumadin|apixaban|eliquis|xarelto|rivaroxaban
    edoxaban|dabigatran|pradaxa|heparin|clexane|enoxaparin|anti ?coagul\w+
sign sickle_cell_trait
    sickle( cell)?( trait| disease| carrier)?
sign muscle_risk
    statins?|rhabdo\w*|heat ?wave|\w+statin
sign headache_and_vomiting
    headaches?,?( and| with| then)?( i| i'?ve)?( just| keep| then| kept)? {threw}
    {threw},?( and| with)?( a| my| i have a| had a)?( \w+)? headache
sign numb_saddle_or_bladder
    both (my )?legs (are |feel |have gone |went )?{quite}weak
    {unable} (pee|wee|urinate|pass (water|urine))
    (hard|difficult|trouble|struggling)( to| with)? (pee|peeing|wee|urinat\w+)
    numb\w* (between|around|in) (my |the )?(legs|bum|bottom|groin|saddle|crotch|genitals|buttocks)
    (lost|losing|no) control of (my |the )?(bladder|bowels?)
    (lost|losing|no) (bladder|bowel) control|incontinen\w+
"""
