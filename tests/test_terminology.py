"""Lists of terms in every form: the same little ontology in five of them, and what is no list."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pytest

from lmskg.errors import MissingExtraError, SourceFormatError
from lmskg.terminology import (
    READERS,
    Name,
    Relation,
    Scope,
    Term,
    Terminology,
    namespace_of,
    packed,
    read_terminology,
)
from lmskg.terminology.draft import Draft, Draftbook
from lmskg.terminology.finish import circling, finish

DATA = Path(__file__).parent / "data" / "terminology"
SHARED = Path(__file__).parents[2] / "shared" / "data"
OBO = "http://purl.obolibrary.org/obo/"
TST = f"{OBO}TST_000000"
HEART = Term(
    f"{TST}4",
    (
        Name("disease of heart", Scope.LABEL),
        Name("cardiac disease", Scope.EXACT),
        Name("heart attack", Scope.NARROW),
        Name("chest trouble", Scope.BROAD),
    ),
    "A disease that is in the heart.",
    parents=(f"{TST}3",),
    relations=(Relation(f"{OBO}TST_0000021", f"{OBO}EXT_0000007"),),
    genera=(f"{TST}3",),
    differentia=(Relation(f"{OBO}TST_0000020", f"{TST}2"),),
)
TERMS = {
    term.iri: term
    for term in (
        Term(f"{TST}1", (Name("body part", Scope.LABEL),), 'A part of the "body".'),
        Term(
            f"{TST}2",
            (
                Name("heart", Scope.LABEL),
                Name("cor", Scope.EXACT),
                Name("ticker", Scope.RELATED),
            ),
            parents=(f"{TST}1",),
        ),
        Term(f"{TST}3", (Name("disease", Scope.LABEL),)),
        HEART,
        Term(
            f"{TST}5",
            (Name("obsolete heart illness", Scope.LABEL),),
            is_obsolete=True,
            replaced_by=f"{TST}4",
        ),
        Term(f"{TST}6", (Name("lung", Scope.LABEL),), parents=(f"{TST}1",)),
        Term(f"{OBO}EXT_0000007", (Name("imported tissue", Scope.LABEL),)),
        Term(f"{TST}9", (), is_obsolete=True, replaced_by=f"{TST}4"),
    )
}
ONTOLOGIES = ("obo", "json", "ttl", "owl")


def written(folder: Path, name: str, text: str) -> Path:
    """Return a file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def obo(folder: Path, stanzas: str) -> Terminology:
    """Return what an OBO file of these stanzas holds."""
    return read_terminology(written(folder, "x.obo", f"ontology: x\n\n{stanzas}"))


@pytest.mark.parametrize("ending", ONTOLOGIES)
def test_every_form_of_an_ontology_gives_the_same_terms(ending: str) -> None:
    found = read_terminology(DATA / f"tst.{ending}")
    assert found.terms == TERMS
    assert (found.iri, found.version) == (f"{OBO}tst.owl", "2024-01-02")
    assert found.disjoint == ((f"{TST}2", f"{TST}6"),)
    assert found.prefixes.items() >= {("TST", f"{OBO}TST_"), ("EXT", f"{OBO}EXT_")} or (
        ending == "ttl" and found.prefixes["tst"] == f"{OBO}TST_"
    )


def test_a_table_gives_what_it_can_carry() -> None:
    found = read_terminology(DATA / "tst.csv")
    expected = {
        iri: replace(term, relations=(), genera=(), differentia=())
        for iri, term in TERMS.items()
        if term.names
    }
    order = {iri: sorted(term.names) for iri, term in found.terms.items()}
    assert order == {iri: sorted(term.names) for iri, term in expected.items()}
    assert {iri: astuple(term)[2:] for iri, term in found.terms.items()} == {
        iri: astuple(term)[2:] for iri, term in expected.items()
    }
    assert found.iri == "tst.csv"
    assert found.notes == ("taken for id spaces of OBO: EXT, TST",)


@pytest.mark.parametrize("ending", [*ONTOLOGIES, "csv"])
def test_no_cross_reference_is_ever_read(ending: str) -> None:
    path = DATA / f"tst.{ending}"
    # the file holds them, the terms do not
    assert "EXT:0000008" in path.read_text(encoding="utf-8")
    assert "0000008" not in repr(read_terminology(path))
    assert "EXT_0000010" not in repr(read_terminology(path))


