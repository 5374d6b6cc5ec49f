"""A Parquet file as blocks of record batches."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from calfcause.answer.tables import NOTED
from calfcause.batch import blocks
from calfcause.batch.blocks import Block, as_stream, name_of
from calfcause.files import standard
from calfcause.sessions.layout import count_own
from calfcause.sessions.names import find_columns
from calfcause.sessions.numbers import sniffed_decimal
from calfcause.sessions.parquet import refusing_damage
from calfcause.sessions.schema import COLUMNS, Column

# A block holds at most so many bytes, unless a single row does not fit, and so many cells.
MOST_BYTES = 16 << 20
MOST_CELLS = 1 << 20
SNIFFED_ROWS = 200


class ParquetSource:
    """A Parquet file of sessions, or standard input, which is first copied to a temporary file.

    Columns that a side file has added in front are left out.

    source : the file; ``-`` is standard input
    begun : what has already been read of standard input

    Raises SchemaError if it is not a Parquet file of sessions.
    """

    def __init__(
        self,
        source: str | Path,
        begun: bytes = b"",
        columns: Mapping[str, Column] = COLUMNS,
        *,
        strict: bool = False,
    ) -> None:
        # Arrow would import pandas itself, in a way that loses an interruption during the import.
        import pandas  # noqa: F401

        self.name = name_of(source)
        self._open = ExitStack()
        try:
            file = self._open.enter_context(_seekable(source, begun))
            with refusing_damage(self.name):
                # Equal texts are kept once, so that they take no more memory than in the file.
                texts = [
                    field.name for field in pq.read_schema(file) if pa.types.is_string(field.type)
                ]
                # Batches come from one row group at a time, without reading its columns ahead.
                self._file = pq.ParquetFile(
                    file, pre_buffer=False, buffer_size=blocks.BLOCK_BYTES, read_dictionary=texts
                )
                self._whole = pa.schema(map(_plain, pq.read_schema(file)))
                self._own = self._whole.names[: count_own(self._whole.names)]
                fields = list(self._whole)[len(self._own) :]
                noted = self._file.schema_arrow.metadata or {}
                # Names the model of earlier answers, whose columns may be gone.
                metadata = {key: noted[key] for key in noted if not key.startswith(NOTED.encode())}
                self.schema: pa.Schema = pa.schema(fields, metadata=metadata)
                self.known: Mapping[int, Column] = find_columns(
                    self.schema.names, columns, self.name, strict=strict
                )
                self._decimal = self._sniff_decimal()
        except BaseException:
            self.close()
            raise
        self._rows = 0

    def _sniff_decimal(self) -> str:
        """Return the decimal mark that the first texts in columns of numbers show, if any."""
        columns = {
            self.schema.field(at).name: column
            for at, column in self.known.items()
            if column.kind == "number" and pa.types.is_string(self.schema.field(at).type)
        }
        if not columns:
            return ""
        batches = self._file.iter_batches(SNIFFED_ROWS, columns=list(columns), use_threads=False)
        return sniffed_decimal(
            (columns[name], cell)
            for rows in islice(batches, 1)
            for name in rows.schema.names
            for cell in rows.column(name).to_pylist()
        )

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    @property
    def n_own(self) -> int:
        """The number of columns that a side file has added in front."""
        return len(self._own)

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        names: list[str] = self.schema.names
        return names

    @property
    def share(self) -> float | None:
        """The share of the file that has been read, None if it has no rows."""
        n_rows = self._file.metadata.num_rows
        return self._rows / n_rows if n_rows else None

    def blocks(self, start: int = 0, before: int = 0) -> Iterator[Block]:
        """Yield the blocks of the file.

        start, before : ``next`` and ``next_before`` of the last block that is done, 0 at the
            beginning
        """
        groups, skipped = self._groups_from(start)
        self._rows = start
        with refusing_damage(self.name):
            # Fewer at once if they are very wide.
            most_rows = max(1, min(blocks.BLOCK_ROWS, MOST_CELLS // max(1, len(self._whole))))
            for batch in self._file.iter_batches(most_rows, row_groups=groups, use_threads=False):
                left = batch.slice(min(skipped, len(batch)))
                skipped -= len(batch) - len(left)
                left.validate(full=True)  # texts may be no UTF-8
                for part in cut_by_bytes(left):
                    plain = part.cast(self._whole).drop_columns(self._own)
                    first, self._rows = self._rows, self._rows + len(part)
                    yield Block(
                        data=as_stream(plain), before=first, next=self._rows,
                        next_before=self._rows, decimal=self._decimal,
                    )  # fmt: skip

    def _groups_from(self, row: int) -> tuple[list[int], int]:
        """Return the row groups from that of a row on, and the rows before it in its group."""
        metadata = self._file.metadata
        for group in range(metadata.num_row_groups):
            n_rows = metadata.row_group(group).num_rows
            if row < n_rows:
                return list(range(group, metadata.num_row_groups)), row
            row -= n_rows
        return [], 0


def cut_by_bytes(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a batch in parts of which few take many bytes, once equal texts repeat."""
    sizes = np.full(len(batch), batch.nbytes / max(1, len(batch)))
    for column in batch.columns:
        if pa.types.is_dictionary(column.type) and len(column.dictionary):
            lengths = pc.cast(pc.binary_length(column.dictionary), pa.int64())
            texts = pc.fill_null(lengths.take(column.indices), 0)
            sizes += texts.to_numpy(zero_copy_only=False)
    ends = np.cumsum(sizes)
    start = 0
    while start < len(batch):
        before = ends[start - 1] if start else 0.0
        stop = max(start + 1, int(np.searchsorted(ends, before + MOST_BYTES, side="right")))
        yield batch.slice(start, stop - start)
        start = stop


def _plain(field: pa.Field) -> pa.Field:
    """Return a field of views as one of plain text or bytes: few functions take views."""
    kinds = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
    return field.with_type(kinds.get(field.type, field.type))


def _seekable(source: str | Path, begun: bytes) -> Any:
    """Return the file, or a copy of a pipe: Parquet is read from its end."""
    stream = standard("input") if str(source) == "-" else Path(source).open("rb")  # noqa: SIM115
    if str(source) != "-" and stream.seekable():
        return stream
    with ExitStack() as stack:
        if str(source) != "-":
            stack.enter_context(stream)
        copy = tempfile.TemporaryFile()  # noqa: SIM115, the caller closes it
        copy.write(begun)
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
    return copy
