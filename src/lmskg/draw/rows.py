"""How large a box is: its text, and beside it a row for each line that ends there.

The label of a line stands at the end where fewer lines meet, for there it has the most room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from .columns import Columns
from .lines import Line
from .metrics import text_width, wrap

if TYPE_CHECKING:
    import networkx

LABEL_SIZE, LABEL_STEP = 11.0, 14.0
NOTE_SIZE, NOTE_STEP = 9.0, 11.0
TAB_WIDTH = 21.0
STUB = 14.0  # of a line, before its label begins
PADDING = 7.0
_BOX_TEXT, _LINE_TEXT = 150.0, 130.0  # the widest text in a box, and on a line
_BARE = 7.0  # the height of a row without a label
_BEND = 8.0


class Row(NamedTuple):
    """The end of a line at a slot: the number of the line, where it goes, and the label here."""

    line: int
    toward: str
    label: tuple[str, ...]

    @property
    def height(self) -> float:
        """How high the row is."""
        return len(self.label) * NOTE_STEP + 4 if self.label else _BARE

    @property
    def reach(self) -> float:
        """How far the row goes from its box, before the line may leave its height."""
        widest = max((text_width(text, NOTE_SIZE) for text in self.label), default=-4.0)
        return STUB + widest + 12


class Size(NamedTuple):
    """The text and the size of a slot; `note` stands below the label, a bend has no text."""

    label: tuple[str, ...]
    note: str
    width: float
    height: float


class Sides(NamedTuple):
    """The rows of a slot to its left and to its right."""

    left: list[Row]
    right: list[Row]


def rows_of(columns: Columns, lines: Sequence[Line]) -> dict[str, Sides]:
    """Return the rows of each node."""
    column = columns.column
    sides = {slot: Sides([], []) for slot in column if not is_bend(slot)}
    n_ends = Counter(end for line in lines for end in (line.subject, line.object))
    for number, (line, route) in enumerate(zip(lines, columns.routes, strict=True)):
        at = line.subject if n_ends[line.subject] <= n_ends[line.object] else line.object
        label = tuple(wrap(line.label, _LINE_TEXT, NOTE_SIZE)) if line.label else ()
        first, last = route[0], route[-1]
        is_within = column[first] == column[last]
        ends = ((first, route[1], True), (last, route[-2], is_within))
        for is_second, (end, toward, is_right) in enumerate(ends):
            # a line from a node to itself has its label once
            has_label = end == at and not (is_second and first == last)
            side = sides[end].right if is_right else sides[end].left
            side.append(Row(number, toward, label if has_label else ()))
    return sides


def is_bend(slot: str) -> bool:
    """Return whether a slot is no node but the bend of a line."""
    return slot.startswith("\0")


def sizes_of(
    network: networkx.MultiDiGraph[str], columns: Columns, sides: dict[str, Sides]
) -> dict[str, Size]:
    """Return the size of each slot; all boxes of a column are of the same width."""
    sizes: dict[str, Size] = {}
    for slots in columns.slots:
        own = {slot: _size(network, slot, sides) for slot in slots}
        width = max(size.width for size in own.values())
        sizes.update({slot: size._replace(width=width) for slot, size in own.items()})
    return sizes


def _size(network: networkx.MultiDiGraph[str], slot: str, sides: dict[str, Sides]) -> Size:
    if is_bend(slot):
        return Size((), "", 0.0, _BEND)
    attributes = network.nodes[slot]
    role = attributes.get("role", "")
    is_bold = role == "asked"
    label = wrap(attributes["label"], _BOX_TEXT, LABEL_SIZE, is_bold=is_bold)
    kind = attributes.get("kind_label", "")
    note = f"{role} {kind}".strip() if role and not is_bold else ""
    widest = [text_width(text, LABEL_SIZE, is_bold=is_bold) for text in label]
    widest.append(text_width(note, NOTE_SIZE))
    heights = [len(label) * LABEL_STEP + (NOTE_STEP + 2 if note else 0) + 9]
    heights += [sum(row.height for row in rows) + 4 for rows in sides[slot]]
    return Size(tuple(label), note, TAB_WIDTH + max(widest) + 2 * PADDING, max(heights))
