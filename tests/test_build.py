from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lmskg.build import asserted, derive, in_order, read_layers
from lmskg.errors import (
    OntologyParseError,
    QuerySyntaxError,
    SourceFormatError,
    SourceNotFoundError,
    UnknownTermError,
)
from lmskg.namespaces import ASSERTED_LAYERS, GRAPH, KG, OWL, RDF_TYPE
from lmskg.resources import Project

EX = "https://example.org/mini/"


def change(path: Path, old: str, new: str) -> Path:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return path


def line_of(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text().split("\n"), 1) if text in line)


def test_each_layer_is_a_named_graph(mini: Project) -> None:
    layers = read_layers(mini)
    assert tuple(layers) == ASSERTED_LAYERS
    for name, quads in layers.items():
        assert {str(quad.graph_name) for quad in quads} == {f"<{GRAPH}{name}>"}


@pytest.mark.parametrize(
    ("file", "old", "new", "term", "near"),
    [
        ("mini.ttl", "subClassOf ex:Tumour", "subClassOf ex:Tumuor", "ex:Tumuor", "ex:Tumour"),
        (
            "mini.ttl",
            "dcterms:source source:a",
            "dcterms:source source:ab",
            "source:ab",
            "source:a",
        ),
        ("claims/a.ttl", "kg:subject ex:Lamp", "kg:subject ex:Lmap", "ex:Lmap", "ex:Lamp"),
        ("claims/a.ttl", "kg:subject", "kg:subjct", "kg:subjct", "kg:subject"),
        ("claims/a.ttl", "a kg:Claim", "a kg:Clam", "kg:Clam", "kg:Claim"),
        ("claims/a.ttl", "ex:hasRarity", "ex:hasRareness", "ex:hasRareness", "ex:hasRarity"),
        ("claims/a.ttl", "ev:M1-1 .", "ev:M1-2 .", "ev:M1-2", "ev:M1-1"),
        ("claims/a.ttl", "kg:Affirmed", "kg:Afirmed", "kg:Afirmed", "kg:Affirmed"),
        ("sources.ttl", "kg:PatientPage", "kg:PatientPge", "kg:PatientPge", "kg:PatientPage"),
        ("mappings/mini.sssom.tsv", "ex:Tumour", "ex:Tumor", "ex:Tumor", "ex:Tumour"),
    ],
)
def test_misspelt_term_is_named_with_its_place_and_the_nearest(
    mini: Project, file: str, old: str, new: str, term: str, near: str
) -> None:
    path = change(mini.root / "ontology" / file, old, new)
    with pytest.raises(UnknownTermError) as caught:
        read_layers(mini)
    assert caught.value.term == term
    assert near in caught.value.suggestions
    place = f"{path}:{line_of(path, term)}"
    assert str(caught.value).startswith(f"{place}: '{term}' is not declared; did you mean ")


def test_misspelt_term_of_the_vocabulary_itself_is_found(mini: Project) -> None:
    own = mini.root / "ontology" / "vocab.ttl"
    own.write_bytes(mini.vocabulary.read_bytes())
    change(own, "owl:NamedIndividual , kg:Polarity ;", "owl:NamedIndividual , kg:Polarty ;")
    with pytest.raises(UnknownTermError, match="did you mean kg:Polarity") as caught:
        read_layers(mini)
    assert caught.value.where == str(own)


def test_term_that_is_only_described_is_not_declared(mini: Project) -> None:
    path = mini.ontology
    path.write_text(path.read_text() + 'ex:Lmap kg:gloss "A misspelt lamp."@en .\n')
    with pytest.raises(UnknownTermError, match="'ex:Lmap' is not declared; did you mean ex:Lamp"):
        read_layers(mini)


def test_term_in_full_is_found_in_its_file(mini: Project) -> None:
    path = change(mini.claims[0], "kg:object ex:Rare", f"kg:object <{EX}Rarre>")
    with pytest.raises(UnknownTermError) as caught:
        read_layers(mini)
    assert (caught.value.where, caught.value.line) == (str(path), line_of(path, "Rarre"))


