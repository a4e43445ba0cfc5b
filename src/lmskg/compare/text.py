"""What differs between two graphs, in words for a person and as JSON for a program."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from ..tables.names import curies
from .difference import Changed, Difference
from .sides import Side


def to_text(
    found: Difference, left: Side, right: Side, prefixes: dict[str, str], limit: int = 20
) -> str:
    """Return the difference in words, at most `limit` statements of each kind."""
    lines = [_verdict(found, left, right)]
    lines += [f"not compared: {loss}" for loss in found.losses]
    if found.only_in:
        lines.append(f"all of the difference lies in the {found.only_in}")
    say = _sayer(prefixes)
    for name, quads in ((left.name, found.only_left), (right.name, found.only_right)):
        lines += _listed(f"only in {name}", [say(quad) for quad in quads], limit)
    lines += _listed("changed", [_change(pair, say) for pair in found.changed], limit)
    return "\n".join(lines) + "\n"


def _verdict(found: Difference, left: Side, right: Side) -> str:
    sides = f"{left.name} ({left.what}) and {right.name} ({right.what})"
    if found.is_same:
        but = " but for what a form leaves out" if found.losses else ""
        return f"the same graph{but}: {sides}, {found.n_left:,} statements compared"
    return (
        f"not the same graph: {sides}; {len(found.changed):,} changed, "
        f"{len(found.only_left):,} only in the first, {len(found.only_right):,} only in the second "
        f"of {found.n_left:,} and {found.n_right:,} statements"
    )


def _listed(title: str, lines: Sequence[str], limit: int) -> list[str]:
    if not lines:
        return []
    rest = len(lines) - limit
    more = [f"  … and {rest:,} more"] if rest > 0 else []
    return [f"{title}: {len(lines):,}", *(f"  {line}" for line in lines[:limit]), *more]


def _sayer(prefixes: dict[str, str]) -> Callable[[Quad], str]:
    curie = curies(prefixes)

    def term(node: object) -> str:
        if isinstance(node, NamedNode):
            short = curie(node.value)
            return short if short != node.value else str(node)
        if isinstance(node, Literal) and not node.language and node.datatype:
            text, _, kind = str(node).partition("^^")
            return f"{text}^^{curie(node.datatype.value)}" if kind else text
        return str(node)

    def say(quad: Quad) -> str:
        graph = f"  in {term(quad.graph_name)}" if isinstance(quad.graph_name, NamedNode) else ""
        return f"{term(quad.subject)} {term(quad.predicate)} {term(quad.object)}{graph}"

    return say


def _change(pair: Changed, say: Callable[[Quad], str]) -> str:
    """Return both statements in one line; what they share is not said twice."""
    left, right = (say(quad) for quad in pair)
    words = zip(left.split(" ", 2), right.split(" ", 2), strict=False)
    same = [one for one, other in words if one == other]
    shared = sum(map(len, same)) + len(same)
    return f"{left}  ->  {right[shared:]}"


def to_json(found: Difference, left: Side, right: Side) -> str:
    """Return the difference as one JSON object; statements are in the syntax of N-Quads."""
    told = {
        "same": found.is_same,
        "left": {"name": left.name, "form": left.what, "statements": found.n_left},
        "right": {"name": right.name, "form": right.what, "statements": found.n_right},
        "losses": list(found.losses),
        "only_in": found.only_in,
        "only_left": [str(quad) for quad in found.only_left],
        "only_right": [str(quad) for quad in found.only_right],
        "changed": [{"left": str(pair.left), "right": str(pair.right)} for pair in found.changed],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"
