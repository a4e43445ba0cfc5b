"""Vocabulary terms that fail on a misspelling, and the graphs of a built dataset.

Terms are plain strings: pyoxigraph's `NamedNode` and rdflib's `URIRef` both take them, and no
engine has to be imported to name a term. A test holds the list against `ontology/vocab.ttl`.
"""

from __future__ import annotations

import re

from .errors import InvalidCurieError, UnknownPrefixError, UnknownTermError


class Vocabulary:
    """A closed namespace: `KG.subject` is the IRI, `KG.subjct` is an `UnknownTermError`.

    Examples
    --------
    >>> Vocabulary("https://example.org/", ["Claim"]).Claim
    'https://example.org/Claim'
    """

    def __init__(self, iri: str, names: list[str]) -> None:
        self.iri = iri
        self.names = frozenset(names)

    def __getattr__(self, name: str) -> str:
        """Return the IRI of `name`."""
        if name.startswith("__"):  # protocols such as copy and pickle probe for these
            raise AttributeError(name)
        if name not in self.names:
            import difflib

            near = difflib.get_close_matches(name, sorted(self.names), n=2)
            raise UnknownTermError(name, self.iri, near)
        return self.iri + name


KG = Vocabulary(
    "https://w3id.org/lmskg/vocab/",
    """Affirmed Agrees Anything Attribution Basis Claim Comparison Connective ConnectiveWords
    Contested Coverage CoverageReason Degree Denied Disputes DurationExpression EachCase
    Evidence Explanation Frequency Group Layout ListKind Measurement Modality Needed Neither
    NotStated NumberWord Percent Polarity Precision Qualifies Quantifier SameText Source
    Text TextSpan TimeExpression address attributes backed basis bearer caution characters
    claimPredicate compares condition connective count dateStated degree denominator design
    disease diseaseAlternative diseaseMatch doi everydayWord evidence evidenceType exclusive
    explained explainedBy file frequency gloss hedge high journal level low measurement
    modality nbk nct negationScope object objectQuantifier objectRole onlyAmong overlaps
    pValue per plain pmcid pmid polarity precision predicate qualifies quantifier readAs
    reading reason reviewed row sampleSize sha256 sourceKind standing statement strength
    strengthRank subject subjectRole text total unit value verdict with wordForm wording""".split(),
)
OA = Vocabulary("http://www.w3.org/ns/oa#", ["hasSource", "hasSelector", "exact", "start", "end"])
DCTERMS = Vocabulary(
    "http://purl.org/dc/terms/",
    "bibliographicCitation date identifier isPartOf publisher source title".split(),
)
PROV = Vocabulary("http://www.w3.org/ns/prov#", ["hadPrimarySource"])
OBO_IN_OWL = Vocabulary(
    "http://www.geneontology.org/formats/oboInOwl#",
    ["hasExactSynonym", "hasBroadSynonym", "hasNarrowSynonym", "hasRelatedSynonym"],
)
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
RDFS_COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"
RDFS_SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
RDFS_SUBPROPERTY = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf"
BIOLINK = "https://w3id.org/biolink/vocab/"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
XSD = "http://www.w3.org/2001/XMLSchema#"

GRAPH = "https://w3id.org/lmskg/graph/"
ASSERTED_LAYERS = ("ontology", "vocabulary", "claims", "sources", "mappings")
DEFINING_LAYERS = ("ontology", "vocabulary")
LAYERS = (*ASSERTED_LAYERS, "entailed", "strength", "voice", "standing", "reported")

_CURIE = re.compile(r"([A-Za-z][\w.-]*):([^\s<>\"{}|\\^`]*)")


def expand(text: str, prefixes: dict[str, str]) -> str:
    """Return the IRI that a CURIE, or an IRI with or without angle brackets, stands for.

    Raises
    ------
    InvalidCurieError
        If `text` is neither.
    UnknownPrefixError
        If its prefix is not in `prefixes`.

    Examples
    --------
    >>> expand("ex:A", {"ex": "https://example.org/"})
    'https://example.org/A'
    """
    text = text.strip()
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    match = _CURIE.fullmatch(text)
    if match is None:
        raise InvalidCurieError(text)
    prefix, name = match.groups()
    if name.startswith("//"):
        return text
    if prefix not in prefixes:
        raise UnknownPrefixError(prefix, sorted(prefixes))
    return prefixes[prefix] + name


def compress(iri: str, prefixes: dict[str, str]) -> str:
    """Return `iri` as a CURIE by the longest namespace that fits, else unchanged.

    Examples
    --------
    >>> compress("https://example.org/A", {"ex": "https://example.org/"})
    'ex:A'
    """
    fitting = [(ns, prefix) for prefix, ns in prefixes.items() if iri.startswith(ns)]
    if not fitting:
        return iri
    namespace, prefix = max(fitting, key=lambda pair: (len(pair[0]), pair[1]))
    return f"{prefix}:{iri[len(namespace) :]}"
