"""One claim in full: what it says, of what, how it is meant, on which evidence, against whom.

Qualifiers and numbers are read by what the vocabulary declares (`kg:qualifies`), so a property
that is new there is told here without a change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import NamedNode, Store

from ..errors import ClaimNotFoundError, IdentifierError
from ..namespaces import DCTERMS, KG, OA, PROV, RDF_TYPE, expand
from .facts import Facts, SourceRecord, cite, source_record

KINDS = (KG.Claim, KG.Explanation, KG.Attribution)
Told = tuple[str, str]  # the name of a property and what it says


@dataclass(frozen=True, slots=True)
class EvidenceRecord:
    """One piece of evidence: the source, what was read of it, and what it reports.

    `strength` is derived and empty where no rule gave one; `quote` is empty where no text of the
    source is stored; `primary` are the originals behind a copy or a report, each in one line.
    """

    curie: str
    source: SourceRecord
    read_as: str
    primary: tuple[str, ...]
    design: str
    sample_size: str
    strength: str
    evidence_type: str
    quote: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One claim, explanation or attribution in full; what it does not say is empty.

    Attributes
    ----------
    curie, kind, row, statement
        Its id, what it is, the row of the table it comes from, and its sentence.
    subject, predicate, object
        What is said of what, by labels; empty for what is no claim.
    disease, reading, polarity, standing
        Of which disease, of each case or of the group, affirmed or denied; how it stands among
        the claims of others, which is derived.
    qualifiers
        Conditions, hedges and whatever else bounds it: name and value.
    measurements
        Its numbers, each as pairs of name and value.
    evidence
        What it rests on.
    """

    curie: str
    kind: str
    row: str
    statement: str
    subject: str
    predicate: str
    object: str
    disease: str
    reading: str
    polarity: str
    standing: str
    qualifiers: tuple[Told, ...]
    measurements: tuple[tuple[Told, ...], ...]
    evidence: tuple[EvidenceRecord, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values, ready for JSON."""
        return asdict(self)


def claims_of(store: Store, text: str, prefixes: Mapping[str, str]) -> list[str]:
    """Return the IRIs of the claims that `text` names.

    Parameters
    ----------
    store
        All layers of a project.
    text
        A CURIE, an IRI or an id without its prefix; also the id of a row that was taken apart
        into several claims, which are then all returned.
    prefixes
        Prefix map of CURIEs; ids without a prefix are those of `claim:`.

    Raises
    ------
    ClaimNotFoundError
        If there is none; it names up to three that are called nearly so.
    """
    facts = Facts(store, prefixes)
    known = sorted({iri for kind in KINDS for iri in facts.of_type(kind)})
    wanted = {text.strip(), f"claim:{text.strip()}"}
    try:
        wanted.add(expand(text, facts.prefixes))
    except IdentifierError:
        pass  # an id without its prefix
    found = [iri for iri in known if iri in wanted or facts.curie(iri) in wanted]
    row = text.strip().removeprefix("claim:")
    found = found or [iri for iri in known if row and facts.text(iri, KG.row) == row]
    if not found:
        import difflib

        names = {facts.curie(iri).removeprefix("claim:"): facts.curie(iri) for iri in known}
        near = difflib.get_close_matches(row, sorted(names), n=3)
        raise ClaimNotFoundError(text, [names[name] for name in near])
    return found


def claim_record(store: Store, iri: str, prefixes: Mapping[str, str]) -> ClaimRecord:
    """Return a claim, an explanation or an attribution in full."""
    facts = Facts(store, prefixes)
    kinds = [facts.label(kind) for kind in facts.iris(iri, RDF_TYPE)]
    return ClaimRecord(
        curie=facts.curie(iri),
        kind=next(iter(kinds), ""),
        row=facts.text(iri, KG.row),
        statement=facts.text(iri, KG.statement),
        subject=facts.name(iri, KG.subject),
        predicate=facts.name(iri, KG.predicate),
        object=facts.name(iri, KG.object),
        disease=facts.name(iri, KG.disease),
        reading=facts.name(iri, KG.reading),
        polarity=facts.name(iri, KG.polarity),
        standing=facts.name(iri, KG.standing),
        qualifiers=_told(facts, iri, KG.Claim),
        measurements=tuple(
            _told(facts, number, KG.Measurement) for number in facts.iris(iri, KG.measurement)
        ),
        evidence=tuple(evidence_record(facts, node) for node in facts.iris(iri, KG.evidence)),
    )


def _told(facts: Facts, iri: str, of: str) -> tuple[Told, ...]:
    """Return what a node says by the properties that qualify nodes of its class."""
    told: list[Told] = []
    for predicate in facts.subjects(KG.qualifies, of):
        for value in facts.values(iri, predicate):
            is_record = isinstance(value, NamedNode) and facts.label(value.value) == facts.curie(
                value.value
            )
            text = _parts(facts, value.value) if is_record else facts.told(value)
            told.append((facts.label(predicate), text))
    return tuple(sorted(told))


def _parts(facts: Facts, iri: str) -> str:
    """Return a nameless record, such as one phase of a schedule, by its own properties."""
    quads = facts.store.quads_for_pattern(NamedNode(iri), None, None)
    predicates = sorted({quad.predicate.value for quad in quads} - {RDF_TYPE})
    parts = [f"{facts.label(p)} {facts.name(iri, p)}" for p in predicates]
    return ", ".join(parts) or facts.curie(iri)


def evidence_record(facts: Facts, iri: str) -> EvidenceRecord:
    """Return one piece of evidence; what it does not say itself, its source says."""
    source = facts.iri(iri, DCTERMS.source)
    own = facts.iris(iri, PROV.hadPrimarySource)
    record = source_record(facts, source)
    return EvidenceRecord(
        curie=facts.curie(iri),
        source=record,
        read_as=facts.name(iri, KG.readAs) or facts.name(source, KG.readAs),
        primary=tuple(cite(source_record(facts, o)) for o in own) or record.primary,
        design=facts.name(iri, KG.design),
        sample_size=facts.text(iri, KG.sampleSize),
        strength=facts.name(iri, KG.strength),
        evidence_type=facts.name(iri, KG.evidenceType),
        quote=_quote(facts, iri),
        reviewed=facts.text(iri, KG.reviewed)
        or (facts.text(source, KG.reviewed) if source else ""),
    )


def _quote(facts: Facts, evidence: str) -> str:
    """Return the words of the source; where they lie apart, in its order."""
    spans = [
        (int(facts.text(node, OA.start) or 0), facts.text(node, OA.exact))
        for node in facts.iris(evidence, OA.hasSelector)
    ]
    return " … ".join(words for _, words in sorted(spans))
