"""The last tier: a chart as a picture, SVG with a PNG fallback. Whatever Vega can draw, this takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from valuestory.deck.charts.evaluated.evaluate import compile_chart
from valuestory.deck.charts.evaluated.spec import Spec, is_single, sized

_PIXELS_A_POINT: Final = 3.0
"""216 dots an inch: sharp on paper, moderate in size."""


@dataclass(frozen=True)
class Picture:
    """A drawn chart and its size in points."""

    svg: bytes
    png: bytes
    width: float
    height: float


def draw(spec: Spec, width: float, height: float) -> Picture:
    """Return a chart drawn to fit a box (points): a single view fills it, several views keep their proportions."""
    import vl_convert

    vega = compile_chart(sized(spec, width, height))
    svg = vl_convert.vega_to_svg(vega)
    wide, high = _size(svg) if not is_single(spec) else (width, height)
    shrink = min(width / wide, height / high)
    png = vl_convert.vega_to_png(vega, scale=_PIXELS_A_POINT * min(shrink, 1.5))
    return Picture(svg.encode(), png, wide * shrink, high * shrink)


def _size(svg: str) -> tuple[float, float]:
    from lxml import etree

    root = etree.fromstring(svg.encode())
    sizes = tuple(float(str(root.get(side, "0")).removesuffix("px")) for side in ("width", "height"))
    wide, high = (each if math.isfinite(each) and each > 0 else 1.0 for each in sizes)
    return wide, high
