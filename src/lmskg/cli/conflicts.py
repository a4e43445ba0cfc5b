"""`lmskg conflicts`: the claims that disagree, both sides named."""

from __future__ import annotations

import json

import click

from ..resources import Project
from .options import output_option, project_option, report_format_option, write


@click.command()
@click.option("--disease", help="Only those about this disease or its kinds: a name or a CURIE.")
@click.option(
    "--verdict",
    "verdicts",
    multiple=True,
    type=click.Choice(["disputes", "qualifies", "agrees", "same-text"]),
    help="Which comparisons to list [default: disputes and qualifies].",
)
@click.option("--json", "is_json", is_flag=True, help="The same as --format json.")
@project_option
@output_option
@report_format_option
def conflicts(
    disease: str | None,
    verdicts: tuple[str, ...],
    is_json: bool,
    project: Project,
    output: str,
    format: str,
) -> int:
    """List the claims that disagree: both sides, their sources and strength.

    Disputes come first, then claims that only limit one another. Each names the reason, how the
    two diseases match, and which side the stronger evidence backs; that is not who is right.

    Example: lmskg conflicts --disease lms:Leiomyosarcoma
    """
    from ..appraisal import conflicts as find
    from ..appraisal import format_conflicts
    from ..appraisal.comparison import CONFLICTS
    from ..assemble import load
    from ..terms import find_term

    store, prefixes = load(project), project.prefixes()
    about = None if disease is None else find_term(store, disease, prefixes)
    records = find(store, prefixes, verdicts=verdicts or CONFLICTS, disease=about)
    if is_json or format == "json":
        counts = {name: sum(r.verdict == name for r in records) for name in verdicts or CONFLICTS}
        value = {"counts": counts, "conflicts": [record.to_dict() for record in records]}
        write(output, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    else:
        write(output, format_conflicts(records) + "\n")
    return 0
