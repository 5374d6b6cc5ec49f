"""Sessions, answers and models at addresses of other storage, by fsspec."""

import json
import os
import signal
import socket
import sys
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from calfcause import CalfcauseError, ModelError, Predictor, SchemaError
from calfcause.activities.importing import import_file
from calfcause.batch import find_sessions, predict_file
from calfcause.cli import main
from calfcause.models.folder import released_folder
from calfcause.models.write import write_files as write_model_files
from calfcause.monitor.reading import read_sessions
from calfcause.remote import fetched, is_remote, uploaded
from calfcause.report import write_report
from calfcause.sessions.frames import read_frame
from calfcause.simulate.write import write_parts
from calfcause.training.train import train_release

RUNS = pd.DataFrame(
    {
        "runner_id": "ada",
        "start_time": ["2026-03-01T08:00", "2026-03-03T08:00", "2026-03-05T08:00"],
        "terrain": ["flat", "hilly", "steep"],
        "distance_km": [9.0, 8.0, 21.0],
        "sore_calves": [0, 1, None],
    }
)


@contextmanager
def memory():
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: the extra remote")
    system = fsspec.filesystem("memory")
    yield system, "memory://bucket"
    system.rm("/", recursive=True)


@contextmanager
def s3():
    """A server that speaks as S3 does, on this machine."""
    for name in ("s3fs", "moto.server"):
        pytest.importorskip(name, reason="s3fs and moto[server] are not installed")
    import fsspec
    from moto.server import ThreadedMotoServer

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "a-test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        patch.setenv("NO_PROXY", "127.0.0.1")
        server.start()
        try:
            system = fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
            system.mkdir("bucket")
            yield system, "s3://bucket"
            system.rm("bucket", recursive=True)
        finally:
            server.stop()


@pytest.fixture(params=[memory, s3], ids=["memory", "s3"])
def storage(request):
    """A file system of fsspec, and the address of a folder in it."""
    with request.param() as found:
        yield found


def put(system, address, frame, folder):
    near = folder / "near"
    frame.to_parquet(near) if address.endswith(".parquet") else frame.to_csv(near, index=False)
    system.put_file(str(near), address)


def names_in(system, address):
    return sorted(Path(name).name for name in system.find(address))


@pytest.mark.parametrize("ends", ["csv", "csv.gz", "parquet"])
def test_answers_at_an_address_are_those_of_local_files(predictor, storage, tmp_path, ends):
    system, address = storage
    RUNS.to_csv(tmp_path / "runs.csv", index=False)
    predict_file(predictor, tmp_path / "runs.csv", tmp_path / f"answers.{ends}", explain=True)
    put(system, f"{address}/in/runs.csv", RUNS, tmp_path)
    report = predict_file(
        predictor, f"{address}/in/runs.csv", f"{address}/out/answers.{ends}", explain=True
    )
    assert report.rows == 3
    assert names_in(system, f"{address}/out") == [f"answers.{ends}"]
    written = (tmp_path / f"answers.{ends}").read_bytes()
    assert system.cat_file(f"{address}/out/answers.{ends}") == written


def test_a_parquet_source_and_a_local_target(predictor, storage, tmp_path):
    system, address = storage
    put(system, f"{address}/runs.parquet", RUNS, tmp_path)
    predict_file(predictor, f"{address}/runs.parquet", tmp_path / "answers.csv")
    assert len(pd.read_csv(tmp_path / "answers.csv")) == 3
    assert [one.number for one in find_sessions(f"{address}/runs.parquet")] == [1, 2, 3]
    assert len(read_sessions(f"{address}/runs.parquet")) == 3
    found = read_frame(f"{address}/runs.parquet")
    assert found["terrain"].tolist() == ["flat", "hilly", "steep"]


def test_nothing_is_half_written_and_the_old_answers_stay(predictor, storage, tmp_path):
    system, address = storage
    put(system, f"{address}/bad.csv", RUNS.assign(terrain=["flat", "hily", "flat"]), tmp_path)
    system.pipe_file(f"{address}/out/answers.csv", b"old")
    with pytest.raises(SchemaError, match="hily") as refused:
        predict_file(predictor, f"{address}/bad.csv", f"{address}/out/answers.csv")
    # The message and the problems name the address, not the copy.
    assert f"{address}/bad.csv has cells" in str(refused.value)
    assert refused.value.problems[0].line == 3
    with pytest.raises(KeyboardInterrupt), uploaded(f"{address}/out/answers.csv") as near:
        Path(near).write_bytes(b"half")
        raise KeyboardInterrupt
    assert names_in(system, f"{address}/out") == ["answers.csv"]
    assert system.cat_file(f"{address}/out/answers.csv") == b"old"


