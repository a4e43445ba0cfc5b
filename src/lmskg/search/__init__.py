"""Search: the terms that a text means, each with a score and the reason for it.

`index` holds the names of terminologies in blocks in which candidates are looked up, `kept` keeps
an index on disk, `query` reads what is asked, `candidates` looks up the names that are worth a
comparison, `likeness` compares two names, and `finding` puts the terms in order. Not here: which
term of one ontology is which of another, for which the neighbours count too (room `link`).
"""

from .finding import Candidate, search
from .index import Index, build_index
from .kept import load_index

__all__ = ["Candidate", "Index", "build_index", "load_index", "search"]
