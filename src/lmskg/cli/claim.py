"""`lmskg evidence show` and `lmskg evidence status`: one claim in full; what needs a review."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Literal, cast

import click

from ..model import Severity
from ..resources import Project
from .options import (
    fail_on_option,
    output_option,
    project_option,
    quiet_option,
    report_format_option,
    say,
    write,
    write_report,
)


@click.command()
@click.argument("claim")
@project_option
@output_option
@report_format_option
def show(claim: str, project: Project, output: str, format: str) -> int:
    """Show one claim in full: what it says, on which evidence, and who agrees or disagrees.

    CLAIM is an id, with or without its prefix; the id of a row shows all its claims.

    Example: lmskg evidence show S017
    """
    from ..appraisal import claim_record, claims_of, comparisons, format_claim
    from ..assemble import load

    store, prefixes = load(project), project.prefixes()
    found = [
        (claim_record(store, iri, prefixes), comparisons(store, prefixes, [iri]))
        for iri in claims_of(store, claim, prefixes)
    ]
    if format == "json":
        value = [{**r.to_dict(), "comparisons": [c.to_dict() for c in cs]} for r, cs in found]
        write(output, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    else:
        write(output, "\n\n".join(format_claim(*pair) for pair in found) + "\n")
    return 0


@click.command()
@click.option(
    "--as-of",
    "as_of",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day, YYYY-MM-DD: list what nobody reviewed since.",
)
@project_option
@output_option
@report_format_option
@fail_on_option
@quiet_option
def status(
    as_of: datetime, project: Project, output: str, format: str, fail_on: str, quiet: bool
) -> int:
    """List what stands on a withdrawn source, and what nobody has reviewed since a day.

    A retracted source is an error, a superseded or corrected one a warning, a missing review a
    note. Retractions are read from ontology/retractions.tsv, which says when it was looked at.

    Example: lmskg evidence status --as-of 2026-11-24
    """
    from ..appraisal import read_notices, review_status
    from ..appraisal.facts import Facts
    from ..assemble import load
    from ..namespaces import KG

    store, prefixes = load(project), project.prefixes()
    sources = Facts(store, prefixes).of_type(KG.Source)
    looked_at, notices = read_notices(project.retractions, prefixes, sources)
    report = review_status(store, prefixes, notices, as_of.date())
    write_report(report, output, format)
    say(quiet, f"retractions were last looked for on {looked_at}")
    return int(report.is_failing(cast('Severity | Literal["none"]', fail_on)))
