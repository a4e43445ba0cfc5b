"""The SPARQL 1.1 Protocol and Graph Store HTTP Protocol: ask, update, read a graph.

A store has one address for each of the three, and stores differ in how these are called. Given
is one address, of a dataset or of its queries; the others are found by asking the usual places
something harmless, or are given too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from ..errors import StoreAnswerError, StoreRefusedError
from .address import PASSWORD, TOKEN, USER, authorization, check_address
from .transport import Answer, Transport

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"
_QUERY_PLACES = ("", "/sparql", "/query")
_UPDATE_PLACES = ("/update", "/statements", "")
_GRAPH_PLACES = ("/data", "/store", "/rdf-graphs/service", "")
_QUERY_NAMES = ("/sparql", "/query")


class Endpoint:
    """A remote store, by the addresses at which it is asked, updated and read.

    Parameters
    ----------
    address
        Address of the dataset or of its queries.
    update_address, graph_address
        Addresses for updates and for whole graphs; looked for where they are not given.
    transport
        The way to send; by default with the credentials that the environment holds.

    Raises
    ------
    StoreAddressError
        If an address, or what the environment holds, cannot be used.
    """

    def __init__(
        self,
        address: str,
        *,
        update_address: str | None = None,
        graph_address: str | None = None,
        transport: Transport | None = None,
    ) -> None:
        self.address = check_address(address)
        self._given_update = check_address(update_address) if update_address else None
        self._given_graphs = check_address(graph_address) if graph_address else None
        self._transport = transport or Transport(authorization(self.address))

    @cached_property
    def query_address(self) -> str:
        """Where the store answers queries.

        Raises
        ------
        StoreError
            If it does so at none of the usual places.
        """
        return _found([self.address + place for place in _QUERY_PLACES], self._is_asked, "queries")

    @cached_property
    def update_address(self) -> str:
        """Where the store takes updates; see `query_address`."""
        if self._given_update:
            return self._given_update
        places = self._places(_UPDATE_PLACES)
        return _found(places, self._is_updated, "updates, or name it with --update-endpoint")

    @cached_property
    def graph_address(self) -> str:
        """Where the store gives whole graphs; see `query_address`."""
        if self._given_graphs:
            return self._given_graphs
        places = self._places(_GRAPH_PLACES)
        return _found(places, self._is_read, "graphs, or name it with --graph-store")

    def _places(self, endings: Collection[str]) -> list[str]:
        base = self.address
        for name in _QUERY_NAMES:
            base = base.removesuffix(name)
        return list(dict.fromkeys([*(base + ending for ending in endings), self.address]))

    def select(self, sparql: str, graphs: Collection[str] = ()) -> QuerySolutions:
        """Return the answer to a SELECT query.

        Parameters
        ----------
        sparql
            The query.
        graphs
            IRIs of the graphs that make up the data, by name and as one default graph; by default
            the store's own choice holds.

        Raises
        ------
        StoreError
            If the store cannot be reached, refuses, or answers something else.
        """
        from pyoxigraph import QuerySolutions

        found = self._results(sparql, graphs)
        if not isinstance(found, QuerySolutions):
            raise StoreAnswerError(self.query_address, "the answer is a boolean, not a table")
        return found

    def ask(self, sparql: str, graphs: Collection[str] = ()) -> bool:
        """Return the answer to an ASK query; see `select`."""
        from pyoxigraph import QueryBoolean

        found = self._results(sparql, graphs)
        if not isinstance(found, QueryBoolean):
            raise StoreAnswerError(self.query_address, "the answer is a table, not a boolean")
        return bool(found)

    def _results(self, sparql: str, graphs: Collection[str]) -> QuerySolutions | QueryBoolean:
        address = self.query_address
        return _results(address, self._query(address, sparql, graphs, RESULTS))

    def construct(self, sparql: str, graphs: Collection[str] = ()) -> list[Triple]:
        """Return the answer to a CONSTRUCT or DESCRIBE query; see `select`."""
        answer = self._query(self.query_address, sparql, graphs, TRIPLES)
        return list(_triples(self.query_address, answer))

    def update(self, sparql: str) -> None:
        """Change the store by a SPARQL Update; see `select` for what may go wrong."""
        check_answer(self.update_address, self._update(self.update_address, sparql))

    def read_graph(self, graph: str) -> list[Triple]:
        """Return the triples of a named graph, none where there is no such graph.

        Raises
        ------
        StoreError
            As with `select`.
        """
        answer = self._read(self.graph_address, graph)
        return [] if answer.status == 404 else list(_triples(self.graph_address, answer))

    def _query(self, address: str, sparql: str, graphs: Collection[str], accept: str) -> Answer:
        fields = [("query", sparql)]
        for graph in graphs:
            fields += [("default-graph-uri", graph), ("named-graph-uri", graph)]
        kind = "application/x-www-form-urlencoded"
        body = urlencode(fields).encode()
        return self._transport.send(address, body=body, content_type=kind, accept=accept)

    def _update(self, address: str, sparql: str) -> Answer:
        kind = "application/sparql-update; charset=utf-8"
        return self._transport.send(address, body=sparql.encode(), content_type=kind, accept="*/*")

    def _read(self, address: str, graph: str) -> Answer:
        place = f"{address}?graph={quote(graph, safe='')}"
        return self._transport.send(place, accept=TRIPLES)

    def _is_asked(self, address: str) -> None:
        _results(address, self._query(address, "ASK {}", (), RESULTS))

    def _is_updated(self, address: str) -> None:
        check_answer(address, self._update(address, "INSERT DATA {}"))

    def _is_read(self, address: str) -> None:
        answer = self._read(address, "urn:x-lmskg:no-such-graph")
        # a graph that is not there and a page that is not there look alike, but for their words
        if answer.status != 404 or "html" in answer.type:
            list(_triples(address, answer))


def _found(places: list[str], probe: Callable[[str], None], what: str) -> str:
    """Return the first place that passes the probe, else raise what the first one said."""
    faults: list[StoreRefusedError | StoreAnswerError] = []
    for place in places:
        try:
            probe(place)
        except (StoreRefusedError, StoreAnswerError) as fault:
            faults.append(fault)
        else:
            return place
    denied = [fault for fault in faults if "credentials" in str(fault)]
    if denied or len({str(fault).partition(": ")[2] for fault in faults}) == 1:
        raise (denied or faults)[0]
    raise StoreRefusedError(places[0], f"no place for {what}: {(denied or faults)[0].reason}")


def check_answer(address: str, answer: Answer) -> None:
    """Raise what is wrong if the answer is a refusal.

    Raises
    ------
    StoreRefusedError
        If the status is not one of success.
    """
    if not 200 <= answer.status < 300:
        raise StoreRefusedError(address, _refusal(answer))


def _refusal(answer: Answer) -> str:
    status = answer.status
    if 300 <= status < 400:
        return f"has moved ({status}) to {_shown(answer.location)}; give that address"
    known = {
        401: f"asks for credentials that it knows (401); set {USER} and {PASSWORD}, or {TOKEN}",
        403: f"forbids this to the credentials in {USER} or {TOKEN}, or to all (403)",
        404: "there is nothing here (404); an address looks like http://host:3030/name",
        405: "does not take this here (405); an address looks like http://host:3030/name",
        413: "the request is too large (413); load with a smaller --batch",
    }
    return known.get(status) or f"refused ({status}){_reason(answer)}"


def _shown(location: str) -> str:
    """Return where a redirect leads, without what may be secret."""
    plain = re.sub(r"//[^/@]*@", "//", location.partition("?")[0])
    return plain[:200] or "nowhere"


def _reason(answer: Answer) -> str:
    """Return what the store says, in one short line; of a web page, nothing."""
    if "html" in answer.type:
        return ""
    said = " ".join(unescape(answer.body[:2000].decode("utf-8", "replace")).split())
    return f": {said[:200]}" if said else ""


def _results(address: str, answer: Answer) -> QuerySolutions | QueryBoolean:
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

    check_answer(address, answer)
    _check_type(address, answer, (RESULTS, "application/json"), "SPARQL results")
    try:
        found = parse_query_results(answer.body, QueryResultsFormat.JSON)
        if isinstance(found, QuerySolutions):
            for _ in found:  # a fault in the middle is told here, not while rows are used
                pass
            found = parse_query_results(answer.body, QueryResultsFormat.JSON)
    except (SyntaxError, ValueError) as error:
        raise StoreAnswerError(address, "the answer is no whole SPARQL results") from error
    assert isinstance(found, QueryBoolean | QuerySolutions)  # noqa: S101
    return found


def _triples(address: str, answer: Answer) -> Iterator[Triple]:
    from pyoxigraph import RdfFormat, parse

    check_answer(address, answer)
    _check_type(address, answer, (TRIPLES, "text/plain"), "N-Triples")
    try:
        for quad in parse(answer.body, RdfFormat.N_TRIPLES):
            yield quad.triple
    except SyntaxError as error:
        raise StoreAnswerError(address, "the answer is no whole N-Triples") from error


def _check_type(address: str, answer: Answer, types: Collection[str], what: str) -> None:
    if answer.type not in types:
        found = "a web page" if "html" in answer.type else answer.type or "something without a type"
        raise StoreAnswerError(address, f"the answer is {found}, not {what}")
