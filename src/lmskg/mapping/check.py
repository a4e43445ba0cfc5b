"""What cannot be right about mappings, each check one function in one table.

Held against the terminologies that are given: a term that is obsolete or not there, a label that is
no longer the term's. Held against each other: one term that is exact to two of a vocabulary,
chains of exact mappings that close on another class (`chains`), classes that become one or empty
because of exact mappings (`merging`), mappings of a pair that contradict each other. A vocabulary
is what has a namespace of its own, or an id space of the OBO Foundry.

Not here: whether a mapping that may be right is right; see `review`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ..model import Finding, Report, Severity
from ..namespaces import compress
from ..sssom import MappingSet
from ..terminology import namespace_of
from ..terminology.model import Term
from .chains import closing_chains
from .judged import Judged, Placed
from .merging import Step, emptied_classes, merged_classes
from .pool import (
    BROAD,
    EXACT,
    NARROW,
    Pool,
    exact_names,
    is_positive,
    triple_of,
)

_SIDES = ("subject", "object")
_WORD = re.compile(r"\w+")
_INVERSE = {BROAD: NARROW, NARROW: BROAD}
_RIVALS = {BROAD: "broad", NARROW: "narrow"}


class Check(NamedTuple):
    """A check: name, severity and what finds its faults."""

    name: str
    severity: Severity
    find: Callable[[Judged], Iterator[Finding]]


def check_mappings(mapping_sets: Mapping[Path, MappingSet], pool: Pool) -> Report:
    """Return what is wrong with mappings, over all files together.

    Parameters
    ----------
    mapping_sets
        File to its rows.
    pool
        The terminologies whose terms they name. What they do not know is not held against them,
        but for an unknown id of a vocabulary that they know.

    Returns
    -------
    Report
        `where` of a finding is its file; counts of files, mappings, exact mappings and terms.
    """
    placed = tuple(
        Placed(row, path.name) for path, found in mapping_sets.items() for row in found.mappings
    )
    judged = Judged(placed, pool)
    findings = {
        finding._replace(severity=check.severity, check=check.name)
        for check in CHECKS
        for finding in check.find(judged)
    }
    counts = {
        "files": len(mapping_sets),
        "mappings": len(placed),
        "exact": len(judged.links()),
        "terms": len(pool.terms),
    }
    return Report(tuple(sorted(findings)), counts)


def obsolete_terms(judged: Judged) -> Iterator[Finding]:
    """Yield rows that name an obsolete term; its replacement is named."""
    for placed, slot, term in _known(judged):
        if term.is_obsolete:
            told = f"; use {judged.pool.named(term.replaced_by)}" if term.replaced_by else ""
            message = f"{judged.pool.named(term.iri)} is obsolete{told}"
            yield judged.finding(placed, message, slot, term.iri)


def unknown_terms(judged: Judged) -> Iterator[Finding]:
    """Yield rows that name a term which its own vocabulary, as given, does not have."""
    for placed in judged.placed:
        for side in _SIDES:
            iri = placed.row.slots.get(f"{side}_id", "")
            if iri and judged.pool.lacks(iri):
                name = compress(iri, judged.pool.prefixes)
                message = f"{name} is not among the terms of its vocabulary that are at hand"
                yield judged.finding(placed, message, f"{side}_id", iri)


def changed_labels(judged: Judged) -> Iterator[Finding]:
    """Yield labels that the term has neither as its label nor as an exact synonym."""
    for placed, slot, label, term in _labelled(judged):
        if not _is_like(label, exact_names(term)):
            message = f"'{label}' is no label of {judged.pool.named(term.iri)}"
            yield judged.finding(placed, message, slot, label)


def synonyms_as_labels(judged: Judged) -> Iterator[Finding]:
    """Yield labels that are an exact synonym of the term, or its label in other letters."""
    for placed, slot, label, term in _labelled(judged):
        if _is_like(label, exact_names(term)):
            message = f"'{label}' is a synonym of {judged.pool.named(term.iri)}, not its label"
            if term.label and _is_like(label, {term.label}):
                message = f"'{label}' is the label of {judged.pool.named(term.iri)} spelt otherwise"
            yield judged.finding(placed, message, slot, label)


def one_to_many(judged: Judged) -> Iterator[Finding]:
    """Yield terms that are exact to two terms of one vocabulary, seen from either side."""
    partners: dict[tuple[str, str], set[str]] = defaultdict(set)
    links = judged.links()
    for left, right in links:
        if left != right:
            partners[left, namespace_of(right)].add(right)
            partners[right, namespace_of(left)].add(left)
    for (iri, _), found in sorted(partners.items()):
        if len(found) > 1:
            names = ", ".join(judged.pool.named(partner) for partner in sorted(found))
            pairs = [pair for partner in found for pair in ((iri, partner), (partner, iri))]
            focus = compress(iri, judged.pool.prefixes)
            message = f"{judged.pool.named(iri)} is exact to {len(found)} terms: {names}"
            yield Finding("error", "", focus, message, "", "", judged.where(pairs))


def chains(judged: Judged) -> Iterator[Finding]:
    """Yield chains of exact mappings whose ends are two classes of one vocabulary."""
    for path in closing_chains(judged.links()):
        names = " = ".join(judged.pool.named(iri) for iri in path)
        pairs = list(pairwise(path))
        focus = compress(path[0], judged.pool.prefixes)
        where = judged.where([*pairs, *((right, left) for left, right in pairs)])
        message = f"exact mappings make two classes one: {names}"
        yield Finding("error", "", focus, message, "", path[-1], where)


def merged(judged: Judged) -> Iterator[Finding]:
    """Yield classes that become one because of exact mappings across is_a."""
    for up, back in merged_classes(judged.links(), judged.pool):
        first, last = (judged.pool.named(iri) for iri in (up[0].lower, up[-1].upper))
        message = f"{first} and {last} become one: {_told([*up, *back], judged)}"
        yield _about(up[0].lower, message, [*up, *back], judged)


def emptied(judged: Judged) -> Iterator[Finding]:
    """Yield classes that come under two disjoint ones because of exact mappings.

    Classes that do so by the same mapping are told once, with the first of them.
    """
    alike: dict[tuple[Step | None, tuple[str, str]], list[tuple[list[Step], list[Step]]]] = {}
    for left, right, pair in emptied_classes(judged.links(), judged.pool):
        link = _last_link(left) or _last_link(right)
        alike.setdefault((link, pair), []).append((left, right))
    for (_, pair), ways in alike.items():
        left, right = ways[0]
        iri = [*left, *right][0].lower
        names = " and ".join(judged.pool.named(upper) for upper in pair)
        others = f"; so does {_counted(len(ways) - 1)}" if len(ways) > 1 else ""
        told = f"{_told([*left, *right], judged)}; {names} are disjoint{others}"
        message = f"{judged.pool.named(iri)} can have no instance: {told}"
        yield _about(iri, message, [*left, *right], judged)


def _last_link(steps: Iterable[Step]) -> Step | None:
    """Return the mapping by which a way enters the hierarchy that it ends in."""
    return next((step for step in reversed([*steps]) if step.is_mapped), None)


def _counted(number: int) -> str:
    return "1 other class" if number == 1 else f"each of {number} other classes"


def contradictions(judged: Judged) -> Iterator[Finding]:
    """Yield pairs of terms that are exact and broad, broad and narrow, or mapped and denied."""
    said: dict[tuple[str, str], dict[str, Placed]] = {}
    for placed in judged.placed:
        row = placed.row
        if row.is_unmatched or not (is_positive(row) or row.is_negative):
            continue
        left, predicate, right = triple_of(row)
        if right < left:
            left, predicate, right = right, _INVERSE.get(predicate, predicate), left
        kind = "exact" if predicate in EXACT else _RIVALS.get(predicate, predicate)
        said.setdefault((left, right), {}).setdefault("not " * row.is_negative + kind, placed)
    for pair, kinds in sorted(said.items()):
        rivals = {"exact", "broad", "narrow"} & kinds.keys()
        denied = {kind for kind in kinds if f"not {kind}" in kinds}
        if len(rivals) > 1 or denied:
            names = sorted(rivals if len(rivals) > 1 else denied | {f"not {k}" for k in denied})
            words = " and ".join(compress(name, judged.pool.prefixes) for name in names)
            left, right = (judged.pool.named(iri) for iri in pair)
            where = ", ".join(sorted({kinds[name].file for name in names}))
            focus = compress(pair[0], judged.pool.prefixes)
            yield Finding(
                "error", "", focus, f"{left} to {right} is {words} at once", "", "", where
            )


def mapped_to_itself(judged: Judged) -> Iterator[Finding]:
    """Yield rows whose subject is their object."""
    for placed in judged.placed:
        slots = placed.row.slots
        if slots.get("subject_id") and slots.get("subject_id") == slots.get("object_id"):
            yield judged.finding(placed, "a term is mapped to itself")


CHECKS: tuple[Check, ...] = (
    Check("obsolete-term", "error", obsolete_terms),
    Check("unknown-term", "warning", unknown_terms),
    Check("label-changed", "error", changed_labels),
    Check("label-synonym", "warning", synonyms_as_labels),
    Check("one-to-many", "error", one_to_many),
    Check("chain", "error", chains),
    Check("merged-classes", "error", merged),
    Check("empty-class", "error", emptied),
    Check("contradiction", "error", contradictions),
    Check("itself", "error", mapped_to_itself),
)


def _known(judged: Judged) -> Iterator[tuple[Placed, str, Term]]:
    """Yield each side of each row that states something, where the pool has its term."""
    for placed in judged.placed:
        for side in _SIDES:
            term = judged.pool.terms.get(placed.row.slots.get(f"{side}_id", ""))
            if term is not None and not placed.row.is_negative:
                yield placed, f"{side}_id", term


def _labelled(judged: Judged) -> Iterator[tuple[Placed, str, str, Term]]:
    """Yield each side whose label is not the term's."""
    for placed, slot, term in _known(judged):
        name = slot.replace("_id", "_label")
        label = placed.row.slots.get(name, "")
        if label and term.label and label != term.label and not term.is_obsolete:
            yield placed, name, label, term


def _is_like(label: str, names: Iterable[str]) -> bool:
    """Return whether a label is one of some names but for case and punctuation."""
    words = _WORD.findall(label.casefold())
    return any(_WORD.findall(name.casefold()) == words for name in names)


def _told(steps: Iterable[Step], judged: Judged) -> str:
    named = judged.pool.named
    return "; ".join(
        f"{named(step.lower)} {'=' if step.is_mapped else 'is_a'} {named(step.upper)}"
        for step in steps
    )


def _about(iri: str, message: str, steps: Iterable[Step], judged: Judged) -> Finding:
    pairs = [pair for s in steps for pair in ((s.lower, s.upper), (s.upper, s.lower))]
    focus = compress(iri, judged.pool.prefixes)
    return Finding("error", "", focus, message, "", "", judged.where(pairs))
