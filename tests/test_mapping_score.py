"""Precision, recall and F1 against gold standards whose figures are worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lmskg.cli import run
from lmskg.errors import SourceFormatError
from lmskg.mapping.pairs import Gold, Pair, gold_of, read_codes, read_gold
from lmskg.mapping.rates import Counts, Interval, Rates, intervals
from lmskg.mapping.score import Score, score_mappings
from lmskg.mapping.split import OTHER, SAME, UNKNOWN, depths_of
from lmskg.sssom import NO_TERM_FOUND, SEMAPV, Mapping, MappingSet, serialise_mappings
from lmskg.terminology import Name, Scope, Term, Terminology

A, B = "http://purl.obolibrary.org/obo/NCIT_C", "http://purl.obolibrary.org/obo/DOID_"
EXACT = "http://www.w3.org/2004/02/skos/core#exactMatch"
BROAD = "http://www.w3.org/2004/02/skos/core#broadMatch"
EXACTS = frozenset({EXACT})
SHARED = Path(__file__).parents[2] / "shared/data"


def row(left: int, right: int, predicate: str = EXACT, **slots: str) -> Mapping:
    return Mapping(
        "",
        {
            "subject_id": f"{A}{left}",
            "predicate_id": predicate,
            "object_id": f"{B}{right}",
            "mapping_justification": f"{SEMAPV}LexicalMatching",
            **slots,
        },
    )


def pairs(*numbers: tuple[int, int]) -> Gold:
    return Gold(tuple(Pair(f"{A}{left}", f"{B}{right}") for left, right in numbers))


# right: 1, 2; wrong: 3 (another object), 5 (no counterpart); unknown to the gold standard: 6
PREDICTED = MappingSet(
    {},
    (
        row(1, 1, ext_step="label"),
        row(2, 2, ext_step="label"),
        row(3, 9, ext_step="label"),
        row(5, 5, ext_step="fuzzy"),
        row(6, 6, ext_step="fuzzy"),
        row(4, 4, BROAD),
        row(7, 7, predicate_modifier="Not"),
        row(8, 8, object_id=NO_TERM_FOUND),
        row(1, 1, ext_step="again"),
    ),
)
GOLD = pairs((1, 1), (2, 2), (3, 3), (4, 4))


def scored(**options: object) -> Score:
    options = {"predicates": EXACTS, "unmatched": [f"{A}5"], "n_bootstrap": 0} | options
    return score_mappings(PREDICTED, GOLD, **options)  # type: ignore[arg-type] # one of many


def term(number: int, label: str, side: str = A, **fields: object) -> Term:
    name = Name(label, Scope.LABEL)
    return Term(f"{side}{number}", (name,), **fields)  # type: ignore[arg-type] # one of many


def terminology(*terms: Term) -> Terminology:
    return Terminology("t", None, {item.iri: item for item in terms})


def test_only_subjects_that_the_gold_standard_speaks_of_are_judged() -> None:
    found = scored()
    assert found.overall == Rates(n_predicted=4, n_gold=4, n_right=2)
    assert (found.overall.precision, found.overall.recall, found.overall.f1) == (0.5, 0.5, 0.5)
    assert (found.n_judged_subjects, found.n_not_judged) == (5, 1)


def test_complete_gold_standard_judges_every_prediction() -> None:
    found = scored(unmatched=None)
    assert found.overall == Rates(n_predicted=5, n_gold=4, n_right=2)
    assert found.n_not_judged == 0


def test_other_predicates_count_if_asked_for() -> None:
    assert scored(predicates=frozenset({EXACT, BROAD})).overall == Rates(5, 4, 3)


def test_nothing_predicted_and_nothing_gold() -> None:
    none = score_mappings(MappingSet({}, ()), pairs(), predicates=EXACTS).overall
    assert (none.precision, none.recall, none.f1) == (None, None, None)
    some = score_mappings(MappingSet({}, ()), GOLD, predicates=EXACTS).overall
    assert (some.precision, some.recall, some.f1) == (None, 0.0, 0.0)


def test_pairs_out_of_reach_are_counted_apart() -> None:
    source = terminology(*(term(n, f"s{n}") for n in (1, 2, 3)))
    gone = {"is_obsolete": True}
    target = terminology(
        term(1, "t1", B), term(2, "t2", B, **gone), term(3, "t3", B), term(4, "t4", B, **gone)
    )
    found = scored(source=source, target=target)
    assert found.overall == Rates(4, 4, 2)
    assert (found.n_absent, found.n_retired) == (1, 1)  # that of 4 is both, and counts as absent
    # gold: 1 and 3; the prediction of 2 is right, and so not held against the rest
    assert found.reachable == Rates(n_predicted=3, n_gold=2, n_right=1)


def test_split_by_labels() -> None:
    source = terminology(term(1, "Perlman Syndrome"), term(2, "a b"), term(3, "x"), term(5, "y"))
    target = terminology(term(1, "perlman-syndrome", B), term(2, "b a", B), term(9, "X", B))
    found = scored(source=source, target=target).splits["labels"]
    assert found == {SAME: Rates(2, 1, 1), OTHER: Rates(1, 1, 1), UNKNOWN: Rates(1, 2, 0)}


def test_split_by_depth_takes_the_shortest_way_up() -> None:
    source = terminology(
        term(1, "root"),
        term(2, "deep", parents=(f"{A}3", f"{A}1")),
        term(3, "mid", parents=(f"{A}1",)),
        term(4, "low", parents=(f"{A}3",)),
        term(5, "circle", parents=(f"{A}6",)),
        term(6, "circle", parents=(f"{A}5",)),
    )
    assert depths_of(source.terms) == {f"{A}1": 0, f"{A}2": 1, f"{A}3": 1, f"{A}4": 2}
    found = scored(source=source).splits["depth"]
    assert found == {
        "not in the source": Rates(1, 0, 0),
        "0": Rates(1, 1, 1),
        "1": Rates(2, 2, 1),
        "2": Rates(0, 1, 0),
    }


def test_predictions_by_slot_with_those_outside_the_gold_standard() -> None:
    assert scored(by="ext_step").slots == {"fuzzy": (0, 1, 1), "label": (2, 1, 0)}


def test_interval_is_the_same_each_time_and_holds_the_figure() -> None:
    counts = [Counts(1, 1, 1, 1, 1)] * 90 + [Counts(1, 1, 1, 0, 0)] * 10
    found = intervals(counts, 200)
    assert intervals(counts[::-1], 200) == found
    assert found["precision"].low < 0.9 < found["precision"].high
    assert found["precision"].low > 0.8
    assert intervals([Counts(1, 1, 1, 1, 1)] * 5, 50)["f1"] == Interval(1.0, 1.0)
    assert intervals(counts, 0) == {}


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_table_of_bare_codes(tmp_path: Path) -> None:
    text = "ncit\tlabel\tdoid\tdoid_label\nC1\tOne\tDOID:1\tone\nC2\tTwo\tDOID:2\ttwo\n"
    gold = read_gold(written(tmp_path, "g.tsv", text), EXACTS, {})
    assert gold.pairs == (Pair("C1", f"{B}1"), Pair("C2", f"{B}2"))
    assert gold.labels == {"C1": "One", f"{B}1": "one", "C2": "Two", f"{B}2": "two"}
    assert gold.notes == ("g.tsv: pairs of the columns 'ncit' and 'doid'",)
    found = score_mappings(PREDICTED, gold, predicates=EXACTS, unmatched=["C3"], n_bootstrap=0)
    assert found.overall == Rates(n_predicted=3, n_gold=2, n_right=2)


def test_columns_by_name_and_commas(tmp_path: Path) -> None:
    path = written(tmp_path, "g.csv", 'a,b,c\n"x, y",DOID:1,C1\n')
    assert read_gold(path, EXACTS, {}, ("c", "b")).pairs == (Pair("C1", f"{B}1"),)


@pytest.mark.parametrize(
    ("text", "columns", "reason"),
    [
        ("a,b\nC1,DOID:1\n", ("a", "x"), ":1: no column 'x'; there are a, b"),
        ("a,b\nC1,two words\n", None, ":1: no second column of ids among a, b; name both with"),
        ("a,b\nC1\n", None, ":2: 2 cells expected, as in the first line; here are 1"),
        ("a,b\nC1,DOID:1\n,DOID:2\n", None, ":3: a cell of ids is empty"),
        ("a,b\nC1,foo:1\n", None, ":2: unknown prefix 'foo:'"),
    ],
)
def test_table_that_is_no_gold_standard(
    tmp_path: Path, text: str, columns: tuple[str, str] | None, reason: str
) -> None:
    path = written(tmp_path, "g.csv", text)
    with pytest.raises(SourceFormatError) as caught:
        read_gold(path, EXACTS, {}, columns)
    assert str(caught.value).startswith(f"{path}{reason}")


def test_sssom_as_gold_standard(tmp_path: Path) -> None:
    path = tmp_path / "g.sssom.tsv"
    path.write_bytes(serialise_mappings(PREDICTED))
    expected = {Pair(f"{A}{n}", f"{B}{m}") for n, m in ((1, 1), (2, 2), (3, 9), (5, 5), (6, 6))}
    assert set(read_gold(path, EXACTS, {}).pairs) == expected
    assert set(gold_of(PREDICTED, EXACTS).pairs) == expected


def test_code_that_may_be_two_terms_is_refused() -> None:
    other = row(1, 1, subject_id="https://example.org/x/C1")
    predicted = MappingSet({}, (row(1, 1), other))
    gold = Gold((Pair("C1", f"{B}1"),))
    with pytest.raises(SourceFormatError, match=r"code C1 may be .* write an id with its prefix"):
        score_mappings(predicted, gold, predicates=EXACTS)


def test_codes_without_counterpart(tmp_path: Path) -> None:
    path = written(tmp_path, "u.tsv", "ncit\tlabel\nC5\tx\nNCIT:C6\ty\n")
    assert read_codes(path, {}) == ("C5", f"{A}6")


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    predicted = tmp_path / "p.sssom.tsv"
    predicted.write_bytes(serialise_mappings(PREDICTED))
    lines = "".join(f"C{n}\tDOID:{n}\n" for n in (1, 2, 3, 4))
    gold = written(tmp_path, "g.tsv", f"ncit\tdoid\n{lines}")
    unmatched = written(tmp_path, "u.tsv", "ncit\nC5\n")
    return str(predicted), str(gold), str(unmatched)


def test_command(files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    predicted, gold, unmatched = files
    args = ["map", "score", predicted, gold, "--unmatched", unmatched, "--by", "ext_step"]
    assert run(args) == 0
    shown = capsys.readouterr()
    assert "all pairs  4          4     2      0.5000     0.5000  0.5000\n" in shown.out
    assert "not judged: 1 predictions of subjects outside both lists\n" in shown.out
    assert "fuzzy     0      1      1\n" in shown.out
    assert shown.err == "g.tsv: pairs of the columns 'ncit' and 'doid'\n"
    assert run([*args, "-q"]) == 0
    assert capsys.readouterr() == (shown.out, "")


def test_command_fails_under_a_threshold(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    predicted, gold, unmatched = files
    args = ["map", "score", predicted, gold, "--unmatched", unmatched, "-f", "json"]
    assert run([*args, "--fail-under", "0.6"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["overall"] == {
        "n_predicted": 4,
        "n_gold": 4,
        "n_right": 2,
        "precision": 0.5,
        "recall": 0.5,
        "f1": 0.5,
    }
    assert run([*args, "--fail-under", "0.5"]) == 0


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (["--columns", "a"], "--columns takes two names"),
        (["--source", "gone.obo"], "gone.obo: no such file"),
        (["--predicates", "foo:bar"], "unknown prefix 'foo:'"),
    ],
)
def test_bad_use_of_the_command(
    files: tuple[str, str, str],
    extra: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["map", "score", *files[:2], *extra]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/gold is not here")
def test_train_pairs_of_the_benchmark_are_read() -> None:
    gold = read_gold(SHARED / "gold/ncit_doid_train.tsv", EXACTS, {})
    assert len(gold.pairs) == 1600
    assert gold.pairs[0] == Pair("C101254", f"{B}2388")
    assert len(read_codes(SHARED / "gold/ncit_unmatched_train.tsv", {})) > 4000
