"""What is left over: a broader or a narrower counterpart, or one that is only near.

No such mapping is one to one: all stages of a disease have the disease above them. None crosses
from animals to people.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from ..terminology import Scope
from .assignment import Pair
from .learned import NOTHING, Substitutions
from .lexicon import Form, Lexicon
from .links import Links, Suggestion
from .normalise import Sameness
from .qualifiers import is_animal, kind_of, qualifiers_of, without_qualifiers
from .scoring import Weights, confidence_of

_DEGREE = Sameness.PHRASES
_NAMES = (Scope.LABEL, Scope.EXACT)
# by reason: at least four terms for each that speaks against it
_LEAST_SHARE = 0.8
# by reason, for no reference holds such pairs: a listed word between equal names leaves little
# doubt, a synonym that the source itself calls broad some, a change of a word a good deal
_BY_QUALIFIER = 0.9
_BY_SYNONYM = 0.8
_BY_WORD = 0.6


def by_qualifier(source: Lexicon, target: Lexicon) -> Iterator[Suggestion]:
    """Yield pairs of terms whose names are equal but for qualifiers that one label has."""
    for here, there, predicate in ((source, target, "broad"), (target, source, "narrow")):
        plain = there.by_key[_DEGREE]
        # by IRI, so that the order of the input chooses none of several narrower ones
        for iri in sorted(here.forms):
            label = here.forms[iri][0]
            qualifiers = qualifiers_of(label)
            if not qualifiers or is_animal(qualifiers):
                continue
            candidates = plain.get(without_qualifiers(label), ())
            for other, form in sorted(candidates, key=_by_scope):
                if form.scope in _NAMES and not qualifiers_of(there.forms[other][0]):
                    yield _qualified(iri, other, predicate, (label, form), qualifiers)


def _by_scope(candidate: tuple[str, Form]) -> tuple[bool, str]:
    """Labels first, then by IRI."""
    return candidate[1].scope is not Scope.LABEL, candidate[0]


def _qualified(
    narrower: str, other: str, predicate: str, names: tuple[Form, Form], qualifiers: frozenset[str]
) -> Suggestion:
    said = ", ".join(f"'{word}' ({kind_of(word)})" for word in sorted(qualifiers))
    which = "it" if predicate == "broad" else "the counterpart"
    reason = f"the names are equal but for {said}, by which {which} is the narrower"
    if predicate == "broad":
        return Suggestion(narrower, other, predicate, names, reason, _BY_QUALIFIER)
    return Suggestion(other, narrower, predicate, (names[1], names[0]), reason, _BY_QUALIFIER)


def by_learned_words(
    source: Lexicon, target: Lexicon, substitutions: Substitutions, left: Collection[str]
) -> Iterator[Suggestion]:
    """Yield pairs whose names are equal once one word is read as synonyms teach, the surest first.

    Parameters
    ----------
    source, target
        The two sides.
    substitutions
        What their synonyms teach.
    left
        Source terms to look for.
    """
    theirs: dict[frozenset[str], list[tuple[str, Form]]] = {}
    for iri, forms in target.forms.items():
        for form in forms:
            if form.scope in _NAMES:
                theirs.setdefault(form.bare, []).append((iri, form))
    for iri in left:
        found = [
            (-share, _by_scope((other, target_form)), (form, target_form), reason)
            for form in source.forms[iri]
            if form.scope in _NAMES
            for share, other_words, reason in _readings(form, substitutions)
            for other, target_form in theirs.get(other_words, ())
            if qualifiers_of(form) == qualifiers_of(target.forms[other][0])
            and not _cross_to_animals(source.forms[iri][0], target.forms[other][0])
        ]
        for negative, (_, other), names, reason in sorted(found, key=lambda hit: hit[:2])[:1]:
            yield Suggestion(iri, other, "close", names, reason, -negative * _BY_WORD)


def _readings(
    form: Form, substitutions: Substitutions
) -> Iterator[tuple[float, frozenset[str], str]]:
    """Yield the words of a name with one read for another, with what it rests on.

    No word is left out: without `gene` the name of a gene is that of its disease.
    """
    for word in sorted(form.bare) if len(form.bare) > 1 else ():
        for other, share in substitutions.of(word):
            if share >= _LEAST_SHARE and other != NOTHING and other not in form.bare:
                others = form.bare - {word} | {other}
                yield share, others, f"equal if '{word}' is read as '{other}', as in other synonyms"


def by_scope(source: Lexicon, target: Lexicon) -> Iterator[Suggestion]:
    """Yield pairs of which the one's label is a broad or narrow synonym of the other."""
    theirs = target.by_key[_DEGREE]
    found = (
        _scoped(here, there, (source_form, target_form))
        for name_key, ours in source.by_key[_DEGREE].items()
        for there, target_form in theirs.get(name_key, ())
        for here, source_form in ours
        if (source_form.scope, target_form.scope) in _BY_SCOPE
        and not _cross_to_animals(source.forms[here][0], target.forms[there][0])
    )
    yield from sorted(found, key=lambda one: (one.source, one.target, one.predicate, one.reason))


def _scoped(source: str, target: str, names: tuple[Form, Form]) -> Suggestion:
    scopes = names[0].scope, names[1].scope
    scope, which = (scopes[1], "target") if scopes[0] is Scope.LABEL else (scopes[0], "source")
    reason = f"the label of the one is a {scope} synonym of the {which}"
    return Suggestion(source, target, _BY_SCOPE[scopes], names, reason, _BY_SYNONYM)


# a broad synonym means more than its term: who bears it as label is the broader
_BY_SCOPE = {
    (Scope.LABEL, Scope.BROAD): "narrow",
    (Scope.LABEL, Scope.NARROW): "broad",
    (Scope.BROAD, Scope.LABEL): "broad",
    (Scope.NARROW, Scope.LABEL): "narrow",
}


def _cross_to_animals(left: Form, right: Form) -> bool:
    """Whether one label names an animal and the other does not."""
    return is_animal(qualifiers_of(left)) != is_animal(qualifiers_of(right))


def by_rank(
    links: Links,
    scores: Mapping[Pair, float],
    weights: Weights,
    label_of: Callable[[str], str],
    known: Collection[Pair],
) -> Iterator[Suggestion]:
    """Yield the pairs that were good enough, but went to another or went by repair, as close."""
    certain = {there: here for here, there in sorted(known)}
    taken = {there: here for here, there in links.exact}
    for pair, score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if pair in links.conflicts:
            conflict = links.conflicts[pair]
            kept = " = ".join(f"'{label_of(iri)}'" for iri in conflict.kept)
            reason = f"it cannot be the same if {kept}: {conflict.reason}"
        elif score >= weights.threshold and pair[1] in certain:
            reason = f"'{label_of(certain[pair[1]])}' is known to be the counterpart's own"
        elif score >= weights.threshold and pair[1] in taken:
            reason = f"'{label_of(taken[pair[1]])}' is nearer to the counterpart"
        else:
            continue
        evidence, confidence = links.evidence[pair], confidence_of(score, weights)
        reason = f"the names are {'equal' if evidence.equal else 'nearly equal'}, but {reason}"
        yield Suggestion(*pair, "close", evidence.best, reason, confidence)
