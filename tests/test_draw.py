"""Pictures: every label can be read, what is denied and contested shows, the bytes are the same."""

from __future__ import annotations

import io
import itertools
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

import lmskg
from lmskg.cli import run
from lmskg.draw import ENDINGS, FORMATS, format_of, graphviz, render
from lmskg.draw.dot import dot
from lmskg.draw.lines import lines_of
from lmskg.draw.mermaid import mermaid
from lmskg.draw.metrics import text_width, wrap
from lmskg.draw.paint import paint
from lmskg.draw.place import lay_out
from lmskg.draw.raster import to_figure
from lmskg.draw.scene import Curve, Part, Rect, Run, Scene, Shape
from lmskg.draw.style import MANNERS, MUTED, MUTED_LAST, PAPER, kinds_of
from lmskg.errors import LayoutError, MissingExtraError, UnsupportedFormatError
from lmskg.graph.store import store_of
from lmskg.namespaces import RDFS_LABEL
from lmskg.network import Choice, answer_network, predicate_network, term_network
from lmskg.query.pins import answer
from lmskg.query.question import find_question
from lmskg.resources import Project

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]

LMS = "https://w3id.org/lmskg/"
DISEASE = LMS + "Leiomyosarcoma"
RISK, TREATMENT = LMS + "isRiskFactorFor", LMS + "isTreatmentFor"
needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz (dot) is not there")


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def draw(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Run `lmskg draw` in this process."""

    def called(*args: str | Path) -> Ended:
        code = run(["draw", *map(str, args)])
        return Ended(code, *capsys.readouterr())

    return called


@pytest.fixture(scope="module")
def shared(quads: list[Quad]) -> Store:
    """Return a store that no test here changes."""
    return store_of(quads)


@pytest.fixture(scope="module")
def pictured(shared: Store, project: Project) -> dict[str, Network]:
    """Return networks of the bundled graph, each in another shape."""
    prefixes = project.prefixes()

    def asked(name: str) -> Network:
        table = answer(find_question(name, project.answers), {}, shared, prefixes)
        return answer_network(shared, table, Choice(), prefixes, title=name)

    both = Choice(predicates=(RISK, TREATMENT))
    return {
        "readme": term_network(shared, DISEASE, both, prefixes),
        "own": term_network(shared, DISEASE, Choice(is_broad=False), prefixes),
        "deep": term_network(shared, LMS + "LiFraumeniSyndrome", Choice(depth=2), prefixes),
        "relation": predicate_network(shared, RISK, Choice(), prefixes),
        "links": asked("plain-links"),
        "conflicts": asked("conflicts"),
    }


def network_of(n_terms: int, n_edges: int, seed: int) -> Network:
    """Return a network at random, with cycles, loops, parallel edges and long labels."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    network: Network = nx.MultiDiGraph(title="random", kinds=["k1", "k2"], n_left_out=3)
    words = ["tumour", "of", "the", "retroperitoneum", "prior", "x", "pneumonoultramicroscopic"]
    for number in range(n_terms):
        label = " ".join(chance.choices(words, k=chance.randint(1, 7)))
        kind = f"k{chance.randint(0, 11)}"
        network.add_node(f"t{number}", label=label, kind=kind, kind_label=f"kind {kind}")
    for number in range(n_edges):
        subject, target = (f"t{chance.randrange(n_terms)}" for _ in range(2))
        network.add_edge(
            subject,
            target,
            key=str(number),
            label=" ".join(chance.choices(words, k=chance.randint(1, 5))),
            family="f",
            polarity=chance.choice(["affirmed", "denied"]),
            standing=chance.choice(["contested", "supported"]),
            claims=() if chance.random() < 0.1 else (f"claim:{number}",),
            hedge=chance.choice(["", "may"]),
            is_limited=chance.random() < 0.3,
        )
    return network


def starred(network: Network, chance: random.Random) -> Network:
    """Return a network with some of its terms asked for, the others in groups around them."""
    connected = network.subgraph(max(nx.weakly_connected_components(network), key=len)).copy()
    hubs = sorted(connected)[:3]
    for node, role in zip(hubs, ("asked", "broader", "overlapping"), strict=False):
        connected.nodes[node]["role"] = role
    for node in connected:
        if node not in hubs:
            group = f"is a relation with a name of some length {chance.randint(0, 4)}"
            connected.nodes[node].update(group=group, is_subject=chance.random() < 0.5)
    return connected


def single(**edge: Any) -> Network:
    """Return a network of one edge."""
    network: Network = nx.MultiDiGraph(title="one")
    network.add_node("a", label="alpha", kind="k", kind_label="kind")
    network.add_node("b", label="beta", kind="k", kind_label="kind")
    given = {"label": "joins", "polarity": "affirmed", "standing": "", "claims": ("c:1",)}
    network.add_edge("a", "b", **(given | edge))
    return network


# --- nothing overlaps


class Area(NamedTuple):
    """A rectangle on the page, and what stands in it."""

    left: float
    top: float
    right: float
    bottom: float
    what: str

    def meets(self, other: Area, room: float = 0.0) -> bool:
        """Return whether two rectangles have more than an edge in common."""
        return (
            self.left + room < other.right
            and other.left + room < self.right
            and self.top + room < other.bottom
            and other.top + room < self.bottom
        )


def measured_texts(scene: Scene) -> list[Area]:
    """Return where matplotlib's own renderer puts each text, in the unit of the scene."""
    figure = to_figure(scene)
    height = figure.bbox.height
    scale = scene.height / height
    areas = []
    for text in figure.axes[0].texts:
        box = text.get_window_extent()
        areas.append(
            Area(
                box.x0 * scale,
                (height - box.y1) * scale,
                box.x1 * scale,
                (height - box.y0) * scale,
                text.get_text(),
            )
        )
    return areas


def laid_texts(scene: Scene) -> list[Area]:
    """Return where each text was laid out."""
    runs = [item for part in scene.parts for item in part.items if isinstance(item, Run)]
    return [laid_text(run) for run in runs]


def laid_text(run: Run) -> Area:
    width = text_width(run.text, run.size, is_bold=run.is_bold)
    left = run.x - {"start": 0.0, "middle": width / 2, "end": width}[run.anchor]
    return Area(left, run.y - run.size * 0.76, left + width, run.y + run.size * 0.24, run.text)


def meetings(areas: list[Area], room: float) -> list[tuple[str, str]]:
    pairs = itertools.combinations(areas, 2)
    return [(one.what, other.what) for one, other in pairs if one.meets(other, room)]


def points_of(curve: Curve) -> Iterator[tuple[float, float]]:
    """Yield points along a curve, close to each other."""
    at = curve.start
    for step in curve.steps:
        for number in range(41):
            t = number / 40
            if len(step) == 1:
                (x, y) = step[0]
                yield at[0] + (x - at[0]) * t, at[1] + (y - at[1]) * t
            else:
                points = (at, *step)
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
                yield (
                    sum(w * x for w, (x, _) in zip(weights, points, strict=True)),
                    sum(w * y for w, (_, y) in zip(weights, points, strict=True)),
                )
        at = step[-1]


@pytest.mark.parametrize("name", ["readme", "own", "deep", "relation", "links", "conflicts"])
def test_no_two_texts_meet_as_matplotlib_draws_them(
    pictured: dict[str, Network], name: str
) -> None:
    scene = paint(pictured[name])
    areas = measured_texts(scene)
    assert len(areas) > 60
    assert meetings(areas, 0.5) == []
    assert all(0 <= a.left and a.right <= scene.width for a in areas)
    assert all(0 <= a.top and a.bottom <= scene.height for a in areas)


def test_some_of_these_pictures_have_sixty_terms(pictured: dict[str, Network]) -> None:
    assert sorted(len(network) for network in pictured.values())[-2:] == [60, 60]


def test_texts_that_meet_would_be_found() -> None:
    one = Run(10, 20, "retroperitoneum", 11, "#000000")
    crowded = Scene(200, 60, "", "", (Part((one,)), Part((one._replace(y=26),))))
    assert meetings(measured_texts(crowded), 0.5) == [("retroperitoneum", "retroperitoneum")]
    apart = Scene(200, 60, "", "", (Part((one,)), Part((one._replace(y=40),))))
    assert meetings(measured_texts(apart), 0.5) == []


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(0, 90), st.integers(0, 10**6), st.booleans())
def test_nothing_meets_in_any_network(
    n_terms: int, n_edges: int, seed: int, has_roles: bool
) -> None:
    network = network_of(n_terms, n_edges, seed)
    if has_roles:
        network = starred(network, random.Random(seed))  # noqa: S311 - no secret
    scene = paint(network)
    assert meetings(laid_texts(scene), 0.0) == []
    layout = lay_out(network, lines_of(network))
    boxes = [
        Area(b.x, b.y, b.x + b.width, b.y + b.height, node) for node, b in layout.boxes.items()
    ]
    assert meetings(boxes, 0.0) == []


