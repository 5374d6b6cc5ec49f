"""Small functions that finish a text before people read it."""

import json
import re
from contextvars import ContextVar
from textwrap import fill
from unicodedata import category

WIDTH = ContextVar("width", default=96)
"""The longest line; a narrower terminal sets less."""
# A password may hold a slash; a port is followed by one.
_USER = re.compile(r"://(?:[^\s:/@'\"]*:(?!\d{1,5}(?:[/?#]|$))[^\s'\"]*|[^\s/'\"]*)@")
_QUERY = re.compile(r"(://[^\s?'\"]*\?)[^\s'\"]*[^\s'\".,:;]")


def capital(text: str) -> str:
    """Capitalise the first letter of a text and leave the rest as it is.

    >>> capital("calf raises on Mondays")
    'Calf raises on Mondays'
    """
    return f"{text[:1].upper()}{text[1:]}"


def as_text(value: object) -> str:
    """Write a value as text, whatever it is: also one that Python cannot write.

    >>> as_text(7.5), as_text(10**5000)
    ('7.5', 'a number of thousands of digits')
    """
    try:
        return str(value)
    except Exception:  # too many digits, too deeply nested, or whatever its type raises
        if isinstance(value, int):
            return "a number of thousands of digits"
        return f"an unwritable {type(value).__name__}"


def a_or_an(noun: str) -> str:
    """Write a noun with its article.

    >>> a_or_an("int"), a_or_an("str")
    ('an int', 'a str')
    """
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun; the plural takes an s unless another one is given.

    >>> counted(1, "run"), counted(1200, "run")
    ('1 run', '1,200 runs')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def joined(*notes: str) -> str:
    """Join those notes that are not empty, with semicolons.

    >>> joined("two runs", "", "one runner")
    'two runs; one runner'
    """
    return "; ".join(filter(None, notes))


def wrapped(line: str, hanging: str) -> str:
    """Break a line into lines of at most ``WIDTH``; ``hanging`` indents all but the first.

    Web addresses stay whole, however long they are.
    """
    return fill(
        line, WIDTH.get(), subsequent_indent=hanging, break_on_hyphens=False, break_long_words=False
    )


def printable(text: str) -> str:
    """Replace characters that could control a terminal or start a new line.

    >>> printable("run\x1b[31m 7")
    'run�[31m 7'
    """
    if text.isprintable():
        return text
    return "".join(letter if _harmless(letter) else "�" for letter in text)


def _harmless(letter: str) -> bool:
    return letter.isprintable() or category(letter) == "Zs"  # a space of any width


def clean(text: str) -> str:
    r"""Replace such characters in a text of several lines, such as a message.

    >>> clean("two\nlines\x07")
    'two\nlines�'
    """
    return text if text.isprintable() else "\n".join(map(printable, text.split("\n")))


def without_secrets(text: str) -> str:
    """Hide who signs in at the addresses in a text, and how.

    >>> without_secrets("there is nothing at https://me:hush@host/a.csv?sig=hush.")
    'there is nothing at https://***@host/a.csv?***.'
    """
    return _QUERY.sub(r"\1***", _USER.sub("://***@", text))


def as_json(data: object, *, indent: int, ascii_only: bool = False) -> str:
    """JSON in which text stays readable, but nothing can control a terminal."""
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    return "\n".join(line if line.isprintable() else _escaped(line) for line in text.split("\n"))


def _escaped(line: str) -> str:
    return "".join(letter if _harmless(letter) else json.dumps(letter)[1:-1] for letter in line)
