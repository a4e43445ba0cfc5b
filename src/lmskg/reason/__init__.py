"""Reason over the definitions: hierarchy, consistency, what is entailed, and why.

Only definitions reach a reasoner, never claims. Asserted and entailed triples never mix:
`entailed` returns what it adds. An incomplete answer is an error, never a quiet pass.
"""

from .engines import ENGINES, Engine, classify
from .entailment import check_consistency, entailed, explain
from .hierarchy import Hierarchy
from .objects import python_objects

__all__ = [
    "ENGINES",
    "Engine",
    "Hierarchy",
    "check_consistency",
    "classify",
    "entailed",
    "explain",
    "python_objects",
]
