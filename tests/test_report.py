"""The report: the numbers of the answers, in one file, for everyone who reads it."""

import csv
import html
import json
import re
import subprocess
import sys
from base64 import b64encode
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from frames import write_frame

from calfcause import CalfcauseError, Predictor, SchemaError
from calfcause.answer.contents import A_LITTLE, FOR
from calfcause.answer.course import course_notes
from calfcause.answer.explain import explain
from calfcause.answer.glossary import terms_in
from calfcause.answer.pattern import pattern
from calfcause.answer.picture import LEVELS
from calfcause.causes import CAUSES
from calfcause.report import FORMS, write_report
from calfcause.report.assemble import make_report
from calfcause.report.contents import MOST_CHARTS
from calfcause.report.html import STYLE, as_html, parts
from calfcause.report.legend import LIMITS, NUMBERS_AND_WORDS, TRAINED
from calfcause.report.markdown import as_markdown
from calfcause.report.plain import RISKS, as_dict
from calfcause.report.signs import CAN_WAIT, RED_FLAGS_FIRST
from calfcause.report.told import read_runs
from calfcause.report.wording import first_step, percent, verdict
from calfcause.sessions.units import UNITS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame
from calfcause.texts import capital

ROOT = Path(__file__).parents[1]
CASES = ROOT / "data" / "real_cases.csv"
PAGE = ROOT / "pipeline" / "calfcause" / "report"
EVIL = "<script>alert('x')</script>\"&|*_`[a](b)"
ARTICLE = re.compile(r"<article id=r(\d+)>(.*?)</article>", re.DOTALL)
ROW = re.compile(r"<summary>((?:(?!<summary>).)*?)</summary>\s*<article id=r(\d+)>", re.DOTALL)
RISK = re.compile(r"Risk of such a run: <b>(\d+)%</b> \((\d+) to (\d+)%\)")
CAUSE = re.compile(r"<dd>(\d+)% (?:<a[^>]*>)?([^<]+)")
PART = re.compile(r"<i(?: class=rest)? style=--w:(\d+)>")


