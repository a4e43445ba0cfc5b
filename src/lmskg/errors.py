"""The tree of named errors: every one is a fault of use or input, told in one line.

The tree, which `docs/errors.md` explains one by one::

    LmskgError
      SourceError
        SourceNotFoundError
        SourceFormatError
          OntologyParseError
        ChecksumError
        OutputError
      IdentifierError
        UnknownPrefixError
        InvalidCurieError
        TermNotFoundError
        AmbiguousTermError
        ClaimNotFoundError
        UnknownTermError
      OntologyError
        MalformedAxiomError
        InconsistentOntologyError
        UnsatisfiableClassError
        IncompleteReasoningError
      ShapesError
      QueryError
        QueryNotFoundError
        QuerySyntaxError
        QueryParameterError
        QueryRefusedError
        QueryTimeoutError
      RemoteError
        StoreError
          StoreAddressError
          StoreUnreachableError
          StoreRefusedError
          StoreAnswerError
          StoreOccupiedError
          StoreUnfinishedError
          StoreContentError
        FetchError
          FetchAddressError
          FetchUnreachableError
          FetchRefusedError
          FetchAnswerError
          FetchChecksumError
      BrokenPromiseError
      NothingToDrawError
      LayoutError
      PropertyGraphError
      UnsupportedFormatError
      MissingExtraError

Errors hold values; `__str__` makes the sentence. A finding about the data is never an error:
it is a row of a `Report`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


def _near(suggestions: Sequence[str]) -> str:
    return f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""


class LmskgError(Exception):
    """Base of all errors that this package raises on purpose."""


class SourceError(LmskgError):
    """A file cannot be used."""


class SourceNotFoundError(SourceError):
    """A file or folder is not there or cannot be read."""

    def __init__(self, path: Path | str, reason: str = "no such file") -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}; check the path"


class SourceFormatError(SourceError):
    """A file is not what its reader expects."""

    def __init__(
        self, path: Path | str, line: int | None, reason: str, column: int | None = None
    ) -> None:
        super().__init__(path, line, reason, column)
        self.path, self.line, self.reason, self.column = path, line, reason, column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.reason}"


class OntologyParseError(SourceFormatError):
    """An RDF file breaks the syntax of its format."""


class ChecksumError(SourceError):
    """A file's SHA-256 is not the one on record."""

    def __init__(self, path: Path | str, expected: str, found: str) -> None:
        super().__init__(path, expected, found)
        self.path, self.expected, self.found = path, expected, found

    def __str__(self) -> str:
        return (
            f"{self.path}: SHA-256 is {self.found[:12]}…, on record is {self.expected[:12]}…; "
            "restore the file, or check every quote and record the new sum"
        )


class OutputError(SourceError):
    """An output cannot be written."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: cannot write: {self.reason}; nothing there was changed"


class IdentifierError(LmskgError):
    """An IRI, CURIE or label cannot be resolved."""


class UnknownPrefixError(IdentifierError):
    """A CURIE uses a prefix that is not in the prefix map."""

    def __init__(self, prefix: str, known: Sequence[str] = ()) -> None:
        super().__init__(prefix, known)
        self.prefix, self.known = prefix, known

    def __str__(self) -> str:
        return f"unknown prefix '{self.prefix}:'; known are {', '.join(sorted(self.known))}"


class InvalidCurieError(IdentifierError):
    """A text is neither an IRI nor a CURIE."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return f"'{self.text}' is neither an IRI nor a CURIE; write it as prefix:name"


