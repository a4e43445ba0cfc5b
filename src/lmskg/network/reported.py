"""The reported graph as a networkx network: terms are nodes, plain links are edges.

A network shows that at least one source affirms a link; it never answers a question, for the
conditions and hedges stand with the claims.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Store, Variable

from ..errors import NothingToDrawError
from ..model import Table
from ..query.run import ask

if TYPE_CHECKING:
    import networkx

_LINKS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX graph: <https://w3id.org/lmskg/graph/>
SELECT ?subject ?subjectLabel ?link ?relation ?object ?objectLabel ?predicate WHERE {
  ?link rdfs:subPropertyOf* ?predicate ; rdfs:label ?relation .
  GRAPH graph:reported { ?subject ?link ?object }
  ?subject rdfs:label ?subjectLabel . ?object rdfs:label ?objectLabel .
}
ORDER BY ?object ?link ?subject
"""


def reported_network(store: Store, predicate: str) -> networkx.MultiDiGraph[str]:
    """Return the plain links of a predicate and of those below it.

    Parameters
    ----------
    store
        All layers of a project; not changed.
    predicate
        IRI of a claim predicate.

    Returns
    -------
    networkx.MultiDiGraph
        One node a term (its IRI; attribute `label`) and one edge a link (key: the IRI of the
        predicate; attribute `label`), in the order of objects, predicates and subjects.

    Raises
    ------
    NothingToDrawError
        If no plain link has the predicate.
    """
    import networkx as nx

    table = ask(store, _LINKS, bindings={Variable("predicate"): NamedNode(predicate)})
    if not isinstance(table, Table) or not len(table):
        reason = "no plain link has it; `lmskg query plain-links` lists those there are"
        raise NothingToDrawError(predicate, reason)
    network: networkx.MultiDiGraph[str] = nx.MultiDiGraph()
    for subject, subject_label, link, relation, target, target_label, _ in table.texts():
        network.add_node(subject, label=subject_label)
        network.add_node(target, label=target_label)
        network.add_edge(subject, target, key=link, label=relation)
    return network
