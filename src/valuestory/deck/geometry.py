"""Boxes on a slide, in inches. Knows no PowerPoint object but the four numbers that each of them has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

EMU: Final = 914_400
"""English metric units an inch."""


def emu(inches: float) -> int:
    """Return inches as English metric units."""
    return round(inches * EMU)


@dataclass(frozen=True)
class Box:
    """A rectangle: left, top, width and height in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height

    @property
    def area(self) -> float:
        """Square inches; nothing for a box turned inside out."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    def overlap(self, other: Box) -> float:
        """Return how much of this box, from 0 to 1, lies under the other."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0.0) * max(height, 0.0) / self.area if self.area else 0.0

    def below(self, height: float) -> Box:
        """Return the box without a band of this height at its top."""
        return replace(self, top=self.top + height, height=self.height - height)

    def above(self, height: float) -> Box:
        """Return the box without a band of this height at its foot."""
        return replace(self, height=self.height - height)

    def columns(self, shares: tuple[float, ...], gutter: float) -> tuple[Box, ...]:
        """Return the box cut into columns of these relative widths."""
        room = self.width - gutter * (len(shares) - 1)
        boxes, left = [], self.left
        for share in shares:
            width = room * share / sum(shares)
            boxes.append(Box(left, self.top, width, self.height))
            left += width + gutter
        return tuple(boxes)


def box_of(shape: Any) -> Box | None:
    """Return a shape's box, inherited where it has none of its own; None where nothing says it."""
    placed = placed_by(shape)
    if placed is None:
        return None
    sides = (placed.left, placed.top, placed.width, placed.height)
    return None if None in sides else Box(*(each / EMU for each in sides))


def placed_by(shape: Any) -> Any:
    """Return the shape that says where one stands: itself, or what a placeholder inherits from; None where none does.

    It is looked for once, where python-pptx would look for it for each of the four sides.
    """
    while shape is not None and hasattr(type(shape), "_base_placeholder") and _says_no_place(shape._element):
        shape = shape._base_placeholder
    return shape


def _says_no_place(element: Any) -> bool:
    return getattr(getattr(element, "spPr", None), "xfrm", element) is None


def grown(box: Box, by: float) -> Box:
    """Return a box larger by this much on every side."""
    return Box(box.left - by, box.top - by, box.width + 2 * by, box.height + 2 * by)


def around(box: Box, other: Box) -> Box:
    """Return the box that holds both."""
    left, top = min(box.left, other.left), min(box.top, other.top)
    return Box(left, top, max(box.right, other.right) - left, max(box.bottom, other.bottom) - top)


def cut_away(area: Box, obstacle: Box, *, most: float) -> Box:
    """Return the area without an obstacle, cut from the nearest edge; unchanged where that costs too much.

    Parameters
    ----------
    area
        What is free so far.
    obstacle
        What is drawn over it.
    most
        The greatest share of the area, from 0 to 1, that may be lost.
    """
    if not area.overlap(obstacle):
        return area
    kept = (
        Box(area.left, area.top, obstacle.left - area.left, area.height),
        Box(obstacle.right, area.top, area.right - obstacle.right, area.height),
        Box(area.left, area.top, area.width, obstacle.top - area.top),
        Box(area.left, obstacle.bottom, area.width, area.bottom - obstacle.bottom),
    )
    best = max(kept, key=lambda box: box.area)
    return best if best.area > (1 - most) * area.area else area
