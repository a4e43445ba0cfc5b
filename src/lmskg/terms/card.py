"""What the graph says of one term, as a frozen record.

Asserted and entailed relatives are told apart, and so are claims, which answer, and reported
triples, which only count.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import BlankNode, NamedNode, Store

from ..errors import TermNotFoundError
from ..model import plain
from ..namespaces import KG, OBO_IN_OWL, OWL, RDF_TYPE, RDFS_SUBCLASS, RDFS_SUBPROPERTY
from ..reason.expressions import Definitions, in_words
from .reading import DEFINING, Layers
from .text import KINDS, ClaimLink, MappingLink, ReportedTriple, TermCard, TermLink

SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
SSSOM = "https://w3id.org/sssom/"
SCOPES = {
    "exact": OBO_IN_OWL.hasExactSynonym,
    "broad": OBO_IN_OWL.hasBroadSynonym,
    "narrow": OBO_IN_OWL.hasNarrowSynonym,
    "related": OBO_IN_OWL.hasRelatedSynonym,
}
_FIRST_ROLES = ("subject", "predicate", "object", "disease")


def describe(store: Store, iri: str, prefixes: Mapping[str, str] | None = None) -> TermCard:
    """Return what the graph says of a term.

    Parameters
    ----------
    store
        All layers, each a named graph; not changed.
    iri
        IRI of a term, or of any other node of the graph.
    prefixes
        Prefix map that shortens IRIs; without it a CURIE is the IRI itself.

    Raises
    ------
    TermNotFoundError
        If the graph says nothing of `iri`.
    """
    layers = Layers(store, prefixes or {})
    if next(iter(store.quads_for_pattern(NamedNode(iri), None, None)), None) is None:
        raise TermNotFoundError(iri)
    statements = layers.texts(iri, KG.statement, "claims")
    synonyms = {scope: layers.texts(iri, predicate) for scope, predicate in SCOPES.items()}
    return TermCard(
        iri=iri,
        curie=layers.curie(iri),
        kind=_kind(layers, iri),
        label=next(iter(statements), "") or layers.label(iri),
        definition=next(iter(layers.texts(iri, f"{SKOS}definition")), ""),
        gloss=next(iter(layers.texts(iri, KG.gloss)), ""),
        synonyms={scope: texts for scope, texts in synonyms.items() if texts},
        everyday_words=layers.texts(iri, KG.everydayWord),
        sources=tuple(map(layers.curie, layers.iris(iri, f"{DCTERMS}source"))),
        superclasses=_relatives(layers, iri, is_above=True),
        subclasses=_relatives(layers, iri, is_above=False),
        equivalent=_equivalent(layers, iri),
        mappings=_mappings(layers, iri),
        claims=_claims(layers, iri),
        reported=_reported(layers, iri),
        replaced_by=tuple(_link(layers, n) for n in layers.iris(iri, f"{DCTERMS}isReplacedBy")),
        obsolete="true" in layers.texts(iri, f"{OWL}deprecated"),
    )


def _kind(layers: Layers, iri: str) -> str:
    types = layers.types(iri)
    kinds = [KINDS[name] for name in types if name in KINDS]
    return next(iter(kinds), "") or ", ".join(map(layers.label, types))


def _link(layers: Layers, iri: str, entailed: bool = False) -> TermLink:
    return TermLink(iri, layers.curie(iri), layers.label(iri), entailed)


def _relatives(layers: Layers, iri: str, *, is_above: bool) -> tuple[TermLink, ...]:
    found: dict[str, bool] = {}
    for layer in ("entailed", *DEFINING):  # what is asserted too counts as asserted
        for predicate in (RDFS_SUBCLASS, RDFS_SUBPROPERTY):
            ends = (iri, None) if is_above else (None, iri)
            for quad in layers.quads(layer, ends[0], predicate, ends[1]):
                other = quad.object if is_above else quad.subject
                if isinstance(other, NamedNode):
                    found[other.value] = layer == "entailed"
    links = (_link(layers, other, entailed) for other, entailed in found.items())
    return tuple(sorted(links, key=lambda link: (link.entailed, link.label, link.iri)))


def _equivalent(layers: Layers, iri: str) -> tuple[str, ...]:
    stated = [
        quad.object
        for layer in (*DEFINING, "entailed")
        for quad in layers.quads(layer, iri, f"{OWL}equivalentClass")
    ]
    if not any(isinstance(node, BlankNode) for node in stated):
        return tuple(sorted({layers.label(n.value) for n in stated if isinstance(n, NamedNode)}))
    definitions = Definitions(
        quad for layer in DEFINING for quad in layers.quads(layer, None, None)
    )

    def name(token: str) -> str:
        return layers.label(token[1:-1]) if token.startswith("<") else token

    return tuple(sorted({in_words(definitions.class_expression(n), name) for n in stated}))


def _mappings(layers: Layers, iri: str) -> tuple[MappingLink, ...]:
    records = [
        quad.subject.value
        for quad in layers.quads("mappings", None, f"{SSSOM}subject_id", iri)
        if isinstance(quad.subject, NamedNode)
    ]

    def text(record: str, slot: str) -> str:
        return next(iter(layers.texts(record, SSSOM + slot, "mappings")), "")

    def node(record: str, slot: str) -> str:
        return layers.curie(next(iter(layers.iris(record, SSSOM + slot, "mappings")), ""))

    links = (
        MappingLink(
            node(record, "predicate_id"),
            node(record, "object_id"),
            text(record, "object_label"),
            text(record, "object_source_version"),
        )
        for record in records
    )
    return tuple(sorted(links, key=lambda link: (link.predicate, link.target)))


def _claims(layers: Layers, iri: str) -> tuple[ClaimLink, ...]:
    roles: dict[str, set[str]] = {}
    for quad in layers.quads("claims", None, None, iri):
        if isinstance(quad.subject, NamedNode) and quad.predicate.value.startswith(KG.iri):
            name = quad.predicate.value.removeprefix(KG.iri)
            roles.setdefault(quad.subject.value, set()).add(name)
    kinds = {
        quad.subject.value
        for kind in (KG.Claim, KG.Explanation, KG.Attribution)
        for quad in layers.quads("claims", None, RDF_TYPE, kind)
        if isinstance(quad.subject, NamedNode)
    }
    return tuple(
        ClaimLink(
            iri=claim,
            curie=layers.curie(claim),
            statement=next(iter(layers.texts(claim, KG.statement, "claims")), ""),
            polarity=", ".join(
                value.removeprefix(KG.iri).lower()
                for value in layers.iris(claim, KG.polarity, "claims")
            ),
            roles=tuple(sorted(roles[claim], key=_role_order)),
        )
        for claim in sorted(set(roles) & kinds)
    )


def _role_order(role: str) -> tuple[int, str]:
    return (_FIRST_ROLES.index(role) if role in _FIRST_ROLES else len(_FIRST_ROLES), role)


def _reported(layers: Layers, iri: str) -> tuple[ReportedTriple, ...]:
    found = {
        (quad.subject, quad.predicate, quad.object)
        for pattern in ((iri, None, None), (None, iri, None), (None, None, iri))
        for quad in layers.quads("reported", *pattern)
    }
    triples = (
        ReportedTriple(*(layers.label(plain(term) or "") for term in triple)) for triple in found
    )
    return tuple(sorted(triples, key=lambda t: (t.predicate, t.subject, t.object)))
