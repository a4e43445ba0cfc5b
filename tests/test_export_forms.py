"""The table of forms: what it promises holds for each, and the documentation shows it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from lmskg.errors import OutputError, UnsupportedFormatError
from lmskg.export import FORMS, find_form
from lmskg.export.loss import Loss, losses_of, sentence
from lmskg.tables import tables

from . import formats
from .export_tools import CLAIMS, PREFIXES, there_and_back
from .graph_strategies import NASTY

LOSSLESS = [form.name for form in FORMS.values() if form.lossless and form.reader]
LOSSY = [form.name for form in FORMS.values() if not form.lossless]
TEA = list(parse(CLAIMS, RdfFormat.TURTLE))


def test_the_page_of_formats_shows_the_forms_that_there_are() -> None:
    text = formats.PAGE.read_text(encoding="utf-8")
    assert text == formats.renewed(text), "run: python -m tests.formats"
    assert all(f"| `{name}` |" in text for name in FORMS)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_functions_of_a_form_are_there(form: object) -> None:
    for place in filter(None, (getattr(form, "writer"), getattr(form, "reader"))):  # noqa: B009
        module, _, name = place.partition(":")
        assert callable(getattr(import_module(f"lmskg.export.{module}"), name))


@pytest.mark.parametrize("name", LOSSLESS)
@pytest.mark.parametrize("quads", [TEA, NASTY, []], ids=["claims", "nasty", "empty"])
def test_what_a_lossless_form_carries_is_everything(name: str, quads: list[Quad]) -> None:
    assert set(there_and_back(name, quads)) == set(quads)
    assert find_form(name).left_out(tables(quads, PREFIXES)) == ()


@pytest.mark.parametrize("name", LOSSY)
def test_a_lossy_form_says_what_it_lost(name: str, tmp_path: Path) -> None:
    rows = tables(NASTY, PREFIXES)
    lost = find_form(name).left_out(rows)
    assert lost
    assert all(loss.count > 0 for loss in lost)
    told = find_form(name).write(rows, tmp_path / "out")
    assert told == sentence(lost)
    assert told.startswith("left out: ")


def test_losses_are_ranked_and_none_is_empty() -> None:
    from collections import Counter

    counted = Counter({"b": 2, "a": 2, "c": 5, "none": 0})
    assert losses_of(counted) == (Loss("c", 5), Loss("a", 2), Loss("b", 2))
    assert sentence(()) == ""


@pytest.mark.parametrize("name", [form.name for form in FORMS.values() if form.is_folder])
def test_a_folder_that_is_not_empty_is_left_alone(name: str, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="not empty"):
        find_form(name).write(tables(TEA), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", FORMS)
def test_a_writer_that_fails_leaves_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tables(TEA)
    (tmp_path / "here").mkdir()
    monkeypatch.setattr(type(rows), "edges", lambda self: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OutputError, match="full"):
        find_form(name).write(rows, tmp_path / "here" / "out")
    assert list((tmp_path / "here").iterdir()) == []


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnsupportedFormatError, match="graphml"):
        find_form("graphmll")
