"""Evidence: quotes against stored texts, and claims against their quotes.

`read_texts` reads the texts and holds them against their checksums, `verify` holds every quote
against its text and accounts for every character, `audit` holds the numbers and the coded words
of claims against their quotes. What counts as a word for a value stands in data (`kg:wordForm`),
so that the room serves any disease. `verify` and `audit` read nothing but what they are given.
"""

from .audit import audit
from .quotes import verify
from .texts import StoredText, read_texts

__all__ = ["StoredText", "audit", "read_texts", "verify"]
