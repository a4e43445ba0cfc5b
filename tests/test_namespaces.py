from __future__ import annotations

import copy
import pickle

import pytest
from pyoxigraph import Quad

from lmskg.errors import InvalidCurieError, UnknownPrefixError, UnknownTermError
from lmskg.graph.store import parse_file
from lmskg.namespaces import (
    ASSERTED_LAYERS,
    GRAPH,
    KG,
    LAYERS,
    Vocabulary,
    compress,
    expand,
)
from lmskg.resources import Project

PREFIXES = {
    "ex": "https://example.org/",
    "deep": "https://example.org/deep/",
    "OBO": "http://obo.org/OBO_",
}


def test_misspelt_term_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(UnknownTermError) as caught:
        KG.subjct  # noqa: B018 - the attribute itself raises
    assert caught.value.suggestions[0] == "subject"
    assert "did you mean subject" in str(caught.value)


def test_vocabulary_can_be_copied_and_pickled() -> None:
    vocabulary = Vocabulary("https://example.org/", ["Claim"])
    for twin in (copy.deepcopy(vocabulary), pickle.loads(pickle.dumps(vocabulary))):  # noqa: S301
        assert twin.Claim == "https://example.org/Claim"


def test_every_name_in_code_is_declared_in_the_vocabulary(project: Project) -> None:
    declared = {str(quad.subject).strip("<>") for quad in parse_file(project.vocabulary)}
    assert sorted(name for name in KG.names if KG.iri + name not in declared) == []


def test_layers_are_the_graphs_of_the_built_dataset(quads: list[Quad]) -> None:
    found = {str(quad.graph_name).strip("<>").removeprefix(GRAPH) for quad in quads}
    assert found == set(LAYERS)
    assert LAYERS[: len(ASSERTED_LAYERS)] == ASSERTED_LAYERS


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("ex:A", "https://example.org/A"),
        (" ex:A ", "https://example.org/A"),
        ("ex:", "https://example.org/"),
        ("ex:a/b#c", "https://example.org/a/b#c"),
        ("OBO:0001", "http://obo.org/OBO_0001"),
        ("https://other.org/A", "https://other.org/A"),
        ("<https://other.org/A>", "https://other.org/A"),
        ("<ex:A>", "https://example.org/A"),
    ],
)
def test_expand(text: str, iri: str) -> None:
    assert expand(text, PREFIXES) == iri


@pytest.mark.parametrize("text", ["", "A", "two words", "ex:two words", ":A", "1ex:A", 'ex:a"b'])
def test_what_is_neither_iri_nor_curie_is_refused(text: str) -> None:
    with pytest.raises(InvalidCurieError) as caught:
        expand(text, PREFIXES)
    assert str(caught.value) == f"'{text}' is neither an IRI nor a CURIE; write it as prefix:name"


def test_unknown_prefix_names_the_known_ones() -> None:
    with pytest.raises(UnknownPrefixError) as caught:
        expand("exx:A", PREFIXES)
    assert str(caught.value) == "unknown prefix 'exx:'; known are OBO, deep, ex"


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        ("https://example.org/A", "ex:A"),
        ("https://example.org/deep/A", "deep:A"),
        ("http://obo.org/OBO_0001", "OBO:0001"),
        ("https://other.org/A", "https://other.org/A"),
    ],
)
def test_compress_takes_the_longest_namespace_and_expand_takes_it_back(
    iri: str, curie: str
) -> None:
    assert compress(iri, PREFIXES) == curie
    assert expand(curie, PREFIXES) == iri


def test_compress_is_the_same_whatever_the_order_of_prefixes() -> None:
    twins = {"b": "https://example.org/", "a": "https://example.org/"}
    backwards = dict(reversed(twins.items()))
    assert compress("https://example.org/A", twins) == compress("https://example.org/A", backwards)
