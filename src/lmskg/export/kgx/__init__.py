"""KGX: nodes and edges in the terms of the Biolink Model, as JSON Lines (lossless) or TSV.

Each record has two parts. What KGX and the Biolink Model define (`id`, `category`, `predicate`,
`knowledge_level`, …) is drawn from the graph for their users and never read back. What the graph
says stands under names that begin with `rdf_`, which no slot of the Biolink Model has, and is
what the way back reads. `ids` makes identifiers, `facts` gathers what edges of claims show,
`rows` makes records, `jsonl` and `tsv` are the files.

References
----------
KGX format, https://biolink.github.io/kgx/kgx_format.html; Biolink Model 4.4.6,
https://biolink.github.io/biolink-model/
"""
