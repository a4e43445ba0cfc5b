"""`lmskg search`: the terms that a text means, with the reasons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..resources import Project
from .options import output_option, project_option, quiet_option, say, write

if TYPE_CHECKING:
    from ..model import Table
    from ..search import Candidate


@click.command()
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--in",
    "paths",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Ontology or list of terms to search too, as `lmskg link` reads it; may be repeated.",
)
@click.option(
    "--graph/--no-graph",
    "is_graph",
    default=True,
    show_default=True,
    help="Search the project's graph.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="Most terms to print.",
)
@click.option(
    "-f",
    "--format",
    "format",
    type=click.Choice(["table", "csv", "tsv", "json"]),
    default="table",
    show_default=True,
    help="Form of the answer.",
)
@project_option
@output_option
@quiet_option
def search(
    text: tuple[str, ...],
    paths: tuple[Path, ...],
    is_graph: bool,
    limit: int,
    format: str,
    project: Project,
    output: str,
    quiet: bool,
) -> int:
    """Find the terms that TEXT means, the likeliest first, each with the reason for its score.

    TEXT may be begun, misspelt or in another order. The score goes from 0 to 1, where 1 is a label
    that is equal; it orders the terms and is no probability. Obsolete terms are never named, their
    replacements are. Exit code 1 if nothing is found.

    Example: lmskg search womb LMS
    """
    from ..query.results import write_table
    from ..search import load_index
    from ..search import search as find

    if not (is_graph or paths):
        raise click.UsageError("nothing to search: name a file with --in, or leave out --no-graph")
    index = load_index(paths, project if is_graph else None)
    asked = " ".join(text)
    found = find(asked, index, limit=limit)
    write(output, write_table(_table(found), format, {**index.prefixes, **project.prefixes()}))
    if not found:
        say(quiet, f"nothing is called '{asked}', nor nearly so")
    return 0 if found else 1


def _table(found: list[Candidate]) -> Table:
    from pyoxigraph import Literal, NamedNode

    from ..model import Table
    from ..namespaces import XSD

    decimal = NamedNode(f"{XSD}decimal")
    rows = tuple(
        (
            NamedNode(one.iri),
            Literal(one.label),
            Literal(f"{one.score:.3f}", datatype=decimal),
            Literal(one.matched),
            Literal(one.reason),
        )
        for one in found
    )
    return Table(("term", "label", "score", "matched", "reason"), rows)
