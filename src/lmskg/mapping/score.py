"""Precision, recall and F1 of a mapping set against a gold standard.

Judged are the predictions whose subject the gold standard speaks of: one of its pairs, or of its
list of terms without a counterpart. Where there is no such list, the gold standard is taken as
complete, and every prediction is judged. The interval is a percentile bootstrap over the judged
subjects: pairs of one subject are not independent of each other. Splits tell easy pairs (both
labels the same but for case and punctuation) from others, and high terms from deep ones (the
fewest is_a steps from the subject up to a root).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ..sssom import MappingSet
from ..terminology.model import Terminology
from .pairs import Codes, Gold, Pair
from .pool import is_positive
from .rates import Counts, Interval, Rates, intervals
from .split import depths_of, labels_of, likeness, split


@dataclass(frozen=True, slots=True)
class Score:
    """What a mapping set is worth.

    Parameters
    ----------
    overall
        All gold pairs.
    reachable
        Gold pairs both of whose terms are in the terminologies and not obsolete, and predictions
        but for those of other gold pairs; the same as `overall` where there are no terminologies.
    intervals
        Name of the figure (`precision`, `recall`, `f1`, and the last two with `_reachable`) to
        its interval; empty where none was asked for.
    splits
        Name of the split to its groups, in their order.
    slots
        Value of the slot that was asked for to its predictions: right, wrong, not judged.
    n_judged_subjects
        Terms of the source side that the gold standard speaks of.
    n_not_judged
        Predictions whose subject it does not speak of.
    n_absent, n_retired
        Gold pairs that cannot be reached: a term is not there; a term is obsolete.
    """

    overall: Rates
    reachable: Rates
    intervals: Mapping[str, Interval]
    splits: Mapping[str, Mapping[str, Rates]]
    slots: Mapping[str, tuple[int, int, int]]
    n_judged_subjects: int
    n_not_judged: int
    n_absent: int = 0
    n_retired: int = 0


def score_mappings(
    predicted: MappingSet,
    gold: Gold,
    *,
    predicates: Collection[str],
    unmatched: Collection[str] | None = None,
    source: Terminology | None = None,
    target: Terminology | None = None,
    by: str = "",
    n_bootstrap: int = 1000,
) -> Score:
    """Return how well a mapping set gives a gold standard back.

    Parameters
    ----------
    predicted
        Rows that deny their predicate or find no counterpart count for nothing.
    gold
        The pairs that are right.
    predicates
        IRIs: which rows of `predicted` are predictions.
    unmatched
        Subjects of which it is known that they have no counterpart.
    source, target
        What subjects and objects are taken from, for the pairs that can be reached and the splits.
    by
        Slot of `predicted` by whose values predictions are told apart.
    n_bootstrap
        Number of resamplings, 0 for no interval.

    Raises
    ------
    SourceFormatError
        If a bare code of the gold standard may be more than one term.

    Notes
    -----
    The resampling has a fixed seed, so that the same input gives the same interval.
    """
    rows = [
        (Pair(mapping.slots["subject_id"], mapping.slots["object_id"]), mapping.slots.get(by, ""))
        for mapping in predicted.mappings
        if is_positive(mapping) and mapping.slots["predicate_id"] in predicates
    ]
    found = dict.fromkeys(pair for pair, _ in rows)
    right, silent = _in_full(gold, unmatched, found, source, target)
    spoken_of = {pair.subject for pair in right} | set(silent or ())
    judged = {pair for pair in found if silent is None or pair.subject in spoken_of}
    subjects = spoken_of | {pair.subject for pair in judged}
    absent, retired = _unreachable(right, source, target)
    reachable = set(right) - absent - retired
    counts = _per_subject(judged, right, reachable, subjects)
    return Score(
        overall=Rates(len(judged), len(right), len(judged & right.keys())),
        reachable=Rates(
            len(judged) - len(judged & (absent | retired)), len(reachable), len(judged & reachable)
        ),
        intervals=intervals(counts, n_bootstrap),
        splits=_splits(judged, right, predicted, gold, source, target),
        slots=_by_slot(rows, judged, right) if by else {},
        n_judged_subjects=len(subjects),
        n_not_judged=len(found) - len(judged),
        n_absent=len(absent),
        n_retired=len(retired),
    )


def _in_full(
    gold: Gold,
    unmatched: Collection[str] | None,
    found: Iterable[Pair],
    source: Terminology | None,
    target: Terminology | None,
) -> tuple[dict[Pair, Pair], set[str] | None]:
    """Return the gold pairs as IRIs, each with how it was written, and the unmatched subjects."""
    subjects = {pair.subject for pair in found} | (source.terms.keys() if source else set())
    objects = {pair.object for pair in found} | (target.terms.keys() if target else set())
    left, right = Codes(subjects, gold.origin), Codes(objects, gold.origin)
    pairs = {Pair(left.iri(pair.subject), right.iri(pair.object)): pair for pair in gold.pairs}
    return pairs, None if unmatched is None else {left.iri(code) for code in unmatched}


def _unreachable(
    pairs: Iterable[Pair], source: Terminology | None, target: Terminology | None
) -> tuple[set[Pair], set[Pair]]:
    """Return the pairs with a term that is not there, and those with one that is obsolete."""
    absent: set[Pair] = set()
    retired: set[Pair] = set()
    for pair in pairs:
        for iri, terminology in zip(pair, (source, target), strict=True):
            if terminology is None:
                continue
            if iri not in terminology.terms:
                absent.add(pair)
            elif terminology.terms[iri].is_obsolete:
                retired.add(pair)
    return absent, retired - absent


def _per_subject(
    judged: Collection[Pair],
    gold: Collection[Pair],
    reachable: Collection[Pair],
    subjects: Iterable[str],
) -> list[Counts]:
    def per_subject(pairs: Iterable[Pair]) -> Counter[str]:
        return Counter(pair.subject for pair in pairs)

    parts = [
        per_subject(pairs)
        for pairs in (
            judged,
            gold,
            reachable,
            (pair for pair in judged if pair in gold),
            (pair for pair in judged if pair in reachable),
        )
    ]
    return [Counts(*(part[subject] for part in parts)) for subject in subjects]


def _splits(
    judged: Collection[Pair],
    right: Mapping[Pair, Pair],
    predicted: MappingSet,
    gold: Gold,
    source: Terminology | None,
    target: Terminology | None,
) -> dict[str, dict[str, Rates]]:
    """Return the groups of each split: by the labels, and by depth where there is a source."""
    labels = labels_of(predicted, [source, target])
    for pair, written in right.items():
        for iri, code in zip(pair, written, strict=True):
            labels.setdefault(iri, gold.labels.get(code, ""))
    found = {"labels": split(judged, right, lambda pair: likeness(*pair, labels))}
    if source is not None:
        depths = depths_of(source.terms)
        by_depth = split(judged, right, lambda pair: depths.get(pair.subject, -1))
        found["depth"] = {
            "not in the source" if depth < 0 else str(depth): rates
            for depth, rates in by_depth.items()
        }
    return found


def _by_slot(
    rows: Iterable[tuple[Pair, str]], judged: Collection[Pair], right: Collection[Pair]
) -> dict[str, tuple[int, int, int]]:
    """Return value to right, wrong and not judged; a pair that stands twice counts by its first."""
    values: dict[Pair, str] = {}
    for pair, value in rows:
        values.setdefault(pair, value)
    found: dict[str, list[int]] = {}
    for pair, value in sorted(values.items(), key=lambda item: item[1]):
        place = 2 if pair not in judged else 0 if pair in right else 1
        found.setdefault(value, [0, 0, 0])[place] += 1
    return {value: (n[0], n[1], n[2]) for value, n in found.items()}
