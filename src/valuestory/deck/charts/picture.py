"""The last tier: a chart as a picture, SVG with a PNG fallback. Whatever Vega can draw, this takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from valuestory.deck.charts.evaluated.spec import Spec, is_single, sized
from valuestory.deck.charts.evaluated.vega import compile_chart, to_png, to_svg
from valuestory.errors import DeckError

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
    """Return a chart drawn to fit a box (points): a single view fills it, several views keep their proportions.

    Raises
    ------
    DeckError
        When it shows an image by an address: put the image itself into the chart.
    """
    vega = compile_chart(sized(spec, width, height))
    svg = to_svg(vega)
    root = etree.fromstring(svg.encode(), etree.XMLParser(huge_tree=True, resolve_entities=False))
    _check_images(root)
    wide, high = _size(root) if not is_single(spec) else (width, height)
    shrink = min(width / wide, height / high)
    png = to_png(vega, _PIXELS_A_POINT * min(shrink, 1.5))
    return Picture(svg.encode(), png, wide * shrink, high * shrink)


def _check_images(root: Any) -> None:
    """Refuse images by address: vl-convert would fetch them for the PNG, and PowerPoint would not for the SVG."""
    for image in root.iter("{*}image"):
        address = image.get("href") or image.get("{http://www.w3.org/1999/xlink}href") or ""
        if address and not address.startswith("data:"):
            raise DeckError(
                f"it shows an image at {address[:120]}, and nothing is fetched",
                where="chart",
                do="give the image itself, as a data: address",
            )


def _size(root: Any) -> tuple[float, float]:
    sizes = tuple(float(str(root.get(side, "0")).removesuffix("px")) for side in ("width", "height"))
    wide, high = (each if math.isfinite(each) and each > 0 else 1.0 for each in sizes)
    return wide, high
