"""What `lmskg link bundled` gives back of the curated mappings to NCIt, and every miss."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lmskg.link import Links, link_terms
from lmskg.link.rows import reason as reason_of
from lmskg.namespaces import SKOS, compress
from lmskg.resources import Project
from lmskg.sssom import Mapping, read_mappings
from lmskg.terminology import Terminology, of_project, read_terminology

from .runs import EXACT, NCIT

LABELS = "ncit/ncit_labels.tsv.gz"
FILES = (NCIT, LABELS)
CURATED = "lms.sssom.tsv"
_FOUND = "exact"
NOT_THERE = "not in this file"


class Miss(NamedTuple):
    """A curated exact mapping that does not come back as exact, and why."""

    term: str
    code: str
    outcome: str
    reason: str


class Bolder(NamedTuple):
    """A pair that is linked as exact, and that the curators hold to be less."""

    term: str
    code: str
    predicate: str
    reason: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The outcome against one list of NCIt terms.

    Parameters
    ----------
    n_curated, n_exact
        Curated exact mappings, and how many of them are links, too.
    misses
        The others.
    bolder
        Links that the curators hold to be less than exact.
    n_uncurated
        Links of terms without any curated mapping.
    """

    n_curated: int
    n_exact: int
    misses: tuple[Miss, ...]
    bolder: tuple[Bolder, ...]
    n_uncurated: int


def read_targets(data: Path) -> dict[str, Terminology]:
    """Return the two lists of NCIt terms, by what the page calls them."""
    return {
        "disease part, 2018": read_terminology(data / NCIT),
        "labels, 2011 to 2026": read_terminology(
            data / LABELS,
            id_column="code",
            label_column="preferred_label",
            synonym_columns=["other_labels"],
            id_prefix="NCIT",
        ),
    }


def given_back(project: Project, target: Terminology) -> GivenBack:
    """Return what linking a project's terms to NCIt gives back of the curated mappings."""
    (path,) = [path for path in project.mappings if path.name == CURATED]
    curated = read_mappings(path, project.prefixes()).mappings
    source = of_project(project)
    links = link_terms(source, target)
    named = _Names(source, target, project.prefixes() | target.prefixes)
    exact = [row for row in curated if row.slots["predicate_id"] == EXACT]
    judge = _Judge(links, named)
    misses = [judge.miss(row) for row in exact if judge.pair(row) not in links.exact]
    subjects = {row.slots["subject_id"] for row in curated}
    return GivenBack(
        n_curated=len(exact),
        n_exact=len(exact) - len(misses),
        misses=tuple(sorted(misses)),
        bolder=tuple(sorted(judge.bolder(row) for row in curated if judge.is_bolder(row))),
        n_uncurated=sum(here not in subjects for here, _ in links.exact),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """Names terms: by label and CURIE."""

    source: Terminology
    target: Terminology
    prefixes: dict[str, str]

    def named(self, iri: str) -> str:
        label = self.label(iri)
        return f"{compress(iri, self.prefixes)} {label}".rstrip()

    def label(self, iri: str) -> str:
        term = self.source.terms.get(iri) or self.target.terms.get(iri)
        return (term.label if term else None) or ""

    def all_names(self, iri: str) -> str:
        term = self.source.terms.get(iri) or self.target.terms[iri]
        return ", ".join(f"'{name.text}'" for name in term.names)


class _Judge:
    """Says of curated rows what became of them."""

    def __init__(self, links: Links, names: _Names) -> None:
        self._links, self._names = links, names
        self._exact = dict(links.exact.keys())

    def pair(self, row: Mapping) -> tuple[str, str]:
        return row.slots["subject_id"], row.slots["object_id"]

    def miss(self, row: Mapping) -> Miss:
        """Return what became of a curated exact row that is no exact link."""
        here, there = self.pair(row)
        outcome, why = self._outcome(here, there)
        code = f"{compress(there, self._names.prefixes)} {row.slots['object_label']}"
        return Miss(row.slots["subject_label"], code, outcome, why)

    def _outcome(self, here: str, there: str) -> tuple[str, str]:
        names, links = self._names, self._links
        suggestion = links.suggestions.get(here)
        if there not in names.target.terms:
            return NOT_THERE, ""
        if here in self._exact:
            other = self._exact[here]
            return f"another: {names.named(other)}", reason_of(links.evidence[here, other])
        if suggestion and suggestion.target == there:
            return suggestion.predicate, suggestion.reason
        if suggestion:
            outcome = f"another, {suggestion.predicate}: {names.named(suggestion.target)}"
            return outcome, suggestion.reason
        if (here, there) in links.evidence:
            return "nothing", f"too little speaks for it: {reason_of(links.evidence[here, there])}"
        return "nothing", f"no name is shared: {names.all_names(here)}; {names.all_names(there)}"

    def is_bolder(self, row: Mapping) -> bool:
        """Return whether a row is less than exact, or denied, and its pair an exact link."""
        is_exact = row.slots["predicate_id"] == EXACT and not row.is_negative
        return not is_exact and self.pair(row) in self._links.exact

    def bolder(self, row: Mapping) -> Bolder:
        """Return how a row differs from the link of its pair."""
        pair = self.pair(row)
        predicate = row.slots["predicate_id"].removeprefix(SKOS)
        why = reason_of(self._links.evidence[pair])
        return Bolder(row.slots["subject_label"], self._names.named(pair[1]), predicate, why)
