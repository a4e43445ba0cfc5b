"""A network as a whole picture: title, boxes in the colour of their kind, lines, legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .legend import legend
from .lines import lines_of
from .metrics import text_width, wrap
from .place import Box, End, Heading, Track, lay_out
from .rows import LABEL_SIZE, LABEL_STEP, NOTE_SIZE, NOTE_STEP, PADDING, STUB, TAB_WIDTH
from .scene import Item, Part, Rect, Run, Scene, moved
from .stack import HEADING_SIZE, HEADING_STEP
from .strokes import curve, head, mark
from .style import FAINT, GREY, INK, PAPER, Kind, Manner, kinds_of, tint

if TYPE_CHECKING:
    import networkx

MARGIN = 22.0
TITLE_SIZE, TITLE_STEP = 16.0, 21.0
_LEAST_WIDTH = 640.0
_RISE = 0.36  # how far a base line stands below the middle of its text, in ems
_UNKNOWN = Kind("", "", GREY, PAPER)


def paint(network: networkx.MultiDiGraph[str]) -> Scene:
    """Return the picture of a network.

    Parameters
    ----------
    network
        Nodes and edges as `lmskg.network.picture` describes them; not changed.
    """
    kinds = kinds_of(network)
    layout = lay_out(network, lines_of(network))
    width = max(layout.width, _LEAST_WIDTH)
    title = str(network.graph.get("title", ""))
    words = wrap(title, width, TITLE_SIZE, is_bold=True) if title else []
    top = MARGIN + len(words) * TITLE_STEP + (12 if words else 0)
    below = legend(network, kinds, layout.lines, width)
    drawn = [(line, track) for line, track in zip(layout.lines, layout.tracks, strict=True)]
    parts = [
        *(Part(tuple(_stroke(line.manner, track)), line.told) for line, track in drawn),
        *(Part(tuple(_label(line.manner, track)), line.told) for line, track in drawn),
        *(Part(tuple(_heading(heading))) for heading in layout.headings),
        *(Part(tuple(_box(network, node, box, kinds))) for node, box in layout.boxes.items()),
    ]
    left = MARGIN + (width - layout.width) / 2
    bottom = top + layout.height + 28
    whole = (width + 2 * MARGIN, bottom + below.bottom + MARGIN)
    return Scene(
        *whole,
        title,
        _told(network, [line.told for line in layout.lines]),
        (
            Part((Rect(0, 0, *whole, PAPER),)),
            Part(tuple(_title(words))),
            *(_moved(part, left, top) for part in parts if part.items),
            _moved(Part(tuple(below.items)), MARGIN, bottom),
        ),
    )


def _told(network: networkx.MultiDiGraph[str], told: list[str]) -> str:
    n_terms = f"{len(network)} terms" if len(network) != 1 else "1 term"
    return "\n".join([f"{n_terms}, and what is said of them:", *told])


def _moved(part: Part, dx: float, dy: float) -> Part:
    return Part(tuple(moved(item, dx, dy) for item in part.items), part.title)


def _title(words: list[str]) -> list[Item]:
    return [
        Run(MARGIN, MARGIN + n * TITLE_STEP + TITLE_SIZE, line, TITLE_SIZE, INK, is_bold=True)
        for n, line in enumerate(words)
    ]


def _stroke(manner: Manner, track: Track) -> list[Item]:
    return [curve(track, manner), head(track.object, manner)]


def _label(manner: Manner, track: Track) -> list[Item]:
    """Return the label of a line, on paper that hides the line below it, and its mark."""
    end = track.subject if track.subject.label else track.object
    if not end.label:
        return []
    width = max(text_width(text, NOTE_SIZE) for text in end.label)
    x = end.x + end.toward * STUB
    left = x if end.toward > 0 else x - width
    height = len(end.label) * NOTE_STEP
    paper = Rect(left - 2, end.y - height / 2, width + 4, height, PAPER)
    return [paper, *_lines_of_text(end, left, manner), *mark(end.reach, end.y, manner)]


def _lines_of_text(end: End, left: float, manner: Manner) -> list[Item]:
    colour = manner.colour if manner.word else INK
    top = end.y - len(end.label) * NOTE_STEP / 2
    return [
        Run(left, top + (n + 0.5) * NOTE_STEP + NOTE_SIZE * _RISE, text, NOTE_SIZE, colour)
        for n, text in enumerate(end.label)
    ]


def _heading(heading: Heading) -> list[Item]:
    return [
        Run(heading.x, heading.y + (n + 0.8) * HEADING_STEP, text, HEADING_SIZE, INK, is_bold=True)
        for n, text in enumerate(heading.lines)
    ]


def _box(
    network: networkx.MultiDiGraph[str], node: str, box: Box, kinds: dict[str, Kind]
) -> list[Item]:
    attributes = network.nodes[node]
    kind = kinds.get(attributes.get("kind", ""), _UNKNOWN)
    is_asked = attributes.get("role") == "asked"
    border = 2.6 if is_asked else 1.1
    middle = box.y + box.height / 2
    height = len(box.label) * LABEL_STEP + (NOTE_STEP if box.note else 0)
    base = middle - height / 2 + LABEL_STEP / 2 + LABEL_SIZE * _RISE
    x = box.x + TAB_WIDTH + PADDING
    items: list[Item] = [
        Rect(box.x, box.y, box.width, box.height, tint(kind.colour), kind.colour, border, 3),
        Rect(box.x, box.y, TAB_WIDTH, box.height, kind.colour, kind.colour, border, 3),
    ]
    if kind.letters:
        at = (box.x + TAB_WIDTH / 2, middle + NOTE_SIZE * _RISE)
        items.append(Run(*at, kind.letters, NOTE_SIZE, kind.on_colour, "middle", is_bold=True))
    items += [
        Run(x, base + n * LABEL_STEP, text, LABEL_SIZE, INK, is_bold=is_asked)
        for n, text in enumerate(box.label)
    ]
    if box.note:
        items.append(Run(x, base + len(box.label) * LABEL_STEP - 1, box.note, NOTE_SIZE, FAINT))
    return items
