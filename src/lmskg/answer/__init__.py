"""Answer a plain question from the nearest bundled one; no text is generated, nothing is guessed.

`words` cuts text into words and mends their spelling, `lexicon` knows what terms are called,
`profile` what each bundled question is about; `asked` reads a plain question, `fill` gives the
terms that it names to parameters, `choose` takes the nearest bundled question, `compose` orders
its answer, and `text` writes it for a person.
"""

from .asked import Asked, read_uncovered
from .choose import Choice, choose, make_reader
from .compose import Answered, Line, compose
from .text import format_answer, format_choice, format_shown

__all__ = [
    "Answered",
    "Asked",
    "Choice",
    "Line",
    "choose",
    "compose",
    "format_answer",
    "format_choice",
    "format_shown",
    "make_reader",
    "read_uncovered",
]
