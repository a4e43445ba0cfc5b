"""`lmskg map review`: the doubtful mappings as a sheet that a curator fills in, and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..resources import Project
from .map_options import mapping_sets, own_pool, source_option, target_option
from .options import finding_line, project_option, quiet_option, say, write

if TYPE_CHECKING:
    from ..mapping.pool import Pool
    from ..sheet.grid import Grid, Sheet
    from ..sssom import MappingSet

_BELOW = 0.9  # mapping.review.BELOW, and why; a test holds the two together


@click.command()
@click.argument("mappings", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="The sheet: a workbook (.xlsx), a TSV file, or a folder; with --apply the mapping set.",
)
@click.option(
    "--apply",
    "sheet",
    type=click.Path(path_type=Path),
    help="Take the answers of this sheet back into the mappings.",
)
@click.option(
    "--below",
    type=click.FloatRange(0, 1),
    default=_BELOW,
    show_default=True,
    help="Confidence under which a mapping is doubtful: of those below the default more than one "
    "in ten is wrong, by their own word.",
)
@click.option(
    "--with-unmatched/--without-unmatched",
    default=False,
    show_default=True,
    help="Also show the terms for which no counterpart was found.",
)
@click.option("--reviewer", default="", help="With --apply: who decided, where a row does not say.")
@source_option
@target_option
@project_option
@quiet_option
def review(
    mappings: tuple[Path, ...],
    output: Path,
    sheet: Path | None,
    below: float,
    with_unmatched: bool,
    reviewer: str,
    sources: tuple[Path, ...],
    targets: tuple[Path, ...],
    project: Project,
    quiet: bool,
) -> int:
    """Write the doubtful mappings to a sheet, or take a filled-in sheet back.

    MAPPINGS are SSSOM files, those of the project by default. Doubtful is a low confidence, a
    predicate that is not exact, one of several candidates; what a person has decided is not. With
    --source and --target the sheet holds definitions and parents, too. With --apply, answers are
    held against the mappings, every fault is named by its cell, and nothing is written if there is
    one. What is rejected is kept as a row that denies it.

    Example: lmskg map review -o doubtful.tsv && lmskg map review --apply doubtful.tsv -o all.tsv
    """
    prefixes = project.prefixes()
    found = mapping_sets(mappings, project, prefixes, quiet=quiet)
    merged = _merged(found)
    own = None if mappings else project
    pool = own_pool(sources, targets, own, prefixes | merged.prefixes, quiet=quiet)
    if sheet is not None:
        return _apply(sheet, merged, pool, output, reviewer, quiet=quiet)
    from ..mapping.review import doubtful, review_grids

    doubts = doubtful(merged.mappings, below=below, with_unmatched=with_unmatched)
    _write_sheet(review_grids(doubts, pool), output)
    say(
        quiet,
        f"{len(doubts)} of {len(merged.mappings)} mappings written to {output}; fill in the column "
        f"'decision', then: lmskg map review --apply {output} -o FILE, with the same MAPPINGS",
    )
    return 0


def _merged(found: Mapping[Path, MappingSet]) -> MappingSet:
    """Return several sets as one: their common metadata, and an id that follows from theirs."""
    import uuid

    from ..sssom import MappingSet

    if len(found) == 1:
        return next(iter(found.values()))
    sets = list(found.values())
    first = sets[0].metadata if sets else {}
    metadata = {
        slot: value
        for slot, value in first.items()
        if all(mapping_set.metadata.get(slot) == value for mapping_set in sets)
    }
    ids = [mapping_set.metadata.get("mapping_set_id", "") for mapping_set in sets]
    metadata["mapping_set_id"] = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(ids)).urn
    if any(ids):
        metadata["mapping_set_source"] = [iri for iri in ids if iri]
    rows = tuple(row for mapping_set in sets for row in mapping_set.mappings)
    prefixes = {k: v for mapping_set in sets for k, v in mapping_set.prefixes.items()}
    return MappingSet(metadata, rows, prefixes)


def _apply(
    path: Path, merged: MappingSet, pool: Pool, output: Path, reviewer: str, *, quiet: bool
) -> int:
    from ..mapping.decisions import decide, read_decisions
    from ..sssom import serialise_mappings

    answers = read_decisions(_read_sheet(path), merged, pool, reviewer=reviewer)
    for finding in answers.faults:
        click.echo(finding_line(finding))
    if answers.faults:
        say(quiet, f"{len(answers.faults)} error(s); nothing was written")
        return 1
    decided, changes = decide(merged, answers.decisions, pool)
    write(str(output), serialise_mappings(decided, pool.prefixes).decode())
    for change in changes:
        say(quiet, change)
    say(quiet, f"{len(changes)} decision(s) taken back; {len(decided.mappings)} rows in {output}")
    return 0


def _write_sheet(grids: dict[str, Grid], output: Path) -> None:
    from ..errors import OutputError
    from ..files import write_bytes
    from ..mapping.review import DECISIONS, REVIEW
    from ..sheet.folder import folder_files
    from ..sheet.workbook import workbook_bytes

    if output.suffix.lower() == ".xlsx":
        choices = {(REVIEW, "decision"): (tuple(DECISIONS), True)}
        write_bytes(output, workbook_bytes(grids, choices, frozenset()))
        return
    files = folder_files(grids)
    if output.suffix.lower() == ".tsv" and not output.is_dir():
        write_bytes(output, files[f"{REVIEW}.tsv"])
        return
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(output, error.strerror or str(error)) from error
    for name, data in files.items():
        write_bytes(output / name, data)


def _read_sheet(path: Path) -> Sheet:
    from ..mapping.review import REVIEW
    from ..sheet.folder import read_folder, read_grid
    from ..sheet.grid import Sheet
    from ..sheet.workbook import read_workbook

    if path.is_dir():
        return read_folder(path)
    if path.suffix.lower() == ".xlsx":
        return read_workbook(path)
    return Sheet(path, {REVIEW: read_grid(path)})
