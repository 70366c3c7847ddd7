"""A picture that came as one, put where a chart would stand: whole, in its own proportion, never blown up."""

from __future__ import annotations

import math
import re
from io import BytesIO
from typing import Any, Final

from lxml import etree
from PIL.Image import DecompressionBombError
from pptx.util import Emu

from valuestory.deck.charts.written.place import Place as Spot, place_picture
from valuestory.deck.drawing.page import EXHIBIT, Page
from valuestory.deck.geometry import Box, emu
from valuestory.errors import DeckError
from valuestory.slides.slide import Picture

_LEAST_DENSITY: Final = 60
"""Pixels an inch: a picture of fewer pixels stays smaller than its place, since it would only be coarse in it."""
_FALLBACK_WIDTH: Final = 2000
"""Pixels of the PNG beside an SVG, for programs that cannot show the latter."""
_MOST_PIXELS: Final = 16_000_000
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_LENGTH: Final = re.compile(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*(px|pt|in|cm|mm|)\s*\Z", re.IGNORECASE)
_PIXELS_A_UNIT: Final = {"px": 1.0, "": 1.0, "pt": 96 / 72, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}


def add_picture(page: Page, picture: Picture, box: Box, name: str) -> Any:
    """Put a picture into the middle of a box and return its element.

    Raises
    ------
    DeckError
        When it is no picture that PowerPoint shows: give a PNG, JPEG, GIF or SVG file.
    """
    try:
        drawn = _drawing(page, picture, box, name) if picture.media_type == "image/svg+xml" else None
        element = drawn if drawn is not None else _pixels(page, picture, box)
    except DecompressionBombError as error:
        do = "give a smaller one: a slide shows 4,000 pixels at most"
        raise DeckError("this picture has too many pixels", where=f'slide "{page.key}"', do=do) from error
    except (
        ValueError,
        SyntaxError,
        OSError,
        LookupError,
        RuntimeError,
    ) as error:  # what damaged files make the libraries raise
        do = "give a PNG, JPEG, GIF or SVG file"
        raise DeckError("this is no picture that can be shown", where=f'slide "{page.key}"', do=do) from error
    named = element.find(".//{*}cNvPr")
    named.set("name", name)
    named.set("descr", picture.alt)
    page.ranks[element] = EXHIBIT
    return element


def _pixels(page: Page, picture: Picture, box: Box) -> Any:
    shape = page.slide.shapes.add_picture(BytesIO(picture.content), Emu(0), Emu(0))
    place = _inside(box, shape.image.size, _LEAST_DENSITY / page.scale)
    shape.left, shape.top, shape.width, shape.height = (
        Emu(emu(each)) for each in (place.left, place.top, place.width, place.height)
    )
    return shape._element


def _drawing(page: Page, picture: Picture, box: Box, name: str) -> Any:
    """Add an SVG with a PNG of it; only the drawing goes along, nothing that runs or is fetched."""
    import vl_convert

    root = etree.fromstring(
        picture.content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    )
    _keep_the_drawing(root)
    size = _size(root)
    svg = etree.tostring(root)
    png = vl_convert.svg_to_png(svg.decode(), scale=_scale(*size))
    place = _inside(box, size, 0.0)
    left, top, width, height = (emu(each) for each in (place.left, place.top, place.width, place.height))
    return place_picture(Spot(page.slide, left, top, width, height, name, picture.alt), png, svg)._element


def _scale(wide: float, high: float) -> float:
    """Return how much larger than its own size the PNG beside an SVG is; less than 1 where it would be too large."""
    scale = max(1.0, _FALLBACK_WIDTH / wide) if wide < 2 * _FALLBACK_WIDTH else 1.0
    return min(scale, math.sqrt(_MOST_PIXELS / wide / high))


def _keep_the_drawing(root: Any) -> None:
    """Take out of an SVG what is not drawn: scripts, foreign content, handlers, and what lies elsewhere."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _drop(element)
            continue
        if etree.QName(element).localname in ("script", "foreignObject", "metadata"):
            _drop(element)
            continue
        for attribute in list(element.attrib):
            value = element.get(attribute).strip()
            address = attribute in ("href", _XLINK) and not value.startswith(("#", "data:image/"))
            if address or attribute.lower().startswith("on"):
                del element.attrib[attribute]


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _size(root: Any) -> tuple[float, float]:
    """Return an SVG's width and height in pixels: what it says, else its view box's."""
    sides = [_LENGTH.match(root.get(side, "")) for side in ("width", "height")]
    if all(sides):
        wide, high = (float(side[1]) * _PIXELS_A_UNIT[side[2].lower()] for side in sides if side)
    else:
        numbers = [float(each) for each in re.split(r"[\s,]+", root.get("viewBox", "0 0 400 300").strip())]
        wide, high = numbers[2], numbers[3]
    return (wide, high) if 0 < wide < math.inf and 0 < high < math.inf else (400.0, 300.0)


def _inside(box: Box, size: tuple[float, float], density: float) -> Box:
    """Return the box in the middle of another that a picture of this size (pixels) takes."""
    share = min(box.width / size[0], box.height / size[1])
    share = min(share, 1 / density) if density else share
    wide, high = size[0] * share, size[1] * share
    return Box(box.left + (box.width - wide) / 2, box.top + (box.height - high) / 2, wide, high)
