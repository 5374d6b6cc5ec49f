"""Monitoring: runs of the same world raise no alarm, others do and are named, at any size."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from calfcause import CalfcauseError, SchemaError
from calfcause.causes import CAUSES
from calfcause.cli import main
from calfcause.learn.probabilities import NONE
from calfcause.monitor import FORMS, Limits, monitor_files, reading, write_monitor
from calfcause.monitor.answers import answer
from calfcause.monitor.bins import Layout, bins_of, kolmogorov_smirnov, number_bins
from calfcause.monitor.chance import draw_runners, p_of_family
from calfcause.monitor.files import as_json
from calfcause.monitor.html import as_html, figure_in_words, most_different
from calfcause.monitor.performance import performance, score
from calfcause.monitor.reading import read_sessions
from calfcause.monitor.track import track_monitor
from calfcause.monitor.verdict import KINDS, LEAST_REFERENCE_RUNNERS, LEAST_ROWS
from calfcause.monitor.words import SCORES, as_text
from calfcause.sessions.cells import decode
from calfcause.sessions.schema import COLUMNS, MODEL_COLUMNS
from calfcause.simulate import simulate, world_named
from calfcause.simulate.frame import to_frame
from calfcause.simulate.record import AFTERWARDS

WEEKS = 6  # as the tiny model was trained on
KM_PER_MILE = 1.609344


def frame_of(runners, *, seed, world="default"):
    return to_frame(simulate(runners, WEEKS, world=world_named(world), seed=seed))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("monitor")


@pytest.fixture(scope="module")
def reference(folder):
    path = folder / "train.parquet"
    frame_of(3000, seed=71).to_parquet(path)
    return path


@pytest.fixture(scope="module")
def new_runs():
    return frame_of(800, seed=72)


@pytest.fixture(scope="module")
def compared(tiny, reference, folder):
    def compare(frame, **options):
        path = folder / f"new{len(list(folder.iterdir()))}.parquet"
        frame.to_parquet(path)
        return monitor_files(tiny.predictor, path, reference, **options)

    return compare


@pytest.fixture(scope="module")
def same(compared, new_runs):
    return compared(new_runs)


@pytest.fixture(scope="module")
def in_miles(compared, new_runs):
    return compared(new_runs.assign(distance_km=new_runs["distance_km"] / KM_PER_MILE))


def row_of(found, name):
    (row,) = [one for one in (*found.columns, *found.answers) if one.name == name]
    return row


# No alarm where nothing has changed


@pytest.mark.parametrize("seed", [201, 202, 203])
def test_other_runners_of_the_same_world_raise_no_alarm(compared, seed):
    found = compared(frame_of(400, seed=seed))
    assert not found.why_not_judged
    assert found.alarms == ()
    assert found.drifted == ()


def test_small_files_of_the_same_world_hardly_ever_raise_one(compared):
    many = frame_of(600, seed=204)
    ids = np.array_split(many["runner_id"].unique(), 12)
    found = [compared(many[many["runner_id"].isin(some)]) for some in ids]
    assert not any(one.why_not_judged for one in found)
    # By the limits 2 of 100 may pass; two of 12 would be about as rare.
    assert sum(bool(one.alarms) for one in found) <= 1
    # Without regard to chance nearly all would have: small files differ a lot.
    assert all(max(row.psi for row in one.columns) > one.limits.psi for one in found)


def test_a_file_against_itself_differs_in_nothing(tiny, reference):
    found = monitor_files(tiny.predictor, reference, reference)
    assert max(one.psi for one in (*found.columns, *found.answers)) == 0.0
    assert found.unknown.rise == found.disagreement.rise == 0.0
    assert found.alarms == ()


def test_one_run_of_each_runner_raises_no_alarm(compared, new_runs):
    assert compared(new_runs.groupby("runner_id").head(1)).alarms == ()


def test_order_of_rows_and_form_of_file_do_not_matter(tiny, reference, compared, new_runs, folder):
    path = folder / "same.csv.gz"
    new_runs.to_csv(path, index=False)
    as_csv = monitor_files(tiny.predictor, path, reference)
    as_parquet = compared(new_runs)
    assert [replace(one.new, name="") for one in (as_csv, as_parquet)] == [
        replace(as_csv.new, name="")
    ] * 2
    assert as_csv.metrics() == pytest.approx(as_parquet.metrics())


# Alarm where something has, by name


def test_miles_for_km_are_found_in_their_column(in_miles, same):
    assert "distance_km" in in_miles.drifted
    assert set(in_miles.drifted) & set(MODEL_COLUMNS) == {"distance_km"}
    row = row_of(in_miles, "distance_km")
    ratio = row.usual_new / row_of(same, "distance_km").usual_new
    assert ratio == pytest.approx(1 / KM_PER_MILE)
    assert "columns" in {one.kind for one in in_miles.alarms}
    assert "distance_km" in in_miles.verdict


@pytest.mark.parametrize("name", ["distance_km", "terrain", "shoe_type"])
@pytest.mark.parametrize("how", ["empty", "absent"])
def test_a_column_gone_empty_is_found(compared, new_runs, name, how):
    gone = new_runs.drop(columns=name)
    found = compared(gone if how == "absent" else gone.assign(**{name: None}))
    assert found.columns[0].name == name and found.columns[0].drifted
    assert row_of(found, name).unknown_new == 1.0
    assert [one.name for one in found.columns if one.drifted] == [name]


def test_another_world_is_found_by_what_sets_it_apart(compared):
    found = compared(frame_of(400, seed=73, world="elite"))
    row = row_of(found, "usual_pace_min_per_km")
    assert row.drifted and row.usual_new < row.usual_reference


def test_another_recorder_is_found_by_what_it_tells(compared):
    found = compared(frame_of(300, seed=74, world="only_watch"))
    cadence = row_of(found, "cadence_spm")
    assert cadence.drifted and cadence.unknown_new < cadence.unknown_reference
    assert found.unknown.new < found.unknown.reference
    assert {"columns", "answers"} <= {one.kind for one in found.alarms}


def test_columns_of_maps_and_lists_are_passed_over(folder):
    """pandas cannot sort, hash or compare what they hold; nothing of it is compared."""
    table = pa.table({
        "runner_id": ["a", "b"],
        "distance_km": [5.0, 9.0],
        "splits": pa.array([[5.1, 5.2], None], pa.list_(pa.float64())),
        "tags": pa.array([[("wind", 3)], []], pa.map_(pa.string(), pa.int64())),
        "terrain": pa.array([["flat"], ["hilly"]], pa.list_(pa.string())),
        "place": pa.array([{"lat": 1.0}, None], pa.struct({"lat": pa.float64()})),
    })  # fmt: skip
    whole = folder / "NESTED.PARQUET"
    pq.write_table(table.drop(["terrain"]), whole)
    found = read_sessions(whole)
    assert found.n_rows == 2 and found.cells["distance_km"].tolist() == [5.0, 9.0]
    pq.write_table(table, folder / "bad.parquet")
    with pytest.raises(SchemaError, match=r"column terrain: .*flat.* is not allowed"):
        read_sessions(folder / "bad.parquet")


def test_falling_silent_raises_the_alarm_of_unknown_cells(compared, new_runs):
    keep = np.random.default_rng(0).random((len(new_runs), len(MODEL_COLUMNS))) < 0.4
    silent = new_runs.copy()
    silent[list(MODEL_COLUMNS)] = silent[list(MODEL_COLUMNS)].where(keep)
    found = compared(silent)
    assert "unknown" in {one.kind for one in found.alarms}


def test_what_the_model_does_not_read_is_told_but_not_judged(compared, new_runs):
    found = compared(new_runs.drop(columns=list(AFTERWARDS)))
    assert row_of(found, "sore_days").unknown_new == 1.0
    assert not row_of(found, "sore_days").judged
    assert found.alarms == ()


def test_a_stricter_limit_never_silences(compared, new_runs):
    miles = new_runs.assign(distance_km=new_runs["distance_km"] / KM_PER_MILE)
    strict, lax = (compared(miles, limits=Limits(psi=psi)) for psi in (0.01, 10.0))
    assert set(lax.drifted) <= set(strict.drifted)
    assert lax.drifted == ()


def test_what_drifted_comes_first_by_how_far_it_moves_the_answers(compared):
    found = compared(frame_of(300, seed=74, world="only_watch"))
    flags = [one.drifted for one in found.columns]
    assert flags == sorted(flags, reverse=True)
    moved = [abs(one.moves_by) for one in found.columns if one.drifted]
    assert moved == sorted(moved, reverse=True)


# Chance


def test_psi_is_nought_of_equal_shares_and_positive_of_others():
    layout = Layout([bins_of(COLUMNS["posture"], np.array([]))])
    counts = np.array([10.0, 30.0, 20.0])
    assert layout.psi(counts, counts)[0] == 0.0
    assert layout.psi(counts[::-1], counts)[0] > 0.0


def test_psi_of_independent_rows_comes_to_what_the_formula_says():
    rng = np.random.default_rng(3)
    values = rng.normal(size=4000)
    layout = Layout([number_bins("x", values)])
    ones = np.ones(len(values), dtype=np.intp)
    chance = draw_runners(layout, layout.places({"x": values}), ones, ones[:500])
    reference = layout.counts(layout.places({"x": values}))
    by_formula = (10 - 1) * (1 / 500 + 1 / 4000)
    assert chance.psi(layout, reference).mean() == pytest.approx(by_formula, rel=0.1)


def test_runs_of_the_same_runner_make_chance_larger():
    rng = np.random.default_rng(4)
    height = np.repeat(rng.normal(size=200), 20)
    layout = Layout([number_bins("height", height)])
    places = layout.places({"height": height})
    reference = layout.counts(places)
    of_runs = draw_runners(layout, places, *(np.ones(n, dtype=np.intp) for n in (4000, 400)))
    of_runners = draw_runners(layout, places, *(np.full(n, 20) for n in (200, 20)))
    means = [one.psi(layout, reference).mean() for one in (of_runs, of_runners)]
    assert means[1] > 10 * means[0]


def test_many_columns_count_as_one_question():
    rng = np.random.default_rng(5)
    drawn = rng.chisquare(9, (400, 40))
    alone = p_of_family(np.array([25.0]), drawn[:, :1], np.zeros(1))
    among = p_of_family(np.full(40, 25.0), drawn, np.zeros(40))
    assert (among >= alone).all()


def test_kolmogorov_smirnov_is_that_of_scipy():
    from scipy.stats import ks_2samp

    rng = np.random.default_rng(6)
    one, other = rng.normal(size=80).round(1), rng.normal(0.4, size=50).round(1)
    assert kolmogorov_smirnov(one, other) == pytest.approx(ks_2samp(one, other).statistic)
    assert kolmogorov_smirnov(one, np.array([np.nan])) is None


def test_a_number_that_is_often_met_is_its_own_bin():
    runs = np.array([0.0] * 90 + list(range(1, 31)))
    places = number_bins("runs", runs).places(np.array([0.0, 1.0, np.nan]))
    assert len(set(places)) == 3


# Files


def test_unknown_shares_are_exact(compared, new_runs):
    found = compared(new_runs)
    for one in found.columns:
        assert one.unknown_new == new_runs[one.name].isna().mean()
    every = new_runs[list(MODEL_COLUMNS)].isna().to_numpy().mean()
    assert found.unknown.new == pytest.approx(every)


def test_of_a_large_file_whole_runners_are_compared_and_all_rows_counted(
    tiny, reference, new_runs, folder, monkeypatch
):
    path = folder / "large.csv"
    new_runs.to_csv(path, index=False)
    monkeypatch.setattr(reading, "MOST_ROWS", len(new_runs) // 2)
    monkeypatch.setattr(reading, "LEAST_RUNNERS", 20)
    monkeypatch.setattr(reading, "BATCH_ROWS", 100)
    found = read_sessions(path)
    assert 0 < len(found) <= len(new_runs) // 2
    assert set(found.sizes) <= set(new_runs["runner_id"].value_counts())
    assert found.n_rows == len(new_runs)
    assert found.n_unknown["terrain"] == new_runs["terrain"].isna().sum()
    assert monitor_files(tiny.predictor, path, reference).alarms == ()


def test_rows_that_tell_no_runner_count_as_their_own(compared, new_runs):
    alone = new_runs.groupby("runner_id").head(1).drop(columns="runner_id")
    found = compared(alone)
    assert found.new.n_runners is None
    assert "has no runner_id" in as_html(found)


def test_bad_cells_are_told_by_their_place(tiny, reference, folder):
    path = folder / "bad.csv"
    path.write_text("distance_km,terrain\n9,flat\n9,hily\n")
    with pytest.raises(SchemaError, match=r"line 3, column terrain: 'hily'.*'hilly'"):
        monitor_files(tiny.predictor, path, reference)
    table = folder / "bad.parquet"
    pd.DataFrame({"distance_km": [9.0, -1.0]}).to_parquet(table)
    with pytest.raises(SchemaError, match="row 1, column distance_km"):
        monitor_files(tiny.predictor, table, reference)


def test_what_is_no_parquet_file_and_what_has_no_rows_is_refused(tiny, reference, folder):
    fake, bare = folder / "fake.parquet", folder / "bare.csv"
    fake.write_text("distance_km\n9\n")
    bare.write_text("distance_km\n")
    with pytest.raises(SchemaError, match="cannot be read as Parquet"):
        monitor_files(tiny.predictor, fake, reference)
    with pytest.raises(SchemaError, match="no rows"):
        monitor_files(tiny.predictor, bare, reference)


def test_too_few_rows_or_reference_runners_are_not_judged(tiny, compared, new_runs, folder):
    few = new_runs.head(LEAST_ROWS - 1).assign(distance_km=400.0)
    found = compared(few)
    assert found.alarms == () and f"{LEAST_ROWS} are needed" in found.verdict
    ids = new_runs["runner_id"].value_counts().index[: LEAST_REFERENCE_RUNNERS - 1]
    path = folder / "few_runners.csv"
    new_runs[new_runs["runner_id"].isin(ids)].to_csv(path, index=False)
    assert "needed" in monitor_files(tiny.predictor, path, path).why_not_judged


# Rules and model


def test_what_the_rules_put_first_is_what_an_explanation_says(tiny, new_runs, reference):
    found = read_sessions(reference)
    answers = answer(tiny.predictor, found.cells, len(found))
    names = [*(cause.name for cause in CAUSES), NONE]
    for row in range(0, 3000, 60):
        told = {
            name: decode(COLUMNS[name], values[row])
            for name, values in found.cells.items()
            if not np.isnan(values[row])
        }
        explained = tiny.predictor.explain(told)
        by_rule = names[answers.by_rule[row]]
        assert by_rule == explained.rules_primary_cause
        differ = by_rule not in (NONE, explained.causes[0].name)
        assert answers.disagree[row] == differ


def test_the_rate_of_disagreement_is_the_share_of_runs(tiny, same, folder):
    found = read_sessions(folder / same.new.name)
    answers = answer(tiny.predictor, found.cells, len(found))
    assert same.disagreement.new == answers.disagree.mean()
    assert same.disagreement.new <= (answers.by_rule < len(CAUSES)).mean()


# Performance


def test_scores_are_those_of_scikit_learn():
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    rng = np.random.default_rng(7)
    p = np.sort(rng.random(300).round(2))
    y, weight = (rng.random(300) < p).astype(float), rng.integers(0, 3, 300).astype(float)
    found = score(p, y, weight)
    assert found["log_loss"] == pytest.approx(
        log_loss(y, np.clip(p, 1e-7, 1 - 1e-7), sample_weight=weight)
    )
    assert found["brier"] == pytest.approx(brier_score_loss(y, p, sample_weight=weight))
    assert found["roc_auc"] == pytest.approx(roc_auc_score(y, p, sample_weight=weight))


def test_of_right_probabilities_the_estimates_come_true():
    rng = np.random.default_rng(8)
    p = rng.beta(1, 6, 20_000)
    sore, ones = (rng.random(len(p)) < p).astype(float), np.ones(len(p), dtype=np.intp)
    for one in performance(p, sore, ones, p).scores:
        assert one.expected.low <= one.expected.value <= one.expected.high
        width = one.expected.high - one.expected.low
        assert abs(one.realised.value - one.expected.value) <= width


@pytest.mark.parametrize("seed", [301, 302])
def test_on_unseen_runs_the_estimates_come_true_within_their_intervals(compared, seed):
    # Not with the own bases: people differ more than simulated runners do, and so does their prior.
    found = compared(frame_of(1000, seed=seed), history=False)
    assert found.performance.n_labelled == found.new.n_rows
    for one in found.performance.scores:
        if one.gap.low is not None:
            width = one.gap.high - one.gap.low
            assert one.gap.low - width <= 0.0 <= one.gap.high + width
    assert "performance" not in {one.kind for one in found.alarms}


def test_only_labels_tell_that_the_same_runs_leave_calves_sore_more_often(compared):
    often = frame_of(800, seed=75, world="often_sore")
    told, untold = compared(often), compared(often.drop(columns="sore_calves"))
    assert "performance" in {one.kind for one in told.alarms}
    assert "performance" not in {one.kind for one in untold.alarms}
    assert all(one.realised is None for one in untold.performance.scores)
    alone, silent = (
        compared(runs, history=False) for runs in (often, often.drop(columns="sore_calves"))
    )
    assert [one.expected for one in alone.performance.scores] == [
        one.expected for one in silent.performance.scores
    ]
    assert "calibrated" in untold.performance.assumes


def test_labels_of_few_runners_give_no_interval(compared, new_runs):
    first = new_runs["runner_id"].unique()[:5]
    few = new_runs.assign(
        sore_calves=new_runs["sore_calves"].where(new_runs["runner_id"].isin(first))
    )
    found = compared(few).performance
    assert 0 < found.n_labelled < len(new_runs) and "too few" in found.why_not_judged
    assert all(one.gap is None or one.gap.low is None for one in found.scores)


# What it is told in


def test_every_form_holds_the_same_numbers(in_miles):
    data, page = json.loads(as_json(in_miles)), as_html(in_miles)
    cells = re.findall(r"<tr[^>]*><th scope=row>(.*?)</th>(.*?)</tr>", page)
    rows = {name: re.findall(r"<td[^>]*>(.*?)</td>", rest) for name, rest in cells}
    for one in [*data["columns"], *data["answers"]]:
        shown = rows[one["name"]]
        assert shown[1:4] == [
            f"{one[key]:.3f}" for key in ("psi", "psi_by_chance", "psi_beyond_chance")
        ]
        assert (shown[0] == "drifted") == one["drifted"]
    assert rows["missing cells"][1] == f"{data['unknown']['new']:.1%}"
    for score_ in data["performance"]["scores"]:
        if score_["expected"]["value"] is not None:
            assert f"{score_['expected']['value']:.3f}" in page
    assert data["verdict"] in html.unescape(page)
    assert data["drifted"] == list(in_miles.drifted)


def test_json_is_plain_data_without_nan(same, in_miles):
    for found in (same, in_miles):
        assert json.loads(as_json(found)) == json.loads(json.dumps(found.to_dict()))


def test_the_page_needs_nothing_else_and_is_readable_without_seeing_it(in_miles):
    page = as_html(in_miles)
    assert "prefers-color-scheme: dark" in page and "<html lang=en>" in page
    assert not re.search(r"<script|<link|<img|src=|@import|https?://(?!www\.w3)", page)
    assert page.count("<table") == page.count("<caption") == page.count("</caption>") == 4
    assert len(re.findall("<svg", page)) == len(re.findall("<svg[^>]*role=img", page)) == 1
    says = figure_in_words(most_different(in_miles), in_miles.limits.psi)
    assert html.escape(says) in page
    assert "distance_km" in says
    headings = re.findall(r"<th(?!ead)(?! scope=)[^>]*>", page)
    assert headings == []


def test_what_users_wrote_is_escaped(in_miles):
    evil = replace(in_miles, new=replace(in_miles.new, name="<script>alert(1)</script>"))
    assert "<script" not in as_html(evil)


def test_the_text_is_short_whatever_happens(same, in_miles, compared):
    watch = compared(frame_of(300, seed=74, world="only_watch"))
    for found in (same, in_miles, watch):
        lines = as_text(found).splitlines()
        assert len(lines) <= 25
        assert lines[-1] == found.verdict
    assert "distance_km" in as_text(in_miles)


def test_what_lies_beyond_its_limit_and_is_no_alarm_says_why(in_miles):
    calm = [replace(one, drifted=False, p=0.02) for one in in_miles.columns]
    rate = replace(in_miles.unknown, new=in_miles.unknown.reference + 0.2, p=0.03)
    held = replace(in_miles, columns=tuple(calm), unknown=rate)
    lines = as_text(held).splitlines()
    (drift,) = [line for line in lines if line.startswith("  distance_km")]
    (unknown,) = [line for line in lines if line.startswith("Missing cells")]
    assert drift.endswith("; beyond its limit, but p 0.020, alarm at 0.01 or less")
    assert unknown.endswith("; beyond its limit, but p 0.030, alarm at 0.01 or less")


@pytest.mark.parametrize(
    ("p", "why_not", "why"),
    [
        (0.012, "", "p 0.012, alarm at 0.005 or less"),
        (
            None,
            "its labelled runs are of too few runners",
            "its labelled runs are of too few runners",
        ),
        (0.001, "", None),
    ],
)
def test_a_score_beyond_its_limit_that_is_no_alarm_says_why(same, p, why_not, why):
    scores = [
        replace(one, gap=replace(one.gap, value=-0.2), p_of_gap=p)
        for one in same.performance.scores
    ]
    told = replace(same.performance, scores=tuple(scores), why_not_judged=why_not)
    text = as_text(replace(same, performance=told))
    beyond = [line for line in text.splitlines() if "beyond its limit" in line]
    # A log loss better than expected is no gap.
    assert [line.split()[0] for line in beyond] == (["share"] if why else [])
    assert all(line.endswith(f"; beyond its limit, but {why}") for line in beyond)


def test_text_and_page_tell_the_same_p_of_a_score(same):
    lines, page = as_text(same).splitlines(), as_html(same)
    told = [one for one in same.performance.scores if one.p_of_gap is not None]
    assert {"sore_share", "log_loss"} < {one.name for one in told}
    for one in same.performance.scores:
        (line,) = [found for found in lines if found.startswith(f"  {SCORES[one.name]} ")]
        (row,) = re.findall(rf"<th scope=row>{SCORES[one.name]}</th>(.*?)</tr>", page)
        p = f"{one.p_of_gap:.3f}" if one in told else ""
        assert line.endswith(f", p {p}") if p else ", p " not in line
        assert re.findall(r"<td[^>]*>(.*?)</td>", row)[-1] == p


def test_the_page_tells_from_where_on_a_score_is_an_alarm(same, compared, new_runs):
    limits = f"log loss worse by {same.limits.log_loss:g} or more, and p of 0.005 or less"
    assert limits in as_html(same)
    assert limits not in as_html(compared(new_runs.drop(columns="sore_calves")))


def test_a_comparison_is_written_as_its_name_says(same, tmp_path):
    for suffix, form in FORMS.items():
        write_monitor(same, tmp_path / f"m{suffix}")
        assert (tmp_path / f"m{suffix}").read_text(encoding="utf-8") == form(same)
    with pytest.raises(CalfcauseError, match=r"\.html or \.json"):
        write_monitor(same, tmp_path / "m.txt")


def test_it_is_logged_in_mlflow(in_miles, tmp_path, monkeypatch):
    from mlflow import MlflowClient

    store = f"sqlite:///{tmp_path / 'mlflow.db'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", store)
    reports = {f"monitor{suffix}": form(in_miles) for suffix, form in FORMS.items()}
    run_id = track_monitor(in_miles, reports, experiment="watching")
    client = MlflowClient(tracking_uri=store)
    run = client.get_run(run_id)
    assert client.get_experiment(run.info.experiment_id).name == "watching"
    assert run.data.metrics == pytest.approx(in_miles.metrics())
    assert run.data.metrics["columns/psi.distance_km"] == row_of(in_miles, "distance_km").psi
    assert run.data.params["new"] == in_miles.new.name
    logged = {one.path for one in client.list_artifacts(run_id)}
    assert logged == set(reports)
    path = Path(client.download_artifacts(run_id, "monitor.json", str(tmp_path)))
    assert path.read_text(encoding="utf-8") == reports["monitor.json"]


# Command line


@pytest.fixture
def run(tmp_path, monkeypatch, tiny, reference, new_runs):
    monkeypatch.chdir(tmp_path)
    new_runs.to_csv("same.csv", index=False)
    miles = new_runs.assign(distance_km=new_runs["distance_km"] / KM_PER_MILE)
    miles.to_csv("miles.csv", index=False)

    def command(line, **options):
        words = ["monitor", *line.split(), "--reference", reference, "--model", tiny.folder]
        return CliRunner().invoke(main, list(map(str, words)), **options)

    return command


def test_exit_code_0_is_fine_and_says_nothing_on_stderr(run):
    result = run("same.csv -o m.html -o m.json")
    assert (result.exit_code, result.stderr) == (0, "")
    with open("m.json", encoding="utf-8") as file:
        assert json.load(file)["verdict"] == result.stdout.splitlines()[-1]


def test_exit_code_3_is_an_alarm_with_one_line_of_reason(run):
    result = run("miles.csv")
    assert result.exit_code == 3
    (line,) = result.stderr.splitlines()
    assert line.startswith("Alarm: ") and "distance_km" in line


@pytest.mark.parametrize(
    ("asked", "code"),
    [("columns", 3), ("unknown", 0), ("nothing", 0), ("unknown --fail-on columns", 3)],
)
def test_which_alarms_fail_is_asked(run, asked, code):
    result = run(f"miles.csv --fail-on {asked}")
    assert result.exit_code == code
    assert "Alarm: columns" in result.stdout
    assert bool(result.stderr) == (code == 3)


def test_a_limit_is_an_option(run):
    limits = "--psi 9 --unknown 1 --disagreement 1 --log-loss 9 --sore-share 1"
    assert run(f"miles.csv {limits}").exit_code == 0


def test_every_kind_of_alarm_can_be_asked_for():
    (option,) = [one for one in main.commands["monitor"].params if one.name == "fail_on"]
    assert set(option.type.choices) == {"all", "nothing", *KINDS}


def test_trouble_and_misuse_keep_their_exit_codes(run, tmp_path):
    (tmp_path / "bad.csv").write_text("terrain\nhily\n")
    assert run("bad.csv").exit_code == 1
    assert run("same.csv -o m.txt").exit_code == 2
    assert run("same.csv --fail-on hope").exit_code == 2
    assert run("nothing.csv").exit_code == 2


def test_standard_input_is_a_file(run, tmp_path):
    text = (tmp_path / "same.csv").read_bytes()
    assert run("-", input=text).exit_code == 0


def test_too_few_rows_end_well_and_say_so(run, tmp_path):
    lines = (tmp_path / "miles.csv").read_text().splitlines(keepends=True)
    (tmp_path / "few.csv").write_text("".join(lines[:20]))
    result = run("few.csv")
    assert result.exit_code == 0 and "Not judged" in result.stderr


def test_only_when_asked_it_is_tracked(run, tmp_path, monkeypatch):
    store = tmp_path / "mlflow.db"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{store}")
    assert run("same.csv").exit_code == 0
    assert not store.exists()
    result = run("same.csv --track --experiment nightly")
    assert result.exit_code == 0 and "MLflow run" in result.stderr
    assert store.exists()
