"""What is read: CSV or Parquet, by the name of the file or by how standard input begins."""

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

from calfcause.batch.csv_source import HEAD_BYTES, CsvSource
from calfcause.batch.parquet_source import ParquetSource

Source = CsvSource | ParquetSource


def open_source(source: str | Path) -> Source:
    """Open a file of sessions by its name; standard input is looked at."""
    if str(source) == "-":
        begun = sys.stdin.buffer.read(4)
        return (ParquetSource if begun == b"PAR1" else CsvSource)(source, begun)
    return ParquetSource(source) if str(source).endswith(".parquet") else CsvSource(source)


def identity_of(source: str | Path) -> dict[str, Any]:
    """What tells a file from another: size, time of its last change, and how it begins."""
    found = os.stat(source)
    with open(source, "rb") as file:
        head = hashlib.sha256(file.read(HEAD_BYTES)).hexdigest()
    return {"size": found.st_size, "mtime_ns": found.st_mtime_ns, "head_sha256": head}
