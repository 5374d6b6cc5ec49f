"""Pages made at every build: one for each cause and notebook, the columns, the commands.

Nobody edits what this writes, and git does not keep it. A new cause, column or command gets its
page or its place by existing.
"""

import base64
import inspect
import json
import re
import sys
from collections.abc import Mapping
from html import escape
from itertools import groupby
from math import log
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from calfcause.causes import CAUSES
from calfcause.causes.base import Cause, Reference
from calfcause.cli import main
from calfcause.sessions.schema import COLUMNS

HEADING = re.compile(r"^(\w[\w ]*)\n(?:-{3,}\n)?", re.M)
FOOTNOTE = re.compile(r"^\.\. \[(\d+)\] (.+(?:\n +.+)*)", re.M)
# The assumed risk of a usual run of an experienced runner, to say what an odds ratio means.
USUAL_RISK = 0.06
ODDS_SHOWN = (1, 2, 5, 10, 20)


def write(docs: Path) -> None:
    """Write all of them into the folder of pages; what an earlier build left goes."""
    templates = Environment(
        loader=FileSystemLoader(docs / "_templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    pages: dict[str, str | bytes] = {
        f"evidence/{cause.name}.rst": templates.get_template("cause.rst.j2").render(of_cause(cause))
        for cause in CAUSES
    }
    pages["evidence/effects.svg.html"] = effects_picture()
    pages["columns.rst"] = templates.get_template("columns.rst.j2").render(groups=column_groups())
    pages["commands.rst"] = templates.get_template("commands.rst.j2").render(commands=commands())
    for path in sorted((docs.parent / "notebooks").glob("*.ipynb")):
        pages |= notebook_pages(path)
    for old in [*(docs / "evidence").glob("*.rst"), *(docs / "notebooks").glob("*")]:
        if str(old.relative_to(docs)) not in pages:
            old.unlink()
    for name, text in pages.items():
        path, content = docs / name, text if isinstance(text, bytes) else text.encode()
        # An unchanged page keeps its time, so that Sphinx need not read it again.
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)


def of_cause(cause: Cause) -> dict[str, Any]:
    """What the page of a cause shows: its article, its numbers, its advice and its sources."""
    article = inspect.cleandoc(sys.modules[cause.signs.__module__].__doc__ or "")
    title, sections, footnotes = parts_of(article)
    used = set(re.findall(r"\[(\d+)\]_", "\n".join(sections.values())))
    listed = "\n".join(footnotes.values())
    further = dict.fromkeys(
        cited(source)
        for source in (*cause.evidence.references, *(advice.source for advice in cause.advice))
        if (source.link or source.cite) not in listed
    )
    unused = (linked(text) for number, text in footnotes.items() if number not in used)
    return {
        "cause": cause,
        "file": f"pipeline/{cause.signs.__module__.replace('.', '/')}.py",
        "title": title,
        "sections": sections,
        "footnotes": {number: linked(text) for number, text in footnotes.items() if number in used},
        "further": [*unused, *further],
        "columns": [COLUMNS[name] for name in cause.columns],
        "usual_risk": USUAL_RISK,
        "risks": {
            name: risk_at(getattr(cause.effect, name)) for name in ("low", "central", "high")
        },
        "cited": cited,
        "underlined": underlined,
    }


