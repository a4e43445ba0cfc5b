"""From evidence to one number, and from the number to a confidence.

A score is a sum of parts, so that each can be shown beside the mapping that it made. The weights
were set by hand in round numbers and chosen by the pairs and codes of the train data that
`docs/linking.md` names; moving any of them by a quarter changes F1 there by less than one point.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..terminology import Scope
from .evidence import LABELS, Evidence, Pairing


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the evidence adds to a score; a pair is accepted from `threshold` on."""

    labels: float = 4.5
    label_and_synonym: float = 3.2
    synonyms: float = 2.9
    related: float = 2.4
    near: float = 2.9
    both_ways: float = 1.6
    degree: tuple[float, ...] = (0.0, 0.1, 0.1, 0.0, 0.4)
    name: float = 0.2
    most_names: int = 8
    abbreviation: float = 1.0
    share: float = 0.4
    label_likeness: float = 0.3
    definition_likeness: float = 0.8
    usual_definition: float = 0.4
    above: float = 0.7
    parent: float = 0.1
    qualifier: float = 5.0
    threshold: float = 2.7
    steepness: float = 2.0


def parts_of(evidence: Evidence, weights: Weights) -> dict[str, float]:
    """Return what each part of the evidence adds, by the name of the step that found it."""
    parts = _name_parts(evidence, weights)
    parts["rarity"] = weights.label_likeness * evidence.label_likeness
    if evidence.definition_likeness is not None:
        parts["definitions"] = weights.definition_likeness * (
            evidence.definition_likeness - weights.usual_definition
        )
    above = weights.above * (evidence.above or 0.0)
    parts["neighbours"] = above + weights.parent * evidence.has_common_parent
    parts["qualifiers"] = -weights.qualifier * bool(evidence.qualifiers)
    return parts


def _name_parts(evidence: Evidence, weights: Weights) -> dict[str, float]:
    if not evidence.equal:
        return {"near": weights.near}
    best = max(
        _pairing(pairing, weights) - weights.degree[equal.degree]
        for pairing, equal in evidence.equal.items()
    )
    parts = {"names": best}
    if _goes_both_ways(evidence):
        parts["both ways"] = weights.both_ways
    parts["names"] += weights.name * min(evidence.n_shared, weights.most_names)
    parts["names"] += weights.share * evidence.share_of_target
    if evidence.only_abbreviation:
        parts["abbreviations"] = -weights.abbreviation
    return parts


def _pairing(pairing: Pairing, weights: Weights) -> float:
    if pairing == LABELS:
        return weights.labels
    if not set(pairing) <= {Scope.LABEL, Scope.EXACT}:
        return weights.related
    return weights.label_and_synonym if Scope.LABEL in pairing else weights.synonyms


def _goes_both_ways(evidence: Evidence) -> bool:
    """Whether each label is a synonym of the other term."""
    ways = (Pairing(Scope.LABEL, Scope.EXACT), Pairing(Scope.EXACT, Scope.LABEL))
    return all(way in evidence.equal for way in ways)


def score_of(evidence: Evidence, weights: Weights) -> float:
    """Return the sum of the parts, to six digits so that ties are ties."""
    return round(sum(parts_of(evidence, weights).values()), 6)


def confidence_of(score: float, weights: Weights) -> float:
    """Return a score as a confidence from 0 to 1, one half at the threshold."""
    return round(1 / (1 + math.exp(-weights.steepness * (score - weights.threshold))), 3)
