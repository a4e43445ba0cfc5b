"""Draw a network as a Mermaid flowchart: text that code hosts and notebooks render."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx


def mermaid(network: networkx.MultiDiGraph[str]) -> str:
    """Return a network as a Mermaid flowchart.

    Parameters
    ----------
    network
        Nodes and edges with the attribute `label`; not changed.

    Returns
    -------
    str
        One line a node and one a labelled arrow, in the order of the network.
    """
    names = {node: f"n{number}" for number, node in enumerate(network)}
    lines = ["flowchart LR"]
    for node, attributes in network.nodes(data=True):
        lines.append(f'  {names[node]}["{_escape(attributes["label"])}"]')
    for subject, target, attributes in network.edges(data=True):
        arrow = f'-- "{_escape(attributes["label"])}" -->'
        lines.append(f"  {names[subject]} {arrow} {names[target]}")
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    """Return text that may stand between Mermaid's quotes."""
    return text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;")
