"""One claim in full, claims that disagree, and what needs a review."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from lmskg.appraisal import (
    Notice,
    claim_record,
    claims_of,
    comparisons,
    conflicts,
    format_claim,
    format_conflicts,
    read_notices,
    review_status,
)
from lmskg.errors import ClaimNotFoundError, SourceFormatError, SourceNotFoundError
from lmskg.graph.store import parse_bytes, store_of
from lmskg.model import Finding
from lmskg.resources import Project

EX = "https://example.org/"
PREFIXES = {"ex": EX, "claim": f"{EX}claim/", "source": f"{EX}source/", "ev": f"{EX}ev/"}
WORLD = """
@prefix ex: <https://example.org/> .
@prefix claim: <https://example.org/claim/> .
@prefix source: <https://example.org/source/> .
@prefix ev: <https://example.org/ev/> .
@prefix graph: <https://w3id.org/lmskg/graph/> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

graph:ontology {
  ex:Glow rdfs:label "glow tumour"@en . ex:Lamp rdfs:label "lamp"@en .
  ex:treats rdfs:label "treats"@en . ex:Late rdfs:label "late disease"@en .
}
graph:entailed { ex:SmallGlow rdfs:subClassOf ex:Glow . }
graph:vocabulary {
  kg:Claim rdfs:label "claim"@en . kg:Affirmed rdfs:label "affirmed"@en .
  kg:Denied rdfs:label "denied"@en . kg:Group rdfs:label "of the group"@en .
  kg:Contested rdfs:label "contested"@en . kg:LevelB rdfs:label "level B"@en .
  kg:CohortStudy rdfs:label "cohort study"@en . kg:Abstract rdfs:label "abstract"@en .
  kg:Page rdfs:label "page"@en . kg:OppositeFinding rdfs:label "opposite finding"@en .
  kg:SameDisease rdfs:label "same disease"@en . kg:Charity rdfs:label "charity page"@en .
  kg:condition rdfs:label "condition"@en ; kg:qualifies kg:Claim .
  kg:hedge rdfs:label "hedge"@en ; kg:qualifies kg:Claim .
  kg:phase rdfs:label "phase"@en ; kg:qualifies kg:Claim .
  kg:interval rdfs:label "interval"@en .
  kg:value rdfs:label "value"@en ; kg:qualifies kg:Measurement .
  kg:unit rdfs:label "unit"@en ; kg:qualifies kg:Measurement .
}
graph:claims {
  claim:A1-1 a kg:Claim ; kg:row "A1" ; kg:statement "Light shrinks glow tumours."@en ;
    kg:subject ex:Lamp ; kg:predicate ex:treats ; kg:object ex:Glow ; kg:disease ex:Glow ;
    kg:reading kg:Group ; kg:polarity kg:Affirmed ; kg:condition ex:Late ; kg:hedge "may" ;
    kg:phase ex:phase1 ; kg:measurement ex:number ; kg:evidence ev:1 .
  ex:phase1 kg:interval "P3M" .
  ex:number a kg:Measurement ; kg:value 36 ; kg:unit ex:Lamp .
  ev:1 a kg:Evidence ; dcterms:source source:study ; kg:readAs kg:Abstract ;
    kg:design kg:CohortStudy ; kg:sampleSize 40 ; oa:hasSelector ex:s2 , ex:s1 .
  ex:s1 oa:start 3 ; oa:exact "light" . ex:s2 oa:start 20 ; oa:exact "shrinks" .
  claim:A1-2 a kg:Claim ; kg:row "A1" ; kg:statement "Light is warm."@en ;
    kg:disease ex:SmallGlow ; kg:evidence ev:2 .
  ev:2 a kg:Evidence ; dcterms:source source:copy ; kg:reviewed "2026-03-01"^^xsd:date .
  claim:B a kg:Claim ; kg:statement "Light does nothing."@en ; kg:disease ex:Glow ;
    kg:polarity kg:Denied ; kg:evidence ev:3 .
  ev:3 a kg:Evidence ; dcterms:source source:page .
  claim:C a kg:Explanation ; kg:statement "For it is warm."@en ; kg:disease ex:Other .
  ex:c1 a kg:Comparison ; kg:compares claim:A1-1 ; kg:with claim:B ; kg:verdict kg:Disputes ;
    kg:reason kg:OppositeFinding ; kg:diseaseMatch kg:SameDisease ;
    kg:statement "Both cannot hold."@en .
  ex:c2 a kg:Comparison ; kg:compares claim:A1-2 ; kg:with claim:B ; kg:verdict kg:Qualifies ;
    kg:reason kg:OppositeFinding ; kg:diseaseMatch kg:SameDisease .
  ex:c3 a kg:Comparison ; kg:compares claim:A1-2 ; kg:with claim:A1-1 ; kg:verdict kg:Agrees .
  ex:c4 a kg:Comparison ; kg:compares claim:A1-2 .
}
graph:sources {
  source:study a kg:Source ; dcterms:title "A study of light"@en ; kg:journal "J Light" ;
    kg:dateStated "2024-05"^^xsd:gYearMonth ; kg:doi "10.1/x" ; kg:pmid "7" .
  source:copy a kg:Source ; dcterms:title "A copy"@en ; kg:dateStated kg:NotStated ;
    prov:hadPrimarySource source:study ; kg:reviewed "2025-01-01"^^xsd:date .
  source:page a kg:Source ; dcterms:title "A page"@en ; kg:dateStated kg:NotStated ;
    dcterms:publisher "Lamp Trust" ; kg:address "https://example.org/p" ;
    kg:sourceKind kg:Charity ; kg:readAs kg:Page .
}
graph:strength { ev:1 kg:strength kg:LevelB . }
graph:standing { claim:B kg:standing kg:Contested . ex:c1 kg:backed claim:A1-1 . }
"""


@pytest.fixture(scope="module")
def world() -> Store:
    return store_of(parse_bytes(WORLD.encode(), RdfFormat.TRIG, "inline"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("B", ["B"]),
        ("claim:B", ["B"]),
        (f"{EX}claim/B", ["B"]),
        (f"<{EX}claim/B>", ["B"]),
        (" A1-2 ", ["A1-2"]),
        ("A1", ["A1-1", "A1-2"]),  # a row that was taken apart
        ("C", ["C"]),  # no claim, but an explanation
    ],
)
def test_claims_are_found_by_id_and_by_row(world: Store, text: str, names: list[str]) -> None:
    assert claims_of(world, text, PREFIXES) == [f"{EX}claim/{name}" for name in names]


@pytest.mark.parametrize(
    ("text", "near"),
    [("A1-3", ["claim:A1-2", "claim:A1-1"]), ("zzz", []), ("ex:Glow", []), ("", [])],
)
def test_an_unknown_claim_names_what_is_near(world: Store, text: str, near: list[str]) -> None:
    with pytest.raises(ClaimNotFoundError) as caught:
        claims_of(world, text, PREFIXES)
    assert (caught.value.text, sorted(caught.value.suggestions)) == (text, sorted(near))


def test_a_claim_in_full(world: Store) -> None:
    record = claim_record(world, f"{EX}claim/A1-1", PREFIXES)
    assert (record.curie, record.kind, record.row) == ("claim:A1-1", "claim", "A1")
    assert (record.subject, record.predicate, record.object) == ("lamp", "treats", "glow tumour")
    assert (record.disease, record.reading, record.polarity) == (
        "glow tumour",
        "of the group",
        "affirmed",
    )
    assert record.standing == ""
    assert record.qualifiers == (
        ("condition", "late disease"),
        ("hedge", "may"),
        ("phase", "interval P3M"),  # a record without a name is told by its own properties
    )
    assert record.measurements == ((("unit", "lamp"), ("value", "36")),)
    (evidence,) = record.evidence
    assert evidence.source.title == "A study of light"
    assert evidence.source.identifiers == ("doi:10.1/x", "PMID 7")
    assert evidence.quote == "light … shrinks"
    assert (evidence.read_as, evidence.design, evidence.sample_size, evidence.strength) == (
        "abstract",
        "cohort study",
        "40",
        "level B",
    )


def test_what_evidence_does_not_say_its_source_says(world: Store) -> None:
    (evidence,) = claim_record(world, f"{EX}claim/B", PREFIXES).evidence
    assert (evidence.read_as, evidence.source.date, evidence.strength) == ("page", "", "")
    (evidence,) = claim_record(world, f"{EX}claim/A1-2", PREFIXES).evidence
    assert evidence.primary == ("A study of light, J Light, 2024-05, doi:10.1/x",)
    assert evidence.reviewed == "2026-03-01"


def test_a_claim_as_text(world: Store) -> None:
    record = claim_record(world, f"{EX}claim/A1-1", PREFIXES)
    compared = comparisons(world, PREFIXES, [f"{EX}claim/A1-1"])
    assert [c.curie for c in compared] == ["ex:c1", "ex:c3"]
    assert (
        format_claim(record, compared[:1])
        == """\
