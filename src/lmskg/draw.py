"""Draw the reported graph: plain triples as a Mermaid flowchart.

A drawing shows that at least one source affirms a link; it never answers a question, for the
conditions and hedges stand with the claims. Mermaid is text that code hosts and notebooks render.
"""

from __future__ import annotations

from pyoxigraph import NamedNode, Store, Variable

from .errors import TermNotFoundError
from .model import Table, plain
from .query.run import ask

_LINKS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX graph: <https://w3id.org/lmskg/graph/>
SELECT ?subject ?subjectLabel ?relation ?object ?objectLabel ?predicate WHERE {
  ?link rdfs:subPropertyOf* ?predicate ; rdfs:label ?relation .
  GRAPH graph:reported { ?subject ?link ?object }
  ?subject rdfs:label ?subjectLabel . ?object rdfs:label ?objectLabel .
}
ORDER BY ?object ?link ?subject
"""


def mermaid(store: Store, predicate: str) -> str:
    """Return the reported triples of a predicate and its kin as a Mermaid flowchart.

    Parameters
    ----------
    store
        All layers of a project; not changed.
    predicate
        IRI of a claim predicate; its subproperties are drawn too.

    Returns
    -------
    str
        One node a term and one labelled arrow a triple, in the order of IRIs.

    Raises
    ------
    TermNotFoundError
        If no reported triple has the predicate.
    """
    table = ask(store, _LINKS, bindings={Variable("predicate"): NamedNode(predicate)})
    if not isinstance(table, Table) or not len(table):
        raise TermNotFoundError(predicate)
    names: dict[str, str] = {}
    lines = ["flowchart LR"]
    for row in table.rows:
        subject, subject_label, relation, target, target_label = (plain(t) or "" for t in row[:5])
        for iri, label in ((subject, subject_label), (target, target_label)):
            if iri not in names:
                names[iri] = f"n{len(names)}"
                lines.append(f'  {names[iri]}["{_escape(label)}"]')
        lines.append(f'  {names[subject]} -- "{_escape(relation)}" --> {names[target]}')
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    """Return text that may stand between Mermaid's quotes."""
    return text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;")
