"""What of a store can be known before the work is known then, and no message holds a password."""

import http.server
import json
import logging
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from servers import tracking_server

import calfcause
from calfcause import CalfcauseError, ModelError, Predictor
from calfcause.cli import main
from calfcause.models import store_check
from calfcause.models.masking import kept_secret, masked
from calfcause.models.store_check import check_store

CASES = Path(__file__).parents[1] / "data" / "real_cases.csv"
VARIABLE = "MLFLOW_TRACKING_URI"
PASSWORD = "S3cr3t-of-mine"
SECONDS = 30.0  # of a busy machine; MLflow alone tries again for minutes


@pytest.fixture
def store(tiny, tmp_path, monkeypatch):
    """A store of MLflow in a file; gives its path."""
    database = tmp_path / "mlflow.db"
    with sqlite3.connect(tiny.store.removeprefix("sqlite:///")) as there:
        there.backup(sqlite3.connect(database))
    monkeypatch.setenv(VARIABLE, f"sqlite:///{database}")
    monkeypatch.chdir(tmp_path)
    return database


@pytest.fixture
def client(store):
    import mlflow

    return mlflow.MlflowClient(f"sqlite:///{store}", f"sqlite:///{store}")


@contextmanager
def web_server(status, body=b"{}", seconds=0.0):
    """A server that answers whatever it is asked with the same."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            time.sleep(seconds)
            code = 200 if self.path == "/health" and status != 404 else status
            self.send_response(code)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def refusal(experiment="calfcause", register=None):
    """The message with which a store is refused, in time."""
    started = time.monotonic()
    with pytest.raises(CalfcauseError) as caught:
        check_store(experiment, register)
    assert time.monotonic() - started < SECONDS
    message = str(caught.value)
    assert "\n" not in message and len(message) < 1000
    return message


# Known before the first runner is simulated


@pytest.mark.parametrize(
    "command",
    [
        ["train", "--runners", "100000", "--experiment", "gone", "--out", "model"],
        ["search", "--runners", "100000", "--experiment", "gone"],
        ["calibrate", "--sessions", str(CASES), "--experiment", "gone", "--out", "model"],
    ],
    ids=lambda command: command[0],
)
def test_a_deleted_experiment_is_known_before_the_work(client, command):
    client.delete_experiment(client.create_experiment("gone"))
    started = time.monotonic()
    done = CliRunner().invoke(main, command)
    assert time.monotonic() - started < SECONDS
    assert done.exit_code == 1
    assert "the experiment gone is deleted in MLflow: choose another" in done.output
    assert "simulating" not in done.output


def test_a_store_that_will_do_is_left_usable_and_the_experiment_is_there(client):
    check_store("calfcause", "calfcause")
    check_store("new", "calfcause")
    assert client.get_experiment_by_name("new").lifecycle_stage == "active"


@pytest.mark.parametrize("which", ["nobody's", "another experiment's", "deleted", "tracked"])
def test_a_foreign_run_is_known_before_the_work(client, tiny, monkeypatch, which):
    experiment = client.get_experiment_by_name("calfcause").experiment_id
    run_id = {
        "nobody's": lambda: "0" * 32,
        "another experiment's": lambda: client.create_run("0").info.run_id,
        "deleted": lambda: client.create_run(experiment).info.run_id,
        "tracked": lambda: tiny.run_id,
    }[which]()
    if which == "deleted":
        client.delete_run(run_id)
    monkeypatch.setenv("MLFLOW_RUN_ID", run_id)
    assert run_id in refusal()


def test_a_run_of_ones_own_may_be_gone_on_with(client, monkeypatch):
    experiment = client.get_experiment_by_name("calfcause").experiment_id
    monkeypatch.setenv("MLFLOW_RUN_ID", client.create_run(experiment).info.run_id)
    check_store("calfcause")


def test_an_open_run_is_known_before_the_work(client):
    import mlflow

    with mlflow.start_run(experiment_id="0"):
        assert "is open: end it" in refusal()
    check_store("calfcause")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_store_is_known_before_the_work(store, share):
    content = store.read_bytes()
    store.write_bytes(content[: int(len(content) * share)])
    assert "truncated" in refusal()


def test_a_damaged_store_is_known_before_the_work(store):
    content = bytearray(store.read_bytes())
    content[4096 * 3 : 4096 * 12] = os.urandom(4096 * 9)
    store.write_bytes(content)
    assert "cannot be used (" in refusal()


def test_a_folder_in_the_place_of_a_database_is_known_at_once(tmp_path, monkeypatch):
    (tmp_path / "mlflow.db").mkdir()
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'mlflow.db'}")
    assert "it is a folder" in refusal()
    with pytest.raises(ModelError, match="it is a folder"):
        Predictor.load("models:/calfcause@champion")


@pytest.mark.parametrize(
    ("address", "driver"),
    [("postgresql://me@127.0.0.1/runs", "psycopg"), ("mysql+pymysql://127.0.0.1/runs", "pymysql")],
)
def test_a_missing_driver_is_known_before_the_work(monkeypatch, address, driver):
    monkeypatch.setenv(VARIABLE, address)
    assert f"{driver} is not installed" in refusal()


def test_a_locked_store_is_known_before_the_work(store):
    with sqlite3.connect(store, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert "locked" in refusal()
        other.rollback()


AS_NOBODY = (
    "os.setresgid(65534, 65534, 65534) if os.geteuid() == 0 else None\n"
    "os.setresuid(65534, 65534, 65534) if os.geteuid() == 0 else None\n"
)
PROGRAM = (
    "import os, sys\n"
    "import calfcause, calfcause.models.store_check as check\n"
    "store = os.environ['MLFLOW_TRACKING_URI']\n"
    "os.environ['MLFLOW_TRACKING_URI'] = sys.argv[1]\n"
    "check.check_store('calfcause')  # what nobody may import is imported now\n"
    "import mlflow\n"
    "mlflow.set_tracking_uri(store)\n"
    f"{AS_NOBODY}"
    "try: check.check_store('calfcause')\n"
    "except calfcause.CalfcauseError as error: print(error)\n"
)


@contextmanager
def open_to_nobody(folder):
    """Let a user who owns nothing come as far as to this folder."""
    above = [path for path in folder.parents if not path.stat().st_mode & 1]
    for path in above:
        path.chmod(path.stat().st_mode | 0o011)
    try:
        yield
    finally:
        folder.chmod(0o755)
        for path in above:
            path.chmod(0o700)


def run_apart(program, *arguments, cwd):
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd, capture_output=True, text=True, check=False, timeout=120,
        env=os.environ | {"PYTHONPATH": str(Path(calfcause.__file__).parents[1])},
    )  # fmt: skip


@pytest.mark.parametrize("what", ["file", "folder", "artifacts"])
def test_a_read_only_store_is_known_before_the_work(store, tmp_path_factory, what):
    """As a user who may not write; the one who runs the tests may."""
    folder = store.parent
    usual = shutil.copy(store, tmp_path_factory.mktemp("usual") / "mlflow.db")
    store.chmod(0o444 if what == "file" else 0o666)
    folder.chmod(0o555 if what == "folder" else 0o777)
    if what == "artifacts":
        with sqlite3.connect(store) as database:
            database.execute("UPDATE experiments SET artifact_location = 'mine/artifacts'")
        (folder / "mine").mkdir()
        (folder / "mine").chmod(0o555)
    with open_to_nobody(folder):
        shown = run_apart(PROGRAM, f"sqlite:///{usual}", cwd=folder)
    expected = {"file": "write-protected", "folder": "ermission denied", "artifacts": "artifacts"}
    assert expected[what] in shown.stdout, shown.stderr[-2000:]


def moved_to(store, folder):
    """Let a store name another place for the files of its models."""
    with sqlite3.connect(store) as database:
        (found,) = database.execute("SELECT storage_location FROM model_versions").fetchone()
        database.execute("UPDATE model_versions SET storage_location = ?", [str(folder)])
        database.execute("UPDATE logged_models SET artifact_location = ?", [str(folder)])
    return Path(found)


READS = (
    "import os, tempfile\n"
    "from calfcause import Predictor\n"
    "Predictor.load('models:/calfcause@candidate')  # what nobody may import is imported now\n"
    f"{AS_NOBODY}"
    "assert not os.access('mlflow.db', os.W_OK) and not os.access('.', os.W_OK)\n"
    "print(Predictor.load('models:/calfcause@candidate').description['graph_sha256'])\n"
)


def test_a_read_only_store_can_be_read(store, tiny):
    folder = store.parent
    shutil.copytree(moved_to(store, folder / "model"), folder / "model")
    for path in (folder, store, *(folder / "model").rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with open_to_nobody(folder):
        shown = run_apart(READS, cwd=folder)
    assert shown.stdout.strip() == tiny.predictor.description["graph_sha256"], shown.stderr[-2000:]


def test_a_store_that_was_moved_without_its_files_says_what_is_missing(store, tmp_path):
    moved_to(store, tmp_path / "old" / "place")
    with pytest.raises(ModelError) as caught:
        Predictor.load("models:/calfcause@candidate")
    message = str(caught.value)
    assert message.startswith("the files of models:/calfcause@candidate are missing")
    assert str(tmp_path / "old" / "place") in message and "artifacts/folder" in message


def test_a_database_that_the_small_mlflow_cannot_read_says_what_it_takes(store, monkeypatch):
    """As where only the extra registry is installed; installed_mlflow.py shows the real thing."""
    monkeypatch.setattr(store_check, "find_spec", lambda name: None)
    with pytest.raises(ModelError, match="pip install sqlalchemy alembic, or name an MLflow serv"):
        Predictor.load("models:/calfcause@candidate")


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_server_that_answers_but_refuses_is_known_before_the_work(monkeypatch, status):
    body = json.dumps({"error_code": "PERMISSION_DENIED", "message": "not you"}).encode()
    with web_server(status, body) as address:
        monkeypatch.setenv(VARIABLE, address)
        assert "cannot be used (" in refusal()


def test_a_server_that_never_answers_is_known_in_seconds(monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv(VARIABLE, f"http://127.0.0.1:{silent.getsockname()[1]}")
        assert "cannot be used (" in refusal()


def test_a_server_of_mlflow_will_do(store, tmp_path, monkeypatch):
    with tracking_server(store, tmp_path) as address:
        monkeypatch.setenv(VARIABLE, address)
        check_store("calfcause", "calfcause")
        check_store("of a server")
        assert Predictor.load("models:/calfcause@candidate").description["heads"]
        monkeypatch.setenv(VARIABLE, address.replace("://", f"://me:{PASSWORD}@"))
        with pytest.raises(ModelError) as caught:
            Predictor.load("models:/nobody@champion")
        assert PASSWORD not in str(caught.value)


# Passwords

HARD = ["S3cr3t-of-mine", "pa/ss@wo:rd!x", "s p a c e d", "ümläut-geheim", "a%41b%2Fc-percent"]
ADDRESSES = (
    "postgresql://me:{}@127.0.0.1:1/runs",
    "postgresql+psycopg2://me:{}@127.0.0.1:1/runs",
    "mysql+pymysql://me:{}@127.0.0.1:1/runs",
    "mssql+pyodbc://me:{}@127.0.0.1:1/runs?driver=x",
    "http://me:{}@127.0.0.1:1",
    "http://127.0.0.1:1/?password={}",
    "http://127.0.0.1:1/?x=1&access_token={}",
    "nothing://me:{}@127.0.0.1/runs",
    "sqlite:////nowhere/mlflow.db?password={}",
)
COMMANDS = (
    ["explain", str(CASES), "--model", "models:/mine@champion"],
    ["predict", str(CASES), "-o", "out.csv", "--model", "models:/mine@champion"],
    ["report", str(CASES), "-o", "out.html", "--model", "models:/mine@champion"],
    ["evaluate", "--cases", str(CASES), "--model", "models:/mine@champion"],
    ["promote", "--cases", str(CASES), "--model", "models:/mine/1"],
    ["rollback", "--name", "mine"],
    ["train", "--out", "model"],
    ["search"],
    ["calibrate", "--sessions", str(CASES), "--out", "model"],
)


def forms(password):
    """How a password may come to light."""
    return {password, quote(password, safe=""), repr(password)[1:-1], quote(password)}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.partition("{")[0])
def test_no_command_shows_the_password_of_a_store(tmp_path, monkeypatch, address, command):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(VARIABLE, address.format(PASSWORD))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        done = CliRunner().invoke(main, command)
    assert done.exit_code == 1 and "Error: " in done.output
    assert PASSWORD not in done.output, done.output


@pytest.mark.parametrize("password", HARD)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.partition("{")[0])
@pytest.mark.parametrize("encoded", [True, False], ids=["encoded", "raw"])
def test_no_error_chain_holds_the_password(tmp_path, monkeypatch, address, password, encoded):
    import traceback

    monkeypatch.chdir(tmp_path)
    written = quote(password, safe="") if encoded else password
    monkeypatch.setenv(VARIABLE, address.format(written))
    for ask in (
        lambda: check_store("calfcause"),
        lambda: Predictor.load("models:/mine@champion"),
    ):
        with warnings.catch_warnings(), pytest.raises(CalfcauseError) as caught:
            warnings.simplefilter("ignore")
            ask()
        shown = "".join(traceback.format_exception(caught.value))
        assert not [form for form in forms(password) | {written} if form in shown]


@pytest.mark.parametrize("variable", ["MLFLOW_REGISTRY_URI", VARIABLE])
def test_a_store_that_fails_later_keeps_the_password_too(client, monkeypatch, variable):
    """Promote once printed the registry's address masked, and in the same line as MLflow has it."""
    import mlflow

    with web_server(500, b"no") as address:
        monkeypatch.setenv(variable, address.replace("://", f"://me:{PASSWORD}@"))
        monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
        mlflow.set_registry_uri(os.environ[variable])
        try:
            done = CliRunner().invoke(main, ["promote", "--cases", str(CASES)])
            named = CliRunner().invoke(main, ["rollback", "--name", "mine"])
        finally:
            mlflow.set_registry_uri("")
    for shown in (done, named):
        assert shown.exit_code == 1 and PASSWORD not in shown.output


