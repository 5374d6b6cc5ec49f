"""Signs that this is a clinician's question: judged first, by rule, whatever the model thinks."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from calfcause.causes.base import Reference, number

LONG_SORENESS_DAYS = 7
LASTING_SORENESS_DAYS = 10
SEVERE = 8


@dataclass(frozen=True, kw_only=True)
class RedFlag:
    """A sign, why it matters, what to do, and where that is written."""

    name: str
    sign: str
    why: str
    do: str
    source: str

    def to_dict(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When a flag is raised, on the known cells of one session."""

    raised: Callable[[Mapping[str, object]], bool]
    flag: RedFlag


def red_flags(session: Mapping[str, object]) -> tuple[RedFlag, ...]:
    """All red flags of a session (decoded, known cells only), the most urgent first.

    Examples
    --------
    >>> [flag.name for flag in red_flags({"swelling": 1, "one_leg_only": 1})]
    ['one_leg_swollen']
    >>> red_flags({"distance_km": 5.0})
    ()
    """
    return tuple(rule.flag for rule in RULES if rule.raised(session))


def _is(session: Mapping[str, object], name: str) -> bool:
    return number(session, name) == 1


def _at_least(session: Mapping[str, object], name: str, least: float) -> bool:
    found = number(session, name)
    return found is not None and found >= least


RULES = (
    Rule(
        raised=lambda s: _is(s, "swelling") and _is(s, "one_leg_only"),
        flag=RedFlag(
            name="one_leg_swollen",
            sign="one leg only, with swelling, warmth, redness or bruising",
            why="A blood clot in the leg can look like this; so can a torn muscle.",
            do="See a doctor today. With chest pain or breathlessness call an emergency number.",
            source=str(Reference(cite="UCLH, Deep vein thrombosis", link="uclh.nhs.uk")),
        ),
    ),
    Rule(
        raised=lambda s: _is(s, "sharp_pain"),
        flag=RedFlag(
            name="sharp_pain",
            sign="a sharp or sudden pain, or a pop",
            why=(
                "Training soreness comes on slowly; a sudden pain can be a strain or a tendon tear."
            ),
            do="Stop running and have it looked at, at once if you cannot rise onto the toes.",
            source=str(Reference(cite="Meek et al. 2022", link="JBJS Rev 10:e21.00183")),
        ),
    ),
    Rule(
        raised=lambda s: _is(s, "swelling") and not _is(s, "one_leg_only"),
        flag=RedFlag(
            name="swelling",
            sign="swelling, warmth, redness or bruising",
            why="Plain training soreness does not swell, redden or bruise a calf.",
            do="Have it looked at before the next run.",
            source=str(Reference(cite="UCLH, Deep vein thrombosis", link="uclh.nhs.uk")),
        ),
    ),
    Rule(
        raised=lambda s: _at_least(s, "severity_0_10", SEVERE),
        flag=RedFlag(
            name="severe",
            sign=f"soreness of {SEVERE} or more out of 10",
            why=(
                "That is rare after running, and severe or growing pain can mean pressure or a"
                " tear."
            ),
            do="Do not run on it; have it looked at, today if it is growing.",
            source=str(
                Reference(cite="Marathon calf soreness, day 1: 4.9 ± 2.0", link="PMC5613699")
            ),
        ),
    ),
    Rule(
        raised=lambda s: _at_least(s, "sore_days", LONG_SORENESS_DAYS),
        flag=RedFlag(
            name="lasting",
            sign=f"sore for {LONG_SORENESS_DAYS} days or more",
            why="Training soreness is gone in 5 to 7 days.",
            do=f"Rest it; past {LASTING_SORENESS_DAYS} days see a physiotherapist or doctor.",
            source=str(
                Reference(cite="Henschke & Lin 2011", link="doi:10.1136/bjsports-2011-090599")
            ),
        ),
    ),
)
