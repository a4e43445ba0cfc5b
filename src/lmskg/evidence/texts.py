"""Read the stored texts of a project and hold each against the checksum on record.

Line ends and no-break spaces stay as they are: offsets count the characters of the file, read
as UTF-8. Not here: what is quoted from a text.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from pyoxigraph import Store

from ..errors import ChecksumError, SourceFormatError
from ..files import decode_text, read_bytes
from ..namespaces import KG
from ..resources import Project
from .columns import Column, column, members, texts_of


@dataclass(frozen=True, slots=True)
class StoredText:
    """The words of a source: IRI, file name and the whole text."""

    iri: str
    name: str
    text: str

    @property
    def n_characters(self) -> int:
        """The number of characters, which is the end offset of the whole text."""
        return len(self.text)

    def place(self, start: int) -> str:
        """Return `file:line:column` of an offset, counted from 1."""
        line = self.text.count("\n", 0, start) + 1
        return f"{self.name}:{line}:{start - self.text.rfind(chr(10), 0, start)}"


def read_texts(project: Project, store: Store) -> dict[str, StoredText]:
    """Return the stored texts that `store` names, by IRI, each unchanged since it was recorded.

    Parameters
    ----------
    project
        Where the files lie.
    store
        Holds the records of the texts (`kg:Text` with `kg:file` and `kg:sha256`).

    Returns
    -------
    dict of str to StoredText
        One entry for each `kg:Text`, sorted by IRI.

    Raises
    ------
    SourceNotFoundError
        If a file is missing or may not be read.
    SourceFormatError
        If a file is empty, binary or not UTF-8, or if a record lacks its file name or checksum,
        has two of them, or names a file outside the folder of texts.
    ChecksumError
        If a file's SHA-256 is not the one on record.
    """
    files, sums = column(store, KG.file), column(store, KG.sha256)
    texts: dict[str, StoredText] = {}
    for iri in members(store, [KG.Text]):
        name = _only(project, iri, "kg:file", files)
        expected = _only(project, iri, "kg:sha256", sums)
        if not name or name in (".", "..") or PurePath(name).name != name or "\\" in name:
            reason = f"{iri}: kg:file '{name}' must be the name of a file in {project.texts.name}/"
            raise SourceFormatError(project.sources, None, reason)
        path = project.texts / name
        data = read_bytes(path)
        text = decode_text(data, path)
        digest = hashlib.sha256(data).hexdigest()
        if digest != expected:
            raise ChecksumError(path, expected, digest)
        texts[iri] = StoredText(iri, name, text)
    return texts


def _only(project: Project, iri: str, name: str, values: Column) -> str:
    """Return the one value a text's record has for a property."""
    found = texts_of(values, iri)
    if len(found) != 1:
        raise SourceFormatError(
            project.sources, None, f"{iri} needs exactly one {name}, found {len(found)}"
        )
    return found[0]


def shown(text: str, limit: int = 60) -> str:
    r"""Return a stretch of text on one line, quoted, with what the eye cannot see spelled out.

    Examples
    --------
    >>> print(shown("5% \n"))
    "5% \n"
    """
    cut = text if len(text) <= limit else f"{text[: limit - 1]}…"
    visible = "".join(
        char if char == " " or (char.isprintable() and not char.isspace()) else _escaped(char)
        for char in cut
    )
    return f'"{visible}"'


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
