"""The oracle for XY charts: what a written scatter or bubble chart looks like, held against Vega's own drawing.

It knows nothing of how the chart was made. Every symbol (place, shape, size, colours), piece of a line or rule, text,
tick and legend entry of the plain scenegraph must be found in the written chart, and nothing more must be there.
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.unit.charts.oracle import (
    CLOSE,
    ZERO_DAY,
    _amount,
    _paint,
    _plain,
    excel,
    excel_date_text,
    number,
    turned,
)
from tests.unit.charts.written_xml import Color, Thing, WrittenXml, distance, unlike

from valuestory.deck.charts.evaluated.scene import Scale
from valuestory.slides.theme import Theme

_SHAPES = {"cross": "plus", "triangle-up": "triangle"}


@dataclass
class Drawn:
    """All that can be compared, from the one side or the other."""

    symbols: list[Thing] = field(default_factory=list)
    sizes: list[tuple[tuple[float, float], float]] = field(default_factory=list)
    pieces: list[Thing] = field(default_factory=list)
    labels: list[Thing] = field(default_factory=list)
    ticks: list[tuple[str, str, float]] = field(default_factory=list)
    legend: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def xy_differences(
    root: Any, graph: Mapping[str, Any], scales: Mapping[str, Scale], theme: Theme, note: str
) -> list[str]:
    """Return all in which a written XY chart differs from Vega's drawing; `note` is what `add_chart` owned up to."""
    size = (graph["width"], graph["height"])
    domains = _domains(scales)
    reader = _Reader(root, size, theme, domains)
    ours, theirs = reader.drawn(), _vega(graph, reader.box)
    found = [*reader.faults(note), *_compared(ours, theirs)]
    named = [axis for axis in "xy" if domains[axis][0] == "categories"]
    found += _names(ours, theirs, named)
    return found + list(_tick_faults(ours, theirs, domains, note))


def _tick_faults(
    ours: Drawn, theirs: Drawn, domains: Mapping[str, tuple[str, float, float]], note: str
) -> Iterator[str]:
    """Yield the ticks of Vega's that are missing; a note loosens the axes of its kind alone, as far as it says."""
    for axis, text, place in theirs.ticks:
        kind = domains[axis][0]
        at = [other for own, other, where in ours.ticks if own == axis and abs(place - where) <= CLOSE]
        loose = (
            (kind in ("time", "utc") and "dates are" in note)
            or (kind == "log" and "powers of its base" in note and not at)
            or ("other digits" in note and any(_amount(text) == _amount(each) for each in at))
        )
        if text not in at and not loose:
            yield f"the tick {text!r} of {axis} at {place:.1f} is missing from {ours.ticks}"


def _compared(ours: Drawn, theirs: Drawn) -> Iterator[str]:
    for kind in ("symbols", "pieces", "labels"):
        yield from unlike(kind, getattr(ours, kind), getattr(theirs, kind), CLOSE)
    for place, size in theirs.sizes:
        if not any(distance(place, at) <= CLOSE and abs(size - own) <= 0.51 + 0.02 * size for at, own in ours.sizes):
            yield f"a symbol {size:.1f} wide at {[round(x, 1) for x in place]} has another size"
    if ours.legend != theirs.legend:
        yield f"legend {ours.legend} is not {theirs.legend}"
    if sorted(ours.titles) != sorted(theirs.titles):
        yield f"titles {ours.titles} are not {theirs.titles}"


def _names(ours: Drawn, theirs: Drawn, axes: list[str]) -> Iterator[str]:
    """Yield what differs in the names of categories, which stand as labels at the plot's edge: none may be too much."""
    for axis in axes:
        one, other = ([each for each in side.ticks if each[0] == axis] for side in (ours, theirs))
        pairs = itertools.zip_longest(sorted(one, key=lambda t: t[2]), sorted(other, key=lambda t: t[2]))
        if any(a is None or b is None or a[1] != b[1] or abs(a[2] - b[2]) > CLOSE for a, b in pairs):
            yield f"the names {one} of {axis} are not {other}"


# ── Vega's side ───────────────────────────────────────────────────────────────────────────────────────────────────
def _vega(graph: Mapping[str, Any], box: tuple[float, ...]) -> Drawn:
    found = Drawn()
    root = graph["scenegraph"]["items"][0]
    left, top = graph["origin"]
    _walk(root, left + root.get("x", 0), top + root.get("y", 0), found, "", box)
    return found


