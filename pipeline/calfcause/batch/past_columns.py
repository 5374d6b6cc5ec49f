"""The columns that a runner's history is made of, read block by block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from calfcause.batch.arrays import as_integers
from calfcause.batch.blocks import Block
from calfcause.batch.reading import read_csv, read_parquet
from calfcause.sessions.baselines import FILLED, MADE_FROM
from calfcause.sessions.contradictions import STRICT_RULES
from calfcause.sessions.dates import StartTimes
from calfcause.sessions.history import SHOE
from calfcause.sessions.layout import Layout
from calfcause.sessions.names import plain_name
from calfcause.sessions.schema import MODEL_COLUMNS, SORE_LABEL, TOLD_COLUMNS, Column
from calfcause.sessions.whose import refuse_rounded_ids
from calfcause.types import Array, Ints

IDS = ("runner_id", "start_time", SHOE)
# The kind of a session may tell its distance, as in marathon.
NEEDED = {
    "session_type",
    *MADE_FROM,
    *FILLED,
    *(name for rule in STRICT_RULES for name in rule.columns),
}


class PastRows(NamedTuple):
    """What the rows of a block tell later runs."""

    cells: Mapping[str, Array]
    # By the columns of IDS that are there: the distinct texts, and the place of each row's
    texts: Mapping[str, tuple[list[str], Ints]]
    n_unread: int  # how many labels could not be read

    @property
    def starts(self) -> StartTimes:
        """When the runs began."""
        return StartTimes.of(*self.texts["start_time"])

    def of(self, column: str) -> tuple[list[str], Ints]:
        """The texts of a column, all empty if it is not there."""
        return self.texts.get(column, ([""], np.zeros(len(self.texts["start_time"][1]), np.int64)))


@dataclass(frozen=True, kw_only=True)
class PastColumns:
    """Where these columns stand in a file."""

    known: Mapping[int, Column]
    places: Mapping[str, int]  # of the columns of IDS
    layout: Layout | None  # how the CSV file is written; None for Parquet

    @classmethod
    def of(cls, header: Sequence[str], layout: Layout | None) -> "PastColumns | None":
        """Find them in a header; None without ``start_time``."""
        place_of = {plain_name(name): at for at, name in enumerate(header)}
        if "start_time" not in place_of:
            return None
        wanted = {*MODEL_COLUMNS, SORE_LABEL} if SORE_LABEL in place_of else NEEDED
        return cls(
            known={
                at: TOLD_COLUMNS[name]
                for name, at in place_of.items()
                if name in wanted & {*TOLD_COLUMNS}
            },
            places={name: place_of[name] for name in IDS if name in place_of},
            layout=layout,
        )

    def read(self, block: Block) -> PastRows:
        """Read them in a block."""
        places = list(self.places.values())
        if self.layout is not None:
            layout = replace(self.layout, known=self.known)
            rows = read_csv(block, layout, as_table=True, columns=places)
            columns = [rows.table.column(str(at)) for at in places]
        else:
            rows = read_parquet(block, self.known, as_csv=False)
            columns = [rows.table.column(at) for at in places]
        ids = dict(zip(self.places, columns, strict=True)).get("runner_id")
        if ids is not None and pa.types.is_floating(ids.type):
            refuse_rounded_ids(ids.to_numpy())
        return PastRows(
            cells=rows.cells,
            texts=dict(zip(self.places, map(_texts, columns), strict=True)),
            n_unread=sum(cell.column == SORE_LABEL for cell in rows.bad_cells),
        )


def _texts(column: pa.ChunkedArray) -> tuple[list[str], Ints]:
    """The distinct texts of a column, and the place of each row's among them."""
    whole = column.combine_chunks()
    whole = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    texts = [
        "" if cell is None or cell != cell else str(cell).strip()
        for cell in [*whole.dictionary.to_pylist(), None]
    ]
    places = as_integers(whole.indices.cast(pa.int32()), null=len(texts) - 1)
    return texts, places.astype(np.int64)
