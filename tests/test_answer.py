"""A plain question is answered from the nearest bundled one, and silence is told from ignorance."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from lmskg.answer import (
    Asked,
    Choice,
    choose,
    compose,
    format_answer,
    format_choice,
    format_shown,
    make_reader,
    read_uncovered,
)
from lmskg.answer.asked import Uncovered, read
from lmskg.answer.lexicon import Lexicon
from lmskg.answer.profile import Reader
from lmskg.answer.words import Thesaurus, content, mended, read_thesaurus, stem, stems, words
from lmskg.errors import SourceFormatError
from lmskg.graph.store import parse_bytes, store_of
from lmskg.query.question import Question, read_question, read_questions
from lmskg.resources import Project

EX = "https://example.org/"
PREFIXES = {"ex": EX, "claim": f"{EX}claim/", "source": f"{EX}source/"}
WORLD = """
@prefix ex: <https://example.org/> .
@prefix claim: <https://example.org/claim/> .
@prefix source: <https://example.org/source/> .
@prefix graph: <https://w3id.org/lmskg/graph/> .
@prefix kg: <https://w3id.org/lmskg/vocab/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

graph:ontology {
  ex:Disease a owl:Class ; rdfs:label "disease"@en .
  ex:Cancer a owl:Class ; rdfs:label "cancer"@en ; rdfs:subClassOf ex:Disease .
  ex:Glow a owl:Class ; rdfs:label "glow tumour"@en ; rdfs:subClassOf ex:Cancer ;
    oio:hasExactSynonym "GT"@en ; kg:everydayWord "shiner"@en .
  ex:SkinGlow a owl:Class ; rdfs:label "skin glow tumour"@en ; rdfs:subClassOf ex:Glow .
  ex:Treatment a owl:Class ; rdfs:label "treatment"@en .
  ex:Lamp a owl:Class ; rdfs:label "lamplight"@en ; rdfs:subClassOf ex:Treatment .
  ex:Darkness a owl:Class ; rdfs:label "darkness"@en ; rdfs:subClassOf ex:Treatment .
  ex:RiskFactor a owl:Class ; rdfs:label "risk factor"@en .
  ex:Moss a owl:Class ; rdfs:label "blue moss"@en .
  ex:MossContact a owl:Class ; rdfs:label "blue moss contact"@en .
  ex:treats a owl:AnnotationProperty ; rdfs:label "treats"@en ; kg:gloss "helps against"@en .
  ex:raises a owl:AnnotationProperty ; rdfs:label "raises the risk of"@en ;
    kg:subjectRole ex:RiskFactor .
}
graph:vocabulary { kg:Contested rdfs:label "contested"@en . }
graph:claims {
  claim:1 a kg:Claim ; kg:statement "Lamplight shrinks glow tumours."@en ; kg:subject ex:Lamp ;
    kg:predicate ex:treats ; kg:object ex:Glow ; kg:disease ex:Glow ; kg:polarity kg:Affirmed ;
    kg:evidence ex:e1 .
  claim:2 a kg:Claim ; kg:statement "Darkness does not help."@en ; kg:subject ex:Darkness ;
    kg:predicate ex:treats ; kg:object ex:Glow ; kg:disease ex:Cancer ; kg:polarity kg:Denied ;
    kg:evidence ex:e2 .
  claim:3 a kg:Claim ; kg:statement "Lamplight does nothing."@en ; kg:disease ex:Glow ;
    kg:polarity kg:Denied ; kg:evidence ex:e2 .
  claim:4 a kg:Claim ; kg:statement "Contact with blue moss goes before glow tumours."@en ;
    kg:subject ex:MossContact ; kg:predicate ex:raises ; kg:object ex:Glow ; kg:disease ex:Glow ;
    kg:polarity kg:Affirmed ; kg:evidence ex:e1 .
  ex:e1 a kg:Evidence ; dcterms:source source:a . ex:e2 a kg:Evidence ; dcterms:source source:b .
  ex:c a kg:Comparison ; kg:compares claim:3 ; kg:with claim:1 ; kg:verdict kg:Disputes .
}
graph:sources {
  source:a a kg:Source ; dcterms:title "A study"@en ; kg:dateStated "2024" .
  source:b a kg:Source ; dcterms:title "A page"@en .
}
graph:standing { claim:1 kg:standing kg:Contested . ex:c kg:backed claim:3 . }
"""
HEAD = """PREFIX ex: <https://example.org/>
PREFIX kg: <https://w3id.org/lmskg/vocab/>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""
QUERIES = {
    "treatments": """# title: Treatments of a disease
# question: Which treatments of {disease} are there?
# param: disease class ex:Glow the disease asked about
HEAD
SELECT ?group ?answer ?statement ?claim ?disease WHERE {
  { ?claim kg:predicate ex:treats ; kg:statement ?statement ; kg:disease ?about .
    BIND(IF(?about = ?disease, "1 said of this disease", "3 said of a broader one") AS ?group)
    BIND(IF(EXISTS { ?claim kg:standing kg:Contested }, "contested", "near: no") AS ?answer) }
  UNION
  { FILTER NOT EXISTS { ?any kg:predicate ex:treats ; kg:disease ?disease }
    BIND("no source here speaks of it" AS ?answer) }
} ORDER BY ?group ?claim
""",
    "about-a-treatment": """# title: What is said of one treatment
# question: What do sources say of {treatment} in {disease}?
# param: disease class ex:Glow the disease asked about
# param: treatment class ex:Lamp the treatment asked about
HEAD
SELECT ?group ?statement ?claim ?disease ?treatment WHERE {
  ?claim kg:subject ?treatment ; kg:statement ?statement ; kg:disease ?about .
  BIND(IF(?about = ?disease, "1 said of this disease", "3 said of a broader one") AS ?group)
} ORDER BY ?group ?claim
""",
    "about-a-risk": """# title: What is said of one risk factor
# question: What is said of {factor} as a risk factor of {disease}?
# param: disease class ex:Glow the disease asked about
# param: factor class ex:MossContact the risk factor asked about
HEAD
SELECT ?statement ?claim ?disease ?factor WHERE {
  ?claim kg:subject ?factor ; kg:statement ?statement .
} ORDER BY ?claim
""",
    "what-is-it": """# title: What a disease is
# question: What is {term}, in plain words?
# param: term class ex:Glow the disease, or any other term
HEAD
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?aspect ?value ?term WHERE { ?term rdfs:label ?value BIND("name" AS ?aspect) }
""",
}
UNCOVERED = [Uncovered("feelings", (("feel", "like"), ("symptom",)))]
SENSES = Thesaurus(
    {
        ("treatment",): "treatment",
        ("treat",): "treatment",
        ("caus",): "risk",
        ("risk",): "risk",
        ("sourc", "say"): "",
    }
)


