"""Choose one cell to a column from the phrases that tell it."""

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isnan

from calfcause.sessions.schema import TOLD_COLUMNS
from calfcause.words.found import Found
from calfcause.words.paces import minutes_of
from calfcause.words.whose import LENGTHS, ONSET, SENTENCE_END

# The value of words that leave a flag open where others tell that it is there
OPEN = "open"
# Beside a shorter distance a longer one, in km, is that of a month or of shoes; assumed.
_FARTHEST_RUN = 60.0
# Of several values in a text, what was chosen of these was wrong twice in five.
_ONE_ALONE = ("distance_km", "session_type", "terrain", "shoe_change")
# Of a column what is told beside another cell only for contrast, or as a part
_COMMON = {
    "session_type": ("easy", "long"),
    "shoe_type": ("standard",),
    "faster_than_usual": ("no", "little"),
}


def longest(found: list[Found], letters: int) -> Iterator[Found]:
    """Of phrases of one column that overlap the longest."""
    taken: dict[str, bytearray] = {}
    numbers: set[int] = set()
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        number = one.quantity if not (one.inside or one.too) else None
        if not one.too:
            spans = taken.setdefault(one.column.removeprefix("usual_"), bytearray(letters))
            if any(spans[one.start : one.end]) or (number and number.start in numbers):
                continue
            if one.column != ONSET or one.value is None:  # of several onsets the first tells it
                spans[one.start : one.end] = b"\1" * (one.end - one.start)
        if number:
            numbers.add(number.start)
        yield one


