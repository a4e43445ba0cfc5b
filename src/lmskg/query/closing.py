"""What stands below an answer for a person: how new its sources are, and what it is not.

An empty answer is told apart from a "no": that a source denies something is a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Table, plain
from .run import Data, ask

NO_SOURCE = "No source here speaks of it."
NO_ADVICE = "This is no medical advice."
UNDATED_NAMED = 3  # undated sources that are named; the others are counted

_DATES = """
PREFIX kg: <https://w3id.org/lmskg/vocab/>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?source ?title ?date WHERE {
  ?source a kg:Source ; dcterms:title ?title .
  OPTIONAL { ?source dcterms:date|kg:dateStated ?date FILTER(isLITERAL(?date)) }
}
"""


def closing(table: Table, store: Data) -> str:
    """Return the lines below an answer: the date of its newest source, and that it is no advice.

    Parameters
    ----------
    table
        The answer; a cell counts as a source if it holds the IRI or the title of one.
    store
        The data that were asked; a source that states no date is called undated.
    """
    if not len(table):
        return f"{NO_SOURCE}\n{NO_ADVICE}\n"
    cells = {plain(term) for row in table.rows for term in row}
    dates = ask(store, _DATES)
    rows = dates.to_dicts() if isinstance(dates, Table) else []
    used = [row for row in rows if row["source"] in cells or row["title"] in cells]
    if not used:
        return f"{NO_ADVICE}\n"
    told = newest((row["date"] or "", row["title"] or "") for row in used)
    return " ".join(filter(None, [told, NO_ADVICE])) + "\n"


def newest(sources: Iterable[tuple[str, str]]) -> str:
    """Return the title and date of the newest source, and which have no date, in a sentence each.

    Parameters
    ----------
    sources
        Date, empty where there is none, and title of each.
    """
    found = sorted(set(sources))
    undated = [title for date, title in found if not date]
    more = len(undated) - UNDATED_NAMED
    rest = f" and {more} more" if more > 0 else ""
    date, title = found[-1] if found else ("", "")
    parts = [f"Newest source: {title}, {date}." if date else ""]
    parts.append(f"Undated: {', '.join(undated[:UNDATED_NAMED])}{rest}." if undated else "")
    return " ".join(filter(None, parts))
