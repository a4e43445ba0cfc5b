"""Load a graph, bind, ask, print, by lmskg's rooms. Arguments: GRAPH QUERY k=IRI."""

import sys
from pathlib import Path

from pyoxigraph import NamedNode, Variable

from lmskg.graph.store import load_store
from lmskg.model import Table
from lmskg.query.run import ask

graph, query, *settings = sys.argv[1:]
bindings = {Variable(k): NamedNode(v) for k, _, v in (s.partition("=") for s in settings)}
answer = ask(
    load_store(Path(graph)),
    Path(query).read_text(encoding="utf-8"),
    query,
    bindings={**bindings},
)
assert isinstance(answer, Table)  # noqa: S101 - narrows the type
for row in answer.rows:
    print(*row, sep="\t")
