"""What is written is read back the same, by us and by the reference reader, and is canonical."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lmskg.sssom import (
    NO_TERM_FOUND,
    SEMAPV,
    Mapping,
    MappingSet,
    join_values,
    read_mapping_set,
    serialise_mappings,
    split_values,
)

OBO = "http://purl.obolibrary.org/obo/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
EX = "https://example.org/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
METADATA = {
    "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    "mapping_set_id": "https://example.org/set",
}


def mapping(number: int, **slots: str) -> Mapping:
    return Mapping(
        "",
        {
            "subject_id": f"{OBO}NCIT_C{number}",
            "predicate_id": f"{SKOS}exactMatch",
            "object_id": f"{OBO}DOID_{number}",
            "mapping_justification": f"{SEMAPV}LexicalMatching",
            **slots,
        },
    )


def read_back(folder: Path, data: bytes) -> MappingSet:
    path = folder / "out.sssom.tsv"
    path.write_bytes(data)
    return read_mapping_set(path)


def test_form_is_that_of_the_specification() -> None:
    mappings = (
        mapping(2, comment='say "two"', mapping_tool="lmskg", confidence="0.9"),
        mapping(
            1,
            object_id=NO_TERM_FOUND,
            mapping_tool="lmskg",
            subject_match_field=f"{LABEL}|{EX}name",
            comment="a\tb\nc",
        ),
    )
    data = serialise_mappings(MappingSet(METADATA | {"comment": "a: b"}, mappings), {"ex": EX})
    assert data.decode() == (
        "#curie_map:\n"
        f"#  DOID: {OBO}DOID_\n"
        f"#  NCIT: {OBO}NCIT_\n"
        f"#  ex: {EX}\n"
        "#mapping_set_id: https://example.org/set\n"
        "#license: https://creativecommons.org/publicdomain/zero/1.0/\n"
        "#mapping_tool: lmskg\n"
        '#comment: "a: b"\n'
        "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence"
        "\tsubject_match_field\tcomment\n"
        "NCIT:C1\tskos:exactMatch\tsssom:NoTermFound\tsemapv:LexicalMatching\t"
        '\trdfs:label|ex:name\t"a\tb\nc"\n'
        "NCIT:C2\tskos:exactMatch\tDOID:2\tsemapv:LexicalMatching\t0.9\t\t"
        '"say ""two"""\n'
    )


def test_slot_of_version_1_1_is_told() -> None:
    found = serialise_mappings(MappingSet({}, (Mapping(f"{EX}1", mapping(1).slots),)), {})
    assert found.startswith(b'#sssom_version: "1.1"\n#curie_map:\n')


def test_order_of_rows_and_prefixes_does_not_matter() -> None:
    mappings = (mapping(1), mapping(2), mapping(3))
    prefixes = {"a": EX, "b": f"{EX}b/"}
    one = serialise_mappings(MappingSet(METADATA, mappings), prefixes)
    other = MappingSet(dict(reversed(METADATA.items())), mappings[::-1])
    assert serialise_mappings(other, dict(reversed(prefixes.items()))) == one


@pytest.mark.parametrize(
    ("iri", "curie", "namespace"),
    [
        (f"{OBO}NCIT_C1", "NCIT:C1", f"#  NCIT: {OBO}NCIT_"),
        (f"{EX}long/A", "long:A", f"#  long: {EX}long/"),
        (f"{EX}A", "ex:A", f"#  ex: {EX}"),
        ("https://other.org/x#A", "ns1:A", "#  ns1: https://other.org/x#"),
        ("https://other.org/x/", "ns1:x/", "#  ns1: https://other.org/"),
        ("urn:isbn:1", "ns1:1", '#  ns1: "urn:isbn:"'),
    ],
)
def test_every_iri_becomes_a_curie(tmp_path: Path, iri: str, curie: str, namespace: str) -> None:
    mappings = (mapping(1, object_id=iri), mapping(2, object_id=iri))
    data = serialise_mappings(MappingSet({}, mappings), {"ex": EX, "long": f"{EX}long/"})
    assert f"\t{curie}\t" in data.decode()
    assert namespace in data.decode().splitlines()
    assert {m.slots["object_id"] for m in read_back(tmp_path, data).mappings} == {iri}


