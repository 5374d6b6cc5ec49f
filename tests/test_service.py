"""What the service answers, asked over HTTP on this machine."""

import csv
import gzip
import http.client
import io
import json
import subprocess
import sys
import urllib.request
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from activity_files import fit, gpx
from click.testing import CliRunner
from servers import post, service_running

from calfcause import CalfcauseError, Predictor, read_words
from calfcause.cli import main
from calfcause.service.settings import Settings
from calfcause.sessions.json_schema import session_schema
from calfcause.sessions.schema import IMPORTED, TOLD_COLUMNS

RUN = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat", "sore_calves": 1}
HISTORY = [
    {"start_time": f"2026-07-{day:02}", "distance_km": 8, "terrain": "flat", "sore_calves": day % 2}
    for day in range(1, 20, 2)
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with service_running(tmp_path_factory.mktemp("service")) as address:
        yield address


@pytest.fixture(scope="module")
def predictor():
    return Predictor.load()


def get(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.status, answer.read(), answer.headers


def sent(address, method, path, body=b"", headers=()):
    """Send bytes; gives status, headers and body."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    with closing(connection):
        connection.request(method, path, body, dict(headers))
        with connection.getresponse() as answer:
            return answer.status, answer.headers, answer.read()


def form(*files):
    """Files as the body of an upload, and its headers."""
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n'
        % (name.encode(), content)
        for name, content in files
    ]
    body = b"".join(parts) + b"--x--\r\n"
    return body, {"Content-Type": "multipart/form-data; boundary=x"}


def explained_in_a_file(folder, runs, *options):
    """What the command line says of the last run of a file."""
    names = dict.fromkeys(name for run in runs for name in run)
    with (folder / "runs.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(runs)
    arguments = ["explain", str(folder / "runs.csv"), "--row", str(len(runs)), *options]
    told = CliRunner().invoke(main, [*arguments, "--format", "json"])
    return json.loads(told.stdout)[0]


# Answers


@pytest.mark.parametrize("units", ["km", "miles"])
@pytest.mark.parametrize("history", [[], HISTORY, HISTORY[:1]], ids=["alone", "ten runs", "one"])
def test_it_explains_as_the_command_line_does(address, tmp_path, history, units):
    run = RUN | {"start_time": "2026-07-22T08:00"}
    expected = explained_in_a_file(tmp_path, [*history, run], "--units", units)
    body = {"session": run, "history": history, "units": units}
    status, found = post(f"{address}/v1/explain", body)
    assert status == 200 and found.pop("notes") == []
    assert found["model"] == {"version": "0.1.0", "hash": Predictor.load().digest}
    assert found | {"session": expected["session"]} == expected
    assert bool(history) == found["knows_runner"]


def test_a_kept_state_counts_as_the_runner_does(address, predictor):
    runner = predictor.runner()
    state = None
    for run in HISTORY:
        sore = bool(run["sore_calves"])
        runner.learn(run, sore=sore)
        body = {"session": run, "sore": sore} | ({"runner": state} if state else {})
        status, found = post(f"{address}/v1/runners/learn", body)
        assert status == 200
        state = found["runner"]
    assert state == runner.to_dict()
    _, found = post(f"{address}/v1/explain", {"session": {"distance_km": 9}, "runner": state})
    assert found["p_sore"] == runner.explain({"distance_km": 9}).p_sore


def test_the_state_counts_instead_of_the_base_that_the_history_tells(address):
    state = {"log_odds": 3.0, "precision": 2.0}
    # The labels also tell of runs that left the calves sore, which is a cell of this run.
    run = {"distance_km": 9, "start_time": "2026-07-22", "sore_calf_runs_28d": 0}
    unlabelled = [{k: v for k, v in one.items() if k != "sore_calves"} for one in HISTORY]
    risks = [
        post(f"{address}/v1/explain", {"session": run, "history": history, "runner": state})[1]
        for history in (HISTORY, unlabelled)
    ]
    assert risks[0]["p_sore"] == risks[1]["p_sore"]


def test_it_predicts_and_plans_and_asks_as_the_predictor_does(address, predictor):
    one = {key: cell for key, cell in RUN.items() if key != "sore_calves"}
    _, found = post(f"{address}/v1/predict", {"session": one})
    assert {key: found[key] for key in predictor.predict_one(one)} == predictor.predict_one(one)
    _, found = post(f"{address}/v1/predict", {"sessions": [one, {}]})
    many = [answer | {"model": found["model"]} for answer in found["predictions"]]
    assert many == predictor.predict_many([one, {}])
    _, found = post(f"{address}/v1/next-run", {"session": one, "below": 0.1})
    expected = json.loads(json.dumps(predictor.next_run(one, below=0.1).to_dict()))
    assert {key: found[key] for key in expected} == expected
    # JSON Schema calls 2.0 an integer too.
    _, found = post(f"{address}/v1/questions", {"session": one, "n": 2.0})
    expected = [question.to_dict() for question in predictor.next_questions(one, 2)]
    assert found["questions"] == json.loads(json.dumps(expected))


def test_what_was_asked_is_not_asked_again_and_signs_come_first(address):
    session, asked = {"distance_km": 9, "sore_days": 2}, []
    kinds = []
    for _ in range(12):
        _, found = post(f"{address}/v1/questions", {"session": session, "asked": asked, "n": 1})
        if not found["questions"]:
            break
        (question,) = found["questions"]
        assert not set(question["columns"]) & set(asked)
        kinds.append(question["kind"])
        asked += question["columns"]
    assert kinds == sorted(kinds) and set(kinds) == {"sign", "training"}


def test_a_session_of_ids_and_label_alone_is_answered_where_a_file_would_be(address):
    run = {"session_id": "a", "start_time": "2026-07-22", "sore_calves": 1}
    status, found = post(f"{address}/v1/explain", {"session": run, "history": HISTORY})
    assert status == 200 and found["sore_told"] and found["earlier"]["columns"]
    assert post(f"{address}/v1/explain", {"session": {"mood": 1}})[0] == 422


@pytest.mark.parametrize("path", ["explain", "questions", "next-run"])
def test_a_history_that_cannot_be_used_is_said_to_be_so(address, path):
    more = {"below": 0.1} if path == "next-run" else {}
    untimed = [
        {name: cell for name, cell in run.items() if name != "start_time"} for run in HISTORY
    ]
    run = {"distance_km": 9}
    for session, history, said in (
        (run, HISTORY, "the session has no start_time that can be read"),
        ({**run, "start_time": "2026-07-22"}, untimed, "of the history have no start_time"),
    ):
        body = {"session": session, "history": history, **more}
        status, found = post(f"{address}/v1/{path}", body)
        assert status == 200 and [said in note for note in found["notes"]] == [True]


def test_words_become_cells(address):
    text = "easy run, no hills, sore calves"
    _, found = post(f"{address}/v1/words", {"text": text})
    expected = json.loads(json.dumps(read_words(text).to_dict()))
    assert {key: found[key] for key in expected} == expected


def test_what_was_read_otherwise_is_noted(address):
    _, found = post(f"{address}/v1/predict", {"session": {"surface": "beach", "terain": "flat"}})
    assert any("beach" in note for note in found["notes"])
    assert any("terain" in note for note in found["notes"])
    assert post(f"{address}/v1/predict", {"session": {"surface": "sand"}})[1]["notes"] == []


def test_recordings_become_sessions_that_it_explains(address):
    from test_activities import RUN as recorded

    body, headers = form(("morning.fit", fit(recorded)), ("../evening.gpx", gpx(recorded)))
    status, _, content = sent(address, "POST", "/v1/activities", body, headers)
    found = json.loads(content)
    assert status == 200 and found["report"]["files"] == {"FIT": 1, "GPX": 1}
    (session,) = found["sessions"]  # of one run, recorded twice
    assert session["source_file"] == "morning.fit" and isinstance(session["distance_km"], float)
    status, answer = post(f"{address}/v1/explain", {"session": session})
    assert status == 200 and answer["notes"] == []


def test_sore_calves_guessed_from_a_title_are_told_as_a_guess_only(address):
    from activity_files import MadeRun

    title = "10k, calves on fire"
    body, headers = form(("run.gpx", gpx(MadeRun(title=title))))
    status, _, content = sent(address, "POST", "/v1/activities", body, headers)
    (session,) = json.loads(content)["sessions"]
    assert status == 200 and "sore_calves" not in session
    assert "“calves on fire”" in session["guessed"]


def test_a_csv_is_answered_as_the_command_line_does_with_a_bad_row_flagged(address, tmp_path):
    source, target = tmp_path / "runs.csv", tmp_path / "answers.csv"
    rows = [f"{day},2026-07-{day % 28 + 1:02},{day % 12},hilly" for day in range(12_000)]
    rows[7] = "7,2026-07-08,far,hilly"
    source.write_text("runner_id,start_time,distance_km,terrain\n" + "\n".join(rows) + "\n")
    arguments = ["predict", str(source), "-o", str(target), "--on-bad-rows", "flag"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    status, headers, content = sent(address, "POST", "/v1/batch", source.read_bytes())
    assert status == 200 and headers["Transfer-Encoding"] == "chunked"
    assert headers["X-Model-Hash"] == Predictor.load().digest
    assert content == target.read_bytes()
    bad = [row for row in csv.DictReader(io.StringIO(content.decode())) if row["error"]]
    assert len(bad) == 1 and "far" in bad[0]["error"] and not bad[0]["p_sore"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("9" * 5000, "thousands of digits"), ("[" * 100_000 + "]" * 100_000, "nested too deeply")],
)
def test_json_that_python_cannot_read_is_refused_with_the_reason(address, cell, reason):
    body = f'{{"session": {{"distance_km": {cell}}}}}'.encode()
    status, _, content = sent(
        address, "POST", "/v1/predict", body, {"Content-Type": "application/json"}
    )
    assert status == 400 and reason in json.loads(content)["detail"]


def test_what_the_library_warns_of_a_csv_is_told_in_a_header(address):
    body = b"Distance (km),terrain\n9,hilly\n"
    _, headers, _ = sent(address, "POST", "/v1/batch", body)
    (note,) = json.loads(headers["X-Notes"])
    assert "did you mean 'distance_km'?" in note
    assert sent(address, "POST", "/v1/batch", b"distance_km\n9\n")[1]["X-Notes"] == "[]"


def test_a_batch_refuses_unknown_columns_and_names_the_model_if_asked(address):
    status, _, content = sent(address, "POST", "/v1/batch?strict=true", b"distanec_km\n9\n")
    assert status == 422 and b"distanec_km" in content and b"distance_km" in content
    status, _, content = sent(address, "POST", "/v1/batch?name_model=true", b"distance_km\n9\n")
    (row,) = csv.DictReader(io.StringIO(content.decode()))
    assert status == 200 and row["model_hash"] == Predictor.load().digest


def test_the_schema_has_every_column_and_allows_what_the_predictor_allows(address, predictor):
    schema = json.loads(get(f"{address}/v1/schema")[1])
    assert schema == json.loads(json.dumps(session_schema()))
    assert list(schema["properties"]) == [*TOLD_COLUMNS, *IMPORTED]
    shown = CliRunner().invoke(main, ["schema", "--format", "jsonschema"])
    assert json.loads(shown.output) == schema
    for name, about in schema["properties"].items():
        if name in IMPORTED:
            continue
        for cell in [*about.get("enum", []), about.get("minimum"), about.get("maximum")]:
            predictor.predict_one({name: cell, "distance_km": 5})


# Problems


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("predict", {"session": {"terrain": "hily"}}, "session.terrain"),
        ("predict", {"sessions": [{}, {"terrain": "hily"}]}, "sessions[1].terrain"),
        ("explain", {"session": {"terrain": "hily"}}, "session.terrain"),
        (
            "explain",
            {"session": {}, "history": [{"distance_km": 5}, {"terrain": "hily"}]},
            "history[1].terrain",
        ),
        ("questions", {"session": {"terrain": "hily"}}, "session.terrain"),
        ("next-run", {"session": {"terrain": "hily"}, "below": 0.1}, "session.terrain"),
        ("runners/learn", {"session": {"terrain": "hily"}, "sore": True}, "session.terrain"),
    ],
)
def test_a_problem_says_the_field_what_was_found_and_what_is_allowed(address, path, body, field):
    status, problem = post(f"{address}/v1/{path}", body)
    assert status == problem["status"] == 422
    assert problem["type"] == "urn:calfcause:problem:not-allowed"
    allowed = "one of flat, rolling, hilly, steep"
    (told,) = problem["problems"]
    assert told["field"] == field
    assert told["row"] == (1 if "[1]" in field else 0)
    if "history" in field:
        assert problem["detail"].startswith("history[1]: ")
    assert (told["column"], told["found"], told["allowed"]) == ("terrain", "hily", allowed)
    assert told["hint"] == "Did you mean 'hilly'?" and told["message"] in problem["detail"]


def test_what_is_not_known_is_refused_if_strict(address):
    session = {"distance_kms": 9, "terrain": "hilly"}
    for path in ("explain", "predict"):
        status, answer = post(f"{address}/v1/{path}", {"session": session})
        assert status == 200 and "distance_kms" in answer["notes"][0]
        status, problem = post(f"{address}/v1/{path}", {"session": session, "strict": True})
        assert status == 422 and problem["problems"][0]["field"] == "session.distance_kms"
        assert problem["problems"][0]["hint"] == "Did you mean 'distance_km'?"
    for path, more in (
        ("questions", {}), ("next-run", {"below": 0.1}), ("runners/learn", {"sore": True})
    ):  # fmt: skip
        body = {"session": session, **more}
        assert post(f"{address}/v1/{path}", body)[0] == 200
        status, problem = post(f"{address}/v1/{path}", {**body, "strict": True})
        assert status == 422 and problem["problems"][0]["column"] == "distance_kms"
    status, problem = post(f"{address}/v1/predict", {"sessions": [{}, session], "strict": True})
    assert status == 422 and problem["problems"][0]["field"] == "sessions[1].distance_kms"
    status, problem = post(f"{address}/v1/predict", {"sessions": [{}, {"mood": "good"}]})
    assert status == 422 and problem["problems"][0]["field"] == "sessions.mood"


def test_no_problem_hides_signs(address):
    _, problem = post(f"{address}/v1/explain", {"session": {"swelling": 1, "terrain": "hily"}})
    assert "swelling" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "status", "what"),
    [
        (b"{", 400, "no JSON"),
        (b"[" * 100_000, 400, ""),
        (b'{"session": {"distance_km": %s}}' % (b"9" * 5_000), 400, ""),
        (b"\xff", 400, ""),
        (b"[]", 422, "the body has to be a JSON object"),
        (b"", 422, "the body has to be given"),
        (b'{"session": []}', 422, "session: has to be a JSON object"),
        (b'{"session": {}, "sessions": []}', 422, "either"),
        (b"{}", 422, "either"),
        (b'{"session": {}, "extra": 1}', 422, "extra: is no key of this body"),
        (rb'{"session": {"terrain": "\ud800"}}', 422, "terrain"),
        (rb'{"session": {"terrain": "\u001b[31m"}}', 422, "terrain"),
        (b'{"session": {"distance_km": 1e999}}', 422, "distance_km"),
        (b'{"session": {"mood": 1}}', 422, "mood"),
    ],
    ids=str,
)
def test_a_body_that_cannot_be_read_is_a_problem(address, body, status, what):
    headers = {"Content-Type": "application/json"}
    found, headers, content = sent(address, "POST", "/v1/predict", body, headers)
    problem = json.loads(content)
    assert found == problem["status"] == status
    assert headers["Content-Type"] == "application/problem+json"
    assert problem["request_id"] == headers["X-Request-ID"]
    assert what in problem["detail"] and "\x1b" not in problem["detail"]


JSON_ROUTES = ("explain", "predict", "questions", "next-run", "runners/learn")
MORE = {"next-run": ', "below": 0.1', "runners/learn": ', "sore": true'}


@pytest.mark.parametrize("path", JSON_ROUTES)
@pytest.mark.parametrize(
    ("session", "what"),
    [
        (r'{"swelling": 1, "swelling": 0}', "key swelling stands twice"),
        (r'{"swelling": 1}, "session": {}', "key session stands twice"),
        (r'{"distance_km": 9, "session_id": "\ud800"}', "session_id"),
        (r'{"distance_km": 9, "\ud800": 1}', "surrogate"),
        (r'{"distance_km": 9, "runner_id": [["\ud800"]]}', "runner_id"),
        (r'{"distance_km": 9, "session_id": {"a": 1}}', "session_id"),
        (r'{"distance_km": 9, "Start time": ["2026-07-08"]}', "start_time"),
    ],
)
def test_nothing_in_a_body_is_dropped_or_unwritable(address, path, session, what):
    body = f'{{"session": {session}{MORE.get(path, "")}}}'.encode()
    answer = sent(address, "POST", f"/v1/{path}", body, {"Content-Type": "application/json"})
    assert answer[0] == 422 and what in json.loads(answer[2])["detail"]


@pytest.mark.parametrize(
    ("path", "body", "what"),
    [
        ("predict", rb'{"sessions": [{}, {"pain": 1, "pain": 2}]}', "pain"),
        ("explain", rb'{"session": {}, "history": [{"runner_id": {"a": 1}}]}', "runner_id"),
        ("words", rb'{"text": "sore", "text": "fine"}', "text"),
        ("words", rb'{"text": "sore \ud800"}', "text"),
        ("next-run", b'{"session": {"distance_km": 9}, "below": true}', "below"),
        ("next-run", b'{"session": {"distance_km": 9}, "below": "0.1"}', "below"),
        ("questions", b'{"session": {"distance_km": 9}, "n": true}', "n: "),
        ("questions", b'{"session": {"distance_km": 9}, "asked": ["mood"]}', "mood"),
        ("questions", rb'{"session": {"distance_km": 9}, "asked": ["\ud800"]}', "asked"),
        (
            "explain",
            b'{"session": {"distance_km": 9}, "runner": {"log_odds": "1", "precision": true}}',
            "log_odds",
        ),
    ],
)
def test_what_is_no_number_or_column_is_refused(address, path, body, what):
    answer = sent(address, "POST", f"/v1/{path}", body, {"Content-Type": "application/json"})
    assert answer[0] == 422 and what in json.loads(answer[2])["detail"]


@pytest.mark.parametrize("media", [None, "text/plain", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize(
    ("path", "takes"), [("predict", "application/json"), ("activities", "multipart/form-data")]
)
def test_a_body_of_another_form_is_told_by_its_header(address, path, takes, media):
    headers = {"Content-Type": media} if media else {}
    status, _, content = sent(address, "POST", f"/v1/{path}", b'{"session": {}}', headers)
    problem = json.loads(content)
    told = f"is {media}" if media else "is missing"
    assert status == 415 and "problems" not in problem
    assert problem["detail"] == f"the header Content-Type {told}; this address takes {takes}"


@pytest.mark.parametrize("media", ["Application/JSON; charset=utf-8", "application/ld+json"])
def test_any_kind_of_json_is_read(address, media):
    body = b'{"session": {"distance_km": 9}}'
    assert sent(address, "POST", "/v1/predict", body, {"Content-Type": media})[0] == 200


def test_a_field_that_is_missing_has_nothing_found(address):
    body = b'{"sessoin": {"distance_km": 9}}'
    headers = {"Content-Type": "application/json"}
    status, _, content = sent(address, "POST", "/v1/explain", body, headers)
    missing, other = json.loads(content)["problems"]
    assert status == 422
    assert (missing["field"], missing["found"]) == ("session", "")
    assert (other["field"], other["found"]) == ("sessoin", '{"distance_km": 9}')


@pytest.mark.parametrize(
    "query", ["explian=true", "explain=maybe", "units=furlongs", "explain=1&explain=0"]
)
def test_a_parameter_that_a_batch_does_not_know_is_refused(address, query):
    status, _, content = sent(address, "POST", f"/v1/batch?{query}", b"distance_km\n9\n")
    assert status == 422 and query.partition("=")[0] in json.loads(content)["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/../../etc/passwd", 404),
        ("GET", "/v1/explain", 405),
        ("DELETE", "/v1/schema", 405),
        ("POST", "/v1/nothing", 404),
        ("POST", "/v1/explain/", 404),
    ],
)
def test_a_wrong_address_or_method_is_a_problem(address, method, path, status):
    found, headers, content = sent(address, method, path)
    assert (found, headers["Content-Type"]) == (status, "application/problem+json")
    problem = json.loads(content)
    assert problem["status"] == status
    says = f"{method} is not taken here; send {headers.get('Allow')}"
    assert problem["detail"] == (says if status == 405 else problem["detail"])
    assert status == 405 or "/openapi.json" in problem["detail"]


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/metrics", "/v1/schema", "/openapi.json", "/"]
)
def test_head_tells_what_get_would(address, path):
    status, headers, content = sent(address, "HEAD", path)
    assert (status, content) == (200, b"")
    if path != "/metrics":  # which counts
        assert headers["Content-Length"] == str(len(sent(address, "GET", path)[2]))


@pytest.mark.parametrize("path", ["predict", "batch"])
def test_a_compressed_body_is_refused_as_that(address, path):
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    body = gzip.compress(b'{"session": {"distance_km": 9}}')
    status, headers, content = sent(address, "POST", f"/v1/{path}", body, headers)
    assert status == 415 and "compressed" in json.loads(content)["detail"]
    assert headers["Accept-Encoding"] == "identity"
    status, _, content = sent(address, "POST", "/v1/batch", body)
    assert status == 422 and json.loads(content)["detail"] == "the CSV is compressed; unpack it"


def test_keys_by_the_thousands_hold_nobody_up(address):
    keys = [{f"distance_kx{at + 500 * one}": 1 for at in range(500)} for one in range(3)]
    for body in ({"session": keys[0] | keys[1] | keys[2]}, {"sessions": keys}):
        status, problem = post(f"{address}/v1/predict", body)
        assert status == 413 and "1,000 different keys" in problem["detail"]
    sessions = [{"distance_km": 9, **keys[0]}] * 20
    assert post(f"{address}/v1/predict", {"sessions": sessions})[0] == 200


@pytest.mark.parametrize("path", ["explain", "words", "activities"])
def test_a_parameter_where_none_is_taken_is_refused(address, path):
    status, _, content = sent(address, "POST", f"/v1/{path}?units=miles", b"{}")
    assert status == 422 and "units goes in the body" in json.loads(content)["detail"]


@pytest.mark.parametrize(
    ("name", "number"),
    [("no_such", "1"), ("seconds", "0"), ("seconds", "inf"), ("seconds", "nan"), ("at_once", "x")],
)
def test_a_limit_that_is_none_is_refused(name, number):
    with pytest.raises(CalfcauseError, match=name):
        Settings().limited(name, number)


# Around every answer


def test_every_answer_has_a_request_id_and_security_headers(address):
    for path in ("/", "/healthz", "/v1/schema", "/nowhere"):
        _, headers, _ = sent(address, "GET", path)
        assert len(headers["X-Request-ID"]) == 36
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Access-Control-Allow-Origin"] is None and headers["Server"] is None
    mine = "0123456789abcdef"
    assert sent(address, "GET", "/healthz", headers={"X-Request-ID": mine})[1]["X-Request-ID"] == (
        mine
    )
    name = sent(address, "GET", "/healthz", headers={"X-Request-ID": "anna"})[1]["X-Request-ID"]
    assert name != "anna"


def test_prometheus_reads_what_was_answered(address):
    def answered():
        lines = get(f"{address}/metrics")[1].decode().splitlines()
        begin = 'calfcause_requests_total{method="POST",route="/v1/predict",status="200"}'
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(begin))

    before = answered()
    for _ in range(3):
        post(f"{address}/v1/predict", {"session": {}})
    get(f"{address}/healthz")
    assert answered() == before + 3


def test_the_description_names_every_route_and_every_column(address):
    description = json.loads(get(f"{address}/openapi.json")[1])
    schemas = description["components"]["schemas"]
    assert list(schemas["Session"]["properties"]) == [*TOLD_COLUMNS, *IMPORTED]
    for path, methods in description["paths"].items():
        for method in methods.values():
            assert method["summary"] and "200" in method["responses"], path
            if "application/json" in method.get("requestBody", {}).get("content", {}):
                body = method["requestBody"]["content"]["application/json"]
                for one in body["examples"].values():
                    status, _ = post(f"{address}{path}", one["value"])
                    assert status == 200, path


def test_answering_one_run_loads_neither_pandas_nor_mlflow():
    code = (
        "import sys; from calfcause import Predictor; from calfcause.service.app import service;"
        " service(Predictor.load());"
        " print({'pandas', 'mlflow', 'pyarrow', 'sklearn'} & {*sys.modules})"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
