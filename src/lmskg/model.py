"""The frozen records that cross between rooms: findings, reports and tables.

A report says what is wrong with data; it is never an exception. A table is what a question
returns. Both turn into every output form there is, so that output code exists once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas
    import polars
    from pyoxigraph import BlankNode, NamedNode, Triple
    from pyoxigraph import Literal as RdfLiteral

    Term = NamedNode | BlankNode | RdfLiteral | Triple

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Loaded(NamedTuple):
    """What a load into a store did: it put there what comes after the first `n_before`."""

    n_before: int
    n_total: int


class Finding(NamedTuple):
    """One thing that is wrong: what (`check`), about which node (`focus`), and why (`message`).

    `path` and `value` are the property and the value at fault where there is one, `where` the
    file and line.
    """

    severity: Severity
    check: str
    focus: str
    message: str
    path: str = ""
    value: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found, sorted; empty when the data conform.

    `counts` says how much was looked at (name to number), so that an empty report of nothing
    is told from an empty report of everything.
    """

    findings: tuple[Finding, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def conforms(self) -> bool:
        """True when nothing was found."""
        return not self.findings

    def count(self, severity: Severity) -> int:
        """Return the number of findings of this severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def is_failing(self, fail_on: Severity | Literal["none"]) -> bool:
        """Return whether a finding is as severe as `fail_on` or more."""
        if fail_on == "none":
            return False
        levels = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return any(finding.severity in levels for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values: `conforms`, `counts`, `findings`."""
        return {
            "conforms": self.conforms,
            "counts": dict(sorted(self.counts.items())),
            "findings": [finding._asdict() for finding in self.findings],
        }

    def to_json(self) -> str:
        """Return the report as one JSON object, indented, with a final newline."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"


def merge_reports(*reports: Report) -> Report:
    """Return one report of all findings, sorted, with the counts of all."""
    counts: dict[str, int] = {}
    for report in reports:
        for name, number in report.counts.items():
            counts[name] = counts.get(name, 0) + number
    findings = sorted({finding for report in reports for finding in report.findings})
    return Report(tuple(findings), counts)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a question: named columns, rows of RDF terms, `None` where nothing is bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str | None]]:
        """Yield each row as a dict of column to plain text."""
        return iter(self.to_dicts())

    def to_dicts(self) -> list[dict[str, str | None]]:
        """Return one dict a row: column to text (IRI, or lexical form of a literal)."""
        return [dict(zip(self.columns, map(plain, row), strict=True)) for row in self.rows]

    def texts(self) -> list[list[str]]:
        """Return the rows as texts, empty where nothing is bound."""
        return [[plain(term) or "" for term in row] for row in self.rows]

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas frame: one column a variable, numbers as numbers, all else as text.

        Where nothing is bound stands the frame's own mark of a missing value.

        Raises
        ------
        MissingExtraError
            If pandas is not installed.
        """
        frame: pandas.DataFrame = _import_frame("pandas").DataFrame(
            _python_columns(self), columns=list(self.columns)
        )
        return frame

    def to_polars(self) -> polars.DataFrame:
        """Return a polars frame, as `to_pandas` does.

        Raises
        ------
        MissingExtraError
            If polars is not installed.
        """
        frame: polars.DataFrame = _import_frame("polars").DataFrame(
            _python_columns(self), strict=False
        )
        return frame

    def __str__(self) -> str:
        """Return the table in aligned columns, for a terminal."""
        return format_table(self.columns, self.texts())

    def _repr_html_(self) -> str:
        """Return the table as HTML, for a notebook."""
        from html import escape

        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>"
            for row in self.texts()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def plain(term: Term | None) -> str | None:
    """Return the text of a term: its IRI, lexical form or blank node label."""
    if term is None:
        return None
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)


def format_table(columns: tuple[str, ...], rows: list[list[str]], width: int = 44) -> str:
    """Return columns aligned for a terminal; longer cells are wrapped at `width` characters.

    Examples
    --------
    >>> print(format_table(("a", "b"), [["1", "two"]]))
    a  b
    -  ---
    1  two
    """
    import textwrap

    lines: list[list[list[str]]] = [
        [textwrap.wrap(cell, width, break_long_words=False) or [""] for cell in row]
        for row in ([list(columns), *rows])
    ]
    widths = [
        max((len(part) for row in lines for part in row[n]), default=0) for n in range(len(columns))
    ]
    out: list[str] = []
    for number, row in enumerate(lines):
        for level in range(max((len(cell) for cell in row), default=0)):
            cells = [
                (cell[level] if level < len(cell) else "").ljust(size)
                for cell, size in zip(row, widths, strict=True)
            ]
            out.append("  ".join(cells).rstrip())
        if number == 0:
            out.append("  ".join("-" * size for size in widths))
    return "\n".join(out)


def _python_columns(table: Table) -> dict[str, list[Any]]:
    return {name: [to_python(row[n]) for row in table.rows] for n, name in enumerate(table.columns)}


def to_python(term: Term | None) -> Any:
    """Return a literal of a number or truth type as that Python value, all else as text."""
    datatype = getattr(getattr(term, "datatype", None), "value", "").rpartition("#")[2]
    text = plain(term)
    if text is None:
        return None
    try:
        if datatype == "integer":
            return int(text)
        if datatype in ("decimal", "double", "float"):
            return float(text)
    except ValueError:  # the lexical form is not of its datatype
        return text
    if datatype == "boolean":
        return text in ("true", "1")
    return text


def _import_frame(package: str) -> Any:
    import importlib

    from .errors import MissingExtraError

    try:
        return importlib.import_module(package)
    except ImportError as error:
        raise MissingExtraError(
            package, f"install it with: pip install 'lmskg[{package}]'"
        ) from error
