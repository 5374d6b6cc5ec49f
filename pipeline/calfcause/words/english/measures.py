"""Words for numbers and units."""

from calfcause.sessions.units import FEET_PER_METRE, KM_PER_MILE
from calfcause.words.paces import PaceWords
from calfcause.words.quantities import Measures

_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_ONES = dict(
    one=1, two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10, eleven=11,
    twelve=12, thirteen=13, fourteen=14, fifteen=15, sixteen=16, seventeen=17, eighteen=18,
    nineteen=19,
)  # fmt: skip
_HUNDREDS = {"a hundred": 100, **{f"{one} hundred": 100 * _ONES[one] for one in list(_ONES)[:9]}}
_PARTS = {
    "half": 1 / 2, "a half": 1 / 2, "a quarter": 1 / 4, "a third": 1 / 3, "two thirds": 2 / 3,
    "three quarters": 3 / 4, "three quarter": 3 / 4,
}  # fmt: skip
_DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4, "year": 364.0}
_SHORT = {"yr": "year", "yrs": "year", "wk": "week", "wks": "week", "mths": "month", "mos": "month"}
_MIN = ("min", "mins", "minute", "minutes", "m")
_HOUR = ("h", "hr", "hrs", "hour", "hours")
_WEEKDAY = "(?:sun|mon|tues|wednes|thurs|fri|satur)day"
# A half is a race after "my" or "did a", or before its day, and no half of something
_HALF = (
    r"(?:(?<=my )|(?<=my first )|(?<=my last )|(?<=my second )|(?<=did a )|(?<=did the )|"
    r"(?<=ran a )|(?<=raced a )|(?<=day )|(?<=days )|(?<=day's )|(?<=day a ))"
    r"half(?! ?(?:way|marathon|miles?|km|k|hour|an?|of|the|time|minute|my|day|term|"
    r"[0-9]))(?![a-z-])|"
    rf"half(?= (?:on |last |this )?(?:{_WEEKDAY}|weekend)| ?#[0-9]| (?:done|completed|finished)\b)"
)

MEASURES = Measures(
    numbers={
        **_ONES, **_TENS, **_HUNDREDS,
        **{f"{ten} {one}": _TENS[ten] + _ONES[one] for ten in _TENS for one in list(_ONES)[:9]},
    },
    with_unit={
        "a": 1, "an": 1, "half a": 0.5, "half an": 0.5, "quarter": 0.25, "quarter of a": 0.25,
        "quarter of an": 0.25, "a couple of": 2, "couple of": 2, "a couple": 2,
        **{part: _PARTS[part] for part in _PARTS if "third" not in part},
        **{f"{part} of {a}": _PARTS[part] for part in _PARTS for a in ("a", "an")},
    },
    added={f" {both} {part}": _PARTS[part] for both in ("and", "&") for part in _PARTS},
    no_part="marathon|way|miles?|km|hours?|an?",
    ranges="-|–|or",
    to="to",
    apart="from ",
    between="between",
    both="and",
    units={
        "D": {
            **dict.fromkeys(("km", "k", "kms", "kilometer", "kilometre", "kilometers",
                             "kilometres", "ks", "kay", "clicks"), 1.0),
            **dict.fromkeys(("mi", "mile", "miles", "miler", "milers"), KM_PER_MILE),
        },
        "W": {"mpw": KM_PER_MILE, "kpw": 1.0},
        "T": {
            **dict.fromkeys(("min", "mins", "minute", "minutes"), 1.0),
            **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 60.0),
            **dict.fromkeys(("sec", "secs", "second", "seconds"), 1 / 60),
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
            **{short: _DAYS[word] for short, word in _SHORT.items()},
        },
        "H": {"cm": 1.0},
    },
    fixed={
        "D": {"half marathon": 21.1, "marathon": 42.2, "full marathon": 42.2, "parkrun": 5.0,
              "park run": 5.0, "a parkrun": 5.0, "a half marathon": 21.1, "a marathon": 42.2},
        "K": dict.fromkeys(("couch to 5k", "couch to 5 k", "c25k", "couch to 5km", "c210k",
                            "couch to 10k", "bridge to 10k"), 0.0),
    },
    where={"half": (_HALF, 21.1)},
    weekly="a|per|each|every|/",
    week="week(?! (?:after|before|later|ago))|wk",
    place=(
        r"(?<!week )(?<!wk )",
        rf"(?! (?:[0-9]+|{'|'.join(_ONES)}) (?:session|workout|run|day)\b)",
    ),
    per="min ?/|mins? per|min a|/|per|an|a|min",
    length=(
        r"(?<![a-z])(?:(?:ran|did|managed|jogged|raced|went) (?:(?:about|around|only|just|the|an?|"
        r"my|for|out|another) )*(?:{kind} )?|(?:an?|the|my|today|yesterday|planned|another|day'?s)"
        r"(?:'s)?:? (?:{kind} )?|(?:more|further|longer) than |(?:at|from) |(?:and|"
        r"then) (?=N (?:on [a-z]+day|the next|yesterday|today)))(?P<length>N)(?= ?"
        r"(?:[.,;!)]|$| (?:on(?! the (?:hour|dot))|in (?:the|my|new|old)|round|along|with|at|P|"
        r"today|yesterday|was|felt|not|and(?! N)|but|then|instead|this|last)(?![a-z])))"
    ).replace("{kind}", "(?:easy|steady|slow|hard|hilly|gentle|long|quick|recovery)"),
    paces=PaceWords(
        at=(
            r"(?P<run>[DR])(?:(?: (?!in )\w+)? (?P<how>in)|(?: \w+){0,4} (?:at|@|averaging|avg))"
            r"(?: about| around)? ?(?P<time>T)"
        ),
        own=r"(?:pace(?: was| of| is| around| about| at|:)*|mp|hmp) \(?(?P<time>T)",
        usual=(
            r"(?:usual|usually|normal|normally|typically|instead of|than|from)(?: \w+){0,3}"
            r" (?P<time>T)"
        ),
    ),
    pace="pace|miles|miling|mins?/",
    miles=r"(?<![a-z])(?:miles?|mi|milers?|mpw|mph)(?![a-z])",
)  # fmt: skip
