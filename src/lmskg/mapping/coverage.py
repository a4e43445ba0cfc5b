"""Whether an account of foreign terms is whole and right; each fault is a finding.

Every term of the list has a place or an exclusion, never both and never two; a reason is one of
those that are known; the class to which a row leads is there, under the label that the row gives
it; and no exclusion is of a term that is not on the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from ..model import Finding, Report
from ..namespaces import OWL, RDF_TYPE, RDFS_LABEL, compress
from ..sssom import Mapping as Row
from .account import REASONS, Exclusion, Line, Place


def labels_of_classes(quads: Sequence[Quad]) -> dict[str, str]:
    """Return the IRI of each class that the quads declare, and its label; empty if it has none."""
    a, kind = NamedNode(RDF_TYPE), NamedNode(f"{OWL}Class")
    classes = {
        quad.subject.value: ""
        for quad in quads
        if quad.predicate == a and quad.object == kind and isinstance(quad.subject, NamedNode)
    }
    for quad in quads:
        if quad.predicate.value == RDFS_LABEL and isinstance(quad.subject, NamedNode):
            if quad.subject.value in classes and isinstance(quad.object, Literal):
                classes[quad.subject.value] = quad.object.value
    return classes


def check_account(
    lines: Sequence[Line],
    exclusions: Sequence[Row],
    classes: Mapping[str, str],
    prefixes: dict[str, str],
) -> Report:
    """Return what is wrong with an account, and how many terms it holds of each kind.

    Parameters
    ----------
    lines
        The account.
    exclusions
        All rows of the files of exclusions, to find those of terms that are not on the list.
    classes
        Our classes: IRI to label.
    prefixes
        For the IRIs in messages.

    Returns
    -------
    Report
        Its counts: `terms`, each kind (`exact`, `close`, `narrow`, `excluded`, `missing`), and
        `excluded: <reason>` for each reason; what does not occur is left out.
    """
    found = [finding for line in lines for finding in _of_line(line, classes, prefixes)]
    listed = {line.entry.iri for line in lines}
    for row in exclusions:
        subject = row.slots.get("subject_id", "")
        if subject not in listed:
            message = "it is excluded, but no list names it; take the row out, or put it on a list"
            found.append(_fault("not-listed", subject, message, prefixes))
    return Report(tuple(sorted(set(found))), _counts(lines))


def _counts(lines: Sequence[Line]) -> dict[str, int]:
    counts = Counter({"terms": len(lines)})
    for line in lines:
        counts[line.kind] += 1
        if line.kind == "excluded":
            counts[f"excluded: {line.exclusions[0].reason or 'no reason'}"] += 1
    return dict(counts)


def _of_line(line: Line, classes: Mapping[str, str], prefixes: dict[str, str]) -> Iterator[Finding]:
    name = line.entry.label
    faults = [*_of_places(line, classes, prefixes), *_of_labels(line)]
    if line.kind == "missing":
        faults.append(("no-place", "no class has it, and nothing says why; map it or exclude it"))
    if line.places and line.exclusions:
        where = compress(line.places[0].iri, prefixes)
        faults.append(("place-and-exclusion", f"it is at {where} and excluded too; keep one"))
    if len(line.exclusions) > 1:
        faults.append(("excluded-twice", "two rows exclude it; keep one"))
    for exclusion in line.exclusions:
        faults += _of_exclusion(exclusion, classes, prefixes)
    for check, message in faults:
        yield _fault(check, line.entry.iri, f"{name}: {message}", prefixes)


def _of_places(
    line: Line, classes: Mapping[str, str], prefixes: dict[str, str]
) -> Iterator[tuple[str, str]]:
    exact = [place.iri for place in line.places if place.kind == "exact"]
    if len(exact) > 1:
        both = " and ".join(compress(iri, prefixes) for iri in exact)
        yield "two-places", f"it is exactly {both}; one of the two is not exact"
    for place in line.places:
        if place.iri not in classes:
            yield "no-class", f"{compress(place.iri, prefixes)} is no class of the ontology"


def _of_labels(line: Line) -> Iterator[tuple[str, str]]:
    rows: list[Place | Exclusion] = [*line.places, *line.exclusions]
    for label in sorted({row.term_label for row in rows} - {"", line.entry.label}):
        yield "other-label", f"a row calls it '{label}'; the list is newer, or older"


def _of_exclusion(
    exclusion: Exclusion, classes: Mapping[str, str], prefixes: dict[str, str]
) -> Iterator[tuple[str, str]]:
    if exclusion.reason not in REASONS:
        known = ", ".join(REASONS)
        yield "unknown-reason", f"'{exclusion.reason}' is no reason; one of: {known}"
    if not exclusion.iri:
        return
    where = compress(exclusion.iri, prefixes)
    if exclusion.iri not in classes:
        yield "no-class", f"{where} is no class of the ontology"
    elif exclusion.label != classes[exclusion.iri]:
        yield "other-class-label", f"{where} is called '{classes[exclusion.iri]}' in the ontology"


def _fault(check: str, iri: str, message: str, prefixes: dict[str, str]) -> Finding:
    return Finding("error", check, compress(iri, prefixes), message)
