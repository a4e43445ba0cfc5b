"""RDF graphs in memory: `store` is Oxigraph behind, `face` is rdflib in front.

`store` reads, writes, canonicalises and holds quads; it imports no rdflib, so that a command
starts fast. `face` turns quads into a plain `rdflib.Graph` and back, and writes Turtle that a
person can read.
"""
