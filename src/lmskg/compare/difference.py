"""Compare two sets of quads, up to the labels of blank nodes, and put what differs in order.

Named statements are compared as they stand, those of blank nodes as `fold` folds them. What stands
on one side alone is then put together two by two, the likest first: the same statement in another
graph, the same text in another language, the same number in other digits, another value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from .fold import Folded, Statement, fold, has_blank, is_isomorphic
from .likeness import LIKENESSES, VALUE, VIEWS, without_graph

SHARING = "blank nodes that are one on one side and several on the other"

# in larger groups the likest texts are not looked for: each would be held against each
_MOST_TEXTS = 50
_LIKE = 60

_Pair = tuple[Statement, Statement]


class Row(NamedTuple):
    """A row of a table, in a form that has no way back to statements."""

    file: str
    text: str


class Changed(NamedTuple):
    """A statement that is another on the other side, and what of it is: the language, the value."""

    left: Statement
    right: Statement
    what: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What two graphs have that the other has not.

    Attributes
    ----------
    n_left, n_right
        Number of statements that were compared; of tables, rows.
    only_left, only_right
        Statements of one side alone, those in `changed` left out; a blank node counts as one, with
        all that stands below it.
    changed
        Pairs of statements that differ in one place.
    only_in
        What all of the difference lies in, such as `languages`; or nothing.
    losses
        What the form of a side leaves out of the other, and so was not compared.
    """

    n_left: int
    n_right: int
    only_left: tuple[Statement | Row, ...] = ()
    only_right: tuple[Statement | Row, ...] = ()
    changed: tuple[Changed, ...] = ()
    only_in: str = ""
    losses: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """True when both sides are the same graph, but for stated losses."""
        return not (self.only_left or self.only_right or self.changed or self.only_in)


def difference(
    left: Iterable[Quad], right: Iterable[Quad], losses: tuple[str, ...] = ()
) -> Difference:
    """Return what two graphs have that the other has not.

    Notes
    -----
    Whether blank nodes match is decided by RDFC-1.0, which is exponential in the worst case.
    """
    ours, theirs = dict.fromkeys(left), dict.fromkeys(right)
    if is_isomorphic(ours, theirs):
        return Difference(len(ours), len(theirs), losses=losses)
    lone = [sorted(side, key=_order) for side in _lone(ours, theirs)]
    changed = _pairs(*lone)
    return Difference(
        len(ours),
        len(theirs),
        _in_order(_without(lone[0], [pair.left for pair in changed])),
        _in_order(_without(lone[1], [pair.right for pair in changed])),
        tuple(sorted(changed, key=lambda pair: _order(pair.left))),
        _cause(ours, theirs) if any(lone) else SHARING,
        losses,
    )


def _lone(
    ours: dict[Quad, None], theirs: dict[Quad, None]
) -> tuple[list[Statement], list[Statement]]:
    """Return the statements of each side that the other has not."""
    folded = fold(filter(has_blank, ours), filter(has_blank, theirs))
    blank = [Counter(side.statements()) for side in folded]
    named = [
        [Statement(*quad) for quad in own if quad not in other and not has_blank(quad)]
        for own, other in ((ours, theirs), (theirs, ours))
    ]
    left, right = blank[0] - blank[1], blank[1] - blank[0]
    return [*named[0], *left.elements()], [*named[1], *right.elements()]


def _without(statements: Iterable[Statement], used: Iterable[Statement]) -> list[Statement]:
    return list((Counter(statements) - Counter(used)).elements())


def _pairs(left: list[Statement], right: list[Statement]) -> list[Changed]:
    """Return the statements of the two sides that belong together."""
    found: list[Changed] = []
    for what, view in LIKENESSES:
        places: dict[Hashable, tuple[list[Statement], list[Statement]]] = {}
        for n, side in enumerate((left, right)):
            for statement in side:
                places.setdefault(view(statement), ([], []))[n].append(statement)
        new: list[_Pair] = []
        for ours, theirs in places.values():
            if ours and theirs:
                new += _likest(ours, theirs) if what == VALUE else zip(ours, theirs, strict=False)
        found += [Changed(*pair, what) for pair in new]
        left = _without(left, [pair[0] for pair in new])
        right = _without(right, [pair[1] for pair in new])
    return found


def _likest(ours: list[Statement], theirs: list[Statement]) -> list[_Pair]:
    """Return the pairs of one place: the only statements there, or those with like texts."""
    if len(ours) == len(theirs) == 1:
        return [(ours[0], theirs[0])]
    texts = [[s for s in side if isinstance(s.object, Literal)] for side in (ours, theirs)]
    if max(map(len, texts)) > _MOST_TEXTS:
        return []
    from rapidfuzz import fuzz

    scores = {
        (one, other): fuzz.ratio(str(one.object), str(other.object), score_cutoff=_LIKE)
        for one, other in product(*texts)
    }
    pairs: list[_Pair] = []
    for pair in sorted(filter(scores.get, scores), key=lambda pair: -scores[pair]):
        if all(pair[0] != one and pair[1] != other for one, other in pairs):
            pairs.append(pair)
    return pairs


def _cause(ours: Iterable[Quad], theirs: Iterable[Quad]) -> str:
    """Return the one thing without which the two would be the same."""
    left, right = set(ours), set(theirs)
    same = {quad for quad in left & right if not has_blank(quad)}
    for name, view in VIEWS:
        if is_isomorphic(map(view, left - same), map(view, right - same)):
            return name
    return ""


def _in_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted(statements, key=_order))


def _order(statement: Statement) -> tuple[bool, Sequence[str]]:
    texts = [t.signature if isinstance(t, Folded) else str(t or "") for t in statement]
    return isinstance(statement.subject, Folded), texts


def without_graphs(quads: Iterable[Quad]) -> list[Quad]:
    """Return the statements in the default graph, each once."""
    return list(dict.fromkeys(map(without_graph, quads)))


def has_graphs(quads: Iterable[Quad]) -> bool:
    """Return whether a statement stands in a named graph."""
    return any(isinstance(quad.graph_name, NamedNode) for quad in quads)
