"""Ways out and back: one table of the forms that a graph can be written in.

Each form stands in a module of its own, imported when the form is used; `FORMS` says where. A
writer takes the tables of a graph and a place: a folder that is new and empty, or an open binary
file. It returns what a person should be told when it is done, most often nothing; that of a lossy
form returns its losses. A reader takes the path and yields the quads of the graph, reading only
what the form carries.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from ..errors import SourceFormatError, UnsupportedFormatError
from .loss import Loss, sentence
from .place import new_file, new_folder

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ..tables import Tables


@dataclass(frozen=True, slots=True)
class Form:
    """A form that a graph can be written in.

    Attributes
    ----------
    name, what
        Its name on the command line, and what it is in a few words.
    writer, reader
        `module:function` below this package; `reader` is `None` where there is no way back.
    losses
        What the form leaves out, as one sentence; empty where it leaves out nothing.
    is_folder
        Whether it is several files in a folder.
    """

    name: str
    what: str
    writer: str
    reader: str | None
    losses: str
    is_folder: bool

    @property
    def lossless(self) -> bool:
        """Whether the graph that comes back is the graph that went out."""
        return not self.losses

    def write(self, tables: Tables, path: Path) -> str:
        """Write the tables to `path`, whole or not at all; return what a person should be told.

        Raises
        ------
        OutputError
            If the place cannot be written, or is a folder that is not empty.
        """
        if self.is_folder:
            with new_folder(path) as folder:
                return self.write_to(tables, folder)
        with new_file(path) as stream:
            return self.write_to(tables, stream)

    def write_to(self, tables: Tables, place: Path | IO[bytes]) -> str:
        """Write the tables into an empty folder, or into an open file."""
        told: str | tuple[Loss, ...] | None = _function(self.writer)(tables, place)
        return sentence(told) if isinstance(told, tuple) else told or ""

    def left_out(self, tables: Tables) -> tuple[Loss, ...]:
        """Return what the form leaves out of this graph, each kind with its number."""
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as stream:
            place = Path(folder) if self.is_folder else stream
            told: str | tuple[Loss, ...] | None = _function(self.writer)(tables, place)
        return told if isinstance(told, tuple) else ()

    def read(self, path: Path) -> Iterator[Quad]:
        """Yield the quads of what was written in this form.

        Raises
        ------
        SourceError
            If there is no way back from it, or a file is missing or broken.
        """
        if self.reader is None:
            known = ", ".join(form.name for form in FORMS.values() if form.reader)
            reason = f"there is no way back from the form {self.name}; there is from {known}"
            raise SourceFormatError(path, None, reason)
        quads: Iterator[Quad] = _function(self.reader)(path)
        return quads


def _function(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    function: Callable[..., Any] = getattr(import_module(f".{module}", __name__), name)
    return function


_LIST = (
    Form(
        "neo4j-csv",
        "files for neo4j-admin database import",
        "neo4j_csv:write_neo4j_csv",
        "neo4j_csv_reading:read_neo4j_csv",
        losses="",
        is_folder=True,
    ),
    Form(
        "cypher",
        "a script for cypher-shell that may run twice",
        "cypher:write_cypher",
        None,
        losses="",
        is_folder=False,
    ),
    Form(
        "graphml",
        "one file that Gephi, yEd, Cytoscape and networkx open",
        "graphml:write_graphml",
        "graphml_reading:read_graphml",
        losses="",
        is_folder=False,
    ),
    Form(
        "kgx-jsonl",
        "KGX, nodes and edges of the Biolink Model as JSON Lines",
        "kgx.jsonl:write_jsonl",
        "kgx.jsonl:read_jsonl",
        losses="",
        is_folder=True,
    ),
    Form(
        "kgx-tsv",
        "KGX, nodes and edges of the Biolink Model as TSV",
        "kgx.tsv:write_tsv",
        "kgx.tsv:read_tsv",
        losses="tabs, line breaks and | within values, which become spaces and /; empty values",
        is_folder=True,
    ),
    Form(
        "obographs",
        "OBO Graphs JSON, the terms for OAK and ontology browsers",
        "obographs:write_obographs",
        "obographs_reading:read_obographs",
        losses="claims and all that is no term; languages, datatypes, names of graphs",
        is_folder=False,
    ),
    Form(
        "csv",
        "terms, claims and sources as tables for a spreadsheet",
        "csv_sheets:write_csv",
        None,
        losses="axioms, comparisons, mapping records, details of evidence; languages, datatypes, "
        "names of graphs",
        is_folder=True,
    ),
    Form(
        "trig12",
        "TriG of RDF 1.2, each claim a reifier of a triple term",
        "rdf12:write_trig",
        "rdf12:read_trig",
        losses="",
        is_folder=False,
    ),
    Form(
        "nq12",
        "N-Quads of RDF 1.2, each claim a reifier of a triple term",
        "rdf12:write_nquads",
        "rdf12:read_nquads",
        losses="",
        is_folder=False,
    ),
    Form(
        "ttl12",
        "Turtle of RDF 1.2, each claim a reifier of a triple term",
        "rdf12:write_turtle",
        "rdf12:read_turtle",
        losses="names of graphs",
        is_folder=False,
    ),
)
FORMS: dict[str, Form] = {form.name: form for form in _LIST}


def find_form(name: str) -> Form:
    """Return the form called `name`.

    Raises
    ------
    UnsupportedFormatError
        If there is none.
    """
    if name not in FORMS:
        raise UnsupportedFormatError(name, list(FORMS))
    return FORMS[name]
