"""Shapes and both SHACL engines: each shape has fixtures that conform and that break it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad

from lmskg.errors import ShapesError
from lmskg.graph.store import parse_file
from lmskg.model import Finding, Report
from lmskg.resources import bundled
from lmskg.validate import ENGINES, Engine, Shapes, count_targets, read_shapes, validate

DATA = Path(__file__).parent / "data" / "shapes"
FIXTURES = sorted(path for path in DATA.glob("*.ttl") if path.name != "world.ttl")
VALID = [path for path in FIXTURES if path.name.endswith(".valid.ttl")]
INVALID = [path for path in FIXTURES if ".invalid-" in path.name]
_EXPECTED = re.compile(r"^# finds: (\w+) \| (\S+) \| (\S+) \|(?: (\S+) \|)?(.*)$", re.MULTILINE)


@cache
def shapes() -> Shapes:
    return read_shapes(bundled().shapes)


@cache
def world() -> tuple[Quad, ...]:
    return tuple(parse_file(DATA / "world.ttl"))


def with_world(path: Path) -> list[Quad]:
    return [*world(), *parse_file(path)]


@cache
def reported(path: Path) -> Report:
    """Return what the Rust engine finds in a fixture; several tests ask."""
    return validate(with_world(path), shapes())


def in_short(findings: tuple[Finding, ...]) -> list[tuple[str, ...]]:
    rows = [(f.severity, f.check, f.focus, f.path, f.value) for f in findings]
    return [
        tuple(text.replace("https://example.org/fever/", "ex:") for text in row) for row in rows
    ]


def expected(path: Path) -> list[tuple[str, ...]]:
    rows = _EXPECTED.findall(path.read_text(encoding="utf-8"))
    return sorted((sev, check, focus, at, value.strip()) for sev, check, focus, at, value in rows)


# ---- fixtures


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_valid_fixture_conforms_and_is_looked_at(path: Path) -> None:
    data = with_world(path)
    assert in_short(reported(path).findings) == []
    shape = path.name.removesuffix(".valid.ttl")
    selected, before = count_targets(data, shapes()), count_targets(world(), shapes())
    assert selected[f"shape:{shape}"] >= 1
    # the world alone has predicates, whose shape looks at what the fixture says with them
    assert shape == "ReportedTriple" or selected[f"shape:{shape}"] > before[f"shape:{shape}"]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_invalid_fixture_is_found_with_focus_path_and_severity(path: Path) -> None:
    assert expected(path)
    assert in_short(reported(path).findings) == expected(path)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_engines_give_equal_reports(path: Path) -> None:
    assert validate(with_world(path), shapes(), engine="pyshacl") == reported(path)


def test_each_shape_has_fixtures_and_each_fixture_a_shape() -> None:
    targeted = {iri.value.rpartition("/")[2] for iri in shapes().targeted()}
    assert {path.name.partition(".")[0] for path in VALID} == targeted
    assert {path.name.partition(".")[0] for path in INVALID} == targeted
    assert sorted(DATA.iterdir()) == sorted([*VALID, *INVALID, DATA / "world.ttl"])


def test_each_shape_that_can_find_something_does_so_in_a_fixture() -> None:
    holders = {
        "shape:" + subject.value.rpartition("/")[2]
        for subject in shapes().index
        if shapes().values(subject, "message") or shapes().values(subject, "sparql")
        if shapes().has_type(subject, "NodeShape") or shapes().has_type(subject, "PropertyShape")
    }
    assert {row[1] for path in INVALID for row in expected(path)} == holders


def test_each_shape_has_a_name_and_each_message_ends_as_a_sentence() -> None:
    for subject in shapes().index:
        if shapes().values(subject, "path") or shapes().values(subject, "property"):
            assert len(shapes().values(subject, "name")) == 1, subject
    messages = [m.value for subject in shapes().index for m in shapes().values(subject, "message")]
    assert len(messages) > 100
    assert [text for text in messages if text != "{?fault}" and not text.endswith(".")] == []


# ---- the bundled graph


def test_bundled_graph_conforms(quads: list[Quad]) -> None:
    report = validate(quads, shapes())
    assert report.findings == ()
    assert report.counts["shapes"] == len(shapes().targeted())
    assert report.counts["focus nodes"] > 1000


def test_each_shape_selects_a_node_of_the_bundled_graph(quads: list[Quad]) -> None:
    counts = count_targets(quads, shapes())
    assert {shape for shape, number in counts.items() if number == 0} == set()


def test_engines_agree_on_the_bundled_graph(quads: list[Quad]) -> None:
    assert validate(quads, shapes(), engine="pyshacl") == validate(quads, shapes())


# ---- broken shapes

HEAD = """@prefix ex: <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
NODE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; "


