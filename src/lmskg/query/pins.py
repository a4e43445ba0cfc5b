"""Hold the answers of the bundled questions against the ones on record."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ..errors import QuerySyntaxError, SourceNotFoundError
from ..files import read_bytes
from ..model import Finding, Report, Table
from .bind import bind
from .question import Question
from .results import read_tsv
from .run import Data, ask


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question for its defaults (`example` 0) or for one of its examples."""

    question: Question
    example: int
    table: Table

    @property
    def name(self) -> str:
        """The question's name, with the settings of the example."""
        if not self.example:
            return self.question.name
        settings = self.question.examples[self.example - 1]
        return f"{self.question.name} {' '.join(f'{k}={v}' for k, v in settings.items())}"


def answer(
    question: Question, settings: dict[str, str], store: Data, prefixes: dict[str, str]
) -> Table:
    """Return the answer to a bundled question.

    Raises
    ------
    QueryParameterError, QuerySyntaxError
        If a setting or the query is wrong.
    """
    bindings = bind(question, settings, store, prefixes)
    result = ask(store, question.sparql, question.path, bindings=bindings)
    if not isinstance(result, Table):
        raise QuerySyntaxError(question.path, "a question is a SELECT query")
    return result


def answers(
    questions: Iterable[Question], store: Data, prefixes: dict[str, str]
) -> Iterator[Answer]:
    """Yield the answer to each question for its defaults and each of its examples, in this order.

    The engine works without the interpreter's lock, so every processor asks at the same time.
    """

    def asked(job: tuple[Question, int, dict[str, str]]) -> Answer:
        question, example, settings = job
        return Answer(question, example, answer(question, settings, store, prefixes))

    jobs = [
        (question, example, settings)
        for question in questions
        for example, settings in enumerate(({}, *question.examples))
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(asked, jobs)


def compare_pins(questions: Iterable[Question], store: Data, prefixes: dict[str, str]) -> Report:
    """Return a finding for each answer that differs from the one on record.

    The counts hold `questions` and `answers`.
    """
    findings: list[Finding] = []
    names: set[str] = set()
    n_answers = 0
    for found in answers(questions, store, prefixes):
        names.add(found.question.name)
        n_answers += 1
        message = _difference(found)
        if message:
            path = found.question.pin_path(found.example)
            findings.append(Finding("error", "pinned-answer", found.name, message, where=path.name))
    return Report(tuple(sorted(findings)), {"questions": len(names), "answers": n_answers})


def _difference(found: Answer) -> str:
    path = found.question.pin_path(found.example)
    try:
        pinned = read_tsv(read_bytes(path), path)
    except SourceNotFoundError:
        return "no answer is on record; write it with `lmskg questions --pin`, then read it"
    told = _told_apart(pinned, found.table)
    cure = f"Read it; if it is right: lmskg questions --pin {found.question.name}"
    return f"{told}. {cure}" if told else ""


def _told_apart(pinned: Table, found: Table) -> str:
    """Return how an answer differs from the one on record, or nothing."""
    if pinned.columns != found.columns:
        return f"columns are {found.columns}, on record are {pinned.columns}"
    if pinned.rows == found.rows:
        return ""
    # a row may stand twice, so counts are compared and not sets
    gone = list((Counter(pinned.rows) - Counter(found.rows)).elements())
    new = list((Counter(found.rows) - Counter(pinned.rows)).elements())
    if not gone and not new:
        return "the rows come in another order than on record"
    return "; ".join(
        f"{len(rows)} row(s) {what}, the first: {' | '.join(str(t) for t in rows[0])}"
        for rows, what in ((gone, "missing"), (new, "not on record"))
        if rows
    )
