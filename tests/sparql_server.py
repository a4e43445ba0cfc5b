"""A small SPARQL 1.1 server on Oxigraph for tests, which can be told to fail.

It speaks as much of the protocols as this package uses, needs no Java, and breaks off where a
test wants it. That a load works on a store that people run is shown on a real Fuseki.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import ClassVar, NamedTuple
from urllib.parse import parse_qs, urlsplit

from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from .http_server import QuietHandler, running

RESULTS = "application/sparql-results+json"


class Reply(NamedTuple):
    """What the server sends; `cut` is where the body breaks off."""

    status: int
    type: str
    body: bytes
    cut: int | None = None
    location: str = ""


Fault = Callable[[Callable[[], Reply]], "Reply | None"]


def dropped(_: Callable[[], Reply]) -> None:
    """Close the connection before anything is done."""


def dropped_after(work: Callable[[], Reply]) -> None:
    """Do what is asked, and close the connection without a word."""
    work()


def cut(work: Callable[[], Reply]) -> Reply:
    """Break off in the middle of the answer."""
    return work()._replace(cut=5)


def slow(work: Callable[[], Reply]) -> Reply:
    """Answer late."""
    time.sleep(0.8)
    return work()


def page(_: Callable[[], Reply]) -> Reply:
    """Send a web page."""
    return Reply(200, "text/html", b"<html>Welcome</html>")


def status(number: int, said: str = "", type: str = "text/plain", location: str = "") -> Fault:
    """Return the fault of a status with a few words."""
    return lambda _: Reply(number, type, said.encode(), location=location)


class Server:
    """A dataset at `address`; `faults` holds one for each of the next requests, `None` for none.

    `always` is the fault of every request.
    """

    def __init__(self) -> None:
        self.store = Store()
        self.update = self.store.update
        self.faults: list[Fault | None] = []
        self.always: Fault | None = None
        self.seen: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        self.address = ""
        self._lock = threading.Lock()

    def reply(self, handler: BaseHTTPRequestHandler) -> Reply | None:
        """Return the answer to a request, `None` to close the connection."""
        body = handler.rfile.read(int(handler.headers.get("content-length", 0)))
        parts = urlsplit(handler.path)
        fields = parse_qs(parts.query)
        if handler.headers.get("content-type", "").startswith("application/x-www-form"):
            fields |= parse_qs(body.decode())
        with self._lock:
            self.seen.append((parts.path, fields, dict(handler.headers.items())))
            fault = self.faults.pop(0) if self.faults else self.always
        work = self._work(parts.path, fields, body)
        return fault(work) if fault else work()

    def _work(self, path: str, fields: dict[str, list[str]], body: bytes) -> Callable[[], Reply]:
        if path == "/ds" and "query" in fields:
            return lambda: self._query(fields)
        if path == "/ds/update":
            return lambda: self._update(body.decode())
        if path == "/ds/data":
            return lambda: self._graph(fields["graph"][0])
        return lambda: Reply(404, "text/html", b"<html>Not here</html>")

    def _query(self, fields: dict[str, list[str]]) -> Reply:
        graphs = {
            name: [NamedNode(iri) for iri in fields[key]]
            for name, key in (
                ("default_graph", "default-graph-uri"),
                ("named_graphs", "named-graph-uri"),
            )
            if key in fields
        }
        try:
            found = self.store.query(fields["query"][0], **graphs)  # type: ignore[arg-type]
        except SyntaxError as error:
            return Reply(400, "text/plain", str(error).encode())
        if isinstance(found, QueryTriples):
            data = serialize(found, format=RdfFormat.N_TRIPLES) or b""
            return Reply(200, "application/n-triples", data)
        return Reply(200, RESULTS, found.serialize(format=QueryResultsFormat.JSON) or b"")

    def _update(self, text: str) -> Reply:
        with self._lock:
            self.update(text)
        return Reply(204, "", b"")

    def _graph(self, graph: str) -> Reply:
        quads = self.store.quads_for_pattern(None, None, None, NamedNode(graph))
        data = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
        if not data:
            return Reply(404, "text/plain", b"no such graph")
        return Reply(200, "application/n-triples", data)


class _Handler(QuietHandler):
    served: ClassVar[Server]

    def answer(self) -> None:
        reply = self.served.reply(self)
        if reply is None:
            self.close_connection = True
            return
        self.send_response(reply.status)
        if reply.type:
            self.send_header("Content-Type", reply.type)
        if reply.location:
            self.send_header("Location", reply.location)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: reply.cut])

    do_POST = QuietHandler.do_GET  # noqa: N815 # the name that the base class calls


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server for as long as it is used."""
    served = Server()
    with running(type("Handler", (_Handler,), {"served": served})) as root:
        served.address = f"{root}/ds"
        yield served