def written(path, rows):
    """A CSV file of rows given as dicts."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def report_of(predictor, path, *, history=True, **options):
    notes = []
    told = read_runs(path, predictor if history else None, notes.append)
    return make_report(predictor, told, source=path.name, note="; ".join(notes), **options)


@pytest.fixture(scope="module")
def cases(predictor):
    return report_of(predictor, CASES)


@pytest.fixture(scope="module")
def squad_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("squad") / "squad.csv"
    write_frame(to_frame(simulate(30, 16, seed=5)), path)
    return path


@pytest.fixture(scope="module")
def squad(predictor, squad_file):
    return report_of(predictor, squad_file)


@pytest.fixture(scope="module", params=["cases", "squad"])
def report(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def page(report):
    return as_html(report)


# The numbers are those of the answers


def test_every_run_has_exactly_one_card(report, page):
    assert sorted(int(number) for number, _ in ARTICLE.findall(page)) == sorted(
        run.told.number for run in report.runs
    )
    assert sorted(run.told.number for run in report.runs) == list(range(1, len(report.runs) + 1))


def test_every_number_of_a_card_is_that_of_its_answer(report, page):
    answers = {run.told.number: run for run in report.runs}
    for number, card in ARTICLE.findall(page):
        answer = answers[int(number)].answer
        if answers[int(number)].signs_first:
            assert not RISK.search(card)
        else:
            ((risk, low, high),) = RISK.findall(card)
            assert f"{risk}%" == percent(answer.p_sore)
            assert f"{low}%" == percent(answer.p_sore_low)
            assert f"{high}%" == percent(answer.p_sore_high)
        shown = {html.unescape(title): p for p, title in CAUSE.findall(card)}
        assert shown == {one.title: percent(one.p_given_sore)[:-1] for one in answer.causes}


def test_the_row_of_a_card_says_its_risk_and_verdict(report, page):
    answers = {run.told.number: run for run in report.runs}
    rows = ROW.findall(page)
    assert len(rows) == len(report.runs)
    for row, number in rows:
        run, row = answers[int(number)], html.unescape(row)
        if run.answer.red_flags:
            assert run.answer.triage.headline in row
        if run.signs_first:
            assert "%" not in row.split("class=why")[0]
        else:
            (shown,) = re.findall(r"class=p(?: style=--p:(\d+))?>(\d+)%<", row)
            assert f"{shown[1]}%" == percent(run.answer.p_sore) == f"{shown[0] or 0}%"
        assert verdict(run) in row and first_step(run) in row


def test_the_parts_of_a_bar_are_the_shares_and_add_up(report, page):
    answers = {run.told.number: run.answer for run in report.runs}
    for number, card in ARTICLE.findall(page):
        causes = answers[int(number)].causes
        shown = dict(parts(answers[int(number)]))
        assert sum(shown.values()) == sum(map(int, PART.findall(card))) == 100
        if sum(one.p_given_sore for one in causes) <= 0.98:
            of_causes = {one.title: percent(one.p_given_sore) for one in causes}
            assert {title: f"{shown[title]}%" for title in of_causes} == of_causes
        assert f"<b>{shown['something else']}%</b> something else" in card


def test_a_card_gives_the_reason_of_every_cause_that_it_speaks_for(report, page):
    answers = {run.told.number: run.answer for run in report.runs}
    for number, card in ARTICLE.findall(page):
        said = {}
        for group in re.split("<dt>", card)[1:]:
            state, *causes = re.split("<dd", html.unescape(group).split("</dl>")[0])
            said |= {
                re.split(r"\d+%(?:</b>)? (?:<a[^>]*>)?", one, maxsplit=1)[1]: state
                for one in causes
            }
        for one in answers[int(number)].causes:
            ((text, state),) = (pair for pair in said.items() if pair[0].startswith(one.title))
            assert state.lower() == one.state
            assert (one.because in text) == (one.state in (FOR, A_LITTLE))
            assert one.disagreement in text


def test_the_summary_is_the_sum_of_the_runs(report):
    found = report.summary
    assert found.runs == len(report.runs)
    assert found.expected_sore == pytest.approx(sum(run.answer.p_sore for run in report.runs))
    assert found.told_sore == sum(run.told.sore for run in report.runs)
    assert found.red_flagged == sum(bool(run.answer.red_flags) for run in report.runs)


def test_the_shares_are_mean_parts_over_the_sore_runs_and_add_up(report, page):
    sore = [run.answer for run in report.runs if run.told.sore]
    assert report.shared_are_sore and report.n_shared == len(sore)
    assert sum(share.mean for share in report.shares) == pytest.approx(1.0)
    for share in report.shares[:-1]:
        of_cause = [
            one.p_given_sore / max(1.0, sum(other.p_given_sore for other in run.causes))
            for run in sore
            for one in run.causes
            if one.name == share.name
        ]
        assert share.mean == pytest.approx(np.mean(of_cause))
    names = [share.name for share in report.shares]
    assert names == [*(one.said.name for one in report.causes), "none"]
    shown = re.findall(r"<dd>(\d+)%</dd>", page.split("<dl class=shares>")[1].split("</dl>")[0])
    assert sum(map(int, shown)) == 100 and len(shown) == len(CAUSES) + 1


def test_a_pattern_is_that_of_the_runners_probabilities(predictor, squad_file):
    squad = report_of(predictor, squad_file, history=False)
    runs = squad.runs
    told = [run.told.codes for run in runs]
    cells = {
        name: np.array([one.get(name, np.nan) for one in told])
        for name in {name for one in told for name in one}
    }
    probabilities = predictor.predict_cells(cells, len(runs))
    sore = np.array([run.told.sore for run in runs])
    for runner in squad.runners:
        own = np.array([run.told.runner == runner.name for run in runs])
        assert runner.pattern.sentence == pattern(probabilities[own], sore[own]).sentence


def test_answers_are_told_in_the_units_asked_for(predictor, tmp_path):
    path = written(tmp_path / "runs.csv", [{"distance_km": 14, "elevation_gain_m": 560}])
    miles = report_of(predictor, path, units=UNITS["miles"])
    assert miles.runs[0].facts == ("8.7 miles", "1,837 feet of climb")
    codes = miles.runs[0].told.codes
    assert miles.runs[0].answer == explain(predictor, codes, units=UNITS["miles"])
    assert "8.7 miles · 1,837 feet of climb" in as_html(miles)


def test_the_label_of_soreness_decides_which_run_counts_as_sore(tmp_path):
    rows = [{"distance_km": 5, "sore_calves": label} for label in (1, 0, "")]
    assert [run.sore for run in read_runs(written(tmp_path / "runs.csv", rows))] == [
        True,
        False,
        False,
    ]


def test_an_answer_of_a_report_knows_which_run_was_told_sore(predictor, tmp_path):
    rows = [{"distance_km": 5, "sore_calves": label} for label in (1, 0, "")]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    assert sorted(run.answer.sore_told for run in report.runs) == [False, False, True]
    assert all(run.answer.sore_told == run.told.sore for run in report.runs)


def test_a_mild_severity_is_taken_by_a_report_as_by_an_explanation(predictor, tmp_path):
    rows = [{"distance_km": 5, "sore_days": 1, "severity_0_10": told} for told in (1, 2)]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    alone = [predictor.explain(one).sore_told for one in rows]
    assert alone == [run.told.sore for run in sorted(report.runs, key=lambda run: run.told.number)]
    assert alone == [False, True]


# Red flags


def test_red_flags_come_before_anything_else(cases):
    everything = {
        "html": as_html(cases).partition("<main")[2],
        "md": as_markdown(cases).partition("\n")[2],
        "json": json.dumps(as_dict(cases)),
    }
    assert cases.signs
    for form, text in everything.items():
        text = html.unescape(text)
        first = text.index(cases.signs[0].triage.headline)
        assert first < text.index(TRAINED), form
        calm = [run.told.name for run in cases.runs if not run.answer.red_flags]
        assert first < min(map(text.index, calm)), form
    assert as_html(cases).index(RED_FLAGS_FIRST) < as_html(cases).index("<h2 id=short-h")


def test_every_red_flag_is_told_above_and_at_the_top_of_its_card(cases):
    above = {(flag.name, one.told.number) for one in cases.signs for flag in one.flags}
    assert above == {(flag.name, r.told.number) for r in cases.runs for flag in r.answer.red_flags}
    levels = [LEVELS.index(one.triage.level) for one in cases.signs]
    assert levels == sorted(levels)
    page = html.unescape(as_html(cases))
    section = page.split("<section id=flags")[1].split("</section>")[0]
    cards = {int(number): card for number, card in ARTICLE.findall(page)}
    for found in cases.signs:
        assert f"<a href=#r{found.told.number}>" in section
        assert capital("; ".join(found.triage.reasons)) in section
        for flag in found.flags:
            assert flag.sign.lower() in section.lower()
            card = cards[found.told.number]
            assert card.index(flag.do) < card.index(CAN_WAIT)


def test_a_runner_with_signs_heads_the_list_and_shows_no_risk_and_no_exercise(predictor, tmp_path):
    """The swollen leg of a runner whose risk is the lowest, and a later run without a word."""
    hard = {"distance_km": 30, "longest_run_28d_km": 8, "terrain": "steep", "usual_terrain": "flat"}
    easy = {"distance_km": 4, "terrain": "hilly", "usual_terrain": "flat", "sore_days": 1}
    rows = [
        {"runner_id": "calm", "start_time": "2026-05-01", **hard},
        {"runner_id": "strain", "start_time": "2026-05-01", **easy, "sharp_pain": 1},
        {"runner_id": "clot", "start_time": "2026-05-01", **easy, "swelling": 1, "one_leg_only": 1},
        {"runner_id": "clot", "start_time": "2026-05-09", "distance_km": 4},
        {"runner_id": "lungs", "start_time": "2026-05-01", **easy, "breathless_or_chest_pain": 1},
    ]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    assert [one.name for one in report.runners] == ["lungs", "clot", "strain", "calm"]
    page, text = as_html(report), as_markdown(report)
    flagged = re.findall(
        r'<details class="row runner flagged"><summary>(.*?)</summary>', page, re.S
    )
    assert len(flagged) == 3
    for row, headline in zip(flagged, ("ambulance", "doctor within 24", "this week"), strict=True):
        assert headline in row and "%" not in row and "svg" not in row
    table = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert ["%" in line for line in table] == [False, False, False, True]
    steps = {step.text for run in report.runs for one in run.answer.causes for step in one.advice}
    cards = dict(ARTICLE.findall(page))
    for number in ("2", "3", "4", "5"):
        card = html.unescape(cards[number])
        assert not RISK.search(card) and "instead of" not in card
        assert CAN_WAIT in card and not [step for step in steps if step in card]
    assert RISK.search(cards["1"])
    # A row of a runner without signs, and the one run of it.
    assert page.count("<span class=p style=") == 2
    most = page.split("Most at risk")[1].split("</p>")[0]
    assert "calm" in most and "clot" not in most
    assert 'role="img"' not in page


def test_every_card_has_its_verdict_and_the_line_of_signs(cases):
    page = html.unescape(as_html(cases))
    cards = {int(number): card for number, card in ARTICLE.findall(page)}
    markdown = as_markdown(cases)
    for run in cases.runs:
        answer = run.answer
        assert answer.seek_help in cards[run.told.number]
        assert answer.seek_help in markdown
        if answer.red_flags:
            assert answer.triage.headline in page
    plain = {run["row"]: run for run in as_dict(cases)["runs"]}
    for run in cases.runs:
        assert plain[run.told.number]["triage"]["level"] == run.answer.triage.level
        assert plain[run.told.number]["seek_help"] == run.answer.seek_help


def test_without_red_flags_there_is_no_such_section(predictor, tmp_path):
    report = report_of(predictor, written(tmp_path / "runs.csv", [{"distance_km": 5}]))
    assert not report.signs and "id=flags" not in as_html(report)


# Order


def test_whoever_has_recent_red_flags_comes_first_and_then_who_is_most_at_risk(squad):
    order = [
        (
            LEVELS.index(one.urgent.triage.level) if one.urgent else len(LEVELS),
            -one.latest.answer.p_sore,
        )
        for one in squad.runners
    ]
    assert order == sorted(order)
    assert squad.summary.runners == len(squad.runners) == 30


def season_of(runner, *flagged, newest="2025-06-30"):
    """A runner's newest run and runs with a red flag on these days."""
    rows = [{"start_time": day, "sharp_pain": 1} for day in flagged] + [{"start_time": newest}]
    return [
        {"runner_id": runner, "session_id": f"{runner} {row['start_time']}", "distance_km": 5} | row
        for row in rows
    ]


