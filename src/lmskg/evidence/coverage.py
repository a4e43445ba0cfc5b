"""Account for every character of every stored text: inside a quote, or in a span with a reason.

A span that says why it makes no claim may hide nothing: layout holds neither letter nor digit,
a connective only the words of a list kept in data, and no such span touches a quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from pyoxigraph import Store

from ..model import Finding, Report
from ..namespaces import KG, OA
from .anchors import Span, offset_fault, read_spans
from .columns import column, members, texts_of
from .texts import StoredText, shown
from .words import Stretch, pattern_of


def cover(
    store: Store, texts: Mapping[str, StoredText], quoted: Mapping[str, list[Stretch]]
) -> Report:
    """Return what the texts hold that is neither quoted nor accounted for by a span.

    Parameters
    ----------
    store
        Spans (`kg:Coverage`, `kg:TextSpan`), the reasons (`kg:CoverageReason`) and the list of
        connective words (`kg:ConnectiveWords`).
    texts
        The stored texts by IRI.
    quoted
        For each text, where the quotes of claims stand, in any order.

    Returns
    -------
    Report
        Checks: `uncovered`, `span-incomplete`, `unknown-text`, `unknown-reason`,
        `layout-with-words`, `foreign-word`, `span-overlaps-quote`, `spans-overlap`, and those on
        offsets. Counts: `characters`, `covered`, `spans`.
    """
    spans, findings = read_spans(store)
    known = set(members(store, [KG.CoverageReason]))
    allowed = pattern_of(texts_of(column(store, KG.wordForm), KG.ConnectiveWords))
    held: dict[str, list[Span]] = {iri: [] for iri in texts}
    for span in spans:
        own = texts.get(span.text)
        if own is None:
            message = f"{span.text} is no stored text (kg:Text)"
            findings.append(Finding("error", "unknown-text", span.iri, message, OA.hasSource))
            continue
        fault = offset_fault(span.start, span.end, own.n_characters)
        if fault:
            findings.append(Finding("error", fault[0], span.iri, fault[1], OA.start))
        elif span.is_coverage:
            findings.extend(_reason_findings(span, own, known, allowed))
            held[span.text].append(span)
    counts = {"characters": 0, "covered": 0, "spans": len(spans)}
    for iri in sorted(texts):
        findings.extend(_overlaps(held[iri], quoted[iri], texts[iri]))
        gaps = _gaps([*quoted[iri], *((s.start, s.end) for s in held[iri])], texts[iri])
        findings.extend(_uncovered(gaps, texts[iri]))
        counts["characters"] += texts[iri].n_characters
        counts["covered"] += texts[iri].n_characters - sum(end - start for start, end in gaps)
    return Report(tuple(findings), counts)


def _reason_findings(
    span: Span, own: StoredText, known: set[str], allowed: re.Pattern[str]
) -> Iterable[Finding]:
    """Yield what a span holds that its reason does not allow."""
    words = own.text[span.start : span.end]
    place = own.place(span.start)
    if len(span.reasons) != 1 or span.reasons[0] not in known:
        named = ", ".join(span.reasons) or "none"
        message = f"a span needs one reason that is a kg:CoverageReason, found {named}"
        yield Finding("error", "unknown-reason", span.iri, message, KG.reason, shown(words), place)
        return
    if span.reasons[0] == KG.Layout and not _is_layout(words):
        message = "a layout span holds letters, digits or signs; quote them or give another reason"
        check = "layout-with-words"
    elif span.reasons[0] == KG.Connective and not _is_layout(allowed.sub("", words)):
        foreign = shown(" ".join(allowed.sub("", words).split()))
        message = f"{foreign} is none of the connective words (kg:ConnectiveWords)"
        check = "foreign-word"
    else:
        return
    yield Finding("error", check, span.iri, message, KG.reason, shown(words), place)


def _is_layout(words: str) -> bool:
    """Return whether there is only white space and punctuation; `%` and `<` say something."""
    return all(
        char.isspace() or (unicodedata.category(char)[0] in "PZC" and char not in "%‰†‡*#&@")
        for char in words
    )


def _overlaps(spans: list[Span], quotes: list[Stretch], own: StoredText) -> Iterable[Finding]:
    """Yield a finding for each span that touches a quote or the span before it."""
    reached, before = 0, ""
    for span in spans:  # in the order of their start
        if span.start < reached:
            message = f"it overlaps {before}; a character has one reason"
            yield Finding("error", "spans-overlap", span.iri, message, OA.start)
        if span.end > reached:
            reached, before = span.end, span.iri
        touched = [q for q in quotes if q[0] < span.end and span.start < q[1]]
        if touched:
            start, end = min(touched)
            message = f"it overlaps the quote at {start}-{end} {shown(own.text[start:end])}"
            yield Finding(
                "error",
                "span-overlaps-quote",
                span.iri,
                message,
                OA.start,
                shown(own.text[span.start : span.end]),
                own.place(span.start),
            )


def _gaps(stretches: Iterable[Stretch], own: StoredText) -> list[Stretch]:
    """Return the stretches of a text that none of the given ones reaches, in order."""
    gaps: list[Stretch] = []
    reached = 0
    for start, end in sorted(stretches):
        if start > reached:
            gaps.append((reached, start))
        reached = max(reached, end)
    if reached < own.n_characters:
        gaps.append((reached, own.n_characters))
    return gaps


def _uncovered(gaps: Iterable[Stretch], own: StoredText) -> Iterable[Finding]:
    for start, end in gaps:
        words = shown(own.text[start:end], 160)
        message = f"characters {start}-{end} are in no quote and in no span with a reason"
        yield Finding("error", "uncovered", own.iri, message, KG.Coverage, words, own.place(start))
