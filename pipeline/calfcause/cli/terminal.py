"""What a long command shows on the terminal, and how it ends when it is told to."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from calfcause.cli.group import tell
from calfcause.texts import counted


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Progress:
    """Shows on the terminal how many rows are done, how fast, and how long the rest will take."""

    def __init__(self) -> None:
        self._first: tuple[float, int, float] | None = None

    def __call__(self, rows: int, share: float | None) -> None:
        now = time.monotonic()
        # Counted from the first block on: what a job resumes from took no time, and starting some.
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
    """Clean up when told to end (SIGTERM) or when the terminal is gone (SIGHUP)."""

    def end(number: int, _: object) -> None:
        # Not click's Exit: it is a RuntimeError, which ONNX Runtime catches while it loads a graph.
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
    """Tell what is noted on whatever ends a command, as how it can be resumed."""
    try:
        yield
    except BaseException as error:
        for note in getattr(error, "__notes__", ()):
            tell(f"\n{note}")
        raise


def count_rows(rows: int) -> None:
    click.echo(f"\r{counted(rows, 'session')}", nl=False, err=True)
