from __future__ import annotations

import csv
import io
import json
import random
import time
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmskg.cli import run
from lmskg.errors import OntologyParseError, SourceNotFoundError
from lmskg.resources import Project
from lmskg.search import Candidate, Index, build_index, load_index, search
from lmskg.search.query import most_edits
from lmskg.terminology import Name, Scope, Term, Terminology

EX = "https://example.org/"
NCIT = Path(__file__).parents[2] / "shared/data/ncit/ncit-disease-2018-06-08.obograph.json.gz"


def term(
    name: str,
    label: str,
    *synonyms: tuple[str, Scope],
    is_obsolete: bool = False,
    replaced_by: str | None = None,
) -> Term:
    names = (Name(label, Scope.LABEL), *(Name(text, scope) for text, scope in synonyms))
    instead = replaced_by and EX + replaced_by
    return Term(EX + name, names, is_obsolete=is_obsolete, replaced_by=instead)


def index_of(*terms: Term) -> Index:
    by_iri = {found.iri: found for found in terms}
    return build_index([Terminology(EX, None, by_iri, prefixes={"ex": EX})])


LAMPS = index_of(
    term("Lamp", "lamp", ("lantern", Scope.EXACT), ("shiner", Scope.RELATED)),
    term("LampTumour", "lamp glimmerosis", ("lampensis", Scope.EXACT)),
    term("Glimmer", "glimmerosis", ("GLM", Scope.EXACT), ("any glow", Scope.BROAD)),
    term("DeskGlimmer", "benign desk glimmerosis", ("non-lamp glimmerosis", Scope.NARROW)),
    term("Glint", "glint disease"),
    term("Old", "old glow", is_obsolete=True, replaced_by="Older"),
    term("Older", "older glow", is_obsolete=True, replaced_by="Glint"),
    term("Gone", "vanished thing", is_obsolete=True),
    term("Round", "round thing", is_obsolete=True, replaced_by="Trip"),
    term("Trip", "trip thing", is_obsolete=True, replaced_by="Round"),
    term("Lost", "lost thing", is_obsolete=True, replaced_by="NotThere"),
)


def first(text: str, index: Index = LAMPS) -> Candidate:
    return search(text, index)[0]