def test_a_red_flag_of_long_ago_does_not_put_its_runner_first(predictor, tmp_path):
    """A sign counts as recent up to 28 days before the runner's own latest run."""
    rows = [
        *season_of("long ago", "2025-06-01"),
        *season_of("recent", "2025-06-02"),
        *season_of("ended early", "2024-01-05", newest="2024-02-01"),
        *season_of("no time", "", newest=""),
    ]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    assert report.runners[-1].name == "long ago"
    assert report.summary.red_flagged == 4
    assert [one.told.runner for one in report.signs if not one.recent] == ["long ago"]
    page, text, data = as_html(report), as_markdown(report), as_dict(report)
    rule = "Earlier is more than 4 weeks before the latest run of the same runner."
    assert rule in page and rule in text
    assert all("Red flags of the last 4 weeks first" in form for form in (page, text))
    assert page.count("earlier red flag") == 1 and "earlier): **" in text
    assert [one["recent"] for one in data["red_flags"]] == [True] * 3 + [False]
    assert [one["recently_red_flagged"] for one in data["runners"]] == [1, 1, 1, 0]


def test_an_urgent_sign_of_long_ago_stands_below_what_is_recent(predictor, tmp_path):
    urgent, overdue = season_of("a", "2025-01-01"), season_of("b", "2025-06-29")
    urgent[0] |= {"swelling": 1, "one_leg_only": 1}
    overdue[0] |= {"sharp_pain": 0, "sore_days": 7}
    report = report_of(predictor, written(tmp_path / "runs.csv", urgent + overdue))
    names = [flag.name for one in report.signs for flag in one.flags]
    assert names == ["overdue", "one_leg_swollen", "sharp_pain"]


