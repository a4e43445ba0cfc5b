"""Fill the parameters of a bundled question with the terms that a plain one names."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import NamedTuple

from .asked import Asked
from .lexicon import Span
from .profile import Profile, Reader, Slot
from .words import stem

_POINTING = frozenset(["this", "that", "my", "our", "his", "her", "their", "the", "your"])
_RARE = 1.0  # least rarity of a parameter that tells something
_FEWEST = 5  # claims about a disease for it to be meant by a broad word such as "cancer"


class Filled(NamedTuple):
    """A parameter, the term it got, and the words of the text that name it, if any do.

    `start` is the place of the first of these words.
    """

    name: str
    iri: str
    words: str = ""
    start: int = -1


def rarity(name: str, reader: Reader) -> float:
    """Return how much a filled parameter tells: little, where most questions or terms fit it."""
    slots = [s for p in reader.profiles for s in p.slots if s.parameter.name == name]
    if any(slot.is_open for slot in slots):
        return 0.3
    return 0.3 + log((len(reader.profiles) + 1) / max(1, len(slots)))


def is_rare(name: str, reader: Reader) -> bool:
    """Return whether so few questions take a parameter that filling it tells something."""
    return rarity(name, reader) >= _RARE


def fill(asked: Asked, profile: Profile, reader: Reader) -> tuple[Filled, ...]:
    """Return the parameters of a question: terms of the text first for what few questions take."""
    spans = list(asked.spans)
    filled: dict[str, Filled] = {}
    for slot in sorted(profile.slots, key=lambda s: -rarity(s.parameter.name, reader)):
        fitting = [span for span in spans if fits(span, slot, asked, reader)] or [
            span for span in asked.inner if fits(span, slot, asked, reader)
        ]
        kin = [span for span in fitting if _is_kin(span.iri, slot.default, reader)]
        kin.sort(key=lambda span: span.iri != slot.default)
        span = next(iter(kin or fitting), None) or _completed(spans, slot, profile, asked, reader)
        if span is not None:
            spans = [s for s in spans if not s.start <= span.start < s.end]
            filled[slot.parameter.name] = Filled(
                slot.parameter.name, span.iri, span.words, span.start
            )
        elif slot.default:
            filled[slot.parameter.name] = Filled(slot.parameter.name, slot.default)
    names = [slot.parameter.name for slot in profile.slots]
    return tuple(filled[name] for name in names if name in filled)


def _completed(
    spans: Sequence[Span], slot: Slot, profile: Profile, asked: Asked, reader: Reader
) -> Span | None:
    """Return a term that plays the role a parameter asks for and whose name holds words found.

    So "vinyl chloride" is completed to the exposure, where a risk factor is asked for; a word
    that has kinds of its own, such as "treatment", is too broad for that.
    """
    roles = _roles(slot, reader)
    if not roles:
        return None
    others = [s for s in profile.slots if s is not slot]
    for span in spans:
        is_broad = reader.lexicon.has_kinds(span.iri)
        if is_broad or any(fits(span, other, asked, reader) for other in others):
            continue
        words = tuple(stem(word) for word in asked.words[span.start : span.end])
        names = sorted(
            (len(n), n, iri) for n, iri in reader.lexicon.names.items() if n[: len(words)] == words
        )
        for _, _, iri in names:
            if any(reader.lexicon.plays(iri, role) for role in roles):
                return span._replace(iri=iri)
    return None


def fits(span: Span, slot: Slot, asked: Asked, reader: Reader) -> bool:
    """Return whether a term may fill a parameter."""
    lexicon = reader.lexicon
    if slot.is_open:
        return True
    is_kind = not lexicon.ancestors(span.iri).isdisjoint(slot.kinds)
    if not is_kind and not any(lexicon.plays(span.iri, role) for role in _roles(slot, reader)):
        return False
    if slot.default and span.iri in lexicon.ancestors(slot.default):
        # "this cancer" is the disease of the graph, "sarcoma" is a broader one of its own
        before = asked.words[span.start - 1] if span.start else ""
        is_meant = before not in _POINTING and lexicon.is_spoken_of(span.iri, _FEWEST)
        return is_meant and not is_rare(slot.parameter.name, reader)
    return True


def _roles(slot: Slot, reader: Reader) -> list[str]:
    """Return what a parameter takes that is a role, played by claims and not by definition."""
    return [kind for kind in slot.kinds if kind in reader.roles]


def _is_kin(iri: str, default: str | None, reader: Reader) -> bool:
    if default is None:
        return False
    return (
        iri == default
        or default in reader.lexicon.ancestors(iri)
        or iri in reader.lexicon.ancestors(default)
    )