@dataclass(frozen=True)
class Small:
    """The small world: its store, its questions and what reads plain ones."""

    store: Store
    questions: dict[str, Question]
    reader: Reader

    def choose(self, text: str) -> Choice:
        return choose(text, self.reader, UNCOVERED)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    folder = tmp_path_factory.mktemp("queries")
    for name, text in QUERIES.items():
        (folder / f"{name}.rq").write_text(text.replace("HEAD\n", HEAD))
    questions = {n: read_question(folder / f"{n}.rq") for n in sorted(QUERIES)}
    store = store_of(parse_bytes(WORLD.encode(), RdfFormat.TRIG, "inline"))
    return Small(store, questions, make_reader(store, questions.values(), SENSES, PREFIXES))


# --- words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What’s a CT-scan?", ["whats", "a", "ct", "scan"]),
        ("  I\nask ", ["i", "ask"]),
        ("?!", []),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "forms",
    [
        ("treat", "treats", "treated", "treating"),
        ("tumour", "tumours"),
        ("biopsy", "biopsies"),
        ("cause", "causes", "caused", "causing"),
        ("stop", "stopped", "stopping"),
        ("spread", "spreads", "spreading"),
        ("centre", "centres"),
        ("scan", "scans", "scanned"),
    ],
)
def test_forms_of_one_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(word) for word in forms}) == 1


