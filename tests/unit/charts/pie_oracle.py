"""The oracle for pies and doughnuts: what a written one looks like, held against the arcs that Vega draws."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from tests.unit.charts.oracle import CLOSE, NS, Color, _paint, _plain, excel

from valuestory.slides.theme import Theme

Arc = tuple[float, float, float, float, float, float]
"""Where it begins and ends (degrees), its radii, its centre."""


def pie_differences(root: Any, graph: Mapping[str, Any], theme: Theme) -> list[str]:
    """Return all in which a written pie differs from Vega's drawing."""
    ours = _Reader(root, (graph["width"], graph["height"]), theme)
    arcs, labels, legend, titles = _vega(graph)
    return [
        *_matched("arc", ours.arcs(), arcs),
        *_matched("label", ours.labels(), labels),
        *([f"legend {ours.legend()} is not {legend}"] if sorted(ours.legend()) != sorted(legend) else []),
        *([f"titles {ours.titles()} are not {titles}"] if ours.titles() != titles else []),
    ]


def _matched(kind: str, ours: list[Any], theirs: list[Any]) -> Iterator[str]:
    rest = list(ours)
    for place, what in theirs:
        near = [each for each in rest if each[1] == what and _near(kind, each[0], place)]
        if near:
            rest.remove(near[0])
        else:
            yield f"{kind}: {what} at {place} is missing from {rest}"
    yield from (f"{kind}: {what} at {place} is too much" for place, what in rest)


def _near(kind: str, one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    if kind == "label":
        return abs(one[0] - other[0]) <= CLOSE and one[1] <= other[1] <= one[2]
    return all(abs(a - b) <= CLOSE for a, b in zip(one, other, strict=True))


def _vega(graph: Mapping[str, Any]) -> tuple[list[Any], list[Any], list[str], list[str]]:
    arcs: list[Any] = []
    labels: list[Any] = []
    legend: list[str] = []
    titles: list[str] = []

    def walk(group: Any, x: float, y: float) -> None:
        for mark in group.get("items", []):
            for item in mark.get("items", []):
                at = x + item.get("x", 0), y + item.get("y", 0)
                if mark["marktype"] == "group":
                    walk(item, *at)
                elif mark["role"] == "mark" and mark["marktype"] == "arc":
                    first, last = sorted(math.degrees(item[each]) for each in ("startAngle", "endAngle"))
                    turned = first // 360 * 360
                    radii = item.get("innerRadius", 0), item["outerRadius"]
                    look = _paint(item, "fill"), _paint(item, "stroke")
                    arcs.append(((first - turned, last - turned, *radii, *at), look))
                elif mark["role"] == "mark" and mark["marktype"] == "text":
                    font = _paint(item, "fill"), round(item.get("fontSize", 11))
                    place = math.degrees(item["theta"]) % 360, item["radius"]
                    labels.append((place, (_plain(str(item["text"])), *font)))
                elif mark["role"] == "legend-label":
                    legend.append(str(item["text"]))
                elif mark["role"] == "title-text":
                    titles.append(str(item["text"]))

    root = graph["scenegraph"]["items"][0]
    walk(root, graph["origin"][0] + root.get("x", 0), graph["origin"][1] + root.get("y", 0))
    return arcs, labels, legend, titles


class _Reader:
    def __init__(self, root: Any, size: tuple[float, float], theme: Theme) -> None:
        self.root, self.theme = root, theme
        places = [self._one(f"//c:plotArea/c:layout/c:manualLayout/c:{side}/@val") for side in "xywh"]
        left, top, width, height = (float(place) * size[index % 2] for index, place in enumerate(places))
        self.outer = min(width, height) / 2
        self.centre = left + width / 2, top + height / 2
        hole = self._all("//c:holeSize/@val")
        self.inner = self.outer * int(hole[0]) / 100 if hole else 0.0
        self.values = [float(each) for each in self._all("//c:val//c:v/text()")]
        self.ends = [float(self._one("//c:firstSliceAng/@val"))]
        for value in self.values:
            self.ends.append(self.ends[-1] + 360 * value / sum(self.values))

    def _all(self, path: str, node: Any = None) -> list[Any]:
        found: list[Any] = (self.root if node is None else node).xpath(path, namespaces=NS)
        return found

    def _one(self, path: str, node: Any = None) -> str:
        return str(self._all(path, node)[0])

    def arcs(self) -> list[tuple[Arc, Any]]:
        found = []
        for at, (first, last) in enumerate(zip(self.ends, self.ends[1:], strict=False)):
            look = self._all(f"//c:dPt[c:idx/@val='{at}']/c:spPr")[0]
            colors = self._color(look, "a:solidFill"), self._color(look, "a:ln/a:solidFill")
            found.append(((first, last, self.inner, self.outer, *self.centre), colors))
        return found

    def _color(self, node: Any, path: str) -> Color | None:
        found = self._all(f"{path}/*", node)
        if not found:
            return None
        value = found[0].get("val")
        color = self.theme.color(value)[1:].upper() if found[0].tag.endswith("schemeClr") else value
        alpha = self._all("a:alpha/@val", found[0])
        return color, round(int(alpha[0]) / 100_000, 2) if alpha else 1.0

    def labels(self) -> list[Any]:
        """Return each label's angle, and between which radii its position lets it stand."""
        found = []
        labels = self._all("//c:dLbls")
        for at, value in enumerate(self.values if labels else ()):
            own = self._all(f"c:dLbl[c:idx/@val='{at}']", labels[0])
            if own and self._all("c:delete", own[0]):
                continue
            said = own[0] if own else labels[0]
            rows = self._all("c:tx//a:p", said)
            form = self._all("c:numFmt/@formatCode", said)
            text = _plain("\n".join("".join(row.itertext()) for row in rows)) if rows else excel(value, form[0])
            place = (self._all("c:dLblPos/@val", said) or ["ctr"])[0]
            assert not (self.inner and self._all("c:dLblPos", said)), "a doughnut's label has no position"
            room = {"outEnd": (self.outer, math.inf), "inEnd": (self.outer / 2, self.outer)}
            low, high = room.get(place, (self.inner, self.outer))
            font = self._all(".//a:defRPr", said)[0]
            look = self._color(font, "a:solidFill"), round(int(font.get("sz")) / 100)
            found.append((((self.ends[at] + self.ends[at + 1]) / 2 % 360, low, high), (text, *look)))
        return found

    def legend(self) -> list[str]:
        names = self._all("//c:cat//c:v/text()")
        deleted = {int(each) for each in self._all("//c:legendEntry/c:idx/@val")}
        return [str(name) for at, name in enumerate(names) if at not in deleted] if self._all("//c:legend") else []

    def titles(self) -> list[str]:
        return ["".join("".join(p.itertext()) for p in self._all(".//a:p", t)) for t in self._all("//c:title")]
