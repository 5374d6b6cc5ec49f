"""The conversation: signs first, then what matters most, until no reply would matter."""

import contextlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from calfcause.answer.conversation import Conversation, asked_as_text
from calfcause.answer.reply_words import is_unknown, reply_cells, told_lines
from calfcause.answer.triage import ASKED
from calfcause.cli import main
from calfcause.errors import CalfcauseError
from calfcause.sessions.schema import COLUMNS
from calfcause.sessions.units import UNITS

HILLY = {"terrain": "hilly", "usual_terrain": "flat", "distance_km": 9}


def ask(tiny, *arguments, replies=""):
    return CliRunner().invoke(main, ["ask", "--model", str(tiny.folder), *arguments], replies)


@pytest.mark.parametrize("first", [(), ("session_type",)])
def test_signs_come_first_and_one_no_answers_all_of_them(tiny, first):
    talk = Conversation(tiny.predictor, HILLY, sore=True, first=first)
    talk.reply(talk.next(), "no")
    assert {one.kind for one in talk.next()} <= {"training"}
    assert not first or talk.next()[0].column in first
    assert {name: talk.cells[name] for name in ASKED} == dict.fromkeys(ASKED, 0)


def test_it_ends_when_no_reply_would_change_the_answer(tiny):
    talk = Conversation(tiny.predictor, HILLY, sore=False)
    asked = []
    while questions := talk.next():
        asked += [one.column for one in questions]
        talk.reply(questions, "I don't know")
    assert len(asked) == len(set(asked)) < 15
    assert talk.cells.keys() == {*HILLY, "sore_calves"}


@pytest.mark.parametrize("sign", ASKED)
def test_every_sign_reaches_its_column_from_its_line(tiny, sign):
    talk = Conversation(tiny.predictor, HILLY, sore=True)
    while sign not in talk.cells:
        questions = talk.next()
        has = [sign in one.signs for one in questions]
        signs = list(questions[0].signs)
        place = has.index(True) if len(questions) > 1 and any(has) else -1
        if len(questions) == 1:
            place = signs.index(sign)
        talk.reply(questions, str(place + 1) if place >= 0 else "no")
    assert [name for name in ASKED if talk.cells.get(name) == 1] == [sign]


def test_the_list_of_signs_is_not_read_out_to_whoever_has_just_denied_all_of_it(tiny):
    shown = ask(tiny, "--yes", "9 km, calves sore", replies="no\nstop\n").output
    assert "Should one of those signs come up" in shown and "a foot is numb" not in shown
    shown = ask(tiny, "--yes", "9 km, calves sore", replies="\nstop\n").output
    assert "Should one of those signs come up" not in shown and "a foot is numb" in shown


def test_an_urgent_sign_ends_it_at_once(tiny):
    talk = Conversation(tiny.predictor, HILLY, sore=True)
    talk.reply(talk.next(), "1")
    talk.reply(talk.next(), "1")
    assert talk.next() == ()
    assert talk.back() and "See" not in talk.so_far(talk.next())
    talk.reply(talk.next(), "1")
    assert talk.answer().triage.is_urgent


def test_of_each_line_that_is_so_every_sign_is_asked_for_alone_and_in_full(tiny):
    talk = Conversation(tiny.predictor, HILLY, sore=True)
    first, second, third, *others = talk.next()
    talk.reply((first, second, third, *others), "2, 3")
    assert {talk.cells[name] for line in (first, *others) for name in line.columns} == {0}
    for line in (second, third):
        assert talk.next() == (line,)
        assert all(words in asked_as_text(talk.next()) for words in line.signs.values())
        talk.reply(talk.next(), "no")
    assert talk.next()[0].kind == "training" and "one of these" not in talk.closing()


def test_back_takes_a_reply_back_and_asks_again(tiny):
    done = ask(tiny, "--yes", "9 km, calves sore", replies="back\n1\nback\nno\nback\n6\n4\nstop\n")
    assert "There is no reply to take back." in done.output
    assert done.output.count("  9  Blood thinners") == 3
    assert "See a doctor within 24 hours: a hard, sore cord" in done.output


