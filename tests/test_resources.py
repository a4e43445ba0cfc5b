from __future__ import annotations

from pathlib import Path

import pytest

from lmskg.errors import SourceFormatError, SourceNotFoundError
from lmskg.resources import Project, bundled, bundled_root, open_project


def test_every_place_of_the_bundled_project_is_there() -> None:
    project = bundled()
    for path in (*project.inputs(), *project.shapes, *project.answers):
        assert path.is_file(), path
    assert project.texts.is_dir()
    assert project.claims
    assert project.shapes
    assert project.answers
    names = [path.name for path in project.rules]
    assert names == ["reported.rq", "standing.rq", "strength.rq", "voice.rq"]


def test_lists_of_files_are_sorted_by_name(mini: Project) -> None:
    for name in ("z.ttl", "B.ttl", "b.ttl"):
        (mini.root / "ontology" / "claims" / name).touch()
    assert [p.name for p in mini.claims] == ["B.ttl", "a.ttl", "b.ttl", "z.ttl"]


def test_comparisons_are_claims_where_there_are_any(mini: Project) -> None:
    (mini.root / "ontology" / "comparisons.ttl").touch()
    assert [p.name for p in mini.claims] == ["a.ttl", "comparisons.ttl"]


def test_project_takes_what_it_lacks_from_the_bundled_one(mini: Project) -> None:
    assert mini.vocabulary == bundled_root() / "ontology" / "vocab.ttl"
    assert mini.shapes == bundled().shapes
    assert mini.rules == bundled().rules
    own = {
        "vocabulary": mini.root / "ontology" / "vocab.ttl",
        "shapes": mini.root / "shapes" / "own.ttl",
        "rules": mini.root / "queries" / "rules" / "own.rq",
    }
    for path in own.values():
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert mini.vocabulary == own["vocabulary"]
    assert mini.shapes == [own["shapes"]]
    assert mini.rules == [own["rules"]]


def test_a_project_has_one_ontology_file(mini: Project) -> None:
    assert mini.ontology.name == "mini.ttl"
    (mini.root / "ontology" / "other.ttl").touch()
    with pytest.raises(SourceNotFoundError, match=r"found mini\.ttl, other\.ttl"):
        mini.ontology  # noqa: B018 - the property itself raises
    for path in (mini.root / "ontology").glob("*.ttl"):
        path.unlink()
    with pytest.raises(SourceNotFoundError, match="found none"):
        mini.ontology  # noqa: B018 - the property itself raises


def test_message_about_ontology_files_is_the_same_in_every_run(mini: Project) -> None:
    (mini.root / "ontology" / "other.ttl").touch()
    with pytest.raises(
        SourceNotFoundError, match=r"comparisons\.ttl, sources\.ttl, vocab\.ttl; found"
    ):
        mini.ontology  # noqa: B018 - the property itself raises


def test_folder_without_an_ontology_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="it has no 'ontology' folder"):
        open_project(tmp_path)


def test_prefixes_come_from_the_context(mini: Project) -> None:
    mini.context.write_text(
        '{"@context": {"a": "https://a.org/", "B": {"@id": "https://b.org/B_", "@prefix": true}}}'
    )
    assert mini.prefixes() == {"a": "https://a.org/", "B": "https://b.org/B_"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"@context": {\n"a" "b"}}', 2),
        ('{"context": {}}', None),
        ('{"@context": {"a": {"@prefix": true}}}', None),
        ("[]", None),
        ('{"@context": ["https://a.org/context"]}', None),
    ],
)
def test_broken_context_is_refused(mini: Project, text: str, line: int | None) -> None:
    mini.context.write_text(text)
    with pytest.raises(SourceFormatError, match="JSON object") as caught:
        mini.prefixes()
    assert caught.value.line == line


def test_all_own_namespaces_have_a_prefix() -> None:
    prefixes = bundled().prefixes()
    base = "https://w3id.org/lmskg/"
    assert prefixes["lms"] == base
    assert prefixes["kg"] == f"{base}vocab/"
    assert prefixes["claim"] == f"{base}claim/"
    assert len(set(prefixes.values())) == len(prefixes)
