"""Whether two graphs, each in any form it was written in, are the same graph, and what differs.

`sides` finds out the form and reads it, `difference` compares statement by statement, `text` says
it in words.
"""

from __future__ import annotations

from .difference import Changed, Difference
from .sides import Side, compare_sides, read_side
from .text import to_json, to_text

__all__ = [
    "Changed",
    "Difference",
    "Side",
    "compare_sides",
    "read_side",
    "to_json",
    "to_text",
]
