"""What of a text was not used, and why."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from calfcause.words.found import LEAST_SPELLED, Finder, Found
from calfcause.words.quantities import Lexed
from calfcause.words.told import Phrase
from calfcause.words.whose import FARTHEST, Whose

# A word is offered for one that is spelled much the same; assumed.
_CLOSE = 0.84
# Looking for it takes time: of no more words in one text; assumed.
_MOST_SPELLED = 40
# A text of which fewer words are in the table is of another language; both assumed.
_FEWEST_WORDS, _LEAST_KNOWN = 4, 0.35
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


class Left:
    """One text, and which words of it were used."""

    def __init__(self, finder: Finder, original: str, lexed: Lexed, small: str) -> None:
        self.finder, self.original, self.lexed = finder, original, lexed
        self.spelled_oddly = 0
        listed = re.findall(r"[^\W\d_]{3,}(?:'[^\W\d_]+)?", small[:FARTHEST])
        known = sum(word in finder.known for word in listed)
        self.is_foreign = len(listed) >= _FEWEST_WORDS and known < _LEAST_KNOWN * len(listed)

    def phrases(self, found: list[Found], whose: Whose) -> Iterator[Phrase]:
        """Give what was not used, clause by clause."""
        read = bytearray(len(self.lexed.text))
        for one in found:
            read[one.start : one.end] = b"\1" * (one.end - one.start)
        for begin, end in zip(whose.ends, whose.stops, strict=True):
            if begin in whose.apart:
                yield from self._phrase(begin, end, whose.apart[begin])
            elif not any(read[begin:end]):
                yield from self._phrase(begin, end)
            else:
                yield from self._unread(begin, end, read)

    def _unread(self, begin: int, end: int, read: bytearray) -> Iterator[Phrase]:
        """The words of a clause that was read in part: each stretch that may tell something."""
        idle = self.finder.language.idle
        stretch: list[re.Match[str]] = []
        for word in [*_WORD.finditer(self.lexed.text, begin, end), None]:
            if word and not any(read[word.start() : word.end()]):
                stretch.append(word)
                continue
            while stretch and stretch[0][0] in idle:
                stretch.pop(0)
            while stretch and stretch[-1][0] in idle:
                stretch.pop()
            if len(stretch) > 1 or (stretch and stretch[0][0] not in self.finder.known):
                yield from self._phrase(stretch[0].start(), stretch[-1].end())
            stretch = []

    def _phrase(self, begin: int, end: int, why: str = "") -> Iterator[Phrase]:
        """Part of the text as a phrase, if it holds a word."""
        language = self.finder.language
        start, stop = self.lexed.places[begin], self.lexed.places[end]
        words = self.original[start:stop].strip(" ,;:.()!?\n|")
        if re.search(r"[^\W_]{3}", words):
            if not why and self.is_foreign:
                why = language.why_language
            elif not why and re.search(language.scope.body, words.lower()):
                why = language.why_body
            at = self.original.index(words, start)
            yield Phrase(words, at, at + len(words), why or self._spelling(words.lower()))

    def _spelling(self, words: str) -> str:
        """A word of the table that is spelled much as one of these."""
        offered = []
        for word in re.findall(rf"[a-z]{{{LEAST_SPELLED},20}}", words[:FARTHEST]):
            known = {word, word.removesuffix("s")} & self.finder.known
            if not known and self.spelled_oddly < _MOST_SPELLED:
                self.spelled_oddly += 1
                close = get_close_matches(word, self.finder.spelled, 3, _CLOSE)
                offered += [f"{max(close, key=len)}?"] if close else []
        return " ".join(offered)
