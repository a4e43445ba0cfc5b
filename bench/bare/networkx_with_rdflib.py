"""An RDF file to networkx with rdflib alone: its parser and its converter."""

import gzip
import sys
from pathlib import Path
from typing import IO, cast

import rdflib
from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

path = Path(sys.argv[1])
graph = rdflib.Graph()
if path.suffix == ".gz":
    with gzip.open(path) as stream:
        graph.parse(cast(IO[bytes], stream), format="nt")
else:
    graph.parse(path, format="nt")
network = rdflib_to_networkx_multidigraph(graph)
print(len(network))