def test_whoever_told_nothing_of_the_run_is_asked_what_was_different(tiny):
    done = ask(tiny, "calves sore", replies="no\nhm\n3\n-2\n12 k\n6\nstop\n")
    assert "your calves are sore, and nothing of the run" in done.output
    assert done.output.count("What was different from your usual run?") == 1
    assert "Did the run leave" not in done.output
    assert "How far did you run? In km.\nType a number in km from 0 to 500" in done.output
    assert "Usually normal" in done.output


@pytest.mark.parametrize("reply", ["1\nstop", "1\n" + "\n" * 12, "1 2 3\n" + "\n" * 12])
def test_nothing_is_called_normal_while_it_is_open_which_sign_is_so(tiny, reply):
    shown = ask(tiny, "--yes", "9 km, calves sore", replies=reply).output
    assert 'You told of one of these: "New breathlessness' in " ".join(shown.split())
    assert "Usually normal" not in shown


@pytest.mark.parametrize(("reply", "one"), [("left", 1), ("one", 1), ("both", 0), ("no", 0)])
def test_a_swelling_is_asked_for_its_side_then_the_doctor_is_named_then_signs_alone(
    tiny, reply, one
):
    talk = Conversation(tiny.predictor, {**HILLY, "swelling": 1}, sore=True)
    assert [one.column for one in talk.next()] == ["one_leg_only"]
    assert talk.so_far(talk.next()) == ""
    talk.reply(talk.next(), reply)
    assert talk.cells["one_leg_only"] == one
    said = talk.so_far(talk.next())
    assert said.startswith("See a doctor within 24 hours" if one else "Have it looked at this week")
    assert talk.so_far(talk.next()) == ""
    kinds = set()
    while questions := talk.next():
        kinds.add(questions[0].kind)
        talk.reply(questions, "no" if questions[0].reply_as == "signs" else "")
    assert one == 0 or kinds == {"sign"}  # no shoes beside a doctor's advice


def test_a_reply_to_something_else_is_kept_and_the_question_stays(tiny):
    talk = Conversation(tiny.predictor, {}, sore=True)
    asked = talk.next()
    assert not talk.reply(asked, "8 km")
    assert talk.cells["distance_km"] == 8
    assert talk.next() == asked
    assert talk.reply(asked, "no") and talk.next() != asked
    assert talk.back() and talk.next() == asked and talk.cells["distance_km"] == 8
    assert talk.back() and "distance_km" not in talk.cells and not talk.back()


def test_a_distance_is_no_reply_to_whether_calves_are_sore(tiny):
    result = ask(tiny, "in my usual shoes", replies="\n5 miles\nyes\nstop\n")
    assert "Noted: distance 8.1 km.\nAre your calves sore?" in result.output
    assert "Is any of this so?" in result.output  # it was then told that they are


def question(tiny, column, units="km"):
    found = tiny.predictor.next_questions({"distance_km": 9}, 50, units=units)
    same = [one for one in found if one.column == column]
    if same:
        return same[0]
    # The small model does not care for it; the question is the same.
    unit = COLUMNS[column].unit
    return replace(
        found[0], column=column, columns=(column,), choices=(), reply_as="number", unit=unit,
        unit_asked=UNITS[units].unit_asked(unit), metric=UNITS[units].in_metric(unit),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "text", "units", "cells"),
    [
        ("terrain", "3", "km", {"terrain": "hilly"}),
        ("terrain", "Rolling.", "km", {"terrain": "rolling"}),
        ("terrain", "number 3", "km", {"terrain": "hilly"}),
        ("shoe_type", "fell shoes", "km", {"shoe_type": "standard"}),
        ("terrain", "it was all hills, on grass", "km", {"terrain": "hilly", "surface": "grass"}),
        ("longest_run_28d_km", "10", "km", {"longest_run_28d_km": 10}),
        ("longest_run_28d_km", "10", "miles", {"longest_run_28d_km": 16.09}),
        ("longest_run_28d_km", "10 km", "miles", {"longest_run_28d_km": 10}),
        ("usual_pace_min_per_km", "8:30", "miles", {"usual_pace_min_per_km": 5.28}),
        ("usual_pace_min_per_km", "5:30", "km", {"usual_pace_min_per_km": 5.5}),
        ("terrain", "don’t know", "km", {}),
        ("terrain", "", "km", {}),
    ],
)
def test_a_reply_may_be_a_number_a_word_or_a_sentence(tiny, column, text, units, cells):
    assert reply_cells((question(tiny, column, units),), text) == pytest.approx(cells)


