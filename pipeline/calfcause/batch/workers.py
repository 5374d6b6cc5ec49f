"""Answer blocks in worker processes, in order and few at a time."""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from multiprocessing.connection import wait

import pyarrow as pa

from calfcause.batch.answering import Answered, Answering
from calfcause.batch.blocks import Block
from calfcause.errors import CalfcauseError
from calfcause.sessions.names import warn_caller

# Blocks in progress per worker: one being answered and one waiting.
AHEAD = 2
# Signals that ask a process to end.
ENDING = {getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)}

_answering: Answering | None = None


def answered_in_order(
    answering: Answering, blocks: Iterable[Block], workers: int
) -> Generator[tuple[Block, Answered]]:
    """Answer blocks with a number of processes, and yield them with their answers in order.

    This process answers the first block, and with one worker all blocks. Most files have a single
    block, and worker processes take longer to start than it takes to answer it.
    """
    rest = iter(blocks)
    for block in rest:
        yield block, answering(block)
        if workers > 1:
            break
    second = next(rest, None)
    if second is None:
        return
    try:
        new_pool = _pool(answering, workers)
    except (OSError, ImportError) as error:  # as where there is no /dev/shm for their locks
        warn_caller(f"no worker processes can be started ({error}); one process answers all")
        for block in chain([second], rest):
            yield block, answering(block)
        return
    with new_pool as pool, _closing(pool):
        under_way: deque[tuple[Block, Future[Answered]]] = deque()
        try:
            for block in chain([second], rest):
                with _undisturbed():
                    under_way.append((block, pool.submit(_answer, block)))
                while len(under_way) >= AHEAD * workers or (under_way and under_way[0][1].done()):
                    first, future = under_way.popleft()
                    yield first, future.result()
            while under_way:
                first, future = under_way.popleft()
                yield first, future.result()
        except BrokenProcessPool:
            raise CalfcauseError(
                "a worker process died, most likely because memory ran out; try fewer processes: "
                "--workers 1"
            ) from None


def _pool(answering: Answering, workers: int) -> ProcessPoolExecutor:
    # Spawned: forked processes would inherit locks of threads that they do not have.
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(answering,),
    )


@contextmanager
def _closing(pool: ProcessPoolExecutor) -> Iterator[None]:
    """Shut the pool down without starting what has not started."""
    try:
        yield
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


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


def _begin(answering: Answering) -> None:
    global _answering
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    # Answers hold no reference cycles, yet searching for some would take half of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    _answering = answering


def _end_with_parent() -> None:
    """End with the parent process: if that is killed, a worker would wait for blocks forever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _answer(block: Block) -> Answered:
    assert _answering is not None
    return _answering(block)
