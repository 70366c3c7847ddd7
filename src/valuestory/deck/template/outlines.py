"""Which part of its box a shape covers: all of it, an ellipse, a triangle, or a drawn path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final

from lxml import etree

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RASTER: Final = 200
Corner = tuple[float, float]
_POLYGONS: Final[dict[str, Sequence[Corner]]] = {
    "triangle": ((0.5, 0.0), (1.0, 1.0), (0.0, 1.0)),
    "rtTriangle": ((0.0, 0.0), (1.0, 1.0), (0.0, 1.0)),
    "diamond": ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),
    "parallelogram": ((0.25, 0.0), (1.0, 0.0), (0.75, 1.0), (0.0, 1.0)),
    "hexagon": ((0.25, 0.0), (0.75, 0.0), (1.0, 0.5), (0.75, 1.0), (0.25, 1.0), (0.0, 0.5)),
    "homePlate": ((0.0, 0.0), (0.75, 0.0), (1.0, 0.5), (0.75, 1.0), (0.0, 1.0)),
    "chevron": ((0.0, 0.0), (0.75, 0.0), (1.0, 0.5), (0.75, 1.0), (0.0, 1.0), (0.25, 0.5)),
}
_LINES: Final = (
    "line",
    "straightConnector1",
    "arc",
    "bracketPair",
    "leftBracket",
    "rightBracket",
    "leftBrace",
    "rightBrace",
)

Covers = Callable[[float, float], bool]
"""From a place in a shape's box (0 to 1 from left and top) to whether the shape covers it."""


def covers(element: Any) -> Covers:
    """Return which part of its box a shape covers, as it lies before it is flipped or turned."""
    preset = element.find(f".//{_A}prstGeom")
    if preset is not None:
        return _preset(preset.get("prst", "rect"))
    custom = element.find(f".//{_A}custGeom/{_A}pathLst")
    return _whole if custom is None or not len(custom) else _paths(custom)


def _preset(name: str) -> Covers:
    if name == "ellipse":
        return lambda x, y: (x - 0.5) ** 2 + (y - 0.5) ** 2 <= 0.25
    if name in _LINES:
        return lambda x, y: False
    if name in _POLYGONS:
        return _raster([list(_POLYGONS[name])])
    return _whole


def _whole(across: float, down: float) -> bool:
    return True


def _paths(paths: Any) -> Covers:
    polygons: list[list[Corner]] = []
    for path in paths.findall(f"{_A}path"):
        wide, high = float(path.get("w", 0)), float(path.get("h", 0))
        if wide <= 0 or high <= 0:
            return _whole
        polygons += _polygons(path, wide, high)
    return _raster(polygons) if polygons else _whole


def _polygons(path: Any, wide: float, high: float) -> list[list[Corner]]:
    """Return a path's outlines: curves by their ends and middles, which is near enough to tell what is covered."""
    outlines: list[list[Corner]] = []
    for step in path:
        kind = etree.QName(step).localname
        points = [_point(each, wide, high) for each in step.iter(f"{_A}pt")]
        if None in points:
            return []
        known = [each for each in points if each is not None]
        if kind == "moveTo":
            outlines.append(known)
        elif outlines and kind in ("cubicBezTo", "quadBezTo"):
            outlines[-1] += _curve([outlines[-1][-1], *known])
        elif outlines:
            outlines[-1] += known
    return outlines


def _point(point: Any, wide: float, high: float) -> Corner | None:
    try:
        return float(point.get("x")) / wide, float(point.get("y")) / high
    except ValueError:  # a named guide, which only PowerPoint works out
        return None


def _curve(points: list[Corner]) -> list[Corner]:
    """Return a Bézier curve as a few corners, by de Casteljau."""
    return [_on_curve(points, step / 6) for step in range(1, 7)]


def _on_curve(points: list[Corner], at: float) -> Corner:
    while len(points) > 1:
        points = [(a[0] + (b[0] - a[0]) * at, a[1] + (b[1] - a[1]) * at) for a, b in pairwise(points)]
    return points[0]


def _raster(polygons: list[list[Corner]]) -> Covers:
    from PIL import Image, ImageDraw

    image = Image.new("1", (_RASTER, _RASTER))
    draw = ImageDraw.Draw(image)
    for polygon in polygons:
        if len(polygon) > 2:
            draw.polygon([(x * _RASTER, y * _RASTER) for x, y in polygon], fill=1)
    return lambda x, y: bool(image.getpixel((min(int(x * _RASTER), _RASTER - 1), min(int(y * _RASTER), _RASTER - 1))))
