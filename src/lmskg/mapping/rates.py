"""Precision, recall and F1 from counts, and how far chance could move them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from itertools import accumulate
from typing import Any, NamedTuple

_SEED = 2018
_SHARE_OUTSIDE = 0.025  # on either side of a 95 % interval


class Rates(NamedTuple):
    """How many pairs are predicted, how many are gold, how many both."""

    n_predicted: int
    n_gold: int
    n_right: int

    @property
    def precision(self) -> float | None:
        """Share of the predicted pairs that are gold, `None` where nothing is predicted."""
        return self.n_right / self.n_predicted if self.n_predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold pairs that are predicted, `None` where there is none."""
        return self.n_right / self.n_gold if self.n_gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two, `None` where there is nothing to judge."""
        both = self.n_predicted + self.n_gold
        return 2 * self.n_right / both if both else None

    def to_dict(self) -> dict[str, Any]:
        """Return counts and shares as plain values."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return self._asdict() | {k: None if v is None else round(v, 4) for k, v in shares.items()}


class Interval(NamedTuple):
    """Where 95 of 100 resamplings lie, both bounds within."""

    low: float
    high: float


class Counts(NamedTuple):
    """The pairs of one subject."""

    n_predicted: int
    n_gold: int
    n_reachable: int
    n_right: int
    n_right_reachable: int


def intervals(counts: list[Counts], n_bootstrap: int) -> dict[str, Interval]:
    """Return the 95 % interval of each figure, by resampling subjects.

    Parameters
    ----------
    counts
        One a subject.
    n_bootstrap
        Number of resamplings, 0 for none.

    Returns
    -------
    dict of figure to interval
        `precision`, `recall`, `f1`, `recall_reachable`, `f1_reachable`.

    Notes
    -----
    Subjects of the same counts are of one kind, so that a resampling draws kinds by their number.
    The seed is fixed.
    """
    kinds = sorted(Counter(counts).items())
    if not (n_bootstrap and kinds):
        return {}
    chance = random.Random(_SEED)  # noqa: S311 - no secret, and the same each time
    cumulative = list(accumulate(n for _, n in kinds))
    values: dict[str, list[float]] = defaultdict(list)
    for _ in range(n_bootstrap):
        drawn = Counter(chance.choices(range(len(kinds)), cum_weights=cumulative, k=len(counts)))
        sums = [sum(n * kinds[kind][0][part] for kind, n in drawn.items()) for part in range(5)]
        for name, value in _figures(Counts(*sums)).items():
            values[name].append(value or 0.0)
    return {name: _percentiles(sorted(found)) for name, found in values.items()}


def _figures(sums: Counts) -> dict[str, float | None]:
    overall = Rates(sums.n_predicted, sums.n_gold, sums.n_right)
    n_other = sums.n_predicted - (sums.n_right - sums.n_right_reachable)
    reachable = Rates(n_other, sums.n_reachable, sums.n_right_reachable)
    return {
        "precision": overall.precision,
        "recall": overall.recall,
        "f1": overall.f1,
        "recall_reachable": reachable.recall,
        "f1_reachable": reachable.f1,
    }


def _percentiles(values: list[float]) -> Interval:
    last = len(values) - 1
    cut = round(_SHARE_OUTSIDE * last)
    return Interval(values[cut], values[last - cut])
