"""What stands below a picture: its kinds, its lines, and how to read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from .lines import Line
from .metrics import text_width, wrap
from .place import End
from .rows import TAB_WIDTH
from .scene import Curve, Item, Rect, Run
from .strokes import head, mark
from .style import FAINT, INK, MANNERS, Kind, Manner

if TYPE_CHECKING:
    import networkx

SIZE, STEP = 9.5, 15.0
_SAMPLE = 46.0
_CHIP = 15.0
READING = (
    "A line is what sources claim of the two terms it joins, and of no other; it is no answer.",
    "In brackets: the source's own weakening words; if: only under conditions or for some people, "
    "which stand with the claim; how many claims, where there are several.",
)


class Below(NamedTuple):
    """The shapes of a legend, and how far down they reach."""

    items: list[Item]
    bottom: float


def notes(network: networkx.MultiDiGraph[str]) -> list[str]:
    """Return the sentences below a picture."""
    n_left_out = network.graph.get("n_left_out", 0)
    terms = "1 more term is" if n_left_out == 1 else f"{n_left_out} more terms are"
    left_out = [f"{terms} left out."] if n_left_out else []
    return [*READING, *left_out, *network.graph.get("notes", ())]


def manners(lines: Iterable[Line]) -> list[Manner]:
    """Return the manners in which lines are drawn, in the order of the style."""
    used = {line.manner.name for line in lines}
    return [manner for name, manner in MANNERS.items() if name in used]


def legend(
    network: networkx.MultiDiGraph[str],
    kinds: Mapping[str, Kind],
    lines: Sequence[Line],
    width: float,
) -> Below:
    """Return the legend of a picture of `width`, beginning at the origin."""
    items: list[Item] = [Rect(0, 0, width, 0.8, "#BBBBBB")]
    y = 16.0
    entries = [(TAB_WIDTH + 6 + _text(kind.label), kind) for kind in kinds.values()]
    x = 0.0
    for size, kind in entries:
        x, y = (0.0, y + _CHIP + 4) if x and x + size > width else (x, y)
        items += _chip(kind, x, y)
        x += size + 18
    y += _CHIP + 10 if entries else 0
    x = 0.0
    for manner in manners(lines):
        size = _SAMPLE + 8 + _text(manner.meaning)
        x, y = (0.0, y + STEP + 2) if x and x + size > width else (x, y)
        items += _sample(manner, x, y)
        x += size + 22
    y += STEP + 8
    for line in wrap(" ".join(notes(network)), width, SIZE, is_even=False):
        items.append(Run(0, y + SIZE, line, SIZE, FAINT))
        y += STEP
    return Below(items, y)


def _text(text: str) -> float:
    return text_width(text, SIZE)


def _chip(kind: Kind, x: float, y: float) -> list[Item]:
    base = y + _CHIP / 2 + SIZE * 0.36
    return [
        Rect(x, y, TAB_WIDTH, _CHIP, kind.colour),
        Run(x + TAB_WIDTH / 2, base, kind.letters, SIZE, kind.on_colour, "middle", is_bold=True),
        Run(x + TAB_WIDTH + 6, base, kind.label, SIZE, INK),
    ]


def _sample(manner: Manner, x: float, y: float) -> list[Item]:
    middle = y + STEP / 2
    end = End(x + _SAMPLE, middle, -1, x, ())
    tip = x + _SAMPLE - (7 if manner.head in ("full", "hollow") else 0)
    stroke = Curve((x, middle), (((tip, middle),),), manner.colour, manner.width, manner.dash)
    text = Run(x + _SAMPLE + 8, middle + SIZE * 0.36, manner.meaning, SIZE, INK)
    return [stroke, head(end, manner), *mark(x + _SAMPLE * 0.4, middle, manner), text]
