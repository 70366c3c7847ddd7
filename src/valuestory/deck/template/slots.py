"""The placeholders of a layout: what each takes, where it stands, and the role that its name gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from valuestory.deck.geometry import Box, box_of
from valuestory.deck.template.inherit import frame, holder_kind, text_style

FOOTERS: Final = ("dt", "ftr", "sldNum", "hdr")
_LEVEL: Final = 10.0
"""Degrees; a placeholder that is turned by less is one that a designer set aslant."""
_ROLE: Final = re.compile(r"\bvs:([a-z]+[0-9]?)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Slot:
    """A placeholder of a layout: its OOXML type, index, box in inches, name, and the size of its text in points."""

    kind: str
    idx: int
    box: Box
    name: str
    size: float

    @property
    def role(self) -> str:
        """The role that the contract gives it by name (`vs:chart` is ``chart``), or nothing."""
        match = _ROLE.search(self.name)
        return match[1].lower() if match else ""

    @property
    def takes_exhibits(self) -> bool:
        """Whether a chart or a table can live in it."""
        return self.kind in ("obj", "chart", "tbl")


def slots_of(layout: Any, width: float, height: float) -> tuple[Slot, ...]:
    """Return the placeholders of a layout that can be filled, on a slide of this size in inches."""
    slots = []
    for shape in layout.placeholders:
        kind, idx = holder_kind(shape._element) or ("", "0")
        box = box_of(shape)
        if (
            kind in FOOTERS
            or box is None
            or not box.area
            or frame(shape._element, layout).vertical
            or _is_turned(shape)
        ):
            continue
        if box.left >= width or box.top >= height or box.right <= 0 or box.bottom <= 0:
            continue
        slots.append(Slot(kind, int(idx), box, _name(shape), text_style(shape._element, layout).size))
    return tuple(slots)


def _is_turned(shape: Any) -> bool:
    """Return whether a placeholder stands on its side or head: what it holds would too, and its box says little."""
    return bool(abs((shape.rotation + 180) % 360 - 180) > _LEVEL)


def _name(shape: Any) -> str:
    """Return a shape's name, or its alt text where only that follows the contract."""
    described = shape._element.xpath("string(.//p:cNvPr/@descr)")
    return described if _ROLE.search(described) and not _ROLE.search(shape.name) else str(shape.name)
