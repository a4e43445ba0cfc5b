"""A picture as plain shapes with coordinates: what every way of painting has in common.

The unit is the pixel of a screen, x to the right and y down. Nothing here knows what it depicts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]


class Rect(NamedTuple):
    """A rectangle; `radius` rounds its corners, an empty `stroke` leaves out its border."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str = ""
    stroke_width: float = 1.0
    radius: float = 0.0


class Run(NamedTuple):
    """Text of one line, `y` at its base line and `x` at its start, middle or end."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    anchor: Anchor = "start"
    is_bold: bool = False


class Curve(NamedTuple):
    """A line through points: after the first, each step is one point or a cubic of three."""

    start: Point
    steps: tuple[tuple[Point, ...], ...]
    colour: str
    width: float
    dash: tuple[float, ...] = ()


class Shape(NamedTuple):
    """A closed polygon."""

    points: tuple[Point, ...]
    fill: str
    stroke: str
    stroke_width: float = 1.2


Item = Rect | Run | Curve | Shape


@dataclass(frozen=True, slots=True)
class Part:
    """Shapes that belong together, and what they say."""

    items: tuple[Item, ...]
    title: str = ""


def moved(item: Item, dx: float, dy: float) -> Item:
    """Return a shape at another place."""
    if isinstance(item, Rect | Run):
        return item._replace(x=item.x + dx, y=item.y + dy)
    if isinstance(item, Shape):
        return item._replace(points=tuple((x + dx, y + dy) for x, y in item.points))
    steps = tuple(tuple((x + dx, y + dy) for x, y in step) for step in item.steps)
    return item._replace(start=(item.start[0] + dx, item.start[1] + dy), steps=steps)


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture: its parts from the bottom up, its title, and all that it says in words."""

    width: float
    height: float
    title: str
    description: str
    parts: tuple[Part, ...] = field(default=())
