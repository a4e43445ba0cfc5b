"""Two claims side by side: verdict, reason, how their diseases match, and who is better backed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import Store

from ..namespaces import KG, RDFS_SUBCLASS
from .claim import EvidenceRecord, evidence_record
from .facts import Facts

# as they are asked for and shown; the first two are conflicts
VERDICTS = {
    "disputes": KG.Disputes,
    "qualifies": KG.Qualifies,
    "agrees": KG.Agrees,
    "same-text": KG.SameText,
}
CONFLICTS = ("disputes", "qualifies")


@dataclass(frozen=True, slots=True)
class ClaimSide:
    """One of the two claims of a comparison, with what it rests on."""

    claim: str
    statement: str
    disease: str
    polarity: str
    standing: str
    evidence: tuple[EvidenceRecord, ...]


@dataclass(frozen=True, slots=True)
class ComparisonRecord:
    """How one claim stands to another.

    Attributes
    ----------
    curie
        Id of the comparison.
    verdict
        One of `VERDICTS`: the first claim disputes, qualifies or agrees with the second, or
        carries its words.
    reason, disease_match, note
        Why, how the two diseases stand to each other, and a sentence of the curator.
    backed
        CURIE of the claim that the stronger evidence backs, `neither` where both are equally
        strong, empty where the two were not weighed.
    sides
        The claim that compares and the one that it is compared with.
    """

    curie: str
    verdict: str
    reason: str
    disease_match: str
    note: str
    backed: str
    sides: tuple[ClaimSide, ClaimSide]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values, ready for JSON."""
        return asdict(self)

    def other(self, claim: str) -> ClaimSide:
        """Return the side that is not the claim of this CURIE."""
        return self.sides[1] if self.sides[0].claim == claim else self.sides[0]


def comparisons(
    store: Store, prefixes: Mapping[str, str], claims: Collection[str] | None = None
) -> list[ComparisonRecord]:
    """Return the comparisons that have one of `claims` (IRIs) as a side; all by default.

    They are sorted by verdict in the order of `VERDICTS`, then by id.
    """
    facts = Facts(store, prefixes)
    # one that lacks a side or a verdict is no comparison yet; a shape names it
    nodes = [
        node
        for node in facts.of_type(KG.Comparison)
        if all(_pair(facts, node)) and facts.iri(node, KG.verdict) in VERDICTS.values()
    ]
    if claims is not None:
        nodes = [node for node in nodes if not set(claims).isdisjoint(_pair(facts, node))]
    names = list(VERDICTS)
    records = [_record(facts, node) for node in nodes]
    return sorted(records, key=lambda record: (names.index(record.verdict), record.curie))


def conflicts(
    store: Store,
    prefixes: Mapping[str, str],
    *,
    verdicts: Collection[str] = CONFLICTS,
    disease: str | None = None,
) -> list[ComparisonRecord]:
    """Return the comparisons of some verdicts, those of one disease if `disease` is given.

    Parameters
    ----------
    store
        All layers of a project; not changed.
    prefixes
        Prefix map that shortens IRIs.
    verdicts
        Names of `VERDICTS`.
    disease
        IRI of a disease: only comparisons that have a side about it or about one of its kinds.
    """
    claims = None if disease is None else _about(Facts(store, prefixes), disease)
    return [r for r in comparisons(store, prefixes, claims) if r.verdict in verdicts]


def _about(facts: Facts, disease: str) -> set[str]:
    """Return the claims about a disease or one of its kinds, asserted or entailed."""
    kinds, waiting = {disease}, [disease]
    while waiting:
        below = set(facts.subjects(RDFS_SUBCLASS, waiting.pop())) - kinds
        kinds |= below
        waiting += below
    slots = (KG.disease, KG.diseaseAlternative)
    return {claim for kind in kinds for slot in slots for claim in facts.subjects(slot, kind)}


def _pair(facts: Facts, node: str) -> tuple[str, str]:
    return facts.iri(node, KG.compares), facts.iri(node, getattr(KG, "with"))


def _record(facts: Facts, node: str) -> ComparisonRecord:
    first, second = _pair(facts, node)
    verdicts = {iri: name for name, iri in VERDICTS.items()}
    backed = facts.iri(node, KG.backed)
    return ComparisonRecord(
        curie=facts.curie(node),
        verdict=verdicts[facts.iri(node, KG.verdict)],
        reason=facts.name(node, KG.reason),
        disease_match=facts.name(node, KG.diseaseMatch),
        note=facts.text(node, KG.statement),
        backed="neither" if backed == KG.Neither else facts.curie(backed),
        sides=(_side(facts, first), _side(facts, second)),
    )


def _side(facts: Facts, claim: str) -> ClaimSide:
    return ClaimSide(
        claim=facts.curie(claim),
        statement=facts.text(claim, KG.statement),
        disease=facts.name(claim, KG.disease),
        polarity=facts.name(claim, KG.polarity),
        standing=facts.name(claim, KG.standing),
        evidence=tuple(evidence_record(facts, node) for node in facts.iris(claim, KG.evidence)),
    )
