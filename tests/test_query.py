from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Variable,
    parse_query_results,
)

from lmskg.assemble import load
from lmskg.errors import (
    QueryNotFoundError,
    QueryParameterError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    SourceFormatError,
    SourceNotFoundError,
    UnsupportedFormatError,
)
from lmskg.graph.store import parse_bytes, store_of
from lmskg.model import Table
from lmskg.namespaces import XSD
from lmskg.query.bind import bind
from lmskg.query.closing import closing
from lmskg.query.pins import answer, answers, compare_pins
from lmskg.query.question import Parameter, Question, find_question, read_question, read_questions
from lmskg.query.refuse import check_read_only
from lmskg.query.results import read_tsv, to_json, to_tsv, write_table
from lmskg.query.run import ask
from lmskg.resources import Project

EX = "https://example.org/mini/"
PREFIXES = {"ex": EX}
HEADING = "# title: T\n# question: Q?\n"
BODY = "SELECT ?x WHERE { ?x ?y ?z }\n"


def world() -> Store:
    data = b"""
    @prefix ex: <https://example.org/mini/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    ex:Disease a owl:Class . ex:it a ex:Disease ; ex:n 1 , 2 , 3 .
    """
    return store_of(parse_bytes(data, RdfFormat.TURTLE, "world"))


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


def written(tmp_path: Path, text: str, name: str = "a-question") -> Path:
    path = tmp_path / f"{name}.rq"
    path.write_text(text)
    return path


# --- question files


def test_heading_is_read(tmp_path: Path) -> None:
    heading = (
        "# title: Risk factors\n# question: What raises the risk of {disease}?\n"
        "# personas: patient, data scientist\n# ids: Q1 Q2\n"
        "# param: disease class ex:D the disease asked about\n"
        "# param: n integer required how many\n"
        "# example: disease=ex:E n=4\n# example: n=5\n"
    )
    path = written(tmp_path, heading + BODY)
    assert read_question(path) == Question(
        name="a-question",
        title="Risk factors",
        question="What raises the risk of {disease}?",
        personas=("patient", "data scientist"),
        ids=("Q1", "Q2"),
        parameters=(
            Parameter("disease", "class", "ex:D", "the disease asked about"),
            Parameter("n", "integer", None, "how many"),
        ),
        examples=({"disease": "ex:E", "n": "4"}, {"n": "5"}),
        sparql=heading + BODY,
        path=path,
    )


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (BODY, 1, "the heading needs one line '# title: …'"),
        ("# title: T\n" + BODY, 1, "the heading needs one line '# question: …'"),
        ("# title: T\n" + HEADING + BODY, 1, "the heading needs one line '# title: …'"),
        ("# title: T\n# titel: T\n" + BODY, 2, "heading line '# titel': one of example, ids"),
        (HEADING + "# a remark\n" + BODY, 3, "heading line '# a remark': one of example, ids"),
        (HEADING + "# param: n\n" + BODY, 3, "'# param: n': 'name type default description'"),
        (HEADING + "# param: n number 1 how many\n" + BODY, 3, "'# param: n number 1 how many'"),
        (HEADING + "# param: n integer 1\n" + BODY, 3, "'# param: n integer 1'"),
        (HEADING + "# ids: Q1\n# example:\n" + BODY, 4, "'# example: ': 'name=value …' expected"),
        (HEADING + "# example: n=1 m\n" + BODY, 3, "'# example: n=1 m': 'name=value …' expected"),
        ("", None, "the file is empty"),
    ],
)
def test_bad_heading_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int | None, reason: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SourceFormatError) as caught:
        read_question(path)
    assert caught.value.line == line
    assert caught.value.reason.startswith(reason)


def test_comments_below_the_heading_are_part_of_the_query(tmp_path: Path) -> None:
    path = written(tmp_path, HEADING + BODY + "# any remark\n")
    assert read_question(path).sparql.endswith("# any remark\n")


def test_pins_lie_beside_the_query(tmp_path: Path) -> None:
    question = read_question(written(tmp_path, HEADING + BODY))
    assert question.pin_path() == tmp_path / "a-question.tsv"
    assert question.pin_path(2) == tmp_path / "a-question.example-2.tsv"