@pytest.mark.parametrize("name", ["readme", "own", "links", "conflicts"])
def test_no_line_crosses_a_box_or_the_label_of_another(
    pictured: dict[str, Network], name: str
) -> None:
    scene = paint(pictured[name])
    lines = [part for part in scene.parts if part.title and isinstance(part.items[0], Curve)]
    labels = [part for part in scene.parts if part.title and isinstance(part.items[0], Rect)]
    boxes = [
        Area(r.x, r.y, r.x + r.width, r.y + r.height, "box")
        for part in scene.parts
        for r in part.items
        if isinstance(r, Rect) and r.stroke
    ]
    texts = [
        (part.title, laid_text(run))
        for part in labels
        for run in part.items
        if isinstance(run, Run)
    ]
    marks = [
        Area(min(xs), min(ys), max(xs), max(ys), "mark")
        for part in labels
        for item in part.items
        if isinstance(item, Shape)
        for xs, ys in [zip(*item.points, strict=True)]
    ]
    assert marks
    assert not any(mark.meets(area) for mark in marks for _, area in texts)
    assert len(lines) > 30
    for part in lines:
        curve = part.items[0]
        assert isinstance(curve, Curve)
        for x, y in points_of(curve):
            spot = Area(x, y, x, y, "")
            assert not any(spot.meets(box, 0.3) for box in boxes)
            assert not any(spot.meets(area) for title, area in texts if title != part.title)


