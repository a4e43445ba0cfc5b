"""Write a table: for a person, as CSV, or as the W3C's SPARQL results in TSV and JSON."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, parse_query_results

from ..errors import SourceFormatError, UnsupportedFormatError
from ..model import Table, format_table, plain
from ..namespaces import XSD, compress

if TYPE_CHECKING:
    from pathlib import Path

    from ..model import Term


def to_text(table: Table, prefixes: Mapping[str, str] | None = None, width: int = 100) -> str:
    """Return the table for a person: aligned columns, or one block a row where these are too wide.

    IRIs are shortened by `prefixes`. A block leaves out empty cells, and the IRI of what has its
    label beside it (`factor` beside `factorLabel`).
    """
    rows = [[_shown(term, dict(prefixes or {})) for term in row] for row in table.rows]
    text = format_table(table.columns, rows)
    if max(map(len, text.splitlines()), default=0) > width:
        text = "\n\n".join(_block(table.columns, row, width) for row in rows)
    return f"{text}\n\n({'1 row' if len(table) == 1 else f'{len(table)} rows'})\n"


def _shown(term: Term | None, prefixes: dict[str, str]) -> str:
    text = plain(term) or ""
    return compress(text, prefixes) if isinstance(term, NamedNode) else text


def _block(columns: tuple[str, ...], row: list[str], width: int) -> str:
    lines: list[str] = []
    for name, cell in zip(columns, row, strict=True):
        if not cell or f"{name}Label" in columns:
            continue
        title = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Label")).lower()
        lines += textwrap.wrap(
            f"{title}: {cell}", width, subsequent_indent="    ", break_long_words=False
        )
    return "\n  ".join(lines)


def to_csv(table: Table) -> str:
    """Return SPARQL 1.1 CSV: plain values, a header line, CR LF line ends as the standard has."""
    import csv
    import io

    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(table.columns)
    writer.writerows(table.texts())
    return stream.getvalue()


def to_tsv(table: Table) -> str:
    """Return SPARQL 1.1 TSV: every term in its full form, so that nothing is lost."""
    lines = ["\t".join(f"?{name}" for name in table.columns)]
    lines += ["\t".join(_turtle(term) for term in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _turtle(term: Term | None) -> str:
    if term is None:
        return ""
    # N-Triples escapes a tab already in some engines only; TSV cannot do with a bare one
    return str(term).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def to_json(table: Table) -> str:
    """Return SPARQL 1.1 JSON results; an ASK gives `boolean`."""
    if table.columns == ("answer",) and len(table) == 1:
        answer = table.rows[0][0]
        if isinstance(answer, Literal) and answer.datatype.value == f"{XSD}boolean":
            return json.dumps({"head": {}, "boolean": answer.value == "true"}) + "\n"
    bindings = [
        {
            name: _json(term)
            for name, term in zip(table.columns, row, strict=True)
            if term is not None
        }
        for row in table.rows
    ]
    head = {"vars": list(table.columns)}
    return (
        json.dumps({"head": head, "results": {"bindings": bindings}}, ensure_ascii=False, indent=2)
        + "\n"
    )


def _json(term: Term) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Literal):
        out = {"type": "literal", "value": term.value}
        if term.language:
            out["xml:lang"] = term.language
        elif term.datatype.value != f"{XSD}string":
            out["datatype"] = term.datatype.value
        return out
    triple = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
    return {"type": "triple", "value": {name: _json(part) for name, part in triple.items()}}


WRITERS: dict[str, Callable[[Table], str]] = {
    "table": to_text,
    "csv": to_csv,
    "tsv": to_tsv,
    "json": to_json,
}


def write_table(table: Table, format: str, prefixes: Mapping[str, str] | None = None) -> str:
    """Return `table` in one of the formats of `WRITERS`; `prefixes` shorten IRIs for a person.

    Raises
    ------
    UnsupportedFormatError
        If the format is none of them.
    """
    if format not in WRITERS:
        raise UnsupportedFormatError(format, list(WRITERS))
    return to_text(table, prefixes) if format == "table" else WRITERS[format](table)


def read_tsv(data: bytes, path: Path) -> Table:
    """Return the table that SPARQL 1.1 TSV results hold; `path` is named in errors.

    Raises
    ------
    SourceFormatError
        If `data` are no TSV results.
    """
    try:
        solutions: Any = parse_query_results(data, QueryResultsFormat.TSV)
        columns = tuple(variable.value for variable in solutions.variables)
        return Table(columns, tuple(tuple(solution) for solution in solutions))
    except (SyntaxError, ValueError) as error:
        raise SourceFormatError(path, None, f"no SPARQL TSV results: {error}") from error
