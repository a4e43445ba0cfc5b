"""The mappings of the bundled ontology: what holds among them, and against what they point to."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lmskg.build import read_layers
from lmskg.namespaces import RDFS_LABEL, SKOS
from lmskg.reason import classify
from lmskg.resources import Project, bundled
from lmskg.sssom import SEMAPV, Mapping, MappingSet, read_mappings
from lmskg.terminology.packed import read_unpacked

SHARED = Path(__file__).parents[2] / "shared" / "data"
LMS = "https://w3id.org/lmskg/"
OBO = "http://purl.obolibrary.org/obo/"
EXACT, BROAD, NARROW = (f"{SKOS}{kind}Match" for kind in ("exact", "broad", "narrow"))
# the vocabulary of each file; those of `other` have a few rows each
SPACES = {
    "biolink": ["https://w3id.org/biolink/vocab/"],
    "chebi": [f"{OBO}CHEBI_"],
    "doid": [f"{OBO}DOID_"],
    "hgnc": ["http://identifiers.org/hgnc/"],
    "lms": [f"{OBO}NCIT_"],
    "mesh": ["http://id.nlm.nih.gov/mesh/"],
    "mondo": [f"{OBO}MONDO_"],
    "oncotree": ["https://oncotree.mskcc.org/?version=oncotree_latest_stable&field=CODE&search="],
    "orphanet": ["http://www.orpha.net/ORDO/Orphanet_"],
    "other": ["https://omim.org/entry/", f"{OBO}RO_"],
    "uberon": [f"{OBO}UBERON_"],
}
SCOPES = ["adult", "advanced", "bone", "childhood", "grade", "leiomyosarcoma", "metastatic"]
SCOPES += ["recurrent", "sarcoma", "soft tissue", "stage", "unresectable"]
Shelf = dict[str, tuple[str, str]]  # IRI to label and version


@cache
def mapping_set(name: str) -> MappingSet:
    project = bundled()
    return read_mappings(project.root / f"ontology/mappings/{name}.sssom.tsv", project.prefixes())


def every_row() -> Iterator[tuple[str, Mapping]]:
    for name in SPACES:
        for row in mapping_set(name).mappings:
            yield name, row


def rows_of(kind: str) -> list[tuple[str, str, str]]:
    """Return file, subject and object of each row with this predicate."""
    return [
        (name, row.slots["subject_id"], row.slots["object_id"])
        for name, row in every_row()
        if row.slots["predicate_id"] == kind
    ]


@pytest.fixture(scope="module")
def ontology(project: Project) -> list[Any]:
    return read_layers(project)["ontology"]


@pytest.fixture(scope="module")
def labels(ontology: list[Any]) -> dict[str, str]:
    return {
        quad.subject.value: quad.object.value
        for quad in ontology
        if quad.predicate.value == RDFS_LABEL and quad.object.language == "en"
    }


@pytest.fixture(scope="module")
def subsumptions(ontology: list[Any]) -> set[tuple[str, str]]:
    """Return each class with those above it, as a reasoner sees them."""
    return {(str(below), str(above)) for below, above in classify(ontology).subsumptions()}


# ---------------------------------------------------------------- among the files


def test_every_mapping_file_is_looked_at(project: Project) -> None:
    assert [path.name for path in project.mappings] == [f"{name}.sssom.tsv" for name in SPACES]


@pytest.mark.parametrize("name", SPACES)
def test_file_says_what_it_is(name: str) -> None:
    metadata = mapping_set(name).metadata
    assert metadata["mapping_set_id"] == f"{LMS}mappings/{name}.sssom.tsv"
    assert metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "No person has reviewed" in metadata["comment"] or "no person has" in metadata["comment"]
    assert all(metadata[f"mapping_set_{slot}"] for slot in ("title", "description", "version"))


@pytest.mark.parametrize("name", SPACES)
def test_rows_point_where_the_file_says_and_are_named_after_both_ends(name: str) -> None:
    found = mapping_set(name)
    prefixes = {namespace: prefix for prefix, namespace in found.prefixes.items()}
    for row in found.mappings:
        target = row.slots["object_id"]
        space = next(space for space in SPACES[name] if target.startswith(space))
        subject = row.slots["subject_id"].rpartition("/")[2]
        code = target.removeprefix(space)
        assert row.record == f"{LMS}mapping/{subject}-{prefixes[space]}_{code}"


def test_subject_has_the_label_that_the_term_has_now(labels: dict[str, str]) -> None:
    found = {
        (row.slots["subject_id"], row.slots["subject_label"])
        for _, row in every_row()
        if row.slots["subject_id"].rpartition("/")[0] + "/" == LMS
    }
    assert len(found) > 300
    assert found == {(iri, labels[iri]) for iri, _ in found}


def test_two_terms_are_matched_in_one_way_only() -> None:
    pairs = [(row.slots["subject_id"], row.slots["object_id"]) for _, row in every_row()]
    assert len(set(pairs)) == len(pairs)


def test_exact_match_is_one_to_one_within_a_vocabulary() -> None:
    partners: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name, subject, target in rows_of(EXACT):
        space = next(space for space in SPACES[name] if target.startswith(space))
        partners[subject, space].add(target)
        partners[target, space].add(subject)
    assert {key: found for key, found in partners.items() if len(found) > 1} == {}


def test_what_is_not_exact_says_where_the_two_part() -> None:
    silent = [
        row.record
        for _, row in every_row()
        if row.slots["predicate_id"] != EXACT and "comment" not in row.slots
    ]
    assert silent == []


def test_no_row_claims_a_human_curator() -> None:
    assert {row.slots["mapping_justification"] for _, row in every_row()} == {
        f"{SEMAPV}CompositeMatching",
        f"{SEMAPV}MappingChaining",
    }


@pytest.mark.parametrize("word", SCOPES)
def test_exact_match_keeps_the_scope(word: str) -> None:
    """No site, kind, age or state comes or goes, and no leiomyoma becomes a leiomyosarcoma."""
    changed = [
        row.record
        for _, row in every_row()
        if row.slots["predicate_id"] == EXACT
        and len({word in row.slots[slot].lower() for slot in ("subject_label", "object_label")}) > 1
    ]
    assert changed == []


@pytest.mark.parametrize("kind", ["Treatment", "Exposure", "MedicalHistory"])
def test_substance_is_no_exact_match_of_its_use(
    kind: str, subsumptions: set[tuple[str, str]]
) -> None:
    uses = {below for below, above in subsumptions if above == LMS + kind}
    exact = {subject for name, subject, _ in rows_of(EXACT) if name == "chebi"}
    assert uses
    assert exact.isdisjoint(uses)


@pytest.mark.parametrize("kind", [BROAD, NARROW], ids=["broad", "narrow"])
def test_chain_closes_on_the_hierarchy(kind: str, subsumptions: set[tuple[str, str]]) -> None:
    """What is below a target is below the term to which that target is exact."""
    exact = {target: subject for _, subject, target in rows_of(EXACT)}
    chains = {
        (subject, exact[target])[:: 1 if kind == BROAD else -1]
        for _, subject, target in rows_of(kind)
        if target in exact
    }
    assert len(chains) > 1
    assert chains - subsumptions == set()


@pytest.mark.parametrize(
    ("subject", "kind", "target"),
    [
        ("Leiomyosarcoma", "exact", f"{OBO}MONDO_0005058"),
        ("Leiomyosarcoma", "exact", f"{OBO}DOID_1967"),
        ("Leiomyosarcoma", "exact", f"{OBO}NCIT_C3158"),
        ("Leiomyosarcoma", "exact", "http://id.nlm.nih.gov/mesh/D007890"),
        ("Leiomyosarcoma", "exact", "http://www.orpha.net/ORDO/Orphanet_64720"),
        ("Leiomyosarcoma", "close", f"{SPACES['oncotree'][0]}LMS"),
        ("CervicalLeiomyosarcoma", "exact", f"{SPACES['oncotree'][0]}CELI"),
        ("UterineLeiomyosarcoma", "narrow", f"{OBO}MONDO_0016262"),
        ("Uterus", "exact", f"{OBO}UBERON_0000995"),
        ("TP53Gene", "exact", "http://identifiers.org/hgnc/11998"),
        ("VinylChloride", "exact", f"{OBO}CHEBI_28509"),
        ("Doxorubicin", "related", f"{OBO}CHEBI_28748"),
    ],
    ids=lambda value: str(value).rpartition("/")[2].rpartition("=")[2],
)
def test_counterpart(subject: str, kind: str, target: str) -> None:
    assert any(
        (LMS + subject, target) == (found, end) for _, found, end in rows_of(f"{SKOS}{kind}Match")
    )


# ---------------------------------------------------------------- against the vocabularies


def shared(name: str) -> Path:
    """Return a file of the shared data, or skip."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"needs ../shared/data/{name}")
    return path


