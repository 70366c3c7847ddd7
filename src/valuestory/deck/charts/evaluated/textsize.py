"""How much room a text takes, roughly: fonts differ from machine to machine, so nothing here is exact.

Used to put a centred title's corner where PowerPoint wants it, and to tell on which side of its anchor a label stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

_NARROW: Final = frozenset("iIljtfr.,:;'|!()[]- ")
_WIDE: Final = frozenset("mwMW@%&")


@lru_cache(maxsize=2048)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width in points of the widest line of a text, in a sans serif of a size."""
    widest = max(sum(_share(each) for each in row) for row in text.split("\n"))
    return widest * size * (1.06 if bold else 1.0)


def _share(letter: str) -> float:
    if ord(letter) >= 0x2E80:
        return 1.0
    if letter in _NARROW:
        return 0.29
    if letter in _WIDE:
        return 0.83
    return 0.65 if letter.isupper() else 0.54


def corner(text: str, look: Mapping[str, Any], anchor: tuple[float, float]) -> tuple[float, float]:
    """Return the top left corner of a text that Vega anchors at a point, lying level or turned by a quarter."""
    size = float(look.get("fontSize", 11))
    wide, high = text_width(text, size, look.get("fontWeight") == "bold"), 1.2 * size * (text.count("\n") + 1)
    before = {"center": 0.5, "right": 1.0, "end": 1.0}.get(str(look.get("align", "left")), 0.0) * wide
    above = {"top": 0.0, "line-top": 0.0, "middle": 0.5, "alphabetic": 0.8}.get(
        str(look.get("baseline", "alphabetic")), 1.0
    ) * high
    x, y = anchor
    turned = float(look.get("angle") or 0) % 360
    if turned == 270:
        return x - above, y - (wide - before)
    if turned == 90:
        return x - (high - above), y - before
    return x - before, y - above
