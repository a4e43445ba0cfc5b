"""Mapping sets: SSSOM/TSV in and out, and in RDF.

`read_mappings` reads a file of the project, `read_mapping_set` one of anybody, `serialise_mappings`
makes the bytes of one, and `mapping_quads` its RDF. Slots, order and form are those of SSSOM 1.1.

References
----------
SSSOM specification, https://mapping-commons.github.io/sssom/
"""

from .quads import mapping_quads
from .reading import read_mapping_set, read_mappings
from .slots import (
    NO_TERM_FOUND,
    SEMAPV,
    SSSOM,
    UNSPECIFIED,
    Mapping,
    MappingSet,
    join_values,
    split_values,
)
from .writing import serialise_mappings

__all__ = [
    "NO_TERM_FOUND",
    "SEMAPV",
    "SSSOM",
    "UNSPECIFIED",
    "Mapping",
    "MappingSet",
    "join_values",
    "mapping_quads",
    "read_mapping_set",
    "read_mappings",
    "serialise_mappings",
    "split_values",
]
