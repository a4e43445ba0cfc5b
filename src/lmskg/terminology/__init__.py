"""Lists of terms in, whatever their form: ontologies, tables, JSON, graphs in memory.

>>> from pyoxigraph import RdfFormat, parse
>>> turtle = b'<http://x.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "womb" .'
>>> terminology = of_quads(parse(turtle, RdfFormat.TURTLE), {}, "http://x.org/")
>>> [term.label for term in terminology.terms.values()]
['womb']

Each form is one reader in the table `READERS`; a reader fills in drafts, and one function makes
them a `Terminology`, so that every form is checked alike. No reader ever takes in a
cross-reference or a mapping. Not here: matching, and judging what was read.
"""

from .bundled import of_project
from .model import Name, Relation, Scope, Term, Terminology
from .rdf import of_quads
from .readers import READERS, read_terminology
from .spaces import namespace_of, own_terms

__all__ = [
    "READERS",
    "Name",
    "Relation",
    "Scope",
    "Term",
    "Terminology",
    "namespace_of",
    "of_project",
    "of_quads",
    "own_terms",
    "read_terminology",
]
