"""A graph into a remote store, once and whole, whatever breaks off; on a real Fuseki too."""

from __future__ import annotations

import gzip
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, parse

from lmskg.assemble import dataset
from lmskg.cli import run
from lmskg.endpoint.protocol import Endpoint
from lmskg.endpoint.record import RECORD, read_record
from lmskg.endpoint.transport import Transport
from lmskg.errors import (
    SourceFormatError,
    StoreContentError,
    StoreError,
    StoreOccupiedError,
    StoreUnreachableError,
)
from lmskg.graph.store import canonical, is_same_graph
from lmskg.resources import Project
from lmskg.stores.batches import Clusters, batches
from lmskg.stores.checking import check_content
from lmskg.stores.content import DEFAULT, Content, content_of, content_of_file
from lmskg.stores.loading import load_content

from .fuseki_server import PASSWORD, USER, clear
from .graph_strategies import GRAPH_QUADS, NASTY
from .sparql_server import Fault, Server, cut, dropped, dropped_after, page, serving, status

EX = "https://example.org/"
ONTOLOGY = f"<{EX}it> a <http://www.w3.org/2002/07/owl#Ontology> .\n"
N_KILLS = 10


def triples(n: int, name: str = "n") -> str:
    return "".join(f'<{EX}{name}{i}> <{EX}p> "{i}" .\n' for i in range(n))


def content(text: str, sha256: str = "abc") -> Content:
    return content_of(parse(text, RdfFormat.TURTLE), sha256)


def small(n: int = 10, sha256: str = "abc") -> Content:
    return content(ONTOLOGY + triples(n) + f"[] <{EX}p> [ <{EX}p> [] , [] ] .", sha256)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture
def scratch(fuseki: str) -> str:
    """Return an empty dataset in the memory of a real Fuseki."""
    clear(f"{fuseki}/scratch")
    return f"{fuseki}/scratch"


def endpoint(address: str, waits: tuple[float, ...] = (0.0, 0.0, 0.0)) -> Endpoint:
    return Endpoint(address, transport=Transport(timeout_s=60, waits_s=waits))


def held(store: Endpoint) -> list[Quad]:
    """Return all that a store holds but the record, from one answer: blank nodes are the same."""
    found = store.select(f"SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{RECORD}>) }}")
    return [Quad(row["s"], row["p"], row["o"], row["g"]) for row in found]


def named(quads: Iterable[Quad]) -> list[Quad]:
    """Return quads as they lie in a store: outside of named graphs there is a graph for them."""
    default = NamedNode(DEFAULT)
    return [
        Quad(q.subject, q.predicate, q.object, default) if q.graph_name == DefaultGraph() else q
        for q in quads
    ]


# --- batches


def cut_up(quads: list[Quad], size: int, start: int = 0) -> list[list[Quad]]:
    clusters = Clusters()
    for quad in quads:
        clusters.add(quad)
    return [b.quads for b in batches(quads, clusters.closed(), size, start)]


def joined(parts: list[list[Quad]]) -> list[Quad]:
    return [quad for part in parts for quad in part]


@given(quads=GRAPH_QUADS, size=st.integers(1, 9), other=st.integers(1, 9))
def test_batches_hold_all_and_keep_blank_nodes_together(
    quads: list[Quad], size: int, other: int
) -> None:
    found = cut_up(quads, size)
    assert sorted(map(str, joined(found))) == sorted(map(str, quads))
    places: dict[BlankNode, int] = {}
    for number, part in enumerate(found):
        for node in (n for q in part for n in (q.subject, q.object) if isinstance(n, BlankNode)):
            assert places.setdefault(node, number) == number
    # a load goes on after any batch, with batches of any size
    for number in range(len(found)):
        start = sum(map(len, found[:number]))
        rest = joined(cut_up(quads, other, start))
        assert rest == joined(found[number:])


def test_batch_is_not_larger_than_it_has_to_be() -> None:
    plain = list(parse(triples(10), RdfFormat.TURTLE))
    chain = list(parse(f"[ <{EX}p> [ <{EX}p> [ <{EX}p> [] ] ] ] .", RdfFormat.TURTLE))
    assert [len(part) for part in cut_up(plain, 4)] == [4, 4, 2]
    assert [len(part) for part in cut_up([*plain[:1], *chain, *plain[1:]], 2)] == [4, 2, 2, 2, 2, 1]


# --- what is loaded


