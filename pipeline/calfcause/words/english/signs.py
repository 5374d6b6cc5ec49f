"""Signs that a clinician has to see."""

TABLE = r"""
part threw
    (vomit\w*|puk\w*|threw up|throwing up)|(being|been|was) sick
sign sharp_pain
    (felt|heard|with|was) (a |something )?(pop|snap|twang|crack|ping|rip)\w*|pop
    felt (the|my|his|her|something) {far}(go|give|snap|pop|tear|rip)(?= ?([.,;]|$| like| at| in|
         and))
    (went|goes?|gone) (pop|bang|ping|twang|snap)
    (calf|it|something) (popped|snapped|tore|ripped|went(?= ?([.,;!]|$)| (again|at|on|in|after|with|
        just) ))
    sharp(,| and| or)? ?(\w+ )?pains?|stabbing|jabbing|shooting pains?|knife like
    sudden(ly)? (\w+ )?pain|like (being |i was |i'd been |i had been )?(shot|kicked|hit)( in| by)
    kick in the calf
    (like|as if|as though) (someone|somebody|something) (had |has )?(shot|kicked|hit|struck|
        stabbed) (me|my)( \w+)?
    gave way|anything sharp|sharp|(cramp|hurt|pain|ach)\w* sharply
sharp_pain = nothing
    (snow|sand|ground|mud|surface|footing|shingle|gravel|path|soil)( (?!my |his |her |the |it |calf|
        leg|ankle|knee|something)\w+){0,3} gave way
    (popped|pop) (out|to the|to|into|over|round)|pop music
    sharp (bend|turn|corner|uphill|climb|hill|shower|left|right)|snapped a \w+|snapped (some|photos)
sign swelling
    (calf|leg|ankle)( ~)? (H )?{bigger}|swollen|swelling|puffy|ballooned
    (tender|sore|painful) and (warm|hot)|twice the size|hot to (the )?touch|warm to (the )?touch
    redness|is red|(calf|leg) (is |looks |feels |was )?(red|hot|warm)(?! up)
    it (looks|feels) (hot|warm)|red,? (and )?(hot|warm|swollen)|hot,? (and )?(red|swollen)|swole
    swell(s|ed)?( up)?|puffiness|puff(s|ed) up|inflamed|o?edema|reddened|redder
    (leaves?|left) a dent|dents? (stay|remain)s?|pitting
    (calf|leg|ankle|one|side|skin)( \w+)? (is|has|looks|feels|got|went|gone|turned|goes|
        was) {quite}(red|reddish|hot|warm)(?! (up|day|out|outside|today|weather))
    {quite}(?<! the )(?<! in )(red|reddish)(?= ?([.,;!?]|$|and |or |too|now|but |since |any|around |
        round |on |behind |in ))
    (red|hot|warm) (left |right |sore |swollen |tender )?(calf|leg|calves|patch)
    (calf|leg|ankle|side|one) (is |looks |feels |was |got |has gone |now ){quite}(huge|enormous|
        massive)(?= ?([.,;!]|$|compared|and |now|next|today))
swelling = nothing
    (face|cheeks?|eyes|nose|traffic|light|zone) {far}red|in the red
    red (zone|flag|light|wine|shoes|urine|pee|streaks?|skin)|(seeing|saw) red
sign worsening
    (getting|gets|got|is getting|keeps getting) (\w+ )?worse
    (hurts?|sore|pain\w*|aches?) (\w+ )?more (every|each) \w+|worse (every|each) \w+
    worse (with|after) (every|each) \w+|worse and worse|worsen\w*|increasing(ly)? pain\w*
    (pain|soreness) (is |keeps )?(increasing|growing|building|rising)|worse by the (hour|day)
    keeps? growing|pain keeps (growing|getting)
sign numbness
    pins and needles|{unable} feel (my |the )?(\w+ )?(foot|feet|toes|calf|leg)
    (gone|went|going|goes) dead
    (foot|feet|leg|toes|calf) (is |has |keeps? )?(gone |going |went |fell |falling )(to sleep|
        asleep|numb)
    prickling|no feeling in (my |the )?(\w+ )?(foot|feet|toes|calf|leg)|numb(ed|ing|ness)?|tingl\w+
numbness = nothing
    comfortably numb|numb with cold|numb hands
sign tight_at_same_point
    (every time|always|every( single)? run)( ~)? (at|after|around) (the )?(same|D|T|mile N|
        km N)( point)?
    (every|each)( single)? run,? (always )?(at |in )?(the )?same (spot|point|place|distance)
    as it does (in |on )?every( single)? run|same point (of|in|on) every run
    (D|T)( of| in| into)?,? every( single)? run|at the same (point|place|spot) (of|in|on|every)( ~)?
sign cannot_tiptoe
    {unable} {tiptoe}( ~)?
cannot_tiptoe = 0
    ((?<=i )|(?<=he )|(?<=[.,;] )|^)(?<!if i )(?<!think i )(?<!sure i )(can|could)( still|
         easily)? {tiptoe}
sign breathless_or_chest_pain
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
    (out of breath|breathless|short of breath) (on the|at the|while running|when running|running|
        up the|finish|by the top)
sign confused_or_collapsed
    collaps\w+|confus(ed|ion)|seizures?|(had|having|have) a fit|delirious|disorient\w+|convuls\w+
    was fitting|(talking|speaking) (nonsense|gibberish)|slurr\w+|keeled over|{unable} think straight
    unconscious|(didn'?t|don'?t) know where i (was|am)
confused_or_collapsed = nothing
    confus(ed|ion) (about|why|by|how|as to|which|whether|what|over)|collaps\w+ arch\w*
    arch\w* collaps\w+
sign cold_or_pale_foot
    (foot|toes?) (is |are |feels? |looks? |went |has gone |goes )?(very |really |all )?(cold|pale|
        white|blue|bluish|colder|paler)
    (ice |freezing |very )?(cold|pale|blue|white|icy) (left |right )?foot
    (foot|toes?)( \w+)? (is|are|feels?|looks?|went|goes|gone|turned|turns|gets|got|
        was) {quite}(ice cold|icy|freezing|colder|paler|bluer|bluish|blue|white|purple|cold|pale)
cold_or_pale_foot = nothing
    (both (my |the )?)?(feet|foot|toes) (\w+ )?(wet and cold|cold and wet)|(cold|numb) with cold
sign cold_or_pale_foot
    C( \w+)? (colder|cooler|cold|paler|pale|bluer|blue|white)
sign foot_drop
    (foot drop|drop foot)
    {unable} (lift|raise|pull up|pick up|move) (the front of )?(my |the )?(\w+ )?(foot|feet|
        toes)( up)?
    (foot|toes) won'?t (lift|come up|move)|(trip|tripping|tripped) over (my |the )(\w+ )?(foot|toes)
    (foot|toes?) (just |now |always |keeps? )?(slap|drag|flop|hang|droop)(s|ping|ging|ing)?
sign hard_calf
    (hard|solid|stiff) as (wood|a rock|rock|stone|a board|a brick)|rock hard|{calf} {far}wooden
    (hard|solid) like (a )?(wood|rock|stone|board|brick)s?
    (hard|solid) as (rocks|stone|iron|steel|concrete)
    (unbearable|agony|excruciating) {far}(bend|bending|bent|flex\w*|move|moving) ~ ?(toes|foot)
sign dark_urine
    (dark|brown|cola|coke|tea|cola coloured|tea coloured|coca cola|black|red)( coloured| colored|
         like)? (urine|pee|wee|piss)
    (pee|urine|wee|peeing|piss)( is| was| looks| looked| came out| has gone)? (very |really |like |
        the colour of |the color of )*(dark|brown|cola|coke|tea|black|red)
    (peeing|pissing|weeing|passing) blood|blood in (my|the) (pee|urine|wee)|bloody (pee|urine|wee)
    (pee|urine|wee|peeing|piss)( is| was| looks| looked| has gone| turned| went|
         came out)*( \w+)? (dark\w*|brown\w*|rusty|orange brown|reddish|cola|coke|tea|pink|coffee)
    (rusty|reddish|pink|brownish|coffee coloured|very dark|dark brown) (urine|pee|wee|piss)
    (hardly|barely|not) (peed|peeing|passed (any )?(water|urine)|any (pee|urine))
    haven'?t (peed|been able to pee|passed (any )?(water|urine))
sign fever
    fever\w*|(a |high )temperature( of)?|chills|shiver\w*|running a temperature|flu like
    (feel|feeling|felt) ((very|really|so) )+(ill|unwell)
fever = nothing
    (low|warm|outside|air) temperature
sign cannot_walk
    {unable} (walk\w*|bear (any |my )?weight|put (any |my )?weight|take (a|any|a few|two|N) steps?|
        stand (up )?on (it|that leg|that foot|my (\w+ )?(leg|foot)))( on (it|that leg|my leg))?
    {unable} put (my |the )?(left |right )?foot down|{unable} (stand|weight bear)(?= ?([.,;]|$))
    non weight bearing|(need|on|using) crutches
cannot_walk = nothing
    {unable} walk (properly|normally|down|up|well|without|far|fast)
sign crack_or_odd_shape
    (odd|strange|weird|funny|wrong) (\w+ )?shape|(odd|strangely|weirdly|oddly) shaped|misshapen
    bone sticking|(heard|felt|with) a (loud )?crack|deformed
    (a )?(gap|dent|hole) in (my|the) (calf|achilles|tendon|muscle)|bent (out of shape|the wrong way)
sign came_back
    it('s| is) back(?= ?([.,;]|$))
    (pain|soreness|it|ache|tightness)('s| has| is| was| just)? (came|come|back|returned|
        coming)( right)?( back| again)
    (pain|soreness|it|ache) ((has|is|'s) )?(back|returned)( again)?(?! (on|to the))
    (got|was|felt|eased|getting) (better|off|fine)( and| but| then|,)+ (now )?(it'?s |it is |
        came )?(back|sore again|hurts again|worse again)
sign lasting_cramp
    cramp(ed|ing|s)? (for|lasted|lasting|that lasted|going on for|went on for|has lasted) {about}T
    T( long)? cramp|cramp (won'?t|will not|would not|wouldn'?t) (go|let go|release|stop|ease)\w*
sign cord_or_lump
    lump behind (my|the) knee|(hard|sore) (cord|vein)|sore lump
    (lump|bump|knot|thickening)s? (in|on|along) (the|my) (cord|tendon|achilles)
sign bone_spot
    (spot|point|place) (on|in) (the|my|his|her) (\w+ ){0,3}(shin ?bone|shin|tibia|fibula|bone)
    bone (is|feels|hurts)( sore| tender)?
    (shin ?bone|tibia|fibula) (is |feels )?(sore|tender|hurts?|pain\w*)|stress fracture
sign pain_at_night
    (wak(es|ing|ened)|woke|woken)( up)? by {far}({calf}|{sore})(?! cramp)(?<!cramp)(?<!cramps)
    ({calf}|{sore}|it) {far}(wakes|woke|waking|keeps waking)( me| him| her)( up)?(?! (at|this|
        the next|next)|$)
    (wakes?|woke|keeps|kept|waking|woken|wakened)( me| him| her)? (up )?(at|in the|during the|all|
        by the|every|last) (night|pain|middle of the night)
    (pain|sore|hurts?|aches?|aching|throb\w*|painful|worse) (\w+ )?(at|in the|during the|all|
        through the) night
    (pain|ache|it|calf|calves)( \w+)? (woke|wakes|waking) (me|him|her)
    {unable} sleep (because|due|for|from|with)( of| to)?( the| my)? (pain|calf|calves|cramps?)
    night pain
sign tendon_antibiotic
    \w*floxacin|cipro\w*|levaquin|avelox|fluoroquinolone\w*|quinolones?
sign clot_risk
    (long haul|long|S|T|\w+ hour) flight|(since|after|off) (the|a|my|our) (\w+ )?flight|just flew
    (flew|flight|flying|plane|on a plane) {far}\(?T
    T( \w+)? (flight|flying|plane|plane ride|on a plane)|long haul
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
    contraceptive\w*|birth control|hrt|hormone replacement|(o?estrogen|tamoxifen)
    cancer(?! (research|charity|run|race|walk))|chemo\w*|tumou?r|thrombosis|factor v( leiden)?
    (clotting|blood) disorder|bedridden|thrombophilia|in hospital
    (in|wearing) a (walking |medical |moon )?boot|broke my (leg|ankle|foot)
    (dvt|blood clot|clot)s? (before|last|in the past|S ago)|(had|have had) a (blood )?clot
    (in|had) a (plaster )?cast|knee (surgery|operation)(?! S ago)|hormone (tablets|therapy)|bed rest
clot_risk = 1 below 92
    {about}S after (\w+ )?(birth|surgery|operation)
    (baby|birth|surgery|operation|cast|plaster|boot) {about}S (ago|back)
clot_risk = nothing
    {about}S after (\w+ )?(birth|surgery|operation)
    (baby|birth|surgery|operation|cast|plaster|boot) {about}S (ago|back)
sign blood_thinner
    (blood )?thinners?|blood thinning|warfarin|coumadin|apixaban|eliquis|xarelto|rivaroxaban
    edoxaban|dabigatran|pradaxa|heparin|clexane|enoxaparin|anti ?coagul\w+
sign sickle_cell_trait
    sickle( cell)?( trait| disease| carrier)?
sign muscle_risk
    statins?|rhabdo\w*|heat ?wave|\w+statin
sign hot_red_skin
    (red|hot) (\w+ )?skin|(redness|red patch|red area|rash|it) (is |keeps )?spread\w*|red streaks?
    spreading red\w*|skin (is |looks |feels |has gone |went |goes )?{quite}(red|hot)|cellulitis
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
