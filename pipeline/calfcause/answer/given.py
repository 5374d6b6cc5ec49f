"""Sessions as callers give them, encoded; if they are refused, the error still names their signs."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.red_flags import red_flag_names, red_flags
from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.cells import decode, encode_session, encode_sessions
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import AFTERWARDS_COLUMNS, COLUMNS

if TYPE_CHECKING:
    import pandas as pd

Cells = dict[str, NDArray[np.float64]]
Session = Mapping[str, object]
# An error names the signs of so many sessions, and counts the others.
MOST_NAMED = 10


def codes_of(session: object) -> dict[str, float]:
    """Encode one session: a mapping, or a row of a frame (a pandas Series).

    Raises
    ------
    SchemaError
        If the session cannot be read; the message also gives its red flags.
    """
    try:
        return encode_session(as_mapping(session))
    except SchemaError as error:
        flags = red_flags({name: decode(COLUMNS[name], c) for name, c in _signs(session).items()})
        if not flags:
            raise
        names = ", ".join(flag.name for flag in flags)
        do = " ".join(f"See a clinician: {flag.sign}. {flag.do}" for flag in flags)
        raise SchemaError(f"{error}\nThe session also has red-flag signs: {names}. {do}") from None


def cells_of_many(sessions: Sequence[Session]) -> tuple[Cells, int]:
    """Encode a list of sessions, each as in ``codes_of``, and count them.

    Raises
    ------
    SchemaError
        If one of them cannot be read; the message also names the sessions with red flags.
    """
    if isinstance(sessions, Mapping) or not isinstance(sessions, Sequence):
        return encode_sessions(sessions)  # which says what it takes
    signs = [_signs(session) for session in sessions]
    try:
        return encode_sessions([as_mapping(session) for session in sessions])
    except SchemaError as error:
        cells = {
            name: np.array([codes.get(name, np.nan) for codes in signs])
            for name in AFTERWARDS_COLUMNS
        }
        raise SchemaError(f"{error}{_named(cells, len(signs), 'session')}") from None


def cells_of_frame(frame: "pd.DataFrame") -> Cells:
    """Encode the sessions of a frame.

    Raises
    ------
    SchemaError
        If the frame cannot be read; the message also names the rows with red flags.
    """
    from calfcause.sessions.frames import encode_frame

    try:
        cells, bad = encode_frame(frame)
        raise_bad_cells(bad, "the frame of sessions")
    except SchemaError as error:
        signs: Cells = {}
        for at, name in enumerate(frame.columns):
            if plain_name(name) in AFTERWARDS_COLUMNS:
                for column, codes in encode_frame(frame.iloc[:, [at]])[0].items():
                    signs[column] = np.fmax(signs.get(column, codes), codes)
        raise SchemaError(f"{error}{_named(signs, len(frame), 'row')}") from None
    return cells


def as_mapping(session: object) -> Any:
    """Give a row of a frame as a dict by its index; leave anything else as it is."""
    pandas = sys.modules.get("pandas")  # without it, nothing can be a Series
    if pandas is None or not isinstance(session, pandas.Series):
        return session
    names = session.index.tolist()
    if names and not any(plain_name(name) in COLUMNS for name in names):
        shown = ", ".join(map(repr, names[:3])) + (" …" if len(names) > 3 else "")
        raise SchemaError(
            "a Series is read as one session, so its index has to hold column names such as"
            f" distance_km; it holds {shown}. A row of a frame is df.iloc[0]; predict takes the"
            " whole frame"
        )
    for name in names:
        if names.count(name) > 1:
            raise SchemaError(f"column {name} appears twice; remove one")
    return dict(zip(names, session.tolist(), strict=True))


def _signs(session: object) -> dict[str, float]:
    """The known codes of the days after, of a session in which other cells may be bad.

    If a column appears twice, the larger code counts, which is the more alarming one.
    """
    items: Iterable[tuple[Any, object]] = getattr(session, "items", tuple)()
    codes: dict[str, float] = {}
    for name, cell in items:
        if plain_name(name) in AFTERWARDS_COLUMNS:
            try:
                code = encode_session({name: cell})
            except SchemaError:
                continue
            codes |= {column: max(codes.get(column, c), c) for column, c in code.items()}
    return codes


def _named(cells: Cells, n_sessions: int, what: str) -> str:
    """The red flags of many sessions, as the end of an error."""
    flagged = [(at, names) for at, names in enumerate(red_flag_names(cells, n_sessions)) if names]
    if not flagged:
        return ""
    shown = "".join(f"\n  {what} {at}: {names}" for at, names in flagged[:MOST_NAMED])
    more = len(flagged) - MOST_NAMED
    return f"\nRed-flag signs, to show to a clinician:{shown}" + (
        f"\n  … and {more:,} more {what}{'s' if more > 1 else ''}" if more > 0 else ""
    )
