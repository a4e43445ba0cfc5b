"""`lmskg draw`: the reported graph as a picture."""

from __future__ import annotations

import click

from ..resources import Project
from .options import output_option, project_option, write


@click.command()
@click.argument("predicate")
@project_option
@output_option
def draw(predicate: str, project: Project, output: str) -> int:
    """Draw the plain links of one predicate, and of those below it, as a Mermaid flowchart.

    PREDICATE is a label, a CURIE or an IRI. A link shows that at least one source affirms it,
    perhaps hedged or under a condition; ask a question to see which and how.

    Example: lmskg draw lms:isRiskFactorFor
    """
    from ..assemble import load
    from ..draw import mermaid
    from ..network import reported_network
    from ..terms import find_term

    store = load(project)
    iri = find_term(store, predicate, project.prefixes())
    write(output, mermaid(reported_network(store, iri)))
    return 0
