"""Finding terms by what people call them, and the card of what the graph says of one."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from lmskg.errors import AmbiguousTermError, TermNotFoundError, UnknownPrefixError
from lmskg.graph.store import parse_bytes, store_of
from lmskg.resources import Project
from lmskg.terms import (
    ClaimLink,
    MappingLink,
    ReportedTriple,
    TermLink,
    describe,
    find_term,
    format_card,
)

EX = "https://example.org/"
PREFIXES = {
    "ex": EX,
    "claim": f"{EX}claim/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "other": f"{EX}other/",
    "owl": "http://www.w3.org/2002/07/owl#",
}
WORLD = """
@prefix ex: <https://example.org/> .
@prefix claim: <https://example.org/claim/> .
@prefix graph: <https://w3id.org/lmskg/graph/> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .

graph:ontology {
  ex:Disease a owl:Class ; rdfs:label "disease"@en .
  ex:Glow a owl:Class ; rdfs:label "glow tumour"@en , "Leuchttumor"@de ;
    rdfs:subClassOf ex:Disease ;
    skos:definition "A tumour that glows."@en ; kg:gloss "A lump that shines."@en ;
    oio:hasExactSynonym "glow-tumor"@en , "Shine’s disease"@en , "GT"@en ;
    oio:hasBroadSynonym "tumour"@en ; oio:hasRelatedSynonym "lamp"@en ;
    kg:everydayWord "shiner"@en ; dcterms:source ex:book .
  ex:LampGlow a owl:Class ; rdfs:label "lamp glow tumour"@en ;
    owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( ex:Glow
      [ a owl:Restriction ; owl:onProperty ex:hasSite ; owl:someValuesFrom ex:Lamp ] ) ] .
  ex:Lamp a owl:Class ; rdfs:label "lamp"@en ; oio:hasExactSynonym "light biopsy"@en .
  ex:Candle a owl:Class ; rdfs:label "candle"@en ; kg:everydayWord "shiny"@en , "light"@en .
  ex:Torch a owl:Class ; rdfs:label "torch"@en ; kg:everydayWord "light"@en ;
    owl:deprecated true ; dcterms:isReplacedBy ex:Lamp .
  ex:hasSite a owl:ObjectProperty ; rdfs:label "has site"@en .
  ex:treats a owl:AnnotationProperty ; rdfs:label "treats"@en ;
    rdfs:subPropertyOf kg:claimPredicate .
}
graph:vocabulary {
  kg:claimPredicate a owl:AnnotationProperty ; rdfs:label "claim predicate"@en .
  kg:Claim a owl:Class ; rdfs:label "claim"@en .
}
graph:entailed { ex:LampGlow rdfs:subClassOf ex:Glow . }
graph:claims {
  claim:1 a kg:Claim ; kg:subject ex:Lamp ; kg:predicate ex:treats ; kg:object ex:Glow ;
    kg:disease ex:Glow ; kg:polarity kg:Affirmed ; kg:statement "Light helps."@en .
  claim:2 a kg:Claim ; kg:subject ex:Candle ; kg:predicate ex:treats ; kg:object ex:Glow ;
    kg:disease ex:Disease ; kg:polarity kg:Denied ; kg:statement "Wax does not help."@en ;
    kg:condition ex:Lamp .
  claim:3 a kg:Explanation ; kg:disease ex:Glow ; kg:statement "Light helps for it is warm."@en .
  ex:number kg:denominator ex:Glow .
}
graph:reported { ex:Lamp ex:treats ex:Glow . }
graph:mappings {
  ex:Glow skos:exactMatch <https://example.org/other/T1> .
  ex:m1 a sssom:Mapping ; sssom:subject_id ex:Glow ; sssom:predicate_id skos:exactMatch ;
    sssom:object_id <https://example.org/other/T1> ; sssom:object_label "Glow Neoplasm" ;
    sssom:object_source_version "25.1" .
}
"""


@pytest.fixture(scope="module")
def world() -> Store:
    return store_of(parse_bytes(WORLD.encode(), RdfFormat.TRIG, "inline"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("glow tumour", "Glow"),
        ("  Glow   TUMOUR ", "Glow"),
        ("Glow-Tumours", "Glow"),
        ("glowtumor", "Glow"),
        ("Leuchttumor", "Glow"),
        ("Shine's disease", "Glow"),
        ("shine’s Disease", "Glow"),
        ("Shines disease", "Glow"),
        ("shine diseases", "Glow"),
        ("gt", "Glow"),
        ("tumours", "Glow"),
        ("shiners", "Glow"),
        ("lamp", "Lamp"),  # the label counts before a related synonym
        ("light biopsies", "Lamp"),
        ("diseases", "Disease"),
        ("ex:Glow", "Glow"),
        ("https://example.org/Glow", "Glow"),
        ("<https://example.org/Glow>", "Glow"),
        ("claim:1", "claim/1"),
        ("has site", "hasSite"),
    ],
)
def test_a_term_is_found_by_its_names(world: Store, text: str, name: str) -> None:
    assert find_term(world, text, PREFIXES) == EX + name


@pytest.mark.parametrize(
    ("text", "suggestions"),
    [
        ("glow tumou", ["glow tumour", "lamp glow tumour"]),
        ("glimmer tumour", ["glow tumour"]),
        ("candel", ["candle"]),
        ("ex:Glou", ["ex:Glow"]),
        ("https://example.org/Candel", ["ex:Candle"]),
        ("<not an iri>", []),
        ("ex:", []),
        ("ex:[", []),
        ("zzzz", []),
        ("", []),
        ("'-", []),
    ],
)
def test_a_near_miss_names_what_is_near(world: Store, text: str, suggestions: list[str]) -> None:
    with pytest.raises(TermNotFoundError) as caught:
        find_term(world, text, PREFIXES)
    assert caught.value.text == text
    assert caught.value.suggestions == suggestions
    assert len(caught.value.suggestions) <= 3


def test_a_name_of_two_terms_is_ambiguous(world: Store) -> None:
    with pytest.raises(AmbiguousTermError) as caught:
        find_term(world, "Lights", PREFIXES)
    assert caught.value.candidates == ["candle (ex:Candle)", "torch (ex:Torch)"]
    assert str(caught.value) == (
        "'Lights' may mean candle (ex:Candle) or torch (ex:Torch); ask for one of them"
    )


def test_an_unknown_prefix_is_named(world: Store) -> None:
    with pytest.raises(UnknownPrefixError, match="'nope:'"):
        find_term(world, "nope:Glow", PREFIXES)


def test_card_holds_what_the_graph_says(world: Store) -> None:
    card = describe(world, f"{EX}Glow", PREFIXES)
    assert (card.iri, card.curie, card.kind) == (f"{EX}Glow", "ex:Glow", "class")
    assert (card.label, card.definition) == ("glow tumour", "A tumour that glows.")
    assert card.gloss == "A lump that shines."
    assert card.synonyms == {
        "exact": ("GT", "Shine’s disease", "glow-tumor"),
        "broad": ("tumour",),
        "related": ("lamp",),
    }
    assert card.everyday_words == ("shiner",)
    assert card.sources == ("ex:book",)
    assert card.superclasses == (TermLink(f"{EX}Disease", "ex:Disease", "disease"),)
    assert card.subclasses == (
        TermLink(f"{EX}LampGlow", "ex:LampGlow", "lamp glow tumour", entailed=True),
    )
    assert card.mappings == (MappingLink("skos:exactMatch", "other:T1", "Glow Neoplasm", "25.1"),)
    assert card.claims == (
        ClaimLink(f"{EX}claim/1", "claim:1", "Light helps.", "affirmed", ("object", "disease")),
        ClaimLink(f"{EX}claim/2", "claim:2", "Wax does not help.", "denied", ("object",)),
        ClaimLink(f"{EX}claim/3", "claim:3", "Light helps for it is warm.", "", ("disease",)),
    )
    assert card.reported == (ReportedTriple("lamp", "treats", "glow tumour"),)
    assert not card.obsolete
    assert card.equivalent == ()


def test_card_of_a_defined_class_says_its_definition_in_words(world: Store) -> None:
    card = describe(world, f"{EX}LampGlow", PREFIXES)
    assert card.equivalent == ("glow tumour that has site some lamp",)
    assert card.superclasses == (TermLink(f"{EX}Glow", "ex:Glow", "glow tumour", entailed=True),)


def test_card_names_every_role_in_a_claim(world: Store) -> None:
    roles = {c.curie: c.roles for c in describe(world, f"{EX}Lamp", PREFIXES).claims}
    assert roles == {"claim:1": ("subject",), "claim:2": ("condition",)}


def test_card_of_a_property(world: Store) -> None:
    card = describe(world, f"{EX}treats", PREFIXES)
    assert card.kind == "annotation property"
    assert [link.label for link in card.superclasses] == ["claim predicate"]
    assert [claim.roles for claim in card.claims] == [("predicate",), ("predicate",)]


def test_card_of_a_claim(world: Store) -> None:
    card = describe(world, f"{EX}claim/2", PREFIXES)
    assert (card.kind, card.label) == ("claim", "Wax does not help.")
    assert "No source" not in format_card(card)


def test_card_of_an_obsolete_term(world: Store) -> None:
    card = describe(world, f"{EX}Torch", PREFIXES)
    assert card.obsolete
    assert [link.curie for link in card.replaced_by] == ["ex:Lamp"]
    assert "OBSOLETE; use lamp instead" in format_card(card)


def test_card_without_prefixes_has_iris(world: Store) -> None:
    assert describe(world, f"{EX}Glow").curie == f"{EX}Glow"


def test_card_of_nothing_is_an_error(world: Store) -> None:
    with pytest.raises(TermNotFoundError):
        describe(world, f"{EX}Nowhere", PREFIXES)


def test_card_is_json(world: Store) -> None:
    card = describe(world, f"{EX}Glow", PREFIXES)
    value = json.loads(json.dumps(card.to_dict()))
    assert value["claims"][1]["polarity"] == "denied"
    assert value["subclasses"][0]["entailed"] is True


def test_card_as_text(world: Store) -> None:
    assert (
        format_card(describe(world, f"{EX}Glow", PREFIXES))
        == """\
