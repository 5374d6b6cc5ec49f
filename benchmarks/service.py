"""The service: requests a second beside MLflow's server, and whether it lasts under hostile load.

Both serve the released model on this machine, one run in a request; the contestants take turns. The
callers run on the same processors, so that both could answer more on a machine of their own.

    python benchmarks/service.py                # throughput
    python benchmarks/service.py soak 10        # ten minutes of mixed load
    python benchmarks/service.py fuzz 120 200   # seconds, examples for each route
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import mlflow
import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from activity_files import fit
from fuzz_service import fuzzed
from servers import model_server, service_running
from test_activities import RUN
from test_service import form
from test_service_limits import HOSTILE

from calfcause.models.folder import released_folder
from calfcause.tracking.runs import PYFUNC

SESSION = {
    "distance_km": 9, "duration_min": 50, "terrain": "hilly", "usual_terrain": "flat",
    "experience_weeks": 200, "shoe_type": "standard", "shoe_distance_km": 100,
    "usual_pace_min_per_km": 5.5, "cadence_spm": 168,
}  # fmt: skip
CONNECTIONS, SECONDS, TURNS, MOST_REQUESTS = (1, 16, 64), 3.0, 3, 200_000
SECONDS_BETWEEN = 5.0  # between two looks at the memory


def request_of(path: str, body: bytes, kind: str = "application/json") -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def asked(address: str, request: bytes, line: list) -> int:
    """Send a request on a connection that is kept; gives the status."""
    if not line:
        host, _, port = urlsplit(address).netloc.partition(":")
        line[:] = await asyncio.open_connection(host, int(port), limit=1 << 24)
    reader, writer = line
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
    if b"connection: close" in head:
        writer.close()
        line.clear()
    return int(head[9:12])


async def loaded(address: str, request: bytes, connections: int) -> list[float]:
    """Ask on so many connections at once for some seconds; gives the time of every answer."""
    times, end = [], time.perf_counter() + SECONDS

    async def caller() -> None:
        line = []
        while (began := time.perf_counter()) < end and len(times) < MOST_REQUESTS:
            status = await asked(address, request, line)
            assert status == 200, status
            times.append(time.perf_counter() - began)
        line[1].close()

    await asyncio.gather(*(caller() for _ in range(connections)))
    return times


def throughput() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        logged = f"{scratch}/logged"
        mlflow.pyfunc.save_model(
            logged, python_model=str(PYFUNC), artifacts={"folder": str(released_folder())}
        )
        explain = request_of("/v1/explain", json.dumps({"session": SESSION}).encode())
        predict = request_of("/v1/predict", json.dumps({"session": SESSION}).encode())
        invoke = json.dumps({"dataframe_records": [SESSION]}).encode()
        with (
            service_running(Path(scratch)) as ours,
            model_server(logged, Path(scratch)) as theirs,
        ):
            contestants = {
                "mlflow models serve": (theirs, request_of("/invocations", invoke)),
                "calfcause serve, predict": (ours, predict),
                "calfcause serve, explain": (ours, explain),
            }
            print("| server | connections | requests/s | p50 | p99 | to MLflow's |")
            print("| --- | ---: | ---: | ---: | ---: | ---: |")
            for connections in CONNECTIONS:
                rates = {name: [] for name in contestants}
                times = {name: [] for name in contestants}
                for _ in range(TURNS):
                    for name, (address, request) in contestants.items():
                        found = asyncio.run(loaded(address, request, connections))
                        rates[name].append(len(found) / SECONDS)
                        times[name] += found
                rate = {name: statistics.median(found) for name, found in rates.items()}
                for name in contestants:
                    cuts = statistics.quantiles(times[name], n=100)
                    print(
                        f"| {name} | {connections} | {rate[name]:,.0f} | {1000 * cuts[49]:.1f} ms"
                        f" | {1000 * cuts[98]:.1f} ms"
                        f" | {rate[name] / rate['mlflow models serve']:.1f} × |",
                        flush=True,
                    )


def memory(process: psutil.Process) -> float:
    return process.memory_info().rss / 1e6


def soak(minutes: float) -> None:
    """Honest requests of every kind, hostile uploads, and callers who go in the middle."""
    body, headers = form(("a.fit", fit(RUN)))
    kind = headers["Content-Type"]
    csv = b"distance_km,terrain\n" + b"9,hilly\n5,flat\n,moon\n" * 500
    history = [{"start_time": f"2026-07-{day:02}", "distance_km": 8} for day in range(1, 20)]
    run = SESSION | {"start_time": "2026-07-22"}
    honest = [
        request_of("/v1/explain", json.dumps({"session": run, "history": history}).encode()),
        request_of("/v1/predict", json.dumps({"sessions": [SESSION] * 50}).encode()),
        request_of("/v1/questions", json.dumps({"session": {"distance_km": 9}}).encode()),
        request_of("/v1/words", b'{"text": "easy 9 km, no hills, sore calves"}'),
        request_of("/v1/batch", csv, "text/csv"),
        request_of("/v1/activities", body, kind),
    ]
    hostile = [request_of("/v1/activities", form(file)[0], kind) for file in HOSTILE.items()]
    hostile += [
        request_of("/v1/predict", b"[" * 500_000),
        request_of("/v1/explain", b'{"session": {"terrain": "\\ud800"}}'),
        request_of("/v1/batch", b"mood\n1\n", "text/csv"),
    ]
    statuses: Counter[tuple[str, int]] = Counter()
    seen: list[float] = []
    end = time.monotonic() + 60 * minutes

    async def repeat(name: str, requests: list[bytes], act: Callable) -> None:
        number, line = 0, []
        while time.monotonic() < end:
            status = await act(requests[number % len(requests)], line)
            statuses[name, status] += 1
            number += 1
            await asyncio.sleep(0.01)

    async def go(request: bytes, line: list) -> int:
        """Send half of a request, and go."""
        host, _, port = urlsplit(address).netloc.partition(":")
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(request[: len(request) // 2])
        await asyncio.sleep(0.05)
        writer.close()
        return 0

    async def watch(process: psutil.Process) -> None:
        while time.monotonic() < end:
            seen.append(memory(process))
            await asyncio.sleep(SECONDS_BETWEEN)

    async def all_at_once(process: psutil.Process) -> None:
        def ask(request: bytes, line: list):
            return asked(address, request, line)

        callers = [repeat("honest", honest[n:] + honest[:n], ask) for n in range(6)]
        callers += [repeat("hostile", hostile[n * 5 :] + hostile[: n * 5], ask) for n in range(2)]
        callers.append(repeat("gone", [*honest, *hostile], go))
        await asyncio.gather(watch(process), *callers)

    with tempfile.TemporaryDirectory() as scratch, service_running(Path(scratch)) as address:
        port = urlsplit(address).port
        (server,) = (
            process
            for process in psutil.Process().children(recursive=True)
            if str(port) in process.cmdline()
        )
        asyncio.run(all_at_once(server))
        left = [child for child in server.children() if child.is_running()]
        quarter = len(seen) // 4
        early, late = (
            statistics.median(part) for part in (seen[quarter : 2 * quarter], seen[-quarter:])
        )
        print(f"{minutes:g} minutes; answers: ", end="")
        print(
            ", ".join(f"{name} {status}: {n:,}" for (name, status), n in sorted(statuses.items()))
        )
        print(f"memory: {early:.0f} MB in the second quarter, {late:.0f} MB in the last", end="; ")
        print(f"workers left: {len(left)}")
        faults = {status for _, status in statuses} - {0, 200, 400, 413, 422, 503}
        assert not faults, faults
        assert late < 1.1 * early + 5


def fuzz(seconds: int, examples: int) -> None:
    with tempfile.TemporaryDirectory() as scratch, service_running(Path(scratch)) as address:
        code, said = fuzzed(address, Path(scratch), examples=examples, seconds=seconds)
        print(said[-3_000:])
        raise SystemExit(code)


if __name__ == "__main__":
    if sys.argv[1:2] == ["soak"]:
        soak(float(sys.argv[2]))
    elif sys.argv[1:2] == ["fuzz"]:
        fuzz(int(sys.argv[2]), int(sys.argv[3]))
    else:
        throughput()