def test_an_upload_that_breaks_leaves_nothing(storage, monkeypatch):
    system, address = storage

    def broken(*_):
        raise OSError("the line is cut")

    monkeypatch.setattr("calfcause.remote.shutil.copyfileobj", broken)
    with (
        pytest.raises(CalfcauseError, match=f"{address}/a.csv cannot be written: the line is cut"),
        uploaded(f"{address}/a.csv") as near,
    ):
        Path(near).write_bytes(b"whole")
    assert not system.exists(f"{address}/a.csv")


def test_the_side_file_appears_beside_the_answers(predictor, storage, tmp_path):
    system, address = storage
    put(system, f"{address}/runs.csv", RUNS.assign(terrain=["flat", "hily", "flat"]), tmp_path)
    target, side = f"{address}/out/answers.csv", f"{address}/out/answers.bad.csv"
    report = predict_file(predictor, f"{address}/runs.csv", target, on_bad_rows="side-file")
    assert report.side_file == side and side in str(report)
    assert names_in(system, f"{address}/out") == ["answers.bad.csv", "answers.csv"]
    assert b"hily" in system.cat_file(side) and b"hily" not in system.cat_file(target)
    with pytest.raises(SchemaError, match="holds the answers to the rows that are not in"):
        predict_file(predictor, side, target, on_bad_rows="flag")


def test_the_answers_are_put_in_place_last_and_a_new_start_mends_what_a_kill_left(
    predictor, storage, tmp_path, monkeypatch
):
    system, address = storage
    put(system, f"{address}/runs.csv", RUNS.assign(terrain=["flat", "hily", "flat"]), tmp_path)
    target, side = f"{address}/out/answers.csv", f"{address}/out/answers.bad.csv"
    system.pipe_file(target, b"old")
    kind, left = type(system.open(side, "wb")), [side]
    commit = kind.commit

    def killed_after_one(file):
        if not left:
            raise KeyboardInterrupt
        assert left.pop().endswith(file.path.strip("/"))
        commit(file)

    def predict():
        return predict_file(predictor, f"{address}/runs.csv", target, on_bad_rows="side-file")

    monkeypatch.setattr(kind, "commit", killed_after_one)
    with pytest.raises(KeyboardInterrupt):
        predict()
    assert b"hily" in system.cat_file(side) and system.cat_file(target) == b"old"
    monkeypatch.setattr(kind, "commit", commit)
    assert predict().bad_rows == 1
    assert names_in(system, f"{address}/out") == ["answers.bad.csv", "answers.csv"]
    assert system.cat_file(target).count(b"\n") == 3


def test_a_model_folder_at_an_address(predictor, storage, tmp_path):
    system, address = storage
    folder = released_folder()
    for name in ("heads.onnx", "model.json", "population.npz"):
        system.put_file(str(folder / name), f"{address}/model/{name}")
    found = Predictor.load(f"{address}/model")
    assert found.digest == predictor.digest and found.population is not None
    description = json.loads(system.cat_file(f"{address}/model/model.json"))
    description["graph_sha256"] = "0" * 64
    system.pipe_file(f"{address}/model/model.json", json.dumps(description).encode())
    with pytest.raises(ModelError, match=f"{address}/model/heads.onnx is damaged"):
        Predictor.load(f"{address}/model")
    with pytest.raises(ModelError, match=f"{address}/none is not a model folder"):
        Predictor.load(f"{address}/none")


def test_the_command_line_takes_addresses(storage, tmp_path):
    system, address = storage
    put(system, f"{address}/runs.csv", RUNS, tmp_path)
    for command in (
        ["predict", f"{address}/runs.csv", "-o", f"{address}/answers.csv", "--workers", "1"],
        ["explain", f"{address}/runs.csv", "--row", "3"],
        ["report", f"{address}/runs.csv", "-o", str(tmp_path / "report.md")],
        ["report", f"{address}/runs.csv", "-o", f"{address}/report.md"],
        ["monitor", f"{address}/runs.csv", "--reference", f"{address}/runs.csv",
         "-o", f"{address}/monitor.json", "-o", f"{address}/monitor.html"],
    ):  # fmt: skip
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
    written = ["answers.csv", "monitor.html", "monitor.json", "report.md", "runs.csv"]
    assert names_in(system, address) == written
    assert system.cat_file(f"{address}/report.md") == (tmp_path / "report.md").read_bytes()
    json.loads(system.cat_file(f"{address}/monitor.json"))
    done = CliRunner().invoke(main, ["report", f"{address}/runs.csv", "-o", f"{address}/runs.csv"])
    assert done.exit_code == 1 and "is the input file" in done.output
    done = CliRunner().invoke(main, ["explain", f"{address}/none.csv"])
    assert done.exit_code == 1 and f"there is nothing at {address}/none.csv" in done.output


