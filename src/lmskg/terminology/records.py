"""JSON that is a list of records, an object of records by id, or a tree of them.

A record is an object, its keys are columns. Records below a record, in its `children`, are its
children. Of an object with one list of objects that list is taken, as `{"terms": [...]}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import SourceFormatError
from .draft import Draftbook
from .rows import Layout, Row, choose_columns, drafts_of_rows

CHILDREN = "children"
# made of the place of a record: the key it stands at, the id of the record above it
_KEY, _PARENT = "id", "parent"


def read_records(document: Any, name: str, path: Path, layout: Layout) -> Draftbook:
    """Return the drafts of parsed JSON: one term a record.

    Parameters
    ----------
    document
        Parsed JSON.
    name
        Name of the list.
    path
        Only named in errors.
    layout
        Which keys hold what; `relations.is_a` is the key `is_a` below `relations`.

    Raises
    ------
    SourceFormatError
        If there is no record, or no key that holds labels; with the keys that there are.
    """
    records = list(_records(document))
    if not records:
        reason = "neither OBO Graphs nor a list of records was found in this JSON"
        raise SourceFormatError(path, None, reason)
    dotted = [name for names in layout.named().values() for name in names if "." in name]
    keys = dict.fromkeys(key for record in records for key in record)
    there = [key for key in dotted if any(_values(_below(r, key)) for r in records)]
    columns = choose_columns([*keys, *there], layout, path)
    wanted = {name for names in columns.values() for name in names}
    rows = (
        Row(number, {name: _values(_below(record, name)) for name in wanted})
        for number, record in enumerate(records, 1)
    )
    return drafts_of_rows(rows, columns, name, layout, path)


def _records(document: Any) -> Iterator[dict[str, Any]]:
    """Yield the records of a document, a tree from the top down."""
    waiting = list(reversed(_level(document)))
    while waiting:
        record = waiting.pop()
        below = _level(record.get(CHILDREN))
        yield record
        waiting += reversed(below)


def _level(node: Any) -> list[dict[str, Any]]:
    """Return the records that a list, or an object by id, holds."""
    if isinstance(node, dict):
        objects = {key: value for key, value in node.items() if isinstance(value, dict)}
        if len(objects) == len(node):
            return [{_KEY: key} | value for key, value in objects.items()]
        lists = [value for value in node.values() if _is_records(value)]
        return _level(lists[0]) if len(lists) == 1 else []
    return list(node) if _is_records(node) else []


def _is_records(node: Any) -> bool:
    return isinstance(node, list) and bool(node) and all(isinstance(item, dict) for item in node)


def _below(record: Mapping[str, Any], name: str) -> Any:
    if name in record:
        return record[name]
    found: Any = record
    for key in name.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _values(value: Any) -> Sequence[str]:
    """Return a value as texts: those of a list, none of an object."""
    if isinstance(value, list):
        return [text for item in value for text in _values(item)]
    if isinstance(value, bool):
        return [str(value).lower()]
    return [str(value)] if isinstance(value, (str, int, float)) else []
