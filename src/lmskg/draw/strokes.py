"""How a line runs and ends: its curve, its head, and the mark of what is denied or contested."""

from __future__ import annotations

from .place import End, Track
from .scene import Curve, Item, Point, Shape
from .style import PAPER, Manner

_HEAD = 8.0  # the length of an arrow's head
_MARK = 4.2  # half the size of a mark
_BULGE = 46.0  # the most that a line within a column swings out


def curve(track: Track, manner: Manner) -> Curve:
    """Return the way of a line from its subject to its object."""
    start, end = track.subject, track.object
    bends = track.bends if start.toward > 0 else track.bends[::-1]
    gap = 0.0 if manner.head in ("bar", "open") else _HEAD - 1
    at: Point = (start.reach, start.y)
    steps: list[tuple[Point, ...]] = [(at,)]
    for y, left, right in bends:
        near, far = (left, right) if start.toward > 0 else (right, left)
        steps += [_swing(at, (near, y)), ((far, y),)]
        at = (far, y)
    to: Point = (end.reach, end.y)
    is_within = start.toward == end.toward and not bends
    steps.append(_bulge(at, to, end.toward) if is_within else _swing(at, to))
    steps.append(((end.x + end.toward * gap, end.y),))
    return Curve((start.x, start.y), tuple(steps), manner.colour, manner.width, manner.dash)


def _swing(start: Point, end: Point) -> tuple[Point, ...]:
    middle = (start[0] + end[0]) / 2
    return (middle, start[1]), (middle, end[1]), end


def _bulge(start: Point, end: Point, toward: int) -> tuple[Point, ...]:
    out = toward * min(_BULGE, 18 + abs(end[1] - start[1]) * 0.12) / 0.75
    return (start[0] + out, start[1]), (end[0] + out, end[1]), end


def head(end: End, manner: Manner) -> Item:
    """Return the head of a line at its object."""
    x, y, toward = end.x, end.y, end.toward
    if manner.head == "bar":
        return Curve((x + toward * 2, y - 5), (((x + toward * 2, y + 5),),), manner.colour, 2.6)
    back = x + toward * _HEAD
    if manner.head == "open":
        return Curve((back, y - 3.5), (((x, y),), ((back, y + 3.5),)), manner.colour, manner.width)
    fill = manner.colour if manner.head == "full" else PAPER
    return Shape(((x, y), (back, y - 4), (back, y + 4)), fill, manner.colour)


def mark(x: float, y: float, manner: Manner) -> list[Item]:
    """Return the mark that a line carries: a cross if denied, a diamond if contested."""
    r = _MARK
    if manner.mark == "diamond":
        points = ((x - r, y), (x, y - r), (x + r, y), (x, y + r))
        return [Shape(points, PAPER, manner.colour, 1.5)]
    if manner.mark == "cross":
        square = ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r))
        inner = r - 1.4
        return [
            Shape(square, PAPER, PAPER),
            Curve((x - inner, y - inner), (((x + inner, y + inner),),), manner.colour, 2.2),
            Curve((x - inner, y + inner), (((x + inner, y - inner),),), manner.colour, 2.2),
        ]
    return []
