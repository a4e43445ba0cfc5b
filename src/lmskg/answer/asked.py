"""Read a plain question: its words, their spelling mended, its concepts and the terms it names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from ..errors import SourceFormatError
from ..files import read_text
from .lexicon import Span
from .profile import WHAT_IS, Reader
from .words import content, mended, stem, stems, words

_DEFINING = re.compile("(what|whats)( is| are| does)?( a| an| the)?|define|explain|tell me about")


class Uncovered(NamedTuple):
    """A topic that the graph does not cover, and the phrases (stems) that ask for it."""

    topic: str
    phrases: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A plain question as it was read: its words, mended, its concepts and the terms found.

    `inner` are terms whose names stand within a longer name that was found.
    """

    text: str
    words: tuple[str, ...]
    placed: tuple[tuple[str, int, int], ...]
    spans: tuple[Span, ...]
    inner: tuple[Span, ...] = ()

    def concepts(self) -> list[str]:
        """Return what bears on the choice of a question."""
        return content(concept for concept, _, _ in self.placed)


def read_uncovered(path: Path) -> list[Uncovered]:
    """Return the topics of a file: a topic, a tab, and its phrases apart by `|`.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        If the file is not there, or a line has no tab.
    """
    topics: list[Uncovered] = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        topic, tab, phrases = line.partition("\t")
        if not tab or not phrases.strip():
            raise SourceFormatError(path, number, "'topic<TAB>phrase|phrase' expected")
        topics.append(Uncovered(topic, tuple(tuple(stems(p)) for p in phrases.split("|"))))
    return topics


def read(text: str, reader: Reader, uncovered: Sequence[Uncovered] = ()) -> Asked:
    """Return a plain question as it is read with what a reader knows."""
    known = reader.known | {w for u in uncovered for phrase in u.phrases for w in phrase}
    right = _mended(words(text), known)
    found = [stem(word) for word in right]
    placed = reader.thesaurus.placed(found)
    # in "follow ups" the phrase counts, not what "UPS" may stand for
    named = reader.lexicon.find(found, right)
    spans = [s for s in named if not any(_is_part(s, a, b) for _, a, b in placed)]
    if len(spans) == 1 and spans[0].end == len(right):
        if _DEFINING.fullmatch(" ".join(right[: spans[0].start])):
            placed.append((WHAT_IS, -1, -1))
    inner = [s for span in spans for s in reader.lexicon.within(span, found, right)]
    return Asked(text, tuple(right), tuple(placed), tuple(spans), tuple(inner))


def _is_part(span: Span, start: int, end: int) -> bool:
    return start <= span.start and span.end <= end and span.end - span.start < end - start


def _mended(written: Sequence[str], known: Collection[str]) -> list[str]:
    """Return words with their spelling mended, but for those that two words joined make right."""
    joined = {n for n, pair in enumerate(pairwise(written)) if "".join(pair) in known}
    return [word if {n, n - 1} & joined else mended(word, known) for n, word in enumerate(written)]


def topic_of(asked: Asked, uncovered: Sequence[Uncovered]) -> str:
    """Return the first listed topic that is asked for, or nothing."""
    found = [stem(word) for word in asked.words]
    return next((u.topic for u in uncovered if any(_holds(found, p) for p in u.phrases)), "")


def _holds(found: Sequence[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(tuple(found[n : n + size]) == phrase for n in range(len(found) - size + 1))


def unheard_in(asked: Asked, reader: Reader) -> tuple[str, ...]:
    """Return the words of a text that bear on a question and stand nowhere in the graph."""
    heard = set(reader.weights).union(*(said.concepts for said in reader.said))
    inside = {n for span in asked.spans for n in range(span.start, span.end)}
    return tuple(
        dict.fromkeys(
            asked.words[start]
            for concept, start, _ in asked.placed
            if start >= 0 and start not in inside and concept not in heard and content([concept])
        )
    )
