from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

import lmskg
from lmskg.errors import QueryNotFoundError, TermNotFoundError
from lmskg.resources import Project

EX = "https://example.org/mini/"


def test_all_is_what_is_visible_sorted() -> None:
    visible = [name for name in dir(lmskg) if not name.startswith("_")]
    assert lmskg.__all__ == visible
    assert sorted(lmskg.__all__) == lmskg.__all__
    for name in lmskg.__all__:
        assert getattr(lmskg, name) is not None


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'lmskg' has no attribute 'laod'"):
        lmskg.laod  # noqa: B018


def test_functions_keep_their_names_whatever_is_imported_first() -> None:
    # a fresh process, because here the rooms `query` and `validate` were imported long ago
    code = (
        "import lmskg.query.run, lmskg.validate.report, lmskg, inspect\n"
        "from lmskg import api\n"
        "assert lmskg.query is api.query and lmskg.validate is api.validate\n"
        "from lmskg import query, validate\n"
        "assert inspect.isfunction(query) and inspect.isfunction(validate)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_load_gives_a_plain_rdflib_graph_with_prefixes(mini: Project) -> None:
    graph = lmskg.load(project=mini)
    assert type(graph) is rdflib.Graph
    assert dict(graph.namespaces())["ex"] == rdflib.URIRef(EX)
    lamp, plain = rdflib.URIRef(EX + "Lamp"), rdflib.URIRef(EX + "isTreatmentFor")
    assert list(graph.objects(lamp, plain)) == [rdflib.URIRef(EX + "GlimmerTumour")]


def test_layers_are_chosen(mini: Project) -> None:
    assert len(lmskg.load(layers=["reported"], project=mini)) == 1
    assert len(lmskg.load(layers=["entailed", "reported"], project=mini)) == 2
    assert len(lmskg.load(layers=[], project=mini)) == 0


def test_unknown_layer_is_an_error(mini: Project) -> None:
    with pytest.raises(lmskg.LmskgError, match="'reportd'"):
        lmskg.load(layers=["reportd"], project=mini)


def test_bundled_graph_is_the_default() -> None:
    graph = lmskg.load(layers=["reported"])
    assert rdflib.URIRef("https://w3id.org/lmskg/isRiskFactorFor") in set(graph.predicates())


def test_question_is_asked_of_a_graph_a_file_or_the_project(mini: Project, tmp_path: Path) -> None:
    graph = lmskg.load(project=mini)
    path = tmp_path / "a.ttl"
    graph.serialize(path, format="turtle")
    size = len(graph)
    tables = [lmskg.query(data, "treatments", project=mini) for data in (graph, path, None)]
    assert tables[0] == tables[1] == tables[2]
    assert tables[0].to_dicts() == [
        {
            "treatment": EX + "Lamp",
            "statement": "Light is used against it.",
            "claim": EX + "claim/M2",
            "disease": EX + "GlimmerTumour",
        }
    ]
    assert len(graph) == size


@pytest.mark.parametrize(
    "disease", ["ex:LampTumour", EX + "LampTumour", rdflib.URIRef(EX + "LampTumour")]
)
def test_parameters_are_curies_or_iris(mini: Project, disease: str) -> None:
    assert len(lmskg.query(None, "treatments", project=mini, disease=disease)) == 0


def test_unknown_question_is_an_error(mini: Project) -> None:
    with pytest.raises(QueryNotFoundError, match="did you mean treatments"):
        lmskg.query(None, "treatmens", project=mini)


def test_questions_are_listed_by_name(mini: Project) -> None:
    assert list(lmskg.questions(project=mini)) == ["treatments"]
    assert "risk-factors" in lmskg.questions()


def test_term_is_shown(mini: Project) -> None:
    assert lmskg.show("torch", project=mini).label == "lamp"
    with pytest.raises(TermNotFoundError, match="lamp"):
        lmskg.show("lampp", project=mini)


def test_graph_is_validated(mini: Project) -> None:
    assert lmskg.validate(project=mini).conforms
    graph = lmskg.load(project=mini)
    reading = rdflib.URIRef("https://w3id.org/lmskg/vocab/reading")
    graph.remove((rdflib.URIRef(EX + "claim/M1"), reading, None))
    report = lmskg.validate(graph, project=mini)
    assert {finding.focus for finding in report.findings} == {EX + "claim/M1"}


def test_project_is_opened() -> None:
    root = Path(__file__).parent / "data" / "mini"
    assert lmskg.open_project(root).ontology.name == "mini.ttl"
    with pytest.raises(lmskg.LmskgError, match="no project here"):
        lmskg.open_project(root / "ontology")
