"""What a language consists of: numbers and units, patterns of cells, and words of whose run it is.

Another language is one folder beside ``english``, and its line in ``LANGUAGES`` of ``read.py``.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf, nan
from pathlib import Path

from calfcause.words.quantities import Measures

_HOW = re.compile(" (else|too|first|inside)$")
_PART = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class Rule:
    """A pattern that tells a cell; see ``rules_of``."""

    column: str
    pattern: str
    value: str | float | None = None  # None if the words tell nothing, or what the quantity tells
    of: Callable[[float], float] | None = None  # from a quantity; with a value, NaN if it is none
    rank: int = 0  # of words about one column the lowest tell it
    too: bool = False  # whether they tell it beside what the same words tell otherwise
    inside: bool = False  # whether the quantity has to be less than the whole run
    left: bool = False  # whether words that tell nothing are said to be not understood


def rules_of(*tables: str) -> tuple[Rule, ...]:
    """Read tables of rules.

    A line at the margin says what a pattern tells: ``column = value``, where the value is a cell,
    ``nothing`` (whatever a shorter match would tell), ``left`` (likewise, and said to be not
    understood), ``open`` (a flag that others tell is left open),
    ``quantity``, ``quantity - 1``, ``quantity * 2``, ``pace`` (a time over a distance), ``product``
    (a distance as many times as a number), or
    ``0 from 13`` (0 if the quantity is at least 13, else nothing; ``below 13``, ``at 13`` and
    ``from 13 below 15`` likewise; others may read it as well; ``quantity from 3`` is the quantity
    itself). ``0 first`` outweighs other words about the column, ``0 else`` is outweighed by all,
    ``0 too`` as well, but stands beside what the same words tell otherwise, ``0 inside`` holds if
    the quantity is less than the whole run. ``sign column`` is 1, and 0 after the part ``absent``.
    The indented lines below it are patterns, any of which may match; one that is indented further
    continues the line before.

    In a pattern a space is a space or a hyphen, ``~`` is up to three words, a capital is a quantity
    (see ``quantities.py``), and ``{name}`` is what stands below the line ``part name`` before it.
    Where matches for one column overlap, the longest wins.
    """
    rules: list[Rule] = []
    parts: dict[str, str] = {}
    for head, pattern in patterns_of(tables, parts):
        if head.startswith("sign "):
            column = head.removeprefix("sign ")
            rules.append(Rule(column, pattern, 1.0))
            rules.append(Rule(column, rf"{parts['absent']} ({pattern})", 0.0))
        else:
            column, _, told = head.partition(" = ")
            rules.append(_rule(column, pattern, told))
    return tuple(rules)


def patterns_of(tables: Iterable[str], parts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Read the lines at the margin, each with the pattern below it, and fill the parts."""
    for block in (block for table in tables for block in re.split(r"\n(?=\S)", table.strip())):
        head, _, below = block.partition("\n")
        lines = re.sub(r"\n {8}", "", below).split("\n")
        pattern = "|".join(line.removeprefix("    ") for line in lines)
        while (named := re.sub(_PART, lambda found: parts[found[1]], pattern)) != pattern:
            pattern = named
        if head.startswith("part "):
            name = head.removeprefix("part ")
            assert name not in parts, f"two parts are called {name}"
            parts[name] = f"({pattern})"
        else:
            yield head, pattern


def parts_of(table: str) -> str:
    """The lines of a table that name parts, for another table."""
    return "\n".join(one for one in re.split(r"\n(?=\S)", table) if one.startswith("part "))


def _rule(column: str, pattern: str, told: str) -> Rule:
    told, how = re.sub(_HOW, "", told), told.rpartition(" ")[2]
    rank = {"first": -1, "else": 2, "too": 2}.get(how, 0)
    rule = Rule(column, pattern, rank=rank, too=how == "too", inside=how == "inside")
    if told in ("nothing", "left"):
        return replace(rule, left=told == "left")
    if told in ("pace", "product"):
        return replace(rule, of=float, value=told)
    if amount := re.fullmatch("quantity(?: ([-*]) ([0-9.]+))?", told):
        by, less = float(amount[2] or 0), amount[1] == "-"
        return replace(
            rule, of=lambda number: max(number - by, 0.0) if less else number * (by or 1.0)
        )
    if bounded := re.fullmatch(r"(\S+) (from|below|at) ([0-9.]+)(?: below ([0-9.]+))?", told):
        of = _within(bounded[2], float(bounded[3]), float(bounded[4] or inf))
        return replace(rule, value=_cell(bounded[1]), of=of)
    return replace(rule, value=_cell(told))


