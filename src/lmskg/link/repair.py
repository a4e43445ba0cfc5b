"""Logical repair: what is accepted may make no class empty and merge no two of one side.

Two pairs contradict each other if the one's source lies above the other's, but its target below:
then all classes between are one. They do, too, if the sources are disjoint and the one's target
lies below the other's: then that class is empty. What only more than two contradict is looked for
afterwards, in `chains`. What is left is consistent, as far as hierarchy and disjoint classes tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from .assignment import Pair
from .chains import Conflict, Side, break_chains
from .hierarchy import Hierarchy

CROSSING = "what is above it on the one side is below it on the other"
DISJOINT = "a class would lie below two that have nothing in common"


def repair(
    links: Mapping[Pair, float], source: Side, target: Side, *, fixed: Collection[Pair] = ()
) -> tuple[dict[Pair, float], list[Conflict]]:
    """Return the links that can all hold at once, and the conflicts by which the others went.

    A link that contradicts many others goes first, for one that is wrong high up in a hierarchy
    contradicts all that is right below it; among equals the one that less speaks for.

    Parameters
    ----------
    links
        Pairs, one to one, and their scores.
    source, target
        The two sides.
    fixed
        Links that stay, such as known mappings.
    """
    against: dict[Pair, dict[Pair, str]] = {}
    for left, right, reason in _conflicts(links, source, target):
        against.setdefault(left, {})[right] = reason
        against.setdefault(right, {})[left] = reason
    kept, gone = dict(links), set(fixed)
    conflicts: list[Conflict] = []
    while True:
        worst = max(
            (pair for pair in against if against[pair] and pair not in gone),
            key=lambda pair: (len(against[pair]), -links[pair], pair),
            default=None,
        )
        if worst is None:
            break
        others = against.pop(worst)
        strongest = max(others, key=lambda pair: (links[pair], pair))
        conflicts.append(Conflict(worst, strongest, others[strongest]))
        del kept[worst]
        for other in others:
            del against[other][worst]
    conflicts += break_chains(kept, source, target, fixed=fixed)
    gone_now = {conflict.dropped for conflict in conflicts}
    return {pair: score for pair, score in kept.items() if pair not in gone_now}, conflicts


def _conflicts(
    links: Mapping[Pair, float], source: Side, target: Side
) -> Iterator[tuple[Pair, Pair, str]]:
    of_source = {pair[0]: pair for pair in links}
    of_target = {pair[1]: pair for pair in links}
    for pair in sorted(links):
        above = source.hierarchy.ancestors(pair[0])
        for other in sorted(target.hierarchy.descendants.get(pair[1], frozenset())):
            crossing = of_target.get(other)
            if crossing and crossing[0] in above:
                yield pair, crossing, CROSSING
    yield from _disjoint(of_target, target, source, place=1)
    yield from _disjoint(of_source, source, target, place=0)


def _disjoint(
    linked: Mapping[str, Pair], side: Side, other: Side, place: int
) -> Iterator[tuple[Pair, Pair, str]]:
    """Yield the links to two disjoint classes of a side, or below, that share a class beyond."""
    for two in sorted(sorted(classes) for classes in side.disjoint):
        if len(two) != 2:
            continue
        left, right = (
            {pair[1 - place]: pair for pair in _linked_below(iri, side.hierarchy, linked)}
            for iri in two
        )
        found: set[tuple[Pair, Pair]] = set()
        for iri in other.hierarchy.parents if left and right else ():
            above = {iri, *other.hierarchy.ancestors(iri)}
            found.update(
                (left[here], right[there])
                for here in above & left.keys()
                for there in above & right.keys()
            )
        for pair, contrary in sorted(found):
            if pair != contrary:
                yield pair, contrary, DISJOINT


def _linked_below(iri: str, hierarchy: Hierarchy, linked: Mapping[str, Pair]) -> list[Pair]:
    if iri not in hierarchy.parents:
        return []
    return [linked[term] for term in sorted({iri, *hierarchy.descendants[iri]}) if term in linked]
