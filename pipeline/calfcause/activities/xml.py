"""XML read as a stream, safely: no entities, no network, bounded text; prefixes are not looked up.

Expat without namespaces takes undeclared prefixes, which strict parsers refuse.
"""

from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat

from calfcause.errors import ActivityError

CHUNK = 1 << 16
# Assumed: more is no recording but an attack.
LONGEST_TEXT, DEEPEST, LONGEST_TOKEN = 1 << 16, 100, 1 << 22
_BOM = b"\xef\xbb\xbf"

Begin = Callable[[list[str], dict[str, str]], None]
End = Callable[[list[str], str], None]


def walk(stream: BinaryIO, begin: Begin, end: End) -> str:
    """Call back for every element: its path of local names, and its attributes or its text.

    Returns what is wrong with the file where it breaks off, empty if it is whole.
    """
    path: list[str] = []
    texts: list[list[str]] = []
    silent = 0  # bytes since the parser last said anything

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal silent
        silent = 0
        if len(path) >= DEEPEST:
            raise ActivityError(f"its elements are nested more than {DEEPEST} deep")
        path.append(name.rpartition(":")[2])
        texts.append([])
        begin(path, attributes)

    def ended(_: str) -> None:
        nonlocal silent
        silent = 0
        end(path, "".join(texts.pop())[:LONGEST_TEXT].strip())
        path.pop()

    def told(text: str) -> None:
        nonlocal silent
        silent = 0
        # Between two elements there is at most white space.
        if texts and len(texts[-1]) < LONGEST_TEXT:
            texts[-1].append(text[:LONGEST_TEXT])

    def refuse(*_: object) -> None:
        raise ActivityError("it declares entities, which no recording needs")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler, parser.EntityDeclHandler = told, refuse
    chunk = stream.read(CHUNK).removeprefix(_BOM).lstrip(b" \t\r\n")
    try:
        while chunk:
            parser.Parse(chunk, False)
            silent += len(chunk)
            if silent > LONGEST_TOKEN:
                raise ActivityError("it holds a tag or comment of megabytes")
            chunk = stream.read(CHUNK)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, IndexError | KeyError):  # of the caller, not of an unknown encoding
            raise
        return f"is not whole XML ({error})"
    return ""
