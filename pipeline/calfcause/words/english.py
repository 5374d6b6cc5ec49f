"""English: how people tell of a run and of sore calves."""

from calfcause.sessions.english import in_sentences
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import FEET_PER_METRE, KM_PER_MILE
from calfcause.words.language import Language, rules_of
from calfcause.words.quantities import Measures

_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_ONES = dict(
    one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10, eleven=11,
    twelve=12, fifteen=15, eighteen=18,
)  # fmt: skip
_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4, "year": 364.0}
_MIN = ("min", "mins", "minute", "minutes", "m")
_HOUR = ("h", "hr", "hrs", "hour", "hours")

MEASURES = Measures(
    numbers={
        **_ONES, **_TENS,
        **{f"{ten} {one}": _TENS[ten] + _ONES[one] for ten in _TENS for one in list(_ONES)[:9]},
    },
    with_unit={
        "a": 1, "an": 1, "half a": 0.5, "half an": 0.5, "a half": 0.5, "a quarter": 0.25,
        "quarter": 0.25, "half": 0.5, "a quarter of a": 0.25, "quarter of a": 0.25,
        "three quarters of a": 0.75, "three quarters of an": 0.75, "three quarter": 0.75,
        "a couple of": 2, "couple of": 2, "a couple": 2,
    },
    added={" and a half": 0.5, " & a half": 0.5, " and a quarter": 0.25},
    ranges="-|–|or",
    to="to",
    apart="from ",
    between="between",
    both="and",
    units={
        "D": {
            **dict.fromkeys(("km", "k", "kms", "kilometer", "kilometre", "kilometers",
                             "kilometres", "ks", "kay", "clicks"), 1.0),
            **dict.fromkeys(("mi", "mile", "miles", "miler", "milers", "miles and a half"),
                            KM_PER_MILE),
            "mile and a half": 1.5 * KM_PER_MILE,
        },
        "W": {"mpw": KM_PER_MILE, "kpw": 1.0},
        "T": {
            **dict.fromkeys(("min", "mins", "minute", "minutes"), 1.0),
            **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60.0),
            "hour and a half": 90.0, "hour and a quarter": 75.0,
        },
        "V": {**dict.fromkeys(("km/h", "kmh", "kph"), 1.0), "mph": KM_PER_MILE},
        "C": {
            **dict.fromkeys(("m", "metres", "meters", "metre", "meter"), 1.0),
            **dict.fromkeys(("ft", "feet", "foot", "'"), 1 / FEET_PER_METRE),
        },
        "G": dict.fromkeys(("%", "percent", "per cent"), 1.0),
        "M": dict.fromkeys(("mm", "mil", "millimetre", "millimeter"), 1.0),
        "S": {
            **_DAYS, **{f"{word}s": days for word, days in _DAYS.items()},
            "day and a half": 1.5,
            "year and a half": 546.0, "month and a half": 45.6, "week and a half": 10.5,
        },
        "H": {"cm": 1.0},
    },
    fixed={
        "D": {"half marathon": 21.1, "marathon": 42.2, "full marathon": 42.2, "parkrun": 5.0,
              "park run": 5.0, "a parkrun": 5.0, "a half marathon": 21.1, "a marathon": 42.2},
        "K": dict.fromkeys(("couch to 5k", "couch to 5 k", "c25k", "couch to 5km", "c210k",
                            "couch to 10k", "bridge to 10k"), 0.0),
    },
    weekly="a|per|each|every|/",
    week="week(?! (?:after|before|later|ago))|wk",
    per="min ?/|mins? per|min a|/|per|an|a|min",
    pace="pace|miles|miling|mins?/",
    miles=r"(?<![a-z])(?:miles?|mi|milers?|mpw|mph)(?![a-z])",
)  # fmt: skip

# Of these columns the words of the choices stand in sessions/english.py.
_CHOICES = (
    "terrain", "surface", "foot_strike", "session_type", "shoe_type", "overstride", "posture",
)  # fmt: skip

_PARTS = {
    "shod": (
        r"({bare}|shoes?|spikes|flats|trainers|racers|sandals|toe shoes|zero drop|minimal\w*"
        r"|barefoot|vibrams?|huaraches|fivefingers|carbon|plated|pair|kind|them|these|those)"
    ),
    # Makers of no other kind of shoe
    "bare": r"(zero drops|vivobarefoots?|vivos?|xeros?|wildlings?|be lenkas?|freets?|altras?)",
    "sore": (
        r"(sore|hurt\w*|ach\w+|tight\w*|pain\w*|cramp\w*|stiff\w*|on fire|scream\w*|burn\w*"
        r"|seiz\w+|knot\w*|lock\w*|twing\w+|agony|throb\w*|complain\w*|wreck\w*|in bits|dead"
        r"|solid|spasm\w*|hobbl\w+|limp\w*|shot|trashed|ruined|cooked|fried|toast|heavy|angry"
        r"|doms|(could|can) (hardly|barely|not) (walk|bend\w*|(get|go) (up|down) (the )?stairs)"
        r"|can'?t (walk|bend)|destroyed|smashed"
        r"|like (ropes?|cables?|planks?|rocks?|concrete|bricks|stones?|wood|lead|boards?)"
        r"|killing (me|her|him)|burst\w*"
        r"|shak\w+|pop(ped)?"
        r"|snap(ped)?|sharp pain|soreness|tender\w*|grumbl\w*|moan\w*|protest\w*|unusable"
        r"|nagg\w*|niggl\w*|in (knots|tatters|pieces|ribbons)|grab(bed|s)?|stung|stinging|felt it"
        r"|tensed?( up)?"
        r"|giving me trouble|hate me|not happy|unhappy|suffer\w*|spasm\w*|twang\w*)"
    ),
    # Words of soreness that name a moment, not a state
    "seized": (
        r"(cramp(s|ed|ing)?|seiz(es?|ed|ing)|lock(s|ed)?|tighten(s|ed|ing)?|knot(s|ted)?"
        r"|burn(s|ed|t)? out|twing(es?|ed|ing)|grab(s|bed)?|spasm(s|ed)?|went( into)?|goes"
        r"|tens(es?|ed)|stiffen(s"
        r"|ed)?"
        r"|(got|gets|became|turned) (tight|sore|stiff|hard)|popped|snapped|start(s|ed)|began)( up)?"
    ),
    "about": (
        r"((about|around|nearly|almost|over|roughly|approximately|some|just|only|maybe|perhaps"
        r"|more than|at least|close to|well over|under|the|a|an|a good|another|up to) ){0,3}"
    ),
    "nth": r"(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final)",
    # A place or a time within the run
    "within": (
        r"((for |almost |nearly )?the (whole|entire) (way|time|run|race|thing)|throughout"
        r"|(right )?from the (very )?(start|off|beginning|outset|first \w+|word go)|straight away"
        r"|right away|immediately|at once|instantly|half ?way|midway|mid (run|race|way|stride"
        r"|sprint"
        r"|session|interval|rep)|(T|D|minutes|a mile|a km) in(to( \w+)?( \w+)?|(?= ?([.,;]|$)))"
        r"|(straight|right|directly|immediately|just) after(wards)?(?! {shoe})|on (finishing"
        r"|stopping)"
        r"|within (a few )?(minutes|moments|seconds)|with {about}D (to go|left|remaining)"
        r"|(on|at|in|by|after) (lap|rep|mile|km|repeat|hill|interval|sprint|stage|leg) N"
        r"|with (each|every) (mile|km|lap|rep|step|climb)|(on|at) (every|each) (uphill|hill"
        r"|climb|incline|rep|lap|ascent)"
        r"|(as soon as|when|once) (i|she|he) (stopped|finished)"
        r"|within (about |the first )?D(?= |,|$)"
        r"|(in|on|over|during|for|from|by|towards|near|at|through|throughout) (the|his|her"
        r"|my) (very )?"
        r"{nth}( (few|two|three|couple of|N|couple))? (D|N|T|\w*(miles?|km|kilomet\w+|repeats?"
        r"|minutes?"
        r"|laps?|reps?|hills?|climbs?|sprints?|blocks?|sets?|intervals?|ones?|half|loop|quarter"
        r"|steps"
        r"|metres|meters|stretch|part))|after the {nth} (D|mile|km|rep|repeat|lap|hill|climb"
        r"|sprint|set|interval)"
        r"|(by (the )?{nth}|on the (last|final))(?= ?([.,;]|$))"
        r"|from (the )?{nth}( \w+)? on(wards?)?"
        r"|soon after (the start|starting|setting off)|in the last of {about}(D|T)"
        r"|(by|before|at|near|towards|toward) the (end|finish|turnaround|turn|top|summit)"
        r"|from (minute|mile|km|kilomet\w+) N"
        r"|(at|by|past|around|about|until|from) {about}(D|mile N|km N|mile|minute N|"
        r"kilomet\w+ N|half ?way|N minute|D mark|T mark)( mark| point| onwards?| on)?"
        r"|since {about}((D|T) (mark|point)|mile N|km N)"
        r"|on (the |a )?((long|steep|big|final|last|first|second) )?(way (back|home|up|down)"
        r"|climbs?|hills?|uphills?"
        r"|inclines?|descents?"
        r"|ascents?)"
        r"|(during|while|when|as|whenever|every time|each time|as soon as) "
        r"(the run|the race|running|jogging|it|(i|she|he) (\w+ )?(run|ran|runs|jog|jogged|sped up"
        r"|speeds up|pushed( off)?|accelerated|started|start|starts|sprinted|was running|set off))"
        r"|during (the|my|her|his|a|every|each) (\w+ )?(run|runs|race|jog|session|block|rep|set"
        r"|warm ?up|cool ?down|warm ?down)"
        r"|(in|during) the (warm ?up|cool ?down|warm ?down)"
        r"|in (the|a|my|his|her) (run|race|sprint|session|tempo)|mid ?run)"
    ),
    "calf": r"(cal(f|ves|fs|ve)|soleus|soleus muscles|legs)",
    # Before a distance or a time that tells where in the run something began
    "point": r"(at|by|after|from|since|past|around|about|until|past the first|in the last of)",
    "day": r"((mon|tues|wednes|thurs|fri|satur|sun)day)",
    "evening": (
        r"((that|the same|same|later that|on the) (very )?(evening|night|same day)|the same day"
        r"|later (that|the same|on that"
        r"|in the)"
        r" ?day|(in|by|before) the evening|from the evening|by (the )?(afternoon|evening|bedtime"
        r"|tea ?time"
        r"|dinner ?time|night"
        r"|nightfall)"
        r"|at night after|at bedtime|in bed)"
    ),
    "morning": (
        r"((woke|wake|waking)( up)?|(the )?(next|following) morning|(the )?morning after"
        r"|morning after(?! (next|all))|overnight|(when|as) i (get|got) (up|out of bed)"
        r"|(get|got|getting) (up|out of bed)|first thing)"
    ),
    "tomorrow": (
        r"((the )?(very )?(next|following) (day|midday|lunchtime|afternoon)|a day later"
        r"|(the )?day after(?! tomorrow))"
    ),
    "later": (
        r"((?<!still ){sore} {far}(?<!for )S (later|after)(?! [a-z])"
        r"|(?<!for )S (later|after),? {far}({sore}|{calf}))"
    ),
    "began": (
        r"(started|starting|start|began|begun|took up|taken up|taking up|got (back )?into|joined)"
    ),
    "running": r"(running|jogging|runs|K|run walk|beginner'?s? (plan|programme|program|course))",
    "notnew": (
        r"(not|no longer|hardly|far from|isn't|wasn't|ain't|never) (\w+ )?((an?|being) )?(\w+ )?"
        r"(new to {running}|beginner|newbie|novice|new runner|rookie)"
    ),
    "off": (
        r"(off|away|out|break|lay ?off|without (running|a run)|of (no|not) running|of rest"
        r"|on the sofa|injured|of injury|rest|sidelined|without)"
    ),
    "outing": r"(run|jog|outing|time( out)?|go|session|spin|try|runs|jaunt|D|trot)",
    # Another run of today, or a part of this one
    "today": r"((but|and|then) )?today,? (\w+ ){0,4}",
    "relative": (
        r"((my|his|her|our) )?(son|daughter|kid|child|boy|girl|dad|father|mum|mom|mother|husband"
        r"|wife"
        r"|partner|friend|brother|sister|nephew|niece|dog)"
    ),
    "my": r"(my |her |his |their |a |did )",
    "side": r"(left |right )?",
    "raised": r"(jump\w*|increas\w*|lengthen\w*|went|gone|go|up|rais\w+|extend\w*|upped|built"
    r"|step\w*)",
    "moved": r"((moved|moving|went|going|switch\w*|chang\w+|com(ing|e)|transition\w*)( over"
    r"| back)?)",
    "elsewhere": r"((knee|hip|back|shin|foot|heel|arch|hamstring|quad|thigh|knees|hips"
    r"|shins)( \w+)?)",
    "torn": (
        r"((tore|strained|pulled|ruptured) (my |a |his |her )?(left |right )?(calf|achilles"
        r"|soleus|leg)"
        r"( muscle)?( ~)?)"
    ),
    "month": (
        r"(january|february|march|april|may|june|july|august|september|october|november|december)"
    ),
    "soft": r"(soft|loose|wet|dry|deep|fresh|firm|packed|long|short)",
    "shoe": (
        r"(shoes?|spikes|flats|trainers|racers|sandals|vibrams?|huaraches|fivefingers|five fingers"
        r"|racer|runners|sneakers)"
    ),
    "kind": (
        r"((low|zero|no|high) drop|(more |very |barefoot )?(minimal\w*|barefoot|light\w*|thin"
        r"|toe|racing|carbon"
        r"|plated|super|support\w*|cushion\w*|stability|neutral|motion control|trail|track|road"
        r"|race|old"
        r"|new|newer|max\w*|heavi\w*|higher|lower|thick\w*|flat|normal|regular|standard|classic"
        r"|style"
        r"|heeled|running|heavily|shod|soled|forefoot|midfoot|promoting|type|lugged|M|mm|drop"
        r"|vibram|in))"
    ),
    "heel": r"(rear ?foot|heel toe|heel|heal)",
    "landing": r"(land(s|ed|ing)?|strik(e|es|ing)|r[au]n(s|ning)?|stay(s|ed|ing)?|com(e|es"
    r"|ing) down|hit(s|ting)?)",
    "near": r"(?:(further|more|up|on|onto|to|with|high|down|first|the|my|her|his|their|too|far"
    r"|only|purely|mostly|and|stays|hard|heavily) ){0,5}",
    "load": (
        r"((spin|gym|step|aerobics|zumba|dance|circuits?|crossfit|hiit) (class|session|workout)"
        r"|leg session"
        r"|hik(e|ing)|leg day|plyo\w*|box jumps|bike ride|digging|gardening|ski\w*|carrying"
        r"|boot ?camp"
        r"|football|tennis|squash|basketball|dancing|long bike ride|stair climbing|calf raises)"
    ),
    "unable": (
        r"((can(no|')?t|can not|couldn'?t|could not|unable to|not able to|no longer able to"
        r"|impossible to|can no longer|struggl\w+ to|(can|could) only just"
        r"|(hardly|barely|scarcely) (can|could|able to)|(can|could) (hardly|barely|scarcely)"
        r"|(won'?t|doesn'?t|wouldn'?t|not) let me)( even| really)?)"
    ),
    "tiptoe": (
        r"((stand|go|get|rise|come|raise|walk|push|do|balance)( myself)?( up)?( a| one"
        r"| single| any| calf| leg(ged)?| heel| N)*( on| onto| on to)?( my| the| your| one| that"
        r"| this| right| left| sore| bad| N)* ?(tip ?toes?|tippy ?toes?|toes|ball of ~|heel raises?"
        r"|calf raises?|raises?|heel lifts?)|(push|pushing|toe|spring)( myself)? off"
        r"( (with|on|from) ~)?"
        r"|(lift|raise|get)( up)? (my|the|that) (\w+ )?heels?( up)?( off ~)?)"
    ),
    "threw": r"((vomit\w*|puk\w*|threw up|throwing up)|(being|been|was) sick)",
    "bigger": (
        r"(bigger|larger|thicker|wider|fatter|twice the|double the"
        r"|ballooned|blown up|like a (balloon|football|melon))( (size|compared)?"
        r" ?(than|around|of|to) ~)?"
    ),
    # Some words more in the same clause
    "here": r"(?:(?!(?:but|next|later|following|fine|nothing|not) )[^\s.,;]{1,25} ){0,6}",
    # How much of it, before a word
    "quite": (
        r"((a (bit|little|touch|tad)|slightly|very|quite|really|so|somewhat|all|kind of|sort of"
        r"|bit|also|still|rather|pretty|looking|going|getting|feels?|too) ){0,3}"
    ),
    "far": r"(?:[^\s.,;]{1,25} ){0,6}",
    "on": r"(in|on|with|trying)",
    # Before a word of soreness that is denied
    "never": r"((not|never|weren't|wasn't|aren't|isn't|werent|arent)( at all| even| really)?)",
    # Before a sign that is said to be absent
    "absent": (
        r"(no|(?<!stand )(?<!walk )(?<!run )(?<!never )without|not|neither|nor"
        r"|(is|was|are|were|ai)n'?t"
        r"|(do|does|did|have|has|had)n'?t( had| have| got| felt| feel| hear| heard| look| seem)?"
        r"|never|nothing|any|den(y|ies|ied))"
        r"( any| a| really| even| sign of)?"
    ),
}

