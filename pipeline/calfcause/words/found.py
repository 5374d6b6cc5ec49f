"""Find the phrases of a text that a rule names, whatever run they tell of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import isnan, nan

from calfcause.sessions.schema import TOLD_COLUMNS, Column
from calfcause.words.language import Language, Rule
from calfcause.words.paces import Quantity, minutes_of
from calfcause.words.quantities import Lexed, Lexer

# No fewer letters are a word whose spelling is looked at; assumed.
LEAST_SPELLED = 4
# The rank of plain words
PLAIN = 3
# What is all between two marks
_ITEM = r"(?:^|(?<=[,;.|] ))(?:{})(?= ?(?:[,;.|]|$))"
# Fewer minutes in words are those of a part; assumed.
LEAST_MINUTES = 2.0
# The kinds of quantity that a unit takes, and the size of one in that unit.
KINDS = {
    "km": {"D": 1.0, "W": 1.0, "N": 1.0, "C": 0.001},
    "min": {"T": 1.0, "N": 1.0, "P": 1.0, "V": 1.0},
    "weeks": {"S": 1 / 7, "N": 1.0},
    "days": {"S": 1.0, "N": 1.0, "T": 1 / 1440},
    "h": {"S": 1.0, "T": 1 / 60},
    "years": {"S": 1 / 364, "N": 1.0},
    "min/km": {"P": 1.0, "V": 1.0, "T": 1.0},
    "m": {"C": 1.0, "N": 1.0},
    "m/km": {"C": 1.0},
    "cm": {"H": 1.0},
    "mm": {"M": 1.0, "N": 1.0},
    "%": {"G": 1.0, "N": 1.0},
    "steps/min": {"N": 1.0},
    "": {"O": 1.0, "N": 1.0, "D": 1.0, "S": 1.0, "G": 1.0},
}  # fmt: skip


@dataclass(frozen=True)
class Found:
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
    left: bool = False  # whether it tells nothing and is said to be not understood

    @property
    def is_sign(self) -> bool:
        """Whether it is of the signs and of what bears on them."""
        column = TOLD_COLUMNS[self.column]
        return column.group == "afterwards" and column.kind == "flag"


class Finder:
    """The compiled patterns of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.lexer = Lexer(language.measures)
        self.rules = _with_patterns(
            language.rules, (language.phrases, "{}"), (language.items, _ITEM)
        )
        self.plain_rules = _with_patterns(language.plain, (language.choices, "{}"))
        cells = [phrase for listed in language.phrases.values() for phrase in listed]
        told = [rule.pattern for rule in language.rules] + cells
        self.known = {*_whole_words(" ".join(told))} | language.idle
        self.spelled = sorted({*_whole_words(" ".join(cells))} - language.idle)

    def found(self, lexed: Lexed) -> Iterator[Found]:
        """Find every phrase, those that overlap too."""
        for rule, pattern in self.rules:
            for match in pattern.finditer(lexed.text):
                if cell := _cell(lexed, rule, *match.span()):
                    yield replace(cell, too=rule.too)

    def plain(self, lexed: Lexed) -> Iterator[Found]:
        """Find every plain word that may tell a cell."""
        for rule, pattern in self.plain_rules:
            for match in pattern.finditer(lexed.text):
                cell = _cell(lexed, rule, *match.span())
                if cell and cell.value is not None:
                    yield replace(cell, rank=PLAIN)


def _with_patterns(
    rules: Iterable[Rule], *tables: tuple[Mapping[str, Mapping[str, str]], str]
) -> list[tuple[Rule, re.Pattern[str]]]:
    """Rules, and those of the words in tables, each with its pattern."""
    every = [*rules]
    for table, only in tables:
        for column, phrases in table.items():
            for cell in dict.fromkeys(phrases.values()):
                listed = [re.escape(one) for one in phrases if phrases[one] == cell]
                pattern = only.format("|".join(listed).replace(r"\ ", " "))
                every.append(Rule(column, pattern, cell))
    return [(rule, _compiled(rule.pattern)) for rule in every]


def _whole_words(text: str) -> list[str]:
    return re.findall(rf"(?<![\\a-z])[a-z]{{{LEAST_SPELLED},}}(?![a-z]*[\\?*])", text)


def _compiled(pattern: str) -> re.Pattern[str]:
    word = r"[^\s.,;!?]{1,40}"
    pattern = pattern.replace("~", rf"{word}(?: {word}){{0,2}}").replace(" ", "[ -]")
    return re.compile(rf"(?<![\w'])(?:{pattern})(?!\w)")


def _cell(lexed: Lexed, rule: Rule, start: int, end: int) -> Found | None:
    column = TOLD_COLUMNS[rule.column]
    if rule.of is None and not rule.inside:
        return Found(column.name, rule.value, start, end, rank=rule.rank, left=rule.left)
    if rule.value == "pace":
        return _pace(lexed, column, rule, start, end)
    if rule.value == "product":
        return _product(lexed, column, start, end)
    kinds = {"D": 1.0, "T": 1.0} if rule.inside else KINDS[column.unit]
    for at in range(start, end):
        quantity = lexed.quantities.get(at)
        if not quantity or lexed.text[at] not in kinds:
            continue
        if rule.of is None:
            return Found(column.name, rule.value, start, end, quantity, inside=True)
        if column.unit == "days" and quantity.kind == "T" and at != end - 1:
            continue  # a time within the words, not the one that they end in
        value = quantity.value * kinds[quantity.kind]
        if column.unit == "min" and value < LEAST_MINUTES and not quantity.is_clock:
            continue
        if quantity.kind == "N" and column.unit == "km":
            value *= lexed.km_of_bare
        elif quantity.kind == "T" and column.unit == "min/km":
            value /= lexed.km_of_bare
        if rule.value is not None:
            cell = value if rule.value == "quantity" else rule.value
            if isnan(rule.of(value)):
                return None
            used = quantity if rule.value == "quantity" else None
            return Found(column.name, cell, start, end, used, rule.rank)
        plain = end - start == 1 or (quantity.kind == "N" and at == start)
        rank = rule.rank or int(plain)
        return Found(column.name, rule.of(value), start, end, quantity, rank)
    return Found(column.name, None, start, end)


def _product(lexed: Lexed, column: Column, start: int, end: int) -> Found | None:
    """A distance as many times as a number, both in the words of a rule."""
    told = _quantities(lexed, start, end)
    distance, times = told.get("D"), told.get("N")
    if not distance or not times or isnan(product := distance.value * times.value):
        return None
    return Found(column.name, product, start, end)


def _quantities(lexed: Lexed, start: int, end: int) -> dict[str, Quantity | None]:
    """The quantities between two places, by kind."""
    return {lexed.text[at]: lexed.quantities.get(at) for at in range(start, end)}


def _pace(lexed: Lexed, column: Column, rule: Rule, start: int, end: int) -> Found | None:
    """The pace of a time for a distance, both in the words of a rule."""
    told = _quantities(lexed, start, end)
    distance, time = told.get("D") or told.get("C"), told.get("T")
    if not distance or not time:
        return None
    km = distance.value / (1000.0 if distance.kind == "C" else 1.0)
    minutes = minutes_of(time.value, km) if time.is_clock else time.value
    pace = minutes / km if km else nan
    return None if isnan(pace) else Found(column.name, pace, start, end, rank=rule.rank)
