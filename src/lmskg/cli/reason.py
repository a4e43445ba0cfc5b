"""`lmskg reason`: what a reasoner entails, or why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..resources import Project
from .options import output_option, project_option, quiet_option, say, write

if TYPE_CHECKING:
    from ..reason import Engine


@click.command()
@click.argument("graph", required=False, type=click.Path(path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(["rustdl", "hermit"]),
    default="rustdl",
    show_default=True,
    help="hermit is the second opinion; it needs Java.",
)
@click.option(
    "--explain",
    nargs=2,
    metavar="SUBCLASS SUPERCLASS",
    help="Print the axioms from which this subsumption follows, instead.",
)
@project_option
@output_option
@quiet_option
def reason(
    graph: Path | None,
    engine: Engine,
    explain: tuple[str, str] | None,
    project: Project,
    output: str,
    quiet: bool,
) -> int:
    """Print what a reasoner entails, as Turtle, or why.

    GRAPH is an OWL ontology; the project's own by default. Only what is new is printed: direct
    superclasses and equivalent classes that are not asserted. A contradiction is an error that
    names its axioms.

    Example: lmskg reason
    """
    from ..build import definitions, read_layers
    from ..graph.face import turtle
    from ..graph.store import parse_file, store_of
    from ..reason import check_consistency, entailed
    from ..reason import explain as explain_subsumption
    from ..terms import find_term

    quads = definitions(read_layers(project)) if graph is None else parse_file(graph)
    prefixes = project.prefixes()
    check_consistency(quads, engine=engine, prefixes=prefixes)
    if explain is not None:
        subclass, superclass = (find_term(store_of(quads), text, prefixes) for text in explain)
        axioms = explain_subsumption(quads, subclass, superclass, prefixes=prefixes)
        if not axioms:
            say(quiet, f"{explain[0]} is not entailed to be a kind of {explain[1]}")
            return 1
        write(output, "\n".join(axioms) + "\n")
        return 0
    new = entailed(quads, engine=engine)
    write(output, turtle(new, prefixes).decode())
    say(quiet, f"{len(new)} entailed triples; consistent; no class without a possible member")
    return 0
