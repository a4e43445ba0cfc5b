"""Which claims stand around a term: its own, and those of the diseases near it.

What sources say of a broader or overlapping disease is found for the term asked, and stays a claim
about that disease. Where there are more terms than asked for, the nearest stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Store

from ..namespaces import RDFS_SUBCLASS
from .links import Link, below, links_of_term
from .terms import direct_relatives, related_diseases

ASKED = "asked"
IS_A = "is by definition a kind of"
OVERLAPS = "overlaps with"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which claims to draw.

    Attributes
    ----------
    predicates
        IRIs of claim predicates, each with those below it; empty for all. `rdfs:subClassOf` stands
        for the direct super- and subclasses.
    polarities, standings
        Labels, such as "denied" and "contested"; empty for all.
    depth
        How many claims away from the term asked a term may be.
    limit
        The most terms to draw.
    is_broad
        Whether the claims of broader and overlapping diseases are drawn too.
    """

    predicates: tuple[str, ...] = ()
    polarities: frozenset[str] = frozenset()
    standings: frozenset[str] = frozenset()
    depth: int = 1
    limit: int = 60
    is_broad: bool = True

    @property
    def has_hierarchy(self) -> bool:
        """Whether the super- and subclasses of the term asked are drawn."""
        return not self.predicates or RDFS_SUBCLASS in self.predicates

    def keep(self, store: Store, links: Iterable[Link]) -> list[Link]:
        """Return the links that the choice leaves."""
        wanted = [predicate for predicate in self.predicates if predicate != RDFS_SUBCLASS]
        allowed = {iri for predicate in wanted for iri in below(store, predicate)}
        return [
            link
            for link in links
            if (not self.predicates or link.predicate in allowed)
            and (not self.polarities or link.polarity in self.polarities)
            and (not self.standings or link.standing in self.standings)
        ]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The links around a term, `roles` of the diseases near it, and how many terms are left out."""

    links: tuple[Link, ...]
    roles: Mapping[str, str]
    n_left_out: int


def surroundings(store: Store, term: str, choice: Choice) -> Surroundings:
    """Return the claims around a term; no link if there is none that the choice leaves."""
    near = related_diseases(store, term) if choice.is_broad else {}
    links = _claims(store, (term, *near), choice)
    # a disease near the term is drawn if something is said of it
    said_of = {end for link in links for end in link.ends}
    roles = {term: ASKED} | {iri: role for iri, role in near.items() if iri in said_of}
    if choice.has_hierarchy:
        links += _hierarchy(store, term, roles)
    terms = _nearest_first(term, roles, links)
    kept = set(terms[: choice.limit])
    shown = [link for link in links if set(link.ends) <= kept]
    drawn = {end for link in shown for end in link.ends}
    shown += [
        definition(term, iri, IS_A if role == "broader" else OVERLAPS)
        for iri, role in roles.items()
        if iri in drawn and role != ASKED
    ]
    return Surroundings(tuple(dict.fromkeys(shown)), roles, len(terms) - len(kept))


def definition(subject: str, target: str, label: str) -> Link:
    """Return a link that no source claims, for it holds by definition."""
    return Link("", subject, label, target, label, label, "", "", "", is_limited=False, hedges=())


def _claims(store: Store, hubs: Sequence[str], choice: Choice) -> list[Link]:
    """Return the links of some terms, and of those found, as deep as the choice says."""
    found: dict[Link, None] = {}
    seen: set[str] = set()
    frontier = list(hubs)
    for _ in range(choice.depth):
        seen.update(frontier)
        every = [link for term in frontier for link in links_of_term(store, term)]
        new = choice.keep(store, every)
        found.update(dict.fromkeys(new))
        ends = dict.fromkeys(end for link in new for end in link.ends)
        frontier = [end for end in ends if end not in seen][: choice.limit]
    return list(found)


def _hierarchy(store: Store, term: str, roles: Mapping[str, str]) -> list[Link]:
    """Return the direct super- and subclasses of a term that are not drawn as diseases near it."""
    above, under = direct_relatives(store, term)
    links = [definition(term, iri, IS_A) for iri in above if iri not in roles]
    return links + [definition(iri, term, IS_A) for iri in under]


def _nearest_first(term: str, roles: Mapping[str, str], links: Sequence[Link]) -> list[str]:
    """Return the terms of links: the diseases, then what is beside them, then all else.

    Of each, what is linked to the term asked comes first, then what is disputed, then what has the
    most claims.
    """
    counts = Counter(end for link in links for end in set(link.ends))
    by_hub = {end for link in links if set(link.ends) & set(roles) for end in link.ends}
    beside = {end for link in links if term in link.ends for end in link.ends}
    disputed = {end for link in links if link.is_disputed for end in link.ends}

    def rank(iri: str) -> tuple[bool, bool, bool, bool, bool, int, str]:
        flags = (iri != term, iri not in roles, iri not in by_hub, iri not in beside)
        return (*flags, iri not in disputed, -counts[iri], iri)

    return sorted(counts, key=rank)
