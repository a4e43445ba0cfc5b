from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lmskg.endpoint.address import PASSWORD, TOKEN, USER, authorization, check_address
from lmskg.endpoint.protocol import Endpoint
from lmskg.endpoint.record import RECORD, LoadRecord, read_record, written
from lmskg.endpoint.transport import Transport
from lmskg.errors import (
    StoreAddressError,
    StoreAnswerError,
    StoreContentError,
    StoreError,
    StoreRefusedError,
    StoreUnreachableError,
)

from .sparql_server import (
    Fault,
    Server,
    cut,
    dropped,
    dropped_after,
    page,
    serving,
    slow,
    status,
)

SECRET = "hunter2"  # noqa: S105
A, P = NamedNode("https://example.org/a"), NamedNode("https://example.org/p")
ANY = "SELECT ?s WHERE { ?s ?p ?o }"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        found.store.add(Quad(A, P, Literal("here"), NamedNode("https://example.org/g")))
        yield found


def endpoint(address: str, *, waits: tuple[float, ...] = (0.0, 0.0), limit: float = 5) -> Endpoint:
    return Endpoint(address, transport=Transport(timeout_s=limit, waits_s=waits))


# --- addresses and credentials


@pytest.mark.parametrize(
    "address",
    [
        f"http://me:{SECRET}@127.0.0.1:3030/ds",
        f"http://{SECRET}@127.0.0.1:3030/ds",
        f"http://127.0.0.1:3030/ds?token={SECRET}",
        f"http://127.0.0.1:3030/ds#{SECRET}",
        "ftp://127.0.0.1/ds",
        "127.0.0.1:3030/ds",
        "http:///ds",
        "http://127.0.0.1:port/ds",
        "http://[::1/ds",
        "http://127.0.0.1:3030/d s",
        "http://127.0.0.1:3030/d\ns",
        "",
    ],
)
def test_address_that_cannot_be_used_is_refused_without_its_secret(address: str) -> None:
    with pytest.raises(StoreAddressError) as found:
        check_address(address)
    assert SECRET not in str(found.value)


def test_credentials_come_from_the_environment() -> None:
    assert authorization("x", {}) is None
    assert authorization("x", {TOKEN: "abc"}) == "Bearer abc"
    assert authorization("x", {USER: "me", PASSWORD: "hé"}) == "Basic bWU6aMOp"


@pytest.mark.parametrize(
    "environment",
    [{USER: SECRET}, {PASSWORD: SECRET}, {TOKEN: f"{SECRET} "}, {TOKEN: SECRET, USER: "me"}],
)
def test_half_credentials_are_refused_without_their_secret(environment: dict[str, str]) -> None:
    with pytest.raises(StoreAddressError) as found:
        authorization("x", environment)
    assert SECRET not in str(found.value)


