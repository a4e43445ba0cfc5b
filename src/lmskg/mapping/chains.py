"""Chains of exact mappings from a class to another class of its own vocabulary.

Exact mappings say that two terms are one, so a chain of them says it of its ends. A chain of two
links is a term with two partners, which is found without following chains; here are longer ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping

from ..terminology import namespace_of

_SHORTEST = 3  # links


def closing_chains(links: Collection[tuple[str, str]]) -> Iterator[list[str]]:
    """Yield the chains of three links or more whose ends, and only they, are of one vocabulary.

    Parameters
    ----------
    links
        Pairs of terms that are said to be one.

    Yields
    ------
    list of IRI
        The shortest chain between two ends, once, from the end that is first by IRI.
    """
    partners = partners_of(links)
    for start in sorted(partners):
        for path in _chains_from(start, partners):
            if path[-1] > start and len(path) > _SHORTEST:
                yield path


def partners_of(links: Collection[tuple[str, str]]) -> dict[str, list[str]]:
    """Return each term with those that are said to be one with it, sorted."""
    found: dict[str, set[str]] = {}
    for left, right in links:
        if left != right:
            found.setdefault(left, set()).add(right)
            found.setdefault(right, set()).add(left)
    return {iri: sorted(others) for iri, others in found.items()}


def _chains_from(start: str, partners: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Yield the shortest chain to each other class of the vocabulary, going through none of it."""
    space = namespace_of(start)
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here != start and namespace_of(here) == space:
            yield _path(here, before)
            continue
        for partner in partners[here]:
            if partner not in before:
                before[partner] = here
                queue.append(partner)


def _path(end: str, before: Mapping[str, str]) -> list[str]:
    path = [end]
    while before[path[-1]]:
        path.append(before[path[-1]])
    return path[::-1]
