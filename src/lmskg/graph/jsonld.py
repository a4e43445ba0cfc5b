"""JSON-LD that a person can read: short names under one context.

Oxigraph writes expanded JSON-LD, with every IRI in full. A context that only holds prefixes
allows a simple and exact compaction: each IRI, as a key, an `@id` or a type, becomes a CURIE.
Not here: terms, coercion, framing.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable
from typing import Any

from pyoxigraph import Quad, RdfFormat

from ..namespaces import compress
from .store import as_quads, serialise, triples


def jsonld(quads: Iterable[Quad], prefixes: dict[str, str]) -> bytes:
    """Return the union of the quads' graphs as JSON-LD 1.1; the same graph gives the same bytes."""
    expanded = json.loads(serialise(as_quads(triples(quads)), RdfFormat.JSON_LD, prefixes))
    short = functools.cache(functools.partial(compress, prefixes=prefixes))
    document = {
        # an object with @prefix holds for any namespace, whatever character it ends in
        "@context": {p: {"@id": iri, "@prefix": True} for p, iri in sorted(prefixes.items())},
        "@graph": [_compact(node, short) for node in expanded],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _compact(node: Any, short: Callable[[str], str]) -> Any:
    if isinstance(node, list):
        return [_compact(item, short) for item in node]
    if not isinstance(node, dict):
        return node
    out: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("@id", "@type"):
            out[key] = [short(iri) for iri in value] if isinstance(value, list) else short(value)
        elif key.startswith("@"):
            out[key] = value if key in ("@value", "@language") else _compact(value, short)
        else:
            out[short(key)] = _compact(value, short)
    return out