def test_runs_of_a_runner_go_by_time_and_cards_show_the_latest_first(predictor, tmp_path):
    rows = [
        {
            "runner_id": "a",
            "session_id": day,
            "start_time": f"2025-06-{day}T18:00",
            "distance_km": 5,
        }
        for day in ("12", "10", "11")
    ]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    assert [run.told.name for run in report.runners[0].runs] == ["10", "11", "12"]
    assert [run.told.name for run in report.runs] == ["12", "11", "10"]
    assert report.runs[0].told.when == datetime(2025, 6, 12, 18)


# Of the last it is not known when it was in UTC: the calendar does not go back so far.
@pytest.mark.parametrize("odd", ["", "last Monday", "0001-01-01T00:00+02:00"])
def test_where_a_time_is_missing_the_order_of_rows_holds(predictor, tmp_path, odd):
    rows = [
        {"runner_id": "a", "session_id": "1", "start_time": "2025-06-12", "distance_km": 5},
        {"runner_id": "a", "session_id": "2", "start_time": odd, "distance_km": 5},
        {"runner_id": "a", "session_id": "3", "start_time": "2025-06-10+02:00", "distance_km": 5},
    ]
    path = written(tmp_path / "runs.csv", rows)
    report = report_of(predictor, path, history="0001" not in odd)
    assert [run.told.name for run in report.runners[0].runs] == ["1", "2", "3"]
    assert "in the order of rows" in as_html(report)


def test_runs_of_unknown_runners_are_rows_of_the_list(cases):
    assert len(cases.runners) == len(cases.runs) and not any(one.known for one in cases.runners)
    page = as_html(cases)
    assert page.count('<details class="row run') == len(cases.runs)
    assert "row runner" not in page and "What recurs:" not in page and "<svg" not in page


def test_one_runner_has_no_list_of_runners(predictor, tmp_path):
    rows = [{"runner_id": "anna", "distance_km": km} for km in (5, 9)]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    page = as_html(report)
    assert 'class="row' not in page and "id=find" not in page
    assert "runs.csv: anna" in page and "What recurs:" in page


@pytest.mark.parametrize("n_rows", [0, 1])
@pytest.mark.parametrize("form", FORMS)
def test_a_file_of_no_run_or_one_has_a_report(predictor, tmp_path, n_rows, form):
    path = tmp_path / "runs.csv"
    path.write_text("distance_km,terrain\n" + "9,hilly\n" * n_rows)
    summary = write_report(predictor, path, tmp_path / "out", form=form)
    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert summary.runs == n_rows
    assert ("row 1" in text) == bool(n_rows)


# Three forms of one report


@pytest.mark.parametrize("form", FORMS)
def test_one_of_something_is_not_called_many(predictor, tmp_path, form):
    cells = {"runner_id": "ada", "distance_km": 1, "experience_weeks": 1, "sore_days": 1}
    path = written(tmp_path / "runs.csv", [cells])
    assert str(write_report(predictor, path, tmp_path / "r", form=form)).startswith("1 run: ")
    text = (tmp_path / "r").read_text("utf-8")
    many = r"(?<![\d.,:])1 (?:sore )?(?:runs|weeks|days|runners|sessions|miles)\b"
    assert re.findall(many, text) == []


