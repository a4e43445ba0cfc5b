"""Keep an index on disk, so that the second search of the same files need not read them.

An index is named by the SHA-256 of what it rests on: the content and the names of the files, the
project's graph, and the code that makes it. It is sealed as a cached graph is; one that cannot be
read is passed over. It holds plain JSON: the terms, and their names in words; the blocks follow.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..assemble import cache_folder, cache_path, read_sealed, write_sealed
from ..errors import SourceNotFoundError
from ..resources import Project
from ..terminology import Scope, Terminology, of_project, read_terminology
from .index import Entry, Index, IndexedName, build_index, indexed

# what decides an index beside its inputs
_CODE = ("search/index.py", "search/kept.py", "link/normalise.py", "terminology/*.py")


def load_index(paths: Sequence[Path], project: Project | None = None) -> Index:
    """Return the index of ontologies or lists of terms, and of a project's graph.

    Parameters
    ----------
    paths
        Files that `read_terminology` reads.
    project
        The project whose graph is searched too: all that has a label in its definitions.

    Raises
    ------
    SourceError
        If a file cannot be read.
    LmskgError
        If the project is broken.
    """
    path = _place(paths, project)
    kept = read_sealed(path)
    if kept is not None:
        return _read(kept)
    index = build_index(_terminologies(paths, project))
    write_sealed(path, _written(index))
    return index


def _terminologies(paths: Iterable[Path], project: Project | None) -> Iterator[Terminology]:
    if project is not None:
        yield of_project(project)
    yield from map(read_terminology, paths)


def _place(paths: Sequence[Path], project: Project | None) -> Path:
    """Return where the index of these inputs is or would be kept."""
    digest = hashlib.sha256(cache_path(project).name.encode() if project else b"")
    package = Path(__file__).parents[1]
    code = sorted(path for pattern in _CODE for path in package.glob(pattern))
    for path in (*paths, *code):
        digest.update(f"{path.name}\0".encode())
        digest.update(_sha256(path))
    return cache_folder() / "search" / f"{digest.hexdigest()[:32]}.json"


def _sha256(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except FileNotFoundError as error:
        raise SourceNotFoundError(path) from error
    except IsADirectoryError as error:
        raise SourceNotFoundError(path, "is a folder, a file was expected") from error
    except OSError as error:
        raise SourceNotFoundError(path, error.strerror or "cannot be read") from error


def _written(index: Index) -> bytes:
    names = [
        [name.text, name.scope.value, name.entry, name.instead_of, " ".join(name.words)]
        for name in index.names
    ]
    kept = {"entries": index.entries, "names": names, "prefixes": index.prefixes}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def _read(kept: bytes) -> Index:
    said = json.loads(kept)
    names = (
        IndexedName(text, Scope(scope), entry, instead_of, tuple(words.split(" ")))
        for text, scope, entry, instead_of, words in said["names"]
    )
    return indexed((Entry(*entry) for entry in said["entries"]), names, said["prefixes"])
