"""`lmskg map`: mapping sets judged, checked and reviewed."""

from __future__ import annotations

import click

from .lazy import CommandTable, LazyGroup

COMMANDS: CommandTable = {
    "check": ("map_check", "check", "Find the mappings that cannot be right."),
    "coverage": (
        "map_coverage",
        "coverage",
        "Account for the terms of another terminology that bear on this graph.",
    ),
    "review": ("map_review", "review", "Write the doubtful mappings to a sheet, and take it back."),
    "score": ("map_score", "score", "Hold mappings against a gold standard."),
}


@click.group("map", cls=LazyGroup, table=COMMANDS)
def map_() -> None:
    """Judge mappings: score, check, review, coverage.

    docs/linking.md tells it from start to end.

    Example: lmskg map check
    """
