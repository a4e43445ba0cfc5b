"""Promise 4: every claim matters.

Each statement of each claim is taken out, and put in another valid form; a content question, an
evidence check or a shape has to notice. What does not count as noticing: a question that lists
all claims, a dump of one claim, and the ids of claims.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from lmskg.evidence import StoredText, audit, read_texts, verify
from lmskg.graph.store import store_of
from lmskg.model import Table, plain
from lmskg.namespaces import GRAPH, KG, OA, RDF_TYPE
from lmskg.query.pins import Answer, answer
from lmskg.query.question import Question, read_questions
from lmskg.resources import Project, bundled
from lmskg.validate import Shapes, read_shapes
from lmskg.validate.engines import Result, run_shacl

from .mutants import CLAIMS, Mutant, mutants, row_of

# these list whatever is there, and so notice everything: they do not count
REPORTED = NamedNode(GRAPH + "reported")
DUMPS = frozenset({"evidence-of-a-claim", "claims-from-a-source"})
# what no answer shows: the shapes are asked about these first
STRUCTURE = frozenset([RDF_TYPE, KG.row, OA.hasSource, OA.hasSelector, KG.iri + "readAs"])
ID_SPACES = (
    "claim/",
    "comparison/",
    "coverage/",
    "evidence/",
    "list/",
    "measurement/",
    "phase/",
    "text/",
)

# the mutants that nothing notices, each with the reason why its change has no meaning
SURVIVORS: dict[str, str] = {}


Rows = Counter[tuple[str | None, ...]]


@dataclass
class World:
    """The bundled data and what is true of them before any change."""

    project: Project
    store: Store
    quads: list[Quad]
    texts: dict[str, StoredText]
    prefixes: dict[str, str]
    answers: list[Answer]
    before: dict[str, Rows]
    rows: dict[str, str]


@pytest.fixture(scope="module")
def world(project: Project, quads: list[Quad]) -> World:
    store = store_of(quads)
    prefixes = project.prefixes()
    content = [q for q in read_questions(project.answers).values() if q.name not in DUMPS]
    found = timed(content, store, prefixes)
    return World(
        project=project,
        store=store,
        quads=quads,
        texts=read_texts(project, store),
        prefixes=prefixes,
        answers=found,
        before={one.name: without_ids(one.table) for one in found},
        rows=row_of(store),
    )


def timed(questions: list[Question], store: Store, prefixes: dict[str, str]) -> list[Answer]:
    """Return all answers, the quickest to ask first."""
    costs: list[tuple[float, int, Answer]] = []
    for question in questions:
        for example, settings in enumerate(({}, *question.examples)):
            start = time.perf_counter()
            table = answer(question, settings, store, prefixes)
            found = Answer(question, example, table)
            costs.append((time.perf_counter() - start, len(costs), found))
    return [found for _, _, found in sorted(costs, key=lambda cost: cost[:2])]


def without_ids(table: Table) -> Rows:
    """Return the rows with the ids of claims and their parts blotted out, in no order."""
    base = "https://w3id.org/lmskg/"
    return Counter(
        tuple(
            None if (plain(t) or "").startswith(tuple(base + s for s in ID_SPACES)) else str(t)
            for t in row
        )
        for row in table.rows
    )


def nearest(world: World, row: str) -> tuple[list[Answer], list[Answer]]:
    """Return the answers that show a claim of this row, and the others."""
    ids = {iri for iri, of in world.rows.items() if of == row}

    def shows(found: Answer) -> bool:
        return any(plain(term) in ids for line in found.table.rows for term in line)

    near = [found for found in world.answers if shows(found)]
    return near, [found for found in world.answers if found not in near]


def is_noticed(
    world: World, near: list[Answer], others: list[Answer], mutant: Mutant, part: Part
) -> bool:
    for quad in mutant.removed:
        world.store.remove(quad)
    for quad in mutant.added:
        world.store.add(quad)
    try:
        return (
            (mutant.removed[0].predicate.value in STRUCTURE and breaks_part(mutant, part))
            or shows_in(world, near)
            or not verify(world.store, world.texts).conforms
            or not audit(world.store).conforms
            or not shapes_conform(world, mutant)
            or any(is_changed(world, found) for found in others)
        )
    finally:
        for quad in mutant.added:
            world.store.remove(quad)
        for quad in mutant.removed:
            world.store.add(quad)


def shows_in(world: World, near: list[Answer]) -> bool:
    """Return whether one of the answers changes; it is the first to be asked the next time."""
    for found in near:
        if is_changed(world, found):
            near.remove(found)
            near.insert(0, found)
            return True
    return False


def is_changed(world: World, found: Answer) -> bool:
    question: Question = found.question
    settings = question.examples[found.example - 1] if found.example else {}
    table = answer(question, settings, world.store, world.prefixes)
    return without_ids(table) != world.before[found.name]


@dataclass(frozen=True)
class Part:
    """The claims of one row with the terms that they need, and what the shapes find in them."""

    quads: list[Quad]
    findings: dict[Path, set[Result]]


def part_of(world: World, row: str) -> Part:
    """Return the part of the data that the shapes need for a quick look at one row."""
    defining = {NamedNode(GRAPH + name) for name in ("ontology", "vocabulary", "sources")}
    quads = [
        quad
        for quad in world.quads
        if quad.graph_name in defining
        or (quad.graph_name == CLAIMS and world.rows.get(plain(quad.subject) or "") == row)
    ]
    stems = ("claims", "evidence", "measurements")
    files = [path for path in world.project.shapes if path.stem in stems]
    return Part(quads, {path: found_in(quads, path) for path in files})


@cache
def shapes_in(path: Path) -> Shapes:
    """Return the shapes of one file, read once."""
    return read_shapes([path, path.with_name("prefixes.ttl")])


def found_in(quads: list[Quad], path: Path) -> set[Result]:
    """Return what the engine finds; a report would count the targets anew for each mutant."""
    return run_shacl(quads, shapes_in(path))


def breaks_part(mutant: Mutant, part: Part) -> bool:
    """Return whether a shape finds something in the part that it does not find unchanged."""
    changed = [quad for quad in part.quads if quad not in mutant.removed] + list(mutant.added)
    return any(found_in(changed, path) - old for path, old in part.findings.items())


def shapes_conform(world: World, mutant: Mutant) -> bool:
    """Ask the shape files one by one, the likeliest first: most mutants then cost one file."""
    # what is derived would be derived anew, so a shape must not notice that it is stale
    changed = [
        quad for quad in world.quads if quad not in mutant.removed and quad.graph_name != REPORTED
    ]
    changed += mutant.added
    words = str(mutant.removed[0].subject).lower() + str(mutant.removed[0].object).lower()
    likely = {"selector": "evidence", "measurement/": "measurements", "claim/": "claims"}
    first = {name for word, name in likely.items() if word in words}
    files = sorted(world.project.shapes, key=lambda path: (path.stem not in first, path.name))
    return not any(found_in(changed, path) for path in files if path.stem != "prefixes")


def row_ids() -> list[str]:
    project = bundled()
    from lmskg.build import read_layers

    store = store_of(read_layers(project)["claims"])
    rows = sorted(set(row_of(store).values()))
    # all of them take half an hour: `make mutants` asks for all, a test run for every twelfth
    return rows if os.environ.get("LMSKG_MUTANTS") == "all" else rows[::12]


@pytest.mark.parametrize("row", row_ids())
def test_every_change_of_a_claim_is_noticed(world: World, row: str) -> None:
    near, others = nearest(world, row)
    part = part_of(world, row)
    nodes = sorted(iri for iri, of in world.rows.items() if of == row)
    survivors = [
        mutant.name
        for iri in nodes
        for mutant in mutants(world.store, NamedNode(iri))
        if mutant.name not in SURVIVORS and not is_noticed(world, near, others, mutant, part)
    ]
    assert survivors == []
