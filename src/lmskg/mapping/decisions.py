"""A curator's answers, read from a sheet, and what they make of a mapping set.

Every answer is held against the mappings first; a fault is named by its cell, and then nothing is
made. What was decided is `semapv:ManualMappingCuration` with the reviewer's name. It loses its
confidence, which was that of a machine: SSSOM takes a row without one as sure.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..errors import IdentifierError, SourceFormatError
from ..model import Finding
from ..namespaces import SKOS, expand
from ..sheet.grid import Grid, Sheet, address_of, fault
from ..sssom import Mapping as Row
from ..sssom import MappingSet, join_values, split_values
from ..sssom.prefixes import BUILTIN, SUPPOSED
from .pool import BROAD, CLOSE, NARROW, Pool, local_id, triple_of
from .review import CURATED, DECISIONS, REVIEW, Names, key_of

_NEEDED = ("row", "subject_id", "object_id", "decision", "other_id", "reviewer", "comment")
_PREDICATES = {
    "exact": f"{SKOS}exactMatch",
    "broad": BROAD,
    "narrow": NARROW,
    "close": CLOSE,
}
# what was found about the object that is not the right one
_OF_OBJECT = frozenset(
    "object_label object_category match_string object_match_field object_preprocessing "
    "similarity_score similarity_measure".split()
)


class Decision(NamedTuple):
    """One answer; `other` is the IRI of the object that is right instead, where there is one."""

    kind: str
    other: str
    reviewer: str
    comment: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a sheet says: name of a row to its answer, and what is wrong with it, cell by cell."""

    decisions: dict[str, Decision]
    faults: tuple[Finding, ...]


def read_decisions(
    sheet: Sheet, mapping_set: MappingSet, pool: Pool, *, reviewer: str = ""
) -> Answers:
    """Return the answers in a sheet, held against the mappings that it was made of.

    Parameters
    ----------
    sheet
        The file that was filled in.
    mapping_set
        The mappings.
    pool
        What other ids may be: one that is obsolete, or unknown in a vocabulary at hand, is a
        fault.
    reviewer
        The name for rows that give none.

    Raises
    ------
    SourceFormatError
        If the file has no page of answers, or a column is missing.
    """
    grid = sheet.grids.get(REVIEW)
    if grid is None:
        found = ", ".join(sheet.grids) or "nothing"
        raise SourceFormatError(sheet.path, None, f"no page '{REVIEW}'; there is {found}")
    header = [cell.text for cell in grid.rows[0]] if grid.rows else []
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        reason = f"page '{REVIEW}' has no column {', '.join(missing)}; put it back"
        raise SourceFormatError(sheet.path, 1, reason)
    reader = _Reader(sheet, header, {key_of(row): row for row in mapping_set.mappings}, pool)
    return reader.read(grid, reviewer)


