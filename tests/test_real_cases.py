"""The real cases: every row is attributed and readable, and the data card counts right."""

import csv
import re
import runpy
import statistics
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from calfcause.sessions.csv_reader import read_csv
from calfcause.sessions.schema import COLUMNS

ROOT = Path(__file__).parents[1]
CSV = ROOT / "data" / "real_cases.csv"
CARD = ROOT / "data" / "README.md"
READ_LAST = ("d", "e", "f")  # how the names of these accounts begin
ENCODED = [ROOT.parent / "shared" / f"real-cases{part}.jsonl" for part in ("", "-2")]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def converter() -> dict:
    return runpy.run_path(str(ROOT / "data" / "make_real_cases.py"))


def blamed(row: dict[str, str]) -> set[str]:
    return {
        name.removeprefix("cause_")
        for name, cell in row.items()
        if name.startswith("cause_") and cell == "1"
    }


def card_table(name: str) -> dict[str, list[str]]:
    """The body of a marked table of the card: first cell without its ticks to the other cells."""
    marked = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", CARD.read_text("utf-8"), re.S)
    assert marked, f"the card has no table marked {name}"
    lines = [line.strip("| ").split(" | ") for line in marked[1].splitlines()[2:]]
    return {first.replace("`", ""): rest for first, *rest in lines}


def told_facts() -> list[dict[str, str]]:
    with (ROOT / "data" / "told_facts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_account_has_a_name_of_its_own(rows):
    assert len({row["session_id"] for row in rows}) == len(rows) > 0


def test_every_account_names_its_source(rows):
    addresses = [urlsplit(row["source_url"]) for row in rows]
    assert all(address.scheme in {"http", "https"} and address.netloc for address in addresses)


def test_every_account_is_summarised(rows):
    assert all(row["summary"].strip() for row in rows)


def test_the_primary_cause_is_among_the_blamed(rows):
    astray = [row["session_id"] for row in rows if row["primary_cause"] not in blamed(row)]
    assert not astray


def test_every_account_tells_something_of_the_run(rows):
    told = [name for name in rows[0] if name in COLUMNS and COLUMNS[name].group != "ids"]
    assert all(any(row[name] for name in told) for row in rows)


def test_the_sessions_reader_finds_no_bad_cell():
    bad_cells = [str(cell) for chunk in read_csv(CSV) for cell in chunk.bad_cells]
    assert not bad_cells


def test_the_card_counts_every_cause(rows):
    recounted = {
        cause: [
            str(sum(cause in blamed(row) for row in rows)),
            str(sum(blamed(row) == {cause} for row in rows)),
            str(sum(row["primary_cause"] == cause for row in rows)),
        ]
        for cause in set().union(*map(blamed, rows))
    }
    assert card_table("causes") == recounted


def test_the_card_counts_the_accounts(rows):
    stated = card_table("accounts")
    several = [len(blamed(row)) for row in rows]
    names = {name for name, column in COLUMNS.items() if column.group != "ids"}
    told = [sum(bool(row[name]) for name in names & row.keys()) for row in rows]
    recounted = {
        "accounts": len(rows),
        "with 1 blamed cause": several.count(1),
        "with 2 blamed causes": several.count(2),
        "with 3 blamed causes": several.count(3),
        "hard": sum(row["hard"] == "1" for row in rows),
        "cells filled, median (range)": f"{statistics.median(told):g} ({min(told)}–{max(told)})",
    }
    for name in ("basis", "confidence"):
        for word in {row[name] for row in rows}:
            recounted[f"{name} {word}"] = sum(row[name] == word for row in rows)
    assert stated == {name: [str(count)] for name, count in recounted.items()}


def test_the_card_describes_every_column(rows):
    stated = card_table("columns")
    assert list(stated) == list(rows[0])
    assert {name: cells[0] for name, cells in stated.items()} == {
        name: str(sum(bool(row[name]) for row in rows)) for name in rows[0]
    }


def test_the_tables_of_the_card_are_fresh(rows, converter):
    card = CARD.read_text("utf-8")
    assert converter["fill_card"](card, rows) == card


def test_what_was_read_later_is_in_the_cells_and_nothing_else(rows):
    later = ("shoe_change", "longer_than_usual", "other_calf_load", "stride_change")
    later += ("weeks_since_last_run",)
    told = {(fact["session_id"], fact["column"]): fact["value"] for fact in told_facts()}
    cells = {(row["session_id"], name): row[name] for row in rows for name in row}
    assert told == {key: cells[key] for key in told}
    # The accounts from d001 on were encoded when these columns were there already.
    earlier = {key for key in cells if not key[0].startswith(READ_LAST)}
    assert {key for key in earlier if key[1] in later and cells[key]} <= told.keys()


@pytest.mark.parametrize(("name", "column"), [("nobody", "shoe_change"), ("case-006", "shoe_type")])
def test_a_fact_that_contradicts_a_cell_is_refused(rows, converter, name, column):
    with pytest.raises(ValueError, match=f"{name}: {column}"):
        converter["tell"](rows, [{"session_id": name, "column": column, "value": "barefoot"}])


@pytest.mark.skipif(
    not all(map(Path.exists, ENCODED)), reason="the encoded accounts are not beside the repo"
)
def test_the_converter_makes_the_committed_rows(converter, rows):
    cases = [case for file in ENCODED for case in converter["read_cases"](file)]
    facts = [fact for fact in told_facts() if not fact["session_id"].startswith(READ_LAST)]
    again = converter["tell"]([converter["to_row"](case) for case in cases], facts)
    committed = rows[: len(again)]
    filled = [{name: cell for name, cell in row.items() if cell} for row in (*again, *committed)]
    assert filled[: len(again)] == filled[len(again) :]
    later = rows[len(again) :]
    assert all(row["session_id"].startswith(READ_LAST) and row["words"] for row in later)
