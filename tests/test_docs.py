"""What the docs show works, what they name is there, and what they paste is fresh."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import paste_outputs
import pytest
from click.testing import CliRunner

from calfcause.causes import CAUSES
from calfcause.cli import main
from calfcause.sessions.schema import COLUMNS, label_columns

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = [
    page
    for folder in (ROOT, ROOT / "data", ROOT / "models" / "released", ROOT / "benchmarks")
    for page in sorted(folder.glob("*.md"))
]
SHOWN = [*PAGES, *sorted((ROOT / "notebooks").glob("*.ipynb"))]
FENCED = re.compile(r"^```.*?^```$", re.S | re.M)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]*))?\)")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def table_of(page: str, kind: str) -> str:
    (part,) = [part for part in paste_outputs.MARKED.finditer(page) if part["kind"] == kind]
    return part["body"]


def code_in(page: str) -> Iterator[str]:
    """The lines of code in a page or a help text: after a prompt, indented, or in ticks."""
    joined = page.replace("\\\n", "")
    yield from re.findall(r"^(?:\$ +| {2,})(.+)$", joined, re.M)
    yield from re.findall(r"`([^`\n]+)`", joined)


def calfcause_commands(page: str) -> Iterator[list[str]]:
    for line in code_in(page):
        if found := re.search(r"(?:^|\| |\.venv/bin/)calfcause ([^|>;]+)", line):
            yield shlex.split(found[1], comments=True)


def test_what_the_readme_shows_runs_and_is_fresh():
    page = README.read_text("utf-8")
    assert paste_outputs.renewed(page) == page, "stale: run python tests/paste_outputs.py"


def test_the_first_page_says_what_it_was_trained_on_and_how_it_was_checked():
    first_page = README.read_text("utf-8").partition("\n## ")[0]
    assert "trained on simulated runs" in first_page
    assert "blamed" in table_of(first_page, "checked")


def test_the_readme_keeps_its_order():
    headings = re.findall(r"^## (.+)$", FENCED.sub("", README.read_text("utf-8")), re.M)
    assert headings == [
        "What it does", "Install", "On the command line", "In Python", "How it works",
        "How good it is", "Limits", "Where things are", "Licence",
    ]  # fmt: skip


@pytest.mark.parametrize("name", main.commands)
def test_every_command_has_help_and_is_in_the_readme(name):
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    assert main.commands[name].help
    assert f"calfcause {name}" in README.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_that_a_page_shows_exists_with_its_options(page):
    check_commands(page.read_text("utf-8"))


@pytest.mark.parametrize("name", main.commands)
def test_every_example_in_a_help_text_exists_with_its_options(name):
    check_commands(main.commands[name].help or "")


def check_commands(page: str) -> None:
    for words in calfcause_commands(page):
        known = main if words[0].startswith("-") else main.commands[words[0]]
        asked = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert asked <= options_of(known), " ".join(words)


def options_of(command: click.Command) -> set[str]:
    return {"-h", "--help"}.union(*(one.opts for one in command.params))


def test_every_option_that_the_readme_names_exists():
    named_alone = {
        line.split()[0] for line in code_in(README.read_text("utf-8")) if line[:2] == "--"
    }
    assert named_alone <= set().union(*map(options_of, main.commands.values()))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_target_that_a_page_names_exists(page):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    text = page.read_text("utf-8")
    asked = {found[1] for line in code_in(text) if (found := re.match(r"make ([a-z]+)", line))}
    assert asked <= targets


@pytest.mark.parametrize("form", ["text", "json", "md"])
def test_every_column_is_documented(form):
    listed = CliRunner().invoke(main, ["schema", "--format", form]).output
    columns = {**COLUMNS, **label_columns([cause.name for cause in CAUSES])}
    words = set(re.findall(r"\w+", listed))
    assert [name for name in columns if name not in words] == []
    assert [name for name, column in columns.items() if not column.meaning] == []


def test_every_column_of_a_session_is_in_the_readme():
    listed = set(re.findall(r"`(\w+)`", table_of(README.read_text("utf-8"), "columns")))
    assert listed == set(COLUMNS)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_every_cause_is_documented(cause):
    assert f"| `{cause.name}` | {cause.title} |" in table_of(README.read_text("utf-8"), "causes")
    assert cause.article and cause.evidence.sentence and cause.evidence.references and cause.advice


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    text = FENCED.sub("", page.read_text("utf-8"))
    for address, anchor in LINK.findall(text):
        target = page.parent / address if address else page
        assert target.exists(), address
        if anchor:
            headings = re.findall(r"^#+ (.+)$", FENCED.sub("", target.read_text("utf-8")), re.M)
            slugs = [re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings]
            assert anchor in slugs, f"{address}#{anchor}"


@pytest.mark.parametrize("page", SHOWN, ids=named)
def test_no_page_holds_a_path_of_somebodys_machine(page):
    text = page.read_text("utf-8")
    assert re.findall(r"(?<![\w.:/~])/(?:home|root|tmp|work|Users|mnt|opt|usr|var)/\S*", text) == []