def test_a_job_at_an_address_cannot_be_resumed(predictor):
    with memory() as (system, address):
        put_here = f"{address}/runs.csv"
        system.pipe_file(put_here, b"terrain\nflat\n")
        with pytest.raises(CalfcauseError, match="files of this machine"):
            predict_file(predictor, put_here, f"{address}/answers.csv", resume=True)


def test_a_file_address_is_a_local_path(predictor, tmp_path):
    source, target = tmp_path / "my runs.csv", tmp_path / "answers.csv"
    RUNS.to_csv(source, index=False)
    report = predict_file(predictor, source.as_uri(), target.as_uri(), resume=True)
    assert report.rows == 3 and len(pd.read_csv(target)) == 3
    assert len(read_frame(source.as_uri())) == 3
    assert Predictor.load(released_folder().as_uri()).digest == predictor.digest
    done = CliRunner().invoke(main, ["explain", source.as_uri(), "--row", "1"])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("name", ["a.csv#b.csv", "a.csv?v=1.csv", "my a.csv"])
@pytest.mark.parametrize("begin", ["file://", "FILE://", "file:", "file://localhost", "local://"])
def test_an_address_of_this_machine_is_the_file_that_it_names(predictor, tmp_path, begin, name):
    source = tmp_path / name
    RUNS.to_csv(source, index=False)
    address = f"{begin}{source}"
    assert predict_file(predictor, address, f"{begin}{tmp_path}/of {name}").rows == 3
    assert sorted(os.listdir(tmp_path)) == sorted([name, f"of {name}"])
    assert len(read_sessions(address)) == 3
    with pytest.raises(SchemaError, match="is the input file"):
        write_report(predictor, str(source), address)


@pytest.mark.parametrize("address", ["memory://b", "s3://bucket/b"])
def test_what_is_written_here_alone_refuses_an_address_in_words(tmp_path, monkeypatch, address):
    monkeypatch.chdir(tmp_path)
    for write in (
        lambda at: import_file([os.devnull], at),
        lambda at: import_file([at], "runs.csv"),
        lambda at: train_release(out=at),
        lambda at: write_parts(iter(()), at, n_blocks=1, n_parts=1),
        lambda at: write_model_files(at, {}),
    ):
        for told in (address, Path(address)):
            with pytest.raises(CalfcauseError, match=r"is an address, and|an address as text"):
                write(told)
    assert os.listdir(tmp_path) == []