def test_content_of_a_file_is_that_of_its_statements(tmp_path: Path) -> None:
    text = (ONTOLOGY + triples(3) + triples(2)).encode()
    path, packed = tmp_path / "a.ttl", tmp_path / "a.nt.gz"
    path.write_bytes(text)
    packed.write_bytes(
        gzip.compress(text.replace(b" a ", b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "))
    )
    found, other = content_of_file(path), content_of_file(packed)
    assert (found.graph_id, found.n_total, found.counts) == (f"{EX}it", 6, {DEFAULT: 4})
    assert list(found.read()) == list(other.read()) == list(found.read())
    assert found.sha256 != other.sha256
    path.write_bytes(triples(1).encode())
    assert content_of_file(path).graph_id == f"urn:sha256:{content_of_file(path).sha256}"


def test_graph_named_by_a_blank_node_is_refused() -> None:
    quad = Quad(NamedNode(EX), NamedNode(EX), NamedNode(EX), BlankNode())
    with pytest.raises(SourceFormatError, match="name it by an IRI"):
        content_of([quad], "abc")


# --- a small server


# the engine behind the small server rewrites literals with a datatype; Fuseki has its own test
WITHOUT_DATATYPES = GRAPH_QUADS.map(lambda quads: [q for q in quads if "^^" not in str(q)])


@settings(max_examples=40, deadline=None)
@given(quads=WITHOUT_DATATYPES.filter(bool), size=st.integers(1, 30))
def test_any_graph_is_loaded_whole(quads: list[Quad], size: int) -> None:
    with serving() as server:
        load_content(content_of(quads, "abc"), endpoint(server.address), batch=size)
        assert is_same_graph(held(endpoint(server.address)), named(quads))


def test_record_stands_beside_the_graph(server: Server) -> None:
    store = endpoint(server.address)
    seen: list[int] = []
    loaded = load_content(small(), store, batch=4, on_progress=seen.append)
    assert (loaded.n_before, loaded.n_total, seen) == (0, 14, [0, 4, 8, 14])
    record = read_record(store)
    assert record
    assert (record.graph_id, record.sha256, record.n_done) == (f"{EX}it", "abc", 14)
    assert (record.n_total, record.is_complete, record.graphs) == (14, True, (DEFAULT,))


def test_second_load_changes_nothing(server: Server) -> None:
    store = endpoint(server.address)
    load_content(small(), store)
    before = set(server.store)
    assert load_content(small(), store).n_before == 14
    assert set(server.store) == before
    n_updates = [path for path, *_ in server.seen].count("/ds/update")
    assert n_updates == 4  # of the first: to find the address, to begin, a batch, to end


def test_new_content_of_the_same_graph_takes_the_place_of_the_old(server: Server) -> None:
    store = endpoint(server.address)
    load_content(small(10), store)
    load_content(small(3, "def"), store)
    assert is_same_graph(held(store), small(3).read())


def test_other_graph_is_refused_unless_it_is_to_be_replaced(server: Server) -> None:
    store = endpoint(server.address)
    load_content(small(), store)
    other = content(triples(2, "other"), "other")
    before = set(server.store)
    with pytest.raises(StoreOccupiedError, match=f"holds the graph <{EX}it> already; --replace"):
        load_content(other, store)
    assert set(server.store) == before
    load_content(other, store, is_replacing=True)
    assert is_same_graph(held(store), other.read())


def test_statements_of_unknown_origin_are_not_touched(server: Server) -> None:
    store = endpoint(server.address)
    mine = Quad(NamedNode(EX), NamedNode(EX), NamedNode(EX), NamedNode(DEFAULT))
    beside = Quad(NamedNode(EX), NamedNode(EX), NamedNode(EX), NamedNode(f"{EX}elsewhere"))
    server.store.extend([mine, beside])
    with pytest.raises(StoreOccupiedError, match=f"statements in <{DEFAULT}> that no load"):
        load_content(small(), store)
    load_content(small(), store, is_replacing=True)
    assert mine not in server.store
    assert beside in server.store


def test_what_was_changed_in_the_store_is_noticed(server: Server) -> None:
    store = endpoint(server.address)
    load_content(small(), store)
    quad = next(iter(server.store.quads_for_pattern(NamedNode(f"{EX}n0"), None, None)))
    server.store.remove(quad)
    with pytest.raises(StoreContentError, match="has 13 statements instead of 14; load with --rep"):
        load_content(small(), store)
    server.store.add(Quad(NamedNode(EX), NamedNode(EX), NamedNode(EX), NamedNode(DEFAULT)))
    load_content(small(), store)  # the number is right again, the statements are not
    with pytest.raises(StoreContentError, match=r"came back changed: 1 missing, such as .*; 1 not"):
        check_content(small(), store)
    load_content(small(), store, is_replacing=True)
    check_content(small(), store)


def test_broken_record_is_passed_over_only_to_replace(server: Server) -> None:
    store = endpoint(server.address)
    load_content(small(), store)
    store.update(f"DELETE WHERE {{ GRAPH <{RECORD}> {{ ?s <{RECORD}#total> ?o }} }}")
    with pytest.raises(StoreContentError, match="is broken; load with --replace"):
        load_content(small(), store)
    load_content(small(), store, is_replacing=True)
    check_content(small(), store)


@pytest.mark.parametrize("stop", [4, 9])
def test_two_loads_at_once_leave_one_graph(server: Server, stop: int) -> None:
    """The other load ends before this one goes on, or stops where this one stood."""
    store, beside = endpoint(server.address), endpoint(server.address)

    def stopped(number: int) -> None:
        if number == stop:
            raise InterruptedError

    def intrude(number: int) -> None:
        if number == 4:
            with suppress(InterruptedError):
                load_content(small(5, "def"), beside, batch=4, on_progress=stopped)

    with pytest.raises(StoreContentError, match="another load writes here at the same time"):
        load_content(small(), store, batch=4, on_progress=intrude)
    load_content(small(5, "def"), beside, batch=4)
    assert is_same_graph(held(store), small(5).read())
    load_content(small(), store, batch=4)
    assert is_same_graph(held(store), small().read())


@pytest.mark.parametrize("fault", [dropped, dropped_after, cut, status(503)])
@pytest.mark.parametrize("place", range(14))
def test_passing_fault_anywhere_changes_nothing(server: Server, fault: Fault, place: int) -> None:
    server.faults = [*[None] * place, fault]
    load_content(small(), endpoint(server.address), batch=4)
    assert is_same_graph(held(endpoint(server.address)), small().read())


@pytest.mark.parametrize("fault", [dropped, dropped_after, page, status(401)])
def test_load_that_was_broken_off_anywhere_is_finished_by_the_next(
    server: Server, fault: Fault
) -> None:
    n_broken = 0
    for place in range(20):
        server.store.clear()
        server.faults, server.always = [None] * place, fault
        try:
            load_content(small(), endpoint(server.address, ()), batch=4)
        except StoreError:
            n_broken += 1
        server.faults, server.always = [], None
        load_content(small(), endpoint(server.address), batch=3)
        assert is_same_graph(held(endpoint(server.address)), small().read())
    assert n_broken > 10


def test_clearing_that_was_broken_off_is_done_anew(server: Server) -> None:
    """A store whose updates are not atomic may stop between two operations of one."""
    store = endpoint(server.address)
    load_content(small(), store)
    update = server.store.update
    for n_done in range(4):
        load_content(small(), store, is_replacing=True)

        def some(text: str, n_done: int = n_done) -> None:
            parts = text.split(" ;\n")
            for part in parts[:n_done] if len(parts) > 1 else parts:
                update(part)
            if len(parts) > 1:
                raise ConnectionError

        server.update = some  # type: ignore[assignment]
        with pytest.raises(StoreUnreachableError):
            load_content(small(3, "def"), endpoint(server.address, ()))
        server.update = update
        load_content(small(3, "def"), store)
        assert is_same_graph(held(store), small(3).read())
        load_content(small(), store)


# --- a real Fuseki


def test_every_literal_and_blank_node_comes_back_from_fuseki(scratch: str) -> None:
    store = endpoint(scratch)
    found = content_of(NASTY, "abc")
    load_content(found, store, batch=7)
    check_content(found, store)
    assert is_same_graph(held(store), named(NASTY))


def test_store_that_rewrites_literals_is_told(fuseki: str) -> None:
    clear(f"{fuseki}/disk")
    found = content(f"<{EX}a> <{EX}p> 1.10 , 1.0E0 , true .")
    load_content(found, endpoint(f"{fuseki}/disk"))
    with pytest.raises(StoreContentError, match=r"came back changed: 2 missing, such as .*1\.0E0"):
        check_content(found, endpoint(f"{fuseki}/disk"))


def test_killed_loads_are_finished_by_the_next(
    scratch: str, project: Project, tmp_path: Path
) -> None:
    """Ten times the load is killed at a random moment, within or between two batches."""
    path = tmp_path / "all.nq"
    path.write_bytes(dataset(project))
    store = endpoint(scratch)
    command = [sys.executable, "-m", "lmskg", "load", "sparql", str(path)]
    command += ["--endpoint", scratch, "--batch", "150"]
    moments = random.Random(5)  # noqa: S311 - any moments will do
    stood: list[int] = []
    for _ in range(N_KILLS):
        before = n_done(store)
        load = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while load.poll() is None and n_done(store) <= before:
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.05))
        load.send_signal(signal.SIGKILL)
        assert load.wait() == -signal.SIGKILL
        stood.append(n_done(store))
    assert stood == sorted(set(stood)), "each load went on where the one before had stood"
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    check_content(content_of_file(path), store)
    assert canonical(held(store)) == canonical(parse(path.read_bytes(), RdfFormat.N_QUADS))


