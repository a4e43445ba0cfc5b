"""What tests of several forms share: out into a form and back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad

from lmskg.export import find_form
from lmskg.tables import tables

PREFIXES = {"ex": "https://example.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
CLAIMS = b"""
@prefix ex: <https://example.org/> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix biolink: <https://w3id.org/biolink/vocab/> .
ex:helps rdfs:subPropertyOf kg:claimPredicate ; skos:closeMatch biolink:treats .
ex:cures rdfs:subPropertyOf ex:helps .
ex:meets rdfs:subPropertyOf kg:claimPredicate .
kg:frequency skos:closeMatch biolink:frequency_qualifier .
kg:disease skos:closeMatch biolink:disease_context_qualifier .
ex:Illness a owl:Class ; skos:closeMatch biolink:Disease ; rdfs:label "illness"@en .
ex:Flu a owl:Class ; rdfs:subClassOf ex:Illness ; rdfs:label "flu"@en .
ex:Tea a owl:Class ; rdfs:label "tea"@en ; skos:definition "Leaves in hot water."@en .
ex:yes a kg:Claim ; kg:subject ex:Tea ; kg:predicate ex:cures ; kg:object ex:Flu ;
  kg:polarity kg:Affirmed ; kg:frequency kg:Usually ; kg:disease ex:Flu ; kg:evidence ex:e1 .
ex:no a kg:Claim ; kg:subject ex:Tea ; kg:predicate ex:cures ; kg:object ex:Flu ;
  kg:polarity kg:Denied ; kg:disease ex:Flu ; kg:evidence ex:e2 , ex:e3 .
ex:named a kg:Claim ; kg:subject ex:Flu ; kg:predicate ex:meets ; kg:object "grippe" ;
  kg:polarity kg:Affirmed .
ex:alone a kg:Claim ; kg:subject ex:Flu ; kg:predicate ex:meets ; kg:polarity kg:Affirmed .
ex:e1 a kg:Evidence ; dcterms:source ex:paper .
ex:e2 a kg:Evidence ; dcterms:source ex:page .
ex:e3 a kg:Evidence ; dcterms:source ex:copy .
ex:paper a kg:Source ; kg:pmid "123" ; kg:doi "10.1/x" ; dcterms:title "On tea" .
ex:page a kg:Source ; kg:address "https://example.org/tea" .
ex:copy a kg:Source ; prov:hadPrimarySource ex:paper .
"""


def write(name: str, quads: Iterable[Quad], path: Path) -> str:
    """Write quads in a form, and return what a person is told."""
    return find_form(name).write(tables(quads, PREFIXES), path)


def there_and_back(name: str, quads: Iterable[Quad]) -> list[Quad]:
    """Return what comes back of quads that were written in a form."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        write(name, quads, path)
        return list(find_form(name).read(path))
