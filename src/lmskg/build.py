"""From a project's files to the asserted graph, layer by layer, and to the derived graphs.

Each layer is a named graph. The asserted graph is their union under one ontology header, as
OWL has it; what claims give rise to (`reported`) is derived by rules that stand in
`queries/rules/` and is never mixed with what a reasoner entails.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryTriples

from .errors import QuerySyntaxError, SourceFormatError, UnknownTermError
from .files import read_text
from .graph.store import in_graph, parse_file, store_of
from .namespaces import ASSERTED_LAYERS, DEFINING_LAYERS, GRAPH, KG, OWL, RDF_TYPE, compress
from .resources import Project
from .sssom import mapping_quads, read_mappings

_TYPE = NamedNode(RDF_TYPE)
_ONTOLOGY = NamedNode(OWL + "Ontology")
_IMPORTS = NamedNode(OWL + "imports")
_AFTER = re.compile(r"^# after:(.*)$", re.MULTILINE)


def read_layers(project: Project) -> dict[str, list[Quad]]:
    """Return the asserted layers of a project: layer name to quads of its named graph.

    The names are `ASSERTED_LAYERS`, in their order.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, OntologyParseError
        If a file is missing or broken, or records a claim, a source or the like a second time.
    UnknownTermError
        If a file uses a term of the project's own namespaces that no file declares.
    """
    prefixes = project.prefixes()
    content: dict[str, list[Quad]] = {
        "ontology": parse_file(project.ontology),
        "vocabulary": parse_file(project.vocabulary),
        "claims": _records(project.claims, prefixes),
        "sources": _records([project.sources], prefixes),
        "mappings": [
            quad
            for path in project.mappings
            for quad in mapping_quads(read_mappings(path, prefixes))
        ],
    }
    layers = {name: in_graph(content[name], GRAPH + name) for name in ASSERTED_LAYERS}
    check_terms([quad for quads in layers.values() for quad in quads], project)
    return layers


def _records(paths: Iterable[Path], prefixes: dict[str, str]) -> list[Quad]:
    """Return the quads of files whose records, such as claims and sources, stand once each.

    Two records of one id would silently become one that says both.
    """
    quads: list[Quad] = []
    home: dict[tuple[str, str], Path] = {}
    for path in paths:
        content = parse_file(path)
        for quad in content:
            if quad.predicate != _TYPE or not isinstance(quad.subject, NamedNode):
                continue
            record = (quad.subject.value, str(quad.object))
            if record in home:
                term = compress(record[0], prefixes)
                lines = _lines_of(path, term, record[0])
                line = next(iter(lines[1:] if home[record] == path else lines), None)
                reason = f"{term} is recorded a second time; the first is in {home[record].name}"
                raise SourceFormatError(path, line, reason)
            home[record] = path
        quads += content
    return quads


def _lines_of(path: Path, term: str, iri: str) -> list[int]:
    """Return the lines of a Turtle file that begin the record of a term."""
    begins = re.compile(rf"(?:{re.escape(term)}|<{re.escape(iri)}>)\s+a\s")
    lines = read_text(path).split("\n")
    return [number for number, line in enumerate(lines, 1) if begins.match(line)]


def check_terms(quads: Iterable[Quad], project: Project) -> None:
    """Raise an error for a term of an own namespace that is used and nowhere declared.

    A term is declared by its type; the subject of a mapping, say, is only used there. A namespace
    is the project's own if an ontology header, or a node of a class of the claim vocabulary, lies
    in it; so a misspelt class, property, claim or source is found, and identifiers of others are
    left alone.

    Raises
    ------
    UnknownTermError
        For the first such term, with file, line and the nearest declared terms.
    """
    quads = list(quads)
    declared = {
        quad.subject.value
        for quad in quads
        if quad.predicate == _TYPE and isinstance(quad.subject, NamedNode)
    }
    own = _own_namespaces(quads)
    used = {
        term.value
        for quad in quads
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, NamedNode)
    }
    unknown = sorted(iri for iri in used - declared if _namespace(iri) in own)
    if unknown:
        prefixes = project.prefixes()
        term = compress(unknown[0], prefixes)
        where, line = _first_use(term, unknown[0], project)
        near = [compress(iri, prefixes) for iri in _nearest(unknown[0], declared)]
        raise UnknownTermError(term, where, near, line)


def _nearest(iri: str, declared: Iterable[str]) -> list[str]:
    """Return the declared terms of the same namespace whose names are most like that of `iri`."""
    namespace = _namespace(iri)
    names = sorted(t.removeprefix(namespace) for t in declared if _namespace(t) == namespace)
    near = difflib.get_close_matches(iri.removeprefix(namespace), names, n=2)
    return [namespace + name for name in near]


def _own_namespaces(quads: list[Quad]) -> set[str]:
    typed = [
        (quad.subject.value, quad.object)
        for quad in quads
        if quad.predicate == _TYPE
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode)
    ]
    headers = {_namespace(iri) for iri, kind in typed if kind == _ONTOLOGY}
    nodes = {_namespace(iri) for iri, kind in typed if kind.value.startswith(KG.iri)}
    return headers | {name for name in nodes if name.startswith(tuple(headers))}


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def _first_use(term: str, iri: str, project: Project) -> tuple[str, int | None]:
    """Return the file and line where a term is first written, as a CURIE or an IRI."""
    files = [project.ontology, project.vocabulary, project.sources]
    written = re.compile(rf"(?<![\w:.-]){re.escape(term)}(?![\w-])|<{re.escape(iri)}>")
    for path in (*files, *project.claims, *project.mappings):
        for number, line in enumerate(read_text(path).split("\n"), 1):
            if written.search(line):
                return str(path), number
    return str(project.root), None


def asserted(layers: dict[str, list[Quad]]) -> list[Quad]:
    """Return the asserted graph: all asserted layers in the default graph, under one header.

    An OWL ontology has one header; that of the definitions stands for the whole, and the headers
    of the other layers and the imports between them stay in their named graphs.
    """
    quads = [quad for name in ASSERTED_LAYERS for quad in layers[name]]
    headers = {
        quad.subject
        for name in ASSERTED_LAYERS[1:]
        for quad in layers[name]
        if quad.predicate == _TYPE and quad.object == _ONTOLOGY
    }
    merged = dict.fromkeys(
        Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
        for quad in quads
        if quad.subject not in headers and quad.predicate != _IMPORTS
    )
    return list(merged)


def definitions(layers: dict[str, list[Quad]]) -> list[Quad]:
    """Return what reaches a reasoner: ontology and vocabulary under one header, and no claim."""
    named = {name: layers[name] if name in DEFINING_LAYERS else [] for name in ASSERTED_LAYERS}
    return asserted(named)


def derive(layers: dict[str, list[Quad]], rule: Path) -> list[Quad]:
    """Return what the rule (a CONSTRUCT query) draws from the layers, in the graph of its name.

    Raises
    ------
    QuerySyntaxError
        If the rule is no CONSTRUCT query.
    """
    store = store_of(quad for quads in layers.values() for quad in quads)
    try:
        triples = store.query(read_text(rule), use_default_graph_as_union=True)
    except SyntaxError as error:
        raise QuerySyntaxError(rule, str(error)) from error
    if not isinstance(triples, QueryTriples):
        raise QuerySyntaxError(rule, "a rule is a CONSTRUCT query")
    return sorted(in_graph(set(triples), GRAPH + rule.stem), key=str)


def in_order(rules: Iterable[Path]) -> list[Path]:
    """Return rules in the order in which they are to run; by name where it makes no difference.

    A rule that asks for what others derive names them in its heading: `# after: strength`.

    Raises
    ------
    QuerySyntaxError
        If a rule names one that is not there, or rules wait for each other.
    """
    by_name = {rule.stem: rule for rule in rules}
    earlier = {name: sorted(_earlier(rule)) for name, rule in sorted(by_name.items())}
    for name, others in earlier.items():
        missing = [other for other in others if other not in by_name]
        if missing:
            raise QuerySyntaxError(by_name[name], f"no rule {missing[0]} to come after")
    sorter = TopologicalSorter(earlier)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " after ".join(error.args[1])
        raise QuerySyntaxError(by_name[error.args[1][0]], f"{circle}: a circle") from error
    ordered: list[Path] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered.extend(by_name[name] for name in ready)
        sorter.done(*ready)
    return ordered


def _earlier(rule: Path) -> set[str]:
    return {name for match in _AFTER.finditer(read_text(rule)) for name in match[1].split()}
