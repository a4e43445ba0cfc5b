"""From SSSOM/TSV to a mapping set, strictly for the files of a project, with patience for others.

A file of others may lack row ids, justifications and prefixes that can be supposed (see
`prefixes`), and may be packed with gzip; what was supposed is told in the notes of the set. What
neither may be is broken: a row of another length, a number out of range, a CURIE that cannot be
read are named by file and line.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from ..errors import IdentifierError, InvalidCurieError, SourceFormatError, UnknownPrefixError
from ..namespaces import expand
from .heading import propagated, read_lines, split_heading
from .prefixes import BUILTIN, SUPPOSED
from .slots import (
    CORE,
    LITERAL,
    REFERENCES,
    SEVERAL,
    UNSPECIFIED,
    Mapping,
    MappingSet,
)

REQUIRED = ("record_id", *CORE)
# xsd:decimal has no exponent
_SHARE = re.compile(r"0(\.[0-9]+)?|1(\.0+)?")
_SHARES = ("confidence", "similarity_score")
_SIDES = ("subject", "object")


def read_mappings(path: Path, prefixes: dict[str, str]) -> MappingSet:
    """Return the mapping set of a project's own SSSOM/TSV file.

    Parameters
    ----------
    path
        A TSV file under a heading of YAML in comment lines. Every row has a `record_id`.
    prefixes
        Prefixes to use where the file's own `curie_map` has none.

    Raises
    ------
    SourceNotFoundError
        If the file is not there.
    SourceFormatError
        If the heading, the columns, a row or a CURIE is wrong; with the line.
    """
    return _Reader(path, prefixes, is_own=True).read()


def read_mapping_set(path: Path, prefixes: dict[str, str] | None = None) -> MappingSet:
    """Return the mapping set of any SSSOM/TSV file, packed with gzip or not.

    A side may be a literal, a row may deny its predicate or say that a term has no counterpart. A
    heading may stand beside the table in a file of the same name that ends in `.yml`.

    Parameters
    ----------
    path
        The table, with or without a heading.
    prefixes
        Prefixes to use where the file's own `curie_map` has none.

    Returns
    -------
    MappingSet
        `notes` says what was supposed: meanings of prefixes, missing justifications.

    Raises
    ------
    SourceNotFoundError
        If the file is not there.
    SourceFormatError
        If the heading, the columns, a row or a CURIE is wrong; with the line. All prefixes that
        are unknown are named at once.
    """
    return _Reader(path, prefixes or {}, is_own=False).read()


@dataclass(slots=True)
class _Reader:
    path: Path
    given: dict[str, str]
    is_own: bool
    prefixes: dict[str, str] = field(default_factory=dict)
    supposed: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, int] = field(default_factory=dict)
    n_unjustified: int = 0
    seen: dict[str, str] = field(default_factory=dict)
    # what the heading says of the sides of all rows
    types: dict[str, str] = field(default_factory=dict)

    @property
    def _supposition(self) -> dict[str, str]:
        """What prefixes are taken for that a file of others does not declare."""
        return SUPPOSED | self.given

    def read(self) -> MappingSet:
        """Return the content of the file."""
        lines = read_lines(self.path, is_own=self.is_own)
        metadata, n_heading = split_heading(lines, self.path, is_own=self.is_own)
        declared = metadata.pop("curie_map", {})
        metadata.pop("sssom_version", None)
        types = {f"{side}_type" for side in _SIDES} & metadata.keys()
        self.types = {slot: str(metadata[slot]) for slot in types}
        self.prefixes = BUILTIN | (self.given if self.is_own else {}) | declared
        mappings = tuple(self._mappings(lines[n_heading:], n_heading))
        metadata = self._in_full(metadata)
        if self.unknown:
            raise self._unknown_prefixes()
        self._refuse_doubles(mappings)
        known = declared | {prefix: self._supposition[prefix] for prefix in sorted(self.supposed)}
        return MappingSet(*propagated(metadata, mappings), known, tuple(self._notes()))

    def _mappings(self, lines: list[str], n_before: int) -> Iterator[Mapping]:
        number = n_before + 1
        # a quoted cell may hold line ends, so that a row is more than one line
        reader = csv.reader(lines, delimiter="\t", strict=True)
        columns: list[str] = []
        try:
            for cells in reader:
                if columns and cells:
                    yield self._checked(
                        dict(zip(columns, cells, strict=False)), cells, columns, number
                    )
                elif not columns:
                    columns = self._columns(cells, number)
                number = n_before + reader.line_num + 1
        except csv.Error as error:
            reason = (
                f"{error}; a cell that begins with a quotation mark ends with one, and has each "
                "within it twice"
            )
            raise SourceFormatError(self.path, number, reason) from error
        if not columns:
            self._columns([], number)

    def _columns(self, cells: list[str], number: int) -> list[str]:
        columns = [cell.strip() for cell in cells]
        needed = REQUIRED if self.is_own else CORE[:3]
        missing = [name for name in needed if name not in columns]
        if not self.is_own:
            missing = [name for name in missing if not _may_be_literal(name, columns)]
        if missing:
            found = f"; there are {', '.join(columns)[:200]}" if any(columns) else ""
            raise SourceFormatError(self.path, number, f"no column {', '.join(missing)}{found}")
        twice = [name for name, n in Counter(columns).items() if n > 1]
        if twice:
            raise SourceFormatError(self.path, number, f"column '{twice[0]}' stands twice")
        self.types = {slot: text for slot, text in self.types.items() if slot not in columns}
        return columns

    def _checked(
        self, row: dict[str, str], cells: list[str], columns: list[str], number: int
    ) -> Mapping:
        if len(cells) != len(columns):
            reason = f"{len(columns)} cells expected, as in the line of the columns; here are"
            raise SourceFormatError(self.path, number, f"{reason} {len(cells)}")
        try:
            return self._mapping(row, number)
        except (IdentifierError, ValueError) as error:
            raise SourceFormatError(self.path, number, str(error)) from error

    def _mapping(self, row: dict[str, str], number: int) -> Mapping:
        slots = {slot: text for slot, text in row.items() if text and slot}
        if not self.is_own and "mapping_justification" not in slots:
            self.n_unjustified += 1
            slots["mapping_justification"] = UNSPECIFIED
        for slot in REQUIRED if self.is_own else CORE:
            if not _is_literal(slot, self.types | slots):
                slots.setdefault(slot, "")  # refused below
        for slot in [slot for slot in slots if slot in REFERENCES]:
            slots[slot] = self._reference(slot, slots[slot], number)
        for slot in _SHARES:
            if slot in slots:
                slots[slot] = self._share(slot, slots[slot])
        _check_sides(self.types | slots)
        return Mapping(slots.pop("record_id", ""), slots)

    def _reference(self, slot: str, text: str, number: int) -> str:
        """Return the IRIs of a slot; where it holds none of need, words are let pass."""
        values = [value for value in text.split("|") if value] if slot in SEVERAL else [text]
        try:
            return "|".join(self._iri(value, number) for value in values)
        except InvalidCurieError:
            if self.is_own or slot in REQUIRED:
                raise
            return text

    def _iri(self, text: str, number: int) -> str:
        """Return the IRI of a CURIE; a prefix that the file does not declare is noted."""
        if text in self.seen:
            prefix = text.partition(":")[0]
            if prefix in self.supposed:
                self.supposed[prefix] += 1
            return self.seen[text]
        try:
            iri = expand(text, self.prefixes)
        except UnknownPrefixError as error:
            if self.is_own:
                raise
            if error.prefix not in self._supposition:
                self.unknown.setdefault(error.prefix, number)
                return text
            self.supposed[error.prefix] += 1
            iri = expand(text, self._supposition)
        try:
            self.seen[text] = NamedNode(iri).value
        except ValueError as error:
            raise ValueError(f"'{iri}' is no IRI: {error}") from error
        return self.seen[text]

    def _share(self, slot: str, text: str) -> str:
        """Return a number from 0 to 1; that of another's file may be written in any way."""
        number = text
        if not self.is_own:
            with suppress(InvalidOperation):
                number = f"{Decimal(text.strip()):f}"
        if not _SHARE.fullmatch(number):
            raise ValueError(f"{slot} {text} is no number from 0 to 1 such as 0.9")
        return number

    def _in_full(self, metadata: dict[str, Any]) -> dict[str, Any]:
        """Return the metadata with IRIs for CURIEs."""
        found = dict(metadata)
        try:
            for slot, value in metadata.items():
                if slot not in REFERENCES:
                    continue
                found[slot] = (
                    [self._reference(slot, item, 1) for item in value]
                    if isinstance(value, list)
                    else self._reference(slot, value, 1)
                )
        except (IdentifierError, ValueError) as error:
            raise SourceFormatError(self.path, None, f"heading: {slot}: {error}") from error
        return found

    def _unknown_prefixes(self) -> SourceFormatError:
        names = ", ".join(f"{name}:" for name in self.unknown)
        reason = (
            f"no IRI is given for {names}; say what each means under '#curie_map:' in the heading, "
            "as in '#  ex: https://example.org/'"
        )
        return SourceFormatError(self.path, next(iter(self.unknown.values())), reason)

    def _refuse_doubles(self, mappings: tuple[Mapping, ...]) -> None:
        records = Counter(mapping.record for mapping in mappings if mapping.record)
        twice = next((record for record, n in records.items() if n > 1), None)
        if twice:
            raise SourceFormatError(self.path, None, f"record_id {twice} stands twice")

    def _notes(self) -> Iterator[str]:
        for prefix, n in sorted(self.supposed.items()):
            yield (
                f"{self.path.name} does not say what '{prefix}:' means; taken for "
                f"{self._supposition[prefix]} ({n} CURIE{'s' if n > 1 else ''})"
            )
        if self.n_unjustified:
            yield (
                f"{self.path.name}: {self.n_unjustified} row(s) without mapping_justification; "
                "taken for semapv:UnspecifiedMatching"
            )


def _may_be_literal(slot: str, columns: list[str]) -> bool:
    """Return whether a file may do without the column of an id, since that side is a literal."""
    side = slot.removesuffix("_id")
    return side in _SIDES and f"{side}_label" in columns


def _is_literal(slot: str, slots: dict[str, str]) -> bool:
    return slots.get(f"{slot.removesuffix('_id')}_type") == LITERAL


def _check_sides(slots: dict[str, str]) -> None:
    for side in _SIDES:
        if slots.get(f"{side}_type") == LITERAL and not slots.get(f"{side}_label"):
            raise ValueError(f"{side}_type is {LITERAL}, so {side}_label must hold it")
    modifier = slots.get("predicate_modifier", "Not")
    if modifier != "Not":
        raise ValueError(f"predicate_modifier {modifier} is not Not, which alone is known")
