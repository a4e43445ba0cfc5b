"""Prefixes of mapping files: those that the specification knows, and those that may be supposed.

A file ought to say what its prefixes mean. Where it does not, a prefix of the list below is taken
for what the OBO Foundry means by it, or else the maker of the vocabulary, and the reader says so;
any other is an error. On the way out every IRI becomes a CURIE, as SSSOM/TSV wants it, and an IRI
without a prefix gets one that is made up and declared (`ns1`).

References
----------
SSSOM specification, introduction, "IRI prefixes".
OBO Foundry, registry/obo_prefixes.ttl (id spaces) and its id policy (the form of a PURL).
Mondo, src/ontology/mappings/mondo_exactmatch_orphanet.sssom.tsv (curie_map; for Orphanet).
NLM, MeSH RDF, https://id.nlm.nih.gov/mesh/ (for mesh).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..namespaces import OBO_IN_OWL, OWL, SKOS, XSD
from .slots import SEMAPV, SSSOM

BUILTIN = {
    "linkml": "https://w3id.org/linkml/",
    "owl": OWL,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "semapv": SEMAPV,
    "skos": SKOS,
    "sssom": SSSOM,
    "xsd": XSD,
}
OBO = "http://purl.obolibrary.org/obo/"
_ID_SPACES = """AEO AGRO AISM AMPHX APO APOLLO_SV ARO BCO BFO BSPO BTO CARO CDAO CDNO CEPH CHEBI
CHEMINF CHIRO CHMO CIDO CIO CL CLAO CLO CLYH CMO COB COLAO CRO CTENO CTO CVDO DDANAT DDPHENO DIDEO
DISDRIV DOID DRON DUO ECAO ECO ECOCORE ECTO EHDAA2 EMAPA ENVO EPIO ERO EUPATH ExO FAO FBbi FBbt
FBcv FBdv FIDEO FIX FLOPO FMA FOBI FOODON FOVT FYPO GAZ GECKO GENEPIO GENO GEO GNO GO GSSO
HANCESTRO HAO HOM HP HSO HTN HsapDv IAO ICEO ICO IDO IDOMAL INO KISAO LABO LEPAO MA MAMO MAXO MCO
MF MFMO MFOEM MFOMD MI MIAPA MICRO MIRO MMO MOD MONDO MOP MP MPATH MPIO MRO MS MmusDv NBO NCBITaxon
NCIT NCRO NOMEN OAE OARCS OBA OBCS OBI OBIB OGG OGI OGMS OGSF OHD OHMI OHPI OMIT OMO OMP OMRSE ONE
ONS ONTOAVIDA ONTONEO OOSTT OPL OPMI ORNASEQ OVAE OlatDv PATO PCL PCO PDRO PECO PHIPO PLANA PLANP
PO PORO PPO PR PSDO PSO PW PdumDv RBO REX RNAO RO RS RXNO SBO SCDO SEPIO SIBO SO SPD STATO SWO SYMP
TADS TAXRANK TGMA TO TRANS TTO TXPO UBERON UO UPA UPHENO VO VT VTO VariO WBPhenotype WBbt WBls XAO
XCO XLMOD XPO ZECO ZFA ZFS ZP"""
SUPPOSED = {name: f"{OBO}{name}_" for name in _ID_SPACES.split()} | {
    "Orphanet": "http://www.orpha.net/ORDO/Orphanet_",
    "mesh": "http://id.nlm.nih.gov/mesh/",
    "obo": OBO,
    "oboInOwl": OBO_IN_OWL.iri,
    "orcid": "https://orcid.org/",
}

_NAME = re.compile(r"[A-Za-z][\w.-]*")
_LOCAL = re.compile(r"(?!//)[^\s<>\"{}|\\^`]*")
_PURL = re.compile(rf"{OBO}([A-Za-z][A-Za-z_]*)_[A-Za-z]?[0-9]+")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def curies_of(
    iris: Iterable[str], prefixes: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the CURIE of each IRI, and the prefixes that they need.

    Parameters
    ----------
    iris
        IRIs in full; what is no IRI is passed over.
    prefixes
        Prefix to IRI. A built-in one keeps its meaning.

    Returns
    -------
    dict of IRI to CURIE
        By the longest namespace that fits.
    dict of prefix to IRI
        Only those used, built-in ones left out, sorted.
    """
    known = [(ns, name) for name, ns in (prefixes | BUILTIN).items() if _NAME.fullmatch(name)]
    known.sort(key=lambda pair: (-len(pair[0]), pair[1] not in BUILTIN, pair[1]))
    parts: dict[str, tuple[str, str]] = {}
    bare: dict[str, str] = {}
    for iri in sorted(set(iris)):
        if _IRI.fullmatch(iri):
            found = next((pair for pair in known if _fits(iri, pair[0])), None)
            if found is None and (purl := _PURL.fullmatch(iri)) and purl[1] not in prefixes:
                found = f"{OBO}{purl[1]}_", purl[1]
            if found is None:
                bare[iri] = _namespace(iri)
            else:
                parts[iri] = found
    made = _made_up(set(bare.values()), {name for _, name in [*known, *parts.values()]})
    parts |= {iri: (namespace, made[namespace]) for iri, namespace in bare.items()}
    curies = {iri: f"{name}:{iri[len(ns) :]}" for iri, (ns, name) in parts.items()}
    used = {name: ns for ns, name in parts.values() if name not in BUILTIN}
    return curies, dict(sorted(used.items()))


def _fits(iri: str, namespace: str) -> bool:
    return (
        bool(namespace)
        and iri.startswith(namespace)
        and bool(_LOCAL.fullmatch(iri, len(namespace)))
    )


def _namespace(iri: str) -> str:
    """Return the part of an IRI up to its last separator."""
    cut = max(iri.rfind("/", 0, -1), iri.rfind("#", 0, -1))
    if cut < 0:
        cut = max(iri.rfind(":", 0, -1), iri.index(":"))
    return iri[: cut + 1]


def _made_up(namespaces: set[str], taken: set[str]) -> dict[str, str]:
    """Return a prefix for each namespace, none of them in use."""
    free = (f"ns{n}" for n in range(1, len(namespaces) + len(taken) + 1))
    names = (name for name in free if name not in taken)
    return {namespace: next(names) for namespace in sorted(namespaces)}
