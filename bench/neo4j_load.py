"""Measure loading into a real Neo4j over Bolt, side by side with driver code written by hand.

Both load the same rows into the same emptied database of one server, in turn: ours with its note
that survives a kill, the other with `UNWIND ... MERGE` in batches of as many rows, as the driver's
manual has it. The server is that of the tests; without Java, Maven, the driver or the graph
(`LMSKG_SCALE` names its path) nothing is measured, and the reason is printed. Run it at the root of
the checkout: `python -m bench.neo4j_load`.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from tests.neo4j_server import new_home, start

from lmskg.export.database import node_properties
from lmskg.graph.stream import stream_file
from lmskg.neo4j import connect, load_tables
from lmskg.resources import bundled
from lmskg.tables import Tables, tables

ROOT = Path(__file__).parents[1]
GRAPH = Path(
    os.environ.get("LMSKG_SCALE", ROOT.parent / "shared/data/scale/biomed_union.nt.gz")
).resolve()
N_STATEMENTS = 300_000
N_TURNS = 2
BATCH = 10_000


def load_with_lmskg(rows: Tables, uri: str) -> None:
    """Load as `lmskg load neo4j` does."""
    with connect(uri) as server:
        load_tables(rows, server, batch=BATCH)


def load_by_hand(rows: Tables, uri: str) -> None:
    """Load as the driver's manual has it: a constraint, and rows merged in batches of a kind."""
    from neo4j import GraphDatabase

    with GraphDatabase.driver(uri) as driver:
        driver.execute_query(
            "CREATE CONSTRAINT IF NOT EXISTS FOR (n:Resource) REQUIRE n.iri IS UNIQUE"
        )
        groups: dict[str, list[Any]] = {}
        for node in rows.nodes():
            groups.setdefault(":".join(f"`{label}`" for label in node.labels), []).append(
                node_properties(node)
            )
        for labels, found in groups.items():
            merge = f"MERGE (n:Resource {{iri: row.iri}}) SET n = row SET n:{labels}"
            for batch in batches(found):
                driver.execute_query(f"UNWIND $rows AS row {merge}", rows=batch)
        groups = {}
        for edge in rows.edges():
            groups.setdefault(edge.type, []).append([edge.subject, edge.object, edge.properties])
        for type, found in groups.items():
            merge = (
                "MATCH (a:Resource {iri: row[0]}) MATCH (b:Resource {iri: row[1]}) "
                f"MERGE (a)-[r:`{type}` {{predicate: row[2].predicate}}]->(b) SET r = row[2]"
            )
            for batch in batches(found):
                driver.execute_query(f"UNWIND $rows AS row {merge}", rows=batch)


def batches(rows: list[Any]) -> Iterator[list[Any]]:
    """Yield rows in batches."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def empty(uri: str) -> None:
    """Empty the database, constraints too."""
    with connect(uri) as server:
        # relationships first: a node may have more of them than one transaction can hold
        for what, it in (("()-[r]->()", "r"), ("(n)", "n")):
            delete = f"MATCH {what} WITH {it} LIMIT 20000 DELETE {it} RETURN count(*)"
            while server.run(delete)[0][0]:
                pass
        for (name,) in server.run("SHOW CONSTRAINTS YIELD name"):
            server.run(f"DROP CONSTRAINT `{name}`")


def seconds(load: Callable[[Tables, str], None], rows: Tables, uri: str) -> float:
    """Return the wall seconds of one load into the emptied database.

    Raises
    ------
    SystemExit
        If not all rows are there: a load that loses some says nothing.
    """
    empty(uri)
    start_s = time.perf_counter()
    load(rows, uri)
    wall = time.perf_counter() - start_s
    with connect(uri) as server:
        found = server.run("MATCH (n:Resource) RETURN count(n)")[0]
        found += server.run("MATCH (:Resource)-[r]->() RETURN count(r)")[0]
    if found != [rows.n_nodes, rows.n_edges]:
        sys.exit(f"bench: {load.__name__} left {found} of {[rows.n_nodes, rows.n_edges]}")
    return wall


def main() -> None:
    """Measure and print one table."""
    if not GRAPH.is_file():
        print(f"{GRAPH.name} is not here; name it with LMSKG_SCALE")
        return
    pytest.importorskip("neo4j", reason="the Neo4j driver is not installed")
    uri = start(new_home())
    rows = tables(islice(stream_file(GRAPH), N_STATEMENTS), bundled().prefixes())
    print(f"{GRAPH.name}, first {N_STATEMENTS} statements: ", end="")
    print(f"{rows.n_nodes} nodes and {rows.n_edges} relationships, over Bolt")
    print(f"{'':24} {'wall s':>8} {'x time':>8}", flush=True)
    for _ in range(N_TURNS):
        ours = seconds(load_with_lmskg, rows, uri)
        print(f"{'lmskg.neo4j.load_tables':24} {ours:8.1f}", flush=True)
        theirs = seconds(load_by_hand, rows, uri)
        print(f"{'  UNWIND, MERGE by hand':24} {theirs:8.1f} {theirs / ours:8.1f}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except pytest.skip.Exception as reason:
        sys.exit(f"bench: {reason}")
