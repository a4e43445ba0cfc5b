"""`lmskg validate`: the SHACL report of a graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

from ..model import Severity
from ..resources import Project
from .options import (
    fail_on_option,
    output_option,
    project_option,
    report_format_option,
    write_report,
)

if TYPE_CHECKING:
    from ..validate import Engine


@click.command()
@click.argument("graphs", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    type=click.Path(path_type=Path),
    help="File or folder of SHACL shapes; those of the project by default.",
)
@click.option(
    "--engine",
    type=click.Choice(["shacl", "pyshacl"]),
    default="shacl",
    show_default=True,
    help="shacl is fast, pyshacl is the reference.",
)
@project_option
@output_option
@report_format_option
@fail_on_option
def validate(
    graphs: tuple[Path, ...],
    shapes: Path | None,
    engine: Engine,
    project: Project,
    output: str,
    format: str,
    fail_on: str,
) -> int:
    """Print the SHACL report of a graph.

    GRAPHS are RDF files that are taken together; without one, the bundled graph with all its
    layers is validated.

    Example: lmskg validate
    """
    from ..assemble import load_quads
    from ..errors import ShapesError
    from ..graph.store import parse_file
    from ..validate import validate as run

    files = project.shapes if shapes is None else [shapes]
    if shapes is not None and shapes.is_dir():
        files = sorted(shapes.glob("*.ttl"))
        if not files:
            raise ShapesError(shapes, "no .ttl file in this folder")
    read = [quad for path in graphs for quad in parse_file(path)]
    quads = read if graphs else load_quads(project)
    report = run(quads, files, engine=engine)
    write_report(report, output, format)
    return int(report.is_failing(cast('Severity | Literal["none"]', fail_on)))
