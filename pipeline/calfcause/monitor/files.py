"""Compare two files of sessions, and write the comparison."""

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from calfcause.errors import CalfcauseError, SchemaError
from calfcause.files import atomic_path, ending
from calfcause.monitor.answers import answer, risks_with_past
from calfcause.monitor.contents import File, Limits, Monitor
from calfcause.monitor.drift import Side, compare, drifts, rates
from calfcause.monitor.html import as_html
from calfcause.monitor.performance import performance
from calfcause.monitor.reading import Sessions, read_sessions
from calfcause.monitor.verdict import alarms, why_not

if TYPE_CHECKING:
    from calfcause.answer.predictor import Predictor


def as_json(comparison: Monitor) -> str:
    """Write the comparison as JSON."""
    return json.dumps(comparison.to_dict(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


LIMITS = Limits()
FORMS: Mapping[str, Callable[[Monitor], str]] = {".html": as_html, ".json": as_json}
"""The forms of a comparison, by the ending of the file name."""


def monitor_files(
    predictor: "Predictor",
    new: str | Path,
    reference: str | Path,
    *,
    limits: Limits = LIMITS,
    history: bool = True,
    strict: bool = False,
) -> Monitor:
    """Compare a file of new sessions with a file of reference sessions; ``-`` is standard input.

    The answers are judged by their labels with what earlier runs tell, unless not ``history``; the
    files are compared without, since they rarely reach back equally far. Raises SchemaError if a
    file has no rows, or is none of sessions; or, if ``strict``, has columns that are not known.
    """
    sides = []
    for source in (reference, new):
        sessions = read_sessions(source, strict=strict)
        if not sessions.n_rows:
            raise SchemaError(f"{sessions.name} has no rows to compare")
        sides.append(Side(sessions, answer(predictor, sessions.cells, len(sessions))))
    old, fresh = sides
    comparison = compare(old, fresh)
    every = drifts(comparison, limits)
    columns = tuple(drift for drift in every if drift.kind == "column")
    answers = tuple(drift for drift in every if drift.kind == "answer")
    unknown, disagreement = rates(comparison)
    (p_fresh, said), (p_old, said_of_old) = (
        risks_with_past(predictor, side.sessions) if history else (side.answers.p_sore, "")
        for side in (fresh, old)
    )
    scores = performance(p_fresh, fresh.sessions.sore, fresh.sessions.sizes, p_old)
    files = _file(fresh.sessions, said), _file(old.sessions, said_of_old)
    reason = why_not(*files)
    passed = () if reason else alarms(columns, answers, unknown, disagreement, scores, limits)
    return Monitor(
        new=files[0],
        reference=files[1],
        model={
            name: str(predictor.description.get(key, "unknown"))
            for name, key in (("version", "calfcause"), ("graph_sha256", "graph_sha256"))
        },
        limits=limits,
        columns=columns,
        answers=answers,
        unknown=unknown,
        disagreement=disagreement,
        performance=scores,
        why_not_judged=reason,
        alarms=passed,
    )


def write_monitor(comparison: Monitor, target: str | Path, *more: str | Path) -> None:
    """Write a comparison as HTML or JSON, as each name ends; each file is complete or absent."""
    with ExitStack() as parts:
        for path in (target, *more):
            form = FORMS.get(ending(path, FORMS))
            if form is None:
                raise CalfcauseError(
                    f"{path}: the name of a comparison must end in {' or '.join(FORMS)}"
                )
            part = parts.enter_context(atomic_path(path))
            part.write_text(form(comparison), encoding="utf-8")


def _file(sessions: Sessions, history: str) -> File:
    return File(
        name=Path(sessions.name).name,
        n_rows=sessions.n_rows,
        n_sampled=len(sessions),
        n_runners=len(sessions.sizes) if sessions.knows_runners else None,
        history=history,
    )
