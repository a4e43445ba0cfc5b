"""Files in and out: named errors for what cannot be read, whole files or none for what is written.

Not here: any format. This module knows bytes and UTF-8 text.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from .errors import OutputError, SourceFormatError, SourceNotFoundError


def read_bytes(path: Path) -> bytes:
    """Return the content of `path`.

    Raises
    ------
    SourceNotFoundError
        If the file is not there or may not be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceNotFoundError(path) from error
    except IsADirectoryError as error:
        raise SourceNotFoundError(path, "is a folder, a file was expected") from error
    except OSError as error:
        raise SourceNotFoundError(path, error.strerror or "cannot be read") from error


def read_text(path: Path) -> str:
    """Return the content of `path` as text, line ends untouched.

    Raises
    ------
    SourceNotFoundError
        If the file is not there or may not be read.
    SourceFormatError
        If it is empty, binary or not UTF-8.
    """
    return decode_text(read_bytes(path), path)


def decode_text(data: bytes, path: Path | str) -> str:
    """Return `data` as text; `path` is only named in errors.

    Raises
    ------
    SourceFormatError
        If `data` is empty, holds a NUL byte, or is not UTF-8.
    """
    if not data.strip():
        raise SourceFormatError(path, None, "the file is empty")
    if b"\0" in data:
        raise SourceFormatError(path, None, "the file is binary, text was expected")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise SourceFormatError(
            path,
            line,
            f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8",
            column,
        ) from error


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` beside `path` and rename, so that a killed run leaves the old file whole.

    A link is followed, and what is no file (a device, a pipe) is written to as it is.

    Raises
    ------
    OutputError
        If the folder is missing, read-only or full.
    """
    write_chunks(path, (data,))


def write_chunks(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that need not fit into memory; see `write_bytes`.

    Raises
    ------
    OutputError
        If the folder is missing, read-only or full.
    """
    import tempfile

    temporary: str | None = None
    try:
        place = path.resolve()
        if path.exists() and not path.is_file():  # a pipe's own name, for it has no resolved one
            with path.open("wb") as stream:
                stream.writelines(chunks)
            return
        descriptor, temporary = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.writelines(chunks)
        # mkstemp makes the file private; an output is as readable as any new file
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, place)
        temporary = None
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
    finally:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    """Return the process's file mode mask; the only way to read it is to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
