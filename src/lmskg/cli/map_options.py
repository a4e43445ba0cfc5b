"""What the sub-commands of `lmskg map` share: mapping files and terminologies in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..resources import Project
from .options import say

if TYPE_CHECKING:
    from ..mapping.pool import Pool
    from ..sssom import MappingSet
    from ..terminology import Terminology

F = TypeVar("F", bound=Callable[..., Any])


def source_option(command: F) -> F:
    """Add `--source`: what the subjects of mappings are terms of."""
    return click.option(
        "--source",
        "sources",
        type=click.Path(path_type=Path),
        multiple=True,
        help="What subjects are terms of: an ontology or a table; more than once for several.",
    )(command)


def target_option(command: F) -> F:
    """Add `--target`: what the objects of mappings are terms of."""
    return click.option(
        "--target",
        "targets",
        type=click.Path(path_type=Path),
        multiple=True,
        help="What objects are terms of: an ontology or a table; more than once for several.",
    )(command)


def mapping_sets(
    paths: Sequence[Path], project: Project, prefixes: dict[str, str], *, quiet: bool
) -> dict[Path, MappingSet]:
    """Return the sets of some files, without any those of the project; say what was supposed."""
    from ..sssom import read_mapping_set, read_mappings

    if not paths:
        return {path: read_mappings(path, prefixes) for path in project.mappings}
    found = {path: read_mapping_set(path, prefixes) for path in paths}
    for mapping_set in found.values():
        for note in mapping_set.notes:
            say(quiet, note)
    return found


def terminologies(paths: Sequence[Path], *, quiet: bool) -> list[Terminology]:
    """Return the terminologies of some files; say what was passed over."""
    from ..terminology import read_terminology

    found = [read_terminology(path) for path in paths]
    for path, terminology in zip(paths, found, strict=True):
        for note in terminology.notes:
            say(quiet, f"{path.name}: {note}")
    return found


def own_pool(
    sources: Sequence[Path],
    targets: Sequence[Path],
    project: Project | None,
    prefixes: dict[str, str],
    *,
    quiet: bool,
) -> Pool:
    """Return the terms of some files and, where it is given, of a project."""
    from pyoxigraph import NamedNode

    from ..graph.store import parse_file
    from ..mapping.pool import pool_of

    own = (project.ontology, project.vocabulary) if project else ()
    known = [
        *terminologies(sources, quiet=quiet),
        *terminologies(own, quiet=True),  # its own files are as they are to be
        *terminologies(targets, quiet=quiet),
    ]
    subjects = (quad.subject for path in own for quad in parse_file(path))
    others = {node.value for node in subjects if isinstance(node, NamedNode)}
    return pool_of(known, prefixes, others)
