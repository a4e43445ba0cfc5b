"""Load a graph into Neo4j in batches, each once, whatever breaks off on the way.

The node `:GraphInfo` notes how many rows are there. Each transaction creates one batch and moves
that note, and does nothing unless the note stands where the batch begins: so a transaction may be
tried again after an unclear commit, a killed load goes on where it stood, and rows can be created
without looking for them first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, LiteralString

from ..errors import StoreContentError, StoreOccupiedError
from ..export.database import COMPLETE, ID, ROWS, STATE, info_properties, node_properties
from ..model import Loaded
from ..tables import INFO, RESOURCE, Edge, Node, Tables, Value
from .server import Server

if TYPE_CHECKING:
    from neo4j import ManagedTransaction

BATCH = 10_000
TOTAL, PLAN = "total", "plan"
LOADING, CLEARING, CLEARING_ALL = "loading", "clearing", "clearing all"

_CONSTRAINTS = [
    f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:{label}) REQUIRE n.{ID} IS UNIQUE"
    for label in (RESOURCE, INFO)
]
# setting a property takes the lock, so the note is read after any other load has let go of it
_MOVE = f"""
MATCH (i:{INFO} {{{ID}: $id}}) SET i.locked = true
WITH i, i.sha256 = $sha256 AND i.{STATE} = '{LOADING}' AND i.{ROWS} = $start AS is_here
REMOVE i.locked
SET i.{ROWS} = CASE WHEN is_here THEN $end ELSE i.{ROWS} END
RETURN is_here
"""
# a load that begins at the same time has its note left alone
_BEGIN = f"""
MERGE (i:{INFO} {{{ID}: $id}}) ON CREATE SET i = $note
WITH i WHERE i.{STATE} STARTS WITH '{CLEARING}' SET i = $note
"""
_ENDS = f"MATCH (a:{RESOURCE} {{{ID}: row[0]}}) MATCH (b:{RESOURCE} {{{ID}: row[1]}})"
_MAKE_NODES = """
UNWIND $groups AS g UNWIND g[1] AS row CREATE (n:$(g[0])) SET n = row
"""
_MAKE_EDGES = f"""
UNWIND $groups AS g UNWIND g[2] AS row {_ENDS}
CREATE (a)-[r:$(g[0])]->(b) SET r = g[1] SET r += coalesce(row[2], {{}})
"""
_MOST_DELETED = 20_000


@dataclass(frozen=True, slots=True)
class _Target:
    """The graph that is to be there, as its note says when all of it is."""

    server: Server
    note: dict[str, Value]
    n_total: int
    plan: str

    @property
    def id(self) -> Value:
        return self.note[ID]

    def begun(self) -> dict[str, Value]:
        """Return the note of a load that has made nothing yet."""
        kept = {name: self.note[name] for name in (ID, "graph_id", "sha256")}
        return {**kept, STATE: LOADING, ROWS: 0, TOTAL: self.n_total, PLAN: self.plan}


def load_tables(
    tables: Tables,
    server: Server,
    *,
    is_replacing: bool = False,
    batch: int = BATCH,
    on_progress: Callable[[int], None] | None = None,
) -> Loaded:
    """Load a graph into a database; what is there of it already is not made again.

    Parameters
    ----------
    tables
        The graph.
    server
        The database, as `connect` opens it.
    is_replacing
        Delete what stands in the way, instead of an error.
    batch
        Rows a transaction.
    on_progress
        Called with the number of rows that are there, at the start and after each batch.

    Raises
    ------
    StoreOccupiedError
        If the database holds another graph, or anything that no load has put there.
    StoreContentError
        If another load writes at the same time, or the database has lost some of what was loaded.
    StoreError
        If the server cannot be reached, or refuses.
    """
    n_total = tables.n_nodes + tables.n_edges
    target = _Target(server, info_properties(tables, n_total), n_total, tables.plan)
    start, is_complete = _prepared(target, tables, is_replacing)
    report = on_progress or (lambda _: None)
    report(start)
    for begin, rows in _batches(tables, start, batch):
        end = begin + len(rows)
        server.write(lambda tx, b=begin, r=rows, e=end: _put(tx, target, b, r, e))  # type: ignore[misc] # bound now
        report(end)
    if not is_complete:
        _check_counts(target, tables)
        server.write(lambda tx: _finish(tx, target))
    return Loaded(start, n_total)


def _prepared(target: _Target, tables: Tables, is_replacing: bool) -> tuple[int, bool]:
    """Make the database ready; return how many rows it has, and whether the graph is complete."""
    server = target.server
    notes = [row[0] for row in server.run(f"MATCH (i:{INFO}) RETURN properties(i)")]
    ours = [note for note in notes if note.get("graph_id") == target.note["graph_id"]]
    state = ours[0].get(STATE) if ours else None
    if ours and len(notes) == 1 and not is_replacing:
        if state == LOADING and ours[0].get(PLAN) == target.plan:
            return int(ours[0][ROWS]), False
        if state == COMPLETE and ours[0] == target.note:
            _check_counts(target, tables)
            _constrain(server)  # the bulk import has made none
            return target.n_total, True
    if is_replacing or state == CLEARING_ALL:
        _clear(target, CLEARING_ALL)
    elif ours and len(notes) == 1:
        _clear(target, CLEARING)
    else:
        _check_free(target, notes)
    _constrain(server)
    server.run(_BEGIN, id=target.id, note=target.begun())
    return 0, False


def _constrain(server: Server) -> None:
    for constraint in _CONSTRAINTS:
        server.run(constraint)


def _check_free(target: _Target, notes: Sequence[dict[str, Any]]) -> None:
    server = target.server
    if notes:
        raise StoreOccupiedError(server.address, f"the graph <{notes[0].get('graph_id')}>")
    ((n_nodes,),) = server.run("MATCH (n) RETURN count(n)")
    if n_nodes:
        raise StoreOccupiedError(server.address, f"{n_nodes} nodes that no load has put there")


def _check_counts(target: _Target, tables: Tables) -> None:
    server = target.server
    ((n_nodes,),) = server.run(f"MATCH (n:{RESOURCE}) RETURN count(n)")
    ((n_edges,),) = server.run(f"MATCH (:{RESOURCE})-[r]->(:{RESOURCE}) RETURN count(r)")
    if (n_nodes, n_edges) != (tables.n_nodes, tables.n_edges):
        raise StoreContentError(
            server.address,
            f"has {n_nodes} nodes and {n_edges} relationships instead of {tables.n_nodes} and "
            f"{tables.n_edges}; load with --replace",
        )


def _clear(target: _Target, state: str) -> None:
    """Delete the graph, or everything, in batches; the note says so until the next load."""
    note = {**target.begun(), STATE: state}
    target.server.run(f"MERGE (i:{INFO} {{{ID}: $id}}) SET i = $note", id=target.id, note=note)
    what = f"(n:{RESOURCE})" if state == CLEARING else "(n)"
    other = f"WHERE n.{ID} IS NULL OR n.{ID} <> $id OR NOT n:{INFO}"
    for cypher in (
        f"MATCH {what}-[r]->() WITH r LIMIT {_MOST_DELETED} DELETE r RETURN count(*)",
        f"MATCH {what} {other} WITH n LIMIT {_MOST_DELETED} DETACH DELETE n RETURN count(*)",
    ):
        while target.server.run(cypher, id=target.id)[0][0]:
            pass


def _batches(
    tables: Tables, start: int, size: int
) -> Iterator[tuple[int, Sequence[Node] | Sequence[Edge]]]:
    """Yield what is still to be made: where it begins, and nodes or edges, never both."""
    for rows, first, n_rows in (
        (tables.nodes, 0, tables.n_nodes),
        (tables.edges, tables.n_nodes, tables.n_edges),
    ):
        skipped = min(max(start - first, 0), n_rows)
        found: Iterator[Any] = islice(rows(), skipped, None)
        begin = first + skipped
        while part := list(islice(found, size)):
            yield begin, part
            begin += len(part)


def _put(
    tx: ManagedTransaction,
    target: _Target,
    start: int,
    rows: Sequence[Node] | Sequence[Edge],
    end: int,
) -> None:
    """Make one batch and move the note, unless an earlier try has done so."""
    if not _is_moved(tx, target, start, end):
        return
    cypher, groups = _statement(rows)
    counted = tx.run(cypher, groups=groups).consume().counters
    if counted.nodes_created + counted.relationships_created != len(rows):
        reason = "lacks nodes that were loaded; load with --replace"
        raise StoreContentError(target.server.address, reason)


def _is_moved(tx: ManagedTransaction, target: _Target, start: int, end: int) -> bool:
    known = {"id": target.id, "sha256": target.note["sha256"], "start": start, "end": end}
    if _single(tx, _MOVE, known):
        return True
    if _single(tx, f"MATCH (i:{INFO} {{{ID}: $id}}) RETURN i.{ROWS}", known) == end:
        return False
    reason = "another load writes at the same time; wait for its end and load again"
    raise StoreContentError(target.server.address, reason)


def _single(tx: ManagedTransaction, cypher: str, parameters: dict[str, Any]) -> Any:
    record = tx.run(cypher, parameters).single()
    return record[0] if record else None


def _statement(rows: Sequence[Node] | Sequence[Edge]) -> tuple[LiteralString, list[Any]]:
    """Return the one statement that makes all rows, and the rows in groups of a kind.

    Labels and types are data of the statement, so that the server plans it once and not for each
    of the hundreds of label sets.
    """
    groups: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        if isinstance(row, Node):
            groups.setdefault(row.labels, []).append(node_properties(row))
        elif row.is_derived:
            groups.setdefault((row.type,), []).append([row.subject, row.object, row.properties])
        else:
            kind = (row.type, row.properties["predicate"], row.properties.get("graph"))
            groups.setdefault(kind, []).append([row.subject, row.object])
    if isinstance(rows[0], Node):
        return _MAKE_NODES, [[list(labels), group] for labels, group in groups.items()]
    return _MAKE_EDGES, [[kind[0], _shared(kind), group] for kind, group in groups.items()]


def _shared(kind: tuple[Any, ...]) -> dict[str, Value]:
    """Return the properties that all statements of a kind have; a claim's edge shares none."""
    named = zip(("predicate", "graph"), kind[1:], strict=False)
    return {name: value for name, value in named if value}


def _finish(tx: ManagedTransaction, target: _Target) -> None:
    """Let the note say that all is there."""
    if _is_moved(tx, target, target.n_total, target.n_total):
        cypher = f"MATCH (i:{INFO} {{{ID}: $id}}) SET i = $note"
        tx.run(cypher, id=target.id, note=target.note)