def test_lines_meet_a_box_in_the_order_of_where_they_come_from(
    pictured: dict[str, Network],
) -> None:
    network = pictured["readme"]
    layout = lay_out(network, lines_of(network))
    for hub in (DISEASE, LMS + "SoftTissueSarcoma"):
        for toward in (-1, 1):
            ends = [
                (track.object.y, layout.boxes[line.subject].y)
                for line, track in zip(layout.lines, layout.tracks, strict=True)
                if line.object == hub and track.object.toward == toward
            ]
            assert len(ends) > 2
            assert sorted(ends) == sorted(ends, key=lambda pair: (pair[1], pair[0]))


def test_text_is_never_wider_than_it_is_laid_out_for(shared: Store) -> None:
    found = shared.quads_for_pattern(None, NamedNode(RDFS_LABEL), None)
    labels = sorted({quad.object.value for quad in found if isinstance(quad.object, Literal)})
    assert len(labels) > 500
    labels = labels[::4]
    size = 11.0
    runs = tuple(
        Run(0, 20, text, size, "#000000", "start", n % 2 == 1) for n, text in enumerate(labels)
    )
    areas = measured_texts(Scene(4000, 40, "", "", (Part(runs),)))
    for laid, area in zip(runs, areas, strict=True):
        width = text_width(laid.text, size, is_bold=laid.is_bold)
        assert area.right - area.left <= width * 1.02 + 1, laid.text


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=1, max_size=60))
def test_wrapped_lines_are_no_wider_and_lose_no_character(text: str) -> None:
    lines = wrap(text, 80, 11)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(text_width(line, 11) <= 80 or len(line) == 1 for line in lines)


# --- what the picture says


def test_each_manner_differs_in_more_than_colour() -> None:
    signs = [(m.dash, m.mark, m.head, m.word, m.width) for m in MANNERS.values()]
    assert len(set(signs)) == len(signs)
    words = [m.word for m in MANNERS.values() if m.name not in ("said", "defined")]
    assert all(words)
    assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("edge", "manner"),
    [
        ({}, "said"),
        ({"standing": "contested"}, "contested"),
        ({"polarity": "denied"}, "denied"),
        ({"polarity": "denied", "standing": "contested"}, "denied, contested"),
        ({"claims": ()}, "defined"),
    ],
)
def test_a_line_is_drawn_in_the_manner_of_its_claims(edge: dict[str, Any], manner: str) -> None:
    network = single(**edge)
    (line,) = lines_of(network)
    assert line.manner.name == manner
    assert line.label == ": ".join(filter(None, (line.manner.word, "joins")))
    svg = render(network, "svg", engine="builtin").decode()
    assert line.manner.meaning in svg  # the legend explains what is drawn
    others = {m.meaning for m in MANNERS.values()} - {line.manner.meaning}
    assert not any(f">{meaning}<" in svg for meaning in others)