@pytest.mark.parametrize(
    ("text", "found", "score", "reason"),
    [
        ("glimmerosis", "ex:Glimmer", 1.0, "label: equal"),
        ("Glimmerosis", "ex:Glimmer", 0.99, "label: equal but for case"),
        (
            "glimmerosis, lamp",
            "ex:LampTumour",
            0.95,
            "label: has all words, in another order",
        ),
        (
            "glint-disease",
            "ex:Glint",
            0.98,
            "label: equal but for punctuation, spelling, number or small words",
        ),
        ("glimmer osis", "ex:Glimmer", 0.97, "label: equal but for spaces and hyphens"),
        ("lantern", "ex:Lamp", 0.98, "exact synonym: equal"),
        ("Lantern", "ex:Lamp", 0.97, "exact synonym: equal but for case"),
        ("shiner", "ex:Lamp", 0.9, "related synonym: equal"),
        ("any glow", "ex:Glimmer", 0.9, "broad synonym: equal"),
        ("non-lamp glimmerosis", "ex:DeskGlimmer", 0.9, "narrow synonym: equal"),
        (
            "glimerosis",
            "ex:Glimmer",
            # 0.98 × (1 - 1.2 × 1 / 11)
            0.873,
            "label: 'glimerosis' differs from 'glimmerosis' by one letter",
        ),
        (
            "glimmreossi",
            "ex:Glimmer",
            # 0.98 × (1 - 1.2 × 2 / 11)
            0.766,
            "label: 'glimmreossi' differs from 'glimmerosis' by 2 letters",
        ),
        (
            "glimmero",
            "ex:Glimmer",
            # 0.98 × (0.5 + 0.45 × 8 / 11)
            0.811,
            "label: 'glimmero' begins 'glimmerosis'",
        ),
        ("ex:Lamp", "ex:Lamp", 1.0, "identifier: equal"),
        ("https://example.org/Lamp", "ex:Lamp", 1.0, "identifier: equal"),
        (
            "old glow",
            "ex:Glint",
            0.95,
            "label: equal; it replaces the obsolete 'old glow'",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 25 else "",
)
def test_score_and_reason(text: str, found: str, score: float, reason: str) -> None:
    best = first(text)
    assert (best.term, best.score, best.reason) == (found, score, reason)


def test_name_that_says_more() -> None:
    assert first("benign desk").reason == "label: begins with this; says 'glimmerosis' too"
    assert first("desk glimmerosis").reason == "label: has all 2 words; says 'benign' too"
    assert first("desk").reason == "label: has the word; says 'benign', 'glimmerosis' too"


def test_name_that_lacks_a_word() -> None:
    best = first("malignant lamp glimmerosis")
    assert best.term == "ex:LampTumour"
    assert best.reason == "label: has 2 of 3 words, without 'malignant'"


def test_rare_word_that_is_missing_costs_more_than_a_common_one() -> None:
    index = index_of(
        *(term(f"T{n}", f"tumour kind{n}") for n in range(9)),
        term("A", "tumour of spleen"),
    )
    scores = [found.term for found in search("spleen growth", index)]
    assert scores == ["ex:A"]
    assert search("tumour growth", index) == []


def test_common_word_counts_beside_a_rarer_one() -> None:
    """One of 4,000 names brings in none, and still lifts one of the 301 with the rarer word."""
    index = index_of(
        *(term(f"C{n}", f"common c{n}x") for n in range(4_000)),
        *(term(f"R{n}", f"rare r{n}x") for n in range(300)),
        term("Both", "common thing rare"),
    )
    assert first("rare common", index).term == "ex:Both"


def test_short_name_is_read_as_its_label() -> None:
    best = first("lamp GLM")
    assert best.term == "ex:LampTumour"
    assert best.reason == "'glm' read as 'glimmerosis'; label: equal"
    assert best.score == 0.97
    both = first("GLM lantern")
    assert both.term == "ex:LampTumour"
    assert both.reason.startswith("'glm' read as 'glimmerosis'; 'lantern' read as 'lamp'; ")


def test_what_was_read_into_a_text_stands_in_the_name() -> None:
    found = {one.term: one.reason for one in search("glint GLM", LAMPS)}
    assert found["ex:Glint"] == "label: has 1 of 2 words, without 'glm'; says 'disease' too"
    assert found["ex:Glimmer"] == "exact synonym: has 1 of 2 words, without 'glint'"


def test_name_that_differs_where_its_space_is() -> None:
    best = first("lampxglimmerosis")
    assert best.term == "ex:LampTumour"
    assert best.reason == "label: differs by one letter or space"


@pytest.mark.parametrize("text", ["vanished thing", "round thing", "lost thing", "trip thing"])
def test_obsolete_term_without_a_replacement_is_not_proposed(text: str) -> None:
    assert search(text, LAMPS) == []


def test_obsolete_terms_are_never_proposed() -> None:
    words = ("old glow", "older glow", "thing", "ex:Old", "glow")
    obsolete = {EX + name for name in ("Old", "Older", "Gone", "Round", "Trip", "Lost")}
    assert not obsolete & {found.iri for text in words for found in search(text, LAMPS)}


@pytest.mark.parametrize(
    "text",
    ["", "  ", "?!", "-", "\0", "qqqq", "zz zz", "ex:NotThere", "no:prefix", "<a b>", "👩‍⚕️"],
    ids=repr,
)
def test_nothing_is_found(text: str) -> None:
    assert search(text, LAMPS) == []


def test_empty_index() -> None:
    assert search("lamp", build_index([])) == []


def test_long_text_ends_soon() -> None:
    started = time.perf_counter()
    search("lamp glimmerosis " * 20_000, LAMPS)
    search("x" * 100_000, LAMPS)
    assert time.perf_counter() - started < 5


def test_limit_and_order() -> None:
    found = search("glimmerosis", LAMPS)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert [one.term for one in found] == ["ex:Glimmer", "ex:LampTumour"]
    assert search("glimmerosis", LAMPS, limit=1) == found[:1]


def test_terms_of_equal_score_come_in_the_order_of_labels() -> None:
    index = index_of(term("B", "a lamp"), term("A", "a lamp"), term("C", "b lamp"))
    assert [found.term for found in search("lamp", index)][:2] == ["ex:A", "ex:B"]


def test_order_of_the_input_does_not_count() -> None:
    terms = [term(f"T{n}", f"glow {n % 7} {n % 5}") for n in range(40)]
    one, other = index_of(*terms), index_of(*reversed(terms))
    for text in ("glow", "glow 3", "3 glow", "glo"):
        assert search(text, one, limit=40) == search(text, other, limit=40)


def test_several_terminologies_in_one_index() -> None:
    other = Terminology("urn:x", None, {"urn:x:1": Term("urn:x:1", (Name("lamp", Scope.LABEL),))})
    own = Terminology(EX, None, {EX + "Lamp": term("Lamp", "lamp")}, prefixes={"ex": EX})
    found = search("lamp", build_index([own, other]))
    assert [one.term for one in found] == ["ex:Lamp", "urn:x:1"]


@pytest.mark.parametrize(("length", "edits"), [(3, 0), (4, 1), (7, 1), (8, 2), (40, 2)])
def test_longer_words_may_be_more_misspelt(length: int, edits: int) -> None:
    assert most_edits(length) == edits


WORDS = st.sampled_from(
    "alpha beta brilliant carbon glimmer glint lamp lantern night obscure tumour vessel x1".split()
)
LABELS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(st.lists(LABELS, min_size=1, max_size=30))
def test_label_finds_its_term_first(labels: list[str]) -> None:
    index = index_of(*(term(f"T{n}", label) for n, label in enumerate(labels)))
    for label in labels:
        best = first(label, index)
        assert (best.label, best.score, best.reason) == (label, 1.0, "label: equal")


@given(st.lists(LABELS, min_size=1, max_size=20), st.text(max_size=30) | LABELS)
def test_any_text_has_a_right_answer(labels: list[str], text: str) -> None:
    found = search(text, index_of(*(term(f"T{n}", label) for n, label in enumerate(labels))))
    assert len({one.iri for one in found}) == len(found) <= 10
    for one in found:
        assert 0.4 <= one.score <= 1
        assert one.matched
        assert one.reason


# --- the bundled graph


@pytest.fixture(scope="module")
def bundled_index(project: Project) -> Index:
    """Return the index of the bundled graph."""
    return load_index([], project)


def misspelt(label: str, chance: random.Random) -> str:
    """Return a label with a letter left out, put in, changed or exchanged with the next one."""
    at, letter = chance.randrange(len(label)), chance.choice("abcdefghijklmnopqrstuvwxyz")
    head, here, tail = label[:at], label[at], label[at + 1 :]
    variants = (head + tail, head + letter + here + tail, head + letter + tail)
    return chance.choice([*variants, head + tail[:1] + here + tail[1:]])


def test_every_label_of_the_graph_finds_its_term_first(bundled_index: Index) -> None:
    labels = {entry.label for entry in bundled_index.entries}
    assert len(labels) > 1_000
    assert sorted(label for label in labels if first(label, bundled_index).label != label) == []


def test_misspelt_labels_of_the_graph_find_their_term(bundled_index: Index) -> None:
    """Measured on all labels with every kind of slip: 99.4 %."""
    chance = random.Random(1)  # noqa: S311 - the same slips in every run
    labels = sorted(entry.label for entry in bundled_index.entries if len(entry.label) >= 6)
    sample = chance.sample(labels, 400)
    n_found = sum(
        label in (one.label for one in search(misspelt(label, chance), bundled_index, limit=5))
        for label in sample
    )
    assert n_found >= 0.98 * len(sample)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("womb", "uterus"),
        ("leyomyosarcoma of the womb", "uterine leiomyosarcoma"),
        ("womb LMS", "uterine leiomyosarcoma"),
        ("CT scan", "computed tomography"),
        ("skin", "skin"),
    ],
)
def test_everyday_words(bundled_index: Index, text: str, label: str) -> None:
    assert first(text, bundled_index).label == label


