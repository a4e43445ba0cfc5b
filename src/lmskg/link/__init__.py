"""Terms of one list linked to those of another: by names, definitions and neighbours.

`link_terms` returns the links with what speaks for each; `mapping_set` makes SSSOM of them, with
the reason in words. How the steps fit together is told in `matching`, what each adds in
docs/linking.md.
"""

from .links import Known, Links, Suggestion
from .matching import STEPS, link_terms
from .rows import known_pairs, mapping_set
from .scoring import Weights

__all__ = [
    "STEPS",
    "Known",
    "Links",
    "Suggestion",
    "Weights",
    "known_pairs",
    "link_terms",
    "mapping_set",
]
