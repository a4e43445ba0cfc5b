"""What a person changed, brought together with what the files hold now.

Three states of each row are known: as it was written into the sheet (by its SHA-256), as it is in
the sheet, and as it is in the files. What a person left alone stays as it is in the files; what
both changed, and not alike, is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Finding
from ..namespaces import compress
from .book import Row
from .grid import fault
from .layout import Layout


@dataclass(frozen=True, slots=True)
class Merged:
    """All rows as they are to be, by IRI in order, and the rows that two hands changed."""

    rows: Mapping[str, Row]
    faults: tuple[Finding, ...]


def merge_rows(
    current: Mapping[str, Row],
    edited: Mapping[str, Row],
    base: Mapping[str, str],
    layout: Layout,
    places: Mapping[str, str],
) -> Merged:
    """Return the rows of the files with the changes of the sheet.

    Parameters
    ----------
    current, edited
        The rows of the files and of the sheet, by IRI.
    base
        IRI to the SHA-256 that a row had when the sheet was written.
    layout
        The columns, for the SHA-256 of a row.
    places
        Where in the sheet a row stands, by IRI.
    """
    rows: dict[str, Row] = dict(current)
    faults: list[Finding] = []
    for iri, row in edited.items():
        own, was = layout.digest(row), base.get(iri)
        now = layout.digest(current[iri]) if iri in current else None
        if own in (was, now) or (was is None and now and _is_held(row, current[iri])):
            continue  # left alone, or applied before
        if now != was:
            faults.append(_clash(iri, layout, places, "changed" if now else "removed", bool(was)))
        rows[iri] = row
    for iri, was in base.items():
        if iri in edited or iri not in current:
            continue
        if layout.digest(current[iri]) != was:
            faults.append(_clash(iri, layout, places, "changed", True))
        del rows[iri]
    # new rows stand behind the ones that are there; the order in a file is decided later
    return Merged(rows, tuple(faults))


def _is_held(row: Row, held: Row) -> bool:
    """Return whether a new row was applied before; what it left out has been filled in since."""
    return all(held.cells.get(name) == values for name, values in row.cells.items())


def _clash(
    iri: str, layout: Layout, places: Mapping[str, str], what: str, was_written: bool
) -> Finding:
    name = compress(iri, layout.prefixes)
    message = (
        f"'{name}' was {what} in the project's files after this sheet was written; write a new "
        "sheet and make the change there"
        if was_written
        else f"'{name}' is there already in the project's files; give the new row another id"
    )
    check = "changed-since" if was_written else "duplicate-id"
    return fault(check, places.get(iri, ""), message, name)
