"""Terms linked to those of another list: traps of the domain, order, logic, and what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lmskg.cli import run
from lmskg.link import STEPS, Known, link_terms, mapping_set
from lmskg.sssom import serialise_mappings
from lmskg.terminology import Name, Scope, Term, Terminology

EX, OTHER = "http://example.org/a/", "http://example.org/b/"


def term(iri: str, label: str, *synonyms: str, parents: tuple[str, ...] = ()) -> Term:
    names = (Name(label, Scope.LABEL), *(Name(text, Scope.EXACT) for text in synonyms))
    return Term(iri, names, parents=parents)


def listed(*terms: Term, disjoint: tuple[tuple[str, str], ...] = ()) -> Terminology:
    return Terminology("x", None, {found.iri: found for found in terms}, disjoint=disjoint)


def one(label: str, *synonyms: str) -> Terminology:
    return listed(term(EX + "1", label, *synonyms))


TARGET = listed(
    term(OTHER + "lms", "leiomyosarcoma", "LMS"),
    term(OTHER + "bone", "bone leiomyosarcoma", "leiomyosarcoma of bone"),
    term(OTHER + "uterus", "uterine leiomyosarcoma", "leiomyosarcoma of the uterus"),
    term(OTHER + "soft", "soft tissue leiomyosarcoma"),
    term(OTHER + "hyper", "hyperkalemia"),
)


@pytest.mark.parametrize(
    ("label", "target"),
    [
        ("Leiomyosarcomas", "lms"),
        ("LEIOMYOSARCOMA, NOS", "lms"),
        ("Uterus, leiomyosarcoma of", "uterus"),
        ("LMS of uterus", "uterus"),
        ("leiomyosarcoma of bone", "bone"),
    ],
)
def test_names_that_differ_in_writing_only_are_the_same(label: str, target: str) -> None:
    assert list(link_terms(one(label), TARGET).exact) == [(EX + "1", OTHER + target)]


@pytest.mark.parametrize(
    "label",
    [
        "leiomyoma",
        "leiomyosarcoma in bone",
        "recurrent leiomyosarcoma",
        "stage II leiomyosarcoma",
        "grade 2 leiomyosarcoma",
        "childhood leiomyosarcoma",
        "mouse leiomyosarcoma",
        "hypokalemia",
    ],
)
def test_what_is_not_the_same_is_no_exact_match(label: str) -> None:
    assert link_terms(one(label), TARGET).exact == {}


def test_a_variant_is_narrower_than_the_plain_term() -> None:
    found = link_terms(one("Recurrent Leiomyosarcoma"), TARGET).suggestions[EX + "1"]
    assert (found.target, found.predicate) == (OTHER + "lms", "broad")


def test_a_disease_of_animals_has_no_counterpart_among_those_of_people() -> None:
    links = link_terms(one("mouse leiomyosarcoma"), TARGET)
    assert (links.suggestions, links.without_counterpart) == ({}, (EX + "1",))


def test_a_variant_that_bears_the_plain_synonym_does_not_take_its_place() -> None:
    source = listed(
        term(EX + "child", "Childhood Leiomyosarcoma", "leiomyosarcoma"),
        term(EX + "plain", "Leiomyosarcoma"),
    )
    assert list(link_terms(source, TARGET).exact) == [(EX + "plain", OTHER + "lms")]


def test_the_heir_of_a_retired_term_is_proposed_for_its_names() -> None:
    def retired(iri: str, label: str, heir: str) -> Term:
        names = (Name(label, Scope.LABEL),)
        return Term(OTHER + iri, names, is_obsolete=True, replaced_by=OTHER + heir)

    target = listed(
        retired("oldest", "obsolete myosarcoma", "old"),
        retired("old", "obsolete sarcoma of muscle", "new"),
        retired("lost", "obsolete glow", "lost"),
        term(OTHER + "new", "malignant muscle tumor"),
    )
    assert list(link_terms(one("Sarcoma of muscle"), target).exact) == [(EX + "1", OTHER + "new")]
    assert list(link_terms(one("Myosarcoma"), target).exact) == [(EX + "1", OTHER + "new")]
    assert link_terms(one("Glow"), target).without_counterpart == (EX + "1",)


def test_known_pairs_are_kept_and_denied_ones_not_proposed() -> None:
    pair = (EX + "1", OTHER + "lms")
    denied = link_terms(one("leiomyosarcoma"), TARGET, known=Known(different=frozenset({pair})))
    assert (denied.exact, denied.suggestions) == ({}, {})
    kept = link_terms(one("no such name"), TARGET, known=Known(same=frozenset({pair})))
    assert kept.without_counterpart == ()


def test_what_would_put_a_class_below_two_disjoint_ones_goes() -> None:
    source = listed(
        term(EX + "neoplasm", "muscle neoplasm"),
        term(EX + "cancer", "muscle cancer", parents=(EX + "neoplasm",)),
    )
    target = listed(
        term(OTHER + "benign", "benign"),
        term(OTHER + "malignant", "malignant"),
        term(OTHER + "neoplasm", "muscle neoplasm", parents=(OTHER + "benign",)),
        term(OTHER + "cancer", "muscle cancer", parents=(OTHER + "malignant",)),
        disjoint=((OTHER + "benign", OTHER + "malignant"),),
    )
    assert len(link_terms(source, target, without=["repair"]).exact) == 2
    links = link_terms(source, target)
    assert len(links.exact) == 1
    assert len(links.conflicts) == 1


def test_a_link_that_contradicts_many_goes_before_them() -> None:
    kinds = ("red", "blue", "green")
    source = listed(
        term(EX + "0", "muscle tumor", "tumor of muscle", "myoma"),
        *(term(EX + kind, f"{kind} cancer", parents=(EX + "0",)) for kind in kinds),
    )
    target = listed(
        term(OTHER + "benign", "benign"),
        term(OTHER + "malignant", "malignant"),
        # more speaks for this pair than for any below it
        term(OTHER + "0", "muscle tumor", "myoma", parents=(OTHER + "benign",)),
        *(term(OTHER + kind, f"{kind} cancer", parents=(OTHER + "malignant",)) for kind in kinds),
        disjoint=((OTHER + "benign", OTHER + "malignant"),),
    )
    links = link_terms(source, target)
    assert set(links.exact) == {(EX + kind, OTHER + kind) for kind in kinds}
    assert links.suggestions[EX + "0"].predicate == "close"


@pytest.mark.parametrize(("scope", "predicate"), [(Scope.BROAD, "narrow"), (Scope.NARROW, "broad")])
def test_a_broad_or_narrow_synonym_is_no_exact_match(scope: Scope, predicate: str) -> None:
    names = (Name("ear glow", Scope.LABEL), Name("glow", scope))
    links = link_terms(one("Glow"), listed(Term(OTHER + "1", names)))
    assert links.exact == {}
    assert links.suggestions[EX + "1"].predicate == predicate


def test_a_circle_of_parents_ends() -> None:
    parents = {"1": "2", "2": "3", "3": "1"}
    labels = {"1": "leiomyosarcoma", "2": "uterine leiomyosarcoma", "3": "hangnail"}
    source = listed(
        *(term(EX + n, labels[n], parents=(EX + above,)) for n, above in parents.items())
    )
    assert (EX + "1", OTHER + "lms") in link_terms(source, TARGET, without=["repair"]).exact
    assert set(link_terms(source, TARGET).exact) <= {
        (EX + "1", OTHER + "lms"),
        (EX + "2", OTHER + "uterus"),
    }


Case = tuple[Terminology, Terminology]


def pair_of(source: str, target: str) -> Case:
    return one(source), listed(term(OTHER + "1", target))


def with_definitions(here: str, there: str, elsewhere: str) -> Case:
    """Two targets that share the name: the definition tells which is meant."""
    names = (Name("glow", Scope.LABEL),)
    source = listed(Term(EX + "1", names, definition=here))
    # the filler keeps the weight of words above nothing
    more = Term(OTHER + "9", (Name("other", Scope.LABEL),), definition="quite another thing")
    right = Term(OTHER + "z", names, definition=there)
    wrong = Term(OTHER + "a", names, definition=elsewhere)
    return source, listed(wrong, right, more)


def with_parents() -> Case:
    """Two targets that share the name: the parent tells which is meant."""
    source = listed(
        term(EX + "p", "lung part"),
        term(EX + "1", "glow", parents=(EX + "p",)),
        term(EX + "r", "x"),
    )
    target = listed(
        term(OTHER + "p", "lung part"),
        term(OTHER + "q", "liver part"),
        term(OTHER + "a", "glow", parents=(OTHER + "q",)),
        term(OTHER + "z", "glow", parents=(OTHER + "p",)),
    )
    return source, target


def with_like_labels() -> Case:
    """Two targets that share a synonym: the likeness of the labels tells which is meant."""
    target = listed(
        term(OTHER + "a", "pale shine", "glow"), term(OTHER + "z", "muscle tumor of skin", "glow")
    )
    return one("muscle tumor of heart", "glow"), target


def with_disjoint() -> Case:
    source = listed(term(EX + "1", "tumor"), term(EX + "2", "cancer", parents=(EX + "1",)))
    target = listed(
        term(OTHER + "b", "benign"),
        term(OTHER + "m", "malignant"),
        term(OTHER + "1", "tumor", parents=(OTHER + "b",)),
        term(OTHER + "2", "cancer", parents=(OTHER + "m",)),
        disjoint=((OTHER + "b", OTHER + "m"),),
    )
    return source, target


CHANGED_BY: dict[str, Case] = {
    "synonyms": (one("a", "glow"), listed(term(OTHER + "1", "b", "glow"))),
    "possessive": pair_of("Ewing's tumor", "Ewing tumor"),
    "greek": pair_of("β-glow disease", "beta glow disease"),
    "american": pair_of("oesophageal glow", "esophageal glow"),
    "plural": pair_of("red glows", "red glow"),
    "numerals": pair_of("glow II", "glow 2"),
    "abbreviations": (one("LMS of ear"), listed(
        term(OTHER + "lms", "leiomyosarcoma", "LMS"), term(OTHER + "1", "leiomyosarcoma of ear")
    )),
    "order": pair_of("glow of ear", "ear glow"),
    "nouns": pair_of("ear disorder", "disease of the ear"),
    "phrases": pair_of("malignant ear neoplasm", "cancer of ear"),
    "joined": pair_of("cancer phobia", "cancerphobia"),
    "near": pair_of("tendonitis", "tendinitis"),
    "assignment": (
        listed(term(EX + "1", "glow"), term(EX + "2", "shine", "glow")),
        listed(term(OTHER + "1", "glow")),
    ),
    "rarity": with_like_labels(),
    "definitions": with_definitions("light of lamps", "light of lamps", "water in rivers"),
    "neighbours": with_parents(),
    "qualifiers": (one("childhood glow", "glow"), listed(term(OTHER + "1", "glow"))),
    "repair": with_disjoint(),
    "broader": pair_of("recurrent glow", "glow"),
}  # fmt: skip


# steps that would find the same by another way
HIDING = {
    "possessive": ("order", "nouns", "phrases", "joined"),
    "order": ("nouns", "phrases", "joined"),
    "nouns": ("phrases", "joined"),
    "assignment": ("repair",),
}


@pytest.mark.parametrize("step", STEPS)
def test_each_step_makes_a_difference(step: str) -> None:
    source, target = CHANGED_BY[step]
    off = HIDING.get(step, ())
    with_it = link_terms(source, target, without=off)
    without_it = link_terms(source, target, without=[*off, step])
    before, after = (
        (set(links.exact), {s[:3] for s in links.suggestions.values()})
        for links in (with_it, without_it)
    )
    assert before != after


@pytest.mark.parametrize("step", ["definitions", "neighbours", "rarity"])
def test_what_tells_two_of_one_name_apart_finds_the_right_one(step: str) -> None:
    source, target = CHANGED_BY[step]
    assert (EX + "1", OTHER + "z") in link_terms(source, target).exact


N_CLASSES = 5


@st.composite
def sides(draw: st.DrawFn) -> tuple[Terminology, Terminology]:
    """Two small hierarchies, without circles, of classes that bear the same names."""

    def side(start: str) -> Terminology:
        order = draw(st.permutations(range(N_CLASSES)))
        terms = []
        for place, n in enumerate(order):
            above = draw(st.sets(st.sampled_from(order[:place]), max_size=2)) if place else set()
            parents = tuple(f"{start}{parent}" for parent in sorted(above))
            terms.append(term(f"{start}{n}", f"glow {'abcde'[n]}x", parents=parents))
        two = draw(st.lists(st.integers(0, N_CLASSES - 1), min_size=2, max_size=2, unique=True))
        return listed(*terms, disjoint=((f"{start}{two[0]}", f"{start}{two[1]}"),))

    return side(EX), side(OTHER)


def contradictions(links: set[tuple[str, str]], *terminologies: Terminology) -> set[str]:
    """Work out by brute force what is merged or empty, as text."""
    kinds: set[tuple[str, str]] = {(a, b) for two in links for a, b in (two, two[::-1])}
    terms = {iri: found for side in terminologies for iri, found in side.terms.items()}
    kinds |= {(iri, above) for iri, found in terms.items() for above in found.parents}
    kinds |= {(iri, iri) for iri in terms}
    size = 0
    while len(kinds) > size:
        size = len(kinds)
        kinds |= {(a, d) for a, b in kinds for c, d in kinds if b == c}
    found = {
        f"{a} is {b}"
        for a, b in kinds
        if a < b and (b, a) in kinds and a.startswith(EX) == b.startswith(EX)
    }
    for side in terminologies:
        for left, right in side.disjoint:
            found |= {f"{a} empty" for a in terms if {(a, left), (a, right)} <= kinds}
    return found


@given(sides())
def test_no_contradiction_is_left(two: tuple[Terminology, Terminology]) -> None:
    assume(not contradictions(set(), *two))
    assert contradictions(set(link_terms(*two).exact), *two) == set()


def test_rows_say_why() -> None:
    source = one("Leiomyosarcoma", "no name of any")
    links = link_terms(source, TARGET)
    rows = mapping_set(links, source, TARGET)
    (row,) = rows.mappings
    assert row.slots["comment"].endswith(".")
    assert 0 < float(row.slots["confidence"]) <= 1
    shuffled = Terminology("x", None, dict(reversed(TARGET.terms.items())))
    again = mapping_set(link_terms(source, shuffled), source, shuffled)
    assert serialise_mappings(again) == serialise_mappings(rows)


def test_a_table_is_linked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "terms.csv"
    table.write_text("label\nleiomyosarcoma\nhangnail\n")
    assert run(["link", str(table), "bundled", "-q"]) == 0
    out = capsys.readouterr().out
    heading, *rows = [line.split("\t") for line in out.splitlines() if line[0] != "#"]
    assert "#subject_type: rdfs literal\n" in out
    assert "subject_id" not in heading  # a mere word has none
    found = {row[heading.index("subject_label")]: row[heading.index("object_id")] for row in rows}
    assert found == {"leiomyosarcoma": "lms:Leiomyosarcoma", "hangnail": "sssom:NoTermFound"}


def test_an_unknown_step_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["link", "bundled", "bundled", "--without", "nonsense"]) == 2
    assert "no step nonsense" in capsys.readouterr().err
