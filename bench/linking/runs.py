"""The runs of `lmskg link` on NCIt and DOID for docs/linking.md, and what is wrong in them.

Judged are only the NCIt codes that stand in one of the two train files: pairs that experts
confirmed, and codes to which the reference gives no counterpart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from lmskg.link import STEPS, Links, Weights, link_terms
from lmskg.link.scoring import confidence_of
from lmskg.mapping.pairs import Codes, Gold, Pair, read_codes, read_gold
from lmskg.mapping.score import Score, score_mappings
from lmskg.mapping.split import SAME, likeness
from lmskg.namespaces import SKOS
from lmskg.sssom import Mapping, MappingSet
from lmskg.terminology import Terminology, read_terminology

EXACT = f"{SKOS}exactMatch"
NCIT = "ncit/ncit-disease-2018-06-08.obograph.json.gz"
DOID = "doid/doid_2020-12-22.noxref.obo.gz"
PAIRS, UNMATCHED = "gold/ncit_doid_train.tsv", "gold/ncit_unmatched_train.tsv"
FILES = (NCIT, DOID, PAIRS, UNMATCHED)


@dataclass(frozen=True, slots=True)
class Task:
    """Two terminologies, and what is known of some codes of the first."""

    ncit: Terminology
    doid: Terminology
    gold: Gold
    unmatched: tuple[str, ...]

    def gold_pairs(self) -> frozenset[Pair]:
        """Return the confirmed pairs as IRIs."""
        left, right = Codes(self.ncit.terms, PAIRS), Codes(self.doid.terms, PAIRS)
        return frozenset(Pair(left.iri(here), right.iri(there)) for here, there in self.gold.pairs)

    def reachable_pairs(self) -> frozenset[Pair]:
        """Return those of the confirmed pairs both of whose terms are there and not obsolete."""
        here, there = (
            {iri for iri, term in side.terms.items() if not term.is_obsolete}
            for side in (self.ncit, self.doid)
        )
        return frozenset(p for p in self.gold_pairs() if p.subject in here and p.object in there)

    def unmatched_iris(self) -> frozenset[str]:
        """Return the codes without a counterpart as IRIs."""
        codes = Codes(self.ncit.terms, UNMATCHED)
        return frozenset(map(codes.iri, self.unmatched))

    def label(self, iri: str) -> str:
        """Return the label of a term of either side, empty if there is none."""
        term = self.ncit.terms.get(iri) or self.doid.terms.get(iri)
        return (term.label if term else None) or ""


def read_task(data: Path) -> Task:
    """Return the benchmark, read from the folder of the data."""
    ncit, doid = (read_terminology(data / name) for name in (NCIT, DOID))
    prefixes = ncit.prefixes | doid.prefixes
    gold = read_gold(data / PAIRS, {EXACT}, prefixes)
    return Task(ncit, doid, gold, read_codes(data / UNMATCHED, prefixes))


def links_of(task: Task, without: Collection[str] = ()) -> Links:
    """Return what linking finds if some steps are left out."""
    return link_terms(task.ncit, task.doid, without=without)


def judged(task: Task, links: Links, n_bootstrap: int = 0) -> Score:
    """Return the score of the exact links."""
    rows = tuple(
        Mapping("", {"subject_id": here, "predicate_id": EXACT, "object_id": there})
        for here, there in sorted(links.exact)
    )
    return score_mappings(
        MappingSet({}, rows),
        task.gold,
        predicates={EXACT},
        unmatched=task.unmatched,
        source=task.ncit,
        target=task.doid,
        n_bootstrap=n_bootstrap,
    )


def ladder(task: Task) -> Iterator[tuple[str, Score]]:
    """Yield the score of labels alone, and of each step added to those before it."""
    off = set(STEPS)
    yield "labels", judged(task, links_of(task, off))
    for step in STEPS:
        off.discard(step)
        yield step, judged(task, links_of(task, off))


def each_left_out(task: Task) -> Iterator[tuple[str, Score]]:
    """Yield the score of all steps but one, for each step."""
    for step in STEPS:
        yield step, judged(task, links_of(task, [step]))


class Errors(NamedTuple):
    """Exact links that the reference does not have.

    Of `n_wrong`, `n_same_label` have the same label on both sides, but for case and punctuation;
    of these the reference gives `n_without` no counterpart and the rest another. `n_blocked` pairs
    within reach share a term with one of these and so cannot be found beside it. `best_f1` is F1
    (pairs within reach) if there were no other errors.
    """

    n_wrong: int
    n_same_label: int
    n_without: int
    n_blocked: int
    best_f1: float


def errors_of(task: Task, links: Links) -> Errors:
    """Return what is wrong in the links, and how far names could be better."""
    gold, unmatched = task.gold_pairs(), task.unmatched_iris()
    spoken_of = {pair.subject for pair in gold} | unmatched
    labels = {iri: task.label(iri) for pair in links.exact for iri in pair}
    wrong = [pair for pair in links.exact if pair[0] in spoken_of and pair not in gold]
    same = [pair for pair in wrong if likeness(*pair, labels) == SAME]
    terms = {iri for pair in same for iri in pair}
    reachable = task.reachable_pairs()
    blocked = [pair for pair in reachable if pair not in links.exact and not terms.isdisjoint(pair)]
    n_right = len(reachable) - len(blocked)
    return Errors(
        n_wrong=len(wrong),
        n_same_label=len(same),
        n_without=sum(pair[0] in unmatched for pair in same),
        n_blocked=len(blocked),
        best_f1=2 * n_right / (n_right + len(same) + len(reachable)),
    )


_BANDS = (0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


class Band(NamedTuple):
    """Judged links whose confidence is at least `low` and, but for the last band, below `high`."""

    low: float
    high: float
    n_judged: int
    n_right: int


def bands_of(task: Task, links: Links) -> tuple[Band, ...]:
    """Return how many links are right, by confidence."""
    gold = task.gold_pairs()
    spoken_of = {pair.subject for pair in gold} | task.unmatched_iris()
    weights = Weights()
    surety = {
        pair: confidence_of(score, weights)
        for pair, score in links.exact.items()
        if pair[0] in spoken_of
    }
    found = []
    for low, high in pairwise(_BANDS):
        within = [pair for pair, c in surety.items() if low <= c < high or c == high == _BANDS[-1]]
        found.append(Band(low, high, len(within), sum(pair in gold for pair in within)))
    return tuple(found)


class Repaired(NamedTuple):
    """What logical repair took away, as the reference has it, and for which reasons."""

    n_right: int
    n_wrong: int
    n_not_judged: int
    reasons: dict[str, int]
    n_suggested: int


def repaired(task: Task, links: Links) -> Repaired:
    """Return what repair took away from the links, and how much of it is given as close."""
    gold = task.gold_pairs()
    spoken_of = {pair.subject for pair in gold} | task.unmatched_iris()
    gone = [pair for pair in links.conflicts if pair not in links.exact]
    right = [pair for pair in gone if pair in gold]
    judged_ones = [pair for pair in gone if pair[0] in spoken_of]
    suggested = {found[:2] for found in links.suggestions.values()}
    return Repaired(
        n_right=len(right),
        n_wrong=len(judged_ones) - len(right),
        n_not_judged=len(gone) - len(judged_ones),
        reasons=dict(sorted(Counter(links.conflicts[pair].reason for pair in gone).items())),
        n_suggested=sum(pair in suggested for pair in gone),
    )


class Missed(NamedTuple):
    """Confirmed pairs within reach that are not exact links, by what becomes of them."""

    by_predicate: dict[str, int]
    n_with_another: int
    n_without_name: int
    n_too_weak: int


def missed(task: Task, links: Links) -> Missed:
    """Return what becomes of the pairs that are not found."""
    pairs = [pair for pair in task.reachable_pairs() if pair not in links.exact]
    predicates = {found[:2]: found.predicate for found in links.suggestions.values()}
    left = [pair for pair in pairs if pair not in predicates]
    linked = {iri for pair in links.exact for iri in pair}
    free = [pair for pair in left if linked.isdisjoint(pair)]
    weak = sum(pair in links.evidence for pair in free)
    by_predicate = Counter(predicates[pair] for pair in pairs if pair in predicates)
    return Missed(
        by_predicate=dict(sorted(by_predicate.items())),
        n_with_another=len(left) - len(free),
        n_without_name=len(free) - weak,
        n_too_weak=weak,
    )
