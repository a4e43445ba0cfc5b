"""The graph back from a Neo4j database: what is carried, whoever put it there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import StoreContentError, StoreUnfinishedError
from ..export.database import COMPLETE, ID, ROWS, STATE, carried_info, edge_of, node_of
from ..tables import INFO, RESOURCE, Edge, Node, Value, quads_of
from .loading import CLEARING, CLEARING_ALL, TOTAL
from .server import Server, connect

if TYPE_CHECKING:
    from pyoxigraph import Quad

_NODES = f"MATCH (n:{RESOURCE}) RETURN labels(n), properties(n)"
# the direct relationship of a claim is derived: it has the claim
_EDGES = (
    f"MATCH (a:{RESOURCE})-[r]->(b:{RESOURCE}) WHERE r.claim IS NULL "
    f"RETURN a.{ID}, b.{ID}, type(r), properties(r)"
)


def read_server(uri: str, database: str | None = None) -> Iterator[Quad]:
    """Yield the quads of the graph that a database holds, as they come.

    Raises
    ------
    StoreUnfinishedError
        If its load was not finished.
    StoreContentError
        If the database holds no graph of ours, or two.
    PropertyGraphError
        If a node or a relationship is not what the schema says.
    StoreError, MissingExtraError
        As `connect` does.
    """
    with connect(uri, database) as server:
        note = _note(server)
        yield from quads_of(_nodes(server), _edges(server), carried_info(note))
        if _note(server) != note:
            reason = "was changed by a load while it was read; read it again"
            raise StoreContentError(server.address, reason)


def _note(server: Server) -> dict[str, Value]:
    notes = [row[0] for row in server.run(f"MATCH (i:{INFO}) RETURN properties(i)")]
    if len(notes) != 1:
        reason = f"has {len(notes)} nodes {INFO} in place of one; load a graph with `lmskg load`"
        raise StoreContentError(server.address, reason)
    note: dict[str, Value] = notes[0]
    if note.get(STATE) != COMPLETE:
        n_done = 0 if note.get(STATE) in (CLEARING, CLEARING_ALL) else int(str(note.get(ROWS, 0)))
        raise StoreUnfinishedError(server.address, n_done, int(str(note.get(TOTAL, 0))))
    return note


def _nodes(server: Server) -> Iterator[Node]:
    for labels, properties in server.rows(_NODES):
        yield node_of(labels, properties)


def _edges(server: Server) -> Iterator[Edge]:
    for subject, target, type, properties in server.rows(_EDGES):
        yield edge_of(subject, target, type, properties)
