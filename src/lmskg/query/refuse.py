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

_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"])
_QUERIES = frozenset(["SELECT", "CONSTRUCT", "ASK", "DESCRIBE"])

# SPARQL 1.1 section 19.8. Where in doubt a token ends early: what is left is read as words.
_TOKEN = re.compile(
    r"""\#[^\n\r]*
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
    for match in _TOKEN.finditer(sparql):
        if match["word"]:
            yield match["word"].upper(), sparql.startswith(":", match.end())


def check_read_only(sparql: str, path: Path | str) -> None:
    """Raise an error if the query would reach out or change data.

    Raises
    ------
    QueryRefusedError
        If it holds `SERVICE` (or a prefix with that word in it), or is a SPARQL Update.

    Examples
    --------
    >>> check_read_only('SELECT * { ?s ?p "SERVICE" } # LOAD', "-")
    """
    is_query = False
    for word, is_prefix in _words(sparql):
        if "SERVICE" in word:
            raise QueryRefusedError(path, "SERVICE")
        if is_prefix:
            continue
        is_query = is_query or word in _QUERIES
        if word in _UPDATES and not is_query:
            raise QueryRefusedError(path, f"an update ({word})")
