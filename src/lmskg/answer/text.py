"""Choices and answers as text for a terminal."""

from __future__ import annotations

from collections.abc import Collection

from ..appraisal.comparison import ComparisonRecord
from ..appraisal.text import WIDTH, backing, told
from ..query.closing import NO_ADVICE, NO_SOURCE, newest
from ..terms.text import wrapped
from .choose import Choice
from .compose import Answered, Line, sources_of
from .lexicon import Lexicon

NOT_NEAR = "No bundled question is near enough to this one."


def format_choice(choice: Choice, lexicon: Lexicon, *, width: int = WIDTH) -> str:
    """Return which question was taken and with which terms, or why none was, and what is near."""
    if choice.question is not None:
        wording = choice.question.question
        for filled in choice.filled:
            wording = wording.replace("{" + filled.name + "}", lexicon.label(filled.iri))
        lines = wrapped(f"Question taken: {choice.question.name}: {wording}", "", width)
        for filled in choice.filled:
            origin = f"from “{filled.words}”" if filled.words else "not named, so the usual one"
            lines.append(f"  {filled.name}: {lexicon.label(filled.iri)} ({origin})")
        return "\n".join(lines)
    if choice.is_ambiguous:
        lines = ["Two questions are equally near; ask one of them:"]
    else:
        lines = [NO_SOURCE if choice.is_silent else NOT_NEAR]
        if choice.topic:
            lines.append(f"The topic is not covered: {choice.topic}.")
        elif choice.unheard:
            lines.append(f"No statement here has: {', '.join(choice.unheard)}.")
    return "\n".join([*lines, *_near(choice, lexicon, width)])


def _near(choice: Choice, lexicon: Lexicon, width: int) -> list[str]:
    """Return what one may ask or look up instead."""
    lines: list[str] = []
    for question, filled in choice.near:
        named = [f for f in filled if f.words]
        terms = ", ".join(f"{f.name} {lexicon.label(f.iri)}" for f in named)
        command = f"lmskg query {question.name}: {question.title}"
        lines += wrapped(f"{command} ({terms})" if terms else command, "  ", width)
    if choice.is_ambiguous:
        return lines
    labels = dict.fromkeys(lexicon.label(span.iri) for span in choice.asked.spans)
    lines += [f"  lmskg show '{label}'" for label in labels]
    for said in choice.statements:
        lines += wrapped(f"lmskg evidence show {said.claim}: {said.statement}", "  ", width)
    return ["What is near:", *lines] if lines else []


def format_answer(answered: Answered, *, width: int = WIDTH) -> str:
    """Return an answer in its groups, and below it how new its sources are."""
    lines = [f"Answer: {answered.verdict}"] if answered.verdict else []
    shown = {line.claim for _, found in answered.groups for line in found}
    for name, found in answered.groups:
        title = name[2:].capitalize() if name[:1].isdigit() else name
        if not found and len(answered.groups) == 1 and answered.verdict:
            continue
        lines += ["", title] if title else [""]
        if not found:
            lines.append(f"  {NO_SOURCE}")
        for line in found:
            lines += _line(line, shown, width)
    return "\n".join([*lines, "", *wrapped(_closing(answered), "", width)]).lstrip("\n")


def _line(line: Line, shown: Collection[str], width: int) -> list[str]:
    details = "" if line.statement else "; ".join(f"{k}: {v}" for k, v in line.details)
    said = ": ".join(filter(None, (line.mark, line.statement or details)))
    lines = wrapped(f"{said} [{line.claim}]" if line.claim else said, "  ", width)
    cells = dict(line.details) if line.statement else {}
    notes = [cells.get("measured", ""), f"Mind: {cells['caution']}" if "caution" in cells else ""]
    for text in (*notes, *map(told, line.evidence)):
        lines += wrapped(text, "      ", width)
    for dispute in line.disputes:
        lines += _dispute(dispute, line.claim, shown, width)
    return lines


def _dispute(record: ComparisonRecord, claim: str, shown: Collection[str], width: int) -> list[str]:
    """Return who disputes or limits a claim; what the answer tells anyway is only named."""
    other = record.other(claim)
    is_first = record.sides[0].claim == claim
    if record.verdict == "disputes":
        how = "disputes" if is_first else "disputed by"
    else:
        how = "limits" if is_first else "limited by"
    if other.claim in shown:
        named = f"{how}: {other.claim} in this answer."
        return wrapped(" ".join(filter(None, (named, backing(record)))), "    ", width)
    sources = " / ".join(map(told, other.evidence))
    lines = wrapped(f"{how}: {other.statement} [{other.claim}]", "    ", width)
    return lines + wrapped(
        " ".join(filter(None, (sources + ".", backing(record)))), "      ", width
    )


def _closing(answered: Answered) -> str:
    dates = newest((source.date, source.title) for source in sources_of(answered))
    return " ".join(filter(None, [dates, NO_ADVICE]))


def format_shown(answered: Answered, *, width: int = WIDTH) -> str:
    """Return a bundled question in plain words with its answer, evidence and strength."""
    heading = wrapped(f"{answered.question}: {answered.wording}", "", width)
    return "\n".join([*heading, format_answer(answered, width=width)])
