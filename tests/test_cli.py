from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from pyoxigraph import Quad, RdfFormat

from lmskg import __version__
from lmskg.cli import COMMANDS, cli, run
from lmskg.graph.store import serialise
from lmskg.release import asserted_quads
from lmskg.resources import Project

PYTHON = [sys.executable, "-m", "lmskg"]


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Lmskg = Callable[..., Ended]


@pytest.fixture
def lmskg(capsys: pytest.CaptureFixture[str]) -> Lmskg:
    """Run the command line in this process."""

    def called(*args: str | Path) -> Ended:
        capsys.readouterr()
        code = run([str(arg) for arg in args])
        return Ended(code, *capsys.readouterr())

    return called


def is_one_line(text: str) -> bool:
    return text.startswith("lmskg: ") and text.endswith("\n") and text.count("\n") == 1


def assert_bad_input(ended: Ended, message: str) -> None:
    assert ended.code == 2, ended
    assert ended.out == ""
    assert is_one_line(ended.err), ended.err
    assert "Traceback" not in ended.err
    assert ended.err.startswith(f"lmskg: {message}")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def sums(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


# --- help


def commands(
    group: click.Group = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it, groups too."""
    yield path, group
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


@pytest.mark.parametrize("path", [path for path, _ in commands()], ids=" ".join)
def test_help_has_an_example_that_runs(
    path: tuple[str, ...],
    lmskg: Lmskg,
    mini: Project,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = lmskg(*path, "--help")
    assert (shown.code, shown.err) == (0, "")
    found = re.search(r"Example: lmskg (.*(?:\n  +\S.*)*)", shown.out)
    assert found, shown.out
    steps = " ".join(found.group(1).split()).split(" && lmskg ")
    assert tuple(shlex.split(steps[-1])[: len(path)]) == path
    if "://" in steps[-1]:  # it takes a server, and is run on a real one elsewhere
        return
    # the README's session builds the bundled project, which takes long
    small = ("-C", mini.root) if path == ("build",) else ()
    for step in steps:
        ended = lmskg(*shlex.split(step), *small)
        assert ended.code == 0, ended
    assert ended.out or list(tmp_path.iterdir())


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=repr)
def test_every_option_says_what_it_does(path: tuple[str, ...], command: click.Command) -> None:
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_list_of_commands_is_the_table(lmskg: Lmskg) -> None:
    shown = lmskg("--help").out
    for name, (_, _, line) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", shown, re.MULTILINE)


def test_version(lmskg: Lmskg) -> None:
    assert lmskg("--version") == Ended(0, f"lmskg, version {__version__}\n", "")


@pytest.mark.parametrize("args", [(), ("evidence",)])
def test_group_alone_shows_its_help_on_stderr(args: tuple[str, ...], lmskg: Lmskg) -> None:
    ended = lmskg(*args)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: lmskg")


# --- bad use


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["qury"], "No such command 'qury'; did you mean query?; see lmskg --help"),
        (["valdate"], "No such command 'valdate'; did you mean validate?; see lmskg --help"),
        (["xyzzy"], "No such command 'xyzzy'; see lmskg --help"),
        (["evidence", "verfy"], "No such command 'verfy'"),
        (["query"], "name a question, a file or -; --list shows the questions"),
        (["query", "x", "--lst"], "No such option '--lst'"),
        (["query", "x", "--limit", "few"], "Invalid value for '--limit'"),
        (["query", "x", "--timeout-s", "0"], "Invalid value for '--timeout-s'"),
        (["query", "x", "-f", "xlsx"], "Invalid value for '-f' / '--format'"),
        (["query", "risk-factors", "--set", "disease"], "parameter 'disease': write it as --set"),
        (["validate", "--fail-on", "never"], "Invalid value for '--fail-on'"),
        (["show"], "Missing argument 'TERM'"),
        (["reason", "--engine", "pellet"], "Invalid value for '--engine'"),
        (["query", "--list", "-C", "no-such-folder"], "no-such-folder: no project here"),
    ],
)
def test_bad_use_is_one_line(args: list[str], message: str, lmskg: Lmskg) -> None:
    assert_bad_input(lmskg(*args), message)


# --- files that cannot be read

FILES = {
    "syntax.ttl": b"@prefix ex: <https://e.org/> .\nex:A ex:b ;; .",
    "prefix.ttl": b"@prefix ex: <https://e.org/> .\nex:A ex:b\n  ex:c foo:d .",
    "empty.ttl": b"",
    "binary.ttl": b"\x7fELF\0\0\1",
    "latin.ttl": b'<https://e.org/a> <https://e.org/b> "caf\xe9" .',
    "entity.owl": b'<!DOCTYPE r [\n<!ENTITY a "b"> ]>',
    "table.csv": b"a,b\n",
}
MESSAGES = {
    "syntax.ttl": ":2:11: ; is not a valid RDF object",
    "prefix.ttl": ":3:8: The prefix foo: has not been declared",
    "empty.ttl": ": the file is empty",
    "binary.ttl": ": the file is binary, text was expected",
    "latin.ttl": ":1:41: byte 0xe9 is not UTF-8; save the file as UTF-8",
    "entity.owl": ":2: XML entity declarations are refused",
    "missing.ttl": ": no such file; check the path",
    "folder.ttl": ": is a folder, a file was expected; check the path",
}


@pytest.mark.parametrize("name", sorted(MESSAGES))
@pytest.mark.parametrize(
    "before", [("validate",), ("reason",), ("query", "subtypes", "-g")], ids=" ".join
)
def test_graph_that_cannot_be_read(
    name: str, before: tuple[str, ...], lmskg: Lmskg, tmp_path: Path
) -> None:
    path = tmp_path / name
    if name in FILES:
        path.write_bytes(FILES[name])
    elif name == "folder.ttl":
        path.mkdir()
    assert_bad_input(lmskg(*before, path), f"{path}{MESSAGES[name]}")


def test_graph_of_unknown_format(lmskg: Lmskg, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(FILES["table.csv"])
    assert_bad_input(lmskg("validate", path), "unknown format 'table.csv'; known are .ttl, ")


# --- build: what is wrong in a project


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Make a folder that holds an earlier release."""
    folder = tmp_path / "dist"
    folder.mkdir()
    (folder / "mini.ttl").write_text("old")
    (folder / "manifest.json").write_text("{}")
    return folder


def in_claims(old_text: str, new: str) -> Callable[[Project], None]:
    return lambda mini: change(mini.claims[0], old_text, new)


def written(name: str, data: bytes) -> Callable[[Project], None]:
    def write(mini: Project) -> None:
        path = mini.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    return write


def added(name: str, text: str) -> Callable[[Project], None]:
    def add(mini: Project) -> None:
        path = mini.root / name
        path.write_text(path.read_text() + text)

    return add


def gone(name: str) -> Callable[[Project], None]:
    return lambda mini: (mini.root / name).unlink()


DISJOINT = "\nex:Lamp owl:disjointWith ex:Person ."
INCONSISTENT = DISJOINT + " ex:it a owl:NamedIndividual , ex:Lamp , ex:Person .\n"
UNSATISFIABLE = DISJOINT + " ex:Both a owl:Class ; rdfs:subClassOf ex:Lamp , ex:Person .\n"
BAD_INPUT: dict[str, tuple[Callable[[Project], None], str]] = {
    "malformed Turtle": (in_claims("claim:M1 a", "claim:M1 a a"), "{root}/ontology/claims/a.ttl:"),
    "missing file": (gone("ontology/sources.ttl"), "{root}/ontology/sources.ttl: no such file"),
    "missing text": (gone("ontology/texts/a.txt"), "{root}/ontology/texts/a.txt: no such file"),
    "empty file": (written("ontology/claims/b.ttl", b""), "{root}/ontology/claims/b.ttl: the file"),
    "binary file": (
        written("ontology/claims/b.ttl", b"a\0b"),
        "{root}/ontology/claims/b.ttl: the file is binary",
    ),
    "text not UTF-8": (
        written("ontology/texts/a.txt", b"caf\xe9"),
        "{root}/ontology/texts/a.txt:1:4: byte 0xe9 is not UTF-8",
    ),
    "unknown prefix": (
        in_claims("kg:object ex:Rare", "kg:object exx:Rare"),
        "{root}/ontology/claims/a.ttl:18:15: The prefix exx: has not been declared",
    ),
    "misspelt term": (
        in_claims("kg:object ex:Rare", "kg:object ex:Rarre"),
        "{root}/ontology/claims/a.ttl:18: 'ex:Rarre' is not declared; did you mean ex:Rare",
    ),
    "unknown predicate": (
        in_claims("kg:predicate ex:glows", "kg:predicate ex:shines"),
        "{root}/ontology/claims/a.ttl:47: 'ex:shines' is not declared",
    ),
    "changed text": (
        added("ontology/texts/a.txt", "x"),
        "{root}/ontology/texts/a.txt: SHA-256 is ",
    ),
    "broken mapping": (
        added("ontology/mappings/mini.sssom.tsv", "x\n"),
        "{root}/ontology/mappings/mini.sssom.tsv:11: 8 cells expected",
    ),
    "broken shapes": (
        written("shapes/own.ttl", b"<https://e.org/s> a <https://e.org/"),
        "{root}/shapes/own.ttl",
    ),
    "shapes without a shape": (
        written("shapes/own.ttl", b"<https://e.org/s> a <https://e.org/t> ."),
        "{root}/shapes",
    ),
    "query with a syntax error": (
        written("queries/answers/b.rq", b"# title: T\n# question: Q?\nSELECT {"),
        "{root}/queries/answers/b.rq:3:9: SPARQL syntax",
    ),
    "query without a heading": (
        written("queries/answers/b.rq", b"SELECT * { ?s ?p ?o }"),
        "{root}/queries/answers/b.rq:1: the heading needs one line '# title: …'",
    ),
    "inconsistent ontology": (
        added("ontology/mini.ttl", INCONSISTENT),
        "the ontology is inconsistent because of: ",
    ),
    "unsatisfiable class": (
        added("ontology/mini.ttl", UNSATISFIABLE),
        "",
    ),
}


@pytest.mark.parametrize("fault", sorted(BAD_INPUT))
def test_build_ends_at_bad_input_and_leaves_the_old_release(
    fault: str, lmskg: Lmskg, mini: Project, old: Path
) -> None:
    break_it, message = BAD_INPUT[fault]
    break_it(mini)
    before = sums(old)
    ended = lmskg("build", "-C", mini.root, "-o", old)
    assert_bad_input(ended, message.format(root=mini.root))
    assert sums(old) == before


def test_contradiction_names_its_axioms(lmskg: Lmskg, mini: Project) -> None:
    added("ontology/mini.ttl", INCONSISTENT)(mini)
    assert "'lamp' DisjointWith 'person'" in lmskg("reason", "-C", mini.root).err


def test_unsatisfiable_class_is_named_with_its_axioms(lmskg: Lmskg, mini: Project) -> None:
    added("ontology/mini.ttl", UNSATISFIABLE)(mini)
    ended = lmskg("reason", "-C", mini.root)
    assert "Both" in ended.err
    assert "'lamp' DisjointWith 'person'" in ended.err


def another_text(mini: Project) -> None:
    """Give the project a second text, and quote from it under the name of the first."""
    data = b"Words that stand elsewhere."
    written("ontology/texts/b.txt", data)(mini)
    added(
        "ontology/sources.ttl",
        f"""
source:b a kg:Source ; dcterms:title "The book of words"@en ; kg:sourceKind kg:PatientPage ;
    kg:dateStated kg:NotStated ; kg:readAs kg:StoredText ;
    kg:text <https://example.org/mini/text/b> .
<https://example.org/mini/text/b> a kg:Text ; kg:file "b.txt" ; kg:characters {len(data)} ;
    kg:sha256 "{hashlib.sha256(data).hexdigest()}" ; dcterms:language "en" ;
    dcterms:rights "Nobody's."@en .
""",
    )(mini)
    change(mini.claims[0], '"about 4 of 100 people glow"', '"Words that stand elsewhere"')


QUOTE = 'oa:exact "about 4 of 100 people glow"'
FINDINGS: dict[str, tuple[Callable[[Project], None], str, str]] = {
    "quote off by a character": (
        in_claims("oa:start 61 ; oa:end 87", "oa:start 60 ; oa:end 86"),
        "quotes",
        "quote-moved",
    ),
    "end off by a character": (in_claims("oa:end 87", "oa:end 86"), "quotes", "evidence/M3-1"),
    **{
        f"quote with {word}": (
            in_claims(QUOTE, QUOTE.replace("4", word)),
            "quotes",
            "quote-near-miss",
        )
        for word in ("5", "-4", "4%", "<4", ">4")
    },
    "quote of another text": (another_text, "quotes", "quote-in-another-text"),
    "quote of nothing": (
        in_claims(QUOTE, 'oa:exact "no such words at all, anywhere"'),
        "quotes",
        "quote-absent",
    ),
    "number not in its quote": (in_claims("kg:value 4", "kg:value 7"), "audit", "claim/M3"),
    "claim without evidence": (
        in_claims("kg:evidence ev:M1-1 .", 'rdfs:comment "x" .'),
        "quotes",
        "evidence/M1-1",
    ),
    "claim without disease": (in_claims("kg:disease ex:GlimmerTumour ;", ""), "shapes", "claim/M1"),
    "claim without reading": (in_claims("kg:reading kg:Group ;", ""), "shapes", "claim/M1"),
    "claim with two subjects": (
        in_claims("kg:subject ex:GlimmerTumour", "kg:subject ex:GlimmerTumour , ex:Tumour"),
        "shapes",
        "claim/M1",
    ),
    "predicate that is none": (
        in_claims("kg:predicate ex:glows", "kg:predicate ex:hasSite"),
        "shapes",
        "claim/M3",
    ),
    "answer that differs": (
        in_claims('"Light is used against it."', '"Light helps."'),
        "questions",
        "treatments",
    ),
}


@pytest.mark.parametrize("fault", sorted(FINDINGS))
def test_build_stops_at_a_finding_and_leaves_the_old_release(
    fault: str, lmskg: Lmskg, mini: Project, old: Path
) -> None:
    break_it, step, word = FINDINGS[fault]
    break_it(mini)
    before = sums(old)
    ended = lmskg("build", "-C", mini.root, "-o", old)
    assert ended.code == 1, ended
    assert is_one_line(ended.err), ended.err
    assert ended.err.startswith(f"lmskg: stopped at '{step}', nothing was written: ")
    lines = ended.out.splitlines()
    assert all(line.startswith("error: ") for line in lines)
    assert lines[0] in ended.err
    assert word in ended.out
    assert sums(old) == before


def test_finding_of_a_quote_has_its_place_in_the_text(lmskg: Lmskg, mini: Project) -> None:
    in_claims(QUOTE, QUOTE.replace("4", "5"))(mini)
    ended = lmskg("evidence", "verify", "-C", mini.root)
    assert (ended.code, ended.err) == (1, "")
    assert "(a.txt:1:62)" in ended.out


def test_build_writes_and_counts(lmskg: Lmskg, mini: Project, old: Path) -> None:
    ended = lmskg("build", "-C", mini.root, "-o", old)
    assert ended.code == 0, ended
    assert dict(line.rsplit(None, 1) for line in ended.out.splitlines()[2:]) == {
        "classes": "9",
        "claims": "3",
        "comparisons": "0",
        "contested": "0",
        "explanations": "0",
        "evidence": "3",
        "sources": "1",
        "mappings": "1",
        "entailments": "1",
        "reported": "1",
        "findings": "0",
        "questions answered": "1",
    }
    assert ended.err.startswith(f"written to {old}: mini.ttl, mini.nq, mini.jsonld, mini.owl, ")
    assert (old / "mini.ttl").read_text() != "old"
    assert lmskg("build", "-C", mini.root, "-o", old, "-q").err == ""


# --- outputs that cannot be written


def test_output_that_is_a_file(lmskg: Lmskg, mini: Project, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    assert_bad_input(lmskg("build", "-C", mini.root, "-o", path), "Invalid value for '-o'")
    inside = path / "dist"
    message = f"{inside}: cannot write: Not a directory; nothing there was changed"
    assert_bad_input(lmskg("build", "-C", mini.root, "-o", inside), message)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_folder_that_takes_nothing(
    number: int, lmskg: Lmskg, mini: Project, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.write_bytes

    def refuse(self: Path, data: bytes) -> int:
        if old in self.parents and self.name == "mini.nq":
            raise OSError(number, os.strerror(number))
        return real(self, data)

    before = sums(old)
    monkeypatch.setattr(Path, "write_bytes", refuse)
    ended = lmskg("build", "-C", mini.root, "-o", old)
    assert_bad_input(
        ended, f"{old}: cannot write: {os.strerror(number)}; nothing there was changed"
    )
    assert sums(old) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is not there")
def test_full_device(lmskg: Lmskg) -> None:
    message = "/dev/full: cannot write: No space left on device"
    assert_bad_input(lmskg("query", "--list", "-o", "/dev/full"), message)
    with open("/dev/full", "wb") as full:
        ended = subprocess.run([*PYTHON, "query", "--list"], stdout=full, stderr=subprocess.PIPE)
    assert ended.returncode == 2
    assert ended.stderr == (
        b"lmskg: standard output or a temporary file: No space left on device\n"
    )


def test_output_to_a_device_leaves_the_device(lmskg: Lmskg) -> None:
    assert lmskg("query", "--list", "-o", os.devnull) == Ended(0, "", "")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize(
    "args", [("query", "--list"), ("--help",), ("query", "-", "-f", "csv")], ids=" ".join
)
def test_reader_that_goes_away_is_no_fault(args: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    query = b"SELECT * { VALUES ?x { 1 2 3 } }"
    with os.fdopen(writer, "wb") as closed:
        ended = subprocess.run([*PYTHON, *args], input=query, stdout=closed, stderr=subprocess.PIPE)
    assert (ended.returncode, ended.stderr) == (0, b"")


INTERRUPTED = """
import os, pathlib, signal, sys
from lmskg import release
from lmskg.cli import main

def interrupt(owner, name):
    real = getattr(owner, name)
    def interrupted(*args, **keywords):
        os.kill(os.getpid(), signal.SIGINT)
        return real(*args, **keywords)
    setattr(owner, name, interrupted)

interrupt(*{"proving": (release, "verify"), "writing": (pathlib.Path, "write_bytes")}[sys.argv[1]])
main(sys.argv[2:])
"""


@pytest.mark.parametrize("moment", ["proving", "writing"])
def test_ctrl_c_in_the_middle_leaves_the_old_release(moment: str, mini: Project, old: Path) -> None:
    before = sums(old)
    command = [sys.executable, "-c", INTERRUPTED, moment, "build"]
    command += ["-C", str(mini.root), "-o", str(old)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "lmskg: interrupted; nothing was changed\n"
    assert sums(old) == before


def test_bug_shows_its_traceback_and_asks_to_be_reported(
    lmskg: Lmskg, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lmskg.cli.query._list", fail)
    ended = lmskg("query", "--list")
    assert (ended.code, ended.out) == (3, "")
    assert "ZeroDivisionError" in ended.err
    last = ended.err.splitlines()[-1]
    assert last == "lmskg: this is a bug in lmskg; please report it with the lines above"


# --- query


def stdin(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT {", "standard input:1:9: SPARQL syntax: "),
        ("SELECT * { SERVICE <http://a.org/> {} }", "standard input: SERVICE is refused"),
        ("DELETE WHERE { ?s ?p ?o }", "standard input: an update (DELETE) is refused"),
        ("", "standard input: the file is empty"),
        (b"SELECT \xff", "standard input:1:8: byte 0xff is not UTF-8"),
    ],
)
def test_bad_query_on_stdin(
    text: str | bytes,
    message: str,
    lmskg: Lmskg,
    mini: Project,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stdin(monkeypatch, text)
    assert_bad_input(lmskg("query", "-", "-C", mini.root), message)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["treatmnts"], "no question is called 'treatmnts'; did you mean treatments?"),
        (["xyzzy"], "no question is called 'xyzzy'; `lmskg query --list` names them all"),
        (["treatments", "--set", "disease=ex:Gone"], "parameter 'disease': 'ex:Gone' is no class"),
        (["treatments", "--set", "disease=gone"], "no term is called 'gone'"),
        (
            ["treatments", "--set", "n=1"],
            "parameter 'n': unknown; the question 'treatments' has: di",
        ),
        (["gone.rq"], "gone.rq: no such file"),
        (["required"], "parameter 'n': is required (how many); give --set n=…"),
        (["required", "--set", "n=few"], "parameter 'n': 'few' is no integer"),
    ],
)
def test_bad_question(args: list[str], message: str, lmskg: Lmskg, mini: Project) -> None:
    heading = b"# title: T\n# question: Q?\n# param: n integer required how many\n"
    written("queries/answers/required.rq", heading + b"SELECT ?n { ?s ?p ?n }")(mini)
    assert_bad_input(lmskg("query", *args, "-C", mini.root), message)


def test_parameter_of_a_query_from_a_file(lmskg: Lmskg, mini: Project) -> None:
    ended = lmskg("query", mini.answers[0], "--set", "disease=ex:Tumour", "-C", mini.root)
    assert_bad_input(ended, "parameter 'disease': only named questions have parameters")


def test_query_is_ended_at_its_time_limit(
    lmskg: Lmskg, mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a cross product of all triples, but for one that ends some time after the test
    stdin(monkeypatch, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }")
    ended = lmskg("query", "-", "--timeout-s", "0.05", "-C", mini.root)
    assert_bad_input(ended, "standard input: no answer within 0.05 s; narrow the query or wait")


def test_answer_in_each_format(lmskg: Lmskg, mini: Project) -> None:
    ask = ("query", "treatments", "-C", mini.root, "-f")
    assert lmskg(*ask, "csv").out == (
        "treatment,statement,claim,disease\r\n"
        "https://example.org/mini/Lamp,Light is used against it.,"
        "https://example.org/mini/claim/M2,https://example.org/mini/GlimmerTumour\r\n"
    )
    assert lmskg(*ask, "tsv").out == (mini.answers[0].with_suffix(".tsv")).read_text()
    rows = json.loads(lmskg(*ask, "json").out)["results"]["bindings"]
    assert rows[0]["statement"]["value"] == "Light is used against it."
    assert lmskg(*ask, "table").out.endswith("This is no medical advice.\n")


def test_parameter_is_set(lmskg: Lmskg, mini: Project) -> None:
    ask = ("query", "treatments", "-C", mini.root, "-f", "csv", "--set")
    assert len(lmskg(*ask, "disease=ex:LampTumour").out.splitlines()) == 1
    assert (
        len(lmskg(*ask, "disease=<https://example.org/mini/GlimmerTumour>").out.splitlines()) == 2
    )


def test_limit_says_what_it_left_out(
    lmskg: Lmskg, mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "SELECT ?x { VALUES ?x { 1 2 3 } }"
    stdin(monkeypatch, text)
    ended = lmskg("query", "-", "--limit", "2", "-f", "csv", "-C", mini.root)
    assert ended == Ended(0, "x\r\n1\r\n2\r\n", "2 of 3 rows; --limit left out the others\n")
    stdin(monkeypatch, text)
    assert lmskg("query", "-", "--limit", "2", "-q", "-C", mini.root).err == ""


def test_construct_gives_turtle(
    lmskg: Lmskg, mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, "CONSTRUCT { <https://example.org/mini/A> a 'x' } {}")
    ended = lmskg("query", "-", "-C", mini.root)
    assert ended.code == 0
    assert 'ex:A a "x" .' in ended.out


def test_query_without_a_variable_has_an_answer(
    lmskg: Lmskg, mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, "SELECT * { <a:b> <a:c> <a:d> }")
    assert lmskg("query", "-", "-C", mini.root).out == "\n\n(0 rows)\n"


def test_file_is_asked_instead_of_the_project(
    lmskg: Lmskg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<https://e.org/a> <https://e.org/b> 1 .")
    stdin(monkeypatch, "SELECT ?o { ?s ?p ?o }")
    assert lmskg("query", "-", "-g", path, "-f", "csv") == Ended(0, "o\r\n1\r\n", "")


def test_query_is_printed_instead_of_asked(lmskg: Lmskg, mini: Project) -> None:
    ended = lmskg("query", "treatments", "--sparql", "-C", mini.root)
    assert ended == Ended(0, mini.answers[0].read_text(), "")


def test_questions_are_listed(lmskg: Lmskg, mini: Project) -> None:
    assert lmskg("query", "--list", "-C", mini.root).out == (
        "name        title                    parameters\n"
        "----------  -----------------------  ------------------------\n"
        "treatments  Treatments of a disease  disease=ex:GlimmerTumour\n"
    )


def test_result_goes_to_a_file_and_not_to_stdout(
    lmskg: Lmskg, mini: Project, tmp_path: Path
) -> None:
    path = tmp_path / "out.csv"
    args = ("query", "treatments", "-f", "csv", "-C", mini.root)
    shown = lmskg(*args)
    assert lmskg(*args, "-o", path) == Ended(0, "", "")
    assert path.read_bytes().decode() == shown.out
    assert lmskg(*args, "-o", "-").out == shown.out


def test_output_bytes_do_not_depend_on_the_locale(mini: Project) -> None:
    change(mini.answers[0], "Treatments", "Täschner’s treatments")
    command = [*PYTHON, "query", "--list", "-C", str(mini.root)]
    environment = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    ended = subprocess.run(command, env=os.environ | environment, capture_output=True)
    assert ended.returncode == 0
    assert "Täschner’s treatments".encode() in ended.stdout


# --- the other commands


def test_answers_are_put_on_record(lmskg: Lmskg, mini: Project) -> None:
    pin = mini.answers[0].with_suffix(".tsv")
    good = pin.read_bytes()
    pin.unlink()
    ended = lmskg("questions", "-C", mini.root)
    assert ended.code == 1
    assert "no answer is on record" in ended.out
    assert lmskg("questions", "--pin", "-C", mini.root).code == 0
    assert pin.read_bytes() == good


def test_project_without_a_question(lmskg: Lmskg, mini: Project) -> None:
    mini.answers[0].unlink()
    message = f"{mini.root}/queries/answers: no question here"
    assert_bad_input(lmskg("questions", "-C", mini.root), message)


def test_near_miss_of_a_term_names_what_is_near(lmskg: Lmskg, mini: Project) -> None:
    ended = lmskg("show", "lampp", "-C", mini.root)
    assert ended.code == 2
    assert is_one_line(ended.err)
    assert "no term is called 'lampp'; did you mean " in ended.err
    assert "lamp" in ended.err.partition("did you mean")[2]


@pytest.mark.parametrize(
    "name", ["lamp", "lantern", "torch", "ex:Lamp", "https://example.org/mini/Lamp"]
)
def test_term_is_shown_by_each_of_its_names(name: str, lmskg: Lmskg, mini: Project) -> None:
    ended = lmskg("show", name, "-f", "json", "-C", mini.root)
    assert ended.code == 0, ended
    assert json.loads(ended.out)["label"] == "lamp"


def test_reports_are_one_json_object(lmskg: Lmskg, mini: Project) -> None:
    for command in (["validate"], ["evidence", "verify"], ["evidence", "audit"], ["questions"]):
        ended = lmskg(*command, "-f", "json", "-C", mini.root)
        assert ended.code == 0, ended
        assert json.loads(ended.out)["conforms"] is True
        assert json.loads(ended.out)["findings"] == []


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("none", 0)])
def test_fail_on_decides_the_exit_code(
    fail_on: str, code: int, lmskg: Lmskg, mini: Project
) -> None:
    in_claims("kg:reading kg:Group ;", "")(mini)
    ended = lmskg("validate", "--fail-on", fail_on, "-C", mini.root)
    assert ended.code == code
    assert "claim/M1" in ended.out


def test_graph_without_a_triple_is_not_taken_for_the_bundled_one(
    lmskg: Lmskg, tmp_path: Path
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("# nothing yet\n")
    ended = lmskg("validate", path, "-f", "json")
    assert json.loads(ended.out)["counts"]["triples"] == 0


def test_question_that_selects_nothing_is_bad_input(lmskg: Lmskg, mini: Project) -> None:
    text = b"# title: T\n# question: Q?\nCONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
    written("queries/answers/b.rq", text)(mini)
    message = f"{mini.root}/queries/answers/b.rq: SPARQL syntax: a question is a SELECT query"
    assert_bad_input(lmskg("questions", "-C", mini.root), message)


def test_folder_without_shapes(lmskg: Lmskg, mini: Project, tmp_path: Path) -> None:
    ended = lmskg("validate", "--shapes", tmp_path / "mini" / "queries", "-C", mini.root)
    assert_bad_input(ended, f"{tmp_path}/mini/queries: broken shapes: no .ttl file in this folder")


def test_entailments_are_turtle(lmskg: Lmskg, mini: Project) -> None:
    ended = lmskg("reason", "-C", mini.root)
    assert ended.out.endswith("ex:LampTumour rdfs:subClassOf ex:GlimmerTumour .\n")
    assert ended.err.startswith("1 entailed triple")
    assert lmskg("reason", "-q", "-C", mini.root).err == ""


def test_entailment_is_explained(lmskg: Lmskg, mini: Project) -> None:
    ended = lmskg("reason", "--explain", "ex:LampTumour", "ex:Tumour", "-C", mini.root)
    assert ended.code == 0
    assert len(ended.out.splitlines()) == 2
    ended = lmskg("reason", "--explain", "ex:Tumour", "ex:LampTumour", "-C", mini.root)
    assert ended == Ended(1, "", "ex:Tumour is not entailed to be a kind of ex:LampTumour\n")
    ended = lmskg("reason", "--explain", "exx:A", "ex:B", "-C", mini.root)
    assert_bad_input(ended, "unknown prefix 'exx:'")


# --- claims, conflicts and plain questions


def test_conflicts_are_json_with_both_sides_and_their_sources(lmskg: Lmskg) -> None:
    ended = lmskg("conflicts", "--json")
    assert (ended.code, ended.err) == (0, "")
    value = json.loads(ended.out)
    assert value["counts"] == {
        name: sum(c["verdict"] == name for c in value["conflicts"])
        for name in ("disputes", "qualifies")
    }
    sides = [[s["claim"] for s in c["sides"]] for c in value["conflicts"]]
    assert ["claim:E162", "claim:S017"] in sides
    assert all(
        e["source"]["title"] for c in value["conflicts"] for s in c["sides"] for e in s["evidence"]
    )
    assert lmskg("conflicts", "-f", "json").out == ended.out


def test_conflicts_of_one_disease_are_fewer(lmskg: Lmskg) -> None:
    every = json.loads(lmskg("conflicts", "--json").out)["conflicts"]
    few = json.loads(lmskg("conflicts", "--json", "--disease", "bone sarcoma").out)["conflicts"]
    assert 0 < len(few) < len(every)
    assert lmskg("conflicts", "--disease", "bone sarcoma").out.endswith(
        "This is no medical advice.\n"
    )


def test_conflicts_of_a_project_without_any(lmskg: Lmskg, mini: Project) -> None:
    shown = lmskg("conflicts", "-C", mini.root)
    assert shown == Ended(0, "No conflict is on record.\nThis is no medical advice.\n", "")


def test_claim_is_shown_with_its_evidence_and_who_disagrees(lmskg: Lmskg) -> None:
    text = lmskg("evidence", "show", "S017").out
    assert text.startswith("claim:S017 (claim) ")
    assert "Words of the source: “due to the resistance it has to chemotherapy" in text
    assert "claim:E162 disputes claim:S017" in text
    (value,) = json.loads(lmskg("evidence", "show", "claim:S017", "-f", "json").out)
    assert value["standing"] == "contested"
    assert "disputes" in {c["verdict"] for c in value["comparisons"]}


def test_status_lists_what_was_never_reviewed_and_when_retractions_were_looked_for(
    lmskg: Lmskg,
) -> None:
    ended = lmskg("evidence", "status", "--as-of", "2026-01-01", "-f", "json")
    assert ended.code == 0
    report = json.loads(ended.out)
    assert {f["check"] for f in report["findings"]} == {"not-reviewed"}
    assert re.fullmatch(r"retractions were last looked for on \d{4}-\d\d-\d\d\n", ended.err)
    assert lmskg("evidence", "status", "--as-of", "2026-01-01", "-q").err == ""


def test_status_finds_what_stands_on_a_retracted_source(lmskg: Lmskg, mini: Project) -> None:
    store = mini.root / "ontology" / "sources.ttl"
    name = re.search(r"^(source:\S+) a kg:Source", store.read_text(), re.MULTILINE)
    assert name
    mini.retractions.write_text(
        "# looked at: 2026-11-24\nsource\tstatus\tdate\tnotice\treplaced_by\n"
        f"{name[1]}\tretracted\t2026-02-01\tdoi:10.1/r\t\n"
    )
    ended = lmskg("evidence", "status", "--as-of", "2026-11-24", "-C", mini.root)
    assert ended.code == 1
    assert ended.out.startswith(f"error: retracted-source: {name[1]} [claim:")
    assert "(doi:10.1/r)" in ended.out
    args = ("evidence", "status", "--as-of", "2026-01-31", "-C", mini.root)
    assert lmskg(*args).code == 0  # not known by then
    assert lmskg(*args, "--fail-on", "info").code == 1


def test_status_of_a_project_without_a_list_says_so(lmskg: Lmskg, mini: Project) -> None:
    ended = lmskg("evidence", "status", "--as-of", "2026-11-24", "-C", mini.root)
    assert_bad_input(ended, f"{mini.retractions}: no such file; check the path")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["evidence", "status"], "Missing option '--as-of'"),
        (["evidence", "status", "--as-of", "2026-02-30"], "Invalid value for '--as-of'"),
        (["evidence", "status", "--as-of", "soon"], "Invalid value for '--as-of'"),
        (["evidence", "show", "S0O17"], "no claim is called 'S0O17'; did you mean claim:S017"),
        (["conflicts", "--disease", "bone sarcom"], "no term is called 'bone sarcom'; did you"),
        (["conflicts", "--verdict", "no"], "Invalid value for '--verdict'"),
        (["answer", "?!"], "ask in words, such as"),
        (["answer"], "Missing argument 'QUESTION'"),
        (["questions", "nope"], "no question is called 'nope'"),
    ],
)
def test_bad_use_of_claims_and_questions(args: list[str], message: str, lmskg: Lmskg) -> None:
    assert_bad_input(lmskg(*args), message)


def test_plain_question_is_answered_and_says_which_one_was_taken(lmskg: Lmskg) -> None:
    ended = lmskg("answer", "does LMS resist chemo?")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(
        "Question taken: resistance: Is leiomyosarcoma resistant to chemotherapy?\n"
        "  disease: leiomyosarcoma (from “lms”)\n"
        "  treatment: chemotherapy (from “chemo”)\n\n"
        "Answer: contested\n\nSaid of this disease\n"
    )
    assert " ".join(ended.out.split()).endswith("This is no medical advice.")


@pytest.mark.parametrize(
    "text", ["What are the symptoms of LMS?", "Are there open trials?", "what should I do"]
)
def test_topic_that_no_source_speaks_of(text: str, lmskg: Lmskg) -> None:
    ended = lmskg("answer", text)
    assert ended.code == 0
    assert ended.out.startswith("No source here speaks of it.\nThe topic is not covered: ")
    value = json.loads(lmskg("answer", text, "-f", "json").out)
    assert (value["no_source"], value["taken"], value["answer"]) == (True, None, None)


def test_plain_question_of_another_project(lmskg: Lmskg, mini: Project) -> None:
    assert "Question taken: treatments" in lmskg("answer", "how is it treated", "-C", mini.root).out


def test_questions_are_shown_with_evidence(lmskg: Lmskg) -> None:
    shown = lmskg("questions", "--show", "resistance")
    assert shown.code == 0
    assert shown.out.startswith(
        "resistance: Is leiomyosarcoma resistant to chemotherapy?\nAnswer: contested\n"
    )
    assert "level " in shown.out
    (value,) = json.loads(lmskg("questions", "--show", "resistance", "-f", "json").out)
    assert value["verdict"] == "contested"
    assert "1 questions" in lmskg("questions", "sources").out


def test_a_setting_may_be_a_label(lmskg: Lmskg, mini: Project) -> None:
    shown = lmskg("query", "treatments", "--set", "disease=glimmer tumour", "-C", mini.root)
    assert shown.code == 0
    assert shown.out.startswith("What is named as a treatment of glimmer tumour?\n\n")


def test_a_setting_given_twice_is_refused(lmskg: Lmskg) -> None:
    twice = ["--set", "disease=lms:Sarcoma", "--set", "disease=lms:Leiomyosarcoma"]
    assert_bad_input(lmskg("query", "risk-factors", *twice), "parameter 'disease': is set twice")


@pytest.mark.parametrize("term", ["lms:Surgery", "lms:Uterus"])
def test_a_class_that_is_no_disease_is_refused(lmskg: Lmskg, term: str) -> None:
    ended = lmskg("query", "risk-factors", "--set", f"disease={term}")
    assert_bad_input(ended, f"parameter 'disease': '{term}' is no disease")


def test_a_defined_disease_is_one_without_entailments(
    lmskg: Lmskg, tmp_path: Path, quads: list[Quad]
) -> None:
    path = tmp_path / "asserted.ttl"
    path.write_bytes(serialise(asserted_quads(quads), RdfFormat.TURTLE, {}))
    graph = ("-g", path)
    ended = lmskg("query", "subtypes", "--set", "disease=lms:UterineLeiomyosarcoma", *graph)
    assert ended.code == 0


def test_from_says_which_graphs_are_asked(lmskg: Lmskg, tmp_path: Path) -> None:
    path = tmp_path / "from.rq"
    path.write_text("SELECT ?s ?p ?o FROM <https://example.org/nothing> { ?s ?p ?o }")
    assert lmskg("query", path, "-f", "csv").out == "s,p,o\r\n"


def test_a_term_is_found_by_the_code_of_its_counterpart(lmskg: Lmskg) -> None:
    assert lmskg("show", "NCIT:C3158").out.startswith("leiomyosarcoma (lms:Leiomyosarcoma, class)")


def test_a_part_of_a_name_is_a_near_miss(lmskg: Lmskg) -> None:
    assert_bad_input(
        lmskg("show", "Gardner"), "no term is called 'Gardner'; did you mean Gardner syndrome?"
    )


def test_a_predicate_without_links_is_not_drawn(lmskg: Lmskg) -> None:
    ended = lmskg("draw", "lms:hasDiscouragedName")
    assert_bad_input(ended, "nothing to draw for 'has discouraged name'")
