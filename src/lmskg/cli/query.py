"""`lmskg query` and `lmskg questions`: ask, and hold answers against the ones on record."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import QueryParameterError, SourceNotFoundError
from ..resources import Project
from .options import (
    F,
    endpoint_of,
    output_option,
    project_option,
    quiet_option,
    report_format_option,
    say,
    write,
    write_report,
)

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..model import Table
    from ..query.question import Parameter, Question
    from ..query.remote import RemoteGraph
    from ..query.run import Data


def endpoint_option(command: F) -> F:
    """Add `--endpoint` and `--default-graph`: a remote store instead of the graph at hand."""
    command = click.option(
        "--default-graph",
        is_flag=True,
        help="Ask the store's own default graph: faster where that is the union of its graphs.",
    )(command)
    return click.option(
        "--endpoint", metavar="URL", help="Remote store to ask, filled by `lmskg load`."
    )(command)


@click.command()
@click.argument("name", required=False, metavar="NAME|FILE|-")
@click.option("--set", "settings", multiple=True, metavar="K=V", help="Set a parameter.")
@click.option("--list", "is_list", is_flag=True, help="List the named questions and stop.")
@click.option("--sparql", is_flag=True, help="Print the query instead of asking it.")
@click.option(
    "-g",
    "--graph",
    type=click.Path(path_type=Path),
    help="RDF file to ask instead of the project's graph.",
)
@endpoint_option
@click.option(
    "-f",
    "--format",
    "format",
    type=click.Choice(["table", "csv", "tsv", "json"]),
    help="Form of the answer [default: table]; triples are always Turtle.",
)
@click.option("--limit", type=click.IntRange(min=0), help="Most rows to print.")
@click.option("--timeout-s", type=click.FloatRange(0, 86_400, min_open=True), help="Most seconds.")
@project_option
@output_option
@quiet_option
def query(
    name: str | None,
    settings: tuple[str, ...],
    is_list: bool,
    sparql: bool,
    graph: Path | None,
    endpoint: str | None,
    default_graph: bool,
    format: str | None,
    limit: int | None,
    timeout_s: float | None,
    project: Project,
    output: str,
    quiet: bool,
) -> int:
    """Ask one question: by name, from a file, or from standard input.

    All layers are asked as one graph; each is a named graph of the same query. A query only
    reads: SERVICE and updates are refused. Credentials for a remote store come from
    LMSKG_ENDPOINT_USER and LMSKG_ENDPOINT_PASSWORD, or from LMSKG_ENDPOINT_TOKEN.

    Example: lmskg query risk-factors --set disease=lms:Sarcoma
    """
    if is_list:
        write(output, _list(project))
        return 0
    if name is None:
        raise click.UsageError("name a question, a file or -; --list shows the questions")
    if sparql:
        write(output, _text(name, project))
        return 0
    if graph and endpoint:
        raise click.UsageError("--graph or --endpoint, not both")
    store = _remote(endpoint, default_graph, timeout_s) if endpoint else _store(graph, project)
    chosen = resolved(name, pairs_of(settings), store, project)
    answer = _answer(name, chosen, store, project, timeout_s)
    if isinstance(answer, str):
        write(output, answer)
        return 0
    shown = answer if limit is None else type(answer)(answer.columns, answer.rows[:limit])
    from ..query.closing import closing
    from ..query.results import write_table

    text = write_table(shown, format or "table", project.prefixes())
    if format in (None, "table") and not _is_file(name):
        text = f"{asked(name, chosen, store, project)}\n\n{text}{closing(answer, store)}"
    write(output, text)
    if len(shown) < len(answer):
        say(quiet, f"{len(shown)} of {len(answer)} rows; --limit left out the others")
    return 0


def _list(project: Project) -> str:
    from ..model import format_table
    from ..query.question import read_questions

    rows = [
        [
            question.name,
            question.title,
            " ".join(f"{p.name}={p.default or '…'}" for p in question.parameters),
        ]
        for question in read_questions(project.answers).values()
    ]
    return format_table(("name", "title", "parameters"), rows, width=60) + "\n"


def pairs_of(settings: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters that `--set name=value` sets, by name."""
    pairs: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise QueryParameterError(setting, "write it as --set name=value")
        if key in pairs:
            raise QueryParameterError(key, "is set twice; set it once")
        pairs[key] = value
    return pairs


def _is_file(name: str) -> bool:
    has_file_form = name.endswith((".rq", ".sparql")) or "/" in name or "\\" in name
    return name == "-" or has_file_form or Path(name).is_file()


def resolved(name: str, settings: dict[str, str], store: Data, project: Project) -> dict[str, str]:
    """Return the settings with labels and everyday words of terms put as IRIs."""
    if _is_file(name):
        return settings
    from ..query.question import find_question

    question = find_question(name, project.answers)
    return {key: _iri(question.parameter(key), v, store, project) for key, v in settings.items()}


