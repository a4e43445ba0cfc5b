"""`lmskg draw`: a term with the claims around it, or the answer to a question, as a picture."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..draw import ENGINES, FORMATS, Engine, Format, format_of, render
from ..errors import LmskgError, TermNotFoundError
from ..resources import Project
from .options import output_option, project_option, quiet_option, say, write

if TYPE_CHECKING:
    import networkx
    from pyoxigraph import Store

    from ..network import Choice


@click.command()
@click.argument("term", required=False)
@click.option("--query", "question", metavar="NAME", help="Draw the claims in an answer instead.")
@click.option("--set", "settings", multiple=True, metavar="K=V", help="Set a parameter of it.")
@click.option(
    "--predicate",
    "predicates",
    multiple=True,
    help="Draw this relation and those below it; rdfs:subClassOf for the hierarchy. [default: all]",
)
@click.option(
    "--polarity",
    "polarities",
    multiple=True,
    type=click.Choice(["affirmed", "denied"]),
    help="Draw claims of this polarity. [default: both]",
)
@click.option(
    "--standing",
    "standings",
    multiple=True,
    help="Draw claims of this standing, such as contested. [default: all]",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 5),
    default=1,
    show_default=True,
    help="Claims from TERM to the farthest term.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=2),
    default=60,
    show_default=True,
    help="Most terms to draw; the nearest stay.",
)
@click.option(
    "--broad/--no-broad",
    "is_broad",
    default=True,
    show_default=True,
    help="Draw the claims of broader and overlapping diseases too.",
)
@click.option("--title", help="Words above the picture.")
@click.option(
    "-f",
    "--format",
    "format",
    type=click.Choice(FORMATS),
    help="Form of the picture [default: by the ending of the file; mermaid on stdout].",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="What lays out svg and png; auto is Graphviz where installed.",
)
@project_option
@output_option
@quiet_option
def draw(
    term: str | None,
    question: str | None,
    settings: tuple[str, ...],
    predicates: tuple[str, ...],
    polarities: tuple[str, ...],
    standings: tuple[str, ...],
    depth: int,
    limit: int,
    is_broad: bool,
    title: str | None,
    format: Format | None,
    engine: Engine,
    project: Project,
    output: str,
    quiet: bool,
) -> int:
    """Draw a term with the claims around it, or the claims in the answer to a question.

    TERM is a label, a CURIE or an IRI; of a relation of claims all its claims are drawn. What is
    denied or contested looks so. A claim about a broader disease is drawn at that disease.

    Example: lmskg draw leiomyosarcoma --predicate lms:isTreatmentFor -f svg -o lms.svg
    """
    if (term is None) == (question is None):
        raise click.UsageError("name a term, or a question with --query")
    if settings and question is None:
        raise click.UsageError("--set sets a parameter of a question; name it with --query")
    if question is not None and (depth > 1 or not is_broad):
        raise click.UsageError("--depth and --no-broad are for a term, not for an answer")
    form = format or ("mermaid" if output == "-" else format_of(output))
    if form == "png" and output == "-" and sys.stdout.isatty():
        raise click.UsageError("a png is no text for a terminal; name a file with -o")
    from ..assemble import load
    from ..network import Choice

    store = load(project)
    choice = Choice(
        predicates=tuple(_predicate(name, store, project) for name in predicates),
        polarities=frozenset(polarities),
        standings=frozenset(_standing(name, store) for name in standings),
        depth=depth,
        limit=limit,
        is_broad=is_broad,
    )
    network = (
        _of_term(term, choice, store, project)
        if term is not None
        else _of_question(question or "", settings, choice, store, project)
    )
    if title is not None:
        network.graph["title"] = title
    _write(output, render(network, form, engine=engine))
    if network.graph["n_left_out"]:
        say(quiet, f"{network.graph['n_left_out']} more terms are left out; --limit draws more")
    return 0


def _of_term(
    text: str, choice: Choice, store: Store, project: Project
) -> networkx.MultiDiGraph[str]:
    """Return the network of a term, or of a relation of claims."""
    from ..namespaces import KG
    from ..network import below, predicate_network, term_network
    from ..terms import find_term

    prefixes = project.prefixes()
    iri = find_term(store, text, prefixes)
    if iri in below(store, KG.claimPredicate):
        if choice.depth > 1 or not choice.is_broad:
            raise click.UsageError("--depth and --no-broad are for a term, not for a relation")
        return predicate_network(store, iri, choice, prefixes)
    return term_network(store, iri, choice, prefixes)


def _of_question(
    name: str, settings: tuple[str, ...], choice: Choice, store: Store, project: Project
) -> networkx.MultiDiGraph[str]:
    from ..network import answer_network
    from ..query.pins import answer
    from ..query.question import find_question
    from .query import asked, pairs_of, resolved

    found = find_question(name, project.answers)
    chosen = resolved(name, pairs_of(settings), store, project)
    prefixes = project.prefixes()
    table = answer(found, chosen, store, prefixes)
    title = asked(name, chosen, store, project)
    return answer_network(store, table, choice, prefixes, title=title)


def _predicate(text: str, store: Store, project: Project) -> str:
    """Return the IRI of a relation of claims, or of the relation of a class and a broader one."""
    from ..namespaces import KG, RDFS_SUBCLASS, expand
    from ..network import below
    from ..terms import find_term

    prefixes = project.prefixes()
    try:
        if expand(text, prefixes) == RDFS_SUBCLASS:
            return RDFS_SUBCLASS
    except LmskgError:
        pass  # a label
    iri = find_term(store, text, prefixes)
    if iri not in below(store, KG.claimPredicate):
        raise click.BadParameter(f"'{text}' is no relation of claims", param_hint="'--predicate'")
    return iri


def _standing(text: str, store: Store) -> str:
    import difflib

    from ..network import standings

    known = standings(store)
    name = text.replace("-", " ").casefold()
    if name not in known:
        raise TermNotFoundError(text, difflib.get_close_matches(name, known, n=2) or known)
    return name


def _write(output: str, data: bytes) -> None:
    """Write a picture: to standard output as it is, or whole to a file."""
    if output == "-" and data.startswith(b"\x89PNG"):
        sys.stdout.buffer.write(data)
        return
    if output == "-":
        write(output, data.decode())
        return
    from pathlib import Path

    from ..files import write_bytes

    write_bytes(Path(output), data)
