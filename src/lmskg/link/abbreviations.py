"""Abbreviations, learned from the synonyms themselves, and written out in other names.

A term that has both a long label and a short name of capitals says what these stand for: LMS is
leiomyosarcoma. If all terms that bear it agree, the abbreviation is written out wherever it stands
among other words of a name: LMS of uterus.
"""

from __future__ import annotations

from collections.abc import Iterator

from .lexicon import Form, Lexicon, with_forms
from .normalise import bare

_SHORTEST = 3
# a longer meaning would drown the words around it
_MOST_WORDS = 6


def learn_abbreviations(*lexicons: Lexicon) -> dict[str, tuple[str, ...]]:
    """Return abbreviation, as a folded word, to the words of the label that it stands for.

    One that stands for different labels is left out.
    """
    meanings: dict[str, set[tuple[str, ...]]] = {}
    for lexicon in lexicons:
        for forms in lexicon.forms.values():
            for short in _short_names(forms):
                meanings.setdefault(short, set()).add(forms[0].words)
    return {
        short: found
        for short, labels in sorted(meanings.items())
        if len({frozenset(label) for label in labels}) == 1 and (found := min(labels))
    }


def _short_names(forms: tuple[Form, ...]) -> Iterator[str]:
    label = forms[0]
    if label.is_abbreviation or len(label.words) > _MOST_WORDS:
        return
    for form in forms[1:]:
        if form.is_abbreviation and len(form.words) == 1 and len(form.words[0]) >= _SHORTEST:
            yield form.words[0]


def write_out(lexicon: Lexicon, abbreviations: dict[str, tuple[str, ...]]) -> Lexicon:
    """Return a lexicon with the abbreviations that stand among other words written out, too."""
    more: dict[str, list[Form]] = {}
    for iri, forms in lexicon.forms.items():
        known = {form.words for form in forms}
        for form in forms:
            long = tuple(
                word for short in form.words for word in abbreviations.get(short, (short,))
            )
            if len(form.words) > 1 and long not in known:
                more.setdefault(iri, []).append(form._replace(words=long, bare=bare(long)))
    return with_forms(lexicon, more) if more else lexicon
