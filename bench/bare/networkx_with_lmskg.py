"""An RDF file to networkx with lmskg."""

import sys
from pathlib import Path

import lmskg

network = lmskg.to_networkx(Path(sys.argv[1]))
print(network.number_of_nodes(), network.number_of_edges())
