"""What each bundled question is about: the concepts of its wording, and of the terms it asks for.

The wording is the question and its title; the terms are the ones of the project that its SPARQL
names, with their labels, synonyms, everyday words and glosses. A parameter takes what its
description calls it: "the treatment asked about" takes a kind of treatment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from ..errors import IdentifierError
from ..namespaces import KG, OBO_IN_OWL, RDFS_LABEL, compress, expand
from ..query.question import Parameter, Question
from .lexicon import Lexicon
from .words import Thesaurus, content, stems, words

WHAT_IS = "what-is"  # the concept of asking what a term is, and nothing else of it
_WHAT_IS = re.compile(r"What is \{\w+\}[,?]")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_CURIE = re.compile(r"\b[A-Za-z][\w.-]*:[A-Za-z][\w-]*")
_TOLD = (RDFS_LABEL, KG.gloss, OBO_IN_OWL.hasExactSynonym, KG.everydayWord)


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter that a term of the text may fill: a kind of `kinds`, or what plays their role.

    `is_open` says that any term may; the words for what a parameter takes are those of its
    description, else it takes what its default is a kind of.
    """

    parameter: Parameter
    kinds: tuple[str, ...]
    default: str | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """The concepts of a question: of its wording, of its title, and of the terms it names."""

    question: Question
    asked: frozenset[str]
    titled: frozenset[str]
    named: frozenset[str]
    slots: tuple[Slot, ...]


class Said(NamedTuple):
    """A sentence that a source is held to say: the claim's CURIE, the sentence, its concepts."""

    claim: str
    statement: str
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reader:
    """All that is needed to read a plain question; see `profiles`.

    Attributes
    ----------
    lexicon, thesaurus, profiles
        What terms are called, which words mean one thing, and what each question is about.
    weights
        How much a concept tells.
    known
        Words that are spelt right.
    roles
        Classes that terms play by claims and not by definition.
    said
        The sentences of all claims.
    """

    lexicon: Lexicon
    thesaurus: Thesaurus
    profiles: tuple[Profile, ...]
    weights: dict[str, float]
    known: frozenset[str]
    roles: frozenset[str]
    said: tuple[Said, ...]

    def weight(self, concept: str) -> float:
        """Return how much a concept tells: the fewer questions have it, the more."""
        return self.weights.get(concept, max(self.weights.values(), default=1.0))


def profiles(
    questions: Iterable[Question],
    lexicon: Lexicon,
    thesaurus: Thesaurus,
    prefixes: Mapping[str, str],
) -> Reader:
    """Return the profiles of questions and what is needed to hold a text against them."""
    made = tuple(_profile(q, lexicon, thesaurus, dict(prefixes)) for q in questions)
    counts: dict[str, int] = {}
    for profile in made:
        for concept in profile.asked | profile.titled:
            counts[concept] = counts.get(concept, 0) + 1
    weights = {concept: 0.3 + log((len(made) + 1) / number) for concept, number in counts.items()}
    wording = {word for p in made for word in words(f"{p.question.question} {p.question.title}")}
    known = frozenset(lexicon.known | wording | thesaurus.words())
    said = tuple(
        Said(
            compress(iri, dict(prefixes)), text, frozenset(content(thesaurus.concepts(stems(text))))
        )
        for iri, text in lexicon.statements()
    )
    return Reader(lexicon, thesaurus, made, weights, known, lexicon.roles(), said)


def _profile(
    question: Question, lexicon: Lexicon, thesaurus: Thesaurus, prefixes: dict[str, str]
) -> Profile:
    def concepts(text: str) -> frozenset[str]:
        return frozenset(content(thesaurus.concepts(stems(text))))

    body = "\n".join(line for line in question.sparql.splitlines() if not line.startswith("#"))
    named = {
        text for curie in set(_CURIE.findall(body)) for text in _told(curie, lexicon, prefixes)
    }
    return Profile(
        question,
        asked=concepts(_PLACEHOLDER.sub(" ", question.question))
        | ({WHAT_IS} if _WHAT_IS.match(question.question) else set()),
        titled=concepts(question.title),
        named=frozenset().union(*map(concepts, named)),
        slots=tuple(_slot(p, lexicon, prefixes) for p in question.parameters),
    )


def _told(curie: str, lexicon: Lexicon, prefixes: dict[str, str]) -> list[str]:
    """Return what a term of the project's own ontology is called."""
    try:
        iri = expand(curie, prefixes)
    except IdentifierError:
        return []
    if iri not in lexicon.labels:
        return []
    quads = (
        q
        for predicate in _TOLD
        for q in lexicon.store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None)
    )
    return sorted({q.object.value for q in quads if isinstance(q.object, Literal)})


def _slot(parameter: Parameter, lexicon: Lexicon, prefixes: dict[str, str]) -> Slot:
    described = words(parameter.description)
    spans = lexicon.find(stems(parameter.description), described)
    try:
        default = expand(parameter.default, prefixes) if parameter.default else None
    except IdentifierError:
        default = None
    if parameter.type not in ("disease", "class") or "any" in described:
        kinds: tuple[str, ...] = ()  # "the disease, or any other term" names no kind
    elif spans:
        kinds = (spans[0].iri,)
    else:
        kinds = lexicon.parents(default) if default else ()
    return Slot(
        parameter, kinds, default, is_open=parameter.type in ("disease", "class") and not kinds
    )
