"""SHACL: data against shapes, the same `Report` from either of two engines.

`validate` runs the Rust engine (`shacl`) or the reference engine (`pyshacl`) on the union of all
layers; `count_targets` says how many nodes each shape looked at, so that a report without findings
is told from a shape that selected nothing; `shapes` reads shapes and refuses broken ones, because
both engines pass over much of what they do not understand. Not here: what the shapes demand.
"""

from .read import read_shapes
from .report import ENGINES, Engine, validate
from .shapes import Shapes
from .targets import count_targets

__all__ = ["ENGINES", "Engine", "Shapes", "count_targets", "read_shapes", "validate"]