def test_a_label_tells_hedge_limit_and_number_of_claims() -> None:
    network = single(hedge="May", is_limited=True, about="gamma", claims=("c:1", "c:2"))
    (line,) = lines_of(network)
    assert line.label == "joins (of gamma, may, if, 2 claims)"
    assert (
        line.told == "alpha joins (of gamma, may, if, 2 claims) beta [a source says so; c:1, c:2]"
    )


def test_a_heading_is_not_repeated_on_its_lines() -> None:
    network = single(hedge="may")
    network.nodes["a"].update(group="joins", is_subject=True)
    network.nodes["b"].update(role="asked")
    (line,) = lines_of(network)
    assert line.label == "(may)"
    network.add_edge("a", "b", label="also joins", claims=("c:2",))
    (line,) = lines_of(network)
    assert line.label == "joins (may), also joins"


def test_how_a_near_disease_is_related_stands_in_its_box(pictured: dict[str, Network]) -> None:
    network = pictured["readme"]
    assert network.has_edge(DISEASE, LMS + "Sarcoma")
    assert not [k for k in lines_of(network) if (k.subject, k.object) == (DISEASE, LMS + "Sarcoma")]
    svg = render(network, "svg", engine="builtin").decode()
    assert ">broader disease<" in svg
    assert ">overlapping disease<" in svg


def test_every_term_and_claim_is_in_the_picture(pictured: dict[str, Network]) -> None:
    network = pictured["readme"]
    root = ElementTree.fromstring(render(network, "svg", engine="builtin"))  # noqa: S314 - ours
    tag = "{http://www.w3.org/2000/svg}"
    shown = " ".join(text.text or "" for text in root.iter(f"{tag}text"))
    told = root.findtext(f"{tag}desc") or ""
    for _, attributes in network.nodes(data=True):
        words = attributes["label"].split()
        assert all(word in shown for word in words), words
    for *_, attributes in network.edges(data=True):
        assert all(claim in told for claim in attributes["claims"])
    assert root.findtext(f"{tag}title") == "leiomyosarcoma: is risk factor for, is treatment for"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title description"
    assert "This is no medical advice." in shown


def test_what_is_left_out_is_said() -> None:
    network = single()
    network.graph["n_left_out"] = 1
    assert "1 more term is left out." in " ".join(a.what for a in laid_texts(paint(network)))
    assert "left out" not in " ".join(a.what for a in laid_texts(paint(single())))


# --- kinds


@given(st.lists(st.text(max_size=12), min_size=1, max_size=30, unique=True))
def test_kinds_have_letters_of_their_own(labels: list[str]) -> None:
    network: Network = nx.MultiDiGraph()
    for number, label in enumerate(labels):
        network.add_node(f"n{number}", label="x", kind=f"k{number}", kind_label=label)
    kinds = kinds_of(network)
    assert len({kind.letters for kind in kinds.values()}) == len(labels)
    coloured = [kind.colour for kind in kinds.values()][:9]
    assert len(set(coloured)) == len(coloured)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, by WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_letters_and_labels_can_be_read_on_their_ground() -> None:
    network: Network = nx.MultiDiGraph()
    for number in range(len((*MUTED, MUTED_LAST)) + 2):
        network.add_node(f"n{number}", label="x", kind=f"k{number}", kind_label=f"kind {number}")
    for kind in kinds_of(network).values():
        assert contrast(kind.colour, kind.on_colour) >= 4.4, kind
    for manner in MANNERS.values():
        least = 4.5 if manner.word else 2.5
        assert contrast(manner.colour, PAPER) >= least, manner


def test_a_kind_keeps_its_colour_from_picture_to_picture(pictured: dict[str, Network]) -> None:
    colours = {kinds_of(network)[LMS + "Disease"].colour for network in pictured.values()}
    assert len(colours) == 1


# --- forms