def chebi() -> Shelf:
    terms = json.loads(gzip.decompress(shared("chebi/chebi.json.gz").read_bytes()))
    version = "not stated (197,618 chemicals)"
    return {OBO + term["id"].replace(":", "_"): (term["name"], version) for term in terms}


def doid() -> Shelf:
    text = gzip.decompress(shared("doid/doid_2020-12-22.noxref.obo.gz").read_bytes()).decode()
    stanzas = [stanza.splitlines() for stanza in text.split("\n[Term]\n")[1:]]
    return {
        OBO + stanza[0].removeprefix("id: ").replace(":", "_"): (
            stanza[1].removeprefix("name: "),
            "2020-12-22",
        )
        for stanza in stanzas
        if "is_obsolete: true" not in stanza
    }


def hgnc() -> Shelf:
    text = gzip.decompress(shared("hgnc/hgnc_entries.tsv.gz").read_bytes()).decode()
    return {
        SPACES["hgnc"][0] + gene["HGNC ID"].removeprefix("HGNC:"): (
            gene["Approved symbol"],
            "not stated (49,013 genes)",
        )
        for gene in csv.DictReader(text.splitlines(), delimiter="\t")
        if gene["Status"] == "Approved"
    }


def mesh() -> Shelf:
    text = gzip.decompress(shared("mesh/mesh_labels.tsv.gz").read_bytes()).decode()
    version = "not stated (30,764 descriptors)"
    cells = [line.split("\t") for line in text.splitlines()]
    return {SPACES["mesh"][0] + code: (label, version) for code, label, *_ in cells}


