"""Reading Parquet files that are damaged, or whose notes for pandas are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from calfcause.errors import SchemaError
from calfcause.sessions.arrow import frame_of

if TYPE_CHECKING:
    import pandas as pd


@contextmanager
def refusing_damage(name: str | Path) -> Iterator[None]:
    """Refuse a Parquet file that Arrow cannot read."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, ValueError, TypeError, KeyError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the system, such as a file that does not exist
        raise SchemaError(f"{name} cannot be read as Parquet: {error}") from None


def read_parquet_frame(path: str | Path) -> "pd.DataFrame":
    """Read a Parquet file as a frame, whatever pandas has noted in it.

    Raises SchemaError if Arrow cannot read the file.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with refusing_damage(path), open(path, "rb") as file:
        # A pipe is read whole: Parquet begins at its end.
        content = file if file.seekable() else pa.BufferReader(file.read())
        return frame_of(pq.read_table(content), others=True)
