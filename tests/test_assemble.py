from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from pyoxigraph import Quad

from lmskg import assemble as room
from lmskg.assemble import assemble, cache_path, dataset, load, load_quads
from lmskg.errors import InconsistentOntologyError, UnsatisfiableClassError
from lmskg.graph.store import is_same_graph
from lmskg.namespaces import GRAPH, LAYERS
from lmskg.resources import Project


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test an empty cache of its own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("LMSKG_CACHE", str(folder))
    return folder


@pytest.fixture
def n_runs(monkeypatch: pytest.MonkeyPatch) -> list[Project]:
    """List the projects that are assembled afresh during the test."""
    runs: list[Project] = []
    real = room._assemble

    def counted(project: Project) -> bytes:
        runs.append(project)
        return real(project)

    monkeypatch.setattr(room, "_assemble", counted)
    return runs


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def test_dataset_holds_every_layer(mini: Project) -> None:
    graphs = {str(quad.graph_name).strip("<>").removeprefix(GRAPH) for quad in assemble(mini)}
    assert graphs == set(LAYERS)


def test_entailed_and_reported_say_what_is_not_asserted(mini: Project) -> None:
    entailed = load_quads(mini, ["entailed"])
    assert [f"{q.subject} {q.predicate} {q.object}" for q in entailed] == [
        "<https://example.org/mini/LampTumour> "
        "<http://www.w3.org/2000/01/rdf-schema#subClassOf> "
        "<https://example.org/mini/GlimmerTumour>"
    ]
    assert len(load_quads(mini, ["reported"])) == 1
    assert load_quads(mini, []) == []


def test_second_time_comes_from_the_cache(
    mini: Project, cache: Path, n_runs: list[Project]
) -> None:
    first = dataset(mini)
    assert dataset(mini) == first
    assert len(n_runs) == 1
    assert list(cache.iterdir()) == [cache_path(mini)]


def test_cached_dataset_is_the_assembled_one(mini: Project) -> None:
    expected: list[Quad] = assemble(mini)
    load(mini)
    assert is_same_graph(load_quads(mini), expected)
    assert len(load(mini)) == len(expected)


@pytest.mark.parametrize(
    "file", ["mini.ttl", "sources.ttl", "claims/a.ttl", "context.jsonld", "mappings/mini.sssom.tsv"]
)
def test_change_of_any_input_misses_the_cache(
    mini: Project, n_runs: list[Project], file: str
) -> None:
    dataset(mini)
    add(mini.root / "ontology" / file, "\n")
    dataset(mini)
    assert len(n_runs) == 2


def test_new_and_renamed_inputs_miss_the_cache(mini: Project) -> None:
    places = {cache_path(mini)}
    (mini.root / "ontology" / "claims" / "b.ttl").write_text("# none\n")
    places.add(cache_path(mini))
    (mini.root / "ontology" / "claims" / "b.ttl").rename(mini.claims[0].with_name("c.ttl"))
    places.add(cache_path(mini))
    own = mini.root / "queries" / "rules" / "reported.rq"
    own.parent.mkdir()
    own.write_bytes(mini.rules[0].read_bytes() + b"\n")
    places.add(cache_path(mini))
    assert len(places) == 4


def test_change_of_the_code_misses_the_cache(
    mini: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cache_path(mini)
    package = Path(room.__file__).parent
    for name in room._CODE:
        assert list(package.glob(name)), name
    monkeypatch.setattr(room, "_CODE", room._CODE[:-1])
    assert cache_path(mini) != before


@pytest.mark.parametrize("place", ["first line", "line end", "middle", "all", "a byte", "binary"])
def test_cache_that_is_not_whole_is_passed_over_and_mended(
    mini: Project, n_runs: list[Project], place: str
) -> None:
    expected = dataset(mini)
    path = cache_path(mini)
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    path.write_bytes(
        {
            "first line": b"".join(lines[1:]),
            "line end": b"".join(lines[:-1]),
            "middle": whole[: len(whole) // 2],
            "all": b"",
            "a byte": whole.replace(b"lamp", b"lump", 1),
            "binary": b"\xff\0\xff",
        }[place]
    )
    assert dataset(mini) == expected
    assert len(n_runs) == 2
    assert path.read_bytes() == whole


def test_cache_file_opens_with_the_sum_of_its_content(mini: Project) -> None:
    data = dataset(mini)
    seal = f"# SHA-256 of what follows: {hashlib.sha256(data).hexdigest()}\n"
    assert cache_path(mini).read_bytes() == seal.encode() + data


def test_cache_that_cannot_be_written_is_passed_over(
    mini: Project, cache: Path, n_runs: list[Project]
) -> None:
    cache.write_text("a file where the folder should be")
    first = dataset(mini)
    assert dataset(mini) == first
    assert len(n_runs) == 2


def test_folder_in_place_of_the_cache_file_is_passed_over(mini: Project) -> None:
    cache_path(mini).mkdir(parents=True)
    assert dataset(mini)


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"LMSKG_CACHE": "", "XDG_CACHE_HOME": "/x"}, "/x/lmskg"),
        ("linux", {"LMSKG_CACHE": "", "XDG_CACHE_HOME": ""}, "~/.cache/lmskg"),
        ("darwin", {"LMSKG_CACHE": ""}, "~/Library/Caches/lmskg"),
        ("win32", {"LMSKG_CACHE": "", "LOCALAPPDATA": "/local"}, "/local/lmskg"),
        ("linux", {"LMSKG_CACHE": "/own"}, "/own"),
    ],
)
def test_cache_lies_where_the_system_has_its_caches(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)
    assert room.cache_folder() == Path(os.path.expanduser(expected))


def test_inconsistent_ontology_is_an_error_and_nothing_is_cached(
    mini: Project, cache: Path
) -> None:
    add(
        mini.ontology,
        "ex:Lamp owl:disjointWith ex:Person . ex:it a owl:NamedIndividual , ex:Lamp , ex:Person .",
    )
    with pytest.raises(InconsistentOntologyError) as caught:
        dataset(mini)
    assert "'lamp' DisjointWith 'person'" in str(caught.value)
    assert not cache.exists()


def test_class_without_a_possible_member_is_an_error(mini: Project) -> None:
    add(
        mini.ontology,
        "ex:Lamp owl:disjointWith ex:Person . ex:Both a owl:Class ; "
        "rdfs:subClassOf ex:Lamp , ex:Person .",
    )
    with pytest.raises(UnsatisfiableClassError) as caught:
        dataset(mini)
    assert caught.value.term.endswith("Both")
    assert caught.value.axioms
