"""The report: the numbers of the answers, in one file, for everyone who reads it."""

import csv
import html
import json
import re
import shutil
import subprocess
import sys
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from frames import write_frame

from calfcause import CalfcauseError, Predictor, SchemaError
from calfcause.answer.contents import A_LITTLE, FOR
from calfcause.answer.course import course_notes
from calfcause.answer.explain import explain
from calfcause.answer.glossary import terms_in
from calfcause.answer.pattern import pattern
from calfcause.answer.pictures import PICTURES
from calfcause.answer.text import CAN_WAIT
from calfcause.causes import CAUSES
from calfcause.report import FORMS, write_report
from calfcause.report.assemble import make_report
from calfcause.report.contents import MOST_OVER_TIME
from calfcause.report.html import STYLE, as_html
from calfcause.report.markdown import as_markdown
from calfcause.report.plain import as_dict
from calfcause.report.told import read_runs
from calfcause.report.wording import LIMITS, NUMBERS_AND_WORDS, RED_FLAGS_FIRST, TRAINED, percent
from calfcause.sessions.units import UNITS
from calfcause.simulate import simulate
from calfcause.simulate.frame import to_frame

ROOT = Path(__file__).parents[1]
CASES = ROOT / "data" / "real_cases.csv"
PAGE = ROOT / "pipeline" / "calfcause" / "report"
EVIL = "<script>alert('x')</script>\"&|*_`[a](b)"
ARTICLE = re.compile(r"<article id=r(\d+)>(.*?)</article>", re.DOTALL)
RISK = re.compile(r"<p class=p(?: style=--p:(\d+))?><b>(\d+)%</b>")
CAUSE = re.compile(
    r"<dd(?: class=t)?(?: style=--p:(\d+))?>(?:<b>)?(\d+)%(?:</b>)? (?:<a[^>]*>)?([^<]+)"
)


