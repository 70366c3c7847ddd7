"""Affine transforms, as SVG writes them: where things within things stand on the drawing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from valuestory.deck.charts.shapes.model import Spot

_CALL: Final = re.compile(r"(\w+)\(([^)]*)\)")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|NaN|[-+]?Infinity")


def numbers(text: str) -> list[float]:
    """Return the numbers in a text; JavaScript's NaN and Infinity are numbers too."""
    return [float(each.replace("Infinity", "inf")) for each in _NUMBER.findall(text)]


@dataclass(frozen=True)
class Transform:
    """A point (x, y) goes to (a x + c y + e, b x + d y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __call__(self, spot: Spot) -> Spot:
        """Return where a point goes."""
        x, y = spot
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def then(self, inner: Transform) -> Transform:
        """Return the transform of what stands inside, by a transform of its own."""
        e, f = self((inner.e, inner.f))
        return Transform(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    @property
    def angle(self) -> float:
        """By how many degrees it turns, clockwise."""
        return math.degrees(math.atan2(self.b, self.a))

    @property
    def growth(self) -> float:
        """By how much it lengthens."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))


def transform(text: str) -> Transform:
    """Return the transform that SVG's attribute says: translations, turns and scalings, from left to right."""
    found = Transform()
    for name, inside in _CALL.findall(text):
        found = found.then(_one(name, numbers(inside)))
    return found


def _one(name: str, values: list[float]) -> Transform:
    if name == "translate":
        return Transform(e=values[0], f=values[1] if len(values) > 1 else 0.0)
    if name == "scale":
        return Transform(a=values[0], d=values[-1])
    if name == "rotate":
        turn = math.radians(values[0])
        turned = Transform(math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn))
        if len(values) == 3:
            x, y = values[1:]
            return Transform(e=x, f=y).then(turned).then(Transform(e=-x, f=-y))
        return turned
    raise ValueError(f"the transform {name}")
