"""Read what the graph says about stored texts as frozen records: quotes, and spans with a reason.

A record is made only of what is well formed; all else becomes a finding here, so that the
checks that follow need not ask again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Store

from ..model import Finding
from ..namespaces import DCTERMS, KG, OA
from .columns import Column, column, key, members, texts_of, to_integer


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that evidence quotes from a text, and where they are said to stand.

    `start` and `end` count characters from 0; the character at `end` is no longer part.
    """

    evidence: str
    selector: str
    text: str
    exact: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """One piece of evidence: who rests on it, its sources, its texts, its quotes by offset.

    `n_selectors` also counts those that are malformed and so are no quote.
    """

    evidence: str
    bearers: tuple[str, ...]
    sources: tuple[str, ...]
    texts: tuple[str, ...]
    quotes: tuple[Quote, ...]
    n_selectors: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is pointed at without being quoted; `reasons` only for coverage."""

    iri: str
    text: str
    start: int
    end: int
    reasons: tuple[str, ...]
    is_coverage: bool


def read_anchors(store: Store) -> tuple[list[Anchor], list[Finding]]:
    """Return every piece of evidence, sorted by IRI, and what is malformed about it.

    Evidence that quotes no stored text is there too, without quotes.
    """
    bearers: dict[str, list[str]] = {}
    for bearer, terms in sorted(column(store, KG.evidence).items()):
        for term in terms:
            bearers.setdefault(key(term), []).append(bearer)
    sources, texts = column(store, DCTERMS.source), column(store, OA.hasSource)
    selectors = column(store, OA.hasSelector)
    parts = {iri: column(store, iri) for iri in (OA.exact, OA.start, OA.end)}
    anchors: list[Anchor] = []
    findings: list[Finding] = []
    for iri in sorted({*members(store, [KG.Evidence]), *bearers, *selectors}):
        named = texts_of(selectors, iri)
        found = sorted({t for node in (iri, *named) for t in texts_of(texts, node)})
        quotes: list[Quote] = []
        for selector in named:
            own = (texts_of(texts, selector) or found or [""])[0]
            quote = _quote(iri, selector, own, parts)
            if isinstance(quote, Finding):
                findings.append(quote)
            else:
                quotes.append(quote)
        quotes.sort(key=lambda quote: (quote.text, quote.start, quote.end, quote.selector))
        anchors.append(
            Anchor(
                iri,
                tuple(bearers.get(iri, ())),
                tuple(texts_of(sources, iri)),
                tuple(found),
                tuple(quotes),
                len(named),
            )
        )
    findings.extend(_orphans(selectors, parts[OA.exact]))
    return anchors, findings


def _quote(evidence: str, selector: str, text: str, parts: dict[str, Column]) -> Quote | Finding:
    """Return the quote of a selector, or the finding why it is none."""
    exact, start, end = (texts_of(parts[iri], selector) for iri in (OA.exact, OA.start, OA.end))
    wrong = [
        f"{name} ({len(found)} found)"
        for name, found in (("oa:exact", exact), ("oa:start", start), ("oa:end", end))
        if len(found) != 1
    ]
    if wrong:
        message = f"a selector needs exactly one of each: {', '.join(wrong)}"
        return Finding("error", "selector-incomplete", evidence, message, OA.hasSelector, selector)
    first, last = to_integer(start[0]), to_integer(end[0])
    if first is None or last is None:
        message = f"oa:start and oa:end must be whole numbers, found {start[0]} and {end[0]}"
        return Finding("error", "selector-incomplete", evidence, message, OA.start, selector)
    return Quote(evidence, selector, text, exact[0], first, last)


def _orphans(selectors: Column, exact: Column) -> Iterable[Finding]:
    """Yield a finding for each selector that no evidence points to."""
    used = {iri for evidence in selectors for iri in texts_of(selectors, evidence)}
    for selector in sorted(set(exact) - used):
        message = "no evidence has this selector; add oa:hasSelector or remove it"
        yield Finding("error", "selector-without-evidence", selector, message, OA.hasSelector)


def read_spans(store: Store) -> tuple[list[Span], list[Finding]]:
    """Return the spans of coverage and those that attributions name, and what is malformed.

    The spans are sorted by text and offset.
    """
    texts, reasons = column(store, OA.hasSource), column(store, KG.reason)
    starts, ends = column(store, OA.start), column(store, OA.end)
    coverage = set(members(store, [KG.Coverage]))
    spans: list[Span] = []
    findings: list[Finding] = []
    for iri in sorted({*coverage, *members(store, [KG.TextSpan])}):
        text, start, end = (texts_of(column, iri) for column in (texts, starts, ends))
        offsets = [to_integer(value) for value in (*start, *end)]
        if len(text) != 1 or len(start) != 1 or len(end) != 1 or None in offsets:
            message = (
                "a span needs one text (oa:hasSource) and whole numbers as oa:start and oa:end"
            )
            findings.append(Finding("error", "span-incomplete", iri, message, OA.hasSource))
            continue
        first, last = (offset or 0 for offset in offsets)
        why = tuple(texts_of(reasons, iri))
        spans.append(Span(iri, text[0], first, last, why, iri in coverage))
    spans.sort(key=lambda span: (span.text, span.start, span.end, span.iri))
    return spans, findings


def offset_fault(start: int, end: int, n_characters: int) -> tuple[str, str] | None:
    """Return check and message of what is wrong with offsets, `None` when they fit the text."""
    if start < 0 or end < 0:
        return "offset-negative", f"offsets {start} to {end}: an offset is 0 or more"
    if start >= end:
        return "offset-order", f"offsets {start} to {end}: the end must be larger than the start"
    if end > n_characters:
        reason = f"offsets {start} to {end}: the text has {n_characters} characters"
        return "offset-beyond-text", reason
    return None
