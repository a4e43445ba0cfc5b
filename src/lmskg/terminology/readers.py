"""Which reader a file goes to, by its ending, and the way from there to a `Terminology`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import SourceFormatError, UnsupportedFormatError
from ..graph.store import FORMATS
from .draft import Draftbook
from .finish import finish
from .model import Terminology
from .obo import read_obo
from .obographs import read_obographs
from .packed import UNPACKERS, inner_name, read_unpacked_text
from .rdf import read_rdf
from .records import read_records
from .rows import Layout
from .table import DELIMITERS, read_table


def read_terminology(
    path: Path,
    *,
    label_column: str | None = None,
    id_column: str | None = None,
    synonym_columns: Sequence[str] = (),
    definition_column: str | None = None,
    parent_column: str | None = None,
    delimiter: str | None = None,
    separator: str = "|",
    id_prefix: str | None = None,
    prefixes: Mapping[str, str] | None = None,
    id_spaces: Sequence[str] = (),
) -> Terminology:
    """Return the terms that a file holds: an ontology, a table, JSON records.

    Its form is told by its ending, one of `READERS`, with one of `UNPACKERS` behind it or not.
    Cross-references and mappings are never read, so that nothing that rests on the result can
    have seen them.

    Parameters
    ----------
    path
        The file.
    label_column, id_column, synonym_columns, definition_column, parent_column
        Names of the columns of a table, of the keys of JSON records, or numbers from 1 where a
        table has no header; where not given, columns of usual names are taken. Without a column
        of ids the terms are mere words.
    delimiter
        Between the cells of a table; by the ending where not given.
    separator
        Between the values of one cell: synonyms, parents.
    id_prefix
        Prefix of the bare codes of a table, such as NCIT.
    prefixes
        IRIs of the prefixes of a table; one that is not there is taken for an id space of OBO.
    id_spaces
        Prefixes, or starts of IRIs, of the terms that are the ontology's own; see `own_terms`.

    Raises
    ------
    UnsupportedFormatError
        If the ending is not known.
    SourceNotFoundError, SourceFormatError, OntologyParseError
        If the file cannot be read, is empty, broken or truncated, has no labelled term, or lacks
        a column that was named.
    MissingExtraError
        If it is packed with Zstandard and no package is there to unpack it.
    """
    layout = Layout(
        label_column,
        id_column,
        tuple(synonym_columns),
        definition_column,
        parent_column,
        delimiter,
        separator,
        id_prefix,
        prefixes or {},
    )
    reader = READERS.get(Path(inner_name(path)).suffix.lower())
    if reader is None:
        raise UnsupportedFormatError(path.name, [*READERS, *UNPACKERS])
    if layout.named() and not reader.has_columns:
        raise SourceFormatError(path, None, "columns can be named in tables and JSON records only")
    return finish(reader.read(path, layout), path, id_spaces)


def _read_json(path: Path, layout: Layout) -> Draftbook:
    try:
        document: Any = json.loads(read_unpacked_text(path))
    except json.JSONDecodeError as error:
        reason = f"broken JSON: {error.msg}"
        raise SourceFormatError(path, error.lineno, reason, error.colno) from error
    except RecursionError as error:
        raise SourceFormatError(path, None, "this JSON is nested too deeply") from error
    if isinstance(document, dict) and "graphs" in document:
        return read_obographs(document, inner_name(path), path)
    if isinstance(document, dict) and "@context" in document:
        raise SourceFormatError(path, None, "this is JSON-LD; name the file .jsonld")
    return read_records(document, inner_name(path), path, layout)


class Reader(NamedTuple):
    """The reader of a form, and whether a user can name the columns of that form."""

    read: Callable[[Path, Layout], Draftbook]
    has_columns: bool = False


READERS: dict[str, Reader] = {
    ".obo": Reader(lambda path, layout: read_obo(path)),
    ".json": Reader(_read_json, has_columns=True),
    **{ending: Reader(read_table, has_columns=True) for ending in DELIMITERS},
    **{f".{ending}": Reader(lambda path, layout: read_rdf(path)) for ending in FORMATS},
}
