"""From a mapping set to SSSOM/TSV in the canonical form: the same set gives the same bytes.

Columns and heading stand in the order of the specification, only what is used; rows are sorted; a
value that all rows share moves into the heading where SSSOM lets it ("condensation"). One rule of
the canonical form is not followed: a number keeps all its digits.

References
----------
SSSOM specification, SSSOM/TSV, "Canonical SSSOM/TSV format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .prefixes import curies_of
from .slots import (
    CORE,
    MAPPING_SLOTS,
    NEW_IN_HEADING,
    NEW_IN_ROWS,
    REFERENCES,
    SET_SLOTS,
    SEVERAL,
    SHARED,
    VERSION,
    MappingSet,
    split_values,
)

_QUOTED = re.compile(r'["\t\n\r]')
_NO_FOLDING = 1 << 30

Row = dict[str, str]


def serialise_mappings(mapping_set: MappingSet, prefixes: dict[str, str] | None = None) -> bytes:
    r"""Return a mapping set as SSSOM/TSV.

    Parameters
    ----------
    mapping_set
        IRIs in full. `mapping_set_id` and `license` ought to be in its metadata.
    prefixes
        Prefixes for its IRIs, beside those of the set itself. An OBO PURL needs none; any other IRI
        without a prefix gets one that is made up.

    Returns
    -------
    bytes
        Heading and table. `read_mapping_set` makes the same set of it, its rows sorted, as long as
        no text holds a NUL character.

    Examples
    --------
    >>> from lmskg.sssom import Mapping
    >>> slots = {"subject_id": "https://example.org/A", "predicate_id": "https://example.org/is"}
    >>> serialise_mappings(MappingSet({}, (Mapping("", slots),)))
    b'#curie_map:\n#  ns1: https://example.org/\nsubject_id\tpredicate_id\nns1:A\tns1:is\n'
    """
    rows = [_row(mapping.record, mapping.slots) for mapping in mapping_set.mappings]
    shared = _shared(rows, mapping_set.metadata)
    rows = [{slot: text for slot, text in row.items() if slot not in shared} for row in rows]
    metadata = mapping_set.metadata | shared
    iris = [*_references(metadata), *(iri for row in rows for iri in _references(row))]
    curies, used = curies_of(iris, (prefixes or {}) | mapping_set.prefixes)
    columns = _columns(rows, metadata)
    table = sorted([_short(slot, row.get(slot, ""), curies) for slot in columns] for row in rows)
    lines = ["\t".join(map(_cell, cells)) for cells in [columns, *table]]
    heading = _heading(metadata, columns, curies, used)
    return "".join(f"{line}\n" for line in [*heading, *lines]).encode()


def _row(record: str, slots: Row) -> Row:
    return {slot: text for slot, text in {"record_id": record, **slots}.items() if text}


def _shared(rows: list[Row], metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the slots that go into the heading, since all rows have one value there."""
    first = rows[0] if rows else {}
    found: dict[str, Any] = {}
    for slot in SHARED & first.keys() - metadata.keys():
        if all(row.get(slot) == first[slot] for row in rows):
            found[slot] = split_values(first[slot]) if slot in SEVERAL else first[slot]
    return found


def _references(slots: dict[str, Any]) -> Iterator[str]:
    for slot in REFERENCES & slots.keys():
        text = slots[slot]
        if isinstance(text, list):
            yield from text
        elif slot in SEVERAL:
            yield from split_values(text)
        else:
            yield text


def _columns(rows: list[Row], metadata: dict[str, Any]) -> list[str]:
    """Return the slots in use, those of the specification first."""
    used = {slot for row in rows for slot in row} or set(CORE)
    definitions = metadata.get("extension_definitions", [])
    properties = {item.get("slot_name"): item.get("property") for item in definitions}
    others = used.difference(MAPPING_SLOTS)
    known = [slot for slot in MAPPING_SLOTS if slot in used]
    return known + sorted(others, key=lambda slot: properties.get(slot) or f"http://{slot}")


def _short(slot: str, text: str, curies: dict[str, str]) -> str:
    """Return the text of a slot with CURIEs for its IRIs."""
    if slot not in REFERENCES:
        return text
    if slot in SEVERAL:
        return "|".join(curies.get(value, value) for value in text.split("|"))
    return curies.get(text, text)


def _cell(text: str) -> str:
    """Return a cell, in quotation marks where its text would break the table."""
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def _heading(
    metadata: dict[str, Any], columns: list[str], curies: dict[str, str], used: dict[str, str]
) -> list[str]:
    content = {
        slot: [curies.get(item, item) for item in value]
        if slot in REFERENCES and isinstance(value, list)
        else curies.get(value, value)
        if slot in REFERENCES
        else value
        for slot, value in metadata.items()
    }
    if used:
        content["curie_map"] = used
    if NEW_IN_ROWS.intersection(columns) or NEW_IN_HEADING.intersection(metadata):
        content["sssom_version"] = VERSION
    ordered = [slot for slot in SET_SLOTS if slot in content]
    ordered += sorted(content.keys() - set(ordered))
    if not ordered:
        return []
    text = _yaml({slot: content[slot] for slot in ordered})
    return [f"#{line}" for line in text.split("\n") if line]


def _yaml(content: dict[str, Any]) -> str:
    """Return YAML in the style of the specification: plain, else in double quotation marks."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def choose_scalar_style(self) -> Any:
            style = super().choose_scalar_style()
            return '"' if style == "'" else style

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
            return super().increase_indent(flow, indentless=False)

        def ignore_aliases(self, data: Any) -> bool:
            return True

    text: str = yaml.dump(
        content, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=_NO_FOLDING
    )
    return text
