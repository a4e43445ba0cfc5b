"""What a picture shows: a term with the claims around it, or the claims that an answer names.

The networks made here are the one contract with the room that draws. Each is a `MultiDiGraph`:

- a node is a term (its IRI) with `label`, `kind` (IRI of its topmost superclass) and `kind_label`;
  around a term also `role` ("asked", "broader", "overlapping") of it and of the diseases near it,
  and for what stands around these `group` (the relation that puts it there) and `is_subject`
  (whether it is that relation's subject);
- an edge is what sources say in one way of one pair of terms, with `label` (the predicate),
  `family` (the topmost predicate above it), `polarity`, `standing` and `claims` (their ids);
  `hedge` and `is_limited` tell how all of its claims are weakened or bounded, `about` of which
  disease they speak, where that is neither end. An edge without claims is a definition;
- the network itself has `title`, `kinds` (the most used first), `notes` (sentences to stand below)
  and `n_left_out`, a number of terms.

A claim about a broader or overlapping disease is an edge of that disease, never of the term asked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Store

from ..errors import NothingToDrawError
from ..model import Table
from ..namespaces import RDFS_SUBCLASS, compress
from ..query.closing import NO_ADVICE
from .around import IS_A, Choice, surroundings
from .links import Link, links_of_predicate, links_of_rows
from .terms import describe_term, kinds

if TYPE_CHECKING:
    import networkx

_NOT_DRAWN = "A claim whose object is no term, but a number or a name, is not drawn."


def term_network(
    store: Store, term: str, choice: Choice, prefixes: Mapping[str, str]
) -> networkx.MultiDiGraph[str]:
    """Return a term with the claims around it.

    Parameters
    ----------
    store
        All layers of a project; not changed.
    term
        IRI of a term.
    choice
        Which claims to draw.
    prefixes
        Prefix map for the ids of claims.

    Raises
    ------
    NothingToDrawError
        If no claim that is chosen has the term, or a disease near it, as subject or object.
    """
    found = surroundings(store, term, choice)
    label = describe_term(store, term).label
    if not found.links:
        raise NothingToDrawError(
            f"'{label}'", "no claim of this choice has it as subject or object"
        )
    network = _network(store, found.links, prefixes)
    for iri in found.roles.keys() & set(network):
        network.nodes[iri]["role"] = found.roles[iri]
    for iri, (group, is_subject) in _groups(found.links, found.roles).items():
        network.nodes[iri].update(group=group, is_subject=is_subject)
    names = [
        IS_A if iri == RDFS_SUBCLASS else describe_term(store, iri).label
        for iri in choice.predicates
    ]
    network.graph["title"] = f"{label}: {', '.join(names)}" if names else label
    network.graph["n_left_out"] = found.n_left_out
    return network


def predicate_network(
    store: Store, predicate: str, choice: Choice, prefixes: Mapping[str, str]
) -> networkx.MultiDiGraph[str]:
    """Return the claims with a predicate or one below it; see `term_network`.

    Raises
    ------
    NothingToDrawError
        If no claim that is chosen has the predicate.
    """
    title = describe_term(store, predicate).label
    return _of_links(store, links_of_predicate(store, predicate), choice, prefixes, title)


def answer_network(
    store: Store, table: Table, choice: Choice, prefixes: Mapping[str, str], *, title: str
) -> networkx.MultiDiGraph[str]:
    """Return the claims that the rows of an answer name; see `links_of_rows`.

    Raises
    ------
    NothingToDrawError
        If they name no claim that is chosen.
    """
    links = links_of_rows(store, table)
    if not links:
        reason = "its rows name no claims, in a column of their own or by `subject` and `object`"
        raise NothingToDrawError(f"'{title}'", reason)
    return _of_links(store, links, choice, prefixes, title)


def _of_links(
    store: Store, links: list[Link], choice: Choice, prefixes: Mapping[str, str], title: str
) -> networkx.MultiDiGraph[str]:
    """Return the links that a choice leaves; where there are too many, the disputed ones first."""
    chosen = choice.keep(store, links)
    counts = Counter(end for link in chosen for end in set(link.ends))
    kept: set[str] = set()
    for link in sorted(
        chosen, key=lambda k: (not k.is_disputed, -counts[k.subject] - counts[k.object], k.claim)
    ):
        if len(kept | set(link.ends)) <= choice.limit:
            kept.update(link.ends)
    shown = [link for link in chosen if set(link.ends) <= kept]
    if not shown:
        reason = "there is no claim of this choice in which two terms are joined"
        raise NothingToDrawError(f"'{title}'", reason)
    network = _network(store, shown, prefixes)
    network.graph["title"] = title
    network.graph["n_left_out"] = len(counts) - len(network)
    return network


def _network(
    store: Store, links: Iterable[Link], prefixes: Mapping[str, str]
) -> networkx.MultiDiGraph[str]:
    """Return links as a network: one edge for all that say the same in the same way."""
    import networkx as nx

    alike: dict[tuple[str, ...], list[Link]] = {}
    for link in links:
        key = (*link.ends, link.predicate, link.polarity, link.standing, link.about)
        alike.setdefault(key, []).append(link)
    network: networkx.MultiDiGraph[str] = nx.MultiDiGraph(
        kinds=kinds(store), notes=(_NOT_DRAWN, NO_ADVICE)
    )
    for (subject, target, *says), same in alike.items():
        for iri in (subject, target):
            if iri not in network:
                network.add_node(iri, **describe_term(store, iri)._asdict())
        is_hedged = all(link.hedges for link in same)
        network.add_edge(
            subject,
            target,
            key=" ".join(filter(None, says)),
            label=same[0].label,
            family=same[0].family,
            polarity=same[0].polarity,
            standing=same[0].standing,
            about=same[0].about,
            claims=tuple(sorted(compress(k.claim, dict(prefixes)) for k in same if k.claim)),
            hedge=", ".join(sorted({h for k in same for h in k.hedges})) if is_hedged else "",
            is_limited=all(link.is_limited for link in same),
        )
    return network


def _groups(links: Iterable[Link], roles: Mapping[str, str]) -> dict[str, tuple[str, bool]]:
    """Return what stands around the diseases, each with the relation that most claims put it in.

    A relation is the topmost one, or the one below it where a group has no other.
    """
    counts: dict[str, Counter[tuple[str, bool]]] = {}
    labels: dict[tuple[str, str, bool], set[str]] = {}
    for link in links:
        for end, other in (link.ends, link.ends[::-1]):
            if end not in roles and other in roles:
                is_subject = end == link.subject
                counts.setdefault(end, Counter())[link.family, is_subject] += bool(link.claim)
                labels.setdefault((end, link.family, is_subject), set()).add(link.label)
    groups = {
        iri: min(found, key=lambda relation: (-found[relation], relation))
        for iri, found in counts.items()
    }
    within: dict[tuple[str, bool], set[str]] = {}
    for iri, group in groups.items():
        within.setdefault(group, set()).update(labels[iri, *group])
    names = {group: min(found) if len(found) == 1 else group[0] for group, found in within.items()}
    return {iri: (names[group], group[1]) for iri, group in groups.items()}
