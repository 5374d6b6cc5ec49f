"""What the library warns of becomes notes in the answer, and never a line in a log."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_notes: ContextVar[list[str] | None] = ContextVar("notes", default=None)


@contextmanager
def noted() -> Iterator[list[str]]:
    """Collect warnings of this request, in the threads that it starts as well."""
    notes: list[str] = []
    token = _notes.set(notes)
    try:
        yield notes
    finally:
        _notes.reset(token)


@contextmanager
def warnings_as_notes() -> Iterator[None]:
    """Send every warning of this process to the request that it belongs to."""

    def show(message: Warning | str, category: type[Warning], *_: object, **__: object) -> None:
        notes = _notes.get()
        if notes is not None and issubclass(category, UserWarning):
            notes.append(str(message))

    with warnings.catch_warnings():
        warnings.simplefilter("always", UserWarning)
        warnings.showwarning = show
        yield