def written(path, rows):
    """A CSV file of rows given as dicts."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path


def report_of(predictor, path, **options):
    return make_report(predictor, read_runs(path), source=path.name, **options)


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
    answers = {run.told.number: run.answer for run in report.runs}
    for number, card in ARTICLE.findall(page):
        answer = answers[int(number)]
        ((bar, risk),) = RISK.findall(card)
        assert f"{risk}%" == percent(answer.p_sore) == f"{bar or 0}%"
        shown = {html.unescape(title): (bar, p) for bar, p, title in CAUSE.findall(card)}
        assert set(shown) == {one.title for one in answer.causes}
        for one in answer.causes:
            bar, p = shown[one.title]
            assert f"{p}%" == percent(one.p_given_sore) == f"{bar or 0}%"


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


def test_the_shares_are_the_mean_over_the_sore_runs(report):
    sore = [run.answer for run in report.runs if run.told.sore]
    assert report.shared_are_sore and report.n_shared == len(sore)
    for share in report.shares:
        of_cause = [
            one.p_given_sore for run in sore for one in run.causes if one.name == share.name
        ]
        assert share.mean == pytest.approx(np.mean(of_cause))
    assert [share.name for share in report.shares] == [one.said.name for one in report.causes]


def test_a_pattern_is_that_of_the_runners_probabilities(predictor, squad):
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
    assert cases.flagged
    for form, text in everything.items():
        text = html.unescape(text)
        first = text.lower().index(cases.flagged[0].flag.sign)
        assert first < text.index(TRAINED), form
        assert first < min(text.index(run.told.name) for run in cases.runs), form
    assert as_html(cases).index(RED_FLAGS_FIRST) < as_html(cases).index("<h2 id=short-h")


def test_every_red_flag_is_told_above_and_at_the_top_of_its_card(cases):
    above = {(one.flag.name, run.told.number) for one in cases.flagged for run in one.runs}
    assert above == {(flag.name, r.told.number) for r in cases.runs for flag in r.answer.red_flags}
    order = [picture.flag.name for picture in PICTURES]
    urgency = [order.index(one.flag.name) for one in cases.flagged]
    assert urgency == sorted(urgency)
    cards = {int(number): card for number, card in ARTICLE.findall(as_html(cases))}
    for run in cases.runs:
        for flag in run.answer.red_flags:
            card = html.unescape(cards[run.told.number])
            below = CAN_WAIT if run.answer.triage.is_urgent else "risk of sore calves"
            assert card.index(flag.do) < card.index(below)


def test_every_card_has_its_verdict_and_the_line_of_signs(cases):
    cards = {int(number): html.unescape(card) for number, card in ARTICLE.findall(as_html(cases))}
    markdown = as_markdown(cases)
    for run in cases.runs:
        answer = run.answer
        assert answer.seek_help in cards[run.told.number]
        assert answer.seek_help in markdown
        assert answer.triage.headline in cards[run.told.number]
    plain = {run["row"]: run for run in as_dict(cases)["runs"]}
    for run in cases.runs:
        assert plain[run.told.number]["triage"]["level"] == run.answer.triage.level
        assert plain[run.told.number]["seek_help"] == run.answer.seek_help


def test_without_red_flags_there_is_no_such_section(predictor, tmp_path):
    report = report_of(predictor, written(tmp_path / "runs.csv", [{"distance_km": 5}]))
    assert not report.flagged and "id=flags" not in as_html(report)


# Order


def test_whoever_has_recent_red_flags_comes_first_and_then_who_is_most_at_risk(squad):
    order = [(not one.recently_flagged, -one.latest.answer.p_sore) for one in squad.runners]
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
    (found,) = report.flagged
    assert [run.told.runner for run in found.earlier] == ["long ago"]
    page, text, data = as_html(report), as_markdown(report), as_dict(report)
    rule = "Earlier is more than 4 weeks before the latest run of the same runner."
    assert rule in page and rule in text
    assert all("Red flags of the last 4 weeks first" in form for form in (page, text))
    assert page.count("Earlier red flag") == 1 and "| 1 earlier |" in text
    assert [run["recent"] for run in data["red_flags"][0]["runs"]] == [True] * 3 + [False]
    assert [one["recently_red_flagged"] for one in data["runners"]] == [1, 1, 1, 0]


def test_an_urgent_sign_of_long_ago_stands_below_what_is_recent(predictor, tmp_path):
    urgent, overdue = season_of("a", "2025-01-01"), season_of("b", "2025-06-29")
    urgent[0] |= {"swelling": 1, "one_leg_only": 1}
    overdue[0] |= {"sharp_pain": 0, "sore_days": 7}
    report = report_of(predictor, written(tmp_path / "runs.csv", urgent + overdue))
    names = [one.flag.name for one in report.flagged]
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
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    assert [run.told.name for run in report.runners[0].runs] == ["1", "2", "3"]
    assert "in the order of rows" in as_html(report)


def test_runs_of_unknown_runners_are_rows_of_the_table(cases):
    assert len(cases.runners) == len(cases.runs) and not any(one.known for one in cases.runners)
    page = as_html(cases)
    assert "<th scope=col>Run</th>" in page and "id=time" not in page and "id=recurs" not in page


def test_one_runner_has_no_table(predictor, tmp_path):
    rows = [{"runner_id": "anna", "distance_km": km} for km in (5, 9)]
    report = report_of(predictor, written(tmp_path / "runs.csv", rows))
    page = as_html(report)
    assert (
        "<table" not in page
        and "runs.csv: anna" in page
        and "<h4" not in ARTICLE.sub("", page)[: page.index("id=runs")]
    )


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


def test_the_data_are_the_answers(cases):
    data = json.loads(json.dumps(as_dict(cases)))
    for found, run in zip(data["runs"], cases.runs, strict=True):
        answer = json.loads(json.dumps(run.answer.to_dict()))
        assert {name: found[name] for name in answer} == answer


def test_markdown_says_the_risk_and_every_share(cases):
    text = as_markdown(cases)
    for run in cases.runs:
        card = text[text.index(f"### {run.told.name}") :].split("\n### ")[0]
        assert f"**{percent(run.answer.p_sore)} risk of sore calves**" in card
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
    assert "<script" not in page and "<b>runs" not in page
    assert page.count(html.escape(EVIL).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")) >= 6
    text = as_markdown(report)
    assert not re.search(r"(?<!\\)<", text) and "](b)" not in text
    assert as_dict(report)["runs"][0]["session"] == EVIL


def test_cells_that_are_not_allowed_are_told_and_nothing_is_written(predictor, tmp_path):
    path = written(tmp_path / "runs.csv", [{"terrain": "hily"}, {"terrain": "wet"}])
    with pytest.raises(SchemaError, match=r"line 2, column terrain(.|\n)*line 3"):
        write_report(predictor, path, tmp_path / "report.html")
    with pytest.raises(CalfcauseError, match="no report format 'pdf'"):
        write_report(predictor, path, tmp_path / "report.html", form="pdf")
    with pytest.raises(CalfcauseError, match="unknown units 'leagues'"):
        write_report(predictor, path, tmp_path / "report.html", units="leagues")
    assert list(tmp_path.iterdir()) == [path]


# The page


def test_the_page_needs_nothing_from_anywhere(page):
    assert "default-src 'none'" in page
    outside = re.sub(r'<a href="https?://[^"]*"', "", page)
    outside = outside.replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//[a-z]|url\([^#]|@import|<link|<script|<img|src=", outside)


def test_every_id_is_there_once_and_every_anchor_leads_somewhere(page):
    ids = re.findall(r'\sid="?([^">\s]+)', page)
    assert len(ids) == len(set(ids))
    led = re.findall(r'(?:href="?|url\(|aria-(?:labelled|described)by=")#?([^")>]+)', page)
    inner = {one for found in led if "://" not in found for one in found.split()}
    assert inner <= set(ids)


def test_the_same_runs_give_the_same_page(report, page):
    assert as_html(report) == page


def test_figures_tell_in_words_what_they_show(squad):
    page = as_html(squad)
    figures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    several = [one for one in squad.runners if len(one.runs) > 1]
    assert len(figures) == min(MOST_OVER_TIME, len(several)) + 1
    for figure in figures:
        assert 'role="img"' in figure
        assert re.search(r"<title[^>]*>[^<]{8,}</title><desc[^>]*>[^<]*\d+%[^<]*</desc>", figure)
        # A colour that is not the page's would not change with it.
        assert not re.search("#[0-9a-f]{6}", re.sub(r"(href=\"|url\()#[^\")]*", "", figure))


def test_a_card_is_lean(squad):
    """So that 5,000 runs fit into 6 MB, each with its verdict and the line of signs."""
    sizes = [len(card.encode()) for _, card in ARTICLE.findall(as_html(squad))]
    assert np.mean(sizes) < 1200


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
        for ink in ("ink", "quiet", "link", "risk", "flag"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["cause"], colours[ground]) >= 3.0
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
def browser():
    tools = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("there is no Chromium on the path")
    with tools.sync_playwright() as started:
        found = started.chromium.launch(executable_path=chromium)
        yield found
        found.close()


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
    assert re.search(r'- table "Red flags (of the last 4 weeks )?first', tree)
    images = re.findall(r"^\s*- '?img(.*)$", tree, re.MULTILINE)
    assert len(images) == page.locator("svg").count() > 0
    assert all(re.match(r' "[^"]{8,}', image) for image in images)
    assert page.locator("th:not([scope])").count() == 0
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
