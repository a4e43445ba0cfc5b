"""The operation `verify`: every quote equals its text at its offsets, every character has a place.

One finding for each quote that is at fault, with what is found in its stead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Store

from ..model import Finding, Report
from ..namespaces import DCTERMS, KG, OA
from .anchors import Anchor, Quote, offset_fault, read_anchors
from .columns import Column, column, texts_of
from .compare import Outcome, compare_quote
from .coverage import cover
from .texts import StoredText, shown

_CHECKS: dict[Outcome, str] = {
    "moved": "quote-moved",
    "in another text": "quote-in-another-text",
    "near miss": "quote-near-miss",
    "absent": "quote-absent",
}


def verify(store: Store, texts: Mapping[str, StoredText]) -> Report:
    """Return what is wrong between the graph's quotes and the stored texts.

    Parameters
    ----------
    store
        Evidence with its selectors, coverage, and the records of sources and texts.
    texts
        The stored texts by IRI, as `read_texts` returns them.

    Returns
    -------
    Report
        Findings of severity `error`. Checks on a quote: `quote-moved`, `quote-in-another-text`,
        `quote-near-miss`, `quote-absent`, `offset-negative`, `offset-order`,
        `offset-beyond-text`, `selector-incomplete`, `selector-without-source`,
        `selector-without-evidence`. On evidence: `unknown-text`, `evidence-of-two-texts`,
        `text-of-another-source`, `text-without-quote`, `evidence-without-claim`. On texts:
        `text-length`, and those of `coverage`. Counts: `texts`, `evidence`, `quotes`, `exact`,
        `characters`, `covered`, `spans`.
    """
    anchors, findings = read_anchors(store)
    holders = _holders(column(store, KG.text))
    quoted: dict[str, list[tuple[int, int]]] = {iri: [] for iri in texts}
    n_quotes = n_exact = 0
    for anchor in anchors:
        findings.extend(_anchor_findings(anchor, texts, holders))
        for quote in anchor.quotes:
            n_quotes += 1
            if quote.text not in texts:
                continue  # told once for its evidence
            finding, span = _held(quote, texts)
            if finding:
                findings.append(finding)
            else:
                n_exact += 1
            if span and anchor.bearers:
                quoted[quote.text].append(span)
    findings.extend(_lengths(texts, column(store, KG.characters)))
    covered = cover(store, texts, quoted)
    counts = {"texts": len(texts), "evidence": len(anchors), "quotes": n_quotes, "exact": n_exact}
    return Report(tuple(sorted({*findings, *covered.findings})), counts | covered.counts)


def _held(
    quote: Quote, texts: Mapping[str, StoredText]
) -> tuple[Finding | None, tuple[int, int] | None]:
    """Return the finding of one quote, if there is one, and where in its text its words stand."""
    own = texts[quote.text]
    verdict = compare_quote(quote, texts)
    if verdict.outcome == "exact":
        return None, verdict.span
    check, message = _CHECKS[verdict.outcome], verdict.message
    fault = offset_fault(quote.start, quote.end, own.n_characters)
    if fault:
        check, message = fault[0], f"{fault[1]}; {verdict.message}"
    place = verdict.span[0] if verdict.span else max(0, min(quote.start, own.n_characters))
    finding = Finding(
        "error", check, quote.evidence, message, OA.exact, shown(quote.exact, 160), own.place(place)
    )
    return finding, verdict.span


def _holders(texts: Column) -> dict[str, set[str]]:
    """Return text to the sources that have it."""
    holders: dict[str, set[str]] = {}
    for source in texts:
        for text in texts_of(texts, source):
            holders.setdefault(text, set()).add(source)
    return holders


def _anchor_findings(
    anchor: Anchor, texts: Mapping[str, StoredText], holders: Mapping[str, set[str]]
) -> Iterable[Finding]:
    """Yield what is wrong with a piece of evidence beside its quotes."""

    def finding(check: str, message: str, path: str, value: str = "") -> Finding:
        return Finding("error", check, anchor.evidence, message, path, value)

    if not anchor.bearers:
        message = "no claim, explanation or attribution rests on this evidence"
        yield finding("evidence-without-claim", message, KG.evidence)
    if anchor.n_selectors and not anchor.texts:
        message = "there is a selector but no text that it selects from; add oa:hasSource"
        yield finding("selector-without-source", message, OA.hasSource)
    if anchor.texts and not anchor.n_selectors:
        message = "a stored text is named but nothing is quoted from it; add oa:hasSelector"
        yield finding("text-without-quote", message, OA.hasSelector)
    if len(anchor.texts) > 1:
        message = "one piece of evidence quotes one text; make one for each text"
        yield finding("evidence-of-two-texts", message, OA.hasSource, ", ".join(anchor.texts))
    for text in anchor.texts:
        if text not in texts:
            message = f"{text} is no stored text (kg:Text)"
            yield finding("unknown-text", message, OA.hasSource, text)
            continue
        strange = sorted(set(anchor.sources) - holders.get(text, set()))
        if strange or not anchor.sources:
            owner = " or ".join(sorted(holders.get(text, ()))) or "no source"
            named = " and ".join(strange) or "no source"
            message = f"the evidence names {named}, but the text belongs to {owner}"
            yield finding("text-of-another-source", message, DCTERMS.source, text)


def _lengths(texts: Mapping[str, StoredText], recorded: Column) -> Iterable[Finding]:
    """Yield a finding for each text that has not as many characters as its record says."""
    for iri in sorted(texts):
        for number in texts_of(recorded, iri):
            if number != str(texts[iri].n_characters):
                message = (
                    f"the text has {texts[iri].n_characters} characters, on record is {number}"
                )
                yield Finding("error", "text-length", iri, message, KG.characters, number)