def test_individuals_and_properties_are_found_too(bundled_index: Index, project: Project) -> None:
    iris = {entry.iri for entry in bundled_index.entries}
    vocabulary = project.prefixes()["kg"]
    assert {f"{vocabulary}Affirmed", f"{vocabulary}isRiskFactorFor"} & iris


# --- what is kept


@pytest.fixture
def n_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    """Give the test an empty cache, and list the indexes that are built."""
    monkeypatch.setenv("LMSKG_CACHE", str(tmp_path / "cache"))
    built: list[int] = []

    def counted(terminologies: Iterable[Terminology]) -> Index:
        built.append(1)
        return build_index(terminologies)

    # the package shows the function `search`, so that pytest cannot walk to the module by its name
    monkeypatch.setattr(import_module("lmskg.search.kept"), "build_index", counted)
    return built


@pytest.fixture
def obo(tmp_path: Path) -> Path:
    """Return a small ontology in a file."""
    path = tmp_path / "lamps.obo"
    path.write_text(
        "format-version: 1.4\nontology: lamp\n\n"
        '[Term]\nid: LAMP:1\nname: desk lamp\nsynonym: "réading lamp" EXACT []\n\n'
        "[Term]\nid: LAMP:2\nname: old lamp\nis_obsolete: true\nreplaced_by: LAMP:1\n",
        encoding="utf-8",
    )
    return path


