"""What the evidence is worth: one claim in full, claims that disagree, and what needs a review.

`claim` tells one claim with its evidence, `comparison` sets two claims side by side, `review`
lists what stands on a source that is retracted, superseded or long unread. `text` writes them for
a person. Strength, standing and the side that the stronger evidence backs are derived by rules of
the project; here they are only read. No verdict is made here.
"""

from .claim import ClaimRecord, EvidenceRecord, claim_record, claims_of, evidence_record
from .comparison import ClaimSide, ComparisonRecord, comparisons, conflicts
from .review import Notice, read_notices, review_status
from .text import format_claim, format_conflicts

__all__ = [
    "ClaimRecord",
    "ClaimSide",
    "ComparisonRecord",
    "EvidenceRecord",
    "Notice",
    "claim_record",
    "claims_of",
    "comparisons",
    "conflicts",
    "evidence_record",
    "format_claim",
    "format_conflicts",
    "read_notices",
    "review_status",
]
