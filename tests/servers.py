"""Start the real servers, on free ports of this machine, and Spark; and end them again."""

import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HOST = "127.0.0.1"
SECONDS_TO_START, SECONDS_TO_END = 180.0, 20.0


def environment(**more: str) -> dict[str, str]:
    """That of this process, in which MLflow finds its web server by name and keeps to itself."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {
        **os.environ,
        "PATH": path,
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        **more,
    }


@contextmanager
def model_server(
    model: str | Path, folder: Path, *, manager: str = "local", **more: str
) -> Iterator[str]:
    """``mlflow models serve`` of a model; gives its address."""
    arguments = [
        "mlflow",
        "models",
        "serve",
        "-m",
        str(model),
        "--env-manager",
        manager,
        "-h",
        HOST,
    ]
    with _running([*arguments, "-p"], folder / "model_server.log", **more) as address:
        yield address


@contextmanager
def tracking_server(database: Path, folder: Path) -> Iterator[str]:
    """``mlflow server`` on a database of SQLite and a folder of artefacts; gives its address."""
    arguments = ["mlflow", "server", "--backend-store-uri", f"sqlite:///{database}", "--host", HOST]
    arguments += ["--artifacts-destination", str(folder / "artifacts"), "--workers", "1"]
    with _running([*arguments, "--port"], folder / "tracking_server.log") as address:
        yield address


@contextmanager
def service_running(folder: Path, *options: str, **more: str) -> Iterator[str]:
    """``calfcause serve`` with these options; gives its address. Its log is service.log."""
    command = ["calfcause", "serve", *options, "--port"]
    with _running(command, folder / "service.log", health="/healthz", **more) as address:
        yield address


def spark_missing() -> str:
    """Why Spark cannot run here; empty where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'calfcause[spark]'"
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        return "Java is not installed: on Debian, apt-get install default-jre-headless"
    return ""


@contextmanager
def spark_session(
    master: str, settings: Mapping[str, object], **more: str
) -> Iterator["SparkSession"]:
    """A session of Spark whose workers run this Python."""
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PySpark 4.3 does not yet know pandas 3; until it does
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        for name, chosen in more.items():
            patch.setenv(name, chosen)
        builder = SparkSession.builder.master(master).appName("calfcause")
        for name, chosen in settings.items():
            builder = builder.config(name, chosen)
        session = builder.getOrCreate()
        yield session
        session.stop()


def ask(address: str, body: object) -> tuple[int, dict[str, object]]:
    """Post JSON to a model server; gives the status and the answer."""
    return post(f"{address}/invocations", body)


def post(address: str, body: object, **headers: str) -> tuple[int, dict[str, object]]:
    """Post JSON; gives the status and the answer."""
    request = urllib.request.Request(
        address,
        data=json.dumps(body, allow_nan=False).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@contextmanager
def _running(
    arguments: Sequence[str], log: Path, health: str = "/health", **more: str
) -> Iterator[str]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    address = f"http://{HOST}:{port}"
    command = [sys.executable, "-m", *arguments, str(port)]
    with log.open("w") as written:
        # A session of its own, so that the workers it starts end with it.
        server = subprocess.Popen(
            command,
            env=environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait(server, f"{address}{health}", log)
            yield address
        finally:
            _end(server)


def _wait(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    latest = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < latest and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{' '.join(map(str, server.args))} does not answer:\n{log.read_text()}")


def _end(server: "subprocess.Popen[bytes]") -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(server.pid, sign)
            server.wait(SECONDS_TO_END)
            return
        except subprocess.TimeoutExpired:
            continue
        except ProcessLookupError:
            server.wait(SECONDS_TO_END)
            return