def _within(how: str, bound: float, top: float) -> Callable[[float], float]:
    """From a quantity, 1 if it is from, below or at a bound, else NaN."""

    def of(number: float) -> float:
        is_at = abs(number - bound) < 0.1 if how == "at" else (number >= bound) is (how == "from")
        return 1.0 if is_at and number < top else nan

    return of


def _cell(told: str) -> str | float:
    return float(told) if re.fullmatch("[0-9.]+", told) else told


@dataclass(frozen=True)
class Scope:
    """Words of whose run a phrase tells; plain patterns, in which a capital is a quantity."""

    clause: str  # what ends a clause
    before: str  # right before a phrase: what was usual, if a word of ``onto`` follows
    onto: str
    habit_after: str  # after a phrase: it is what is usual
    habit: str  # before a phrase in its clause: what is usual
    often: str  # anywhere in a clause: a habit, unless this run is told there
    this_time: str  # in a clause with such words: this run after all
    always: str  # after a phrase: as usual, so that both are told
    usual_length: str  # all that stands between a word of habit and a usual length
    now: str  # between a word of habit and the phrase: this run after all
    negation: str  # shortly before a phrase
    unreal: str  # before a phrase in its clause: another run, a plan, nobody
    done: str  # after ``unreal``: it was done after all
    became: str  # after a phrase in its clause, likewise
    fine: str  # in a clause: what it tells left nothing sore, so it is told for contrast
    own_length: str  # before a length: it is the usual one and that of this run
    resumed: str  # before a session in its sentence: it is one after the sore one
    plan: str  # a plan with all that it lists
    ahead: str  # after a phrase in its clause: a plan
    others: str  # before a phrase in its sentence: somebody else, or advice
    blamed: str  # before a phrase in its sentence: a cause, of which only a landing is this run's
    runner: str  # after words of others: it is the runner again
    third: str  # at the begin of a clause: another, where the writer runs
    family: str  # somebody of the family, who is the runner where nobody else runs
    relative: str  # in words about an age: it is that of another
    self_told: str  # the writer runs
    later: str  # around a phrase, for which ``|`` stands: a later day than that of the run
    before_now: str  # after a sign that is denied: it was there before, or is in one place
    wished: str  # before a sign that is denied: it is there
    past: str  # around a sign, for which ``|`` stands: it was there once, and is not now
    anothers: str  # before a sign in its sentence: it is somebody else's
    denied: str  # a list of what is absent, in which a number sign stands for each letter of a sign
    refused: str  # after a sign: a question that is answered no
    run_before: str  # a time after another run, or before it
    run: str  # a run
    run_follows: str  # after the time after another run: what this run was
    later_run: str  # after soreness: what follows is a later run
    in_all: str  # in words about a length: it is all of the run
    day: str  # the day of a run
    a_run: str  # a run that has a day
    newly_sore: str  # the same, but not of before
    today: str  # the last words of days that are this one
    since_day: str  # after soreness: the day since when
    planned_run: str  # a text that asks what a run will do, and tells no other
    sore_of: str  # before a run in its clause: it is what soreness came of
    sore: str  # calves, or how they feel
    sore_calf: str  # calves that are told to be sore
    body: str  # words of what a doctor may have to hear of
    part_after: str  # after a phrase: a part of the run alone
    part: str  # shortly before a phrase: a part of the run alone


@dataclass(frozen=True)
class Language:
    """The words of one language; patterns as in ``rules_of``."""

    measures: Measures
    phrases: Mapping[str, Mapping[str, str]]  # by column: words in sentences, and their cell
    items: Mapping[str, Mapping[str, str]]  # the same of words that are an item of a list alone
    rules: tuple[Rule, ...]
    plain: tuple[Rule, ...]  # words that may tell a cell wherever they stand
    choices: Mapping[str, Mapping[str, str]]  # by column: all words of its cells, likewise
    scope: Scope
    learned: Path  # the weights of what speaks for a cell; ``data/learn_words.py`` writes it
    idle: frozenset[str]  # words that tell nothing of a run by themselves
    why_body: str  # what to do about words of a body that were not understood
    why_language: str  # why a text of another language tells nothing
    why_unreal: str  # why words of another run are not used
    why_unlikely: str  # why words are not used that may be of this run
    why_others: str  # and those of somebody else