def test_a_reply_that_tells_nothing_is_asked_for_again_with_what_is_allowed(tiny):
    for column, text, allowed in [
        ("terrain", "9", "one of the numbers or words"),
        ("longest_run_28d_km", "far", "a number in km"),
    ]:
        with pytest.raises(CalfcauseError, match=allowed):
            reply_cells((question(tiny, column),), text)
    signs = Conversation(tiny.predictor, HILLY, sore=True).next()
    with pytest.raises(CalfcauseError, match="numbers of what is so"):
        reply_cells(signs, "99")


def test_a_sentence_is_shown_with_its_words_and_wrong_parts_are_dropped(tiny):
    done = ask(tiny, "9 miles, hilly, calves sore next morning", replies="2\nstop\n")
    assert done.exit_code == 0
    assert 'distance: 9 miles  ("9 miles")' in done.output
    assert "hilly" in done.output.partition("Is that right?")[0]
    assert "hilly" not in done.output.partition("Is that right?")[2]


def test_a_correction_is_shown_and_asked_about_again(tiny):
    done = ask(tiny, "9 km on the beach, calves sore", replies="it was 6 km not 9\n2\n\nstop\n")
    first, _, then = done.output.partition("Now I have:")
    then, _, last = then.partition("Now I have:")
    assert "distance: 9 km" in first
    assert "distance: 6 km" in then and "surface: sand" in then
    assert "distance: 6 km" in last and "sand" not in last.partition("Is that right now?")[0]


def test_what_a_later_reply_tells_and_replaces_is_said_and_the_card_is_not_shown_again(tiny):
    done = ask(
        tiny, "--yes", "9 km on the beach, calves sore", replies="16 k on the road\nhm\nno\n"
    )
    assert "Noted: distance 16 km instead of 9 km, surface road instead of sand." in done.output
    assert done.output.count("New breathlessness") == 1


def test_signs_are_asked_for_where_nobody_knows_whether_calves_are_sore(tiny):
    unknown = ask(tiny, "--yes", "18 k, mostly bog", replies="idk\nstop\n")
    assert "New breathlessness" in unknown.output
    plan = ask(tiny, "--yes", "18 k, mostly bog", replies="no\nstop\n")
    assert "New breathlessness" not in plan.output


def test_help_says_how_to_reply_and_asks_again(tiny):
    done = ask(tiny, replies="help\n9 km, calves sore\n\nhelp\nno\nstop\n")
    assert done.output.count('Enter is "I don\'t know"') == 2
    assert "distance: 9 km" in done.output and '"help"' not in done.output


@pytest.mark.parametrize(
    ("reply", "signs"),
    [
        ("yes 2", [2]), ("number two", [2]), ("#2", [2]), ("1, 2 and 3", [1, 2, 3]),
        ("2 & 3.", [2, 3]), ("all no", []), ("no none of these", []), ("None", []), ("nope", []),
        ("no to all", []), ("none of them", []),
    ],
)  # fmt: skip
def test_signs_are_told_by_number_or_denied_in_the_words_people_use(tiny, reply, signs):
    talk = Conversation(tiny.predictor, HILLY, sore=True)
    lines = talk.next()
    assert told_lines(lines, reply) == tuple(lines[at - 1] for at in signs)
    cells = reply_cells(lines[:1], reply)
    assert [at for at, cell in enumerate(cells.values(), start=1) if cell] == signs
    assert len(cells) == len(lines[0].signs)


