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
    """What came of it: the gate, and the change of the champion if there was one."""

    name: str
    version: str
    before: str | None
    gate: Gate
    change: Change | None
    note: str = ""

    def text(self) -> str:
        """The table, and in words what follows from it."""
        against = f"version {self.before}, the champion" if self.before else "fixed limits"
        lines = [f"{self.name} version {self.version} against {against}", self.note]
        lines += ["", self.gate.text(), ""]
        if self.change:
            forced = "" if self.gate.holds else f", by force: {self.change.reason}"
            lines.append(f"Version {self.version} is the champion now{forced}")
        return "\n".join(line for at, line in enumerate(lines) if line or at != 1)

    @property
    def refusal(self) -> str:
        """Why it is not promoted."""
        stays = f"version {self.before} stays" if self.before else "there is still none"
        return (
            f"version {self.version} of {self.name} is not made champion, {stays}: the gate does"
            f" not hold for {'; '.join(self.gate.failed)}"
        )


def promote(
    uri: str,
    *,
    cases: Path,
    runners: int,
    force: str | None = None,
    progress: Callable[[str], None] = lambda message: None,
) -> Promotion:
    """Hold a registered version against the champion, and make it champion if it passes.

    Parameters
    ----------
    uri : ``models:/name@alias`` or ``models:/name/version``.
    cases, runners : what the gate measures with, see ``hold_gate``.
    force : a reason to promote even if the gate does not hold; it is written down.
    progress : told in words what is going on.

    Raises
    ------
    CalfcauseError
        If there is no such version, it is the champion already, or the gate cannot be held.
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
            # Nobody can be answered by it here, so it cannot be what the candidate is held against.
            note = f"Version {before} cannot be measured, so fixed limits are held: {error}"
    gate = hold_gate(new, old, cases=cases, runners=runners, progress=progress)
    change = None
    write_gate(name, version, gate.text(), held=gate.holds)
    if gate.holds:
        change = make_champion(name, version, did="promoted", reason="the gate held")
    elif force:
        reason = f"{force} (gate does not hold for {'; '.join(gate.failed)})"
        change = make_champion(name, version, did="forced", reason=reason)
    return Promotion(name=name, version=version, before=before, gate=gate, change=change, note=note)
