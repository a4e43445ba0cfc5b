"""Which terms are an ontology's own: files carry those of others along, to point at them.

The id space is the part of an IRI that kin share, `…/DOID_` of `…/DOID_4`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from .model import Term

# letters before the last underscore of a name that ends in a code
_NAMESPACE = re.compile(r"(.*[/#])?[A-Za-z][A-Za-z0-9.-]*_(?=[A-Za-z]{0,3}[0-9]+$)")


def namespace_of(iri: str) -> str:
    """Return the part of an IRI that its kin share: to the last `_` before a code, `#`, `/` or `:`.

    Examples
    --------
    >>> namespace_of("http://purl.obolibrary.org/obo/DOID_4")
    'http://purl.obolibrary.org/obo/DOID_'
    >>> namespace_of("https://example.org/terms/Heart")
    'https://example.org/terms/'
    """
    match = _NAMESPACE.match(iri)
    if match:
        return match.group()
    return iri[: max(iri.rfind(mark) for mark in "#/:") + 1]


def with_id_spaces(prefixes: dict[str, str], terms: Iterable[str]) -> dict[str, str]:
    """Return the prefixes and, for each `…/DOID_` that has none yet, its own name."""
    found = {prefix: iri for prefix, iri in prefixes.items() if prefix}
    known = set(found.values())
    for space in dict.fromkeys(map(namespace_of, terms)):
        if space.endswith("_") and space not in known:
            found.setdefault(_space_name(space), space)
    return found


def own_terms(
    terms: dict[str, Term], iri: str, prefixes: dict[str, str], id_spaces: Sequence[str] = ()
) -> frozenset[str]:
    """Return the IRIs of the terms that are the source's own, not taken over from another.

    Those of the `id_spaces` (prefixes, or starts of IRIs) where some are named; else those whose
    namespace is the ontology's IRI, or bears its name as `DOID_` bears that of `…/doid.owl`; else
    those of the most frequent namespace of terms in use.
    """
    if id_spaces:
        starts = tuple(prefixes.get(space.rstrip(":"), space) for space in id_spaces)
        return frozenset(found for found in terms if found.startswith(starts))
    spaces = {found: namespace_of(found) for found in terms}
    sizes = Counter(spaces[found] for found, term in terms.items() if not term.is_obsolete)
    sizes = sizes or Counter(spaces.values())
    chosen = _named_space(iri, sizes) or max(sizes, key=lambda space: (sizes[space], space))
    return frozenset(found for found, space in spaces.items() if space == chosen)


def _named_space(iri: str, spaces: Collection[str]) -> str | None:
    """Return the namespace that is an ontology's IRI or bears a part of it as its name."""
    bare = iri.rstrip("#/")
    for space in spaces:
        if space.rstrip("#/") == bare:
            return space
    names = {_space_name(space).casefold(): space for space in spaces if space.endswith("_")}
    # …/obo/go/subsets/goslim.owl is a part of GO
    parts = (part.partition(".")[0].casefold() for part in reversed(bare.split("/")))
    return next((names[part] for part in parts if part in names), None)


def _space_name(space: str) -> str:
    return re.split(r"[/#]", space)[-1].rstrip("_")
