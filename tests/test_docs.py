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
README, DOCS = ROOT / "README.md", ROOT / "docs"
CARDS = ROOT / "data", ROOT / "models" / "released", ROOT / "benchmarks"
PAGES = [
    *(page for folder in (ROOT, *CARDS) for page in sorted(folder.glob("*.md"))),
    *sorted(DOCS.glob("*.md")),
    DOCS / "evidence" / "index.md",
]
# Pages that docs/made_pages.py makes at each build; `make docs` checks the links to them.
MADE = {"columns.rst", "commands.rst"}
READERS = ("runners", "coaches", "developers", "data-scientists")
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


@pytest.mark.parametrize("path", paste_outputs.pages(), ids=named)
def test_what_a_page_shows_runs_and_is_fresh(path):
    page = path.read_text("utf-8")
    assert paste_outputs.renewed(page) == page, "stale: run python tests/paste_outputs.py"


def test_the_picture_of_an_answer_is_fresh():
    shown = paste_outputs.PICTURE.read_text("utf-8")
    assert shown == paste_outputs.answer_picture(), "stale: run python tests/paste_outputs.py"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("run -->\n```console\n$ exit 1\n```\n<!-- /run", "ended with exit code 1"),
        ("fails -->\n```console\n$ true\n```\n<!-- /fails", "ended with exit code 0"),
    ],
)
def test_a_command_that_ends_otherwise_than_shown_is_told(text, complaint):
    with pytest.raises(RuntimeError, match=complaint):
        paste_outputs.renewed(f"<!-- {text} -->")


def test_the_first_page_says_what_it_was_trained_on_and_leaves_figures_for_later():
    first_page = README.read_text("utf-8").partition("\n## ")[0]
    assert "trained on simulated runs" in first_page
    assert "diagnosis" in first_page
    assert "log loss" not in first_page.lower()
    assert "answer.svg" in first_page


def test_the_readme_is_short_and_keeps_its_order():
    page = README.read_text("utf-8")
    headings = re.findall(r"^## (.+)$", FENCED.sub("", page), re.M)
    assert headings == [
        "Install", "A minute for a runner", "A minute for a developer",
        "A minute for a data scientist", "How good it is", "Limits", "The causes", "More",
    ]  # fmt: skip
    assert len(page.splitlines()) <= 180


def test_how_good_it_is_says_which_accounts_it_learned_from():
    for page in (README, DOCS / "how-good.md"):
        checked = table_of(page.read_text("utf-8"), "checked")
        assert "learned from others" in checked
        assert "**never seen**" in checked


def test_the_first_commands_of_the_readme_need_no_file():
    page = README.read_text("utf-8")
    before, _, _ = page.partition("\n## A minute for a developer")
    # What it shows of runners runs in an empty folder, but for the data of the repository.
    assert "<!-- file" not in before
    assert "sed" not in {words[0] for words in map(str.split, code_in(before)) if words}


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=named)
def test_a_page_names_its_reader_at_the_top(path):
    page = path.read_text("utf-8")
    if page.startswith("```{include}"):  # a page of another folder, which has its own readers
        return
    _, first, *_ = page.split("\n\n")
    assert re.match(r"\*(For|You)\b", first), first


def test_every_reader_has_a_page_that_the_first_pages_lead_to():
    for page, prefix in ((README, "docs/"), (DOCS / "index.md", "")):
        text = page.read_text("utf-8")
        assert [name for name in READERS if f"({prefix}{name}.md)" not in text] == []


@pytest.mark.parametrize("name", main.commands)
def test_every_command_has_help_and_is_on_a_page(name):
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    assert main.commands[name].help
    shown_on = [page for page in PAGES if f"calfcause {name}" in page.read_text("utf-8")]
    assert {README, *DOCS.glob("*.md")} & set(shown_on)


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
    return {"-h", "--help"}.union(*(one.opts + one.secondary_opts for one in command.params))


@pytest.mark.parametrize("page", [README, *sorted(DOCS.glob("*.md"))], ids=named)
def test_every_option_that_a_page_names_exists(page):
    lines = code_in(page.read_text("utf-8"))
    named_alone = {line.split()[0] for line in lines if re.match(r"--[a-z]", line)}
    assert named_alone <= set().union(*map(options_of, main.commands.values()))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_target_that_a_page_names_exists(page):
    rules = re.findall(r"^([a-z][a-z -]*):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    targets = {target for rule in rules for target in rule.split()}
    text = page.read_text("utf-8")
    asked = {found[1] for line in code_in(text) if (found := re.match(r"make ([a-z-]+)", line))}
    assert asked <= targets


@pytest.mark.parametrize("form", ["text", "json", "md"])
def test_every_column_is_documented(form):
    listed = CliRunner().invoke(main, ["schema", "--format", form]).output
    columns = {**COLUMNS, **label_columns([cause.name for cause in CAUSES])}
    words = set(re.findall(r"\w+", listed))
    assert [name for name in columns if name not in words] == []
    assert [name for name, column in columns.items() if not column.meaning] == []


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.name)
def test_every_cause_is_documented(cause):
    assert f"| `{cause.name}` | {cause.title} |" in table_of(README.read_text("utf-8"), "causes")
    assert cause.article and cause.evidence.sentence and cause.evidence.references and cause.advice


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page):
    text = FENCED.sub("", page.read_text("utf-8"))
    for address, anchor in LINK.findall(text):
        if address in MADE:
            continue
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
