r"""The slots of SSSOM 1.1, and the records that hold them.

A slot is a text. In a slot of several values they stand with `|` between them, and a backslash
takes the meaning away from a `|` or a backslash that belongs to a value (`\|`, `\\`); see
`split_values` and `join_values`. Slots of the type EntityReference hold IRIs in full.

References
----------
SSSOM schema, src/sssom_schema/schema/sssom_schema.yaml in github.com/mapping-commons/sssom
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

SSSOM = "https://w3id.org/sssom/"
SEMAPV = "https://w3id.org/semapv/vocab/"
UNSPECIFIED = f"{SEMAPV}UnspecifiedMatching"
NO_TERM_FOUND = f"{SSSOM}NoTermFound"
LITERAL = "rdfs literal"
VERSION = "1.1"

# both in the order of the specification, which is that of columns and of the heading
MAPPING_SLOTS = tuple(
    """record_id subject_id subject_label subject_category predicate_id predicate_label
    predicate_modifier object_id object_label object_category mapping_justification author_id
    author_label reviewer_id reviewer_label creator_id creator_label license subject_type
    subject_source subject_source_version object_type object_source object_source_version
    predicate_type mapping_provider mapping_source mapping_cardinality cardinality_scope
    mapping_tool mapping_tool_id mapping_tool_version mapping_date publication_date review_date
    confidence curation_rule curation_rule_text subject_match_field object_match_field
    match_string subject_preprocessing object_preprocessing similarity_score similarity_measure
    see_also issue_tracker_item other comment""".split()
)
SET_SLOTS = tuple(
    """sssom_version curie_map mapping_set_id mapping_set_version mapping_set_source
    mapping_set_title mapping_set_description mapping_set_confidence creator_id creator_label
    license subject_type subject_source subject_source_version object_type object_source
    object_source_version predicate_type mapping_provider cardinality_scope mapping_tool
    mapping_tool_id mapping_tool_version mapping_date publication_date subject_match_field
    object_match_field subject_preprocessing object_preprocessing similarity_measure
    curation_rule curation_rule_text see_also issue_tracker other comment
    extension_definitions""".split()
)
CORE = ("subject_id", "predicate_id", "object_id", "mapping_justification")
REFERENCES = frozenset(
    """record_id subject_id predicate_id object_id mapping_justification author_id reviewer_id
    creator_id subject_source object_source mapping_source mapping_tool_id curation_rule
    subject_match_field object_match_field subject_preprocessing object_preprocessing
    issue_tracker_item""".split()
)
SEVERAL = frozenset(
    """author_id author_label reviewer_id reviewer_label creator_id creator_label curation_rule
    curation_rule_text subject_match_field object_match_field match_string subject_preprocessing
    object_preprocessing cardinality_scope see_also mapping_set_source""".split()
)
# "propagatable": a value in the heading stands for that value in every row
SHARED = frozenset(
    """cardinality_scope curation_rule curation_rule_text mapping_date mapping_provider
    mapping_tool mapping_tool_id mapping_tool_version object_match_field object_preprocessing
    object_source object_source_version object_type predicate_type similarity_measure
    subject_match_field subject_preprocessing subject_source subject_source_version
    subject_type""".split()
)
NEW_IN_ROWS = frozenset(
    "record_id predicate_type cardinality_scope mapping_tool_id review_date".split()
)
NEW_IN_HEADING = NEW_IN_ROWS | frozenset(
    "mapping_set_confidence similarity_measure curation_rule curation_rule_text".split()
)

_ESCAPED = re.compile(r"\\([\\|])")
_VALUE = re.compile(r"(?:[^\\|]|\\[\\|]|\\)+")


@dataclass(frozen=True, slots=True)
class Mapping:
    """One row of a mapping set.

    Parameters
    ----------
    record
        IRI of the row, empty where it has none.
    slots
        Slot to text; what is empty is left out.
    """

    record: str
    slots: dict[str, str]

    @property
    def is_negative(self) -> bool:
        """True when the row says that the predicate does not hold."""
        return "predicate_modifier" in self.slots

    @property
    def is_unmatched(self) -> bool:
        """True when the row says that one side has no counterpart."""
        return NO_TERM_FOUND in (self.slots.get("subject_id"), self.slots.get("object_id"))


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A mapping file: its metadata and its rows, in the order of the file.

    Parameters
    ----------
    metadata
        Slot to text, or to a list of texts for a slot of several values. Not here: `curie_map` and
        `sssom_version`, which follow from what is written.
    mappings
        The rows, with the values that the heading gives to all of them.
    prefixes
        The `curie_map` of the file, and what was supposed.
    notes
        What the reader had to suppose, counted: one sentence each.
    """

    metadata: dict[str, Any]
    mappings: tuple[Mapping, ...]
    prefixes: dict[str, str] = field(default_factory=dict, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)


def split_values(text: str) -> list[str]:
    r"""Return the values of a slot of several values.

    Examples
    --------
    >>> split_values(r"a|b\|c|d\e")
    ['a', 'b|c', 'd\\e']
    """
    return [_ESCAPED.sub(r"\1", value) for value in _VALUE.findall(text)]


def join_values(values: Iterable[str]) -> str:
    r"""Return the text of a slot of several values; empty values are left out.

    Examples
    --------
    >>> join_values(["a|b", "c"])
    'a\\|b|c'
    """
    return "|".join(re.sub(r"([\\|])", r"\\\1", value) for value in values if value)
