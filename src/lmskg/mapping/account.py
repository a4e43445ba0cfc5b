"""The account of a list of foreign terms: the place of each among our classes, or why it has none.

A place is a mapping that says the term is one of our classes (exact), near one (close), or a kind
of one (narrow, seen from the class). A term that is left out on purpose stands in a file of
exclusions, in SSSOM: with `skos:broadMatch` and the class that it is a variant of, or with
`sssom:NoTermFound`, and with the reason in the slot `exclusion_reason`. Neither kind of row that
says less (broader than the class, merely related, denied) is a place.

Not here: whether the account is whole and right (`coverage`), and its words (`account_text`).

References
----------
SSSOM specification, extension slots and `sssom:NoTermFound`, https://mapping-commons.github.io/sssom/
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import IdentifierError, SourceFormatError
from ..files import read_text
from ..namespaces import SKOS, expand
from ..sssom import NO_TERM_FOUND, Mapping

REASON_SLOT = "exclusion_reason"
# what an exclusion may rest on, and what each word means
REASONS = {
    "animal": "a disease of animals, where the ontology means people",
    "stage": "the disease in one stage of a staging system, or its staging as such",
    "disease status": "the disease spread, come back, confined, advanced, operable or resistant",
    "grade": "the disease in one grade of a grading system",
    "age group": "the disease in people of one age",
    "another disease": "another disease, of which only an old or loose name speaks of this one",
}
KINDS = ("exact", "close", "narrow")
# a mapping from our class to the term, and the same seen from the term
_FROM_CLASS = {f"{SKOS}exactMatch": 0, f"{SKOS}closeMatch": 1, f"{SKOS}narrowMatch": 2}
_FROM_TERM = {f"{SKOS}exactMatch": 0, f"{SKOS}closeMatch": 1, f"{SKOS}broadMatch": 2}


@dataclass(frozen=True, slots=True)
class Entry:
    """A term to be accounted for.

    `other_name` is an older label or a synonym that brought it onto the list, else empty; `lists`
    are the names of the lists in which it was found.
    """

    iri: str
    label: str
    other_name: str = ""
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A class of ours at which a term is placed; `rank` is that of its kind in `KINDS`."""

    rank: int
    iri: str
    comment: str = ""
    # the label that the mapping gives the term
    term_label: str = ""

    @property
    def kind(self) -> str:
        """How near the class is: `exact`, `close` or `narrow`."""
        return KINDS[self.rank]


@dataclass(frozen=True, slots=True, order=True)
class Exclusion:
    """Why a term has no place; `iri` is the class that it is a variant of, empty where none is."""

    reason: str
    iri: str = ""
    # the label that the row gives the class
    label: str = ""
    comment: str = ""
    term_label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of one term: its places, the nearest first, and its exclusions."""

    entry: Entry
    places: tuple[Place, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def kind(self) -> str:
        """`exact`, `close`, `narrow`, `excluded`, or `missing` where there is neither."""
        if self.places:
            return self.places[0].kind
        return "excluded" if self.exclusions else "missing"


def read_terms(path: Path, prefixes: dict[str, str]) -> tuple[Entry, ...]:
    """Return the terms of a list, in its order.

    Parameters
    ----------
    path
        A table apart by tabs with the columns `id` and `label`, and `other_name` and `lists`
        (apart by `|`) where there are any; lines that begin with `#` are passed over.
    prefixes
        Prefix map for the ids, which are CURIEs or IRIs.

    Raises
    ------
    SourceNotFoundError
        If the file is not there.
    SourceFormatError
        If a column or a cell is missing, or an id is unreadable or stands twice; with the line.
    """
    lines = read_text(path).replace("\r\n", "\n").split("\n")
    rows = [(n, line) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not rows:
        raise SourceFormatError(path, None, "no line of columns; 'id' and 'label' were expected")
    columns = rows[0][1].split("\t")
    if not {"id", "label"} <= set(columns):
        reason = f"columns 'id' and 'label' were expected; there are {', '.join(columns)[:200]}"
        raise SourceFormatError(path, rows[0][0], reason)
    entries: dict[str, Entry] = {}
    for number, line in rows[1:]:
        entry = _entry(columns, line, path, number, prefixes)
        if entry.iri in entries:
            raise SourceFormatError(path, number, f"{line.split(chr(9))[0]} stands twice")
        entries[entry.iri] = entry
    return tuple(entries.values())


def _entry(
    columns: list[str], line: str, path: Path, number: int, prefixes: dict[str, str]
) -> Entry:
    cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
    if len(cells) != len(columns):
        reason = f"{len(columns)} cells expected, found {len(cells)}"
        raise SourceFormatError(path, number, reason)
    row = dict(zip(columns, map(str.strip, cells), strict=True))
    if not row["label"]:
        raise SourceFormatError(path, number, f"{row['id']} has no label")
    try:
        iri = expand(row["id"], prefixes)
    except IdentifierError as error:
        raise SourceFormatError(path, number, str(error)) from error
    lists = tuple(name for name in row.get("lists", "").split("|") if name)
    return Entry(iri, row["label"], row.get("other_name", ""), lists)


def account_of(
    entries: Sequence[Entry], mappings: Iterable[Mapping], exclusions: Iterable[Mapping]
) -> tuple[Line, ...]:
    """Return one line for each term, in the order of the list.

    Parameters
    ----------
    entries
        The terms to be accounted for.
    mappings
        Mappings between our classes and the terms, in either direction.
    exclusions
        Rows whose subject is a term that is left out.
    """
    places: dict[str, set[Place]] = defaultdict(set)
    for mapping in mappings:
        for term, place in _places(mapping):
            places[term].add(place)
    excluded: dict[str, list[Exclusion]] = defaultdict(list)
    for mapping in exclusions:
        excluded[mapping.slots.get("subject_id", "")].append(_exclusion(mapping))
    return tuple(
        Line(entry, tuple(sorted(places[entry.iri])), tuple(sorted(excluded[entry.iri])))
        for entry in entries
    )


def _places(mapping: Mapping) -> Iterable[tuple[str, Place]]:
    """Yield each side that the mapping places at the other; which side is ours, the list tells."""
    slots = mapping.slots
    subject, target = slots.get("subject_id", ""), slots.get("object_id", "")
    if slots.get("predicate_modifier") or NO_TERM_FOUND in (subject, target):
        return
    predicate, comment = slots["predicate_id"], slots.get("comment", "")
    if predicate in _FROM_CLASS:
        label = slots.get("object_label", "")
        yield target, Place(_FROM_CLASS[predicate], subject, comment, label)
    if predicate in _FROM_TERM:
        label = slots.get("subject_label", "")
        yield subject, Place(_FROM_TERM[predicate], target, comment, label)


def _exclusion(mapping: Mapping) -> Exclusion:
    slots = mapping.slots
    target = slots.get("object_id", "")
    return Exclusion(
        reason=slots.get(REASON_SLOT, ""),
        iri="" if target == NO_TERM_FOUND else target,
        label=slots.get("object_label", ""),
        comment=slots.get("comment", ""),
        term_label=slots.get("subject_label", ""),
    )