def test_unknown_question_names_the_nearest(mini: Project) -> None:
    with pytest.raises(QueryNotFoundError) as caught:
        find_question("treatment", mini.answers)
    assert str(caught.value) == ("no question is called 'treatment'; did you mean treatments?")
    with pytest.raises(QueryNotFoundError, match="`lmskg query --list` names them all"):
        find_question("xyzzy", mini.answers)


def test_questions_are_found_by_name(mini: Project) -> None:
    assert list(read_questions(mini.answers)) == ["treatments"]
    assert find_question("treatments", mini.answers).parameters[0].name == "disease"


# --- binding


def question_of(*parameters: Parameter) -> Question:
    return Question("q", "T", "Q?", (), (), parameters, (), BODY, Path("q.rq"))


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("class", "ex:Disease", NamedNode(EX + "Disease")),
        ("class", EX + "Disease", NamedNode(EX + "Disease")),
        ("class", f"<{EX}Disease>", NamedNode(EX + "Disease")),
        ("term", "ex:it", NamedNode(EX + "it")),
        ("term", "ex:Disease", NamedNode(EX + "Disease")),
        ("integer", "-12", typed("-12", "integer")),
        ("integer", "+007", typed("+007", "integer")),
        ("decimal", "1.50", typed("1.50", "decimal")),
        ("decimal", ".5", typed(".5", "decimal")),
        ("decimal", "4", typed("4", "decimal")),
        ("date", "2024-02-29", typed("2024-02-29", "date")),
        ("string", 'a "b" } #', Literal('a "b" } #')),
        ("string", "", Literal("")),
    ],
)
def test_value_of_each_type_is_bound(kind: str, text: str, term: NamedNode | Literal) -> None:
    question = question_of(Parameter("p", kind, None, "a parameter"))
    assert bind(question, {"p": text}, world(), PREFIXES) == {Variable("p"): term}


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("class", "ex:it", "'ex:it' is no class of this graph"),
        ("class", "ex:Gone", "'ex:Gone' is no class of this graph"),
        ("class", "exx:Disease", "unknown prefix 'exx:'; known are ex"),
        ("class", "Disease", "'Disease' is neither an IRI nor a CURIE"),
        ("class", "", "'' is neither an IRI nor a CURIE"),
        ("class", "https://[x", "'https://[x' is no IRI"),
        ("term", "ex:Gone", "'ex:Gone' does not stand in this graph"),
        ("term", "it } #", "'it } #' is neither an IRI nor a CURIE"),
        *[("integer", text, f"'{text}' is no integer") for text in ("4.0", "four", "", "1e3", "٣")],
        *[("decimal", text, f"'{text}' is no decimal") for text in ("1e3", "NaN", "1_0", "1,5")],
        *[("date", text, f"'{text}' is no date") for text in ("2023-02-29", "20240131", "today")],
    ],
)
def test_value_of_the_wrong_type_is_refused(kind: str, text: str, reason: str) -> None:
    question = question_of(Parameter("p", kind, None, "a parameter"))
    with pytest.raises(QueryParameterError) as caught:
        bind(question, {"p": text}, world(), PREFIXES)
    assert str(caught.value).startswith(f"parameter 'p': {reason}")


def test_default_is_bound_where_nothing_is_set() -> None:
    question = question_of(Parameter("n", "integer", "4", "how many"))
    assert bind(question, {}, world(), {}) == {Variable("n"): typed("4", "integer")}
    assert bind(question, {"n": "5"}, world(), {}) == {Variable("n"): typed("5", "integer")}


def test_missing_parameter_says_what_it_is_and_how_to_give_it() -> None:
    with pytest.raises(QueryParameterError) as caught:
        bind(question_of(Parameter("n", "integer", None, "how many")), {}, world(), {})
    assert str(caught.value) == "parameter 'n': is required (how many); give --set n=…"


