"""Values of one node from the layers of a built dataset, as plain text.

The store holds each layer as a named graph; labels come from the ontology and the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from ..namespaces import GRAPH, RDF_TYPE, RDFS_LABEL, compress
from ..query.run import Data

DEFINING = ("ontology", "vocabulary")


class Layers:
    """A store of named layers and the prefix map that shortens its IRIs."""

    def __init__(self, store: Data, prefixes: Mapping[str, str]) -> None:
        self.store, self.prefixes = store, dict(prefixes)

    def quads(
        self, layer: str, subject: str | None, predicate: str | None, value: str | None = None
    ) -> Iterator[Quad]:
        """Yield the quads of one layer that match; `None` matches all."""
        return self.store.quads_for_pattern(
            _node(subject), _node(predicate), _node(value), NamedNode(GRAPH + layer)
        )

    def texts(self, subject: str, predicate: str, *layers: str) -> tuple[str, ...]:
        """Return the literal values, English ones first, then sorted."""
        found = {
            (quad.object.language != "en", quad.object.value)
            for layer in layers or DEFINING
            for quad in self.quads(layer, subject, predicate)
            if isinstance(quad.object, Literal)
        }
        return tuple(dict.fromkeys(text for _, text in sorted(found)))

    def iris(self, subject: str, predicate: str, *layers: str) -> tuple[str, ...]:
        """Return the values that are IRIs, sorted."""
        found = {
            quad.object.value
            for layer in layers or DEFINING
            for quad in self.quads(layer, subject, predicate)
            if isinstance(quad.object, NamedNode)
        }
        return tuple(sorted(found))

    def types(self, subject: str) -> tuple[str, ...]:
        """Return the types of a node in any layer, sorted."""
        found = self.store.quads_for_pattern(NamedNode(subject), NamedNode(RDF_TYPE), None)
        return tuple(sorted({q.object.value for q in found if isinstance(q.object, NamedNode)}))

    def label(self, iri: str) -> str:
        """Return the label of a term, else its CURIE."""
        return next(iter(self.texts(iri, RDFS_LABEL)), "") or self.curie(iri)

    def curie(self, iri: str) -> str:
        """Return the CURIE of an IRI, or the IRI where no prefix fits."""
        return compress(iri, self.prefixes)


def _node(iri: str | None) -> NamedNode | None:
    return None if iri is None else NamedNode(iri)