@pytest.mark.parametrize("reply", ["yes", "no 2", "all", "2 no 3", "yes and no"])
def test_a_reply_to_signs_that_can_be_read_in_two_ways_is_asked_for_again(tiny, reply):
    with pytest.raises(CalfcauseError, match="as 2 or 1,3"):
        reply_cells(Conversation(tiny.predictor, HILLY, sore=True).next(), reply)


@pytest.mark.parametrize(
    "reply", ["idk", "I'm not sure", "no clue", "can't tell", "dunno", "?", ""]
)
def test_not_to_know_is_a_reply(reply):
    assert is_unknown(reply)


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ("1 no steep flat", "cause is hills"),
        ("faster no 4", "cause is running fast"),
        ("3 no 12 6", "cause is a longer run than you are used to"),
        ("4 no minimalist 5", "cause is a change of shoes"),
        ("5 no sand road", "cause is a soft surface"),
        ("6 no 2", "cause is being new to running"),
        ("7 no 300 forefoot", "cause is landing further forward"),
        ("7 no 300 rearfoot", "I can't tell why yet"),
        ("8 no flat 0", "cause is being new to running"),
        ("? ? ? ?", "I can't tell why yet"),
    ],
)
def test_what_was_different_leads_past_signs_to_a_cause_in_four_replies(replies, said):
    done = CliRunner().invoke(main, ["ask"], replies.replace(" ", "\n") + "\nstop\n")
    assert done.exit_code == 0 and said in done.output
    assert len(replies.split()) <= 4


def test_age_is_asked_for_where_it_decides(tiny):
    talk = Conversation(tiny.predictor, {"pain_at_night": 1}, sore=True)
    (question,) = talk.next()
    assert question.column == "age_years" and question.kind == "sign"
    talk.reply((question,), "12")
    assert talk.answer().triage.level == "doctor within 24 hours"
    other = Conversation(tiny.predictor, {"pain_at_night": 0}, sore=True)
    assert other.next()[0].column != "age_years"


def test_no_reply_at_all_still_gives_an_answer(tiny):
    done = ask(tiny)
    assert done.exit_code == 0
    assert "Tell me about the run" in done.output and "I can't tell why yet" in done.output


@pytest.mark.parametrize("replies", ["", "\n", "what?\n", "no\n\n", "0\nwhat?\n"])
@pytest.mark.parametrize("words", ["my calves were not sore", "calves sore", "hello", "9 km"])
def test_it_ends_with_the_replies(tiny, words, replies):
    done = ask(tiny, "--yes", words, replies=replies)
    assert done.exit_code == 0
    assert re.search("See a doctor today if|see a doctor the same day", done.output)


def test_as_json_it_says_what_was_read_and_what_comes_next(tiny):
    done = ask(tiny, "--format", "json", "left calf swollen after 9 k in my Hokas, felt odd")
    said = json.loads(done.output)
    assert said["read"]["session"] == {"one_leg_only": 1, "swelling": 1, "distance_km": 9}
    assert [one["words"] for one in said["read"]["not_understood"]] == ["Hokas", "felt odd"]
    assert said["answer"]["triage"]["level"] == "doctor within 24 hours"
    assert said["questions"][0]["reply_as"] == "signs"
    assert json.loads(ask(tiny, "--format", "json", replies="9 km easy").output)["read"]["cells"]


def test_miles_are_answered_in_miles(tiny):
    talk = Conversation(tiny.predictor, {}, units=UNITS["miles"])
    while (questions := talk.next())[0].column != "longest_run_28d_km":
        talk.reply(questions, "?")
    talk.reply(questions, "5")
    assert talk.cells["longest_run_28d_km"] == pytest.approx(8.05)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("left leg big and warm", {"one_leg_only": 1, "swelling": 1}),
        ("short of air", {"breathless_or_chest_pain": 1}),
        ("my foot is asleep", {"numbness": 1}), ("calf like wood", {"hard_calf": 1}),
        ("dizzy and i fell", {"confused_or_collapsed": 1}),
    ],
)  # fmt: skip
def test_a_sign_in_words_is_taken_and_the_rest_of_its_card_asked_again(tiny, reply, told):
    talk = Conversation(tiny.predictor, HILLY, sore=True)
    while not told.keys() & {column for one in talk.next() for column in one.columns}:
        talk.reply(talk.next(), "no")
    asked = {column for one in talk.next() for column in one.columns}
    talk.reply(talk.next(), reply)
    assert told.items() <= talk.cells.items()
    if talk.next() and talk.next()[0].column != "one_leg_only":
        again = {column for one in talk.next() for column in one.columns}
        assert again.isdisjoint(told)
        assert talk.answer().triage.is_urgent or asked - told.keys() <= again