@pytest.mark.parametrize("word", ["uterus", "diagnosis", "less", "is", "bed", "red", "sing"])
def test_what_only_looks_like_an_ending_stays(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("leiomiosarcoma", "leiomyosarcoma"),
        ("chemotherpy", "chemotherapy"),
        ("sings", "signs"),  # one slip: two letters changed places
        ("sgins", "signs"),
        ("liver", "liver"),
        ("lvr", "lvr"),  # too short to be sure
        ("scared", "scared"),  # two slips are too many for a short word
        ("12345", "12345"),
    ],
)
def test_spelling_is_mended(word: str, right: str) -> None:
    known = {"leiomyosarcoma", "chemotherapy", "signs", "liver", "scarce", "12346"}
    assert mended(word, known) == right


def test_thesaurus_takes_the_longest_phrase(tmp_path: Path) -> None:
    path = tmp_path / "everyday.tsv"
    path.write_text("# senses\n\nreturn\tcome back\tcomes back\nback\tspine\n-\tas it were\n")
    thesaurus = read_thesaurus(path)
    assert thesaurus.concepts(stems("it comes back")) == ["it", "return"]
    assert thesaurus.concepts(stems("back and spine")) == ["back", "and", "back"]
    assert content(thesaurus.concepts(stems("as it were, a spine"))) == ["back"]


def test_topics_are_read(tmp_path: Path) -> None:
    path = tmp_path / "uncovered.tsv"
    path.write_text("# topics\nfeelings\tfeel like|symptoms\n")
    assert read_uncovered(path) == UNCOVERED
    path.write_text("feelings\n")
    with pytest.raises(SourceFormatError, match=r":1: 'topic<TAB>phrase"):
        read_uncovered(path)


# --- the choice


@pytest.mark.parametrize(
    ("text", "name", "settings"),
    [
        ("Which treatments of glow tumours are there?", "treatments", {"disease": "ex:Glow"}),
        ("how is a shiner treated", "treatments", {"disease": "ex:Glow"}),
        ("how is skin glow tumour treated", "treatments", {"disease": "ex:SkinGlow"}),
        ("how is this cancer treated", "treatments", {}),  # the disease of the graph is meant
        (
            "What is said of lamplight in GT?",
            "about-a-treatment",
            {"disease": "ex:Glow", "treatment": "ex:Lamp"},
        ),
        ("what about darknes treatment", "about-a-treatment", {"treatment": "ex:Darkness"}),
        (
            "does blue moss cause glow tumours",  # the contact with it is the risk factor
            "about-a-risk",
            {"disease": "ex:Glow", "factor": "ex:MossContact"},
        ),
        ("what is a shiner", "what-is-it", {"term": "ex:Glow"}),
        ("what is lamp light?", "what-is-it", {"term": "ex:Lamp"}),
    ],
)
def test_the_nearest_question_is_taken(
    small: Small, text: str, name: str, settings: dict[str, str]
) -> None:
    choice = small.choose(text)
    assert choice.question is not None, choice
    assert (choice.question.name, choice.settings(PREFIXES)) == (name, settings)


def test_a_listed_topic_gets_no_answer(small: Small) -> None:
    choice = small.choose("What does a glow tumour feel like?")
    assert (choice.question, choice.topic, choice.is_silent) == (None, "feelings", True)


def test_a_word_that_stands_nowhere_is_named(small: Small) -> None:
    choice = small.choose("Can dogs catch a shiner?")
    assert choice.is_silent
    assert choice.unheard == ("dogs", "catch")
    text = format_choice(choice, small.reader.lexicon)
    assert text.startswith("No source here speaks of it.\nNo statement here has: dogs, catch.\n")
    assert "  lmskg show 'glow tumour'" in text


def test_what_statements_hold_is_not_called_silence(small: Small) -> None:
    choice = small.choose("does lamplight shrink it")
    assert (choice.question, choice.is_silent) == (None, False)
    assert [said.claim for said in choice.statements] == ["claim:1"]
    text = format_choice(choice, small.reader.lexicon)
    assert "No source here" not in text
    assert "lmskg evidence show claim:1: Lamplight shrinks glow tumours." in text


