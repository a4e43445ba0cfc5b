"""The account of foreign terms: what a place is, what may be wrong, and the bundled account."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from lmskg.build import read_layers
from lmskg.cli.map_coverage import coverage
from lmskg.errors import LmskgError, SourceFormatError, SourceNotFoundError
from lmskg.mapping.account import REASONS, Entry, Line, account_of, read_terms
from lmskg.mapping.account_text import to_json, to_text
from lmskg.mapping.coverage import check_account, labels_of_classes
from lmskg.reason import classify
from lmskg.resources import Project
from lmskg.sssom import NO_TERM_FOUND, Mapping, read_mappings

SHARED = Path(__file__).parents[2] / "shared" / "data"
EX, SKOS, SEMAPV = (
    "https://example.org/mini/",
    "http://www.w3.org/2004/02/skos/core#",
    "https://w3id.org/semapv/vocab/",
)
OTHER = "https://example.org/other/"
PREFIXES = {"ex": EX, "other": OTHER}
CLASSES = {f"{EX}Tumour": "tumour", f"{EX}GlimmerTumour": "glimmer tumour"}
TERM = Entry(f"{OTHER}T1", "Tumor")


def row(subject: str, predicate: str, target: str, **slots: str) -> Mapping:
    ids = {
        "subject_id": subject,
        "predicate_id": SKOS + predicate,
        "object_id": target,
        "mapping_justification": f"{SEMAPV}CompositeMatching",
    }
    return Mapping(f"{EX}m", ids | slots)


def mapped(predicate: str, target: str = "Tumour", **slots: str) -> Mapping:
    """Return a mapping from a class of ours to the one term."""
    return row(EX + target, predicate, TERM.iri, **slots)


def excluded(reason: str = "stage", target: str = f"{EX}Tumour", label: str = "tumour") -> Mapping:
    """Return an exclusion of the one term."""
    slots = {"exclusion_reason": reason, "object_label": label}
    return row(TERM.iri, "broadMatch", target, **slots)


def account(places: Sequence[Mapping] = (), exclusions: Sequence[Mapping] = ()) -> Line:
    (line,) = account_of([TERM], places, exclusions)
    return line


def faults(places: Sequence[Mapping] = (), exclusions: Sequence[Mapping] = ()) -> list[str]:
    lines = account_of([TERM], places, exclusions)
    return [f.check for f in check_account(lines, exclusions, CLASSES, PREFIXES).findings]


# --- what a place is


@pytest.mark.parametrize(
    ("predicate", "kind"),
    [
        ("exactMatch", "exact"),
        ("closeMatch", "close"),
        ("narrowMatch", "narrow"),
        ("broadMatch", "missing"),
        ("relatedMatch", "missing"),
    ],
)
def test_a_match_that_says_less_than_a_kind_of_is_no_place(predicate: str, kind: str) -> None:
    assert account([mapped(predicate)]).kind == kind


@pytest.mark.parametrize(
    ("predicate", "kind"),
    [("exactMatch", "exact"), ("broadMatch", "narrow"), ("narrowMatch", "missing")],
)
def test_a_match_may_be_told_from_the_term(predicate: str, kind: str) -> None:
    line = account([row(TERM.iri, predicate, f"{EX}Tumour")])
    assert line.kind == kind
    assert [place.iri for place in line.places] == [f"{EX}Tumour"] * (kind != "missing")


def test_the_nearest_place_comes_first() -> None:
    line = account([mapped("narrowMatch"), mapped("exactMatch", "GlimmerTumour")])
    assert [(place.kind, place.iri) for place in line.places] == [
        ("exact", f"{EX}GlimmerTumour"),
        ("narrow", f"{EX}Tumour"),
    ]
    assert faults([mapped("narrowMatch"), mapped("exactMatch", "GlimmerTumour")]) == []


def test_a_denied_match_and_one_to_nothing_are_no_place() -> None:
    denied = mapped("exactMatch", predicate_modifier="Not")
    nothing = row(TERM.iri, "exactMatch", NO_TERM_FOUND)
    assert account([denied, nothing]).kind == "missing"


def test_an_exclusion_names_the_class_it_is_a_variant_of_or_none() -> None:
    variant, alone = account((), [excluded()]), account((), [excluded("animal", NO_TERM_FOUND, "")])
    assert variant.kind == alone.kind == "excluded"
    assert (variant.exclusions[0].iri, alone.exclusions[0].iri) == (f"{EX}Tumour", "")


# --- what is wrong with an account


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_each_known_reason_is_taken(reason: str) -> None:
    assert faults((), [excluded(reason)]) == []


def test_an_account_that_is_whole_conforms() -> None:
    assert faults([mapped("exactMatch")]) == []
    assert faults((), [excluded("animal", NO_TERM_FOUND, "")]) == []


@pytest.mark.parametrize(
    ("places", "exclusions", "check"),
    [
        pytest.param([], [], "no-place", id="neither"),
        pytest.param([mapped("exactMatch")], [excluded()], "place-and-exclusion", id="both"),
        pytest.param(
            [mapped("narrowMatch")], [excluded()], "place-and-exclusion", id="both narrow"
        ),
        pytest.param(
            [mapped("exactMatch"), mapped("exactMatch", "GlimmerTumour")],
            [],
            "two-places",
            id="two exact places",
        ),
        pytest.param([], [excluded(), excluded("grade")], "excluded-twice", id="two exclusions"),
        pytest.param([], [excluded("unclear")], "unknown-reason", id="unknown reason"),
        pytest.param([], [excluded("")], "unknown-reason", id="no reason"),
        pytest.param([mapped("exactMatch", "Nowhere")], [], "no-class", id="place not declared"),
        pytest.param([], [excluded(target=f"{EX}No")], "no-class", id="variant of nothing"),
        pytest.param([], [excluded(label="Tumor")], "other-class-label", id="class renamed"),
        pytest.param(
            [mapped("exactMatch", object_label="Tumour NOS")], [], "other-label", id="term renamed"
        ),
    ],
)
def test_fault_is_found(places: list[Mapping], exclusions: list[Mapping], check: str) -> None:
    assert faults(places, exclusions) == [check]


def test_exclusion_of_a_term_that_no_list_names() -> None:
    stale = row(f"{OTHER}T9", "exactMatch", NO_TERM_FOUND, exclusion_reason="animal")
    lines = account_of([TERM], [mapped("exactMatch")], [stale])
    (finding,) = check_account(lines, [stale], CLASSES, PREFIXES).findings
    assert (finding.check, finding.focus) == ("not-listed", "other:T9")


def test_counts_by_kind_and_by_reason() -> None:
    terms = [Entry(f"{OTHER}T{n}", f"t{n}") for n in range(1, 5)]
    exclusions = [
        row(terms[1].iri, "exactMatch", NO_TERM_FOUND, exclusion_reason="animal"),
        row(terms[2].iri, "exactMatch", NO_TERM_FOUND, exclusion_reason="grade"),
    ]
    lines = account_of(terms, [mapped("exactMatch")], exclusions)
    report = check_account(lines, exclusions, CLASSES, PREFIXES)
    assert report.counts == {
        "terms": 4,
        "exact": 1,
        "excluded": 2,
        "missing": 1,
        "excluded: animal": 1,
        "excluded: grade": 1,
    }
    assert to_text(lines, report, PREFIXES).endswith(
        "4 terms: 1 exact, 1 missing, 2 excluded (1 animal, 1 grade)\n"
    )


def test_account_as_text_and_as_json() -> None:
    exclusions = [excluded("stage")]
    lines = account_of([TERM], [], exclusions)
    report = check_account(lines, exclusions, CLASSES, PREFIXES)
    assert to_text(lines, report, PREFIXES).splitlines()[2] == (
        "other:T1  Tumor  excluded  variant of ex:Tumour  stage"
    )
    assert json.loads(to_json(lines, report, PREFIXES)) == {
        "conforms": True,
        "counts": {"excluded": 1, "excluded: stage": 1, "terms": 1},
        "findings": [],
        "terms": [
            {
                "id": "other:T1",
                "label": "Tumor",
                "other_name": None,
                "lists": [],
                "kind": "excluded",
                "places": [],
                "exclusions": [{"reason": "stage", "variant_of": "ex:Tumour", "comment": None}],
            }
        ],
    }


# --- the list


def test_list_is_read_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    rows = [
        "# a remark",
        "id\tlists\tlabel\tother_name",
        "other:T2\ta|b\tB\tBee",
        "other:T1\t\tA\t",
    ]
    path.write_bytes("".join(f"{row}\r\n" for row in rows).encode())
    assert read_terms(path, PREFIXES) == (
        Entry(f"{OTHER}T2", "B", "Bee", ("a", "b")),
        Entry(f"{OTHER}T1", "A"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("# only a remark\n", "no line of columns; 'id' and 'label' were expected"),
        ("code\tname\n", "terms.tsv:1: columns 'id' and 'label' were expected; there are code, na"),
        ("id\tlabel\nother:T1\n", "terms.tsv:2: 2 cells expected, found 1"),
        ("id\tlabel\nother:T1\t\n", "terms.tsv:2: other:T1 has no label"),
        ("id\tlabel\nothr:T1\tA\n", "terms.tsv:2: unknown prefix 'othr:'"),
        ("#\nid\tlabel\nother:T1\tA\nother:T1\tB\n", "terms.tsv:4: other:T1 stands twice"),
    ],
)
def test_broken_list_is_one_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceFormatError) as caught:
        read_terms(path, PREFIXES)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


# --- the command


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(coverage, [str(a) for a in arguments], standalone_mode=False)


@pytest.fixture
def listed(mini: Project) -> Project:
    """Return the mini project with a list of the one term that it has a mapping for."""
    folder = mini.root / "ontology" / "accounts"
    folder.mkdir()
    (folder / "other.tsv").write_text("id\tlabel\nhttps://example.org/other/T1\tTumor\n")
    return mini


def test_command_prints_the_account_of_the_project(listed: Project) -> None:
    ended = run("-C", listed.root)
    assert (ended.return_value, ended.exception) == (0, None)
    assert ended.stdout.endswith("\n1 term: 1 exact\n")


def test_command_ends_with_1_and_says_what_is_missing(listed: Project, tmp_path: Path) -> None:
    path = tmp_path / "more.tsv"
    path.write_text("id\tlabel\nhttps://example.org/other/T2\tSpark\n")
    ended = run("-C", listed.root, path)
    assert ended.return_value == 1
    assert ended.stdout.splitlines()[-1] == (
        "error: no-place: https://example.org/other/T2: Spark: "
        "no class has it, and nothing says why; map it or exclude it"
    )


def test_command_takes_other_mappings_and_exclusions(listed: Project, tmp_path: Path) -> None:
    none, left_out = tmp_path / "none.sssom.tsv", tmp_path / "out.sssom.tsv"
    head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\texclusion_reason\n"
    why = "semapv:CompositeMatching"
    none.write_text(head)
    left_out.write_text(f"{head}{OTHER}T1\tskos:exactMatch\tsssom:NoTermFound\t{why}\tanimal\n")
    ended = run("-C", listed.root, "--mappings", none, "--exclusions", left_out, "-f", "json")
    found = json.loads(ended.stdout)
    assert (found["terms"][0]["kind"], found["conforms"]) == ("excluded", True)
    both = run("-C", listed.root, "--exclusions", left_out)
    assert both.return_value == 1
    assert "place-and-exclusion" in both.stdout


def test_project_without_a_list(mini: Project) -> None:
    error = run("-C", mini.root).exception
    assert isinstance(error, SourceNotFoundError)
    assert isinstance(error, LmskgError)
    assert "no list of terms" in str(error)


# --- the bundled account


def bundled_account(project: Project) -> tuple[Line, ...]:
    prefixes = project.prefixes()
    entries = [entry for path in project.accounts for entry in read_terms(path, prefixes)]
    placed, left_out = (
        [row for path in paths for row in read_mappings(path, prefixes).mappings]
        for paths in (project.mappings, project.exclusions)
    )
    return account_of(entries, placed, left_out)


def test_every_term_is_accounted_for(project: Project) -> None:
    ended = run()
    assert (ended.return_value, ended.exception) == (0, None)
    assert ended.stdout.splitlines()[-1] == (
        "109 terms: 59 exact, 1 close, 3 narrow, 46 excluded (3 age group, 11 animal, "
        "1 another disease, 16 disease status, 3 grade, 12 stage)"
    )


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("mouse", "rat ", "hamster"), "animal"),
        (("ajcc",), "stage"),
        (("nci grade",), "grade"),
        (("adult", "childhood"), "age group"),
        (
            ("metastatic", "recurrent", "refractory", "advanced", "locali", "resectable"),
            "disease status",
        ),
    ],
)
def test_label_that_names_a_variant_is_no_place(
    words: tuple[str, ...], reason: str, project: Project
) -> None:
    lines = [
        line
        for line in bundled_account(project)
        if any(word in line.entry.label.lower() for word in words)
    ]
    assert len(lines) > 1
    assert {(line.kind, line.exclusions[0].reason) for line in lines} == {("excluded", reason)}


def test_exclusions_are_no_part_of_the_graph(project: Project) -> None:
    accounts = project.root / "ontology" / "accounts"
    assert {path.parent for path in (*project.accounts, *project.exclusions)} == {accounts}
    assert not {*project.accounts, *project.exclusions} & {*project.mappings, *project.inputs()}


def test_kind_of_no_site_has_a_narrow_place_and_a_reason(project: Project) -> None:
    narrow = [line for line in bundled_account(project) if line.kind in ("close", "narrow")]
    assert all(line.places[0].comment for line in narrow)


# --- against the real files, which stand outside the repository

WORD = "leiomyosarcoma"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="needs the NCIt, Mondo and label files in ../shared/data"
)


@cache
def disease_part() -> dict[str, Any]:
    path = SHARED / "ncit" / "ncit-disease-2018-06-08.obograph.json.gz"
    graph: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))["graphs"][0]
    return graph


def table(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [line for line in text.decode().splitlines() if not line.startswith("#")]
    return csv.DictReader(lines, delimiter=delimiter)


def names_in_the_data() -> Iterator[tuple[str, str, str]]:
    """Yield list, code and name of everything in the files of NCIt and Mondo."""
    for node in disease_part()["nodes"]:
        code = node["id"].rpartition("_")[2]
        names = [node.get("lbl") or ""]
        names += [s["val"] for s in node.get("meta", {}).get("synonyms", ())]
        yield from (("disease-2018", code, name) for name in names)
    for item in table(SHARED / "ncit" / "neoplasm_core.csv", ","):
        yield "core", item["Code"], f"{item['Preferred Term']}|{item['Synonyms']}"
    for item in table(SHARED / "ncit" / "ncit_labels.tsv.gz", "\t"):
        yield "labels", item["code"], f"{item['preferred_label']}|{item['other_labels']}"
    path = SHARED / "ncit" / "ncit_25.12e_defined_class_labels.psv"
    for line in path.read_text(encoding="utf-8").splitlines():
        yield ("25.12e", *line.split("|", 1))  # type: ignore[misc]
    crosswalk = SHARED / "crosswalk"
    path = crosswalk / "ncit_leiomyosarcoma_unmapped_in_mondo_2026-02-24.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        code, label = line.removeprefix("NCIT:").split("\t")
        yield "mondo-unmapped", code, label
    for item in table(crosswalk / "mondo_sarcoma_slice.sssom.tsv", "\t"):
        if item["object_id"].startswith("NCIT:"):
            code = item["object_id"].removeprefix("NCIT:")
            yield "mondo-mapped", code, f"{item['subject_label']}|{item['object_label']}"


@needs_shared
def test_list_holds_every_term_that_names_the_disease_and_no_other(project: Project) -> None:
    expected: dict[str, set[str]] = {}
    for name_of_list, code, names in names_in_the_data():
        if WORD in names.lower():
            expected.setdefault(code, set()).add(name_of_list)
    ncit = project.prefixes()["NCIT"]
    listed = {
        entry.iri.removeprefix(ncit): set(entry.lists)
        for path in project.accounts
        for entry in read_terms(path, project.prefixes())
    }
    assert listed == expected
    assert sum("mondo-unmapped" in lists for lists in listed.values()) == 71


@needs_shared
def test_kinds_below_the_disease_in_ncit_are_all_on_the_list(project: Project) -> None:
    below: dict[str, list[str]] = {}
    for edge in disease_part()["edges"]:
        if edge["pred"] == "is_a":
            below.setdefault(edge["obj"], []).append(edge["sub"])
    ncit = project.prefixes()["NCIT"]
    todo, found = [f"{ncit}C3158"], set[str]()
    while todo:
        code = todo.pop()
        if code not in found:
            found.add(code)
            todo += below.get(code, [])
    listed = {line.entry.iri for line in bundled_account(project)}
    assert len(found) == 67
    assert found <= listed


@needs_shared
def test_order_of_the_placed_kinds_is_that_of_ncit(project: Project) -> None:
    """Among exact places, a class stands below another if and only if NCIt of 2018 says so."""
    above: dict[str, set[str]] = {}
    for edge in disease_part()["edges"]:
        if edge["pred"] == "is_a":
            above.setdefault(edge["sub"], set()).add(edge["obj"])

    def ancestors(code: str) -> set[str]:
        todo, found = [code], set[str]()
        while todo:
            new = above.get(todo.pop(), set()) - found
            found |= new
            todo += new
        return found

    known = {node["id"] for node in disease_part()["nodes"]}
    exact = {
        line.entry.iri: line.places[0].iri
        for line in bundled_account(project)
        if line.kind == "exact" and line.entry.iri in known
    }
    ours = classify(read_layers(project)["ontology"]).subsumptions()
    theirs = {(a, b) for a in exact for b in ancestors(a) & exact.keys()}
    found = {(a, b) for a in exact for b in exact if (exact[a], exact[b]) in ours}
    assert len(exact) > 40
    assert theirs == found


def test_labels_of_classes_takes_classes_only(mini: Project) -> None:
    found = labels_of_classes(read_layers(mini)["ontology"])
    assert found[f"{EX}Tumour"] == "tumour"
    assert f"{EX}isTreatmentFor" not in found
