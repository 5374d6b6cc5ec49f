"""Reading one run: its known cells as numbers, measures and parts of a sentence."""

from typing import cast

from calfcause.causes.base import Advice, Measure, Session
from calfcause.causes.laws import code
from calfcause.causes.sources import STRAIN

ADULT_YEARS = 18.0  # the trials of heavy calf raises were of adults


def number(session: Session, column: str) -> float | None:
    """The number in a cell of a decoded session; None where it is missing."""
    cell = session.get(column)
    if cell is None or type(cell) is float:  # as nearly always
        return cell
    return float(cell) if isinstance(cell, int | float) else None


def facts(*parts: object) -> str:
    """Join the parts of a sentence that apply; the others are empty, None or False.

    >>> facts("the terrain was hilly", None, False, "the session was hill repeats")
    'the terrain was hilly; the session was hill repeats'
    """
    return "; ".join(map(str, filter(None, parts)))


def measure(
    session: Session,
    column: str,
    label: str,
    *,
    usual: object = None,
    counts_from: float | None = None,
    too_much: float | tuple[str, ...] | None = None,
    fewer_is_harder: bool = False,
    over_km: float | None = None,
) -> tuple[Measure, ...]:
    """The measure of a cell, in a tuple that is empty where the cell is missing."""
    cell = session.get(column)
    if cell is None:
        return ()
    return (
        Measure(
            column=column,
            label=label,
            told=float(cell) if isinstance(cell, int | float) else str(cell),
            usual=usual if usual is None or isinstance(usual, float) else str(usual),
            counts_from=counts_from,
            too_much=too_much,
            fewer_is_harder=fewer_is_harder,
            over_km=over_km,
        ),
    )


def weeks_in_words(weeks: float) -> str:
    """A number of weeks as people say it.

    >>> weeks_in_words(1.2), weeks_in_words(200)
    ('1 week', '200 weeks')
    """
    return "1 week" if round(weeks) == 1 else f"{weeks:.0f} weeks"


def shortened(session: Session, share: float) -> dict[str, float]:
    """The cells that change when only a share of the run is run, at the same pace and climb."""
    distance = number(session, "distance_km")
    if not distance:
        return {}
    whole = ("distance_km", "duration_min", "elevation_gain_m", "elevation_loss_m")
    parts = {column: number(session, column) for column in whole}
    changed = {column: share * cell for column, cell in parts.items() if cell is not None}
    if (week := number(session, "weekly_distance_km")) is not None:
        changed["weekly_distance_km"] = max(week - (1.0 - share) * distance, 0.0)
    return changed


def changes(usual: Session, known: Session) -> dict[str, float]:
    """The codes of those cells of a usual run that are not so already."""
    return {
        name: code(name, cell) if isinstance(cell, str) else float(cast("float", cell))
        for name, cell in usual.items()
        if known.get(name) != cell
    }


def lesser(column: str, word: object, usual: object, default: str) -> str:
    """The lesser of a word and the usual word; ``default`` stands in for a missing usual one."""
    return min(str(word), str(usual or default), key=lambda choice: code(column, choice))


def injured_lately(session: Session) -> bool:
    """Whether the runner is known to have had a calf or Achilles injury in the last year."""
    return session.get("calf_injury_52w") in (1.0, True)


def may_load_heavily(session: Session) -> bool:
    """Whether heavy loads may be advised: not to a child, nor to a calf that was injured lately."""
    age = number(session, "age_years")
    return (age is None or age >= ADULT_YEARS) and not injured_lately(session)


AFTER_INJURY = Advice(
    text=(
        "After your calf injury run hard again only once easy runs and calf raises on one leg do"
        " not hurt; a physiotherapist can test that."
    ),
    support="review: 19 to 31% of calf strains come back; when to start is our guess",
    source=STRAIN,
    when=injured_lately,
)
"""What a cause that makes runners run hard says first to one whose calf was injured."""
