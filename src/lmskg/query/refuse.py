"""Keep a query from reaching out or changing data, by reading its words.

Oxigraph follows `SERVICE` to any address, and offers no parsed form of a query to look into.
So the text is cut into SPARQL's own tokens, and what can hold no keyword is left out: comments,
IRIs, strings, variables, language tags and the local parts of names. Oxigraph takes a keyword
that is glued to its neighbours (`trueSERVICE`, `SERVICESILENT`, and `SERVICE:x` as `SERVICE :x`),
so any word that holds `SERVICE` counts, and a prefix too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import QueryRefusedError

# the engine recurses, and a process ends when its stack does: far above what people write
_MOST_NESTED = 500
_MOST_STEPS = 2_000
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"])
_QUERIES = frozenset(["SELECT", "CONSTRUCT", "ASK", "DESCRIBE"])

# SPARQL 1.1 section 19.8. Where in doubt a token ends early: what is left is read as words.
TOKEN = re.compile(
    r"""\s+ | \#[^\n\r]*
      | <[^<>"{}|^`\\\x00-\x20]*>
      | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*'
      | [?$]\w+ | @[A-Za-z]+(?:-{1,2}[A-Za-z0-9]+)*
      | :(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w.:%-]*[\w:%-])?
      | \\.
      | (?P<word>[A-Za-z][\w.-]*)
      | .""",
    re.VERBOSE | re.DOTALL,
)


def _words(sparql: str) -> Iterator[tuple[str, bool]]:
    """Yield each word in capitals, and whether it is a prefix."""
    for match in TOKEN.finditer(sparql):
        if match["word"]:
            yield match["word"].upper(), sparql.startswith(":", match.end())


def names_graphs(sparql: str) -> bool:
    """Return whether the query says with `FROM` which graphs it is about.

    Examples
    --------
    >>> names_graphs("SELECT * FROM <https://example.org/g> { ?s ?p ?o }")
    True
    """
    return any(word == "FROM" and not is_prefix for word, is_prefix in _words(sparql))


def check_read_only(sparql: str, path: Path | str) -> None:
    """Raise an error if the query would reach out or change data.

    Raises
    ------
    QueryRefusedError
        If it is nested deeper than the engine bears, holds `SERVICE` (or a prefix with that word
        in it), or is a SPARQL Update.

    Examples
    --------
    >>> check_read_only('SELECT * { ?s ?p "SERVICE" } # LOAD', "-")
    """
    _check_size(sparql, path)
    is_query = False
    for word, is_prefix in _words(sparql):
        if "SERVICE" in word:
            raise QueryRefusedError(path, "SERVICE")
        if is_prefix:
            continue
        is_query = is_query or word in _QUERIES
        if word in _UPDATES and not is_query:
            raise QueryRefusedError(path, f"an update ({word})")


def _check_size(sparql: str, path: Path | str) -> None:
    depth = n_steps = 0
    for match in TOKEN.finditer(sparql):
        mark = match[0]
        depth += (mark in "([{") - (mark in ")]}")
        n_steps += mark in "/|^"
        if depth > _MOST_NESTED:
            raise QueryRefusedError(path, f"nesting deeper than {_MOST_NESTED} brackets")
        if n_steps > _MOST_STEPS:
            raise QueryRefusedError(path, f"more than {_MOST_STEPS} path steps")
