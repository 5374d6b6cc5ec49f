"""Sessions as callers give them, encoded; an error that refuses them still gives their signs."""

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from calfcause.answer.sentences import signs_in_short
from calfcause.answer.triage import JUDGED, red_flags, sign_columns
from calfcause.errors import SchemaError
from calfcause.sessions.bad_cells import raise_bad_cells
from calfcause.sessions.cells import encode_session, encode_sessions
from calfcause.sessions.names import appears_twice, plain_name, refuse_any_unknown
from calfcause.sessions.schema import COLUMNS
from calfcause.texts import as_text

if TYPE_CHECKING:
    import pandas as pd

Cells = dict[str, NDArray[np.float64]]
# An error names the signs of so many sessions, and counts the others.
MOST_NAMED = 10


def codes_of(session: object, *, strict: bool = False) -> dict[str, float]:
    """Encode one session, a dict or a row of a frame; if refused, the error gives its red flags."""
    try:
        given = session if type(session) is dict else as_mapping(session)
        return encode_session(given, strict=strict)
    except SchemaError as error:
        flags = red_flags(_signs(session))
        if not flags:
            raise
        names, do = ", ".join(flag.name for flag in flags), signs_in_short(flags).rstrip()
        raise SchemaError(
            f"{error}\nThe session also has red-flag signs: {names}. {do}", error.problems
        ) from None


def cells_of_many(sessions: Any, *, strict: bool = False) -> tuple[Cells, int]:
    """Encode sessions and count them; if one is refused, the error names all with red flags."""
    is_list = isinstance(sessions, Sequence) and not isinstance(sessions, Mapping)
    try:
        return encode_sessions(
            [as_mapping(session) for session in sessions] if is_list else sessions, strict=strict
        )
    except SchemaError as error:
        signs = [_signs(session) for session in sessions] if is_list else []
        cells = {name: np.array([codes.get(name, np.nan) for codes in signs]) for name in JUDGED}
        more = _named(cells, len(signs), "session")
        raise SchemaError(f"{error}{more}", error.problems) from None


def cells_of_frame(frame: "pd.DataFrame", *, strict: bool = False) -> Cells:
    """Encode the sessions of a frame; if one is refused, the error names all with red flags."""
    from calfcause.sessions.frames import encode_frame

    try:
        if strict:
            refuse_any_unknown(list(frame.columns), "the frame of sessions")
        cells, bad = encode_frame(frame)
        raise_bad_cells(bad, "the frame of sessions")
    except SchemaError as error:
        signs: Cells = {}
        for at, name in enumerate(frame.columns):
            if plain_name(name) in JUDGED:
                for column, codes in encode_frame(frame.iloc[:, [at]])[0].items():
                    signs[column] = np.fmax(signs.get(column, codes), codes)
        raise SchemaError(f"{error}{_named(signs, len(frame), 'row')}", error.problems) from None
    return cells


def as_mapping(session: object) -> Any:
    """Give a row of a frame as a dict by its index; leave anything else as it is."""
    if not _is_row(session):
        return session
    index = session.index
    if len(index) and not any(plain_name(name) in COLUMNS for name in index):
        shown = ", ".join(map(as_text, index[:3])) + (" …" if len(index) > 3 else "")
        raise SchemaError(
            "a Series is read as one session, so its index has to hold column names such as"
            f" distance_km; it holds {shown}. A row of a frame is df.iloc[0]; predict takes the"
            " whole frame"
        )
    for name in index[index.duplicated()]:
        if plain_name(name) in COLUMNS:
            raise SchemaError(str(twice := appears_twice(COLUMNS[plain_name(name)])), [twice])
    return dict(zip(index, session.tolist(), strict=True))


def _is_row(session: object) -> "TypeGuard[pd.Series[Any]]":
    """Whether a session is a pandas Series; without pandas loaded, nothing is."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(session, pandas.Series)


def _signs(session: object) -> dict[str, float]:
    """The known codes of signs, of a session in which other cells may be bad.

    If a column appears twice, the larger code counts, which is the more alarming one.
    """
    codes: dict[str, float] = {}
    is_read = isinstance(session, Mapping) or _is_row(session)
    for name, cell in session.items() if is_read else ():  # type: ignore[attr-defined]
        if plain_name(name) in JUDGED:
            try:
                code = encode_session({name: cell})
            except SchemaError:
                continue
            codes |= {column: max(codes.get(column, c), c) for column, c in code.items()}
    return codes


def _named(cells: Cells, n_sessions: int, what: str) -> str:
    """The red flags of many sessions, as the end of an error."""
    found = sign_columns(cells, n_sessions)
    signs = zip(found["triage"], found["red_flags"], strict=True)
    flagged = [(at, f"{level}: {names}") for at, (level, names) in enumerate(signs) if names]
    if not flagged:
        return ""
    shown = "".join(f"\n  {what} {at}: {names}" for at, names in flagged[:MOST_NAMED])
    more = len(flagged) - MOST_NAMED
    return f"\nRed-flag signs, to show to a clinician:{shown}" + (
        f"\n  … and {more:,} more {what}{'s' if more > 1 else ''}" if more > 0 else ""
    )
