"""`lmskg evidence`: quotes against texts, claims against quotes; one claim, and what is old."""

from __future__ import annotations

from typing import Literal, cast

import click

from ..model import Severity
from ..resources import Project
from .claim import show, status
from .options import (
    fail_on_option,
    output_option,
    project_option,
    report_format_option,
    write_report,
)


@click.group()
def evidence() -> None:
    """Hold quotes against texts and claims against quotes; show a claim, or what needs a review.

    Example: lmskg evidence verify
    """


evidence.add_command(show)
evidence.add_command(status)


@evidence.command()
@project_option
@output_option
@report_format_option
@fail_on_option
def verify(project: Project, output: str, format: str, fail_on: str) -> int:
    """Hold every quote against its text, and account for every character of the text.

    Example: lmskg evidence verify
    """
    from ..assemble import load
    from ..evidence import read_texts
    from ..evidence import verify as run

    store = load(project)
    report = run(store, read_texts(project, store))
    write_report(report, output, format)
    return int(report.is_failing(cast('Severity | Literal["none"]', fail_on)))


@evidence.command()
@project_option
@output_option
@report_format_option
@fail_on_option
def audit(project: Project, output: str, format: str, fail_on: str) -> int:
    """Hold the numbers, hedges and coded words of every claim against its quotes.

    Example: lmskg evidence audit
    """
    from ..assemble import load
    from ..evidence import audit as run

    report = run(load(project))
    write_report(report, output, format)
    return int(report.is_failing(cast('Severity | Literal["none"]', fail_on)))
