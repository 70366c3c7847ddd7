"""What a layout paints, as patches to look at: rectangles and ellipses as such, anything else as a small picture."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from typing import Final

from valuestory.deck.geometry import Box
from valuestory.deck.template.grounds import Layer
from valuestory.deck.template.shades import Shade
from valuestory.slides.contrast import channels
from valuestory.slides.html.geometry import Box as HtmlBox
from valuestory.slides.html.on_template import Patch

_PIXELS_AN_INCH, _MOST_PIXELS = 24, 64
"""How finely it is looked at: pictures are kept in 64 pixels, and the browser smooths what is between them."""
_CORNER: Final = 0.02
_PLACES: Final = tuple((x, y) for x in (_CORNER, 0.5, 1 - _CORNER) for y in (_CORNER, 0.5, 1 - _CORNER))
_CORNERS: Final = tuple((x, y) for x in (_CORNER, 1 - _CORNER) for y in (_CORNER, 1 - _CORNER))


def patches(layers: Iterable[Layer], scale: float) -> list[Patch]:
    """Return layers as patches of a slide made 7.5 inches high by `scale`; what cannot be told is left out."""
    found = (_patch(each, scale) for each in layers if each.box.area > 0)
    return [each for each in found if each is not None]


def scaled(box: Box, scale: float) -> HtmlBox:
    """Return a box of the template as one of a slide made 7.5 inches high."""
    return HtmlBox(box.left * scale, box.top * scale, box.width * scale, box.height * scale)


def _patch(layer: Layer, scale: float) -> Patch | None:
    shades = [layer.fill(*place) for place in _PLACES]
    if all(each is None or each.alpha == 0 for each in shades):
        return None
    box, first = scaled(layer.box, scale), shades[0]
    covered = [place for place in _PLACES if layer.covers(*place)]
    alike = first is not None and all(each == first for each in shades)
    if first is not None and alike and len(covered) == len(_PLACES):
        return Patch(box, first.color, first.alpha)
    if first is not None and alike and set(_PLACES) - set(covered) == set(_CORNERS) and _is_ellipse(layer):
        return Patch(box, first.color, first.alpha, round=True)
    return Patch(box, picture=_picture(layer, box))


def _is_ellipse(layer: Layer) -> bool:
    return all(layer.covers(x, y) != (((x - 0.5) ** 2 + (y - 0.5) ** 2) > 0.25) for x in (0.1, 0.2) for y in (0.1, 0.2))


def _picture(layer: Layer, box: HtmlBox) -> str:
    """Return a layer sampled as a picture, as the address of a PNG."""
    from PIL import Image

    wide, high = (min(_MOST_PIXELS, max(2, round(side * _PIXELS_AN_INCH))) for side in (box.width, box.height))
    image = Image.new("RGBA", (wide, high))
    image.putdata([_pixel(layer, (x + 0.5) / wide, (y + 0.5) / high) for y in range(high) for x in range(wide)])
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def _pixel(layer: Layer, across: float, down: float) -> tuple[int, int, int, int]:
    shade: Shade | None = layer.fill(across, down) if layer.covers(across, down) else None
    if shade is None:
        return 0, 0, 0, 0
    red, green, blue = channels(shade.color)
    return round(255 * red), round(255 * green), round(255 * blue), round(255 * shade.alpha)
