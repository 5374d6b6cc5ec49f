"""The command line: a thin skin over the library; errors become exit codes here and nowhere else.

In: arguments. Out: text and files. Exit code 0 is success, 1 trouble that the message explains, 2
misuse, 3 an alarm of monitor.
"""

import click

from calfcause.cli.answer import explain, predict, report
from calfcause.cli.champion import monitor, promote, rollback
from calfcause.cli.columns import schema
from calfcause.cli.group import Commands
from calfcause.cli.learn import calibrate, evaluate, generate, search, train
from calfcause.version import __version__


@click.group(
    cls=Commands,
    commands=[
        *(predict, explain, report),
        *(generate, train, calibrate, evaluate, search),
        *(monitor, promote, rollback),
        schema,
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="See calfcause COMMAND --help for examples.",
)
@click.version_option(__version__, prog_name="calfcause")
def main() -> None:
    """Why the calves are sore after a run: causes, probabilities and reasons.

    These are likely training causes, not a diagnosis.
    """
