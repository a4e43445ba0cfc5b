"""One term, one counterpart: the best pairs first, each term once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

Pair = tuple[str, str]


def one_to_one(
    scores: Mapping[Pair, float], threshold: float, *, fixed: Collection[Pair] = ()
) -> dict[Pair, float]:
    """Return the pairs that are left when each term keeps its best counterpart.

    The pair of the highest score is taken first, and its terms are then no longer free: a better
    total at the cost of the best pair is not wanted, for a pair is judged by what speaks for it.
    (On the train data the assignment of the highest total has one right pair more and six wrong.)

    Parameters
    ----------
    scores
        Pairs of source and target, and what speaks for each.
    threshold
        Least score of a pair.
    fixed
        Pairs that are known, whatever their score; their terms are not free.

    Examples
    --------
    >>> one_to_one({("a", "x"): 2.0, ("b", "x"): 3.0, ("a", "y"): 1.5}, 1.0)
    {('b', 'x'): 3.0, ('a', 'y'): 1.5}
    """
    taken_here = {here for here, _ in fixed}
    taken_there = {there for _, there in fixed}
    kept: dict[Pair, float] = {}
    for pair, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score < threshold:
            break
        here, there = pair
        if here not in taken_here and there not in taken_there:
            kept[pair] = score
            taken_here.add(here)
            taken_there.add(there)
    return kept


def best_of_each(
    scores: Mapping[Pair, float], threshold: float, known: Iterable[Pair] = ()
) -> dict[Pair, float]:
    """Return the best pair of each source term, if it is good enough."""
    done = {here for here, _ in known}
    kept: dict[Pair, float] = {}
    for pair, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score >= threshold and pair[0] not in done:
            done.add(pair[0])
            kept[pair] = score
    return kept
