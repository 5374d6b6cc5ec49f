"""Blocks to worker processes and their answers back, in order and few at a time."""

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

# Blocks under way for every worker: one being answered and one waiting for that.
AHEAD = 2
# By which a process is told to end.
ENDING = {getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)}

_answering: Answering | None = None


def answered_in_order(
    answering: Answering, blocks: Iterable[Block], workers: int
) -> Generator[tuple[Block, Answered]]:
    """Answer blocks and give them back in order, by so many processes, or in this one if by one.

    The first block is answered here: most files have no second, and other processes take longer
    to start than that.

    Raises
    ------
    CalfcauseError
        If a worker dies.
    """
    rest = iter(blocks)
    for block in rest:
        yield block, answering(block)
        if workers > 1:
            break
    second = next(rest, None)
    if second is None:
        return
    # Spawned, since forked processes would inherit the locks of threads that they do not have.
    with _pool(answering, workers) as pool, _closing(pool):
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
                "a worker process ended without an answer, most likely for lack of memory; try "
                "fewer of them: --workers 1"
            ) from None


def _pool(answering: Answering, workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(answering,),
    )


@contextmanager
def _closing(pool: ProcessPoolExecutor) -> Iterator[None]:
    """Whatever happens, what has not begun is not begun any more."""
    try:
        yield
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let signals wait: a process whose start is broken off complains, on the terminal.

    Processes that are started in here leave it to this one to hear the interrupt key.
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
    # Sentences by the ten thousand are no cycles, yet looking for these would take half the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    _answering = answering


def _end_with_parent() -> None:
    """A killed parent tells nobody; without it a worker would wait for blocks for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _answer(block: Block) -> Answered:
    assert _answering is not None
    return _answering(block)
