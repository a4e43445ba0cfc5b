"""The mappings that a person should see, laid out as a sheet that the person fills in.

Doubtful is a mapping whose confidence is low, whose predicate is not exact, or that is one of
several candidates for a term. What a person has decided already, a row that denies, and one that
says that a term has no counterpart are not.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..namespaces import SKOS, compress
from ..sheet.grid import Cell, Grid
from ..sssom import SEMAPV, Mapping
from ..terminology import namespace_of
from .pool import EXACT, Pool, is_exact, is_positive, triple_of

CURATED = f"{SEMAPV}ManualMappingCuration"
# of rows below it, more than one in ten is wrong by their own word: about the share of errors that
# the best matchers leave overall, so that to look at these first pays most
BELOW = 0.9

DECISIONS = {
    "accept": "The mapping is right as it stands.",
    "reject": "The mapping is wrong. It is kept as a row that denies it, so that it is not "
    "proposed again.",
    "exact": "The two mean the same.",
    "broad": "The object is broader than the subject.",
    "narrow": "The object is narrower than the subject.",
    "close": "The two are near each other, and neither of these.",
    "other": "Another object is right: its id stands in other_id. The mapping to this one is "
    "denied.",
}
COLUMNS = {
    "row": "The name of the row; not to be changed.",
    "subject_id": "The term that is mapped; not to be changed.",
    "subject_label": "Its label.",
    "subject_definition": "Its definition, where its terminology was given.",
    "subject_parents": "The labels of its parents.",
    "predicate_id": "How the two are related now.",
    "object_id": "The term that it is mapped to; not to be changed.",
    "object_label": "Its label.",
    "object_definition": "Its definition, where its terminology was given.",
    "object_parents": "The labels of its parents.",
    "confidence": "How sure the maker of the row was, from 0 to 1.",
    "doubt": "Why the row is here.",
    "reason": "Why it was made.",
    "decision": "Your answer; leave it empty for none. " + "; ".join(DECISIONS),
    "other_id": "Only with 'other': the id of the object that is right.",
    "reviewer": "Your name.",
    "comment": "What you want to say of it. It takes the place of the old comment.",
}
REVIEW, GUIDE = "Review", "Guide"


class Doubt(NamedTuple):
    """A row with the reasons why a person should see it."""

    row: Mapping
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """How terms are written in a sheet."""

    pool: Pool

    def curie(self, iri: str) -> str:
        """Return an IRI written short."""
        return compress(iri, self.pool.prefixes)

    def parents(self, iri: str) -> str:
        """Return the parents of a term by their labels, with ` | ` between them."""
        term = self.pool.terms.get(iri)
        return " | ".join(
            self.pool.label(parent) or self.curie(parent)
            for parent in (term.parents if term else ())
        )

    def definition(self, iri: str) -> str:
        """Return the definition of a term, empty where it has none."""
        term = self.pool.terms.get(iri)
        return (term.definition or "") if term else ""


def doubtful(
    mappings: Iterable[Mapping], *, below: float = BELOW, with_unmatched: bool = False
) -> list[Doubt]:
    """Return the mappings that a person should see, those of a subject side by side.

    Parameters
    ----------
    mappings
        The rows of one set or of several.
    below
        A confidence less than this is low; a row that gives none is not doubted for it.
    with_unmatched
        Whether rows that say that a term has no counterpart are shown, too.

    Returns
    -------
    list of Doubt
        Sorted by subject, then the surest first, then by object. Rows that state the same are
        there once.
    """
    rows = list(mappings)
    candidates = _candidates(rows)
    found: list[Doubt] = []
    for row in rows:
        reasons = tuple(_reasons(row, candidates, below, with_unmatched=with_unmatched))
        if reasons:
            found.append(Doubt(row, reasons))
    once: dict[str, Doubt] = {}
    for doubt in sorted(found, key=_place):
        once.setdefault(key_of(doubt.row), doubt)
    return list(once.values())


def _candidates(rows: Iterable[Mapping]) -> dict[tuple[str, str, str], set[str]]:
    """Return the partners of each term in each vocabulary, as seen from its side."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows:
        if is_positive(row):
            left, _, right = triple_of(row)
            found["subject", left, namespace_of(right)].add(right)
            if is_exact(row):
                found["object", right, namespace_of(left)].add(left)
    return found


def _reasons(
    row: Mapping,
    candidates: dict[tuple[str, str, str], set[str]],
    below: float,
    *,
    with_unmatched: bool,
) -> Iterator[str]:
    slots = row.slots
    if row.is_negative or slots["mapping_justification"] == CURATED:
        return
    if row.is_unmatched:
        if with_unmatched:
            yield "no counterpart was found"
        return
    left, predicate, right = triple_of(row)
    if "confidence" in slots and float(slots["confidence"]) < below:
        yield f"confidence below {below:g}"
    if predicate not in EXACT:
        yield f"{predicate.removeprefix(SKOS)}, not exact"
    n_objects = len(candidates["subject", left, namespace_of(right)])
    if n_objects > 1:
        yield f"one of {n_objects} candidates for the subject"
    n_subjects = len(candidates["object", right, namespace_of(left)])
    if is_exact(row) and n_subjects > 1:
        yield f"{n_subjects} subjects are exact to the object"


def _place(doubt: Doubt) -> tuple[str, float, str]:
    left, _, right = triple_of(doubt.row)
    return left, -float(doubt.row.slots.get("confidence", 1)), right


def key_of(row: Mapping) -> str:
    """Return the name of a row in a sheet: the same for the same statement."""
    said = "\n".join((*triple_of(row), row.slots.get("predicate_modifier", "")))
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def review_grids(doubts: Iterable[Doubt], pool: Pool) -> dict[str, Grid]:
    """Return the pages of a sheet: one row a mapping, and what its columns and answers mean.

    Parameters
    ----------
    doubts
        What `doubtful` found.
    pool
        Where definitions and parents come from.
    """
    names = Names(pool)
    rows = [tuple(_cells(doubt, names)) for doubt in doubts]
    guide = [("what", "meaning"), *COLUMNS.items(), *DECISIONS.items()]
    return {
        REVIEW: _grid(REVIEW, [tuple(COLUMNS), *rows]),
        GUIDE: _grid(GUIDE, guide),
    }


def _cells(doubt: Doubt, names: Names) -> Iterator[str]:
    slots = doubt.row.slots
    yield key_of(doubt.row)
    for side in ("subject", "object"):
        iri = slots.get(f"{side}_id", "")
        yield names.curie(iri) if iri else ""
        yield slots.get(f"{side}_label") or names.pool.label(iri)
        yield names.definition(iri)
        yield names.parents(iri)
        if side == "subject":
            yield names.curie(slots["predicate_id"])
    yield slots.get("confidence", "")
    yield "; ".join(doubt.reasons)
    yield slots.get("comment", "")
    yield from [""] * 4


def _grid(name: str, rows: Iterable[tuple[str, ...]]) -> Grid:
    return Grid(name, tuple(tuple(map(Cell, row)) for row in rows))