def test_all_forms_hold_the_same_runs_in_the_same_order(report, page):
    numbers = [run.told.number for run in report.runs]
    assert [int(number) for number, _ in ARTICLE.findall(page)] == numbers
    data = as_dict(report)
    assert [run["row"] for run in data["runs"]] == numbers
    told = re.findall(r"^### (\S+?)(?: of \S+)?(?:, .*)?$", as_markdown(report), re.MULTILINE)
    names = [run.told.name for run in report.runs]
    assert [name for name in told if name in names] == names


def test_how_often_a_cause_is_named_has_a_noun(predictor, tmp_path):
    hilly = {"runner_id": "ada", "distance_km": 9, "terrain": "steep", "usual_terrain": "flat"}
    rows = [*[hilly] * 3, hilly | {"runner_id": "ben"}, hilly | {"runner_id": "ben"}]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    assert "hills (3 runs)" in as_markdown(report) and "Hills (3 runs)" in as_html(report)


def test_the_data_are_the_answers(cases):
    data = json.loads(json.dumps(as_dict(cases)))
    for found, run in zip(data["runs"], cases.runs, strict=True):
        answer = json.loads(json.dumps(run.answer.to_dict()))
        # Beside signs no form shows a risk.
        answer |= dict.fromkeys(RISKS) if run.signs_first else {}
        assert {name: found[name] for name in answer} == answer
    assert {run.signs_first for run in cases.runs} == {True, False}
    for found, runner in zip(data["runners"], cases.runners, strict=True):
        hidden = [found[name]["p_sore"] is None for name in ("latest", "highest")]
        assert hidden == [runner.urgent is not None] * 2


def test_markdown_says_the_risk_and_every_share(cases):
    text = as_markdown(cases)
    for run in cases.runs:
        card = text[text.index(f"### {run.told.name}") :].split("\n### ")[0]
        risk = f"**{percent(run.answer.p_sore)} risk of sore calves**"
        assert (risk in card) != run.signs_first
        for one in run.answer.causes:
            assert f"- {percent(one.p_given_sore)} {one.title}" in card


def test_special_terms_are_explained(report, page):
    text = html.unescape(page).partition("<h2 id=read-h")[0]
    explained = html.unescape(page).partition("<h3>Terms</h3>")[2].lower()
    for term, meaning in terms_in(" ".join(re.findall(r"<p>([^<]*)", text))).items():
        assert f"<dt>{term}</dt><dd>{meaning}.</dd>".lower() in explained


def test_what_is_said_of_a_cause_is_said_once(cases):
    page = html.unescape(as_html(cases))
    for cause in CAUSES:
        assert page.count(cause.article) == page.count(cause.evidence.sentence) == 1
    for note in course_notes({"sore_days": 1.0}):
        if note.kind == "advice":
            assert page.count(note.text) == 1


# Users' texts


