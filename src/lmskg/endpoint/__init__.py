"""A remote store that speaks the SPARQL 1.1 Protocol.

`address` takes an address and credentials, `transport` sends a request and sends it again where
that helps, `protocol` asks, updates and reads graphs, and `record` is what a load notes in the
store. Not here: what a question is, and how a graph becomes batches.
"""
