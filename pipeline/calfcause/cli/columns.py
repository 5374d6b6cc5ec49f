"""The command schema: the columns of a run."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

import click

from calfcause.cli.options import with_format
from calfcause.cli.terminal import show, show_json
from calfcause.sessions.schema import Column


@click.command()
@with_format("text", "json", "md", "jsonschema")
@click.option(
    "--of", type=click.Choice(["session", "prediction", "answer"]), default="session",
    show_default=True, help="What the JSON Schema describes.",
)  # fmt: skip
def schema(form: str, of: str) -> None:
    """List the columns of a run: their meaning and the values they allow.

    Any column and any cell may be left out: what is missing counts as unknown.
    """
    if form == "jsonschema":
        from calfcause.answer.json_schema import contract

        show_json(contract()[of])
        return
    if of != "session":
        raise click.UsageError(f"--of {of} needs --format jsonschema.")
    from calfcause.causes import CAUSES
    from calfcause.sessions.schema import COLUMNS, label_columns

    columns = [*COLUMNS.values(), *label_columns([cause.name for cause in CAUSES]).values()]
    if form == "json":
        show_json(_as_plain_data(columns))
    else:
        show((_as_text if form == "text" else _as_markdown)(columns))


def _as_text(columns: Sequence[Column]) -> str:
    formatter = click.get_current_context().make_formatter()
    for group, members in groupby(columns, key=lambda column: column.group):
        with formatter.section(f"{group} (training data only)" if group == "labels" else group):
            formatter.write_dl([(one.name, f"{one.meaning} ({one.allowed})") for one in members])
    return formatter.getvalue().strip()


def _as_plain_data(columns: Sequence[Column]) -> list[dict[str, Any]]:
    table = [asdict(column) | {"allowed": column.allowed} for column in columns]
    for row in table:
        if row["kind"] != "number":
            del row["low"], row["high"], row["unit"]
        if row["kind"] != "choice":
            del row["choices"]
    return table


def _as_markdown(columns: Sequence[Column]) -> str:
    lines = ["| column | group | allowed | meaning |", "| --- | --- | --- | --- |"]
    lines += [f"| {one.name} | {one.group} | {one.allowed} | {one.meaning} |" for one in columns]
    return "\n".join(lines)
