"""Header of a CSV file of answers or bad rows, schema of a Parquet file of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import pyarrow as pa
import pyarrow.compute as pc

from calfcause.answer.columns import is_number
from calfcause.answer.tables import model_metadata
from calfcause.batch.answering import Answering, packed
from calfcause.batch.arrays import strings
from calfcause.batch.csv_source import CsvSource
from calfcause.batch.source import Source
from calfcause.batch.texts import quoted
from calfcause.errors import SchemaError
from calfcause.learn.probabilities import HEADS
from calfcause.sessions.layout import Layout, side_names
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import label_columns


def answers_header(opened: Source, answering: Answering) -> bytes:
    """Return the first line of a file of answers, compressed; nothing for Parquet."""
    if answering.to_parquet:
        return b""
    if isinstance(opened, CsvSource):
        return packed(_line(opened.layout, [], answering.called), answering.packing)
    refuse_what_csv_cannot_hold({field.name: field.type for field in opened.schema}, opened.name)
    names = _cells([*answering.names, *answering.called], ",")
    return packed(f"{','.join(names)}\n".encode(), answering.packing)


def refuse_what_csv_cannot_hold(types: Mapping[str, pa.DataType], source: str) -> None:
    """Refuse columns that cannot be written as text."""
    for name, kind in types.items():
        try:
            pc.cast(pa.nulls(0, kind), pa.string())
        except pa.ArrowNotImplementedError:
            raise SchemaError(
                f"{source}: column {name} holds {kind}, which CSV cannot hold; write the answers to"
                " .parquet"
            ) from None


def side_header(opened: Source, answering: Answering) -> bytes:
    """Return the first line of a file of bad rows, compressed; nothing for Parquet."""
    if not isinstance(opened, CsvSource):
        return b""
    return packed(_line(opened.layout, side_names(of_csv=True), []), answering.side_packing)


def _line(layout: Layout, before: Sequence[str], after: Sequence[str]) -> bytes:
    """Return the header as it is in the file, between other names."""
    cells = [*_cells(before, layout.delimiter), layout.text, *_cells(after, layout.delimiter)]
    mark = "\ufeff" if layout.bom else ""
    return (mark + layout.delimiter.join(cells) + (layout.end or "\n")).encode()


def _cells(names: Sequence[str], delimiter: str) -> list[str]:
    cells: list[str] = quoted(strings(names), delimiter).to_pylist()
    return cells


def answers_schema(opened: Source, answering: Answering) -> pa.Schema | None:
    """Return the columns of the file and those of the answers; None for CSV."""
    if not answering.to_parquet:
        return None
    schema = (
        pa.schema([pa.field(name, pa.string()) for name in answering.names])
        if isinstance(opened, CsvSource)
        else opened.schema
    )
    for name in answering.called:
        schema = schema.append(pa.field(name, pa.float64() if is_number(name) else pa.string()))
    noted = model_metadata(asdict(answering.predictor.id))
    return schema.with_metadata({**(schema.metadata or {}), **noted})


def side_schema(opened: Source) -> pa.Schema | None:
    """Return the columns of a file of bad rows; None for CSV."""
    if isinstance(opened, CsvSource):
        return None
    first, *others = side_names(of_csv=False)
    fields = [pa.field(first, pa.int64()), *(pa.field(name, pa.string()) for name in others)]
    return pa.schema([*fields, *opened.schema], metadata=opened.schema.metadata)


def names_beside(header: Sequence[str], names: Sequence[str], source: str) -> list[str]:
    """Return the names of the answers' columns in a file with this header."""
    taken = {plain_name(name) for name in header}
    labels = label_columns(HEADS[:-1])
    called = [f"predicted_{name}" if name in labels and name in taken else name for name in names]
    if clashes := [name for name in called if name in taken]:
        raise SchemaError(
            f"{source} already holds answers, in {', '.join(clashes[:3])}"
            f"{' …' if len(clashes) > 3 else ''}; drop or rename those columns"
        )
    return called
