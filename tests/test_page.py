"""The page of the service, in a real browser that asks a real service."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from activity_files import MadeRun, fit, gpx
from servers import service_running

from calfcause.answer import conversation, short, triage
from calfcause.answer.picture import LEVELS
from calfcause.report.html import parts
from calfcause.texts import capital

pytest.importorskip("uvicorn", reason="the extra service is not installed")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = sync_api.expect
# A slow machine only waits longer: no time is a result.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

PAGE = Path(__file__).parents[1] / "pipeline" / "calfcause" / "service" / "page"
SENTENCE = "9 km on steep hills, usually flat, sore since the next morning"
EVIL = "<img src=x onerror=\"alert('x')\"> '\" & <script>alert(1)</script>"
PHONE, DESK = 360, 1280


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The service, started as a person starts it."""
    with service_running(tmp_path_factory.mktemp("service")) as found:
        yield f"{found}/"


@pytest.fixture
def opened(browser, address):
    """Opens the page; whatever a test does, nothing may leave its origin, and no script fail."""
    contexts, asked, failed = [], [], []

    def open_page(at="", **options):
        # No test waits for an animation.
        context = browser.new_context(reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        page.on("dialog", lambda dialog: failed.append(f"dialog: {dialog.message}"))
        page.on(
            "console",
            lambda said: failed.append(said.text) if "Content Security" in said.text else None,
        )
        assert page.goto(f"{address}{at}").ok
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert asked and all(url.startswith((address, "blob:")) for url in asked)
    assert not failed


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def say(page, sentence):
    page.get_by_label("Say it in a sentence").fill(sentence)
    button(page, "Tell me why").click()


def answered(page):
    """Wait for what was asked of the service: a click marks the page busy before it returns."""
    expect(page.locator("[aria-busy]")).to_have_count(0)


def headline(page):
    return page.locator("#headline")


def to_answer(page):
    button(page, "Hillier").click()
    button(page, "None of these").click()
    button(page, "steep").click()
    button(page, "flat").click()
    expect(page.locator(".chip").filter(has_text="Usual terrain")).to_be_visible()
    expect(headline(page)).to_contain_text("The most likely cause is hills")


def dropped(page, name, content):
    """Drop a file onto the page, as a mouse does."""
    page.evaluate(
        """([name, bytes]) => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(bytes)], name));
            document.body.dispatchEvent(new DragEvent("drop", {
                dataTransfer: files, bubbles: true, cancelable: true,
            }));
        }""",
        [name, list(content)],
    )


def fits(page):
    """Nothing is wider than the screen, and axe finds nothing to complain of."""
    answered(page)
    fits_now(page)


def fits_now(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = axe.run(page).response["violations"]
    assert not [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]


# From a sentence, a file or a choice to the answer


def test_a_sentence_leads_to_a_named_cause_at_once(opened):
    page = opened()
    say(page, SENTENCE)
    expect(headline(page)).to_contain_text("The most likely cause is hills")
    chips = page.locator(".chip")
    expect(chips.filter(has_text="Distance")).to_contain_text("9 km")
    expect(chips.filter(has_text="Calves")).to_have_text(re.compile("^Calves sore"))
    expect(chips.filter(has_text="Usual terrain").locator("q")).to_contain_text("flat")
    expect(page.get_by_text("This is not a diagnosis.")).to_be_visible()


def test_the_example_can_be_tapped_and_a_reply_be_taken_back(opened):
    page = opened()
    page.locator("#try").click()
    expect(page.get_by_label("Say it in a sentence")).to_be_focused()
    page.keyboard.press("Enter")
    expect(headline(page)).to_contain_text("The most likely cause is hills")
    expect(button(page, "Undo")).to_have_count(0)
    first = page.locator("#ask .tick").first.inner_text()
    button(page, "None of these").click()
    expect(page.locator("#ask .tick")).to_have_count(0)
    with page.expect_request("**/v1/explain") as sent:
        button(page, "Undo").click()
    assert not set(triage.ASKED) & sent.value.post_data_json["session"].keys()
    expect(page.locator("#ask .tick").first).to_have_text(first)
    expect(page.locator("#asked")).to_be_focused()


@pytest.mark.parametrize("sentence", ["", "why do my calves hurt?", "9 km, calves sore"])
def test_a_choice_leads_past_the_signs_to_a_named_cause(opened, sentence):
    page = opened()
    if sentence:
        say(page, sentence)
    else:
        button(page, "Hillier").click()
    # Signs are asked for before anything else, and a denied list is told in one chip.
    expect(page.locator("#asked")).to_have_text("First: is any of this so?")
    button(page, "None of these").click()
    if sentence:
        expect(page.locator("#asked")).to_have_text("What was different from your usual run?")
        button(page, "Hillier").click()
        expect(page.locator(".chip").filter(has_text="Calves")).not_to_contain_text("assumed")
    button(page, "steep").click()
    expect(headline(page)).to_contain_text("The most likely cause is hills")
    denied = str(len(triage.ASKED))
    expect(page.locator(".chip").filter(has_text="Signs that need")).to_contain_text(
        f"none of {denied}"
    )
    expect(page.locator("#asked")).not_to_contain_text("any of this")


@pytest.mark.parametrize(
    ("choice", "replies", "cause"),
    [
        ("Faster", ["intervals"], "running fast"),
        ("Longer", ["12", "6"], "a longer run than you are used to"),
        ("Other shoes", ["minimalist", "5"], "a change of shoes"),
        ("Softer ground", ["sand", "road"], "a soft surface"),
        ("New to running", ["A month"], "being new to running"),
        ("Nothing was different", ["A year or more", "forefoot"], "landing further"),
        ("I don’t know", ["flat", "It was my first run"], "being new to running"),
    ],
)
def test_every_choice_leads_to_a_named_cause_in_four_steps_at_most(opened, choice, replies, cause):
    page = opened()
    button(page, choice).click()
    for reply in replies:
        answered(page)
        if reply == replies[0]:
            button(page, "None of these").click()
            answered(page)
        if reply.isdecimal():
            page.locator("#ask .number input").fill(reply)
            page.keyboard.press("Enter")
        else:
            button(page, reply).click()
    assert 2 + len(replies) <= 4
    expect(headline(page)).to_contain_text(f"cause is {cause}")


def test_whoever_can_answer_nothing_is_told_so_and_what_helps_all_the_same(opened):
    page = opened()
    button(page, "I don’t know").click()
    expect(headline(page)).to_have_text("I can't tell why yet.")
    expect(page.locator(".shares, .risk")).to_have_count(0)
    asked = []
    for _ in range(60):
        answered(page)
        asked.append(page.locator("#ask").inner_text())
        for name in ("I don’t know", "None of these", "Ask me more"):
            if button(page, name).count():
                button(page, name).click()
                break
        else:
            break
    expect(page.locator("#asked")).to_have_text("That is all I can ask.")
    assert not [one for one in asked if "enough to go by" in one or "(flat, rolling" in one]
    assert any("of about 2" in one for one in asked)
    expect(headline(page)).to_have_text("I can't tell why yet.")
    expect(page.get_by_role("region", name="What to do")).to_contain_text("Walk; run short")


def test_age_is_asked_for_where_it_decides(opened):
    page = opened()
    say(page, "5 km, my calves are sore, pain at night")
    expect(page.locator("#asked")).to_have_text("How old are you?")
    page.locator("#ask .number input").fill("12")
    button(page, "OK").click()
    expect(headline(page)).to_have_text(triage.HEADLINES["doctor within 24 hours"])
    expect(page.locator("#verdict")).to_contain_text("Have the child seen within 24 hours")
    expect(page.locator("#verdict")).not_to_contain_text("today")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_may_matter_is_seen_before_an_answer_that_explains_nothing(opened, width):
    page = opened(viewport={"width": width, "height": 740})
    left = [{"words": "an odd calf", "why": "it may matter: say it in other words"}]
    read = {"session": {}, "cells": [], "sore": True, "units": "km", "not_understood": left}
    page.route("**/v1/words", lambda route: route.fulfill(json=read))
    say(page, "calves sore, an odd calf")
    expect(headline(page)).to_have_text("I can't tell why yet.")
    expect(page.locator("#told-title")).to_be_focused()
    note = page.locator("#told .note").filter(has_text="it may matter")
    expect(note).to_be_in_viewport()
    expect(note.locator("q")).not_to_contain_text("it may matter")


def test_the_field_shows_all_of_a_longer_sentence(opened):
    page = opened(viewport={"width": PHONE, "height": 740})
    page.get_by_label("Say it in a sentence").fill("9 km on hills, usually flat. " * 6)
    assert page.evaluate(
        "(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight)(sentence)"
    )


@pytest.mark.parametrize("name", ["runs.csv", "run.png"])
def test_a_file_that_holds_no_run_is_refused_in_a_plain_sentence(opened, name):
    page = opened()
    dropped(page, name, b"a,b\n1,2\n")
    problem = page.locator("#problem")
    expect(problem).to_contain_text(f"No run was found ({name}: ")
    expect(problem).to_contain_text("What can be read: FIT, TCX and GPX")
    expect(problem).not_to_contain_text("calfcause")


def test_a_decimal_comma_in_a_file_is_a_number(opened):
    page = opened()
    dropped(page, "runs.csv", b'distance_km,duration_min\n5,"31,5"\n')
    expect(page.locator(".chip").filter(has_text="Duration")).to_contain_text("31.5 min")


@pytest.mark.parametrize("made", [fit, gpx])
def test_a_dropped_recording_is_answered(opened, made):
    page = opened()
    run = MadeRun()
    dropped(page, f"run.{made.__name__}", made(run))
    expect(page.locator(".chip:visible")).to_have_count(3)
    distance = page.locator(".chip").filter(has_text=re.compile("^Distance"))
    expect(distance).to_contain_text(f"{run.metres / 1000:.1f}".removesuffix(".0"))
    expect(page.locator(".chip").filter(has_text=re.compile(r"^Day \d+ \w+ \d{4}"))).to_be_visible()
    # A file does not say that calves are sore: its risk is told, and then asked whether they are.
    expect(page.locator("#asked")).to_have_text("Did this run leave your calves sore?")
    expect(page.locator("#asked")).to_be_focused()
    page.get_by_text("more from your file").click()
    expect(page.locator(".chip:visible").filter(has_text="Elevation gain")).to_be_visible()
    expect(headline(page)).to_contain_text("chance of sore calves")
    expect(page.locator(".chip").filter(has_text="Calves")).to_have_count(0)
    expect(page.locator(".chip q")).to_have_count(0)
    expect(
        page.locator(".chip").filter(has_text=re.compile("^(Source|Title|Guess)"))
    ).to_have_count(0)
    button(page, "No, or not yet").click()
    expect(page.locator("#asked")).not_to_have_text("Did this run leave your calves sore?")
    expect(headline(page)).to_contain_text("chance of sore calves")
    page.get_by_role("button", name="Calves not sore", exact=False).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Yes").click()
    expect(page.locator("#asked")).to_have_text("First: is any of this so?")
    expect(headline(page)).not_to_contain_text("chance of sore calves")


@pytest.mark.parametrize(
    ("reply", "chip"), [("Yes", "Calves sore"), ("I can’t say", "Calves sore (assumed)")]
)
def test_a_sentence_that_says_nothing_of_soreness_is_asked_for_it_before_signs(opened, reply, chip):
    page = opened()
    say(page, "16 km hilly next Sunday, usually flat")
    expect(page.locator("#asked")).to_have_text("Did this run leave your calves sore?")
    button(page, reply).click()
    expect(page.locator("#asked")).to_have_text("First: is any of this so?")
    expect(page.locator(".chip .edit").first).to_have_text(chip)


def test_a_dropped_run_is_offered_only_changes_that_a_runner_would_choose(opened):
    page = opened()
    dropped(page, "run.fit", fit(MadeRun()))
    button(page, "Yes").click()
    expect(headline(page)).not_to_contain_text("chance of sore calves")
    expect(page.get_by_role("switch").first).to_be_visible()
    offered = page.locator(".switch").all_inner_texts()
    assert [one for one in offered if one.startswith("Terrain ")]
    assert not [one for one in offered if re.search("Distance|Cadence|levation|climb", one)]


def test_an_export_gives_the_latest_run_and_offers_the_rest_as_history(opened):
    page = opened()
    rows = "start_time,distance_km,terrain,usual_terrain\n" + "".join(
        f"2026-05-{day:02},{day},flat,flat\n" for day in (1, 4, 8)
    )
    page.locator("#drop input").set_input_files(
        {"name": "runs.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    expect(page.locator(".chip").filter(has_text=re.compile("^Distance"))).to_contain_text("8 km")
    button(page, "Keep the other 2 as your history").click()
    expect(page.get_by_text("2 runs kept")).to_be_visible()


def test_the_keyboard_is_enough(opened):
    page = opened()

    def tab_to(target, most=40):
        for _ in range(most):
            if target.evaluate("one => one === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not get there")

    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the page")).to_be_focused()
    tab_to(page.get_by_label("Say it in a sentence"))
    page.keyboard.type(SENTENCE)
    page.keyboard.press("Enter")
    expect(headline(page)).to_be_focused()
    expect(page.locator("#live")).to_contain_text("The most likely cause is hills")
    tab_to(page.get_by_label("a cold, pale or blue foot"))
    page.keyboard.press("Space")
    tab_to(page.get_by_label("one foot is colder"))
    page.keyboard.press("Space")
    tab_to(button(page, "Done"))
    page.keyboard.press("Enter")
    expect(headline(page)).to_have_text(triage.HEADLINES["emergency department"])
    expect(headline(page)).to_be_focused()
    tab_to(page.get_by_role("button", name="Remove Cold or pale foot"))
    page.keyboard.press("Enter")
    expect(headline(page)).to_contain_text("hills")
    tab_to(page.get_by_role("button", name=re.compile("^Usual terrain flat")))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    tab_to(dialog.get_by_role("button", name="steep"))
    page.keyboard.press("Enter")
    expect(page.locator(".chip").filter(has_text="Usual terrain")).to_contain_text("steep")


# What the answer shows


def test_the_bars_are_the_library_s_shares_and_add_up(opened, predictor):
    page = opened()
    to_answer(page)
    library = parts(predictor.explain({"terrain": "steep", "usual_terrain": "flat"}))
    sore = {"terrain": "steep", "usual_terrain": "flat", "sore_calves": 1}
    shown = page.evaluate(
        """async ([session]) => {
            const { parts } = await import("./answer.js");
            const { post } = await import("./api.js");
            return parts((await post("/v1/explain", { session })).causes);
        }""",
        [sore],
    )
    assert [(one["title"], one["part"]) for one in shown] == library
    seen = page.locator(".shares dd").all_inner_texts()
    assert sum(int(text[:-1]) for text in seen) == 100


def test_a_line_of_signs_is_no_sign_until_one_of_it_is_ticked(opened):
    page = opened()
    say(page, SENTENCE)
    line = page.get_by_label("a cold, pale or blue foot")
    line.check()
    button(page, "Done").click()
    expect(page.get_by_role("alert").filter(has_text="Tick which")).to_be_visible()
    expect(page.get_by_label("one foot is colder")).to_be_focused()
    page.get_by_label("one foot is colder").check()
    line.uncheck()
    expect(page.get_by_label("one foot is colder")).to_be_hidden()
    with page.expect_request("**/v1/explain") as sent:
        button(page, "None of these").click()
    session = sent.value.post_data_json["session"]
    assert [session[name] for name in triage.ASKED] == [0] * len(triage.ASKED)


def test_signs_replace_everything_about_training(opened):
    page = opened()
    say(page, SENTENCE)
    expect(page.locator(".shares")).to_be_visible()
    page.get_by_label("Only one calf sore").check()
    page.get_by_label("only one calf is sore").check()
    page.get_by_label("one or both are swollen").check()
    button(page, "Done").click()
    expect(headline(page)).to_have_text(triage.HEADLINES["doctor within 24 hours"])
    expect(page.locator(".shares, .risk, .switch, .parts")).to_have_count(0)
    text = page.locator("#verdict").inner_text()
    assert "Do not massage" in text and "NICE" in text and "%" not in text


@pytest.mark.parametrize("way", ["a choice", "a sentence", "no fact"])
def test_beside_a_doctor_today_no_training_is_asked_about(opened, way):
    page = opened()
    if way == "a choice":
        button(page, "Longer").click()
    else:
        say(page, SENTENCE if way == "a sentence" else "my calves are sore")
    page.get_by_label("Only one calf sore").check()
    page.get_by_label("only one calf is sore").check()
    page.get_by_label("one or both are swollen").check()
    button(page, "Done").click()
    expect(headline(page)).to_contain_text("See a doctor within 24 hours")
    answered(page)
    expect(page.locator("#ask")).to_be_hidden()


def test_no_sentence_about_signs_is_said_twice(opened, predictor):
    signs = {"one_leg_only": 1, "swelling": 1, "clot_risk": 1, "cord_or_lump": 1}
    flags = predictor.explain({**signs, "sore_days": 1}).red_flags
    told = [part for one in flags for part in re.split(r"(?<=\.) ", one.avoid)]
    assert len(told) > len(set(told))
    page = opened()
    page.evaluate(
        """async (signs) => {
            const { tell } = await import("./session.js");
            tell({ sore_days: 1, ...signs });
        }""",
        signs,
    )
    say(page, "9 km")
    expect(page.locator(".flag-list li")).to_have_count(len(flags))
    text = page.locator(".flag-list").inner_text()
    assert [text.count(part) for part in set(told)] == [1] * len(set(told))


def test_a_switch_shows_the_risk_of_the_changed_run(opened):
    page = opened()
    to_answer(page)
    switch = page.get_by_role("switch")
    expect(switch).to_have_count(1)
    risk = page.locator(".risk strong")
    before = int(risk.inner_text()[:-1])
    switch.check()
    expect(risk).not_to_have_text(f"{before}%")
    assert int(risk.inner_text()[:-1]) <= before / 2 + 1
    switch.uncheck()
    expect(risk).to_have_text(f"{before}%")


def test_a_first_run_may_be_shorter_or_come_after_some_weeks(opened):
    page = opened()
    say(page, "my first ever run, 5 km, calves sore the next day")
    switches = page.get_by_role("switch")
    expect(switches).to_have_count(2)
    shorter = page.get_by_label("Distance 2.5 km instead of 5 km")
    with page.expect_request("**/v1/explain") as sent:
        shorter.check()
    assert sent.value.post_data_json["session"]["distance_km"] == 2.5
    with page.expect_request("**/v1/explain") as sent:
        page.get_by_label("The same run after 8 weeks of regular running").check()
    session = sent.value.post_data_json["session"]
    assert (session["experience_weeks"], session["distance_km"]) == (8, 2.5)


def test_steps_have_their_sources(opened):
    page = opened()
    to_answer(page)
    steps = page.get_by_role("region", name="What to do")
    expect(steps.get_by_role("link").first).to_have_attribute("href", re.compile("^https://"))
    page.get_by_text("Every cause, with its evidence").click()
    expect(page.locator(".cause")).to_have_count(7)


def test_miles_are_read_and_shown(opened):
    page = opened()
    page.get_by_text("miles", exact=True).click()
    button(page, "Longer").click()
    button(page, "None of these").click()
    page.locator("#ask .number input").fill("10")
    button(page, "OK").click()
    distance = page.locator(".chip").filter(has_text="Distance")
    expect(distance).to_contain_text("10 miles")
    page.get_by_text("km", exact=True).first.click()
    expect(distance).to_contain_text("16.1 km")


def test_a_number_out_of_range_is_refused_with_what_is_allowed(opened):
    page = opened()
    button(page, "Longer").click()
    button(page, "None of these").click()
    for wrong, said in (("many", "Please write a number, such as"), ("900", "from 0 km to 500 km")):
        page.locator("#ask .number input").fill(wrong)
        button(page, "OK").click()
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
        expect(page.locator("#ask .number input")).to_be_focused()


# Whoever looks at it


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_every_state_fits_the_screen_and_everyone(opened, scheme, width):
    page = opened(viewport={"width": width, "height": 800}, color_scheme=scheme)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    lightness = sum(map(int, re.findall(r"\d+", ground)[:3])) / 3
    assert (lightness > 128) == (scheme == "light")
    fits(page)
    button(page, "Hillier").click()
    expect(page.locator("#asked")).to_be_focused()
    fits(page)
    page.get_by_label("a cold, pale or blue foot").check()
    fits(page)
    page.get_by_label("a cold, pale or blue foot").uncheck()
    button(page, "None of these").click()
    button(page, "steep").click()
    button(page, "flat").click()
    expect(page.get_by_role("switch")).to_be_visible()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    fits(page)
    page.get_by_role("button", name=re.compile("^Terrain steep")).click()
    fits(page)
    page.keyboard.press("Escape")
    page.get_by_label("Add more in your own words").fill("my left foot is cold and numb")
    button(page, "Add").click()
    expect(page.locator(".flags")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="For coaches").click()
    squad(page)
    page.get_by_role("button", name="Ada").click()
    fits(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_shown_while_an_answer_is_awaited_can_be_read(opened, scheme):
    page = opened(color_scheme=scheme)
    to_answer(page)
    answered(page)
    held = []
    page.route("**/v1/explain", lambda route: held.append(route))
    button(page, "I don’t know").click()
    line = page.evaluate(
        """async () => {
            const place = document.querySelector("[aria-busy]");
            await Promise.all(place.getAnimations({ subtree: true }).map((one) => one.finished));
            return getComputedStyle(place, "::before").opacity;
        }"""
    )
    assert line == "1"
    fits_now(page)
    held[0].continue_()
    answered(page)


def test_hostile_text_stays_text(opened):
    page = opened()
    say(page, f"{SENTENCE}, in my {EVIL} shoes")
    expect(headline(page)).to_contain_text("hills")
    assert page.locator("main img, main script").count() == 0
    # Longer than the field lets anybody type, so that the service refuses it.
    page.locator("#sentence").evaluate("field => { field.value = 'x'.repeat(10_000) }")
    button(page, "Add").click()
    expect(page.locator("#problem")).to_contain_text("at most 2000 characters")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="For coaches").click()
    rows = [
        {"runner_id": EVIL, "session_id": EVIL, "terrain": "hilly"},
        {"runner_id": "b" * 10_000, "terrain": EVIL},
    ]
    squad(page, rows)
    page.get_by_role("button", name=EVIL).click()
    expect(page.locator(".problem li")).to_contain_text("onerror")
    assert page.locator("main img, main script").count() == 0


# History


def test_history_survives_a_reload_goes_along_and_is_forgotten(opened):
    page = opened()
    to_answer(page)
    expect(page.locator(".chip").filter(has_text="Signs that need")).to_be_visible()
    days = (("2026-05-01", "Sore after it"), ("2026-05-04", "Sore after it"))
    for n, (day, sore) in enumerate((*days, ("2026-05-04", "Not sore"))):
        page.get_by_label("Keep this run of").fill(day)
        button(page, sore).click()
        expect(page.locator("#live")).to_have_text("Run kept.")
        page.evaluate("document.getElementById('live').textContent = ''")
        expect(page.locator(".kept li")).to_have_count(min(n + 1, 2))
    page.reload()
    expect(page.get_by_text("2 runs kept")).to_be_visible()
    # Nothing of what was told of the soreness itself is kept.
    stored = page.evaluate("localStorage.getItem('calfcause-history')")
    assert "numbness" not in stored and "usual_terrain" in stored
    with page.expect_request("**/v1/explain") as sent:
        button(page, "I don’t know").click()
    history = sent.value.post_data_json["history"]
    assert [(one["start_time"][:10], one["sore_calves"]) for one in history] == [
        ("2026-05-04", 0),
        ("2026-05-01", 1),
    ]
    expect(headline(page)).to_be_attached()
    with page.expect_request("**/v1/explain") as sent:
        button(page, "Forget my history").click()
    assert sent.value.post_data_json["history"] == []
    page.reload()
    assert page.evaluate("localStorage.length") == 0
    expect(page.get_by_text("runs kept")).to_have_count(0)


def test_what_is_known_of_the_day_and_the_soreness_is_not_asked_to_keep_a_run(opened):
    page = opened()
    say(page, "9 km, hilly, usually flat, my calves are sore")
    expect(button(page, "Keep")).to_be_visible()
    expect(button(page, "Not sore")).to_have_count(0)
    assert page.get_by_label("Keep this run of").input_value()
    add = page.get_by_label("Add more in your own words")
    add.fill("it was yesterday")
    button(page, "Add").click()
    expect(page.get_by_label("Keep this run of")).to_have_value("")
    add.fill("chest pain")
    button(page, "Add").click()
    expect(headline(page)).to_have_text(triage.HEADLINES["ambulance"])
    expect(page.get_by_label("Keep this run of")).to_have_count(0)


def test_a_history_that_something_else_wrote_does_no_harm(opened):
    page = opened()
    for text in ("{", '{"a": 1}', '[null, 3, {"cells": "x"}]'):
        page.evaluate("text => localStorage.setItem('calfcause-history', text)", text)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        to_answer(page)


# What goes wrong becomes a sentence


ERRORS = (
    ({"status": 503, "headers": {"Retry-After": "1"}}, "The service is busy."),
    ({"status": 500, "body": "<h1>boom</h1>"}, "The service could not answer that."),
    (
        {
            "status": 422, "content_type": "application/problem+json",
            "body": json.dumps({"detail": "terrain: 'hily' is not allowed"}),
        },
        "terrain: 'hily' is not allowed",
    ),
    (None, "The service cannot be reached."),
)  # fmt: skip


def answering(answer):
    return lambda route: route.fulfill(**answer) if answer else route.abort()


def test_an_error_of_the_service_is_a_sentence_and_loses_nothing(opened):
    page = opened()
    page.get_by_label("Say it in a sentence").fill(SENTENCE)
    for answer, said in ERRORS:
        page.route("**/v1/words", answering(answer))
        button(page, "Tell me why").click()
        expect(page.get_by_role("alert").filter(has_text=said)).to_be_visible()
        expect(page.locator("#sentence")).to_have_value(SENTENCE)
        page.unroute("**/v1/words")
    button(page, "Tell me why").click()
    expect(headline(page)).to_contain_text("hills")
    expect(page.locator("#problem")).to_be_hidden()
    # An answer that fails leaves the question to be answered again.
    page.route("**/v1/explain", lambda route: route.abort())
    button(page, "None of these").click()
    expect(page.locator("#problem")).to_be_visible()
    page.unroute("**/v1/explain")
    button(page, "None of these").click()
    expect(page.locator("#problem")).to_be_hidden()


def test_a_service_with_a_key_asks_for_it_once_and_forgets_it_with_the_tab(browser, tmp_path):
    with service_running(tmp_path, "--api-key", "correct horse") as address:
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        dialog = page.get_by_role("dialog")
        for key, said in (
            ("battery", "This service asks for a key"),
            ("correct horse", "That key does not open this service"),
        ):
            expect(dialog.get_by_role("heading")).to_have_text(said)
            fits_now(page)
            dialog.get_by_role("textbox").fill(key)
            page.keyboard.press("Enter")
        page.wait_for_selector("html[data-ready]")
        to_answer(page)
        page.reload()
        page.wait_for_selector("html[data-ready]")
        expect(dialog).to_have_count(0)
        assert page.evaluate("localStorage.length") == 0
        dropped(page, "run.gpx", gpx(MadeRun()))
        expect(page.locator(".chip").filter(has_text=re.compile("^Distance"))).to_be_visible()
        # Whoever has none is told why nothing comes.
        other = context.new_page()
        other.goto(address)
        expect(other.get_by_role("dialog")).to_be_visible()
        other.keyboard.press("Escape")
        expect(other.locator("#problem")).to_contain_text("only with a key")
        context.close()


# Coaches

DAY = {"start_time": "2026-05-09"}
RUNNERS = [
    {
        "runner_id": "Ada", "start_time": "2026-05-04", "distance_km": 9,
        "terrain": "hilly", "usual_terrain": "flat", "sore_calves": 1,
    },
    {"runner_id": "Ada", **DAY, "distance_km": 14, "terrain": "steep", "usual_terrain": "flat"},
    {"runner_id": "Ben", **DAY, "distance_km": 5, "swelling": 1, "one_leg_only": 1},
    {"runner_id": "Cid", **DAY, "distance_km": 5, "terrain": "flat"},
    {"runner_id": "Dot", **DAY, "distance_km": 5, "terrain": "hily"},
    {"runner_id": "Eve", **DAY, "distance_km": 999, "cold_or_pale_foot": 1},
]  # fmt: skip


def squad(page, rows=RUNNERS):
    """Give the page a file of these rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    file = {"name": "squad.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    page.locator("#squad-drop input").set_input_files(file)
    expect(page.locator("table.squad")).to_be_visible()


def names(page):
    return page.locator("table.squad th[scope=row]").all_inner_texts()


def test_a_squad_is_a_table_with_signs_first_and_bad_rows_above(opened):
    page = opened("#squad")
    squad(page)
    # Neither Dot nor Eve can be read, but Eve's signs are judged all the same.
    assert names(page) == ["Eve", "Ben", "Ada", "Cid"]
    bad = page.locator(".problem li").all_inner_texts()
    assert len(bad) == 2 and "'hily'" in bad[0] and "999" in bad[1]
    flagged = page.locator("tr.flagged").all_inner_texts()
    assert len(flagged) == 2 and not any("%" in row for row in flagged)
    for column in ("Runner", "Sore", "Why"):
        button(page, column).click()
        assert names(page)[:2] == ["Eve", "Ben"]
    button(page, "Runner").click()
    expect(page.get_by_role("columnheader", name="Runner")).to_have_attribute(
        "aria-sort", "ascending"
    )
    button(page, "Runner").click()
    assert names(page) == ["Eve", "Ben", "Cid", "Ada"]


def test_a_squad_with_semicolons_commas_and_other_days_is_read_as_the_service_does(opened):
    page = opened("#squad", viewport={"width": DESK, "height": 800})
    rows = "Ada;31.05.2026;9,5;hilly", "Ada;02.06.2026;6,0;flat", "Ben;01.06.2026;6,0;flat"
    text = "\n".join(["Runner ID;start_time;Distance_KM; Terrain", *rows, ""])
    file = {"name": "squad.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#squad-drop input").set_input_files(file)
    expect(page.locator("#answer-title")).to_contain_text("2 runners, 3 runs")
    ada = page.locator("tbody tr").filter(has_text="Ada").first
    assert re.search(r"\d+%", ada.inner_text()) and "02.06.2026" in ada.inner_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Athlete,Distance (km),terrain\nAda,9,hilly\nBen,5,flat\n", "did you mean 'distance_km'"),
        ("Athlete,Distance (km),terrain\nAda,9,hilly\nBen,5,flat\n", "no column runner_id"),
        ("runner_id,distance_km\n", "no rows, only a header"),
    ],
)
def test_a_coach_is_told_what_of_a_file_was_not_read(opened, text, said):
    page = opened("#squad")
    file = {"name": "squad.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("#squad-drop input").set_input_files(file)
    expect(page.get_by_text(said)).to_be_visible()


def test_a_runner_unfolds_to_reasons_and_course(opened):
    page = opened("#squad")
    squad(page)
    page.get_by_role("button", name="Ada").click()
    chart = page.get_by_role("img", name=re.compile(r"Risk of Ada: \d+% \(sore\), \d+%\."))
    expect(chart).to_be_visible()
    inside = page.locator("tr.inside:visible")
    expect(inside).to_contain_text("your usual ground is flat")
    expect(inside).to_contain_text("4 May 2026 9 km, hilly")
    page.get_by_role("button", name="Ada").click()
    page.get_by_role("button", name="Cid").click()
    expect(inside).to_contain_text("Where no reason stands")
    expect(page.locator("tr").filter(has_text="Cid")).to_contain_text("not told")


def test_the_answers_of_a_squad_can_be_downloaded(opened):
    page = opened("#squad")
    squad(page)
    with page.expect_download() as given:
        page.get_by_role("link", name="Download the answers as CSV").click()
    assert given.value.suggested_filename == "squad-answers.csv"
    with Path(given.value.path()).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["runner_id"] for row in rows] == [row["runner_id"] for row in RUNNERS]
    assert float(rows[1]["p_sore"]) > 0 and rows[4]["error"]


def test_recordings_of_a_squad_are_read_each_for_a_runner(opened):
    page = opened("#squad")
    page.locator("#squad-drop input").set_input_files(
        [
            {"name": f"{name}.gpx", "mimeType": "application/gpx+xml", "buffer": gpx(MadeRun())}
            for name in ("ada", "ben")
        ]
    )
    expect(page.locator("table.squad")).to_be_visible()
    assert sorted(names(page)) == ["ada", "ben"]
    page.get_by_role("button", name="ada").click()
    runs = page.locator("tr.inside:visible .runs")
    expect(runs).not_to_contain_text(re.compile(r"\d{4}-\d\d-\d\d|None|undefined"))


# What the page says by itself, and what the library says


def test_words_that_the_page_shares_with_the_library_are_the_same():
    answer, table = (
        (PAGE / name).read_text(encoding="utf-8") for name in ("answer.js", "table.js")
    )
    for lead in (short.TELL_FIRST, short.TELL, short.ONE_ANSWER, short.ANY_BELOW):
        assert f'"{lead}"' in answer
    assert "As to training only" in answer and short.CAN_WAIT in answer
    question = (PAGE / "question.js").read_text(encoding="utf-8")
    for name in ("LEAST_EXPECTED_CHANGE", "LEAST_CHANCE_OF_ANOTHER"):
        assert f"const {name} = {getattr(conversation, name)};" in question
    start = (PAGE / "choices.js").read_text(encoding="utf-8").replace("’", "'")
    for choice, columns in conversation.WHAT_WAS_DIFFERENT.items():
        assert f'["{capital(choice)}", {json.dumps(columns)}]' in start
    for level in LEVELS[:-1]:
        assert f'"{level}"' in table and f'"{triage.HEADLINES[level]}"' in table


def test_the_page_needs_nothing_but_its_own_files():
    for file in PAGE.iterdir():
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 200, file.name
        assert not re.search(
            r"\b(src|href)=\"?(https?:)?//|@import|url\(|style=\"|<style|eval\(", text
        ), file.name
        assert "innerHTML" not in text and "insertAdjacentHTML" not in text
