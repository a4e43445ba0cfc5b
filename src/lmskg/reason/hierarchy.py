"""The answer of a reasoner: which named class stands below which, and which can have no member.

Not here: how an engine finds it. The engines differ in how they name a set of equivalent classes
by one of them; `hierarchy_of` puts them into one form, so that their answers compare equal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The named classes of an ontology as a reasoner orders them; every tuple is sorted.

    Attributes
    ----------
    classes
        All named classes, `owl:Thing` and `owl:Nothing` left out.
    superclasses
        Class to its direct superclasses, all members of a set of equivalent ones; an
        unsatisfiable class has none.
    equivalents
        Class to the other classes that are equivalent to it; classes without any are left out.
    unsatisfiable
        Classes that can have no member; all of them when the ontology is inconsistent.
    consistent
        Whether the axioms can be true together.
    """

    classes: tuple[str, ...]
    superclasses: Mapping[str, tuple[str, ...]]
    equivalents: Mapping[str, tuple[str, ...]]
    unsatisfiable: tuple[str, ...] = ()
    consistent: bool = True

    def subsumptions(self) -> frozenset[tuple[str, str]]:
        """Return every pair of a satisfiable class and another class that contains it."""
        pairs: set[tuple[str, str]] = set()
        for start in self.superclasses:
            todo = [start]
            above: set[str] = set()
            while todo:
                name = todo.pop()
                direct = {*self.superclasses[name], *self.equivalents.get(name, ())} - above
                above |= direct
                todo += direct
            pairs |= {(start, name) for name in above if name != start}
        return frozenset(pairs)


def hierarchy_of(
    classes: Collection[str],
    groups: Iterable[Collection[str]],
    edges: Iterable[tuple[str, str]],
    unsatisfiable: Collection[str],
) -> Hierarchy:
    """Return the hierarchy of a consistent ontology.

    Parameters
    ----------
    classes
        All named classes.
    groups
        Sets of equivalent satisfiable classes; a class may be left out that equals no other.
    edges
        Direct subsumptions between groups, each named by any of its members.
    unsatisfiable
        Classes that can have no member.
    """
    group_of = {name: frozenset({name}) for name in classes}
    for group in groups:
        group_of.update(dict.fromkeys(group, frozenset(group)))
    above: dict[frozenset[str], set[str]] = {}
    for lower, upper in edges:
        if group_of[lower] != group_of[upper]:
            above.setdefault(group_of[lower], set()).update(group_of[upper])
    satisfiable = sorted(set(classes) - set(unsatisfiable))
    return Hierarchy(
        classes=tuple(sorted(classes)),
        superclasses={name: tuple(sorted(above.get(group_of[name], ()))) for name in satisfiable},
        equivalents={
            name: tuple(sorted(group_of[name] - {name}))
            for name in satisfiable
            if len(group_of[name]) > 1
        },
        unsatisfiable=tuple(sorted(unsatisfiable)),
    )


def inconsistent_hierarchy(classes: Collection[str]) -> Hierarchy:
    """Return the hierarchy of an inconsistent ontology, in which no class can have a member."""
    names = tuple(sorted(classes))
    return Hierarchy(names, {}, {}, unsatisfiable=names, consistent=False)
