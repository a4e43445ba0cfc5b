"""A network as a Mermaid flowchart: text that code hosts and notebooks render.

The groups are subgraphs and the kinds classes; the legend stands in the description and, for the
kinds, in the boxes, for a flowchart has no place of its own for it. A denied link is thick and ends
in a cross, a contested one is dotted, one that holds by definition has no head; each says so too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .legend import manners, notes
from .lines import Line, lines_of
from .metrics import printable
from .style import INK, kinds_of, tint

if TYPE_CHECKING:
    import networkx

# before and after the label, and alone
_ARROWS = {
    "said": ("--", "-->"),
    "contested": ("-.", ".->"),
    "denied": ("==", "==x"),
    "denied, contested": ("==", "==x"),
    "defined": ("--", "---"),
}


def mermaid(network: networkx.MultiDiGraph[str]) -> str:
    """Return a network as a Mermaid flowchart.

    Parameters
    ----------
    network
        Nodes and edges as `lmskg.network.picture` describes them; not changed.

    Returns
    -------
    str
        The title and description, one line a node and one an arrow, in the order of the network.
    """
    lines = lines_of(network)
    names = {node: f"n{number}" for number, node in enumerate(network)}
    kinds = kinds_of(network)
    classes = {kind: f"k{number}" for number, kind in enumerate(kinds)}
    title = str(network.graph.get("title", ""))
    legend = [f"Where a line is {manner.name}, {manner.meaning}." for manner in manners(lines)]
    out = ["---", f'title: "{_yaml(title)}"', "---"] if title else []
    out += ["flowchart LR", f"  accTitle: {_plain(title)}"] if title else ["flowchart LR"]
    out.append(f"  accDescr: {_plain(' '.join([*notes(network), *legend]))}")
    out += [line for group in _groups(network).items() for line in _subgraph(network, group, names)]
    out += [_arrow(line, names) for line in lines]
    for kind, name in classes.items():
        style = kinds[kind]
        out.append(f"  classDef {name} fill:{tint(style.colour)},stroke:{style.colour},color:{INK}")
        members = [names[n] for n, a in network.nodes(data=True) if a.get("kind") == kind]
        out.append(f"  class {','.join(members)} {name}")
    out += [
        f"  linkStyle {number} stroke:{line.manner.colour},color:{line.manner.colour}"
        for number, line in enumerate(lines)
        if line.manner.word
    ]
    asked = [names[n] for n, a in network.nodes(data=True) if a.get("role") == "asked"]
    out += [f"  style {name} stroke-width:4px" for name in asked]
    return "\n".join(out) + "\n"


def _groups(network: networkx.MultiDiGraph[str]) -> dict[str, list[str]]:
    """Return the nodes by the relation that heads them, those without one first."""
    groups: dict[str, list[str]] = {"": []}
    for node, attributes in network.nodes(data=True):
        groups.setdefault(attributes.get("group", ""), []).append(node)
    return groups


def _subgraph(
    network: networkx.MultiDiGraph[str], group: tuple[str, list[str]], names: dict[str, str]
) -> list[str]:
    relation, nodes = group
    boxes = [f"    {_box(network, node, names[node])}" for node in nodes]
    if not relation:
        return [box[2:] for box in boxes]
    return [f'  subgraph g{names[nodes[0]]}["{_escape(relation)}"]', *boxes, "  end"]


def _box(network: networkx.MultiDiGraph[str], node: str, name: str) -> str:
    attributes = network.nodes[node]
    role = attributes.get("role", "")
    words = (role if role != "asked" else "", attributes.get("kind_label", ""))
    note = " ".join(filter(None, words))
    below = f"<br/>({_escape(note)})" if note else ""
    return f'{name}["{_escape(attributes["label"])}{below}"]'


def _arrow(line: Line, names: dict[str, str]) -> str:
    start, end = _ARROWS[line.manner.name]
    arrow = f'{start} "{_escape(line.label)}" {end}' if line.label else end
    return f"  {names[line.subject]} {arrow} {names[line.object]}"


def _escape(text: str) -> str:
    """Return text that may stand between Mermaid's quotes."""
    codes = {"#": "#35;", "&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "`": "#96;"}
    return "".join(codes.get(character, character) for character in printable(text))


def _plain(text: str) -> str:
    """Return text without what ends a description."""
    return printable(text.replace(";", ",").replace("#", ""))


def _yaml(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace('"', '\\"')