def oncotree() -> Shelf:
    roots = json.loads(shared("oncotree/oncotree_2025_10_03.json").read_text())
    return {
        SPACES["oncotree"][0] + node["code"]: (node["name"], "2025-10-03")
        for node in nodes_below(roots)
    }


def nodes_below(nodes: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for node in nodes.values():
        yield node
        yield from nodes_below(node["children"])


def uberon() -> Shelf:
    path = shared("uberon/UBERON-ontology-v2026-04-01.json.zst")
    return {
        OBO + iri.replace(":", "_"): (term["label"], "2026-04-01")
        for iri, term in json.loads(read_unpacked(path)).items()
        if not term["deprecated"]
    }


@cache
def mondo_rows() -> list[dict[str, str]]:
    """Return the rows of Mondo's own mapping sets, with the prefixes of this project."""
    lines = shared("crosswalk/mondo_sarcoma_slice.sssom.tsv").read_text().splitlines()
    table = [line for line in lines if not line.startswith("#")]
    return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


def in_full(curie: str) -> str:
    prefix, _, code = curie.partition(":")
    spaces = {"mesh": SPACES["mesh"][0], "Orphanet": SPACES["orphanet"][0]}
    return spaces.get(prefix, f"{OBO}{prefix}_") + code


def mondo() -> Shelf:
    """Return what Mondo's mapping sets name, and from an undated copy what they do not."""
    found = {in_full(r["subject_id"]): (r["subject_label"], "2026-08-04") for r in mondo_rows()}
    wanted = {row.slots["object_id"] for row in mapping_set("mondo").mappings} - found.keys()
    label = f"> <{RDFS_LABEL}> "
    with gzip.open(shared("scale/biomed_union.nt.gz"), "rt") as lines:
        for line in lines:
            iri, is_label, rest = line.partition(label)
            if is_label and iri[1:] in wanted:
                found[iri[1:]] = (json.loads(rest.removesuffix(" .\n")), "not stated")
    return found


def orphanet() -> Shelf:
    version = "not stated (in Mondo's mapping sets of 2026-08-04)"
    return {
        in_full(row["object_id"]): (row["object_label"], version)
        for row in mondo_rows()
        if row["object_id"].startswith("Orphanet:")
    }


@pytest.mark.parametrize(
    "shelf", [chebi, doid, hgnc, mesh, mondo, oncotree, orphanet, uberon], ids=lambda f: f.__name__
)
def test_target_is_there_with_this_label_and_not_retired(shelf: Callable[[], Shelf]) -> None:
    known = shelf()
    for row in mapping_set(shelf.__name__).mappings:
        slots = row.slots
        found = (slots["object_label"], slots["object_source_version"])
        assert known.get(slots["object_id"]) == found, row.record
        assert not slots["object_label"].startswith("obsolete ")


def test_orphanet_rows_follow_a_row_to_mondo_and_mondos_own() -> None:
    ties = {
        (in_full(row["subject_id"]), in_full(row["object_id"]))
        for row in mondo_rows()
        if row["predicate_id"] == "skos:exactMatch"
    }
    ours = {
        (row.slots["subject_id"], row.slots["object_id"]): row.slots["predicate_id"]
        for row in mapping_set("mondo").mappings
    }
    for row in mapping_set("orphanet").mappings:
        slots = row.slots
        link = slots["comment"].partition("MONDO:")[2].partition(" ")[0]
        middle = f"{OBO}MONDO_{link}"
        assert (middle, slots["object_id"]) in ties, row.record
        # osteosarcoma of bone is below osteosarcoma, and has no row of its own
        assert ours.get((slots["subject_id"], middle), NARROW) == slots["predicate_id"], row.record


def test_where_mondo_ties_two_codes_a_row_says_how_near_the_second_is() -> None:
    """A term that is exact to one of them has a row for the other, exact or with its reason."""
    pairs = {(row.slots["subject_id"], row.slots["object_id"]) for _, row in every_row()}
    exact = {target: subject for _, subject, target in rows_of(EXACT)}
    known = {target for _, target in pairs} | doid().keys() | mesh().keys() | orphanet().keys()
    silent = [
        (exact[here], there)
        for row in mondo_rows()
        if row["predicate_id"] == "skos:exactMatch"
        for ends in [(in_full(row["subject_id"]), in_full(row["object_id"]))]
        for here, there in (ends, ends[::-1])
        if here in exact and there in known and (exact[here], there) not in pairs
    ]
    assert silent == []
