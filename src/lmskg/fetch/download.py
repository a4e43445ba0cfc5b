"""Receive a file, and go on where another try ended.

What has come stands in a part beside its place, with a note of which file it is a part of: the
validators that the home sent (ETag, Last-Modified), and the SHA-256 that it publishes. The rest is
asked for with `Range` and `If-Range`; where the file has changed meanwhile, the home sends all of
it, and the part is begun anew. A part without a note that a home can check is never gone on with.

References
----------
RFC 9110, sections 13.1.5 (If-Range), 14.2 (Range), 14.4 (Content-Range), 15.5.17 (416).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from http.client import HTTPResponse
from pathlib import Path
from typing import BinaryIO

from ..errors import FetchAnswerError, FetchChecksumError, OutputError, SourceNotFoundError
from ..files import read_bytes, write_bytes
from .listing import Wanted
from .opening import NOT_MODIFIED, UNSATISFIABLE, PassingError, opened, read_chunk, retried

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all

PARTIAL = 206
_CHUNK_BYTES = 262_144
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """Which file something is, or is a part of, as far as its home has said."""

    address: str
    etag: str | None = None
    last_modified: str | None = None
    size_bytes: int | None = None
    sha256: str | None = None

    @property
    def validator(self) -> str | None:
        """What `If-Range` may hold: a strong ETag, else the date."""
        if self.etag:
            return None if self.etag.startswith("W/") else self.etag
        return self.last_modified


def conditions(held: Source) -> dict[str, str]:
    """Return the headers that ask for a file only if it is not the one held."""
    asked = {"If-None-Match": held.etag, "If-Modified-Since": held.last_modified}
    return {name: value for name, value in asked.items() if value}


def download(
    wanted: Wanted, part: Path, held: Source | None, *, timeout_s: float, on_progress: Progress
) -> Source | None:
    """Receive a file into `part`, and return what it is; `None` if `held` is the same file.

    Parameters
    ----------
    wanted
        The file, and what its home says of it.
    part
        Where the file grows; a note stands beside it until it is whole.
    held
        What is kept already, so that it is not sent again.
    timeout_s
        Longest silence of the other side, in seconds.
    on_progress
        Called with the bytes so far and the bytes in all.

    Raises
    ------
    FetchError
        If the home cannot be reached, refuses, or sends something else.
    OutputError
        If the part cannot be written.
    """

    def attempt() -> Source | None:
        source, is_resumed = _attempt(wanted, part, held, timeout_s, on_progress)
        return None if source is None else _verified(wanted, part, source, is_resumed)

    return retried(wanted.address, attempt)


def discard(part: Path) -> None:
    """Remove a part and its note."""
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _attempt(
    wanted: Wanted, part: Path, held: Source | None, timeout_s: float, on_progress: Progress
) -> tuple[Source | None, bool]:
    """Return the file that is whole now (`None` if not modified), and whether a part was used."""
    begun = _begun(wanted, part)
    n_held = part.stat().st_size if begun else 0
    headers = {"Accept-Encoding": "identity", **(conditions(held) if held else {})}
    if begun and begun.validator:
        headers |= {"Range": f"bytes={n_held}-", "If-Range": begun.validator}
    with opened(wanted.address, headers, timeout_s) as response:
        if response.status == NOT_MODIFIED:
            return None, False
        if response.status == UNSATISFIABLE:
            return _whole_already(part, begun, n_held), True
        _check_is_file(wanted, response)
        start = n_held if response.status == PARTIAL else 0
        source = _continued(response, begun, n_held) if start else _offered(wanted, response)
        if source is None:
            discard(part)
            raise PassingError("the rest is of another file")
        if not start:
            discard(part)
            write_bytes(_note(part), json.dumps(asdict(source)).encode())
        n_received = _receive(response, part, start, source, timeout_s, on_progress)
    _check_length(wanted, part, source, n_received)
    return source, start > 0


def _check_length(wanted: Wanted, part: Path, source: Source, n_received: int) -> None:
    size = source.size_bytes
    if size is not None and n_received < size:
        raise PassingError(f"the connection broke off at byte {n_received} of {size}")
    if size is not None and n_received > size:
        discard(part)
        said = f"{n_received} bytes came, its home says {size}"
        raise FetchAnswerError(wanted.address, said)


def _note(part: Path) -> Path:
    return part.with_name(f"{part.name}.json")


def _begun(wanted: Wanted, part: Path) -> Source | None:
    """Return what the part on disk is a part of, if it can be gone on with."""
    try:
        begun = Source(**json.loads(read_bytes(_note(part))))
        is_same = (begun.address, begun.sha256) == (wanted.address, wanted.sha256)
        return begun if is_same and begun.validator and part.stat().st_size else None
    except (SourceNotFoundError, OSError, ValueError, TypeError):
        return None


def _whole_already(part: Path, begun: Source | None, n_held: int) -> Source:
    """Return what the part is, where the home has nothing to add to it."""
    if begun and begun.size_bytes == n_held:
        return begun
    discard(part)
    raise PassingError("the part on disk did not fit")


def _check_is_file(wanted: Wanted, response: HTTPResponse) -> None:
    headers = response.headers
    if headers.get("content-type") and headers.get_content_type() == "text/html":
        raise FetchAnswerError(wanted.address, "a web page came, not the file")
    if headers.get("content-encoding", "identity") != "identity":
        raise FetchAnswerError(wanted.address, "the file came packed, though this was not asked")


def _offered(wanted: Wanted, response: HTTPResponse) -> Source | None:
    """Return which file an answer holds, `None` for a part that nobody asked for."""
    if response.status == PARTIAL:
        return None
    headers = response.headers
    length = headers.get("content-length", "")
    size = int(length) if re.fullmatch(r"\d{1,15}", length) else None
    if wanted.size_bytes is not None and size not in (None, wanted.size_bytes):
        said = f"{size} bytes are offered, its home says {wanted.size_bytes}"
        raise FetchAnswerError(wanted.address, said)
    etag, date = headers.get("etag"), headers.get("last-modified")
    known = wanted.size_bytes if size is None else size
    return Source(wanted.address, etag, date, known, wanted.sha256)


def _continued(response: HTTPResponse, begun: Source | None, n_held: int) -> Source | None:
    """Return the file that an answer goes on with, `None` if it is not the one begun.

    A server that does not know `If-Range` sends the rest of whatever it has now.
    """
    found = _RANGE.fullmatch(response.headers.get("content-range", ""))
    if begun is None or found is None or int(found[1]) != n_held:
        return None
    size, etag = int(found[2]), response.headers.get("etag", begun.etag)
    date = response.headers.get("last-modified", begun.last_modified)
    is_same = (etag, date) == (begun.etag, begun.last_modified)
    return replace(begun, size_bytes=size) if is_same and begun.size_bytes in (None, size) else None


def _receive(
    response: HTTPResponse,
    part: Path,
    start: int,
    source: Source,
    timeout_s: float,
    on_progress: Progress,
) -> int:
    """Append what comes to the part, and return how many bytes it holds."""
    n_received = start
    try:
        stream = part.open("ab")
    except OSError as error:
        raise OutputError(part, error.strerror or str(error)) from error
    with stream:
        on_progress(n_received, source.size_bytes)
        while chunk := read_chunk(response, _CHUNK_BYTES, timeout_s):
            _append(stream, chunk, part)
            n_received += len(chunk)
            on_progress(n_received, source.size_bytes)
    return n_received


def _append(stream: BinaryIO, chunk: bytes, part: Path) -> None:
    try:
        stream.write(chunk)
        stream.flush()
    except OSError as error:
        raise OutputError(part, error.strerror or str(error)) from error


def _verified(wanted: Wanted, part: Path, source: Source, is_resumed: bool) -> Source:
    """Return what a whole file is, with its SHA-256; a false one is not kept."""
    size = part.stat().st_size
    if not size:
        discard(part)
        raise FetchAnswerError(wanted.address, "the file is empty")
    found = sha256_of(part)
    if wanted.sha256 in (None, found):
        return replace(source, size_bytes=size, sha256=found)
    discard(part)
    if is_resumed:  # parts of two files; all of one comes next
        raise PassingError("what came in parts does not fit together")
    raise FetchChecksumError(wanted.address, wanted.sha256, found)