_RULES = r"""
experience_weeks = quantity - 1
    (week|wk|w) ?N(r|d| run| day)? ?N?,?( of| in(to)?| on)?( the| my| a)? K
    K,?( on)? (week|wk|w) ?N|(try|go|attempt|run|day) (at|of) (week|wk) N|wN[rd][0-9]
experience_weeks = nothing
    S ago (i|he|she) could(n't| not)
experience_weeks = quantity
    (finished|completed|end of|done with|through|after|repeating) (week|wk) ?N( of)?( the)? K
experience_weeks = 0
    (first|1st) (week|day)( N)? of( the)? K|(week|wk) N day N of running ever
    first( ever)? run ever|first ever (run|jog)|first (run|jog) of my life|first week of running
    {began} {running} (this week|yesterday|today)|first run in years|
        second run (ever|of K)
    first time in (my|her|his) life|(never|not|hadn't|n't) (having |had )?run since (school|
        college|university|childhood)
experience_weeks = 0.7
    third run (ever|of K)|third ever (run|jog|outing)|third run of (my|her|his) life
experience_weeks = 1
    fourth run (ever|of K)|fourth ever (run|jog|outing)
experience_weeks = quantity first
    (last|final|third|3rd) run (of|in) (the )?(week|wk) N|(week|wk) N( K)?,? (last|final|third) run
    S (in|into|back into) {running} after {about}S( {off})?
experience_weeks = nothing
    S (in|into) (barefoot|forefoot|minimal\w*|toe shoe) running
experience_weeks = 9
    (recent|recently|new|newly|just|fresh) K (graduate|finisher)|(just|recently) (finished|graduated
        from|completed) K|K (graduate|finisher)
experience_weeks = 2
    first month of {running}
experience_weeks = 6
    (second|2nd) month of {running}
experience_weeks = nothing
    {notnew}
experience_weeks = quantity
    {notnew},? (\w+ ){0,3}S
experience_weeks = 1
    K (runner )?(in|on) (the |her |his |my )?(second|2nd) week|(second|2nd) week (of|in) {running}|
        {began} {running} last week|second week back
experience_weeks = 2
    K (runner )?(in|on) (the |her |his |my )?(third|3rd) week|(third|3rd) week (of|in) {running}|
        third week back
experience_weeks = 3
    (fourth|4th) week (of|in) {running}
experience_weeks = 4
    (fifth|5th) week (of|in) {running}
experience_weeks = 4
    {began} {running} last month
experience_weeks = 0 else
    never (ran|run|running|jogged|jogging) (a step )?before|day one|new to {running}|
        never been a runner
    (brand )?new runner(?!'s)|(i'm|i am|im) (just |still |only )?(a )?(newbie|beginner|
        novice)(?! plan)
    (total|complete|absolute) (newbie|beginner|novice)|(^|
        (?<=[.;,] ))(a )?beginner(?!'?s? (barefoot\w*|plan|class|group|course|
        programme|program|level|friendly|schedule|session|run|races?))|first time running|
        first run back|
        first time since (the|my|her|his) (birth|baby|pregnancy|surgery|operation)
    first run( since(?! (then|the|last|{day})))(?! S)
experience_weeks = quantity
    S (of (it|running) )?behind (me|him|her)|(run|ran|jogged) T a day for {about}S
    (been )?{running}( regularly)?( now)? (for )?{about}S|S into {running}|S a (runner|jogger)|
        S runner
    S('| of) (regular |distance |treadmill )*{running}|{began} {running}[^.;]{0,40}? S ago|
        S of training as a \w+
    (has|have|had|'ve|who|i) (run|ran|jogged)( regularly)? for {about}S(?! (now|after))|
        ran regularly for {about}S
    S into (a |the |my |his |her )?(\w+ )?({running}|run walk programme)
    (runner|marathoner|jogger|running|veteran) (of|for|since) {about}S|S in to running|
        S in(?= ?(,|$|\.))
    S back (into running|after|running|from)( a| my)?( S)?( \w+)?
    back( to)? {running} (for )?{about}S
experience_weeks = quantity first
    back (for )?{about}S (after|from|following)|{about}S back (after|from|following)
experience_weeks = 0 from 13 first
    (out of|not|stopped|without) {running} for {about}S
    (haven'?t|hadn'?t|havent|had not|have not|having not|not having) (run|ran|been running|
        running)( at all)? (in|for) {about}S
    (comeback|return\w*|back|restart\w*|resum\w*)( to)?( running| it)? (after|from) {about}S
    (after|back from|had|from) {about}S {off}|S break|
        first {outing}( back)? (in|after|since) {about}S
weeks_since_last_run = quantity
    first {outing}( back)? (in|after|since|for) {about}S( {off})?
    (haven'?t|hadn'?t|havent|had not|have not|having not|not having) (run|ran|been running|
        running)( at all)? (in|for) {about}S
    {about}S( {off})?[,;]? (\w+ ){0,2}first {outing} back
    nothing but (\w+ ){1,4}(for|in) {about}S
weeks_since_last_run = quantity
    (didn't|didnt|did not|couldn't|could not) (run|jog)( at all)? (for|in) {about}S
weeks_since_last_run = 4
    (didn't|didnt|did not|couldn't|could not) (run|jog)( at all)? last month
weeks_since_last_run = quantity
    (?<!back )(after|following) {about}S (holiday |vacation |trip )?{off}
weeks_since_last_run = quantity
    took {about}S off
weeks_since_last_run = nothing
    S (\w+ ){0,3}(after|following|from) {about}S( {off})?|week back (after|from) {about}S( {off})?
weeks_since_last_run = 1
    runs? (only )?once (a|per) week|one run (a|per) week
weeks_since_last_run = nothing
    first {outing}( back)? (in|after|since|for) {about}S of
age_years = quantity
    (im|am) N(?=,|$|\.| and)|N (years? old|yo|y/o)|S old|aged N|i'm N(?= ?(,|and|\.|$))|age N|
        N year old|(woman|man) of N
age_years = quantity
    {relative},? (is |was |aged |age )?(N|S)( year)?( old)?
    (N|S)( year)?( old) (son|daughter|kid|child|boy|girl|nephew|niece|husband|wife|mum|mom|dad)
    (my|his|her|our) (N|S) (year )?olds?|(he|she)('s| is) (only |just )?N(?= ?(,|and|\.|$))
age_years = nothing
    (dog|cat) (is |was )?(N|S)( old)?|(N|S)( year)? old (dog|shoes|pair|trainers)
height_cm = quantity
    H( tall)?
height_cm = nothing
    H (of|deep|long|wide|high|below|above|behind|across|around|more|less|{bigger})( \w+)?
weekly_distance_km = quantity
    (D|N)( so far)? (in )?this week|D for the week|D in (the|a) week
    this week:? N(?= ?([.,;]|$))|this week:? (it'?s |it was |i |i've |i have |we )?(did |ran |
        run |done |at |was |only )*{about}D
weekly_distance_km = quantity
    (?<=W, )(but )?(lately|recently|now) {about}(D|N)|(?<=from [DNW] )to W
usual_weekly_distance_km = quantity * 7
    D (a|per|every|each) day|daily D|D daily
usual_weekly_distance_km = quantity
    from [DNW](?= to W)
    ((usually|normally|typically)( run| do| about| around)* |
        times S,? {about})D(?=[.,;]?( but)?
         this week)
    N (a|per|each|every) week|D in a normal week|D weeks|W|D weekly
    weekly mileage( of| is| about| around)* (D|N)
    (?<=this week, )(normally|usually|instead of)( it'?s| is)? {about}D
longest_run_28d_km = quantity too
    D (a|per|each|every) (other )?day|D N (times|days|runs)? ?S|daily D|D daily|D most (mornings|
        days|
        evenings|nights)
longest_run_28d_km = quantity
    with (D|N (\w+ )?(miles|mile|km)) as (my|his|her) (most|longest|furthest)( run)?
    (?<!get )(?<!getting )used to D(?= ?([.,;]|$))|usual D runs|D days
    D before (this|that)|(up to|used to) D (at most|at a time)|
        longest(?! {far}(ever|yet|so far|to date)) ~ D(?! run)
    longest( run)?( so far)? {far}(was|is|of|being|had been) {about}(D|N)|
        longest:? {about}(D|N)(?! run)
    never ((been|gone|run|ran|done) )?(past|further than|farther than|more than|over|beyond) (D|N)
    most i('d| have|'ve)? (ever )?(done|run|ran) (was|is|before) D
    {raised} {far}from D(?= to D)
sore_calf_runs_28d = 0
    never (had|have|got|get) (any )?(sore|tight) calves
    never (had|felt) (this|it|calf pain) before|first time my calves
    calves (were|have been) (always )?fine (before|until)
sore_calf_runs_28d = 1
    second time (this month|in a row|{far}{calf})|{sore} {far}after the (last|previous) (run|one|
        time)
    same ({calf} )?(pain|soreness|tightness|thing|cramp) (as|after|like)
sore_calf_runs_28d = 2
    third (time|week) (this month|my calves|in a row|running now)|third time ~ my calves
calf_injury_52w = 1 below 365
    {torn} S ago|torn (\w+ )?(calf|achilles|soleus)( muscle)? S ago|(calf|achilles) (tear|strain|
        injury)( ~)? S ago
calf_injury_52w = 1
    {torn} (last (month|spring|summer|autumn|winter|week)|(back )?in {month})
    (calf|achilles) (tear|strain|injury)( ~)? (last (month|spring|summer|autumn|winter)|
        earlier this year|(back )?in {month})
    S (off|out|away) (with|after|because of|for) (a |my )?(torn|strained|pulled|ruptured) (\w+ )?(
        calf|achilles|soleus)
    (calf|achilles) (tear|strain|injury)( ~)? (in|last) (the )?(spring|summer|autumn|winter)
    achilles (tendon\w+|tendinopathy|injury)
one_leg_only = nothing
    {torn} (S ago|last|(back )?in {month})
distance_km = quantity too
    D (a|per|each|every) (other )?day|D most (mornings|days|evenings|nights)
distance_km = quantity
    D|N (\w+ ){1,2}(miles|mile|km)
distance_km = quantity
    C (time trial|tt|road race)
    (ran|did|race\w* (a|over)?) C(?= )(?! (reps|repeats|intervals|sprints))
distance_km = quantity
    (stopped|bailed|quit|gave up|pulled out|cut it short|walked home) (at|after) (D|N)
    (a|an|the|my|her|his)? ?D (run|race|loop|route|course|outing|jog|session|time trial|tempo|plod|
        parkrun)
distance_km = quantity
    D of (pavement|road|tarmac|asphalt|concrete|grass|sand|trails?|beach|snow|mud)|D on (\w+ ){0,3}
        (sand|grass|roads?|trails?|pavement|snow|mud|beach)(?= in T)
distance_km = quantity from 1.5
    C (race )?in T
distance_km = quantity
    (set|ran|got|took) a (new )?D (pb|pr|best)|(return\w*|came back|comeback|
        back) {far}with {about}D
distance_km = quantity first
    (inside|within|as part of|in the middle of) (a|an|the|my|his|her) D (\w+ )?(run|loop|route|race)
distance_km = nothing
    (S|week|month|day) (after|before) (a|the|my|his|her) (\w+ )?D|D (long|high) (climb|hill|
        descent)|D (further|farther|longer|more) than|V for {about}D|
        D,? G( \w+)? (hill|climb|slope|bank)|(road|trail|grass )?D as (my|his|
        her) (most|longest|furthest)
    N (\w+ )?(miles|mile|km) as (my|his|her) (most|longest|furthest)
    N (barefoot|grass|sand|easy|slow|fast|hard|more|extra) (miles|mile|km) (later|before|after|
        added)
distance_km = quantity else
    after ((his|her|my) )?{about}D
distance_km = quantity
    (did|ran|managed|went) {about}N(?= ?([,.!]|$| (on|round|along|through|before) | today| this|
         and|
         but| instead))
distance_km = 1.61
    first mile {on} {far}{shod}
    (flat out |road |track |timed )?mile (time trial|race)
distance_km = quantity * 2
    (D|N) (each way|there and back)|out and back,? D each way
distance_km = quantity
    (D|N),? (in total|total|all in|in all|altogether|overall)|total( of|:) D
distance_km = quantity
    (?<=from D )to D|(?<=from N )to D
distance_km = nothing
    ({never}|no|{calf})( are| were| felt)? ({sore}|fine|ok|okay) {far}after {about}D(?=,? (but|
        and then|then|sore))|
        (wasn't|weren't|not) {sore} {far}after {about}D(?=,? but)
    (felt|feel) (it in )?(my|her|his|the|both) {calf} after {about}D|
        (did|ran) D(?= (reps|repeats|intervals|sprints))|D more than
    (at|by|from|since|past|until|beyond|within) {about}D|
        after (about|around|only|just|the first) {about}D|(last|final|the first|first few|every|
        per|each|to|another)( the| a| my)? D
    D in(to)?(?= ?([.,;]|$|\w+ run))|(after )?(a |the )?D (bike|ride|cycle|walk|hike|swim|drive|
        row)|N laps of {about}D
    D before (the|my|his|her) {calf}|D (a|per|each|every) (time|night|morning)|
        (in|over) (the|her|his|my) {nth} week {far}D
    D yesterday(?=[,;.]? {today}D)|yesterday,? (i |we )?((ran|did|run|went) )?(a )?
        D(?=[,;.]? {today}D)|
        stop(ped)? (a|the|my|his|her) D|D intervals
    D (into it|from home|from the end|or more|mark|point)|D (out )?of (a|an|the|my|his|her) (?=D)
    (my|of|a) D (pb|pr|best)|D (pace|steps|followers|time|plan|training|trainee|hill|mark|
        race pace|effort|climb|runner|ago|away|reps?|repeats?|repetitions?|splits?)
    (sub) D|(half )?marathon(er)? (plan|training|pace|trainee|runner)|mile N|(his|her|my) D time
    km N|R|(quarter|half) mile (runs|reps|repeats)
distance_km = quantity else
    since (the|my|that|{day}'?s) (\w+ )?D( on)?(?! (mark|point))
    (last (week|month|year)|S ago) (i |we )?((ran|did|run|went) )?(a )?D
    (last (week|month|year)|S ago), (i|we) (ran|did|run|went) (a )?D
distance_km = nothing
    (of which|with|including|incl|inside|then (a|an|another)|last|final|added?|adding|
        plus) {about}(last |first |easy |fast |hard )*(D|N)
    (with|including|last) (the )?N (\w+ ){1,2}(miles|mile|km)
duration_min = quantity
    T
duration_min = 60
    hour long
duration_min = quantity
    D( \w+)? (at|@|averaging|in) {about}(P|V)(?! (reps|repeats))|P( pace)? for {about}D
    (average pace|averag\w+)( was| of|:)? P
    (ran|run|running|jogged|went) (for )?{about}T|(?<!after )T (run|jog|easy|of running|of jogging|
        long run|tempo)
    N (easy|hard|slow|fast|barefoot|steady|gentle|continuous) (min|mins|minutes)
duration_min = quantity
    first T (of (running|run walk|jogging|run jog)|{on} {far}{shod})|T of (?=(T|R|N T) (\w+ )?(runs|
        jogs|intervals|bouts|blocks|reps))
    (stop\w*|bail\w*|quit|gave up|walk home|pull\w* out) (at|after) {about}T
    (jogged|came|got|limped|hobbled) (in|home|round) (at|in) {about}T
duration_min = nothing
    T N times S(?=.{1,60} T)|T (\w+ )?(bouts|efforts|blocks|surges)|(N )?V for {about}D|T (pacer|
        pacers|pace group|group|
        D (runner|guy|man|woman|parkrunner|racer))|with {about}T of running
    (run|ran) (for )?T (a|per|each|every) (day|week)|(T|N) beats|at N beats a min\w*|(beats|steps|
        strides) T|
        (ride|swim|race|cycle) of T
    (flew|flight|flying|plane|drove|drive|driving|train|bus|stood|standing|slept|sleep|swim|swam|
        cycled|cycling|rode|ride|walked|walking|walk|hike|hiked|yoga|stretch\w*)( \w+){0,3} T
    T( \w+)? (flight|flying|on a plane|plane|drive|ride|swim|walk\w*|hike|class|boot camp|massage|
        yoga|train|bus|bike|spin|cycle)
    ({point}|last|final|the first|first|every|per|each|within|for another|reps?) {about}T
    T (later|afterwards|after|ago|away|in( it)?(?= ?([.,;]|$))|into|of it|recovery|jog recovery|
        rest|more|longer|mark|reps?|repeats?|hard|at threshold|at tempo|
        at (marathon|race|threshold|tempo) pace)
    could(n't| not) run T|T (a|per|each|every) (day|week|time|night|morning)|
        T yesterday(?=[,;.]? {today}T)
    under T|sub T|nearly T|almost T|at T|(N|\w+) times T|(sets|reps|bouts) of {about}T|N of {about}T
    flew {far}\(?T
elevation_gain_m = quantity
    \+ ?C
    C( of)?( total)? (gain|climb\w*|elev\w*|ascent|ascending|up|uphill|vert|d\+|of vert|
        of climb\w*|hm)
    (climb\w*|gain\w*|up|ascent|elevation( gain)?|vert)( of|:| about)? C|C in (a )?(D)
    with (about )?C up|N d\+|d\+:? N
elevation_loss_m = quantity
    C( of)? (descent|down|downhill|loss|d-)|(descen\w+|drop\w*|down)( of|:)? C
max_grade_pct = quantity
    G,?( (D|C))?( \w+)? (grade|gradient|incline|slope|climb|hill|road|bank)
    (incline|gradient|grade|treadmill|climb|hill)( was| of| at| set| to|:)* G
    at (a )?G(?= ?(,|and|on|then|for|$))|(incline|gradient|grade) (of |at |set to |level )*N
fastest_pace_min_per_km = nothing
    T D (runner|guy|man|woman|parkrunner|racer)
fastest_pace_min_per_km = quantity
    (stepp\w*|speed\w*|rais\w*|turn\w*|crank\w*|up) (it )?(up )?to {about}V|set off at {about}V
    (run|ran|went|miles|splits|reps)( \w+)? (at|in|of) (P|T)(?=,? (and )?(P|T))
    (with|at|in|fastest|reps|repeats|last|hit|down to|@) ?(D |N |of )?(at |in |was |@ ?)?P
    P (reps|repeats)|(D|C) (reps|repeats|intervals) {far}(at|in|of) {about}(P|T)
    (last|fastest|best|quickest) (D|mile|km|kilomet\w+|k) (in|at|was) {about}(P|T)
fastest_pace_min_per_km = quantity too
    D( \w+)? (at|@|averaging) {about}(P|V)(?! (reps|repeats))
fastest_pace_min_per_km = quantity
    R ((up|on|at|in|a|the|hill|track|treadmill) )*(at|in|@) {about}(P|T|V)|\w+ reps? in {about}(P|T)
    (today|this time|now)(,| i| it| was| ran| did| at| about| around)* P
    (too fast|fast|hard) (at )?\(?P|R ((of|at|in|on) )*V
cadence_spm = nothing
    (heart|hr|pulse)( \w+){0,3} N (beats|steps) \w+
cadence_spm = quantity
    N (beats|steps|strides) T|N (beats (a|per) min\w*|beat (podcast|track|song|music|playlist|
        metronome|mix)|spm|
        steps (a|
        per) min\w*|strides per min\w*)|spm:? N
    cadence( was| is| of| to| up| about| around| at| now|:)* N
    (?<=from N )to N(?= ?(spm|steps|,|\.|$| for| on| in))
usual_cadence_spm = quantity
    (cadence|turnover) {far}from N(?= to N)|from N(?= to N spm)
fastest_pace_min_per_km = pace too
    (hard|rac(ed|ing|es?)|time trial|flat out|all out|fast\w*|best effort|pb|pr) {far}(D|
        C) ((race|run|
        time trial|,|barefoot|easy) )*(in|at|of) {about}T|(D|C) (race|time trial|pb|pr|flat out|
        all out|
        hard) ({far})?(in|at) {about}T

longer_than_usual = much
    twice as (far|long) as ever( before)?
    (twice|double|two times|three times|triple) (as (far|long) as )?(my |the |her |his )?(longest|
        usual|normal|most)( \w+)?
    (longest|furthest|farthest)( run| distance)? (i have |i've |i'd )?(ever|yet|so far|to date|
        of (my|the|her|his) (life|year)|of all)
    (longest|furthest|farthest) (that )?(i|she|he)('ve| have|'d|'s| has| had)? (ever )?(run|ran|
        done|gone)
    never (run|ran|gone|done|been) (so|this|that|as) (far|long)|
        (much|far|way|a lot) (longer|further|farther) than
    doubled (my |her |his )?(longest|usual|distance|normal)( \w+)?|
        (further|farther|longer) than (ever|i have ever|i've ever)
    my (longest|furthest) (run |ever )*(ever|yet|so far)|longest (run )?since
    {my}first( ever)? D(?! {on}| pb| of | barefoot| without)|first ever D
longer_than_usual = nothing
    the first D|first D (\w+ )?({on}|of|barefoot|without|split|too|was|were|at|flat|easy)|
        N of my first D
longer_than_usual = little
    ((a (little|bit|touch)|slightly|somewhat|bit) )?(longer|further|
        farther) than(?! ever)( \w+)*? (usual|usually|normal|normally|before|used to)
    (long|far) for (me|her|him)(?! to)|(D|T) (more|longer|further) than (usual|normal|before|
        i'm used to)
    lengthened (it )?to D|step (from|up) {far}(too soon|before (i|she|he) was ready|too big)
    ((a (little|bit|touch)|slightly|somewhat|bit) )(longer|further|farther) than (i|she|he)( \w+)?
longer_than_usual = no
    (no|not) (longer|further|farther) than (usual|normal|always)|
        (same|usual|normal|regular|standard) (distance|loop|route|course|circuit|length)( as \w+)?
    (shorter|less far) than (usual|normal)|(my|her|his|the) (usual|regular|normal|
        standard) (D( run| loop)?|T (run|loop|jog))
longer_than_usual = nothing
    (longest|furthest|farthest)( run| distance)?( ever| so far| yet| to date)? (is|has been|
        had been|
        until \w+ was|before (this|that|it) was|was only) {about}(D|N)
    longest(?! {far}(ever|yet|so far|to date)) ~ D|twice a (day|week)
    (bored of|left|off|not|instead of|than|beyond|changed) (my |the |her |his )?(usual|regular|
        normal|standard|same) (distance|loop|route|course)
stride_change = longer
    (lengthen\w*|longer|bigger) (my |the |her |his )?(strides?|steps)|
        (tried|trying|took|taking) (longer|bigger) \w+
    (lowered|dropped|reduced|slowed) (my |the |her |his )?(cadence|turnover)
stride_change = shorter
    (shorten\w*|shorter) (my |the |her |his )?(strides?|steps)|
        (short|quick|quicker|small|smaller) steps
    (raised|raising|increased|increasing|upped|upping|higher|quicker|faster) (my |the |her |
        his )?(cadence|turnover)
stride_change = nothing
    (natural\w*|usual\w*|always) (quick|small|short) (\w+ )?(steps|strides?)
    (shorten\w*|lengthen\w*) (my |the |her |his )?(run|runs|route)
soft_surface_fraction = 1
    (grass|sand|mud|snow)( ~)?,? (all the way|the whole way|every step of it|throughout|entirely)
    all (of it )?on (the )?({soft} ){0,3}(grass|sand|mud|snow)
    entirely on (grass|sand|mud|snow)|every step of it
    (the )?(whole|entire|all of the) (D|T|run|race|route|
        thing) (was )?on (the )?({soft} ){0,3}(grass|sand|beach|mud|snow)
soft_surface_fraction = 0.5
    half( of)?( it| the run| the way)?( was)? (on|in|through) (the )?({soft} ){0,3}(grass|sand|
        beach|mud|snow)
soft_surface_fraction = 0
    no (grass|sand|mud|snow)( or (grass|sand|mud|snow))?( at all)?
usual_pace_min_per_km = quantity
    (treadmill|daily|regular|habitual) (\w+ )?runner at {about}(P|V)
    (usual|normal|training|easy) pace( is| was| of|:)? {about}T|
        (than|from|to) (my |his |her |the )?(usual|normal) {about}(P|T)
    (usual|normal|normally|usually|typical\w*|training|easy)( run| pace| runs)*( is| are| at| of|
         about| around)* P
    (usually|normally)( \w+){0,4} (at|around|about) {about}P
    ((?<=P pace, )|(?<=P pace )|(?<=P, )|(?<=P \()|(?<=P pace \())(but |and )?(i )?(usually|
        normally|usual|
        normal|typically)( run| at| is| about| around| pace| it's)* T
    (W|N (days|times|runs|miles) (a|per) week) (mostly |usually )?at {about}P
usual_climb_m_per_km = quantity
    (usually|normally|usual climb\w*)( is| of| about)* C (per|a) km
usual_cadence_spm = quantity
    (usual|normal|normally|usually)( at| cadence| is)* N(?= spm)
usual_shoe_drop_mm = quantity
    old (pair|ones|shoes?) ((is|was|were|had|also|at) )*M
    (from|used to|usual\w*|normal\w*|after|years in|instead of)( ~)? M( drop)?( (?!to)\w+)?
    M (trainers|shoes|drop)? before
    in M (shoes|trainers) {far}(?=.{0,40}M)|(?<=M drop )instead of N
shoe_drop_mm = quantity
    M( heel)?( to toe)? drop|drop( of| is|:)? M
    M ((trail|road|running|racing) )?(shoes?|pair|trainers?|ones?|lightweight|version)|(to|
        new)( a| the)? M
shoe_drop_mm = nothing
    M (spikes|pins|needles)
shoe_drop_mm = 4
    (low|lower) (heeled|drop|heel)( {shoe})?
shoe_drop_mm = 10
    (high|higher) (heeled|drop)( {shoe})?
shoe_change = none
    {shoe} (are |were |was )?(the )?same( as (usual|always|ever|before))?
    (same|usual) (old )?(running )?({shoe}|pair)( as (usual|always|ever))?|no new {shoe}
    (orthotics?|insoles?|inserts?|{shoe}) (as always|as usual|like always|as ever)
shoe_change = nothing
    new barefoot (runner|running)
    (same|usual|normal|regular) {shoe} (have|has|are|were|had)
    (from|after|than|unlike|instead of|not) (my |the |her |his )?(\w+ )?(same|usual|normal|regular|
        old) {shoe}
    (thinking of|advised|told|looking at|going to|should|want\w*|need\w*) {far}new {far}{shoe}
    (changed|switched|switching|swapped|moved|moving|went|going|from) {far}(to|for|
        into) (running )?(barefoot|bare feet)(?! (style )?{shoe})
    first {far}{shoe} (this (season|year|summer|winter)|of the (season|year|summer|winter)|since)
shoe_change = same_model_new
    (replac\w+|swapp\w+) {far}(with|for|by) (the )?same (model|shoe|shoes|kind)
    new (pair|ones?) of (my |her |his |the )?(usual|same|old)( \w+)?
    new (pair|ones?) (but |of the |of my )?(the )?((exact )?same|usual)( \w+)?|
        same (model|shoes?),? ~ new
    (a )?(new|fresh|replacement) pair of the (exact )?same( \w+)?|
        (newer|new|latest|next) {far}version of (my|her|his|the) (old |usual |same )?{shoe}
shoe_change = other_model
    (swapp\w+|exchang\w+|trad\w+) (\w+ )?(usual|normal|regular) ({kind} )*{shoe}
    (another|different|other|new) (model|brand|make)( of shoes?)?|
        (different|other|borrowed) ~ {shoe}
    (changed|switched|swapped) (my |her |his )?(running )?(shoes|trainers|brands?)|
        {shoe} (i |she |he )?(bought|purchased)
    (brand )?new (pair of )?(\w+ )?{shod}|new {shoe}|
        (new|newer|different|borrowed) (pair of )?({kind} ){1,4}{shoe}
    (changed|switched|switching|swapped|moved|moving|went|going|changing|transition\w*|
        change) {far}(to|for) (a |the |some )?(pair of )?({kind} ){1,4}({shoe}|pair|ones?)
    (changed|switched|switching|swapped|moved|moving|went|going|changing) from ({kind} ){0,4}{shoe}
    (bought|got|getting|purchased|sold|picked up) (a |some |the |me |her |him |myself )*({kind} |
        new |pair |of )+{shoe}( \w+ ago)?
    first( ever)? ({outing}|D|T|runs|few runs|mile|miles) {on} {far}{shoe}|{shoe},? first {outing}
    (first (days|week|weeks)|(S|second|third|N) (runs? )?(in|into)) (in )?(my |the |her |
        his )?(\w+ )?({kind} ){1,4}{shoe}
    {moved} (to|into|for) ((a|pair|of|my|new|some) )*{bare}( {shoe})?
    from (a )?M( drop)?( ({shoe}|ones))? (down )?to( a)? (M|zero drop|{kind} {shoe})|
        never (had )?worn {shoe} before|M {shoe} after M|first {outing} {on} (them|these|those)
    (since|after) (getting|buying|changing|switching) {far}{shoe}|breaking in {far}{shoe}
    first (spikes|minimalist|toe shoe) (run|mile|outing|jog|D|session)|
        first {far}(session|workout|race|outing) in {far}{shoe}
shoe_change = worn_out
    (worn ?out|worn|worn down|dead|knackered|ancient|past it|flattened|bald) (old )?(shoes|
        trainers|pair)
    (shoes|trainers|pair) {far}(worn|worn out|past it|knackered|bald)|
        (shoes|trainers|pair) (are |were |is )?(dead|shot)
shoe_change = nothing
    (after|since|because|when) {far}(shoes|trainers|pair) (died|wore out|were worn out)
shoe_change = nothing
    (runs?|ran|running|wor[en]|wears?|always) (in |with )?(my |her |his )?(insoles|orthotics|
        inserts)(?! for the first)
shoe_change = inserts
    (new |custom |gel |my |first run with |with )*(insoles?|orthotics?|heel lifts?|heel wedges?|
        inserts)
    arch supports|shoe inserts?
other_calf_load = 1
    (did|doing|after|of|some|N|following) (\w+ )?(calf|heel) raises(?! hurt)|
        (after|did|following|day of|the day after) (a |the |my |some |heavy |day of |long |hard |
        N |D |T |S |of ){0,5}(\w+ )?{load}
    {load}( class)? (the (day|evening|night) before|yesterday|earlier|the night before|on {day})|
        skipping rope|
        jump rope
    (day|hours?) after (a |the |my |some |heavy |hard |long |D ){0,4}(\w+ )?({load}|race|marathon)
other_calf_load = 1 below 4
    S after (a |the |my |some |heavy |hard |long |D ){0,4}(\w+ )?({load}|race|marathon)
other_calf_load = nothing
    (wakes?|woke|waking|{sore}) (up )?(\w+ ){0,3}(day|morning) after (a|the|my|her|his) (\w+ )?race
    (can|could)('?t|not| not)? (even )?(do|stand)( \w+)? ?(calf|heel) raises?|no {load}
    (should|do|doing|try|advis\w+|told|recommend\w*|suggest\w*|strengthen\w*) {far}(calf|
        heel) raises
shoe_distance_km = 0
    first( ever)? (run|runs|time|outing|go|jog|session|try|spin|D|T|wear|mile)( (ever|of the year|
        out))? {on} (my |the |a |some |these |those |new |pair |of |brand |
        proper )*(\w+ )?(\w+ )?{shod}
    first (barefoot|spikes|minimalist|toe shoe) (run|mile|outing|jog|D)
    straight out of the box|maiden run|first outing|never (had )?(run|ran|worn) (in )?{shod} before
    never (had )?run (barefoot|without shoes)|first (run|time) (running )?barefoot|
        first ever barefoot
    first ((D|two|three|N) )?barefoot (D|mile|miles|run)|{shod}(,| for the)? first (outing|time|run)
shoe_distance_km = nothing
    first {far}{shoe} (this (season|year|summer|winter)|of the (season|year|summer|winter)|since)
    (new|first) (\w+ )?(insoles?|orthotics?|inserts|heel lifts?)
shoe_distance_km = quantity
    D (on|old) (them|these|the shoes|it)|D in (them|these|the shoes)|
        (them|shoes|trainers) (have|had|with|has) {about}D( on)?
    D (on|in) them so far
sore_calves = nothing
    (will|would|might|could|may|should|won't) ((my|the|both|i|it|this|that|get|have|expect|leave|
        make|
        give) )*({calf} (\w+ ){0,3}{sore}|{sore} {calf})|{calf} (will|would|might|may|could|won't)(
         \w+){0,3} {sore}
    {calf} (be )?(going to|gonna) (\w+ )?{sore}
    (expect\w*|avoid\w*|prevent\w*|risk(ing)?) (of )?(my |any )?({sore} {calf}|{calf} {far}{sore})
sore_calves = 0
    {calf} (\w+ )?{never} {sore}|(no|neither) {calf}( was| felt)? {sore}
sore_calves = 1
    {calf}( ~)? {sore}|{sore} {calf}|{sore} ~ {calf}
    (could|can) (hardly|barely|scarcely) {far}(stairs|steps|walk),? (my )?{calf}
sore_calves = 1
    (but|only) after {far}(they|it) (were|was|did|hurt)|but (they|it) (were|was|did) after
    {calf} (\w+ )?(fine|ok|okay) after {about}(D|T),? (but |and |then )*{sore} after
sore_calves = 0
    {calf} (are |is |feel |felt |were |was )?(all )?(fine|ok|okay|happy|good|not sore)
    no soreness|no sore calves|not sore at all
sore_calves = nothing
    {calf} {far}(fine|ok|okay|good) (until|till|up to|for the first|during|in the|at first|while)
    {sore} from (yesterday|last|{day}) ?'?s?( \w+)?
onset_hours = nothing
    (not|never|wasn't|weren't) {sore} {far}after {about}(D|T)(?=,? but)
    (woke|wake|woken|waking)( me)?( up)? (at|in|during|around|about) (the )?(night|
        middle of the night|
        [1-4][0-9:]*am|N am),? {far}({sore}|{calf})
    {elsewhere} {sore} {far}{within}|(not|no|never|nothing|fine|ok|okay|good) (pain |soreness |
        trouble )?{within}
    {point} (about |the |only )?(D|T),? (\w+ ){0,3}{never} {sore}(?! (until|till))
    {never} {sore}(?! (until|till|but|during))( \w+)? ({morning}|{tomorrow}|{evening})
    (cut|stopped|bailed)( it)? short(?=.{0,20}D)|snapped {far}(photo|pic|selfie)\w*( \w+){0,3}
onset_hours = 0
    {sore}( up)? {here}{within}|{within} {here}({sore}|felt a)|
        {within}, {here}({sore}|felt a)(?! {far}({evening}|{morning}|{tomorrow}))
    {calf} (?!{far}(fine|ok|okay|good|great|happy|better|loose|fresh))(felt|went|gave|got|started|
        began) {far}{within}
    ({sore}|{seized})( up)? (\w+ )?after ((only|just|the first|a few|about|barely|around) )+(D|T|
        \w* ?(minutes?|miles?|steps|km|laps?|reps?|hills?|climbs?))
    {seized} ({calf} )?(\w+ )?after (D|T)|{seized} after the {nth}(?= ?([.,;]|$))|after {about}(D|
        T),? {far}{calf} {far}{seized}|
        after (D|T)( {far})? (i |she |he )?(had to|was forced to) (stop|walk)
    ({sore}|{calf})( up)? {here}({within}|during),? (and|then|or) {far}({tomorrow}|{morning}|
        {evening}|after)( {sore})?
    forced a limp|(limped|hobbled) (home|back)|{calf} (trouble|pain|tightness|
        soreness) {here}{within}|(felt|feel) (it in )?(my|her|his|the|both) {calf} after {about}(D|
        T)|D before {far}{calf}|already {sore}|{sore} in (every|each) (\w+ )?(run|
        session)|past (about )?(D|T)( or D)?
    (had|have|has|having) to (walk|limp|stop|slow|quit|pull|turn back|hobble|cut)|
        made (me|him|her) (stop|walk|quit|limp)|(ran|jogged|
        did) the last {about}D with {far}{sore}|{sore} {far}(at|from) {about}T(?= |,|
        $)|forced (me |her |him )?to (stop|walk)|ended the session
    (stopped|stops|halted) (me|him|her)|(cut|cuts) (it |the run |runs |my run )?short (with|for|
        because|by|as)
    cramp\w* (at|in|on) (\w+ )?(km|mile|lap|rep) N|{sore} before the end|
        (too sore|sore) to (push|finish|run on|carry on|continue)
    {sore} {far}(in|during) (each|every) (\w+ )?run|
        {seized} {far}(in|on|during) the {nth}(?= ?([.,;]|$))
onset_hours = 0
    {calf} ({far})?(fine|ok|okay|good) (until|till) {about}(N|D|T|mile N|km N|half ?way|
        cool ?down|warm ?
        down|end|finish)(?= ?([.,;]|$)| then| when)|N before {far}{calf} {far}{seized}
onset_hours = 0 inside
    {sore} (\w+ )?after {about}(D|T)
onset_hours = 8
    {sore} until (the |that )?(evening|night|bedtime)|{sore} {far}{evening} and {far}({tomorrow}|
        {morning})
    {sore} {far}{evening}|{evening},? {far}({sore}|{calf})|
        {sore} (\w+ ){0,2}(tonight|last night|this evening)
onset_hours = 16
    {sore} {far}({morning}|in the morning)|{morning}[,:]? {far}({sore}|{calf})|
        {sore} (\w+ ){0,2}this morning
    (?<=[.,;] )this morning,? ((my|the|both|i) )*({calf}|{sore})
onset_hours = 24
    {sore} {far}{tomorrow}|{tomorrow}(?! (a|an|the|my|some|heavy|hard|\w+ing)),? {far}({sore}|
        {calf})|{sore} {far}within {about}a day
onset_hours = 24 below 1.4
    {later}
onset_hours = 48 below 2.5
    {later}
onset_hours = quantity
    {sore} {far}T (later|afterwards|after (the|my|her|his) run)
onset_hours = 0 below 1
    {sore} {far}within {about}T
onset_hours = 24 from 20
    {sore} {far}within {about}T
onset_hours = 4
    {sore} {far}(a few|some|several) hours (later|after)|
        (a few|some|several) hours (later|after),? {far}{sore}
onset_hours = nothing
    (better|fine|gone|ran|run|running|raced|easy run) {far}({morning}|{tomorrow})
    still {far}S (later|after)|S (later|after),? {far}still|worse (the )?next day|
        (next day|next morning) {far}(ran|did|run|race)
sore_days = quantity
    ({sore}|{calf}) {far}(for|lasted|lasting|last|going on|past) {about}(next |last |past )?S|
        (lasted|lasting) {about}S
    still {sore}( after)? {about}S|for {about}(next |last |past )?S,? {far}({sore}|{calf})
    (and|now|already|then) for {about}S|{calf} (needed|took|taken) {about}S to (\w+)|
        S of {quite}({sore}|{calf}) ?{calf}?|({sore}|{calf} soreness) of {about}S|
        (sore|stiff\w*|hurt\w*|tight) ever since,? {about}S
    (stairs|walking) {far}(hard|hell|agony|difficult|impossible) for {about}S
    ({morning}|{tomorrow}|{evening}) and (for )?(the )?(next )?S|
        after {about}S (my |her |his |the |both )*{calf} (is|are|were) still|
        (it )?took {about}S {far}to (settle|recover|loosen|go|ease|calm)
    {calf} {far}({evening}|{morning}|{tomorrow})( on)?, (and )?for {about}S
    {sore} (for )?{about}S|{sore} for N(?= ?([.,;]|$))|still ~ S (later|on|after)|
        S of (soreness|pain|hobbling)
    {sore} {far}for {about}S|to day N|S running(?= ?(\.|$|,))|
        (for|past) {about}S (after|now|since)
    S later {far}(still|can'?t|cannot)
sore_days = quantity from 2.5
    {sore} {far}S later|still {sore} {here}S (later|after|on)|still {sore} after N(?= ?([.,;]|$))
    (was|were|out of action|him|her|me) out for S
sore_days = quantity else
    day N(?! of)|on day N
sore_days = 2
    until (the )?second day
sore_days = 3
    until (the )?third day
sore_days = nothing
    {elsewhere} {sore} {far}S
    (peak\w*|worst|worse) {far}day N|(run|ran|running|jogged) (regularly )?for {about}S
    {sore} (for )?S (later|after|ago|before|earlier)|S (ago|before|earlier|rest)
    for S (now )?(i|we) (have|had)? ?run|running for S|S off|for years|rest\w* for {about}S
    for S (before|without|of running|off|i ran|he ran|she ran)|(for|in) (the )?(first|last) S of
    nearly S|almost S
severity_0_10 = quantity
    O|(pain|soreness)( level)?( of| is| was|:) N(?! ?%)|a solid N
severity_0_10 = nothing
    (effort|rpe)( was| of|:)? O|O (effort|rpe)
one_leg_only = 1
    (calf|leg|ankle) ((is|was|looks|about|a|bit|now) )*(H )?{bigger}
    (left|right|one) (lower |inner |outer |upper |mid )?(calf|leg|soleus|side|one|ankle|achilles)|
        (left|right) only
    (the|my|his|her|only) (left|right) (is|was|has|hurts?|aches?|feels?|got|gets|went|swelled|
        looks?)
    {calf}( ~)? (?<!all )(?<!just )(?<!feel )(?<!feels )(on the )?(left|right)(?= ?([.,;]|$))
    (my |the |a )(calf|leg)( \w+)?( \w+)? bruis\w+|bruis\w+ (on|of|in) (my|the) (calf|leg)|
        calf bruis\w+|bruised calf
    (on |in )one (side|leg)|unilateral(ly)?|one sided
    (on|in) (the|my|his|her) (left|right)(?= ?([.,;]|$| side| leg| only| one| since| all))
    (one|weaker|stronger|dominant) (side|leg|calf)('s)?( calf)?
    just (the|my) (left|right)( one)?|only (the|my) (left|right|one)
one_leg_only = 1 below 2
    N (lower )?(calf|leg|side|soleus)(?! (raises?|stand))
    (left|right) N|N of (my|the|his|her) (lower )?(calves|legs)
one_leg_only = 1
    single (calf|leg)(?! (raises?|calf|heel|stand))
one_leg_only = nothing
    (mild|some|little|any|no|of) (\w+ )?(soreness|pain|tightness|stiffness) left(?= ?([.,;]|$))|
        (one|N) (calf|leg),? (or|then) the other|
        either calf
    (one|N) (calf|leg) at a time
one_leg_only = 0
    bilateral(ly)?|(left|right) and (left|right)
    both (calves|legs|sides|of them)|in both|each calf|both(?= (sore|hurt|ache))
sign sharp_pain
    (felt|heard|with|was) (a |something )?(pop|snap|twang|crack|ping|rip)\w*|pop
    felt (the|my|his|her|something) {far}(go|give|snap|pop|tear|rip)(?= ?([.,;]|$| like| at| in|
         and))
    went (pop|bang|ping)|(calf|it|something) (popped|snapped|tore|ripped|went)
    sharp(,| and| or)? ?(\w+ )?pains?|sharp pain|stabbing|jabbing|shooting pains?|knife like
    sudden(ly)? (\w+ )?pain
    like (being |i was |i'd been |i had been )?(shot|kicked|hit)( in| by)|kick in the calf
    (like|as if|as though) (someone|somebody|something) (had |has )?(shot|kicked|hit|struck|
        stabbed) (me|my)( \w+)?
    gave way|anything sharp|sharp|(cramp|hurt|pain|ach)\w* sharply
sharp_pain = nothing
    (snow|sand|ground|mud|surface|footing|shingle|gravel|path|soil)( (?!my |his |her |the |it |
        calf|leg|ankle|knee|something)\w+){0,3} gave way
    (popped|pop) (out|to the|to|into|over|round)|pop music
    sharp (bend|turn|corner|uphill|climb|hill|shower|left|right)|snapped a \w+
    snapped (some|photos)
sign swelling
    (calf|leg|ankle)( ~)? (H )?{bigger}
    swollen|swelling|swelled|swells|puffy|ballooned|(tender|sore|painful) and (warm|hot)|
        twice the size|hot to (the )?touch
    warm to (the )?touch|redness|is red
    (calf|leg) (is |looks |feels |was )?(red|hot|warm)(?! up)|it (looks|feels) (hot|warm)
    red,? (and )?(hot|warm|swollen)|hot,? (and )?(red|swollen)|swole
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
    (face|cheeks?|eyes|nose|traffic|light|zone) {far}red|in the red|red (zone|flag|light|wine|
        shoes|urine|pee|streaks?|skin)|(seeing|saw) red
sign worsening
    (getting|gets|got|is getting|keeps getting) (\w+ )?worse|worse (every|each) (day|hour)
    worse and worse|worsen\w*|increasing(ly)? pain\w*|(pain|soreness) (is |keeps )?(increasing|
        growing|building|rising)
    worse by the (hour|day)|keeps? growing|pain keeps (growing|getting)
sign numbness
    numb|numbness|tingling|tingly|pins and needles|foot fell asleep
    {unable} feel (my |the )?(\w+ )?(foot|feet|toes|calf|leg)|(gone|went|going|goes) dead|
        (foot|feet|leg|toes|calf) (is |has |keeps? )?(gone |going |went |fell |falling )(to sleep|
        asleep|numb)|prickling|no feeling in (my |the )?(\w+ )?(foot|feet|toes|calf|leg)
    numb(ed|ing|ness)?|tingl\w+
numbness = nothing
    comfortably numb|numb with cold|numb hands
sign tight_at_same_point
    (every time|always|every( single)? run)( ~)? (at|after|around) (the )?(same|D|T|mile N|
        km N)( point)?
    (every|each)( single)? run,? (always )?(at |in )?(the )?same (spot|point|place|distance)|
        as it does (in |on )?every( single)? run
    same point (of|in|on) every run|(D|T) (of |in |into )?every( single)? run
    at the same (point|place|spot) (of|in|on|every)( ~)?
sign cannot_tiptoe
    {unable} {tiptoe}( ~)?
sign breathless_or_chest_pain
    chest pains?|pain in (my|the) chest|short of breath( at rest)?
    breathless(ness)?|(my |the )?chest( feels?| felt| is| was| really| also)* (hurts?|aches?|tight|
        pain\w*|tightness|pressure)|tight(ness)?( in (my|the))? chest
    (hurts?|pain\w*|sore)( \w+)? (when|if|as|to|whenever) (i )?(\w+ )?breath\w*( in)?
    cough\w* (up )?(some |a bit of |a little )?blood|fainted|fainting|(felt|feel|feeling) faint|
        {unable} (breathe|catch my breath|get (my|enough) (breath|air))|passed out|black(ed|
        ing)? out
    (trouble|difficult\w*|problems?|struggl\w+)( with| in| to)* breath\w*|hard to breathe|
        short(ness)? of breath|breathing (is |feels |got ){quite}(hard|difficult|painful|laboured)|
        (stabbing|sharp|crushing)( pains?)? in (my|the) chest|out of breath (at rest|sitting|
        just |walking|all day|now|since|doing)
breathless_or_chest_pain = nothing
    (out of breath|breathless|short of breath) (on the|at the|while running|when running|running|
        up the|finish|by the top)
sign confused_or_collapsed
    collaps\w+|confus(ed|ion)|seizures?|(had|having|have) a fit|delirious|disorient\w+|convuls\w+|
        was fitting|
        (talking|speaking) (nonsense|gibberish)|slurr\w+|keeled over|{unable} think straight|
        unconscious|(didn'?t|don'?t) know where i (was|am)
confused_or_collapsed = nothing
    confus(ed|ion) (about|why|by|how|as to|which|whether|what|over)|collaps\w+ arch\w*|
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
    (foot drop|drop foot)|{unable} (lift|raise|pull up|pick up|move) (the front of )?(my |
        the )?(\w+ )?(foot|feet|toes)( up)?|(foot|toes) won'?t (lift|come up|move)|(trip|tripping|
        tripped) over (my |
        the )(\w+ )?(foot|toes)
    (foot|toes?) (just |now |always |keeps? )?(slap|drag|flop|hang|droop)(s|ping|ging|ing)?
sign hard_calf
    (hard|solid|stiff) as (wood|a rock|rock|stone|a board|a brick)|rock hard|hard like wood
    {calf} {far}wooden|(hard|solid) like (a )?(wood|rock|stone|board|brick)s?
    (hard|solid) as (rocks|stone|iron|steel|concrete)|
        (unbearable|agony|excruciating) {far}(bend|bending|bent|flex\w*|move|moving) ~ ?(toes|foot)
sign dark_urine
    (dark|brown|cola|coke|tea|cola coloured|tea coloured|coca cola|black|red)( coloured| colored|
         like)? (urine|pee|wee|piss)
    (pee|urine|wee|peeing|piss)( is| was| looks| looked| came out| has gone)? (very |really |like |
        the colour of |the color of )*(dark|brown|cola|coke|tea|black|red)
    (peeing|pissing|weeing|passing) blood|blood in (my|the) (pee|urine|wee)|bloody (pee|urine|wee)
    (pee|urine|wee|peeing|piss)( is| was| looks| looked| has gone| turned| went|
         came out)*( \w+)? (dark\w*|brown\w*|rusty|orange brown|reddish|cola|coke|tea|pink|coffee)
    (rusty|reddish|pink|brownish|coffee coloured|very dark|dark brown) (urine|pee|wee|piss)|
        (hardly|barely|not) (peed|peeing|passed (any )?(water|urine)|any (pee|urine))|
        haven'?t (peed|been able to pee|passed (any )?(water|urine))
sign fever
    fever\w*|(a |high )temperature( of)?|chills|shiver\w*|running a temperature|flu like|
        (feel|feeling|felt) ((very|really|so) )+(ill|unwell)
fever = nothing
    (low|warm|outside|air) temperature
sign cannot_walk
    {unable} (walk\w*|bear (any |my )?weight|put (any |my )?weight|take (a|any|a few|two|N) steps?|
        stand (up )?on (it|that leg|that foot|my (\w+ )?(leg|foot)))( on (it|that leg|my leg))?
    {unable} put (my |the )?(left |right )?foot down|{unable} (stand|weight bear)(?= ?([.,;]|$))|
        non weight bearing|(need|on|using) crutches
cannot_walk = nothing
    {unable} walk (properly|normally|down|up|well|without|far|fast)
sign crack_or_odd_shape
    (odd|strange|weird|funny|wrong) (\w+ )?shape|(odd|strangely|weirdly|oddly) shaped|misshapen|
        bone sticking|(heard|felt|with) a (loud )?crack|deformed|(a )?(gap|dent|hole) in (my|
        the) (calf|
        achilles|tendon|muscle)|bent (out of shape|the wrong way)
sign came_back
    (pain|soreness|it|ache|tightness)('s| has| is| was| just)? (came|come|back|returned|
        coming)( right)?( back| again)|(pain|soreness|it|ache) ((has|is|'s) )?(back|
        returned)( again)?(?! (on|to the))|
        (got|was|felt|eased|getting) (better|off|fine)( and| but| then|,)+ (now )?(it'?s |it is |
        came )?(back|sore again|hurts again|worse again)
sign lasting_cramp
    cramp(ed|ing|s)? (for|lasted|lasting|that lasted|going on for|went on for|has lasted) {about}T|
        T( long)? cramp|cramp (won'?t|will not|would not|wouldn'?t) (go|let go|release|stop|ease)\w*
sign cord_or_lump
    lump behind (my|the) knee|(hard|sore) (cord|vein)|sore lump
    (lump|bump|knot|thickening)s? (in|on|along) (the|my) (cord|tendon|achilles)
sign bone_spot
    (spot|point|place) (on|in) (the|my|his|her) (shin ?bone|shin|tibia|fibula|bone)|bone (is|feels|
        hurts)( sore| tender)?|(shin ?bone|tibia|fibula) (is |feels )?(sore|tender|hurts?|pain\w*)|
        stress fracture
sign pain_at_night
    (wakes?|woke|keeps|kept|waking|woken|wakened)( me| him| her)? (up )?(at|in the|during the|all|
        by the|every|last) (night|pain|middle of the night)|(pain|sore|hurts?|aches?|aching|
        throb\w*|
        painful|worse) (at|in the|during the|all|through the) night|
        (pain|ache|it|calf|calves)( \w+)? (woke|wakes|waking) (me|him|her)|{unable} sleep (because|
        due|for|from|with)( of| to)?( the| my)? (pain|calf|calves|cramps?)|night pain
sign tendon_antibiotic
    \w*floxacin|cipro\w*|levaquin|avelox|fluoroquinolone\w*|quinolones?
sign clot_risk
    (long haul|long|S|T|\w+ hour) flight|(since|after|off) (the|a|my|our) (\w+ )?flight|
        just flew
    (flew|flight|flying|plane|on a plane) {far}\(?T|T( \w+)? (flight|flying|plane|plane ride|
        on a plane)|long haul
    after (a |the |my )?(flight|surgery|operation)|(on|taking|take) the (\w+ )?pill|pregnan\w+
    (flew|flown|flying|jetted) (back|home|in|out|from|to|over)( from| to| \w+)*?(?= |$|[.,;])
    ((a|the|my|our|on|overnight|transatlantic|night|back) )(flight|plane)(?!s? of)
    (just )?got off (a|the) (\w+ )?(flight|plane|coach|bus)|jet ?lag\w*
    (drove|drive|driving|train|bus|coach|car|road trip)( \w+){0,3} T|T( \w+)? (drive|in the car|
        in a car|on (a|the) (bus|coach|train)|coach|bus|train|car)( (trip|ride|journey))?
    long (car|train|bus|coach) (ride|journey|trip)|long (drive|journey)
    post ?(partum|natal)|c section|caesarean|cesarean|giving birth|gave birth(?! S ago)|
        (had|having) (a|our|my|the) (\w+ )?baby(?! S (ago|back))|new(born)? baby|breast ?feeding
    contraceptive\w*|birth control|hrt|hormone replacement|(o?estrogen|tamoxifen)
    cancer(?! (research|charity|run|race|walk))|chemo\w*|tumou?r|thrombosis|factor v( leiden)?|
        (clotting|blood) disorder|bedridden|
        thrombophilia
    in hospital|(in|wearing) a (walking |medical |moon )?boot|broke my (leg|ankle|foot)
    (dvt|blood clot|clot)s? (before|last|in the past|S ago)|(had|have had) a (blood )?clot
    (in|had) a (plaster )?cast|knee (surgery|operation)(?! S ago)|hormone (tablets|therapy)
    bed rest
clot_risk = 1 below 92
    (baby|birth|surgery|operation|cast|plaster|boot) {about}S (ago|back)
clot_risk = nothing
    (baby|birth|surgery|operation|cast|plaster|boot) {about}S (ago|back)
sign blood_thinner
    (blood )?thinners?|blood thinning|warfarin|coumadin|apixaban|eliquis|xarelto|rivaroxaban|
        edoxaban|dabigatran|pradaxa|heparin|clexane|enoxaparin|anti ?coagul\w+
sign sickle_cell_trait
    sickle( cell)?( trait| disease| carrier)?
sign muscle_risk
    statins?|rhabdo\w*|heat ?wave|\w+statin
sign hot_red_skin
    (red|hot) (\w+ )?skin|(redness|red patch|red area|rash|it) (is |keeps )?spread\w*|red streaks?|
        spreading red\w*|skin (is |looks |feels |has gone |went |goes )?{quite}(red|hot)|cellulitis
sign headache_and_vomiting
    headaches?,?( and| with| then)?( i| i'?ve)?( just| keep| then| kept)? {threw}
    {threw},?( and| with)?( a| my| i have a| had a)?( \w+)? headache
sign numb_saddle_or_bladder
    both (my )?legs (are |feel |have gone |went )?{quite}weak|{unable} (pee|wee|urinate|pass (water|
        urine))|(hard|difficult|trouble|struggling)( to| with)? (pee|peeing|wee|urinat\w+)
    numb\w* (between|around|in) (my |the )?(legs|bum|bottom|groin|saddle|crotch|genitals|buttocks)|
        (lost|losing|no) control of (my |the )?(bladder|bowels?)|(lost|losing|no) (bladder|
        bowel) control|incontinen\w+
terrain = nothing
    flat out|felt flat|flat (feet|footed|tyre|tire|shoes)|foam roll\w*|rolled my ankle
    over the hill|(on|in) (my |the )?flats|hills? (repeats|reps|sprints|session)|\w+ hill road
    anything but flat|hurts? (on|going up|going down) (the )?stairs|steep learning curve
    rolling (start|pin)
terrain = flat
    (mostly|all|completely|totally|nice and|very|pretty|fairly) flat
    flat (course|route|loop|road|run|trail|path|ground|all the way|around here|terrain)
    (run|runs|ran|is|was|it's|on) (the )?flat(?! out)|flat(?=,| and|$| as )
terrain = nothing
    no flat
terrain = hilly
    no flat(?= )
usual_terrain = flat
    from (a |the |my )?(near |pancake )?flat( \w+)? (roads?|streets|country|plains?|lands?)|
        from (a |the |my )?flat( \w+)?(?= to )|flatlander|used to (the |a )?flat( \w+)?
    (never|don't|dont|do not|rarely|hardly ever|seldom|didn't use to|no) (usually |normally |
        ever )?(run|do|
        see|have|train on|running)( on| up)?( any| the)? (hills?|climbs?)(?! (reps|repeats|sprints|
        session|
        training|intervals|work))(?! (today|yesterday|this))
terrain = flat
    flat D|D flat(?! out)|(?<=[,.;] )flat(?= ?[.,;!]|$)
    (not|wasn'?t|isn'?t|nothing|nowhere near) (at all |really |very |even |particularly )?(hilly|
        steep)
terrain = hilly
    climbing (trails?|routes?|paths?|loops?|roads?|course)|hill (route|loop|course|run)s?
    (D|T|N|efforts|reps|bouts|runs|all|mostly|ran|run|running|was|and|steadily|
        constantly)( the way)? uphill(?! (and|
        sprint\w*|
        interval\w*|rep\w*|surge\w*|part|bit|section))|uphill (all the way|for|over)
terrain = steep
    stair (running|climb)|(ran|run|running|climb\w*|sprint\w*|up|flights of|
        repeating) (the )?(stairs|steps|staircases?)
terrain = hilly else
    hill (sprints|reps|repeats|session|intervals|training|workout)
terrain = rolling
    (slightly|gently|mildly|a bit|a little|moderately|somewhat) (hilly|undulating)|gentle hills
terrain = steep from 15
    G (grade |gradient |incline )?(hill|slope|climb|bank)s?
terrain = hilly else
    (up|down|over|with) (a|the|an|one) (?!(\w+ )?steep)((D|C|\w+) ){0,3}(hill|climb)|D climb|
        (big|huge|long|nasty|massive|gradual|steady) (\w+ )?(hill|climb)s?
    more downhill|more uphill|roller ?coaster|(hill|climbing) session
terrain = hilly
    (up a )?G,? ((D|C|\w+) )?(hill|climb|slope)s?
terrain = rolling
    rolling (hills?|roads?|terrain|course|route|trails?|ground)
usual_surface = treadmill
    (on|indoors on) the treadmill all (winter|year|season|autumn|spring)
    (treadmill|dreadmill) (runner|user|regular)
usual_surface = road
    with N road (km|miles) as (my|his|her) (most|longest)|after (\w+ )?running on (the )?(roads?|
        pavement|tarmac)|(near |pancake )?flat (\w+ )?(roads?|streets)(?= to )
    road runner
usual_surface = trail
    trail runner
usual_surface = treadmill
    ({moved} from|off|S of|swapped|after (months|weeks|S) on) (the |my )?(treadmill|
        dreadmill)( running)?|from (the )?treadmill(?= to)
usual_surface = road
    ({moved} from|off|swapped) (the )?(roads?|pavement|tarmac)|
        from (the )?(roads?|pavement|tarmac)(?= to)
usual_surface = trail
    ({moved} from|off|swapped) (the )?trails?|from (the )?trails?(?= to)
usual_surface = track
    from (the )?track(?= to)
usual_surface = grass
    ((on|round|around) )?(a |the )?track infield
surface = snow
    snowy
surface = trail
    (canal )?tow ?paths?|bridle ?(way|path)s?|(fire|forest) roads?
surface = grass
    from (the )?grass( to)?
surface = road
    (street|city|town|block) (loop|circuit|course|route)s?|round the block
surface = nothing
    trail (minded|loving|lover)|used to (trails?|roads?|the )?(track|grass|treadmill)
    (muddy|mucky|boggy)(?=,? (\w+ )?(trail|path|grass|field|wood|forest))
    (trail|road|track|snow|sand|beach|grass) (shoes?|runner|spikes|race shoes|flats|trainers)
    road to recovery|track(ed|ing)? my|on track|back on track|track record|mud(dy)? shoes
    bog standard|because of (the )?(snow|mud)|(dirt|farm|forest|cart|single) track
surface = track
    on (a |the |my |our )?(local |school |club |indoor |outdoor )*track(?! record)
    track (session|sessions|workout|intervals|reps|night|training|D|mile)|laps of the track
    round (a |the )?(\w+ )?track|(synthetic|tarmac|clay|running) track
surface = road
    (country|back|village|quiet) lanes?
surface = grass
    (?<!astro )(on )?turf|boggy fields|across (the )?fields|on (the )?(football|soccer|
        rugby) (pitch|field)
session_type = nothing
    (R|N times T),? (\w+ ){0,2}walk\w*
    (hour|day|week|month|mile|year) long
    sprint\w* for (the|a) (bus|train)
    rac(e|ing) (pace|shoes?|flats?|spikes|day|next|plan|photo)|pre race|K (graduate|finisher)s?
    (saturday|sunday|monday|tuesday|wednesday|thursday|friday|last week|yesterday)'?s (long run|
        race|tempo|intervals)
    jog recover\w+|recovery jogs?(?= between)|R jog|N jog|warm up jog|long run shoes
    took it easy|easy (climb|hill|on the)|felt easy|not easy|run walk intervals|walk intervals
    easily|(every|each|all|any) (interval|tempo|long|easy|hill)s? (session|run)s?
    (S|day|days) after (a|the|my|his|her|last)( \w+)? (race|long run|tempo|D)
session_type = easy
    of jogging
    (just |only |gently |slowly )?jogged (?=D|T|round|around|along|for|N|a )
    (easy|gentle|slow|recovery|relaxed) (D|T|run|jog)|(D|T|N) (\w+ )?easy|recovery|(T|D) jog
    (went|gone|go) for a (jog|plod|trot)|K
session_type = intervals
    interval\w* (session|run|training|class|workout)|(N|R) (sets|reps|repeats) of
    N times (T|C)|(N|T) T (bouts|efforts|blocks|surges|reps|repeats)|N T (\w+ )?(bouts|efforts)|
        N (\w+ )?(400|800|200|600|1000)s|(D|T|C) (reps|repeats|repetitions)|
        sprint intervals|yasso \w+
session_type = intervals else
    R(?! jog)
session_type = race from 21
    in (a|the|my|his|her) (\w+ )?D(?! (run|training|plan|pace))
    (ran|did|finished|completed) (a|the|my|our|her|his)( first| second| local| hilly| flat| trail|
         city)* D(?! (run|training|plan))
session_type = race
    (ran|did|finished|completed) (a|the|my|our|her|his)( first| local| hilly| flat)* race|
        raced (a|the|my|our)?( \w+)? ?D|(charity|local|club|park|night|street) D
    (xc|cross country|fell|relay|club|county|harrier) (league|champ\w*|race|fixture|meet)
    (a|the|his|her|my|in|during) (\w+ ){0,2}race(?! (pace|shoe|shoes|day|plan|photo|effort|flat|
        flats|spikes|report|weight|next|training|is|in (a|S)))
    rac(ed|ing) (over )?{about}(D|mile)
    (wakes?|woke|waking|{sore}) (up )?(\w+ ){0,3}(day|morning) after (a|the|my|her|his) (\w+ )?race
    race report|(D|half|trail|road|fell|forest|xc|cross country|hilly|flat) race
    in a (D )?race|race(?= in | on | with |,| sunday| saturday| yesterday| today)|time trial
    D (pb|pr)(!|(?= |,|$))|pb!|personal best
session_type = hill_repeats
    (sprint\w*|intervals|reps|repeats|surges|R) (up|on) (a |the |some )?(G,? )?((D|C|\w+) )?(\w+ )?
        (hills?|slopes?|stairs|banks?)
    (N|T) (\w+ )?(efforts|bouts|surges|runs|reps|intervals) (uphill|up (a|the) hill)
    (uphill|hill|slope) (bounding|bounds|strides)|(stair\w*|steps?)( climb\w*)? (repeats|reps|
        sprints|intervals)|bound(ing|ed|s) (up|uphill)
    uphill (sprints?|intervals|repeats|surges)|(hills?|slope) (sprints?|intervals|repeats|reps)
    R (hills?|up (a|the) \w+ ?hill)|N (times|x) up|hills? x ?N|ran (twice|N times) up
    (ran|run|running|sprint\w*|jogged) up (a|the|my|our) {far}(hill|slope|bank|stairs|
        steps) {far}times
    stadium stairs( ~)?|running stairs|N hill (sprints|reps|repeats)
session_type = sprints
    sprints?(?= (on|at|with|,))
usual_foot_strike = rearfoot
    (stop|stops|stopped|stopping|gave up|given up|giving up) ((landing|striking|running)( on)?( the|
         my| her| his)? )?{heel}s?( strik\w+| landing)?
    who (\w+ )?{heel} ?strikes?|who (\w+ )?(lands|strikes|runs) on (the|her|his) heels?
    (former |ex |habitual |natural |always (been )?an? |lifelong |been an? |
        i'm an? )?{heel} (striker|runner|lander)s?
    (moved|moving|changed|changing|switch\w*|convert\w*|transition\w*|went|
        going) from ({landing} )?(on )?(the |my |her |his |a )?{heel}( ?strik\w+| landing| first)?
    (stop|quit|from|instead of|rather than|not|used to|off|away from)( \w+)? {heel} ?(strik\w+|
        landing|first)?
    no longer (heel|heal) (strik\w*|landing)|after years (on|of landing on) (the|my|her|his) heels?
    (instead of|rather than|off|from|not) (landing )?(on )?(my |the |her |his )?heels?
usual_foot_strike = midfoot
    (habitual |always (been )?an? )?mid ?foot (striker|runner|lander)s?
usual_foot_strike = forefoot
    who (\w+ )?(lands|strikes|runs) on (the|her|his) (toes|forefoot|front foot|balls of \w+ feet)|
        always on (my|the|her|his) toes
    (habitual |natural |lifelong |always (been )?an? )?(forefoot|toe) (striker|runner|lander)s?
    always (land\w*|run\w*|ran) on (my |the |her |his )?(toes|forefoot|balls of my feet)
foot_strike = forefoot
    (deliberate )?forefoot (landing|strik\w+)|deliberate forefoot striker
    {on} the toes|pose (running|method|technique)
foot_strike = nothing
    {unable} {tiptoe}
    (eas(es|ed)|better|went|gone|cured|helped|fine|vanish\w+|disappear\w+|relie(f|ved))( \w+){0,4}
         (when|by|if|after|on|with) {landing} {near}({heel}|toes|mid ?foot|forefoot)s?
    (stop|stops|stopped|stopping|no longer|gave up|given up|giving up) ((landing|striking|
        running)( on)?( the|
         my| her| his)? )?({heel}|toes|mid ?foot|forefoot)s?( strik\w+| landing)?
    (forefoot|midfoot|heel) ones
    heel (drops?|to toe drop|pain|raises?|lifts?)|toe (shoes?|box|off)|stay on (my|your) toes
    off my toes|on tip ?toes?|(forefoot|midfoot|heel) ({kind} ){0,4}(shoes?|type|lugged)|
        midfoot promoting
foot_strike = forefoot
    (to|into|becoming|become|towards|learning|trying) (a |an |to )?(forefoot|toe|toes)( striker?|
         striking| running| runner| landing| land)?
    toe (landing|strik\w*)|(never|not|without) (\w+ )?(let\w* )?(the|my|her|his) heels? (touch\w*|
        down|drop)
    heels? (never|not|hardly|barely) (touch\w*|land\w*|reach\w*|came down)|heels? off the ground
    {landing} {near}(forefoot|fore foot|toes|ball|balls|front (foot|feet)|front of (the|my|her|
        his) (foot|feet))|onto (the |my |her |his )?(forefoot|toes|balls?)
    (forefoot|fore foot|toe) (running|style|gait|first|technique)
    (land\w*|run\w*|ran|up|stay\w*|high|stride)( ~)? on (my |the |her |his )?(tip ?toes|toes|
        balls? of (my |the |her |his )?f[oe]+t|forefoot)
foot_strike = midfoot
    (to|into|becoming|become|towards|learning|trying) (a |an |to )?mid ?foot( striker?| striking|
         running| runner| landing| land)?
    mid ?foot (on purpose|deliberately)|land\w*( ~)? (mid ?foot|flat footed)|
        {landing} {near}(mid ?foot|middle of (the|my|her|his) foot)
    mid ?foot (running|style|gait|landing|technique)
foot_strike = rearfoot
    on (the|my|her|his) heels(?! (of|after))|{landing} {near}(heels?|rear ?foot)|heel (landing|
        hitting|hits|lands)
foot_strike = forefoot too
    who (\w+ )?(lands|strikes|runs) on (the|her|his) (toes|forefoot|front foot)|always on (my|the|
        her|
        his) toes
    (forefoot|toe) (striker|runner|lander)s?|always (land\w*|run\w*|ran) on (my |the |her |
        his )?(toes|forefoot|balls)
foot_strike = midfoot too
    mid ?foot (striker|runner|lander)s?
shoe_type = nothing
    pull\w* (my |the )?shoes off|shoes off (after|afterwards)|barefoot like
    (from|instead of|unlike|after)( \w+)? (normal|motion control|cushioned|regular|stability|
        supportive|old|
        usual)(\w+)? (shoes|trainers)
    (mile|D|part|bit|laps?) (out )?of (a|an|the|my|her|his) D( run)? barefoot|partly barefoot
    like barefoot|barefoot (forum|community|runners)|(mileage|heart rate|hr) spikes?
    ice spikes|micro ?spikes|thinking of (getting )?
shoe_type = standard
    (cushion\w*|support\w*|stability|motion control|normal|ordinary|regular|standard|everyday|
        thick soled|gym|neutral)(\w+ ){0,2}{shoe}
shoe_type = minimalist
    (minimal\w*|barefoot|toe|toed|five finger|glove like|thin soled|natural) (\w+ ){0,2}{shoe}
    barefoot style|(near|more|very|almost) minimal(ist)?
    N ?finger|huaraches?|(vivobarefoots?|vivos?|xeros?|wildlings?|be lenkas?|freets?)( {shoe})?
shoe_type = track_spikes
    spiked ({shoe}|pair)
shoe_type = zero_drop
    (altras?|zero drops)( {shoe})?
shoe_type = barefoot
    barefooter|(took|taking|kicked|kick) (off )?(my |her |his |the )shoes( off)?(?! (after|
        afterwards|to|and (stretch|walk)))
shoe_type = nothing
    (swapp\w+|replac\w+|exchang\w+|trad\w+) (my |his |her |the )?(old )?({kind} ){0,4}{shoe}(?= for)
    barefoot (at|around|in) (home|the house)|barefoot drills
shoe_type = racing_flat
    (in|wearing|wore|new|my|first time in) (my |the |new )*(flats|racers)|flats on
    (racing|race|carbon( plated?)?|plated|super) (\w+ )?(shoes|flats|racers|trainers?)
    carbon (plated? )?(shoes|racers|trainers)|(carbon )?plated (racing )?(shoes|racers)
    light racers
overstride = marked
    (land\w*|foot|feet|reach\w*) {far}(ahead|in front) of (the|my|her|his|me|him|their) ?(body|
        hips|knee|centre of mass)?
    (i|she|he)( do| always| really|'ve always)? overstrides?(?! (a (bit|little)|slightly))
    (brak\w+|slamming the brakes) {far}(each|every) step|overstrides
posture = tilted
    (pelvis|hips?) (\w+ )?(tips?|tilts?|tilted|tipped|tipping)( forward)?|
        ben(t|ds|ding) (\w+ )?at the (waist|hips)|bent (waist|hips)|(sits|sitting) back
overstride = mild
    (slight(ly)?|bit of an?|a bit|mild(ly)?|a little) overstrid\w+
    overstrid\w+ (slightly|a bit|a little)
overstride = nothing
    (i think|do|if|whether|that|might|maybe|perhaps|not sure) (i )?(may |might |could )?overstrid\w+
"""

