"""Cut a stream of statements into batches that a store can take one by one.

A blank node has no name outside of its batch: in two batches it would become two nodes. So
statements that share blank nodes, directly or by others between them, stay together; they are a
cluster, which is sent when its last statement has come. The order rests on the stream alone, not
on the size of the batches, so a load may go on with another size.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, Quad


class Batch(NamedTuple):
    """Statements to send at once; `start` and `end` count those of the whole stream."""

    start: int
    end: int
    quads: list[Quad]


class Clusters:
    """Which blank nodes belong together, by their number in order of appearance.

    A parser gives an unnamed node another label at each reading, but the order stays.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._above: list[int] = []
        self._firsts: list[int] = []  # one node of each statement that has any
        self.sizes: dict[int, int] = {}
        self.roots: list[int] = []

    def add(self, quad: Quad) -> None:
        """Take a statement of the first reading."""
        nodes = [_number(node, self._numbers) for node in _blanks(quad)]
        if not nodes:
            return
        while len(self._above) < len(self._numbers):
            self._above.append(len(self._above))
        self._firsts.append(nodes[0])
        first = self._root(nodes[0])
        for node in nodes[1:]:
            self._above[self._root(node)] = first

    def _root(self, node: int) -> int:
        above = self._above
        while above[node] != node:
            above[node] = above[above[node]]
            node = above[node]
        return node

    def closed(self) -> Clusters:
        """Return the same, ready for the second reading."""
        self.roots = [self._root(node) for node in range(len(self._above))]
        self.sizes = Counter(self.roots[node] for node in self._firsts)
        self._numbers, self._above, self._firsts = {}, [], []
        return self


def _blanks(quad: Quad) -> list[str]:
    return [node.value for node in (quad.subject, quad.object) if type(node) is BlankNode]


def _number(label: str, numbers: dict[str, int]) -> int:
    return numbers.setdefault(label, len(numbers))


def wholes(quads: Iterable[Quad], clusters: Clusters) -> Iterator[list[Quad]]:
    """Yield what must not be taken apart: single statements, and clusters of blank nodes."""
    numbers: dict[str, int] = {}
    waiting: dict[int, list[Quad]] = {}
    for quad in quads:
        nodes = [_number(label, numbers) for label in _blanks(quad)]
        if not nodes:
            yield [quad]
            continue
        root = clusters.roots[nodes[0]]
        found = waiting.setdefault(root, [])
        found.append(quad)
        if len(found) == clusters.sizes[root]:
            yield waiting.pop(root)


def batches(
    quads: Iterable[Quad], clusters: Clusters, size: int, start: int = 0
) -> Iterator[Batch]:
    """Yield batches of at least `size` statements, the last one perhaps of less.

    Parameters
    ----------
    quads
        The statements, in the order of the first reading.
    clusters
        What the first reading has found.
    size
        The number of statements at which a batch is full; a cluster may make it larger.
    start
        How many statements are sent already: the end of some earlier batch.
    """
    place, begin = 0, start
    gathered: list[Quad] = []
    for whole in wholes(quads, clusters):
        place += len(whole)
        if place <= start:
            continue
        gathered += whole
        if len(gathered) >= size:
            yield Batch(begin, place, gathered)
            begin, gathered = place, []
    if gathered:
        yield Batch(begin, place, gathered)
