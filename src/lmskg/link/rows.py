"""Links as an SSSOM mapping set, each row with its reason in words; and known mappings as pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..namespaces import SKOS
from ..sssom import NO_TERM_FOUND, SEMAPV, UNSPECIFIED, Mapping, MappingSet, join_values
from ..terminology import Scope, Terminology
from .assignment import Pair
from .evidence import LABELS, Evidence
from .lexicon import Form
from .links import Known, Links, Suggestion
from .normalise import Sameness
from .scoring import Weights, confidence_of, parts_of, score_of

# what sssom-py gives to sets of which nobody has said more
_NO_LICENSE = "https://w3id.org/sssom/license/unspecified"
EXACT, BROAD, NARROW, CLOSE = (
    f"{SKOS}{kind}Match" for kind in ("exact", "broad", "narrow", "close")
)
_PREDICATES = {"broad": BROAD, "narrow": NARROW, "close": CLOSE}
_FIELDS = {
    Scope.LABEL: "http://www.w3.org/2000/01/rdf-schema#label",
    Scope.EXACT: "http://www.geneontology.org/formats/oboInOwl#hasExactSynonym",
    Scope.BROAD: "http://www.geneontology.org/formats/oboInOwl#hasBroadSynonym",
    Scope.NARROW: "http://www.geneontology.org/formats/oboInOwl#hasNarrowSynonym",
    Scope.RELATED: "http://www.geneontology.org/formats/oboInOwl#hasRelatedSynonym",
}
_SAYABLE = 0.05
_LIKE = 0.2


def known_pairs(mappings: Iterable[Mapping]) -> Known:
    """Return what mappings say beforehand: exact ones are the same, any with Not are not."""
    same: set[Pair] = set()
    different: set[Pair] = set()
    for mapping in mappings:
        slots = mapping.slots
        here, there = slots.get("subject_id"), slots.get("object_id")
        if not here or not there or NO_TERM_FOUND in (here, there):
            continue
        if slots.get("predicate_modifier") == "Not":
            different.add((here, there))
        elif slots["predicate_id"] == EXACT:
            same.add((here, there))
    return Known(frozenset(same), frozenset(different))


def mapping_set(
    links: Links,
    source: Terminology,
    target: Terminology,
    *,
    known: Known | None = None,
    weights: Weights | None = None,
    with_unmatched: bool = True,
) -> MappingSet:
    """Return links as a mapping set: one row for each link, suggestion and term without either.

    Parameters
    ----------
    links
        What `link_terms` found.
    source, target, known, weights
        As they were given there.
    with_unmatched
        Whether terms without a counterpart have a row, with `sssom:NoTermFound` as object.
    """
    from .. import __version__

    rows = _Rows(links, source, target, weights or Weights())
    mappings = [*rows.known(known or Known()), *rows.exact(), *rows.suggestions()]
    if with_unmatched:
        mappings += rows.unmatched()
    metadata = {
        "mapping_set_id": f"urn:lmskg:link:{_short(source)}:{_short(target)}",
        "license": _NO_LICENSE,
        "mapping_tool": "lmskg",
        "mapping_tool_version": __version__,
    }
    return MappingSet(metadata, tuple(mappings))


def _short(side: Terminology) -> str:
    """Return the last part of an ontology's IRI or file name, without endings."""
    name = side.iri.rstrip("/#").replace("\\", "/").rpartition("/")[2].partition(".")[0]
    return "".join(sign if sign.isalnum() or sign in "-_" else "-" for sign in name) or "terms"