def test_the_same_network_gives_the_same_bytes(
    pictured: dict[str, Network], tmp_path: Path
) -> None:
    term = ["leiomyosarcoma", "--predicate", RISK, "--predicate", TREATMENT]
    answer = ["--query", "plain-links", "--title", "plain-links"]
    for seed, name, args in (("1", "readme", term), ("2", "links", answer)):
        path = tmp_path / f"{name}.svg"
        command = [sys.executable, "-m", "lmskg", "draw", *args, "-q", "--engine", "builtin"]
        source = str(Path(lmskg.__file__).parents[1])
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": source}
        subprocess.run([*command, "-o", str(path)], check=True, env=env)
        assert path.read_bytes() == render(pictured[name], "svg", engine="builtin")


def test_an_svg_survives_what_labels_may_hold() -> None:
    network = single(label='a "b" <c> & d\x00\x1b')
    network.nodes["a"]["label"] = "naïve <script>alert('x')</script> ∑ 漢字 😀 \ud7ff"
    svg = render(network, "svg", engine="builtin")
    root = ElementTree.fromstring(svg)  # noqa: S314 - ours
    assert not [item for item in root.iter() if item.tag.endswith("script")]
    shown = " ".join(item.text or "" for item in root.iter() if item.tag.endswith("}text"))
    assert "naïve" in shown
    assert "😀" in shown


def test_text_of_known_width_keeps_it_in_any_font() -> None:
    svg = render(single(), "svg", engine="builtin").decode()
    (found,) = re.findall(r'textLength="([\d.]+)" lengthAdjust="spacingAndGlyphs">alpha<', svg)
    assert float(found) == pytest.approx(text_width("alpha", 11), abs=0.06)


def test_a_png_has_the_size_of_its_scene() -> None:
    network = network_of(6, 8, seed=1)
    png = render(network, "png", engine="builtin")
    assert png.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", png[16:24])
    scene = paint(network)
    assert width == pytest.approx(scene.width * 2, abs=2)
    assert height == pytest.approx(scene.height * 2, abs=2)
    assert b"Software" not in png
    assert png == render(network, "png", engine="builtin")


def test_a_png_without_matplotlib_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.backends.backend_agg", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'lmskg\[draw\]'"):
        render(single(), "png", engine="builtin")
    assert render(single(), "svg", engine="builtin")


def test_mermaid_escapes_what_would_end_a_label() -> None:
    network = single(label='a "b" <c> & d; #e `f`')
    network.nodes["a"]["label"] = 'x "y"\n<z>'
    text = mermaid(network)
    assert 'n0["x #quot;y#quot; #lt;z#gt;<br/>(kind)"]' in text
    assert '-- "a #quot;b#quot; #lt;c#gt; #amp; d; #35;e #96;f#96;" -->' in text


def test_mermaid_shows_what_is_denied_and_contested() -> None:
    network = single(polarity="denied")
    network.add_edge("b", "a", label="joins", standing="contested", claims=("c:2",))
    network.graph["title"] = 'a "title"; #1'
    lines = mermaid(network).splitlines()
    assert lines[:4] == ["---", 'title: "a \\"title\\"; #1"', "---", "flowchart LR"]
    assert '  n0 == "denied: joins" ==x n1' in lines
    assert '  n1 -. "contested: joins" .-> n0' in lines
    colours = {m: MANNERS[m].colour for m in ("denied", "contested")}
    assert f"  linkStyle 0 stroke:{colours['denied']},color:{colours['denied']}" in lines
    assert f"  linkStyle 1 stroke:{colours['contested']},color:{colours['contested']}" in lines
    assert any("accDescr: " in line and "a source denies it" in line for line in lines)


@pytest.mark.parametrize("name", ["readme", "own", "conflicts"])
def test_mermaid_draws_every_term_and_line_once(pictured: dict[str, Network], name: str) -> None:
    network = pictured[name]
    text = mermaid(network)
    boxes = re.findall(r'^ +(n\d+)\["', text, re.MULTILINE)
    assert sorted(boxes) == sorted(f"n{number}" for number in range(len(network)))
    arrows = re.findall(r"^  n\d+ .*(?:-->|\.->|==x|---) n\d+$", text, re.MULTILINE)
    assert len(arrows) == len(lines_of(network))
    assert text.count("subgraph ") == text.count("\n  end\n")


def test_dot_escapes_what_would_end_a_string() -> None:
    network = single(label='a "b" <c> & d\\')
    network.nodes["a"]["label"] = '"];x[label="<b>&\\'
    network.graph["title"] = 'say "no"\\'
    text = dot(network)
    assert 'label="say \\"no\\"\\\\";' in text
    assert '"];x' in text  # within a table, where a quotation mark ends nothing
    assert "&lt;b&gt;&amp;\\" in text