class Choice:
    """The cells of a text, and the phrases of which none can be chosen."""

    def __init__(
        self,
        found: list[Found],
        usual: Mapping[str, Found],
        original: str,
        lexed: str,
        sore_at: int,
    ) -> None:
        self.original, self.usual = original, usual
        self.sentences = [one.start() for one in SENTENCE_END.finditer(lexed)]
        self.unclear: list[Found] = []
        self.by_column: dict[str, list[Found]] = {}
        for one in sorted(found, key=lambda one: (one.rank, one.start)):
            if one.value is not None:
                self.by_column.setdefault(one.column, []).append(one)
        longer = self._longer()
        if longer and "longer_than_usual" not in self.by_column:
            self.by_column["longer_than_usual"] = [longer]
        self._last_race(sore_at)
        for name, common in _COMMON.items():
            listed = self.by_column.get(name, [])
            self.by_column[name] = [one for one in listed if one.value not in common] or listed
        chosen = [self._one(name, listed) for name, listed in self.by_column.items()]
        self.chosen = [one for one in chosen if one]

    def _last_race(self, sore_at: int) -> None:
        """Of a race and another run the one that stands nearest before what is sore."""
        told = self.by_column.get("session_type", [])
        sure = [one for one in told if one.value != "race" or one.rank < 2] or told
        self.by_column["session_type"] = sure
        runs = [one for one in sure if one.value != "easy"]
        runs = [one for one in runs if one.rank == runs[0].rank]
        before = [one for one in runs if one.start < sore_at]
        if before and {"race"} < {one.value for one in runs}:
            self.by_column["session_type"] = [max(before, key=lambda one: one.start)]

    def _one(self, name: str, listed: list[Found]) -> Found | None:
        listed = [one for one in listed if not one.inside or self._is_inside(one)]
        doubts = [one for one in listed if one.value == OPEN]
        listed = [one for one in listed if one.value != OPEN]
        if not listed:
            return None
        is_both = False
        if name == "one_leg_only":  # what began in one and is in both in the end is in both
            ends = max(listed, key=lambda one: one.start)
            is_both = any(one.value == 0.0 for one in listed)
            if is_both and ends.value == 0.0:
                return ends
        if (doubts or is_both) and any(one.value for one in listed):
            self.unclear += listed
            return None
        if name == "cannot_walk" and listed[0].rank and self._are_stiff():
            self.unclear += listed
            return None
        first = listed[0]
        if name == ONSET:
            first = min((one for one in listed if one.rank == first.rank), key=_number)
        if TOLD_COLUMNS[name].kind == "flag":  # a sign that is there outweighs a denied one
            first = max(listed, key=_number)
        is_sure = first.rank < 0
        rivals = [
            one
            for one in listed
            if one.rank == first.rank or (not is_sure and self._is_apart(one, first))
        ]
        if name == "distance_km":
            rivals = _of_a_run(rivals)
            first = rivals[0]
        may_differ = first.rank != 1 and TOLD_COLUMNS[name].kind != "choice"
        may_differ = may_differ and not any(self._is_apart(one, first) for one in rivals)
        if not may_differ and len({*map(_rounded, rivals)}) > 1:
            self.unclear += rivals  # which of them is the run's cannot be told
            return None
        if not isinstance(first.value, float):
            return first
        value = self._minutes(first) if name == "duration_min" else first.value
        value = in_words(name, value)
        if isnan(value):
            return None
        if not TOLD_COLUMNS[name].low <= value <= TOLD_COLUMNS[name].high:
            self.unclear.append(first)
            return None
        return replace(first, value=value)

    def _are_stiff(self) -> bool:
        """Whether both calves are sore and no sign is told that makes bad walking one."""
        signs = [
            one.column
            for listed in self.by_column.values()
            for one in listed
            if one.value == 1.0 and TOLD_COLUMNS[one.column].group == "afterwards"
        ]
        both = self.by_column.get("one_leg_only", [])
        return bool(both) and not {*signs} - {"sore_calves", "cannot_walk"}

    def _is_apart(self, one: Found, other: Found) -> bool:
        """Whether two phrases of a column that has one value stand in different sentences.

        Within a sentence its words say which is the run's.
        """
        if one.column not in _ONE_ALONE:
            return False
        return bisect(self.sentences, one.start) != bisect(self.sentences, other.start)

    def _minutes(self, one: Found) -> float:
        """The minutes of a run, from its time or from its pace and distance; NaN if unknown."""
        assert isinstance(one.value, float)
        told = self.by_column.get("distance_km", [])
        distance, minutes = _number(told[0]) if told else 0.0, one.value
        if one.quantity and one.quantity.kind in "PV":
            before = [other for other in told if other.start <= one.start]
            nearest = max(before, key=lambda other: other.start, default=None)
            distance = _number(nearest) if nearest else distance
            minutes *= distance or float("nan")
        if one.quantity and one.quantity.is_clock:
            words = self.original[one.quantity.start : one.quantity.end]
            if words.count(":") == 1:
                minutes = minutes_of(minutes, distance)
        return minutes

    def _is_inside(self, one: Found) -> bool:
        """Whether a distance or a time is a part of the run, not all of it."""
        assert one.quantity
        column = "distance_km" if one.quantity.kind == "D" else "duration_min"
        whole = self.by_column.get(column, ())
        return any(_number(run) > 1.05 * one.quantity.value for run in whole[:1])

    def _longer(self) -> Found | None:
        """How much longer the run was than the usual or the longest one, where both are told."""
        longest = {"distance_km": self.by_column.get("longest_run_28d_km", [None])[0]}
        for column in LENGTHS:
            before = self.usual.get(column) or longest.get(column)
            if column == "duration_min" and before and "distance_km" in self.by_column:
                self.unclear.append(before)  # the usual time, or that of the same distance
                return None
            told = self.by_column.get(column)
            if before and before.value and told and not _differ(told):
                ratio = _number(told[0]) / _number(before)
                longer = "much" if ratio >= 1.5 else "little" if ratio >= 1.1 else "no"
                return replace(before, column="longer_than_usual", value=longer)
        return None


def in_words(name: str, value: float) -> float:
    """A number as exact as words are."""
    whole = TOLD_COLUMNS[name].unit == "weeks" and value >= 2.0
    return round(value, 0 if whole else 2)


def _of_a_run(listed: list[Found]) -> list[Found]:
    """Of distances those of runs, not of months or shoes, and one of several that are the same."""
    near = [one for one in listed if _number(one) <= _FARTHEST_RUN] or listed
    lengths = [*map(_number, near)]
    return near[:1] if max(lengths) < 1.01 * min(lengths) else near


def _differ(listed: list[Found]) -> bool:
    """Whether words of the first rank tell different cells."""
    return len({one.value for one in listed if one.rank == listed[0].rank}) > 1


def _rounded(one: Found) -> str:
    return f"{one.value:.1f}" if isinstance(one.value, float) else str(one.value)


def _number(one: Found) -> float:
    return one.value if isinstance(one.value, float) else 0.0
