"""Validate a graph as pySHACL alone does it. Arguments: GRAPH SHAPES..."""

import sys

import pyshacl
from rdflib import Dataset, Graph

data_file, *shape_files = sys.argv[1:]
dataset = Dataset(default_union=True)
dataset.parse(data_file, format="nquads")
data, shapes = Graph(), Graph()
for subject, predicate, value, _ in dataset:
    data.add((subject, predicate, value))
for file in shape_files:
    shapes.parse(file, format="turtle")
conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True)
print(text)
sys.exit(0 if conforms else 1)
