"""The operations `make_sheet` and `plan`: a project as a sheet, and a sheet as new files.

`plan` reads everything and writes nothing; `write_plan` puts the files that it made in place, all
of them or none.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode

from ..errors import OutputError, SourceFormatError, SourceNotFoundError, UnsupportedFormatError
from ..model import Finding, Report
from ..namespaces import DCTERMS, KG, compress
from ..resources import Project
from .book import Book, Row, book_of, nodes_of, read_book, rows_of
from .changes import Change, is_same, iter_changes, stale_comparisons
from .checks import check_rows
from .filling import fill, words_of
from .folder import folder_files, read_folder
from .grid import UNUSABLE, Sheet
from .layout import BASE, Layout, grids_of, layout_of
from .lexicon import Lexicon, read_lexicon
from .merge import merge_rows
from .proof import prove, with_cells
from .reading import Reading, read_rows
from .tables import BY_NAME, FILE, LINKS, OF, TABLES
from .workbook import Choices, read_workbook, workbook_bytes
from .writing import new_files


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sheet would do: the changes, what is wrong with them, and the files to write.

    `files` is empty when an error was found. `stale` are comparisons (IRIs) that stay as they are,
    each with a claim of it that does not. `is_usable` is false when the file could not be read as
    a sheet at all.
    """

    changes: tuple[Change, ...]
    report: Report
    files: Mapping[Path, bytes]
    stale: tuple[tuple[str, str], ...] = ()
    is_usable: bool = True


def format_of_sheet(path: Path) -> str:
    """Return `xlsx` or `tsv`, by the ending; a folder, or no ending, is `tsv`.

    Raises
    ------
    UnsupportedFormatError
        If the ending is another one.
    """
    ending = path.suffix.lower()
    if path.is_dir() or ending in ("", ".tsv"):
        return "tsv"
    if ending == ".xlsx":
        return "xlsx"
    raise UnsupportedFormatError(path.name, [".xlsx", ".tsv (a folder of files)"])


def make_sheet(project: Project, format: str, *, source: str = "") -> dict[str, bytes]:
    """Return the claims of a project as a sheet: file name to bytes, `""` for a workbook.

    Parameters
    ----------
    project
        The claims, comparisons and sources.
    format
        `xlsx` or `tsv`.
    source
        IRI of a source: only what rests on it is in the sheet.

    Raises
    ------
    SourceNotFoundError
        If the project has no such source.
    MissingExtraError
        If a workbook is asked for and openpyxl is not installed.
    """
    rows = rows_of(read_book(project))
    lexicon = read_lexicon(project)
    layout = layout_of(rows.values(), lexicon, project.prefixes())
    chosen = _of_source(rows, source) if source else rows
    if source and source not in chosen:
        raise SourceNotFoundError(source, f"is no source in {project.sources.name}")
    # nothing is changed, so the filling only reads the texts
    filled = fill(project, rows, rows, Reading(Sheet(project.sources, {})))
    grids = grids_of(chosen.values(), layout, lexicon, words_of(chosen, filled.texts))
    if format == "tsv":
        return folder_files(grids)
    hidden = frozenset({BASE})
    return {"": workbook_bytes(grids, _choices(rows, layout, lexicon), hidden)}


def _of_source(rows: Mapping[str, Row], source: str) -> dict[str, Row]:
    """Return the rows that rest on a source, and the claims that they are compared with aside."""
    kept = {source} if source in rows else set()
    texts = {v.value for v in rows[source].cells.get(KG.text, ())} if kept else set()
    for row in rows.values():
        if row.table == "Evidence" and NamedNode(source) in row.cells.get(DCTERMS.source, ()):
            kept |= {row.iri, *(owner.value for owner in row.cells.get(OF, ()))}
    for row in rows.values():
        values = {v.value for vs in row.cells.values() for v in vs if isinstance(v, NamedNode)}
        is_part = bool(row.cells.get(OF)) and {o.value for o in row.cells[OF]} <= kept
        is_about = row.table in ("Comparisons", "Lists") and bool(values & kept)
        is_span = row.table == "Spans" and bool(values & texts)
        if is_part or is_about or is_span or row.iri in texts:
            kept.add(row.iri)
    return {iri: row for iri, row in rows.items() if iri in kept}


def _choices(rows: Mapping[str, Row], layout: Layout, lexicon: Lexicon) -> Choices:
    """Return where a workbook offers a list, and whether it refuses what is not in it."""

    def names(iris: list[str]) -> tuple[str, ...]:
        return tuple(sorted(compress(iri, layout.prefixes) for iri in iris))

    of_table = {
        spec.name: names([i for i, r in rows.items() if r.table == spec.name]) for spec in TABLES
    }
    choices: dict[tuple[str, str], tuple[tuple[str, ...], bool]] = {}
    for spec in TABLES:
        for column in layout.columns[spec.name]:
            key = spec.classes[0], column.iri
            if key in lexicon.closed:
                is_strict = key in lexicon.single
                choices[spec.name, column.name] = names([*lexicon.closed[key][1]]), is_strict
            elif key in lexicon.references:
                choices[spec.name, column.name] = of_table[lexicon.references[key]], False
        if len(spec.classes) > 1:
            choices[spec.name, "type"] = names([*spec.classes]), True
        if spec.link:
            choices[spec.name, OF] = of_table["Claims"], False
        files = {
            r.cells[FILE][0].value
            for r in rows.values()
            if r.table == spec.name and FILE in r.cells
        }
        choices[spec.name, FILE] = tuple(sorted(files)), False
    return choices