def test_texts_of_users_are_never_markup(predictor, tmp_path):
    rows = [
        {"session_id": EVIL, "runner_id": EVIL + name, "start_time": EVIL, "distance_km": 5}
        for name in ("a", "a", "b")
    ]
    rows[0]["sharp_pain"] = 1
    report = report_of(predictor, written(tmp_path / "<b>runs.csv", rows))
    page = as_html(report)
    assert re.findall("<script.*", page) == [re.findall("<script>const .*", page)[0]]
    assert "<b>runs" not in page
    assert page.count(html.escape(EVIL).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")) >= 6
    text = as_markdown(report)
    assert not re.search(r"(?<!\\)<", text) and "](b)" not in text
    assert as_dict(report)["runs"][0]["session"] == EVIL


def test_a_file_of_which_no_row_can_be_read_is_refused_and_nothing_is_written(predictor, tmp_path):
    path = written(tmp_path / "runs.csv", [{"terrain": "hily"}, {"terrain": "wet"}])
    with pytest.raises(SchemaError, match=r"line 2, column terrain(.|\n)*line 3"):
        write_report(predictor, path, tmp_path / "report.html")
    with pytest.raises(CalfcauseError, match="no report format 'pdf'"):
        write_report(predictor, path, tmp_path / "report.html", form="pdf")
    with pytest.raises(CalfcauseError, match="unknown units 'leagues'"):
        write_report(predictor, path, tmp_path / "report.html", units="leagues")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("form", FORMS)
def test_rows_that_cannot_be_read_are_told_and_their_signs_come_first(predictor, tmp_path, form):
    rows = [
        {"session_id": "good", "runner_id": "ada", "distance_km": 9},
        {"session_id": "typo", "runner_id": "ada", "distance_km": 9, "terrain": "hily"},
        {"session_id": "leg", "runner_id": "ben", "distance_km": "x", "swelling": 1}
        | {"one_leg_only": 1},
        {"session_id": "hidden", "runner_id": "cem", "distance_km": 5, "numbness": "yess"},
    ]
    path = written(tmp_path / "runs.csv", rows)
    summary = write_report(predictor, path, tmp_path / "report", form=form)
    assert str(summary).endswith("1 with red flags; 3 rows not read")
    assert (summary.runs, summary.unread, summary.red_flagged) == (1, 3, 1)
    text = html.unescape((tmp_path / "report").read_text("utf-8"))
    assert text.index("See a doctor within 24 hours") < text.index("9 km")
    for number, name in enumerate(("typo", "leg", "hidden"), start=3):
        assert name in text and f"line {number}, column" in text.replace("\\", "")
    if form == "json":
        assert [row["signs_not_judged"] for row in json.loads(text)["unread"]] == [0, 0, 1]
    else:
        assert text.count("Signs could not be judged in this row.") == 1


# The risk follows the runner's own earlier labels


def diary(*labels, runner="ada"):
    return [
        {"runner_id": runner, "start_time": f"2026-03-{1 + 3 * at:02d}", "distance_km": 8}
        | {"sore_calves": label}
        for at, label in enumerate(labels)
    ]


def test_a_range_narrows_as_labels_come_in(predictor, tmp_path):
    path = written(tmp_path / "runs.csv", diary(*[1, 0] * 4))
    answers = [run.answer for run in report_of(predictor, path).runners[0].runs]

    def width(answer):
        odds = np.array([answer.p_sore_low, answer.p_sore_high])
        return float(np.diff(np.log(odds / (1 - odds)))[0])

    widths = list(map(width, answers))
    assert widths == sorted(widths, reverse=True) and widths[-1] < 0.8 * widths[0]
    assert all(one.p_sore_low < one.p_sore < one.p_sore_high for one in answers)


def test_a_risk_and_its_range_are_those_that_the_frame_gives(predictor, squad, squad_file):
    rows = predictor.predict(pd.read_csv(squad_file), intervals=True)
    for run in squad.runs:
        row = rows.iloc[run.told.number - 1]
        told = run.answer.p_sore, run.answer.p_sore_low, run.answer.p_sore_high
        assert told == pytest.approx(tuple(row[["p_sore", "p_sore_low", "p_sore_high"]]), abs=1e-6)


def test_dated_runs_without_runner_ids_are_of_one_runner(predictor, tmp_path):
    rows = [{**row, "runner_id": ""} for row in diary(1, 0, 1)]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    (alone,) = report.runners
    assert (alone.name, len(alone.runs), alone.known) == ("one runner", 3, True)
    assert "all rows are taken for runs of one runner" in as_html(report)


def test_times_may_be_written_in_any_common_form(predictor, tmp_path):
    days = "14.07.2026, 10:36", "2.07.2026, 18:00", "30.06.2026, 7:15"
    rows = [{"runner_id": "ada", "start_time": day, "distance_km": 5} for day in days]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    assert [run.told.number for run in report.runners[0].runs] == [3, 2, 1]
    assert ">14 Jul 2026, 10:36 " in as_html(report)


def test_no_run_knows_its_own_label_or_later_ones(predictor, tmp_path):
    first = report_of(predictor, written(tmp_path / "a.csv", diary(1, 1, 1, 0)))
    other = report_of(predictor, written(tmp_path / "b.csv", diary(1, 1, 0, 1)[::-1]))
    risks = [[run.answer.p_sore for run in one.runners[0].runs] for one in (first, other)]
    assert risks[0][:3] == risks[1][:3] and risks[0][3] > risks[1][3]
    assert risks[0][1] > risks[0][0]


def test_a_chart_shows_risk_and_range_and_is_chosen_by_soreness_too(predictor, tmp_path, squad):
    rows = [*diary(1, 1, 1), *diary(0, 0, 0, runner="ben")]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    ada, ben = sorted(report.runners, key=lambda one: one.name)
    assert ada.concern > 1 > ben.concern
    months = re.findall(r">(\d+ )?(Jan|Feb|Mar|Apr|May)<", as_html(squad))
    assert len(months) >= 2 * len(squad.charted)
    assert len(squad.charted) <= MOST_CHARTS


# The page


def test_the_page_needs_nothing_from_anywhere(page):
    assert "default-src 'none'" in page
    outside = re.sub(r'<a href="https?://[^"]*"', "", page)
    outside = outside.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//[a-z]|url\([^#]|@import|<link|<script |<img|src=", outside)
    (script,) = re.findall("<script>(.*?)</script>", page, re.DOTALL)
    allowed = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}';" in page
    assert not re.search(r"fetch|XMLHttp|import|innerHTML|eval|cookie|Storage", script)


def test_every_id_is_there_once_and_every_anchor_leads_somewhere(page):
    ids = re.findall(r'\sid="?([^">\s]+)', page)
    assert len(ids) == len(set(ids))
    led = re.findall(r'(?:href="?|url\(|aria-(?:labelled|described)by=")#?([^")>]+)', page)
    inner = {one for found in led if "://" not in found for one in found.split()}
    assert inner <= set(ids)


