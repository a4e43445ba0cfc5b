"""The public functions: a plain `rdflib.Graph` goes in and comes out.

Each one joins a room to the face; what it does is done in that room.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .assemble import load as load_store
from .assemble import load_quads
from .errors import QuerySyntaxError
from .graph.face import from_dataset, from_rdflib, to_rdflib
from .graph.store import load_store as load_file
from .graph.store import store_of
from .model import Report, Table
from .query.bind import bind
from .query.question import find_question, read_questions
from .query.run import ask
from .resources import Project, bundled

if TYPE_CHECKING:
    import rdflib
    from pyoxigraph import Quad, Store, Triple

    from .compare import Difference, Side
    from .network.property_graph import Network
    from .query.question import Question
    from .terms import TermCard
    from .validate import Engine

    GraphSource = rdflib.Graph | Network | Path | Iterable[Quad]


def load(*, layers: Collection[str] | None = None, project: Project | None = None) -> rdflib.Graph:
    """Return the bundled graph as one `rdflib.Graph`.

    Parameters
    ----------
    layers
        Names of the layers to take, of `ontology`, `vocabulary`, `claims`, `sources`, `mappings`
        (together the asserted graph), `entailed` and `reported`; all by default.
    project
        Another project than the bundled one.

    Returns
    -------
    rdflib.Graph
        The union of the layers; prefixes are bound.

    Raises
    ------
    LmskgError
        If a file of the project is missing or broken.

    Examples
    --------
    >>> len(load(layers=["reported"])) > 10
    True
    """
    chosen = project or bundled()
    return to_rdflib(load_quads(chosen, layers), chosen.prefixes())


def query(
    graph: rdflib.Graph | Path | None,
    name: str,
    *,
    project: Project | None = None,
    timeout_s: float | None = None,
    **settings: Any,
) -> Table:
    """Return the answer to a named question.

    Parameters
    ----------
    graph
        The data: an `rdflib.Graph`, the path of an RDF file, or `None` for the bundled graph.
    name
        Name of a question (`questions()` lists them), or a SPARQL SELECT or ASK query.
    project
        The project whose questions and prefixes are used; the bundled one by default.
    timeout_s
        Longest time to wait, in seconds.
    **settings
        The question's parameters: CURIEs, IRIs (also as `URIRef`) or plain values.

    Returns
    -------
    Table
        One row an answer, in the question's order.

    Raises
    ------
    QueryNotFoundError, QueryParameterError, QueryTimeoutError
        If there is no such question, a parameter is wrong, or time is up.

    Examples
    --------
    >>> table = query(None, "risk-factors", disease="lms:Leiomyosarcoma")
    >>> table.columns[0]
    'group'
    """
    chosen = project or bundled()
    store = _store(graph, chosen)
    if "{" in name:  # no name of a question holds one, and every query does
        return _table(ask(store, name, timeout_s=timeout_s), "the query")
    question = find_question(name, chosen.answers)
    texts = {key: str(value) for key, value in settings.items()}
    bindings = bind(question, texts, store, chosen.prefixes())
    answer = ask(store, question.sparql, question.path, bindings=bindings, timeout_s=timeout_s)
    return _table(answer, question.path)


def _table(answer: Table | list[Triple], path: Path | str) -> Table:
    if not isinstance(answer, Table):
        raise QuerySyntaxError(path, "a SELECT or ASK query is needed for a table")
    return answer


def _store(graph: rdflib.Graph | Path | None, project: Project) -> Store:
    if graph is None:
        return load_store(project)
    return load_file(graph) if isinstance(graph, Path) else store_of(from_rdflib(graph))


def questions(*, project: Project | None = None) -> dict[str, Question]:
    """Return the named questions, by name.

    Examples
    --------
    >>> questions()["risk-factors"].parameters[0].name
    'disease'
    """
    return read_questions((project or bundled()).answers)


def show(text: str, *, project: Project | None = None) -> TermCard:
    """Return what the graph says of a term, found by label, synonym, everyday word, CURIE or IRI.

    Raises
    ------
    TermNotFoundError
        If no term is called so; the nearest are named.

    Examples
    --------
    >>> show("CT scan").label
    'computed tomography'
    """
    from .terms import describe, find_term

    chosen = project or bundled()
    store = load_store(chosen)
    prefixes = chosen.prefixes()
    return describe(store, find_term(store, text, prefixes), prefixes)


def compare(
    left: GraphSource | str | None,
    right: GraphSource | str | None,
    *,
    project: Project | None = None,
) -> Difference:
    """Return what differs between two graphs, each in any form.

    Parameters
    ----------
    left, right
        RDF files (`.gz` too), files or folders that `lmskg export` wrote, addresses of Neo4j
        servers or SPARQL endpoints; an `rdflib.Graph` or `Dataset`, a network of `to_networkx`,
        quads; or `None` for the bundled graph.
    project
        The project whose prefixes are used; the bundled one by default.

    Raises
    ------
    SourceError, StoreError
        If a side cannot be read.
    """
    from .compare import compare_sides

    chosen = project or bundled()
    return compare_sides(_side(left, chosen), _side(right, chosen), chosen.prefixes())


def _side(source: GraphSource | str | None, project: Project) -> Side:
    from .compare import Side, read_project, read_side

    if source is None:
        return read_project(project)
    if isinstance(source, Path | str):
        return read_side(str(source))
    import networkx
    import rdflib

    if isinstance(source, networkx.MultiDiGraph):
        from .network import quads_of_network

        return Side("a network", "networkx", list(quads_of_network(source)))
    if isinstance(source, rdflib.Dataset):
        return Side("a dataset", "rdflib", from_dataset(source))
    if isinstance(source, rdflib.Graph):
        return Side("a graph", "rdflib", from_rdflib(source), is_flat=True)
    return Side("quads", "pyoxigraph", list(source))


def validate(
    graph: rdflib.Graph | None = None,
    *,
    shapes: list[Path] | None = None,
    engine: Engine = "shacl",
    project: Project | None = None,
) -> Report:
    """Return the SHACL report of a graph, the bundled one by default.

    Parameters
    ----------
    graph
        The data: one graph of all layers that the shapes speak of.
    shapes
        SHACL files; those of the project by default.
    engine
        `shacl` (fast) or `pyshacl` (the reference).
    project
        Another project than the bundled one.

    Raises
    ------
    ShapesError
        If the shapes are broken.
    """
    from .validate import validate as run

    chosen = project or bundled()
    quads = load_quads(chosen) if graph is None else from_rdflib(graph)
    return run(quads, shapes or chosen.shapes, engine=engine)


def to_networkx(
    graph: rdflib.Graph | Path | Iterable[Quad] | None = None, *, project: Project | None = None
) -> Network:
    """Return a graph as a networkx network, with nothing left out.

    Parameters
    ----------
    graph
        An `rdflib.Graph` or `Dataset`, the path of an RDF file (`.gz` too, read as a stream), quads
        of pyoxigraph, or `None` for the bundled graph with all its named graphs.
    project
        The project whose graph and prefixes are used; the bundled one by default.

    Returns
    -------
    networkx.MultiDiGraph
        Nodes and edges of `docs/property-graph.md`: one node an IRI or blank node, one edge a
        statement between two of them, one more for each claim whose object is a node; its key is
        the IRI of the claim, and its attribute `is_derived` is true.

    Raises
    ------
    SourceError
        If the file is missing or broken.

    Examples
    --------
    >>> network = to_networkx()
    >>> network.nodes["https://w3id.org/lmskg/Leiomyosarcoma"]["curie"]
    'lms:Leiomyosarcoma'
    """
    from .network.property_graph import property_network

    chosen = project or bundled()
    prefixes = chosen.prefixes()
    if graph is None:
        return property_network(load_quads(chosen), prefixes)
    if isinstance(graph, Path):
        return property_network(graph, prefixes)
    import rdflib

    if not isinstance(graph, rdflib.Graph):
        return property_network(graph, prefixes)
    own = {prefix: str(iri) for prefix, iri in graph.namespaces() if prefix}
    quads = from_dataset(graph) if isinstance(graph, rdflib.Dataset) else from_rdflib(graph)
    return property_network(quads, {**own, **prefixes})


def from_networkx(network: Network, *, project: Project | None = None) -> rdflib.Graph:
    """Return the RDF graph that a network carries: what `to_networkx` took in.

    Parameters
    ----------
    network
        A network as `to_networkx` gives it, perhaps with changed attributes; not changed.
    project
        The project whose prefixes are bound; the bundled one by default.

    Returns
    -------
    rdflib.Graph
        The union of the named graphs, for a `Graph` has none; `lmskg.network.quads_of_network`
        gives the quads. What is derived, and attributes that were added, are not in it.

    Raises
    ------
    PropertyGraphError
        If the network lacks its dictionary, or an edge its predicate.

    Examples
    --------
    >>> len(from_networkx(to_networkx())) == len(load())
    True
    """
    from .network.property_graph import quads_of_network

    return to_rdflib(quads_of_network(network), (project or bundled()).prefixes())
