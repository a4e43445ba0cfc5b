"""Named questions with typed parameters, and ad hoc SPARQL, over a store.

`question` reads the bundled query files, `bind` types their parameters, `refuse` keeps a query
from reaching out or changing data, `run` asks, `results` writes what comes back, and `pins`
holds answers against the ones on record.
"""
