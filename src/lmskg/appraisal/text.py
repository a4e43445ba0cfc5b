"""Claims and comparisons as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..query.closing import NO_ADVICE
from ..terms.text import wrapped
from .claim import ClaimRecord, EvidenceRecord
from .comparison import VERDICTS, ComparisonRecord
from .facts import cite

WIDTH = 100
_WORDS = {"disputes": "disputes", "qualifies": "qualifies", "agrees": "agrees with"}


def strength_of(evidence: EvidenceRecord) -> str:
    """Return the strength of a piece of evidence, and what it is, in a few words."""
    size = f"n = {evidence.sample_size}" if evidence.sample_size else ""
    read = f"read: {evidence.read_as}" if evidence.read_as else ""
    return ", ".join(filter(None, [evidence.strength, evidence.design, size, read]))


def told(evidence: EvidenceRecord) -> str:
    """Return a piece of evidence in one line: its source and its strength."""
    return "; ".join(filter(None, (cite(evidence.source), strength_of(evidence))))


def format_claim(
    record: ClaimRecord, compared: Sequence[ComparisonRecord] = (), *, width: int = WIDTH
) -> str:
    """Return a claim in full as lines of at most `width` characters, without a final newline."""
    says = " | ".join(filter(None, (record.subject, record.predicate, record.object)))
    facts = {
        "Says": says,
        "About": record.disease,
        "Meant": record.reading,
        "Polarity": record.polarity,
        "Standing": record.standing,
        "Row": record.row,
        **{name.capitalize(): _values(record, name) for name, _ in record.qualifiers},
    }
    lines = wrapped(f"{record.curie} ({record.kind}) {record.statement}", "", width)
    lines += [line for k, v in facts.items() if v for line in wrapped(f"{k}: {v}", "  ", width)]
    for number in record.measurements:
        parts = "; ".join(f"{name} {value}" for name, value in number)
        lines += wrapped(f"Measured: {parts}", "  ", width)
    lines += ["", "Evidence" if record.evidence else "No evidence is on record."]
    for evidence in record.evidence:
        lines += _evidence_lines(evidence, width)
    for comparison in compared:
        lines += ["", *_comparison_lines(comparison, width)]
    return "\n".join([*lines, "", NO_ADVICE])


def _values(record: ClaimRecord, name: str) -> str:
    return "; ".join(value for key, value in record.qualifiers if key == name)


def _evidence_lines(evidence: EvidenceRecord, width: int) -> list[str]:
    source = evidence.source
    facts = {
        "Kind": source.kind,
        "Identifiers": "; ".join(source.identifiers),
        "Read": evidence.read_as,
        "Goes back to": "; ".join(evidence.primary),
        "Design": evidence.design,
        "Sample size": evidence.sample_size,
        "Strength": ", ".join(filter(None, (evidence.strength, evidence.evidence_type))),
        "Reviewed": evidence.reviewed,
        "Words of the source": evidence.quote and f"“{evidence.quote}”",
    }
    lines = wrapped(f"{source.curie}: {cite(source, 0)}", "  ", width)
    return lines + [
        line for k, v in facts.items() if v for line in wrapped(f"{k}: {v}", "    ", width)
    ]


def format_conflicts(records: Sequence[ComparisonRecord], *, width: int = WIDTH) -> str:
    """Return comparisons as blocks of text and their number by verdict."""
    counts = Counter(record.verdict for record in records)
    numbers = ", ".join(f"{counts[name]} {name}" for name in VERDICTS if counts[name])
    blocks = ["\n".join(_comparison_lines(record, width)) for record in records]
    return "\n\n".join([*blocks, f"{numbers or 'No conflict is on record.'}\n{NO_ADVICE}"])


def _comparison_lines(record: ComparisonRecord, width: int) -> list[str]:
    first, second = record.sides
    verdict = _WORDS.get(record.verdict, "has the words of")
    lines = wrapped(
        f"{first.claim} {verdict} {second.claim}: {record.reason}; {record.disease_match}",
        "",
        width,
    )
    for side in record.sides:
        about = f" (about {side.disease}; {side.polarity}; {side.standing})".replace("; )", ")")
        lines += wrapped(f"{side.claim} {side.statement}{about}", "  ", width)
        for evidence in side.evidence:
            lines += wrapped(told(evidence), "      ", width)
    lines += wrapped(record.note, "  ", width)
    return lines + wrapped(backing(record), "  ", width)


def backing(record: ComparisonRecord) -> str:
    """Return which side the stronger evidence backs, in words; nothing if it was not weighed."""
    if record.backed == "neither":
        return "The evidence of both is equally strong."
    return f"The stronger evidence backs {record.backed}." if record.backed else ""
