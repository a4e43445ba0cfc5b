"""Terms as people know them: find one by what it is called, and tell what the graph says of it."""

from .card import describe
from .finding import find_term
from .text import ClaimLink, MappingLink, ReportedTriple, TermCard, TermLink, format_card

__all__ = [
    "ClaimLink",
    "MappingLink",
    "ReportedTriple",
    "TermCard",
    "TermLink",
    "describe",
    "find_term",
    "format_card",
]