def test_two_equally_near_questions_are_named(small: Small) -> None:
    twins = [small.questions["treatments"]] * 2
    reader = make_reader(small.store, twins, SENSES, PREFIXES)
    choice = choose("how is a shiner treated", reader)
    assert (choice.question, choice.is_ambiguous, len(choice.near)) == (None, True, 2)
    assert format_choice(choice, reader.lexicon).startswith("Two questions are equally near")


def test_nothing_asked_is_near_nothing(small: Small) -> None:
    choice = small.choose("is it so?")
    assert (choice.question, choice.likeness, choice.near) == (None, 0.0, ())
    assert choose("how is it treated", make_reader(small.store, [], SENSES, PREFIXES)).near == ()


def test_words_of_a_longer_name_are_found_too(small: Small) -> None:
    asked = read("contact with blue moss contact", small.reader)
    assert isinstance(asked, Asked)
    assert [span.words for span in asked.spans] == ["blue moss contact"]
    assert [span.words for span in asked.inner] == ["blue moss"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is the ear lit by lamplight", {"Lamp"}),  # no source speaks of ears
        ("does the skin glow tumour hurt", {"SkinGlow"}),  # nor of this kind, but of all kinds
        ("has a cancer a treatment", {"Cancer", "Treatment"}),  # of kinds of it
        ("is a risk factor an ear canal", {"RiskFactor"}),  # a role of a predicate
    ],
)
def test_only_terms_that_sources_speak_of_are_found(text: str, names: set[str]) -> None:
    more = 'graph:ontology { ex:Ear a owl:Class ; rdfs:label "ear"@en , "ear canal"@en . }'
    lexicon = Lexicon(store_of(parse_bytes(f"{WORLD}\n{more}".encode(), RdfFormat.TRIG, "inline")))
    found = lexicon.find(stems(text), words(text))
    assert {span.iri.removeprefix(EX) for span in found} == names
    assert "ear" in lexicon.known  # so that it is not taken for another word, misspelt


# --- the answer


def test_an_answer_keeps_its_groups_and_marks(small: Small) -> None:
    answered = compose(small.questions["treatments"], {}, small.store, PREFIXES)
    assert answered.wording == "Which treatments of glow tumour are there?"
    assert answered.verdict == "contested"
    assert [(name, [line.claim for line in lines]) for name, lines in answered.groups] == [
        ("1 said of this disease", ["claim:1"]),
        ("3 said of a broader one", ["claim:2"]),
    ]
    assert [line.mark for _, lines in answered.groups for line in lines] == ["contested", "no"]
    assert (
        format_answer(answered)
        == """\
Answer: contested

Said of this disease
  contested: Lamplight shrinks glow tumours. [claim:1]
      A study, 2024
    disputed by: Lamplight does nothing. [claim:3]
      A page, undated. The stronger evidence backs claim:3.

Said of a broader one
  no: Darkness does not help. [claim:2]
      A page, undated

Newest source: A study, 2024. Undated: A page. This is no medical advice."""
    )


def test_silence_of_the_disease_itself_is_said_and_what_is_near_shown(small: Small) -> None:
    settings = {"disease": "ex:SkinGlow"}
    answered = compose(small.questions["treatments"], settings, small.store, PREFIXES)
    assert answered.verdict == "no source here speaks of it for this disease itself"
    assert [group[:1] for group, _ in answered.groups] == ["1", "3"]
    text = format_answer(answered)
    assert "Said of this disease\n  No source here speaks of it.\n" in text
    assert "Darkness does not help." in text


def test_a_question_without_rows_is_silent(small: Small) -> None:
    settings = {"treatment": "ex:Treatment"}
    answered = compose(small.questions["about-a-treatment"], settings, small.store, PREFIXES)
    assert answered.verdict == "no source here speaks of it"
    assert format_answer(answered) == (
        "Answer: no source here speaks of it\n\nThis is no medical advice."
    )


