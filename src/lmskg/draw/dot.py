"""A network in the DOT language, for Graphviz to lay out, and for whoever edits the picture.

The columns of the layout made here decide which end of an edge Graphviz puts to the left, so that
what stands right of a term stays there; an arrow that then runs backwards is drawn backwards. The
label of an edge is a cell of the box where it has the most room, and the edge leaves from there:
Graphviz's own edge labels lie so far from their edges that a reader takes one for another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from .columns import Columns, arrange
from .legend import SIZE, manners, notes
from .lines import Line, lines_of
from .metrics import printable, wrap
from .rows import LABEL_SIZE, NOTE_SIZE, Row, Sides, rows_of
from .stack import HEADING_SIZE
from .style import FAINT, FONTS, GREY, INK, PAPER, Kind, Manner, kinds_of, tint

if TYPE_CHECKING:
    import networkx

_HEADS = {"full": "normal", "hollow": "onormal", "bar": "tee", "open": "vee"}
# how a line looks in the text of the legend
_SAMPLES = {"solid": "───", "dashed": "─ ─ ", "dotted": "····"}
_SAMPLE_HEADS = {"full": "▶", "hollow": "▷", "bar": "✕┤", "open": ">"}
_GAP = "\u00a0"  # a space that an SVG keeps between two texts
_BREAK = '<BR ALIGN="LEFT"/>'
_BOX_TEXT, _LINE_TEXT, _LEGEND_TEXT = 165.0, 130.0, 900.0
_UNKNOWN = Kind("", " ", GREY, PAPER)
_TITLE_SIZE = 16.0


def dot(network: networkx.MultiDiGraph[str]) -> str:
    """Return a network in the DOT language.

    Parameters
    ----------
    network
        Nodes and edges as `lmskg.network.picture` describes them; not changed.

    Returns
    -------
    str
        One statement a line: the groups as clusters, the nodes, the edges; the legend is the label.
    """
    lines = lines_of(network)
    kinds = kinds_of(network)
    columns = arrange(network, lines)
    sides = _between(columns, lines)
    names = {node: f"n{number}" for number, node in enumerate(network)}
    clusters: dict[tuple[str, bool] | None, list[str]] = {}
    for node in network:
        box = _box(network, node, kinds, sides[node], lines)
        clusters.setdefault(columns.heads.get(node), []).append(f"{names[node]} [label=<{box}>];")
    hubs = [names[node] for node, a in network.nodes(data=True) if a.get("role")]
    out = _beginning(network, _legend(network, kinds, lines))
    for number, (head, boxes) in enumerate(clusters.items()):
        if head is None:
            out += [f"    {box}" for box in boxes]
            continue
        heading = f"peripheries=0; fontsize={HEADING_SIZE:g}; label={_quoted(head[0])};"
        out.append(f"    subgraph cluster_{number} {{ {heading}")
        out += [*(f"      {box}" for box in boxes), "    }"]
    out += [f"    {{ rank=same; {'; '.join(hubs)} }}"] if len(hubs) > 1 else []
    out += [f"    {_edge(n, line, names, columns, sides)}" for n, line in enumerate(lines)]
    return "\n".join([*out, "  }", "}"]) + "\n"


def _beginning(network: networkx.MultiDiGraph[str], legend: str) -> list[str]:
    fonts = f"fontname={_quoted(FONTS)}"
    title = _quoted(str(network.graph.get("title", "")))
    return [
        "digraph {",
        f"  graph [rankdir=LR, nodesep=0.1, ranksep=1.4, bgcolor={_quoted(PAPER)}, {fonts}, "
        f"fontsize={SIZE:g}, labelloc=b, labeljust=l, label=<{legend}>];",
        f"  node [shape=plain, {fonts}, fontsize={LABEL_SIZE:g}];",
        f"  edge [{fonts}, arrowsize=0.7];",
        "  subgraph cluster_all {",
        f"    peripheries=0; labelloc=t; fontsize={_TITLE_SIZE:g}; label={title};",
    ]


def _edge(
    number: int, line: Line, names: dict[str, str], columns: Columns, sides: dict[str, Sides]
) -> str:
    manner = line.manner
    column = columns.column
    step = column[line.object] - column[line.subject]
    style = {
        "color": manner.colour,
        "penwidth": f"{manner.width:g}",
        "style": _stroke(manner),
        "arrowhead" if step >= 0 else "arrowtail": _HEADS[manner.head],
        "tooltip": line.told,
    }
    if step < 0:
        style["dir"] = "back"
    given = ", ".join(f"{name}={_quoted(value)}" for name, value in style.items())
    if step == 0:
        # Graphviz (2.43) takes the port of an edge within a column for the name of an arrow
        label = "\n".join(f" {words} " for words in wrap(line.label, _LINE_TEXT, NOTE_SIZE))
        more = f"label={_quoted(label)}, fontsize={NOTE_SIZE:g}, constraint=false"
        return f"{names[line.subject]} -> {names[line.object]} [{given}, {more}];"
    left, right = columns.routes[number][0], columns.routes[number][-1]
    start = _port(names[left], sides[left].right, number, "e")
    end = _port(names[right], sides[right].left, number, "w")
    return f"{start} -> {end} [{given}];"


def _between(columns: Columns, lines: list[Line]) -> dict[str, Sides]:
    """Return the rows of each box without those of lines within a column."""
    column = columns.column
    within = {n for n, r in enumerate(columns.routes) if column[r[0]] == column[r[-1]]}
    return {
        node: Sides(*([row for row in rows if row.line not in within] for rows in sides))
        for node, sides in rows_of(columns, lines).items()
    }


def _port(name: str, rows: list[Row], number: int, side: str) -> str:
    """Return where an edge meets a box: at the cell of its label, else in the middle of a side."""
    has_cells = any(row.label for row in rows)
    return f"{name}:p{number}{side}:{side}" if has_cells else f"{name}:{side}"


def _stroke(manner: Manner) -> str:
    if not manner.dash:
        return "solid"
    return "dotted" if manner.name == "denied" else "dashed"


def _box(
    network: networkx.MultiDiGraph[str],
    node: str,
    kinds: dict[str, Kind],
    sides: Sides,
    lines: list[Line],
) -> str:
    attributes = network.nodes[node]
    kind = kinds.get(attributes.get("kind", ""), _UNKNOWN)
    role = attributes.get("role", "")
    is_asked = role == "asked"
    words = wrap(attributes["label"], _BOX_TEXT, LABEL_SIZE, is_bold=is_asked)
    text = _BREAK.join(f"<B>{_html(w)}</B>" if is_asked else _html(w) for w in words)
    if role and not is_asked:
        note = _html(f"{role} {attributes.get('kind_label', '')}")
        text += f'{_BREAK}<FONT POINT-SIZE="{NOTE_SIZE:g}" COLOR="{FAINT}">{note}</FONT>'
    border = 3 if is_asked else 1
    letters = f'<FONT COLOR="{kind.on_colour}"><B>{_html(kind.letters)}</B></FONT>'
    shade = tint(kind.colour)
    frame = (
        f'<TD><TABLE BORDER="0" CELLBORDER="{border}" CELLSPACING="0" CELLPADDING="4" '
        f'COLOR="{kind.colour}"><TR><TD BGCOLOR="{kind.colour}">{letters}</TD>'
        f'<TD ALIGN="LEFT" BALIGN="LEFT" BGCOLOR="{shade}">{text}</TD></TR></TABLE></TD>'
    )
    left, right = (_cells(rows, lines, side) for rows, side in zip(sides, "we", strict=True))
    return (
        f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="0"><TR>{left}{frame}{right}</TR></TABLE>'
    )


def _cells(rows: list[Row], lines: list[Line], side: str) -> str:
    """Return the labels of the lines at one side of a box, each a cell with a port."""
    if not any(row.label for row in rows):
        return ""
    cells = []
    for row in rows:
        manner = lines[row.line].manner
        colour = manner.colour if manner.word else INK
        text = _BREAK.join(map(_html, row.label)) or " "
        font = f'<FONT POINT-SIZE="{NOTE_SIZE:g}" COLOR="{colour}">{text}</FONT>'
        place = f'PORT="p{row.line}{side}" ALIGN="LEFT" BALIGN="LEFT"'
        cells.append(f"<TR><TD {place}>{font}</TD></TR>")
    table = f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="2">{"".join(cells)}</TABLE>'
    return f"<TD>{table}</TD>"


def _legend(network: networkx.MultiDiGraph[str], kinds: dict[str, Kind], lines: list[Line]) -> str:
    kinds_row = (3 * _GAP).join(map(_kind, kinds.values()))
    reading = wrap(" ".join(notes(network)), _LEGEND_TEXT, SIZE, is_even=False)
    rows = [*filter(None, [kinds_row]), *map(_sample, manners(lines)), *map(_html, reading)]
    cells = "".join(f'<TR><TD ALIGN="LEFT">{row}</TD></TR>' for row in rows)
    return f'<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="3">{cells}</TABLE>'


def _kind(kind: Kind) -> str:
    square = f'<FONT COLOR="{kind.colour}">■</FONT>'
    return f"{square}{_GAP}<B>{_html(kind.letters)}</B>{_GAP}{_html(kind.label)}"


def _sample(manner: Manner) -> str:
    sample = _SAMPLES[_stroke(manner)] + _SAMPLE_HEADS[manner.head]
    meaning = ": ".join(filter(None, (manner.word, manner.meaning)))
    return f'<FONT COLOR="{manner.colour}">{_html(sample)}</FONT>{_GAP}{_html(meaning)}'


def _html(text: str) -> str:
    """Return text that may stand in one of Graphviz's tables."""
    return escape(printable(text)) or " "


def _quoted(text: str) -> str:
    r"""Return a DOT string: `\n` ends a line, and nothing else has a second meaning."""
    lines = (printable(line).replace("\\", "\\\\") for line in text.split("\n"))
    return '"' + "\\n".join(line.replace('"', '\\"') for line in lines) + '"'