class TermNotFoundError(IdentifierError):
    """No term has this label, synonym, everyday word, CURIE or IRI."""

    def __init__(self, text: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(text, suggestions)
        self.text, self.suggestions = text, suggestions

    def __str__(self) -> str:
        return f"no term is called '{self.text}'{_near(self.suggestions)}"


class AmbiguousTermError(IdentifierError):
    """Several terms have this label, synonym or everyday word."""

    def __init__(self, text: str, candidates: Sequence[str]) -> None:
        super().__init__(text, candidates)
        self.text, self.candidates = text, candidates

    def __str__(self) -> str:
        return f"'{self.text}' may mean {' or '.join(self.candidates)}; ask for one of them"


class ClaimNotFoundError(IdentifierError):
    """No claim and no row of claims has this id."""

    def __init__(self, text: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(text, suggestions)
        self.text, self.suggestions = text, suggestions

    def __str__(self) -> str:
        tail = _near(self.suggestions) or "; `lmskg conflicts` and every answer name claims"
        return f"no claim is called '{self.text}'{tail}"


class UnknownTermError(IdentifierError):
    """A file uses a term of ours that no ontology file declares."""

    def __init__(
        self, term: str, where: str, suggestions: Sequence[str] = (), line: int | None = None
    ) -> None:
        super().__init__(term, where, suggestions, line)
        self.term, self.where, self.suggestions, self.line = term, where, suggestions, line

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        return f"{place}: '{self.term}' is not declared{_near(self.suggestions)}"


class OntologyError(LmskgError):
    """The ontology as a whole cannot be used."""


class MalformedAxiomError(OntologyError):
    """An axiom lacks a part, or a part belongs to no axiom: a reasoner would pass over it."""

    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(subject, reason)
        self.subject, self.reason = subject, reason

    def __str__(self) -> str:
        return f"broken axiom at {self.subject}: {self.reason}"


class InconsistentOntologyError(OntologyError):
    """The axioms contradict one another."""

    def __init__(self, axioms: Sequence[str]) -> None:
        super().__init__(axioms)
        self.axioms = axioms

    def __str__(self) -> str:
        return f"the ontology is inconsistent because of: {'; '.join(self.axioms)}"


class UnsatisfiableClassError(OntologyError):
    """A class cannot have a member."""

    def __init__(self, term: str, axioms: Sequence[str]) -> None:
        super().__init__(term, axioms)
        self.term, self.axioms = term, axioms

    def __str__(self) -> str:
        return f"{self.term} can have no member because of: {'; '.join(self.axioms)}"


class IncompleteReasoningError(OntologyError):
    """The reasoner did not finish, or dropped an axiom: no answer, never a pass."""

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(engine, reason)
        self.engine, self.reason = engine, reason

    def __str__(self) -> str:
        return f"{self.engine} gave no complete answer: {self.reason}"


class ShapesError(LmskgError):
    """The shapes themselves are broken."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: broken shapes: {self.reason}"


class QueryError(LmskgError):
    """A question cannot be asked."""


class QueryNotFoundError(QueryError):
    """No bundled question has this name."""

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        super().__init__(name, suggestions)
        self.name, self.suggestions = name, suggestions

    def __str__(self) -> str:
        tail = _near(self.suggestions) or "; `lmskg query --list` names them all"
        return f"no question is called '{self.name}'{tail}"


class QuerySyntaxError(QueryError):
    """A query breaks the SPARQL grammar."""

    def __init__(
        self, path: Path | str, reason: str, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(path, reason, line, column)
        self.path, self.reason, self.line, self.column = path, reason, line, column

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: SPARQL syntax: {self.reason}"


class QueryParameterError(QueryError):
    """A parameter is missing, unknown or of the wrong type."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return f"parameter '{self.name}': {self.reason}"


class QueryRefusedError(QueryError):
    """A query would reach out (`SERVICE`) or change data (an update)."""

    def __init__(self, path: Path | str, keyword: str) -> None:
        super().__init__(path, keyword)
        self.path, self.keyword = path, keyword

    def __str__(self) -> str:
        return f"{self.path}: {self.keyword} is refused; a query only reads what is loaded"


class QueryTimeoutError(QueryError):
    """A query was ended at its time limit."""

    def __init__(self, path: Path | str, timeout_s: float) -> None:
        super().__init__(path, timeout_s)
        self.path, self.timeout_s = path, timeout_s

    def __str__(self) -> str:
        return (
            f"{self.path}: no answer within {self.timeout_s:g} s; narrow the query or wait longer"
        )


class RemoteError(LmskgError):
    """Something at an address on the network cannot be used."""

    cure = ""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(address, reason)
        self.address, self.reason = address, reason

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}{self.cure}"


class StoreError(RemoteError):
    """A store that others run cannot be used; no message holds a password."""


class StoreAddressError(StoreError):
    """An address, or what stands in the environment beside it, cannot be used."""


class StoreUnreachableError(StoreError):
    """A store is down, or the connection to it broke off and stayed broken."""

    cure = "; see that the store runs, then do the same again"


class StoreRefusedError(StoreError):
    """A store is there and refuses what was asked of it."""


class StoreAnswerError(StoreError):
    """An answer is not what the protocol promises."""

    cure = "; check that this is the address of a store"


class StoreOccupiedError(StoreError):
    """A store holds another graph, where this one was to go."""

    cure = " already; --replace puts this graph in its place"

    def __init__(self, address: str, held: str) -> None:
        super().__init__(address, f"holds {held}")
        self.args, self.held = (address, held), held


class StoreUnfinishedError(StoreError):
    """A load into a store was begun and not finished."""

    cure = "; finish it with the same `lmskg load`"

    def __init__(self, address: str, n_done: int, n_total: int) -> None:
        super().__init__(address, f"{n_done} of {n_total} statements are loaded")
        self.args = (address, n_done, n_total)
        self.n_done, self.n_total = n_done, n_total


class StoreContentError(StoreError):
    """A store does not hold what was loaded into it."""


class FetchError(RemoteError):
    """A release cannot be downloaded; what came so far is kept for the next try."""


class FetchAddressError(FetchError):
    """An address to download from cannot be used."""


class FetchUnreachableError(FetchError):
    """A release's home is down, or the connection to it broke off and stayed broken."""

    cure = "; do the same again later: it goes on where this stood"


class FetchRefusedError(FetchError):
    """A release's home is there and does not give the file."""

    cure = "; name another place with --from"


class FetchAnswerError(FetchError):
    """What came is not the file that was asked for."""

    cure = "; see with a browser what is there, or name another place with --from"


class FetchChecksumError(FetchError):
    """The SHA-256 of what came is not the one that its home publishes."""

    cure = "; nothing was kept: do the same again, and tell its home if it stays so"

    def __init__(self, address: str, expected: str, found: str) -> None:
        super().__init__(address, f"SHA-256 is {found[:12]}…, its home says {expected[:12]}…")
        self.args = (address, expected, found)
        self.expected, self.found = expected, found


class BrokenPromiseError(LmskgError):
    """A build stopped at a step whose report has findings; nothing was written."""

    def __init__(self, step: str, n_findings: int, first: str) -> None:
        super().__init__(step, n_findings, first)
        self.step, self.n_findings, self.first = step, n_findings, first

    def __str__(self) -> str:
        found = "1 error" if self.n_findings == 1 else f"{self.n_findings} errors, the first"
        return f"stopped at '{self.step}', nothing was written: {found}: {self.first}"


class NothingToDrawError(LmskgError):
    """What was to be drawn has no claim between two terms."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(what, reason)
        self.what, self.reason = what, reason

    def __str__(self) -> str:
        return f"nothing to draw for {self.what}: {self.reason}"


class LayoutError(LmskgError):
    """The program that lays out a picture failed."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(program, reason)
        self.program, self.reason = program, reason

    def __str__(self) -> str:
        return f"{self.program} failed: {self.reason}; draw with --engine builtin"


class PropertyGraphError(LmskgError):
    """A node or an edge is not what the property-graph schema says."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(where, reason)
        self.where, self.reason = where, reason

    def __str__(self) -> str:
        return f"{self.where} {self.reason}; export the graph anew and change only its values"


class UnsupportedFormatError(LmskgError):
    """A file ending or format name is not known."""

    def __init__(self, found: str, known: Sequence[str]) -> None:
        super().__init__(found, known)
        self.found, self.known = found, known

    def __str__(self) -> str:
        return f"unknown format '{self.found}'; known are {', '.join(self.known)}"


class MissingExtraError(LmskgError):
    """An optional package or program is needed and not there."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(package, extra)
        self.package, self.extra = package, extra

    def __str__(self) -> str:
        return f"{self.package} is needed for this; {self.extra}"
