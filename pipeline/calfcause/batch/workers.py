"""Answer blocks in order, in worker processes where there are several blocks."""

import gc
from collections.abc import Generator, Iterable
from itertools import chain

import pyarrow as pa

from calfcause.batch.answering import Answered, Answering
from calfcause.batch.blocks import Block
from calfcause.processes import in_processes

# Blocks in progress per worker: one being answered and one waiting.
AHEAD = 2


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
    if (second := next(rest, None)) is not None:
        blocks = chain([second], rest)
        yield from in_processes(answering, blocks, workers, ahead=AHEAD, begin=_begin)


def _begin() -> None:
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    # Answers hold no reference cycles, yet searching for some would take half of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
