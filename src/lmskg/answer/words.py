"""Words of a plain question: cut, brought to a stem, and their spelling mended.

A stem joins forms of one word ("tumours", "tumour"); other words for one thing are joined by
a list of the project (`queries/everyday.tsv`), one line a sense. English is all it knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..files import read_text

_APOSTROPHES = re.compile("['’‘ʼ`]")  # noqa: RUF001 - what people and word processors type
_ENDINGS = ("ing", "ed", "es", "s")
SHORTEST = 5  # letters of a word whose spelling may be mended: one slip, from LONG on two
LONG = 8

# words that bear on no question here: grammar, courtesy, and who asks for whom
STOP = frozenset(
    """a about after again against all also am an and any are as ask at be because been being but
    by can could d did do does doing done for from get gets getting give given go goes going got
    had has have having he hello her hers hi him his how i if im in into is isnt it its ive just
    know like ll make may me might mine more most much must my need no not of off on one or
    other our ours out over please put really s say says she so some someone something such t
    take tell than thank thanks that the their them then there these they thing things this
    those to told too under until up us use used very want was we were what whats when where
    which while who whom whose will with without would you your yours mom mum mother dad father
    wife husband son daughter sister brother friend family partner relative someones person
    people patient patients doctor doctors said actually ever exactly mean means question answer
    now yet still called better best good bad big large great exist exists case cases never
    happen happens should shall enough always rather quite last lasts look looks looking
    difference different differently""".split()
)


def words(text: str) -> list[str]:
    """Return the words of a text, in small letters, without apostrophes and hyphens.

    Examples
    --------
    >>> words("Gardner’s X-rays?")
    ['gardners', 'x', 'rays']
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[^\W_]+", _APOSTROPHES.sub("", folded))


def stem(word: str) -> str:
    """Return what the forms of one word share.

    Examples
    --------
    >>> [stem(w) for w in ("tumours", "biopsies", "spreading", "treated", "uterus", "diagnosis")]
    ['tumour', 'biopsy', 'spread', 'treat', 'uterus', 'diagnosis']
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for ending in _ENDINGS:
        if not word.endswith(ending) or len(word) - len(ending) < 3:
            continue
        if ending == "s" and word.endswith(("ss", "us", "is")):
            return word
        if ending == "es" and not word.endswith(("sses", "xes", "ches", "shes")):
            continue
        if ending in ("ing", "ed") and not re.search("[aeiouy]", word[: -len(ending)]):
            return word
        short = word[: -len(ending)]
        # stopped -> stop; but telling -> tell, less -> less
        if ending in ("ing", "ed") and short[-1] == short[-2] and short[-1] not in "lsz":
            short = short[:-1]
        return short.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text."""
    return [stem(word) for word in words(text)]


def mended(word: str, known: Collection[str]) -> str:
    """Return a word, or the known one that it is a misspelling of."""
    if word in known or len(word) < SHORTEST or stem(word) in known or word.isdigit():
        return word
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    slips = 1 if len(word) < LONG else 2
    near = process.extractOne(word, sorted(known), scorer=OSA.distance, score_cutoff=slips)
    return word if near is None else str(near[0])


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """Words and phrases that mean one thing here: stems of each to the stem that stands for all."""

    senses: dict[tuple[str, ...], str] = field(default_factory=dict)

    def words(self) -> set[str]:
        """Return every stem that a phrase holds."""
        return {word for phrase in self.senses for word in phrase}

    def placed(self, found: Sequence[str]) -> list[tuple[str, int, int]]:
        """Return each sense, the longest phrase first, with the place of its stems."""
        longest = max(map(len, self.senses), default=1)
        out: list[tuple[str, int, int]] = []
        at = 0
        while at < len(found):
            for size in range(min(longest, len(found) - at), 0, -1):
                sense = self.senses.get(tuple(found[at : at + size]))
                if sense is not None or size == 1:
                    out.append((found[at] if sense is None else sense, at, at + size))
                    at += size
                    break
        return out

    def concepts(self, found: Sequence[str]) -> list[str]:
        """Return stems with each phrase put as the stem of its sense."""
        return [sense for sense, _, _ in self.placed(found)]


def read_thesaurus(path: Path) -> Thesaurus:
    """Return the senses of a file: a line a sense, its words and phrases apart by tabs.

    The first stands for all; where it is `-`, the phrases bear on no question.

    Raises
    ------
    SourceNotFoundError, SourceFormatError
        If the file cannot be read.
    """
    senses: dict[tuple[str, ...], str] = {}
    for line in read_text(path).splitlines():
        if line.startswith("#") or not line.strip():
            continue
        first, *others = [tuple(stems(cell)) for cell in line.split("\t") if cell.strip()]
        for phrase in (first, *others) if first else others:
            # an empty sense is that of phrases which bear on nothing
            senses.setdefault(phrase, "-".join(first))
    return Thesaurus(senses)


def content(concepts: Iterable[str]) -> list[str]:
    """Return the concepts that bear on a question, each once, in their order."""
    return list(dict.fromkeys(c for c in concepts if c not in _NOTHING and not c.isdigit()))


_NOTHING = {""} | STOP | {stem(word) for word in STOP}
