"""Import: files in, rows and a report out; in parallel, and only what is new."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from calfcause.activities.derive import Derived
from calfcause.activities.journal import Journal
from calfcause.activities.merge import merged
from calfcause.activities.output import (
    KNOWN,
    Row,
    as_csv,
    as_run,
    read_back,
    read_ledger,
    rows_of,
    write,
)
from calfcause.activities.races import guess_races
from calfcause.activities.reading import READABLE, Read, kind_of, read_item
from calfcause.activities.report import ImportReport
from calfcause.activities.sources import RECORDINGS, TABLES, Item, forget_zips, items_of, opened
from calfcause.activities.tables import is_known
from calfcause.activities.told import Told
from calfcause.errors import ActivityError
from calfcause.files import atomic_path, is_stream, refuse_onto
from calfcause.parts import hidden
from calfcause.processes import in_processes
from calfcause.remote import here
from calfcause.sessions.names import warn_caller

# Fewer files are read sooner than processes start.
FEWEST_FOR_WORKERS = 20
# Files in progress per worker; some take far longer than others.
AHEAD = 8
RUNNER = "me"


def import_file(
    paths: Sequence[str | Path],
    target: str | Path,
    *,
    told: Told | None = None,
    runner: str = RUNNER,
    workers: int = 1,
    miles: bool = False,
    count_guesses: bool = False,
    progress: Callable[[int, float | None], None] | None = None,
) -> ImportReport:
    """Write the runs of files, folders and zips to a file of sessions; goes on where it broke off.

    Files that an earlier import into the same target has read are not read again, and its rows stay
    as the runner has left them. ``miles`` is for lists that do not say; ``count_guesses`` takes
    sore calves guessed from words for the runner's word.
    """
    sources, target = [here(path) for path in paths], here(target)
    for source in sources:
        if not source.is_dir():
            refuse_onto(source, target)
    ledger_path = hidden(target, ".imported")
    keeps = not is_stream(target)
    earlier = read_back(target) if keeps else []
    ledger = read_ledger(ledger_path) if earlier else {}
    found = items_of(sources, miles=miles)
    items = [item for item in found if Path(item.path) != target]
    new = [item for item in items if ledger.get(_key(item)) != [item.size, item.stamp]]
    report = ImportReport(
        target=str(target), known=len(items) - len(new), earlier=len(earlier),
        counted=count_guesses,
    )  # fmt: skip
    before = [as_run(row) for row in earlier]
    if told:
        report.filled = sum(map(told.fill, earlier, (run.start for run in before)))
    journal = Journal(hidden(target, ".importing")) if keeps else None
    try:
        runs = merged([*before, *_read_all(new, report, workers, progress, journal)])
    finally:
        if journal:
            journal.close()
    guess_races(runs)
    for run in runs:
        if run.rank == KNOWN:
            report.again += len(run.others)
        else:
            report.runs.append(run)
            if told:
                told.onto(run)
    if not report.runs and not earlier:
        if journal:
            journal.end()
        what = f"\n{report}" if report.left else f"; {READABLE}"
        raise ActivityError(f"there is no run in {', '.join(map(str, paths))[:200]}{what}")
    rows = [*earlier, *rows_of(report.runs, runner, count_guesses=count_guesses)]
    write(sorted(rows, key=lambda row: row.get("start_time") or "9"), target)
    if journal:
        ledger |= {_key(item): [item.size, item.stamp] for item in new}
        with atomic_path(ledger_path) as part:
            part.write_text(json.dumps(ledger), "utf-8")
        journal.end()
    return report


def _key(item: Item) -> str:
    return "/".join((item.path, *item.members))


def is_export(source: str | Path) -> bool:
    """Whether a file is a recording or an export of an app, and no file of sessions."""
    path = Path(source)
    if path.is_dir():
        return True
    if str(source) == "-" or not path.is_file() or path.name.lower().endswith((".parquet", ".zst")):
        return False
    try:
        stream = opened(Item(str(path)))
        try:
            head = stream.peek(1 << 16)
        finally:
            stream.close()
    except ActivityError:
        return False
    if head[:4] == b"PK\x03\x04" or kind_of(head) != "CSV":
        return path.name.lower().removesuffix(".gz").endswith((*RECORDINGS, *TABLES, ".zip"))
    return is_known(head)


def imported(source: str | Path) -> bytes:
    """The runs of a recording, a folder or an export as CSV, for the doors that answer sessions."""
    return _imported(str(source), tuple(items_of([Path(source)])))


@lru_cache(maxsize=1)
def _imported(source: str, items: tuple[Item, ...]) -> bytes:
    """Read files once for all that a command does with them, unless one of them changes."""
    report, rows = _runs_of(items, source)
    if not rows:
        raise ActivityError(f"there is no run in {source}\n{report}")
    for note in report.notes:
        warn_caller(note)
    if report.left:
        warn_caller(f"{source}: {len(report.left)} left out; calfcause import says which and why")
    return as_csv(rows)


def read_runs(sources: Sequence[Path], name: str) -> tuple[ImportReport, list[Row]]:
    """Read the runs of files, folders and zips as rows of text; nothing is written."""
    return _runs_of([*items_of([*sources])], name)


def _runs_of(items: Sequence[Item], name: str) -> tuple[ImportReport, list[Row]]:
    report = ImportReport(target=name)
    report.runs = merged(_read_all(items, report, 1, None, None))
    guess_races(report.runs)
    return report, rows_of(report.runs, RUNNER)


def _read_all(
    items: Sequence[Item],
    report: ImportReport,
    workers: int,
    progress: Callable[[int, float | None], None] | None,
    journal: Journal | None,
) -> Iterator[Derived]:
    """Read lists first: they tell which of the recordings beside them are no runs."""
    lists = [item for item in items if item.ending not in RECORDINGS]
    not_runs: set[str] = set()
    done = 0

    def reads(items: Sequence[Item], workers: int) -> Iterator[Read]:
        """Read what an import that broke off has not, and keep what is read."""
        nonlocal done
        before = [journal.known(item) if journal else None for item in items]
        report.resumed += sum(read is not None for read in before)
        yield from (read for read in before if read)
        left = [item for item, read in zip(items, before, strict=True) if not read]
        for read in _in_parallel(left, workers):
            if journal:
                journal.add(read)
            yield read
            done += 1
            if progress:
                progress(done, done / n_items)

    n_items = len(items)
    for read in reads(lists, 1):
        not_runs |= {name.rpartition("/")[2] for name in read.not_runs}
        yield from _counted(read, report)
    recordings = [
        item for item in items if item.ending in RECORDINGS
        and (item.members or (item.path,))[-1].rpartition("/")[2] not in not_runs
    ]  # fmt: skip
    for read in reads(recordings, workers):
        yield from _counted(read, report)
    forget_zips()


def _counted(read: Read, report: ImportReport) -> list[Derived]:
    if read.unknown:
        report.others += 1
    elif read.runs or all(name != read.item.name for name, _ in read.left):
        report.files[read.kind] += 1
    report.left += read.left
    report.notes += read.notes
    return read.runs


def _in_parallel(items: Sequence[Item], workers: int) -> Iterator[Read]:
    """Read files, many of them in processes."""
    if workers < 2 or len(items) < FEWEST_FOR_WORKERS:
        return map(read_item, items)
    return (read for _, read in in_processes(read_item, items, workers, ahead=AHEAD))