def test_dot_lets_an_arrow_run_backwards_where_its_end_stands_left(
    pictured: dict[str, Network],
) -> None:
    text = dot(pictured["readme"])
    assert 'arrowtail="tee"' in text
    assert text.count('dir="back"') == sum(
        attributes.get("group") == "is treatment for" and line.subject == node
        for line in lines_of(pictured["readme"])
        for node, attributes in pictured["readme"].nodes(data=True)
    )


# --- Graphviz


@needs_dot
@pytest.mark.parametrize("name", ["readme", "own", "deep", "links", "conflicts"])
def test_graphviz_lays_boxes_with_their_labels_apart(
    pictured: dict[str, Network], name: str
) -> None:
    network = pictured[name]
    command = [shutil.which("dot") or "dot", "-Tplain"]
    done = subprocess.run(command, input=dot(network), capture_output=True, text=True, check=True)
    assert done.stderr == ""
    boxes = []
    for line in done.stdout.splitlines():
        if line.startswith("node "):
            x, y, width, height = map(float, line.split()[2:6])
            boxes.append(
                Area(x - width / 2, y - height / 2, x + width / 2, y + height / 2, line[:10])
            )
    assert len(boxes) == len(network)
    assert meetings(boxes, 0.001) == []
    outside = [n for n in re.findall(r" -> .*", dot(network)) if "label=" in n]
    assert all("constraint=false" in edge for edge in outside)  # the other labels stand in boxes


@needs_dot
def test_graphviz_paints_when_it_is_there(pictured: dict[str, Network]) -> None:
    svg = render(pictured["readme"], "svg").decode()
    root = ElementTree.fromstring(svg.encode())  # noqa: S314 - ours
    titles = [item.text for item in root if item.tag.endswith("}title")]
    assert titles == ["leiomyosarcoma: is risk factor for, is treatment for"]
    assert "claim:S042" in (root.findtext("{http://www.w3.org/2000/svg}desc") or "")
    assert "Generated by" not in svg
    assert svg.encode() == render(pictured["readme"], "svg", engine="graphviz")
    assert render(pictured["readme"], "png", engine="graphviz").startswith(b"\x89PNG")