glow tumour (ex:Glow, class)
In plain words: A lump that shines.
Definition: A tumour that glows.
Defined from: ex:book
Exact synonyms: GT; Shine’s disease; glow-tumor
Broad synonyms: tumour
Related synonyms: lamp
Everyday words: shiner
Is a kind of: disease
Has kinds: lamp glow tumour (entailed)

In other ontologies
  skos:exactMatch other:T1 Glow Neoplasm (25.1)

Claims that speak of it: 1
  claim:1 Light helps. (as object, disease)

Claims that say what is not so: 1
  claim:2 Wax does not help. (as object)

Other records that speak of it: 1
  claim:3 Light helps for it is warm. (as disease)

Reported by at least one source, for counting and drawing
  lamp treats glow tumour

This is no medical advice."""
    )


def test_text_says_when_no_source_speaks_of_a_term(world: Store) -> None:
    text = format_card(describe(world, f"{EX}LampGlow", PREFIXES))
    assert "\nNo source here speaks of it.\n" in text
    assert "Claims" not in text


def test_text_keeps_to_its_width(store: Store, project: Project) -> None:
    iri = find_term(store, "LMS", project.prefixes())
    text = format_card(describe(store, iri, project.prefixes()), width=80)
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 80


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("womb", "Uterus"),
        ("Leio-Myo Sarcomas", "Leiomyosarcoma"),
        ("Gardner's syndrome", "GardnerSyndrome"),
        ("blood stream", "Bloodstream"),
        ("x ray", "Radiography"),
    ],
)
def test_bundled_terms_are_found_as_lay_people_write_them(
    store: Store, project: Project, text: str, name: str
) -> None:
    assert find_term(store, text, project.prefixes()) == f"https://w3id.org/lmskg/{name}"


def test_every_bundled_term_is_found_by_its_label(store: Store, project: Project) -> None:
    prefixes = project.prefixes()
    names = store.query(
        "SELECT ?term ?label WHERE { GRAPH <https://w3id.org/lmskg/graph/ontology> "
        "{ ?term <http://www.w3.org/2000/01/rdf-schema#label> ?label } } ORDER BY ?label"
    )
    assert isinstance(names, QuerySolutions)
    pairs = [(row["term"].value, row["label"].value) for row in names]
    assert len(pairs) > 100
    assert [p for p in pairs if find_term(store, p[1], prefixes) != p[0]] == []


def test_claims_of_a_card_stand_in_order(store: Store, project: Project) -> None:
    iri = find_term(store, "LMS", project.prefixes())
    claims = describe(store, iri, project.prefixes()).claims
    assert len(claims) > 20
    assert all(a.iri < b.iri for a, b in pairwise(claims))


def test_import_loads_nothing_heavy() -> None:
    heavy = "{'rdflib', 'rapidfuzz', 'owlready2', 'rustdl', 'networkx', 'pandas'}"
    code = f"import sys, lmskg.terms; print(*{heavy} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
