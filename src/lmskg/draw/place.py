"""Where everything stands, in pixels: the second half of a layered layout.

No two texts meet, by construction. Boxes stand in columns, one below the other. Beside a box each
line has a row of its own, in which its label stands; only beyond these rows do lines swing over to
the next column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .columns import Columns, arrange
from .lines import Line
from .rows import Sides, Size, is_bend, rows_of, sizes_of
from .stack import Stacked, stack

if TYPE_CHECKING:
    import networkx

_FAN_LEAST, _FAN_MOST, _FAN_PER_LINE = 56.0, 100.0, 3.0
_BULGE = 46.0


class Box(NamedTuple):
    """The place of a node: its frame, the lines of its label, and a note below them."""

    x: float
    y: float
    width: float
    height: float
    label: tuple[str, ...]
    note: str


class Heading(NamedTuple):
    """The title above a group of boxes: where its first line begins, and its lines."""

    x: float
    y: float
    lines: tuple[str, ...]


class End(NamedTuple):
    """Where a line meets a box: `toward` is 1 if it leaves to the right, -1 to the left.

    `reach` is where its row ends; the label has its lines at the one end where it stands.
    """

    x: float
    y: float
    toward: int
    reach: float
    label: tuple[str, ...]


class Track(NamedTuple):
    """The way of a line: its ends at subject and object, and from left to right its bends.

    A bend is a height, and from where to where it is kept.
    """

    subject: End
    object: End
    bends: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A network with its places; `tracks` stand in the order of `lines`."""

    boxes: dict[str, Box]
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    tracks: tuple[Track, ...]
    width: float
    height: float


class _Band(NamedTuple):
    """A column on the page: its boxes, and how far the rows beside them reach."""

    left: float
    x: float
    right: float
    end: float


def lay_out(network: networkx.MultiDiGraph[str], lines: Sequence[Line]) -> Layout:
    """Return the places of the nodes of a network and of its lines."""
    columns = arrange(network, lines)
    sides = rows_of(columns, lines)
    sizes = sizes_of(network, columns, sides)
    asked = [
        slot for slot in columns.column if not is_bend(slot) and network.nodes[slot].get("role")
    ]
    stacked = stack(columns, sizes, columns.column[asked[0]] if asked else None)
    highest = min([*stacked.tops.values(), *(top for _, top, _ in stacked.headings)])
    bands, width = _bands(columns, sides, sizes)
    places = _Places(columns, sides, sizes, stacked, bands, highest)
    boxes = {slot: places.box(slot) for slot in columns.column if not is_bend(slot)}
    ends = places.ends()
    tracks = tuple(
        Track(
            ends[number, line.subject, 0],
            ends[number, line.object, int(line.subject == line.object)],
            tuple(places.bend(slot) for slot in columns.routes[number][1:-1]),
        )
        for number, line in enumerate(lines)
    )
    headings = tuple(
        Heading(bands[number].x, top - highest, words) for number, top, words in stacked.headings
    )
    height = max(box.y + box.height for box in boxes.values())
    return Layout(boxes, headings, tuple(lines), tracks, width, height)


def _bands(
    columns: Columns, sides: Mapping[str, Sides], sizes: Mapping[str, Size]
) -> tuple[list[_Band], float]:
    """Return the columns from left to right with room for lines to swing, and the whole width."""
    column = columns.column
    bands: list[_Band] = []
    at = 0.0
    for number, slots in enumerate(columns.slots):
        nodes = [slot for slot in slots if not is_bend(slot)]
        left, right = (
            max((row.reach for node in nodes for row in sides[node][side]), default=0.0)
            for side in (0, 1)
        )
        x = at + left
        end = x + sizes[slots[0]].width + right
        bands.append(_Band(at, x, end - right, end))
        n_lines = sum(column[route[0]] <= number < column[route[-1]] for route in columns.routes)
        is_swung = any(column[route[0]] == number == column[route[-1]] for route in columns.routes)
        fan = min(_FAN_MOST, _FAN_LEAST + _FAN_PER_LINE * n_lines)
        at = end + (fan if number + 1 < len(columns.slots) else _BULGE * is_swung)
    return bands, at


class _Places:
    """What is known of places while the ends of lines are found."""

    def __init__(
        self,
        columns: Columns,
        sides: Mapping[str, Sides],
        sizes: Mapping[str, Size],
        stacked: Stacked,
        bands: Sequence[_Band],
        highest: float,
    ) -> None:
        self.sides, self.sizes, self.bands = sides, sizes, bands
        self.column = columns.column
        self.tops = {slot: top - highest for slot, top in stacked.tops.items()}

    def middle(self, slot: str) -> float:
        """Return the height of the middle of a slot."""
        return self.tops[slot] + self.sizes[slot].height / 2

    def box(self, slot: str) -> Box:
        """Return the place of a node."""
        size = self.sizes[slot]
        band = self.bands[self.column[slot]]
        return Box(band.x, self.tops[slot], band.right - band.x, size.height, size.label, size.note)

    def bend(self, slot: str) -> tuple[float, float, float]:
        """Return the height of a bend, and the stretch in which a line keeps it."""
        band = self.bands[self.column[slot]]
        return self.middle(slot), band.left, band.end

    def ends(self) -> dict[tuple[int, str, int], End]:
        """Return the ends of all lines by line and node; those of a loop are counted."""
        found: dict[tuple[int, str, int], End] = {}
        for node, sides in self.sides.items():
            band = self.bands[self.column[node]]
            for rows, toward, x in ((sides.left, -1, band.x), (sides.right, 1, band.right)):
                ordered = sorted(rows, key=lambda row: (self.middle(row.toward), row.line))
                y = self.middle(node) - sum(row.height for row in ordered) / 2
                for row in ordered:
                    reach = band.left if toward < 0 else band.end
                    key = (row.line, node, 0)
                    key = (row.line, node, 1) if key in found else key
                    found[key] = End(x, y + row.height / 2, toward, reach, row.label)
                    y += row.height
        return found
