"""``python -m calfcause`` runs the command line."""

from calfcause.cli import main

if __name__ == "__main__":
    main(prog_name="python -m calfcause")
