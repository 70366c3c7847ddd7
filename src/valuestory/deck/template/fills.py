"""A fill as something to ask for its colour at a point: plain, gradient, pattern or picture."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from valuestory.deck.geometry import Box
from valuestory.deck.template.shades import Scheme, Shade, mixed, shade_in

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FILLS: Final = ("solidFill", "gradFill", "blipFill", "pattFill", "noFill", "grpFill")
_SAMPLED: Final = 64
_READ: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
"""What is sampled; EPS, say, would start another program."""
"""A picture is looked at this many pixels wide and high: its detail does not decide whether a text can be read."""
_LARGEST_PICTURE: Final = 80_000_000
"""Pixels; a larger one is not opened."""

Fill = Callable[[float, float], Shade | None]
"""From a place in the shape (0 to 1 from left and top) to the colour there, None where nothing can be told."""


def fill_in(holder: Any, scheme: Scheme, part: Any, box: Box, named: str | None = None) -> Fill | None:
    """Return the fill that an element holds (``p:spPr``, ``p:bgPr``, ``a:tcPr``); None where it says nothing.

    Parameters
    ----------
    holder
        The element.
    scheme
        What the theme's colour names mean.
    part
        The part whose relations name pictures.
    box
        Where the shape stands: a gradient's angle depends on its proportion.
    named
        What ``phClr`` stands for.
    """
    found = next((each for each in holder if isinstance(each.tag, str) and _local(each) in _FILLS), None)
    return None if found is None else as_fill(found, scheme, part, box, named)


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def as_fill(fill: Any, scheme: Scheme, part: Any, box: Box, named: str | None = None) -> Fill | None:
    """Return a fill element as a fill; no fill at all lets everything through."""
    kind = _local(fill)
    if kind == "solidFill":
        return _plain(shade_in(fill, scheme, named))
    if kind == "gradFill":
        return _gradient(fill, scheme, box, named)
    if kind == "pattFill":
        return _pattern(fill, scheme, named)
    if kind == "blipFill":
        return _picture(fill, part)
    return _plain(Shade("#FFFFFF", 0.0))


def _plain(shade: Shade | None) -> Fill:
    return lambda across, down: shade


def _pattern(fill: Any, scheme: Scheme, named: str | None) -> Fill:
    """Take a pattern for the mean of its two colours."""
    parts = [fill.find(f"{_A}{name}") for name in ("fgClr", "bgClr")]
    shades = [None if each is None else shade_in(each, scheme, named) for each in parts]
    front, back = shades
    return _plain(None if front is None or back is None else Shade(mixed(Shade(front.color, 0.5), back.color)))


def _gradient(fill: Any, scheme: Scheme, box: Box, named: str | None) -> Fill | None:
    stops = sorted(
        (int(each.get("pos", "0")) / 100_000, found)
        for each in fill.iterfind(f"{_A}gsLst/{_A}gs")
        if (found := _ordered(shade_in(each, scheme, named))) is not None
    )
    if not stops:
        return None
    along = _path if fill.find(f"{_A}path") is not None else _line(fill, box)
    return lambda across, down: _between(stops, along(across, down))


def _ordered(shade: Shade | None) -> tuple[str, float] | None:
    return None if shade is None else (shade.color, shade.alpha)


def _path(across: float, down: float) -> float:
    """How far a place is from the middle, as a gradient that grows from there has it."""
    return min(1.0, 2 * max(abs(across - 0.5), abs(down - 0.5)))


def _line(fill: Any, box: Box) -> Callable[[float, float], float]:
    lin = fill.find(f"{_A}lin")
    angle = math.radians(int(lin.get("ang", "0")) / 60_000 if lin is not None else 0.0)
    wide, high = box.width * math.cos(angle), box.height * math.sin(angle)
    length = abs(wide) + abs(high) or 1.0
    return lambda across, down: min(max(((across - 0.5) * wide + (down - 0.5) * high) / length + 0.5, 0.0), 1.0)


def _between(stops: list[tuple[float, tuple[str, float]]], at: float) -> Shade:
    before = max((each for each in stops if each[0] <= at), default=stops[0], key=lambda each: each[0])
    after = min((each for each in stops if each[0] >= at), default=stops[-1], key=lambda each: each[0])
    span = after[0] - before[0]
    share = (at - before[0]) / span if span > 0 else 0.0
    color = mixed(Shade(after[1][0], min(max(share, 0.0), 1.0)), before[1][0])
    return Shade(color, before[1][1] + share * (after[1][1] - before[1][1]))


def _picture(fill: Any, part: Any) -> Fill | None:
    blip = fill.find(f"{_A}blip")
    rid = None if blip is None else blip.get(f"{_R}embed")
    if rid is None or rid not in part.rels or part.rels[rid].is_external:
        return _plain(None)
    pixels = _pixels(part.rels[rid].target_part.blob)
    if pixels is None:
        return _plain(None)
    fade = blip.find(f"{_A}alphaModFix")
    alpha = 1.0 if fade is None else int(fade.get("amt", "100000")) / 100_000
    crop = fill.find(f"{_A}srcRect")
    sides = [0.0 if crop is None else int(crop.get(side, "0")) / 100_000 for side in "ltrb"]

    def at(across: float, down: float) -> Shade:
        x = sides[0] + across * (1 - sides[0] - sides[2])
        y = sides[1] + down * (1 - sides[1] - sides[3])
        start = 4 * (_pixel(y) * _SAMPLED + _pixel(x))
        red, green, blue, opaque = pixels[start : start + 4]
        return Shade(f"#{red:02X}{green:02X}{blue:02X}", alpha * opaque / 255)

    return at


def _pixel(share: float) -> int:
    return min(max(int(share * _SAMPLED), 0), _SAMPLED - 1)


@lru_cache(maxsize=32)
def _pixels(data: bytes) -> bytes | None:
    """Return a picture made small: red, green, blue and opacity, row by row; None for SVG, EMF, or one too large."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_READ) as image:
            if image.width * image.height > _LARGEST_PICTURE:
                return None
            image.draft("RGB", (_SAMPLED * 2, _SAMPLED * 2))
            small = image.convert("RGBA").resize((_SAMPLED, _SAMPLED), Image.Resampling.BOX)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    return small.tobytes()
