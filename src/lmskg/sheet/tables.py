"""The tables of a sheet: which records stand in which, in which columns, in which order.

What is a table and what comes first in it stands here; all other columns follow from the data:
a property that the vocabulary lets qualify a class, or that a record of the project has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..namespaces import DCTERMS, KG, OA, compress
from .cells import Kind

_PROV = "http://www.w3.org/ns/prov#"
_DC = "http://purl.org/dc/terms/"
_COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"
PRIMARY_SOURCE = f"{_PROV}hadPrimarySource"
SELECTOR = OA.hasSelector

# columns that are no property
ID, OF, TYPE, FILE, WORDS = "id", "of", "type", "file", "words"


def kg(names: str) -> tuple[str, ...]:
    """Return the IRIs of terms of the claim vocabulary, given by their names."""
    return tuple(KG.iri + name for name in names.split())


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table: its classes, how its records hang together, and its layout in Turtle.

    `link` is the property by which another record has one of this table (`kg:evidence`), and the
    column `of` then names that other record. `first` and `last` are properties in their order,
    `opening` those that begin a line in Turtle, all of them when it is empty. `noun` names one
    record in a message.
    """

    name: str
    noun: str
    classes: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...] = ()
    link: str = ""
    opening: tuple[str, ...] = ()
    is_compact: bool = False


_SPAN = (OA.hasSource, OA.start, OA.end)
_LITERAL = (OA.exact, OA.start, OA.end)

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "Claims",
        "claim",
        kg("Claim"),
        kg(
            "row subject predicate object disease reading polarity diseaseAlternative condition "
            "population modality frequency quantifier objectQuantifier degree direction hedge "
            "wording"
        ),
        kg("caution measurement phase statement evidence"),
    ),
    TableSpec(
        "Evidence",
        "piece of evidence",
        kg("Evidence"),
        (DCTERMS.source, OA.hasSource, *_LITERAL, *kg("readAs design sampleSize")),
        (SELECTOR,),
        link=KG.evidence,
        opening=(DCTERMS.source, PRIMARY_SOURCE, *kg("readAs design sampleSize caution")),
    ),
    TableSpec(
        "Measurements",
        "measurement",
        kg("Measurement"),
        kg("statistic value low high unit per denominator precision count total level"),
        link=KG.measurement,
        opening=kg("statistic"),
    ),
    TableSpec(
        "Phases",
        "phase",
        kg("Phase"),
        kg("order every atMostEvery until untilAtMost"),
        link=KG.iri + "phase",
        opening=kg("order"),
    ),
    TableSpec(
        "Comparisons",
        "comparison",
        kg("Comparison"),
        kg("compares with verdict reason diseaseMatch"),
        kg("statement"),
        opening=kg("compares verdict statement"),
        is_compact=True,
    ),
    TableSpec(
        "Explanations",
        "explanation",
        kg("Explanation"),
        kg("row explained explainedBy connective disease polarity caution"),
        kg("statement evidence"),
    ),
    TableSpec(
        "Attributions",
        "attribution",
        kg("Attribution"),
        (*kg("row attributes"), PRIMARY_SOURCE, *kg("certainty")),
        kg("statement evidence"),
    ),
    TableSpec("Lists", "list", kg("AlternativeList TypeList"), kg("statement member")),
    TableSpec(
        "Spans",
        "span",
        kg("Coverage TextSpan"),
        (*kg("row reason"), *_SPAN),
        opening=("none",),
        is_compact=True,
    ),
    TableSpec(
        "Sources",
        "source",
        kg("Source"),
        (
            f"{_DC}title",
            f"{_DC}description",
            f"{_DC}publisher",
            *kg("journal dateStated doi pmid pmcid nct address sourceKind readAs tier text"),
        ),
        (PRIMARY_SOURCE, _COMMENT),
    ),
    TableSpec(
        "Texts",
        "stored text",
        kg("Text"),
        (*kg("file sha256 characters"), f"{_DC}language"),
        (f"{_DC}rights",),
    ),
)
# a quote is a record of its own in Turtle, and a part of its evidence in the sheet
QUOTES = TableSpec(
    "Quotes",
    "quote",
    (f"{OA.iri}TextQuoteSelector", f"{OA.iri}TextPositionSelector"),
    _LITERAL,
    opening=(OA.exact,),
)
QUOTE_PARTS = _LITERAL
BY_NAME = {spec.name: spec for spec in TABLES}
BY_CLASS = {iri: spec for spec in TABLES for iri in spec.classes}
LINKS = {spec.link: spec for spec in TABLES if spec.link}