def test_the_same_runs_give_the_same_page(report, page):
    assert as_html(report) == page


def test_figures_tell_in_words_what_they_show(squad):
    figures = re.findall(r"<svg xmlns.*?</svg>", as_html(squad), re.DOTALL)
    several = [one for one in squad.runners if len(one.runs) > 1 and not one.urgent]
    assert len(figures) == min(MOST_CHARTS, len(several)) > 0
    for figure in figures:
        assert 'role="img"' in figure
        assert re.search(r"<title[^>]*>[^<]{8,}</title><desc[^>]*>[^<]*\d+%[^<]*</desc>", figure)
        # A colour that is not the page's would not change with it.
        assert not re.search("#[0-9a-f]{6}", re.sub(r"(href=\"|url\()#[^\")]*", "", figure))


def test_a_card_is_lean(squad):
    """So that 5,000 runs fit into 10 MB, each with its verdict and the line of signs."""
    page = as_html(squad)
    sizes = [
        len(f"{row}{card}".encode())
        for (row, _), (_, card) in zip(ROW.findall(page), ARTICLE.findall(page), strict=True)
    ]
    assert np.mean(sizes) < 2000


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_colour_of_text_can_be_told_from_its_ground(scheme):
    style = (PAGE / STYLE).read_text(encoding="utf-8")
    blocks = [
        dict(re.findall(r"--([\w-]+): (#\w+);", one))
        for one in re.findall(r":root \{([^}]*)", style)
    ]
    light, dark, printed = blocks
    colours = {"light": light, "dark": light | dark, "print": light | printed}[scheme]
    for ground in ("paper", "card"):
        for ink in ("ink", "quiet", "link", "risk", "flag", "cause"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["on-flag"], colours["flag"]) >= 4.5
    for ink in ("ink", "quiet", "link", "flag"):
        assert contrast(colours[ink], colours["flag-paper"]) >= 4.5, ink


def contrast(one, other):
    """The contrast ratio of two colours, as the accessibility guidelines define it."""

    def luminance(colour):
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = np.array([int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_sentences_are_short():
    for text in (*NUMBERS_AND_WORDS.values(), *LIMITS, TRAINED, RED_FLAGS_FIRST):
        for sentence in re.split(r"(?<=[.;:]) ", text):
            assert len(sentence.split()) <= 30, sentence


def test_a_model_without_a_description_is_said_to_have_none(predictor, tmp_path, monkeypatch):
    monkeypatch.setattr(predictor, "description", {})
    report = report_of(predictor, written(tmp_path / "runs.csv", [{"distance_km": 5}]))
    assert "Answered by a model without description." in as_html(report)


def test_importing_the_report_loads_no_library_of_figures_or_templates():
    program = "import sys, calfcause.report; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert "calfcause.report" in loaded and not loaded & {"jinja2", "matplotlib", "pandas"}


# In a browser


@pytest.fixture(scope="module")
def page_files(predictor: Predictor, squad_file, tmp_path_factory):
    """The pages that the browser is shown, by what is hard about them."""
    folder = tmp_path_factory.mktemp("pages")
    long = [
        {
            "session_id": f"{'x' * 300}{at}",
            "runner_id": f"{'runner' * 40}{at % 2}",
            "distance_km": 9,
        }
        for at in range(4)
    ]
    files = {"cases": CASES, "squad": squad_file, "long ids": written(folder / "long.csv", long)}
    pages = {}
    for name, source in files.items():
        pages[name] = folder / f"{source.stem}.html"
        write_report(predictor, source, pages[name])
    return pages


@pytest.fixture(params=["cases", "squad", "long ids"])
def page_file(request, page_files):
    return page_files[request.param]


def opened(browser, page_file, **options):
    """The page, with what it asked the network for and what it complained of."""
    page = browser.new_page(**options)
    asked, complaints = [], []
    page.route("**/*", lambda route: (asked.append(route.request.url), route.continue_()))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(page_file.as_uri())
    return page, asked, complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1100])
def test_a_browser_shows_it_alone_and_without_scrolling_sideways(browser, page_file, scheme, width):
    page, asked, complaints = opened(
        browser, page_file, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    # What is off the screen is laid out only when it is scrolled to.
    page.add_style_tag(content="article { content-visibility: visible !important; }")
    page.wait_for_load_state("networkidle")
    assert asked == [page_file.as_uri()]
    assert not complaints
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    lightness = sum(map(int, re.findall(r"\d+", ground)[:3])) / 3
    assert (lightness > 128) == (scheme == "light")
    page.close()


def test_a_screen_reader_finds_names_and_headings_in_order(browser, page_file):
    page, _, _ = opened(browser, page_file)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))"
    )
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    tree = page.locator("body").aria_snapshot()
    for landmark in ("banner", "main", "navigation", "contentinfo"):
        assert re.search(rf"^\s*- {landmark}", tree, re.MULTILINE), landmark
    assert "Find by name" in tree and re.search(r'heading "[^"]+" \[level=3\]', tree)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    tree = page.locator("body").aria_snapshot()
    images = re.findall(r"^\s*- '?img(.*)$", tree, re.MULTILINE)
    assert len(images) == page.locator("svg[role=img]").count()
    assert all(re.match(r' "[^"]{8,}', image) for image in images)
    page.close()