_IDLE = """
a about after afterwards again ago all almost also always am an and any are around as at away back
bad badly be because been before being bit both but by calf calfs calve calves came can caused
come could day days did do does doing done down during each either else ended even ever every
extremely far feel feeling feels feet felt few finally first foot for friday from gave get gets
getting give go goes going gone good got great guess had happy has have having he her here hers
his home hot how i i'd i'm i've if in into is it it's its just kind last later left leg legs less
like little long lot lots made make many may maybe me mine monday more most much my myself never
new next nice no not nothing now of off ok okay old on once one only or other our out outside over
own pain painful part people pretty quite ran rather really reason right round run runner runners
running runs s said same saturday say says see seem seems she should side since slightly so some
something soon sore soreness start started starts still such sunday super t than that that's the
their them then there these they thing things think this those though through thursday time times
to today together tonight too total tried try tuesday two up us use used usual usually very was
way we wednesday week weeks well went were what when where which while who whole why will with
without woke would yesterday yet you your
"""

_FAMILY = (
    "son|daughter|kid|child|boy|girl|nephew|niece|grandson|granddaughter|wife|husband|partner"
    "|brother|sister|dad|father|mum|mom|mother"
)
# In a list of what is denied; # stands for a sign
_ITEM = (
    r"(?:(?:any|a|bad|calf|leg|chest|foot|visible|signs? of) ){0,2}"
    r"(?:#+|pain|soreness|sore|bruis\w+|weakness|weak|cramps?|injury|tender\w*|stiff\w*|tight\w*"
    r"|warmth|warm|heat|red|hot|deformity|trauma)"
    r"(?: (?:calf|calves|leg|foot|toes|skin|in (?:the|my|either) \w+))?"
)
_LIST = rf"(?: really| even)? {_ITEM}(?:(?:, ?|,? (?:or|nor) ){_ITEM}){{0,12}}"

