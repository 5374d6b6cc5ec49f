"""A CSV file as blocks of bytes that end where rows end."""

import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

import numpy as np
import pyarrow as pa

from calfcause.batch import blocks
from calfcause.batch.blocks import Block, name_of, packing_of
from calfcause.batch.rows import row_ends
from calfcause.errors import SchemaError
from calfcause.files import standard
from calfcause.sessions.layout import DELIMITERS, LONGEST_CELL, Layout, read_layout
from calfcause.sessions.schema import COLUMNS, Column
from calfcause.sessions.utf8 import Utf8

LONGEST_ROW = LONGEST_CELL
HEAD_BYTES, HEAD_LINES = 1 << 20, 200
# What may stand above a header.
_LEAD = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:"?sep=.?"?\s*)?', re.IGNORECASE)


class CsvSource:
    """A CSV file of sessions, or standard input.

    source : the file, unpacked if its name ends in ``.gz`` or ``.zst``; ``-`` is standard input
    begun : what has already been read of standard input
    content : what the file stands for, if it is no CSV itself

    Raises SchemaError if it is not a CSV file of sessions.
    """

    def __init__(
        self,
        source: str | Path,
        begun: bytes = b"",
        columns: Mapping[str, Column] = COLUMNS,
        content: bytes | None = None,
        *,
        strict: bool = False,
    ) -> None:
        self.name = name_of(source)
        self._open = ExitStack()
        self._size = None
        if content is not None:
            self._raw: IO[bytes] = io.BytesIO(content)
        elif str(source) == "-":
            self._raw = standard("input")
        else:
            file = Path(source).open("rb")  # noqa: SIM115, close() ends it
            self._raw = self._open.enter_context(file)
            self._size = os.fstat(self._raw.fileno()).st_size or None
        self._stream = _unpacked(self._raw, packing_of(source) if content is None else None)
        self._utf_8 = Utf8(self.name)
        self._rest = self._utf_8(begun) if begun else b""
        self._ended = False
        with ExitStack() as guard:
            guard.callback(self.close)
            head = self._read_head()
            self.layout: Layout = read_layout(head, self.name, columns=columns, strict=strict)
            guard.pop_all()
        # Files of old Macs end lines with CR alone.
        self._line_end = "\r" if self.layout.end == "\r" and "\n" not in head else "\n"
        self._start = len(head[: self.layout.length].encode())
        delimiter = self.layout.delimiter if len(self.layout.header) + self.layout.n_own > 1 else ""
        self._blank = re.compile(rf"[ \t{delimiter}\r\n]*[\r\n]".encode())

    def _read_head(self) -> str:
        """Read the whole header, and enough lines to show how numbers are written."""
        while not self._ended:
            enough = len(self._rest) >= HEAD_BYTES or self._rest.count(b"\n") >= HEAD_LINES
            if enough and self._has_header():
                break
            if len(self._rest) > LONGEST_ROW:
                raise self._too_long(1)
            self._read_on()
        return self._rest.decode("utf-8", errors="ignore")

    def _has_header(self) -> bool:
        """Whether a first row that is not blank has been read to its end, whatever delimits it."""
        text = self._rest[cast(re.Match[bytes], _LEAD.match(self._rest)).end() :]
        end = "\n" if b"\n" in text else "\r"
        if b'"' not in text[: text.find(end.encode()) + 1]:
            return end.encode() in text
        return all(len(row_ends(text, delimiter, end)[0]) for delimiter in DELIMITERS)

    def _too_long(self, line: int) -> SchemaError:
        return SchemaError(
            f"{self.name}, line {line}: the row that begins here is longer than "
            f"{LONGEST_ROW >> 20} MiB, as if the quotes of a cell are not closed; close them right"
            " before the delimiter"
        )

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    @property
    def n_own(self) -> int:
        """The number of columns that a side file has added in front."""
        return self.layout.n_own

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return self.layout.header

    @property
    def share(self) -> float | None:
        """The share of the file that has been read, None if it is not known."""
        if not self._size or not self._raw.seekable():
            return None
        return min(self._raw.tell() / self._size, 1.0)

    def blocks(self, start: int = 0, before: int = 0) -> Iterator[Block]:
        """Yield the blocks of the file.

        start, before : ``next`` and ``next_before`` of the last block that is done, 0 at the
            beginning
        """
        place, lines = start or self._start, before or self.layout.lines
        self._skip(place)
        while not (self._ended and not self._rest):
            if blank := self._blank.match(self._rest):
                # The LF of a last CR may have yet to be read.
                n_bytes = blank.end() - (blank[0].endswith(b"\r") and not self._ended)
                data, self._rest = self._rest[:n_bytes], self._rest[n_bytes:]
                place, lines = place + n_bytes, lines + _count_lines(data)
            length = self._cut(lines + 1)
            if length is None:
                self._read_on()
                continue
            data, self._rest = self._rest[:length], self._rest[length:]
            place, first, lines = place + length, lines, lines + _count_lines(data)
            if data:
                yield Block(data=data, before=first, next=place, next_before=lines)

    def _skip(self, n_bytes: int) -> None:
        while n_bytes > len(self._rest) and not self._ended:
            n_bytes -= len(self._rest)
            self._rest = b""
            self._read_on()
        self._rest = self._rest[n_bytes:]

    def _cut(self, line: int) -> int | None:
        """Return the length of the next block, which begins on a line; None if more must be read.

        It depends on the bytes that follow, not on how they were read, so that a resumed job has
        the same blocks.
        """
        full = len(self._rest) >= blocks.BLOCK_BYTES
        if not full and not self._ended and self._rest.count(b"\n") < blocks.BLOCK_ROWS:
            return None
        ends, _ = row_ends(self._rest, self.layout.delimiter, self._line_end)
        ends = ends[: blocks.BLOCK_ROWS]
        if len(ends) and (full or len(ends) == blocks.BLOCK_ROWS):
            within = int(np.searchsorted(ends, blocks.BLOCK_BYTES, side="right"))
            return int(ends[max(within, 1) - 1])
        if self._ended:
            return len(self._rest)
        if len(self._rest) > LONGEST_ROW:
            raise self._too_long(line)
        return None

    def _read_on(self) -> None:
        try:
            raw = self._stream.read1(blocks.BLOCK_BYTES)  # type: ignore[attr-defined]
        except (gzip.BadGzipFile, EOFError, zlib.error, pa.ArrowInvalid) as error:
            raise _damaged(self.name, error) from None
        except OSError as error:
            if isinstance(self._stream, _Zstandard):
                raise _damaged(self.name, error) from None
            raise
        self._ended = not raw
        self._rest += self._utf_8(raw)


def _count_lines(data: bytes) -> int:
    """Count lines as an editor does, which also begins one after a lone CR."""
    lines = data.count(b"\n")
    return lines + data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else lines


def _damaged(name: str, error: Exception) -> SchemaError:
    return SchemaError(f"{name} is damaged and cannot be unpacked: {error}")


class _Zstandard(io.RawIOBase):
    """Unpack Zstandard; unlike Arrow's stream it reports a file that is cut off."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self._stream = pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd")

    def read1(self, size: int = -1) -> bytes:
        return cast(bytes, self._stream.read(size))


def _unpacked(raw: IO[bytes], how: str | None) -> IO[bytes]:
    if how == "gzip":
        return cast(IO[bytes], gzip.GzipFile(fileobj=raw, mode="rb"))
    return cast(IO[bytes], _Zstandard(raw)) if how else raw
