"""The contents of a comparison: plain facts, which text, JSON, page and MLflow all show."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from calfcause.monitor.performance import Performance


@dataclass(frozen=True, kw_only=True)
class Drift:
    """How one column or answer differs between the files."""

    # The name of the column or answer, and column or answer
    name: str
    kind: str
    psi: float  # population stability index of its bins, one of which is for missing cells
    # The mean PSI of other runners of the reference, and what remains of psi without it
    psi_by_chance: float
    psi_beyond_chance: float
    # Share of draws in which any of all judged figures stands out as much; 1 if not judged
    p: float
    # Largest gap between the shares of known numbers up to any value; None for words
    ks: float | None
    # Share of missing cells, over all rows
    unknown_reference: float
    unknown_new: float
    # The median of known numbers, or the commonest word
    usual_reference: float | str | None
    usual_new: float | str | None
    moves: str  # the answer that it moves most
    # The mean change of that answer, if the runs of every bin were answered as in the reference; it
    # includes the effects of correlated columns
    moves_by: float
    judged: bool  # whether it counts; a column that the model does not read changes no answer
    drifted: bool  # whether it is judged and exceeds both limits


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share in both files."""

    reference: float
    new: float
    p: float  # as in Drift, for the rise of the share

    @property
    def rise(self) -> float:
        return self.new - self.reference


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The smallest differences that raise an alarm, if chance does not explain them."""

    # PSI beyond chance. 0.1 is called a moderate shift and 0.25 a large one, by a rule of thumb of
    # credit scoring (Siddiqi 2006, Credit Risk Scorecards) without a deeper reason
    psi: float = 0.1
    # Rise of the share of missing cells. Assumed: two more of the 32 cells of a run
    unknown: float = 0.05
    # Rise of the share of runs where rules and model disagree. Assumed: one in twenty
    disagreement: float = 0.05
    # Observed minus expected log loss of soreness. Assumed: reached if risks of 0.10 are really
    # 0.12, or risks of 0.20 really 0.24
    log_loss: float = 0.05
    # Observed minus expected share of sore runs, either way. Assumed: one in twenty
    sore_share: float = 0.05
    # Share of files without drift that may raise an alarm, over all columns, answers, missing cells
    # and disagreement together; and the same again over both scores
    error: float = 0.01


@dataclass(frozen=True, kw_only=True)
class File:
    """One of the two files."""

    name: str
    # How many rows it has, and how many of them are compared; missing cells are counted in all
    n_rows: int
    n_sampled: int
    n_runners: int | None  # how many runners the compared rows have; None if no row has a runner_id
    history: str = ""  # what was decided of the runners' earlier runs, in words


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A limit that was exceeded."""

    kind: str  # one of verdict.KINDS
    reason: str  # what exceeds the limit, in words


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """The comparison of two files."""

    new: File
    reference: File
    # The version of calfcause that made the model, and the SHA-256 of its graph
    model: dict[str, str]
    limits: Limits
    # First those that drifted, by how far they move the answers; then the others by PSI
    columns: tuple[Drift, ...]
    answers: tuple[Drift, ...]
    # The share of missing cells, and of runs where rules and model disagree
    unknown: Rate
    disagreement: Rate
    performance: Performance
    why_not_judged: str  # why there is no verdict; empty if there is one
    alarms: tuple[Alarm, ...]

    @property
    def drifted(self) -> tuple[str, ...]:
        """Names of the columns and answers that drifted."""
        return tuple(drift.name for drift in (*self.columns, *self.answers) if drift.drifted)

    @property
    def verdict(self) -> str:
        """The verdict in a sentence."""
        if self.why_not_judged:
            return f"Not judged: {self.why_not_judged}."
        if not self.alarms:
            return "No alarm: every difference is within chance or below its limit."
        return f"Alarm: {'; '.join(alarm.reason for alarm in self.alarms)}."

    def metrics(self) -> dict[str, float]:
        """Give every figure a name of its own, for a tracker."""
        return dict(self._metrics())

    def _metrics(self) -> Iterator[tuple[str, float]]:
        yield "alarms", float(len(self.alarms))
        yield "judged", float(not self.why_not_judged)
        yield "n_rows", float(self.new.n_rows)
        for group, drifts in {"columns": self.columns, "answers": self.answers}.items():
            for drift in drifts:
                yield f"{group}/psi.{drift.name}", drift.psi
                yield f"{group}/psi_beyond_chance.{drift.name}", drift.psi_beyond_chance
                yield f"{group}/unknown.{drift.name}", drift.unknown_new
        yield "unknown", self.unknown.new
        yield "disagreement", self.disagreement.new
        for score in self.performance.scores:
            for name in ("expected", "realised", "gap"):
                figure = getattr(score, name)
                if figure and figure.value is not None:
                    yield f"performance/{score.name}.{name}", figure.value

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain data, fit for JSON."""
        return {"verdict": self.verdict, "drifted": list(self.drifted), **asdict(self)}
