"""`lmskg link`: terms mapped to those of another ontology, with the reasons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..resources import Project
from .options import output_option, project_option, quiet_option, say, write

if TYPE_CHECKING:
    from ..link import Known
    from ..sssom import Mapping
    from ..terminology import Terminology

BUNDLED = "bundled"


def _steps(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[str, ...]:
    from ..link import STEPS

    steps = tuple(step for step in value.replace(",", " ").split() if step)
    unknown = [step for step in steps if step not in STEPS]
    if unknown:
        raise click.BadParameter(f"no step {', '.join(unknown)}; steps are {', '.join(STEPS)}")
    return steps


@click.command()
@click.argument("source")
@click.argument("target")
@click.option(
    "--known",
    "known_paths",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="SSSOM/TSV with mappings that are kept; its rows with Not are never proposed.",
)
@click.option("--label-column", help="Column of labels, if SOURCE is a table.")
@click.option("--id-column", help="Column of ids, if SOURCE is a table.")
@click.option("--synonym-column", multiple=True, help="Column of synonyms; may be repeated.")
@click.option(
    "--without",
    callback=_steps,
    default="",
    metavar="STEP,…",
    help="Steps to leave out; docs/linking.md tells what each does.",
)
@click.option(
    "--many-to-one/--one-to-one",
    default=None,
    help="Whether several terms may have one counterpart; by default if SOURCE has no ids.",
)
@click.option(
    "--unmatched/--no-unmatched",
    default=True,
    show_default=True,
    help="Write a row for each term without a counterpart.",
)
@project_option
@output_option
@quiet_option
def link(
    source: str,
    target: str,
    known_paths: tuple[Path, ...],
    label_column: str | None,
    id_column: str | None,
    synonym_column: tuple[str, ...],
    without: tuple[str, ...],
    many_to_one: bool | None,
    unmatched: bool,
    project: Project,
    output: str,
    quiet: bool,
) -> int:
    """Map the terms of SOURCE to those of TARGET, each with its confidence and reason (SSSOM/TSV).

    SOURCE and TARGET are ontologies (OBO, OBO Graphs JSON, RDF in any syntax; .gz and .zst too),
    tables (CSV, TSV) with a column of labels, or `bundled`, the project's graph. Names, definitions
    and the hierarchy are looked at, cross-references never. A term without an exact counterpart may
    have a broader, narrower or close one; else its row says `sssom:NoTermFound`.

    Example: lmskg link bundled bundled --no-unmatched -o same.sssom.tsv
    """
    from ..link import link_terms, mapping_set
    from ..sssom import serialise_mappings

    sides = (
        _read(source, project, label_column, id_column, synonym_column),
        _read(target, project, None, None, ()),
    )
    for side, name in zip(sides, (source, target), strict=True):
        for note in side.notes:
            say(quiet, f"{name}: {note}")
    known = _known(known_paths, quiet)
    if many_to_one is None:
        many_to_one = not sides[0].has_identifiers
    links = link_terms(*sides, known=known, without=without, many_to_one=many_to_one)
    rows = mapping_set(links, *sides, known=known, with_unmatched=unmatched)
    write(output, serialise_mappings(rows, sides[0].prefixes | sides[1].prefixes).decode())
    n_left = len(links.without_counterpart)
    say(
        quiet,
        f"{len(links.exact)} exact, {len(links.suggestions)} broader, narrower or close, "
        f"{n_left} without a counterpart",
    )
    return 0


def _read(
    name: str,
    project: Project,
    label_column: str | None,
    id_column: str | None,
    synonym_columns: tuple[str, ...],
) -> Terminology:
    """Return what a file holds, or the project's own graph."""
    from ..terminology import of_project, read_terminology

    if name == BUNDLED:
        return of_project(project)
    return read_terminology(
        Path(name),
        label_column=label_column,
        id_column=id_column,
        synonym_columns=synonym_columns,
    )


def _known(paths: tuple[Path, ...], quiet: bool) -> Known:
    from ..link import known_pairs
    from ..sssom import read_mapping_set

    found: list[Mapping] = []
    for path in paths:
        mapping_set = read_mapping_set(path)
        for note in mapping_set.notes:
            say(quiet, f"{path}: {note}")
        found += mapping_set.mappings
    return known_pairs(found)