claim:A1-1 (claim) Light shrinks glow tumours.
  Says: lamp | treats | glow tumour
  About: glow tumour
  Meant: of the group
  Polarity: affirmed
  Row: A1
  Condition: late disease
  Hedge: may
  Phase: interval P3M
  Measured: unit lamp; value 36

Evidence
  source:study: A study of light, J Light, 2024-05
    Identifiers: doi:10.1/x; PMID 7
    Read: abstract
    Design: cohort study
    Sample size: 40
    Strength: level B
    Words of the source: “light … shrinks”

claim:A1-1 disputes claim:B: opposite finding; same disease
  claim:A1-1 Light shrinks glow tumours. (about glow tumour; affirmed)
      A study of light, J Light, 2024-05, doi:10.1/x; level B, cohort study, n = 40, read: abstract
  claim:B Light does nothing. (about glow tumour; denied; contested)
      A page, Lamp Trust, undated, https://example.org/p; read: page
  Both cannot hold.
  The stronger evidence backs claim:A1-1.

This is no medical advice."""
    )


def test_a_claim_without_evidence_says_so(world: Store) -> None:
    text = format_claim(claim_record(world, f"{EX}claim/C", PREFIXES))
    assert "\nNo evidence is on record.\n" in text


def test_conflicts_are_disputes_then_limits(world: Store) -> None:
    found = conflicts(world, PREFIXES)
    assert [(c.curie, c.verdict, c.backed) for c in found] == [
        ("ex:c1", "disputes", "claim:A1-1"),
        ("ex:c2", "qualifies", ""),
    ]
    assert [side.claim for side in found[0].sides] == ["claim:A1-1", "claim:B"]
    assert found[0].other("claim:B").claim == "claim:A1-1"
    assert found[0].other("claim:A1-1").claim == "claim:B"
    assert found[0].sides[0].evidence[0].source.curie == "source:study"


def test_agreement_is_listed_only_when_asked_for(world: Store) -> None:
    assert [c.curie for c in conflicts(world, PREFIXES, verdicts=["agrees"])] == ["ex:c3"]


@pytest.mark.parametrize(
    ("disease", "names"),
    [("Glow", ["ex:c1", "ex:c2"]), ("SmallGlow", ["ex:c2"]), ("Other", [])],
)
def test_conflicts_of_a_disease_and_its_kinds(world: Store, disease: str, names: list[str]) -> None:
    assert [c.curie for c in conflicts(world, PREFIXES, disease=EX + disease)] == names


def test_conflicts_as_text(world: Store) -> None:
    text = format_conflicts(conflicts(world, PREFIXES))
    assert text.endswith("\n\n1 disputes, 1 qualifies\nThis is no medical advice.")
    assert format_conflicts([]) == "No conflict is on record.\nThis is no medical advice."


# --- review

HEADING = "source\tstatus\tdate\tnotice\treplaced_by\n"
RETRACTED = Notice(f"{EX}source/study", "retracted", date(2026, 2, 1), "doi:10.1/r", "")


def test_a_retracted_source_is_named_with_all_claims_that_stand_on_it(world: Store) -> None:
    report = review_status(world, PREFIXES, [RETRACTED], date(2026, 2, 1))
    assert report.findings[0] == Finding(
        "error",
        "retracted-source",
        "source:study",
        "A study of light: retracted on 2026-02-01",
        value="claim:A1-1, claim:A1-2",  # the second rests on a copy of it
        where="doi:10.1/r",
    )
    assert report.counts == {"claims": 3, "evidence": 3, "sources": 3, "notices": 1}


def test_a_later_notice_does_not_count_yet(world: Store) -> None:
    report = review_status(world, PREFIXES, [RETRACTED], date(2026, 1, 31))
    assert {finding.check for finding in report.findings} == {"not-reviewed"}


def test_a_superseded_source_is_a_warning_and_says_what_to_use(world: Store) -> None:
    notice = Notice(f"{EX}source/page", "superseded", date(2026, 1, 1), "", "source:study")
    (first, *_) = sorted(review_status(world, PREFIXES, [notice], date(2026, 1, 1)).findings)[::-1]
    assert (first.severity, first.check, first.value) == (
        "warning",
        "superseded-source",
        "claim:B",
    )
    assert first.message == "A page: superseded on 2026-01-01; instead: source:study"


@pytest.mark.parametrize(
    ("day", "stale"),
    [
        ("2025-01-01", [("source:page", "never"), ("source:study", "never")]),
        # the date of the evidence counts before that of its source
        ("2026-03-01", [("source:page", "never"), ("source:study", "never")]),
        (
            "2026-03-02",
            [("source:copy", "2026-03-01"), ("source:page", "never"), ("source:study", "never")],
        ),
    ],
)
def test_what_nobody_reviewed_since(world: Store, day: str, stale: list[tuple[str, str]]) -> None:
    report = review_status(world, PREFIXES, [], date.fromisoformat(day))
    found = [
        (f.focus, "never" if "never reviewed" in f.message else f.message[-10:])
        for f in report.findings
    ]
    assert found == stale
    assert not report.is_failing("warning")


def test_notices_are_read(tmp_path: Path) -> None:
    path = tmp_path / "retractions.tsv"
    path.write_text(
        f"# known\n# looked at: 2026-11-24\n{HEADING}\n"
        "source:study\tretracted\t2026-02-01\tdoi:10.1/r\t\n"
    )
    assert read_notices(path, PREFIXES, [f"{EX}source/study"]) == (
        date(2026, 11, 24),
        [RETRACTED],
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEADING, "1: the line '# looked at: YYYY-MM-DD' is missing"),
        ("# looked at: 2026-11-24\n", "1: the heading is missing"),
        ("# looked at: today\n", "1: 'today' is no date"),
        ("# looked at: 2026-11-24\nsource\n", "2: heading 'source<TAB>status"),
        (f"# looked at: 2026-11-24\n{HEADING}source:study\n", "3: 5 cells expected, found 1"),
        (
            f"# looked at: 2026-11-24\n{HEADING}source:nil\tretracted\t2026-01-01\t\t\n",
            "3: 'source:nil' is no source",
        ),
        (
            f"# looked at: 2026-11-24\n{HEADING}nil:x\tretracted\t2026-01-01\t\t\n",
            "3: unknown prefix 'nil:'",
        ),
        (
            f"# looked at: 2026-11-24\n{HEADING}source:study\tbad\t2026-01-01\t\t\n",
            "3: status 'bad': one of retracted",
        ),
        (
            f"# looked at: 2026-11-24\n{HEADING}source:study\tretracted\t2026-02-30\t\t\n",
            "3: '2026-02-30' is no date",
        ),
    ],
)
def test_a_broken_list_of_notices_names_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "retractions.tsv"
    path.write_text(text)
    with pytest.raises(SourceFormatError) as caught:
        read_notices(path, PREFIXES, [f"{EX}source/study"])
    assert str(caught.value).startswith(f"{path}:{message}")


def test_a_missing_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        read_notices(tmp_path / "retractions.tsv", PREFIXES)


# --- the bundled graph


def test_bundled_list_of_retractions_can_be_read(project: Project) -> None:
    _, notices = read_notices(project.retractions, project.prefixes())
    assert all(notice.source for notice in notices)


def test_every_conflict_names_both_sides_with_a_source_and_its_strength(
    store: Store, project: Project
) -> None:
    found = conflicts(store, project.prefixes())
    assert {record.verdict for record in found} == {"disputes", "qualifies"}
    for record in found:
        assert record.reason, record.curie
        assert record.disease_match, record.curie
        for side in record.sides:
            assert side.statement, record.curie
            assert all(e.source.title and e.strength for e in side.evidence), record.curie
            assert side.evidence, record.curie


@pytest.mark.parametrize("row", ["S017", "S044", "E164"])
def test_bundled_claims_are_told_in_full(store: Store, project: Project, row: str) -> None:
    prefixes = project.prefixes()
    for iri in claims_of(store, row, prefixes):
        record = claim_record(store, iri, prefixes)
        assert record.statement
        assert record.standing
        text = format_claim(record, comparisons(store, prefixes, [iri]))
        assert "claim:" not in text.split("Evidence")[0].removeprefix(record.curie)
        assert max(len(line) for line in text.splitlines() if "://" not in line) <= 100


def test_import_loads_nothing_heavy() -> None:
    heavy = "{'rdflib', 'rapidfuzz', 'owlready2', 'rustdl', 'networkx', 'pandas'}"
    code = f"import sys, lmskg.appraisal; print(*{heavy} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
