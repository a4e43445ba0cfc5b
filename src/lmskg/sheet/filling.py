"""What a person may leave out: offsets, which follow from words, checksums, the file of a record.

Words that stand once in the text give their place; words that stand in none or in several give a
fault that says where.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from ..errors import SourceError
from ..evidence.anchors import Quote
from ..evidence.compare import compare_quote
from ..evidence.texts import StoredText, shown
from ..files import decode_text, read_bytes
from ..model import Finding
from ..namespaces import DCTERMS, KG, OA, XSD, compress
from ..resources import Project
from .book import Row
from .cells import CellError, Value, escape, unescape
from .grid import fault
from .reading import Reading
from .tables import FILE, IN_CLAIM_FILES, OF, WORDS

_INTEGER = NamedNode(f"{XSD}integer")
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.ttl")


@dataclass(frozen=True, slots=True)
class Filled:
    """Rows with all that follows from them, the stored texts, and what could not be found."""

    rows: Mapping[str, Row]
    texts: Mapping[str, StoredText]
    faults: tuple[Finding, ...]


def fill(
    project: Project, rows: Mapping[str, Row], current: Mapping[str, Row], reading: Reading
) -> Filled:
    """Return the rows with everything that can be found out filled in.

    Parameters
    ----------
    project
        Where the texts lie.
    rows
        What the project is to hold; rows that are those of `current` are left alone.
    current
        What it holds.
    reading
        The file, for the place of a cell and the words of a span.
    """
    filled = dict(rows)
    faults: list[Finding] = []
    texts: dict[str, StoredText] = {}
    prefixes = project.prefixes()

    def tell(row: Row, name: str, message: str) -> None:
        where, focus = reading.place(row.iri, name), compress(row.iri, prefixes)
        faults.append(fault("not-found", where, message, focus))

    for iri, row in rows.items():
        if row.table == "Texts" and row.one(f"{KG.iri}file"):
            try:
                filled[iri], texts[iri] = _with_text(project, row, row is not current.get(iri))
            except SourceError as error:
                tell(row, f"{KG.iri}file", str(error))
    holder = {v.value: row for row in rows.values() for v in row.cells.get(KG.text, ())}
    sources = {row.iri: text for text, row in holder.items()}
    for iri, row in rows.items():
        old = current.get(iri)
        try:
            if row.table == "Evidence" and row is not old:
                filled[iri] = _with_offsets(_with_own_text(row, sources), old, texts)
            elif row.table == "Spans" and iri in reading.rows:
                filled[iri] = _with_span(row, old, texts, reading.words.get(iri, ""))
        except CellError as error:
            name = WORDS if row.table == "Spans" else OA.exact
            tell(row, name, str(error))
    filled = _with_files(filled, current, holder)
    for iri, row in filled.items():
        file = row.one(FILE)
        is_new = row.table in IN_CLAIM_FILES and row is not current.get(iri)
        if is_new and file is not None and not _FILE_NAME.fullmatch(file.value):
            message = f"'{file.value}' is no name of a claim file; write it as source-name.ttl"
            tell(row, FILE, message)
    return Filled(filled, texts, tuple(faults))


def _with_text(project: Project, row: Row, is_changed: bool) -> tuple[Row, StoredText]:
    """Return the row of a text with checksum and length, and the text."""
    name = row.cells[f"{KG.iri}file"][0].value
    path = project.texts / name
    data = read_bytes(path)
    text = StoredText(row.iri, name, decode_text(data, path))
    if is_changed:
        cells = dict(row.cells)
        cells.setdefault(KG.sha256, (Literal(hashlib.sha256(data).hexdigest()),))
        cells.setdefault(KG.characters, (_integer(text.n_characters),))
        row = replace(row, cells=cells)
    return row, text


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=_INTEGER)


def _with_own_text(row: Row, texts: Mapping[str, str]) -> Row:
    """Return evidence that quotes with the text of its source, where it names none."""
    source = row.one(DCTERMS.source)
    if not row.cells.get(OA.exact) or OA.hasSource in row.cells or source is None:
        return row
    if source.value not in texts:
        raise CellError("there is a quote, but no stored text of this source; see docs/curating.md")
    return replace(row, cells={**row.cells, OA.hasSource: (NamedNode(texts[source.value]),)})


def _with_offsets(row: Row, old: Row | None, texts: Mapping[str, StoredText]) -> Row:
    """Return evidence with the place of each of its quotes."""
    text = texts.get(getattr(row.one(OA.hasSource), "value", ""))
    quotes = row.cells.get(OA.exact, ())
    if text is None or not quotes:
        if OA.start in row.cells or OA.end in row.cells:
            raise CellError("there are offsets, but no quote or no stored text that they count in")
        return row
    starts, ends = row.cells.get(OA.start, ()), row.cells.get(OA.end, ())
    if old and row.cells[OA.exact] != old.cells.get(OA.exact):
        # offsets that the person left as they were belong to the old words
        starts = () if starts == old.cells.get(OA.start) else starts
        ends = () if ends == old.cells.get(OA.end) else ends
    if starts and len(starts) != len(quotes):
        raise CellError(
            f"{len(quotes)} quotes, but {len(starts)} starts; give one for each, or none"
        )
    found = [
        _place(quote.value, _offset(starts[n]) if starts else None, text)
        for n, quote in enumerate(quotes)
    ]
    told = tuple(_integer(end) for _, end in found)
    if ends and [end.value for end in ends] != [end.value for end in told]:
        raise CellError(f"the quote ends at {told[0].value}; correct the end, or leave it empty")
    offsets = {OA.start: tuple(_integer(start) for start, _ in found), OA.end: told}
    return replace(row, cells={**row.cells, **offsets})


def _offset(value: Value) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value.value):
        raise CellError(f"'{value.value}' is no offset; leave start and end empty to have it found")
    return int(value.value)


def _place(words: str, start: int | None, text: StoredText) -> tuple[int, int]:
    """Return where words stand in a text.

    Raises
    ------
    CellError
        If they stand nowhere, several times, or not at `start`.
    """
    places = [m.start() for m in re.finditer(f"(?={re.escape(words)})", text.text)]
    if start is not None and start in places:
        return start, start + len(words)
    if start is None and len(places) == 1:
        return places[0], places[0] + len(words)
    if start is None and places:
        listed = ", ".join(f"{place} ({text.place(place)})" for place in places[:5])
        raise CellError(
            f"{shown(words)} stands {len(places)} times in {text.name}: at {listed}; put the "
            "right one into 'start', or quote more words"
        )
    quote = Quote("", "", text.iri, words, start or 0, (start or 0) + len(words))
    raise CellError(
        f"{compare_quote(quote, {text.iri: text}).message}; quote the text exactly, or leave "
        "start and end empty to have it found"
    )


def _words_at(span: Row, text: StoredText) -> str:
    """Return the words at the place of a span; none where it has no place."""
    start, end = span.one(OA.start), span.one(OA.end)
    return text.text[_offset(start) : _offset(end)] if start and end else ""


def _with_span(row: Row, old: Row | None, texts: Mapping[str, StoredText], written: str) -> Row:
    """Return a span with its place, found by its words where it has none."""
    text = texts.get(getattr(row.one(OA.hasSource), "value", ""))
    if text is None:
        return row
    start, end = row.one(OA.start), row.one(OA.end)
    if start is not None and end is not None:
        said = _words_at(row, text)
        is_moved = old is None or (start, end) != (old.one(OA.start), old.one(OA.end))
        # the words that were shown for the old place are no claim about the new one
        was = _words_at(old, text) if old else ""
        if not written or unescape(written) in (said, was if is_moved else said):
            return row
        if is_moved:
            message = f"{start.value}-{end.value} is {shown(said)}; correct it, or empty 'words'"
            raise CellError(message)
    if not written:
        raise CellError("a span needs start and end, or its words")
    first, last = _place(unescape(written), None, text)
    return replace(
        row, cells={**row.cells, OA.start: (_integer(first),), OA.end: (_integer(last),)}
    )


def _with_files(
    rows: Mapping[str, Row], current: Mapping[str, Row], holder: Mapping[str, Row]
) -> dict[str, Row]:
    """Return the rows, new ones with their claim file: where its like stands, else a new one."""
    sources = _sources_of(rows, holder)
    homes: dict[str, set[str]] = {}
    for iri, row in rows.items():
        for source in sources.get(iri, ()) if FILE in row.cells else ():
            homes.setdefault(source, set()).add(row.cells[FILE][0].value)
    found = dict(rows)
    for iri, row in rows.items():
        if row.table not in IN_CLAIM_FILES or FILE in row.cells or row is current.get(iri):
            continue
        own = sorted(sources.get(iri, ()))
        files = sorted({name for source in own for name in homes.get(source, ())})
        ends = [name[max(name.rfind("/"), name.rfind("#")) + 1 :] for name in own] or ["new"]
        name = files[0] if len(files) == 1 else f"{ends[0]}.ttl"
        found[iri] = replace(row, cells={**row.cells, FILE: (Literal(name),)})
    return found


def _sources_of(rows: Mapping[str, Row], holder: Mapping[str, Row]) -> dict[str, set[str]]:
    """Return the sources that claims and their like rest on, by IRI."""
    found: dict[str, set[str]] = {}
    for row in rows.values():
        if row.table == "Evidence":
            cited = {source.value for source in row.cells.get(DCTERMS.source, ())}
            for owner in row.cells.get(OF, ()):
                found.setdefault(owner.value, set()).update(cited)
        elif row.table == "Spans":
            text = row.one(OA.hasSource)
            if text is not None and text.value in holder:
                found[row.iri] = {holder[text.value].iri}
    for row in rows.values():
        for member in row.cells.get(f"{KG.iri}member", ()):
            found.setdefault(row.iri, set()).update(found.get(member.value, ()))
    return found


def words_of(rows: Mapping[str, Row], texts: Mapping[str, StoredText]) -> dict[str, str]:
    """Return the words of each span, by its IRI, escaped for a cell."""
    found: dict[str, str] = {}
    for iri, row in rows.items():
        text = texts.get(getattr(row.one(OA.hasSource), "value", ""))
        start, end = row.one(OA.start), row.one(OA.end)
        if row.table == "Spans" and text and start is not None and end is not None:
            found[iri] = escape(text.text[int(start.value) : int(end.value)])
    return found
