"""Find a term by what people call it.

A name is compared in three ways, from strict to loose: as written but for case; without hyphens,
apostrophes and spaces; and without the plural's s. At each step a label counts before an exact
synonym or everyday word, and these before the other synonyms; the first that fits decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from ..errors import (
    AmbiguousTermError,
    InvalidCurieError,
    TermNotFoundError,
)
from ..namespaces import KG, OBO_IN_OWL, RDFS_LABEL, expand
from ..query.run import Data
from .reading import DEFINING, Layers

_RANKS = {
    RDFS_LABEL: 0,
    OBO_IN_OWL.hasExactSynonym: 1,
    KG.everydayWord: 1,
    OBO_IN_OWL.hasBroadSynonym: 2,
    OBO_IN_OWL.hasNarrowSynonym: 2,
    OBO_IN_OWL.hasRelatedSynonym: 2,
}
_EXACT = "http://www.w3.org/2004/02/skos/core#exactMatch"
_APOSTROPHES = re.compile("['’‘ʼ`]")  # noqa: RUF001 - what people and word processors type


class Name(NamedTuple):
    """One name of a term; a lower rank counts more."""

    rank: int
    text: str
    iri: str


def find_term(store: Data, text: str, prefixes: Mapping[str, str]) -> str:
    """Return the IRI of the term that `text` names.

    Parameters
    ----------
    store
        All layers, each a named graph.
    text
        A label, a synonym of any scope, an everyday word, a CURIE or an IRI. Case, hyphens,
        apostrophes, spaces and a plural's s do not count where the term is clear without them.
    prefixes
        Prefix map of CURIEs.

    Raises
    ------
    TermNotFoundError
        If no term is called so; it names up to three that nearly are.
    AmbiguousTermError
        If several terms are called so; it names them.
    UnknownPrefixError
        If `text` is a CURIE with a prefix that is not in `prefixes`.
    """
    layers = Layers(store, prefixes)
    names = _names(layers)
    for spell in (_folded, _joined, _singular):
        iri = _match(names, text, spell, layers)
        if iri:
            return iri
    try:
        iri = _mapped(store, expand(text, layers.prefixes))
    except InvalidCurieError:
        near = _near_labels(names, text, layers) or _near_iris(names, text, layers)
        raise TermNotFoundError(text, near) from None
    if not _is_described(store, iri):
        raise TermNotFoundError(text, _near_iris(names, iri, layers))
    return iri


def _mapped(store: Data, iri: str) -> str:
    """Return the term that has `iri` as its exact counterpart, `iri` itself where none has."""
    try:
        target = NamedNode(iri)
    except ValueError:
        return iri
    found = store.quads_for_pattern(None, NamedNode(_EXACT), target, None)
    own = sorted(quad.subject.value for quad in found if isinstance(quad.subject, NamedNode))
    return own[0] if own else iri


def _is_described(store: Data, iri: str) -> bool:
    try:
        node = NamedNode(iri)
    except ValueError:  # no IRI at all, such as <a b>
        return False
    return next(iter(store.quads_for_pattern(node, None, None)), None) is not None


def _names(layers: Layers) -> list[Name]:
    return sorted(
        Name(rank, quad.object.value, quad.subject.value)
        for predicate, rank in _RANKS.items()
        for layer in DEFINING
        for quad in layers.quads(layer, None, predicate)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    )


def _match(names: list[Name], text: str, spell: Callable[[str], str], layers: Layers) -> str | None:
    wanted = spell(text)
    found = [name for name in names if wanted and spell(name.text) == wanted]
    if not found:
        return None
    best = sorted({name.iri for name in found if name.rank == found[0].rank})
    if len(best) > 1:
        candidates = [f"{layers.label(iri)} ({layers.curie(iri)})" for iri in best]
        raise AmbiguousTermError(text, candidates)
    return best[0]


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _APOSTROPHES.sub("", _folded(text)))


def _joined(text: str) -> str:
    return "".join(_words(text))


def _singular(text: str) -> str:
    return "".join(map(_without_plural, _words(text)))


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _near_labels(names: list[Name], text: str, layers: Layers) -> list[str]:
    """Return the labels of up to three terms with a name like `text`, the nearest first."""
    from rapidfuzz import fuzz, process

    wanted = set(_words(text))
    within = [name.iri for name in names if wanted and wanted <= set(_words(name.text))]
    if within:  # a part of a name says more than a likeness of letters
        return [layers.label(iri) for iri in list(dict.fromkeys(within))[:3]]
    choices = [_folded(name.text) for name in names]
    found = process.extract(_folded(text), choices, scorer=fuzz.ratio, score_cutoff=65, limit=20)
    terms = dict.fromkeys(names[index].iri for _, _, index in found)
    return [layers.label(iri) for iri in list(terms)[:3]]


def _near_iris(names: list[Name], iri: str, layers: Layers) -> list[str]:
    """Return the CURIEs of up to three terms with a local name like that of `iri`."""
    from rapidfuzz import fuzz, process

    choices = sorted({name.iri for name in names})
    found = process.extract(
        _local(iri), map(_local, choices), scorer=fuzz.ratio, score_cutoff=70, limit=3
    )
    return [layers.curie(choices[index]) for _, _, index in found]


def _local(iri: str) -> str:
    """Return the last part of an IRI, in which a slip of the pen can be told."""
    return re.split("[/#]", iri)[-1]
