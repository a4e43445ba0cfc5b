"""Take the bundled question that is nearest to a plain one, and fill its parameters.

Two shares make the likeness: how much of what is asked a question's wording and the terms that it
takes cover, and how much of its wording is asked for; each concept weighs more, the fewer
questions have it. A word that no question and no term knows weighs as the rarest one, so that a
topic the graph does not know brings the likeness down. Below `LEAST` no question is taken, and
none where a listed topic is asked for (`queries/uncovered.tsv`) or two are equally near.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

from pyoxigraph import Store

from ..namespaces import compress
from ..query.question import Question
from .asked import Asked, Uncovered, read, topic_of, unheard_in
from .fill import Filled, fill, fits, is_rare, rarity
from .lexicon import Lexicon, Span
from .profile import Profile, Reader, Said, profiles
from .words import Thesaurus, stems

LEAST = 0.53  # likeness below which no question is near enough
APART = 0.02  # likeness by which the nearest has to be ahead of the next
FAVOUR = 0.03  # for a question that is meant for patients too
UNMET = 0.7  # factor where nothing of a question's own wording is asked for
FAINT = 0.3  # weight of what most questions take
KIN = 0.7  # share of a term that a wording covers by naming what it is a kind of
HELD = 0.7  # share of what is asked that a statement has to hold to be named as near
SHOWN = 0.25  # likeness from which a question is named as near


class Near(NamedTuple):
    """A bundled question that is near, and its parameters."""

    question: Question
    filled: tuple[Filled, ...]

    def settings(self, prefixes: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters that the text fills, as `bind` takes them."""
        return _settings(self.filled, prefixes)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was taken for a plain question.

    Attributes
    ----------
    asked
        The question as it was read.
    question
        The bundled question that was taken; `None` if none is near enough or two are.
    filled
        Its parameters.
    likeness
        Of the nearest question, 0 to 1.
    near
        The nearest questions, the nearest first, two at most, the one taken left out.
    topic
        The listed topic without a source that is asked for, else empty.
    is_ambiguous
        Whether two questions are equally near.
    unheard
        Words of the text that stand in no statement, name or question here.
    statements
        Statements that hold most of what is asked, where no question was taken.
    """

    asked: Asked
    question: Question | None
    filled: tuple[Filled, ...]
    likeness: float
    near: tuple[Near, ...]
    topic: str = ""
    is_ambiguous: bool = False
    unheard: tuple[str, ...] = ()
    statements: tuple[Said, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether what is asked for is a listed topic, or for the most part stands nowhere here."""
        if self.question is not None or self.is_ambiguous:
            return False
        is_unheard = bool(self.unheard) and 2 * len(self.unheard) >= len(self.asked.concepts())
        return bool(self.topic) or is_unheard

    def settings(self, prefixes: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters that the text fills, as `bind` takes them."""
        return _settings(self.filled, prefixes)


def _settings(filled: Iterable[Filled], prefixes: Mapping[str, str]) -> dict[str, str]:
    return {f.name: compress(f.iri, dict(prefixes)) for f in filled if f.words}


def make_reader(
    store: Store,
    questions: Iterable[Question],
    thesaurus: Thesaurus,
    prefixes: Mapping[str, str],
) -> Reader:
    """Return what is needed to read plain questions; it serves for any number of them."""
    return profiles(questions, Lexicon(store), thesaurus, prefixes)


def choose(text: str, reader: Reader, uncovered: Sequence[Uncovered] = ()) -> Choice:
    """Return the bundled question nearest to a plain one, with its parameters filled.

    Parameters
    ----------
    text
        A question in everyday English; misspelt words are mended.
    reader
        From `make_reader`.
    uncovered
        Topics that the graph is known not to cover.
    """
    asked = read(text, reader, uncovered)
    ranked = sorted(
        ((_likeness(asked, profile, reader), profile) for profile in reader.profiles),
        key=lambda pair: (-pair[0], pair[1].question.name),
    )
    best = ranked[0][0] if ranked else 0.0
    near = tuple(
        Near(profile.question, fill(asked, profile, reader))
        for likeness, profile in ranked[:3]
        if likeness >= SHOWN
    )
    topic = topic_of(asked, uncovered)
    unheard = unheard_in(asked, reader)
    is_foreign = 2 * len(unheard) > len(asked.concepts())
    if topic or is_foreign or best < LEAST:
        said = () if topic else _statements(asked, reader)
        return Choice(asked, None, (), best, near[:2], topic, unheard=unheard, statements=said)
    if len(ranked) > 1 and ranked[1][0] > best - APART:
        return Choice(asked, None, (), best, near[:2], is_ambiguous=True)
    return Choice(asked, near[0].question, near[0].filled, best, near[1:])


def _statements(asked: Asked, reader: Reader) -> tuple[Said, ...]:
    """Return up to three statements that hold most of what is asked, the fullest first."""
    counts: dict[str, int] = {}
    for said in reader.said:
        for concept in said.concepts:
            counts[concept] = counts.get(concept, 0) + 1
    wanted = {c: log((len(reader.said) + 1) / counts.get(c, 0.5)) for c in asked.concepts()}
    total = sum(wanted.values())
    shares = [
        (sum(weight for c, weight in wanted.items() if c in said.concepts) / total, said)
        for said in (reader.said if total else ())
    ]
    best = sorted((pair for pair in shares if pair[0] >= HELD), key=lambda p: (-p[0], p[1].claim))
    return tuple(said for _, said in best[:3])


def _likeness(asked: Asked, profile: Profile, reader: Reader) -> float:
    """Return how near a question is to a plain one, 0 to 1."""
    filled = fill(asked, profile, reader)
    covered, is_met = _covered(asked, profile, filled, reader)
    if not covered:
        return 0.0
    wanted = set(asked.concepts())
    named = {f.name for f in filled if f.words}
    # "what do sources say of {treatment}" has no wording of its own beside what it takes
    is_met = is_met or (not profile.asked and any(is_rare(name, reader) for name in named))
    asked_for = _met(profile.asked, wanted, profile, named, reader)
    titled = _met(profile.titled, wanted, profile, named, reader) if profile.titled else asked_for
    likeness = 0.75 * covered + 0.25 * (0.6 * asked_for + 0.4 * titled)
    for_all = FAVOUR if "patient" in profile.question.personas else 0.0
    return likeness * (1.0 if is_met else UNMET) * (1 - FAVOUR) + for_all


def _covered(
    asked: Asked, profile: Profile, filled: Sequence[Filled], reader: Reader
) -> tuple[float, bool]:
    """Return how much of a text a question covers, and whether more than by the terms it takes."""
    taken = {f.start: rarity(f.name, reader) for f in filled if f.words}
    common = [s for s in profile.slots if not is_rare(s.parameter.name, reader)]
    places = {concept: (start, end) for concept, start, end in reversed(asked.placed)}
    total = covered = 0.0
    is_met = False
    for concept in asked.concepts():
        start, end = places[concept]
        span = next((s for s in asked.spans if s.start < end and start < s.end), None)
        weight = reader.weight(concept)
        parts = [c for c, a, b in asked.placed if span and span.start < b and a < span.end]
        share = max(_share(part, span, profile, reader) for part in parts or [concept])
        got = span and next((w for at, w in taken.items() if span.start <= at < span.end), None)
        if span and got is not None:
            weight, share = got / (span.end - span.start), 1.0
        elif span and any(fits(span, slot, asked, reader) for slot in common):
            weight, share = FAINT, KIN  # a second disease, beside the one that was taken
        elif share >= KIN:
            is_met = True
        total, covered = total + weight, covered + weight * share
    return (covered / total if total else 0.0), is_met


def _share(concept: str, span: Span | None, profile: Profile, reader: Reader) -> float:
    """Return how far a question's wording covers a concept, 0 to 1."""
    if concept in profile.asked:
        return 1.0
    if concept in profile.titled:
        return 0.9
    if concept in profile.named:
        return 0.6
    if span is not None:
        above = (reader.lexicon.label(iri) for iri in reader.lexicon.ancestors(span.iri))
        kinds = {c for label in above for c in reader.thesaurus.concepts(stems(label))}
        if kinds & (profile.asked | profile.titled):
            return KIN
    return 0.0


def _met(
    wording: frozenset[str], wanted: set[str], profile: Profile, named: set[str], reader: Reader
) -> float:
    """Return how much of a wording, and of the terms it takes, a text has, 0 to 1."""
    slots = {s.parameter.name: rarity(s.parameter.name, reader) for s in profile.slots}
    total = sum(map(reader.weight, sorted(wording))) + sum(slots.values())
    found = sum(map(reader.weight, sorted(wording & wanted)))
    return (found + sum(slots[name] for name in sorted(named))) / total if total else 0.0
