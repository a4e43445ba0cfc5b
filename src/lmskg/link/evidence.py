"""What speaks for one pair of terms, gathered step by step; no step decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ..terminology import Scope
from .lexicon import Form, Lexicon
from .normalise import Sameness, key


class Pairing(NamedTuple):
    """The scopes of two names that are equal: of the source's, of the target's."""

    source: Scope
    target: Scope


LABELS = Pairing(Scope.LABEL, Scope.LABEL)
# a name of these scopes means something else than its term
ASIDE = frozenset({Scope.BROAD, Scope.NARROW})


def _rank(pairing: Pairing) -> tuple[int, int]:
    """Order pairings: those of labels first."""
    ranks = sorted((_ORDER[pairing.source], _ORDER[pairing.target]))
    return ranks[0] + ranks[1], ranks[0]


_ORDER = {scope: place for place, scope in enumerate(Scope)}


class Equal(NamedTuple):
    """Two names that are equal at a degree."""

    degree: Sameness
    source: Form
    target: Form


@dataclass(slots=True)
class Evidence:
    """What speaks for one pair, or against it.

    Parameters
    ----------
    source, target
        The two terms.
    equal
        The nearest equal names of each pairing of scopes.
    n_shared
        How many names of different words the two share.
    share_of_target
        Which share of the target's names that is.
    only_abbreviation
        Whether all that is shared are short abbreviations.
    near
        Names that differ in the spelling of one word, where none is equal.
    label_likeness, definition_likeness
        From 0 to 1; None where a definition is missing.
    above
        Share of the linked ancestors of either that are linked with one another, by content.
    has_common_parent
        Whether a parent of the source is linked with an ancestor of the target.
    qualifiers
        Words, such as a stage, by which alone one label differs from a name of the other term.
    """

    source: str
    target: str
    equal: dict[Pairing, Equal] = field(default_factory=dict)
    n_shared: int = 0
    share_of_target: float = 0.0
    only_abbreviation: bool = False
    near: tuple[Form, Form] | None = None
    label_likeness: float = 0.0
    definition_likeness: float | None = None
    above: float | None = None
    has_common_parent: bool = False
    qualifiers: tuple[str, ...] = ()

    @property
    def best(self) -> tuple[Form, Form]:
        """The two names that show best what the pair rests on."""
        if not self.equal:
            if self.near is None:
                raise ValueError(f"{self.source} and {self.target} have no name in common")
            return self.near
        place = min(self.equal, key=lambda two: (self.equal[two].degree, _rank(two)))
        return self.equal[place].source, self.equal[place].target


Pairs = dict[tuple[str, str], Evidence]


def equal_names(source: Lexicon, target: Lexicon) -> Pairs:
    """Return the pairs of terms that share a name, at the degrees that both lexicons know."""
    pairs: Pairs = {}
    for degree in source.degrees:
        theirs = target.by_key[degree]
        for name, ours in source.by_key[degree].items():
            for target_iri, target_form in theirs.get(name, ()):
                for source_iri, source_form in ours:
                    if not ASIDE.isdisjoint((source_form.scope, target_form.scope)):
                        continue
                    place = source_iri, target_iri
                    evidence = pairs.setdefault(place, Evidence(*place))
                    pairing = Pairing(source_form.scope, target_form.scope)
                    found = Equal(degree, source_form, target_form)
                    evidence.equal[pairing] = min(
                        evidence.equal.get(pairing, found), found, key=_in_order
                    )
    return pairs


def _in_order(equal: Equal) -> tuple[Sameness, str, str]:
    return equal.degree, equal.source.text, equal.target.text


def count_shared(pairs: Pairs, source: Lexicon, target: Lexicon) -> None:
    """Add to each pair how many names its terms share."""
    for evidence in pairs.values():
        if not evidence.equal:
            continue
        degree = max(equal.degree for equal in evidence.equal.values())
        degree = max(degree, _usual(source))
        ours, theirs = (
            _by_key(lexicon, iri, degree)
            for lexicon, iri in ((source, evidence.source), (target, evidence.target))
        )
        shared = [name for name in ours if name in theirs]
        telling = [
            name
            for name in shared
            if not (ours[name].is_abbreviation and theirs[name].is_abbreviation)
        ]
        evidence.n_shared = len(shared)
        evidence.share_of_target = len(shared) / len(theirs)
        evidence.only_abbreviation = bool(shared) and not telling


def _usual(lexicon: Lexicon) -> Sameness:
    """Return the degree that names are counted at: the widest that looks at whole words."""
    return max(degree for degree in lexicon.degrees if degree is not Sameness.JOINED)


def _by_key(lexicon: Lexicon, iri: str, degree: Sameness) -> dict[str | frozenset[str], Form]:
    return {
        found: form for form in reversed(lexicon.forms[iri]) if (found := key(form.words, degree))
    }