def parts_of(article: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Take the docstring of a cause apart: its first sentence, its sections, its footnotes.

    A section is a heading on a line of its own, underlined or with its text indented.

    >>> parts_of("Hills: more climb.\\n\\nMechanism\\n    They go up [1]_.\\n\\nReferences\\n"
    ...          "----------\\n.. [1] Maeo et al. 2017")
    ('Hills: more climb.', {'Mechanism': 'They go up [1]_.'}, {'1': 'Maeo et al. 2017'})
    """
    first, *rest = re.split(r"\n\n(?=\w[\w ]*\n(?: {4}|-{3}))", article)
    sections = {}
    for part in rest:
        heading = HEADING.match(part)
        assert heading is not None, part
        sections[heading[1]] = inspect.cleandoc("\n" + part[heading.end() :])
    references = FOOTNOTE.findall(sections.pop("References", ""))
    return " ".join(first.split()), sections, {n: " ".join(text.split()) for n, text in references}


def cited(source: Reference) -> str:
    """The citation of a source, as a link where it has an address.

    >>> cited(Reference(cite="Maeo et al. 2017", link="https://doi.org/10.1371/journal.pone"))
    '`Maeo et al. 2017 <https://doi.org/10.1371/journal.pone>`__'
    """
    return f"`{source.cite} <{source.link}>`__" if source.link else source.cite


def linked(text: str) -> str:
    """A source of a docstring, as a link where it ends in an address.

    >>> linked("Maeo et al. 2017, PLoS ONE, https://doi.org/10.1371/journal.pone")
    '`Maeo et al. 2017, PLoS ONE <https://doi.org/10.1371/journal.pone>`__'
    """
    cite, _, link = text.partition(", https://")
    return cited(Reference(cite=cite, link=f"https://{link}" if link else ""))


def risk_at(odds_ratio: float) -> float:
    """The risk that an odds ratio makes of the risk of a usual run."""
    odds = odds_ratio * USUAL_RISK / (1 - USUAL_RISK)
    return odds / (1 + odds)


def effects_picture() -> str:
    """The effects of all causes with their ranges, on one scale, as SVG for both themes."""
    left, width, row = 168, 260, 26

    def place(odds_ratio: float) -> float:
        return left + width * log(odds_ratio) / log(ODDS_SHOWN[-1])

    height = 26 + row * len(CAUSES)
    parts = [
        f'<svg class="effect" viewBox="0 0 {left + width + 12} {height}" role="img"'
        ' aria-label="Odds of sore calves at exposure 1, by cause, with range">'
    ]
    for odds in ODDS_SHOWN:
        x = place(odds)
        parts.append(f'<line x1="{x:.0f}" x2="{x:.0f}" y1="20" y2="{height}"/>')
        parts.append(f'<text class="quiet" x="{x:.0f}" y="13" text-anchor="middle">×{odds}</text>')
    ordered = sorted(CAUSES, key=lambda cause: -cause.effect.central)
    for number, cause in enumerate(ordered):
        y, effect = 38 + row * number, cause.effect
        parts.append(f'<text x="0" y="{y + 4}">{escape(cause.name.replace("_", " "))}</text>')
        parts.append(
            f'<line class="range" x1="{place(effect.low):.0f}" x2="{place(effect.high):.0f}"'
            f' y1="{y}" y2="{y}"/>'
        )
        parts.append(f'<circle cx="{place(effect.central):.0f}" cy="{y}" r="5"/>')
    return "\n".join([*parts, "</svg>", ""])


def notebook_pages(path: Path) -> dict[str, str | bytes]:
    """A notebook as a page: its text, its code, what that printed, and its pictures."""
    parts, pictures = [], {}
    for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"]):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            parts.append(text.replace("](../docs/", "](../"))
            continue
        parts.append(f"```python\n{text}\n```")
        for output in cell["outputs"]:
            if output["output_type"] == "stream":
                parts.append(f"```text\n{''.join(output['text']).rstrip()}\n```")
            elif picture := output.get("data", {}).get("image/png"):
                name = f"{path.stem}-{number}.png"
                pictures[f"notebooks/{name}"] = base64.b64decode("".join(picture))
                parts.append(f"![What this code draws]({name})")
    return {f"notebooks/{path.stem}.md": "\n\n".join([*parts, ""]), **pictures}


def column_groups() -> list[tuple[str, list[Any]]]:
    """The columns of a session, group by group."""
    return [
        (group, list(members))
        for group, members in groupby(COLUMNS.values(), key=lambda column: column.group)
    ]


def commands() -> Mapping[str, str]:
    """The help text of every command."""
    import click

    texts = {}
    for name, command in sorted(main.commands.items()):
        context = click.Context(command, info_name=f"calfcause {name}", max_content_width=88)
        texts[name] = command.get_help(context)
    return texts


def underlined(title: str, mark: str = "=") -> str:
    """A heading of reStructuredText."""
    return f"{title}\n{mark * len(title)}"