@dataclass(slots=True)
class _Reader:
    sheet: Sheet
    header: list[str]
    rows: Mapping[str, Row]
    pool: Pool

    def read(self, grid: Grid, reviewer: str) -> Answers:
        """Return the answers of a page."""
        decisions: dict[str, Decision] = {}
        faults: list[Finding] = []
        seen: dict[str, int] = {}
        for number, cells in enumerate(grid.rows[1:], 2):
            texts = [cell.text.strip() for cell in cells]
            texts += [""] * (len(self.header) - len(texts))
            row = dict(zip(self.header, texts, strict=False))
            if not any(texts):
                continue
            wrong = list(self._faults(row, number, seen, reviewer))
            faults += wrong
            seen.setdefault(row["row"], number)
            if row["decision"] and not wrong:
                kind = row["decision"].lower()
                other = self._iri(row["other_id"]) if kind == "other" else ""
                name = row["reviewer"] or reviewer
                decisions[row["row"]] = Decision(kind, other, name, row["comment"])
        return Answers(decisions, tuple(faults))

    def _faults(
        self, row: dict[str, str], number: int, seen: dict[str, int], reviewer: str
    ) -> Iterator[Finding]:
        """Yield what is wrong with one row: its name first, then its answer."""

        def at(column: str, check: str, message: str) -> Finding:
            address = address_of(number, self.header.index(column) + 1)
            return fault(check, self.sheet.place(REVIEW, address), message, "", row[column])

        if row["row"] in seen:
            yield at("row", "row-twice", f"this row stands in line {seen[row['row']]} already")
            return
        mapping = self.rows.get(row["row"])
        if mapping is None:
            yield at("row", "row-unknown", "this row is not among the mappings; write a new sheet")
            return
        for column in ("subject_id", "object_id"):
            iri = mapping.slots.get(column, "")
            if not self._is_id(row[column], iri):
                was = Names(self.pool).curie(iri)
                yield at(column, "id-changed", f"it was '{was}'; put it back, or use other_id")
        yield from self._faults_of_answer(row, mapping, at, reviewer)

    def _faults_of_answer(
        self,
        row: dict[str, str],
        mapping: Row,
        at: Callable[[str, str, str], Finding],
        reviewer: str,
    ) -> Iterator[Finding]:
        kind = row["decision"].lower()
        if kind not in DECISIONS and kind:
            near = difflib.get_close_matches(kind, DECISIONS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(DECISIONS)}"
            yield at("decision", "decision-unknown", f"'{row['decision']}' is no decision; {hint}")
            return
        if kind and not (row["reviewer"] or reviewer):
            yield at("reviewer", "reviewer-missing", "who decided this? Give a name, or --reviewer")
        if mapping.is_unmatched and kind in _PREDICATES:
            yield at(
                "decision", "decision-unfit", "there is no object here; accept, or use 'other'"
            )
        if row["other_id"] and kind != "other":
            yield at("other_id", "id-unused", "an id here goes with the decision 'other'")
        if kind == "other":
            reason = self._fault_of_id(row["other_id"], mapping)
            if reason:
                yield at("other_id", "id-unfit", reason)

    def _fault_of_id(self, text: str, mapping: Row) -> str:
        """Return why a cell cannot be the object that is right, empty where it can."""
        if not text:
            return "the id of the object that is right is missing"
        try:
            iri = self._iri(text)
        except IdentifierError as error:
            return str(error)
        term = self.pool.terms.get(iri)
        if iri == mapping.slots.get("object_id"):
            return "this is the object that the row has; write accept"
        if self.pool.lacks(iri):
            return f"{text} is not among the terms of its vocabulary"
        if term is not None and term.is_obsolete:
            told = f"; use {self.pool.named(term.replaced_by)}" if term.replaced_by else ""
            return f"{self.pool.named(iri)} is obsolete{told}"
        return ""

    def _is_id(self, text: str, iri: str) -> bool:
        """Return whether a cell holds an id, however long it is written."""
        try:
            return text == iri or self._iri(text) == iri
        except IdentifierError:
            return False

    def _iri(self, text: str) -> str:
        return expand(text, SUPPOSED | BUILTIN | self.pool.prefixes)


def decide(
    mapping_set: MappingSet, decisions: Mapping[str, Decision], pool: Pool
) -> tuple[MappingSet, tuple[str, ...]]:
    """Return a mapping set with the answers in it, and each change in one line.

    Parameters
    ----------
    mapping_set
        Not changed.
    decisions
        Name of a row to its answer, as `read_decisions` found them.
    pool
        Where the label of another object comes from.
    """
    rows: list[Row] = []
    changes: list[str] = []
    for row in mapping_set.mappings:
        decision = decisions.get(key_of(row))
        if decision is None:
            rows.append(row)
            continue
        rows += _decided(row, decision, pool)
        changes.append(_told(row, decision, pool))
    return replace(mapping_set, mappings=tuple(rows)), tuple(dict.fromkeys(changes))


def _decided(row: Row, decision: Decision, pool: Pool) -> list[Row]:
    """Return the rows that a decision makes of one: that of another object comes last."""
    slots = {slot: text for slot, text in row.slots.items() if slot != "confidence"}
    slots["mapping_justification"] = CURATED
    reviewers = [*split_values(slots.get("reviewer_label", "")), decision.reviewer]
    slots["reviewer_label"] = join_values(dict.fromkeys(reviewers))
    if decision.comment:
        slots["comment"] = decision.comment
    if decision.kind in _PREDICATES:
        slots["predicate_id"] = _PREDICATES[decision.kind]
    denied = Row(row.record, slots | {"predicate_modifier": "Not"})
    if decision.kind == "reject":
        return [] if row.is_unmatched else [denied]
    if decision.kind != "other":
        return [Row(row.record, slots)]
    new = {slot: text for slot, text in slots.items() if slot not in _OF_OBJECT}
    new |= {"object_id": decision.other}
    if pool.label(decision.other):
        new["object_label"] = pool.label(decision.other)
    if row.is_unmatched:
        return [Row(row.record, new)]
    record = f"{row.record}-{local_id(decision.other)}" if row.record else ""
    return [denied, Row(record, new)]


def _told(row: Row, decision: Decision, pool: Pool) -> str:
    """Return a change in one line: what was said, and what is said of it now."""
    names = Names(pool)
    left, predicate, right = map(names.curie, triple_of(row))
    done = {
        "accept": "accepted",
        "reject": "denied",
        "other": f"denied, {names.curie(decision.other)} instead",
    }.get(decision.kind, f"now {names.curie(_PREDICATES.get(decision.kind, ''))}")
    return f"{left} {predicate} {right}: {done} ({decision.reviewer})"
