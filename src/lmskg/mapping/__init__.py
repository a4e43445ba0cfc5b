"""Mapping sets judged: against a gold standard, against terminologies, by a curator.

`score_mappings` counts what a set has right of a gold standard, `check_mappings` finds what cannot
be right, `doubtful` picks what a person should see, and `read_decisions` with `decide` takes the
person's answers back. Each takes values and returns values; files are for the command line.
"""
