"""The terminal and its streams: results, messages, progress, and a clean end on a signal."""

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click

from calfcause.errors import CalfcauseError
from calfcause.texts import WIDTH, as_json, clean, counted

RETRY_SECONDS, MOST_TRIES = 0.05, 100
NARROWEST = 40  # assumed: below it a list of causes is no list


def show(text: str) -> None:
    """Print a result to standard output."""
    if sys.stdout is None:
        raise CalfcauseError("standard output is closed")
    click.echo(clean(text))


def show_json(data: object) -> None:
    """Print a result as JSON, in ASCII where the output cannot take more."""
    text = as_json(data, indent=2)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = as_json(data, indent=2, ascii_only=True)
    show(text)


def tell(message: str) -> None:
    """Print a message to standard error."""
    click.echo(clean(message), err=True)


def on_terminal() -> bool:
    """Whether messages go to a terminal."""
    return sys.stderr is not None and sys.stderr.isatty()


def prepare_streams() -> None:
    """Make the standard streams safe to use, whatever the caller has done to them."""
    # A closed one would be taken by the next file that is opened, and messages go into that file.
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    # As for standard error: a sign that the encoding does not have is no reason to fail.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")


def columns_of_output() -> int:
    """How long a line of text may be: as ever, or as wide as the terminal if that is less."""
    if sys.stdout is None or not sys.stdout.isatty():
        return WIDTH.get()
    return max(NARROWEST, min(WIDTH.get(), shutil.get_terminal_size().columns))


def forget_output() -> None:
    """Drop what could not be written, or Python would try again at its end and complain."""
    with suppress(OSError, ValueError, AttributeError):
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
        os.close(devnull)


def processors() -> int:
    """Number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Progress:
    """A progress line: rows answered or files read, how many per second, and the time left."""

    def __init__(self, what: str = "session") -> None:
        self._what = what
        self._first: tuple[float, int, float] | None = None

    def __call__(self, rows: int, share: float | None) -> None:
        now = time.monotonic()
        # Measured from the first block on: rows that a resumed job skips take no time.
        began, rows_then, share_then = self._first = self._first or (now, rows, share or 0.0)
        text = counted(rows, self._what)
        if now > began and rows > rows_then:
            text += f", {(rows - rows_then) / (now - began):,.0f} a second"
            if share is not None and share > share_then:
                left = round((1.0 - share) * (now - began) / (share - share_then))
                text += f", {share:.0%}, {left // 60}:{left % 60:02d} left"
        click.echo(f"\r\033[K{text}", nl=False, err=True)


def end_progress() -> None:
    """Clear the progress line."""
    click.echo("\r\033[K", nl=False, err=True)


@contextmanager
def ended_as_if_interrupted() -> Iterator[Callable[[], int]]:
    """Raise an exception on SIGINT, SIGTERM and SIGHUP; yields a function: which signal came, or 0.

    A signal that the caller has set to be ignored, as ``nohup`` does, stays ignored.
    """
    came, tries = 0, 0

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal came, tries
        tries += 1
        # Python ignores some exceptions while it imports a module: wait until that is over.
        if _importing(frame) and tries < MOST_TRIES:
            later = threading.Timer(RETRY_SECONDS, os.kill, (os.getpid(), number))
            later.daemon = True
            later.start()
            return
        came = number
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        # Not click's Exit, a RuntimeError that ONNX Runtime catches while it loads a graph.
        raise SystemExit(128 + number)

    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.getsignal(number) for number in numbers}
        before = {n: handler for n, handler in before.items() if handler is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, end)
    try:
        yield lambda: came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _importing(frame: FrameType | None) -> bool:
    while frame:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def count_rows(rows: int) -> None:
    """Show the number of runs answered so far."""
    click.echo(f"\r{counted(rows, 'session')}", nl=False, err=True)
