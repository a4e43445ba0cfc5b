"""A scene as PNG, painted by matplotlib, which the extra `draw` brings."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ..errors import MissingExtraError
from .scene import Curve, Item, Rect, Run, Scene, Shape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch
    from matplotlib.path import Path

_PIXELS_PER_INCH = 96.0
_POINTS_PER_PIXEL = 72.0 / _PIXELS_PER_INCH
_ALIGNMENTS = {"start": "left", "middle": "center", "end": "right"}


def to_png(scene: Scene, *, scale: float = 2.0) -> bytes:
    """Return a scene as a PNG file, with `scale` dots a pixel.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    figure = to_figure(scene)
    stream = io.BytesIO()
    # the version of the library would make other bytes of the same picture
    figure.savefig(stream, format="png", dpi=_PIXELS_PER_INCH * scale, metadata={"Software": None})
    return stream.getvalue()


def to_figure(scene: Scene) -> Figure:
    """Return a scene as a matplotlib figure, of the scene's size and without axes to see.

    Raises
    ------
    MissingExtraError
        If matplotlib is not installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        reason = "install it with: pip install 'lmskg[draw]'; svg, dot and mermaid need it not"
        raise MissingExtraError("matplotlib", reason) from error
    figure = Figure(figsize=(scene.width / _PIXELS_PER_INCH, scene.height / _PIXELS_PER_INCH))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, scene.width)
    axes.set_ylim(scene.height, 0)
    items = (item for part in scene.parts for item in part.items)
    for order, item in enumerate(items):
        _paint(axes, item, order)
    return figure


def _paint(axes: Axes, item: Item, order: int) -> None:
    if isinstance(item, Run):
        _write(axes, item, order)
        return
    patch = _rect(item) if isinstance(item, Rect) else _outline(item)
    patch.set_zorder(order)
    axes.add_patch(patch)


def _rect(rect: Rect) -> Patch:
    from matplotlib.patches import FancyBboxPatch

    corners = f"round,pad=0,rounding_size={rect.radius}" if rect.radius else "square,pad=0"
    return FancyBboxPatch(
        (rect.x, rect.y),
        rect.width,
        rect.height,
        boxstyle=corners,
        facecolor=rect.fill,
        edgecolor=rect.stroke or "none",
        linewidth=rect.stroke_width * _POINTS_PER_PIXEL,
    )


def _outline(item: Curve | Shape) -> Patch:
    from matplotlib.patches import PathPatch, Polygon

    if isinstance(item, Shape):
        width = item.stroke_width * _POINTS_PER_PIXEL
        points = list(item.points)
        return Polygon(points, facecolor=item.fill, edgecolor=item.stroke, linewidth=width)
    width = item.width * _POINTS_PER_PIXEL
    # dashes are counted in widths of the line
    dash = (0, tuple(length / item.width for length in item.dash)) if item.dash else "-"
    return PathPatch(
        _path(item), fill=False, edgecolor=item.colour, linewidth=width, linestyle=dash
    )


def _path(curve: Curve) -> Path:
    from matplotlib.path import Path

    points = [curve.start, *(point for step in curve.steps for point in step)]
    codes = [Path.MOVETO]
    for step in curve.steps:
        codes += [Path.CURVE4] * 3 if len(step) == 3 else [Path.LINETO]
    return Path(points, codes)


def _write(axes: Axes, run: Run, order: int) -> None:
    axes.text(
        run.x,
        run.y,
        run.text,
        fontsize=run.size * _POINTS_PER_PIXEL,
        color=run.colour,
        horizontalalignment=_ALIGNMENTS[run.anchor],
        verticalalignment="baseline",
        fontfamily="DejaVu Sans",
        fontweight="bold" if run.is_bold else "normal",
        parse_math=False,
        zorder=order,
    )
