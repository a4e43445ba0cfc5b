"""`lmskg load`: a graph into a store that others run."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from ..model import Loaded
from .lazy import CommandTable, LazyGroup
from .options import say

STORES: CommandTable = {
    "neo4j": ("load_neo4j", "neo4j", "Load into a running Neo4j over Bolt."),
    "sparql": ("load_sparql", "sparql", "Load into a remote store over SPARQL 1.1."),
}


@click.group(cls=LazyGroup, table=STORES)
def load() -> None:
    """Load a graph into a store; what was loaded is not loaded twice.

    A killed load is finished by the next one. docs/stores.md tells it from start to end.

    Example: lmskg load sparql --endpoint http://127.0.0.1:3030/lms
    """


def shown(load: Callable[[Callable[[int], None]], Loaded], n_total: int, *, quiet: bool) -> Loaded:
    """Return what a load did; a terminal sees how far it is."""
    is_hidden = quiet or not sys.stderr.isatty()
    with click.progressbar(length=n_total, file=sys.stderr, hidden=is_hidden) as bar:
        return load(lambda number: bar.update(number - bar.pos))


def say_loaded(loaded: Loaded, what: str, graph: str, address: str, *, quiet: bool) -> None:
    """Say what was loaded, and what was there before."""
    new = loaded.n_total - loaded.n_before
    before = f", {loaded.n_before} were there" if loaded.n_before else ""
    say(quiet, f"{new} {what} of <{graph}> loaded into {address}{before}")


def say_interrupted() -> int:
    """Say how to go on, and return the exit code of an interrupt."""
    say(False, "lmskg: interrupted; the same command goes on where this stood")
    return 130
