"""A graph goes into a real Neo4j and comes back, whatever breaks off on the way."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Quad, RdfFormat, parse, serialize

from lmskg.cli import run
from lmskg.errors import (
    StoreAddressError,
    StoreContentError,
    StoreOccupiedError,
    StoreRefusedError,
    StoreUnfinishedError,
    StoreUnreachableError,
)
from lmskg.export.database import edge_of, info_properties, node_of
from lmskg.graph.store import is_same_graph
from lmskg.neo4j import Server, connect, load_tables, read_server
from lmskg.neo4j.server import check_version
from lmskg.resources import Project
from lmskg.tables import Tables, tables

from .graph_strategies import NASTY
from .neo4j_server import PASSWORD, administer, new_home, shared_server, start

ALL = "MATCH (n) RETURN labels(n), properties(n) ORDER BY n.iri"
LINKS = (
    "MATCH (a)-[r]->(b) RETURN a.iri AS a, type(r) AS t, properties(r) AS p, b.iri AS b "
    "ORDER BY a, t, b, p.predicate, p.graph, p.claim"
)
OF_O = "<urn:o> a <http://www.w3.org/2002/07/owl#Ontology> . "
CHAIN = OF_O + "".join(
    f'<urn:n{n}> <urn:next> <urn:n{n + 1}> ; <http://www.w3.org/2000/01/rdf-schema#label> "n{n}" .'
    for n in range(3_000)
)


@pytest.fixture
def uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pytest.importorskip("neo4j", reason="the Neo4j driver is not installed")
    with shared_server(tmp_path_factory) as address:
        yield address


@pytest.fixture(scope="module")
def bundled_tables(quads: list[Quad], project: Project) -> Tables:
    return tables(quads, project.prefixes())


def small(text: str = OF_O) -> Tables:
    return tables(parse(text.encode(), RdfFormat.TURTLE))


def load(graph: Tables, uri: str, **options: Any) -> tuple[int, int]:
    with connect(uri, retry_s=3) as server:
        return load_tables(graph, server, **options)


def snapshot(uri: str) -> list[Any]:
    """Return every node and relationship with all that it has."""
    with connect(uri) as server:
        return server.run(ALL) + server.run(LINKS)


def test_the_bundled_graph_goes_in_and_comes_back(
    uri: str, bundled_tables: Tables, quads: list[Quad]
) -> None:
    n_rows = bundled_tables.n_nodes + bundled_tables.n_edges
    assert load(bundled_tables, uri, batch=4_000) == (0, n_rows)
    assert is_same_graph(read_server(uri), quads)
    before = snapshot(uri)
    assert load(bundled_tables, uri) == (n_rows, n_rows), "a second load makes nothing"
    assert snapshot(uri) == before


def test_the_database_holds_the_rows_of_the_schema(uri: str, bundled_tables: Tables) -> None:
    load(bundled_tables, uri)
    with connect(uri) as server:
        nodes = {row[1]["iri"]: row for row in server.run(ALL)}
        (note,) = [row[1] for row in nodes.values() if row[0] == ["GraphInfo"]]
        assert note == info_properties(
            bundled_tables, bundled_tables.n_nodes + bundled_tables.n_edges
        )
        for node in islice(bundled_tables.nodes(), 0, None, 17):
            labels, held = nodes[node.id]
            assert set(labels) == set(node.labels)
            assert held == {"iri": node.id, **node.properties, **node.derived}
        direct = server.run("MATCH ()-[r]->() WHERE r.claim IS NOT NULL RETURN count(r)")
        assert direct == [[sum(edge.is_derived for edge in bundled_tables.edges())]]


def test_every_nasty_value_comes_back(uri: str) -> None:
    load(tables(NASTY, {"ex": "https://example.org/"}), uri)
    assert is_same_graph(read_server(uri), NASTY)


def test_another_graph_is_refused_and_replaced_when_asked(uri: str) -> None:
    load(small(), uri)
    with pytest.raises(StoreOccupiedError, match="holds the graph <urn:o> already; --replace"):
        load(small("<urn:other> a <http://www.w3.org/2002/07/owl#Ontology> ."), uri)
    load(small("<urn:other> a <http://www.w3.org/2002/07/owl#Ontology> ."), uri, is_replacing=True)
    assert [str(quad.subject)[1:-1] for quad in read_server(uri)] == ["urn:other"]
    with connect(uri) as server:
        assert server.run("MATCH (i:GraphInfo) RETURN count(i)") == [[1]]


def test_what_no_load_has_put_there_is_not_touched(uri: str) -> None:
    with connect(uri) as server:
        server.run("CREATE (:Person {name: 'Ada'})")
        with pytest.raises(StoreOccupiedError, match="1 nodes that no load"):
            load_tables(small(), server)
        load_tables(small(), server, is_replacing=True)
        assert server.run("MATCH (p:Person) RETURN count(p)") == [[0]]


def test_a_new_version_of_the_same_graph_takes_the_place_of_the_old_one(uri: str) -> None:
    old = f"{OF_O} <urn:a> <urn:p> <urn:b> ."
    new = old.replace("<urn:b>", "<urn:c>")
    load(small(old), uri)
    with connect(uri) as server:
        server.run("CREATE (:Person {name: 'Ada'})")
    load(small(new), uri)
    assert is_same_graph(read_server(uri), parse(new.encode(), RdfFormat.TURTLE))
    with connect(uri) as server:
        assert server.run("MATCH (p:Person) RETURN count(p)") == [[1]], "it is not ours"


@pytest.mark.parametrize("state", ["clearing", "clearing all"])
def test_a_clearing_that_broke_off_is_finished(uri: str, state: str) -> None:
    load(small(CHAIN), uri)
    with connect(uri) as server:
        server.run("MATCH (i:GraphInfo) SET i.state = $s", s=state)
    load(small(), uri)
    assert len(list(read_server(uri))) == 1


def test_a_load_killed_before_its_last_word_is_finished(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("lmskg.neo4j.loading._finish", killed)
        with pytest.raises(KeyboardInterrupt):
            load(small(CHAIN), uri)
    with pytest.raises(StoreUnfinishedError):
        list(read_server(uri))
    n_before, n_total = load(small(CHAIN), uri)
    assert n_before == n_total
    assert len(list(read_server(uri))) == 6_001


def test_a_half_way_load_of_other_rows_is_begun_anew(uri: str) -> None:
    load(small(CHAIN), uri)
    with connect(uri) as server:
        server.run("MATCH (i:GraphInfo) SET i.state = 'loading', i.plan = 'older', i.rows = 9")
    assert load(small(CHAIN), uri)[0] == 0
    assert len(list(read_server(uri))) == 6_001


def test_replacing_begins_anew_where_a_load_stands_half_way(uri: str) -> None:
    load(small(CHAIN), uri)
    with connect(uri) as server:
        server.run("MATCH (i:GraphInfo) SET i.state = 'loading', i.rows = 9")
        server.run("MATCH (n {iri: 'urn:n7'}) DETACH DELETE n")
    assert load(small(CHAIN), uri, is_replacing=True)[0] == 0
    assert len(list(read_server(uri))) == 6_001


def test_a_load_that_stands_half_way_is_not_read(uri: str) -> None:
    load(small(), uri)
    with connect(uri) as server:
        server.run("MATCH (i:GraphInfo) SET i.state = 'loading', i.rows = 1, i.total = 3")
    with pytest.raises(StoreUnfinishedError, match="1 of 3"):
        list(read_server(uri))


def test_a_database_without_a_graph_is_told(uri: str) -> None:
    with pytest.raises(StoreContentError, match="0 nodes GraphInfo"):
        list(read_server(uri))


def test_what_was_lost_is_noticed(uri: str) -> None:
    load(small(CHAIN), uri)
    with connect(uri) as server:
        server.run("MATCH (n {iri: 'urn:n7'}) DETACH DELETE n")
    with pytest.raises(StoreContentError, match="3002 nodes and 2999 relationships instead of"):
        load(small(CHAIN), uri)


def test_two_loads_at_once_do_not_mix(uri: str) -> None:
    graph = small(CHAIN)
    with connect(uri) as one, connect(uri) as two:

        def meddle(n_done: int) -> None:
            if n_done == 1_000:
                load_tables(graph, two, batch=5_000)

        with pytest.raises(StoreContentError, match="another load writes"):
            load_tables(graph, one, batch=1_000, on_progress=meddle)
    assert len(list(read_server(uri))) == 6_001


def test_a_batch_that_was_committed_unseen_is_not_made_twice(
    uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Server.write

    def twice(server: Server, work: Any) -> Any:
        write(server, work)
        return write(server, work)

    monkeypatch.setattr(Server, "write", twice)
    load(small(CHAIN), uri, batch=700)
    assert is_same_graph(read_server(uri), parse(CHAIN.encode(), RdfFormat.TURTLE))
    with connect(uri) as server:
        assert server.run("MATCH (:Resource)-[r]->() RETURN count(r)") == [[3_001]]


def test_killed_at_twenty_moments_and_run_again_the_graph_is_the_same(
    uri: str, tmp_path: Path, quads: list[Quad]
) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes(serialize(quads[::6], format=RdfFormat.N_QUADS) or b"")
    command = [sys.executable, "-m", "lmskg", "load", "neo4j", str(path), "--uri", uri]
    command += ["--batch", "100", "-q"]
    subprocess.run(command, check=True)
    undisturbed = snapshot(uri)
    with connect(uri) as server:
        ((n_total,),) = server.run("MATCH (i:GraphInfo) RETURN i.rows")
        server.run("MATCH (i:GraphInfo) SET i.sha256 = 'of an older version'")
        chance = random.Random(2026)  # noqa: S311 # no secret
        moments = sorted(chance.randrange(n_total) for _ in range(20))
        n_killed = sum(is_killed(command, server, moment) for moment in moments)
    assert n_killed >= 15, "it has to be killed in the middle of its work"
    subprocess.run(command, check=True)
    assert snapshot(uri) == undisturbed


def is_killed(command: list[str], server: Server, moment: int) -> bool:
    """Start a load, and kill it when as many rows are there or, at first, while it clears."""
    n_before = rows_there(server)
    process = subprocess.Popen(command)
    while process.poll() is None:
        n_rows = rows_there(server)
        if n_rows != n_before and n_rows >= moment:
            process.kill()
            return process.wait() == -signal.SIGKILL
        time.sleep(0.002)
    return False


def rows_there(server: Server) -> int:
    """Return how many rows the note tells of; -1 while an older version is cleared away."""
    found = server.run("MATCH (i:GraphInfo) RETURN i.rows, i.state")
    return -1 if found[0][1].startswith("clearing") else int(found[0][0])


@contextmanager
def cutting(uri: str, n_bytes: int) -> Iterator[str]:
    """Give the address of a door to the server that shuts after so many bytes, for good."""
    host, _, port = uri.removeprefix("bolt://").rpartition(":")
    left = [n_bytes]
    door = socket.create_server(("127.0.0.1", 0))

    def pass_on(source: socket.socket, target: socket.socket) -> None:
        try:
            while left[0] > 0 and (data := source.recv(65_536)):
                left[0] -= len(data)
                target.sendall(data)
        except OSError:
            pass
        for one in (source, target, *([door] if left[0] <= 0 else [])):
            one.close()

    def serve() -> None:
        while left[0] > 0:
            try:
                client, _ = door.accept()
            except OSError:
                return
            if left[0] <= 0:
                client.close()
                return
            server = socket.create_connection((host, int(port)))
            for pair in ((client, server), (server, client)):
                threading.Thread(target=pass_on, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"bolt://127.0.0.1:{door.getsockname()[1]}"
    finally:
        door.close()


def test_a_connection_that_breaks_is_told_and_the_next_load_goes_on(uri: str) -> None:
    graph = small(CHAIN)
    with cutting(uri, 300_000) as door, pytest.raises(StoreUnreachableError, match="same again"):
        load(graph, door, batch=500)
    n_before, n_total = load(graph, uri, batch=500)
    assert 0 < n_before < n_total
    assert is_same_graph(read_server(uri), parse(CHAIN.encode(), RdfFormat.TURTLE))


def test_a_server_that_is_down_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("neo4j", reason="the Neo4j driver is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert run(["load", "neo4j", "--uri", f"bolt://127.0.0.1:{port}"]) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1
    assert said.endswith(
        f"Couldn't connect to 127.0.0.1:{port}; see that the store runs, then do the same again\n"
    )


def test_a_server_with_a_password_refuses_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("neo4j", reason="the Neo4j driver is not installed")
    home = new_home()
    assert administer(home, "dbms", "set-initial-password", PASSWORD).returncode == 0
    uri = start(home, is_guarded=True)
    for user, password in ((None, None), ("neo4j", "wrong-password")):
        for name, value in (("NEO4J_USERNAME", user), ("NEO4J_PASSWORD", password)):
            monkeypatch.delenv(name, raising=False)
            if value:
                monkeypatch.setenv(name, value)
        with pytest.raises(StoreRefusedError, match="refuses the credentials") as caught:
            load(small(), uri)
        assert "wrong-password" not in str(caught.value)
    monkeypatch.setenv("NEO4J_PASSWORD", PASSWORD)
    assert load(small(), uri)[0] == 0


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("http://127.0.0.1:7474", "no address of a Neo4j server"),
        ("7687", "no address of a Neo4j server"),
        ("bolt://neo4j:secret@127.0.0.1", "take the credentials out"),
        ("bolt://neo4j:se/cret@127.0.0.1", "take the credentials out"),
        ("bolt://[::1", "no address of a Neo4j server"),
        ("bolt://127.0.0.1:x", "no address of a Neo4j server"),
        ("bolt://a..b:7687", "host name"),
    ],
)
def test_an_address_that_is_none_is_told(uri: str, said: str) -> None:
    pytest.importorskip("neo4j", reason="the Neo4j driver is not installed")
    with pytest.raises(StoreAddressError, match=said) as caught:
        load(small(), uri)
    assert "secret" not in str(caught.value)


def test_half_credentials_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", "neo4j")
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    with pytest.raises(StoreAddressError, match="set both"):
        load(small(), "bolt://127.0.0.1:1")


def test_a_database_that_is_not_there_is_told(uri: str) -> None:
    with pytest.raises(StoreRefusedError, match="nowhere"), connect(uri, "nowhere"):
        pass


def test_import_over_bolt_gives_the_file_back(uri: str, tmp_path: Path) -> None:
    load(small(CHAIN), uri)
    assert run(["import", "neo4j", "--uri", uri, "-o", str(tmp_path / "back.nt")]) == 0
    back = parse((tmp_path / "back.nt").read_bytes(), RdfFormat.N_TRIPLES)
    assert is_same_graph(back, parse(CHAIN.encode(), RdfFormat.TURTLE))


def test_a_row_of_the_database_is_a_row_of_the_schema() -> None:
    assert node_of(["Resource"], {"iri": "urn:a"}).id == "urn:a"
    assert edge_of("urn:a", "urn:b", "T", {"claim": "urn:c"}).is_derived


class Answering:
    """A session whose server says what version it is."""

    def __init__(self, version: str) -> None:
        self.version = version

    def run(self, _: str) -> Answering:
        return self

    def single(self) -> list[str]:
        return [self.version]


@pytest.mark.parametrize(
    ("version", "is_refused"),
    [
        ("5.26.20", False),
        ("5.27-aura", False),
        ("2025.10.1", False),
        ("5.25.1", True),
        ("4.4", True),
    ],
)
def test_a_server_that_is_too_old_is_told(version: str, is_refused: bool) -> None:
    session: Any = Answering(version)
    if not is_refused:
        check_version("bolt://h", session)
        return
    with pytest.raises(StoreRefusedError, match=f"is Neo4j {version}; 5.26 or newer"):
        check_version("bolt://h", session)


def test_a_graph_that_a_load_changes_while_it_is_read_is_not_given_as_whole(uri: str) -> None:
    load(small(CHAIN), uri)
    reading = read_server(uri)
    next(reading)
    load(small(), uri)
    with pytest.raises(StoreContentError, match="was changed by a load while it was read"):
        list(reading)
