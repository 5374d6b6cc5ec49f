"""The report of an import: what was read, left out, repaired, guessed, and is unknown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from calfcause.activities.derive import Derived
from calfcause.sessions.schema import GUESSED, SORE_LABEL
from calfcause.texts import counted, printable, wrapped

MOST_NAMES, MOST_SHOWN = 3, 12
# What no recording tells, and what the answers need most beside the runs before.
ASKED = ("surface", "shoe_type", SORE_LABEL, "height_cm", "usual_foot_strike")


@dataclass(kw_only=True)
class ImportReport:
    """What an import did; ``print`` it."""

    target: str
    runs: list[Derived] = field(default_factory=list)
    files: Counter[str] = field(default_factory=Counter)  # files read, by kind
    left: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    known: int = 0  # files that an earlier import has read
    resumed: int = 0  # files that one that broke off has read
    earlier: int = 0  # rows that stay from it
    filled: int = 0  # cells that these lacked, and that a profile or notes tell
    counted: bool = False  # whether guesses of sore calves count as told
    others: int = 0  # files of an export that hold no activities
    again: int = 0  # runs that are among these rows

    def __str__(self) -> str:
        total = len(self.runs) + self.earlier
        lines = [f"{self.target}: {counted(total, 'run')}{self._span()}"]
        if self.earlier or self.known:
            lines.append(
                f"earlier     {counted(self.earlier, 'run')} kept as they are,"
                f" {counted(self.known, 'file')} not read again"
            )
        if self.filled:
            lines.append(f"told        {counted(self.filled, 'cell')} that these runs lacked")
        if self.resumed:
            lines.append(
                f"resumed     {counted(self.resumed, 'file')} read before an import broke off"
            )
        read = ", ".join(f"{number:,} {kind}" for kind, number in self.files.most_common())
        lines.append(f"read        {read or 'no new files'}")
        twice = sum(len(run.others) for run in self.runs) + self.again
        if twice:
            lines.append(f"merged      {counted(twice, 'record')} of a run that is there already")
        lines += _listed("left out", [*_by_reason(self.left), *self._others()])
        lines += _listed("read as", self.notes)
        repaired = [(run.source, text) for run in self.runs for text in run.repaired]
        lines += _listed("repaired", _by_reason(repaired))
        lines += _listed("guessed", self._guesses())
        lines += _listed("unknown", self._unknown())
        return "\n".join(wrapped(printable(line), " " * 14) for line in lines)

    def _span(self) -> str:
        days = sorted(run.start.date() for run in self.runs if run.start)
        return f", the new ones of {days[0]} to {days[-1]}" if days else ""

    def _others(self) -> Iterable[str]:
        if self.others:
            yield f"{counted(self.others, 'table or JSON file')} without a list of activities"

    def _guesses(self) -> Iterable[str]:
        names = Counter(name for run in self.runs for name in run.guessed)
        for name, number in names.most_common():
            reasons = Counter(run.guessed[name] for run in self.runs if name in run.guessed)
            whys = [why for why, _ in reasons.most_common(MOST_NAMES)]
            yield f"{name} of {counted(number, 'run')}, such as {'; '.join(whys)}"
        if SORE_LABEL in names:
            yield (
                f"{SORE_LABEL} counts as told, as --count-guesses says"
                if self.counted
                else f"{SORE_LABEL} is written {GUESSED}: unknown until you make it 1 or 0"
            )

    def _unknown(self) -> Iterable[str]:
        lacking = {name: sum(name not in run.cells for run in self.runs) for name in ASKED}
        if any(lacking.values()):
            yield ", ".join(f"{name} of {number:,}" for name, number in lacking.items() if number)
        shoes = Counter(run.gear for run in self.runs if run.gear and "shoe_type" not in run.cells)
        if shoes:
            named = ", ".join(
                f"{shoe} ({number})" for shoe, number in shoes.most_common(MOST_SHOWN)
            )
            yield f"what kind of shoes these are (say so in a profile): {named}"


def _listed(title: str, texts: Iterable[str]) -> list[str]:
    shown = [*texts]
    more = len(shown) - MOST_SHOWN
    shown = shown[:MOST_SHOWN] + ([f"… and {more:,} more"] if more > 0 else [])
    return [f"{title if not at else '':<12}{text}" for at, text in enumerate(shown)]


def _by_reason(pairs: Sequence[tuple[str, str]]) -> Iterable[str]:
    ordered = sorted(pairs, key=lambda pair: pair[1])
    for reason, group in groupby(ordered, key=lambda pair: pair[1]):
        names = [name for name, _ in group]
        shown = ", ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
        yield f"{len(names):,} × {reason}: {shown}" if len(names) > 1 else f"{shown}: {reason}"
