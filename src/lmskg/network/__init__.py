"""The graph as networks: the whole of it, the plain links, and the claims that a picture shows."""

from .around import Choice
from .links import below, standings
from .picture import answer_network, predicate_network, term_network
from .property_graph import property_network, quads_of_network
from .reported import reported_network

__all__ = [
    "Choice",
    "answer_network",
    "below",
    "predicate_network",
    "property_network",
    "quads_of_network",
    "reported_network",
    "standings",
    "term_network",
]
