"""The bytes of a file that may be packed: plain, gzip or Zstandard, by its ending."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..errors import MissingExtraError, SourceFormatError
from ..files import decode_text, read_bytes


def read_unpacked(path: Path) -> bytes:
    """Return the content of `path`, unpacked where its ending is one of `UNPACKERS`.

    Raises
    ------
    SourceNotFoundError
        If the file is not there or may not be read.
    SourceFormatError
        If it is no whole file of its packing.
    MissingExtraError
        If Zstandard is asked for and not installed.
    """
    unpack = UNPACKERS.get(path.suffix.lower())
    data = read_bytes(path)
    return data if unpack is None else unpack(data, path)


def read_unpacked_text(path: Path) -> str:
    """Return the unpacked content as text, without a byte order mark, each line end one character.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, MissingExtraError
        As `read_unpacked`, and where the content is empty, binary or not UTF-8.
    """
    text = decode_text(read_unpacked(path), path).removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def inner_name(path: Path) -> str:
    """Return the file name without the ending of its packing."""
    return path.stem if path.suffix.lower() in UNPACKERS else path.name


def _gunzip(data: bytes, path: Path) -> bytes:
    try:
        return gzip.decompress(data)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceFormatError(path, None, _reason("gzip", error)) from error


def _unzstd(data: bytes, path: Path) -> bytes:
    zstd = _zstd()
    try:
        unpacked: bytes = zstd.decompress(data)
    except zstd.ZstdError as error:
        raise SourceFormatError(path, None, _reason("zstd", error)) from error
    return unpacked


def _reason(packing: str, error: Exception) -> str:
    return f"not a whole {packing} file: {error}; fetch or pack it anew"


def _zstd() -> Any:
    """Return the module of the standard library, before Python 3.14 its backport."""
    import importlib

    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    try:
        return importlib.import_module(name)
    except ImportError as error:
        cure = "unpack the file, or install it with: pip install 'lmskg[zst]'"
        raise MissingExtraError(name, cure) from error


UNPACKERS: dict[str, Callable[[bytes, Path], bytes]] = {".gz": _gunzip, ".zst": _unzstd}
