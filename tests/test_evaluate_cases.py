"""On real cases, hits are counted as the report says."""

import json

import numpy as np
import pytest
from made_cases import cases_of, ranking

from calfcause import SchemaError
from calfcause.causes import CAUSES
from calfcause.evaluate.cases import case_hits, evaluate_cases, report_cases
from calfcause.learn.probabilities import HEADS

N_CAUSES = len(CAUSES)


def test_hits_are_counted_by_the_order_of_the_causes():
    cases = cases_of([0], [1, 0], [2, 3], [4])
    found = case_hits(cases, ranking([0], [0, 1], [3, 5, 2], [6, 5, 3, 4]))
    assert found["top-1 is primary"].tolist() == [1, 0, 0, 0]
    assert found["top-1 is blamed"].tolist() == [1, 1, 1, 0]
    assert found["top-2 hold primary"].tolist() == [1, 1, 0, 0]
    assert found["reciprocal rank"] == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])


def test_a_scorer_that_cannot_tell_causes_apart_hits_by_chance():
    level = np.full((1, len(HEADS)), 0.1)
    found = case_hits(cases_of([3, 5]), level)
    assert found["top-1 is primary"] == pytest.approx(1 / N_CAUSES)
    assert found["top-1 is blamed"] == pytest.approx(2 / N_CAUSES)
    assert found["top-2 hold primary"] == pytest.approx(2 / N_CAUSES)
    assert found["log loss"] == pytest.approx(np.log(N_CAUSES))


def test_causes_on_a_level_share_their_places():
    p = ranking([0])
    p[0, [2, 3, 4]] = 0.2  # second to fourth
    (hit,) = case_hits(cases_of([3]), p)["top-2 hold primary"]
    (rank,) = case_hits(cases_of([3]), p)["reciprocal rank"]
    assert hit == pytest.approx(1 / 3)
    assert rank == pytest.approx((1 / 2 + 1 / 3 + 1 / 4) / 3)


def test_the_log_loss_of_a_case_falls_with_the_share_of_its_cause():
    cases = cases_of([0], [0], [0])
    sure, unsure, wrong = case_hits(cases, ranking([0], [1, 0], [1, 2, 3]))["log loss"]
    assert 0 < sure < unsure < wrong


def test_the_log_loss_of_the_blamed_takes_them_together():
    one, both = cases_of([0]), cases_of([0, 1])
    answer = ranking([0, 1])
    assert case_hits(one, answer)["blamed log loss"] == case_hits(one, answer)["log loss"]
    found = case_hits(both, answer)
    assert found["blamed log loss"] < found["log loss"]
    share = answer[0, :-1] / answer[0, :-1].sum()
    assert np.exp(-found["blamed log loss"]) == pytest.approx(share[0] + share[1])


@pytest.fixture(scope="module")
def report():
    cases = cases_of([0], [1, 0], [2, 3], [4])
    right = ranking([0], [1], [2], [4])
    half = ranking([0], [0], [5], [6])
    return report_cases(cases, {"rules": half, "model": right})


def test_the_report_says_each_share_with_its_interval(report):
    assert report.summary.loc["model", "top-1 is primary"] == "1.000 (1.00-1.00)"
    assert report.summary.loc["rules", "top-1 is blamed"].startswith("0.500 (")
    assert list(report.summary.index) == ["rules", "model"]


def test_every_interval_holds_its_share(report):
    figures = report.figures
    assert (figures["low"] <= figures["value"]).all() and (
        figures["value"] <= figures["high"]
    ).all()


def test_the_report_as_plain_data_survives_json(report):
    found = report.to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    names = [row["cause"] for row in found["per_cause"]]
    assert names == [cause.name for cause in CAUSES]
    assert None in [row["model"] for row in found["per_cause"]], "no case, no share"


def test_the_report_counts_by_cause_and_confusion(report):
    names = [cause.name for cause in CAUSES]
    assert report.per_cause.loc[names[0]].tolist() == [1, 1, 1]
    assert report.per_cause.loc[names[1]].tolist() == [1, 0, 1]
    assert report.per_cause["cases"].sum() == 4
    assert report.confusion.loc[names[2], names[2]] == 1
    assert report.confusion.to_numpy().sum() == 4 == np.trace(report.confusion.to_numpy())


def test_an_answer_that_is_blamed_but_not_first_is_no_miss():
    report = report_cases(cases_of([0, 1]), {"model": ranking([1])})
    assert len(report.misses) == 0


def test_the_report_names_the_misses():
    report = report_cases(cases_of([0], [1, 2]), {"model": ranking([0], [5])})
    (miss,) = report.misses.to_dict(orient="records")
    names = [cause.name for cause in CAUSES]
    assert miss == {"session": "case-1", "blamed": f"{names[1]} + {names[2]}", "answered": names[5]}
    assert f"{names[1]} + {names[2]}" in report.text()


def test_a_report_without_misses_says_so(report):
    assert len(report.misses) == 0
    assert report.text().endswith("never")


CASES = (
    "session_id,terrain,usual_terrain,shoe_type,sore_calves,"
    + ",".join(f"cause_{cause.name}" for cause in CAUSES)
    + ",primary_cause\n"
)


def case(terrain, shoe, blamed):
    flags = ",".join(str(int(cause.name == blamed)) for cause in CAUSES)
    return f"x,{terrain},flat,{shoe},1,{flags},{blamed}\n"


@pytest.fixture
def cases_file(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text(CASES + case("steep", "", "hills") + case("", "barefoot", "shoes"))
    return path


def test_cases_are_answered_by_dummy_rules_and_model(tiny, cases_file):
    report = evaluate_cases(cases_file, tiny.folder)
    assert list(report.summary.index) == ["dummy", "rules", "model"]
    for scorer in ("rules", "model"):
        assert report.summary.loc[scorer, "top-1 is primary"].startswith("1.000")


def test_the_dummy_blames_the_same_cause_every_time(tiny, cases_file):
    report = evaluate_cases(cases_file, tiny.folder)
    assert report.summary.loc["dummy", "top-1 is primary"][:5] in {"0.000", "0.500"}


def test_cases_without_labels_are_refused(tiny, tmp_path):
    path = tmp_path / "cases.csv"
    path.write_text("terrain,sore_calves\nhilly,1\n")
    with pytest.raises(SchemaError, match="needs cause_"):
        evaluate_cases(path, tiny.folder)


def test_runs_that_are_blamed_on_no_cause_are_no_cases(tiny, cases_file):
    report = evaluate_cases(cases_file, tiny.folder)
    with cases_file.open("a") as file:
        file.write(case("steep", "barefoot", "none"))
    assert evaluate_cases(cases_file, tiny.folder).text() == report.text()


@pytest.mark.parametrize("rows", ["", case("flat", "", "none")])
def test_a_file_without_cases_is_refused(tiny, tmp_path, rows):
    path = tmp_path / "cases.csv"
    path.write_text(CASES + rows)
    with pytest.raises(SchemaError):
        evaluate_cases(path, tiny.folder)
