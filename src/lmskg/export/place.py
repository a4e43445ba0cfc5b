"""Places for results that are too large to hold: whole when the writing ends, else nothing there.

A file is written beside its place and renamed; so is a folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import OutputError


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file that stands at `path` when the block ends well, and nowhere else.

    What is no file (a device, a pipe) is written to as it is.

    Raises
    ------
    OutputError
        If the folder is missing, read-only or full.
    """
    place = path.resolve()
    try:
        if path.exists() and not path.is_file():  # a pipe's own name, for it has no resolved one
            with path.open("wb") as stream:
                yield stream
            return
        descriptor, temporary = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
    try:
        with os.fdopen(descriptor, "wb", buffering=1 << 20) as stream:
            yield stream
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, place)
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a folder that stands at `path` when the block ends well, and nowhere else.

    Raises
    ------
    OutputError
        If there is a file or a folder that is not empty, or the place cannot be written.
    """
    place = path.resolve()
    try:
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise OutputError(path, "it is there and not empty; name a new or an empty folder")
        temporary = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
    try:
        yield temporary
        os.chmod(temporary, 0o777 & ~_umask())
        os.replace(temporary, place)
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _umask() -> int:
    """Return the process's file mode mask; the only way to read it is to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
