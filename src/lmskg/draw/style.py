"""What a picture looks like: the colour and letters of each kind, and how a line is drawn.

Colour is never the only sign: a kind has its letters too, and what is denied or contested has its
own stroke, mark and word. The colours are the "muted" scheme of Paul Tol's notes, which readers who
are colour-blind can tell apart; kinds beyond its nine share grey and differ by their letters.

References
----------
Paul Tol, *Colour schemes*, SRON/EPS/TN/09-002.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import networkx

MUTED = ("#332288", "#44AA99", "#DDCC77", "#117733", "#88CCEE", "#CC6677", "#882255", "#999933")
MUTED_LAST = "#AA4499"
GREY = "#777777"
INK = "#222222"
FAINT = "#666666"
BLACK = "#000000"
PAPER = "#FFFFFF"
FONTS = "DejaVu Sans, Verdana, Geneva, sans-serif"

Mark = Literal["", "cross", "diamond"]
Head = Literal["full", "hollow", "bar", "open"]


class Manner(NamedTuple):
    """How a line is drawn: `dash` is stroke and gap, empty for a whole line.

    `word` leads its label, `meaning` is what the legend says of it.
    """

    name: str
    colour: str
    dash: tuple[float, ...]
    width: float
    mark: Mark
    head: Head
    word: str
    meaning: str


MANNERS = {
    manner.name: manner
    for manner in (
        Manner("said", "#444444", (), 1.2, "", "full", "", "a source says so"),
        Manner(
            "contested",
            "#8A3A8A",
            (6, 3),
            1.7,
            "diamond",
            "hollow",
            "contested",
            "a source says so, and another with no weaker evidence disputes it",
        ),
        Manner(
            "denied", "#C04A00", (1.6, 2.6), 2.0, "cross", "bar", "denied", "a source denies it"
        ),
        Manner(
            "denied, contested",
            "#C04A00",
            (8, 2.5, 1.6, 2.5),
            2.0,
            "cross",
            "bar",
            "denied, contested",
            "a source denies it, and another with no weaker evidence disputes that",
        ),
        Manner("defined", "#999999", (), 1.0, "", "open", "", "holds by definition"),
    )
}


class Kind(NamedTuple):
    """The colour, the colour of letters upon it, and the letters of a kind; `label` names it."""

    label: str
    letters: str
    colour: str
    on_colour: str


def kinds_of(network: networkx.MultiDiGraph[str]) -> dict[str, Kind]:
    """Return the kinds of the nodes of a network, the most used of the whole graph first.

    The ten first kinds of the graph keep their colours from picture to picture where two of the
    same preference do not meet.
    """
    labels = {
        attributes["kind"]: attributes["kind_label"]
        for _, attributes in network.nodes(data=True)
        if attributes.get("kind")
    }
    known = list(network.graph.get("kinds", ()))
    order = [kind for kind in known if kind in labels]
    order += sorted(labels.keys() - set(order))
    palette = (*MUTED, MUTED_LAST)
    colours: dict[str, str] = {}
    letters: dict[str, str] = {}
    for kind in order:
        start = known.index(kind) if kind in known else 0
        turned = [palette[(start + n) % len(palette)] for n in range(len(palette))]
        colours[kind] = next((c for c in turned if c not in colours.values()), GREY)
        letters[kind] = _letters(labels[kind], letters.values())
    return {
        kind: Kind(labels[kind], letters[kind], colours[kind], _readable_on(colours[kind]))
        for kind in order
    }


def _letters(label: str, taken: Iterable[str]) -> str:
    """Return one letter of a label, or its first two or the initials of its words, if free."""
    words = label.split() or ["?"]
    joined = "".join(words)
    initials = "".join(word[0] for word in words[:2])
    choices = [joined[0], initials if len(words) > 1 else joined[:2], joined[:2]]
    choices += [joined[0] + letter for letter in joined[2:]]
    choices += [f"{joined[0]}{number}" for number in range(2, 100)]
    used = set(taken)
    return next(text.capitalize() for text in choices if text.capitalize() not in used)


def _readable_on(colour: str) -> str:
    """Return black or white, whichever has the greater contrast with a colour (WCAG 2)."""
    light = _luminance(colour) + 0.05
    return BLACK if light / 0.05 > 1.05 / light else PAPER


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def tint(colour: str) -> str:
    """Return a pale shade of a colour, for what stands behind text."""
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * 0.1):02X}" for channel in channels)
