"""A scene as SVG: text that can be searched, and the same bytes of the same scene.

Each text carries the width it was laid out with, so that another font cannot make it run into what
is beside it. The title and the description tell the whole picture to who does not see it, and each
line tells its claims to a pointer that rests on it.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from .metrics import is_measured, printable, text_width
from .scene import Curve, Item, Part, Rect, Run, Scene, Shape
from .style import FONTS


def to_svg(scene: Scene) -> str:
    """Return a scene as the text of an SVG file."""
    width, height = _number(scene.width), _number(scene.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="title description" '
        f"font-family={quoteattr(FONTS)}>"
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            head,
            f'<title id="title">{xml_text(scene.title)}</title>',
            f'<desc id="description">{xml_text(scene.description)}</desc>',
            *(line for part in scene.parts for line in _part(part)),
            "</svg>\n",
        ]
    )


def _part(part: Part) -> list[str]:
    items = [_item(item) for item in part.items]
    if not part.title:
        return items
    return [f"<g><title>{xml_text(part.title)}</title>", *items, "</g>"]


def _item(item: Item) -> str:
    if isinstance(item, Rect):
        return _rect(item)
    if isinstance(item, Run):
        return _run(item)
    if isinstance(item, Curve):
        return _curve(item)
    return _shape(item)


def _rect(rect: Rect) -> str:
    place = zip(("x", "y", "width", "height"), rect[:4], strict=True)
    frame = " ".join(f'{name}="{_number(value)}"' for name, value in place)
    stroke = f' stroke="{rect.stroke}" stroke-width="{_number(rect.stroke_width)}"'
    radius = f' rx="{_number(rect.radius)}"' if rect.radius else ""
    return f'<rect {frame} fill="{rect.fill}"{stroke if rect.stroke else ""}{radius}/>'


def _run(run: Run) -> str:
    bold = ' font-weight="bold"' if run.is_bold else ""
    anchor = f' text-anchor="{run.anchor}"' if run.anchor != "start" else ""
    length = ""
    if is_measured(run.text):
        width = _number(text_width(run.text, run.size, is_bold=run.is_bold))
        length = f' textLength="{width}" lengthAdjust="spacingAndGlyphs"'
    place = f'x="{_number(run.x)}" y="{_number(run.y)}" font-size="{_number(run.size)}"'
    return f'<text {place} fill="{run.colour}"{bold}{anchor}{length}>{xml_text(run.text)}</text>'


def _curve(curve: Curve) -> str:
    steps = "".join(
        ("C" if len(step) == 3 else "L") + " ".join(map(_point, step)) for step in curve.steps
    )
    dash = f' stroke-dasharray="{" ".join(map(_number, curve.dash))}"' if curve.dash else ""
    stroke = f'stroke="{curve.colour}" stroke-width="{_number(curve.width)}"{dash}'
    return f'<path d="M{_point(curve.start)}{steps}" fill="none" {stroke}/>'


def _shape(shape: Shape) -> str:
    points = " ".join(map(_point, shape.points))
    stroke = f'stroke="{shape.stroke}" stroke-width="{_number(shape.stroke_width)}"'
    return f'<polygon points="{points}" fill="{shape.fill}" {stroke}/>'


def _point(point: tuple[float, float]) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def xml_text(text: str) -> str:
    """Return text that may stand in XML, line by line."""
    return "\n".join(escape(printable(line)) for line in text.split("\n"))