def test_an_address_that_became_a_path_is_refused_in_words(predictor, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    RUNS.to_csv("runs.csv", index=False)
    short = Path("s3://bucket/runs.csv")
    for use in (
        lambda: predict_file(predictor, "runs.csv", short),
        lambda: predict_file(predictor, short, "answers.csv"),
        lambda: read_frame(short),
        lambda: write_report(predictor, "runs.csv", short),
        lambda: Predictor.load(short),
    ):
        with pytest.raises(CalfcauseError, match="address as text, which begins s3://"):
            use()
    assert os.listdir(tmp_path) == ["runs.csv"]
    (tmp_path / "s3:/bucket").mkdir(parents=True)  # somebody's folder of that name
    assert predict_file(predictor, "runs.csv", short).rows == len(pd.read_csv(short)) == 3


def test_a_file_address_of_another_machine_is_refused(tmp_path):
    for address in ("file://up2/rel.csv", "local://up2/rel.csv"):
        done = CliRunner().invoke(main, ["report", os.devnull, "-o", address])
        assert done.exit_code == 1 and "names a machine up2" in done.output


def test_a_local_target_at_an_address_is_no_more_open_than_its_source(predictor, tmp_path):
    RUNS.to_csv(tmp_path / "runs.csv", index=False)
    (tmp_path / "runs.csv").chmod(0o600)
    predict_file(predictor, tmp_path / "runs.csv", f"local://{tmp_path}/answers.csv")
    assert (tmp_path / "answers.csv").stat().st_mode & 0o777 == 0o600


def test_an_input_is_known_however_its_address_is_spelt(predictor):
    with memory() as (system, address):
        system.pipe_file(f"{address}/r.csv", b"terrain\nflat\n")
        with pytest.raises(SchemaError, match="is the input file"):
            write_report(predictor, f"{address}/r.csv", "memory:///bucket/r.csv")
        assert system.cat_file(f"{address}/r.csv") == b"terrain\nflat\n"


def test_a_folder_is_no_target(predictor, tmp_path):
    RUNS.to_csv(tmp_path / "runs.csv", index=False)
    with memory() as (system, address):
        system.pipe_file(f"{address}/up.csv/r", b"r")
        system.pipe_file(f"{address}/up.json/r", b"r")
        for target in (f"{address}/up.csv", f"{address}/up.json", f"{address}/new/", address):
            with pytest.raises(SchemaError, match="is a folder; name a file"):
                write_report(predictor, tmp_path / "runs.csv", target)
        with pytest.raises(SchemaError, match="is a folder; name a file"):
            predict_file(predictor, tmp_path / "runs.csv", f"{address}/up.csv")
        assert names_in(system, address) == ["r", "r"]


def test_of_several_comparisons_none_is_written_if_one_cannot_be(tmp_path):
    pytest.importorskip("fsspec", reason="fsspec is not installed: the extra remote")
    RUNS.to_csv(tmp_path / "q.csv", index=False)
    command = ["monitor", f"{tmp_path}/q.csv", "--reference", f"{tmp_path}/q.csv"]
    outs = ["-o", f"{tmp_path}/first.json", "-o", "nonsense://x/second.json"]
    done = CliRunner().invoke(main, [*command, *outs])
    assert done.exit_code == 1 and "nonsense://x/second.json cannot be reached" in done.output
    assert os.listdir(tmp_path) == ["q.csv"]


def test_the_copies_of_a_killed_process_are_swept(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with memory() as (system, address):
        system.pipe_file(f"{address}/r.csv", b"terrain\nflat\n")
        killed = os.fork()
        if not killed:
            with fetched(f"{address}/r.csv"):
                os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(killed, 0)
        assert os.listdir(tmp_path)
        with fetched(f"{address}/r.csv") as near:
            assert Path(near).parent.stat().st_mode & 0o077 == 0
            assert len(os.listdir(tmp_path)) == 1
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("use", ["predict", "load", "read"])
def test_without_fsspec_the_error_says_what_to_install(predictor, tmp_path, monkeypatch, use):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(CalfcauseError, match=r"needs fsspec: pip install 'calfcause\[remote\]'"):
        if use == "predict":
            predict_file(predictor, "s3://me:secret@bucket/runs.csv", tmp_path / "answers.csv")
        elif use == "load":
            Predictor.load("gs://bucket/model")
        else:
            read_frame("s3://bucket/runs.parquet")
    assert os.listdir(tmp_path) == []


def test_no_message_shows_a_password(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    address = "sftp://me:secret@host/runs.csv?signature=hush"
    with pytest.raises(CalfcauseError) as refused, fetched(address):
        pass
    assert "sftp://***@host/runs.csv" in str(refused.value)
    assert "secret" not in str(refused.value) and "hush" not in str(refused.value)


@pytest.mark.parametrize(
    "command",
    [
        "explain {}/bad.csv?sig=hush",
        "report {}/bad.csv -o {}/r.html",
        "report {}/r.csv -o {}/r.csv",
        "predict {}/r.csv -o {}/a.txt?sig=hush",
        "predict {}/bad.csv -o {}/a.csv --on-bad-rows side-file",
        "predict {}/a.bad.csv -o {}/a.csv",
        "monitor {}/r.csv --reference {}/r.csv -o {}/m?sig=hush",
        "train --data {}/r.csv --out {}/model",
        "report {}/r.csv?sig=hush -o -",
    ],
)
def test_no_command_shows_a_password(command, monkeypatch):
    with memory() as (system, _):
        from fsspec.implementations.memory import MemoryFileSystem

        strip = MemoryFileSystem._strip_protocol.__func__

        def plain(kind, path):
            return strip(kind, str(path).replace("me:hush@", "").partition("?")[0])

        monkeypatch.setattr(MemoryFileSystem, "_strip_protocol", classmethod(plain))
        for name in ("r.csv", "a.csv"):
            system.pipe_file(f"/bucket/{name}", b"terrain\nflat\n")
        for name in ("bad.csv", "a.bad.csv"):
            system.pipe_file(f"/bucket/{name}", b"terrain,distance_km\nhily,3\n")
        done = CliRunner().invoke(main, command.replace("{}", "memory://me:hush@bucket").split())
    assert done.output and "hush" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_a_storage_that_nobody_knows_is_refused():
    pytest.importorskip("fsspec", reason="fsspec is not installed: the extra remote")
    with pytest.raises(CalfcauseError, match="Protocol not known: moon"), fetched("moon://a/b"):
        pass


def test_what_an_address_is():
    remote = [
        "memory://",
        "s3://a/b",
        "gs://a",
        "memory://a.csv",
        "zip://a.csv::s3://b/c.zip",
        "https://a/b",
    ]
    local = [
        "-",
        "a.csv",
        "/a/b.csv",
        "C:\\a.csv",
        "C://a.csv",
        "models:/a@b",
        "file:///a",
        "FILE:///a",
        "file:/a",
        "local:///a",
        "runs:/a",
    ]
    assert all(map(is_remote, remote)) and not any(map(is_remote, local))
