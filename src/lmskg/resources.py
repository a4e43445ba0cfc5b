"""Where a project's data lie: the bundled graph of this package, or a folder of the same layout.

A project is a folder with `ontology/`, `shapes/` and `queries/`. A project about another disease
may leave out the vocabulary of claims, the shapes and the rules, which know no disease: those of
the bundled one then hold for it too. The root folders of the repository are the only source of
truth; a wheel carries them as package data. Not here: reading what the files hold.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from .errors import SourceFormatError, SourceNotFoundError
from .files import read_text


@dataclass(frozen=True, slots=True)
class Project:
    """The places of one project's files, all below `root`."""

    root: Path

    @property
    def ontology(self) -> Path:
        """The definitions: the one Turtle file in `ontology/` beside those of fixed names."""
        fixed = {"vocab.ttl", "sources.ttl", "comparisons.ttl"}
        found = [p for p in _sorted(self.root / "ontology", "*.ttl") if p.name not in fixed]
        if len(found) != 1:
            names = ", ".join(p.name for p in found) or "none"
            raise SourceNotFoundError(
                self.root / "ontology",
                f"one ontology file was expected beside {', '.join(sorted(fixed))}; found {names}",
            )
        return found[0]

    @property
    def vocabulary(self) -> Path:
        """The vocabulary of claims, the bundled one where the project has none of its own."""
        own = self.root / "ontology" / "vocab.ttl"
        return own if own.is_file() else bundled_root() / "ontology" / "vocab.ttl"

    @property
    def claims(self) -> list[Path]:
        """The claim files and, where there is one, the file of comparisons, by name."""
        files = _sorted(self.root / "ontology" / "claims", "*.ttl")
        comparisons = self.root / "ontology" / "comparisons.ttl"
        return [*files, comparisons] if comparisons.is_file() else files

    @property
    def sources(self) -> Path:
        """The sources and their texts."""
        return self.root / "ontology" / "sources.ttl"

    @property
    def retractions(self) -> Path:
        """The dated list of sources that were retracted, superseded or corrected."""
        return self.root / "ontology" / "retractions.tsv"

    @property
    def texts(self) -> Path:
        """The folder of stored texts."""
        return self.root / "ontology" / "texts"

    @property
    def mappings(self) -> list[Path]:
        """The SSSOM files, by name."""
        return _sorted(self.root / "ontology" / "mappings", "*.sssom.tsv")

    @property
    def accounts(self) -> list[Path]:
        """The lists of foreign terms that ought to have a place, by name; there may be none."""
        found = _sorted(self.root / "ontology" / "accounts", "*.tsv")
        return [path for path in found if not path.name.endswith(".sssom.tsv")]

    @property
    def exclusions(self) -> list[Path]:
        """The SSSOM files that say which of those terms are left out, and why, by name."""
        return _sorted(self.root / "ontology" / "accounts", "*.sssom.tsv")

    @property
    def context(self) -> Path:
        """The JSON-LD context that holds the one prefix map."""
        return self.root / "ontology" / "context.jsonld"

    @property
    def shapes(self) -> list[Path]:
        """The SHACL files, by name; the bundled ones where the project has none."""
        return _own_or_bundled(self.root, "shapes", "*.ttl")

    @property
    def answers(self) -> list[Path]:
        """The query files of the competency questions, by name."""
        return _sorted(self.root / "queries" / "answers", "*.rq")

    @property
    def everyday(self) -> Path:
        """Everyday words that mean one thing in a plain question; the bundled list else."""
        own = self.root / "queries" / "everyday.tsv"
        return own if own.is_file() else bundled_root() / "queries" / "everyday.tsv"

    @property
    def uncovered(self) -> Path:
        """Topics of which no source of the project speaks; a project may have no such list."""
        return self.root / "queries" / "uncovered.tsv"

    @property
    def rules(self) -> list[Path]:
        """The query files that derive graphs, by name; `reported.rq` fills the graph `reported`."""
        return _own_or_bundled(self.root, "queries/rules", "*.rq")

    def inputs(self) -> list[Path]:
        """Return every file whose content decides what the built layers hold."""
        single = [self.ontology, self.vocabulary, self.sources, self.context]
        return [*single, *self.claims, *self.mappings, *self.rules]

    def prefixes(self) -> dict[str, str]:
        """Return the prefix map, read from the JSON-LD context.

        Raises
        ------
        SourceNotFoundError, SourceFormatError
            If the context is missing, or is not `{"@context": {prefix: iri}}`.
        """
        try:
            context = json.loads(read_text(self.context))["@context"]
            # a namespace that ends in "_" stands as an object, which JSON-LD asks for
            entries = {k: v["@id"] if isinstance(v, dict) else v for k, v in context.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else None
            raise SourceFormatError(
                self.context, line, 'a JSON object {"@context": {prefix: IRI}} was expected'
            ) from error
        return {prefix: iri for prefix, iri in entries.items() if isinstance(iri, str)}


def _sorted(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern), key=lambda path: path.name)


def _own_or_bundled(root: Path, folder: str, pattern: str) -> list[Path]:
    return _sorted(root / folder, pattern) or _sorted(bundled_root() / folder, pattern)


def bundled_root() -> Path:
    """Return the folder of the bundled project: package data in a wheel, else the checkout."""
    packaged = Path(__file__).parent / "_data"
    return packaged if packaged.is_dir() else Path(__file__).parents[2]


def bundled() -> Project:
    """Return the project that this package carries.

    A wheel holds it as package data; in a checkout it is the root folders themselves.

    Raises
    ------
    SourceNotFoundError
        If the package was taken apart and the data are missing.
    """
    return open_project(bundled_root())


def open_project(root: Path) -> Project:
    """Return the project at `root`.

    Raises
    ------
    SourceNotFoundError
        If `root` has no `ontology` folder.
    """
    if not (root / "ontology").is_dir():
        raise SourceNotFoundError(root, "no project here: it has no 'ontology' folder")
    return Project(root)