def on_path(parameters: str) -> str:
    return NODE + f"sh:property [ sh:path ex:p ; {parameters} ] ."


def with_select(query: str) -> str:
    text = f'sh:message "x" ; sh:prefixes ex:prefixes ; sh:select """{query}"""'
    return NODE + f"sh:sparql [ {text} ] ."


BROKEN = {
    "syntax": ("ex:S a sh:NodeShape ;; .;", "shapes.ttl:5:"),
    "misspelt parameter": (on_path("sh:minCuont 1"), "did you mean sh:minCount?"),
    "misspelt target": ("ex:S a sh:NodeShape ; sh:targetClas ex:C .", "no shape with a target"),
    "rule": (NODE + "sh:rule [ ] .", "sh:rule is not known, or not to both engines"),
    "SPARQL target": (NODE + "sh:target [ ] .", "sh:target is not known, or not to both engines"),
    "no path": (NODE + "sh:property [ sh:minCount 1 ] .", "needs one sh:path"),
    "literal path": (NODE + 'sh:property [ sh:path "p" ] .', "a literal is not a valid"),
    "dangling property shape": (NODE + "sh:property ex:T .", "its property shape T is not in"),
    "two minima": (on_path("sh:minCount 1 , 5"), "sh:minCount stands 2 times"),
    "minimum in words": (on_path('sh:minCount "one"'), "sh:minCount is not a non-negative"),
    "class as text": (on_path('sh:class "C"'), "the value of sh:class must be an IRI"),
    "pattern": (on_path('sh:pattern "("'), "unclosed group"),
    "list": (on_path("sh:in ex:nothing"), "sh:in is not a well-formed list"),
    "severity": (on_path("sh:severity ex:Grave"), "sh:severity must be"),
    "unselected": (
        on_path("sh:minCount 1") + " ex:T a sh:NodeShape ; sh:closed true .",
        "T: nothing selects this shape",
    ),
    "target without type": (
        on_path("sh:minCount 1") + " ex:T sh:targetClass ex:C ; sh:closed true .",
        "T: it has a target, but is no sh:NodeShape",
    ),
    "no shape": ("ex:a ex:b ex:c .", "no shape with a target"),
    "select: grammar": (with_select("SELECT $this WHERE { $this ex:p "), "is not SPARQL"),
    "select: prefix": (with_select("SELECT $this WHERE { $this xe:p ?v }"), "is not SPARQL"),
    "select: none": (NODE + 'sh:sparql [ sh:message "x" ] .', "has no sh:select"),
    "select: ASK": (with_select("ASK { $this ex:p ?v }"), "must be a SELECT of $this"),
    "select: no $this": (with_select("SELECT ?v WHERE { $this ex:p ?v }"), "a SELECT of $this"),
    "select: MINUS": (
        with_select("SELECT $this WHERE { $this ex:p ?v MINUS { $this ex:q ?v } }"),
        "MINUS may not stand",
    ),
    "select: SERVICE": (
        with_select("SELECT $this WHERE { SERVICE <http://a.example/> { $this ex:p ?v } }"),
        "SERVICE may not stand",
    ),
}


