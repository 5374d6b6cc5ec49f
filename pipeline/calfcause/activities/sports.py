"""Sports and surfaces, as watches and apps word them in ten languages."""

import re
import unicodedata


def plain(text: str) -> str:
    """A text in small letters without accents, as words are matched.

    >>> plain("Course à pied"), plain("Løb"), plain("łydki")
    ('course a pied', 'lob', 'lydki')
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return folded.translate(str.maketrans("øłđ", "old", "")).replace("æ", "ae")


_RUN = re.compile(
    r"run(?!g)|(?<!ski)(?<!eis)lauf|jog|footing|treadmill|trail|course a pied|carrera|correr|trote"
    r"|hardloo?p|loopband|corsa|corrida|tapis|esteira|cinta\b|\blob\b|\blob[^a-z]|trailob|loping"
    r"|bieg|biez|juoksu|\bbeh\b|hkworkoutactivitytyperunning|^9$"
)
_OTHER = re.compile(
    r"ski|narc|langlauf|skridsko|rollerski|skate|inline|wheelchair|walk|hik|swim|rid(e|ing)"
    r"|cycl|bik|snow|crunch"
)
_SURFACES = {
    "treadmill": r"treadmill|indoor|laufband|tapis|loopband|cinta|esteira|passadeira|lobeband"
    r"|lopband|biezni\w* mech|virtual|virtuel",
    "track": r"\btrack|\bbahn|piste|pista|\bbaan|\bbane|stadion",
    "trail": r"trail|gelande|ultra",
    "road": r"\bstreet|\broad|strasse|\broute\b",
}


def is_run(sport: str) -> bool | None:
    """Whether a sport is running; None if the word leaves it open.

    >>> is_run("Treadmill Running"), is_run("Nordic Ski"), is_run("Løb"), is_run("Other")
    (True, False, True, None)
    """
    words = plain(sport).replace("_", " ").strip()
    if words in ("", "other", "uncategorized", "workout", "activity", "all", "generic"):
        return None
    return bool(_RUN.search(words)) and not _OTHER.search(words)


def surface_of(sport: str) -> str:
    """The surface that the name of a sport tells, empty if it tells none.

    >>> surface_of("running/treadmill"), surface_of("Track Running"), surface_of("Run")
    ('treadmill', 'track', '')
    """
    words = plain(sport).replace("_", " ")
    return next((s for s, pattern in _SURFACES.items() if re.search(pattern, words)), "")
