"""What goes into linking beside the two sides, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from .assignment import Pair
from .chains import Conflict
from .evidence import Pairs
from .lexicon import Form


class Suggestion(NamedTuple):
    """A counterpart that is not the same.

    `predicate` is broad, narrow or close (SKOS); `confidence`, from 0 to 1, is that it holds.
    """

    source: str
    target: str
    predicate: str
    names: tuple[Form, Form]
    reason: str
    confidence: float


class Known(NamedTuple):
    """What is known beforehand: pairs that are the same, and pairs that are not."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Links:
    """What linking found.

    Parameters
    ----------
    exact
        Pairs taken to be the same, and their scores.
    suggestions
        Counterparts of other kinds, of terms without an exact one; at most one for each term.
    evidence
        What spoke for each candidate.
    without_counterpart
        Source terms that have neither, sorted.
    conflicts
        Pairs that repair took away.
    """

    exact: dict[Pair, float]
    suggestions: dict[str, Suggestion]
    evidence: Pairs
    without_counterpart: tuple[str, ...]
    conflicts: dict[Pair, Conflict]
