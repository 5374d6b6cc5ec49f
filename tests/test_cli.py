"""The command line: what it writes, what it says, and with which exit code it ends."""

import csv
import inspect
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from types import SimpleNamespace

import click
import pytest
from click.testing import CliRunner

from calfcause.answer.predictor import Predictor
from calfcause.causes import CAUSES
from calfcause.cli import main
from calfcause.cli.terminal import Progress, ended_as_if_interrupted
from calfcause.sessions.schema import COLUMNS, label_columns
from calfcause.version import __version__

COMMAND = [sys.executable, "-m", "calfcause"]
LABELS = label_columns([cause.name for cause in CAUSES])


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command line in an empty folder; return its result."""
    monkeypatch.chdir(tmp_path)

    def command(line, **options):
        return CliRunner().invoke(main, line.split(), **options)

    return command


@pytest.fixture
def sessions(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text("session_id,distance_km,terrain\n007,9,steep\n008,5,flat\n")
    return path


def stand_in(monkeypatch, module, name, said):
    """Let a function say this in place of its work; gives what it is called with, by name."""
    called, signature = {}, inspect.signature(getattr(module, name))

    def handed_on(*given, **options):
        called.update(signature.bind(*given, **options).arguments)
        return SimpleNamespace(text=lambda: said)

    monkeypatch.setattr(module, name, handed_on)
    return called


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_has_help(run, name):
    result = run(f"{name} --help")
    assert result.exit_code == 0
    options = [one for one in main.commands[name].params if isinstance(one, click.Option)]
    assert main.commands[name].help and all(option.help for option in options)
    if name != "schema":
        assert f"calfcause {name}" in result.output, "no example"


def test_the_version_is_told(run):
    assert run("--version").output == f"calfcause, version {__version__}\n"


def test_predict_writes_the_file_and_sums_up(run, sessions):
    result = run("predict in.csv -o out.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("2 sessions: ")
    rows = rows_of(sessions.with_name("out.csv").read_text())
    assert [row["session_id"] for row in rows] == ["007", "008"]


@pytest.mark.parametrize("line", ["predict in.csv -o out.csv", "report in.csv -o out.html"])
def test_one_row_is_counted_as_one(run, sessions, line):
    sessions.write_text("distance_km\n5\n")
    assert re.match("1 (session|run): ", run(line).stderr)


def test_predict_in_a_pipe_writes_what_it_writes_to_a_file(run, sessions):
    run("predict in.csv -o out.csv --explain")
    result = run("predict - -o - --explain", input=sessions.read_bytes())
    assert result.exit_code == 0
    assert result.stdout_bytes == sessions.with_name("out.csv").read_bytes()


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("predict bad.csv -o out.csv", 1, "line 2, column terrain: 'hily' is not allowed"),
        ("predict bad.csv -o -", 1, "Did you mean 'hilly'?"),
        ("predict in.csv -o out.csv --model nowhere", 1, "no model folder at nowhere"),
        ("predict in.csv -o out.txt", 1, "written to .csv"),
        ("predict foreign.csv -o out.csv", 1, "no known column"),
        ("predict empty.csv -o out.csv", 1, "is empty"),
        ("predict in.parquet -o out.csv", 1, "cannot be read as Parquet"),
        ("explain in.csv --row 09", 1, "no session '09'; it has sessions such as 007, 008"),
        ("generate --runners 1 --weeks 1 --out sessions.txt", 1, ".csv, .csv.gz or .parquet"),
        ("predict missing.csv -o out.csv", 2, "does not exist"),
        ("predict in.csv", 2, "Missing option '-o'"),
        ("predict in.csv -o nowhere/out.csv", 2, "there is no folder 'nowhere'"),
        ("predict in.csv -o out.csv --on-bad-rows skip", 2, "'skip' is not one of"),
        ("predict in.csv -o out.csv --explaim", 2, "'--explain'"),
        ("predcit in.csv", 2, "Did you mean 'predict'?"),
        ("generate --out out.csv --world defalt", 2, "Did you mean 'default'?"),
        ("generate --out out.csv --runners 0", 2, "not in the range"),
        ("train --out folder --sessions in.csv --runners 5", 2, "exclude each other"),
        ("evaluate", 2, "--cases, --outcomes or --simulated"),
    ],
)
def test_trouble_ends_with_1_and_misuse_with_2(run, sessions, line, code, said):
    sessions.with_name("bad.csv").write_text("session_id,terrain\n1,hily\n")
    sessions.with_name("foreign.csv").write_text("a,b\n1,2\n")
    sessions.with_name("empty.csv").write_text("")
    sessions.with_name("in.parquet").write_text("")
    before = sorted(os.listdir())
    result = run(line)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in " ".join(result.stderr.split())
    assert sorted(os.listdir()) == before


def test_progress_tells_rate_and_remaining_time(capsys, monkeypatch):
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    progress = Progress()
    for seconds, rows, share in ((0, 50_000, 0.1), (2, 250_000, 0.5), (1, 350_000, None)):
        now[0] += seconds
        progress(rows, share)
    first, second, third = capsys.readouterr().err.split("\r")[1:]
    assert first == "50,000 sessions"
    assert second == "250,000 sessions, 100,000 a second, 50%, 0:02 left"
    assert third == "350,000 sessions, 100,000 a second"


def test_warnings_are_sentences(run, sessions):
    sessions.write_text("distance_km,terain\n5,flat\n")
    result = run("predict in.csv -o out.csv")
    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: column 'terain' is not known and was ignored; did")


@pytest.mark.parametrize("line", ["predict in.csv -o out.csv", "explain in.csv"])
def test_a_misspelt_column_is_told_once_and_what_is_refused_was_not_ignored(run, sessions, line):
    sessions.write_text("distance_km,terain,start_time\n5,flat,2025-06-30\n")
    assert run(line).stderr.count("terain") == 1
    refused = run(f"{line} --strict")
    assert refused.exit_code == 1 and "ignored" not in refused.stderr
    assert refused.stderr.count("'terain' is not known. Did you mean 'terrain'?") == 1


def test_flag_keeps_bad_rows(run, sessions):
    sessions.write_text("session_id,terrain\n1,hily\n2,flat\n")
    result = run("predict in.csv -o - --on-bad-rows flag")
    assert result.exit_code == 0
    assert [bool(row["error"]) for row in rows_of(result.stdout)] == [True, False]
    assert "1 with bad cells" in result.stderr


def test_explain_says_what_the_library_says(run, sessions, predictor: Predictor):
    answer = predictor.explain({"distance_km": 9, "terrain": "steep"})
    assert run("explain in.csv --row 007").stdout == f"== 007\n\n{answer}\n"
    told = json.loads(run("explain in.csv --row 1 --format json").stdout)
    assert told == json.loads(json.dumps([{"session": "007", **answer.to_dict()}]))


def test_explain_reads_the_label_of_soreness_as_a_report_does(run, tmp_path):
    (tmp_path / "told.csv").write_text("distance_km,sore_calves\n9,1\n9,0\n9,\n")
    answers = json.loads(run("explain told.csv --format json --risk-under 0.1").stdout)
    assert [one["sore_told"] for one in answers] == [True, False, False]
    text = run("explain told.csv").stdout
    assert text.count("Usually normal") == 1 and text.count("chance of sore calves") == 2


def test_explain_is_short_and_with_full_shows_every_cause(run):
    short = run("explain -", input="terrain,usual_terrain\nsteep,flat\n").stdout
    full = run("explain - --full", input="terrain,usual_terrain\nsteep,flat\n").stdout
    assert len(short.split()) < 125 < len(full.split())
    assert "Sources:" in full and "Sources:" not in short


def test_explain_tells_all_sessions(run, sessions):
    output = run("explain in.csv").stdout
    assert output.index("== 007\n") < output.index("== 008\n")
    assert len(json.loads(run("explain - --format json", input=sessions.read_bytes()).stdout)) == 2


def test_schema_lists_every_column(run):
    columns = {**COLUMNS, **LABELS}
    assert [row["name"] for row in json.loads(run("schema --format json").stdout)] == list(columns)
    markdown = run("schema --format md").stdout.splitlines()[2:]
    assert [line.split(" | ")[0].removeprefix("| ") for line in markdown] == list(columns)
    text = run("schema").stdout
    for column in columns.values():
        assert f"\n  {column.name} " in text
    assert " ".join(COLUMNS["terrain"].allowed.split()) in " ".join(text.split())


def test_generated_sessions_can_be_answered(run, tmp_path):
    result = run("generate --runners 80 --weeks 2 --out made.csv --seed 3 --truth --compare")
    assert result.exit_code == 0, result.output
    assert "rank correlations" in result.stdout
    made = rows_of((tmp_path / "made.csv").read_text())
    assert "true_p_sore" in made[0]
    assert f"{len(made)} sessions in made.csv" in result.stderr
    assert run("predict made.csv -o out.csv").exit_code == 0
    answered = rows_of((tmp_path / "out.csv").read_text())
    assert all(row.items() >= was.items() for row, was in zip(answered, made, strict=True))


def test_the_same_seed_generates_the_same_file(run, tmp_path):
    for name, seed in {"a.csv": 1, "b.csv": 1, "c.csv": 2}.items():
        run(f"generate --runners 5 --weeks 1 --seed {seed} --out {name}")
    a, b, c = ((tmp_path / name).read_bytes() for name in ("a.csv", "b.csv", "c.csv"))
    assert a == b != c


def test_train_hands_on_its_options(run, monkeypatch):
    from calfcause.training import train

    called = stand_in(monkeypatch, train, "train_release", "the scores")
    line = "train --out model --runners 7 --weeks 3 --world elite --seed 5 --register="
    result = run(f"{line} --set max_iter=9")
    assert (result.exit_code, result.stdout) == (0, "the scores\n")
    called.pop("progress")("a sentence")
    assert str(called.pop("out")) == "model"
    assert called == {
        "runners": 7, "weeks": 3, "world": "elite", "seed": 5, "sessions": None,
        "accounts": None, "experiment": "calfcause", "register": None,
        "parameters": {"max_iter": 9},
    }  # fmt: skip


def test_calibrate_hands_on_its_options(run, sessions, monkeypatch):
    from calfcause.own_labels import calibrate

    called = stand_in(monkeypatch, calibrate, "calibrate", "the trials")
    result = run("calibrate --sessions in.csv --out mine --register calves --primary-only")
    assert (result.exit_code, result.stdout) == (0, "the trials\n")
    called.pop("progress")("a sentence")
    assert str(called.pop("sessions")) == "in.csv" and str(called.pop("out")) == "mine"
    assert called == {
        "model": None, "holdout": None,
        "others_are_no": True, "experiment": "calfcause", "register": "calves",
    }  # fmt: skip


def test_evaluate_hands_on_its_options(run, sessions, monkeypatch):
    from calfcause import evaluate

    def evaluate_cases(path, model):
        return SimpleNamespace(text=lambda: f"{path} {model}")

    monkeypatch.setattr(evaluate, "evaluate_cases", evaluate_cases)
    assert run("evaluate --cases in.csv --model trial").stdout == "in.csv trial\n"


def test_evaluate_measures_by_each_yardstick_that_is_asked_for(run, sessions, monkeypatch):
    from calfcause import evaluate

    def said(*given):
        return SimpleNamespace(text=lambda: " ".join(map(str, given)))

    monkeypatch.setattr(evaluate, "evaluate_cases", lambda path, model: said("cases", path))
    monkeypatch.setattr(evaluate, "evaluate_outcomes", lambda path, model: said("outcomes", path))
    monkeypatch.setattr(
        evaluate, "evaluate_past_labels", lambda path, model: said("past", path, model)
    )
    monkeypatch.setattr(
        evaluate,
        "evaluate_simulated",
        lambda model, *, runners, seed, progress: (said(model), said(runners, seed)),
    )
    line = (
        "evaluate --outcomes in.csv --simulated --runners 7 --seed 3 --cases in.csv --model trial"
    )
    assert (
        run(line).stdout == "cases in.csv\n\noutcomes in.csv\n\npast in.csv trial\n\ntrial\n\n7 3\n"
    )


def test_the_command_line_starts_light():
    script = (
        "import sys, calfcause.cli; "
        "print({'pandas', 'sklearn', 'mlflow', 'scipy', 'pyarrow', 'onnxruntime'} & {*sys.modules})"
    )
    assert subprocess.check_output([sys.executable, "-c", script], text=True) == "set()\n"


def test_promote_says_where_to_stand_for_the_real_cases(run):
    result = run("promote")
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    assert "no file 'data/real_cases.csv'" in said and "in calfcause's repository" in said


@pytest.mark.parametrize("line", ["generate --out a.csv", "evaluate --cases a.csv"])
def test_without_the_training_extra_the_message_names_it(tmp_path, line):
    (tmp_path / "a.csv").write_text("distance_km\n5\n")
    script = (
        "import sys; sys.modules.update(dict.fromkeys(['scipy', 'sklearn', 'mlflow'])); "
        f"from calfcause.cli import main; main({line.split()})"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, text=True, capture_output=True, check=False
    )
    assert ended.returncode == 1
    assert "pip install 'calfcause[train]'" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_module_is_the_command(tmp_path):
    (tmp_path / "in.csv").write_text("terrain\nhily\n")
    ended = [
        subprocess.run([*COMMAND, *line.split()], cwd=tmp_path, capture_output=True, check=False)
        for line in ("schema", "predict in.csv -o out.csv", "predict in.csv")
    ]
    assert [one.returncode for one in ended] == [0, 1, 2]
    assert not any(b"Traceback" in one.stderr for one in ended)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("line", ["--version", "explain in.csv", "predict in.csv -o out.csv"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_while_it_starts_is_no_traceback(sessions, tmp_path, line, number):
    program = (
        "import sys; from calfcause.__main__ import main; print('started', flush=True); main()"
    )
    for delay in range(5, 1200, 100):
        process = subprocess.Popen(
            [sys.executable, "-c", program, *line.split()],
            cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout.readline() == b"started\n"
        time.sleep(delay / 1000)
        process.send_signal(number)
        said = process.communicate()[1].decode()
        assert process.returncode in (0, -number, 128 + number)
        assert not said or said.startswith(("\nInterrupted.", "2 sessions"))


def test_a_signal_that_is_ignored_stays_ignored(tmp_path):
    process = half_way(tmp_path, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    process.send_signal(signal.SIGHUP)
    process.communicate()
    assert process.returncode == 0 and (tmp_path / "out.csv").exists()


def half_way(folder, **how):
    """Start a prediction that has written a first part and waits for more input."""
    process = subprocess.Popen(
        [*COMMAND, "predict", "-", "-o", "out.csv"],
        cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE, **how,
    )  # fmt: skip
    process.stdin.write(b"distance_km\n" + b"5\n" * 45_000)
    process.stdin.flush()
    until = time.monotonic() + 60
    while not any(path.stat().st_size for path in folder.glob(".out.csv.job/answers")):
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < until
        time.sleep(0.02)
    return process


def test_a_killed_prediction_leaves_no_file(tmp_path):
    process = half_way(tmp_path)
    process.kill()
    process.communicate()
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_an_interrupted_prediction_leaves_nothing(tmp_path):
    process = half_way(tmp_path)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert b"Interrupted" in said and b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", ["schema --format json", "predict in.csv -o -"])
def test_a_reader_who_stops_reading_hears_nothing(tmp_path, line):
    (tmp_path / "in.csv").write_text("distance_km\n" + "5\n" * 2000)
    process = subprocess.Popen(
        [*COMMAND, *line.split()], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    said = process.stderr.read()
    process.wait()
    process.stderr.close()
    assert b"Traceback" not in said and b"Broken" not in said


def test_no_library_can_take_the_end_of_a_command_for_an_error_of_its_own():
    with pytest.raises(SystemExit) as ended, ended_as_if_interrupted():
        # As ONNX Runtime does around what it tries.
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1.0)
        except (ValueError, RuntimeError):
            pytest.fail("the end was caught")
    assert ended.value.code == 128 + signal.SIGTERM


# Streams that are not what they should be


def shell(line, folder, **environment):
    """Run a command line of the shell, in which calfcause is the command."""
    called = f"{sys.executable} -m calfcause"
    return subprocess.run(
        ["sh", "-c", line.replace("calfcause", called)], cwd=folder, capture_output=True, text=True,
        check=False, env={**os.environ, **environment},
    )  # fmt: skip


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_harms_nothing_where_it_is_not_needed(run, sessions, tmp_path, closed):
    run("predict in.csv -o whole.csv")
    done = shell(f"calfcause predict in.csv -o out.csv --workers 1 {closed}", tmp_path)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["in.csv", "out.csv", "whole.csv"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("predict in.csv -o - >&-", "standard output is closed"),
        ("predict - -o out.csv <&-", "standard input is closed"),
        ("explain - <&-", "standard input is closed"),
        ("report - -o out.html <&-", "standard input is closed"),
        ("explain in.csv >&-", "standard output is closed"),
        ("schema >&-", "standard output is closed"),
        ("explain in.csv > /dev/full", "No space left on device"),
        ("schema --format json > /dev/full", "No space left on device"),
        ("predict in.csv -o - > /dev/full", "no room for -"),
        ("predict in.csv -o /dev/full", "no room for /dev/full"),
        ("report in.csv -o /dev/full", "no room for /dev/full"),
    ],
)
def test_a_stream_that_cannot_be_used_is_a_sentence(sessions, tmp_path, line, said):
    done = shell(f"calfcause {line}", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ") and said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert sorted(os.listdir(tmp_path)) == ["in.csv"]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp437"])
def test_signs_that_the_output_has_not_are_written_in_another_way(sessions, tmp_path, encoding):
    cells = "session_id,distance_km,sharp_pain,sore_calves\n\u4e03,30,1,1\n"
    sessions.write_text(cells, encoding="utf-8")
    for form in ("text", "json"):
        line = f"calfcause explain in.csv --questions 3 --format {form}"
        done = shell(line, tmp_path, PYTHONIOENCODING=encoding)
        assert (done.returncode, done.stderr) == (0, "")
        assert r"\u4e03" in done.stdout
    assert json.loads(done.stdout)[0]["session"] == "\u4e03"
    assert shell("calfcause schema", tmp_path, PYTHONIOENCODING=encoding).returncode == 0


def test_the_c_locale_is_good_enough(sessions, tmp_path):
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    (tmp_path / "\udcff.csv").write_bytes(b"distance_km\nx\n")
    for line, code in {
        "explain in.csv": 0, "predict in.csv -o out.csv": 0, "report in.csv -o out.html": 0,
        "predict \udcff.csv -o out.csv": 1, "explain \udcff.csv": 1,
    }.items():  # fmt: skip
        done = subprocess.run(
            [*COMMAND, *line.split()], cwd=tmp_path, capture_output=True, check=False, env=plain
        )
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False)


# Text of users in messages

EVIL = "a\x1b[31m\x07\u202e\u200b\x9b|<b>"


@pytest.mark.parametrize("form", [".csv", ".parquet"])
def test_no_text_of_a_user_can_control_the_terminal(tmp_path, form):
    import pandas as pd

    folder = tmp_path / EVIL
    folder.mkdir()
    name = f"{EVIL}{form}"
    cells = {"session_id": [EVIL], "terrain": [EVIL], EVIL: [EVIL], "distance_km": [5.0]}
    frame = pd.DataFrame({**cells, f"terrian{EVIL}": ["x"]})
    save = frame.to_parquet if form == ".parquet" else frame.to_csv
    save(folder / name, index=False)
    lines = [
        ["predict", name, "-o", f"{EVIL}.out{form}"],
        ["predict", name, "-o", f"{EVIL}.out{form}", "--on-bad-rows", "side-file"],
        ["explain", name], ["explain", name, "--row", f"{EVIL}2"], ["explain", EVIL],
        ["report", name, "-o", "report.html"], ["report", EVIL, "-o", "r.md"],
        ["predict", name, "-o", EVIL], ["predict", name, "-o", f"{EVIL}/x.csv"],
        ["predict", name, "-o", "x.csv", "--model", EVIL], ["predict", "x", f"--{EVIL}"], [EVIL],
    ]  # fmt: skip
    for line in lines:
        done = subprocess.run([*COMMAND, *line], cwd=folder, capture_output=True, check=False)
        for said in (done.stdout.decode(), done.stderr.decode()):
            assert "Traceback" not in said
            assert not set(said) & (set(EVIL) - set("a[31m|<b>")), (line, said)


def test_a_file_name_cannot_forge_a_line(tmp_path):
    name = "a\n  line 9, column terrain: forged.csv"
    (tmp_path / name).write_text("distance_km\nx\n")
    for line in (["predict", name, "-o", "out.csv"], ["explain", name]):
        done = subprocess.run([*COMMAND, *line], cwd=tmp_path, capture_output=True, check=False)
        assert b"\n  line 2, column distance_km" in done.stderr
        assert b"\n  line 9" not in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        "generate --out memory://a/b.csv", "train --out memory://model",
        "search --out s3://bucket/search.csv", "evaluate --cases s3://bucket/cases.csv",
        "import s3://bucket/export.zip -o out.csv", "import in.csv -o memory://runs.csv",
    ],
)  # fmt: skip
def test_an_address_is_refused_as_one_where_a_file_of_this_machine_is_needed(run, sessions, line):
    refused = run(line)
    assert refused.exit_code == 2 and "is an address, and a file of this machine" in refused.stderr
