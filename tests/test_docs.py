"""What the documentation says of errors and commands is what there is."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from lmskg import errors
from lmskg.cli import COMMANDS
from lmskg.errors import LmskgError

ROOT = Path(__file__).parents[1]
ERRORS = ROOT / "docs" / "errors.md"
README = ROOT / "README.md"


def tree(error: type[LmskgError] = LmskgError, depth: int = 0) -> list[str]:
    """Return the classes of `errors` as an indented tree, in the order of the module."""
    below = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, LmskgError) and error in value.__bases__
    ]
    lines = [line for child in below for line in tree(child, depth + 1)]
    return ["  " * depth + error.__name__, *lines]


def sections() -> dict[str, str]:
    """Return the sections of the page of errors: heading to text."""
    parts = re.split(r"^## (\w+)$", ERRORS.read_text(), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_tree_of_errors_in_the_docstring() -> None:
    docstring = inspect.getdoc(errors) or ""
    shown = [line.removeprefix("    ") for line in docstring.splitlines() if line.endswith("Error")]
    assert shown == tree()


def test_tree_of_errors_in_the_docs() -> None:
    block = re.search(r"```text\n(.*?)\n```", ERRORS.read_text(), re.DOTALL)
    assert block
    assert block.group(1).splitlines() == tree()


def test_every_error_has_a_section_in_the_order_of_the_tree() -> None:
    assert list(sections()) == [line.strip() for line in tree()]


@pytest.mark.parametrize("name", sorted(sections()))
def test_section_of_an_error_has_cause_and_cure(name: str) -> None:
    text = sections()[name]
    assert len(re.findall(r"^- \*\*Cause:\*\* \S", text, re.MULTILINE)) == 1
    assert len(re.findall(r"^- \*\*Cure:\*\* \S", text, re.MULTILINE)) == 1


def test_commands_that_the_docs_name_are_there() -> None:
    pages = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {
        word
        for page in pages
        for word in re.findall(r"(?:`|\$ |\| )lmskg ([a-z]+)", page.read_text(encoding="utf-8"))
    }
    assert named
    assert sorted(named - set(COMMANDS)) == []


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_is_in_the_readme(name: str) -> None:
    assert f"lmskg {name}" in README.read_text(encoding="utf-8")


def test_readme_says_that_it_is_no_medical_advice() -> None:
    assert "no medical advice" in README.read_text(encoding="utf-8")


def test_version_is_the_same_everywhere() -> None:
    from lmskg import __version__

    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.findall(r'^version = "(.+)"$', project, re.MULTILINE) == [__version__]
