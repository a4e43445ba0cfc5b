"""The lines of a picture: what is said in one manner of one pair of terms is one line.

A network keeps an edge for each predicate and standing; drawn, those of one manner share a line,
and its label names each predicate once, with the number of claims where there are several.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .style import MANNERS, Manner

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of two nodes in one manner.

    `label` leaves out what the heading of a group says already, `told` says all: it is for readers
    who do not see the picture.
    """

    subject: str
    object: str
    manner: Manner
    label: str
    told: str


def lines_of(network: networkx.MultiDiGraph[str]) -> list[Line]:
    """Return the lines of a network, in the order of its edges; the network is not changed.

    How a disease near the term asked is related to it stands in its box, and is no line.
    """
    shared: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for subject, target, attributes in network.edges(data=True):
        manner = _manner(attributes)
        has_roles = all(network.nodes[end].get("role") for end in (subject, target))
        if manner != "defined" or not has_roles:
            shared.setdefault((subject, target, manner), []).append(attributes)
    return [
        _line(network, subject, target, MANNERS[manner], edges)
        for (subject, target, manner), edges in shared.items()
    ]


def _manner(attributes: dict[str, Any]) -> str:
    if not attributes.get("claims"):
        return "defined"
    is_contested = attributes.get("standing") == "contested"
    if attributes.get("polarity") == "denied":
        return "denied, contested" if is_contested else "denied"
    return "contested" if is_contested else "said"


def _line(
    network: networkx.MultiDiGraph[str],
    subject: str,
    target: str,
    manner: Manner,
    edges: list[dict[str, Any]],
) -> Line:
    # one group may head both ends; its heading says the relation for the node that stands in it
    headings = {
        network.nodes[end].get("group")
        for end, is_subject in ((subject, True), (target, False))
        if network.nodes[end].get("is_subject") is is_subject
    }
    by_label: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for edge in edges:
        by_label.setdefault((edge["label"], edge.get("about", "")), []).append(edge)
    full = {says: _said(*says, same) for says, same in by_label.items()}
    is_headed = len(full) == 1 and next(iter(full))[0] in headings
    short = [_said("", says[1], same) for says, same in by_label.items()]
    label = short[0] if is_headed else ", ".join(full.values())
    claims = ", ".join(sorted({claim for edge in edges for claim in edge.get("claims", ())}))
    names = (network.nodes[end]["label"] for end in (subject, target))
    told = f" {', '.join(full.values())} ".join(names)
    standings = {str(edge.get("standing", "")) for edge in edges} - {"contested"}
    notes = "; ".join(filter(None, (manner.meaning, ", ".join(sorted(standings)), claims)))
    return Line(
        subject,
        target,
        manner,
        _led(manner.word, label),
        f"{told} [{notes}]",
    )


def _led(word: str, label: str) -> str:
    if word and label:
        return f"{word} {label}" if label.startswith("(") else f"{word}: {label}"
    return word or label


def _said(label: str, about: str, edges: list[dict[str, Any]]) -> str:
    """Return a predicate with how often it is claimed, of what, how weakened, and if bounded."""
    n_claims = len({claim for edge in edges for claim in edge.get("claims", ())})
    hedges = {edge.get("hedge", "").lower() for edge in edges}
    notes = [
        f"of {about}" if about else "",
        "" if "" in hedges else "/".join(sorted(hedges)),
        "if" if all(edge.get("is_limited") for edge in edges) else "",
        f"{n_claims} claims" if n_claims > 1 else "",
    ]
    bracket = ", ".join(filter(None, notes))
    return f"{label} ({bracket})".strip() if bracket else label
