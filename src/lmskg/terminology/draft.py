"""What every reader fills in: one `Draft` a term, one `Draftbook` a source."""

from __future__ import annotations

from dataclasses import dataclass, field

from .model import Name, Relation, Scope

OBO = "http://purl.obolibrary.org/obo/"
IAO_REPLACED_BY = OBO + "IAO_0100001"
ALTERNATIVE_ID = "http://www.geneontology.org/formats/oboInOwl#hasAlternativeId"
_LANGUAGES = ("", "en")


@dataclass(slots=True)
class Draft:
    """One term while its source is read."""

    names: list[Name] = field(default_factory=list)
    definition: str | None = None
    parents: list[str] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    genera: list[str] = field(default_factory=list)
    differentia: list[Relation] = field(default_factory=list)
    is_obsolete: bool = False
    replacements: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    disjoint: list[str] = field(default_factory=list)

    def add_name(self, text: str, scope: Scope, language: str = "") -> None:
        """Add a label or a synonym, white space trimmed; an empty one says nothing."""
        text = " ".join(text.split())
        if text:
            self.names.append(Name(text, scope, language))


@dataclass(slots=True)
class Draftbook:
    """All drafts of a source, by IRI, with what is said of the source itself."""

    iri: str
    version: str | None = None
    drafts: dict[str, Draft] = field(default_factory=dict)
    prefixes: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    has_identifiers: bool = True
    # a table has no imports, and a file that names no ontology does not say which are its own
    owns_all: bool = False

    def draft(self, iri: str) -> Draft:
        """Return the draft of `iri`, a new one if there is none."""
        found = self.drafts.get(iri)
        if found is None:
            found = self.drafts[iri] = Draft()
        return found


def count(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun and verb, such as `1 term has` or `3 terms have`."""
    return f"{number:,} {singular if number == 1 else plural}"


def rank(language: str) -> int:
    """Return the place of a language: none first, then English, then all others."""
    main = language.partition("-")[0]
    return _LANGUAGES.index(main) if main in _LANGUAGES else len(_LANGUAGES)
