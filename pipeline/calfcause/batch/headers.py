"""What stands above the answers: the header of a CSV file, the schema of a Parquet file."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from calfcause.answer.columns import is_number
from calfcause.batch.answering import Answering, packed
from calfcause.batch.arrays import strings
from calfcause.batch.csv_source import CsvSource
from calfcause.batch.side_file import header_without_own, side_names
from calfcause.batch.source import Source
from calfcause.batch.texts import quoted
from calfcause.errors import SchemaError
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import label_columns


def answers_header(opened: Source, answering: Answering) -> bytes:
    """The first line of the answers, packed; nothing for Parquet.

    Raises
    ------
    SchemaError
        If a column of Parquet holds what CSV has no place for.
    """
    if answering.to_parquet:
        return b""
    if isinstance(opened, CsvSource):
        return _line(opened, answering, [], answering.called, answering.packing)
    for field in _kept(opened.schema, answering):
        try:
            pc.cast(pa.nulls(0, field.type), pa.string())
        except pa.ArrowNotImplementedError:
            raise SchemaError(
                f"{opened.name}: column {field.name} holds {field.type}, for which CSV has no "
                "place; write the answers to .parquet"
            ) from None
    names = _cells([*answering.names, *answering.called], ",")
    return packed(f"{','.join(names)}\n".encode(), answering.packing)


def side_header(opened: Source, answering: Answering) -> bytes:
    """The first line of a file of bad rows, packed; nothing for Parquet."""
    if not isinstance(opened, CsvSource):
        return b""
    names = side_names(of_csv=True)
    return _line(opened, answering, names, [], answering.side_packing)


def _line(
    opened: CsvSource,
    answering: Answering,
    before: Sequence[str],
    after: Sequence[str],
    packing: str | None,
) -> bytes:
    """The header as it stands in the file, between other names."""
    layout = opened.layout
    text = header_without_own(layout.text, answering.n_own, layout.delimiter)
    names = [*_cells(before, layout.delimiter), text, *_cells(after, layout.delimiter)]
    line = ("\ufeff" if layout.bom else "") + layout.delimiter.join(names) + (layout.end or "\n")
    return packed(line.encode(), packing)


def _cells(names: Sequence[str], delimiter: str) -> list[str]:
    found: list[str] = quoted(strings(names), delimiter).to_pylist()
    return found


def answers_schema(opened: Source, answering: Answering) -> pa.Schema | None:
    """The columns of the file and those of the answers; None for CSV."""
    if not answering.to_parquet:
        return None
    given = (
        pa.schema([pa.field(name, pa.string()) for name in answering.names])
        if isinstance(opened, CsvSource)
        else _kept(opened.schema, answering)
    )
    for name in answering.called:
        given = given.append(pa.field(name, pa.float64() if is_number(name) else pa.string()))
    return given


def side_schema(opened: Source, answering: Answering) -> pa.Schema | None:
    """The columns of a file of bad rows; None for CSV."""
    if isinstance(opened, CsvSource):
        return None
    first, *others = side_names(of_csv=False)
    fields = [pa.field(first, pa.int64()), *(pa.field(name, pa.string()) for name in others)]
    kept = _kept(opened.schema, answering)
    return pa.schema([*fields, *kept], metadata=kept.metadata)


def _kept(schema: pa.Schema, answering: Answering) -> pa.Schema:
    """The columns of a Parquet file but those that are left out."""
    return pa.schema(list(schema)[answering.n_own :], metadata=schema.metadata)


def names_beside(header: Sequence[str], names: Sequence[str], source: str) -> list[str]:
    """Return what the answers' columns are called in a file with this header."""
    taken = {plain_name(name) for name in header}
    labels = label_columns(HEADS[:-1])
    called = [f"predicted_{name}" if name in labels and name in taken else name for name in names]
    if clashes := [name for name in called if name in taken]:
        raise SchemaError(
            f"{source} already holds answers, in {', '.join(clashes[:3])}"
            f"{' …' if len(clashes) > 3 else ''}; drop or rename those columns"
        )
    return called
