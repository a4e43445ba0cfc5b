"""Questions to a remote store: the same answers as at hand, on a real Fuseki too."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
)

from lmskg.cli import run
from lmskg.endpoint.protocol import Endpoint
from lmskg.endpoint.record import RECORD, LoadRecord, written
from lmskg.endpoint.transport import Transport
from lmskg.errors import (
    QueryParameterError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    StoreContentError,
    StoreRefusedError,
    StoreUnfinishedError,
)
from lmskg.graph.store import is_same_graph, store_of
from lmskg.model import Table, plain
from lmskg.query.bind import bind
from lmskg.query.pins import answer, compare_pins
from lmskg.query.question import find_question, read_questions
from lmskg.query.remote import RemoteGraph
from lmskg.query.results import to_json
from lmskg.query.run import ask
from lmskg.query.values import with_values
from lmskg.resources import Project
from lmskg.stores.content import Content, content_of
from lmskg.stores.loading import load_content
from lmskg.terms import find_term

from .fuseki_server import PASSWORD, USER
from .sparql_server import RESULTS, Fault, Server, cut, dropped, page, serving, slow, status

EX = "https://example.org/"
WORLD = b"""
@prefix : <https://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
:one { :a :p :b . :b :p :c . :c :p :a . :a a owl:Class . :b a owl:Class . }
:two { :a :q 1 , 1.10 , "x"@en . :b :q 01 , "x" . :c :q :d , 1.0E0 . }
"""
GRAPHS = (f"{EX}one", f"{EX}two")
GIVEN: dict[Variable, NamedNode | Literal] = {
    Variable("x"): NamedNode(f"{EX}a"),
    Variable("n"): Literal('"} } #'),
}


def world() -> list[Quad]:
    return list(parse(WORLD, RdfFormat.TRIG))


def remote(address: str, limit: float = 60, *, use_default_graph: bool = False) -> RemoteGraph:
    store = Endpoint(address, transport=Transport(timeout_s=limit, waits_s=()))
    return RemoteGraph(store, use_default_graph=use_default_graph)


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve the world, as a load leaves it."""
    with serving() as found:
        found.store.bulk_extend(world())
        record = LoadRecord(f"{EX}it", "abc", 11, 11, True, GRAPHS)
        found.store.update(f"INSERT DATA {{ GRAPH <{RECORD}> {{ {written(record)} }} }}")
        yield found


@pytest.fixture(scope="module")
def content(quads: list[Quad]) -> Content:
    return content_of(quads, "abc")


@pytest.fixture(scope="module")
def bundled_at(fuseki: str, content: Content) -> str:
    """Return a dataset in memory, with the bundled graph in named graphs."""
    load_content(content, Endpoint(f"{fuseki}/bundled"))
    return f"{fuseki}/bundled"


@pytest.fixture(scope="module")
def union_at(fuseki: str, content: Content) -> str:
    """Return a dataset whose default graph is the union of its graphs."""
    load_content(content, Endpoint(f"{fuseki}/union"))
    return f"{fuseki}/union"


