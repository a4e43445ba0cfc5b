"""Which column each node stands in, and in which order: the first half of a layered layout.

Around terms that are asked for (nodes with a `role`) all else stands to the left and right of them,
by groups; any other network runs from left to right along its edges. A line that passes a column
bends there, in a place of its own, so that it crosses no box. The order within columns follows the
means of the neighbours' places (Sugiyama's method); that with the fewest crossings is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from .lines import Line

if TYPE_CHECKING:
    import networkx

_SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Columns:
    """Where everything stands.

    `slots` holds for each column what stands in it, from the top: nodes, and the bends of lines.
    `routes` holds for each line its slots from left to right; a line within a column has its ends.
    `heads` maps the nodes of a group to it.
    """

    slots: tuple[tuple[str, ...], ...]
    routes: tuple[tuple[str, ...], ...]
    heads: dict[str, tuple[str, bool]]

    @property
    def column(self) -> dict[str, int]:
        """The number of the column of each slot."""
        return {slot: number for number, slots in enumerate(self.slots) for slot in slots}


def arrange(network: networkx.MultiDiGraph[str], lines: Sequence[Line]) -> Columns:
    """Return the columns of a network, with a place for all of its lines."""
    has_roles = any(attributes.get("role") for _, attributes in network.nodes(data=True))
    start = _around(network) if has_roles else _along(network)
    heads = {
        node: (attributes["group"], bool(attributes.get("is_subject")))
        for node, attributes in network.nodes(data=True)
        if attributes.get("group")
    }
    slots = [list(nodes) for nodes in start if nodes]
    column = {node: number for number, nodes in enumerate(slots) for node in nodes}
    routes = []
    for number, line in enumerate(lines):
        left, right = sorted((line.subject, line.object), key=lambda node: column[node])
        bends = [f"\0{number} {at}" for at in range(column[left] + 1, column[right])]
        for at, bend in enumerate(bends, column[left] + 1):
            slots[at].append(bend)
        routes.append((left, *bends, right))
    return Columns(_sorted(slots, routes, heads), tuple(routes), heads)


def _around(network: networkx.MultiDiGraph[str]) -> list[list[str]]:
    """Return the nodes with a role in the middle, and the others by distance on either side."""
    import networkx as nx

    hubs = [node for node, attributes in network.nodes(data=True) if attributes.get("role")]
    undirected = nx.Graph(network)
    place = {node: number for number, node in enumerate(network)}
    # networkx begins with a set of the nodes, which is in another order in every process
    layers = [sorted(layer, key=place.__getitem__) for layer in nx.bfs_layers(undirected, hubs)]
    side: dict[str, int] = {}
    found: dict[tuple[str, bool], list[str]] = {}
    for node in layers[1] if len(layers) > 1 else ():
        attributes = network.nodes[node]
        key = (attributes.get("group", ""), bool(attributes.get("is_subject")))
        found.setdefault(key, []).append(node)
    groups = dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))
    load = {-1: 0, 1: 0}
    for (_, is_subject), nodes in groups.items():
        first = -1 if is_subject else 1  # what points to the middle stands before it, if it may
        chosen = first if load[first] <= load[-first] else -first
        load[chosen] += len(nodes) + 1
        side.update(dict.fromkeys(nodes, chosen))
    for nodes in layers[2:]:
        for node in nodes:
            side[node] = next(side[near] for near in sorted(undirected[node]) if near in side)
    ordered = [node for nodes in groups.values() for node in nodes]
    around = [ordered, *layers[2:]]
    left = [[n for n in nodes if side[n] < 0] for nodes in reversed(around)]
    right = [[n for n in nodes if side[n] > 0] for nodes in around]
    return [*left, hubs, *right]


def _along(network: networkx.MultiDiGraph[str]) -> list[list[str]]:
    """Return the nodes in generations, what has no predecessor just before what it points to."""
    import networkx as nx

    folded = nx.condensation(nx.DiGraph(network))
    place: dict[int, int] = {}
    for number, generation in enumerate(nx.topological_generations(folded)):
        place.update(dict.fromkeys(generation, number))
    for node in folded:
        if not folded.in_degree(node) and folded.out_degree(node):
            place[node] = min(place[after] for after in folded.successors(node)) - 1
    columns: list[list[str]] = [[] for _ in range(max(place.values(), default=0) + 1)]
    mapping = folded.graph["mapping"]
    for name in network:
        columns[place[mapping[name]]].append(name)
    return columns


def _sorted(
    slots: list[list[str]], routes: Sequence[Sequence[str]], heads: Mapping[str, tuple[str, bool]]
) -> tuple[tuple[str, ...], ...]:
    """Return each column in an order with few crossings; a group stays together."""
    column = {slot: number for number, names in enumerate(slots) for slot in names}
    steps = [pair for route in routes for pair in pairwise(route)]
    near: dict[str, list[str]] = {slot: [] for slot in column}
    for one, other in steps:
        near[one].append(other)
        near[other].append(one)
    best = current = [_together(names, heads) for names in slots]
    fewest = _count_crossings(current, steps, column)
    for sweep in range(_SWEEPS):
        order = range(len(slots)) if sweep % 2 else range(len(slots) - 1, -1, -1)
        current = [list(names) for names in current]
        for number in order:
            current[number] = _by_means(current, number, near, heads)
        crossings = _count_crossings(current, steps, column)
        if crossings < fewest:
            best, fewest = current, crossings
    return tuple(tuple(names) for names in best)


def _by_means(
    slots: list[list[str]],
    number: int,
    near: dict[str, list[str]],
    heads: Mapping[str, tuple[str, bool]],
) -> list[str]:
    place = {
        slot: (position + 0.5) / len(names)
        for names in slots
        for position, slot in enumerate(names)
    }

    def mean(slot: str) -> float:
        others = [place[other] for other in near[slot]] or [place[slot]]
        return sum(others) / len(others)

    ordered = sorted(slots[number], key=lambda slot: (mean(slot), place[slot]))
    groups: dict[object, list[float]] = {}
    for slot in ordered:
        groups.setdefault(heads.get(slot, slot), []).append(mean(slot))
    means = {head: sum(found) / len(found) for head, found in groups.items()}
    ordered.sort(key=lambda slot: means[heads.get(slot, slot)])
    return _together(ordered, heads)


def _together(slots: Sequence[str], heads: Mapping[str, tuple[str, bool]]) -> list[str]:
    """Return slots with each group in one piece, where its first member stands."""
    groups: dict[object, list[str]] = {}
    for slot in slots:
        groups.setdefault(heads.get(slot, slot), []).append(slot)
    return [slot for members in groups.values() for slot in members]


def _count_crossings(
    slots: list[list[str]], steps: Sequence[tuple[str, str]], column: dict[str, int]
) -> int:
    place = {slot: position for names in slots for position, slot in enumerate(names)}
    gaps: dict[int, list[tuple[int, int]]] = {}
    for one, other in steps:
        if column[one] != column[other]:
            gaps.setdefault(column[one], []).append((place[one], place[other]))
    return sum(
        (a - c) * (b - d) < 0
        for pairs in gaps.values()
        for (a, b), (c, d) in combinations(pairs, 2)
    )