def test_only_the_side_told_leaves_the_other_signs_of_the_card_open(tiny):
    talk = Conversation(tiny.predictor, HILLY, sore=True)
    while "swelling" not in {column for one in talk.next() for column in one.columns}:
        talk.reply(talk.next(), "no")
    talk.reply(talk.next(), "left leg oddly plump")
    assert talk.cells["one_leg_only"] == 1 and "swelling" not in talk.cells
    assert "swelling" in {column for one in talk.next() for column in one.columns}


@pytest.mark.parametrize("reply", ["", "no"])
def test_nothing_is_called_normal_after_a_reply_about_signs_that_was_not_read(tiny, reply):
    replies = f"my belly glows\n{reply}\n" + "\n" * 9
    shown = ask(tiny, "--yes", "9 km, calves sore", replies=replies).output
    is_open = reply == ""  # unlike with no, what the words meant stays unknown
    assert ('I did not understand "my belly glows"' in shown) == is_open
    assert ("Usually normal" in shown) != is_open


@pytest.mark.parametrize(("columns", "longest"), [(60, 60), (200, 96)])
def test_lines_are_as_long_as_the_terminal_is_wide(columns, longest):
    termios = pytest.importorskip("termios")
    main_end, terminal = os.openpty()
    termios.tcsetwinsize(terminal, (24, columns))
    words = "12 km on lots of hills, usually flat road, calves sore, and the cat of my aunt came"
    command = [sys.executable, "-m", "calfcause", "ask", "--yes", words]
    environment = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=terminal, env=environment, text=True
    ) as process:
        os.close(terminal)
        shown = ""
        with contextlib.suppress(OSError):  # so a terminal ends whose programs have ended
            while part := os.read(main_end, 1 << 16):
                shown += part.decode()
    assert process.returncode == 0 and "Blood thinners" in shown
    assert longest - 15 < max(map(len, shown.splitlines())) <= longest
    os.close(main_end)


def test_earlier_runs_count_as_the_earlier_rows_of_a_file(tiny, tmp_path):
    days = [datetime.now() - timedelta(days=back) for back in (20, 16, 9, 4)]
    rows = [f"me,{day:%Y-%m-%d},6,flat,{at % 2}" for at, day in enumerate(days)]
    runs, whole, squad = (tmp_path / f"{name}.csv" for name in ("runs", "whole", "squad"))
    lines = "\n".join(["runner_id,start_time,distance_km,terrain,sore_calves", *rows, ""])
    runs.write_text(lines)
    whole.write_text(f"{lines}me,{datetime.now():%Y-%m-%dT%H:%M},12,,1\n")
    squad.write_text(lines.replace("\nme,", "\nada,", 1))
    asked = ask(tiny, "--format", "json", "--history", str(runs), "12 km, calves sore")
    row = ["explain", str(whole), "--row", "5", "--format", "json", "--model", str(tiny.folder)]
    (answer,) = json.loads(CliRunner().invoke(main, row).stdout)
    told = json.loads(asked.stdout)["answer"]
    assert told["p_sore"] == pytest.approx(answer["p_sore"])
    assert told["causes"][0]["because"] == answer["causes"][0]["because"]
    assert "12 km is twice" in told["causes"][0]["because"]
    talked = ask(tiny, "--yes", "--history", str(runs), "12 km, calves sore", replies="no\nstop\n")
    assert "a longer run than you are used to" in talked.output
    refused = ask(tiny, "--history", str(squad), "12 km")
    assert refused.exit_code == 1 and "runs of 2 runners" in refused.output