def test_a_folded_row_is_low_on_a_phone(browser, page_file):
    page, _, _ = opened(browser, page_file, viewport={"width": 390, "height": 800})
    assert page.locator("details[open]").count() == 0 < page.locator("details.row").count()
    heights = page.evaluate(
        "[...document.querySelectorAll('.row > summary')].map(row => row.offsetHeight)"
    )
    # Four lines, and a little space around them.
    assert max(heights) <= 4 * 24 + 30
    page.close()


def test_a_row_is_found_by_name(browser, page_files):
    page, _, _ = opened(browser, page_files["squad"])
    name = page.locator(".row h3").nth(7).inner_text()
    page.get_by_label("Find by name").fill(name.upper())
    shown = page.locator("details.row:visible")
    assert shown.count() == 1 and name in shown.inner_text()
    page.get_by_label("Find by name").fill("nobody is called this")
    assert shown.count() == 0 and page.get_by_text("No such name.").is_visible()
    page.get_by_label("Find by name").fill("")
    assert shown.count() == 30
    page.close()


def test_a_link_to_a_card_unfolds_it(browser, page_files):
    page, _, _ = opened(browser, page_files["squad"])
    number = page.evaluate("document.querySelector('details.row article').id")
    assert not page.locator(f"#{number}").is_visible()
    page.evaluate("id => { location.hash = id }", number)
    page.locator(f"#{number}").wait_for(state="visible")
    page.close()


def test_everything_is_there_without_the_script(browser, page_files):
    page = browser.new_page(java_script_enabled=False)
    page.goto(page_files["squad"].as_uri())
    assert page.locator("details.row:visible").count() == 30
    assert not page.locator("#find").is_visible()
    page.locator("details.row summary").first.click()
    assert page.locator("details.run summary").first.is_visible()
    page.close()


def test_no_text_is_small_on_a_phone(browser, page_files):
    """Labels of charts too: what the browser draws, not what the style sheet says."""
    page, _, _ = opened(browser, page_files["squad"], viewport={"width": 390, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    sizes = page.evaluate(
        """[...document.querySelectorAll('svg text')].map(text => {
            const svg = text.ownerSVGElement
            const scale = svg.clientWidth / svg.viewBox.baseVal.width
            return parseFloat(getComputedStyle(text).fontSize) * scale
        })"""
    )
    assert len(sizes) > 50 and min(sizes) >= 11
    page.close()


def test_the_keyboard_goes_first_to_the_skip_link(browser, page_files):
    page, _, _ = opened(browser, page_files["cases"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.close()


def test_no_card_breaks_across_printed_pages(browser, page_files):
    page, _, _ = opened(browser, page_files["cases"], color_scheme="dark")
    page.emulate_media(media="print")
    breaks = page.evaluate(
        "[...new Set([...document.querySelectorAll('article')]"
        ".map(card => getComputedStyle(card).breakInside))]"
    )
    assert breaks == ["avoid"]
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF")
    page.close()


# Where it is written


def test_a_report_never_takes_the_place_of_what_it_reads(predictor, tmp_path):
    source = tmp_path / "runs.json"
    source.write_text("terrain\nhilly\n")
    source = source.rename(tmp_path / "runs.csv")
    with pytest.raises(SchemaError, match="is the input file"):
        write_report(predictor, source, source)
    assert source.read_text() == "terrain\nhilly\n"


def test_a_report_follows_a_link(predictor, tmp_path):
    source, link, real = (tmp_path / name for name in ("runs.csv", "link.html", "real.html"))
    source.write_text("terrain\nhilly\n")
    real.write_text("old")
    link.symlink_to(real)
    write_report(predictor, source, link)
    assert link.is_symlink() and real.read_text().startswith("<!doctype html>")


def test_no_sign_of_a_user_controls_a_page(predictor, tmp_path):
    signs = "\x1b\x07\u202e\u2066\u200b\x9b"
    cells = {"session_id": f"a{signs}|\nb", "runner_id": f"r{signs}|\nb", "start_time": signs}
    rows = [{**cells, "distance_km": 5}, {**cells, "distance_km": 42, "sharp_pain": 1}]
    path = written(tmp_path / f"in{signs}.csv", rows)
    for form in ("html", "md", "json"):
        write_report(predictor, path, tmp_path / f"report.{form}")
        text = (tmp_path / f"report.{form}").read_text(encoding="utf-8")
        assert not set(signs) & set(text), form
    assert json.loads(text)["runs"][0]["session"] == cells["session_id"]
    table = (tmp_path / "report.md").read_text(encoding="utf-8").replace(r"\|", "")
    assert {line.count("|") for line in table.splitlines() if line.startswith("|")} <= {7}
