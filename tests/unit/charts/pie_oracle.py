"""The oracle for pies and doughnuts: what a written one looks like, held against the arcs that Vega draws."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from tests.unit.charts.oracle import CLOSE, _paint, _plain, excel
from tests.unit.charts.written_xml import WrittenXml

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
        *ours.astray(graph),
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
                elif mark["role"] == "mark" and mark["marktype"] == "text" and "theta" not in item:
                    titles.append(str(item["text"]))
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


class _Reader(WrittenXml):
    def __init__(self, root: Any, size: tuple[float, float], theme: Theme) -> None:
        super().__init__(root, size, theme)
        left, top, width, height = self.box
        self.outer = min(width, height) / 2
        self.centre = left + width / 2, top + height / 2
        hole = self.all("//c:holeSize/@val")
        self.inner = self.outer * int(hole[0]) / 100 if hole else 0.0
        self.values = [float(each) for each in self.all("//c:val//c:v/text()")]
        self.ends = [float(self.one("//c:firstSliceAng/@val"))]
        for value in self.values:
            self.ends.append(self.ends[-1] + 360 * value / sum(self.values))

    def arcs(self) -> list[tuple[Arc, Any]]:
        found = []
        for at, (first, last) in enumerate(zip(self.ends, self.ends[1:], strict=False)):
            look = self.all(f"//c:dPt[c:idx/@val='{at}']/c:spPr")[0]
            colors = self.look(look)
            if colors == (None, None):  # what only closes the circle
                continue
            turned = first // 360 * 360
            found.append(((first - turned, last - turned, self.inner, self.outer, *self.centre), colors))
        return found

    def labels(self) -> list[Any]:
        """Return each label's angle, and between which radii its position lets it stand."""
        found = []
        labels = self.all("//c:dLbls")
        for at, value in enumerate(self.values if labels else ()):
            own = self.all(f"c:dLbl[c:idx/@val='{at}']", labels[0])
            if own and self.all("c:delete", own[0]):
                continue
            said = own[0] if own else labels[0]
            rows = self.all("c:tx//a:p", said)
            form = self.all("c:numFmt/@formatCode", said)
            text = _plain("\n".join("".join(row.itertext()) for row in rows)) if rows else excel(value, form[0])
            place = (self.all("c:dLblPos/@val", said) or ["ctr"])[0]
            assert not (self.inner and self.all("c:dLblPos", said)), "a doughnut's label has no position"
            room = {"outEnd": (self.outer, math.inf), "inEnd": (self.outer / 2, self.outer)}
            low, high = room.get(place, (self.inner, self.outer))
            font = self.all(".//a:defRPr", said)[0]
            look = self.color(font, "a:solidFill"), round(int(font.get("sz")) / 100)
            found.append((((self.ends[at] + self.ends[at + 1]) / 2 % 360, low, high), (text, *look)))
        return found

    def legend(self) -> list[str]:
        names = self.all("//c:cat//c:v/text()")
        return (
            [str(name) for at, name in enumerate(names) if at not in self.deleted()] if self.all("//c:legend") else []
        )

    def astray(self, graph: Mapping[str, Any]) -> list[str]:
        """Return the titles that should stand in the hole, as Vega's text does, and begin outside it."""
        inside = any(
            "theta" not in item and mark["role"] == "mark"
            for mark in graph["scenegraph"]["items"][0]["items"]
            if mark["marktype"] == "text"
            for item in mark["items"]
        )
        sides = (("x", graph["width"]), ("y", graph["height"]))
        path = "//c:chart/c:title/c:layout/c:manualLayout/c:{}/@val"
        corner = [float(self.one(path.format(side))) * length for side, length in sides] if inside else self.centre
        away = math.hypot(*(at - middle for at, middle in zip(corner, self.centre, strict=True)))
        return [f"the text of the hole begins {away:.0f} points from its middle"] if away > self.inner + 1 else []
