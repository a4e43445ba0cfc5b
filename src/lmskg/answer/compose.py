"""Order the rows of a bundled question's answer: in groups, each statement with its evidence.

Nothing is said that the rows and the records of the graph do not say: a statement, whether its
source affirms or denies it, who disputes it, and how strong each of them is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import NamedNode, Store

from ..appraisal import ComparisonRecord, EvidenceRecord, comparisons
from ..appraisal.claim import evidence_record
from ..appraisal.comparison import CONFLICTS
from ..appraisal.facts import Facts, SourceRecord
from ..model import Table
from ..namespaces import KG, compress, expand
from ..query.pins import answer
from ..query.question import Question

YES, NO, CONTESTED = "yes", "no (a source denies it)", "contested"
SILENT = "no source here speaks of it"
NEAR_ONLY = f"{SILENT} for this disease itself"
NEAR = "near: "
FIRST = "1 said of this disease"
OWN = ("1", "2")  # the groups that answer for the disease itself; the others are only near
_HIDDEN = frozenset(["group", "answer", "statement", "claim", "quote", "source", "polarity"])


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of an answer.

    `mark` is yes, no, contested or what the question itself finds; `claim` is the CURIE to look
    up with `lmskg evidence show`; `details` are the further cells of the row, name and value;
    `disputes` are the comparisons in which the claim is disputed or limited.
    """

    mark: str
    statement: str
    claim: str
    standing: str
    details: tuple[tuple[str, str], ...]
    evidence: tuple[EvidenceRecord, ...]
    disputes: tuple[ComparisonRecord, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a bundled question, with its parameters filled.

    `verdict` is empty where the question is not one of yes and no; `groups` hold the lines of each
    group, in order: what is said of the disease asked about, of each case of a broader one, of a
    broader or overlapping one as a group, and of another tumour, as far as the question has them.
    """

    question: str
    wording: str
    parameters: tuple[tuple[str, str], ...]
    verdict: str
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    table: Table

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values, ready for JSON."""
        return {
            "question": self.question,
            "wording": self.wording,
            "parameters": dict(self.parameters),
            "verdict": self.verdict,
            "groups": [
                {"group": name, "lines": [asdict(line) for line in lines]}
                for name, lines in self.groups
            ],
        }


def compose(
    question: Question, settings: Mapping[str, str], store: Store, prefixes: Mapping[str, str]
) -> Answered:
    """Return the answer to a bundled question, in its groups.

    Parameters
    ----------
    question
        The question to ask.
    settings
        Parameter name to CURIE or literal; the default where one is left out.
    store
        All layers of a project; not changed.
    prefixes
        Prefix map that shortens IRIs.

    Raises
    ------
    QueryParameterError, QuerySyntaxError
        If a setting or the query is wrong.
    """
    facts = Facts(store, prefixes)
    table = answer(question, dict(settings), store, facts.prefixes)
    names = tuple(
        (p.name, _called(settings.get(p.name, p.default or ""), facts)) for p in question.parameters
    )
    wording = question.question
    for name, label in names:
        wording = wording.replace("{" + name + "}", label)
    groups = _groups(table, facts, {p.name for p in question.parameters})
    return Answered(question.name, wording, names, _verdict(table, groups), groups, table)


def _called(text: str, facts: Facts) -> str:
    try:
        return facts.label(expand(text, facts.prefixes))
    except ValueError:
        return text


def _groups(
    table: Table, facts: Facts, parameters: set[str]
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    lines: dict[str, dict[tuple[str, str], Line]] = {}
    if "group" in table.columns:
        lines[FIRST] = {}
    against = _disputes(table, facts)
    for row, cells in zip(table.to_dicts(), table.rows, strict=True):
        if row.get("answer") == SILENT:
            continue
        links = {
            name
            for name, cell in zip(table.columns, cells, strict=True)
            if isinstance(cell, NamedNode)
        }
        line = _line(row, links | parameters, facts, against)
        group = lines.setdefault(row.get("group") or "", {})
        group.setdefault((line.claim or str(row), line.mark), line)
    ordered = sorted(lines.items()) if len(lines) > 1 else lines.items()
    return tuple((name, tuple(found.values())) for name, found in ordered)


def _disputes(table: Table, facts: Facts) -> dict[str, list[ComparisonRecord]]:
    """Return the conflicts of the claims in a table, by the CURIE of the claim."""
    claims = {row["claim"] or "" for row in table.to_dicts()} if "claim" in table.columns else set()
    found: dict[str, list[ComparisonRecord]] = {}
    for record in comparisons(facts.store, facts.prefixes, claims - {""}) if claims else []:
        if record.verdict in CONFLICTS:
            for side in record.sides:
                found.setdefault(side.claim, []).append(record)
    return found


def _line(
    row: dict[str, str | None],
    hidden: set[str],
    facts: Facts,
    against: Mapping[str, list[ComparisonRecord]],
) -> Line:
    claim = row.get("claim") or ""
    curie = compress(claim, facts.prefixes) if claim else ""
    evidence = facts.iris(claim, KG.evidence) if claim else []
    details = tuple(
        (name, value)
        for name, value in row.items()
        if value and name not in _HIDDEN and name not in hidden
    )
    return Line(
        mark=(row.get("answer") or "").removeprefix(NEAR) or _mark(claim, facts),
        statement=row.get("statement") or "",
        claim=curie,
        standing=facts.name(claim, KG.standing) if claim else "",
        details=details,
        evidence=tuple(evidence_record(facts, node) for node in evidence),
        disputes=tuple(against.get(curie, ())),
    )


def _mark(claim: str, facts: Facts) -> str:
    if not claim:
        return ""
    if facts.iri(claim, KG.standing) == KG.Contested:
        return CONTESTED
    polarity = facts.iri(claim, KG.polarity)
    return {KG.Affirmed: YES, KG.Denied: NO}.get(polarity, "")


def _verdict(table: Table, groups: tuple[tuple[str, tuple[Line, ...]], ...]) -> str:
    """Return what the answer comes to for the disease itself, nothing if it is no yes or no."""
    if not len(table):
        return SILENT
    own = [line for name, lines in groups if name == "" or name[0] in OWN for line in lines]
    if not own:
        return NEAR_ONLY if any(lines for _, lines in groups) else SILENT
    if "answer" not in table.columns:
        return ""
    marks = list(dict.fromkeys(line.mark for line in own))
    kinds = {mark.partition(" ")[0].rstrip(",:") for mark in marks}
    if CONTESTED in kinds or {"yes", "no"} <= kinds:
        return CONTESTED
    return marks[0] if len(marks) == 1 else "; ".join(marks)


def sources_of(answered: Answered) -> list[SourceRecord]:
    """Return the sources that an answer uses, each once, by title."""
    records = [
        evidence
        for _, lines in answered.groups
        for line in lines
        for evidence in (
            *line.evidence,
            *(e for dispute in line.disputes for e in dispute.other(line.claim).evidence),
        )
    ]
    unique = {evidence.source.curie: evidence.source for evidence in records}
    return sorted(unique.values(), key=lambda source: (source.title, source.curie))
