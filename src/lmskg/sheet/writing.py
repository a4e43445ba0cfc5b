"""Put changed records into the text of their files; everything else stays byte for byte.

A changed record keeps its place, and the order and layout of what it keeps. A new claim stands
behind the last claim of its file, and its measurements, phases, evidence and quotes stand behind
it, in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from ..namespaces import KG, RDF_TYPE
from ..resources import Project
from .blocks import Node, Statement, Statements, edit_statement, new_statement
from .book import Book, Row, nodes_of
from .tables import BY_CLASS, BY_NAME, FILE, LINKS, QUOTES, SELECTOR, TableSpec

_FAMILY = (KG.measurement, f"{KG.iri}phase", KG.evidence)


def new_files(project: Project, book: Book, rows: Mapping[str, Row]) -> dict[Path, bytes]:
    """Return the files that change when a project is to hold `rows`: path to content.

    Parameters
    ----------
    project
        Where the files lie.
    book
        The files as they are.
    rows
        All rows that the project is to hold.
    """
    nodes = nodes_of(rows, book)
    homes = _homes(project, book, rows, nodes)
    parts = {path: list(content.parts) for path, content in book.files.items()}
    files = dict(book.files)
    for iri, record in book.records.items():
        if iri not in nodes or homes[iri] != record.path:
            parts[record.path] = _without(parts[record.path], iri)
        elif nodes[iri] != record.node:
            own = files[record.path].prefixes
            parts[record.path] = _edited(
                parts[record.path], iri, record.node, nodes[iri], record.spec, own
            )
    added = [i for i in nodes if i not in book.records or homes[i] != book.records[i].path]
    owners = _owners(nodes)
    for iri in _bearers_first(added, nodes, owners):
        path = homes[iri]
        if path not in files:
            fresh = [n for i, n in nodes.items() if homes[i] == path]
            files[path] = _new_file(project, fresh)
            parts[path] = list(files[path].parts)
        owner = owners.get(iri)
        parts[path] = _inserted(parts[path], iri, owner, nodes, files[path].prefixes)
    texts = {
        path: replace(files[path], parts=tuple(own)).text().rstrip("\n") + "\n"
        for path, own in parts.items()
        if path not in book.files or own != list(book.files[path].parts)
    }
    return {path: text.encode() for path, text in texts.items()}


def _homes(
    project: Project, book: Book, rows: Mapping[str, Row], nodes: Mapping[str, Node]
) -> dict[str, Path]:
    """Return the file in which each record is to stand; what belongs to a claim stands with it."""
    folder = project.root / "ontology" / "claims"
    comparisons = project.root / "ontology" / "comparisons.ttl"
    homes: dict[str, Path] = {}
    for iri, row in rows.items():
        record = book.records.get(iri)
        named = row.one(FILE)
        if named is not None and row.table not in ("Sources", "Texts"):
            same = record is not None and record.path.name == named.value
            homes[iri] = record.path if record and same else folder / named.value
        elif not BY_NAME[row.table].link:
            new = comparisons if row.table == "Comparisons" else project.sources
            homes[iri] = record.path if record else new
    for _ in range(2):  # evidence after claims, quotes after evidence
        for iri in list(homes):
            for link in (*LINKS, SELECTOR):
                for value in nodes[iri].get(link, ()):
                    homes.setdefault(value.value, homes[iri])
    for iri in nodes:
        homes.setdefault(iri, book.records[iri].path if iri in book.records else project.sources)
    return homes


def _without(parts: list[Statement], iri: str) -> list[Statement]:
    """Return the statements without those of a record; a comment before them stays."""
    kept: list[Statement] = []
    comment = first = ""
    for part in parts:
        if part.subject == iri:
            comment += part.lead.rstrip() if "#" in part.lead else ""
            # what comes first stands free below the prefixes
            first = part.lead if kept and not kept[-1].subject and not comment else ""
        else:
            kept.append(replace(part, lead=first or comment + part.lead))
            comment = first = ""
    return kept


def _edited(
    parts: list[Statement],
    iri: str,
    old: Node,
    new: Node,
    spec: TableSpec,
    prefixes: Mapping[str, str],
) -> list[Statement]:
    places = [n for n, part in enumerate(parts) if part.subject == iri]
    first, *others = places
    kept = list(parts)
    if others:  # a record in pieces is brought together
        kept[first] = new_statement(iri, new, spec, prefixes, lead=parts[first].lead)
        return [part for n, part in enumerate(kept) if n not in others]
    kept[first] = edit_statement(parts[first], old, new, spec, prefixes)
    return kept


def _owners(nodes: Mapping[str, Node]) -> dict[str, str]:
    """Return the record that each record belongs to, the first where there are several."""
    owners: dict[str, str] = {}
    for iri, node in nodes.items():
        for link in (*LINKS, SELECTOR):
            for value in node.get(link, ()):
                if isinstance(value, NamedNode):
                    owners.setdefault(value.value, iri)
    return owners


def _bearers_first(
    iris: Iterable[str], nodes: Mapping[str, Node], owners: Mapping[str, str]
) -> list[str]:
    """Return the records so that each comes after the one that it belongs to."""
    found: dict[str, None] = {}
    added = list(iris)
    for iri in (iri for iri in added if iri not in owners):
        found |= dict.fromkeys(_family(iri, nodes))
    for iri in (iri for iri in added if iri not in found):
        found |= dict.fromkeys(_family(iri, nodes))
    wanted = set(added)
    return [iri for iri in found if iri in wanted]


def _family(iri: str, nodes: Mapping[str, Node]) -> list[str]:
    """Return a record and all that belongs to it, in the order in which they are written."""
    found = [iri]
    for link in (*_FAMILY, SELECTOR):
        for value in nodes[iri].get(link, ()):
            found += _family(value.value, nodes)
    return found


def _inserted(
    parts: list[Statement],
    iri: str,
    owner: str | None,
    nodes: Mapping[str, Node],
    prefixes: Mapping[str, str],
) -> list[Statement]:
    """Return the statements with that of a new record, at its place."""
    spec = _spec(nodes[iri])
    subjects = {part.subject: n for n, part in enumerate(parts)}
    if owner is not None:
        line = _family(owner, nodes)
        before = [subjects[i] for i in line[: line.index(iri)] if i in subjects]
        place = max(before, default=len(parts) - 1) + 1
    else:
        place = _after_its_like(spec, nodes, subjects) or len(parts)
    lead = "\n" if owner is not None or (spec.is_compact and place > 0) else "\n\n"
    if spec.is_compact and parts and not parts[place - 1].subject:
        lead = "\n\n"  # a line stands free below the prefixes
    new = new_statement(iri, nodes[iri], spec, prefixes, lead=lead)
    return [*parts[:place], new, *parts[place:]]


def _after_its_like(spec: TableSpec, nodes: Mapping[str, Node], subjects: Mapping[str, int]) -> int:
    """Return the place behind the last record of a table and what belongs to it; 0 for none."""
    last = 0
    for iri in subjects:
        if iri in nodes and _spec(nodes[iri]) is spec:
            family = [subjects[name] for name in _family(iri, nodes) if name in subjects]
            last = max(last, *family) if family else last
    return last + 1 if last else 0


def _spec(node: Node) -> TableSpec:
    kind = node[RDF_TYPE][0].value
    return QUOTES if kind in QUOTES.classes else BY_CLASS[kind]


def _new_file(project: Project, nodes: Iterable[Node]) -> Statements:
    """Return an empty claim file that declares the prefixes which its records need."""
    iris: set[str] = set()
    for node in nodes:
        for name, values in node.items():
            iris.add(name)
            iris.update(v.value for v in values if isinstance(v, NamedNode))
            iris.update(
                v.datatype.value for v in values if isinstance(v, Literal) and not v.language
            )
    prefixes = project.prefixes()
    own = {"claim", "ev", "measure", "phase"}
    used = {
        prefix: iri
        for prefix, iri in prefixes.items()
        if prefix in own or any(name.startswith(iri) for name in iris)
    }
    width = max(map(len, used), default=0)
    head = "# What a source says, one claim a block; written from the curator's sheet.\n"
    lines = [
        Statement(head if n == 0 else "\n", f"@prefix {f'{p}:':<{width + 1}} <{iri}> .", "")
        for n, (p, iri) in enumerate(used.items())
    ]
    return Statements(tuple(lines), "\n", used)
