"""What answering a file came to, and how far it is."""

from dataclasses import dataclass

from calfcause.batch.answering import Answered
from calfcause.texts import counted


@dataclass(kw_only=True)
class BatchReport:
    """What a batch came to; ``expected_sore`` is the sum of the probabilities of soreness."""

    rows: int = 0
    bad_rows: int = 0
    red_flagged_rows: int = 0
    expected_sore: float = 0.0
    side_file: str | None = None

    def add(self, found: Answered) -> None:
        """Add what a block came to."""
        self.rows += found.rows
        self.bad_rows += found.bad_rows
        self.red_flagged_rows += found.red_flagged_rows
        self.expected_sore += found.expected_sore

    def __str__(self) -> str:
        went = f"; they are in {self.side_file}" if self.side_file else ""
        bad = f", {self.bad_rows:,} with bad cells and no answer{went}" if self.bad_rows else ""
        return (
            f"{counted(self.rows, 'session')}: {self.expected_sore:,.1f} expected to leave the"
            f" calves sore, {self.red_flagged_rows:,} with red flags{bad}"
        )
