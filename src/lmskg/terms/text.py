"""A term's card as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from .card import KINDS, TermCard, TermLink

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
            lines += _wrapped(f"{name}: {text}", "", width)
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
    lines = [line for item in items for line in _wrapped(item, "  ", width)]
    return ["", title, *lines] if lines else []


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