def test_second_index_comes_from_the_cache(obo: Path, n_built: list[int]) -> None:
    one, other = load_index([obo]), load_index([obo])
    assert len(n_built) == 1
    assert (one.entries, one.names, one.prefixes) == (other.entries, other.names, other.prefixes)
    assert (one.by_word, one.by_letters, one.weights) == (
        other.by_word,
        other.by_letters,
        other.weights,
    )


def test_changed_file_is_read_anew(obo: Path, n_built: list[int]) -> None:
    load_index([obo])
    obo.write_text(obo.read_text(encoding="utf-8").replace("desk", "floor"), encoding="utf-8")
    assert first("floor lamp", load_index([obo])).score == 1.0
    assert len(n_built) == 2


@pytest.mark.parametrize("change", [b"", b"# SHA-256 of what follows: 0\n{}", b"{}"])
def test_broken_cache_is_passed_over(
    obo: Path, n_built: list[int], tmp_path: Path, change: bytes
) -> None:
    load_index([obo])
    [path] = (tmp_path / "cache" / "search").iterdir()
    path.write_bytes(change)
    assert first("desk lamp", load_index([obo])).score == 1.0
    assert len(n_built) == 2


def test_cache_has_the_same_bytes_each_time(obo: Path, n_built: list[int], tmp_path: Path) -> None:
    load_index([obo])
    [path] = (tmp_path / "cache" / "search").iterdir()
    data = path.read_bytes()
    path.unlink()
    load_index([obo])
    assert path.read_bytes() == data
    assert str(tmp_path).encode() not in data


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError):
        load_index([tmp_path / "none.obo"])


# --- the command


def test_command_finds_in_the_graph(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "womb", "--limit", "1"]) == 0
    assert capsys.readouterr().out == (
        "term        label   score  matched  reason\n"
        "----------  ------  -----  -------  --------------------\n"
        "lms:Uterus  uterus  0.980  womb     exact synonym: equal\n"
        "\n(1 row)\n"
    )


def test_command_finds_in_a_file(obo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    args = ["search", "old", "lamp", "--in", str(obo), "--no-graph"]
    assert run([*args, "-f", "json"]) == 0
    [row] = json.loads(capsys.readouterr().out)["results"]["bindings"]
    assert row["term"] == {"type": "uri", "value": "http://purl.obolibrary.org/obo/LAMP_1"}
    assert row["score"]["value"] == "0.950"
    assert row["reason"]["value"] == "label: equal; it replaces the obsolete 'old lamp'"
    assert run([*args, "-f", "csv"]) == 0
    [line] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert list(line) == ["term", "label", "score", "matched", "reason"]
    assert line["matched"] == "old lamp"


def test_command_searches_graph_and_file(obo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "desk lamp womb", "--in", str(obo)]) == 0
    out = capsys.readouterr().out
    assert "LAMP:1" in out
    assert "lms:Uterus" in out


def test_command_that_finds_nothing_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "xyzzyq", "-f", "csv"]) == 1
    out, err = capsys.readouterr()
    assert out == "term,label,score,matched,reason\r\n"
    assert err == "nothing is called 'xyzzyq', nor nearly so\n"
    assert run(["search", "xyzzyq", "-q"]) == 1
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("lamp", "--no-graph"), "nothing to search: name a file with --in"),
        (("lamp", "--in", "none.obo"), "none.obo: no such file"),
        ((), "Missing argument"),
    ],
    ids=["no-graph", "no-file", "no-text"],
)
def test_command_with_bad_input(
    args: tuple[str, ...],
    message: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["search", *args]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"lmskg: {message}")
    assert err.count("\n") == 1


def test_command_with_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("<a> <b")
    with pytest.raises(OntologyParseError):
        load_index([path])
    assert run(["search", "lamp", "--in", str(path)]) == 2


# --- at the size of NCIt


@pytest.mark.skipif(not NCIT.is_file(), reason="../shared/data/ncit is not here")
def test_search_of_ncit_takes_milliseconds() -> None:
    index = load_index([NCIT])
    chance = random.Random(5)  # noqa: S311 - the same texts in every run
    labels = [chance.choice(index.entries).label for _ in range(100)]
    texts = [*labels, *(misspelt(label, chance) for label in labels)]
    search("lamp", index)
    spent = []
    for text in texts:
        started = time.perf_counter()
        assert search(text, index)
        spent.append(time.perf_counter() - started)
    # measured: 2 ms in the median, 7 ms at the 95th percentile
    assert sorted(spent)[len(spent) // 2] < 0.02
    assert [first(label, index).label for label in labels] == labels
