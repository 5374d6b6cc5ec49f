"""Print the oldest version that is allowed of every dependency of the core, as constraints.

``make installed-oldest`` installs with them.
"""

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def main() -> None:
    """Print a line for each dependency."""
    for requirement in tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"]:
        name, floor = re.fullmatch(r"([\w-]+)>=([\d.]+)(?:,.*)?", requirement).groups()
        print(f"{name}=={floor}")


if __name__ == "__main__":
    main()
