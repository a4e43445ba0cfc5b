"""The account of foreign terms in words for a person and as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ..model import Report, format_table
from ..namespaces import compress
from .account import KINDS, Line

_WIDTH = 60
_ALL_KINDS = (*KINDS, "missing", "excluded")


def to_text(lines: Sequence[Line], report: Report, prefixes: dict[str, str]) -> str:
    """Return the account as a table, a row a term in the order of the list, and the counts."""
    rows = [_row(line, prefixes) for line in lines]
    columns = ("term", "label", "kind", "place", "reason")
    return f"{format_table(columns, rows, _WIDTH)}\n\n{_summary(report.counts)}\n"


def _row(line: Line, prefixes: dict[str, str]) -> list[str]:
    first = line.exclusions[0] if line.exclusions else None
    place = line.places[0].iri if line.places else first.iri if first else ""
    if first and not line.places and place:
        shown = f"variant of {compress(place, prefixes)}"
    else:
        shown = compress(place, prefixes) if place else ""
    reason = first.reason if first else ""
    return [compress(line.entry.iri, prefixes), line.entry.label, line.kind, shown, reason]


def _summary(counts: dict[str, int]) -> str:
    kinds = [f"{counts[kind]} {kind}" for kind in _ALL_KINDS if counts.get(kind)]
    reasons = [
        f"{number} {name.removeprefix('excluded: ')}"
        for name, number in sorted(counts.items())
        if name.startswith("excluded: ")
    ]
    told = f" ({', '.join(reasons)})" if reasons else ""
    n_terms = counts["terms"]
    unit = "term" if n_terms == 1 else "terms"
    return f"{n_terms} {unit}" + (f": {', '.join(kinds)}{told}" if kinds else "")


def to_json(lines: Sequence[Line], report: Report, prefixes: dict[str, str]) -> str:
    """Return the account as one JSON object: that of the report, and `terms`."""
    terms = [_term(line, prefixes) for line in lines]
    return json.dumps(report.to_dict() | {"terms": terms}, indent=2, ensure_ascii=False) + "\n"


def _term(line: Line, prefixes: dict[str, str]) -> dict[str, Any]:
    entry = line.entry
    return {
        "id": compress(entry.iri, prefixes),
        "label": entry.label,
        "other_name": entry.other_name or None,
        "lists": list(entry.lists),
        "kind": line.kind,
        "places": [
            {"kind": p.kind, "class": compress(p.iri, prefixes), "comment": p.comment or None}
            for p in line.places
        ],
        "exclusions": [
            {
                "reason": e.reason,
                "variant_of": compress(e.iri, prefixes) if e.iri else None,
                "comment": e.comment or None,
            }
            for e in line.exclusions
        ],
    }