@pytest.mark.parametrize("ending", ONTOLOGIES)
def test_imported_terms_are_there_and_not_its_own(ending: str) -> None:
    found = read_terminology(DATA / f"tst.{ending}")
    assert found.terms.keys() - found.own == {f"{OBO}EXT_0000007"}
    assert found.notes[-1] == "1 term is of another ontology"


@pytest.mark.parametrize("space", ["EXT", "EXT:", f"{OBO}EXT_"])
def test_a_user_says_which_terms_are_own(space: str) -> None:
    found = read_terminology(DATA / "tst.obo", id_spaces=[space])
    assert found.own == {f"{OBO}EXT_0000007"}


def test_an_id_space_without_a_term_is_refused() -> None:
    with pytest.raises(SourceFormatError, match=r"no term of it is of DOID; there are EXT:, TST:$"):
        read_terminology(DATA / "tst.obo", id_spaces=["DOID"])


def test_own_terms_are_told_by_a_part_of_the_name_else_by_number(tmp_path: Path) -> None:
    stanzas = "".join(f"[Term]\nid: {i}\nname: {i}\n" for i in ("AB:1", "CD:1", "CD:2"))
    for ontology, expected in (("ab/subsets/small", ["AB_1"]), ("zz", ["CD_1", "CD_2"])):
        path = written(tmp_path, "x.obo", f"ontology: {ontology}\n{stanzas}")
        assert read_terminology(path).own == {OBO + name for name in expected}
    assert len(read_terminology(written(tmp_path, "x.obo", f"\n{stanzas}")).own) == 3


def test_retired_terms_do_not_count_for_what_is_own(tmp_path: Path) -> None:
    retired = "".join(f"[Term]\nid: B:{n}\nname: b\nis_obsolete: true\n" for n in (1, 2))
    assert obo(tmp_path, f"[Term]\nid: A:1\nname: a\n{retired}").own == {f"{OBO}A_1"}


def test_own_terms_where_all_are_retired(tmp_path: Path) -> None:
    found = obo(tmp_path, "[Term]\nid: A:1\nname: a\nis_obsolete: true\n")
    assert found.own == {f"{OBO}A_1"}


@pytest.mark.parametrize("ending", [*ONTOLOGIES, "csv"])
@pytest.mark.parametrize("packing", [".gz", ".zst"])
def test_packed_files_are_read_alike(ending: str, packing: str, tmp_path: Path) -> None:
    plain = DATA / f"tst.{ending}"
    path = tmp_path / f"{plain.name}{packing}"
    path.write_bytes(pack(packing)(plain.read_bytes()))
    assert read_terminology(path) == read_terminology(plain)


def pack(packing: str) -> Callable[[bytes], bytes]:
    """Return the function that packs, or skip where there is none."""
    if packing == ".gz":
        return gzip.compress
    try:
        zstd: Any = packed._zstd()
    except MissingExtraError:
        pytest.skip("needs Zstandard: Python 3.14 or backports.zstd")
    compress: Callable[[bytes], bytes] = zstd.compress
    return compress


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("ending", ["obo", "ttl"])
def test_a_truncated_packed_file_is_refused(ending: str, packing: str, tmp_path: Path) -> None:
    path = tmp_path / f"tst.{ending}{packing}"
    whole = pack(packing)((DATA / f"tst.{ending}").read_bytes())
    for data in (whole[:-20], b"no such packing", b""):
        path.write_bytes(data)
        with pytest.raises(SourceFormatError) as caught:
            read_terminology(path)
        assert str(caught.value).startswith(f"{path}: ")
        assert "\n" not in str(caught.value)


def test_zstandard_that_is_missing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", absent)
    path = written(tmp_path, "x.obo.zst", "packed")
    with pytest.raises(MissingExtraError, match=r"zstd is needed .*pip install 'lmskg\[zst\]'"):
        read_terminology(path)


def test_every_reader_says_whether_it_has_columns() -> None:
    for ending, reader in READERS.items():
        if not reader.has_columns:
            with pytest.raises(SourceFormatError, match="columns can be named in tables"):
                read_terminology(Path(f"x{ending}"), label_column="name")


def test_terms_without_a_label_are_counted(tmp_path: Path) -> None:
    found = obo(tmp_path, "[Term]\nid: A:1\nname: a\n[Term]\nid: A:2\nname:\n")
    assert found.notes == ("1 term has no label",)
    assert found.terms[f"{OBO}A_2"].label is None


