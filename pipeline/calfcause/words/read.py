"""Read cells from what somebody writes: find the phrases, then ask of each whose run it tells."""

from collections.abc import Mapping
from functools import lru_cache

from calfcause.errors import CalfcauseError
from calfcause.sessions.schema import SORE_LABEL
from calfcause.texts import as_text
from calfcause.words.choice import Choice, longest
from calfcause.words.cleaned import joined, small
from calfcause.words.english import ENGLISH
from calfcause.words.found import Finder, Found
from calfcause.words.judge import Weights, candidates, judged, read_weights
from calfcause.words.language import Language
from calfcause.words.left import Left
from calfcause.words.told import Phrase, Told, ToldCell
from calfcause.words.whose import Whose

LANGUAGES: Mapping[str, Language] = {"en": ENGLISH}
# No longer text is read; what comes after is not understood.
MOST_LETTERS = 20_000


@lru_cache
def _finder(language: str) -> Finder:
    return Finder(LANGUAGES[language])


@lru_cache
def _weights(language: str) -> Weights:
    return read_weights(LANGUAGES[language].learned)


class Reading:
    """What phrases tell of a text, and all cells that it may tell."""

    def __init__(self, text: str, language: str) -> None:
        self.original = text
        self.text, self.places = joined(text[:MOST_LETTERS])
        self.finder, self.small = _finder(language), small(self.text)
        self.lexed = self.finder.lexer.lexed(self.small)
        found = [*self.finder.found(self.lexed)]
        self.whose = Whose(self.finder.language, self.lexed, found)
        phrases = [*longest(found, len(self.lexed.text))]
        self.told = [told for one in phrases for told in self.whose.told(one)]
        sore_at = self.whose.sore_at
        self.choice = Choice(self.told, self.whose.usual, self.text, self.lexed.text, sore_at)
        self.phrased = [one for one in self.choice.chosen if one.value is not None]
        self.candidates = candidates(self.finder, self.lexed, phrases, self.whose, self.phrased)

    def words(self, one: Found) -> tuple[str, int, int]:
        """The words of a phrase in the original text, and where they stand."""
        return self.between(self.lexed.places[one.start], self.lexed.places[one.end])

    def between(self, start: int, end: int) -> tuple[str, int, int]:
        """The words between two places of the joined text in the original, and theirs."""
        after = self.places[end - 1] + 1 if end > start else self.places[end]
        return self.original[self.places[start] : after], self.places[start], after


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
    reading = Reading(text, language)
    chosen = judged(reading.candidates, _weights(language), reading.phrased)
    told, spoken = reading.told + chosen, reading.finder.language
    used = [(one.start, one.end) for one in chosen]
    columns = {one.column for one in chosen}
    unlikely = [one for one in reading.phrased if one.column not in columns]
    apart = {
        (one.start, one.end): one
        for one in [*(one for one in told if one.left), *unlikely]
        if not any(start <= one.start and one.end <= end for start, end in used)
    }
    left = [
        Phrase(
            *reading.words(one),
            spoken.why_body if one.is_sign else spoken.why_unlikely if one in unlikely else "",
        )
        for one in [*reading.choice.unclear, *apart.values()]
        if (one.start, one.end) not in used
    ]
    others = Left(reading.finder, reading.text, reading.lexed, reading.small)
    left += [
        Phrase(*reading.between(one.start, one.end), one.why)
        for one in others.phrases(told, reading.whose)
    ]
    if len(text) > MOST_LETTERS:
        left.append(Phrase(text[MOST_LETTERS:], MOST_LETTERS, len(text)))
    cells = [
        ToldCell(one.column, one.value, *reading.words(one))
        for one in chosen
        if one.value is not None
    ]
    sore = next((bool(one.value) for one in cells if one.column == SORE_LABEL), None)
    return Told(
        cells=tuple(
            sorted(
                (one for one in cells if one.column != SORE_LABEL),
                key=lambda one: (one.start, one.end),
            )
        ),
        not_understood=tuple(sorted(left, key=lambda one: one.start)),
        units="miles" if reading.lexed.miles else "km",
        sore=sore,
    )
