"""Names that a property graph can bear: of properties, labels and types, made from IRIs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable

from ..namespaces import KG, RDFS_COMMENT, RDFS_LABEL
from .rows import INFO

# what a node has beside its literals; a predicate of ours with such a name gets its prefix
RESERVED = frozenset(
    "id iri name curie category graph label labels comment type claim predicate".split()
)

_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)*")
_UNSAFE = re.compile(r"[^A-Za-z0-9]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def split(iri: str) -> tuple[str, str]:
    """Return the namespace and the local name of an IRI.

    Examples
    --------
    >>> split("https://example.org/a#b")
    ('https://example.org/a#', 'b')
    """
    end = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:end], iri[end:]


def property_names(iris: Iterable[str], prefixes: dict[str, str]) -> dict[str, str]:
    """Return the property name of each predicate, by its IRI; no two are equal.

    A predicate of the claim vocabulary, `rdfs:label` and `rdfs:comment` have their local names,
    others of a known namespace a name such as `skos_definition`, the rest one with a hash.

    Examples
    --------
    >>> property_names(["http://www.w3.org/2000/01/rdf-schema#label"], {})
    {'http://www.w3.org/2000/01/rdf-schema#label': 'label'}
    """
    curie = curies(prefixes)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for iri in sorted(iris):
        name = _plain_name(iri, curie)
        if not name or name in taken:
            name = _hashed(iri)
        taken.add(name)
        names[iri] = name
    return names


def _plain_name(iri: str, curie: Callable[[str], str]) -> str:
    namespace, local = split(iri)
    if iri in (RDFS_LABEL, RDFS_COMMENT):
        return local
    if namespace == KG.iri and local not in RESERVED and _SAFE.fullmatch(local):
        return local
    name = curie(iri).replace(":", "_", 1)
    return name if _SAFE.fullmatch(name) else ""


def _hashed(iri: str) -> str:
    local = _UNSAFE.sub("_", split(iri)[1]).strip("_")
    stem = local if _SAFE.fullmatch(local) else "property"
    return f"{stem}_{hashlib.sha256(iri.encode()).hexdigest()[:8]}"


def edge_type(iri: str) -> str:
    """Return the type of a predicate's edges: its local name in upper case.

    Types need not differ: each edge has the IRI of its predicate too.

    Examples
    --------
    >>> edge_type("https://example.org/hasExactSynonym")
    'HAS_EXACT_SYNONYM'
    """
    name = _UNSAFE.sub("_", _HUMP.sub("_", split(iri)[1])).strip("_").upper()
    return name if name and not name[0].isdigit() else f"P_{name}".rstrip("_")


def label_name(iri: str) -> str:
    """Return the label that stands for a class: its local name, or nothing if it has none.

    Examples
    --------
    >>> label_name("https://example.org/RiskFactor")
    'RiskFactor'
    """
    name = _UNSAFE.sub("_", split(iri)[1]).strip("_")
    return f"C_{name}" if name[:1].isdigit() or name == INFO else name


def curies(prefixes: dict[str, str]) -> Callable[[str], str]:
    """Return a quick `compress`: the CURIE of an IRI, or the IRI where no prefix fits."""
    pairs = sorted(((ns, prefix) for prefix, ns in prefixes.items()), key=_longest_first)
    fitting: dict[str, list[tuple[str, str, int]]] = {}

    def curie(iri: str) -> str:
        stem = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
        near = fitting.get(stem)
        if near is None:
            near = fitting[stem] = [
                (namespace, f"{prefix}:", len(namespace))
                for namespace, prefix in pairs
                if stem.startswith(namespace) or namespace.startswith(stem)
            ]
        for namespace, start, size in near:
            if iri.startswith(namespace):
                return start + iri[size:]
        return iri

    return curie


def _longest_first(pair: tuple[str, str]) -> tuple[int, str, str]:
    return -len(pair[0]), pair[1], pair[0]
