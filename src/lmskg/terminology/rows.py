"""Rows of named cells, from a table or from JSON records, and the drafts that they make.

Which column holds what is told by its name where nobody says: `COLUMNS` has the usual ones. Codes
of foreign columns (`xref`, `UMLS`, …) are left alone: a matcher must not see them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple
from urllib.parse import quote

from ..errors import SourceFormatError
from .draft import OBO, Draft, Draftbook, count
from .model import Scope

COLUMNS: dict[str, tuple[str, ...]] = {
    "label": tuple(
        "label|preferred label|preferred term|preferred name|preflabel|pref label|rdfs label|name"
        "|term|title".split("|")
    ),
    "id": tuple("id|code|curie|iri|uri|identifier|term id|class id|concept id|term iri".split("|")),
    "synonyms": tuple(
        f"{kind}{noun}{plural}"
        for noun in (
            "synonym",
            "alias",
            "other label",
            "alternative label",
            "altlabel",
            "entry term",
        )
        for kind in ("", "exact ", "narrow ", "broad ", "related ")
        for plural in ("", "s", "es")
    ),
    "definition": ("definition", "description", "def"),
    "parents": ("parents", "parent", "parent id", "is a", "subclass of", "broader"),
    "obsolete": ("obsolete", "is obsolete", "deprecated"),
    "replaced_by": ("replaced by", "replacement"),
}
WORDS = "urn:lmskg:word:"
_SSSOM = {"subject_id", "predicate_id", "object_id"}
_CURIE = re.compile(r"([A-Za-z][\w.-]*):([^\s/<>\"{}|\\^`][^\s<>\"{}|\\^`]*)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a user says of the columns of a table; what is None or empty is told by their names.

    A column is a name of the header, in JSON a key (`relations.is_a` for a key below a key), or a
    number counted from 1, which says that the table has no header. `separator` stands between the
    values of one cell, `id_prefix` before bare codes, and `prefixes` gives the IRIs of CURIEs.
    """

    label: str | None = None
    id: str | None = None
    synonyms: tuple[str, ...] = ()
    definition: str | None = None
    parents: str | None = None
    delimiter: str | None = None
    separator: str = "|"
    id_prefix: str | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def named(self) -> dict[str, tuple[str, ...]]:
        """Return the columns that the user names, by what they hold."""
        single = {
            "label": self.label,
            "id": self.id,
            "definition": self.definition,
            "parents": self.parents,
        }
        found = {role: (name,) for role, name in single.items() if name is not None}
        return found | ({"synonyms": self.synonyms} if self.synonyms else {})

    @property
    def has_header(self) -> bool:
        """Whether the columns have names: all that the user names are not mere numbers."""
        names = [name for group in self.named().values() for name in group]
        return not names or not all(name.isdecimal() for name in names)


class Row(NamedTuple):
    """One term's cells by column, each the values in it, and the line or number it stands at."""

    number: int
    cells: Mapping[str, Sequence[str]]


def choose_columns(header: Sequence[str], layout: Layout, path: Path) -> dict[str, tuple[str, ...]]:
    """Return what the columns hold: `label`, `id`, `synonyms`, … to names of the header.

    Raises
    ------
    SourceFormatError
        If a column that the user names is not there, or none is known to hold labels; with the
        columns that there are.
    """
    if set(header) >= _SSSOM:
        reason = "a set of mappings (SSSOM), no list of terms; give it as known mappings"
        raise SourceFormatError(path, None, reason)
    there = shorten(", ".join(header), 300, placeholder=" …")
    found = layout.named()
    for name in (name for names in found.values() for name in names):
        if name not in header:
            reason = f"no column '{name}'; the columns are: {there}"
            raise SourceFormatError(path, None, reason)
    taken = {name for names in found.values() for name in names}
    free = [name for name in header if name not in taken]
    for role in COLUMNS.keys() - found.keys():
        found[role] = _usual(role, free)
    if not found["label"]:
        reason = f"no column is known to hold labels; name it, by number if without header: {there}"
        raise SourceFormatError(path, None, reason)
    if not found["id"]:  # what points at ids has nothing to point at
        found |= {"parents": (), "replaced_by": ()}
    return found


def _usual(role: str, header: Sequence[str]) -> tuple[str, ...]:
    """Return the columns whose name is usual for what they hold: all of synonyms, else the best."""
    usual = COLUMNS[role]
    fitting = [name for name in header if _plain(name) in usual]
    fitting.sort(key=lambda name: usual.index(_plain(name)))
    return tuple(fitting if role == "synonyms" else fitting[:1])


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.casefold()).strip()


