"""`lmskg map score`: how well a mapping set gives a gold standard back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..resources import Project
from .map_options import mapping_sets, terminologies
from .options import output_option, project_option, quiet_option, report_format_option, say, write

if TYPE_CHECKING:
    from ..mapping.pairs import Gold

_EXACT = "skos:exactMatch"


@click.command()
@click.argument("predicted", type=click.Path(path_type=Path))
@click.argument("gold", type=click.Path(path_type=Path), required=False)
@click.option(
    "--unmatched",
    type=click.Path(path_type=Path),
    help="Table whose first column holds subjects without a counterpart; only predictions of "
    "subjects in GOLD or here are then judged.",
)
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    help="What subjects are terms of: an ontology or a table.",
)
@click.option(
    "--target",
    type=click.Path(path_type=Path),
    help="What objects are terms of: an ontology or a table.",
)
@click.option("--columns", metavar="A,B", help="Columns of GOLD that hold the ids, if a table.")
@click.option(
    "--predicates",
    default=_EXACT,
    show_default=True,
    help="CURIEs of the predicates that count, with commas between.",
)
@click.option("--by", default="", metavar="SLOT", help="Tell predictions apart by this slot, too.")
@click.option(
    "--bootstrap",
    type=click.IntRange(min=0),
    default=1000,
    show_default=True,
    help="Number of resamplings for the intervals; 0 for none.",
)
@click.option("--fail-under", type=float, help="F1 of all pairs below which the exit code is 1.")
@report_format_option
@project_option
@output_option
@quiet_option
def score(
    predicted: Path,
    gold: Path | None,
    unmatched: Path | None,
    source: Path | None,
    target: Path | None,
    columns: str | None,
    predicates: str,
    by: str,
    bootstrap: int,
    fail_under: float | None,
    format: str,
    project: Project,
    output: str,
    quiet: bool,
) -> int:
    """Print precision, recall and F1 of a mapping set, by labels and by depth.

    PREDICTED is SSSOM. GOLD is SSSOM, or a TSV or CSV with two columns of ids: the first one, and
    the next one whose cells look like ids (no space, a digit), if --columns names no others. A bare
    code such as C3158 is the term whose IRI ends in it. Without GOLD, the project's own mappings
    are the gold standard.

    Pairs with a term that --source or --target does not have, or has as obsolete, cannot be
    reached; the figures are then given for all pairs and for those within reach.

    Example: lmskg map review -o doubtful.tsv && lmskg map review --apply doubtful.tsv -o all.tsv
    && lmskg map score all.tsv
    """
    from ..mapping.pairs import read_codes
    from ..mapping.score import score_mappings
    from ..mapping.score_text import score_json, score_text
    from ..namespaces import expand
    from ..sssom.prefixes import BUILTIN

    prefixes = project.prefixes()
    iris = frozenset(expand(name, BUILTIN | prefixes) for name in predicates.split(","))
    (found,) = mapping_sets([predicted], project, prefixes, quiet=quiet).values()
    standard = _gold(gold, columns, iris, project, prefixes, quiet=quiet)
    sides = [terminologies([path], quiet=quiet)[0] if path else None for path in (source, target)]
    result = score_mappings(
        found,
        standard,
        predicates=iris,
        unmatched=read_codes(unmatched, prefixes) if unmatched else None,
        source=sides[0],
        target=sides[1],
        by=by,
        n_bootstrap=bootstrap,
    )
    text = (
        score_json(result)
        if format == "json"
        else score_text(result, is_complete=unmatched is None, by=by)
    )
    write(output, text)
    return int(fail_under is not None and (result.overall.f1 or 0.0) < fail_under)


def _gold(
    path: Path | None,
    columns: str | None,
    predicates: frozenset[str],
    project: Project,
    prefixes: dict[str, str],
    *,
    quiet: bool,
) -> Gold:
    """Return the gold standard of a file, or else the project's own mappings."""
    from ..mapping.pairs import gold_of, read_gold
    from ..sssom import MappingSet

    if path is None:
        own = mapping_sets([], project, prefixes, quiet=quiet).values()
        rows = tuple(mapping for mapping_set in own for mapping in mapping_set.mappings)
        standard = gold_of(MappingSet({}, rows), predicates)
        say(quiet, f"gold standard: the {len(standard.pairs)} pairs of the project's own mappings")
        return standard
    names = tuple(columns.split(",")) if columns else None
    if names is not None and len(names) != 2:
        raise click.UsageError("--columns takes two names with a comma between")
    found = read_gold(path, predicates, prefixes, names)
    for note in found.notes:
        say(quiet, note)
    return found
