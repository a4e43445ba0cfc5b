"""The whole way from two terminologies to links: every step a function, every step optional.

Names that are equal at some degree of folding, or nearly so, make the candidates; what speaks for
each is gathered, weighed, and of each term's candidates the best is kept, one to one. A first round
gives the fixed points for the neighbours of the second. What is kept may contradict neither
hierarchy; what is left over may still have a broader, narrower or close counterpart.

No cross-reference, no mapping and no code is looked at: a `Terminology` does not hold them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from ..terminology import Terminology
from .abbreviations import learn_abbreviations, write_out
from .assignment import Pair, best_of_each, one_to_one
from .broader import by_learned_words, by_qualifier, by_rank, by_scope
from .chains import Conflict, Side
from .definitions import Definitions
from .evidence import Pairs, count_shared, equal_names
from .hierarchy import Hierarchy
from .learned import Substitutions, learn_substitutions, likeness
from .lexicon import Lexicon, Rarity, make_lexicon
from .links import Known, Links, Suggestion
from .near import near_names
from .neighbours import Neighbours
from .normalise import Sameness
from .qualifiers import dropped_qualifiers
from .repair import repair
from .scoring import Weights, score_of

# in the order in which docs/linking.md adds them up; labels equal up to case are always looked at
STEPS: dict[str, str] = {
    "synonyms": "names beside the label",
    "possessive": "Hodgkin's is Hodgkin",
    "greek": "β is beta",
    "american": "tumour is tumor",
    "plural": "neoplasms are a neoplasm",
    "numerals": "type II is type 2",
    "abbreviations": "LMS is written out where the synonyms tell what it is; alone it is little",
    "order": "words in any order, without of, the, NOS",
    "nouns": "disorder is disease, tumor is neoplasm",
    "phrases": "malignant neoplasm is cancer, infectious disease is infection, type 2 is 2",
    "joined": "the same letters, divided otherwise",
    "near": "one word spelt otherwise, by up to two letters",
    "assignment": "each term keeps its best counterpart only",
    "rarity": "likeness of the labels, words weighted by rarity and by what synonyms teach",
    "definitions": "likeness of the definitions",
    "neighbours": "links of the terms above",
    "qualifiers": "stage, grade, age, course, animal are not the plain term",
    "repair": "what would empty or merge classes goes",
    "broader": "broader, narrower and close counterparts of what is left",
}
_DEGREES = {
    "order": Sameness.ORDER,
    "nouns": Sameness.NOUNS,
    "phrases": Sameness.PHRASES,
    "joined": Sameness.JOINED,
}
_FOLDS = ("possessive", "greek", "american", "plural", "numerals")
_MOST_ROUNDS = 5
Keep = Callable[[Mapping[Pair, float], float], dict[Pair, float]]


def link_terms(
    source: Terminology,
    target: Terminology,
    *,
    known: Known | None = None,
    without: Collection[str] = (),
    weights: Weights | None = None,
    many_to_one: bool = False,
) -> Links:
    """Return the links of the source's terms to the target's.

    Parameters
    ----------
    source, target
        Terms with labels; not changed. Obsolete terms are never proposed, their heirs are.
    known
        Pairs that are kept, and pairs that are not proposed.
    without
        Steps to leave out; see `STEPS`.
    weights
        How much each part of the evidence counts.
    many_to_one
        Whether several source terms may have one counterpart, as the cells of a column may;
        nothing is then repaired.
    """
    off = frozenset(without)
    weights = _weights_without(weights or Weights(), off)
    known = _within(known or Known(), source, target)
    ours, theirs = lexicons = _lexicons(source, target, off)
    substitutions = learn_substitutions(ours, theirs)
    pairs = _candidates(ours, theirs, off)
    for pair in known.different:
        pairs.pop(pair, None)
    _describe(pairs, ours, theirs, off, substitutions)
    sides = [
        Side(Hierarchy(side), frozenset(map(frozenset, side.disjoint))) for side in (source, target)
    ]
    keep = _keeper(many_to_one, known.same, off)
    if "neighbours" not in off:
        anchors = keep(_scores(pairs, weights), weights.threshold)
        _add_neighbours(pairs, sides, [*anchors, *sorted(known.same)])
    scores = _scores(pairs, weights)
    exact = keep(scores, weights.threshold)
    conflicts: dict[Pair, Conflict] = {}
    if "repair" not in off and not many_to_one:
        exact, conflicts = _repaired(scores, exact, sides, keep, weights, known)
    links = Links(exact, {}, pairs, (), conflicts)
    suggestions: dict[str, Suggestion] = {}
    if "broader" not in off:
        suggestions = _suggestions(links, scores, weights, lexicons, substitutions, known)
    linked = {here for here, _ in (*exact, *known.same)} | suggestions.keys()
    left = tuple(sorted(iri for iri in ours.forms if iri not in linked))
    return replace(links, suggestions=suggestions, without_counterpart=left)


def _within(known: Known, source: Terminology, target: Terminology) -> Known:
    """Return what is known of terms that are there: a counterpart elsewhere binds none here."""
    same = (pair for pair in known.same if pair[0] in source.terms and pair[1] in target.terms)
    return known._replace(same=frozenset(same))


def _add_neighbours(pairs: Pairs, sides: list[Side], anchors: list[Pair]) -> None:
    neighbours = Neighbours(sides[0].hierarchy, sides[1].hierarchy, anchors)
    for evidence in pairs.values():
        neighbours.add_to(evidence)


def _weights_without(weights: Weights, off: frozenset[str]) -> Weights:
    """Return the weights with those of the steps that are off set to nothing."""
    return replace(
        weights,
        label_likeness=0.0 if "rarity" in off else weights.label_likeness,
        abbreviation=0.0 if "abbreviations" in off else weights.abbreviation,
        qualifier=0.0 if "qualifiers" in off else weights.qualifier,
    )


def _lexicon(side: Terminology, off: frozenset[str]) -> Lexicon:
    degrees = [Sameness.SPELLING, *(d for step, d in _DEGREES.items() if step not in off)]
    folds = frozenset(fold for fold in _FOLDS if fold in off)
    return make_lexicon(side, degrees=degrees, without=folds, with_synonyms="synonyms" not in off)


def _lexicons(source: Terminology, target: Terminology, off: frozenset[str]) -> list[Lexicon]:
    lexicons = [_lexicon(side, off) for side in (source, target)]
    if "abbreviations" in off:
        return lexicons
    abbreviations = learn_abbreviations(*lexicons)
    return [write_out(lexicon, abbreviations) for lexicon in lexicons]


def _candidates(source: Lexicon, target: Lexicon, off: frozenset[str]) -> Pairs:
    pairs = equal_names(source, target)
    if "near" not in off:
        found = {iri for pair in pairs for iri in pair}
        for pair, evidence in near_names(source, target, passed=found).items():
            pairs.setdefault(pair, evidence)
    return pairs


def _describe(
    pairs: Pairs,
    source: Lexicon,
    target: Lexicon,
    off: frozenset[str],
    substitutions: Substitutions,
) -> None:
    """Add to each pair all that does not depend on other pairs."""
    count_shared(pairs, source, target)
    if "rarity" not in off:
        rarity = Rarity(source, target)
        for (here, there), evidence in pairs.items():
            labels = source.forms[here][0].bare, target.forms[there][0].bare
            evidence.label_likeness = likeness(*labels, rarity, substitutions)
    if "definitions" not in off:
        definitions = Definitions(source, target)
        for (here, there), evidence in pairs.items():
            evidence.definition_likeness = definitions.likeness(here, there)
    for (here, there), evidence in pairs.items():
        evidence.qualifiers = dropped_qualifiers(source.forms[here], target.forms[there])


def _scores(pairs: Pairs, weights: Weights) -> dict[Pair, float]:
    return {pair: score_of(evidence, weights) for pair, evidence in pairs.items()}


def _keeper(many_to_one: bool, known: Collection[Pair], off: frozenset[str]) -> Keep:
    """Return what chooses the pairs to keep: one to one, many to one, or all good enough."""

    def keep(scores: Mapping[Pair, float], threshold: float) -> dict[Pair, float]:
        if "assignment" in off:
            good = (pair for pair, score in scores.items() if score >= threshold)
            return {pair: scores[pair] for pair in good if pair not in known}
        if many_to_one:
            return best_of_each(scores, threshold, known)
        return one_to_one(scores, threshold, fixed=known)

    return keep


def _repaired(
    scores: Mapping[Pair, float],
    exact: dict[Pair, float],
    sides: list[Side],
    keep: Keep,
    weights: Weights,
    known: Known,
) -> tuple[dict[Pair, float], dict[Pair, Conflict]]:
    """Repair, let the terms that became free find another counterpart, and repair again."""
    conflicts: dict[Pair, Conflict] = {}
    certain = dict.fromkeys(sorted(known.same), float("inf"))
    for _ in range(_MOST_ROUNDS):
        kept, found = repair(exact | certain, *sides, fixed=known.same)
        exact = {pair: score for pair, score in kept.items() if pair not in certain}
        if not found:
            break
        conflicts |= {conflict.dropped: conflict for conflict in found}
        allowed = {pair: score for pair, score in scores.items() if pair not in conflicts}
        exact = keep(allowed, weights.threshold)
    else:
        kept, found = repair(exact | certain, *sides, fixed=known.same)
        conflicts |= {conflict.dropped: conflict for conflict in found}
        exact = {pair: score for pair, score in kept.items() if pair not in certain}
    return exact, conflicts


def _suggestions(
    links: Links,
    scores: Mapping[Pair, float],
    weights: Weights,
    lexicons: list[Lexicon],
    substitutions: Substitutions,
    known: Known,
) -> dict[str, Suggestion]:
    """Return one suggestion for each term that has no exact counterpart: the first kind wins."""
    ours, theirs = lexicons
    terms = theirs.terminology.terms | ours.terminology.terms

    def label_of(iri: str) -> str:
        return terms[iri].label or iri

    kinds = [by_rank(links, scores, weights, label_of, known.same)]
    if Sameness.PHRASES in ours.degrees:
        kinds = [by_qualifier(ours, theirs), by_scope(ours, theirs), *kinds]
    done = {here for here, _ in (*links.exact, *known.same)}
    found: dict[str, Suggestion] = {}

    def add(suggestions: Iterable[Suggestion]) -> None:
        for suggestion in suggestions:
            if suggestion.source not in done and suggestion[:2] not in known.different:
                found.setdefault(suggestion.source, suggestion)

    for kind in kinds:
        add(kind)
    left = [iri for iri in ours.forms if iri not in done and iri not in found]
    add(by_learned_words(ours, theirs, substitutions, left))
    return found