def n_done(store: Endpoint) -> int:
    record = read_record(store)
    return record.n_done if record else 0


# --- the command


def ended(capsys: pytest.CaptureFixture[str], *args: str | Path) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["load", "sparql", *map(str, args)])
    return code, *capsys.readouterr()


def test_command_loads_the_project_once(
    scratch: str, capsys: pytest.CaptureFixture[str], quads: list[Quad]
) -> None:
    n, iri = len(quads), "https://w3id.org/lmskg/lms"
    args = ("--endpoint", f"{scratch}/sparql", "--check")
    message = f"statements of <{iri}> loaded into {scratch}/sparql"
    assert ended(capsys, *args) == (0, "", f"{n} {message}\n")
    assert ended(capsys, *args) == (0, "", f"0 {message}, {n} were there\n")
    assert ended(capsys, *args, "-q") == (0, "", "")


def test_command_takes_a_file_and_addresses(
    server: Server, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.ttl.gz"
    path.write_bytes(gzip.compress(triples(5).encode()))
    found = ended(
        capsys,
        path,
        "--endpoint",
        server.address,
        "--update-endpoint",
        f"{server.address}/update",
        "--graph-store",
        f"{server.address}/data",
        "--check",
        "--batch",
        "2",
        "--timeout-s",
        "5",
    )
    assert found[0] == 0
    assert len(server.store) == 5 + 6  # with the record
    quad = next(iter(server.store.quads_for_pattern(None, NamedNode(f"{EX}p"), None)))
    server.store.remove(quad)
    server.store.add(Quad(quad.subject, quad.predicate, NamedNode(EX), quad.graph_name))
    assert ended(capsys, path, "--endpoint", server.address)[0] == 0  # the number is right
    code, _, err = ended(capsys, path, "--endpoint", server.address, "--check")
    assert code == 2
    assert "came back changed" in err
    other = tmp_path / "b.ttl"
    other.write_text(triples(1))
    code, out, err = ended(capsys, other, "--endpoint", server.address)
    assert (code, out) == (2, "")
    assert err.startswith(f"lmskg: {server.address}: holds the graph <urn:sha256:")
    assert ended(capsys, other, "--endpoint", server.address, "--replace")[0] == 0


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("nothing", "", "an address looks like http://host:3030/name"),
        ("fixed", "", "no place for updates, or name it with --update-endpoint"),
        ("closed", "", "asks for credentials that it knows (401)"),
        ("closed", "wrong", "asks for credentials that it knows (401)"),
        ("closed", PASSWORD, ""),
    ],
)
def test_refusals_of_fuseki(
    fuseki: str,
    name: str,
    password: str,
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(triples(2))
    if password:
        monkeypatch.setenv("LMSKG_ENDPOINT_USER", USER)
        monkeypatch.setenv("LMSKG_ENDPOINT_PASSWORD", password)
    code, out, err = ended(capsys, path, "--endpoint", f"{fuseki}/{name}")
    assert (code, out, err.count("\n")) == (2 if message else 0, "", 1)
    assert message in err
    assert "wrong" not in err


def test_interrupted_load_says_how_to_go_on(
    server: Server,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(triples(2))

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lmskg.stores.loading.load_content", interrupted)
    code, _, err = ended(capsys, path, "--endpoint", server.address)
    assert (code, err) == (130, "lmskg: interrupted; the same command goes on where this stood\n")


def test_the_note_of_a_store_is_no_content() -> None:
    note = Quad(NamedNode(RECORD), NamedNode("urn:p"), NamedNode("urn:o"), NamedNode(RECORD))
    with pytest.raises(SourceFormatError, match="where a store notes loads"):
        content_of([note], "")
