"""Gold standards: pairs of terms that belong together, and terms that have no counterpart.

A gold standard is a mapping set in SSSOM, or a table (TSV or CSV) of two columns of ids. Which
columns: those that are named, else the first, and the first one after it whose cells look like
ids, that is letters, digits and punctuation without a space, and with a digit. An id is an IRI, a
CURIE, or a bare code (`C3158`), which stands for the term whose IRI ends in it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..errors import IdentifierError, SourceFormatError
from ..files import read_text
from ..namespaces import expand
from ..sssom import MappingSet, read_mapping_set
from ..sssom.prefixes import BUILTIN, SUPPOSED
from .pool import is_positive, local_id

_ID = re.compile(r"(?=.*\d)[\w.:/#-]+")
_COLON = re.compile(r"[A-Za-z][\w.-]*:\S+")
_N_LOOKED_AT = 50


class Pair(NamedTuple):
    """A pair of terms, each an IRI, or a code where the table has mere codes."""

    subject: str
    object: str


@dataclass(frozen=True, slots=True)
class Gold:
    """The pairs of a gold standard, in its order, each once, and the labels that it gives.

    `notes` says what was supposed or passed over, one sentence each; `origin` is its file.
    """

    pairs: tuple[Pair, ...]
    labels: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    origin: str = "gold standard"


class Codes:
    """From the ids of a gold standard to IRIs: a bare code is that of a term whose IRI ends in it.

    Parameters
    ----------
    iris
        The IRIs among which a code is looked up: those of predictions and terminologies.
    origin
        The file of the gold standard, for messages.
    """

    def __init__(self, iris: Collection[str], origin: str) -> None:
        self._origin = origin
        self._iris: dict[str, str] = {}
        self._doubtful: dict[str, str] = {}
        for iri in sorted(iris):
            code = local_id(iri)
            if self._iris.setdefault(code, iri) != iri:
                self._doubtful[code] = iri

    def iri(self, code: str) -> str:
        """Return the IRI of a code, or the code where no IRI ends in it.

        Raises
        ------
        SourceFormatError
            If more than one IRI ends in it.
        """
        if ":" in code:
            return code
        if code in self._doubtful:
            reason = (
                f"code {code} may be {self._iris[code]} or {self._doubtful[code]}; write an id "
                "with its prefix"
            )
            raise SourceFormatError(self._origin, None, reason)
        return self._iris.get(code, code)


def gold_of(mapping_set: MappingSet, predicates: Collection[str]) -> Gold:
    """Return the pairs of a mapping set that stand in one of the predicates."""
    pairs: dict[Pair, None] = {}
    labels: dict[str, str] = {}
    for mapping in mapping_set.mappings:
        slots = mapping.slots
        if is_positive(mapping) and slots["predicate_id"] in predicates:
            pairs[Pair(slots["subject_id"], slots["object_id"])] = None
            for side in ("subject", "object"):
                labels.setdefault(slots[f"{side}_id"], slots.get(f"{side}_label", ""))
    return Gold(tuple(pairs), labels, mapping_set.notes)


def read_gold(
    path: Path,
    predicates: Collection[str],
    prefixes: dict[str, str],
    columns: tuple[str, ...] | None = None,
) -> Gold:
    """Return the pairs of a gold standard, an SSSOM file or a table.

    Parameters
    ----------
    path
        SSSOM if it opens with a heading or has the columns `subject_id` and `object_id`.
    predicates
        IRIs: which rows of an SSSOM file count.
    prefixes
        What prefixes of CURIEs mean, beside those that everybody knows.
    columns
        The columns of a table that hold the ids, where they are not to be found out.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        If the file cannot be read, has not the columns, or a row without an id; with the line.
    """
    if _is_sssom(path):
        return gold_of(read_mapping_set(path, prefixes), predicates)
    header, rows = _table(path)
    first, second = _id_columns(header, rows, path, columns)
    pairs: dict[Pair, None] = {}
    labels: dict[str, str] = {}
    for number, row in rows:
        ids = [_id(row[column], prefixes, path, number) for column in (first, second)]
        pairs[Pair(*ids)] = None
        for column, name in zip((first, second), ids, strict=True):
            beside = column + 1
            if beside not in (first, second, len(header)):
                labels.setdefault(name, row[beside])
    used = f"{path.name}: pairs of the columns '{header[first]}' and '{header[second]}'"
    return Gold(tuple(pairs), labels, (used,), str(path))


def read_codes(path: Path, prefixes: dict[str, str]) -> tuple[str, ...]:
    """Return the ids in the first column of a table.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        As `read_gold`.
    """
    _, rows = _table(path)
    return tuple(dict.fromkeys(_id(row[0], prefixes, path, number) for number, row in rows))


def _is_sssom(path: Path) -> bool:
    if path.name.endswith((".sssom.tsv", ".gz")):
        return True
    head = read_text(path).removeprefix("\ufeff")
    columns = head.partition("\n")[0].rstrip("\r").split("\t")
    return head.startswith("#") or {"subject_id", "object_id"} <= set(columns)


def _table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header, and each row with its line."""
    lines = list(_lines(read_text(path).removeprefix("\ufeff")))
    delimiter = "\t" if "\t" in lines[0] or "," not in lines[0] else ","
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        read = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    except csv.Error as error:
        raise SourceFormatError(path, reader.line_num, str(error)) from error
    (_, header), *rows = read
    for number, row in rows:
        if len(row) != len(header):
            reason = f"{len(header)} cells expected, as in the first line; here are {len(row)}"
            raise SourceFormatError(path, number, reason)
    return header, rows


def _lines(text: str) -> Iterator[str]:
    import io

    return iter(io.StringIO(text, newline=""))


def _id_columns(
    header: list[str],
    rows: list[tuple[int, list[str]]],
    path: Path,
    columns: tuple[str, ...] | None,
) -> tuple[int, int]:
    if columns is not None:
        missing = [name for name in columns if name not in header]
        if missing:
            reason = f"no column '{missing[0]}'; there are {', '.join(header)}"
            raise SourceFormatError(path, 1, reason)
        return header.index(columns[0]), header.index(columns[1])
    looked_at = [row for _, row in rows[:_N_LOOKED_AT]]
    for number in range(1, len(header)):
        if looked_at and all(_ID.fullmatch(row[number]) for row in looked_at):
            return 0, number
    reason = f"no second column of ids among {', '.join(header)}; name both with --columns"
    raise SourceFormatError(path, 1, reason)


def _id(text: str, prefixes: dict[str, str], path: Path, number: int) -> str:
    """Return an IRI, or a bare code as it is."""
    if not text:
        raise SourceFormatError(path, number, "a cell of ids is empty")
    if not _COLON.fullmatch(text):
        return text
    try:
        return expand(text, SUPPOSED | BUILTIN | prefixes)
    except IdentifierError as error:
        raise SourceFormatError(path, number, str(error)) from error
