"""What a sheet would change, told in words before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pyoxigraph import NamedNode

from ..namespaces import KG, compress
from .book import Row
from .cells import Value
from .layout import Layout
from .lexicon import Lexicon
from .tables import BY_NAME, FILE, OF, QUOTE_PARTS, TABLES

What = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is added, changed or removed, with column to old and new text."""

    what: What
    table: str
    iri: str
    title: str
    cells: Mapping[str, tuple[str, str]]


def iter_changes(
    current: Mapping[str, Row], rows: Mapping[str, Row], layout: Layout, lexicon: Lexicon
) -> Iterator[Change]:
    """Yield what differs between two states of the rows, table by table."""
    for spec in TABLES:
        for iri in dict.fromkeys([*current, *rows]):
            old, new = current.get(iri), rows.get(iri)
            row = new or old
            if row is None or row.table != spec.name or is_same(old, new):
                continue
            what: What = "added" if old is None else "removed" if new is None else "changed"
            told = {
                column.name: (_told(old, key, layout, lexicon), _told(new, key, layout, lexicon))
                for column in layout.columns[spec.name]
                if (key := column.iri or column.name) and not _is_same_cell(old, new, key)
            }
            title = row.one(f"{KG.iri}statement")
            yield Change(what, spec.name, iri, title.value if title else "", told)


def is_same(old: Row | None, new: Row | None) -> bool:
    """Return whether two rows say the same; the order of values counts in quotes alone."""
    if old is None or new is None:
        return old is new
    names = {*old.cells, *new.cells}
    return all(_is_same_cell(old, new, name) for name in names)


def _is_same_cell(old: Row | None, new: Row | None, name: str) -> bool:
    before = old.cells.get(name, ()) if old else ()
    after = new.cells.get(name, ()) if new else ()
    if name in QUOTE_PARTS:
        return before == after
    return sorted(before, key=str) == sorted(after, key=str)


def _told(row: Row | None, key: str, layout: Layout, lexicon: Lexicon) -> str:
    values = row.cells.get(key, ()) if row else ()
    return " | ".join(_word(value, layout, lexicon) for value in values) or "(empty)"


def _word(value: Value, layout: Layout, lexicon: Lexicon) -> str:
    if not isinstance(value, NamedNode):
        return value.value
    label, name = lexicon.label(value.value), compress(value.value, layout.prefixes)
    return f"{label} ({name})" if label else name


def stale_comparisons(
    changes: Iterable[Change], current: Mapping[str, Row], rows: Mapping[str, Row]
) -> Iterator[tuple[str, str]]:
    """Yield each comparison that stays as it is, with a claim of its own that does not.

    A claim changes with its words and terms, its numbers and its timetable.
    """
    told = {change.iri: change for change in changes if set(change.cells) - {FILE}}
    changed = {iri for iri, change in told.items() if change.table == "Claims"}
    for iri, change in told.items():
        if change.table in ("Measurements", "Phases"):
            row = rows.get(iri) or current[iri]
            changed |= {owner.value for owner in row.cells.get(OF, ())}
    for iri, row in rows.items():
        if row.table == "Comparisons" and iri not in told:
            sides = (row.one(KG.compares), row.one(getattr(KG, "with")))
            yield from ((iri, side.value) for side in sides if side and side.value in changed)


def change_lines(changes: list[Change], prefixes: dict[str, str]) -> Iterator[str]:
    """Yield the changes as lines for a person, and at the end their number."""
    for change in changes:
        name, noun = compress(change.iri, prefixes), BY_NAME[change.table].noun
        title = f": {change.title}" if change.title else ""
        yield f"{change.what} {noun} {name}{title}"
        if change.what == "removed":
            continue
        for column, (old, new) in change.cells.items():
            yield f"  {column}: {new}" if change.what == "added" else f"  {column}: {old} -> {new}"
    kinds: tuple[What, ...] = ("added", "changed", "removed")
    counts = {kind: sum(change.what == kind for change in changes) for kind in kinds}
    yield ", ".join(f"{number} {kind}" for kind, number in counts.items())
