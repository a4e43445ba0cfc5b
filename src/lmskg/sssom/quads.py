"""Mapping sets as RDF.

Each row becomes its `skos:…Match` triple and a record of its own (`sssom:Mapping`) with an IRI.
The record names subject, predicate and object with SSSOM's slots and not with OWL's
`annotatedSource` and its kin, which OWL 2 DL reserves for axioms on blank nodes.
"""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from ..namespaces import RDF_TYPE, XSD
from .slots import CORE, SSSOM, MappingSet

_TEXT_SLOTS = ("subject_label", "object_label", "object_source_version", "comment")


def mapping_quads(mapping_set: MappingSet) -> list[Quad]:
    """Return the triple and the record of each mapping, in the default graph.

    A row that denies its predicate, or says that a term has no counterpart, states no triple and is
    left out with its record.
    """
    quads: list[Quad] = []
    for mapping in mapping_set.mappings:
        if mapping.is_negative or mapping.is_unmatched:
            continue
        slots, record = mapping.slots, NamedNode(mapping.record)
        subject, predicate, target = (NamedNode(slots[name]) for name in CORE[:3])
        quads.append(Quad(subject, predicate, target, DefaultGraph()))
        quads.append(_quad(record, NamedNode(RDF_TYPE), NamedNode(SSSOM + "Mapping")))
        for name in CORE:
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
