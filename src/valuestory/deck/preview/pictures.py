"""A picture on a designer's slide, cropped as it is there and no larger than it is seen."""

from __future__ import annotations

import base64
import io
from functools import lru_cache
from typing import Any, Final

from valuestory.slides.html.geometry import Box
from valuestory.slides.html.on_template import Patch

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PIXELS_AN_INCH: Final = 108
"""One and a half of what a preview shows an inch in at its widest."""
_READ: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_LARGEST: Final = 80_000_000
_QUALITY: Final = 80
Crop = tuple[float, float, float, float]


def picture_patch(element: Any, part: Any, box: Box) -> Patch | None:
    """Return a picture in its box, on a slide 7.5 inches high; None where the browser could not show it.

    Parameters
    ----------
    element
        The picture's element.
    part
        The slide's part, which leads to the picture.
    box
        Where it stands.
    """
    fill = element.find(f"{_P}blipFill")
    blip = None if fill is None else fill.find(f"{_A}blip")
    rid = None if blip is None else blip.get(f"{_R}embed")
    if fill is None or blip is None or rid is None or rid not in part.rels or part.rels[rid].is_external:
        return None
    cut = fill.find(f"{_A}srcRect")
    crop = tuple(0.0 if cut is None else int(cut.get(side, "0")) / 100_000 for side in "ltrb")
    size = (max(1, round(box.width * _PIXELS_AN_INCH)), max(1, round(box.height * _PIXELS_AN_INCH)))
    address = _address(part.rels[rid].target_part.blob, crop, size)
    if address is None:
        return None
    fade = blip.find(f"{_A}alphaModFix")
    alpha = 1.0 if fade is None else int(fade.get("amt", "100000")) / 100_000
    is_round = element.find(f"{_P}spPr/{_A}prstGeom[@prst='ellipse']") is not None
    return Patch(box, alpha=alpha, round=is_round, picture=address)


@lru_cache(maxsize=64)
def _address(data: bytes, crop: Crop, size: tuple[int, int]) -> str | None:
    """Return a picture as an address that holds it; None for SVG, EMF, or one too large."""
    from PIL import Image

    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=_READ) as image:
            if image.width * image.height > _LARGEST:
                return None
            wide, high = image.size
            seen = image.crop(
                (round(crop[0] * wide), round(crop[1] * high), round((1 - crop[2]) * wide), round((1 - crop[3]) * high))
            )
            clear = seen.mode in ("RGBA", "LA", "PA") or "transparency" in seen.info
            seen = seen.convert("RGBA" if clear else "RGB")
            if seen.width > size[0] or seen.height > size[1]:
                seen = seen.resize((min(seen.width, size[0]), min(seen.height, size[1])), Image.Resampling.BOX)
            seen.save(out, "PNG" if clear else "JPEG", optimize=True, quality=_QUALITY)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    kind = "png" if clear else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(out.getvalue()).decode()}"