def _walk(group: Any, x: float, y: float, found: Drawn, orient: str, box: tuple[float, ...]) -> None:
    for mark in group.get("items", []):
        drawn = mark.get("items", [])
        if mark["role"] == "mark" and mark["marktype"] == "line":
            found.pieces += _line(drawn, x, y)
        for item in drawn:
            inside = item.get("orient", orient) if mark["role"] == "axis" else orient
            if mark["marktype"] == "group":
                _walk(item, x + item.get("x", 0), y + item.get("y", 0), found, inside, box)
            else:
                _take(mark, item, (x + item.get("x", 0), y + item.get("y", 0)), found, orient, box)


def _take(mark: Any, item: Any, at: tuple[float, float], found: Drawn, orient: str, box: tuple[float, ...]) -> None:
    role, kind = mark["role"], mark["marktype"]
    text = item.get("text", "")
    words = "\n".join(text) if isinstance(text, list) else str(text).replace("\n", " ")
    seen = item.get("opacity", 1) != 0
    look = (_paint(item, "fill"), _paint(item, "stroke"))
    if role == "mark" and kind == "symbol" and look != (None, None) and item.get("size", 64) > 0:
        if mark.get("clip") and not _inside(at, box):
            return
        shape = item.get("shape", "circle")
        found.symbols.append((at, (_SHAPES.get(shape, shape), *look, *turned(item))))
        found.sizes.append((at, math.sqrt(item.get("size", 64))))
    elif role == "mark" and kind == "rule" and look[1]:
        end = (at[0] - item.get("x", 0) + item.get("x2", item.get("x", 0)),
               at[1] - item.get("y", 0) + item.get("y2", item.get("y", 0)))  # fmt: skip
        found.pieces.append(_piece(at, end, look[1]))
    elif role == "mark" and kind == "rect" and look[0] and (item.get("width") or item.get("height")):
        # a tick, as the stroke that it looks like; the brush of a selection has no sides
        found.pieces.append(_stroke(item, at, look[0]))
    elif role == "mark" and kind == "text" and words.strip() and seen:
        bold = item.get("fontWeight", "normal") in ("bold", 600, 700)
        found.labels.append((at, (_plain(words), look[0], bold, round(item.get("fontSize", 11)))))
    elif role == "axis-label" and seen and words:
        upright = orient in ("left", "right")
        found.ticks.append(("y" if upright else "x", _plain(words), at[1] if upright else at[0]))
    elif role == "legend-label":
        found.legend.append(words)
    elif role in ("axis-title", "title-text"):
        found.titles.append(words)


def _stroke(item: Any, at: tuple[float, float], color: Color) -> Thing:
    wide, high = item.get("width", 0), item.get("height", 0)
    assert min(wide, high) <= 5, "a rectangle that is no stroke"
    if wide > high:
        return _piece((at[0], at[1] + high / 2), (at[0] + wide, at[1] + high / 2), color)
    return _piece((at[0] + wide / 2, at[1]), (at[0] + wide / 2, at[1] + high), color)


def _inside(at: tuple[float, float], box: tuple[float, ...]) -> bool:
    return all(box[i] - CLOSE <= at[i] <= box[i] + box[i + 2] + CLOSE for i in (0, 1))


def _line(items: list[Any], x: float, y: float) -> Iterator[Thing]:
    for first, second in itertools.pairwise(items):
        if not (first.get("defined", True) and second.get("defined", True)):
            continue
        corners = [(x + first["x"], y + first["y"]), (x + second["x"], y + second["y"])]
        way = items[0].get("interpolate", "linear")
        corners[1:1] = list(_corners(*corners, way))
        color = _paint(items[0], "stroke")
        if color:
            yield from (_piece(one, other, color) for one, other in itertools.pairwise(corners) if one != other)


def _corners(one: tuple[float, float], other: tuple[float, float], way: str) -> Iterator[tuple[float, float]]:
    middle = (one[0] + other[0]) / 2
    if way != "linear" and one[1] == other[1]:
        return
    yield from {
        "linear": [],
        "step-after": [(other[0], one[1])],
        "step-before": [(one[0], other[1])],
        "step": [(middle, one[1]), (middle, other[1])],
    }[way]


