"""Load a graph into a remote store in batches, each once, whatever breaks off on the way.

A batch and the record of it are one SPARQL Update, which does nothing unless the record stands
where the batch begins. So a request may be sent twice, and a killed load goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from pyoxigraph import RdfFormat, Triple, serialize

from ..endpoint.protocol import Endpoint
from ..endpoint.record import (
    CLEARING,
    RECORD,
    LoadRecord,
    complete,
    done,
    known_by,
    read_record,
    written,
)
from ..errors import StoreContentError, StoreOccupiedError
from ..model import Loaded
from .batches import Batch, batches
from .checking import check_counts
from .content import Content

BATCH = 10_000


def load_content(
    content: Content,
    endpoint: Endpoint,
    *,
    is_replacing: bool = False,
    batch: int = BATCH,
    on_progress: Callable[[int], None] | None = None,
) -> Loaded:
    """Load a graph into a store; what is there of it already is not sent again.

    Parameters
    ----------
    content
        The graph.
    endpoint
        The store; only the graphs that are loaded, and the one with the record, are changed.
    is_replacing
        Clear what stands in the way, instead of an error.
    batch
        Statements a request; more where blank nodes hold them together.
    on_progress
        Called with the number of statements in the store, at the start and after each batch.

    Raises
    ------
    StoreOccupiedError
        If the store holds another graph in this place.
    StoreContentError
        If another load writes at the same time, or the store ends up with other numbers.
    StoreError
        If the store cannot be reached, or refuses.
    """
    graphs = tuple(sorted(content.counts))
    target = LoadRecord(content.graph_id, content.sha256, 0, content.n_total, False, graphs)
    found = _found(endpoint, is_replacing)
    if not _is_to_go_on(found, target, is_replacing):
        _check_free(endpoint, target, found, is_replacing)
        _begin(endpoint, target, found)
        found = target
    record = found or target
    report = on_progress or (lambda _: None)
    report(record.n_done)
    for part in batches(content.read(), content.clusters, batch, record.n_done):
        endpoint.update(_insert(part, target))
        _check_alone(endpoint, target, part.end)
        report(part.end)
    check_counts(content, endpoint)
    if not record.is_complete:
        endpoint.update(_end(target))
    return Loaded(record.n_done, content.n_total)


def _found(endpoint: Endpoint, is_replacing: bool) -> LoadRecord | None:
    try:
        return read_record(endpoint)
    except StoreContentError:  # a broken record: only a replacement may pass over it
        if is_replacing:
            return None
        raise


def _is_to_go_on(found: LoadRecord | None, target: LoadRecord, is_replacing: bool) -> bool:
    """Return whether the store holds a beginning, or all, of the same content."""
    if found is None or found.n_done == CLEARING or found.sha256 != target.sha256:
        return False
    return not is_replacing or found.n_done < found.n_total


def _check_free(
    endpoint: Endpoint, target: LoadRecord, found: LoadRecord | None, is_replacing: bool
) -> None:
    if is_replacing:
        return
    if found is not None and found.graph_id != target.graph_id:
        raise StoreOccupiedError(endpoint.address, f"the graph <{found.graph_id}>")
    own = found.graphs if found else ()
    for graph in target.graphs:
        if graph not in own and endpoint.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"):
            held = f"statements in <{graph}> that no load has put there"
            raise StoreOccupiedError(endpoint.address, held)


def _begin(endpoint: Endpoint, target: LoadRecord, found: LoadRecord | None) -> None:
    """Clear the place and note the load, in one update; if it stops half-way, it is done anew."""
    old = sorted({*target.graphs, *(found.graphs if found else ())})
    clearing = replace(target, n_done=CLEARING, graphs=tuple(old))
    drops = [f"DROP SILENT GRAPH <{graph}>" for graph in old]
    endpoint.update(" ;\n".join([_put(clearing), *drops, _put(target)]))


def _put(record: LoadRecord) -> str:
    """Return the update that puts a record in the place of any other."""
    old = f"GRAPH <{RECORD}> {{ ?s ?p ?o }}"
    new = f"GRAPH <{RECORD}> {{ {written(record)} }}"
    return f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{ OPTIONAL {{ {old} }} }}"


def _insert(part: Batch, target: LoadRecord) -> str:
    """Return the update of a batch: it does nothing unless the record stands at its start."""
    graphs: dict[str, list[Triple]] = {}
    for quad in part.quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    data = [f"GRAPH {name} {{\n{_n_triples(found)}}}" for name, found in graphs.items()]
    here = f"GRAPH <{RECORD}> {{ {done(part.start)} {known_by(target)} }}"
    return (
        f"DELETE {{ GRAPH <{RECORD}> {{ {done(part.start)} }} }}\n"
        f"INSERT {{ GRAPH <{RECORD}> {{ {done(part.end)} }}\n{' '.join(data)} }}\n"
        f"WHERE {{ {here} }}"
    )


def _n_triples(triples: Collection[Triple]) -> str:
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def _end(target: LoadRecord) -> str:
    here = f"GRAPH <{RECORD}> {{ {done(target.n_total)} {known_by(target)} }}"
    return (
        f"DELETE {{ GRAPH <{RECORD}> {{ {complete(False)} }} }} "
        f"INSERT {{ GRAPH <{RECORD}> {{ {complete(True)} }} }} WHERE {{ {here} }}"
    )


def _check_alone(endpoint: Endpoint, target: LoadRecord, n_done: int) -> None:
    record = read_record(endpoint)
    if record is None or (record.sha256, record.n_done) != (target.sha256, n_done):
        reason = "another load writes here at the same time; wait for its end, then load again"
        raise StoreContentError(endpoint.address, reason)
