"""The whole run into a folder: assemble, prove, write, with a manifest.

Steps, in order: read and assemble the layers; hold every quote against its text and every claim
against its quotes; ask the shapes; hold the answers of all questions against the ones on record.
The run stops at the first step that finds an error, and then nothing is written.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store

from . import __version__
from .errors import OutputError
from .evidence import audit, read_texts, verify
from .files import read_bytes
from .graph.face import turtle
from .graph.jsonld import jsonld
from .graph.store import serialise, store_of
from .model import Report
from .namespaces import ASSERTED_LAYERS, GRAPH, KG, OWL
from .query.pins import compare_pins
from .query.question import read_questions
from .query.run import ask
from .resources import Project, bundled_root
from .validate import validate

_COUNTS = {
    # a blank node is an expression in a definition
    "classes": f"GRAPH <{GRAPH}ontology> {{ ?x a <{OWL}Class> }} FILTER isIRI(?x)",
    "claims": f"?x a <{KG.Claim}>",
    "explanations": f"?x a <{KG.Explanation}>",
    "evidence": f"?x a <{KG.Evidence}>",
    "sources": f"?x a <{KG.Source}>",
    "mappings": "?x a <https://w3id.org/sssom/Mapping>",
    "entailments": f"GRAPH <{GRAPH}entailed> {{ ?x ?y ?z }}",
    "comparisons": f"?x a <{KG.Comparison}>",
    "contested": f"?x <{KG.standing}> <{KG.Contested}>",
    "reported": f"GRAPH <{GRAPH}reported> {{ ?x ?y ?z }}",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One proof of a run: its name and what it found."""

    name: str
    report: Report


@dataclass(frozen=True, slots=True)
class Release:
    """What a run made: file name to bytes, and counts for a short table, in its order."""

    files: dict[str, bytes]
    summary: dict[str, int]


def prove(project: Project, quads: list[Quad]) -> Iterator[Step]:
    """Yield the proofs of an assembled project one by one, so that a caller can stop.

    Raises
    ------
    LmskgError
        If a text, a shape or a question is missing or broken.
    """
    store = store_of(quads)
    yield Step("quotes", verify(store, read_texts(project, store)))
    yield Step("audit", audit(store))
    questions = read_questions(project.answers).values()
    with ThreadPoolExecutor(2) as pool:  # both engines work without the interpreter's lock
        shapes = pool.submit(validate, quads, project.shapes)
        answers = pool.submit(compare_pins, questions, store, project.prefixes())
        yield Step("shapes", shapes.result())
        yield Step("questions", answers.result())


def graph_files(project: Project, quads: list[Quad]) -> dict[str, bytes]:
    """Return an assembled project in four formats: file name to bytes.

    `<name>.ttl`, `.jsonld` and `.owl` hold the asserted graph, `<name>.nq` all layers; `<name>` is
    that of the ontology file.
    """
    name, prefixes = project.ontology.stem, project.prefixes()
    merged = asserted_quads(quads)
    return {
        f"{name}.ttl": turtle(merged, prefixes),
        f"{name}.nq": serialise(quads, RdfFormat.N_QUADS, prefixes),
        f"{name}.jsonld": jsonld(merged, prefixes),
        f"{name}.owl": serialise(merged, RdfFormat.RDF_XML, prefixes),
    }


def make_release(
    project: Project, quads: list[Quad], steps: list[Step], graphs: dict[str, bytes]
) -> Release:
    """Return the files of a release: those of the graph, the report and the manifest."""
    summary = summarise(store_of(quads), steps)
    report = {"summary": summary, "steps": {step.name: step.report.to_dict() for step in steps}}
    files = {**graphs, "report.json": _json(report)}
    files["manifest.json"] = _manifest(files, project)
    return Release(files, summary)


def asserted_quads(quads: list[Quad]) -> list[Quad]:
    """Return the asserted graph of an assembled dataset, under one ontology header."""
    from .build import asserted

    layers: dict[str, list[Quad]] = {name: [] for name in ASSERTED_LAYERS}
    for quad in quads:
        layer = str(quad.graph_name).strip("<>").removeprefix(GRAPH)
        if layer in layers:
            layers[layer].append(quad)
    return asserted(layers)


def summarise(store: Store, steps: list[Step]) -> dict[str, int]:
    """Return what a release holds, in numbers: name to count."""
    summary = {name: _count(store, pattern) for name, pattern in _COUNTS.items()}
    summary["findings"] = sum(len(step.report.findings) for step in steps)
    counts = {name: n for step in steps for name, n in step.report.counts.items()}
    summary["questions answered"] = counts.get("questions", 0)
    return summary


def _count(store: Store, pattern: str) -> int:
    result = ask(store, f"SELECT DISTINCT * WHERE {{ {pattern} }}")
    return len(result)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _manifest(files: dict[str, bytes], project: Project) -> bytes:
    inputs = [*project.inputs(), *project.shapes, *project.answers, *project.texts.glob("*.txt")]
    names = {_name(path, project): read_bytes(path) for path in inputs}
    sums = {
        kind: {name: hashlib.sha256(data).hexdigest() for name, data in sorted(content.items())}
        for kind, content in (("files", files), ("inputs", names))
    }
    return _json({"lmskg": __version__, **sums})


def _name(path: Path, project: Project) -> str:
    """Return the place of an input in its project, or in the bundled one that lent it."""
    root = project.root if path.is_relative_to(project.root) else bundled_root()
    return path.relative_to(root).as_posix()


def write_release(release: Release, folder: Path) -> None:
    """Write the files of a release into `folder`: all of them, or none.

    Everything is written to a hidden folder inside `folder` first and then renamed, the manifest
    last, so that a full disk or a killed run leaves the old release whole.

    Raises
    ------
    OutputError
        If the folder cannot be made or written.
    """
    staging: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=folder))
        for name, data in release.files.items():
            (staging / name).write_bytes(data)
            if (folder / name).is_dir():
                raise IsADirectoryError(errno.EISDIR, f"{name} is a folder")
        _swap(staging, folder, list(release.files))
    except OSError as error:
        raise OutputError(folder, error.strerror or str(error)) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, folder: Path, names: list[str]) -> None:
    """Put the new files in the place of the old ones; whatever breaks in, put the old ones back."""
    old = staging / "old"
    old.mkdir()
    try:
        for name in names:
            if (folder / name).exists():
                os.replace(folder / name, old / name)
            os.replace(staging / name, folder / name)
    except BaseException:  # Ctrl-C too must not leave a mixture
        for name in names:
            if (old / name).exists():
                os.replace(old / name, folder / name)
            elif not (staging / name).exists():
                (folder / name).unlink(missing_ok=True)
        raise
