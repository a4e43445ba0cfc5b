"""Mapping files: SSSOM/TSV in, RDF out.

Each row becomes its `skos:…Match` triple and a record of its own (`sssom:Mapping`) with an IRI.
The record names subject, predicate and object with SSSOM's slots and not with OWL's
`annotatedSource` and its kin, which OWL 2 DL reserves for axioms on blank nodes.

References
----------
SSSOM specification, https://mapping-commons.github.io/sssom/
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from .errors import IdentifierError, SourceFormatError
from .files import read_text
from .namespaces import RDF_TYPE, XSD, expand

SSSOM = "https://w3id.org/sssom/"
REQUIRED = ("record_id", "subject_id", "predicate_id", "object_id", "mapping_justification")
# xsd:decimal has no exponent
_SHARE = re.compile(r"0(\.[0-9]+)?|1(\.0+)?")
_IRI_SLOTS = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_TEXT_SLOTS = ("subject_label", "object_label", "object_source_version", "comment")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of a mapping set: slot to value, CURIEs expanded in the slots that hold IRIs."""

    record: str
    slots: dict[str, str]


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A mapping file: its metadata and its rows, in the order of the file."""

    metadata: dict[str, Any]
    mappings: tuple[Mapping, ...]


def read_mappings(path: Path, prefixes: dict[str, str]) -> MappingSet:
    """Return the mapping set that an SSSOM/TSV file holds.

    Parameters
    ----------
    path
        A TSV file under a heading of YAML in comment lines.
    prefixes
        Prefixes to use where the file's own `curie_map` has none.

    Raises
    ------
    SourceNotFoundError
        If the file is not there.
    SourceFormatError
        If the heading, the columns, a row or a CURIE is wrong; with the line.
    """
    # a cell may hold a character that splitlines() takes for a line end
    lines = read_text(path).replace("\r\n", "\n").split("\n")
    n_heading = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    metadata = _heading(lines[:n_heading], path)
    reader = csv.DictReader(lines[n_heading:], delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise SourceFormatError(path, n_heading + 1, f"no column {', '.join(missing)}")
    curie_map = prefixes | metadata.get("curie_map", {})
    mappings: list[Mapping] = []
    for row in reader:
        number = n_heading + reader.line_num
        if None in row or None in row.values():
            raise SourceFormatError(path, number, f"{len(reader.fieldnames or ())} cells expected")
        try:
            mappings.append(_mapping(row, curie_map))
        except (IdentifierError, ValueError) as error:
            raise SourceFormatError(path, number, str(error)) from error
    records = [mapping.record for mapping in mappings]
    if len(set(records)) < len(records):
        twice = next(record for record in records if records.count(record) > 1)
        raise SourceFormatError(path, None, f"record_id {twice} stands twice")
    return MappingSet(metadata, tuple(mappings))


def _heading(lines: list[str], path: Path) -> dict[str, Any]:
    import yaml

    try:
        metadata = yaml.safe_load("\n".join(line[1:] for line in lines))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SourceFormatError(path, line, f"heading: {error.problem}") from error
    except yaml.YAMLError as error:
        raise SourceFormatError(path, None, f"heading: {error}") from error
    if not isinstance(metadata, dict):
        raise SourceFormatError(path, 1, "a heading of '#key: value' lines was expected")
    curie_map = metadata.get("curie_map", {})
    if not isinstance(curie_map, dict) or not all(isinstance(v, str) for v in curie_map.values()):
        raise SourceFormatError(path, None, "heading: curie_map must be 'prefix: IRI' lines")
    return metadata


def _mapping(row: dict[str, str], prefixes: dict[str, str]) -> Mapping:
    slots = {name: value for name, value in row.items() if value and name != "record_id"}
    for name in _IRI_SLOTS:
        slots[name] = _iri(row[name], prefixes)
    if "confidence" in slots and not _SHARE.fullmatch(slots["confidence"]):
        raise ValueError(f"confidence {slots['confidence']} is no number from 0 to 1 such as 0.9")
    return Mapping(_iri(row["record_id"], prefixes), slots)


def _iri(text: str, prefixes: dict[str, str]) -> str:
    iri = expand(text, prefixes)
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise ValueError(f"'{iri}' is no IRI: {error}") from error


def mapping_quads(mapping_set: MappingSet) -> list[Quad]:
    """Return the triple and the record of each mapping, in the default graph."""
    quads: list[Quad] = []
    for mapping in mapping_set.mappings:
        slots, record = mapping.slots, NamedNode(mapping.record)
        subject, predicate, target = (NamedNode(slots[name]) for name in _IRI_SLOTS[:3])
        quads.append(Quad(subject, predicate, target, DefaultGraph()))
        quads.append(_quad(record, NamedNode(RDF_TYPE), NamedNode(SSSOM + "Mapping")))
        for name in _IRI_SLOTS:
            quads.append(_quad(record, NamedNode(SSSOM + name), NamedNode(slots[name])))
        for name in _TEXT_SLOTS:
            if name in slots:
                quads.append(_quad(record, NamedNode(SSSOM + name), Literal(slots[name])))
        if "confidence" in slots:
            confidence = Literal(slots["confidence"], datatype=NamedNode(XSD + "decimal"))
            quads.append(_quad(record, NamedNode(SSSOM + "confidence"), confidence))
    return quads


def _quad(subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(subject, predicate, value, DefaultGraph())
