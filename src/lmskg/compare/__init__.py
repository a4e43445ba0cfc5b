"""Whether two graphs, each in any form it was written in, are the same graph, and what differs.

`sides` finds out the form and reads it, `difference` compares statement by statement (by `fold`
where blank nodes are, by `likeness` for what belongs together), `rows` row by row where there is no
way back to statements, and `text` says it in `words`.
"""

from __future__ import annotations

from .difference import Changed, Difference, Row
from .fold import Folded, Statement
from .sides import Side, compare_sides, read_project, read_side
from .text import to_json, to_text

__all__ = [
    "Changed",
    "Difference",
    "Folded",
    "Row",
    "Side",
    "Statement",
    "compare_sides",
    "read_project",
    "read_side",
    "to_json",
    "to_text",
]
