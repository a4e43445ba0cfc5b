"""The lines of an SSSOM/TSV file, the YAML of its heading, and what that says of the rows."""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path
from typing import Any

from ..errors import SourceFormatError, SourceNotFoundError
from ..files import decode_text, read_bytes, read_text
from .slots import SEVERAL, SHARED, Mapping, join_values

_GZIP = b"\x1f\x8b"


def read_lines(path: Path, *, is_own: bool) -> list[str]:
    """Return the lines of a file with their ends; a byte order mark is left out.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        If the file is not there, empty, binary, not UTF-8 or a broken gzip file.
    """
    data = read_bytes(path)
    if not is_own and data.startswith(_GZIP):
        try:
            data = gzip.decompress(data)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise SourceFormatError(path, None, f"not a whole gzip file: {error}") from error
    text = decode_text(data, path).removeprefix("\ufeff")
    # a cell may hold a character that splitlines() takes for a line end
    return list(io.StringIO(text, newline=""))


def split_heading(lines: list[str], path: Path, *, is_own: bool) -> tuple[dict[str, Any], int]:
    """Return the metadata and the number of lines that hold them; all values are texts.

    Raises
    ------
    SourceFormatError
        If the heading is no YAML, is no list of keys and values, or has a broken `curie_map`.
    """
    n_heading = next((n for n, line in enumerate(lines) if line[0] != "#"), len(lines))
    heading = [line[1:].rstrip("\r\n") for line in lines[:n_heading]]
    if not is_own and not heading:
        heading = _heading_beside(path)
    metadata = _parse("\n".join(heading), path)
    if not isinstance(metadata, dict):
        if heading or is_own:
            raise SourceFormatError(path, 1, "a heading of '#key: value' lines was expected")
        metadata = {}
    curie_map = metadata.get("curie_map") or {}
    if not isinstance(curie_map, dict) or not all(map(_is_namespace, curie_map.values())):
        raise SourceFormatError(path, None, "heading: curie_map must be 'prefix: IRI' lines")
    return {
        name: [value] if name in SEVERAL and isinstance(value, str) else value
        for name, value in metadata.items()
        if value
    }, n_heading


def _heading_beside(path: Path) -> list[str]:
    """Return the lines of the heading that stands in a file of its own, if there is one."""
    beside = path.with_name(path.name.removesuffix(".gz").removesuffix(".tsv") + ".yml")
    try:
        return read_text(beside).splitlines()
    except SourceNotFoundError:
        return []


def _parse(text: str, path: Path) -> Any:
    import yaml

    try:
        loader = yaml.SafeLoader(text)
        loader.yaml_implicit_resolvers = {}  # all plain values are texts
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SourceFormatError(path, line, f"heading: {error.problem}") from error
    except yaml.YAMLError as error:
        raise SourceFormatError(path, None, f"heading: {error}") from error


def _is_namespace(value: object) -> bool:
    return isinstance(value, str) and ":" in value


def propagated(
    metadata: dict[str, Any], mappings: tuple[Mapping, ...]
) -> tuple[dict[str, Any], tuple[Mapping, ...]]:
    """Return metadata and rows, with the values of the heading in the rows that they are for.

    A slot that any row fills is the heading's own affair, as the specification has it.
    """
    taken = {slot for mapping in mappings for slot in mapping.slots}
    handed = {
        slot: join_values(value) if isinstance(value, list) else str(value)
        for slot, value in metadata.items()
        if slot in SHARED and slot not in taken and mappings
    }
    if not handed:
        return metadata, mappings
    rows = tuple(Mapping(mapping.record, mapping.slots | handed) for mapping in mappings)
    return {slot: value for slot, value in metadata.items() if slot not in handed}, rows
