"""OWL tools read `dist/*.owl`: it is OWL 2 DL, and ROBOT gives back every triple."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat

from lmskg.graph.store import canonical, parse_file, serialise
from lmskg.reason.expressions import Definitions
from lmskg.release import asserted_quads
from lmskg.resources import Project

from .java_tools import Robot, find_robot

OWL = "http://www.w3.org/2002/07/owl#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DATATYPE = "http://www.w3.org/2000/01/rdf-schema#Datatype"
# OWL tools declare the datatypes that the map of OWL 2 lacks: those of the dates of sources
DECLARED_DATATYPES = {
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("date", "gYear", "gYearMonth")
}


@pytest.fixture(scope="module")
def robot() -> Robot:
    return find_robot()


@pytest.fixture(scope="module")
def owl(quads: list[Quad], project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the asserted graph as RDF/XML, as a build does with `<name>.owl`."""
    path = tmp_path_factory.mktemp("owl") / f"{project.ontology.stem}.owl"
    path.write_bytes(serialise(asserted_quads(quads), RdfFormat.RDF_XML, project.prefixes()))
    return path


def triples(path: Path) -> set[tuple[str, str, str]]:
    """Return the triples of a file; blank nodes have the names of RDFC-1.0."""
    return {
        (str(quad.subject), str(quad.predicate), str(quad.object))
        for quad in canonical(parse_file(path))
    }


def declarations(path: Path) -> set[tuple[str, str, str]]:
    """Return the declarations that OWL tools add: of each individual, and of the datatypes."""
    quads = parse_file(path)
    classes = {
        quad.subject
        for quad in quads
        if quad.predicate.value == RDF_TYPE and quad.object == NamedNode(f"{OWL}Class")
    }
    individuals = {
        str(quad.subject)
        for quad in quads
        if quad.predicate.value == RDF_TYPE and quad.object in classes
    }
    return {(name, f"<{RDF_TYPE}>", f"<{OWL}NamedIndividual>") for name in individuals} | {
        (f"<{name}>", f"<{RDF_TYPE}>", f"<{DATATYPE}>") for name in DECLARED_DATATYPES
    }


def test_is_owl_2_dl(owl: Path, robot: Robot, tmp_path: Path) -> None:
    report = tmp_path / "profile.txt"
    run = robot.run("validate-profile", "--profile", "DL", "--input", owl, "--output", report)
    assert run.returncode == 0, report.read_text(encoding="utf-8")


def test_profile_check_can_fail(owl: Path, robot: Robot, tmp_path: Path) -> None:
    broken = tmp_path / "broken.owl"
    data = owl.read_bytes().replace(
        b"</rdf:RDF>",
        b'<rdf:Description rdf:about="https://example.org/A"><rdfs:subClassOf '
        b'xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" '
        b'rdf:resource="https://example.org/B"/></rdf:Description></rdf:RDF>',
    )
    broken.write_bytes(data)
    report = tmp_path / "profile.txt"
    run = robot.run("validate-profile", "--profile", "DL", "--input", broken, "--output", report)
    assert run.returncode == 1
    assert "undeclared class: <https://example.org/A>" in report.read_text(encoding="utf-8")


def test_members_stand_in_the_order_that_owl_tools_write(owl: Path) -> None:
    """OWL gives `owl:members` no order; tools sort them by IRI, and so do the data."""
    definitions = Definitions(parse_file(owl))
    lists = [
        [str(member) for member in definitions.members(node[f"{OWL}members"][0])]
        for node in definitions.nodes.values()
        if f"{OWL}members" in node
    ]
    assert lists
    assert lists == [sorted(members) for members in lists]


@pytest.mark.parametrize("ending", ["ofn", "ttl"])
def test_robot_gives_back_every_triple(
    owl: Path, robot: Robot, tmp_path: Path, ending: str
) -> None:
    there = robot.convert(owl, tmp_path / f"there.{ending}")
    back = robot.convert(there, tmp_path / "back.owl")
    before, after = triples(owl), triples(back)
    assert sorted(before - after) == []
    assert after - before == declarations(owl) - before
