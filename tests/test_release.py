from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

import lmskg
from lmskg import __version__
from lmskg.assemble import assemble
from lmskg.build import asserted, read_layers
from lmskg.errors import OutputError
from lmskg.graph.store import is_same_graph, store_of
from lmskg.model import Finding, Report
from lmskg.namespaces import ASSERTED_LAYERS, GRAPH, LAYERS, OWL, RDF_TYPE
from lmskg.release import (
    Release,
    Step,
    asserted_quads,
    graph_files,
    make_release,
    prove,
    summarise,
    write_release,
)
from lmskg.resources import Project

NAMES = ["mini.ttl", "mini.nq", "mini.jsonld", "mini.owl", "report.json", "manifest.json"]


def released(project: Project) -> Release:
    quads = assemble(project)
    steps = list(prove(project, quads))
    return make_release(project, quads, steps, graph_files(project, quads))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_release_is_the_graph_in_four_formats_with_report_and_manifest(mini: Project) -> None:
    assert list(released(mini).files) == NAMES


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("mini.ttl", RdfFormat.TURTLE),
        ("mini.jsonld", RdfFormat.JSON_LD),
        ("mini.owl", RdfFormat.RDF_XML),
    ],
)
def test_asserted_graph_is_the_same_in_each_format(
    name: str, format: RdfFormat, mini: Project
) -> None:
    expected = asserted(read_layers(mini))
    assert is_same_graph(parse(released(mini).files[name], format), expected)


def test_all_layers_stand_in_one_file(mini: Project) -> None:
    quads = list(parse(released(mini).files["mini.nq"], RdfFormat.N_QUADS))
    graphs = {str(quad.graph_name).strip("<>").removeprefix(GRAPH) for quad in quads}
    assert graphs == set(LAYERS)
    assert is_same_graph(quads, assemble(mini))


def test_asserted_graph_has_one_header_and_nothing_derived(mini: Project) -> None:
    found = asserted_quads(assemble(mini))
    headers = [q for q in found if str(q.predicate) == f"<{RDF_TYPE}>" and OWL in str(q.object)]
    assert [str(q.subject) for q in headers if str(q.object) == f"<{OWL}Ontology>"] == [
        "<https://example.org/mini/mini>"
    ]
    assert is_same_graph(found, asserted(read_layers(mini)))
    derived = {"entailed", "reported", "standing", "strength", "voice"}
    assert set(LAYERS) - set(ASSERTED_LAYERS) == derived


