"""What is done to texts before people see them."""

from textwrap import fill

WIDTH = 96


def capital(text: str) -> str:
    """The text with its first letter large."""
    return f"{text[:1].upper()}{text[1:]}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "run"), counted(1200, "run")
    ('1 run', '1,200 runs')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def wrapped(line: str, hanging: str) -> str:
    """The line in as many of at most 96 characters as it takes, those after the first indented.

    Addresses stay whole, however long they are.
    """
    return fill(
        line, WIDTH, subsequent_indent=hanging, break_on_hyphens=False, break_long_words=False
    )


def printable(text: str) -> str:
    """A text that cannot command a terminal or forge a line of its own.

    >>> printable("run\x1b[31m 7")
    'run�[31m 7'
    """
    return "".join(letter if letter.isprintable() else "�" for letter in text)
