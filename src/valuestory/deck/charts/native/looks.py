"""From what the scenegraph says of an item to paints, lines, fonts and markers of the model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from valuestory.deck.charts.evaluated.scene import Item
from valuestory.deck.charts.native.model import Font, Line, Look, Marker, NoNativeFormError, Paint
from valuestory.slides.hatch import hatch_of

_NONE: Final = (None, "", "none", "transparent")
_SHAPES: Final = {
    "circle": "circle",
    "square": "square",
    "diamond": "diamond",
    "triangle": "triangle",
    "triangle-up": "triangle",
    "cross": "plus",
    "stroke": "dash",
}


@lru_cache(maxsize=512)
def _rgba(color: str) -> tuple[str, float]:
    from PIL import ImageColor

    red, green, blue, alpha = ImageColor.getcolor(color, "RGBA")  # type: ignore[misc]
    return f"#{red:02x}{green:02x}{blue:02x}", alpha / 255


def paint(color: Any, opacity: float = 1.0) -> Paint | None:
    """Return the paint of a CSS colour or of a hatch (`valuestory.slides.hatch`), None for none.

    Raises
    ------
    NoNativeFormError
        When it is another gradient or a colour that nobody knows.
    """
    if color in _NONE or opacity == 0:
        return None
    if (hatch := hatch_of(color)) is not None:
        (stroke, alpha), (ground, _) = (_rgba(each) for each in hatch)
        return Paint(stroke, round(alpha * opacity, 3), ground)
    if not isinstance(color, str):
        raise NoNativeFormError("a gradient fill has no native form yet")
    try:
        known, alpha = _rgba(color)
    except ValueError:
        raise NoNativeFormError(f"the colour {color} is not known") from None
    return Paint(known, round(alpha * opacity, 3)) if alpha else None


def fill(look: Mapping[str, Any]) -> Paint | None:
    """Return an item's fill."""
    return paint(look.get("fill"), _opacity(look, "fillOpacity"))


def line(look: Mapping[str, Any], default_width: float = 1.0) -> Line | None:
    """Return an item's stroke."""
    stroke = paint(look.get("stroke"), _opacity(look, "strokeOpacity"))
    width = float(look.get("strokeWidth", default_width))
    if stroke is None or width == 0:
        return None
    return Line(stroke, width, tuple(float(each) for each in look.get("strokeDash") or ()))


def area(look: Mapping[str, Any]) -> Look:
    """Return an item's fill and stroke."""
    return Look(fill(look), line(look))


def is_rounded(look: Mapping[str, Any]) -> bool:
    """Return whether any corner is round; Vega names each by its own (cornerRadiusTopLeft) where not all are."""
    return any(value for key, value in look.items() if key.startswith("cornerRadius"))


def font(look: Mapping[str, Any]) -> Font:
    """Return a text item's font."""
    weight = look.get("fontWeight", "normal")
    bold = weight in ("bold", "bolder") or (isinstance(weight, int | float) and weight >= 600)
    paint_ = paint(look.get("fill", "#000"), _opacity(look, "fillOpacity")) or Paint("#000000", 0.0)
    angle = float(look.get("angle") or 0)
    return Font(
        float(look.get("fontSize", 11)), paint_, bold, look.get("fontStyle") == "italic", (angle + 180) % 360 - 180
    )


def marker(item: Item) -> Marker:
    """Return a symbol as a chart marker.

    Raises
    ------
    NoNativeFormError
        When PowerPoint has no marker of that shape, or the symbol is turned: markers always stand upright.
    """
    shape = item.look.get("shape", "circle")
    if shape not in _SHAPES:
        raise NoNativeFormError(f"a {shape} symbol has no native form yet")
    if shape != "circle" and item.number("angle") % 360:
        raise NoNativeFormError("a symbol that is turned has no native form")
    return Marker(_SHAPES[shape], math.sqrt(max(float(item.look.get("size", 64)), 0.0)), area(item.look))


def _opacity(look: Mapping[str, Any], key: str) -> float:
    return float(look.get("opacity", 1)) * float(look.get(key, 1))