def test_manifest_has_the_sum_of_every_file_and_input(mini: Project) -> None:
    release = released(mini)
    manifest = json.loads(release.files["manifest.json"])
    assert manifest["lmskg"] == __version__
    for part in ("files", "inputs"):
        assert list(manifest[part]) == sorted(manifest[part])
    assert manifest["files"] == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in release.files.items()
        if name != "manifest.json"
    }
    own = {
        path.relative_to(mini.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in mini.root.rglob("*")
        if path.is_file() and path.suffix != ".tsv"
    }
    own |= {
        path.relative_to(mini.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in mini.mappings
    }
    assert own.items() <= manifest["inputs"].items()
    borrowed = {mini.vocabulary, *mini.shapes, *mini.rules}
    assert len(manifest["inputs"]) == len(own) + len(borrowed)


def test_report_tells_what_was_looked_at(mini: Project) -> None:
    report = json.loads(released(mini).files["report.json"])
    assert list(report["steps"]) == ["quotes", "audit", "shapes", "questions"]
    for step in report["steps"].values():
        assert step["conforms"] is True
        assert sum(step["counts"].values()) > 0
    assert report["summary"]["claims"] == 3


def test_summary_counts_findings_of_all_steps(quads: list[Quad]) -> None:
    finding = Finding("warning", "c", "f", "m")
    steps = [Step("a", Report((finding,))), Step("b", Report((), {"questions": 7}))]
    summary = summarise(store_of(quads), steps)
    assert (summary["findings"], summary["questions answered"]) == (1, 7)
    assert all(summary[name] > 0 for name in ("classes", "claims", "evidence", "mappings"))


def test_expression_inside_a_definition_is_not_counted_as_a_class(mini: Project) -> None:
    assert " [ a owl:Class ;" in mini.ontology.read_text()
    assert summarise(store_of(assemble(mini)), [])["classes"] == 9


def test_proofs_are_given_one_by_one(mini: Project) -> None:
    (mini.root / "shapes").mkdir()
    (mini.root / "shapes" / "broken.ttl").write_text("broken")
    steps = prove(mini, assemble(mini))
    assert next(steps).name == "quotes"  # a caller that stops here never reads the shapes


def test_nothing_in_a_release_names_this_machine(mini: Project) -> None:
    for name, data in released(mini).files.items():
        for private in (str(mini.root), str(Path.home()), sys.prefix):
            assert private.encode() not in data, name


ENVIRONMENTS = [
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "4242", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"},
]


def built(project: Project, place: Path, environment: dict[str, str]) -> dict[str, bytes]:
    """Return the files that a copy of a project in another folder is built into."""
    copy = shutil.copytree(project.root / "ontology", place / "project" / "ontology").parent
    for name in ("queries", "shapes"):
        if (project.root / name).is_dir():
            shutil.copytree(project.root / name, copy / name)
    command = [sys.executable, "-m", "lmskg", "build", "-q", "-C", str(copy), "-o", "out"]
    found = {"PYTHONPATH": str(Path(lmskg.__file__).parents[1])}
    subprocess.run(command, env=os.environ | environment | found, cwd=place, check=True)
    return content(place / "out")


@pytest.mark.parametrize("name", ["mini", "project"])
def test_two_builds_are_equal_byte_for_byte(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    project: Project = request.getfixturevalue(name)
    places = [tmp_path / "one", tmp_path / "another" / "and deeper"]
    first, second = (
        built(project, place, environment)
        for place, environment in zip(places, ENVIRONMENTS, strict=True)
    )
    assert first == second
    assert len(first) == len(NAMES)


# --- writing

NEW = Release({"a.ttl": b"new a", "b.nq": b"new b", "manifest.json": b"new"}, {})


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Make a folder that holds an earlier release."""
    folder = tmp_path / "dist"
    folder.mkdir()
    for name in NEW.files:
        (folder / name).write_bytes(b"old")
    (folder / "notes.txt").write_bytes(b"mine")
    return folder


def test_new_files_stand_in_place_of_the_old_and_others_are_left(old: Path) -> None:
    write_release(NEW, old)
    assert content(old) == {**NEW.files, "notes.txt": b"mine"}


def test_folder_is_made(tmp_path: Path) -> None:
    write_release(NEW, tmp_path / "a" / "b")
    assert content(tmp_path / "a" / "b") == NEW.files


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("name", list(NEW.files))
def test_write_that_fails_leaves_every_old_file(
    number: int, name: str, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(old)
    real = Path.write_bytes

    def refuse(self: Path, data: bytes) -> int:
        if self.name == name:
            raise OSError(number, os.strerror(number))
        return real(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", refuse)
        with pytest.raises(OutputError) as caught:
            write_release(NEW, old)
    assert str(caught.value) == (
        f"{old}: cannot write: {os.strerror(number)}; nothing there was changed"
    )
    assert content(old) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into a read-only folder")
def test_read_only_folder(old: Path) -> None:
    before = content(old)
    old.chmod(0o555)
    try:
        with pytest.raises(OutputError, match="Permission denied"):
            write_release(NEW, old)
    finally:
        old.chmod(0o755)
    assert content(old) == before


def test_file_in_place_of_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "dist"
    path.write_bytes(b"mine")
    with pytest.raises(OutputError, match="cannot write"):
        write_release(NEW, path)
    assert path.read_bytes() == b"mine"


def test_folder_in_place_of_a_file_leaves_every_old_file(old: Path) -> None:
    (old / "b.nq").unlink()
    (old / "b.nq").mkdir()
    with pytest.raises(OutputError):
        write_release(NEW, old)
    assert (old / "a.ttl").read_bytes() == b"old"
    assert sorted(path.name for path in old.iterdir()) == sorted([*NEW.files, "notes.txt"])


def test_a_swap_that_breaks_in_the_middle_puts_the_old_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = {"a": b"1", "b": b"2"}, {"a": b"3", "b": b"4", "c": b"5"}
    write_release(Release(old, {}), tmp_path)
    replace = os.replace

    def interrupted(source: Path, target: Path) -> None:
        if source.name == "b" and source.parent.name.startswith(".staging"):
            raise KeyboardInterrupt
        replace(source, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_release(Release(new, {}), tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == old
