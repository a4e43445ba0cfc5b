"""Load a graph, bind, ask, print: the least that rdflib needs. Arguments: GRAPH QUERY k=IRI."""

import sys
from pathlib import Path

from rdflib import Dataset, URIRef

graph, query, *settings = sys.argv[1:]
dataset = Dataset(default_union=True)
dataset.parse(graph, format="nquads")
bindings = {k: URIRef(v) for k, _, v in (s.partition("=") for s in settings)}
answer = dataset.query(Path(query).read_text(encoding="utf-8"), initBindings={**bindings})
sys.stdout.buffer.write(answer.serialize(format="csv") or b"")
