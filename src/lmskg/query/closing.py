"""What stands below an answer for a person: how new its sources are, and what it is not.

An empty answer is told apart from a "no": that a source denies something is a row of its own.
"""

from __future__ import annotations

from pyoxigraph import Store

from ..model import Table, plain
from .run import ask

NO_SOURCE = "No source here speaks of it."
NO_ADVICE = "This is no medical advice."

_DATES = """
PREFIX kg: <https://w3id.org/lmskg/vocab/>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?source ?title ?date WHERE {
  ?source a kg:Source ; dcterms:title ?title .
  OPTIONAL { ?source dcterms:date ?date }
}
"""


def closing(table: Table, store: Store) -> str:
    """Return the lines below an answer: the date of its newest source, and that it is no advice.

    Parameters
    ----------
    table
        The answer; a cell counts as a source if it holds the IRI or the title of one.
    store
        The data that were asked; a source without `dcterms:date` is called undated.
    """
    if not len(table):
        return f"{NO_SOURCE}\n{NO_ADVICE}\n"
    cells = {plain(term) for row in table.rows for term in row}
    dates = ask(store, _DATES)
    rows = dates.to_dicts() if isinstance(dates, Table) else []
    used = [row for row in rows if row["source"] in cells or row["title"] in cells]
    if not used:
        return f"{NO_ADVICE}\n"
    dated = sorted((row["date"] or "", row["title"] or "") for row in used)
    undated = ", ".join(sorted({title for date, title in dated if not date}))
    newest, title = dated[-1]
    parts = [f"Newest source: {title}, {newest}." if newest else ""]
    parts.append(f"Undated: {undated}." if undated else "")
    return " ".join([*filter(None, parts), NO_ADVICE]) + "\n"