def written(folder: Path, body: str, name: str = "shapes.ttl") -> Path:
    path = folder / name
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def data_of(folder: Path, triples: str) -> list[Quad]:
    path = folder / "data.ttl"
    path.write_text(HEAD + triples, encoding="utf-8")
    return [quad for quad in parse_file(path) if "shacl#" not in quad.predicate.value]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("body", "reason"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_shapes_are_an_error_in_both_engines(
    tmp_path: Path, body: str, reason: str, engine: Engine
) -> None:
    """There is no data: a fault that only some data would bring to light is found all the same."""
    with pytest.raises(ShapesError, match=re.escape(reason)) as caught:
        validate([], [written(tmp_path, body)], engine=engine)
    assert "\n" not in str(caught.value)


def test_broken_shapes_error_names_the_file_at_fault(tmp_path: Path) -> None:
    good = written(tmp_path, on_path("sh:minCount 1"), "a.ttl")
    bad = written(tmp_path, on_path('sh:pattern "("').replace("ex:S", "ex:T"), "b.ttl")
    with pytest.raises(ShapesError) as caught:
        read_shapes([good, bad])
    assert caught.value.path == bad


@pytest.mark.parametrize("engine", ENGINES)
def test_constraint_that_cannot_run_is_an_error(tmp_path: Path, engine: Engine) -> None:
    """No engine has this function; pySHACL alone would pass over it."""
    path = written(tmp_path, with_select("SELECT $this WHERE { $this a ?c FILTER(ex:f(?c)) }"))
    with pytest.raises(ShapesError, match="function"):
        validate(data_of(tmp_path, "ex:a a ex:C ."), [path], engine=engine)


def test_missing_shapes_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ShapesError, match="no such file"):
        read_shapes([tmp_path / "none.ttl"])
    with pytest.raises(ShapesError, match="no shape with a target"):
        read_shapes([])


# ---- reports


@pytest.mark.parametrize("engine", ENGINES)
def test_report_names_the_nearest_shape_the_path_and_the_severity(
    tmp_path: Path, engine: Engine
) -> None:
    body = """
ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:severity sh:Info ; sh:class ex:C ;
    sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:maxCount 0 ;
                  sh:severity sh:Warning ; sh:message "Too many."@en , "Zu viele."@de ] ;
    sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:nodeKind sh:Literal ; sh:message "x" ] .
"""
    data = data_of(tmp_path, 'ex:a ex:p "b"@en , ex:c . ex:d ex:q ex:c .')
    report = validate(data, [written(tmp_path, body)], engine=engine)
    found = [(f.severity, f.check, f.path, f.value, f.message) for f in report.findings]
    assert found == [
        ("error", "ex:S", "(ex:p)*", "", "x"),
        ("error", "ex:S", "(ex:p)*", "ex:c", "x"),
        ("info", "ex:S", "", "", "breaks the shape's ClassConstraintComponent"),
        ("warning", "ex:S", "ex:p/^ex:q", "", "Too many."),
    ]
    assert {finding.focus for finding in report.findings} == {"ex:a"}
    assert report.counts == {"triples": 3, "shapes": 1, "focus nodes": 1}


@pytest.mark.parametrize("engine", ENGINES)
def test_literal_and_blank_focus_nodes(tmp_path: Path, engine: Engine) -> None:
    body = 'ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:nodeKind sh:IRI ; sh:message "x" .'
    data = data_of(tmp_path, "ex:a ex:p 'say \"b\"'@en , [ ] .")
    report = validate(data, [written(tmp_path, body)], engine=engine)
    assert [finding.focus for finding in report.findings] == ["[]", 'say "b"']


def test_targets_are_counted_by_class_node_subject_and_object(tmp_path: Path) -> None:
    body = """
ex:A a sh:NodeShape ; sh:targetClass ex:C ; sh:closed true .
ex:B a sh:NodeShape ; sh:targetNode ex:x , ex:y ; sh:closed true .
ex:D a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:closed true .
ex:E a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:closed true .
"""
    data = data_of(
        tmp_path,
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . ex:K rdfs:subClassOf ex:C ."
        " ex:C rdfs:subClassOf ex:K . ex:a a ex:C . ex:b a ex:K . ex:a ex:p ex:b , ex:c , ex:d .",
    )
    counts = count_targets(data, [written(tmp_path, body)])
    assert counts == {"ex:A": 2, "ex:B": 2, "ex:D": 1, "ex:E": 3}


def test_prefix_that_means_two_things_is_read_where_it_is_used(tmp_path: Path) -> None:
    body = """
ex:others sh:declare [ sh:prefix "ex" ; sh:namespace "http://other.example/"^^xsd:anyURI ] .
ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql
    [ sh:message "own" ; sh:prefixes ex:prefixes ; sh:select "SELECT $this { $this ex:p ?x }" ] ,
    [ sh:message "other" ; sh:prefixes ex:others ; sh:select "SELECT $this { $this ex:p ?y }" ] .
"""
    paths = [written(tmp_path, body)]
    data = data_of(tmp_path, "ex:a a ex:C ; ex:p 1 . ex:b a ex:C ; <http://other.example/p> 1 .")
    report = validate(data, paths)
    assert sorted(finding.message for finding in report.findings) == ["other", "own"]
    assert validate(data, paths, engine="pyshacl") == report
