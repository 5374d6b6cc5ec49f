"""A text in plain letters and blanks, and where these stood in the original."""

import re
from unicodedata import normalize

# What a word is joined by more often is no word; assumed. Patterns take too long over such.
_CHAIN = re.compile(r"-{2,}|(?:[^\s-]{0,40}-){8,}")
_HYPHENS = {ord(one): "-" for one in "\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}"}
# A line that goes on in the next one: a long one without a mark at its end
_WRAPPED = re.compile(r"(?<=[^\n]{40})(?<![\s.,;:!?|])\n(?=[a-z0-9])")
# Blanks after a blank, and what has no width
_NO_LETTERS = re.compile("(?<=[ \t\xa0])[ \t\xa0]+|[\u200b-\u200d\u2060\ufeff\xad]+")
# Other signs for quotes, times, dashes and spaces
_PLAIN = {
    "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{PRIME}": "'", "`": "'", "\N{ACUTE ACCENT}": "'", "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "\N{DOUBLE PRIME}": '"', "×": "x",
    "\N{EM DASH}": ",", "\t": " ", "\r": " ", "\xa0": " ",
}  # fmt: skip


def joined(text: str) -> tuple[str, list[int]]:
    """A text with one blank where several stand or a line was wrapped; and where its letters stood.

    What has no width is left out, and rows of hyphens, which words in chains would be, are commas.
    """
    text = _CHAIN.sub(lambda found: found[0].replace("-", ","), text.translate(_HYPHENS))
    text = _WRAPPED.sub(" ", text)
    left = [one.span() for one in _NO_LETTERS.finditer(text)]
    bounds = [0, *(at for span in left for at in span), len(text)]
    kept = [range(begin, end) for begin, end in zip(bounds[::2], bounds[1::2], strict=True)]
    places = [at for part in kept for at in part]
    return "".join(text[part.start : part.stop] for part in kept), [*places, len(text)]


def small(text: str) -> str:
    """A text in small letters of the same length, with plain quotes and no capitals."""
    letters = []
    for letter in text:
        plain = letter if letter.isascii() else normalize("NFKC", letter)
        lower = (plain if len(plain) == 1 else letter).lower()
        lower = _PLAIN.get(letter, _PLAIN.get(lower, lower))
        letters.append(" " if len(lower) != 1 or "A" <= lower <= "Z" else lower)
    return "".join(letters)
