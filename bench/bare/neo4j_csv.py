"""An N-Triples file to files for `neo4j-admin database import` with pyoxigraph and the csv module.

A plain script: one node a row with its literals as columns, one statement a row. It knows the shape
of its input (no named graphs, literals that are plain strings), which ours has to find out; a
literal that the file says twice stands twice (in 5 nodes of the graph that `scale.py` takes).
"""

import csv
import gzip
import re
import sys
from pathlib import Path
from typing import IO, cast

import pyoxigraph

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
PREFIXES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "NCIT": "http://purl.obolibrary.org/obo/NCIT_",
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
    "MONDO": "http://purl.obolibrary.org/obo/MONDO_",
    "RO": "http://purl.obolibrary.org/obo/RO_",
    "ECO": "http://purl.obolibrary.org/obo/ECO_",
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "HGNC": "http://identifiers.org/hgnc/",
}
COLUMNS = {
    "http://purl.obolibrary.org/obo/IAO_0000115": "IAO_0000115_2dd04c01",
    PREFIXES["oboInOwl"] + "hasAlternativeId": "oboInOwl_hasAlternativeId",
    PREFIXES["oboInOwl"] + "hasExactSynonym": "oboInOwl_hasExactSynonym",
    PREFIXES["oboInOwl"] + "hasRelatedSynonym": "oboInOwl_hasRelatedSynonym",
    LABEL: "label",
}
DELIMITER = "\x1f"

Nodes = dict[str, dict[str, list[str]]]  # id -> predicate -> texts


def local_name(iri: str) -> str:
    """Return what stands after the last # or /."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def curie(iri: str) -> str:
    """Return the short form of an IRI, if a prefix fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def edge_type(iri: str) -> str:
    """Return the type of the relationships of a predicate."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local_name(iri))
    return re.sub(r"[^A-Za-z0-9]+", "_", words).upper()


def id_of(term: pyoxigraph.NamedNode | pyoxigraph.BlankNode) -> str:
    """Return the IRI, or the label of a blank node."""
    return term.value if isinstance(term, pyoxigraph.NamedNode) else f"_:{term.value}"


def read(path: Path) -> tuple[Nodes, dict[str, list[str]], list[tuple[str, str, str]]]:
    """Return the nodes, the types of each, and the statements between two nodes."""
    nodes: Nodes = {}
    types: dict[str, list[str]] = {}
    edges = []
    with gzip.open(path) as stream:
        for triple in pyoxigraph.parse(cast(IO[bytes], stream), pyoxigraph.RdfFormat.N_TRIPLES):
            subject, predicate = id_of(triple.subject), triple.predicate.value
            literals = nodes.setdefault(subject, {})
            if isinstance(triple.object, pyoxigraph.Literal):
                literals.setdefault(predicate, []).append(triple.object.value)
                continue
            target = id_of(triple.object)
            nodes.setdefault(target, {})
            edges.append((subject, target, predicate))
            if predicate == RDF_TYPE:
                types.setdefault(subject, []).append(target)
    return nodes, types, edges


def write_nodes(path: Path, nodes: Nodes, types: dict[str, list[str]], columns: list[str]) -> None:
    """Write a row for each node."""
    lists = {p for literals in nodes.values() for p, values in literals.items() if len(values) > 1}
    header = [f"{COLUMNS[p]}:string{'[]' if p in lists else ''}" for p in columns]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        start = ["iri:ID", ":LABEL", "name:string", "curie:string", "category:string"]
        writer.writerow([*start, *header])
        for id, literals in nodes.items():
            labels = sorted({local_name(type) for type in types.get(id, [])})
            short = curie(id)
            # as ours: the first by the alphabet
            name = min(literals[LABEL]) if LABEL in literals else local_name(short) or short
            row = [id, DELIMITER.join(["Resource", *labels]), name, short, "biolink:NamedThing"]
            row += [DELIMITER.join(literals.get(predicate, [])) for predicate in columns]
            writer.writerow(row)


def write_edges(path: Path, edges: list[tuple[str, str, str]]) -> None:
    """Write a row for each statement."""
    types = {predicate: edge_type(predicate) for predicate in {edge[2] for edge in edges}}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([":START_ID", ":END_ID", ":TYPE", "predicate:string", "graph:string"])
        for subject, target, predicate in edges:
            writer.writerow([subject, target, types[predicate], predicate, ""])


def main() -> None:
    """Read, and write both files."""
    path, folder = map(Path, sys.argv[1:])
    folder.mkdir()
    nodes, types, edges = read(path)
    write_nodes(folder / "nodes.csv", nodes, types, list(COLUMNS))
    write_edges(folder / "statements.csv", edges)


main()
