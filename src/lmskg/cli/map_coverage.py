"""`lmskg map coverage`: the account of the foreign terms that ought to have a place."""

from __future__ import annotations

from pathlib import Path

import click

from ..resources import Project
from .options import finding_line, output_option, project_option, report_format_option, write

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("lists", metavar="[LIST]...", nargs=-1, type=_FILE)
@click.option(
    "--mappings", multiple=True, type=_FILE, help="SSSOM file to use instead of the project's."
)
@click.option(
    "--exclusions", multiple=True, type=_FILE, help="SSSOM file of what is left out, likewise."
)
@report_format_option
@project_option
@output_option
def coverage(
    lists: tuple[Path, ...],
    mappings: tuple[Path, ...],
    exclusions: tuple[Path, ...],
    format: str,
    project: Project,
    output: str,
) -> int:
    """Account for every term of a list: its place among the classes, or why it has none.

    LIST is a table with the columns id and label; by default the project's own lists,
    ontology/accounts/*.tsv. Exit code 1 if a term has neither a place nor an exclusion, or both,
    or if a row leads to a class that is not there, or gives no known reason.

    Example: lmskg map coverage
    """
    from ..build import read_layers
    from ..errors import SourceNotFoundError
    from ..mapping.account import account_of, read_terms
    from ..mapping.account_text import to_json, to_text
    from ..mapping.coverage import check_account, labels_of_classes
    from ..sssom import read_mapping_set

    prefixes = project.prefixes()
    chosen = lists or tuple(project.accounts)
    if not chosen:
        raise SourceNotFoundError(
            project.root / "ontology" / "accounts", "no list of terms (*.tsv) is here"
        )
    entries = [entry for path in chosen for entry in read_terms(path, prefixes)]
    placed, left_out = (
        [row for path in paths for row in read_mapping_set(path, prefixes).mappings]
        for paths in (mappings or project.mappings, exclusions or project.exclusions)
    )
    lines = account_of(entries, placed, left_out)
    classes = labels_of_classes(read_layers(project)["ontology"])
    report = check_account(lines, left_out, classes, prefixes)
    if format == "json":
        write(output, to_json(lines, report, prefixes))
    else:
        faults = "".join(f"{finding_line(finding)}\n" for finding in report.findings)
        write(output, to_text(lines, report, prefixes) + faults)
    return int(not report.conforms)
