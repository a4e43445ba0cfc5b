"""Whether the project would still be right: the whole of it is built from the new files, apart.

A copy of the project is made with the new files; its layers are assembled, every quote is held
against its text and every claim against its quotes, and the shapes are asked. Each finding is
given the cell that it comes from.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ..assemble import assemble
from ..errors import LmskgError
from ..evidence import audit, read_texts, verify
from ..graph.store import store_of
from ..model import Finding, Report, merge_reports
from ..namespaces import compress, expand
from ..resources import Project, open_project
from ..validate import read_shapes, validate
from .book import Row
from .layout import Layout
from .reading import Reading
from .tables import ID, LINKS, OF, SELECTOR

_FOLDERS = ("ontology", "shapes", "queries")


def prove(project: Project, files: Mapping[Path, bytes]) -> Report:
    """Return what would be wrong with a project whose files were replaced by `files`.

    A focus node is given by its IRI, a path as the check gives it.
    """
    with tempfile.TemporaryDirectory(prefix="lmskg-") as folder:
        root = Path(folder)
        for name in _FOLDERS:
            if (project.root / name).is_dir():
                shutil.copytree(project.root / name, root / name)
        for path, data in files.items():
            place = root / path.relative_to(project.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        try:
            return _prove(open_project(root))
        except LmskgError as error:
            # told of the place where the file is to be, not of the copy
            message = str(error).replace(str(root), str(project.root))
            return Report((Finding("error", "build", "", message),))


def _prove(project: Project) -> Report:
    quads = assemble(project)
    store = store_of(quads)
    shapes = read_shapes(project.shapes)
    found = validate(quads, shapes)
    named = [_with_focus(finding, shapes.prefixes) for finding in found.findings]
    return merge_reports(
        verify(store, read_texts(project, store)),
        audit(store),
        Report(tuple(named), found.counts),
    )


def _with_focus(finding: Finding, prefixes: dict[str, str]) -> Finding:
    """Return a finding with the IRI of its focus node in place of a short name."""
    try:
        return finding._replace(focus=expand(finding.focus, prefixes))
    except LmskgError:
        return finding


def with_cells(
    findings: Iterable[Finding],
    rows: Mapping[str, Row],
    nodes: Mapping[str, Mapping[str, tuple[object, ...]]],
    reading: Reading,
    layout: Layout,
) -> Iterator[Finding]:
    """Yield findings with the cell that each comes from.

    Parameters
    ----------
    findings
        Focus nodes by their IRI.
    rows, nodes
        What the project is to hold; a quote is told at the row of its evidence.
    reading
        The file.
    layout
        The columns, and prefixes to name things.
    """
    owner = {
        getattr(value, "value", ""): iri
        for iri, node in nodes.items()
        for value in node.get(SELECTOR, ())
    }
    for finding in findings:
        iri = owner.get(finding.focus, finding.focus)
        if iri not in rows:
            yield finding._replace(focus=compress(finding.focus, layout.prefixes))
            continue
        name = _column(finding, rows[iri], layout)
        where = reading.place(iri, name)
        told = f"{finding.message} ({finding.where})" if finding.where else finding.message
        yield finding._replace(focus=compress(iri, layout.prefixes), message=told, where=where)


def _column(finding: Finding, row: Row, layout: Layout) -> str:
    """Return the column that the path of a finding speaks of, `id` when it is none."""
    if finding.path in LINKS:
        return OF
    for column in layout.columns[row.table]:
        short = compress(column.iri, layout.prefixes) if column.iri else ""
        if column.iri and (column.iri in finding.path or short in finding.path.split()):
            return column.iri
    return ID
