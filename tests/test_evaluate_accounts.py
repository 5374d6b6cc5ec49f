"""Simulated accounts are laid beside real ones column by column."""

from pathlib import Path

import pytest

from calfcause import SchemaError
from calfcause.causes import CAUSES
from calfcause.evaluate.accounts import compare_accounts
from calfcause.sessions.schema import MODEL_COLUMNS
from calfcause.simulate import simulate, world_named

CASES = Path(__file__).parents[1] / "data" / "real_cases.csv"


@pytest.fixture(scope="module")
def report():
    blocks = [simulate(300, 8, world=world_named("only_told"), seed=seed) for seed in (1, 2)]
    return compare_accounts(CASES, *blocks)


def test_shares_are_shares(report):
    for table in (report.columns, report.words, report.primary):
        assert table.min().min() >= 0 and table.max().max() <= 1
    assert report.primary.sum().tolist() == pytest.approx([1, 1])
    assert list(report.primary.index) == [cause.name for cause in CAUSES]
    assert list(report.columns.index) == list(MODEL_COLUMNS)


def test_how_a_cause_shows_adds_up(report):
    shown = report.known.loc[[name for name in report.known.index if name.startswith("primary")]]
    assert shown.sum().tolist() == pytest.approx([1, 1])


def test_words_of_a_column_add_up_where_it_is_told(report):
    sums = report.words.groupby(level=0).sum(min_count=1)["simulated"].dropna()
    assert len(sums) > 5
    assert sums.tolist() == pytest.approx([1.0] * len(sums))


def test_simulated_accounts_are_about_as_long_as_real_ones(report):
    median = report.known.loc["known cells, 50% quantile"]
    assert abs(median["real"] - median["simulated"]) <= 1


def test_the_tables_can_be_read(report):
    text = report.text()
    assert f"{report.n_real} real accounts beside {report.n_simulated:,} simulated ones" in text
    assert "Columns known:" in text


def test_a_file_without_cases_is_refused(tmp_path):
    (tmp_path / "cases.csv").write_text("terrain\nhilly\n")
    with pytest.raises(SchemaError):
        compare_accounts(tmp_path / "cases.csv", simulate(20, 2, seed=1))