def _piece(one: tuple[float, float], other: tuple[float, float], color: Color | None) -> Thing:
    first, second = sorted([one, other])
    return (*first, *second), color


def _domains(scales: Mapping[str, Scale]) -> dict[str, tuple[str, float, float]]:
    named = {axis: ("categories", math.nan, math.nan) for axis in ("x", "y") if scales[axis].kind in ("band", "point")}
    return named | {
        axis: (scale.kind, *sorted(number(each) for each in scale.domain[:2]))
        for axis in ("x", "y")
        if axis not in named and (scale := scales[axis])
    }


# ── our side ──────────────────────────────────────────────────────────────────────────────────────────────────────
class _Reader(WrittenXml):
    def __init__(
        self, root: Any, size: tuple[float, float], theme: Theme, domains: dict[str, tuple[str, float, float]]
    ) -> None:
        super().__init__(root, size, theme)
        self.domains = domains
        self.plot = self.all("//c:scatterChart | //c:bubbleChart")[0]
        self.bubbles = self.plot.tag.endswith("bubbleChart")
        ids = self.all("c:axId/@val", self.plot)
        self.axes = {
            name: self.all(f"//c:valAx[c:axId/@val='{each}']")[0] for name, each in zip("xy", ids, strict=True)
        }

    def faults(self, note: str) -> list[str]:
        """Return what is wrong with the axes and the rows."""
        found = []
        for name, axis in self.axes.items():
            kind, low, high = self.domains[name]
            if kind == "categories":  # where they stand is held against Vega item by item
                continue
            start, end = (float(self.one(f"c:scaling/c:{each}/@val", axis)) for each in ("min", "max"))
            if not math.isclose(end, high) or start > low or (not math.isclose(start, low) and "starts at" not in note):
                found.append(f"the {name} axis is {start} to {end}, not {low} to {high}")
            if bool(self.all("c:scaling/c:logBase", axis)) != (kind == "log"):
                found.append(f"the {name} axis is logarithmic on one side only")
        counts = {self.one(".//c:ptCount/@val", each) for each in self.all(".//c:xVal | .//c:yVal", self.plot)}
        return found + ([f"series of unequal length: {counts}"] if len(counts) > 1 else [])

    def _place(self, name: str, value: float) -> float:
        """Return where a value stands on an axis of Vega's own ends, which ours may exceed where it says so."""
        kind, low, high = self.domains[name]
        if kind == "categories":
            low, high = (float(self.one(f"c:scaling/c:{end}/@val", self.axes[name])) for end in ("min", "max"))
        if kind == "log":
            low, high, value = math.log(low), math.log(high), math.log(value)
        share = (value - low) / (high - low)
        if (self.one("c:scaling/c:orientation/@val", self.axes[name]) == "maxMin") != (name == "y"):
            share = 1 - share
        at = "xy".index(name)
        return self.box[at] + share * self.box[at + 2]

    def drawn(self) -> Drawn:
        found = Drawn()
        for series in self.all("c:ser", self.plot):
            self._series(series, found)
        deleted = self.deleted()
        if self.all("//c:legend"):
            names = {int(self.one("c:idx/@val", s)): self.one("c:tx//c:v/text()", s) for s in self.all("//c:ser")}
            found.legend = [name for index, name in names.items() if index not in deleted]
        found.titles = self.titles()
        for name, axis in self.axes.items():
            self._ticks(name, axis, found)
        return found

    def _numbers(self, series: Any, what: str) -> dict[int, float]:
        points = self.all(f"c:{what}//c:pt", series)
        return {int(each.get("idx")): float(self.one("c:v/text()", each)) for each in points}

    def _series(self, series: Any, found: Drawn) -> None:
        xs, ys = self._numbers(series, "xVal"), self._numbers(series, "yVal")
        places = {row: (self._place("x", xs[row]), self._place("y", ys[row])) for row in ys if row in xs}
        if not self.bubbles:
            color = self.color(self.all("c:spPr", series)[0], "a:ln/a:solidFill")
            own = [self.color(each, "a:ln/a:solidFill") for each in self.all("c:dPt/c:spPr", series)]
            assert all(each == color or each is None or each[1] == 0 for each in own), "a line of a point's own"
            for row, place in places.items():
                after = places.get(row + 1)
                if color and after is not None and after != place:
                    found.pieces.append(_piece(place, after, color))
        sizes = self._numbers(series, "bubbleSize") if self.bubbles else {}
        for row, place in places.items():
            if _inside(place, self.box):
                self._symbol(series, row, place, sizes, found)
            self._label(series, row, ys[row], place, found)

    def _symbol(self, series: Any, row: int, place: tuple[float, float], sizes: dict[int, float], found: Drawn) -> None:
        own = self.all(f"c:dPt[c:idx/@val='{row}']", series) or [series]
        if self.bubbles:
            widest = 0.25 * min(self.box[2:]) * float(self.one("c:bubbleScale/@val", self.plot)) / 100
            most = max(float(each) for each in self.all(".//c:bubbleSize//c:v/text()", self.plot))
            assert self.one("c:sizeRepresents/@val", self.plot) == "area"
            look, shape, size = self.all("c:spPr", own[0])[0], "circle", widest * math.sqrt(sizes[row] / most)
        else:
            marker = self.all("c:marker", own[0])[0]
            shape = self.one("c:symbol/@val", marker)
            if shape == "none":
                return
            look, size = self.all("c:spPr", marker)[0], float(self.one("c:size/@val", marker))
        found.symbols.append((place, (shape, *self.look(look))))
        found.sizes.append((place, size))

    def _label(self, series: Any, row: int, value: float, place: tuple[float, float], found: Drawn) -> None:
        labels = self.all("c:dLbls", series)
        own = self.all(f"c:dLbl[c:idx/@val='{row}']", labels[0]) if labels else []
        if not labels or (own and self.all("c:delete", own[0])):
            return
        said = own[0] if own else labels[0]
        look = self.all(".//a:defRPr", said)[0]
        rows = self.all("c:tx//a:p", said)
        words = (
            _plain("\n".join("".join(each.itertext()) for each in rows))
            if rows
            else excel(value, self.one("c:numFmt/@formatCode", said))
        )
        font = (self.color(look, "a:solidFill"), look.get("b") == "1", round(int(look.get("sz")) / 100))
        named = self._named(series, place)
        if named:
            found.ticks.append((named, words, place["xy".index(named)]))
        else:
            found.labels.append((place, (words, *font)))

    def _named(self, series: Any, place: tuple[float, float]) -> str:
        """Return the axis whose category a label names: it stands outside the plot, at an unseen point on its edge."""
        side = self.one("c:dLbls/c:dLblPos/@val", series)
        unseen = self.all("c:marker/c:symbol[@val='none']", series) and not self.all("c:spPr/a:ln/a:solidFill", series)
        left, top, wide, high = self.box
        edges = {"l": ("y", left, 0), "r": ("y", left + wide, 0), "t": ("x", top, 1), "b": ("x", top + high, 1)}
        axis, edge, at = edges.get(side, ("", 0.0, 0))
        outside = bool(unseen) and bool(axis) and self.domains[axis][0] == "categories"
        return axis if outside and abs(place[at] - edge) <= CLOSE else ""

    def _ticks(self, name: str, axis: Any, found: Drawn) -> None:
        if self.one("c:delete/@val", axis) == "1" or self.one("c:tickLblPos/@val", axis) == "none":
            return
        form = self.one("c:numFmt/@formatCode", axis)
        low, high = (float(self.one(f"c:scaling/c:{end}/@val", axis)) for end in ("min", "max"))
        for value in _steps(low, high, self.all("c:majorUnit/@val", axis), self.all("c:scaling/c:logBase/@val", axis)):
            found.ticks.append((name, self._text(value, form, self.domains[name][0]), self._place(name, value)))

    def _text(self, value: float, form: str, kind: str) -> str:
        if kind not in ("time", "utc"):
            return excel(value, form)
        return excel_date_text(ZERO_DAY + datetime.timedelta(seconds=round(value * 86_400)), form)


def _steps(low: float, high: float, unit: list[str], base: list[str]) -> Iterator[float]:
    value = low
    for count in itertools.count():
        value = low * float(base[0]) ** count if base else round(low + count * float(unit[0]), 10) if unit else low
        if value > high * (1 + 1e-12) + 1e-9 or (not base and not unit and count):
            return
        yield value
