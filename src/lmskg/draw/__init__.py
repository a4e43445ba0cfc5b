"""Draw a network: as text for other tools, or as a picture.

`mermaid` and `dot` are text. `svg` and `png` are pictures, laid out here or by Graphviz; only a PNG
that is laid out here needs matplotlib. Nothing here knows RDF: see `lmskg.network` for what a
network is made of.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from ..errors import UnsupportedFormatError

if TYPE_CHECKING:
    import networkx

Format = Literal["dot", "mermaid", "png", "svg"]
Engine = Literal["auto", "builtin", "graphviz"]
FORMATS: tuple[Format, ...] = ("dot", "mermaid", "png", "svg")
ENGINES: tuple[Engine, ...] = ("auto", "builtin", "graphviz")
ENDINGS: dict[str, Format] = {
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".png": "png",
    ".svg": "svg",
}


def render(
    network: networkx.MultiDiGraph[str], format: Format, *, engine: Engine = "auto"
) -> bytes:
    """Return a network in a format.

    Parameters
    ----------
    network
        Nodes and edges as `lmskg.network.picture` describes them; not changed.
    format
        One of `FORMATS`.
    engine
        What lays a picture out: `builtin` gives the same bytes on every machine; `auto` is Graphviz
        where it is installed. DOT and Mermaid are laid out by what reads them.

    Raises
    ------
    MissingExtraError
        If a PNG is asked of the builtin engine without matplotlib, or Graphviz is not there.
    LayoutError
        If Graphviz fails.
    """
    from .dot import dot
    from .mermaid import mermaid

    texts: dict[str, Callable[[networkx.MultiDiGraph[str]], str]] = {"dot": dot, "mermaid": mermaid}
    if format in texts:
        return texts[format](network).encode()
    from .graphviz import graphviz, is_installed
    from .paint import paint

    scene = paint(network)
    is_png = format == "png"
    if engine == "graphviz" or (engine == "auto" and is_installed()):
        told = {"title": scene.title, "description": scene.description}
        return graphviz(dot(network), "png" if is_png else "svg", **told)
    if is_png:
        from .raster import to_png

        return to_png(scene)
    from .svg import to_svg

    return to_svg(scene).encode()


def format_of(path: str) -> Format:
    """Return the format that the ending of a file name says.

    Raises
    ------
    UnsupportedFormatError
        If it says none.

    Examples
    --------
    >>> format_of("a.b.SVG")
    'svg'
    """
    name = path.replace("\\", "/").rpartition("/")[2]
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    if ending not in ENDINGS:
        raise UnsupportedFormatError(ending or name, sorted(ENDINGS))
    return ENDINGS[ending]
