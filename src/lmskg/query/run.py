"""Ask a store: named questions and ad hoc queries, with a time limit where one is given."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    Variable,
)

from ..errors import QuerySyntaxError, QueryTimeoutError
from ..model import Table
from .refuse import check_read_only, names_graphs
from .remote import RemoteGraph

T = TypeVar("T")
Data: TypeAlias = Store | RemoteGraph
Given: TypeAlias = dict[Variable, NamedNode | Literal]

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def ask(
    store: Data,
    sparql: str,
    path: Path | str = "query",
    *,
    bindings: Mapping[Variable, NamedNode | Literal] | None = None,
    timeout_s: float | None = None,
) -> Table | list[Triple]:
    """Return the answer of a read-only query over the union of the store's graphs, or its FROM.

    Parameters
    ----------
    store
        The data, at hand or remote; not changed.
    sparql
        A SELECT, ASK, CONSTRUCT or DESCRIBE query.
    path
        Where the query comes from, for errors.
    bindings
        Variables that are bound before the query runs.
    timeout_s
        Longest time to wait, in seconds; `None` is no limit. Oxigraph cannot be interrupted: the
        thread that asks goes on in the background until its process ends.

    Returns
    -------
    Table or list of Triple
        A table for SELECT (in the query's order) and ASK (one column `answer`), triples for
        CONSTRUCT and DESCRIBE.

    Raises
    ------
    QueryRefusedError
        If the query holds SERVICE or is an update.
    QuerySyntaxError
        If it breaks the grammar; with line and column.
    QueryTimeoutError
        If there is no answer in time.
    StoreError
        If a remote store cannot be asked.
    """
    check_read_only(sparql, path)

    given = dict(bindings or {})

    def work() -> Table | list[Triple]:
        if isinstance(store, RemoteGraph):
            return _ask_remote(store, sparql, path, given)
        return _ask(store, sparql, path, given)

    return _limited(work, path, timeout_s)


def _ask(store: Store, sparql: str, path: Path | str, given: Given) -> Table | list[Triple]:
    result = _result(store, sparql, path, given)
    if isinstance(result, QueryBoolean):
        return _truth(bool(result))
    if isinstance(result, QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        return Table(columns, tuple(tuple(solution) for solution in result))
    return list(result)


def _ask_remote(
    graph: RemoteGraph, sparql: str, path: Path | str, given: Given
) -> Table | list[Triple]:
    # the engine at hand knows the form of a query, and tells its faults in the same words; what
    # it gives is let go at once, for it must not outlive its thread in the traceback of an error
    form = type(_result(Store(), sparql, path, given))
    if form is QueryBoolean:
        return _truth(graph.is_true(sparql))
    return graph.select(sparql, given) if form is QuerySolutions else graph.construct(sparql)


def _result(
    store: Store, sparql: str, path: Path | str, given: Given
) -> QuerySolutions | QueryBoolean | QueryTriples:
    try:
        # FROM says which graphs are meant; the union would override it without a word
        is_union = not names_graphs(sparql)
        return store.query(sparql, use_default_graph_as_union=is_union, substitutions={**given})
    except SyntaxError as error:
        raise _syntax_error(error, path) from error
    except RuntimeError as error:  # Oxigraph binds a variable only where the query selects it
        raise QuerySyntaxError(path, f"a parameter has to be selected: {error}") from error


def _truth(is_true: bool) -> Table:
    boolean = NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
    return Table(("answer",), ((Literal(str(is_true).lower(), datatype=boolean),),))


def _syntax_error(error: SyntaxError, path: Path | str) -> QuerySyntaxError:
    match = _PLACE.match(str(error))
    if match is None:
        return QuerySyntaxError(path, " ".join(str(error).split()))
    line, column, reason = match.groups()
    if "Prefix not found" in reason:  # the engine lists every character it would rather have seen
        reason = "the prefix of the name that ends here is not declared; add a PREFIX line"
    reason = " ".join(reason.split())
    if len(reason) > 120:  # the engine lists every token that could have followed
        reason = reason[:120].rpartition(",")[0] + ", …"
    return QuerySyntaxError(path, reason, int(line), int(column))


def _limited(work: Callable[[], T], path: Path | str, timeout_s: float | None) -> T:
    """Return what `work` returns, or stop waiting for it after `timeout_s` seconds.

    The engine takes no signal while it works; a waiting main thread does, so Ctrl-C ends a command.
    """
    results: list[T] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # carried to the waiting thread and raised there
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout_s)
    if errors:
        raise errors[0]
    if not results:
        raise QueryTimeoutError(path, timeout_s or 0.0)
    return results[0]
