"""What differs between two graphs, in words for a person and as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Sequence

from .difference import Difference
from .sides import Side
from .words import Words

# so many statements of one blank node are shown; a program gets more
_FEW, _MANY = 12, 200


def to_text(
    found: Difference, left: Side, right: Side, prefixes: dict[str, str], limit: int = 20
) -> str:
    """Return the difference in words, at most `limit` statements of each kind."""
    lines = [_verdict(found, left, right)]
    lines += [f"not compared: {loss}" for loss in found.losses[:limit]]
    if len(found.losses) > limit:
        lines.append(f"not compared: … and {len(found.losses) - limit:,} kinds more")
    if found.only_in:
        lines.append(f"all of the difference lies in the {found.only_in}")
    words = Words(prefixes, _FEW)
    for name, items in ((left.name, found.only_left), (right.name, found.only_right)):
        lines += _listed(f"only in {name}", list(map(words.say, items[:limit])), len(items))
    changes = list(map(words.change, found.changed[:limit]))
    lines += _listed("changed", changes, len(found.changed))
    return "\n".join(lines) + "\n"


def _verdict(found: Difference, left: Side, right: Side) -> str:
    sides = f"{left.name} ({left.what}) and {right.name} ({right.what})"
    unit = "statements" if left.rows is None and right.rows is None else "rows"
    if found.is_same:
        but = " but for what a form leaves out" if found.losses else ""
        return f"the same graph{but}: {sides}, {found.n_left:,} {unit} compared"
    return (
        f"not the same graph: {sides}; {len(found.changed):,} changed, "
        f"{len(found.only_left):,} only in the first, {len(found.only_right):,} only in the second "
        f"of {found.n_left:,} and {found.n_right:,} {unit}"
    )


def _listed(title: str, lines: Sequence[str], n_all: int) -> list[str]:
    if not n_all:
        return []
    rest = n_all - len(lines)
    more = [f"  … and {rest:,} more"] if rest else []
    return [f"{title}: {n_all:,}", *(f"  {line}" for line in lines), *more]


def to_json(found: Difference, left: Side, right: Side) -> str:
    """Return the difference as one JSON object; statements are in the syntax of N-Quads.

    A blank node stands in square brackets, with what stands below it.
    """
    line = Words({}, _MANY).line
    told = {
        "same": found.is_same,
        "left": {"name": left.name, "form": left.what, "statements": found.n_left},
        "right": {"name": right.name, "form": right.what, "statements": found.n_right},
        "losses": list(found.losses),
        "only_in": found.only_in,
        "only_left": list(map(line, found.only_left)),
        "only_right": list(map(line, found.only_right)),
        "changed": [
            {"left": line(pair.left), "right": line(pair.right), "what": pair.what}
            for pair in found.changed
        ],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