def test_logs_and_warnings_while_mlflow_is_asked_are_masked(monkeypatch, caplog):
    monkeypatch.setenv(VARIABLE, f"postgresql://me:{PASSWORD}@db/runs")
    with pytest.warns(UserWarning) as warned, kept_secret():
        logging.getLogger("mlflow.store").warning("cannot connect to %s", os.environ[VARIABLE])
        try:
            raise ValueError(f"password {PASSWORD}")
        except ValueError:
            logging.getLogger("elsewhere").exception("it failed")
        warnings.warn(f"trying {os.environ[VARIABLE]} again", UserWarning, stacklevel=1)
    assert PASSWORD not in caplog.text and "postgresql://***" in caplog.text.replace("me:", "")
    assert PASSWORD not in str(warned[0].message)
    logging.getLogger("mine").warning("my own %s", "words")
    assert caplog.records[-1].getMessage() == "my own words"


def test_the_password_of_a_variable_is_masked_wherever_it_stands(monkeypatch):
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", PASSWORD)
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "token-of-mine")
    assert masked(f"401 for {PASSWORD}, token-of-mine") == "401 for ***, ***"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("GET http://h:5000/api?alias=champion", "GET http://h:5000/api?alias=champion"),
        ("models:/mine@champion", "models:/mine@champion"),
        ("see postgresql://me:x@h/db.", "see postgresql://me:***@h/db."),
        ("(https://u:p:q@h/?token=abc&x=1)", "(https://u:***@h/?token=***&x=1)"),
        ("Authorization: Bearer abcdef.ghi", "Authorization: Bearer ***"),
        ("/tmp/a:b@c/mlflow.db", "/tmp/a:b@c/mlflow.db"),
    ],
)
def test_what_is_hidden_of_a_text_and_what_is_not(monkeypatch, text, hidden):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert masked(text) == hidden


def test_a_name_of_a_model_that_holds_a_password_is_masked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["explain", str(CASES), "--model", f"http://me:{PASSWORD}@h/m"])
    assert done.exit_code == 1 and PASSWORD not in done.output


def test_nothing_of_a_download_stays(client, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    client.set_registered_model_alias("calfcause", "champion", "1")
    assert Predictor.load("models:/calfcause@champion").population
    assert not list(scratch.iterdir())


def test_without_a_folder_for_temporary_files_a_download_says_so(client, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    client.set_registered_model_alias("calfcause", "champion", "1")
    with pytest.raises(ModelError, match="MLflow cannot download models:/calfcause@champion"):
        Predictor.load("models:/calfcause@champion")
    shutil.rmtree(tmp_path / "nowhere", ignore_errors=True)
