"""From a graph to nodes and edges."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from pyoxigraph import Quad, Triple

from ..graph.stream import stream_file
from ..namespaces import DCTERMS, KG, OWL, RDFS_LABEL
from .claims import REPORTED, Claims
from .collect import Collected, EdgeRow, LiteralRow, collect
from .columns import beside, columns, number, properties_of
from .kinds import Kinds
from .names import curies, edge_type, split
from .ntriples import collect_ntriples
from .rows import IN_GRAPH, INFO, TAG, Edge, Kind, Node, Value

SCHEMA = 1

# the predicates that name a node, the best first
_NAMES = {RDFS_LABEL: 0, KG.statement: 1, DCTERMS.title: 2}


def tables(
    source: Iterable[Quad | Triple] | Path, prefixes: dict[str, str] | None = None
) -> Tables:
    """Return a graph as nodes and edges, after one pass over it.

    Parameters
    ----------
    source
        Quads or triples, or the path of an RDF file (`.gz` too), which is read as a stream. The
        order of rows is that of the source; give canonical quads for the same bytes each time.
    prefixes
        Prefix to namespace, for the names of properties and for CURIEs.

    Raises
    ------
    UnsupportedFormatError, SourceNotFoundError, SourceFormatError, OntologyParseError
        If the file cannot be used.
    """
    return Tables(_collected(source), prefixes or {})


def _collected(source: Iterable[Quad | Triple] | Path) -> Collected:
    if not isinstance(source, Path):
        return collect(source)
    return collect_ntriples(source) or collect(stream_file(source))


class Tables:
    """The nodes and edges of one graph.

    Attributes
    ----------
    properties
        The column of each predicate that has literals, by the name of the column.
    prefixes
        Prefix to namespace, as given.
    """

    def __init__(self, found: Collected, prefixes: dict[str, str]) -> None:
        self._found = found
        self.prefixes = prefixes
        self._curie = curies(prefixes)
        self._columns, numbers = columns(found.literals.values(), prefixes)
        self._kinds = Kinds(found)
        self._claims = Claims(found)
        self.properties = {column.name: column for column in self._columns.values()}
        self._numbers = {
            iri: name
            for iri in sorted(numbers)
            if (name := f"{self._columns[iri].name}_number") not in self.properties
        }

    def __len__(self) -> int:
        """Return the number of statements."""
        return len(self._found.edges) + sum(map(len, self._found.literals.values()))

    @property
    def n_nodes(self) -> int:
        """Number of rows that `nodes` yields."""
        return len(self._found.ids)

    @cached_property
    def n_edges(self) -> int:
        """Number of rows that `edges` yields."""
        return len(self._found.edges) + sum(1 for _ in self._claims.edges())

    def nodes(self) -> Iterator[Node]:
        """Yield each node of the graph; the node of `info` is not among them."""
        literals, columns, kinds = self._found.literals, self._columns, self._kinds
        for id in self._found.ids:
            rows = literals.get(id)
            properties = properties_of(rows, columns) if rows else {}
            yield Node(id, kinds.labels(id), properties, self._derived(id, rows or ()))

    def edges(self) -> Iterator[Edge]:
        """Yield each statement between two nodes, then the direct edge of each claim."""
        types: dict[str, str] = {}
        for subject, predicate, target, graph in self.statements():
            type = types.get(predicate)
            if type is None:
                type = types[predicate] = self.type_of(predicate)
            properties: dict[str, Value] = {"predicate": predicate}
            if graph:
                properties["graph"] = graph
            yield Edge(subject, target, type, properties)
        yield from self.claim_edges()

    def statements(self) -> Collection[EdgeRow]:
        """Return subject, predicate, object and graph of each statement between two nodes."""
        return self._found.edges.keys()

    def type_of(self, predicate: str) -> str:
        """Return the type of the edges that are a predicate's statements."""
        prefix = REPORTED if predicate in self._claims.predicates else ""
        return prefix + edge_type(predicate)

    def claim_edges(self) -> Iterator[Edge]:
        """Yield the direct edge of each claim."""
        return self._claims.edges()

    def node_columns(self) -> Iterator[tuple[str, tuple[Kind, bool]]]:
        """Yield what nodes have, derived or carried: name, kind, and whether it is a list."""
        for name in ("name", "curie", "category"):
            yield name, ("string", False)
        found = beside(self._found.literals.values(), self._columns)
        if "graph" in found:
            yield "graph", ("string", False)
        for iri, column in self._columns.items():
            yield column.name, (column.kind, column.is_list)
            if iri in self._numbers:
                yield self._numbers[iri], ("float", column.is_list)
            for name in (column.name + TAG, column.name + IN_GRAPH):
                if name in found:
                    yield name, ("string", column.is_list)

    @cached_property
    def graph_id(self) -> str:
        """Who the graph is, whatever it says today: the IRI of its (first) ontology.

        A graph without an ontology is known by its content.
        """
        ontology = f"{OWL}Ontology"
        found = [n for n, types in self._found.types.items() if ontology in types]
        return min(
            (n for n in found if not n.startswith("_:")), default=f"urn:sha256:{self.sha256}"
        )

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of all statements, in their order."""
        digest = hashlib.sha256()
        for row in self._found.edges:
            digest.update("\0".join((*row, "\1")).encode())
        for subject, rows in self._found.literals.items():
            for literal in rows:
                digest.update("\0".join((subject, *literal, "\2")).encode())
        return digest.hexdigest()

    @cached_property
    def plan(self) -> str:
        """SHA-256 of what the rows and their order rest on, beside the statements.

        Two graphs with the same plan have the same rows at the same places.
        """
        digest = hashlib.sha256(self.sha256.encode())
        for part in (*self._found.ids, *map(repr, sorted(self.prefixes.items())), repr(SCHEMA)):
            digest.update(f"{part}\0".encode())
        return digest.hexdigest()

    @cached_property
    def info(self) -> dict[str, Value]:
        """What a reader needs to come back, and what tells this graph from another."""
        known: dict[str, Value] = {"schema": SCHEMA, "graph_id": self.graph_id}
        return {**known, "sha256": self.sha256, **self.dictionary}

    @cached_property
    def dictionary(self) -> dict[str, Value]:
        """What a reader needs to come back: the graph's id, and the dictionary of properties."""
        found = [self.properties[name] for name in sorted(self.properties)]
        columns: dict[str, Value] = {
            "property_names": [column.name for column in found],
            "property_iris": [column.iri for column in found],
            "property_kinds": [str(column.kind) for column in found],
            "property_lists": [column.is_list for column in found],
            "property_tags": [column.tag for column in found],
        }
        known: dict[str, Value] = {"schema": SCHEMA, "graph_id": self.graph_id}
        return {**known, **(columns if found else {})}

    def _derived(self, id: str, rows: Sequence[LiteralRow]) -> dict[str, Value]:
        curie = self._curie(id)
        name = _name(rows) if rows else ""
        derived: dict[str, Value] = {
            "name": name or split(curie)[1] or curie,
            "curie": curie,
            "category": self._kinds.category(id),
        }
        if self._numbers:
            for predicate in dict.fromkeys(row[0] for row in rows if row[0] in self._numbers):
                self._add_numbers(predicate, rows, derived)
        return derived

    def _add_numbers(
        self, predicate: str, rows: Sequence[LiteralRow], derived: dict[str, Value]
    ) -> None:
        texts = [row[1] for row in rows if row[0] == predicate]
        values = [value for text in texts if (value := number(text)) is not None]
        if values:
            is_list = self._columns[predicate].is_list
            derived[self._numbers[predicate]] = values if is_list else values[0]


def _name(rows: Sequence[LiteralRow]) -> str:
    """Return the best name among the literals: a label, in English if there is one."""
    best: tuple[int, bool, str] | None = None
    for predicate, text, tag, _ in rows:
        rank = _NAMES.get(predicate)
        if rank is not None:
            found = (rank, not tag.startswith("@en"), text)
            if best is None or found < best:
                best = found
    return best[2] if best else ""


def info_node(info: dict[str, Value]) -> Node:
    """Return the node that holds `info`, for a format without a place for the graph itself."""
    graph = str(info["graph_id"])
    return Node(f"{graph}#graph-info", (INFO,), info, {"name": graph})