def test_term_like_nothing_has_no_suggestion(mini: Project) -> None:
    change(mini.claims[0], "kg:object ex:Rare", "kg:object ex:Xyzzyplugh")
    with pytest.raises(UnknownTermError, match=r"'ex:Xyzzyplugh' is not declared$"):
        read_layers(mini)


def test_longer_name_in_an_earlier_line_is_not_mistaken_for_the_term(mini: Project) -> None:
    change(mini.claims[0], "kg:object ex:GlimmerTumour", "kg:object ex:Glimmer")
    with pytest.raises(UnknownTermError) as caught:
        read_layers(mini)
    assert caught.value.line == line_of(mini.claims[0], "ex:Glimmer ;")


def test_terms_of_others_are_left_alone(mini: Project) -> None:
    change(mini.claims[0], "kg:object ex:Rare", "kg:object <https://other.org/NeverDeclared>")
    assert read_layers(mini)["claims"]


def test_unknown_prefix_is_an_error_with_its_place(mini: Project) -> None:
    path = change(mini.claims[0], "kg:object ex:Rare", "kg:object exx:Rare")
    with pytest.raises(OntologyParseError) as caught:
        read_layers(mini)
    line = line_of(path, "exx:Rare")
    assert str(caught.value) == f"{path}:{line}:15: The prefix exx: has not been declared"


def test_broken_mapping_row_is_an_error_with_its_place(mini: Project) -> None:
    path = change(mini.mappings[0], "other:T1", "othr:T1")
    with pytest.raises(SourceFormatError, match=r"mini\.sssom\.tsv:10: unknown prefix 'othr:'"):
        read_layers(mini)
    assert path.exists()


@pytest.mark.parametrize("file", ["sources.ttl", "context.jsonld"])
def test_missing_file_is_named(mini: Project, file: str) -> None:
    (mini.root / "ontology" / file).unlink()
    with pytest.raises(SourceNotFoundError, match=file):
        read_layers(mini)


def test_asserted_graph_has_the_header_of_the_definitions_only(mini: Project) -> None:
    change(mini.ontology, "a owl:Ontology", f"a owl:Ontology ; owl:imports <{KG.iri}>")
    merged = asserted(read_layers(mini))
    headers = [q.subject for q in merged if q.object == NamedNode(OWL + "Ontology")]
    assert headers == [NamedNode(EX + "mini")]
    assert all(quad.predicate != NamedNode(OWL + "imports") for quad in merged)
    assert all(quad.subject != NamedNode(KG.iri) for quad in merged)
    assert {str(quad.graph_name) for quad in merged} == {"DEFAULT"}


def test_asserted_graph_holds_every_other_triple_once(mini: Project) -> None:
    layers = read_layers(mini)
    layers["sources"] = [*layers["sources"], *layers["sources"]]
    merged = asserted(layers)
    all_triples = {quad.triple for quads in layers.values() for quad in quads}
    dropped = {t for t in all_triples if t.subject == NamedNode(KG.iri)}
    assert len(merged) == len(set(merged))
    assert {quad.triple for quad in merged} == all_triples - dropped


@pytest.mark.parametrize("other", [False, True], ids=["in one file", "in two files"])
def test_record_that_stands_twice_is_an_error_with_its_line(mini: Project, other: bool) -> None:
    first = mini.claims[0]
    prefixes = "".join(
        line for line in first.read_text().splitlines(True) if line.startswith("@prefix")
    )
    again = "claim:M2 a kg:Claim .\n"
    if other:
        path = first.with_name("b.ttl")
        path.write_text(prefixes + again)
    else:
        path = first
        path.write_text(first.read_text() + "\n" + again)
    line = len(path.read_text().splitlines())
    with pytest.raises(SourceFormatError) as caught:
        read_layers(mini)
    reason = "claim:M2 is recorded a second time; the first is in a.ttl"
    assert (caught.value.path, caught.value.line, caught.value.reason) == (path, line, reason)


