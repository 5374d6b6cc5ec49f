"""A CSV file as blocks of bytes that end where rows end."""

import gzip
import io
import os
import sys
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

import numpy as np
import pyarrow as pa

from calfcause.batch import blocks
from calfcause.batch.blocks import Block, name_of, packing_of
from calfcause.batch.rows import row_ends
from calfcause.batch.utf8 import Utf8
from calfcause.errors import SchemaError
from calfcause.sessions.layout import Layout, read_layout

# A longer row is a quote that is never closed.
LONGEST_ROW = 16 << 20
HEAD_BYTES, HEAD_LINES = 1 << 20, 200


class CsvSource:
    """A CSV file of sessions, or standard input.

    Parameters
    ----------
    source : path
        The file, unpacked if its name ends in ``.gz`` or ``.zst``; ``-`` is standard input.
    begun : bytes
        What has already been read of standard input.

    Raises
    ------
    SchemaError
        If it is not a CSV file of sessions.
    """

    def __init__(self, source: str | Path, begun: bytes = b"") -> None:
        self.name = name_of(source)
        self._open = ExitStack()
        self._raw: IO[bytes] = sys.stdin.buffer
        self._size = None
        if str(source) != "-":
            file = Path(source).open("rb")  # noqa: SIM115, close() ends it
            self._raw = self._open.enter_context(file)
            self._size = os.fstat(self._raw.fileno()).st_size or None
        self._stream = _unpacked(self._raw, packing_of(source))
        self._utf_8 = Utf8(self.name)
        self._rest = self._utf_8(begun) if begun else b""
        self._ended = False
        with self._open_or_close():
            while not (self._ended or len(self._rest) >= HEAD_BYTES):
                if self._rest.count(b"\n") >= HEAD_LINES:
                    break
                self._read_on()
            head = self._rest.decode("utf-8", errors="ignore")
            self.layout: Layout = read_layout(head, self.name)
        # Files of old Macs end lines with CR alone.
        self._line_end = "\r" if self.layout.end == "\r" and "\n" not in head else "\n"
        self._start = len(head[: self.layout.length].encode())

    def _open_or_close(self) -> ExitStack:
        """Return a context that closes the file if its body raises."""
        guard = ExitStack()
        guard.push(lambda kind, error, trace: self.close() if kind else None)
        return guard

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    @property
    def share(self) -> float | None:
        """The share of the file that has been read, None if it is not known."""
        if not self._size or not self._raw.seekable():
            return None
        return min(self._raw.tell() / self._size, 1.0)

    def blocks(self, start: int = 0, before: int = 0) -> Iterator[Block]:
        """Yield the blocks of the file.

        Parameters
        ----------
        start, before : int
            ``next`` and ``next_before`` of the last block that is done, 0 at the beginning.
        """
        place, lines = start or self._start, before or self.layout.lines
        self._skip(place)
        while not (self._ended and not self._rest):
            length = self._cut()
            if length is None:
                self._read_on()
                continue
            data, self._rest = self._rest[:length], self._rest[length:]
            place, first = place + length, lines
            lines += data.count(b"\n")
            if b"\r" in data:  # an editor also begins a line after a lone CR
                lines += data.count(b"\r") - data.count(b"\r\n")
            yield Block(data=data, before=first, next=place, next_before=lines)

    def _skip(self, n_bytes: int) -> None:
        while n_bytes > len(self._rest) and not self._ended:
            n_bytes -= len(self._rest)
            self._rest = b""
            self._read_on()
        self._rest = self._rest[n_bytes:]

    def _cut(self) -> int | None:
        """Return the length of the next block, None if more has to be read.

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
        # A row that never ends: the careful reader reports the quote that is not closed.
        if self._ended or len(self._rest) > LONGEST_ROW:
            return len(self._rest)
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