def test_credentials_are_sent(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(TOKEN, SECRET)
    assert Endpoint(server.address).ask("ASK {}")
    assert {headers["Authorization"] for _, _, headers in server.seen} == {f"Bearer {SECRET}"}


# --- what is asked, and where


def test_select_ask_construct_update_and_a_graph(server: Server) -> None:
    store = endpoint(server.address)
    graphs = ["https://example.org/g"]
    assert [str(row["s"]) for row in store.select(ANY, graphs)] == [str(A)]
    assert list(store.select(ANY)) == []
    assert store.ask("ASK { GRAPH ?g { ?s ?p ?o } }", graphs)
    assert len(store.construct("CONSTRUCT WHERE { ?s ?p ?o }", graphs)) == 1
    store.update(f"INSERT DATA {{ GRAPH <{graphs[0]}> {{ {A} {P} 1 }} }}")
    assert len(store.read_graph(graphs[0])) == 2
    assert store.read_graph("https://example.org/none") == []


@pytest.mark.parametrize("ending", ["", "/", "/sparql"])
def test_addresses_are_found(server: Server, ending: str) -> None:
    if ending == "/sparql":  # the address of queries is asked as it is, the others lie beside it
        store = Endpoint(server.address + ending, transport=Transport(waits_s=()))
        store.__dict__["query_address"] = server.address
    else:
        store = endpoint(server.address + ending)
    assert store.query_address == server.address
    assert store.update_address == f"{server.address}/update"
    assert store.graph_address == f"{server.address}/data"


def test_given_addresses_are_taken(server: Server) -> None:
    store = Endpoint("http://127.0.0.1:9/x", update_address=server.address + "/update")
    store.update("INSERT DATA {}")
    store = Endpoint("http://127.0.0.1:9/x", graph_address=server.address + "/data")
    assert len(store.read_graph("https://example.org/g")) == 1


def test_answer_of_the_wrong_form(server: Server) -> None:
    store = endpoint(server.address)
    with pytest.raises(StoreAnswerError, match="a table, not a boolean"):
        store.ask(ANY)
    with pytest.raises(StoreAnswerError, match="a boolean, not a table"):
        store.select("ASK {}")


# --- faults, each in one line


@pytest.mark.parametrize("fault", [dropped, dropped_after, cut, status(502), status(503)])
def test_passing_fault_is_passed_over(server: Server, fault: Fault) -> None:
    server.faults = [fault, None, fault]  # once each: the search for the address, the query
    assert list(endpoint(server.address).select(ANY)) == []
    assert len(server.seen) == 4


@pytest.mark.parametrize(
    ("fault", "kind", "message"),
    [
        (dropped, StoreUnreachableError, "the connection broke off, 3 times"),
        (cut, StoreUnreachableError, "the connection broke off, 3 times"),
        (status(503), StoreUnreachableError, "the store is overloaded (503), 3 times"),
        (slow, StoreUnreachableError, "no answer within 0.3 s"),
        (page, StoreAnswerError, "the answer is a web page, not SPARQL results"),
        (
            lambda _: status(200, "x", "application/sparql-results+json")(_),
            StoreAnswerError,
            "the answer is no whole SPARQL results",
        ),
        (status(200), StoreAnswerError, "the answer is text/plain, not SPARQL results"),
        (status(200, type=""), StoreAnswerError, "the answer is something without a type"),
        (status(401), StoreRefusedError, "asks for credentials that it knows (401); set "),
        (status(403), StoreRefusedError, "forbids this"),
        (status(404), StoreRefusedError, "there is nothing here (404); "),
        (status(405), StoreRefusedError, "does not take this here (405); "),
        (status(413), StoreRefusedError, "the request is too large (413); "),
        (status(400, "a\n  b"), StoreRefusedError, "refused (400): a b"),
        (status(500, "<html>x", "text/html"), StoreRefusedError, "refused (500)"),
        (
            status(301, location=f"https://me:{SECRET}@example.org/ds?t={SECRET}"),
            StoreRefusedError,
            "has moved (301) to https://example.org/ds; give that address",
        ),
    ],
)
def test_lasting_fault(server: Server, fault: Fault, kind: type[StoreError], message: str) -> None:
    server.always = fault
    with pytest.raises(kind) as found:
        endpoint(server.address, limit=0.3).select(ANY)
    said = str(found.value)
    assert said.startswith(f"{server.address}: {message}")
    assert "\n" not in said
    assert SECRET not in said


def test_fault_of_an_update_and_of_a_graph(server: Server) -> None:
    store = endpoint(server.address)
    assert store.update_address
    assert store.graph_address
    server.always = status(403)
    with pytest.raises(StoreRefusedError, match="forbids"):
        store.update("INSERT DATA {}")
    server.always = page
    with pytest.raises(StoreAnswerError, match="a web page, not N-Triples"):
        store.read_graph("https://example.org/g")
    server.always = status(200, "<a", "application/n-triples")
    with pytest.raises(StoreAnswerError, match="no whole N-Triples"):
        store.read_graph("https://example.org/g")


def test_store_without_updates(server: Server) -> None:
    store = endpoint(server.address)
    assert store.query_address
    server.faults = [status(405), status(404), status(400, "No query")]
    with pytest.raises(StoreRefusedError, match="no place for updates, or name it with --update-"):
        store.update("INSERT DATA {}")


def test_nothing_listens() -> None:
    with pytest.raises(StoreUnreachableError, match="nothing listens here; see that the store"):
        endpoint("http://127.0.0.1:9/ds").ask("ASK {}")


def test_host_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(StoreUnreachableError, match="no connection: Name or service not known"):
        endpoint("http://no-such-host.invalid/ds").ask("ASK {}")


def test_what_listens_speaks_no_http() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            for _ in range(3):  # one for each place that is looked at
                with listener.accept()[0] as connection:
                    connection.recv(1000)
                    connection.sendall(b"220 mail ready\r\n")

        threading.Thread(target=greet, daemon=True).start()
        with pytest.raises(StoreAnswerError, match="does not speak HTTP"):
            endpoint(f"http://127.0.0.1:{listener.getsockname()[1]}/ds").ask("ASK {}")


# --- the record of a load


def test_record_comes_back(server: Server) -> None:
    store = endpoint(server.address)
    assert read_record(store) is None
    record = LoadRecord("urn:x:g", "abc", 3, 7, False, ("urn:x:a", "urn:x:b"))
    store.update(f"INSERT DATA {{ GRAPH <{RECORD}> {{ {written(record)} }} }}")
    assert read_record(store) == record
    store.update(f"INSERT DATA {{ GRAPH <{RECORD}> {{ <{RECORD}> <{RECORD}#done> 4 }} }}")
    with pytest.raises(StoreContentError, match="is broken; load with --replace"):
        read_record(store)
