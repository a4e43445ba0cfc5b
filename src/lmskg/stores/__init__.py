"""A graph into a remote SPARQL store, so that a killed load is finished by the next one.

`content` measures what is to be loaded, `batches` cuts it, `loading` sends it and keeps the
record, and `checking` looks whether all is there. Not here: how a request is sent, and Neo4j.
"""
