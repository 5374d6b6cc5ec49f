"""Read cells from what somebody writes: find the phrases, then ask of each whose run it tells."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from math import isnan, nan

from calfcause.errors import CalfcauseError
from calfcause.sessions.schema import COLUMNS, SORE_LABEL, TOLD_COLUMNS, Column
from calfcause.texts import as_text
from calfcause.words.english import ENGLISH
from calfcause.words.language import Language, Rule
from calfcause.words.quantities import Lexed, Lexer, Quantity, minutes_of
from calfcause.words.told import Phrase, Told, ToldCell

LANGUAGES: Mapping[str, Language] = {"en": ENGLISH}
# No longer text is read; what comes after is not understood.
MOST_LETTERS = 20_000
# Words farther from a phrase say nothing of it; assumed.
FARTHEST = 300
# Of a column what is told beside another cell only for contrast, or as a part
_COMMON = {"session_type": ("easy", "long"), "shoe_type": ("standard",)}
# A word is offered for one that is spelled much the same; both assumed.
_LEAST_SPELLED, _CLOSE = 4, 0.84
# Looking for it takes time: of no more words in one text; assumed.
_MOST_SPELLED = 40
# A text of which fewer words are in the table is of another language; both assumed.
_FEWEST_WORDS, _LEAST_KNOWN = 4, 0.35
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
# What tells how long a run was
_LENGTHS = ("distance_km", "duration_min")
# The kinds of quantity that a unit takes, and the size of one in that unit.
_KINDS = {
    "km": {"D": 1.0, "W": 1.0, "N": 1.0, "C": 0.001},
    "min": {"T": 1.0, "N": 1.0, "P": 1.0, "V": 1.0},
    "weeks": {"S": 1 / 7, "N": 1.0},
    "days": {"S": 1.0, "N": 1.0},
    "h": {"S": 1.0, "T": 1 / 60},
    "years": {"S": 1 / 364, "N": 1.0},
    "min/km": {"P": 1.0, "V": 1.0, "T": 1.0},
    "m": {"C": 1.0},
    "cm": {"H": 1.0},
    "mm": {"M": 1.0, "N": 1.0},
    "%": {"G": 1.0, "N": 1.0},
    "steps/min": {"N": 1.0},
    "": {"O": 1.0, "N": 1.0, "D": 1.0, "S": 1.0, "G": 1.0},
}  # fmt: skip


@dataclass(frozen=True)
class _Found:
    """A phrase that a rule found; places are those of the text with letters."""

    column: str
    value: str | float | None
    start: int
    end: int
    quantity: Quantity | None = None
    # 1 for a quantity with nothing around it that says what it is, 2 for what all else outweighs
    rank: int = 0
    inside: bool = False  # whether the quantity has to be less than the whole run
    too: bool = False  # whether others may read the same words


class _Reader:
    """The compiled patterns of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.lexer = Lexer(language.measures)
        self.rules = [(rule, _compiled(rule.pattern)) for rule in language.rules]
        for column, phrases in language.phrases.items():
            by_cell: dict[str, list[str]] = {}
            for phrase, cell in phrases.items():
                by_cell.setdefault(cell, []).append(phrase)
            for cell, listed in by_cell.items():
                pattern = "|".join(re.escape(one).replace(r"\ ", " ") for one in listed)
                self.rules.append((Rule(column, pattern, cell), _compiled(pattern)))
        self.clause = re.compile(language.clause)
        self.denied = re.compile(language.denied)
        told = [rule.pattern for rule in language.rules]
        told += [phrase for listed in language.phrases.values() for phrase in listed]
        known = _whole_words(" ".join(told))
        self.known = frozenset(known) | language.idle
        cells = " ".join(phrase for listed in language.phrases.values() for phrase in listed)
        self.spelled = sorted({*_whole_words(cells)} - language.idle)


def _whole_words(text: str) -> list[str]:
    return re.findall(rf"(?<![\\a-z])[a-z]{{{_LEAST_SPELLED},}}(?![a-z]*[\\?*])", text)


@lru_cache
def _reader(language: str) -> _Reader:
    return _Reader(LANGUAGES[language])


def _compiled(pattern: str) -> re.Pattern[str]:
    word = r"[^\s.,;!?]{1,40}"
    pattern = pattern.replace("~", rf"{word}(?: {word}){{0,2}}").replace(" ", "[ -]")
    return re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)")


