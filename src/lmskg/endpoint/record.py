"""What a load notes in the store: which graph, how much of it, and where it lies.

The record is a small named graph of its own, `RECORD`. It changes in the same update as the
statements that it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import StoreContentError
from ..model import plain
from ..namespaces import GRAPH, XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

    from .protocol import Endpoint

RECORD = f"{GRAPH}load"
_OF, _SHA256, _HOLDS = f"{RECORD}#of", f"{RECORD}#sha256", f"{RECORD}#holds"
_DONE, _TOTAL, _COMPLETE = f"{RECORD}#done", f"{RECORD}#total", f"{RECORD}#complete"
IS_UNION = f"ASK {{ <{RECORD}> <{_DONE}> ?n }}"  # asked of a default graph
CLEARING = -1  # the number done while the place is being cleared


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """How far a load has come; `graphs` are the named graphs that it fills."""

    graph_id: str
    sha256: str
    n_done: int
    n_total: int
    is_complete: bool
    graphs: tuple[str, ...]


def read_record(endpoint: Endpoint) -> LoadRecord | None:
    """Return the record of the load that a store holds, `None` where it holds none.

    Raises
    ------
    StoreContentError
        If it was tampered with.
    StoreError
        If the store cannot be asked.
    """
    query = f"SELECT ?p ?o WHERE {{ GRAPH <{RECORD}> {{ <{RECORD}> ?p ?o }} }}"
    values: dict[str, list[str]] = {}
    for solution in endpoint.select(query):
        values.setdefault(plain(solution["p"]) or "", []).append(plain(solution["o"]) or "")
    if not values:
        return None
    graphs = values.pop(_HOLDS, [])
    try:
        single = {name: value for name, (value,) in values.items()}
        return LoadRecord(
            single[_OF],
            single[_SHA256],
            int(single[_DONE]),
            int(single[_TOTAL]),
            single[_COMPLETE] == "true",
            tuple(sorted(graphs)),
        )
    except (KeyError, ValueError) as error:
        reason = f"the record of the load in <{RECORD}> is broken; load with --replace"
        raise StoreContentError(endpoint.address, reason) from error


def written(record: LoadRecord) -> str:
    """Return the triples of a record, as they stand in an update."""
    from pyoxigraph import Literal, NamedNode

    values: list[tuple[str, NamedNode | Literal]] = [
        (_OF, NamedNode(record.graph_id)),
        (_SHA256, Literal(record.sha256)),
        (_TOTAL, _integer(record.n_total)),
        *((_HOLDS, NamedNode(graph)) for graph in record.graphs),
    ]
    lines = [f"<{RECORD}> <{name}> {term} ." for name, term in values]
    return " ".join([*lines, done(record.n_done), complete(record.is_complete)])


def done(number: int) -> str:
    """Return the triple that says how many statements are loaded."""
    return f"<{RECORD}> <{_DONE}> {_integer(number)} ."


def complete(is_complete: bool) -> str:
    """Return the triple that says whether the load has ended well."""
    value = "true" if is_complete else "false"
    return f'<{RECORD}> <{_COMPLETE}> "{value}"^^<{XSD}boolean> .'


def known_by(record: LoadRecord) -> str:
    """Return the triple that says which content is loaded."""
    return f'<{RECORD}> <{_SHA256}> "{record.sha256}" .'


def _integer(number: int) -> Literal:
    from pyoxigraph import Literal, NamedNode

    return Literal(str(number), datatype=NamedNode(f"{XSD}integer"))
