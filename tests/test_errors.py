from __future__ import annotations

import inspect
import pickle
from pathlib import Path

import pytest

from lmskg import errors
from lmskg.errors import LmskgError

PLACE = Path("ontology/a.ttl")
EXAMPLES: dict[LmskgError, str] = {
    errors.SourceNotFoundError(PLACE): "ontology/a.ttl: no such file; check the path",
    errors.SourceFormatError(PLACE, None, "why"): "ontology/a.ttl: why",
    errors.SourceFormatError(PLACE, 3, "why"): "ontology/a.ttl:3: why",
    errors.OntologyParseError(PLACE, 3, "why", 4): "ontology/a.ttl:3:4: why",
    errors.ChecksumError(PLACE, "a" * 64, "b" * 64): (
        "ontology/a.ttl: SHA-256 is bbbbbbbbbbbb…, on record is aaaaaaaaaaaa…; "
        "restore the file, or check every quote and record the new sum"
    ),
    errors.OutputError("dist", "full"): "dist: cannot write: full; nothing there was changed",
    errors.UnknownPrefixError("x", ["b", "a"]): "unknown prefix 'x:'; known are a, b",
    errors.InvalidCurieError("x"): "'x' is neither an IRI nor a CURIE; write it as prefix:name",
    errors.TermNotFoundError("x"): "no term is called 'x'",
    errors.TermNotFoundError("x", ["y", "z"]): "no term is called 'x'; did you mean y or z?",
    errors.AmbiguousTermError("x", ["y", "z"]): "'x' may mean y or z; ask for one of them",
    errors.ClaimNotFoundError("x", ["y", "z"]): "no claim is called 'x'; did you mean y or z?",
    errors.ClaimNotFoundError("x"): (
        "no claim is called 'x'; `lmskg conflicts` and every answer name claims"
    ),
    errors.UnknownTermError("x", "a.ttl", ["y"], 3): (
        "a.ttl:3: 'x' is not declared; did you mean y?"
    ),
    errors.UnknownTermError("x", "a.ttl"): "a.ttl: 'x' is not declared",
    errors.MalformedAxiomError("x", "why"): "broken axiom at x: why",
    errors.InconsistentOntologyError(["a", "b"]): "the ontology is inconsistent because of: a; b",
    errors.UnsatisfiableClassError("x", ["a", "b"]): "x can have no member because of: a; b",
    errors.IncompleteReasoningError("rustdl", "why"): "rustdl gave no complete answer: why",
    errors.ShapesError(PLACE, "why"): "ontology/a.ttl: broken shapes: why",
    errors.QueryNotFoundError("x"): (
        "no question is called 'x'; `lmskg query --list` names them all"
    ),
    errors.QueryNotFoundError("x", ["y"]): "no question is called 'x'; did you mean y?",
    errors.QuerySyntaxError("a.rq", "why", 1, 2): "a.rq:1:2: SPARQL syntax: why",
    errors.QuerySyntaxError("a.rq", "why"): "a.rq: SPARQL syntax: why",
    errors.QueryParameterError("x", "why"): "parameter 'x': why",
    errors.QueryRefusedError("a.rq", "SERVICE"): (
        "a.rq: SERVICE is refused; a query only reads what is loaded"
    ),
    errors.QueryTimeoutError("a.rq", 1.50): (
        "a.rq: no answer within 1.5 s; narrow the query or wait longer"
    ),
    errors.StoreAddressError("http://h/ds", "why"): "http://h/ds: why",
    errors.StoreUnreachableError("http://h/ds", "why"): (
        "http://h/ds: why; see that the store runs, then do the same again"
    ),
    errors.StoreRefusedError("http://h/ds", "why"): "http://h/ds: why",
    errors.StoreAnswerError("http://h/ds", "why"): (
        "http://h/ds: why; check that this is the address of a store"
    ),
    errors.StoreOccupiedError("http://h/ds", "the graph ex:a"): (
        "http://h/ds: holds the graph ex:a already; --replace puts this graph in its place"
    ),
    errors.StoreUnfinishedError("http://h/ds", 1, 2): (
        "http://h/ds: 1 of 2 statements are loaded; finish it with the same `lmskg load`"
    ),
    errors.StoreContentError("http://h/ds", "why"): "http://h/ds: why",
    errors.FetchAddressError("http://h/a", "why"): "http://h/a: why",
    errors.FetchUnreachableError("http://h/a", "why"): (
        "http://h/a: why; do the same again later: it goes on where this stood"
    ),
    errors.FetchRefusedError("http://h/a", "why"): (
        "http://h/a: why; name another place with --from"
    ),
    errors.FetchAnswerError("http://h/a", "why"): (
        "http://h/a: why; see with a browser what is there, or name another place with --from"
    ),
    errors.FetchChecksumError("http://h/a", "a" * 64, "b" * 64): (
        "http://h/a: SHA-256 is bbbbbbbbbbbb…, its home says aaaaaaaaaaaa…; "
        "nothing was kept: do the same again, and tell its home if it stays so"
    ),
    errors.BrokenPromiseError("audit", 1, "x"): (
        "stopped at 'audit', nothing was written: 1 error: x"
    ),
    errors.BrokenPromiseError("audit", 2, "x"): (
        "stopped at 'audit', nothing was written: 2 errors, the first: x"
    ),
    errors.NothingToDrawError("ex:p", "no claim has it"): (
        "nothing to draw for ex:p: no claim has it"
    ),
    errors.PropertyGraphError("node a", "has no IRI"): (
        "node a has no IRI; export the graph anew and change only its values"
    ),
    errors.LayoutError("dot", "why"): "dot failed: why; draw with --engine builtin",
    errors.UnsupportedFormatError("x", ["a", "b"]): "unknown format 'x'; known are a, b",
    errors.MissingExtraError("x", "why"): "x is needed for this; why",
}


def classes() -> list[type[LmskgError]]:
    return [
        value
        for _, value in inspect.getmembers(errors, inspect.isclass)
        if issubclass(value, LmskgError)
    ]


@pytest.mark.parametrize("error", list(EXAMPLES), ids=lambda error: type(error).__name__)
def test_error_is_told_in_one_line(error: LmskgError) -> None:
    assert str(error) == EXAMPLES[error]


@pytest.mark.parametrize("error", list(EXAMPLES), ids=lambda error: type(error).__name__)
def test_error_passes_between_processes(error: LmskgError) -> None:
    twin = pickle.loads(pickle.dumps(error))  # noqa: S301 - bytes of our own
    assert type(twin) is type(error)
    assert str(twin) == str(error)
    assert vars(twin) == vars(error)


def test_every_error_that_is_no_family_has_an_example() -> None:
    families = {base for found in classes() for base in found.__bases__}
    shown = {type(error) for error in EXAMPLES}
    assert shown >= set(classes()) - families


def test_every_error_is_raised_somewhere() -> None:
    package = Path(errors.__file__).parent
    code = "\n".join(path.read_text() for path in sorted(package.rglob("*.py")))
    families = {base for found in classes() for base in found.__bases__} - {
        errors.SourceFormatError
    }
    idle = [found.__name__ for found in classes() if f"raise {found.__name__}(" not in code]
    assert sorted(set(idle) - {family.__name__ for family in families}) == []
