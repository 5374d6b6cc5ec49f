"""Promote a registered model: the alias ``champion`` moves only if the gate holds, or by force."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from calfcause.answer.predictor import Predictor
from calfcause.errors import CalfcauseError, ModelError
from calfcause.models.registry import Change, champion_of, find_version, make_champion, write_gate
from calfcause.promotion.contest import hold_gate
from calfcause.promotion.gate import Gate


@dataclass(frozen=True, kw_only=True)
class Promotion:
    """The result of a promotion."""

    name: str
    version: str
    before: str | None  # the champion until now, if there was one
    gate: Gate
    change: Change | None  # the change of the champion; None if it stays
    note: str = ""  # why the candidate was not compared with the champion, if it was not

    def text(self) -> str:
        """Lay out the gate, and say what follows from it."""
        against = f"version {self.before}, the champion" if self.before else "fixed limits"
        lines = [f"{self.name} version {self.version} against {against}", self.note]
        lines += ["", self.gate.text(), ""]
        if self.change:
            forced = "" if self.gate.holds else f", by force: {self.change.reason}"
            lines.append(f"Version {self.version} is the champion now{forced}")
        return "\n".join(line for place, line in enumerate(lines) if line or place != 1)

    @property
    def refusal(self) -> str:
        """Why the candidate is not promoted."""
        stays = f"version {self.before} stays" if self.before else "there is still no champion"
        return (
            f"version {self.version} of {self.name} does not become champion, {stays}: the gate"
            f" does not hold for {'; '.join(self.gate.failed)}"
        )


def promote(
    uri: str,
    *,
    cases: Path,
    runners: int,
    force: str | None = None,
    progress: Callable[[str], None] = lambda message: None,
) -> Promotion:
    """Compare a registered version with the champion, and make it champion if it passes.

    Parameters
    ----------
    uri : str
        ``models:/name@alias`` or ``models:/name/version``.
    cases, runners
        What the gate measures with, see ``hold_gate``.
    force : str, optional
        A reason to promote even if the gate does not hold; it is recorded.
    progress : callable
        Called with a sentence on each step.

    Returns
    -------
    Promotion
        The gate, and the change of the champion if there was one.

    Raises
    ------
    CalfcauseError
        If there is no such version, it is the champion already, or it cannot be measured.
    """
    name, version = find_version(uri)
    before = champion_of(name)
    if before == version:
        raise CalfcauseError(f"version {version} of {name} is the champion already")
    new = Predictor.load(f"models:/{name}/{version}")
    old, note = None, ""
    if before:
        try:
            old = Predictor.load(f"models:/{name}/{before}")
        except ModelError as error:
            # It can answer nobody here, so the candidate cannot be compared with it.
            note = f"Version {before} cannot be measured, so fixed limits apply: {error}"
    gate = hold_gate(new, old, cases=cases, runners=runners, progress=progress)
    change = None
    write_gate(name, version, gate.text(), held=gate.holds)
    if gate.holds:
        change = make_champion(name, version, did="promoted", reason="the gate held")
    elif force:
        reason = f"{force} (gate does not hold for {'; '.join(gate.failed)})"
        change = make_champion(name, version, did="forced", reason=reason)
    return Promotion(name=name, version=version, before=before, gate=gate, change=change, note=note)
