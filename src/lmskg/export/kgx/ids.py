"""Identifiers that KGX takes: a prefix and a local part without `/`, `:` and spaces.

An IRI that no prefix shortens keeps its scheme as the prefix. What may not stand in the local part
is percent-encoded, so that no two IRIs get the same identifier; the IRI itself stands beside it.
"""

from __future__ import annotations

import re

from ...namespaces import BIOLINK
from ...tables.names import curies

# how the Biolink Model names namespaces that others name otherwise
_OF_BIOLINK = {
    "HGNC": "http://identifiers.org/hgnc/",
    "MESH": "http://id.nlm.nih.gov/mesh/",
    "biolink": BIOLINK,
    "dct": "http://purl.org/dc/terms/",
}
_BLANK = "bnode"
# an OBO library makes its IRIs so: the identifier of the ontology, and the local id
_OBO = re.compile(r"(http://purl\.obolibrary\.org/obo/([A-Za-z]+)_)([A-Za-z]?[0-9]+)")
_UNFIT = re.compile(r"[/: %]")


class Ids:
    """Identifiers of nodes and predicates, and the prefixes that they use."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        renamed = set(_OF_BIOLINK.values())
        kept = {prefix: ns for prefix, ns in prefixes.items() if ns not in renamed}
        self._known = kept | _OF_BIOLINK
        self._curie = curies(self._known)
        self._made: dict[str, str] = {}
        self._used: dict[str, str] = {}

    def __getitem__(self, iri: str) -> str:
        """Return the identifier of an IRI or blank node (`_:label`)."""
        made = self._made.get(iri)
        if made is None:
            prefix, namespace = self._split(iri)
            self._used[prefix] = namespace
            local = _UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", iri[len(namespace) :])
            made = self._made[iri] = f"{prefix}:{local}"
        return made

    def context(self) -> dict[str, str]:
        """Return the prefixes that identifiers have used so far, sorted."""
        return dict(sorted(self._used.items()))

    def _split(self, iri: str) -> tuple[str, str]:
        """Return the prefix and the part of the IRI that it stands for."""
        if iri.startswith("_:"):
            return self._free(_BLANK), "_:"
        curie = self._curie(iri)
        prefix = curie.partition(":")[0]
        namespace = self._known.get(prefix, "")
        if curie != iri and namespace and iri != namespace:
            return prefix, namespace
        if found := _OBO.fullmatch(iri):
            return self._free(found[2]), found[1]
        scheme = iri.partition(":")[0]
        return self._free(scheme), f"{scheme}:"

    def _free(self, prefix: str) -> str:
        while prefix in self._known:
            prefix += "_"
        return prefix
