"""Ask a remote store the questions that a store at hand is asked, with the same answers.

The data are the union of the graphs that were loaded, as at hand: the protocol lets a query say
so beside its text, so that the same files run unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple, Variable

from ..endpoint.record import IS_UNION, read_record
from ..errors import StoreContentError, StoreUnfinishedError
from ..model import Table
from ..namespaces import RDF_TYPE, XSD
from .refuse import names_graphs
from .values import with_values

if TYPE_CHECKING:
    from ..endpoint.protocol import Endpoint
    from ..model import Term

_TEXTS = (f"{XSD}string", RDF_TYPE.replace("#type", "#langString"))
_PARTS = ("s", "p", "o", "g")


class RemoteGraph:
    """The graph in a remote store; it is asked as a `Store` is, and never changed.

    Parameters
    ----------
    endpoint
        The store.
    use_default_graph
        Ask the store's own default graph, which has to be the union of its graphs: much faster in
        some stores, and right where no other graph lies beside this one.

    Raises
    ------
    StoreUnfinishedError
        If a load of the graph was begun and not finished.
    StoreContentError
        If the default graph does not hold what the named graphs hold.
    StoreError
        If the store cannot be asked.
    """

    def __init__(self, endpoint: Endpoint, *, use_default_graph: bool = False) -> None:
        self.endpoint = endpoint
        record = read_record(endpoint)
        if record is not None and not record.is_complete:
            done = max(record.n_done, 0)
            raise StoreUnfinishedError(endpoint.address, done, record.n_total)
        if record is not None and use_default_graph and not endpoint.ask(IS_UNION):
            reason = "its default graph is not the union of its graphs; leave out --default-graph"
            raise StoreContentError(endpoint.address, reason)
        # a store that was filled by other means answers from its own default graph
        self.graphs = record.graphs if record and not use_default_graph else ()

    def select(
        self, sparql: str, bindings: Mapping[Variable, NamedNode | Literal] | None = None
    ) -> Table:
        """Return the answer to a SELECT query that is known to be correct."""
        text = with_values(sparql, bindings) if bindings else sparql
        found = self.endpoint.select(text, self._graphs(sparql))
        columns = tuple(variable.value for variable in found.variables)
        rows = [tuple(solution) for solution in found]
        forms = _forms(term for row in rows for term in row)
        return Table(columns, tuple(tuple(forms.get(t, t) for t in row) for row in rows))

    def is_true(self, sparql: str) -> bool:
        """Return the answer to an ASK query."""
        return self.endpoint.ask(sparql, self._graphs(sparql))

    def construct(self, sparql: str) -> list[Triple]:
        """Return the answer to a CONSTRUCT or DESCRIBE query."""
        found = self.endpoint.construct(sparql, self._graphs(sparql))
        forms = _forms(triple.object for triple in found)
        return [Triple(t.subject, t.predicate, forms.get(t.object, t.object)) for t in found]

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | None,
        predicate: NamedNode | None,
        object: Term | None,
        graph_name: NamedNode | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that match, as a `Store` does; `None` matches all."""
        terms = dict(zip(_PARTS, (subject, predicate, object, graph_name), strict=True))
        given = {Variable(n): t for n, t in terms.items() if isinstance(t, NamedNode | Literal)}
        pattern = "GRAPH ?g { ?s ?p ?o }" if self.graphs else "?s ?p ?o"
        # terms in the places of a quad are terms that a quad may have there
        rows: Any = self.select(f"SELECT ?s ?p ?o ?g WHERE {{ {pattern} }}", given).rows
        for s, p, o, g in rows:
            yield Quad(s, p, o, g or DefaultGraph())

    def _graphs(self, sparql: str) -> tuple[str, ...]:
        # FROM says which graphs are meant; the protocol would override it without a word
        return () if names_graphs(sparql) else self.graphs


def _forms(terms: Iterable[Term | None]) -> dict[Term | None, Term]:
    """Return each typed literal in the form that the engine at hand gives it: 34.0 is 34."""
    typed = {t for t in terms if isinstance(t, Literal) and t.datatype.value not in _TEXTS}
    nodes = {NamedNode(f"urn:x:{number}"): term for number, term in enumerate(typed)}
    store, link = Store(), NamedNode("urn:x:is")
    store.extend(Quad(node, link, term, DefaultGraph()) for node, term in nodes.items())
    return {nodes[quad.subject]: quad.object for quad in store}
