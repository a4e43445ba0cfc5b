"""The rules on the bundled graph: strength, voices and standing, also with changed comparisons."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lmskg.build import derive, in_order, read_layers
from lmskg.graph.store import in_graph
from lmskg.namespaces import GRAPH, KG, RDF_TYPE, XSD
from lmskg.resources import Project

CLAIM = "https://w3id.org/lmskg/claim/"
Layers = dict[str, list[Quad]]
Comparison = tuple[str, str, str, str, str]  # first, second, verdict, reason, disease match


@pytest.fixture(scope="module")
def layers(project: Project) -> Layers:
    return read_layers(project)


def compared(*comparisons: Comparison) -> Iterable[Quad]:
    """Yield comparisons, in short, as quads of the claims layer."""
    for first, second, *words in comparisons:
        node = NamedNode(f"https://w3id.org/lmskg/comparison/{first}-{second}")
        values = {RDF_TYPE: KG.Comparison, KG.compares: CLAIM + first}
        values[getattr(KG, "with")] = CLAIM + second
        values |= dict(
            zip((KG.verdict, KG.reason, KG.diseaseMatch), (KG.iri + w for w in words), strict=True)
        )
        yield from in_graph(
            [Quad(node, NamedNode(p), NamedNode(o)) for p, o in values.items()], GRAPH + "claims"
        )


def derived(project: Project, layers: Layers, *comparisons: Comparison) -> dict[str, str]:
    """Return claim, comparison or evidence to what the rules say; only these comparisons if any."""
    world = dict(layers)
    if comparisons:
        kept = [q for q in world["claims"] if "/comparison/" not in str(q.subject)]
        world["claims"] = [*kept, *compared(*comparisons)]
    found: dict[str, str] = {}
    wanted = {KG.standing, KG.backed, KG.strength}
    for rule in in_order(project.rules):
        world[rule.stem] = derive(world, rule)
        for quad in world[rule.stem]:
            if quad.predicate.value in wanted:
                name = str(quad.subject).strip("<>").rpartition("/")[2]
                assert name not in found, f"{name} has two values of one property"
                found[name] = str(quad.object).strip("<>").rpartition("/")[2]
    return found


@pytest.fixture(scope="module")
def whole(project: Project, layers: Layers) -> dict[str, str]:
    return derived(project, layers)


def test_each_claim_has_one_standing_and_each_evidence_one_strength(
    layers: Layers, whole: dict[str, str]
) -> None:
    nodes = {
        str(quad.subject).strip("<>").rpartition("/")[2]
        for quad in layers["claims"]
        if quad.predicate.value == RDF_TYPE
        and quad.object in (NamedNode(KG.Claim), NamedNode(KG.Evidence))
    }
    assert nodes <= set(whole)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("S017", "Contested"),  # though others agree with it
        ("S008", "Qualified"),  # a newspaper that disputes it decides nothing
        ("S004", "Qualified"),  # by tumours of which only some are leiomyosarcomas
        ("S063", "SingleSource"),  # the passage is attributed to the site that agrees
        ("S015", "RepeatedInSameWords"),
        ("E021", "Contested"),
        ("E162", "SingleSource"),  # the seed is weaker and does not contest it
        ("E039-E038", "E038"),
        ("E134-E135-4", "Neither"),
        ("S001-1", "LevelE"),
    ],
)
def test_standing_as_the_comparisons_are(whole: dict[str, str], name: str, expected: str) -> None:
    assert whole[name] == expected


NEWS = ("E021", "S008", "Disputes", "OppositeFinding", "SameDisease")
COPY = ("E195", "S079", "SameText", "CopiedText", "SameDisease")
CASES: list[tuple[str, list[Comparison], dict[str, str]]] = [
    ("a newspaper alone", [NEWS], {"S008": "SingleSource", "E021-S008": "Neither"}),
    (
        "a newspaper against an institute",
        [NEWS, ("E002", "S008", "Agrees", "AddsDetail", "SameDisease")],
        {"S008": "Supported"},
    ),
    (
        "an institute alone",
        [("E004", "S005", "Disputes", "DifferentDenominator", "NarrowerDisease")],
        {"S005": "Contested", "E004": "SingleSource", "E004-S005": "E004"},
    ),
    (
        "another tumour",
        [("E052", "S004", "Disputes", "DifferentPopulation", "OtherDisease")],
        {"S004": "SingleSource"},
    ),
    ("the same sentence", [COPY], {"S079": "RepeatedInSameWords", "E195": "RepeatedInSameWords"}),
    (
        "the same sentence, called agreement",
        [("E195", "S079", "Agrees", "CopiedText", "SameDisease")],
        {"S079": "RepeatedInSameWords"},
    ),
    (
        "another sentence of a page that copies one",
        [COPY, ("E196", "S078", "Agrees", "SameStatement", "SameDisease")],
        {"S078": "SingleSource"},
    ),
    (
        "another sentence of a page that copies none",
        [("E196", "S078", "Agrees", "SameStatement", "SameDisease")],
        {"S078": "Supported"},
    ),
    (
        "two reports of one trial",
        [("E165", "E163", "Agrees", "SameStatement", "SameDisease")],
        {"E163": "SingleSource"},
    ),
    (
        "two publications",
        [("E164", "E163", "Agrees", "SameStatement", "SameDisease")],
        {"E163": "Supported"},
    ),
    (
        "one source against itself",
        [("E013", "E230-1", "Disputes", "DifferentNumber", "SameDisease")],
        {"E013": "SingleSource", "E230-1": "SingleSource"},
    ),
    (
        "a weak source may limit, and only the second side is limited",
        [("E189", "E188", "Qualifies", "DifferentTime", "SameDisease")],
        {"E188": "Qualified", "E189": "SingleSource"},
    ),
]


@pytest.mark.parametrize(
    ("comparisons", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_standing_by_what_is_compared(
    project: Project, layers: Layers, comparisons: list[Comparison], expected: dict[str, str]
) -> None:
    found = derived(project, layers, *comparisons)
    assert {name: found[name] for name in expected} == expected


def test_the_table_decides_and_not_the_rule(project: Project, layers: Layers) -> None:
    level = NamedNode(KG.iri + "LevelE")
    loud = Literal("true", datatype=NamedNode(XSD + "boolean"))
    vocabulary = [
        Quad(q.subject, q.predicate, loud, q.graph_name)
        if q.subject == level and q.predicate.value == KG.iri + "contests"
        else q
        for q in layers["vocabulary"]
    ]
    found = derived(project, layers | {"vocabulary": vocabulary}, NEWS)
    assert found["S008"] == "Contested"


def test_contested_claim_is_not_reported(quads: list[Quad]) -> None:
    contested = {
        q.subject
        for q in quads
        if q.predicate.value == KG.standing and "Contested" in str(q.object)
    }
    said: dict[object, dict[str, object]] = {}
    for quad in quads:
        if quad.predicate.value in (KG.subject, KG.predicate, KG.object):
            said.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
    triples = {
        claim: (parts[KG.subject], parts[KG.predicate], parts.get(KG.object))
        for claim, parts in said.items()
    }
    uncontested = {triple for claim, triple in triples.items() if claim not in contested}
    only_contested = {triples[claim] for claim in contested} - uncontested
    reported = {
        (q.subject, q.predicate, q.object)
        for q in quads
        if str(q.graph_name) == f"<{GRAPH}reported>"
    }
    assert only_contested
    assert reported.isdisjoint(only_contested)
