"""Read cells from what somebody writes: find the phrases, then ask of each whose run it tells."""

from collections.abc import Mapping
from functools import lru_cache

from calfcause.errors import CalfcauseError
from calfcause.sessions.schema import SORE_LABEL
from calfcause.texts import as_text
from calfcause.words.choice import Choice, longest
from calfcause.words.cleaned import back, joined, small
from calfcause.words.english import ENGLISH
from calfcause.words.found import Finder, Found
from calfcause.words.judge import Weights, candidates, judged, read_weights
from calfcause.words.language import Language
from calfcause.words.left import Left
from calfcause.words.quantities import Lexed
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
        self.finder, self.small = _finder(language), small(text)
        self.lexed = self.finder.lexer.lexed(self.small)
        found = [*self.finder.found(self.lexed)]
        self.whose = Whose(self.finder.language, self.lexed, found)
        self.told = [*longest(found, len(self.lexed.text), self.whose.told)]
        sore_at = self.whose.sore_at
        self.choice = Choice(self.told, self.whose.usual, text, self.lexed.text, sore_at)
        self.phrased = [one for one in self.choice.chosen if one.value is not None]
        self.candidates = candidates(self.finder, self.lexed, found, self.whose, self.phrased)


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
    original = text
    text, places = joined(text[:MOST_LETTERS])
    one_text = Reading(text, language)
    finder, lexed, choice = one_text.finder, one_text.lexed, one_text.choice
    chosen = judged(one_text.candidates, _weights(language), one_text.phrased)
    told = one_text.told + chosen
    used = [(one.start, one.end) for one in chosen]
    columns, why = {one.column for one in chosen}, finder.language
    unlikely = [one for one in one_text.phrased if one.column not in columns]
    apart = {
        (one.start, one.end): one
        for one in [*(one for one in told if one.left), *unlikely]
        if not any(start <= one.start and one.end <= end for start, end in used)
    }
    left = [
        Phrase(
            *_place(text, lexed, one),
            why.why_body if one.is_sign else why.why_unlikely if one in unlikely else "",
        )
        for one in [*choice.unclear, *apart.values()]
        if (one.start, one.end) not in used
    ]
    left += Left(finder, text, lexed, one_text.small).phrases(told, one_text.whose)
    left = [Phrase(*back(original, places, one.start, one.end), one.why) for one in left]
    if len(original) > MOST_LETTERS:
        left.append(Phrase(original[MOST_LETTERS:], MOST_LETTERS, len(original)))
    cells = [
        ToldCell(one.column, one.value, *back(original, places, *_place(text, lexed, one)[1:]))
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
        units="miles" if lexed.miles else "km",
        sore=sore,
    )


def _place(text: str, lexed: Lexed, one: Found) -> tuple[str, int, int]:
    """The words of a phrase in the original text, and where they stand."""
    start, end = lexed.places[one.start], lexed.places[one.end]
    return text[start:end], start, end
