"""The names of a terminology, folded once and found by what they have in common with others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from ..terminology import Scope, Terminology
from .normalise import Sameness, bare, is_abbreviation, key, words

Key = str | frozenset[str]


class Form(NamedTuple):
    """One name of a term: as written, its scope, its words, and those that carry meaning."""

    text: str
    scope: Scope
    words: tuple[str, ...]
    bare: frozenset[str]
    is_abbreviation: bool


@dataclass(frozen=True)
class Lexicon:
    """The terms of one side that may be mapped, with their names.

    Parameters
    ----------
    terminology
        What it was made of.
    forms
        IRI to names: the label first, each form of words once, nearest scope first.
    degrees
        Degrees of sameness that names are to be found by, the nearest first.
    """

    terminology: Terminology
    forms: dict[str, tuple[Form, ...]]
    degrees: tuple[Sameness, ...]

    @cached_property
    def by_key(self) -> dict[Sameness, dict[Key, list[tuple[str, Form]]]]:
        """Degree to key to the terms that have such a name, each with the name."""
        return {degree: _index(self.forms, degree) for degree in self.degrees}

    def labels(self) -> dict[frozenset[str], list[str]]:
        """Return the words of each label, and the terms that bear it."""
        found: dict[frozenset[str], list[str]] = {}
        for iri, forms in self.forms.items():
            found.setdefault(forms[0].bare, []).append(iri)
        return found


def make_lexicon(
    terminology: Terminology,
    *,
    degrees: Collection[Sameness] = tuple(Sameness),
    without: frozenset[str] = frozenset(),
    with_synonyms: bool = True,
) -> Lexicon:
    """Return the lexicon of the terms that may be mapped: own ones, with a label, not obsolete.

    Parameters
    ----------
    terminology
        One side; not changed.
    degrees
        Degrees of sameness that names are to be found by.
    without
        Folds to leave out; see `normalise.FOLDS`.
    with_synonyms
        Whether names beside the label count.
    """
    retired = _retired_names(terminology) if with_synonyms else {}
    forms: dict[str, tuple[Form, ...]] = {}
    for iri, term in terminology.terms.items():
        if term.is_obsolete or (terminology.own and iri not in terminology.own):
            continue
        names = [(n.text, n.scope) for n in term.names if with_synonyms or n.scope is Scope.LABEL]
        found = _forms([*names, *retired.get(iri, ())], without)
        if found and found[0].scope is Scope.LABEL:
            forms[iri] = found
    return Lexicon(terminology, forms, tuple(sorted(degrees)))


def with_forms(lexicon: Lexicon, more: Mapping[str, list[Form]]) -> Lexicon:
    """Return a lexicon whose terms have more names than they had."""
    forms = {iri: (*found, *more.get(iri, ())) for iri, found in lexicon.forms.items()}
    return replace(lexicon, forms=forms)


_NEAREST = {scope: place for place, scope in enumerate(Scope)}
_OBSOLETE = "obsolete "


def _retired_names(terminology: Terminology) -> dict[str, list[tuple[str, Scope]]]:
    """Return the names of retired terms, as related names of the terms that took their place."""
    terms = terminology.terms
    found: dict[str, list[tuple[str, Scope]]] = {}
    for term in terms.values():
        heir = term.replaced_by if term.is_obsolete else None
        seen = {term.iri}
        while heir in terms and terms[heir].is_obsolete and heir not in seen:
            seen.add(heir)
            heir = terms[heir].replaced_by
        if heir in terms and not terms[heir].is_obsolete:
            texts = (name.text.removeprefix(_OBSOLETE) for name in term.names)
            found.setdefault(heir, []).extend((text, Scope.RELATED) for text in texts)
    return found


def _forms(names: list[tuple[str, Scope]], without: frozenset[str]) -> tuple[Form, ...]:
    """Return each form of words once: under the label, else under its nearest scope."""
    found: dict[tuple[str, ...], Form] = {}
    for text, scope in sorted(names, key=lambda name: _NEAREST[name[1]]):
        form = words(text, without)
        if form and form not in found:
            found[form] = Form(text, scope, form, bare(form), is_abbreviation(text))
    return tuple(found.values())


def _index(
    forms: dict[str, tuple[Form, ...]], degree: Sameness
) -> dict[Key, list[tuple[str, Form]]]:
    index: dict[Key, list[tuple[str, Form]]] = {}
    for iri, of_term in forms.items():
        for form in of_term:
            if found := key(form.words, degree):
                index.setdefault(found, []).append((iri, form))
    return index


class Rarity:
    """How telling a word is: the logarithm of the share of terms whose names do without it.

    Parameters
    ----------
    lexicons
        Both sides, counted together.
    """

    def __init__(self, *lexicons: Lexicon) -> None:
        counts: Counter[str] = Counter()
        n_terms = 0
        for lexicon in lexicons:
            n_terms += len(lexicon.forms)
            for forms in lexicon.forms.values():
                counts.update(set().union(*(form.bare for form in forms)))
        self._n_terms, self._counts = n_terms, counts

    def __call__(self, word: str) -> float:
        """Return the weight of a word, above zero; the rarer the greater."""
        return math.log((self._n_terms + 1) / (self._counts[word] + 1)) + 0.1
