"""`lmskg show`: what the graph says of one term."""

from __future__ import annotations

import json

import click

from ..resources import Project
from .options import output_option, project_option, report_format_option, write


@click.command()
@click.argument("term")
@project_option
@output_option
@report_format_option
def show(term: str, project: Project, output: str, format: str) -> int:
    """Show what the graph says of one term.

    TERM is a label, a synonym, an everyday word, a CURIE or an IRI.

    Example: lmskg show womb
    """
    from ..assemble import load
    from ..terms import describe, find_term, format_card

    store = load(project)
    prefixes = project.prefixes()
    card = describe(store, find_term(store, term, prefixes), prefixes)
    if format == "json":
        write(output, json.dumps(card.to_dict(), ensure_ascii=False, indent=2) + "\n")
    else:
        write(output, format_card(card) + "\n")
    return 0
