"""What a comparison of two files holds: plain facts, which text, JSON, page and MLflow all show."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from calfcause.monitor.performance import Performance


@dataclass(frozen=True, kw_only=True)
class Drift:
    """How one column or answer differs between the files.

    Attributes
    ----------
    psi : population stability index of its bins, unknown being one.
    psi_by_chance : what it comes to on average for other runners of the reference.
    psi_beyond_chance : what is left.
    p : share of draws in which any of all judged figures stands out as much; 1 if not judged.
    ks : largest gap between the shares of known numbers up to any value; None of words.
    unknown_reference, unknown_new : share of unknown cells, over all rows.
    usual_reference, usual_new : the median of known numbers, or the commonest word.
    moves, moves_by : the answer that it moves most on average, and by how much, if the runs of
        every bin were answered as they are in the reference: what goes with a column counts too.
    judged : whether it counts; columns that the model does not read change no answer.
    drifted : whether it is judged and passes both limits.
    """

    name: str
    kind: str
    psi: float
    psi_by_chance: float
    psi_beyond_chance: float
    p: float
    ks: float | None
    unknown_reference: float
    unknown_new: float
    usual_reference: float | str | None
    usual_new: float | str | None
    moves: str
    moves_by: float
    judged: bool
    drifted: bool


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share in both files; ``p`` as in ``Drift``, of its rise."""

    reference: float
    new: float
    p: float

    @property
    def rise(self) -> float:
        return self.new - self.reference


@dataclass(frozen=True, kw_only=True)
class Limits:
    """From where on a difference that chance does not explain is reported as an alarm.

    Attributes
    ----------
    psi : PSI beyond chance. From 0.1 on a shift is called moderate, from 0.25 on large; a rule of
        thumb of credit scoring (Siddiqi 2006, Credit Risk Scorecards) without deeper reason.
    unknown : rise of the share of unknown cells. Assumed: two more of the 31 cells of a run.
    disagreement : rise of the share of runs where rules and model disagree. Assumed: one in twenty.
    log_loss : realised less expected log loss of soreness. Assumed: reached where risks of 0.10 are
        really 0.12, or those of 0.20 really 0.24.
    sore_share : realised less expected share of sore runs, either way. Assumed: one in twenty.
    error : share of files without drift that may pass, over all columns, answers, unknown cells
        and disagreement together; over both scores the same again.
    """

    psi: float = 0.1
    unknown: float = 0.05
    disagreement: float = 0.05
    log_loss: float = 0.05
    sore_share: float = 0.05
    error: float = 0.01


@dataclass(frozen=True, kw_only=True)
class File:
    """One of the two files; ``n_sampled`` rows of ``n_runners`` runners are compared.

    Unknown cells are counted in all rows; the runners are None where rows do not tell whose they
    are.
    """

    name: str
    n_rows: int
    n_sampled: int
    n_runners: int | None


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """A limit that was passed: which kind, and a sentence."""

    kind: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """The whole comparison.

    Attributes
    ----------
    model : version of calfcause that made the model, and the SHA-256 of its graph.
    columns, answers : those that drifted first, by how far they move the answers; then by PSI.
    why_not_judged : why no verdict is given, empty if one is.
    """

    new: File
    reference: File
    model: dict[str, str]
    limits: Limits
    columns: tuple[Drift, ...]
    answers: tuple[Drift, ...]
    unknown: Rate
    disagreement: Rate
    performance: Performance
    why_not_judged: str
    alarms: tuple[Alarm, ...]

    @property
    def drifted(self) -> tuple[str, ...]:
        """Names of the columns and answers that drifted."""
        return tuple(one.name for one in (*self.columns, *self.answers) if one.drifted)

    @property
    def verdict(self) -> str:
        """The verdict in a sentence."""
        if self.why_not_judged:
            return f"Not judged: {self.why_not_judged}."
        if not self.alarms:
            return "No alarm: every difference is within chance or below its limit."
        return f"Alarm: {'; '.join(one.reason for one in self.alarms)}."

    def metrics(self) -> dict[str, float]:
        """Every figure by a name of its own, as a tracker takes them."""
        return dict(self._metrics())

    def _metrics(self) -> Iterator[tuple[str, float]]:
        yield "alarms", float(len(self.alarms))
        yield "judged", float(not self.why_not_judged)
        yield "n_rows", float(self.new.n_rows)
        for one in (*self.columns, *self.answers):
            yield f"psi.{one.name}", one.psi
            yield f"psi_beyond_chance.{one.name}", one.psi_beyond_chance
            yield f"unknown.{one.name}", one.unknown_new
        yield "unknown", self.unknown.new
        yield "disagreement", self.disagreement.new
        for score in self.performance.scores:
            for name, figure in (
                ("expected", score.expected),
                ("realised", score.realised),
                ("gap", score.gap),
            ):
                if figure and figure.value is not None:
                    yield f"{score.name}.{name}", figure.value

    def to_dict(self) -> dict[str, Any]:
        """Plain data, fit for JSON."""
        return {"verdict": self.verdict, "drifted": list(self.drifted), **asdict(self)}
