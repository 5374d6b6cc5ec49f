"""What the service refuses, survives and keeps to itself."""

import http.client
import io
import json
import os
import re
import signal
import socket
import threading
import time
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from activity_files import fit, gpx
from servers import post, service_running
from test_activities import RUN as RECORDED
from test_service import form, get, sent

JSON = {"Content-Type": "application/json"}
HEAD = b"POST /v1/predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
PATIENCE = 60  # seconds; a slow machine only waits longer, and no time is a result
SMALL = {
    "most_body": 20_000,
    "most_upload": 3_000_000,
    "most_sessions": 10,
    "most_rows": 20_000,
    "most_files": 3,
    "at_once": 4,
    "worker_seconds": 20,
    "worker_memory": 400 << 20,
}


def options(**limits):
    return [text for name, number in limits.items() for text in ("--limit", f"{name}={number}")]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A service with small limits."""
    folder = tmp_path_factory.mktemp("small")
    with service_running(folder, *options(**SMALL)) as address:
        yield address


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """A service that waits for no request."""
    with service_running(tmp_path_factory.mktemp("hasty"), *options(seconds=1)) as address:
        yield address


def under_way(address):
    """How many requests are being answered, without this one for the figures."""
    figures = get(f"{address}/metrics")[1].decode()
    return int(float(re.search(r"^calfcause_requests_under_way (\S+)", figures, re.M)[1])) - 1


def until(condition):
    latest = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < latest
        time.sleep(0.02)


def problem(answer):
    status, headers, content = answer
    assert headers["Content-Type"] == "application/problem+json", content
    found = json.loads(content)
    assert found["status"] == status and found["title"] and found["request_id"]
    return status, found["detail"]


# Too large, too many, too slow


def test_a_large_body_is_refused_whether_or_not_it_says_how_large(small):
    body = json.dumps({"session": {"notes": "x" * SMALL["most_body"]}}).encode()
    status, said = problem(sent(small, "POST", "/v1/predict", body, JSON))
    assert status == 413 and "20,000 bytes" in said
    status, _ = problem(sent(small, "POST", "/v1/predict", iter([body]), JSON))
    assert status == 413
    assert post(f"{small}/v1/predict", {"session": {}})[0] == 200


@pytest.mark.parametrize("path", ["/v1/activities", "/v1/batch"])
def test_a_large_upload_is_refused(small, path):
    body, headers = form(("a.fit", bytes(SMALL["most_upload"])))
    for content in (body, iter([body[:1_000], body[1_000:]])):
        status, _ = problem(sent(small, "POST", path, content, headers))
        assert status == 413


def test_too_many_sessions_rows_or_files_are_refused(small):
    status, found = post(f"{small}/v1/predict", {"sessions": [{}] * 11})
    assert status == 413 and "at most 10" in found["detail"]
    status, _ = post(f"{small}/v1/explain", {"session": {}, "history": [{}] * 10})
    assert status == 413
    status, said = problem(sent(small, "POST", "/v1/batch", b"distance_km\n" + b"5\n" * 20_001))
    assert status == 413 and "20,000" in said
    body, headers = form(*[("a.gpx", b"x")] * 4)
    status, said = problem(sent(small, "POST", "/v1/activities", body, headers))
    assert status == 413 and "at most 3" in said


def test_a_body_that_does_not_arrive_is_refused_in_time(hasty):
    with socket.create_connection(urlsplit(hasty).netloc.split(":"), timeout=PATIENCE) as line:
        line.sendall(HEAD + b"Content-Length: 100\r\n\r\n{")
        assert line.recv(10_000).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize(
    "begin", [b"", b"GET /healthz HTT", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"]
)
def test_a_head_that_does_not_arrive_ends_the_connection(hasty, begin):
    with socket.create_connection(urlsplit(hasty).netloc.split(":"), timeout=PATIENCE) as line:
        line.sendall(begin)
        assert line.recv(10_000) == b""


@contextmanager
def slow_requests(address, number):
    """Requests whose bodies do not arrive."""
    host = urlsplit(address).netloc.split(":")
    lines = [socket.create_connection(host, timeout=PATIENCE) for _ in range(number)]
    try:
        for line in lines:
            line.sendall(HEAD + b"Content-Length: 9\r\n\r\n{")
        until(lambda: under_way(address) == number)
        yield
    finally:
        for line in lines:
            line.close()


def test_too_many_at_once_are_refused_at_once(small):
    with slow_requests(small, SMALL["at_once"]):
        status, headers, _ = sent(small, "POST", "/v1/predict", b'{"session": {}}', JSON)
        assert status == 503 and headers["Retry-After"] == "1"
        assert get(f"{small}/healthz")[0] == 200
        assert under_way(small) == SMALL["at_once"]  # it did not wait for one of them
    until(lambda: under_way(small) == 0)  # their callers have gone, and so has their load
    assert post(f"{small}/v1/predict", {"session": {}})[0] == 200


# Hostile uploads


def zipped(*members, times=1):
    """A zip of zips."""
    for _ in range(times):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members:
                archive.writestr(name, content)
        members = [("inner.zip", file.getvalue())]
    return members[0][1]


def lying_zip():
    """A member that says it is short, and unpacks to 300 MB."""
    zeros = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(zeros.compress(bytes(1 << 20)) for _ in range(300)) + zeros.flush()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.fit", packed)
    return file.getvalue().replace(b"\0\0\0\0\0\0\x21\0", b"\0\0\0\0\x08\0\x21\0")


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 20}">' for n in range(1, 12))
HOSTILE = {
    "nothing": b"",
    "noise.fit": bytes(range(256)) * 50,
    "cut.fit": fit(RECORDED)[:90],
    "head.fit": fit(RECORDED)[:14],
    "longer-than-it-is.fit": b"\x0e\x10\xff\xff\xff\xff\xff\x7f.FIT\0\0",
    "laughs.gpx": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]><gpx>&a11;</gpx>'
    .encode(),
    "file.gpx": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx>&a;</gpx>',
    "deep.gpx": b"<gpx>" + b"<trk>" * 200_000,
    "open.gpx": gpx(RECORDED)[:400].encode() if isinstance(gpx(RECORDED), str)
    else gpx(RECORDED)[:400],
    "bomb.zip": zipped(("a.gpx", b"<gpx>" + bytes(200 << 20))),
    "many.zip": zipped(*[(f"{n}.fit", b"") for n in range(20_000)]),
    "russian.zip": zipped(("a.gpx", b"<gpx>" + bytes(1 << 20)), times=40),
    "climbing.zip": zipped(("../../../tmp/climbed.fit", fit(RECORDED)[:90])),
    "lying.zip": lying_zip(),
    "deep.json": b"[" * 1_000_000,
    "long.csv": b"Activity Date," + b'"' + b"x" * 2_000_000,
    "twice.fit.gz": zlib.compress(bytes(50 << 20), 9, 31),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_upload_is_refused_and_the_service_goes_on(small, name):
    body, headers = form((name, HOSTILE[name]))
    status, said = problem(sent(small, "POST", "/v1/activities", body, headers))
    assert status == 422
    assert "root:" not in said and "/tmp/calfcause" not in said
    assert not Path("/tmp/climbed.fit").exists()
    assert post(f"{small}/v1/predict", {"session": {}})[0] == 200


def test_a_truncated_recording_gives_what_it_holds(small):
    body, headers = form(("cut.fit", fit(RECORDED)[:20_000]))
    status, _, content = sent(small, "POST", "/v1/activities", body, headers)
    assert status == 200 and len(json.loads(content)["sessions"]) == 1


def test_a_worker_that_takes_too_long_is_killed(small, tmp_path):
    with service_running(tmp_path, *options(worker_seconds=1, most_upload=10**9)) as address:
        # Years of heart beats: honest, and slow to read.
        beats = b'<Record type="HKQuantityTypeIdentifierHeartRate" value="61"/>' * 200_000
        body, headers = form(
            *[(f"{n}.xml", b"<HealthData>" + beats + b"</HealthData>") for n in range(9)]
        )
        status, said = problem(sent(address, "POST", "/v1/activities", body, headers))
        assert status == 422, said
        assert "memory or time" in said or "longer to read than 1 second" in said


def test_nothing_of_an_upload_stays(tmp_path):
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    with service_running(tmp_path, TMPDIR=str(rooms)) as address:
        for name, content in (("a.fit", fit(RECORDED)), ("b.fit", b"noise")):
            body, headers = form((name, content))
            sent(address, "POST", "/v1/activities", body, headers)
        sent(address, "POST", "/v1/batch", b"distance_km,start_time\n5,2026-07-01\n" * 2)
        with slow_requests(address, 2):
            pass
        assert not [*rooms.iterdir()]


# Who may ask


def test_a_key_opens_what_answers_and_nothing_else_does(tmp_path):
    key = "correct-horse-battery"
    with service_running(tmp_path, "--api-key", key, "--api-key", "second") as address:
        asked = b'{"session": {}}'
        for given in (
            {}, {"X-API-Key": ""}, {"X-API-Key": key[:-1]}, {"X-API-Key": f"{key}x"},
            {"Authorization": f"Basic {key}"}, {"Authorization": "Bearer"},
        ):  # fmt: skip
            answer = sent(address, "POST", "/v1/predict", asked, JSON | given)
            assert problem(answer)[0] == 401 and answer[1]["WWW-Authenticate"] == "Bearer"
        for given in (
            {"X-API-Key": key}, {"X-API-Key": "second"}, {"Authorization": f"Bearer {key}"},
        ):  # fmt: skip
            assert sent(address, "POST", "/v1/predict", asked, JSON | given)[0] == 200
        assert sent(address, "GET", "/metrics")[0] == 401
        assert sent(address, "GET", "/healthz")[0] == sent(address, "GET", "/readyz")[0] == 200
        assert key not in Path(tmp_path, "service.log").read_text()


def test_only_pages_that_are_named_may_ask(tmp_path):
    club, other = "https://club.example", "https://other.example"
    with service_running(tmp_path, "--cors", club, "--api-key", "k") as address:
        allowed = {}
        for origin in (club, other):
            asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            asked["Access-Control-Request-Headers"] = "content-type,x-api-key"
            before = sent(address, "OPTIONS", "/v1/predict", headers=asked)
            refused = sent(address, "POST", "/v1/predict", b"{}", JSON | {"Origin": origin})
            assert refused[0] == 401
            allowed[origin] = [
                answer[1]["Access-Control-Allow-Origin"] for answer in (before, refused)
            ]
        assert allowed == {club: [club, club], other: [None, None]}


# What it writes


def test_the_log_says_what_came_of_a_request_and_nothing_of_a_person(tmp_path):
    secrets = ["anna.schmidt", "0815", "moonrise", "hily", "Hamburg"]
    with service_running(tmp_path) as address:
        session = {"session_id": "anna.schmidt", "terrain": "hily", "distance_km": "moonrise"}
        post(f"{address}/v1/explain?runner=anna.schmidt", {"session": session})
        post(f"{address}/v1/words", {"text": "Hamburg, 0815 km"})
        post(f"{address}/v1/predict", {"session": {"hamburg terain": "Hamburg", "moonrise": 1}})
        sent(address, "GET", "/anna.schmidt/0815")
        sent(address, "GET", "/", headers={"User-Agent": "anna.schmidt", "X-Request-ID": "0815"})
        body, headers = form(("anna.schmidt.fit", b"moonrise"))
        sent(address, "POST", "/v1/activities", body, headers)
        sent(address, "POST", "/v1/batch", b"distance_km,name\nmoonrise,anna.schmidt\n")
    log = Path(tmp_path, "service.log").read_text()
    assert not [secret for secret in secrets if secret in log]
    lines = [json.loads(line) for line in log.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert [lines[0]["event"], lines[-1]["event"]] == ["start", "end"]
    statuses = {line["route"]: line["status"] for line in requests}
    assert statuses["/v1/explain"] == 422 and statuses["/v1/batch"] == 200
    assert all({"request_id", "ms", "method", "bytes"} <= line.keys() for line in requests)


# Ends


def test_a_caller_who_goes_leaves_no_load_behind(small):
    host = urlsplit(small).netloc.split(":")
    upload, headers = form(("a.fit", fit(RECORDED)))
    head = f"Content-Type: {headers['Content-Type']}\r\nContent-Length: {len(upload)}\r\n\r\n"
    csv = b"distance_km\n" + b"5\n" * 20_000
    for request in (
        HEAD + b"Content-Length: 50\r\n\r\n{",
        b"POST /v1/activities HTTP/1.1\r\nHost: x\r\n" + head.encode() + upload,
        b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % len(csv) + csv,
        b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\ndistance_km\n5",
    ):
        for _ in range(3):
            with socket.create_connection(host, timeout=PATIENCE) as line:
                line.sendall(request)
    until(lambda: under_way(small) == 0)
    body, headers = form(("a.fit", fit(RECORDED)))
    assert sent(small, "POST", "/v1/activities", body, headers)[0] == 200


def test_a_file_that_breaks_off_ends_the_connection_and_not_the_answer(small):
    rows = b"session_id,distance_km\n" + b"a,5\n" * 15_000
    whole = sent(small, "POST", "/v1/batch", rows)
    assert whole[0] == 200 and whole[2].count(b"\n") == 15_001
    with pytest.raises(http.client.IncompleteRead):
        sent(small, "POST", "/v1/batch", rows + b'"open,5\n')


def test_a_file_that_is_no_csv_is_a_problem(small):
    for content in (b"", b"mood\n1\n", b'"open', b"\0\0"):
        status, said = problem(sent(small, "POST", "/v1/batch", content))
        assert status == 422 and "/tmp" not in said, content


def test_on_sigterm_what_was_accepted_is_answered(tmp_path):
    outcomes, stop = [], threading.Event()
    lock = threading.Lock()
    csv = b"distance_km,terrain\n" + b"9,hilly\n" * 40_000

    def ask():
        while not stop.is_set():
            connection = http.client.HTTPConnection(host, timeout=PATIENCE)
            try:
                connection.connect()
            except OSError:
                return  # it takes no more
            try:
                connection.request("POST", "/v1/explain", b'{"session": {"distance_km": 9}}', JSON)
                answer = connection.getresponse()
                outcome = answer.status if json.loads(answer.read()) else "empty"
            except ConnectionResetError:
                return  # it came as the door closed: nothing was read of it
            except Exception as error:
                outcome = type(error).__name__
            connection.close()
            with lock:
                outcomes.append(outcome)

    def batch():
        status, _, content = sent(address, "POST", "/v1/batch?explain=true", csv)
        outcomes.append(status if content.count(b"\n") == 40_001 else "cut")

    # Long enough for a look at /readyz before the door closes.
    with service_running(tmp_path, *options(drain_seconds=3)) as address:
        host = urlsplit(address).netloc
        threads = [threading.Thread(target=ask) for _ in range(8)]
        threads.append(threading.Thread(target=batch))
        for thread in threads:
            thread.start()
        until(lambda: len(outcomes) > 20)
        os.kill(pid_of(address), signal.SIGTERM)
        until(lambda: sent(address, "GET", "/readyz")[0] == 503)
        for thread in threads:
            thread.join(PATIENCE)
        stop.set()
    assert len(outcomes) > 20 and set(outcomes) == {200}
    lines = [json.loads(line) for line in Path(tmp_path, "service.log").read_text().splitlines()]
    assert lines[-1]["event"] == "end"
    # Whatever the service took for a request came back to its caller whole.
    taken = [line["status"] for line in lines if line.get("route", "")[:4] == "/v1/"]
    assert taken == [200] * len(outcomes)


def pid_of(address):
    """The process that listens there, found by its port."""
    port = f"{urlsplit(address).port:04X}"
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1].endswith(f":{port}") and fields[3] == "0A":
            socket_of = f"socket:[{fields[9]}]"
            for link in Path("/proc").glob("[0-9]*/fd/*"):
                try:
                    if os.readlink(link) == socket_of:
                        return int(link.parts[2])
                except OSError:
                    continue
    raise AssertionError("nobody listens")


def test_no_request_from_the_description_ends_in_a_fault(tmp_path):
    pytest.importorskip("schemathesis")
    from fuzz_service import fuzzed

    with service_running(tmp_path) as address:
        code, said = fuzzed(address, tmp_path, examples=10, seconds=20)
    assert code == 0, said[-8_000:]
    made = int(re.search(r"(\d+) generated", said)[1])
    assert made > 100
    lines = [json.loads(line) for line in Path(tmp_path, "service.log").read_text().splitlines()]
    assert not [line for line in lines if line.get("status") in (0, 500)]
