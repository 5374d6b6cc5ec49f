"""Convert text to UTF-8, piece by piece, and refuse files that are no text."""

import re
from codecs import utf_8_decode

from calfcause.errors import SchemaError
from calfcause.sessions.names import warn_caller

_NO_TABLE = "not a table; export the list of activities as CSV instead"
_FOREIGN = {
    rb"\xff\xfe|\xfe\xff": "UTF-16 text; save it as CSV UTF-8",
    rb"PK\x03\x04": "a workbook or a zip archive; save the sheet as CSV UTF-8",
    rb"\x1f\x8b": "compressed; unpack it or let its name end in .gz",
    rb"BZh": "compressed with bzip2; unpack it first",
    rb"\xfd7zXZ": "compressed with xz; unpack it first",
    rb"\x28\xb5\x2f\xfd": "compressed with Zstandard; unpack it, or let its name end in .zst and"
    " give it to calfcause predict",
    rb"PAR1": "a Parquet file; let its name end in .parquet or save it as CSV UTF-8",
    rb".{8}\.FIT": f"a FIT recording of one activity, {_NO_TABLE}",
    rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|gpx|Training)": f"XML like GPX and TCX, {_NO_TABLE}",
    rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*\{)': f"JSON, {_NO_TABLE}",
}
# This many bytes show what a file is.
_START = 12


class Utf8:
    """Convert text to UTF-8: it is UTF-8, or Windows-1252 from its first byte that is not."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._rest = b""
        self._lines = 0
        self._encoding = "utf-8"
        self._all_ascii = True
        self._start = b""

    def __call__(self, raw: bytes) -> bytes:
        """Return the next bytes as UTF-8; no bytes mean the end of the file."""
        if len(self._start) < _START:
            start = self._start + raw
            for magic, kind in _FOREIGN.items():
                if re.match(magic, start, re.DOTALL):
                    raise SchemaError(f"{self._name} is {kind}")
            self._start = start[:_START]
        ended = not raw
        raw, self._rest = self._rest + raw, b""
        text = raw if raw.isascii() else self._decoded(raw, ended)
        self._lines += text.count(b"\n")
        return text

    def _decoded(self, raw: bytes, ended: bool) -> bytes:
        if self._encoding == "utf-8":
            try:
                _, length = utf_8_decode(raw, "strict", ended)
                self._rest = raw[length:]
                self._all_ascii = self._all_ascii and raw[:length].isascii()
                return raw[:length]
            except UnicodeDecodeError as error:
                self._change(raw, error)
        try:
            return raw.decode("cp1252").encode()
        except UnicodeDecodeError as error:
            place = self._place(raw, error)
            raise SchemaError(f"{place} is not cp1252; save the file as CSV UTF-8") from None

    def _change(self, raw: bytes, error: UnicodeDecodeError) -> None:
        place = f"{self._place(raw, error)} is not utf-8"
        line = raw[error.start :].partition(b"\n")[0].decode("cp1252", errors="replace")
        # After good UTF-8 this is damaged UTF-8, which Windows-1252 would garble.
        if not (self._all_ascii and raw[: error.start].isascii()) or "\ufffd" in line:
            raise SchemaError(f"{place}; save the file as CSV UTF-8") from None
        self._encoding = "cp1252"
        warn_caller(
            f"{place}, so the file is read as Windows-1252 (Latin-1); if names look wrong, save it"
            " as CSV UTF-8"
        )

    def _place(self, raw: bytes, error: UnicodeDecodeError) -> str:
        line = self._lines + raw.count(b"\n", 0, error.start) + 1
        return f"{self._name}, line {line}: byte 0x{raw[error.start]:02X}"
