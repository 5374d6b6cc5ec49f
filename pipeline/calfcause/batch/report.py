"""The counts over an answered file."""

from dataclasses import dataclass, field

from calfcause.batch.answering import Answered
from calfcause.models.loaded import ModelId
from calfcause.texts import capital, counted, printable, without_secrets

MOST_SHOWN = 5


@dataclass(kw_only=True)
class BatchReport:
    """The counts over an answered file; ``print`` gives a summary."""

    rows: int = 0
    bad_rows: int = 0  # number of sessions with cells that are not allowed; these have no answer
    red_flagged_rows: int = 0  # number of sessions with red flags, including those with bad cells
    expected_sore: float = 0.0  # sum of p_sore over the answered sessions
    # Number of sessions in which a bad cell hides signs that need a clinician
    unjudged_rows: int = 0
    # Number of sessions with cells that cannot be true, which were not used
    impossible_rows: int = 0
    # The first of these with their row, from 1, and a guess of the unit
    impossible: list[str] = field(default_factory=list)
    side_file: str | None = None  # path of the side file, if one was asked for
    model: ModelId | None = None  # the model that answered
    history: str = ""  # what was done with the runners' earlier rows, in words

    def add(self, block: Answered) -> None:
        """Add the counts of a block."""
        shown = [f"row {self.rows + row + 1}: {cells}" for row, cells in block.impossible.items()]
        self.impossible = [*self.impossible, *shown][:MOST_SHOWN]
        self.impossible_rows += len(block.impossible)
        self.rows += block.rows
        self.bad_rows += block.bad_rows
        self.red_flagged_rows += block.red_flagged_rows
        self.expected_sore += block.expected_sore
        self.unjudged_rows += block.unjudged_rows

    @property
    def signs(self) -> str:
        """The rows whose signs nobody shall miss, as the end of an error."""
        signs = []
        if self.red_flagged_rows:
            flagged = counted(self.red_flagged_rows, "row")
            signs.append(f"{flagged} with red-flag signs, to show to a clinician")
        if self.unjudged_rows:
            signs.append(f"{counted(self.unjudged_rows, 'row')} whose signs could not be judged")
        return f"\nThe file has {' and '.join(signs)}." if signs else ""

    def __str__(self) -> str:
        bad = f", {self.bad_rows:,} with bad cells and no answer" if self.bad_rows else ""
        if self.unjudged_rows:
            bad += f" (signs could not be judged in {counted(self.unjudged_rows, 'row')})"
        if self.side_file and bad:
            bad += f"; they are in {printable(without_secrets(self.side_file))}"
        odd = ""
        if self.impossible_rows:
            more = self.impossible_rows - len(self.impossible)
            ending = [f"… and {more:,} more"] if more and self.impossible else []
            odd = (
                f"\n{counted(self.impossible_rows, 'row has', 'rows have')} cells that do not go "
                "together and were not used"
                + "".join(f"\n  {line}" for line in [*self.impossible, *ending])
            )
        return (
            f"{counted(self.rows, 'session')}: {self.expected_sore:,.1f} expected to leave the"
            f" calves sore, {self.red_flagged_rows:,} with red flags{bad}{odd}"
            + (f"\n{capital(self.history)}" if self.history else "")
        )
