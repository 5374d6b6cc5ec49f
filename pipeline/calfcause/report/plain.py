"""The report as JSON, in the same order as the HTML."""

from dataclasses import asdict
from typing import Any

from calfcause import texts
from calfcause.answer.text import CLOSING
from calfcause.report.contents import Report, Run, Runner
from calfcause.report.legend import TRAINED
from calfcause.report.told import ToldRun

# None beside signs for a clinician, as no other format shows a risk there.
RISKS = ("p_sore", "p_sore_low", "p_sore_high", "p_sore_as_usual", "p_sore_at_half_length")


def as_dict(report: Report) -> dict[str, Any]:
    """The report as plain data, fit for JSON."""
    return {
        "red_flags": [
            {
                **_which(found.told),
                "recent": found.recent,
                "level": found.triage.level,
                "headline": found.triage.headline,
                "flags": [asdict(flag) for flag in found.flags],
            }
            for found in report.signs
        ],
        "unread": [
            {
                **_which(run),
                "errors": list(run.complaints),
                "signs_not_judged": run.hides_signs,
            }
            for run in report.unread
        ],
        "source": report.source,
        "units": report.units,
        "summary": asdict(report.summary),
        "trained_on": TRAINED,
        "runners": [_runner(runner) for runner in report.runners],
        "shares": {
            "told_sore_only": report.shared_are_sore,
            "runs": report.n_shared,
            "causes": [asdict(share) for share in report.shares],
        },
        "runs": [_run(run) for run in report.runs],
        "model": asdict(report.model),
        "closing": CLOSING,
    }


def as_json(report: Report) -> str:
    """The report as JSON."""
    return texts.as_json(as_dict(report), indent=1) + "\n"


def _which(run: ToldRun) -> dict[str, Any]:
    return {
        "row": run.number,
        "session": run.name,
        "runner": run.runner or None,
        "start_time": run.start_time or None,
    }


def _run(run: Run) -> dict[str, Any]:
    named = run.answer.named
    return {
        **_which(run.told),
        "told_sore": run.told.sore,
        "facts": list(run.facts),
        "named_cause": named.name if named else None,
        **run.answer.to_dict(),
        **(dict.fromkeys(RISKS) if run.signs_first else {}),
    }


def _risk(runner: Runner, run: Run) -> float | None:
    return None if runner.urgent else run.answer.p_sore


def _runner(runner: Runner) -> dict[str, Any]:
    found: dict[str, Any] = {
        "runner": runner.name if runner.known else None,
        "runs": len(runner.runs),
        "latest": {**_which(runner.latest.told), "p_sore": _risk(runner, runner.latest)},
        "highest": {**_which(runner.highest.told), "p_sore": _risk(runner, runner.highest)},
        "likeliest": [{"title": title, "runs": runs} for title, runs in runner.likeliest],
        "urgency": runner.urgent.triage.level if runner.urgent else None,
        "red_flagged": len(runner.signs),
        "recently_red_flagged": sum(found.recent for found in runner.signs),
        "pattern": None,
    }
    if runner.pattern is not None:
        found["pattern"] = {**asdict(runner.pattern), "sentence": runner.pattern.sentence}
    return found
