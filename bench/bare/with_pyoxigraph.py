"""Load a graph, bind, ask, print: the least that pyoxigraph needs. Arguments: GRAPH QUERY k=IRI."""

import sys
from pathlib import Path

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, Store, Variable

graph, query, *settings = sys.argv[1:]
store = Store()
store.bulk_load(path=graph, format=RdfFormat.N_QUADS)
bindings = {Variable(k): NamedNode(v) for k, _, v in (s.partition("=") for s in settings)}
answer = store.query(
    Path(query).read_text(encoding="utf-8"),
    use_default_graph_as_union=True,
    substitutions={**bindings},
)
assert isinstance(answer, QuerySolutions)  # noqa: S101 - narrows the type
answer.serialize(sys.stdout.buffer, QueryResultsFormat.TSV)