def test_built_in_prefix_keeps_its_meaning(tmp_path: Path) -> None:
    other = mapping(1, object_id=f"{EX}A")
    data = serialise_mappings(MappingSet({}, (other,)), {"skos": EX, "semapv": f"{EX}b"})
    assert read_back(tmp_path, data).mappings == (other,)
    same = serialise_mappings(MappingSet({}, (mapping(1),)), {"a": SKOS})
    assert b"\tskos:exactMatch\t" in same


def test_values_with_bars_and_backslashes() -> None:
    values = ["a|b", "c\\", "\\|", "d\\e", "f\\\\"]
    assert split_values(join_values(values)) == values
    assert join_values(["", "a"]) == "a"


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
LOCAL = st.text("abC019_-.", min_size=1)
IRIS = st.one_of(
    st.builds("https://example.org/{}#{}".format, LOCAL, LOCAL),
    st.builds((OBO + "NCIT_C{}").format, st.integers(0, 99)),
    st.just(NO_TERM_FOUND),
)
SLOTS = st.fixed_dictionaries(
    {
        "subject_id": IRIS,
        "predicate_id": IRIS,
        "object_id": IRIS,
        "mapping_justification": st.just(f"{SEMAPV}LexicalMatching"),
    },
    optional={
        "subject_label": WORDS,
        "comment": WORDS,
        "mapping_tool": WORDS,
        "match_string": st.lists(WORDS, min_size=1).map(join_values),
        "object_match_field": st.lists(IRIS, min_size=1).map("|".join),
        "confidence": st.sampled_from(["0", "1", "0.25", "1.0"]),
        "predicate_modifier": st.just("Not"),
        "ext_step": WORDS,
    },
)
HEADINGS = st.fixed_dictionaries(
    {}, optional={"comment": WORDS, "creator_label": st.lists(WORDS, min_size=1)}
)


@settings(deadline=None, max_examples=60)
@given(HEADINGS, st.lists(SLOTS, max_size=4))
def test_what_is_written_is_read_back_the_same(
    metadata: dict[str, object], rows: list[dict[str, str]]
) -> None:
    given_set = MappingSet(metadata, tuple(Mapping("", slots) for slots in rows))
    data = serialise_mappings(given_set, {"ex": EX})
    with tempfile.TemporaryDirectory() as folder:
        found = read_back(Path(folder), data)
    assert found.metadata == metadata
    assert sorted(map(sorted_items, found.mappings)) == sorted(
        map(sorted_items, given_set.mappings)
    )
    if rows:
        assert serialise_mappings(found, {"ex": EX}) == data


def sorted_items(mapping: Mapping) -> list[tuple[str, str]]:
    return sorted(mapping.slots.items())


def test_reference_reader_reads_the_same(tmp_path: Path) -> None:
    reason = "sssom-pydantic, the reference reader of SSSOM, is not installed"
    reference = pytest.importorskip("sssom_pydantic", reason=reason)
    mappings = (
        mapping(
            1,
            subject_label='a "b"',
            confidence="0.75",
            match_string="x|y",
            subject_match_field=LABEL,
            subject_preprocessing=f"{SEMAPV}Stemming",
            similarity_score="0.5",
            similarity_measure="Jaccard",
            subject_source=f"{OBO}ncit.owl",
            mapping_tool="lmskg",
            mapping_tool_version="1",
            comment="one\ntwo",
        ),
        mapping(2, object_id=NO_TERM_FOUND, mapping_tool="lmskg", mapping_tool_version="1"),
        mapping(3, predicate_modifier="Not", mapping_tool="lmskg", mapping_tool_version="1"),
    )
    path = tmp_path / "out.sssom.tsv"
    path.write_bytes(serialise_mappings(MappingSet(METADATA, mappings), {"obo": OBO}))
    found, converter, _, errors = reference.read(path, return_errors=True)
    assert errors == []
    assert [converter.expand(row.object.curie) for row in found] == [
        mapping.slots["object_id"] for mapping in mappings
    ]
    first, _, third = found
    assert (first.subject.name, first.confidence, first.comment) == ('a "b"', 0.75, "one\ntwo")
    assert (first.match_string, first.mapping_tool.name) == (["x", "y"], "lmskg")
    assert converter.expand(first.subject_source.curie) == f"{OBO}ncit.owl"
    assert third.predicate_modifier == "Not"