@needs_dot
@settings(max_examples=15, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_graphviz_reads_what_labels_may_hold(label: str, relation: str) -> None:
    network = single(label=relation)
    network.nodes["a"]["label"] = label
    network.graph["title"] = label + relation
    svg = graphviz.graphviz(dot(network), "svg", title=label, description=relation)
    ElementTree.fromstring(svg)  # noqa: S314 - ours


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_an_svg_is_xml_whatever_labels_hold(label: str, relation: str) -> None:
    network = single(label=relation)
    network.nodes["a"]["label"] = label
    network.graph["title"] = label + relation
    ElementTree.fromstring(render(network, "svg", engine="builtin"))  # noqa: S314 - ours


def fake_dot(folder: Path, script: str) -> None:
    path = folder / "dot"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'Error: bad' >&2; exit 1", "dot failed: Error: bad; draw with --engine builtin"),
        ("exec sleep 30", "dot failed: no picture within 0.2 s; draw with --engine builtin"),
        ("cat > /dev/null", "dot failed: no picture; draw with --engine builtin"),
    ],
)
def test_a_failing_graphviz_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, message: str
) -> None:
    fake_dot(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(graphviz, "_TIMEOUT_S", 0.2 if "sleep" in script else 20.0)
    with pytest.raises(LayoutError) as caught:
        render(single(), "svg")
    assert str(caught.value) == message


def test_without_graphviz_the_builtin_layout_draws(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert render(single(), "svg") == render(single(), "svg", engine="builtin")
    with pytest.raises(MissingExtraError, match="Graphviz is needed for this"):
        render(single(), "svg", engine="graphviz")


# --- names of formats


@pytest.mark.parametrize(("ending", "format"), ENDINGS.items())
def test_the_ending_says_the_format(ending: str, format: str) -> None:
    assert format_of(f"some.folder/lms{ending.upper()}") == format
    assert format in FORMATS


@pytest.mark.parametrize("name", ["lms.gif", "lms", "a.svg/lms", ".svg/x"])
def test_an_ending_that_says_none_is_an_error(name: str) -> None:
    with pytest.raises(UnsupportedFormatError, match="known are"):
        format_of(name)


# --- the command


def test_a_picture_is_written(draw: Callable[..., Ended], tmp_path: Path) -> None:
    path = tmp_path / "lms.svg"
    ended = draw("leiomyosarcoma", "--limit", "12", "--engine", "builtin", "-o", path)
    assert ended.code == 0
    assert ended.out == ""
    assert re.fullmatch(r"\d+ more terms are left out; --limit draws more\n", ended.err)
    assert b">leiomyosarcoma<" in path.read_bytes()
    quiet = draw("leiomyosarcoma", "--limit", "12", "-q", "-o", path, "--title", "My & own")
    assert quiet.err == ""
    assert b"My &amp; own" in path.read_bytes()


def test_mermaid_is_what_stdout_gets(draw: Callable[..., Ended]) -> None:
    ended = draw("lms:isFirstTreatmentFor")
    assert ended.code == 0
    assert '  n0 -- "is first treatment for (typically' not in ended.out
    assert '  n0 -- "is first treatment for (2 claims)" --> n1' in ended.out


def test_a_question_is_drawn(draw: Callable[..., Ended]) -> None:
    ended = draw("--query", "risk-factors", "--set", "disease=bone leiomyosarcoma", "-f", "dot")
    assert ended.code == 0
    assert 'label="What raises the risk of bone leiomyosarcoma' in ended.out


def test_options_choose(draw: Callable[..., Ended]) -> None:
    ended = draw("lms:Leiomyosarcoma", "--standing", "Contested", "--polarity", "denied")
    assert ended.code == 0
    assert "denied, contested" in ended.out
    assert "-->" not in ended.out
    kinds = draw("lms:Leiomyosarcoma", "--predicate", "rdfs:subClassOf")
    assert "bone leiomyosarcoma" in kinds.out
    assert "is risk factor for" not in kinds.out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["leiomyosarkoma"], "no term is called 'leiomyosarkoma'; did you mean leiomyosarcoma"),
        ([], "name a term, or a question with --query"),
        (["x", "--query", "y"], "name a term, or a question with --query"),
        (["uterus", "--set", "a=b"], "--set sets a parameter of a question"),
        (["--query", "risk-factor"], "no question is called 'risk-factor'; did you mean risk-fact"),
        (["--query", "text-coverage"], "nothing to draw for 'Which "),
        (["--query", "denied", "--depth", "2"], "--depth and --no-broad are for a term"),
        (["lms:isRiskFactorFor", "--no-broad"], "--depth and --no-broad are for a term"),
        (["uterus", "--predicate", "lms:isResistantTo"], "nothing to draw for 'uterus'"),
        (
            ["uterus", "--predicate", "uterus"],
            "Invalid value for '--predicate': 'uterus' is no rel",
        ),
        (["uterus", "--standing", "contestd"], "no term is called 'contestd'; did you mean contes"),
        (["uterus", "-o", "no/such/folder/a.svg"], "no/such/folder/a.svg: cannot write"),
        (["uterus", "-o", "a.gif"], "unknown format '.gif'; known are .dot"),
        (["uterus", "-f", "gif"], "Invalid value for '-f' / '--format': 'gif' is not one of"),
        (["uterus", "--limit", "1"], "Invalid value for '--limit'"),
    ],
)
def test_bad_input_is_one_line(
    draw: Callable[..., Ended],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    args: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = draw(*args, "--engine", "builtin")
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith(f"lmskg: {message}")
    assert ended.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_png_goes_to_no_terminal_and_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    errors = io.StringIO()
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setattr(sys, "stderr", errors)
    assert run(["draw", "lms:isResistantTo", "-f", "png", "--engine", "builtin"]) == 2
    assert "a png is no text for a terminal; name a file with -o" in errors.getvalue()
    pipe = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", pipe)
    assert run(["draw", "lms:isResistantTo", "-f", "png", "--engine", "builtin"]) == 0
    assert pipe.buffer.getvalue().startswith(b"\x89PNG")


def test_help_and_a_text_load_no_matplotlib() -> None:
    code = (
        "import sys, lmskg.cli as c, lmskg.draw\n"
        "c.run(['draw', '--help']); assert 'networkx' not in sys.modules, 'networkx'\n"
        "c.run(['draw', 'lms:isResistantTo', '-f', 'svg', '--engine', 'builtin'])\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(lmskg.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().endswith("</svg>")
