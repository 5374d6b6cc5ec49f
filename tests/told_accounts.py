"""Short accounts as runners write them in forums, logs and diaries, and as others sum them up.

Made up from the columns alone (``calfcause schema``) by the rule of ``data/encoding.md``, before a
phrase of the table was written for one. Below each its cells; after the bar cells that follow
without being said: right if they are read, and if they are not.
"""

from pathlib import Path

from calfcause.sessions.schema import TOLD_COLUMNS

TEXT = Path(__file__).with_suffix(".txt")


def _cells(text: str) -> dict[str, tuple[str | float, ...]]:
    """The cells of a line, each with all that is right."""
    pairs = (one.split("=") for one in text.split())
    return {name: tuple(_cell(name, one) for one in cells.split(",")) for name, cells in pairs}


def _cell(name: str, text: str) -> str | float:
    return text if TOLD_COLUMNS[name].kind == "choice" else float(text)


def _accounts() -> dict[str, tuple[dict, dict]]:
    accounts = {}
    for line in TEXT.read_text(encoding="utf-8").splitlines():
        if line[:1] not in ("", " "):
            text = line
            accounts[text] = ({}, {})
        elif line:
            said, _, may = line.partition("|")
            accounts[text] = (_cells(said), _cells(may))
    return accounts


# By text: the cells that it says, and those that follow
ACCOUNTS = _accounts()
