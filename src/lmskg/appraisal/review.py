"""What needs a review: what nobody looked at since a day, and what stands on a withdrawn source.

Each source or piece of evidence may say when somebody last held it against the claims that rest
on it (`kg:reviewed`); where neither does, nobody has since it was recorded. Retractions and newer
editions stand in a dated list of the project (`ontology/retractions.tsv`)::

    # looked at: 2026-11-24
    source	status	date	notice	replaced_by

`status` is one of `STATUSES`, `date` the day of the notice, `notice` its DOI or address.
No clock is read and nothing is fetched: the day that counts is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyoxigraph import Store

from ..errors import IdentifierError, SourceFormatError
from ..files import read_text
from ..model import Finding, Report, Severity
from ..namespaces import DCTERMS, KG, PROV, expand
from .facts import Facts

STATUSES = ("retracted", "superseded", "corrected")
COLUMNS = ("source", "status", "date", "notice", "replaced_by")
NEVER = "never"
_LOOKED_AT = re.compile(r"# looked at: (\S+)")


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the list: which source (IRI) was retracted, superseded or corrected, and when."""

    source: str
    status: str
    date: date
    notice: str
    replaced_by: str


def read_notices(
    path: Path, prefixes: Mapping[str, str], sources: Iterable[str] | None = None
) -> tuple[date, list[Notice]]:
    """Return the day on which a list of retractions was last looked at, and its lines.

    Parameters
    ----------
    path
        The list: a line `# looked at: YYYY-MM-DD`, the heading, a line a source.
    prefixes
        Prefix map for the column `source`, which holds CURIEs or IRIs.
    sources
        IRIs that may stand there; any by default.

    Raises
    ------
    SourceNotFoundError
        If the file is not there.
    SourceFormatError
        If a line is not as described, or names an unknown source; with the line.
    """
    known = None if sources is None else set(sources)
    looked_at: date | None = None
    heading, notices = False, []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if match := _LOOKED_AT.match(line):
            looked_at = _day(match[1], path, number)
        elif line.startswith("#") or not line.strip():
            continue
        elif not heading:
            heading = line.rstrip().split("\t") == list(COLUMNS)
            if not heading:
                raise SourceFormatError(path, number, f"heading '{'<TAB>'.join(COLUMNS)}' expected")
        else:
            notices.append(_notice(line, path, number, prefixes, known))
    if looked_at is None or not heading:
        missing = "the heading" if looked_at else "the line '# looked at: YYYY-MM-DD'"
        raise SourceFormatError(path, 1, f"{missing} is missing")
    return looked_at, notices


def _day(text: str, path: Path, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SourceFormatError(path, line, f"'{text}' is no date; write YYYY-MM-DD") from error


def _notice(
    line: str, path: Path, number: int, prefixes: Mapping[str, str], known: set[str] | None
) -> Notice:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        raise SourceFormatError(path, number, f"{len(COLUMNS)} cells expected, found {len(cells)}")
    source, status, day, notice, replaced_by = (cell.strip() for cell in cells)
    try:
        iri = expand(source, dict(prefixes))
    except IdentifierError as error:
        raise SourceFormatError(path, number, str(error)) from error
    if known is not None and iri not in known:
        raise SourceFormatError(path, number, f"'{source}' is no source of this graph")
    if status not in STATUSES:
        raise SourceFormatError(path, number, f"status '{status}': one of {', '.join(STATUSES)}")
    return Notice(iri, status, _day(day, path, number), notice, replaced_by)


def review_status(
    store: Store, prefixes: Mapping[str, str], notices: Sequence[Notice], as_of: date
) -> Report:
    """Return what stands on a withdrawn source by a day, and what nobody reviewed since then.

    Parameters
    ----------
    store
        All layers of a project; not changed.
    prefixes
        Prefix map that shortens IRIs.
    notices
        Retractions and newer editions; those after `as_of` do not count yet.
    as_of
        The day: a review on it or later counts, an earlier one does not.

    Returns
    -------
    Report
        An error a retracted, a warning a superseded or corrected source, and a note (info) a
        source with evidence that nobody reviewed since `as_of`; `focus` is the source, `value`
        the claims that rest on it. The counts hold `claims`, `evidence`, `sources` and `notices`.
    """
    facts = Facts(store, prefixes)
    findings = [
        _withdrawn(facts, notice) for notice in notices if notice.date <= as_of
    ] + _unreviewed(facts, as_of)
    counts = {
        "claims": len(facts.of_type(KG.Claim)),
        "evidence": len(facts.of_type(KG.Evidence)),
        "sources": len(facts.of_type(KG.Source)),
        "notices": len(notices),
    }
    return Report(tuple(sorted(findings)), counts)


def _withdrawn(facts: Facts, notice: Notice) -> Finding:
    severity: Severity = "error" if notice.status == "retracted" else "warning"
    instead = f"; instead: {notice.replaced_by}" if notice.replaced_by else ""
    message = f"{facts.label(notice.source)}: {notice.status} on {notice.date}{instead}"
    claims = _claims(facts, _evidence_on(facts, notice.source))
    return Finding(
        severity,
        f"{notice.status}-source",
        facts.curie(notice.source),
        message,
        value=", ".join(claims) or "no claim",
        where=notice.notice,
    )


def _evidence_on(facts: Facts, source: str) -> set[str]:
    """Return the evidence from a source, from a copy or report of it, or from a part of it."""
    via = (PROV.hadPrimarySource, DCTERMS.isPartOf)
    places = {source} | {other for link in via for other in facts.subjects(link, source)}
    slots = (DCTERMS.source, PROV.hadPrimarySource)
    found = {node for place in places for slot in slots for node in facts.subjects(slot, place)}
    return found & set(facts.of_type(KG.Evidence))


def _unreviewed(facts: Facts, as_of: date) -> list[Finding]:
    stale: dict[tuple[str, str], set[str]] = {}
    for evidence in facts.of_type(KG.Evidence):
        source = facts.iri(evidence, DCTERMS.source)
        day = facts.text(evidence, KG.reviewed) or facts.text(source, KG.reviewed)
        if not day or day[:10] < as_of.isoformat():
            stale.setdefault((source, day or NEVER), set()).add(evidence)
    return [
        Finding(
            "info",
            "not-reviewed",
            facts.curie(source) or "no source",
            f"{facts.label(source) or 'no source'}: "
            + (f"last reviewed on {day}" if day != NEVER else "never reviewed"),
            value=", ".join(_claims(facts, nodes)),
        )
        for (source, day), nodes in stale.items()
    ]


def _claims(facts: Facts, evidence: Iterable[str]) -> list[str]:
    """Return the CURIEs of what rests on pieces of evidence, sorted."""
    claims = {claim for node in evidence for claim in facts.subjects(KG.evidence, node)}
    return sorted(map(facts.curie, claims))
