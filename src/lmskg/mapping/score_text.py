"""A score in words and numbers, for a terminal and as plain values."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ..model import format_table
from .rates import Rates
from .score import Score

_COLUMNS = ("predicted", "gold", "right", "precision", "recall", "F1")
_WIDTH = 60
_DEPTH = "depth of the subject (fewest is_a steps up to a root)"
_TITLES = {"labels": "labels, but for case and punctuation", "depth": _DEPTH}


def score_text(score: Score, *, is_complete: bool, by: str = "") -> str:
    """Return a score as tables and sentences.

    Parameters
    ----------
    score
        What was found.
    is_complete
        Whether the gold standard was taken as complete.
    by
        The slot that predictions were told apart by.
    """
    lines = [*_head(score, is_complete=is_complete), "", *_tables(score, by)]
    return "\n".join(lines) + "\n"


def score_json(score: Score) -> str:
    """Return a score as one JSON object, indented, with a final newline."""
    content = {
        "overall": score.overall.to_dict(),
        "reachable": score.reachable.to_dict(),
        "intervals": {
            name: [round(bound, 4) for bound in interval]
            for name, interval in score.intervals.items()
        },
        "splits": {
            name: {group: rates.to_dict() for group, rates in groups.items()}
            for name, groups in score.splits.items()
        },
        "by": {
            value: dict(zip(("right", "wrong", "not_judged"), numbers, strict=True))
            for value, numbers in score.slots.items()
        },
        "judged_subjects": score.n_judged_subjects,
        "not_judged": score.n_not_judged,
        "absent": score.n_absent,
        "retired": score.n_retired,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _head(score: Score, *, is_complete: bool) -> Iterator[str]:
    yield f"judged: the predictions of {score.n_judged_subjects} subjects"
    if is_complete:
        yield (
            "GOLD is taken as complete: every prediction is judged. If it is not, name the terms "
            "without a counterpart with --unmatched."
        )
    else:
        yield f"not judged: {score.n_not_judged} predictions of subjects outside both lists"
    if score.n_absent or score.n_retired:
        yield (
            f"out of reach: {score.n_absent + score.n_retired} gold pairs, of which a term is not "
            f"in the terminology ({score.n_absent}) or is obsolete there ({score.n_retired})"
        )


def _tables(score: Score, by: str) -> Iterator[str]:
    rows = [_row("all pairs", score.overall)]
    if score.n_absent or score.n_retired:
        rows.append(_row("reachable pairs", score.reachable))
    yield format_table(("", *_COLUMNS), rows, _WIDTH)
    if score.intervals:
        yield ""
        yield from _intervals(score)
    for name, groups in score.splits.items():
        split = [_row(group, groups[group]) for group in sorted(groups, key=_by_number)]
        yield ""
        yield format_table((_TITLES[name], *_COLUMNS), split, _WIDTH)
    if by:
        values = [[value or "(empty)", *map(str, n)] for value, n in score.slots.items()]
        yield ""
        yield format_table((by, "right", "wrong", "not judged"), values, _WIDTH)


def _intervals(score: Score) -> Iterator[str]:
    rows = []
    for name, interval in score.intervals.items():
        if "reachable" in name and not (score.n_absent or score.n_retired):
            continue
        figure = name.replace("f1", "F1").replace("_reachable", " of reachable pairs")
        rows.append([figure, *(f"{bound:.4f}" for bound in interval)])
    yield format_table(("95 % interval (bootstrap over subjects)", "low", "high"), rows, _WIDTH)


def _row(name: str, rates: Rates) -> list[str]:
    shares = ("-" if v is None else f"{v:.4f}" for v in (rates.precision, rates.recall, rates.f1))
    return [name, *map(str, rates), *shares]


def _by_number(group: str) -> tuple[bool, int, str]:
    return not group.isdigit(), int(group) if group.isdigit() else 0, group
