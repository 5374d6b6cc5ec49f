"""Quantities in a text: each becomes one capital letter, so that patterns can name its kind.

``"8 miles in 1h10, calves sore 2 days"`` becomes ``"D in T, calves sore S"``. The text is in small
letters, so that capitals are free. The kinds: D distance, W distance a week, T duration, P pace, V
speed, C climb or another length, G grade, M millimetres, S span of days or more, H height, O out of
ten, R repetitions, K programme for beginners, N any other number.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan

from calfcause.sessions.units import KM_PER_MILE
from calfcause.words.paces import PaceWords, Quantity, lengths, paces

_SIGNS = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3}


@dataclass(frozen=True)
class Measures:
    """The words of a language for numbers and units."""

    numbers: Mapping[str, float]  # words for numbers
    with_unit: Mapping[
        str, float
    ]  # words that are numbers before a unit alone, as in "half a mile"
    added: Mapping[str, float]  # what a number or its unit may be followed by: "and a half"
    no_part: str  # what such a part of a unit does not stand before: "a mile and a half marathon"
    ranges: str  # what may stand between two numbers of a range
    to: str  # the same, unless ``apart`` stands before: "5 to 8", but not "from 5 to 8"
    apart: str
    between: str  # before a range, and what then stands between its numbers
    both: str
    units: Mapping[str, Mapping[str, float]]  # by kind: words, and the size in its metric unit
    fixed: Mapping[str, Mapping[str, float]]  # by kind: whole words that are a quantity
    where: Mapping[str, tuple[str, float]]  # words that are a distance only in such a place
    weekly: str  # what may stand between a distance and a week
    week: str
    place: tuple[str, str]  # before and after a span that is a place: "week 2 day 1"
    per: str  # what may stand between minutes and the distance of a pace
    pace: str  # what makes a clock time before it a pace
    length: str  # a number that is the length of a run, named ``length``
    paces: PaceWords
    miles: str  # words that show that the text counts in miles


@dataclass(frozen=True)
class Lexed:
    """A text in which every quantity is one letter."""

    text: str
    quantities: Mapping[int, Quantity]  # by their place in this text
    places: Sequence[int]  # where each character of this text, and its end, stands in the original
    km_of_bare: float  # kilometres of a distance that is told without a unit
    miles: bool  # whether the text counts in miles


class Lexer:
    """Finds the quantities of one language."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._numbers = {**measures.numbers, **measures.with_unit}
        one = _one(self._numbers, measures.added)
        some = _some(one, measures)
        units = {kind: _any(words) for kind, words in measures.units.items()}
        weekly = "|".join(one for one in units["D"].split("|") if "miler" not in one)
        distance, seconds = units["D"], "s|secs?|seconds|mins?|minutes"
        clock = r"[0-9]{1,2}[:'][0-5][0-9]"
        spelled = _any(self._numbers)
        hours = rf"(?:[0-9]{{1,2}} ?h(?:rs?|ours?)?|(?:{spelled})[ -](?:hrs?|hours?)),? ?(?:and )?"
        forms = {
            "K": (_any(measures.fixed["K"]),),
            "H": (
                r"[4-7] ?(?:'|ft|foot|feet) ?(?:[0-9]|1[01])(?![0-9])(?:\"|'')?",
                "[4-7] ?(?:'|ft|foot|feet)(?= tall)",
                "1[.,][0-9]{2} ?m",
            ),
            "R": (
                rf"[0-9]{{1,2}} ?x ?(?:[0-9]{{2,4}}m?|{one} ?(?:{distance}|{seconds}))",
                rf"[0-9]{{1,2}} ?x ?{one} ?(?:hill|track)s?",
                "(?:[12468]00|1000)s",
                rf"(?:{one}) (?:sets|reps|repeats)",
            ),
            "P": (
                rf"{clock}(?:\")?s? ?(?:{measures.per}) ?(?:{distance})",
                rf"{clock}(?:'?s|(?= ?(?:{measures.pace})))",
                rf"{some}[ -]?min(?:ute)?s?(?: ?(?:{measures.per}) ?|[ -])(?:{distance})",
                rf"{some}[ -]?min(?:ute)?s?(?= (?:{measures.pace}))",
                r"[3-9]' ?[0-5][0-9](?:\"|'')?",
            ),
            "W": (rf"{some}[ -]?(?:{weekly})[ -]?(?:{measures.weekly})[ -]?(?:{measures.week})",),
            "O": (
                rf"(?:[0-9] ?(?:-|{measures.to}|or) ?)?(?:10|[0-9](?:\.5)?) ?(?:/|out of|of)"
                " ?(?:10|ten)",
            ),
            "T": (
                r"[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]",
                rf"{hours}[0-5]?[0-9](?: ?m(?:ins?|inutes?)?|(?! ?(?:{distance}|%|[a-z]*days)))",
                rf"{hours}(?:{_any(measures.numbers)})[ -]min(?:ute)?s?",
                r"[0-9]{1,3}:[0-5][0-9]",
                r"[0-9]{2}'",
            ),
        }
        forms["D"] = tuple(pattern for pattern, _ in measures.where.values())
        for kind, listed in measures.fixed.items():
            forms[kind] = (*forms.get(kind, ()), _any(listed))
        for kind, words in units.items():
            before, after = measures.place if kind == "S" else ("", "")
            part = rf"(?:{_any(measures.added)})(?![ -](?:{measures.no_part}))"
            counted = rf"{some}\+?(?: or so)?[ -]?(?:{words})(?:{part})?"
            forms[kind] = (*forms.get(kind, ()), rf"{before}(?:{counted}|(?:{words}){part}){after}")
        often = r"[0-9]{1,2} ?x(?= (?:a|per|each|every) )"  # 5x a week
        forms["N"] = (often, rf"{_some(_one(measures.numbers, measures.added), measures)}(?:ish)?")
        order = ("K", "R", "H", "P", "V", "O", "W", "T", "D", "G", "M", "S", "C", "N")
        self._pattern = re.compile(
            "|".join(
                rf"(?P<{kind}>(?<![a-z0-9£$€#.:])(?:{'|'.join(forms[kind])})(?![a-z0-9]))"
                for kind in order
            )
            + r"|(?P<N_>(?<=(?<![a-z])w)[0-9]{1,2}(?=[rd][0-9])"  # week 5 in w5r2
            + r"|(?<=(?<![a-z])wk)[0-9]{1,2}(?![0-9])|(?<![0-9.:])1[0-9]{2}(?=spm))"
        )
        self._number, self._some = re.compile(one), re.compile(some)
        self._hours = re.compile(
            rf"([0-9]+|{spelled})[ -]?h(?:rs?|ours?)?,? ?(?:and )?"
            rf"([0-9]+|{_any(measures.numbers)})(?:[ -]?m[a-z]*)?"
        )

    def lexed(self, text: str) -> Lexed:
        """Replace the quantities of a text, which is in small letters."""
        letters: list[str] = []
        places: list[int] = []
        quantities: dict[int, Quantity] = {}
        at = 0
        miles = bool(re.search(self._measures.miles, text))
        km_of_bare = KM_PER_MILE if miles else 1.0
        for one in self._pattern.finditer(text):
            kind = str(one.lastgroup)[0]
            letters += text[at : one.start()]
            places += range(at, one.start())
            value = self._value(kind, one[0], km_of_bare)
            quantities[len(letters)] = Quantity(kind, value, one.start(), one.end(), ":" in one[0])
            letters.append(kind)
            places.append(one.start())
            at = one.end()
        letters += text[at:]
        places += range(at, len(text) + 1)
        text = "".join(letters)
        for place, pace in paces(self._measures.paces, text, quantities, km_of_bare):
            letters[place] = "P"
            quantities[place] = replace(quantities[place], kind="P", value=pace)
        for place, kind, value in lengths(self._measures.length, text, quantities, km_of_bare):
            letters[place] = kind
            quantities[place] = replace(quantities[place], kind=kind, value=value)
        return Lexed("".join(letters), quantities, places, km_of_bare, miles)

    def _value(self, kind: str, text: str, km_of_bare: float) -> float:
        for words, value in self._measures.fixed.get(kind, {}).items():
            if text.replace("-", " ") == words:
                return value
        if kind == "D" and text in self._measures.where:
            return self._measures.where[text][1]
        if kind == "R":  # the kilometres of one repetition
            length = re.sub("^[0-9]+ ?x ?", "", text).removesuffix("s")
            word, unit = self._unit("D", length)
            metres = re.fullmatch("([0-9]{3,4})m?", length)
            told = re.fullmatch("[0-9.]+ ?", length.removesuffix(word)) if word else None
            return int(metres[1]) / 1000 if metres else float(told[0]) * unit if told else nan
        if kind == "K":
            return nan
        if kind == "H" and not text.endswith("cm"):
            feet, inches, *_ = (int(part) for part in [*re.findall("[0-9]+", text), 0])
            return 100.0 * feet + inches if "m" in text else 30.48 * feet + 2.54 * inches
        if clock := re.search("([0-9]+)(?::|' ?)([0-9]{2})(?::([0-9]{2}))?", text):
            first, second, third = (float(part or 0) for part in clock.groups())
            minutes = 60 * first + second + third / 60 if clock[3] else first + second / 60
            return minutes / self._km(text, km_of_bare) if kind == "P" else minutes
        if kind == "T" and (parts := self._hours.fullmatch(text)):
            return 60.0 * self._amount(parts[1]) + self._amount(parts[2])
        if kind == "T" and text.endswith("'"):
            return float(text[:-1])
        text, part = self._part(text)
        word, unit = self._unit(kind, text)
        told = self._some.match(text.removesuffix(word))  # "25 miles a week" ends in an a
        numbers = [self._amount(one[0]) for one in self._number.finditer(told[0] if told else "")]
        number = sum(numbers) / len(numbers) if numbers else 1.0 if text == word else nan
        number += part
        if kind == "P":
            return number / self._km(text, km_of_bare)
        return number * unit if kind != "V" else 60.0 / (number * unit) if number else nan

    def _unit(self, kind: str, text: str) -> tuple[str, float]:
        """The unit at the end of a quantity, and its size; a distance a week has it within."""
        for word, size in self._sizes(kind):
            if text.endswith(word):
                return word, size
        within = (size for word, size in self._sizes("D") if kind == "W" and word in text)
        return "", next(within, 1.0)

    def _sizes(self, kind: str) -> list[tuple[str, float]]:
        words = self._measures.units.get(kind, {})
        return sorted(words.items(), key=lambda one: -len(one[0]))

    def _km(self, text: str, km_of_bare: float) -> float:
        """Kilometres of the unit that a pace is told for."""
        tail = re.split("[0-9]|min(?:ute)?s?", text)[-1]
        return next(
            (size for word, size in self._sizes("D") if re.search(rf"(?<![a-z]){word}$", tail)),
            km_of_bare,
        )

    def _part(self, text: str) -> tuple[str, float]:
        """A number or quantity without the part that follows it, and that part."""
        text = re.sub("-(?! ?[0-9])", " ", text).strip()  # but not of a range
        for words, value in self._measures.added.items():
            if text.endswith(words):
                return text.removesuffix(words).strip(), value
        return text, 0.0

    def _amount(self, text: str) -> float:
        text, more = self._part(text)
        if found := re.search("(?:^|[ -])([1-7])/([2-8])$", text):
            text, more = text[: found.start()] or "0", int(found[1]) / int(found[2])
        if text[-1:] in _SIGNS:
            text, more = text[:-1].strip() or "0", _SIGNS[text[-1]]
        if text in self._numbers:
            return self._numbers[text] + more
        if re.fullmatch("[0-9]{1,3}(?:,[0-9]{3})+", text):
            text = text.replace(",", "")
        return float(text.replace(",", ".")) + more


def _one(numbers: Mapping[str, float], added: Mapping[str, float]) -> str:
    """A pattern of one number, in digits or words."""
    signs = f"[{''.join(_SIGNS)}]"
    digits = (
        "(?:[0-9]{1,2}[ -])?(?:1/[2-8]|[23]/[34])(?![0-9/])|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])"
        rf"|[0-9]{{1,5}}(?:[.,][0-9]{{1,2}})?(?![0-9])(?: ?{signs})?|{signs}"
    )
    return rf"(?:{digits}|(?:{_any(numbers)})(?![a-z]))(?:{_any(added)})?"


def _some(one: str, measures: Measures) -> str:
    """A pattern of a number, or of a range."""
    to = rf"(?<!{measures.apart}){one} ?{measures.to} ?{one}"
    between = rf"{measures.between} {one} {measures.both} {one}"
    return rf"(?:{between}|{one} ?(?:{measures.ranges}) ?{one}|{to}|{one})"


def _any(words: Mapping[str, float]) -> str:
    """A pattern of any of these words, the longest first."""
    return "|".join(
        re.escape(word).replace(r"\ ", "[ -]") for word in sorted(words, key=len, reverse=True)
    )
