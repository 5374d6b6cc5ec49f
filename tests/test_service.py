"""The service, asked over HTTP on this machine."""

import json
import urllib.error
import urllib.request

import pytest
from click.testing import CliRunner
from servers import service_running

from calfcause import Predictor
from calfcause.cli import main

RUN = {"distance_km": 9, "terrain": "hilly", "usual_terrain": "flat", "sore_calves": 1}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with service_running(tmp_path_factory.mktemp("service")) as address:
        yield address


def post(address, path, body):
    request = urllib.request.Request(
        f"{address}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_it_explains_as_the_command_line_does(address, tmp_path):
    file = tmp_path / "runs.csv"
    file.write_text(f"{','.join(RUN)}\n{','.join(map(str, RUN.values()))}\n")
    told = CliRunner().invoke(main, ["explain", str(file), "--format", "json"])
    (expected,) = json.loads(told.output)
    status, found = post(address, "/v1/explain", {"session": RUN})
    assert status == 200 and found.pop("notes") == []
    assert found.pop("model")["hash"] == Predictor.load().digest
    assert found | {"session": expected["session"]} == expected


def test_a_problem_says_the_field_what_was_found_and_what_is_allowed(address):
    status, problem = post(address, "/v1/predict", {"sessions": [{}, {"terrain": "hily"}]})
    assert status == problem["status"] == 422
    assert problem["errors"] == [
        {
            "field": "sessions[1].terrain",
            "found": "hily",
            "allowed": "one of flat, rolling, hilly, steep",
            "nearest": "hilly",
        }
    ]
