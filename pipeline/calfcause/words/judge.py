"""Judge which cells a text tells of this run, by a small model learned from texts.

Phrases say what a text may tell, and ``Whose`` and ``Choice`` what of it is this run's. Beside
those stand plain words that may tell a cell. How likely each is right is a logistic regression on
the words around it and on what the phrases made of it; the likeliest of a column is told if it is
likely enough. Signs are not judged: none is lost. ``data/learn_words.py`` fits the weights.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from math import exp, fsum, log2
from pathlib import Path

from calfcause.sessions.schema import COLUMNS, SORE_LABEL, TOLD_COLUMNS
from calfcause.words.choice import OPEN, in_words
from calfcause.words.found import PLAIN, Finder, Found
from calfcause.words.quantities import Lexed
from calfcause.words.whose import FARTHEST, SENTENCE_END, Whose

# Words farther before and after are no feature, nor those of longer phrases; assumed.
_NEAR, _LONG = 3, 8
# So many phrases that void others are looked at around one, of one cell so many mentions, and so
# many cells; the rest of a long text is left to phrases. Assumed.
_VOIDS, _MENTIONS, _CANDIDATES = 3, 8, 200
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|[A-Z]|[.,;:!?()]")
# A cell is told if it is at least as likely. In texts of which nothing was learned 97 to 99 % of
# such cells are right (learn_words.py --folds); texts of accounts are harder.
LEAST_LIKELY = 0.8


@dataclass(frozen=True)
class Weights:
    """A logistic regression: the columns it judges, and the features that count."""

    columns: frozenset[str]
    intercept: float
    of: Mapping[str, float]

    def likely(self, one: "Candidate") -> float:
        """How likely a cell is what its text tells."""
        # A set has another order in each process, by which a plain sum would differ.
        return 1.0 / (1.0 + exp(-self.intercept - fsum(self.of.get(f, 0.0) for f in one.features)))


def read_weights(path: Path) -> Weights:
    """Read the weights of a language."""
    stated = json.loads(path.read_text(encoding="utf-8"))
    return Weights(frozenset(stated["columns"]), stated["intercept"], stated["weights"])


@dataclass
class Candidate:
    """A cell that a text may tell, where it does, and what speaks for it and against it."""

    column: str
    value: str | float
    mentions: list[Found] = field(default_factory=list)
    features: set[str] = field(default_factory=set)


def judged(
    listed: Collection[Candidate],
    weights: Weights,
    chosen: Iterable[Found],
    least: float = LEAST_LIKELY,
) -> list[Found]:
    """Choose the likeliest cell of each column that is judged, if it is likely enough."""
    read = {one.column: one for one in chosen}
    # What was made of other cells stays, as a time of a pace and a distance.
    told = {
        column: one
        for column, one in read.items()
        if column not in weights.columns or not any(_same(one, other) for other in listed)
    }
    best = dict.fromkeys(weights.columns, least)
    for one in listed:
        if one.column in best and (likely := weights.likely(one)) >= best[one.column]:
            best[one.column] = likely
            before = read.get(one.column)
            told[one.column] = before if before and _same(before, one) else one.mentions[0]
    return [*told.values()]


def candidates(
    finder: Finder, lexed: Lexed, phrases: list[Found], whose: Whose, chosen: Iterable[Found]
) -> list[Candidate]:
    """Gather the cells that a text may tell, each with its features."""
    mentions: dict[tuple[str, str | float], list[Found]] = {}
    for one in filter(_may_tell, [*phrases, *finder.plain(lexed)]):
        for column in filter(COLUMNS.__contains__, (one.column, f"usual_{one.column}")):
            value = one.value if isinstance(one.value, str) else in_words(column, one.value or 0.0)
            if (column, value) in mentions or len(mentions) < _CANDIDATES:
                mentions.setdefault((column, value), []).append(one)
    context = _Context(lexed.text, whose, [one for one in phrases if one.value is None], chosen)
    listed = [context.candidate(*cell, told[:_MENTIONS]) for cell, told in mentions.items()]
    _compare(listed)
    return listed


def _start(one: Found) -> int:
    return one.start


def _may_tell(one: Found) -> bool:
    column = TOLD_COLUMNS[one.column]
    is_sign = one.is_sign and one.column != "one_leg_only"
    if one.value is None or one.value == OPEN or is_sign or one.column == SORE_LABEL:
        return False
    if one.column == "duration_min" and one.quantity and one.quantity.kind in "PV":
        return False  # a pace, which tells a time only with a distance
    return isinstance(one.value, str) or column.low <= one.value <= column.high


def _same(one: Found, other: Candidate) -> bool:
    if one.column != other.column or isinstance(one.value, str) or isinstance(other.value, str):
        return (one.column, one.value) == (other.column, other.value)
    return abs((one.value or 0.0) - other.value) <= 0.02 * other.value + 0.01


class _Context:
    """What stands around the phrases of one text."""

    def __init__(
        self, text: str, whose: Whose, void: Iterable[Found], read: Iterable[Found]
    ) -> None:
        self.text, self.read = text, {one.column: one for one in read}
        self.whose = copy(whose)  # which notes why it leaves out words; of these it need not
        self.whose.apart, self.whose.usual = {}, {}
        self.void: dict[str, list[Found]] = {}
        for one in sorted(void, key=_start):
            self.void.setdefault(one.column, []).append(one)
        ends = [one.end() for one in SENTENCE_END.finditer(text)]
        self.sentences = [0, *(at for at in ends if text[at:].strip())]
        sore = [one.start() for one in re.finditer(whose.words.sore, text)]
        self.sore = {bisect_right(self.sentences, at) - 1 for at in sore}
        self.first_sore = min(sore, default=len(text))

    def candidate(self, column: str, value: str | float, told: list[Found]) -> Candidate:
        """A cell with the features of all its mentions."""
        made = Candidate(column, value)
        for one in told:
            columns = {other.column for other in self.whose.told(one) if other.value is not None}
            made.features |= self.features(one, made, columns)
            made.mentions.append(replace(one, column=column, value=value))
            if column in columns and one.rank < PLAIN:
                made.features.add("own")
        return made

    def features(self, one: Found, of: Candidate, told: set[str]) -> set[str]:
        """The features of one mention; the names of those of its column alone end in it."""
        at = bisect_right(self.sentences, one.start) - 1
        begin, end = (*self.sentences, len(self.text))[at : at + 2]
        source = "plain" if one.rank == PLAIN else f"phrase{one.rank}"
        usual = f"usual_{one.column}" in told
        whose = "own" if one.column in told else "usual" if usual else "other"
        whose += "" if of.column == one.column else "-usual"
        state = "none"
        if of.column in self.read:
            state = "chosen" if _same(self.read[of.column], of) else "unchosen"
        size = (
            one.value if isinstance(one.value, str) else round(2 * log2(max(one.value or 0, 0.01)))
        )
        both = {source, f"{source} {whose}", state, f"{state} {source}", f"value {size}"}
        length = min(len(self.text) // 40, 8)
        both |= {f"{state} {source} in {length}", f"{state} of {min(len(self.sentences), 4)}"}
        both |= {f"sentence {min(at, 3)}", f"last {at == len(self.sentences) - 1}"}
        both |= {f"sore {at in self.sore}", f"after {self.first_sore < one.start}"}
        voids = self.void.get(one.column, [])
        near = voids[max(0, bisect_right(voids, one.start, key=_start) - _VOIDS) :][: 2 * _VOIDS]
        if any(void.start <= one.start and one.end <= void.end for void in near):
            both.add("void")
        before = _WORD.findall(self.text[max(0, one.start - 60) : one.start])[: -_NEAR - 1 : -1]
        after = _WORD.findall(self.text[one.end : one.end + 60])[:_NEAR]
        for place, (word, other) in enumerate(zip_longest(before, after, fillvalue="")):
            both |= {f"<{word}", f"<{place} {word}", f">{other}", f">{place} {other}"}
        begun = self.whose.begun(one.start)
        clause = self.text[max(begun, one.start - FARTHEST) : one.start]
        for mark, words in (
            ("c", clause),
            ("r", self.whose.rest(one)),
            ("s", self.text[max(begin, one.start - FARTHEST) : min(end, one.end + FARTHEST)]),
        ):
            both |= {f"{mark} {word}" for word in _WORD.findall(words)}
        within = _WORD.findall(self.text[one.start : one.end])[:_LONG]
        alone = {f"in {word}" for word in within} | {f"in {'_'.join(within)} {size}"}
        alone.add(f"<>{'_'.join([*before[:1], '', *after[:1]])}")
        alone |= {f"<<{'_'.join(before[:2])}", f">>{'_'.join(after[:2])}"}
        return both | {f"{name}|{of.column}" for name in both | alone}


def _compare(listed: list[Candidate]) -> None:
    """Tell of each candidate how it stands to the others of its column."""
    columns: dict[str, list[Candidate]] = {}
    for one in listed:
        columns.setdefault(one.column, []).append(one)
    for column, rivals in columns.items():
        phrased = {one.value for one in rivals if any(m.rank < PLAIN for m in one.mentions)}
        owned = {one.value for one in rivals if "own" in one.features}
        starts = [one.mentions[0].start for one in rivals]
        sizes = [other.value for other in rivals if isinstance(other.value, float)]
        for one in rivals:
            told = {f"of {min(len(rivals), 4)}", f"mentions {min(len(one.mentions), 3)}"}
            told.add(f"of phrases {min(len(phrased), 3)} {one.value in phrased}")
            told.add(f"of own {min(len(owned), 3)} {one.value in owned}")
            if isinstance(one.value, str):
                told |= {f"{one.value} beside {other}" for other in phrased if other != one.value}
            elif len(rivals) > 1:
                told.add(f"largest {one.value == max(sizes)}")
                told.add(f"smallest {one.value == min(sizes)}")
                told.add(f"first {one.mentions[0].start == min(starts)}")
                told.add(f"final {one.mentions[0].start == max(starts)}")
            one.features |= told | {f"{name}|{column}" for name in told}
