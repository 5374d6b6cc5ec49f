"""Progress on the terminal, and a clean end on a signal."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from calfcause.cli.group import tell
from calfcause.texts import counted


def processors() -> int:
    """Number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Progress:
    """A progress line: rows answered, rows per second, and the time left."""

    def __init__(self) -> None:
        self._first: tuple[float, int, float] | None = None

    def __call__(self, rows: int, share: float | None) -> None:
        now = time.monotonic()
        # Measured from the first block on: rows that a resumed job skips take no time.
        began, rows_then, share_then = self._first = self._first or (now, rows, share or 0.0)
        text = counted(rows, "session")
        if now > began and rows > rows_then:
            text += f", {(rows - rows_then) / (now - began):,.0f} a second"
            if share is not None and share > share_then:
                left = round((1.0 - share) * (now - began) / (share - share_then))
                text += f", {share:.0%}, {left // 60}:{left % 60:02d} left"
        click.echo(f"\r\033[K{text}", nl=False, err=True)


@contextmanager
def ended_as_if_interrupted() -> Iterator[None]:
    """Clean up on SIGTERM, and on SIGHUP when the terminal has gone."""

    def end(number: int, _: object) -> None:
        # Not click's Exit, a RuntimeError that ONNX Runtime catches while it loads a graph.
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, end) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def notes_told() -> Iterator[None]:
    """Print the notes of an exception that ends a command, such as how to resume."""
    try:
        yield
    except BaseException as error:
        for note in getattr(error, "__notes__", ()):
            tell(f"\n{note}")
        raise


def count_rows(rows: int) -> None:
    """Show the number of runs answered so far."""
    click.echo(f"\r{counted(rows, 'session')}", nl=False, err=True)
