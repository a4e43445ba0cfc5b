"""How high everything stands: columns whose boxes are near what they are linked to.

The highest column is stacked from the top. From there outwards, each block of a column (a group
under its heading, or one box) goes to the mean height of what it is linked to, as far as the blocks
above and below leave room: least squares, solved by pooling those that would overlap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from .columns import Columns
from .metrics import wrap
from .rows import Size, is_bend

HEADING_SIZE, HEADING_STEP = 10.0, 13.0
_SLOT_GAP, _BEND_GAP, _BLOCK_GAP, _HEADED_GAP = 7.0, 3.0, 12.0, 18.0


class Block(NamedTuple):
    """Slots that stay together below a heading, which may be empty."""

    heading: tuple[str, ...]
    slots: tuple[str, ...]


class Stacked(NamedTuple):
    """The top of each slot, and the headings of each column with the top of each."""

    tops: dict[str, float]
    headings: tuple[tuple[int, float, tuple[str, ...]], ...]


def stack(columns: Columns, sizes: Mapping[str, Size], middle: int | None) -> Stacked:
    """Return the height of everything; `middle` is the column that groups are headed toward."""
    blocks = [_blocks(columns, number, sizes, middle) for number in range(len(columns.slots))]
    near = _near(columns)
    heights = [_offsets(found, sizes)[1] for found in blocks]
    highest = max(range(len(blocks)), key=lambda number: heights[number])
    tops: dict[str, float] = {}
    headings: list[tuple[int, float, tuple[str, ...]]] = []
    for number in sorted(range(len(blocks)), key=lambda n: (abs(n - highest), n)):
        for block, top in zip(
            blocks[number], _tops(blocks[number], sizes, near, tops), strict=True
        ):
            if block.heading:
                headings.append((number, top, block.heading))
            tops.update(_inner(block, top, sizes))
    return Stacked(tops, tuple(headings))


def _blocks(
    columns: Columns, number: int, sizes: Mapping[str, Size], middle: int | None
) -> list[Block]:
    found: list[Block] = []
    last: object = None
    for slot in columns.slots[number]:
        head = columns.heads.get(slot)
        if head is not None and head == last:
            found[-1] = found[-1]._replace(slots=(*found[-1].slots, slot))
        else:
            words = _heading(head, number, middle) if head else ""
            width = max(sizes[slot].width, 90.0)
            lines = tuple(wrap(words, width, HEADING_SIZE, is_bold=True)) if words else ()
            found.append(Block(lines, (slot,)))
        last = head
    return found


def _heading(head: tuple[str, bool], number: int, middle: int | None) -> str:
    """Return a relation with an arrow as its lines run on the page."""
    relation, is_subject = head
    is_left = middle is None or number < middle
    return f"{relation} →" if is_left == is_subject else f"← {relation}"


def _near(columns: Columns) -> dict[str, list[str]]:
    column = columns.column
    near: dict[str, list[str]] = {slot: [] for slot in column}
    for route in columns.routes:
        for one, other in pairwise(route):
            if column[one] != column[other]:
                near[one].append(other)
                near[other].append(one)
    return near


def _inner(block: Block, top: float, sizes: Mapping[str, Size]) -> dict[str, float]:
    """Return the top of each slot of a block that begins at `top`."""
    at = top + len(block.heading) * HEADING_STEP + (5 if block.heading else 0)
    tops: dict[str, float] = {}
    for slot in block.slots:
        tops[slot] = at
        at += sizes[slot].height + _SLOT_GAP
    return tops


def _height(block: Block, sizes: Mapping[str, Size]) -> float:
    last = block.slots[-1]
    return _inner(block, 0.0, sizes)[last] + sizes[last].height


def _offsets(blocks: Sequence[Block], sizes: Mapping[str, Size]) -> tuple[list[float], float]:
    """Return where each block begins if all are stacked closely, and how high that is."""
    offsets: list[float] = []
    at = 0.0
    for above, block in zip((None, *blocks), blocks, strict=False):
        if above is not None:
            bends = is_bend(above.slots[-1]) + is_bend(block.slots[0])
            is_headed = bool(above.heading or block.heading)
            at += _HEADED_GAP if is_headed else (_BLOCK_GAP, _SLOT_GAP, _BEND_GAP)[bends]
        offsets.append(at)
        at += _height(block, sizes)
    return offsets, at


def _tops(
    blocks: Sequence[Block],
    sizes: Mapping[str, Size],
    near: Mapping[str, Sequence[str]],
    tops: Mapping[str, float],
) -> list[float]:
    """Return the top of each block of a column, near what is placed already."""
    offsets, _ = _offsets(blocks, sizes)
    wishes = [_wish(block, sizes, near, tops) for block in blocks]
    if all(wish is None for wish in wishes):
        return offsets
    known = [
        (wish - offset) for wish, offset in zip(wishes, offsets, strict=True) if wish is not None
    ]
    shifts: list[float] = []
    for wish, offset in zip(wishes, offsets, strict=True):
        # what is linked to nothing placed follows what stands above it
        shifts.append(wish - offset if wish is not None else (shifts[-1] if shifts else known[0]))
    return [shift + offset for shift, offset in zip(pooled(shifts), offsets, strict=True)]


def _wish(
    block: Block,
    sizes: Mapping[str, Size],
    near: Mapping[str, Sequence[str]],
    tops: Mapping[str, float],
) -> float | None:
    """Return the top that brings the slots of a block nearest to their neighbours."""
    inner = _inner(block, 0.0, sizes)
    gaps = [
        tops[other] + sizes[other].height / 2 - inner[slot] - sizes[slot].height / 2
        for slot in block.slots
        for other in near[slot]
        if other in tops
    ]
    return sum(gaps) / len(gaps) if gaps else None


def pooled(values: Sequence[float]) -> list[float]:
    """Return the ascending values nearest to `values` in the sum of squares.

    Examples
    --------
    >>> pooled([1, 5, 3, 9])
    [1.0, 4.0, 4.0, 9.0]
    """
    pools: list[tuple[float, int]] = []
    for value in values:
        total, count = float(value), 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            total, count = total + pools[-1][0], count + pools[-1][1]
            pools.pop()
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]