# tables whose records say themselves in which claim file they stand
IN_CLAIM_FILES = ("Claims", "Explanations", "Attributions", "Lists", "Spans")

_NAMES = {_COMMENT: "comment", OA.hasSource: "text", OA.exact: "quote"}
_TEXTS = frozenset(
    {*kg("statement caution hedge wording connective"), _COMMENT}
    | {_DC + name for name in ("title", "description", "rights")}
)
_STRINGS = frozenset(
    {
        *kg("row perTime atTime every atMostEvery until untilAtMost"),
        *kg("journal doi pmid pmcid nct nbk address file sha256"),
        *(_DC + name for name in ("publisher", "language", "identifier", "bibliographicCitation")),
        OA.exact,
    }
)
_DATES = frozenset(kg("time periodStart periodEnd dateStated"))


def kind_of(iri: str) -> Kind:
    """Return how the cells of a property are read."""
    if iri in _TEXTS:
        return "text"
    if iri in _STRINGS:
        return "string"
    return "date" if iri in _DATES else "value"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the header, and its property, `""` for `id`, `of`, `file`…."""

    name: str
    iri: str = ""

    @property
    def kind(self) -> Kind:
        """How its cells are read."""
        return kind_of(self.iri) if self.iri else "value"


def columns_of(
    spec: TableSpec, properties: Iterable[str], prefixes: dict[str, str]
) -> tuple[Column, ...]:
    """Return the columns of a table, given the properties that its records may have.

    The id comes first, the statement and the like come last; what the table does not place stands
    between, by name.
    """
    placed = {*spec.first, *spec.last, SELECTOR}
    others = sorted(set(properties) - placed - set(LINKS), key=lambda iri: column_name(iri, {}))
    shown = [*spec.first, *others, *(iri for iri in spec.last if iri != SELECTOR)]
    special = [ID]
    special += [OF] if spec.link else []
    special += [TYPE] if len(spec.classes) > 1 else []
    special += [FILE] if spec.name in IN_CLAIM_FILES else []
    found: dict[str, Column] = {name: Column(name) for name in special}
    for iri in shown:
        if iri in LINKS:
            continue
        name = column_name(iri, prefixes)
        if name in found:
            name = compress(iri, prefixes)
        found[name] = Column(name, iri)
    if spec.name == "Spans":
        found[WORDS] = Column(WORDS)
    return tuple(found.values())


def column_name(iri: str, prefixes: dict[str, str]) -> str:
    """Return the name of a property in a header.

    Examples
    --------
    >>> column_name("http://www.w3.org/ns/prov#wasAttributedTo", {})
    'attributedTo'
    """
    if iri in _NAMES:
        return _NAMES[iri]
    if iri.startswith((KG.iri, _DC, OA.iri)):
        return iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    if iri.startswith(_PROV):
        name = iri.removeprefix(_PROV).removeprefix("had").removeprefix("was")
        return name[:1].lower() + name[1:]
    return compress(iri, prefixes)


def rank(spec: TableSpec, iri: str) -> tuple[int, int, str]:
    """Return where a property stands among those of a record, as a sort key."""
    if iri in spec.first:
        return 0, spec.first.index(iri), ""
    if iri in spec.last:
        return 2, spec.last.index(iri), ""
    return 1, 0, iri


def opens_line(spec: TableSpec, iri: str) -> bool:
    """Return whether a property begins a line in Turtle."""
    return not spec.opening or iri in spec.opening
