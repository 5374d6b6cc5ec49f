"""The command line as a program: ``calfcause`` or ``python -m calfcause``."""

import signal


def main() -> None:
    """Run the command line."""
    # While Python loads the package there is nothing to clean up: end at once, without a traceback.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from calfcause.cli import main as command

    command(prog_name="calfcause")


if __name__ == "__main__":
    main()