class _Rows:
    """Makes rows of the links between two terminologies."""

    def __init__(
        self, links: Links, source: Terminology, target: Terminology, weights: Weights
    ) -> None:
        self._links, self._weights = links, weights
        self._source, self._target = source, target

    def known(self, known: Known) -> Iterator[Mapping]:
        """Yield the pairs that were known, as far as both terms are there."""
        for here, there in sorted(known.same):
            if here in self._source.terms and there in self._target.terms:
                said = {"comment": "Known beforehand; not judged here.", "ext_step": "known"}
                yield self._row(here, there, EXACT, UNSPECIFIED, **said)

    def exact(self) -> Iterator[Mapping]:
        """Yield a row for each pair that is taken to be the same."""
        for pair, score in sorted(self._links.exact.items()):
            evidence = self._links.evidence[pair]
            yield self._row(
                *pair,
                EXACT,
                self._justification(evidence),
                **_matched(*evidence.best),
                confidence=f"{confidence_of(score, self._weights):.3f}",
                comment=reason(evidence) + ".",
                ext_step=step_of(evidence),
            )

    def suggestions(self) -> Iterator[Mapping]:
        """Yield a row for each broader, narrower or close counterpart."""
        for _, found in sorted(self._links.suggestions.items()):
            yield self._row(
                found.source,
                found.target,
                _PREDICATES[found.predicate],
                f"{SEMAPV}LexicalMatching",
                **_matched(*found.names),
                confidence=f"{found.confidence:.3f}",
                comment=_sentence(found),
                ext_step="broader",
            )

    def unmatched(self) -> Iterator[Mapping]:
        """Yield a row for each term that has no counterpart."""
        nearest: dict[str, list[Evidence]] = {}
        for evidence in self._links.evidence.values():
            nearest.setdefault(evidence.source, []).append(evidence)
        for here in self._links.without_counterpart:
            said = "No name is equal to one of a term there, nor nearly so."
            if here in nearest:
                best = max(nearest[here], key=self._rank)
                label = self._target.terms[best.target].label
                said = f"Nearest was '{label}', {self._why_not(best)}: {reason(best)}."
            yield self._row(here, NO_TERM_FOUND, EXACT, f"{SEMAPV}LexicalMatching", comment=said)

    def _why_not(self, evidence: Evidence) -> str:
        if score_of(evidence, self._weights) < self._weights.threshold:
            return "for which too little speaks"
        return "which another term has, or which contradicts others"

    def _rank(self, evidence: Evidence) -> tuple[float, str]:
        return score_of(evidence, self._weights), evidence.target

    def _row(
        self, here: str, there: str, predicate: str, justification: str, **slots: str
    ) -> Mapping:
        subject, found = self._source.terms[here], self._target.terms.get(there)
        row = {
            "subject_id": here,
            "subject_label": subject.label or "",
            "predicate_id": predicate,
            "object_id": there,
            "object_label": (found.label or "") if found else "",
            "mapping_justification": justification,
            **slots,
            **_versions(self._source, self._target),
        }
        if not self._source.has_identifiers:
            row["subject_id"], row["subject_type"] = "", "rdfs literal"
        return Mapping("", {slot: value for slot, value in row.items() if value})

    def _justification(self, evidence: Evidence) -> str:
        parts = parts_of(evidence, self._weights)
        if "near" in parts:
            return f"{SEMAPV}LexicalSimilarityThresholdMatching"
        names = sum(value for part, value in parts.items() if part != "neighbours")
        is_enough = names >= self._weights.threshold
        return f"{SEMAPV}{'Lexical' if is_enough else 'Composite'}Matching"


def _versions(source: Terminology, target: Terminology) -> dict[str, str]:
    return {
        "subject_source_version": source.version or "",
        "object_source_version": target.version or "",
    }


def _matched(source: Form, target: Form) -> dict[str, str]:
    """Return the slots that name the two strings and where they stand."""
    texts = dict.fromkeys((source.text, target.text))
    return {
        "match_string": join_values(list(texts)),
        "subject_match_field": _FIELDS[source.scope],
        "object_match_field": _FIELDS[target.scope],
    }


def step_of(evidence: Evidence) -> str:
    """Return the step that made a pair a candidate, by its name in `STEPS`, or `labels`."""
    if not evidence.equal:
        return "near"
    degree = min(equal.degree for equal in evidence.equal.values())
    if degree is not Sameness.SPELLING:
        return degree.name.lower()
    equal = evidence.equal.get(LABELS)
    return "labels" if equal and equal.degree is Sameness.SPELLING else "synonyms"


def reason(evidence: Evidence) -> str:
    """Return what speaks for a pair, and against it, in one sentence without its full stop."""
    source, target = evidence.best
    said = [f"{_NAMED[source.scope]} '{source.text}' and {_NAMED[target.scope]} '{target.text}' "]
    if evidence.equal:
        said[0] += f"are {min(e.degree for e in evidence.equal.values()).words}"
    else:
        said[0] += "differ in the spelling of one word"
    if evidence.n_shared > 1:
        said.append(f"{evidence.n_shared} names are shared")
    if evidence.only_abbreviation:
        said.append("only an abbreviation is shared")
    said += _likenesses(evidence)
    if evidence.qualifiers:
        words = ", ".join(f"'{word}'" for word in evidence.qualifiers)
        said.append(f"but {words} is said of one only")
    return _capital("; ".join(said))


def _likenesses(evidence: Evidence) -> Iterator[str]:
    if evidence.definition_likeness is not None and evidence.definition_likeness > _SAYABLE:
        yield f"the definitions are alike by {evidence.definition_likeness:.2f}"
    if evidence.above is not None:
        says = "are linked, too" if evidence.above > _LIKE else "are hardly linked"
        yield f"the terms above them {says} ({evidence.above:.2f})"


_NAMED = {
    Scope.LABEL: "the label",
    Scope.EXACT: "the synonym",
    Scope.BROAD: "the broad synonym",
    Scope.NARROW: "the narrow synonym",
    Scope.RELATED: "the related name",
}


def _sentence(found: Suggestion) -> str:
    source, target = found.names
    return _capital(f"'{source.text}' and '{target.text}': {found.reason}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