def test_unknown_parameter_names_those_there_are() -> None:
    question = question_of(*[Parameter(name, "string", "", "x") for name in ("a", "b")])
    with pytest.raises(QueryParameterError) as caught:
        bind(question, {"c": ""}, world(), {})
    assert str(caught.value) == "parameter 'c': unknown; the question 'q' has: a, b"
    with pytest.raises(QueryParameterError, match="has: none"):
        bind(question_of(), {"c": ""}, world(), {})


def test_value_never_becomes_part_of_the_query() -> None:
    store = world()
    store.add(Quad(NamedNode(EX + "it"), NamedNode(EX + "s"), Literal('"} #'), DefaultGraph()))
    sparql = "SELECT ?x ?p { ?x <https://example.org/mini/s> ?p }"
    found = ask(store, sparql, bindings={Variable("p"): Literal('"} #')})
    assert isinstance(found, Table)
    assert len(found) == 1


# --- what is refused

SERVICES = [
    "SELECT * { SERVICE <http://a.org/> { ?s ?p ?o } }",
    "select * { service silent <http://a.org/> { ?s ?p ?o } }",
    "SELECT*{SeRvIcE<http://a.org/>{?s ?p ?o}}",
    "SELECT * { ?s ?p ?o.SERVICE ?s { ?a ?b ?c } }",
    "SELECT * { ?s ?p 5.SERVICE <http://a.org/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 1e5SERVICE <http://a.org/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p trueSERVICE<http://a.org/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'x'SERVICE<http://a.org/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p 'x'@en.SERVICE <http://a.org/> { ?a ?b ?c } }",
    "SELECT * { SERVICESILENT<http://a.org/> { ?a ?b ?c } }",
    "PREFIX : <http://a.org/> SELECT * { SERVICE:b { ?a ?b ?c } }",
    "PREFIX x: <http://a.org/> SELECT * { SERVICEx:b { ?a ?b ?c } }",
    "PREFIX a: <http://a.org/> SELECT * { ?s ?p a:.SERVICE <http://a.org/> { ?a ?b ?c } }",
    "PREFIX a: <http://a.org/> SELECT * { ?s ?p a:\\' . SERVICE <http://a.org/> {} #'\n}",
    "SELECT * { ?s ?p _:b.\nSERVICE <http://a.org/> { ?a ?b ?c } }",
    "SELECT * { FILTER(1<2) SERVICE <http://a.org/> { ?a ?b ?c } FILTER(3>2) }",
    "SELECT * { FILTER(?x<?y)SERVICE ?z{?a ?b ?c}FILTER(?y>?x) }",
    'SELECT * { ?s ?p "a\\" # " . SERVICE <http://a.org/> { ?a ?b ?c } }',
    "SELECT * { ?s ?p '''a'' # ''' . SERVICE <http://a.org/> { ?a ?b ?c } }",
    "SELECT * { ?s ?p '\\\\' . SERVICE <http://a.org/> { ?a ?b ?c } # '\n}",
    'SELECT * { ?s ?p """\\"""" . SERVICE <http://a.org/> { ?a ?b ?c } }',
    "SELECT * { # a comment\n SERVICE <http://a.org/> { ?a ?b ?c } }",
    "SELECT * { # a comment\r SERVICE <http://a.org/> { ?a ?b ?c } }",
    "SELECT * { FILTER EXISTS { SERVICE <http://a.org/> { ?a ?b ?c } } }",
    "SELECT * { { SELECT * { SERVICE <http://a.org/> { ?a ?b ?c } } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <http://a.org/> { ?s ?p ?o } }",
    "ASK { SERVICE <http://a.org/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("sparql", SERVICES)
def test_service_is_refused_in_every_disguise(sparql: str) -> None:
    with pytest.raises(QueryRefusedError) as caught:
        ask(world(), sparql, "a.rq")
    assert str(caught.value) == "a.rq: SERVICE is refused; a query only reads what is loaded"


@pytest.mark.parametrize(
    ("update", "keyword"),
    [
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "INSERT"),
        ("insert data { <a:b> <a:c> <a:d> }", "INSERT"),
        ("PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "DELETE"),
        ("BASE <http://select.org/> LOAD <x>", "LOAD"),
        ("# SELECT\nCLEAR ALL", "CLEAR"),
        ("PREFIX select: <a:> DROP ALL", "DROP"),
        ("COPY <a:b> TO <a:c>", "COPY"),
    ],
)
def test_update_is_refused(update: str, keyword: str) -> None:
    store = world()
    with pytest.raises(QueryRefusedError) as caught:
        ask(store, update, "a.rq")
    assert caught.value.keyword == f"an update ({keyword})"
    assert len(store) == len(world())


@pytest.mark.parametrize(
    "sparql",
    [
        'SELECT * { ?s ?p "SERVICE <http://a.org/> {}" }',
        "SELECT * { ?s ?p '''\nSERVICE\n''' }",
        "SELECT * { ?s ?SERVICE ?o } # SERVICE",
        "SELECT * { ?s <http://a.org/SERVICE> 'x'@en-service }",
        "PREFIX a: <http://a.org/> SELECT * { ?s a:SERVICE a:my.service }",
        "SELECT (?o AS ?insert) { ?s ?p ?o } ORDER BY ?insert",
        "PREFIX load: <http://a.org/> SELECT * { ?s load:insert ?o }",
    ],
)
def test_word_that_is_no_keyword_is_no_fault(sparql: str) -> None:
    check_read_only(sparql, "a.rq")
    assert isinstance(ask(world(), sparql), Table)


def test_long_query_is_read_in_no_time() -> None:
    started = time.perf_counter()
    for text in ("a." * 50_000, '"' * 50_001, "<a" * 50_000, ":a." * 50_000, "''' " * 50_000):
        check_read_only(text, "a.rq")
    assert time.perf_counter() - started < 5


# --- asking


@pytest.mark.parametrize(
    ("sparql", "place"),
    [
        ("SELECT * {\n  ?s ?p\n}", "a.rq:3:2"),
        ("SELECT * { ?s ?p ?o", "a.rq:1:20"),
        ("SELEC * { ?s ?p ?o }", "a.rq:1:10"),
    ],
)
def test_syntax_error_has_its_place(sparql: str, place: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(world(), sparql, "a.rq")
    assert str(caught.value).startswith(f"{place}: SPARQL syntax: ")
    assert "\n" not in str(caught.value)


def test_unknown_prefix_of_a_query_is_said_in_words() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(world(), "SELECT * { ?s foo:p ?o }", "a.rq")
    assert str(caught.value) == (
        "a.rq:1:20: SPARQL syntax: the prefix of the name that ends here is not declared; "
        "add a PREFIX line"
    )


def test_parameter_that_is_not_selected_is_an_error() -> None:
    # Oxigraph would leave it unbound and answer another question
    bindings = {Variable("o"): typed("1", "integer")}
    with pytest.raises(QuerySyntaxError, match="a parameter has to be selected"):
        ask(world(), "SELECT ?s { ?s ?p ?o }", "a.rq", bindings=bindings)


def test_select_keeps_its_order_and_columns() -> None:
    found = ask(world(), f"SELECT ?n ?none {{ ?x <{EX}n> ?n }} ORDER BY DESC(?n)")
    assert isinstance(found, Table)
    assert found.columns == ("n", "none")
    assert [row["n"] for row in found] == ["3", "2", "1"]
    assert [row["none"] for row in found] == [None] * 3


@pytest.mark.parametrize(("n", "text"), [(1, "true"), (9, "false")])
def test_ask_gives_one_cell(n: int, text: str) -> None:
    found = ask(world(), f"ASK {{ ?x <{EX}n> {n} }}")
    assert found == Table(("answer",), ((typed(text, "boolean"),),))


def test_construct_gives_triples() -> None:
    found = ask(world(), f"CONSTRUCT {{ ?x a <{EX}Found> }} {{ ?x <{EX}n> 1 }}")
    assert isinstance(found, list)
    assert [str(triple.object) for triple in found] == [f"<{EX}Found>"]


def test_union_of_all_graphs_is_asked_and_each_is_named() -> None:
    store = world()
    graph = NamedNode(EX + "graph")
    store.add(Quad(NamedNode(EX + "x"), NamedNode(EX + "n"), typed("9", "integer"), graph))
    both = ask(store, f"SELECT ?n {{ ?x <{EX}n> ?n }}")
    one = ask(store, f"SELECT ?n {{ GRAPH <{EX}graph> {{ ?x <{EX}n> ?n }} }}")
    assert isinstance(both, Table)
    assert isinstance(one, Table)
    assert (len(both), len(one)) == (4, 1)


def test_query_is_ended_at_its_time_limit() -> None:
    store = Store()
    predicate = NamedNode(EX + "p")
    store.bulk_extend(
        Quad(NamedNode(f"{EX}{n}"), predicate, typed(str(n), "integer"), DefaultGraph())
        for n in range(60)
    )
    # 60^4 rows keep the engine busy for a few seconds, and for no longer than the tests run
    product = " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(4))
    started = time.perf_counter()
    with pytest.raises(QueryTimeoutError) as caught:
        ask(store, f"SELECT (COUNT(*) AS ?n) {{ {product} }}", "a.rq", timeout_s=0.2)
    assert time.perf_counter() - started < 3
    assert str(caught.value) == ("a.rq: no answer within 0.2 s; narrow the query or wait longer")


def test_answer_in_time_is_given() -> None:
    assert isinstance(ask(world(), BODY, timeout_s=60), Table)


def test_error_within_the_time_limit_comes_through() -> None:
    with pytest.raises(QuerySyntaxError):
        ask(world(), "SELECT", timeout_s=60)


# --- results

RICH = Table(
    ("term", "value"),
    (
        (NamedNode(EX + "A"), Literal('a\t"b"\n\\c\r’', language="en")),
        (BlankNode("x"), typed("1.10", "decimal")),
        (None, Literal("")),
        (None, None),
    ),
)


def test_tsv_comes_back_the_same() -> None:
    text = to_tsv(RICH)
    assert text.count("\n") == len(RICH) + 1
    assert read_tsv(text.encode(), Path("x.tsv")) == RICH


def test_json_comes_back_the_same_for_an_independent_reader() -> None:
    solutions = parse_query_results(to_json(RICH).encode(), QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    columns = tuple(variable.value for variable in solutions.variables)
    assert Table(columns, tuple(tuple(row) for row in solutions)) == RICH


def test_json_of_a_select_is_the_standard_form() -> None:
    assert json.loads(to_json(RICH)) == {
        "head": {"vars": ["term", "value"]},
        "results": {
            "bindings": [
                {
                    "term": {"type": "uri", "value": EX + "A"},
                    "value": {"type": "literal", "value": 'a\t"b"\n\\c\r’', "xml:lang": "en"},
                },
                {
                    "term": {"type": "bnode", "value": "x"},
                    "value": {"type": "literal", "value": "1.10", "datatype": XSD + "decimal"},
                },
                {"value": {"type": "literal", "value": ""}},
                {},
            ]
        },
    }


@pytest.mark.parametrize(("n", "value"), [(1, True), (9, False)])
def test_json_of_an_ask_is_the_standard_form(n: int, value: bool) -> None:
    table = ask(world(), f"ASK {{ ?x <{EX}n> {n} }}")
    assert isinstance(table, Table)
    assert json.loads(to_json(table)) == {"head": {}, "boolean": value}


def test_csv_is_the_standard_form() -> None:
    assert write_table(RICH, "csv") == (
        f'term,value\r\n{EX}A,"a\t""b""\n\\c\r’"\r\nx,1.10\r\n,\r\n,\r\n'
    )


def test_text_ends_with_the_number_of_rows() -> None:
    assert write_table(RICH, "table").endswith("\n\n(4 rows)\n")
    assert write_table(Table(("a",), ((Literal("x"),),)), "table") == "a\n-\nx\n\n(1 row)\n"


def test_unknown_format_names_the_known() -> None:
    with pytest.raises(UnsupportedFormatError) as caught:
        write_table(RICH, "xlsx")
    assert str(caught.value) == "unknown format 'xlsx'; known are table, csv, tsv, json"


@pytest.mark.parametrize("data", [b"a\n", b"?a\nb\n", b"?a\n<x>\n", b"\xff", b'?a\n"x\n'])
def test_what_is_no_tsv_is_refused(data: bytes) -> None:
    with pytest.raises(SourceFormatError, match=r"x\.tsv: no SPARQL TSV results"):
        read_tsv(data, Path("x.tsv"))


# --- answers on record


def findings(mini: Project) -> list[str]:
    questions = read_questions(mini.answers).values()
    report = compare_pins(questions, load(mini), mini.prefixes())
    assert report.counts == {"questions": 1, "answers": 2}
    return [f"{f.severity} {f.focus} {f.where}: {f.message}" for f in report.findings]


def pin(mini: Project) -> Path:
    return mini.root / "queries" / "answers" / "treatments.tsv"


def test_answers_come_in_the_order_of_the_questions(tmp_path: Path) -> None:
    slow = "SELECT ?x WHERE { VALUES ?x { 0 } ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    bodies = [slow, *(f"SELECT ?x WHERE {{ VALUES ?x {{ {n} }} }}" for n in range(1, 9))]
    questions = [
        read_question(written(tmp_path, HEADING + body, f"q{n}")) for n, body in enumerate(bodies)
    ]
    found = list(answers(questions, world(), {}))
    assert [one.question for one in found] == questions
    assert [one.table.texts()[0] for one in found] == [[str(n)] for n in range(9)]


def test_the_first_question_that_cannot_be_asked_is_named(tmp_path: Path) -> None:
    bodies = [BODY, "SELECT ?x WHERE { ?x a missing:Prefix }", "no query", BODY]
    questions = [
        read_question(written(tmp_path, HEADING + body, f"q{n}")) for n, body in enumerate(bodies)
    ]
    with pytest.raises(QuerySyntaxError, match=r"q1\.rq"):
        list(answers(questions, world(), {}))


def test_answers_as_on_record_are_no_finding(mini: Project) -> None:
    assert findings(mini) == []


CURE = ". Read it; if it is right: lmskg questions --pin treatments"
ROW = f'<{EX}Lamp> | "Light is used against it."@en | <{EX}claim/M2> | <{EX}GlimmerTumour>'


def test_row_that_is_gone_is_found(mini: Project) -> None:
    line = f'<{EX}Other>\t"x"\t<{EX}claim/M9>\t<{EX}GlimmerTumour>\n'
    pin(mini).write_text(pin(mini).read_text() + line)
    assert findings(mini) == [
        "error treatments treatments.tsv: 1 row(s) missing, the first: "
        f'<{EX}Other> | "x" | <{EX}claim/M9> | <{EX}GlimmerTumour>{CURE}'
    ]


def test_new_row_is_found(mini: Project) -> None:
    pin(mini).write_text(pin(mini).read_text().splitlines()[0] + "\n")
    assert findings(mini) == [
        f"error treatments treatments.tsv: 1 row(s) not on record, the first: {ROW}{CURE}"
    ]


def test_changed_row_is_found_as_gone_and_new(mini: Project) -> None:
    pin(mini).write_text(pin(mini).read_text().replace("Light", "Lights"))
    gone = ROW.replace("Light", "Lights")
    assert findings(mini) == [
        f"error treatments treatments.tsv: 1 row(s) missing, the first: {gone}; "
        f"1 row(s) not on record, the first: {ROW}{CURE}"
    ]


def test_row_that_stands_twice_on_record_is_found(mini: Project) -> None:
    head, row = pin(mini).read_text().splitlines()
    pin(mini).write_text(f"{head}\n{row}\n{row}\n")
    assert findings(mini) == [
        f"error treatments treatments.tsv: 1 row(s) missing, the first: {ROW}{CURE}"
    ]


def test_other_order_of_rows_is_found(mini: Project) -> None:
    path = written(mini.root / "queries" / "answers", "", "treatments")
    rows = ["ex:Lamp", "ex:Tumour"]
    body = "PREFIX ex: <https://example.org/mini/>\nSELECT ?x {{ VALUES ?x {{ {} }} }}\n"
    path.write_text(HEADING + body.format(" ".join(rows)))
    question = read_question(path)
    pin(mini).write_text(to_tsv(answer(question, {}, load(mini), {})))
    path.write_text(HEADING + body.format(" ".join(reversed(rows))))
    report = compare_pins([read_question(path)], load(mini), {})
    message = f"the rows come in another order than on record{CURE}"
    assert [f.message for f in report.findings] == [message]


def test_other_columns_are_found(mini: Project) -> None:
    pin(mini).write_text(pin(mini).read_text().replace("?claim", "?row", 1))
    assert "columns are ('treatment', 'statement', 'claim', 'disease')" in findings(mini)[0]


def test_missing_answer_on_record_is_found_and_its_example_named(mini: Project) -> None:
    pin(mini).with_name("treatments.example-1.tsv").unlink()
    assert findings(mini) == [
        "error treatments disease=ex:LampTumour treatments.example-1.tsv: no answer is on record; "
        "write it with `lmskg questions --pin`, then read it"
    ]


def test_broken_answer_on_record_is_an_error(mini: Project) -> None:
    pin(mini).write_text("no head\n")
    with pytest.raises(SourceFormatError, match=r"treatments\.tsv: no SPARQL TSV results"):
        findings(mini)


def test_bundled_answers_belong_to_a_question(project: Project) -> None:
    wanted = {
        question.pin_path(example)
        for question in read_questions(project.answers).values()
        for example in range(len(question.examples) + 1)
    }
    assert wanted == set((project.root / "queries" / "answers").glob("*.tsv"))


def test_bundled_questions_order_their_rows(project: Project) -> None:
    questions = read_questions(project.answers)
    assert questions
    assert [name for name, q in questions.items() if "ORDER BY" not in q.sparql] == []


# --- below an answer


def answer_of(cells: str, *, dates: str = "") -> str:
    store = store_of(
        parse_bytes(
            f"""@prefix kg: <https://w3id.org/lmskg/vocab/> . @prefix ex: <{EX}> .
            @prefix dcterms: <http://purl.org/dc/terms/> .
            ex:a a kg:Source ; dcterms:title "Book A"@en . ex:b a kg:Source ;
            dcterms:title "Book B"@en . {dates}""".encode(),
            RdfFormat.TURTLE,
            "sources",
        )
    )
    rows = tuple((Literal(cell),) for cell in cells.split("|")) if cells else ()
    return closing(Table(("source",), rows), store)


@pytest.mark.parametrize(
    ("cells", "dates", "expected"),
    [
        ("", "", "No source here speaks of it.\nThis is no medical advice.\n"),
        ("nothing", "", "This is no medical advice.\n"),
        ("Book A|Book B", "", "Undated: Book A, Book B. This is no medical advice.\n"),
        (
            "Book A|Book B",
            'ex:a dcterms:date "2020" . ex:b dcterms:date "2024-05" .',
            "Newest source: Book B, 2024-05. This is no medical advice.\n",
        ),
        (
            "Book A|Book B",
            'ex:a dcterms:date "2020" .',
            "Newest source: Book A, 2020. Undated: Book B. This is no medical advice.\n",
        ),
        (
            "Book A",
            'ex:b dcterms:date "2024" .',
            "Undated: Book A. This is no medical advice.\n",
        ),
    ],
)
def test_answer_ends_with_its_newest_source_and_no_advice(
    cells: str, dates: str, expected: str
) -> None:
    assert answer_of(cells, dates=dates) == expected


def test_missing_file_of_a_question_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no such file"):
        read_question(tmp_path / "gone.rq")


@pytest.mark.parametrize(
    ("sparql", "what"),
    [
        ("ASK { " + "{" * 600 + "}" * 600 + " }", "nesting deeper than 500 brackets"),
        ("ASK { ?s " + "<a:b>/" * 2500 + "<a:b> ?o }", "more than 2000 path steps"),
    ],
)
def test_a_query_that_would_overflow_the_engine_is_refused(sparql: str, what: str) -> None:
    with pytest.raises(QueryRefusedError, match=what):
        check_read_only(sparql, "-")
