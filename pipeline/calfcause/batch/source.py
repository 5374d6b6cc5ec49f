"""Open a source: CSV or Parquet, by the name of the file or the start of standard input."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calfcause.activities import imported, is_export
from calfcause.batch.csv_source import HEAD_BYTES, CsvSource
from calfcause.batch.parquet_source import ParquetSource
from calfcause.files import ending, standard
from calfcause.sessions.schema import COLUMNS, Column

Source = CsvSource | ParquetSource


def open_source(
    source: str | Path, columns: Mapping[str, Column] = COLUMNS, *, strict: bool = False
) -> Source:
    """Open a file of sessions, or standard input, to read these columns.

    A recording of a watch or an export of an app is imported first. Raises SchemaError if it does
    not hold sessions, or if strict and a column is not known.
    """
    if str(source) == "-":
        begun = standard("input").read(4)
        return (ParquetSource if begun == b"PAR1" else CsvSource)(
            source, begun, columns, strict=strict
        )
    if is_export(source):
        return CsvSource(source, columns=columns, content=imported(source), strict=strict)
    kind = ParquetSource if ending(source, [".parquet"]) else CsvSource
    return kind(source, columns=columns, strict=strict)


def identity_of(source: str | Path) -> dict[str, Any]:
    """Return what identifies a file: size, time of the last change, and a hash of its head."""
    status = os.stat(source)
    with open(source, "rb") as file:
        head = hashlib.sha256(file.read(HEAD_BYTES)).hexdigest()
    return {"size": status.st_size, "mtime_ns": status.st_mtime_ns, "head_sha256": head}