# --- values for variables, within the text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x ?y { ?x :p ?y }",
        "SELECT * { ?x :p ?y }",
        "SELECT ?y $x WHERE { OPTIONAL { $x :p ?y } }",
        "SELECT ?x ?y ?z { { ?x :p ?y } UNION { ?y :p ?z } }",
        "SELECT ?x ?y { ?y :p ?z . BIND(?z = ?x AS ?is) FILTER(?is) }",
        "SELECT ?x ?y { ?y :p ?z OPTIONAL { ?z :p ?k FILTER(?z = ?x) } FILTER(BOUND(?k)) }",
        "SELECT ?x ?y { { SELECT ?y { ?x :p ?y } } }",
        "SELECT ?x ?y { { SELECT ?x ?y { ?x :p ?y } } }",
        "SELECT ?x ?y { { SELECT * { ?x :p ?y } } }",
        "SELECT ?x ?y { SELECT ?x ?y { ?x :p ?y } ORDER BY ?y }",
        "SELECT ?x ?y { { SELECT ?y { { SELECT ?x ?y { ?x :p ?y } } } } }",
        "SELECT ?x ?n { { SELECT ?x (COUNT(*) AS ?n) { ?x :p|:q ?y } GROUP BY ?x } }",
        "SELECT ?x ?n { { SELECT (COUNT(*) AS ?n) { ?x :p|:q ?y } } }",
        "SELECT ?x (COUNT(?y) AS ?n) { ?x :p|:q ?y } GROUP BY ?x HAVING (COUNT(*) > 0)",
        "SELECT ?x ?y { ?z :p ?y FILTER EXISTS { ?x :p ?y } }",
        "SELECT ?x ?y { ?z :p ?y FILTER NOT EXISTS { ?x :p ?y { SELECT * { ?y :p ?k } } } }",
        "SELECT ?x ?y { ?y :p ?z . BIND(IF(EXISTS { ?x :p ?z }, 1, 2) AS ?k) }",
        "SELECT ?x (IF(EXISTS { ?x :p ?y }, 1, 2) AS ?k) { ?y :p ?z }",
        "SELECT ?x ?y { ?z :p ?y MINUS { ?x :p ?y } }",
        "SELECT ?x ?y { ?z :p ?y MINUS { ?j :p ?y } }",
        "SELECT ?x ?y { ?z :p ?y MINUS { ?j :q ?k } }",
        "SELECT ?x ?y { { ?k :p ?y FILTER(?k = ?x) } UNION { ?k :q ?y FILTER(?k != ?x) } }",
        "SELECT ?x ?y ?b { ?y :q ?j { ?k :p ?y BIND(IF(?k = ?x, 1, 2) AS ?b) } }",
        "SELECT ?x ?y { ?y :q ?j { ?k :p ?y FILTER (?k = ?x) } }",
        "SELECT ?x ?y { VALUES ?x { :c :a } ?x :p ?y }",
        "SELECT ?x ?y { VALUES (?x ?y) { (:c :a) (:a :b) (UNDEF :d) } }",
        "SELECT ?x ?y ?g { GRAPH ?g { ?x :p ?y } }",
        "SELECT ?x ?y { ?x :p* ?y # } ?x {\n FILTER(?y != '} ?x {' && ?y != <urn:?x>) }",
        "SELECT ?x ?n { ?x :p ?y FILTER(?n != ?y) }",
        "SELECT ?x ?y { :a :p ?y } ORDER BY ?x",
        "SELECT DISTINCT ?x ?xx { ?xx :p ?x }",
    ],
)
def test_values_in_the_text_are_as_good_as_bound_ones(query: str) -> None:
    store = store_of(world())
    text = f"PREFIX : <{EX}> {query}"
    given = {v: t for v, t in GIVEN.items() if v.value == "x" or "?n" in query.partition("{")[0]}
    given = given if "COUNT" not in query else {Variable("x"): NamedNode(f"{EX}a")}
    bound = store.query(text, use_default_graph_as_union=True, substitutions={**given})
    written_in = with_values(text, given)
    found = store.query(written_in, use_default_graph_as_union=True)
    assert [v.value for v in found.variables] == [v.value for v in bound.variables]  # type: ignore[union-attr]
    assert sorted(map(str, found)) == sorted(map(str, bound)), written_in  # type: ignore[arg-type]


def test_no_value_no_change() -> None:
    assert with_values("SELECT ?x { ?x ?p ?y }", {}) == "SELECT ?x { ?x ?p ?y }"


# --- asking a small server


def test_answers_are_those_at_hand(server: Server) -> None:
    graph, store = remote(server.address), store_of(world())
    for query in (
        "SELECT ?s ?o { ?s <https://example.org/q> ?o } ORDER BY ?s STR(?o)",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT ?n FROM <https://example.org/one> { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }",
        "ASK { ?s <https://example.org/q> 1.1 }",
        "ASK { ?s <https://example.org/none> ?o }",
    ):
        assert ask(graph, query) == ask(store, query)
    for query in ("CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <https://example.org/a>"):
        found, expected = ask(graph, query), ask(store, query)
        assert isinstance(found, list)
        assert set(found) == set(expected)


