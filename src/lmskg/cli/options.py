"""Options that several commands share, each defined once; and the way out for results."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..model import SEVERITIES, Finding, Report
from ..resources import Project, bundled, open_project

if TYPE_CHECKING:
    from ..endpoint.protocol import Endpoint

F = TypeVar("F", bound=Callable[..., Any])


def project_option(command: F) -> F:
    """Add `-C/--project`: a folder of the layout of this project, instead of the bundled one."""
    return click.option(
        "-C",
        "--project",
        "project",
        type=click.Path(path_type=Path),
        callback=lambda _ctx, _param, value: _project(value),
        help="Folder with ontology/, shapes/ and queries/ to use instead of the bundled graph.",
    )(command)


def _project(root: Path | None) -> Project:
    return bundled() if root is None else open_project(root)


def output_option(command: F) -> F:
    """Add `-o/--output`: a file for the result; `-`, the default, is standard output."""
    return click.option(
        "-o", "--output", default="-", show_default=True, help="File for the result; - is stdout."
    )(command)


def quiet_option(command: F) -> F:
    """Add `-q/--quiet`: nothing but the result and errors."""
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing but the result.")(command)


def fail_on_option(command: F) -> F:
    """Add `--fail-on`: the least severity that makes the exit code 1."""
    return click.option(
        "--fail-on",
        type=click.Choice([*SEVERITIES, "none"]),
        default="error",
        show_default=True,
        help="Least severity that makes the exit code 1.",
    )(command)


def report_format_option(command: F) -> F:
    """Add `-f/--format` of a report."""
    return click.option(
        "-f",
        "--format",
        "format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Form of the report.",
    )(command)


def endpoint_of(
    address: str,
    timeout_s: float | None = None,
    *,
    update: str | None = None,
    graphs: str | None = None,
) -> Endpoint:
    """Return a remote store, with the credentials that the environment holds."""
    from ..endpoint.address import authorization, check_address
    from ..endpoint.protocol import Endpoint
    from ..endpoint.transport import PATIENCE_S, Transport

    transport = Transport(authorization(check_address(address)), timeout_s=timeout_s or PATIENCE_S)
    return Endpoint(address, update_address=update, graph_address=graphs, transport=transport)


def write(output: str, text: str) -> None:
    """Write the result: to standard output, or whole to a file."""
    if output == "-":
        sys.stdout.write(text)
        return
    from ..files import write_bytes

    write_bytes(Path(output), text.encode())


def say(quiet: bool, message: str) -> None:
    """Write a message for a person to stderr, unless `quiet`."""
    if not quiet:
        click.echo(message, err=True)


def finding_line(finding: Finding) -> str:
    """Return a finding in one line: severity, check, focus, message, place."""
    where = f" ({finding.where})" if finding.where else ""
    value = f" [{finding.value}]" if finding.value else ""
    return f"{finding.severity}: {finding.check}: {finding.focus}{value}: {finding.message}{where}"


def write_report(report: Report, output: str, format: str) -> None:
    """Write a report: one finding a line and the counts, or one JSON object."""
    if format == "json":
        write(output, report.to_json())
        return
    lines = [finding_line(finding) for finding in report.findings]
    looked_at = ", ".join(f"{number} {name}" for name, number in sorted(report.counts.items()))
    verdict = "conforms" if report.conforms else f"{len(report.findings)} finding(s)"
    lines.append(f"{verdict}; looked at {looked_at}" if looked_at else verdict)
    write(output, "\n".join(lines) + "\n")
