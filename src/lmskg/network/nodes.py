"""Find a node of a network by what it is called: IRI, CURIE or label, as written but for case."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import AmbiguousTermError, TermNotFoundError

if TYPE_CHECKING:
    from .property_graph import Network

# attributes that name a node, those that count more first
_NAMES = (("label",), ("oboInOwl_hasExactSynonym", "everydayWord"))
_NEAR = 70


def find_node(network: Network, text: str) -> str:
    """Return the id of the node that `text` names.

    Parameters
    ----------
    network
        A network as `property_network` gives it; not changed.
    text
        The id of a node, a CURIE, a label, an exact synonym or an everyday word.

    Raises
    ------
    TermNotFoundError
        If no node is called so; up to three that nearly are, are named.
    AmbiguousTermError
        If several are.
    """
    id = text.strip().removeprefix("<").removesuffix(">")
    if id in network:
        return id
    wanted = _folded(text)
    found = [node for node, held in network.nodes(data=True) if held.get("curie") == id]
    for names in _NAMES:
        found = found or [node for node, name in _named(network, names) if name == wanted]
    found = list(dict.fromkeys(found))
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousTermError(text, [f"{text} ({network.nodes[n]['curie']})" for n in found])
    raise TermNotFoundError(text, _near(network, wanted))


def _named(network: Network, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each node with each of its names, folded."""
    for attribute in names:
        for node, attributes in network.nodes(data=True):
            held = attributes.get(attribute, [])
            for name in held if isinstance(held, list) else [held]:
                yield node, _folded(str(name))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _near(network: Network, wanted: str) -> list[str]:
    """Return up to three labels like the text, the nearest first."""
    from rapidfuzz import fuzz, process

    labels = sorted({name for _, name in _named(network, _NAMES[0])})
    found = process.extract(wanted, labels, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=3)
    return [label for label, _, _ in found]
