"""An RDF file to networkx with lmskg."""

import sys
from pathlib import Path

import lmskg

network = lmskg.to_networkx(Path(sys.argv[1]))
print(len(network))