def test_marks_follow_polarity_and_standing(small: Small) -> None:
    question = small.questions["about-a-treatment"]
    denied = compose(question, {"treatment": "ex:Darkness"}, small.store, PREFIXES)
    assert [line.mark for _, lines in denied.groups for line in lines] == [
        "no (a source denies it)"
    ]
    assert denied.verdict == "no source here speaks of it for this disease itself"


def test_rows_without_a_claim_are_told_by_their_cells(small: Small) -> None:
    answered = compose(small.questions["what-is-it"], {}, small.store, PREFIXES)
    assert format_shown(answered) == (
        "what-is-it: What is glow tumour, in plain words?\n"
        "  aspect: name; value: glow tumour\n\nThis is no medical advice."
    )


def test_an_answer_is_json(small: Small) -> None:
    answered = compose(small.questions["treatments"], {}, small.store, PREFIXES)
    value = json.loads(json.dumps(answered.to_dict()))
    assert value["parameters"] == {"disease": "glow tumour"}
    assert value["groups"][0]["lines"][0]["disputes"][0]["backed"] == "claim:3"


# --- the bundled graph

PLAIN = Path(__file__).parent / "data" / "plain_questions.tsv"


def plain_questions() -> list[dict[str, str]]:
    with PLAIN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_bundled_questions_are_found_from_plain_words(store: Store, project: Project) -> None:
    """Each row: the question, the bundled ones that answer it (`-`: no source), and the terms."""
    prefixes = project.prefixes()
    thesaurus = read_thesaurus(project.everyday)
    questions = read_questions(project.answers)
    reader = make_reader(store, questions.values(), thesaurus, prefixes)
    uncovered = read_uncovered(project.uncovered)
    rows = plain_questions()
    assert len(rows) >= 40
    wrong = []
    for row in rows:
        choice = choose(row["question"], reader, uncovered)
        name = choice.question.name if choice.question else "-" if choice.is_silent else "?"
        named = {near.question.name for near in choice.near}
        if choice.is_ambiguous and named <= set(row["expected"].split("|")):
            continue  # both that it names answer the question
        wanted = dict(pair.split("=") for pair in row["terms"].split())
        terms = {f.name: f.iri for f in choice.filled}
        found = {k: terms.get(k, "").replace("https://w3id.org/lmskg/", "lms:") for k in wanted}
        if name not in row["expected"].split("|") or found != wanted:
            wrong.append((row["question"], name, found))
    assert wrong == []


def test_no_statement_speaks_of_a_topic_that_is_listed_as_uncovered(
    store: Store, project: Project
) -> None:
    said = [" ".join(stems(text)) for _, text in Lexicon(store).statements()]
    assert said
    spoken = [
        (topic, phrase, text)
        for topic, phrases in read_uncovered(project.uncovered)
        for phrase in phrases
        for text in said
        if f" {' '.join(phrase)} " in f" {text} "
    ]
    assert spoken == []


@pytest.mark.parametrize("name", ["resistance", "inherited-conditions"])
def test_bundled_answers_order_their_groups(store: Store, project: Project, name: str) -> None:
    question = read_questions(project.answers)[name]
    answered = compose(question, {}, store, project.prefixes())
    groups = [group for group, _ in answered.groups]
    assert groups == sorted(groups)
    assert groups[0] == "1 said of this disease"
    assert "Newest source" in format_answer(answered)


def test_resistance_to_chemotherapy_is_contested_with_both_sides(
    store: Store, project: Project
) -> None:
    question = read_questions(project.answers)["resistance"]
    answered = compose(question, {}, store, project.prefixes())
    assert answered.verdict == "contested"
    lines = {line.claim: line for line in answered.groups[0][1]}
    against = {dispute.other("claim:S017").claim for dispute in lines["claim:S017"].disputes}
    assert {"claim:E162", "claim:E164"} <= against


def test_import_loads_nothing_heavy() -> None:
    heavy = "{'rdflib', 'rapidfuzz', 'owlready2', 'rustdl', 'networkx', 'pandas'}"
    code = f"import sys, lmskg.answer; print(*{heavy} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
