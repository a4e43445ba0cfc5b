"""Which claims a picture shows, and that each stands where its source puts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store, Variable

from lmskg.assemble import assemble
from lmskg.errors import NothingToDrawError
from lmskg.graph.store import store_of
from lmskg.model import Table, to_python
from lmskg.namespaces import KG, RDFS_SUBCLASS
from lmskg.network import (
    Choice,
    answer_network,
    below,
    predicate_network,
    standings,
    term_network,
)
from lmskg.network.links import links_of_term
from lmskg.query.pins import answer
from lmskg.query.question import find_question
from lmskg.query.run import ask
from lmskg.resources import Project

if TYPE_CHECKING:
    import networkx

    Network = networkx.MultiDiGraph[str]

LMS = "https://w3id.org/lmskg/"
CLAIM = "https://w3id.org/lmskg/claim/"
DISEASE = LMS + "Leiomyosarcoma"
RISK, TREATMENT = LMS + "isRiskFactorFor", LMS + "isTreatmentFor"


@pytest.fixture(scope="module")
def shared(quads: list[Quad]) -> Store:
    """Return a store that no test here changes."""
    return store_of(quads)


def around(store: Store, project: Project, term: str = DISEASE, **choice: Any) -> Network:
    return term_network(store, term, Choice(**choice), project.prefixes())


def claims_in(network: Network) -> list[str]:
    edges = network.edges(data=True)
    return [claim for _, _, attributes in edges for claim in attributes["claims"]]


def asked(store: Store, project: Project, name: str, **settings: str) -> Table:
    return answer(find_question(name, project.answers), settings, store, project.prefixes())


def test_a_claim_about_a_broader_disease_is_an_edge_of_that_disease(
    shared: Store, project: Project
) -> None:
    network = around(shared, project, predicates=(RISK,))
    assert network.has_edge(LMS + "GardnerSyndrome", LMS + "Sarcoma")
    assert not network.has_edge(LMS + "GardnerSyndrome", DISEASE)
    assert network.nodes[DISEASE]["role"] == "asked"
    assert network.nodes[LMS + "Sarcoma"]["role"] == "broader"
    assert network.nodes[LMS + "SoftTissueSarcoma"]["role"] == "overlapping"


@pytest.mark.parametrize(
    "choice",
    [{}, {"depth": 2, "limit": 1000}, {"predicates": (RISK, TREATMENT)}],
    ids=["all", "deep", "two relations"],
)
def test_each_edge_joins_what_its_claims_join(
    shared: Store, project: Project, choice: dict[str, Any]
) -> None:
    network = around(shared, project, **choice)
    drawn = 0
    for subject, target, attributes in network.edges(data=True):
        for claim in attributes["claims"]:
            node = NamedNode(claim.replace("claim:", CLAIM))
            for predicate, end in ((KG.subject, subject), (KG.object, target)):
                assert Quad(node, NamedNode(predicate), NamedNode(end), _layer("claims")) in shared
            is_denied = (
                Quad(node, NamedNode(KG.polarity), NamedNode(KG.Denied), _layer("claims")) in shared
            )
            assert (attributes["polarity"] == "denied") is is_denied
            drawn += 1
    assert drawn > 50


def _layer(name: str) -> NamedNode:
    return NamedNode(f"https://w3id.org/lmskg/graph/{name}")


def test_every_claim_of_a_relation_is_drawn_once(shared: Store, project: Project) -> None:
    network = around(shared, project, predicates=(RISK,), limit=1000)
    query = (
        "PREFIX kg: <https://w3id.org/lmskg/vocab/> PREFIX lms: <https://w3id.org/lmskg/> "
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT (COUNT(DISTINCT ?c) AS ?n) {"
        "?c kg:predicate/rdfs:subPropertyOf* lms:isRiskFactorFor . { ?c kg:subject ?near } UNION "
        "{ ?c kg:object ?near } { lms:Leiomyosarcoma rdfs:subClassOf* ?near . ?near "
        "rdfs:subClassOf+ lms:Disease } UNION { lms:Leiomyosarcoma kg:overlaps|^kg:overlaps ?near }"
        " ?c kg:object/rdfs:label ?label }"
    )
    counted = ask(shared, query)
    assert isinstance(counted, Table)
    claims = claims_in(network)
    assert len(claims) == len(set(claims)) == to_python(counted.rows[0][0])
    assert network.graph["n_left_out"] == 0


def test_denied_and_contested_claims_are_drawn_as_such(shared: Store, project: Project) -> None:
    network = around(shared, project, predicates=(RISK, LMS + "isResistantTo"))
    smoking = network.get_edge_data(LMS + "TobaccoSmoking", LMS + "SoftTissueSarcoma")
    assert [edge["polarity"] for edge in smoking.values()] == ["denied"]
    resistant = network.get_edge_data(DISEASE, LMS + "Chemotherapy")
    assert [(e["standing"], e["claims"]) for e in resistant.values()] == [
        ("contested", ("claim:S017",))
    ]


def test_an_edge_is_hedged_and_limited_only_if_all_its_claims_are(
    shared: Store, project: Project
) -> None:
    network = around(shared, project, predicates=(RISK, TREATMENT))
    radiation = network.get_edge_data(LMS + "PriorRadiationTherapy", LMS + "SoftTissueSarcoma")
    # S049 says "may", E086-1 says it without a hedge
    assert [(e["hedge"], e["claims"]) for e in radiation.values()] == [
        ("", ("claim:E086-1", "claim:S049"))
    ]
    ruled_out = network.get_edge_data(LMS + "ExternalBeamRadiationTherapy", LMS + "Sarcoma")
    assert all(edge["is_limited"] for edge in ruled_out.values())
    chemotherapy = network.get_edge_data(LMS + "Chemotherapy", DISEASE)
    assert [edge["hedge"] for edge in chemotherapy.values()] == ["may"]


def test_a_bound_of_one_claim_is_no_bound_of_the_edge(shared: Store, project: Project) -> None:
    links = {link.claim: link for link in links_of_term(shared, DISEASE)}
    network = around(shared, project, is_broad=False, limit=1000)
    n_mixed = 0
    for *_, attributes in network.edges(data=True):
        claims = [links[claim.replace("claim:", CLAIM)] for claim in attributes["claims"]]
        if claims:
            bounds = [link.is_limited for link in claims]
            assert attributes["is_limited"] is all(bounds)
            n_mixed += len(set(bounds)) > 1
    assert n_mixed


def test_a_disease_that_is_no_end_of_the_claim_is_named(shared: Store, project: Project) -> None:
    network = around(shared, project, LMS + "Pazopanib")
    prolongs = network.get_edge_data(LMS + "Pazopanib", LMS + "ProgressionFreeSurvival")
    assert [edge["about"] for edge in prolongs.values()] == ["soft tissue sarcoma"]


def test_polarity_and_standing_choose(shared: Store, project: Project) -> None:
    denied = around(shared, project, polarities=frozenset({"denied"}))
    assert {a["polarity"] for *_, a in denied.edges(data=True) if a["claims"]} == {"denied"}
    contested = around(shared, project, standings=frozenset({"contested"}))
    assert {a["standing"] for *_, a in contested.edges(data=True) if a["claims"]} == {"contested"}
    assert "contested" in standings(shared)


def test_a_limit_keeps_the_nearest_and_says_how_many_it_leaves_out(
    shared: Store, project: Project
) -> None:
    whole = around(shared, project, predicates=(RISK,), limit=1000)
    part = around(shared, project, predicates=(RISK,), limit=9)
    assert len(part) <= 9
    assert part.graph["n_left_out"] == len(whole) - 9
    beside = {end for edge in whole.in_edges(DISEASE) for end in edge}
    assert beside <= set(part)
    smoking = LMS + "TobaccoSmoking"
    assert smoking in around(shared, project, predicates=(RISK,), limit=13)  # disputed, one claim


def test_what_is_broader_can_be_left_out(shared: Store, project: Project) -> None:
    network = around(shared, project, predicates=(RISK,), is_broad=False)
    assert [n for n, a in network.nodes(data=True) if a.get("role")] == [DISEASE]
    assert all(DISEASE in edge for edge in network.edges())


def test_depth_reaches_the_claims_of_what_is_around(shared: Store, project: Project) -> None:
    near = around(shared, project, LMS + "GardnerSyndrome", limit=1000)
    far = around(shared, project, LMS + "GardnerSyndrome", limit=1000, depth=2)
    assert set(near) < set(far)
    assert far.has_edge(LMS + "Surgery", LMS + "SoftTissueSarcoma")


def test_the_hierarchy_is_drawn_as_definitions(shared: Store, project: Project) -> None:
    network = around(shared, project, predicates=(RDFS_SUBCLASS,))
    assert network.has_edge(LMS + "BoneLeiomyosarcoma", DISEASE)
    assert network.has_edge(DISEASE, LMS + "Sarcoma")
    assert claims_in(network) == []


def test_what_stands_around_is_grouped_by_relation_and_direction(
    shared: Store, project: Project
) -> None:
    network = around(shared, project, predicates=(RISK, LMS + "spreadsTo", TREATMENT))
    groups = {
        node: (attributes["group"], attributes["is_subject"])
        for node, attributes in network.nodes(data=True)
        if "group" in attributes
    }
    assert groups[LMS + "GardnerSyndrome"] == ("is risk factor for", True)
    assert groups[LMS + "Lung"] == ("spreads to", False)
    assert groups[LMS + "Doxorubicin"] == ("is treatment for", True)  # claimed: standard treatment
    assert not {LMS + "Sarcoma", DISEASE} & set(groups)


def test_a_group_whose_claims_say_one_thing_is_headed_by_it(
    shared: Store, project: Project
) -> None:
    network = around(shared, project, LMS + "LiFraumeniSyndrome")
    assert network.nodes[LMS + "BreastCancer"]["group"] == "has core tumour"


def test_a_node_has_its_kind_and_the_most_used_kind_comes_first(
    shared: Store, project: Project
) -> None:
    network = around(shared, project, predicates=(RISK,))
    assert network.nodes[LMS + "VinylChlorideExposure"] == {
        "label": "vinyl chloride exposure",
        "kind": LMS + "Exposure",
        "kind_label": "exposure",
        "group": "is risk factor for",
        "is_subject": True,
    }
    assert network.graph["kinds"][:2] == [LMS + "Disease", LMS + "Treatment"]


def test_all_claims_of_a_relation_are_drawn(shared: Store, project: Project) -> None:
    network = predicate_network(shared, LMS + "isResistantTo", Choice(), project.prefixes())
    assert sorted(claims_in(network)) == ["claim:S017", "claim:S018"]
    assert network.graph["title"] == "is resistant to"
    assert RISK in below(shared, KG.claimPredicate)


def test_an_answer_is_drawn_by_the_claims_it_names(shared: Store, project: Project) -> None:
    table = asked(shared, project, "genes-of-inherited-conditions")
    network = answer_network(shared, table, Choice(), project.prefixes(), title="genes")
    named = {
        claim.replace(CLAIM, "claim:")
        for row in table.to_dicts()
        if (claim := row["claim"]) is not None
    }
    # the place of a gene on a chromosome is no term
    assert named - set(claims_in(network)) == {"claim:E103-2", "claim:E113-2"}
    assert set(claims_in(network)) < named
    assert any("is no term" in note for note in network.graph["notes"])


def test_both_sides_of_a_conflict_are_drawn(shared: Store, project: Project) -> None:
    table = asked(shared, project, "conflicts")
    network = answer_network(shared, table, Choice(), project.prefixes(), title="conflicts")
    assert {"claim:S017", "claim:E162"} <= set(claims_in(network))


def test_an_answer_without_claims_is_drawn_by_its_subjects_and_objects(
    shared: Store, project: Project
) -> None:
    table = asked(shared, project, "plain-links")
    choice = Choice(predicates=(LMS + "isFirstTreatmentFor",))
    network = answer_network(shared, table, choice, project.prefixes(), title="links")
    assert claims_in(network) == ["claim:E158-1", "claim:S016"]


def test_an_answer_with_neither_is_an_error(shared: Store, project: Project) -> None:
    table = asked(shared, project, "text-coverage")
    with pytest.raises(NothingToDrawError, match="its rows name no claims"):
        answer_network(shared, table, Choice(), project.prefixes(), title="coverage")
    odd = Table(("subject", "object"), ((Literal("a"), None),))
    with pytest.raises(NothingToDrawError, match="its rows name no claims"):
        answer_network(shared, odd, Choice(), project.prefixes(), title="odd")


def test_disputed_claims_stay_in_a_small_picture(shared: Store, project: Project) -> None:
    network = predicate_network(shared, RISK, Choice(limit=6), project.prefixes())
    assert len(network) <= 6
    assert network.has_edge(LMS + "Diet", LMS + "SoftTissueSarcoma")
    assert network.graph["n_left_out"] > 0


@pytest.mark.parametrize(
    ("term", "choice"),
    [(DISEASE, {"predicates": (LMS + "induces",)}), (LMS + "PlasticProduction", {"depth": 1})],
)
def test_nothing_to_draw_is_an_error(
    shared: Store, project: Project, term: str, choice: dict[str, Any]
) -> None:
    choice = {**choice, "polarities": frozenset({"denied"})}
    with pytest.raises(NothingToDrawError, match="no claim of this choice"):
        around(shared, project, term, **choice)


def test_another_disease_is_drawn_alike(mini: Project) -> None:
    store = store_of(assemble(mini))
    tumour = "https://example.org/mini/GlimmerTumour"
    network = term_network(store, tumour, Choice(), mini.prefixes())
    assert network.has_edge("https://example.org/mini/Lamp", tumour)
    assert "claim:M2" in claims_in(network)


def test_a_claim_with_two_hedges_is_one_claim(shared: Store, project: Project) -> None:
    network = around(shared, project, LMS + "RadiationTherapy", predicates=(TREATMENT,))
    edges = network.get_edge_data(LMS + "RadiationTherapy", LMS + "Sarcoma").values()
    assert [(e["hedge"], e["claims"]) for e in edges] == [("In some cases, may", ("claim:S077",))]


def test_the_hub_of_a_denied_only_disease_is_kept_out_when_nothing_is_said_of_it(
    shared: Store, project: Project
) -> None:
    network = around(shared, project, predicates=(LMS + "isResistantTo",))
    assert {n for n, a in network.nodes(data=True) if a.get("role")} == {DISEASE}
    found = ask(
        shared,
        "SELECT ?s ?o WHERE { ?s <https://w3id.org/lmskg/vocab/overlaps> ?o }",
        bindings={Variable("o"): NamedNode(DISEASE)},
    )
    assert len(found) > 0
