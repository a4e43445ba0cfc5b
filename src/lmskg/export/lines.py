"""Read a text file line by line, without holding it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..errors import SourceFormatError, SourceNotFoundError


def read_lines(path: Path) -> Iterator[str]:
    r"""Yield the lines of a UTF-8 file without their `\n`; no other character ends a line.

    Raises
    ------
    SourceNotFoundError
        If the file is not there or may not be read.
    SourceFormatError
        If it is not UTF-8; with the line.
    """
    number = 0
    try:
        with path.open("rb", buffering=1 << 20) as stream:
            for line in stream:
                number += 1
                yield line.decode("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        reason = "not UTF-8; save the file as UTF-8"
        raise SourceFormatError(path, number, reason, error.start + 1) from error
    except FileNotFoundError as error:
        raise SourceNotFoundError(path) from error
    except OSError as error:
        raise SourceNotFoundError(path, error.strerror or str(error)) from error
