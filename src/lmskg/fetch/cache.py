"""Keep releases in the user's cache, each with a record of what came and from where.

The record holds the address, the version, what the home said of the file, its size and its
SHA-256, and whether the home publishes that sum or it was taken of what came. A kept file is held
against its record at each use; one that differs is fetched anew. A home that cannot be reached
does not stand in the way of a file that is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ..assemble import cache_folder
from ..errors import (
    FetchAnswerError,
    FetchError,
    FetchUnreachableError,
    OutputError,
    SourceNotFoundError,
)
from ..files import read_bytes, write_bytes
from .download import Progress, Source, discard, download, sha256_of
from .listing import Wanted, read_listing
from .releases import Release

TIMEOUT_S = 60.0  # most seconds without a byte

_FILE_NAME = re.compile(r"\w[\w.-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Record:
    """What a kept file is: `is_published` tells whether its home publishes this SHA-256."""

    address: str
    version: str | None
    etag: str | None
    last_modified: str | None
    size_bytes: int
    sha256: str
    is_published: bool


@dataclass(frozen=True, slots=True)
class Fetched:
    """A release on this machine.

    `is_new` if it came just now, `is_current` unless its home could not be asked for a newer one;
    `notes` are for a person.
    """

    path: Path
    record: Record
    is_new: bool
    is_current: bool = True
    notes: tuple[str, ...] = ()


def fetch(
    release: Release,
    *,
    address: str | None = None,
    is_forced: bool = False,
    timeout_s: float = TIMEOUT_S,
    on_progress: Progress = lambda _received, _total: None,
) -> Fetched:
    """Return the current release, from the cache where that holds it.

    Parameters
    ----------
    release
        One of `RELEASES`.
    address
        Where to get the file instead of its home; no checksum is published there.
    is_forced
        Download the file though it is kept.
    timeout_s
        Longest silence of the other side, in seconds.
    on_progress
        Called with the bytes so far and the bytes in all, `None` where these are not known.

    Raises
    ------
    FetchError
        If it cannot be downloaded and is not kept; if what comes is not what its home publishes.
    OutputError
        If the cache cannot be written, or another process is fetching the same file.
    """
    path = place(release, address)
    with _alone(path):
        held = _held(path)
        wanted, notes = _wanted(release, address, timeout_s)
        if held and not is_forced and wanted.sha256 == held.sha256:
            return Fetched(path, held, is_new=False)
        try:
            source = download(
                wanted,
                _part(path),
                None if is_forced or wanted.sha256 else _source(held),
                timeout_s=timeout_s,
                on_progress=on_progress,
            )
        except FetchUnreachableError as fault:
            if held is None or is_forced:
                raise
            notes += (f"its home cannot be asked for a newer one: {fault}",)
            return Fetched(path, held, is_new=False, is_current=False, notes=notes)
        if source is None:
            return Fetched(path, held or _lost(wanted), is_new=False, notes=notes)
        return Fetched(path, _keep(path, wanted, source), is_new=True, notes=notes)


def place(release: Release, address: str | None = None) -> Path:
    """Return where a release, as one address gives it, is or would be kept.

    The file has the name that the address gives it, for its ending tells its form.
    """
    of = hashlib.sha256((address or release.address).encode()).hexdigest()[:8]
    named = urlsplit(address or "").path.rpartition("/")[2]
    file = named if _FILE_NAME.fullmatch(named) else release.file
    return cache_folder() / "releases" / f"{release.name}-{of}" / file


def _part(path: Path) -> Path:
    return path.with_name(f"{path.name}.part")


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _wanted(
    release: Release, address: str | None, timeout_s: float
) -> tuple[Wanted, tuple[str, ...]]:
    """Return what to download, and what to tell of it."""
    if address or not release.listing:
        return Wanted(address or release.address), ()
    try:
        return read_listing(release.listing, release.file, timeout_s), ()
    except FetchError as fault:
        said = f"its home's checksum is not known, so what comes is not held against it: {fault}"
        return Wanted(release.address), (said,)


def _held(path: Path) -> Record | None:
    """Return the record of a kept file, `None` where there is none or the file is not its own."""
    try:
        record = Record(**json.loads(read_bytes(_note(path))))
        is_whole = path.stat().st_size == record.size_bytes and sha256_of(path) == record.sha256
    except (SourceNotFoundError, OSError, ValueError, TypeError):
        return None
    return record if is_whole else None


def _source(record: Record | None) -> Source | None:
    if record is None:
        return None
    return Source(record.address, record.etag, record.last_modified)


def _lost(wanted: Wanted) -> Record:
    raise FetchAnswerError(wanted.address, "says that a file is not newer, and none was named")


def _keep(path: Path, wanted: Wanted, source: Source) -> Record:
    """Put a whole file in its place, with its record."""
    record = Record(
        wanted.address,
        wanted.version,
        source.etag,
        source.last_modified,
        source.size_bytes or 0,
        source.sha256 or "",
        is_published=wanted.sha256 is not None,
    )
    try:
        _part(path).replace(path)
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
    discard(_part(path))
    write_bytes(_note(path), (json.dumps(asdict(record), indent=2) + "\n").encode())
    return record


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from writing the same file; the system lets go when this one ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.with_name(f"{path.name}.lock").open("wb")
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
    with stream:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise OutputError(path, "another `lmskg fetch` is at it") from error
        yield
