"""Make real_cases.csv and the tables of its card from the encoded accounts, one JSON a line.

Run it as ``python data/make_real_cases.py more-accounts.jsonl``: they come after the accounts that
are in the CSV already. What was read from their summaries later, ``told_facts.csv``, is laid over
them. With ``--into unseen_cases.csv`` they go there, and nothing is learned from them.
"""

import argparse
import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from calfcause.sessions.cells import encode_session
from calfcause.sessions.schema import COLUMNS

# The causes that the accounts were read for. One that the package learns later is not among them:
# its cells would say that nobody blamed it, though nobody was asked.
CAUSES = (
    "beginner",
    "hills",
    "shoes",
    "soft_surface",
    "speed",
    "overstriding",
    "foot_strike",
)
FOLDER = Path(__file__).parent

# Not what these columns mean in training data: there they are true, here somebody said so.
LABELS = {
    "sore_calves": ("0 or 1", "whether the run left the calves sore; here always 1"),
    **{f"cause_{cause}": ("0 or 1", f"whether {cause} is blamed") for cause in CAUSES},
    "primary_cause": ("one of " + ", ".join(CAUSES), "the cause blamed most"),
}
ABOUT_THE_ACCOUNT = {
    "summary": ("text", "the account in the encoder's words"),
    "words": (
        "text",
        "the account as its runner might tell it, in the encoder's words; of accounts read last",
    ),
    "source_url": ("text", "where it was published"),
    "basis": (
        "self, replies, confirmed",
        "whose blame the label is: the runner's own; that of those who replied; "
        "or one that a second person or a trial bore out",
    ),
    "confidence": ("low, medium, high", "how sure the encoder is of facts and label"),
    "hard": ("0 or 1", "the cells hardly show the blamed cause; a model is expected to miss"),
}

Case = Mapping[str, Any]
Row = Mapping[str, str]


def read_cases(source: Path) -> list[Case]:
    """Read the accounts; numbers stay text, so that 4.0 is still 4.0 in the CSV."""
    with source.open(encoding="utf-8") as lines:
        return [json.loads(line, parse_int=str, parse_float=str) for line in lines if line.strip()]


def check(case: Case) -> None:
    """Refuse an account with an unknown column or cause, or a cell that is not allowed."""
    unknown = {*case["facts"]} - {*COLUMNS} | {*case["causes"], case["primary"]} - {*CAUSES}
    if unknown:
        raise ValueError(f"{case['id']}: {', '.join(sorted(unknown))}: no such column or cause")
    if case["primary"] not in case["causes"]:
        raise ValueError(f"{case['id']}: the primary cause {case['primary']} is not blamed")
    encode_session(case["facts"])


def to_row(case: Case) -> dict[str, str]:
    """Return the account as cells of the CSV; missing columns are left out."""
    check(case)
    blamed = {f"cause_{cause}": str(int(cause in case["causes"])) for cause in CAUSES}
    return {
        "session_id": case["id"],
        **case["facts"],
        "sore_calves": "1",
        **blamed,
        "primary_cause": case["primary"],
        "summary": case["summary"],
        "words": case.get("words", ""),
        "source_url": case["url"],
        "basis": case["basis"],
        "confidence": case["confidence"],
        "hard": str(int(case["hard"])),
    }


def tell(rows: Sequence[Row], facts: Sequence[Row]) -> list[Row]:
    """Lay the facts told over the rows; refuse one that contradicts a cell or has no row."""
    told = {row["session_id"]: dict(row) for row in rows}
    for fact in facts:
        name, column, value = fact["session_id"], fact["column"], fact["value"]
        if name not in told or told[name].get(column) not in {None, "", value}:
            raise ValueError(f"{name}: {column} {value}: no such account, or it says otherwise")
        told[name][column] = value
    for row in told.values():
        encode_session({column: cell for column, cell in row.items() if column in COLUMNS and cell})
    return list(told.values())


def write_rows(rows: Sequence[Row], target: Path) -> None:
    """Write the rows under the columns that any of them has, in the order of the schema."""
    order = [*COLUMNS, *LABELS, *ABOUT_THE_ACCOUNT]
    told = [name for name in order if any(row.get(name) for row in rows)]
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, told, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    target.write_text(text.getvalue(), encoding="utf-8", newline="")  # whole, or not at all


def read_rows(source: Path) -> list[dict[str, str]]:
    """Read the CSV back, cell by cell as text."""
    with source.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(head: Sequence[str], body: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _column_table(rows: Sequence[Row]) -> str:
    meanings = {name: (column.allowed, column.meaning) for name, column in COLUMNS.items()}
    meanings |= LABELS | ABOUT_THE_ACCOUNT
    filled = {name: sum(row[name] != "" for row in rows) for name in rows[0]}
    head = ("column", "rows filled", "allowed", "meaning")
    return _table(head, ((f"`{name}`", n, *meanings[name]) for name, n in filled.items()))


def _cause_table(rows: Sequence[Row]) -> str:
    blamed = {cause: [row for row in rows if row[f"cause_{cause}"] == "1"] for cause in CAUSES}
    primary = Counter(row["primary_cause"] for row in rows)
    alone = {c: sum(_count_blamed(row) == 1 for row in mine) for c, mine in blamed.items()}
    head = ("cause", "blamed", "blamed alone", "primary")
    return _table(head, ((f"`{c}`", len(blamed[c]), alone[c], primary[c]) for c in CAUSES))


def _account_table(rows: Sequence[Row]) -> str:
    told = [sum(row[name] != "" for name in row if name in COLUMNS) - 1 for row in rows]
    counts: list[tuple[str, object]] = [("accounts", len(rows))]
    for n, accounts in sorted(Counter(map(_count_blamed, rows)).items()):
        counts.append((f"with {n} blamed cause{'s' if n > 1 else ''}", accounts))
    for name in ("basis", "confidence"):
        words = ABOUT_THE_ACCOUNT[name][0].split(", ")
        counts += [(f"`{name}` {word}", sum(row[name] == word for row in rows)) for word in words]
    counts.append(("`hard`", sum(row["hard"] == "1" for row in rows)))
    counts.append(("cells filled, median (range)", f"{median(told):g} ({min(told)}–{max(told)})"))
    return _table(("", "count"), counts)


def _count_blamed(row: Row) -> int:
    return sum(row[f"cause_{cause}"] == "1" for cause in CAUSES)


def fill_card(card: str, rows: Sequence[Row]) -> str:
    """Return the card with each of its marked tables made anew from the rows."""
    tables = {"accounts": _account_table, "causes": _cause_table, "columns": _column_table}
    for name, table in tables.items():
        start, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, rest = card.split(start)
        _, after = rest.split(end)
        card = before + start + table(rows) + end + after
    return card


def main() -> None:
    """Write the accounts, and the tables of the card of those that are learned from."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("accounts", nargs="*", type=Path)
    parser.add_argument("--into", default="real_cases.csv", help="[%(default)s]")
    options = parser.parse_args()
    target, card = FOLDER / options.into, FOLDER / "README.md"
    learned = target.name == "real_cases.csv"
    rows: list[Row] = [*read_rows(target)] if target.exists() else []
    rows += [to_row(case) for file in options.accounts for case in read_cases(file)]
    write_rows(tell(rows, read_rows(FOLDER / "told_facts.csv")) if learned else rows, target)
    print(f"{len(rows)} accounts in {target.name}")
    if learned:
        made = fill_card(card.read_text(encoding="utf-8"), read_rows(target))
        card.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
