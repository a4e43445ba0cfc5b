"""The records of which a term card is made, and how a card reads on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ..namespaces import OWL

KINDS = {
    f"{OWL}Class": "class",
    f"{OWL}ObjectProperty": "object property",
    f"{OWL}DatatypeProperty": "data property",
    f"{OWL}AnnotationProperty": "annotation property",
    f"{OWL}NamedIndividual": "individual",
}


@dataclass(frozen=True, slots=True)
class TermLink:
    """A term beside the one described; `entailed` if a reasoner and no editor put it there."""

    iri: str
    curie: str
    label: str
    entailed: bool = False


@dataclass(frozen=True, slots=True)
class MappingLink:
    """A counterpart in another ontology: the SKOS predicate, the target and where it was read."""

    predicate: str
    target: str
    target_label: str
    target_version: str


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """A claim that uses the term, in which roles; `polarity` is affirmed, denied or empty."""

    iri: str
    curie: str
    statement: str
    polarity: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportedTriple:
    """A plain triple, by labels, that at least one claim affirms."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class TermCard:
    """What the graph says of one term; every tuple is sorted.

    Attributes
    ----------
    iri, curie, kind, label, definition, gloss
        Empty where nothing is stated; `kind` is class, object property, … or the type's label.
    synonyms
        Scope (exact, broad, narrow, related) to texts; scopes without any are left out.
    everyday_words
        What lay people say.
    sources
        CURIEs or IRIs of where the definition comes from.
    superclasses, subclasses
        Direct ones; for a property its direct superproperties and subproperties.
    equivalent
        Logical definitions in words.
    mappings, claims, reported
        See the records.
    replaced_by
        Terms to use instead, if this one is obsolete.
    obsolete
        Whether the term is retired.
    """

    iri: str
    curie: str
    kind: str
    label: str
    definition: str
    gloss: str
    synonyms: dict[str, tuple[str, ...]]
    everyday_words: tuple[str, ...]
    sources: tuple[str, ...]
    superclasses: tuple[TermLink, ...]
    subclasses: tuple[TermLink, ...]
    equivalent: tuple[str, ...]
    mappings: tuple[MappingLink, ...]
    claims: tuple[ClaimLink, ...]
    reported: tuple[ReportedTriple, ...]
    replaced_by: tuple[TermLink, ...]
    obsolete: bool

    def __str__(self) -> str:
        """Return the card for a terminal."""
        return format_card(self)

    def _repr_html_(self) -> str:
        """Return the card as HTML, for a notebook."""
        from html import escape

        return f"<pre>{escape(str(self))}</pre>"

    def to_dict(self) -> dict[str, Any]:
        """Return the card as plain values, ready for JSON."""
        return asdict(self)


WIDTH = 100
# a denied claim's statement is worded as the negative that it is, so the title must not negate it
_POLARITIES = {
    "affirmed": "Claims that speak of it",
    "denied": "Claims that say what is not so",
    "": "Other records that speak of it",
}


def format_card(card: TermCard, *, width: int = WIDTH) -> str:
    """Return a card as lines of at most `width` characters, without a final newline."""
    lines = [f"{card.label} ({', '.join(filter(None, (card.curie, card.kind)))})"]
    if card.obsolete:
        instead = ", ".join(link.label for link in card.replaced_by) or "nothing"
        lines.append(f"OBSOLETE; use {instead} instead")
    facts = {
        "In plain words": card.gloss,
        "Definition": card.definition,
        "Defined from": ", ".join(card.sources),
        **{f"{scope.title()} synonyms": "; ".join(t) for scope, t in card.synonyms.items()},
        "Everyday words": "; ".join(card.everyday_words),
        "Logically": "; ".join(card.equivalent),
        "Is a kind of": _links(card.superclasses),
        "Has kinds": _links(card.subclasses),
    }
    for name, text in facts.items():
        if text:
            lines += wrapped(f"{name}: {text}", "", width)
    mappings = (
        f"{m.predicate} {m.target} {m.target_label}"
        + (f" ({m.target_version})" if m.target_version else "")
        for m in card.mappings
    )
    lines += _section("In other ontologies", mappings, width)
    lines += _claim_lines(card, width)
    reported = (f"{t.subject} {t.predicate} {t.object}" for t in card.reported)
    lines += _section("Reported by at least one source, for counting and drawing", reported, width)
    return "\n".join([*lines, "", "This is no medical advice."])


def _claim_lines(card: TermCard, width: int) -> list[str]:
    if not card.claims:
        return ["", "No source here speaks of it."] if card.kind in KINDS.values() else []
    lines: list[str] = []
    for polarity, title in _POLARITIES.items():
        claims = [
            f"{claim.curie} {claim.statement} (as {', '.join(claim.roles)})"
            for claim in card.claims
            if claim.polarity == polarity
        ]
        lines += _section(f"{title}: {len(claims)}", claims, width)
    return lines


def _links(links: Iterable[TermLink]) -> str:
    return "; ".join(link.label + (" (entailed)" if link.entailed else "") for link in links)


def _section(title: str, items: Iterable[str], width: int) -> list[str]:
    lines = [line for item in items for line in wrapped(item, "  ", width)]
    return ["", title, *lines] if lines else []


def wrapped(text: str, indent: str, width: int) -> list[str]:
    """Return a text as lines of at most `width` characters, indented; nothing for no text."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
