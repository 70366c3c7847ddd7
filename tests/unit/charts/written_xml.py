"""What the oracles share: reading a written chart part by its XML alone, and what its colours are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from valuestory.slides.theme import Theme

NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}

Color = tuple[str, float]
"""Red, green and blue in hexadecimal (of a hatch its stroke's and its ground's), and the opacity."""


Thing = tuple[tuple[float, ...], Any]
"""A place in pixels, and what stands there: colours or words."""


def unlike(kind: str, ours: Sequence[Thing], theirs: Sequence[Thing], close: float) -> Iterator[str]:
    """Yield what has no partner on the other side, which is the same thing and no farther away than `close`.

    Where many stand close together a partner is given up for one that has no other: each is paired if all can be.
    """
    squares: dict[tuple[Any, int, int], list[int]] = {}
    for at, (place, what) in enumerate(ours):
        squares.setdefault((what, *_square(place, close)), []).append(at)
    partners: dict[int, int] = {}

    def near(number: int) -> list[int]:
        place, what = theirs[number]
        column, row = _square(place, close)
        around = [(what, column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
        far = {at: distance(ours[at][0], place) for each in around for at in squares.get(each, ())}
        return sorted((at for at, away in far.items() if away <= close), key=lambda at: far[at])

    def paired(number: int, asked: set[int]) -> bool:
        for at in near(number):
            if at not in asked:
                asked.add(at)
                if at not in partners or paired(partners[at], asked):
                    partners[at] = number
                    return True
        return False

    for number, (place, what) in enumerate(theirs):
        if not paired(number, set()):
            yield f"{kind}: {what} at {[round(x, 1) for x in place]} is missing"
    for at, (place, what) in enumerate(ours):
        if at not in partners:
            yield f"{kind}: {what} at {[round(x, 1) for x in place]} is too much"


def _square(place: tuple[float, ...], side: float) -> tuple[int, int]:
    """Return in which square of a side the first corner of a place lies: what is near lies in it or beside it."""
    x, y = (*place, 0.0, 0.0)[:2]
    return math.floor(x / side), math.floor(y / side)


def distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the largest difference between the numbers of two places; no end where they differ in kind."""
    if len(one) != len(other):
        return math.inf
    return max((abs(a - b) for a, b in zip(one, other, strict=True)), default=0.0)


class WrittenXml:
    """A written chart part: its nodes, its plot area's box in pixels, its colours and its titles."""

    def __init__(self, root: Any, size: tuple[float, float], theme: Theme) -> None:
        self.root, self.size, self.theme = root, size, theme
        path = "//c:plotArea/c:layout/c:manualLayout/c:{}/@val"
        self.box = tuple(float(self.one(path.format(side))) * size[at % 2] for at, side in enumerate("xywh"))

    def all(self, path: str, node: Any = None) -> list[Any]:
        """Return what an XPath finds, from a node or from the part's root."""
        found: list[Any] = (self.root if node is None else node).xpath(path, namespaces=NS)
        return found

    def one(self, path: str, node: Any = None) -> str:
        """Return the first that an XPath finds, as text."""
        return str(self.all(path, node)[0])

    def color(self, node: Any, path: str) -> Color | None:
        """Return the colour of a fill beneath a node, of a hatch both; None for none."""
        hatch = path.replace("solidFill", "pattFill[@prst='wdUpDiag']")
        found = self.all(f"{path}/*", node) or self.all(f"{hatch}/a:fgClr/* | {hatch}/a:bgClr/*", node)
        if not found:
            return None
        colors = [
            self.theme.color(each.get("val"))[1:].upper() if each.tag.endswith("schemeClr") else each.get("val")
            for each in found
        ]
        alpha = self.all("a:alpha/@val", found[0])
        return "/".join(colors), round(int(alpha[0]) / 100_000, 2) if alpha else 1.0

    def look(self, node: Any) -> tuple[Color | None, Color | None]:
        """Return the colours of a shape's fill and outline."""
        return self.color(node, "a:solidFill"), self.color(node, "a:ln/a:solidFill")

    def titles(self) -> list[str]:
        """Return the words of all titles, the chart's own and the axes'."""
        return ["\n".join("".join(row.itertext()) for row in self.all(".//a:p", t)) for t in self.all("//c:title")]

    def deleted(self) -> set[int]:
        """Return the numbers of the legend's entries that are not shown."""
        return {int(each) for each in self.all("//c:legendEntry/c:idx/@val")}