REPORTED = Quad(
    NamedNode(EX + "Lamp"),
    NamedNode(EX + "isTreatmentFor"),
    NamedNode(EX + "GlimmerTumour"),
    NamedNode(GRAPH + "reported"),
)


def test_reported_graph_holds_plain_affirmed_claims_with_a_term_as_object(mini: Project) -> None:
    # M1 has a predicate that is not plain, M3 has no object
    assert derive(read_layers(mini), mini.rules[0]) == [REPORTED]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kg:polarity kg:Affirmed", "kg:polarity kg:Denied"),
        ("kg:polarity kg:Affirmed", "kg:polarity kg:Affirmed ; kg:standing kg:Contested"),
        ("kg:object ex:GlimmerTumour", 'kg:object "all of them"'),
    ],
)
def test_denied_contested_or_termless_claim_is_not_reported(
    mini: Project, old: str, new: str
) -> None:
    path = mini.claims[0]
    before, mark, after = path.read_text().partition("claim:M2 ")
    assert old in after
    path.write_text(before + mark + after.replace(old, new, 1))
    assert derive(read_layers(mini), mini.rules[0]) == []


def test_claim_of_any_other_standing_is_reported(mini: Project) -> None:
    layers = read_layers(mini)
    claim = NamedNode(EX + "claim/M2")
    standing = Quad(claim, NamedNode(KG.standing), NamedNode(KG.iri + "Qualified"), DefaultGraph())
    layers["claims"].append(standing)
    assert derive(layers, mini.rules[0]) == [REPORTED]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("SELECT * { ?s ?p ?o }", "a rule is a CONSTRUCT query"),
        ("ASK { ?s ?p ?o }", "a rule is a CONSTRUCT query"),
        ("CONSTRUCT { ?s ?p }", "error at 1:"),
    ],
)
def test_rule_that_constructs_nothing_is_refused(mini: Project, rule: str, reason: str) -> None:
    path = mini.root / "own.rq"
    path.write_text(rule)
    with pytest.raises(QuerySyntaxError, match=reason):
        derive(read_layers(mini), path)


def test_rule_sees_all_layers_as_one_graph_and_names_its_own(mini: Project) -> None:
    path = mini.root / "own.rq"
    path.write_text(
        f"CONSTRUCT {{ ?claim a ?x }} {{ ?claim a <{KG.Claim}> ; <{KG.object}> ?x . "
        f"?x <{RDF_TYPE}> <{OWL}Class> }}"
    )
    found = derive(read_layers(mini), path)
    assert [str(quad.graph_name) for quad in found] == [f"<{GRAPH}own>"] * 2
    assert not any(isinstance(quad.object, Literal) for quad in found)


def rules(folder: Path, **after: str) -> list[Path]:
    """Return rule files with a heading; `name=""` is a rule that asks for no other."""
    paths = []
    for name, others in after.items():
        path = folder / f"{name}.rq"
        path.write_text(f"# a rule\n# after: {others}\nCONSTRUCT" if others else "CONSTRUCT")
        paths.append(path)
    return paths


def test_rules_run_after_those_they_ask_for_else_by_name(tmp_path: Path) -> None:
    found = in_order(rules(tmp_path, a="d c", b="", c="d", d="", e="b"))
    names = [path.stem for path in found]
    assert names == ["b", "d", "c", "e", "a"]


def test_bundled_rules_report_what_is_left_when_the_standing_is_known(project: Project) -> None:
    names = [path.stem for path in in_order(project.rules)]
    assert names == ["strength", "voice", "standing", "reported"]


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        ({"a": "b"}, "a.rq: SPARQL syntax: no rule b to come after"),
        ({"a": "a"}, "a after a: a circle"),
        ({"a": "b", "b": "a"}, "after b after a: a circle|after a after b: a circle"),
    ],
)
def test_rules_that_cannot_be_put_in_order_are_refused(
    tmp_path: Path, after: dict[str, str], reason: str
) -> None:
    with pytest.raises(QuerySyntaxError, match=reason):
        in_order(rules(tmp_path, **after))
