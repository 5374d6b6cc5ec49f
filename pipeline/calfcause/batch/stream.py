"""Answer a CSV file block by block, for a door that sends each block as soon as it is answered."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from calfcause.answer.predictor import Predictor
from calfcause.batch.csv_source import CsvSource
from calfcause.batch.files import answering_of
from calfcause.batch.headers import answers_header
from calfcause.batch.look_back import look_back


def answered_blocks(
    predictor: Predictor,
    source: Path,
    *,
    explain: bool = False,
    units: str = "km",
    history: bool = True,
    intervals: bool = False,
    strict: bool = False,
    name_model: bool = False,
) -> Iterator[bytes]:
    """Yield the header of the answers, and then blocks of rows; bad rows are flagged.

    The options are those of ``predict_file``. Raises SchemaError if the file is no CSV of sessions.
    """
    with closing(CsvSource(source, strict=strict)) as opened:
        answering = answering_of(
            opened, predictor, "-", None, explain=explain, on_bad_rows="flag", units=units,
            kept=False, intervals=intervals, name_model=name_model,
        )  # fmt: skip
        past = look_back(source, predictor, opened=opened) if history else None
        yield answers_header(opened, answering)
        for block in past.attached(opened.blocks()) if past else opened.blocks():
            yield answering(block).answers
