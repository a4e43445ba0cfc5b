"""Read query files: a heading of comment lines, then one SPARQL query.

The heading names what the query is for; each line is `# key: value`::

    # title: Risk factors of a disease
    # question: What raises the risk of {disease}?
    # personas: clinician, patient
    # ids: Q10
    # param: disease disease lms:Leiomyosarcoma the disease asked about
    # example: disease=lms:Sarcoma

A parameter is a variable of the query that is bound before the query runs. Its type is one of
`PARAMETER_TYPES`, its default a CURIE or a literal, or the word `required`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import QueryNotFoundError, SourceFormatError
from ..files import read_text

PARAMETER_TYPES = ("disease", "class", "term", "integer", "decimal", "string", "date")
_KEYS = frozenset({"title", "question", "personas", "ids", "param", "example"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that is bound before it runs; `default` is `None` when required."""

    name: str
    type: str
    default: str | None
    description: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named query; `examples` are further settings of its parameters with a pinned answer."""

    name: str
    title: str
    question: str
    personas: tuple[str, ...]
    ids: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    examples: tuple[dict[str, str], ...]
    sparql: str
    path: Path

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter called `name`, `None` if the query has none."""
        return next((p for p in self.parameters if p.name == name), None)

    def pin_path(self, example: int = 0) -> Path:
        """Return where the answer for the defaults (0) or for example 1, 2, … is on record."""
        ending = f".example-{example}.tsv" if example else ".tsv"
        return self.path.with_name(self.name + ending)


def read_question(path: Path) -> Question:
    """Return the question that the query file at `path` holds.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        If the file cannot be read, or its heading is wrong; with the line.
    """
    text = read_text(path)
    heading: dict[str, list[tuple[int, str]]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        key, colon, value = line[1:].partition(":")
        key = key.strip()
        if not colon or key not in _KEYS:
            known = ", ".join(sorted(_KEYS))
            raise SourceFormatError(
                path, number, f"heading line '# {key}': one of {known} expected"
            )
        heading.setdefault(key, []).append((number, value.strip()))
    for key in ("title", "question"):
        if len(heading.get(key, [])) != 1:
            raise SourceFormatError(path, 1, f"the heading needs one line '# {key}: …'")
    return Question(
        name=path.stem,
        title=heading["title"][0][1],
        question=heading["question"][0][1],
        personas=_words(heading.get("personas", []), ","),
        ids=_words(heading.get("ids", []), None),
        parameters=tuple(_parameter(value, path, n) for n, value in heading.get("param", [])),
        examples=tuple(_example(value, path, n) for n, value in heading.get("example", [])),
        sparql=text,
        path=path,
    )


def _words(values: Sequence[tuple[int, str]], separator: str | None) -> tuple[str, ...]:
    return tuple(
        word.strip() for _, value in values for word in value.split(separator) if word.strip()
    )


def _parameter(value: str, path: Path, line: int) -> Parameter:
    parts = value.split(None, 3)
    if len(parts) < 4 or parts[1] not in PARAMETER_TYPES:
        form = "name type default description"
        raise SourceFormatError(
            path,
            line,
            f"'# param: {value}': '{form}' expected, type one of {', '.join(PARAMETER_TYPES)}",
        )
    name, kind, default, description = parts
    return Parameter(name, kind, None if default == "required" else default, description)


def _example(value: str, path: Path, line: int) -> dict[str, str]:
    pairs = [word.partition("=") for word in value.split()]
    if not pairs or not all(equals for _, equals, _ in pairs):
        raise SourceFormatError(path, line, f"'# example: {value}': 'name=value …' expected")
    return {name: setting for name, _, setting in pairs}


def read_questions(paths: Sequence[Path]) -> dict[str, Question]:
    """Return the questions by name, in the order of `paths`.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        As `read_question` does.
    """
    return {path.stem: read_question(path) for path in paths}


def find_question(name: str, paths: Sequence[Path]) -> Question:
    """Return the question called `name`, reading no other file.

    Raises
    ------
    QueryNotFoundError
        If there is none; the nearest names are given.
    """
    for path in paths:
        if path.stem == name:
            return read_question(path)
    import difflib

    raise QueryNotFoundError(name, difflib.get_close_matches(name, [p.stem for p in paths], n=3))
