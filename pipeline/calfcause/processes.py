"""Work done in processes of its own, in order and a little ahead."""

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any, TypeVar

from calfcause.errors import CalfcauseError
from calfcause.sessions.names import warn_caller

# Signals that ask a process to end.
ENDING = {getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)}
DIED = "a worker process died, most likely because memory ran out; try fewer processes: --workers 1"
UNBORN = (
    "the worker processes died as they started, most likely because memory ran out, or because a "
    'script starts them outside of if __name__ == "__main__":; one process needs neither: '
    "--workers 1"
)

Item = TypeVar("Item")
Result = TypeVar("Result")

_work: Callable[[Any], Any] | None = None


def in_processes(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
    *,
    ahead: int,
    begin: Callable[[], object] | None = None,
) -> Generator[tuple[Item, Result]]:
    """Yield items with what the work made of them, in order; ``ahead`` items to a process at once.

    ``begin`` is called once in each process. Where no process can be started, this one does all.
    """
    # What is handed over at birth has to fit into a pipe: Python waits forever to hand more to a
    # process that died meanwhile. So the work, which may hold a model, comes with every item.
    sent = pickle.dumps(work)
    try:
        # Spawned: forked processes would inherit locks of threads that they do not have.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(begin,))
    except (OSError, ImportError) as error:  # as where there is no /dev/shm for their locks
        warn_caller(f"no worker processes can be started ({error}); one process does all")
        for item in items:
            yield item, work(item)
        return
    under_way: deque[tuple[Item, Future[Result]]] = deque()
    why = UNBORN
    try:
        for item in items:
            under_way.append((item, _submitted(pool, sent, item)))
            while len(under_way) >= ahead * workers or (under_way and under_way[0][1].done()):
                first, future = under_way.popleft()
                yield first, future.result()
                why = DIED
        while under_way:
            first, future = under_way.popleft()
            yield first, future.result()
            why = DIED
    except BrokenProcessPool:
        raise CalfcauseError(why) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, sent: bytes, item: Any) -> Future[Any]:
    try:
        with _undisturbed():
            return pool.submit(_do, sent, item)
    except OSError as error:  # as where no more processes are allowed
        raise CalfcauseError(
            f"no worker process can be started ({error}); try --workers 1"
        ) from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Delay signals while a process starts: interrupted then, it would print a traceback.

    Processes started here inherit the mask, so the interrupt key reaches this process only.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *ENDING})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(begin: Callable[[], object] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin:
        begin()


def _end_with_parent() -> None:
    """End with the parent process: if that is killed, a worker would wait for items forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _do(sent: bytes, item: Any) -> Any:
    global _work
    if _work is None:
        _work = pickle.loads(sent)
    return _work(item)