def read_words(text: str, language: str = "en") -> Told:
    """Read what a sentence tells of a run, as cells with the words they were read from.

    Nothing is guessed: what does not clearly tell a cell of this run is left out. A habit fills the
    ``usual_*`` columns; a plan, another run or another person fills none.

    Parameters
    ----------
    text : str
        What somebody writes; of more than 20,000 characters the first.
    language : {"en"}
        The language of the text.

    Returns
    -------
    Told
        The cells, each with its words and their place, and what was not understood.

    Raises
    ------
    CalfcauseError
        If ``text`` is no text, or the language is not known.

    Examples
    --------
    >>> told = read_words("8k on grass, usually on the road, calves sore next morning")
    >>> told.session
    {'distance_km': 8.0, 'surface': 'grass', 'usual_surface': 'road', 'onset_hours': 16.0}
    """
    if not isinstance(text, str):
        raise CalfcauseError(f"the words are {as_text(text)}; they have to be a text")
    if language not in LANGUAGES:
        raise CalfcauseError(f"unknown language {language!r}; use {' or '.join(LANGUAGES)}")
    return _Reading(_reader(language), text).told()


class _Reading:
    """One text on its way to cells."""

    def __init__(self, reader: _Reader, text: str) -> None:
        self.reader, self.original = reader, text
        self.lexed: Lexed = reader.lexer.lexed(_small(text[:MOST_LETTERS]))
        self.text = self.lexed.text
        self.unclear: list[_Found] = []
        self.spelled_oddly = 0
        self.apart: dict[int, str] = {}  # why not, by the place where a clause begins
        self.usual: dict[str, _Found] = {}
        between = [*reader.clause.finditer(self.text)]
        # Who asks for their child or their mother tells of that run as of an own one.
        words = reader.language
        of_family = re.search(words.family, self.text) and not re.search(words.self_told, self.text)
        self.speaker = words.family if of_family else None
        self.ends = [0, *(one.end() for one in between)]
        self.stops = [*(one.start() for one in between), len(self.text)]
        self.runs = self._runs()
        listed = re.findall(r"[^\W\d_]{3,}(?:'[^\W\d_]+)?", _small(text[:FARTHEST]))
        known = sum(word in reader.known for word in listed)
        self.foreign = len(listed) >= _FEWEST_WORDS and known < _LEAST_KNOWN * len(listed)

    def _runs(self) -> tuple[int, int, int]:
        """Where runs told by their days begin, and where the one that soreness follows stands."""
        runs = [one.start() for one in re.finditer(self.reader.language.run_of_day, self.text)]
        if len(runs) < 2:
            return 0, 0, len(self.text)
        sore = re.compile(self.reader.language.sore).search(self.text, runs[0])
        last = bisect_right(runs, sore.start()) - 1 if sore else len(runs)
        bounds = [*runs, len(self.text), len(self.text)]
        return runs[0], bounds[last], bounds[last + 1]

    def told(self) -> Told:
        """Find, choose, and give what is left."""
        found = [*self._found()]
        self.denied = self._denied(found)
        found = [*self._kept(found)]
        chosen = sorted(
            self._chosen([one for one in found if one.value is not None]),
            key=lambda one: (one.start, one.end),
        )
        sore = next((bool(one.value) for one in chosen if one.column == SORE_LABEL), None)
        return Told(
            cells=tuple(one for one in chosen if one.column != SORE_LABEL),
            not_understood=tuple(sorted(self._left(found), key=lambda one: one.start)),
            units="miles" if self.lexed.miles else "km",
            sore=sore,
        )

    def _found(self) -> Iterator[_Found]:
        for rule, pattern in self.reader.rules:
            for match in pattern.finditer(self.text):
                if cell := self._cell(TOLD_COLUMNS[rule.column], rule, match):
                    yield replace(cell, too=rule.too) if rule.too else cell

    def _cell(self, column: Column, rule: Rule, match: re.Match[str]) -> _Found | None:
        start, end = match.span()
        if rule.of is None and not rule.inside:
            return _Found(column.name, rule.value, start, end, rank=rule.rank)
        if rule.value == "pace":
            return self._pace(column, rule, match)
        kinds = {"D": 1.0, "T": 1.0} if rule.inside else _KINDS[column.unit]
        for at in range(start, end):
            quantity = self.lexed.quantities.get(at)
            if not quantity or self.text[at] not in kinds:
                continue
            if rule.of is None:
                return _Found(column.name, rule.value, start, end, quantity, inside=True)
            value = quantity.value * kinds[quantity.kind]
            if quantity.kind == "N" and column.unit == "km":
                value *= self.lexed.km_of_bare
            elif quantity.kind == "T" and column.unit == "min/km":
                value /= self.lexed.km_of_bare
            if rule.value is not None:
                told = not isnan(rule.of(value))
                cell = value if rule.value == "quantity" else rule.value
                return _Found(column.name, cell, start, end, rank=rule.rank) if told else None
            plain = end - start == 1 or (quantity.kind == "N" and at == start)
            rank = rule.rank or int(plain)
            return _Found(column.name, rule.of(value), start, end, quantity, rank)
        return _Found(column.name, None, start, end)

    def _pace(self, column: Column, rule: Rule, match: re.Match[str]) -> _Found | None:
        """The pace of a time for a distance, both in the words of a rule."""
        start, end = match.span()
        told = {self.text[at]: self.lexed.quantities.get(at) for at in range(start, end)}
        distance, time = told.get("D") or told.get("C"), told.get("T")
        if not distance or not time:
            return None
        km = distance.value / (1000.0 if distance.kind == "C" else 1.0)
        minutes = minutes_of(time.value, km) if time.is_clock else time.value
        pace = minutes / km if km else nan
        return (
            None if isnan(pace) else _Found(column.name, pace, start, end, rank=rule.rank, too=True)
        )

    def _denied(self, found: list[_Found]) -> list[tuple[int, int]]:
        """Where lists stand of what is absent."""
        letters = [*self.text.replace("#", " ")]
        for one in found:
            if one.value == 1.0 and TOLD_COLUMNS[one.column].group == "afterwards":
                letters[one.start : one.end] = "#" * (one.end - one.start)
        denied = self.reader.denied.finditer("".join(letters))
        return [one.span() for one in denied]

    def _kept(self, found: list[_Found]) -> Iterator[_Found]:
        """Of phrases of one column that overlap the longest; the scope decides what it tells."""
        taken: dict[str, bytearray] = {}
        numbers: set[int] = set()
        for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
            if one.too:
                yield from self._in_scope(one)
                continue
            family = one.column.removeprefix("usual_")
            spans = taken.setdefault(family, bytearray(len(self.text)))
            if any(spans[one.start : one.end]):
                continue
            if one.quantity and not one.inside and one.quantity.start in numbers:
                continue
            spans[one.start : one.end] = b"\1" * (one.end - one.start)
            if one.quantity and not one.inside:
                numbers.add(one.quantity.start)
            yield from self._in_scope(one)

    def _in_scope(self, one: _Found) -> Iterator[_Found]:
        """What a phrase tells where it stands: this run, the usual ones, or nothing."""
        words, column = self.reader.language, TOLD_COLUMNS[one.column]
        if one.value is None:
            yield one
            return
        begun = self.ends[bisect_right(self.ends, one.start) - 1]
        clause = self.text[max(begun, one.start - FARTHEST) : one.start]
        nothing = _Found(one.column, None, one.start, one.end)
        sentence = re.split(r"[.!?] ", self.text[max(0, one.start - FARTHEST) : one.start])[-1]
        if self.speaker:
            sentence = re.sub(self.speaker, "i", sentence)
        of_whom = one.column == "age_years" and not self.speaker
        if of_whom and re.search(words.relative, self.text[one.start : one.end]):
            yield nothing
            return
        if column.group == "afterwards" and column.kind == "flag":
            # Never lost to a plan or a habit: a doctor has to hear of it.
            if re.search(words.anothers, sentence):
                yield nothing
            elif one.value == 0.0 and re.search(
                words.before_now, self.text[one.end : one.end + 60]
            ):
                yield replace(one, value=1.0)
            elif any(begin <= one.start and one.end <= end for begin, end in self.denied):
                yield replace(one, value=0.0)
            elif answer := re.match(words.refused, self.text[one.end : one.end + 20]):
                yield replace(one, value=0.0, end=one.end + answer.end())
            else:
                yield one
            return
        other = re.search(words.others, sentence)
        if other and re.search(words.runner, sentence[other.end() :]):
            other = None
        stop = self.stops[bisect_right(self.ends, one.end) - 1]
        rest = self.text[one.end : min(stop, one.end + FARTHEST)]
        of_run = column.group in ("run", "footwear")
        first, begin, end = self.runs
        is_another = one.start >= first and not begin <= one.start < end
        planned = of_run and (is_another or re.search(words.ahead, rest))
        if other or planned or re.search(words.unreal, clause):
            self.apart[begun] = words.why_others if other else words.why_unreal
            yield nothing
            return
        if column.kind == "choice":
            near = clause[-40:]
            if re.search(words.fine, f"{clause} {rest}"):
                yield nothing
                return
            if re.search(words.negation, near) or re.search(words.part, near):
                yield nothing
                return
        usual = f"usual_{one.column}"
        habit = [*re.finditer(words.habit, clause)]
        between = clause[habit[-1].end() :] if habit else ""
        later = re.match(words.habit_after, self.text[one.end : one.end + 40])
        is_habit = later or (habit and not re.search(words.now, between))
        own = column.name in _LENGTHS and re.search(words.own_length, clause)
        if own or column.name == "shoe_distance_km":  # a usual shoe is that of this run
            is_habit = False
        if is_habit and column.group != "habit":
            if usual in COLUMNS:
                yield _Found(usual, one.value, one.start, one.end, one.quantity)
            elif of_run:
                denied = habit and re.search(words.negation, clause[: habit[-1].start()])
                if (
                    one.column in _LENGTHS
                    and not denied
                    and (later or re.fullmatch(words.usual_length, between))
                ):
                    self.usual[one.column] = one
                yield nothing
            else:
                yield one
            return
        yield one
        after = re.match(words.always, self.text[one.end : one.end + 20])
        if after and usual in COLUMNS:
            yield _Found(usual, one.value, one.start, one.end + after.end(), one.quantity)

    def _chosen(self, found: list[_Found]) -> Iterator[ToldCell]:
        by_column: dict[str, list[_Found]] = {}
        for one in sorted(found, key=lambda one: (one.rank, one.start)):
            by_column.setdefault(one.column, []).append(one)
        distance = next((one.value for one in by_column.get("distance_km", ())), 0.0)
        longer = next(self._longer(by_column), None)
        if longer and "longer_than_usual" not in by_column:
            by_column["longer_than_usual"] = [longer]
        for name, common in _COMMON.items():
            listed = by_column.get(name, [])
            by_column[name] = [one for one in listed if one.value not in common] or listed
        for name, listed in by_column.items():
            listed = [one for one in listed if not one.inside or self._is_inside(one, by_column)]
            if not listed:
                continue
            # What began several times began at the first of them.
            first = min(listed, key=_value) if name == "onset_hours" else listed[0]
            if TOLD_COLUMNS[name].kind == "flag":  # a sign that is there outweighs a denied one
                first = max(listed, key=_value)
            value = first.value
            rivals = [one for one in listed if one.rank == first.rank]
            if (first.rank == 1 or name == "session_type") and len(
                {one.value for one in rivals}
            ) > 1:
                self.unclear += rivals  # which of them is the run's cannot be told
                continue
            if isinstance(value, float):
                if name == "duration_min" and first.quantity and first.quantity.kind in "PV":
                    if not distance:
                        continue
                    value *= float(distance)
                if name == "duration_min" and first.quantity and first.quantity.is_clock:
                    words = self.original[first.quantity.start : first.quantity.end]
                    if words.count(":") == 1:
                        value = minutes_of(value, float(distance or 0.0))
                whole = TOLD_COLUMNS[name].unit == "weeks" and value >= 2.0
                value = round(float(value), 0 if whole else 2)
                if isnan(value):
                    continue
                if not TOLD_COLUMNS[name].low <= value <= TOLD_COLUMNS[name].high:
                    self.unclear.append(first)
                    continue
            assert value is not None
            start, end = self._places(first)
            yield ToldCell(name, value, self.original[start:end], start, end)

    def _is_inside(self, one: _Found, by_column: Mapping[str, list[_Found]]) -> bool:
        """Whether a distance or a time is a part of the run, not all of it."""
        assert one.quantity
        column = "distance_km" if one.quantity.kind == "D" else "duration_min"
        whole = by_column.get(column, ())
        return any(float(run.value or 0.0) > 1.05 * one.quantity.value for run in whole[:1])

    def _longer(self, by_column: Mapping[str, list[_Found]]) -> Iterator[_Found]:
        """How much longer the run was than the usual or the longest one, where both are told."""
        longest = dict.fromkeys(["distance_km"], by_column.get("longest_run_28d_km", [None])[0])
        for column in _LENGTHS:
            before = self.usual.get(column) or longest.get(column)
            if column == "duration_min" and before and "distance_km" in by_column:
                self.unclear.append(before)  # the usual time, or that of the same distance
                return
            if before and before.value and column in by_column:
                ratio = float(by_column[column][0].value or 0.0) / float(before.value)
                longer = "much" if ratio >= 1.5 else "little" if ratio >= 1.1 else "no"
                yield replace(before, column="longer_than_usual", value=longer)
                return

    def _places(self, one: _Found) -> tuple[int, int]:
        """Where a phrase stands in the original text."""
        return self.lexed.places[one.start], self.lexed.places[one.end]

    def _left(self, found: list[_Found]) -> Iterator[Phrase]:
        """What was not used, clause by clause."""
        for one in self.unclear:
            start, end = self._places(one)
            yield Phrase(self.original[start:end], start, end)
        read = bytearray(len(self.text))
        for one in found:
            read[one.start : one.end] = b"\1" * (one.end - one.start)
        for begin, end in zip(self.ends, self.stops, strict=True):
            if begin in self.apart:
                yield from self._phrase(begin, end, self.apart[begin])
            elif not any(read[begin:end]):
                yield from self._phrase(begin, end)
            else:
                yield from self._unread(begin, end, read)
        if len(self.original) > MOST_LETTERS:
            yield Phrase(self.original[MOST_LETTERS:], MOST_LETTERS, len(self.original))

    def _unread(self, begin: int, end: int, read: bytearray) -> Iterator[Phrase]:
        """The words of a clause that was read in part: each stretch that may tell something."""
        idle = self.reader.language.idle
        stretch: list[re.Match[str]] = []
        words = [*_WORD.finditer(self.text, begin, end)]
        for word in [*words, None]:
            unread = word and not any(read[word.start() : word.end()])
            if word and unread:
                stretch.append(word)
                continue
            while stretch and stretch[0][0] in idle:
                stretch.pop(0)
            while stretch and stretch[-1][0] in idle:
                stretch.pop()
            if len(stretch) > 1 or (stretch and stretch[0][0] not in self.reader.known):
                yield from self._phrase(stretch[0].start(), stretch[-1].end())
            stretch = []

    def _phrase(self, begin: int, end: int, why: str = "") -> Iterator[Phrase]:
        """Part of the text as a phrase, if it holds a word."""
        start, stop = self.lexed.places[begin], self.lexed.places[end]
        words = self.original[start:stop].strip(" ,;:.()!?\n|")
        if re.search(r"[^\W_]{3}", words):
            at = self.original.index(words, start)
            if not why and self.foreign:
                why = self.reader.language.why_language
            elif not why and re.search(self.reader.language.body, words.lower()):
                why = self.reader.language.why_body
            yield Phrase(words, at, at + len(words), why or self._spelling(words.lower()))

    def _spelling(self, words: str) -> str:
        """A word of the table that is spelled much as one of these."""
        offered = []
        for word in re.findall(rf"[a-z]{{{_LEAST_SPELLED},20}}", words[:FARTHEST]):
            known = {word, word.removesuffix("s")} & self.reader.known
            if not known and self.spelled_oddly < _MOST_SPELLED:
                self.spelled_oddly += 1
                close = get_close_matches(word, self.reader.spelled, 3, _CLOSE)
                offered += [f"{max(close, key=len)}?"] if close else []
        return " ".join(offered)


def _value(one: _Found) -> float:
    return one.value if isinstance(one.value, float) else 0.0


def _small(text: str) -> str:
    """A text in small letters of the same length, with plain quotes and no capitals."""
    small = []
    for letter in text:
        lower = letter.lower()
        lower = _PLAIN.get(lower, lower)
        small.append(" " if len(lower) != 1 or "A" <= lower <= "Z" else lower)
    return "".join(small)


# Other signs for quotes, times, dashes and spaces
_PLAIN = {
    "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{PRIME}": "'", "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "\N{DOUBLE PRIME}": '"', "×": "x",
    "–": "-", "\N{EM DASH}": ",", "\t": " ", "\r": " ", "\xa0": " ",
}  # fmt: skip
