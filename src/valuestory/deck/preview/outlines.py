"""A shape's outline, or a connector: its colour, thickness, dashes and arrow, its own or its style's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from valuestory.deck.geometry import Box
from valuestory.deck.preview.backdrop import scaled
from valuestory.deck.template.shades import Scheme, shade_in
from valuestory.slides.html.on_template import Stroke

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_EMU_A_POINT: Final = 12_700
_THIN: Final = "9525"
_GUIDE: Final = re.compile(r"val (\d+)")
_USUAL_CORNER: Final = 16_667


@dataclass(frozen=True)
class Outline:
    """How a line looks; `points` is how thick it is on the slide itself."""

    color: str
    points: float
    dashed: bool = False
    arrow: bool = False


def outline(element: Any, scheme: Scheme) -> Outline | None:
    """Return a shape's outline; None where it has none, or none of one colour."""
    own = element.spPr.find(f"{_A}ln")
    if own is not None and own.find(f"{_A}noFill") is not None:
        return None
    found = None if own is None else line_in(own, scheme)
    styled = element.find(f"{_P}style/{_A}lnRef")
    if found is not None or styled is None or int(styled.get("idx", "0")) < 1:
        return found
    named = shade_in(styled, scheme)
    if named is None:
        return None
    width = own.get("w") if own is not None else None
    return Outline(named.color, int(width or _styled_width(styled, scheme)) / _EMU_A_POINT, *_ends(own))


def line_in(line: Any, scheme: Scheme) -> Outline | None:
    """Return an ``a:ln`` or one of its kind; None where it names no colour."""
    fill = line.find(f"{_A}solidFill")
    shade = shade_in(fill, scheme) if fill is not None else None
    if shade is None or shade.alpha == 0:
        return None
    return Outline(shade.color, int(line.get("w", _THIN)) / _EMU_A_POINT, *_ends(line))


def stroke_of(found: Outline, box: Box, scale: float, element: Any) -> Stroke:
    """Return a line along its shape's box."""
    place = element.spPr.find(f"{_A}xfrm")
    flips = [place is not None and place.get(each) in ("1", "true") for each in ("flipH", "flipV")]
    rising = flips[0] != flips[1]
    return Stroke(scaled(box, scale), found.color, found.points * scale, found.dashed, found.arrow, rising)


def is_round(element: Any) -> bool:
    """Whether a shape is an ellipse."""
    return element.spPr.find(f"{_A}prstGeom[@prst='ellipse']") is not None


def corner(element: Any, box: Box) -> float:
    """Return the radius of a rounded rectangle's corners, in inches; nothing for any other shape."""
    shape = element.spPr.find(f"{_A}prstGeom[@prst='roundRect']")
    if shape is None:
        return 0.0
    said = _GUIDE.fullmatch(next((each.get("fmla", "") for each in shape.iter(f"{_A}gd")), ""))
    return min(int(said[1]) if said else _USUAL_CORNER, 50_000) / 100_000 * min(box.width, box.height)


def _ends(line: Any) -> tuple[bool, bool]:
    """Return whether a line is dashed, and whether it ends in an arrow."""
    dash, head = (None, None) if line is None else (line.find(f"{_A}prstDash"), line.find(f"{_A}tailEnd"))
    return (
        dash is not None and dash.get("val") != "solid",
        head is not None and head.get("type", "none") != "none",
    )


def _styled_width(reference: Any, scheme: Scheme) -> str:
    """Return the width of the theme's line that a style names, in EMU."""
    lines = [] if scheme.theme is None else scheme.theme.findall(f".//{_A}lnStyleLst/{_A}ln")
    at = int(reference.get("idx", "1")) - 1
    return str(lines[at].get("w", _THIN)) if at < len(lines) else _THIN