def drafts_of_rows(
    rows: Iterable[Row], columns: dict[str, tuple[str, ...]], name: str, layout: Layout, path: Path
) -> Draftbook:
    """Return the drafts that rows make; a row without a label is left out and counted.

    Raises
    ------
    SourceFormatError
        If an id can be no part of an IRI; with the line.
    """
    book = Draftbook(name, owns_all=True, has_identifiers=bool(columns["id"]))
    ids = RowIds(layout, re.sub(r"\W+", "_", name.partition(".")[0]))
    n_bare = n_lost = n_again = 0
    for row in rows:
        labels = _values(row, columns["label"])
        codes = _values(row, columns["id"]) if book.has_identifiers else [""]
        if not labels or not codes:
            n_bare += not labels
            n_lost += bool(labels)
            continue
        try:
            iri = ids.expand(codes[0]) if codes[0] else WORDS + quote(labels[0], safe="")
            n_again += iri in book.drafts
            _fill(book.draft(iri), labels, row, columns, ids)
        except ValueError as error:
            raise SourceFormatError(path, row.number, str(error)) from error
    book.prefixes = ids.used
    book.notes += ids.notes()
    for number, text in ((n_bare, "label"), (n_lost, "id")):
        if number:
            book.notes.append(f"{count(number, 'row', 'rows')} without {text} left out")
    if n_again:
        rows_again = count(n_again, "row repeats", "rows repeat")
        book.notes.append(f"{rows_again} an id or a bare label; they are taken together")
    return book


def _values(row: Row, columns: Sequence[str]) -> list[str]:
    if not columns:
        return []
    texts = (text.strip() for name in columns for text in row.cells.get(name, ()))
    return [text for text in texts if text]


def _fill(
    draft: Draft, labels: list[str], row: Row, columns: dict[str, tuple[str, ...]], ids: RowIds
) -> None:
    for label in labels:
        draft.add_name(label, Scope.LABEL)
    for column in columns["synonyms"]:
        word = _plain(column).partition(" ")[0]
        scope = Scope(word) if word in ("narrow", "broad", "related") else Scope.EXACT
        for text in ids.split(_values(row, (column,))):
            draft.add_name(text, scope)
    definition = _values(row, columns["definition"])
    draft.definition = draft.definition or (" ".join(definition) or None)
    draft.parents += map(ids.expand, ids.split(_values(row, columns["parents"])))
    draft.replacements += map(ids.expand, ids.split(_values(row, columns["replaced_by"])))
    flag = _values(row, columns["obsolete"])
    draft.is_obsolete |= bool(flag) and flag[0].casefold() in ("true", "1", "yes")


class RowIds:
    """Turns the ids of a table into IRIs; `used` holds the prefixes that it took."""

    def __init__(self, layout: Layout, own: str) -> None:
        self.layout = layout
        self.own = own
        self.used: dict[str, str] = {}

    def notes(self) -> list[str]:
        """Return what was assumed of prefixes, for the user to set right."""
        made_up = self.used.get(self.own) == self._made_up
        guessed = sorted(
            prefix
            for prefix, iri in self.used.items()
            if prefix not in self.layout.prefixes and iri != self._made_up
        )
        notes = [f"bare codes got the made-up prefix {self.own}; name their own"] if made_up else []
        if guessed:
            notes.append(f"taken for id spaces of OBO: {', '.join(guessed)}")
        return notes

    @property
    def _made_up(self) -> str:
        return f"urn:lmskg:{self.own}:"

    def split(self, values: Iterable[str]) -> list[str]:
        """Return the values of cells, cut at the separator."""
        parts = (part.strip() for value in values for part in value.split(self.layout.separator))
        return [part for part in parts if part]

    def expand(self, text: str) -> str:
        """Return the IRI of an IRI, a CURIE or a bare code.

        Raises
        ------
        ValueError
            If the text can be none of them.
        """
        if "://" in text or text.startswith("urn:"):
            if not _IRI.fullmatch(text):
                raise ValueError(f"'{text}' is no IRI")
            return text
        match = _CURIE.fullmatch(text)
        if match is None and self.layout.id_prefix is None:
            return self._space(self.own, self._made_up) + quote(text, safe="")
        prefix, code = match.groups() if match else (self.layout.id_prefix or "", text)
        space = self.layout.prefixes.get(prefix, f"{OBO}{prefix}_")
        return self._space(prefix, space) + quote(code, safe=":/#?&=+,;@%()!*'~")

    def _space(self, prefix: str, iri: str) -> str:
        return self.used.setdefault(prefix, iri)
