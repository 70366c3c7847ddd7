"""Where a shape is seen that is turned or flipped, by itself or by the groups that hold it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from valuestory.deck.geometry import EMU, Box, box_of, placed_by

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Turn(NamedTuple):
    """A turn clockwise by so many degrees around a slide's top left corner, then a move, in inches."""

    degrees: float = 0.0
    right: float = 0.0
    down: float = 0.0

    @classmethod
    def around(cls, box: Box, degrees: float) -> Turn:
        """Return the turn around the middle of a box."""
        if not degrees % 360:
            return cls()
        x, y = box.left + box.width / 2, box.top + box.height / 2
        right, down = cls(degrees).at(x, y)
        return cls(degrees, x - right, y - down)

    def then(self, other: Turn) -> Turn:
        """Return this turn with another one after it."""
        return Turn(self.degrees + other.degrees, *other.at(self.right, self.down))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place goes."""
        cos, sin = self._cos_sin()
        return cos * x - sin * y + self.right, sin * x + cos * y + self.down

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Return the place that comes to stand here."""
        cos, sin = self._cos_sin()
        x, y = x - self.right, y - self.down
        return cos * x + sin * y, cos * y - sin * x

    def box(self, box: Box) -> Box:
        """Return the upright box around a box that is turned."""
        if self == Turn():
            return box
        corners = [self.at(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        left, top = (min(each[axis] for each in corners) for axis in (0, 1))
        right, bottom = (max(each[axis] for each in corners) for axis in (0, 1))
        return Box(left, top, right - left, bottom - top)

    @property
    def is_level(self) -> bool:
        """Whether what is turned stands as it did, wherever that is."""
        return not self.degrees % 360

    def _cos_sin(self) -> tuple[float, float]:
        turn = math.radians(self.degrees % 360)
        return math.cos(turn), math.sin(turn)


class Standing(NamedTuple):
    """How what is in a group stands on the slide; of no group as it is.

    `onto` takes a box to where it would be seen if no group were turned, and `turn` from there to where it is. `across`
    and `down` say whether it is seen in a mirror.
    """

    onto: Callable[[Box], Box] = lambda box: box
    turn: Turn = Turn()
    across: bool = False
    down: bool = False

    def turn_of(self, shape: Any, box: Box) -> Turn:
        """Return how a shape is turned that would stand in a box."""
        degrees = rotation(shape)
        return Turn.around(box, -degrees if self.across != self.down else degrees).then(self.turn)

    def inside(self, group: Any) -> Standing:
        """Return how what is in a group stands, where the group itself stands so."""
        box = box_of(group)
        if box is None:
            return self
        across, down = flips(group)
        turn = self.turn_of(group, self.onto(box))
        return Standing(_out_of(group, box, self.onto), turn, self.across != across, self.down != down)


def rotation(shape: Any) -> float:
    """Return by how many degrees a shape is turned, as its layout turns it where it has no place of its own."""
    placed = placed_by(shape)
    if placed is None or all(getattr(placed._element, each, None) is None for each in ("spPr", "grpSpPr")):
        return 0.0  # PowerPoint does not turn charts and tables
    return float(placed.rotation)


def flips(shape: Any) -> tuple[bool, bool]:
    """Return whether a shape or group is flipped, across and upside down."""
    place = shape._element.find(f"./*/{_A}xfrm")
    across, down = (place is not None and place.get(name) in ("1", "true") for name in ("flipH", "flipV"))
    return across, down


def _out_of(group: Any, box: Box, onto: Callable[[Box], Box]) -> Callable[[Box], Box]:
    """Return what takes a box in a group's own coordinates to the slide; `onto` does so for the group's own box."""
    place = group._element.grpSpPr.find(f"{_A}xfrm")
    inside, extent = (None if place is None else place.find(f"{_A}{name}") for name in ("chOff", "chExt"))
    if inside is None or extent is None:
        return onto
    wide, high = int(extent.get("cx")) / EMU, int(extent.get("cy")) / EMU
    across, down = box.width / wide if wide else 1.0, box.height / high if high else 1.0
    left, top = int(inside.get("x")) / EMU, int(inside.get("y")) / EMU
    mirrored = flips(group)

    def outside(child: Box) -> Box:
        x, y = box.left + (child.left - left) * across, box.top + (child.top - top) * down
        width, height = child.width * across, child.height * down
        if mirrored[0]:
            x = box.left + box.right - x - width
        if mirrored[1]:
            y = box.top + box.bottom - y - height
        return onto(Box(x, y, width, height))

    return outside