def read_sheet(path: Path) -> Sheet:
    """Return the grids of a workbook or of a folder of TSV files.

    Raises
    ------
    SourceNotFoundError, SourceFormatError, UnsupportedFormatError, MissingExtraError
        If there is no such file, it is no sheet, or openpyxl is not installed.
    """
    if not path.exists():
        raise SourceNotFoundError(path)
    if format_of_sheet(path) == "xlsx":
        return read_workbook(path)
    if not path.is_dir():
        reason = "a sheet of TSV is a folder of files, one a table; give the folder"
        raise SourceFormatError(path, None, reason)
    return read_folder(path)


def plan(project: Project, sheet: Sheet) -> Plan:
    """Return what a sheet would change in a project, and whether it may.

    Parameters
    ----------
    project
        Its files are read and not changed.
    sheet
        The grids of the file, as `read_sheet` returns them.

    Raises
    ------
    LmskgError
        If a file of the project itself is missing or broken.
    """
    book = read_book(project)
    current = rows_of(book)
    lexicon = read_lexicon(project)
    prefixes = project.prefixes()
    layout = layout_of(current.values(), lexicon, prefixes)
    reading = read_rows(sheet, layout, current)
    if any(finding.check in UNUSABLE for finding in reading.faults):
        return Plan((), _report(reading.faults), {}, is_usable=False)
    places = {iri: reading.place(iri) for iri in reading.rows}
    edited = {iri: row for iri, row in reading.rows.items() if iri not in reading.faulty}
    base = {iri: was for iri, was in reading.base.items() if iri not in reading.faulty}
    merged = merge_rows(current, edited, base, layout, places)
    wanted = _with_parts_gone(merged.rows, current)
    filled = fill(project, wanted, current, reading)
    rows = {i: current[i] if is_same(r, current.get(i)) else r for i, r in filled.rows.items()}
    changes = tuple(iter_changes(current, rows, layout, lexicon))
    faults = [*reading.faults, *merged.faults, *filled.faults]
    faults += check_rows(rows, current, lexicon, reading, prefixes)
    if faults or not changes:
        return Plan(changes, _report(faults), {})
    files = _checked(new_files(project, book, rows), book, rows)
    proof = prove(project, files)
    nodes = nodes_of(rows, book)
    found = tuple(with_cells(proof.findings, rows, nodes, reading, layout))
    report = Report(tuple(sorted(found)), proof.counts)
    stale = tuple(stale_comparisons(changes, current, rows))
    return Plan(changes, report, {} if report.is_failing("error") else files, stale)


def _checked(files: dict[Path, bytes], book: Book, rows: Mapping[str, Row]) -> dict[Path, bytes]:
    """Return the files, once what they hold is exactly the rows."""
    held = rows_of(book_of({**book.content, **files}))
    odd = [iri for iri in {**held, **rows} if not is_same(held.get(iri), rows.get(iri))]
    if odd:
        name = odd[0] if odd[0] not in book.records else str(book.records[odd[0]].path)
        reason = f"{odd[0]} is laid out in a way that the sheet cannot edit; change it by hand"
        raise SourceFormatError(name, None, reason)
    return files


def _report(faults: list[Finding]) -> Report:
    return Report(tuple(dict.fromkeys(faults)))


def _with_parts_gone(rows: Mapping[str, Row], current: Mapping[str, Row]) -> dict[str, Row]:
    """Return the rows without what belonged to a removed claim alone.

    What belongs to several loses the one that is gone.
    """
    gone = {iri for iri in current if iri not in rows}
    kept: dict[str, Row] = {}
    for iri, row in rows.items():
        owners = row.cells.get(OF, ()) if BY_NAME[row.table].link in LINKS else ()
        left = tuple(owner for owner in owners if owner.value not in gone)
        if owners and not left:
            continue
        kept[iri] = replace(row, cells={**row.cells, OF: left}) if left != owners else row
    return kept


def write_plan(plan: Plan) -> None:
    """Write the files of a plan: all of them, or none.

    Raises
    ------
    OutputError
        If a file cannot be written; those that were are put back.
    """
    staged: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    is_done = False
    try:
        for path, data in plan.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            staged[path] = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            before[path] = path.read_bytes() if path.exists() else None
            # mkstemp makes a file private
            os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        for path, temporary in staged.items():
            os.replace(temporary, path)
        is_done = True
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error
    finally:  # an interruption, too, leaves the old files
        if not is_done:
            _put_back(before, staged)


def _put_back(before: Mapping[Path, bytes | None], staged: Mapping[Path, Path]) -> None:
    """Undo what was put in place, and remove what was not."""
    for path, temporary in staged.items():
        if temporary.exists():
            temporary.unlink()
        elif before.get(path) is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before[path] or b"")