def test_a_second_label_of_a_language_becomes_an_exact_synonym(tmp_path: Path) -> None:
    found = obo(
        tmp_path, "[Term]\nid: A:1\nsynonym: 's' []\nname: a\nname: b\nname: a\n".replace("'", '"')
    )
    names = [("a", Scope.LABEL), ("s", Scope.RELATED), ("b", Scope.EXACT)]
    assert [name[:2] for name in found.terms[f"{OBO}A_1"].names] == names
    assert found.notes == ("1 second label of one language taken as synonyms",)


def test_a_circle_of_parents_is_kept_and_counted(tmp_path: Path) -> None:
    parents = (("1", "2"), ("2", "3"), ("3", "1"), ("4", "1"), ("5", "5"), ("6", "0"))
    stanzas = "".join(f"[Term]\nid: A:{a}\nname: {a}\nis_a: A:{b}\n" for a, b in parents)
    found = obo(tmp_path, stanzas)
    assert found.notes == ("1 parent is not in the file", "4 terms are in a circle of parents")
    assert found.terms[f"{OBO}A_3"].parents == (f"{OBO}A_1",)


def test_a_long_chain_of_parents_is_no_circle() -> None:
    chain = {str(n): [str(n + 1)] for n in range(20_000)}
    assert circling(chain) == set()
    assert len(circling(chain | {"20000": ["0"]})) == 20_001


def test_several_replacements_are_no_replacement(tmp_path: Path) -> None:
    retired = "[Term]\nid: A:1\nname: a\nis_obsolete: true\nreplaced_by: A:2\nreplaced_by: A:3\n"
    live = "[Term]\nid: A:2\nname: b\nalt_id: A:8\n[Term]\nid: A:3\nname: c\nalt_id: A:8\n"
    found = obo(tmp_path, retired + live)
    assert found.notes == ("2 retired terms have several replacements, so none is taken",)
    assert [found.terms[f"{OBO}A_{n}"].replaced_by for n in (1, 8)] == [None, None]
    assert found.terms[f"{OBO}A_8"].is_obsolete


def test_an_alternative_id_that_is_in_use_stays(tmp_path: Path) -> None:
    found = obo(tmp_path, "[Term]\nid: A:1\nname: a\nalt_id: A:2\n[Term]\nid: A:2\nname: b\n")
    assert found.notes == ("1 alternative id is a term in use as well",)
    assert not found.terms[f"{OBO}A_2"].is_obsolete


def test_only_a_retired_term_has_a_replacement() -> None:
    name = Name("a", Scope.LABEL)
    book = Draftbook("x", drafts={"a": Draft([name], replacements=["b"])}, owns_all=True)
    assert finish(book, "x").terms["a"].replaced_by is None


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (f"{OBO}NCIT_C3158", f"{OBO}NCIT_"),
        ("http://www.orpha.net/ORDO/Orphanet_1", "http://www.orpha.net/ORDO/Orphanet_"),
        ("http://id.nlm.nih.gov/mesh/D007890", "http://id.nlm.nih.gov/mesh/"),
        ("http://example.org/a#two_words", "http://example.org/a#"),
        ("urn:a:b", "urn:a:"),
    ],
    ids=["code", "named", "slash", "hash", "urn"],
)
def test_namespace(iri: str, expected: str) -> None:
    assert namespace_of(iri) == expected


def shared(name: str) -> Path:
    """Return a file of the shared data, or skip."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"needs ../shared/data/{name}")
    return path


def test_ncit_is_the_same_in_both_its_forms() -> None:
    graphs = read_terminology(shared("ncit/ncit-disease-2018-06-08.obograph.json.gz"))
    triples = read_terminology(shared("ncit/ncit-disease-2018-06-08.owl.nt.gz"))
    assert graphs == triples
    assert len(graphs.own) == 20_324


def test_doid_with_its_retired_and_imported_terms() -> None:
    found = read_terminology(shared("doid/doid_2020-12-22.noxref.obo.gz"))
    # counted in the file with grep: stanzas, alternative ids, of them 79 that are terms
    assert len(found.terms) == 14_847 + 1_713 - 79
    assert sum(term.replaced_by is not None for term in found.terms.values()) == 1_713
    assert all(iri.startswith(f"{OBO}DOID_") for iri in found.own)