def test_numbers_have_the_form_of_the_engine_at_hand(server: Server) -> None:
    graph = remote(server.address)
    number = Literal("34.0", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    body = Table(("x",), ((number,), (None,), (Literal("34.0"),)))
    server.always = status(200, to_json(body), RESULTS)
    found = graph.select("SELECT ?x { ?s ?p ?x }")
    assert [row[0] and str(row[0]) for row in found.rows] == [
        '"34"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        None,
        '"34.0"',
    ]
    server.always = status(200, f"<{EX}a> <{EX}b> {number} .", "application/n-triples")
    assert [plain(triple.object) for triple in graph.construct("CONSTRUCT {}")] == ["34"]


def test_patterns_match_as_at_hand(server: Server) -> None:
    graph, store = remote(server.address), store_of(world())
    a, p, one = NamedNode(f"{EX}a"), NamedNode(f"{EX}p"), NamedNode(f"{EX}one")
    for pattern in ((a, None, None, None), (None, p, None, one), (None, None, Literal("x"), None)):
        assert set(graph.quads_for_pattern(*pattern)) == set(store.quads_for_pattern(*pattern))


def test_store_that_no_load_has_filled_answers_from_its_default_graph(server: Server) -> None:
    server.store.clear()
    server.store.add(Quad(NamedNode(f"{EX}a"), NamedNode(f"{EX}b"), BlankNode()))
    graph = remote(server.address)
    assert len(ask(graph, "SELECT ?s { ?s ?p ?o }")) == 1
    assert len(list(graph.quads_for_pattern(None, None, None))) == 1


def test_query_text_is_sent_as_it_is(server: Server) -> None:
    graph = remote(server.address)
    text = "# é + & = %20\nSELECT ?s { ?s ?p '\\u0041+&' }"
    ask(graph, text)
    _, fields, _ = server.seen[-1]
    assert fields["query"] == [text]
    assert fields["default-graph-uri"] == fields["named-graph-uri"] == list(GRAPHS)


def test_load_that_was_not_finished_is_not_asked(server: Server) -> None:
    record = LoadRecord(f"{EX}it", "abc", 3, 11, False, GRAPHS)
    server.store.remove_graph(NamedNode(RECORD))
    server.store.update(f"INSERT DATA {{ GRAPH <{RECORD}> {{ {written(record)} }} }}")
    with pytest.raises(StoreUnfinishedError, match="3 of 11 statements are loaded"):
        remote(server.address)


@pytest.mark.parametrize(
    ("query", "kind", "message"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", QueryRefusedError, "SERVICE"),
        ("DROP ALL", QueryRefusedError, "an update"),
        ("SELECT ?x {", QuerySyntaxError, "query:1:12"),
        ("SELECT ?x { ?x ?y ?z } LIMIT many", QuerySyntaxError, "query:1:30: SPARQL syntax"),
    ],
)
def test_refusals_are_those_at_hand(
    server: Server, query: str, kind: type[Exception], message: str
) -> None:
    graph = remote(server.address)
    n_seen = len(server.seen)
    for data in (graph, Store()):
        with pytest.raises(kind, match=message):
            ask(data, query)
    assert len(server.seen) == n_seen  # nothing was sent


def test_parameter_that_is_not_selected_is_refused(server: Server) -> None:
    with pytest.raises(QuerySyntaxError, match="a parameter has to be selected"):
        ask(remote(server.address), "SELECT ?y { ?x ?p ?y }", bindings=GIVEN)


def test_time_limit_holds(server: Server) -> None:
    graph = remote(server.address)
    server.always = slow
    with pytest.raises(QueryTimeoutError, match=r"no answer within 0.2 s"):
        ask(graph, "ASK {}", timeout_s=0.2)


# --- a real Fuseki


def test_all_answers_on_fuseki_are_those_on_record(union_at: str, project: Project) -> None:
    """All questions with all their examples: the rows on record, which are those at hand."""
    graph = remote(union_at, use_default_graph=True)
    questions = read_questions(project.answers).values()
    report = compare_pins(questions, graph, project.prefixes())
    assert report.findings == ()
    assert report.counts["answers"] > 150


@pytest.mark.parametrize(
    "name", ["subtypes", "resistance", "names", "survival", "numbers", "denied"]
)
def test_answers_over_named_graphs_on_fuseki(
    bundled_at: str, store: Store, project: Project, name: str
) -> None:
    question = find_question(name, project.answers)
    found = answer(question, {}, remote(bundled_at), project.prefixes())
    assert found == answer(question, {}, store, project.prefixes())


def test_forms_of_queries_on_fuseki(bundled_at: str, store: Store) -> None:
    graph = remote(bundled_at)
    ontology = "<https://w3id.org/lmskg/graph/ontology>"
    for query in (
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        f"ASK FROM {ontology} {{ <https://w3id.org/lmskg/lms> a ?type }}",
        "ASK { GRAPH ?g { ?s a ?type } }",
        "ASK FROM <https://example.org/none> { ?s ?p ?o }",
    ):
        assert ask(graph, query) == ask(store, query), query
    query = f"CONSTRUCT {{ ?s ?p ?o }} FROM {ontology} WHERE {{ ?s ?p ?o }}"
    found, expected = ask(graph, query), ask(store, query)
    assert is_same_graph(quads(found), quads(expected))


def quads(found: Table | list[Triple]) -> list[Quad]:
    assert isinstance(found, list)
    return [Quad(t.subject, t.predicate, t.object) for t in found]


def test_names_and_parameters_on_fuseki(bundled_at: str, store: Store, project: Project) -> None:
    graph, prefixes = remote(bundled_at), project.prefixes()
    assert find_term(graph, "womb", prefixes) == find_term(store, "womb", prefixes)
    question = find_question("risk-factors", project.answers)
    for value in ("lms:NoSuchClass", "lms:ComputedTomography", "no curie"):
        said = []
        for data in (graph, store):
            with pytest.raises(QueryParameterError) as found:
                bind(question, {"disease": value}, data, prefixes)
            said.append(str(found.value))
        assert said[0] == said[1]


def test_default_graph_that_is_no_union(bundled_at: str) -> None:
    with pytest.raises(StoreContentError, match="leave out --default-graph"):
        remote(bundled_at, use_default_graph=True)


def test_time_limits_hold_on_fuseki(fuseki: str) -> None:
    """Ours comes first where it is the shorter one; that of the server is told, not tried again."""
    store = Endpoint(f"{fuseki}/limited")
    numbers = " ".join(f"<{EX}a> <{EX}p> {number} ." for number in range(300))
    store.update(f"INSERT DATA {{ {numbers} }}")
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    graph = RemoteGraph(store)
    with pytest.raises(QueryTimeoutError, match=r"no answer within 0.5 s"):
        ask(graph, product, timeout_s=0.5)
    with pytest.raises(StoreRefusedError, match=r"refused \(503\): Query timed out"):
        ask(graph, product)


# --- the command


def ended(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run([*args])
    return code, *capsys.readouterr()


def test_command_gives_the_same_bytes(
    bundled_at: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    query = tmp_path / "q.rq"
    query.write_text("CONSTRUCT WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }")
    for args in (
        ("subtypes",),
        ("treatments", "--set", "disease=uterine leiomyosarcoma", "-f", "csv"),
        (str(query),),
    ):
        here = ended(capsys, "query", *args)
        assert here[0] == 0
        assert ended(capsys, "query", *args, "--endpoint", bundled_at) == here


def test_questions_hold_answers_of_a_store_against_those_on_record(
    union_at: str, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("questions", "subtypes", "denied", "follow-up")
    found = ended(capsys, *names, "--endpoint", union_at, "--default-graph")
    assert found == ended(capsys, *names)
    code, _, err = ended(capsys, *names, "--endpoint", union_at, "--pin")
    assert code == 2
    assert "--endpoint only holds answers against those on record" in err


@pytest.mark.parametrize("fault", [dropped, cut, page, status(404), status(401), status(503)])
def test_fault_is_one_line(
    server: Server,
    fault: Fault,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lmskg.endpoint.transport.WAITS_S", ())
    server.always = fault
    code, out, err = ended(capsys, "query", "subtypes", "--endpoint", server.address)
    assert (code, out) == (2, "")
    assert err.startswith(f"lmskg: {server.address}: ")
    assert err.count("\n") == 1


def test_time_limit_holds_where_nothing_answers(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/ds"
        args = ("query", "subtypes", "--endpoint", address, "--timeout-s", "0.1")
        code, _, err = ended(capsys, *args)
    assert code == 2
    assert f"{address}: no answer within 1.1 s" in err


@pytest.mark.parametrize("password", ["", PASSWORD, "wrong"])
def test_password_on_fuseki(
    fuseki: str,
    password: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    query = tmp_path / "q.rq"
    query.write_text("ASK {}")
    if password:
        monkeypatch.setenv("LMSKG_ENDPOINT_USER", USER)
        monkeypatch.setenv("LMSKG_ENDPOINT_PASSWORD", password)
    code, out, err = ended(capsys, "query", str(query), "--endpoint", f"{fuseki}/closed")
    if password == PASSWORD:
        assert (code, err) == (0, "")
        assert "true" in out
    else:
        assert (code, out) == (2, "")
        assert "asks for credentials that it knows (401); set LMSKG_ENDPOINT_USER" in err
        assert err.count("\n") == 1
        assert "wrong" not in err


def test_dataset_that_is_not_there_on_fuseki(
    fuseki: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = ended(capsys, "query", "subtypes", "--endpoint", f"{fuseki}/nothing")
    assert code == 2
    assert "an address looks like http://host:3030/name" in err
    assert err.count("\n") == 1


def test_file_and_endpoint_exclude_each_other(capsys: pytest.CaptureFixture[str]) -> None:
    args = ("query", "subtypes", "-g", "a.ttl", "--endpoint", "http://127.0.0.1/ds")
    code, _, err = ended(capsys, *args)
    assert code == 2
    assert "--graph or --endpoint, not both" in err
