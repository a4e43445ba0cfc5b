"""The direct edge of each claim: from its subject to its object, so that a simple pattern works."""

from __future__ import annotations

from collections.abc import Iterator

from ..namespaces import KG
from .collect import Collected
from .columns import number
from .names import edge_type, split
from .rows import Edge, Value

DENIED = "DENIED_"
REPORTED = "REPORTED_"

# what the direct edge of a claim takes from its coded values, by their local names
_CODED = {
    "polarity": KG.polarity,
    "standing": KG.standing,
    "reading": KG.reading,
    "modality": KG.modality,
}
_WORDS = {"hedge": KG.hedge, "statement": KG.statement, "row": KG.row}


class Claims:
    """The claims of one graph, with all that their direct edges show."""

    def __init__(self, found: Collected) -> None:
        self._found = found
        kind = KG.Claim
        self._claims = [
            node for node, types in found.types.items() if kind in types and node in found.ids
        ]
        wanted = frozenset(self._claims)
        parts: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, target, _ in found.edges if wanted else ():
            if predicate.startswith(KG.iri):
                parts.setdefault(subject, {}).setdefault(predicate, []).append(target)
        self._parts = parts
        self.predicates = self._claim_predicates()

    def edges(self) -> Iterator[Edge]:
        """Yield a direct edge for each claim whose object is a node."""
        for claim in self._claims:
            parts = self._parts.get(claim, {})
            ends = [parts.get(iri) for iri in (KG.subject, KG.predicate, KG.object)]
            for subject in ends[0] or ():
                for predicate in ends[1] or ():
                    for target in ends[2] or ():
                        type = self._type(predicate, parts)
                        properties = {"claim": claim, "predicate": predicate, **self._shown(claim)}
                        yield Edge(subject, target, type, properties, is_derived=True)

    def _type(self, predicate: str, parts: dict[str, list[str]]) -> str:
        is_denied = KG.Denied in parts.get(KG.polarity, ())
        return f"{DENIED if is_denied else ''}{edge_type(predicate)}"

    def _claim_predicates(self) -> frozenset[str]:
        """Return the predicates of claims: those that claims use, and those declared as such."""
        used = {p for parts in self._parts.values() for p in parts.get(KG.predicate, ())}
        below = self._found.superproperties
        declared = {KG.claimPredicate}
        while (
            more := {s for s, above in below.items() if not declared.isdisjoint(above)} - declared
        ):
            declared |= more
        return frozenset((used | declared) - {KG.claimPredicate})

    def _shown(self, claim: str) -> dict[str, Value]:
        parts = self._parts.get(claim, {})
        shown: dict[str, Value] = {}
        for name, predicate in _CODED.items():
            if values := parts.get(predicate):
                shown[name] = split(KG.Denied if KG.Denied in values else min(values))[1]
        for name, predicate in _WORDS.items():
            if texts := sorted(self._found.objects(claim, predicate)):
                shown[name] = " … ".join(texts)
        if diseases := parts.get(KG.disease):
            shown["disease"] = min(diseases)
        if numbers := self._numbers(parts.get(KG.measurement, [])):
            shown["value"] = numbers
        if level := self._strength(parts.get(KG.evidence, [])):
            shown["strength"] = level
        return shown

    def _numbers(self, measurements: list[str]) -> list[float]:
        texts = (t for node in measurements for t in self._found.objects(node, KG.value))
        return [value for text in texts if (value := number(text)) is not None]

    def _strength(self, evidence: list[str]) -> str:
        """Return the letter of the best level of evidence that the claim has."""
        levels = {
            level for node in evidence for level in self._parts.get(node, {}).get(KG.strength, ())
        }
        ranked = sorted((self._rank(level), level) for level in levels)
        return split(ranked[0][1])[1].removeprefix("Level") if ranked else ""

    def _rank(self, level: str) -> float:
        ranks = [number(text) or 0.0 for text in self._found.objects(level, KG.strengthRank)]
        return min(ranks, default=float("inf"))
