"""A Parquet file as blocks of record batches."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from calfcause.batch import blocks
from calfcause.batch.blocks import Block, as_stream, name_of
from calfcause.files import standard
from calfcause.sessions.layout import count_own
from calfcause.sessions.names import find_columns
from calfcause.sessions.parquet import refusing_damage
from calfcause.sessions.schema import COLUMNS, Column


class ParquetSource:
    """A Parquet file of sessions, or standard input, which is first copied to a temporary file.

    Columns that a side file has added in front are left out.

    Parameters
    ----------
    source : path
        The file; ``-`` is standard input.
    begun : bytes
        What has already been read of standard input.

    Raises
    ------
    SchemaError
        If it is not a Parquet file of sessions.
    """

    def __init__(
        self, source: str | Path, begun: bytes = b"", columns: Mapping[str, Column] = COLUMNS
    ) -> None:
        # Arrow would import pandas itself, in a way that loses an interruption during the import.
        import pandas  # noqa: F401

        self.name = name_of(source)
        self._open = ExitStack()
        try:
            file = self._open.enter_context(
                _copied(begun) if str(source) == "-" else Path(source).open("rb")  # noqa: SIM115
            )
            with refusing_damage(self.name):
                # Batches come from one row group at a time, and its columns are not read ahead.
                self._file = pq.ParquetFile(file, pre_buffer=False, buffer_size=blocks.BLOCK_BYTES)
                schema = self._file.schema_arrow
            self._own = schema.names[: count_own(schema.names)]
            fields = list(schema)[len(self._own) :]
            self.schema: pa.Schema = pa.schema(fields, metadata=schema.metadata)
            self.known: Mapping[int, Column] = find_columns(self.schema.names, columns, self.name)
        except BaseException:
            self.close()
            raise
        self._rows = 0

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    @property
    def share(self) -> float | None:
        """The share of the file that has been read, None if it has no rows."""
        n_rows = self._file.metadata.num_rows
        return self._rows / n_rows if n_rows else None

    def blocks(self, start: int = 0, before: int = 0) -> Iterator[Block]:
        """Yield the blocks of the file.

        Parameters
        ----------
        start, before : int
            ``next`` and ``next_before`` of the last block that is done, 0 at the beginning.
        """
        groups, skipped = self._groups_from(start)
        self._rows = start
        with refusing_damage(self.name):
            batches = self._file.iter_batches(
                blocks.BLOCK_ROWS, row_groups=groups, use_threads=False
            )
            for batch in batches:
                left = batch.slice(min(skipped, len(batch)))
                skipped -= len(batch) - len(left)
                if not len(left):
                    continue
                left.validate(full=True)  # texts may be no UTF-8
                first, self._rows = self._rows, self._rows + len(left)
                data = as_stream(left.drop_columns(self._own))
                yield Block(data=data, before=first, next=self._rows, next_before=self._rows)

    def _groups_from(self, row: int) -> tuple[list[int], int]:
        """Return the row groups from that of a row on, and the rows before it in its group."""
        metadata = self._file.metadata
        for group in range(metadata.num_row_groups):
            n_rows = metadata.row_group(group).num_rows
            if row < n_rows:
                return list(range(group, metadata.num_row_groups)), row
            row -= n_rows
        return [], 0


def _copied(begun: bytes) -> Any:
    """Return standard input as a file: Parquet is read from its end."""
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        file.write(begun)
        shutil.copyfileobj(standard("input"), file)
        file.seek(0)
        stack.pop_all()
    return file
