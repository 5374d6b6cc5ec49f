"""The command line: a thin skin over the library.

In: arguments. Out: text and files. Errors become exit codes here and nowhere else: 0 is success, 1
a problem that the message explains, 2 wrong usage, 3 an alarm of ``monitor``.
"""

import click

from calfcause.cli.answer import explain, predict, report
from calfcause.cli.ask import ask
from calfcause.cli.champion import monitor, promote, rollback
from calfcause.cli.columns import schema
from calfcause.cli.group import Commands
from calfcause.cli.importing import import_
from calfcause.cli.learn import calibrate, evaluate, generate, search, train
from calfcause.cli.serve import serve
from calfcause.version import __version__


@click.group(
    cls=Commands,
    sections={
        "Answers": (ask, explain, predict, report, serve, import_, schema),
        "Models": (generate, train, calibrate, evaluate, search),
        "Models in use": (monitor, promote, rollback),
    },
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: calfcause ask. For examples: calfcause COMMAND --help.",
)
@click.version_option(__version__, prog_name="calfcause")
def main() -> None:
    """Find out why calves are sore after a run: likely causes, probabilities and reasons.

    A run is a row of a CSV or Parquet file; every column is optional (see calfcause schema).
    Recordings of watches and exports of apps are read as well (see calfcause import). The answers
    name likely training causes. They are not a diagnosis.
    """
