"""`lmskg map check`: the mappings that cannot be right."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast

import click

from ..model import Severity
from ..resources import Project
from .map_options import mapping_sets, own_pool, source_option, target_option
from .options import (
    fail_on_option,
    output_option,
    project_option,
    quiet_option,
    report_format_option,
    say,
    write_report,
)


@click.command()
@click.argument("mappings", nargs=-1, type=click.Path(path_type=Path))
@source_option
@target_option
@project_option
@output_option
@report_format_option
@fail_on_option
@quiet_option
def check(
    mappings: tuple[Path, ...],
    sources: tuple[Path, ...],
    targets: tuple[Path, ...],
    project: Project,
    output: str,
    format: str,
    fail_on: str,
    quiet: bool,
) -> int:
    """Find the mappings that cannot be right, over all files together.

    MAPPINGS are SSSOM files, those of the project by default. Held against the terminologies:
    obsolete and unknown terms, labels that are no longer the term's. Held against each other: a
    term exact to two of one vocabulary, chains of exact mappings that close on another class,
    classes that become one or can have no instance, contradictions.

    Example: lmskg map check
    """
    from ..mapping.check import check_mappings

    prefixes = project.prefixes()
    found = mapping_sets(mappings, project, prefixes, quiet=quiet)
    for mapping_set in found.values():
        prefixes |= mapping_set.prefixes
    own = None if mappings else project
    pool = own_pool(sources, targets, own, prefixes, quiet=quiet)
    if not pool.terms:
        say(quiet, "without --source and --target, labels and hierarchies are not looked at")
    report = check_mappings(found, pool)
    write_report(report, output, format)
    return int(report.is_failing(cast('Severity | Literal["none"]', fail_on)))