def _iri(parameter: Parameter | None, text: str, store: Data, project: Project) -> str:
    if parameter is None or parameter.type not in ("disease", "class", "term") or ":" in text:
        return text
    from ..terms import find_term

    return find_term(store, text, project.prefixes())


def asked(name: str, settings: dict[str, str], store: Data, project: Project) -> str:
    """Return the plain question, with the labels of what it is asked about."""
    from pyoxigraph import NamedNode

    from ..model import plain
    from ..namespaces import RDFS_LABEL
    from ..query.bind import bind
    from ..query.question import find_question

    question = find_question(name, project.answers)
    text = question.question
    for variable, term in bind(question, settings, store, project.prefixes()).items():
        label = term.value
        if isinstance(term, NamedNode):
            labels = store.quads_for_pattern(term, NamedNode(RDFS_LABEL), None)
            label = next((plain(quad.object) or label for quad in labels), label)
        text = text.replace(f"{{{variable.value}}}", label)
    return text


def _text(name: str, project: Project) -> str:
    """Return the text of a query: of a named question, of a file, or of standard input."""
    if not _is_file(name):
        from ..query.question import find_question

        return find_question(name, project.answers).sparql
    from ..files import decode_text, read_text

    if name == "-":
        return decode_text(sys.stdin.buffer.read(), "standard input")
    return read_text(Path(name))


def _answer(
    name: str,
    settings: dict[str, str],
    store: Data,
    project: Project,
    timeout_s: float | None,
) -> Table | str:
    """Return a table, or Turtle for a query that gives triples."""
    from ..query.run import ask

    if not _is_file(name):
        from ..query.bind import bind
        from ..query.question import find_question

        question = find_question(name, project.answers)
        bindings = bind(question, settings, store, project.prefixes())
        result = ask(store, question.sparql, question.path, bindings=bindings, timeout_s=timeout_s)
    else:
        if settings:
            raise QueryParameterError(next(iter(settings)), "only named questions have parameters")
        text = _text(name, project)
        place = "standard input" if name == "-" else name
        result = ask(store, text, place, timeout_s=timeout_s)
    if not isinstance(result, list):
        return result
    from ..graph.face import turtle
    from ..graph.store import as_quads

    return turtle(as_quads(result), project.prefixes()).decode()


def _remote(address: str, use_default_graph: bool, timeout_s: float | None) -> RemoteGraph:
    from ..query.remote import RemoteGraph

    # the limit of the query itself comes first, and says so
    patience = None if timeout_s is None else timeout_s + 1
    return RemoteGraph(endpoint_of(address, patience), use_default_graph=use_default_graph)


def _store(graph: Path | None, project: Project) -> Store:
    if graph is None:
        from ..assemble import load

        return load(project)
    from ..graph.store import load_store

    return load_store(graph)


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--show",
    "is_shown",
    is_flag=True,
    help="Print each question in plain words with its answer, evidence and strength instead.",
)
@click.option(
    "--pin", is_flag=True, help="Write the answers as the ones on record; then read them."
)
@endpoint_option
@project_option
@output_option
@report_format_option
def questions(
    names: tuple[str, ...],
    is_shown: bool,
    pin: bool,
    endpoint: str | None,
    default_graph: bool,
    project: Project,
    output: str,
    format: str,
) -> int:
    """Hold the answers of all questions, or of those named, against the ones on record.

    Example: lmskg questions
    """
    from ..query.pins import compare_pins
    from ..query.question import find_question, read_questions

    if endpoint and (is_shown or pin):
        raise click.UsageError("--endpoint only holds answers against those on record")
    found = read_questions(project.answers)
    if not found:
        raise SourceNotFoundError(project.root / "queries" / "answers", "no question here")
    if names:
        found = {name: find_question(name, project.answers) for name in names}
    if is_shown:
        write(output, _shown(found.values(), _store(None, project), project, format))
        return 0
    store = _remote(endpoint, default_graph, None) if endpoint else _store(None, project)
    if pin:
        _pin(found.values(), project, store)
    report = compare_pins(found.values(), store, project.prefixes())
    write_report(report, output, format)
    return int(report.is_failing("error"))


def _shown(found: Iterable[Question], store: Store, project: Project, format: str) -> str:
    """Return questions with their answers for the defaults of their parameters."""
    import json

    from ..answer import compose, format_shown

    answered = [compose(question, {}, store, project.prefixes()) for question in found]
    if format == "json":
        return json.dumps([a.to_dict() for a in answered], ensure_ascii=False, indent=2) + "\n"
    return "\n\n\n".join(map(format_shown, answered)) + "\n"


def _pin(found: Iterable[Question], project: Project, store: Data) -> None:
    from ..files import write_bytes
    from ..query.pins import answers
    from ..query.results import to_tsv

    for answer in answers(found, store, project.prefixes()):
        write_bytes(answer.question.pin_path(answer.example), to_tsv(answer.table).encode())