ENGLISH = Language(
    measures=MEASURES,
    phrases={name: in_sentences(COLUMNS[name].phrases) for name in _CHOICES},
    rules=rules_of(_RULES, _PARTS),
    clause=(
        r"\b(?:swapp|exchang|trad|replac)\w+ (?:[^\s.;,]+ )?usual [^.;,]{1,60}? (?:for|by"
        r"|with) (?!which)"
        r"|[,;:()\n]|[.!?](?= |$)| (?:but|whereas|while|although|though|however|then|today|now"
        r"|this time|except|and(?= (?:i |then |just )?(?:\w+ed|ran|did|went|had to) ))(?= )|\|\|"
    ),
    habit_after=(
        r"^ ?(?:(?:N|once|twice|N or N)(?: times| days| runs)? (?:a|per|each|every) (?:week|wk)"
        r"|every (?:other )?day|most days"
        r"|regularly|otherwise|as a rule|most of the time|every (?:summer|winter|week|day|time)"
        r"|(?:[^.,;]{0,30} )?(?:usually|normally)(?= ?(?:[.,;]|$)))\b"
    ),
    habit=(
        r"\b(?:usually|usual(?! [DT]| (?:run|loop|route|distance|course|circuit)"
        r"(?:'s \w+)?(?: \w+)? (?:in|on day|at|with)\b)|normally|normal(?! [DT])|typically|always"
        r"|(?<!not )(?<!getting )used to"
        r"|tend to|mostly run|all my runs|every run|instead of|rather than|after years (?:in|on|of)"
        r"|(?:all|most) (?:of )?(?:my |her |his |the )?runs|regularly|generally|regular(?! [DT])"
        r"|so far were)\b"
    ),
    always=(r"^ (?:as always|as usual|like always|as ever|like usual|as normal)"),
    usual_length=r" ?(?:(?:i|run|ran|do|did|jog|is|was|distance|about|around|only|just|a|my) )*",
    now=(
        r"\b(?:today|now|this time|tried|did|instead|spent|moved|switched|changed|took|swapped"
        r"|added|went|(?:i|she|he) (?:wore|ran|went|used))\b"
    ),
    negation=(
        r"(?:\b(?:not|no|never(?! (?:had )?worn)|without|hardly any|nor|avoid\w*|isn't|wasn't"
        r"|weren't|aren't"
        r"|don't|didn't|doesn't|anything but|isnt|wasnt|didnt|dont|skipped"
        r")(?: \w+){0,2} )$"
    ),
    unreal=(
        r"\b(?:plans? to|asks?(?: whether| if)?|wonders?|considering|advi[sc]\w+|recommend\w*"
        r"|suggest\w*|whether"
        r"|would|might|meant to|was going to|were going to|planned|planning|plan to"
        r"|tomm?orr?ow|(?:i|we|she|he)'ll"
        r"|next week"
        r"|next (?:sun|mon|tues|wednes|thurs|fri|satur)day|should i|going to (?:run|do|try)"
        r"|want(?:s|ed)? (?:(?:me|her|him) )?to|hope to|hoping to|training for|preparing for"
        r"|building (?:up )?to"
        r"|(?:not sure|unsure|don't know|no idea) (?:if|whether)"
        r"|thinking of|should (?:try|wear|get|buy)|skipped|didn't|yesterday's"
        r"|(?:sun|mon|tues|wednes|thurs|fri|satur)days?'?s (?=race"
        r"|long|tempo|run|interval)|last week's|(?:former|ex)(?: \w+){0,2} $|at school|could i"
        r"|can i|if i"
        r"|childhood|where i (?:live|lived)|in the past|years ago)\b"
    ),
    fine=(
        r"\b(?:nothing|none|no (?:pain|trouble|problems?|soreness)"
        r"|(?<!calves )(?<!calf )(?<!legs )(?:is|are|were|was|feels?) (?:fine|ok|okay)|do not"
        r"|no such)\b"
    ),
    ahead=(
        r"\b(?:tomm?orr?ow|next (?:week|weekend|month|year|(?:sun|mon|tues|wednes|thurs|fri"
        r"|satur)day)"
        r"|coming up)\b|^ (?:race )?in S\b"
    ),
    own_length=r"\b(?:my|her|his|the|our) (?:usual|regular|normal|standard) $",
    others=(
        r"\b(?:repl(?:y|ies)|comment\w*(?!\w*\))|thread|advice|told to|blames?|my (?:friend|wife"
        r"|husband|partner|mate|brother|sister|dad|mum|mom|son|daughter|buddy)|a friend"
        r"|the plan says|people say|a reader|others|says? it is|sports doctor|answer)\b"
    ),
    runner=(r"\b(?:i|i'm|i've|i'd|today)\b"),
    family=(
        rf"(?<!with )(?<!than )\b(?:my|our) (?:[^\s.,;]+ ){{0,2}}(?:{_FAMILY}|olds?)\b"
        r"(?! (?:came|joined|in tow))"
    ),
    relative=rf"\b(?:{_FAMILY}|friend|s?he|(?:my|his|her|our) (?:N|S)(?:[ -]year)?[ -]olds?)\b",
    self_told=(
        r"\b(?:i|i'm|i've|i'd|im|ive|we)(?: \w+)? (?:ran|run|running|did|do|jog\w*|went|raced"
        r"|wor[en]|felt|feel|train\w*|sore|can'?t|cannot|D|T)\b"
        r"|\bmy (?:(?:left|right|both|own|sore|old|new|first|long|last|\w+ing) )?"
        r"(?:cal[fv]\w*|legs?|run|foot|feet|shoes|heels?|achilles|D)\b"
    ),
    anothers=(
        r"\b(?:repl(?:y|ies)|thread|(?:my|a|his|her) (?:friend|wife|husband|partner|mate|brother"
        r"|sister|dad|mum|mom|son|daughter|buddy)(?:'s| has| had| got| felt| tore| who))\b"
    ),
    denied=(
        r"\b(?:no|not|(?<!stand )(?<!walk )(?<!run )(?<!never )without|neither|nor|never|isn't"
        rf"|wasn't){_LIST},? (?:or|nor) {_ITEM}"
        rf"|\bden(?:y|ies|ied)(?: any)?{_LIST},? (?:or|and) {_ITEM}"
    ),
    before_now=(
        r"^(?: ?[^.;]{0,30})? (?:any ?more|any longer|but (?:it |they |i )?(?:was|were|did|had))\b"
    ),
    refused=r" ?[?:] ?(?:no|nope|none)(?= ?(?:[.,;!\n]|$))",
    run_of_day=rf"(?<!since )(?<!until )\b(?:on )?{_PARTS['day']}\b[:,]?[^.,;]{{0,40}}?D",
    sore=rf"\b(?:{_PARTS['calf']}|{_PARTS['sore']})\b",
    body=(
        r"\b(?:cal(?:f|ves|fs)|legs?|foot|feet|toes?|ankles?|heels?|achilles|knees?|shins?|skin"
        r"|chest"
        r"|breath\w*|heart|blood|clots?|swe?oll?\w*|swell\w*|red|bruis\w*|numb\w*|tingl\w*|cramp\w*"
        r"|pain\w*|hurts?|fever|dizz\w*|faint\w*|collaps\w*|urine|pee\w*|vomit\w*|lumps?|veins?"
        r"|surgery|operat\w+|pregnan\w*|birth|tablets?|pills?|medicat\w*|flight|flew|wakes?)\b"
    ),
    why_body="it may matter: say it in other words",
    why_language="only English is understood",
    why_unreal="a plan or another run",
    why_others="somebody else, or advice",
    idle=frozenset(_IDLE.split()),
    part=(
        r"\b(?:partly|some|a bit of|some of (?:it|them)|part|a little|bits of|one|a few)(?: \w+)? $"
    ),
)
