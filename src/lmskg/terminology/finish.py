"""From drafts to a `Terminology`, with the checks that hold for every form.

Second labels become synonyms, alternative ids become retired terms, what is amiss is counted in a
note. Nothing is mended in silence, and a circle of parents stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import SourceFormatError
from ..namespaces import compress
from .draft import Draft, Draftbook, count, rank
from .model import Name, Scope, Term, Terminology
from .spaces import namespace_of, own_terms, with_id_spaces


def finish(book: Draftbook, path: Path | str, id_spaces: Sequence[str] = ()) -> Terminology:
    """Return the terminology that the drafts make; `path` is only named in errors.

    Raises
    ------
    SourceFormatError
        If there is no term, or none has a label, or none is of the `id_spaces`.
    """
    if not book.drafts:
        raise SourceFormatError(path, None, "no term is in it: no class, no concept, no row")
    if not any(name.scope is Scope.LABEL for d in book.drafts.values() for name in d.names):
        reason = f"none of its {count(len(book.drafts), 'term has', 'terms has')} a label"
        raise SourceFormatError(path, None, reason)
    notes = [*book.notes, *_retire_alternatives(book)]
    n_second = sum(_order_labels(draft) for draft in book.drafts.values())
    if n_second:
        labels = count(n_second, "second label", "second labels")
        notes.append(f"{labels} of one language taken as synonyms")
    notes += _faults(book)
    terms = {iri: _term(iri, draft) for iri, draft in book.drafts.items()}
    prefixes = with_id_spaces(book.prefixes, terms)
    own = frozenset(terms)
    if id_spaces or not book.owns_all:
        own = own_terms(terms, book.iri, prefixes, id_spaces)
    if not own:
        spaces = ", ".join(sorted({compress(namespace_of(iri), prefixes) for iri in terms}))
        reason = f"no term of it is of {' or '.join(id_spaces)}; there are {spaces}"
        raise SourceFormatError(path, None, reason)
    if len(own) < len(terms):
        others = count(len(terms) - len(own), "term is", "terms are")
        notes.append(f"{others} of another ontology")
    disjoint = ((iri, other) for iri, draft in book.drafts.items() for other in draft.disjoint)
    return Terminology(
        iri=book.iri,
        version=book.version,
        terms=terms,
        prefixes=prefixes,
        disjoint=tuple(dict.fromkeys(disjoint)),
        notes=tuple(notes),
        has_identifiers=book.has_identifiers,
        own=own,
    )


def _term(iri: str, draft: Draft) -> Term:
    replacement = draft.replacements[0] if len(draft.replacements) == 1 else None
    return Term(
        iri,
        tuple(dict.fromkeys(draft.names)),
        draft.definition,
        _once(draft.parents),
        tuple(dict.fromkeys(draft.relations)),
        _once(draft.genera),
        tuple(dict.fromkeys(draft.differentia)),
        draft.is_obsolete,
        replacement if draft.is_obsolete else None,
    )


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _retire_alternatives(book: Draftbook) -> list[str]:
    """Add each alternative id as a retired term that its term replaces; return notes."""
    places: dict[str, list[str]] = {}
    for iri, draft in book.drafts.items():
        for other in draft.alternatives:
            places.setdefault(other, []).append(iri)
    n_live = 0
    for other, replacements in places.items():
        draft = book.draft(other)
        if draft.names and not draft.is_obsolete:
            n_live += 1
            continue
        draft.is_obsolete = True
        draft.replacements = draft.replacements or replacements
    n_split = sum(len(_once(draft.replacements)) > 1 for draft in book.drafts.values())
    notes = []
    if n_live:
        notes.append(
            f"{count(n_live, 'alternative id is', 'alternative ids are')} a term in use as well"
        )
    if n_split:
        notes.append(
            f"{count(n_split, 'retired term has', 'retired terms have')} several replacements, "
            "so none is taken"
        )
    for draft in book.drafts.values():
        draft.replacements = list(_once(draft.replacements))
    return notes


def _order_labels(draft: Draft) -> int:
    """Put labels before synonyms, one a language; return how many became synonyms."""
    if len(draft.names) < 2:
        return 0
    labels: dict[str, Name] = {}
    others: list[Name] = []
    n_second = 0
    for name in draft.names:
        if name.scope is not Scope.LABEL:
            others.append(name)
        elif labels.setdefault(name.language, name).text != name.text:
            others.append(name._replace(scope=Scope.EXACT))
            n_second += 1
    draft.names = [*sorted(labels.values(), key=lambda name: rank(name.language)), *others]
    return n_second


def _faults(book: Draftbook) -> list[str]:
    """Return a note for each kind of thing that is amiss in the whole."""
    live = {iri: draft for iri, draft in book.drafts.items() if not draft.is_obsolete}
    n_bare = sum(not any(n.scope is Scope.LABEL for n in draft.names) for draft in live.values())
    missing = {parent for draft in live.values() for parent in draft.parents} - book.drafts.keys()
    n_circling = len(circling({iri: draft.parents for iri, draft in live.items()}))
    notes = []
    if n_bare:
        notes.append(f"{count(n_bare, 'term has', 'terms have')} no label")
    if missing:
        notes.append(f"{count(len(missing), 'parent is', 'parents are')} not in the file")
    if n_circling:
        notes.append(f"{count(n_circling, 'term is', 'terms are')} in a circle of parents")
    return notes


def circling(parents: dict[str, list[str]]) -> set[str]:
    """Return the terms that are, over others, their own ancestors.

    Terms without parents are taken away until none is left; the rest circles or is below a circle,
    and only there strongly connected components are looked for.

    Examples
    --------
    >>> sorted(circling({"a": ["b"], "b": ["a"], "c": ["a"], "d": []}))
    ['a', 'b']
    """
    n_left = {iri: sum(p in parents for p in above) for iri, above in parents.items()}
    children: dict[str, list[str]] = {}
    for iri, above in parents.items():
        for parent in above:
            children.setdefault(parent, []).append(iri)
    free = [iri for iri, number in n_left.items() if not number]
    while free:
        iri = free.pop()
        del n_left[iri]
        for child in children.get(iri, ()):
            n_left[child] -= 1
            if not n_left[child]:
                free.append(child)
    if not n_left:
        return set()
    import networkx

    graph = networkx.DiGraph((iri, p) for iri in n_left for p in parents[iri] if p in n_left)
    loops = {iri for iri, _ in networkx.selfloop_edges(graph)}
    components = networkx.strongly_connected_components(graph)
    return loops.union(*(found for found in components if len(found) > 1))
