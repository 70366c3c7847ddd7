"""The oracle: what a written native chart looks like, predicted from its XML alone, held against Vega's own drawing.

It knows nothing of how the chart was made. Every bar, vertex, symbol, text, tick and legend entry of the plain
scenegraph must be found in the written chart, at its place (within 1.1 pixels), in its colour, and nothing more must
be there.
"""

from __future__ import annotations

import datetime
import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from lxml import etree
from PIL import ImageColor
from tests.unit.charts import area_oracle, bin_oracle, interval_oracle
from tests.unit.charts.written_xml import NS, Color, Thing, WrittenXml, distance, unlike

from valuestory.deck.charts.evaluated.evaluate import evaluate
from valuestory.deck.charts.evaluated.scene import Scale, as_date
from valuestory.deck.charts.evaluated.spec import sized, to_spec
from valuestory.deck.charts.evaluated.vega import compile_chart, scenegraph
from valuestory.slides.theme import Theme

CLOSE = 1.1
ZERO_DAY = datetime.datetime(1899, 12, 30)

_NO_THEME = Theme("", {}, {}, "", "", 0, 0, "")

Place = tuple[float, float]


@dataclass
class Drawn:
    """All that can be compared, from the one side or the other."""

    areas: list[Thing] = field(default_factory=list)
    bars: list[Thing] = field(default_factory=list)
    segments: list[Thing] = field(default_factory=list)
    symbols: list[Thing] = field(default_factory=list)
    rules: list[Thing] = field(default_factory=list)
    intervals: list[Thing] = field(default_factory=list)
    labels: list[Thing] = field(default_factory=list)
    ticks: list[tuple[str, str, float]] = field(default_factory=list)
    edges: list[tuple[str, float, float]] = field(default_factory=list)
    powers: list[tuple[str, float]] = field(default_factory=list)
    legend: set[str] = field(default_factory=set)
    titles: list[str] = field(default_factory=list)


def differences(
    shape: Any, chart: Any, size: tuple[float, float], theme: Theme | None = None, note: str = ""
) -> list[str]:
    """Return all in which a written chart differs from Vega's drawing; `note` is what `add_chart` owned up to."""
    if not getattr(shape, "has_chart", False):
        from tests.unit.charts.grid_oracle import grid_differences

        return grid_differences(shape, chart, theme or _NO_THEME, note)
    spec = sized(to_spec(chart), *size)
    root = etree.fromstring(shape.chart.part.blob)
    return differences_from(
        root, scenegraph(compile_chart(spec)), evaluate(spec).scales, size, theme or _NO_THEME, note
    )


def differences_from(
    root: Any,
    graph: Mapping[str, Any],
    scales: Mapping[str, Scale],
    size: tuple[float, float],
    theme: Theme,
    note: str = "",
) -> list[str]:
    """Return all in which a written chart differs from a scenegraph whose axes have these scales (by x and y)."""
    if root.xpath("//c:pieChart | //c:doughnutChart", namespaces=NS):
        from tests.unit.charts.pie_oracle import pie_differences

        return pie_differences(root, graph, theme)
    if root.xpath("//c:scatterChart | //c:bubbleChart", namespaces=NS):
        from tests.unit.charts.xy_oracle import xy_differences

        return xy_differences(root, graph, scales, theme, note)
    across = "x" if root.xpath("//c:barDir[@val='bar']", namespaces=NS) else "y"
    ends = [number(each) for each in scales[across].domain]
    timed = scales[across].kind in ("time", "utc")
    reader = _Reader(root, size, theme, (min(ends), max(ends)), timed=timed)
    if "the plot is narrower" in note and reader.horizontal:  # all of it stands as on Vega's plot, drawn together
        whole = graph["scenegraph"]["items"][0]
        left, right = graph["origin"][0] + whole.get("x", 0), graph["origin"][0] + whole.get("x", 0) + whole["width"]
        assert abs(reader.box[0] - left) <= CLOSE, "a plot of another place"
        assert reader.box[2] <= right - left, "a plot that is wider"
        reader.box = (left, reader.box[1], right - left, reader.box[3])
    if "the legend is wider" in note:
        reader.box = _as_wide_as_vega(reader, graph)
    if "the plot is smaller" in note and not reader.horizontal:
        reader.box = _as_high_as_vega(reader, graph)
    theirs = _vega(graph, reader.horizontal)
    if "stand within the plot" in note:  # all of it is held against Vega's places, from the first date to the last
        reader.box = _from_first_to_last(reader, theirs)
    ours = reader.drawn()
    line = reader.zero()
    if line is not None and any(what == line[1] and _near(place, line[0]) for place, what in theirs.rules):
        ours.rules.append(line)
    found = [*_compared(ours, theirs, note, reader.horizontal), *_tick_faults(ours, theirs, note, timed=timed)]
    return found + reader.faults(note)


def _as_high_as_vega(reader: _Reader, graph: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """Return the plot area of a chart that gives names beneath it room, as high as Vega draws it."""
    whole = graph["scenegraph"]["items"][0]
    left, top, wide, high = reader.box
    assert abs(top - graph["origin"][1] - whole.get("y", 0)) <= CLOSE, "a plot of another place"
    assert high <= whole["height"] + CLOSE, "a plot that is higher"
    return left, top, wide, whole["height"]


def _as_wide_as_vega(reader: _Reader, graph: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """Return the plot area of a chart that gives its legend room, as wide as Vega draws it."""
    whole = graph["scenegraph"]["items"][0]
    left, top, wide, high = reader.box
    assert wide <= whole["width"] + CLOSE, "a plot that is wider"
    return left, top, whole["width"], high


def _from_first_to_last(reader: _Reader, theirs: Drawn) -> tuple[float, float, float, float]:
    """Return the plot area whose first and last category stand where Vega draws its first and its last bar."""
    at = 1 if reader.horizontal else 0
    middles = [(box[at] + box[at + 2]) / 2 for box, _ in theirs.bars]
    first, last = min(middles), max(middles)
    step = (last - first) / max(reader.count - 1, 1) or reader.box[at + 2]
    found = [*reader.box]
    found[at], found[at + 2] = first - step / 2, step * reader.count
    return found[0], found[1], found[2], found[3]


def number(value: Any) -> float:
    """Return a value of an axis: its number, or of a date the days since the end of 1899."""
    date = as_date(value)
    return float(value) if date is None else (date - ZERO_DAY).total_seconds() / 86_400


def _thinned(bars: list[Thing], horizontal: bool) -> list[Thing]:
    """Return bars as lines along their middles: where PowerPoint draws them thicker, and says so."""
    middles = [((x + u) / 2, (y + v) / 2) for (x, y, u, v), _ in bars]
    return [
        ((x, y, u, y) if horizontal else (x, top, x, bottom), look)
        for (x, y), ((left, top, right, bottom), look) in zip(middles, bars, strict=True)
        for x, u in [(left, right) if horizontal else (x, x)]
    ]


def _compared(ours: Drawn, theirs: Drawn, note: str, horizontal: bool) -> Iterator[str]:
    if "thicker" in note or "stand within the plot" in note:
        ours.bars, theirs.bars = (_thinned(each.bars, horizontal) for each in (ours, theirs))
    if "ends of error bars" in note:
        theirs.bars = interval_oracle.ends_too(theirs.bars, theirs.intervals, horizontal)
    # Quarters drawn as categories stand up to two days from their dates.
    close = 3 * CLOSE if "spaced evenly" in note else CLOSE
    if "spaced evenly" in note and ours.bars:  # months of 28 and of 31 days are equally wide
        close = max(close, 0.09 * max(box[2] - box[0] for box, _ in ours.bars))
    if "ticks stand upon" in note:
        close = max(close, 2.7)
    ours.bars = _joined(ours.bars, theirs.bars)
    for kind in ("areas", "bars", "segments", "symbols", "rules", "intervals", "labels"):
        yield from unlike(kind, getattr(ours, kind), getattr(theirs, kind), close)
    if ours.legend != theirs.legend:
        yield f"legend {ours.legend} is not {theirs.legend}"
    if sorted(ours.titles) != sorted(theirs.titles):
        yield f"titles {ours.titles} are not {theirs.titles}"


def _tick_faults(ours: Drawn, theirs: Drawn, note: str, *, timed: bool) -> Iterator[str]:
    """Yield the ticks of Vega's that are missing; a note loosens its own axis alone, and as far as it says."""
    for text, place in ours.powers:
        there = {other for axis, other, at in theirs.ticks if axis == "across" and abs(at - place) <= CLOSE}
        if there and text not in there:
            yield f"the tick {text!r} of the log axis is {there}"
    for axis, text, place in theirs.ticks:
        if axis == "along" and "bins are labelled" in note and bin_oracle.is_end(text, place, ours.edges):
            continue
        if axis == ("across" if timed else "along") and re.search(r"dates (are|is)|labels of dates", note):
            continue  # one format, in even steps: what stands where is held against Vega item by item
        if axis == "across" and ours.powers:
            continue
        at = [other for own, other, where in ours.ticks if own == axis and abs(place - where) <= CLOSE]
        same = axis == "across" and "other digits" in note and any(_amount(text) == _amount(each) for each in at)
        if text not in at and not same:
            yield f"the tick {text!r} of {axis} at {place:.1f} is missing from {ours.ticks}"


def _amount(text: str) -> float | None:
    """Return the number that a tick's text stands for, its thousands and millions counted."""
    found = re.fullmatch(r"[^\d.-]*(-?)[^\d.]*([\d,]*\.?\d+)\s*([kKMGBTm%]?).*", text)
    if found is None:
        return None
    scale = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9, "T": 1e12, "m": 1e-3, "%": 0.01}.get(found[3], 1.0)
    return float(f"{float(found[1] + found[2].replace(',', '')) * scale:.9g}")


def _joined(ours: list[Thing], theirs: list[Thing]) -> list[Thing]:
    """Return bars with two pieces that meet, above and below zero, as the one bar that Vega draws there."""
    found = list(ours)
    for one, other in itertools.permutations(ours, 2):
        (a, look), (b, same) = one, other
        upright = _near((a[0], a[2], a[1]), (b[0], b[2], b[3]), 0.1)
        sideways = _near((a[1], a[3], a[0]), (b[1], b[3], b[2]), 0.1)
        whole = (min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3]))
        if look == same and (upright or sideways) and any(_near(whole, each) for each, _ in theirs):
            found = [each for each in found if each not in (one, other)] + [(whole, look)]
    return found


def _near(one: tuple[float, ...], other: tuple[float, ...], close: float = CLOSE) -> bool:
    return distance(one, other) <= close


# ── Vega's side: the plain scenegraph ─────────────────────────────────────────────────────────────────────────────
def _vega(graph: Mapping[str, Any], horizontal: bool) -> Drawn:
    found = Drawn()
    root = graph["scenegraph"]["items"][0]
    left, top = graph["origin"]
    _walk(root, left + root.get("x", 0), top + root.get("y", 0), found, "", horizontal)
    return found


def _walk(group: Mapping[str, Any], x: float, y: float, found: Drawn, orient: str, horizontal: bool) -> None:
    for mark in group.get("items", []):
        if "brush" in mark.get("name", ""):  # a selection's rectangle, before anybody selects
            continue
        for item in mark.get("items", []):
            _take(mark, item, x, y, found, orient, horizontal)
            inside = item.get("orient", orient) if mark["role"] == "axis" else orient
            if mark["marktype"] == "group":
                _walk(item, x + item.get("x", 0), y + item.get("y", 0), found, inside, horizontal)
        if mark["marktype"] == "line" and mark["role"] == "mark":
            _line(mark, x, y, found)
        if mark["marktype"] == "area" and mark["role"] == "mark":
            found.areas += area_oracle.of_vega(mark, x, y, lambda item: (_paint(item, "fill"), _paint(item, "stroke")))


def _take(mark: Any, item: Any, x: float, y: float, found: Drawn, orient: str, horizontal: bool) -> None:
    kind, role = mark["marktype"], mark["role"]
    at = (x + item.get("x", 0), y + item.get("y", 0))
    text = item.get("text", "")
    words = "\n".join(text) if isinstance(text, list) else str(text).replace("\n", " ")
    seen = item.get("opacity", 1) != 0
    if role == "mark" and kind == "rect":
        box = (*at, at[0] + item.get("width", 0), at[1] + item.get("height", 0))
        found.bars.append((box, (_paint(item, "fill"), _paint(item, "stroke"))))
    elif role == "mark" and kind == "symbol" and seen and item.get("size", 1) > 0:
        found.symbols.append((at, (_paint(item, "fill"), _paint(item, "stroke"), *turned(item))))
    elif role == "mark" and kind == "rule":
        color = _paint(item, "stroke")
        spans = interval_oracle.of_vega(item, at, horizontal, color)
        if spans is None:
            found.rules.append((at[:1] if horizontal else at[1:], color))
        elif color is not None:
            found.intervals += spans
    elif role == "mark" and kind == "text" and words.strip() and seen:
        bold = item.get("fontWeight", "normal") in ("bold", 600, 700)
        found.labels.append((at, (_plain(words), _paint(item, "fill"), bold, round(item.get("fontSize", 11)))))
    elif role == "axis-label" and seen and words:
        upright = orient in ("left", "right")
        found.ticks.append(("along" if upright == horizontal else "across", _plain(words), at[1 if upright else 0]))
    elif role == "legend-label":
        found.legend.add(words)
    elif role in ("axis-title", "title-text"):
        found.titles.append(words)


def turned(item: Mapping[str, Any]) -> tuple[float, ...]:
    """Return by how much a symbol is turned, nothing where nobody can see it: no marker of PowerPoint is."""
    angle = float(item.get("angle") or 0) % 360
    return (angle,) if angle and item.get("shape", "circle") != "circle" else ()


def _line(mark: Any, x: float, y: float, found: Drawn) -> None:
    items = mark.get("items", [])
    for first, second in itertools.pairwise(items):
        if first.get("defined", True) and second.get("defined", True):
            ends = sorted([(x + first["x"], y + first["y"]), (x + second["x"], y + second["y"])])
            found.segments.append(((*ends[0], *ends[1]), _paint(items[0], "stroke")))


def _paint(item: Mapping[str, Any], key: str) -> Color | None:
    color = item.get(key)
    opacity = float(item.get("opacity", 1)) * float(item.get(f"{key}Opacity", 1))
    if color in (None, "", "none", "transparent") or not opacity or (key == "stroke" and item.get("strokeWidth") == 0):
        return None
    # Of a hatch both colours, stroke and ground.
    colors = [color] if isinstance(color, str) else list(dict.fromkeys(each["color"] for each in color["stops"]))
    return "/".join("{:02X}{:02X}{:02X}".format(*ImageColor.getrgb(each)) for each in colors), round(opacity, 2)


def _plain(text: str) -> str:
    return text.replace("\u2212", "-")


# ── our side: the written XML ─────────────────────────────────────────────────────────────────────────────────────
class _Reader(WrittenXml):
    def __init__(
        self, root: Any, size: tuple[float, float], theme: Theme, vega: tuple[float, float], *, timed: bool
    ) -> None:
        super().__init__(root, size, theme)
        self.vega, self.timed = vega, timed
        self.horizontal = bool(self.all("//c:barDir[@val='bar']"))
        self.category = self.all("//c:catAx | //c:dateAx")[0]
        self.value = self.all("//c:valAx")[0]
        self.low, self.high = (float(self.one(f"//c:valAx/c:scaling/c:{end}/@val")) for end in ("min", "max"))
        self.names = self._names(self.all("//c:ser")[0])
        self.count = len(self.names)

    def faults(self, note: str) -> list[str]:
        """Return what is wrong with the axes themselves."""
        found = []
        if (self.low, self.high) != self.vega and "starts at" not in note:
            found.append(f"the value axis is {self.low} to {self.high}, not {self.vega}")
        if self.low > self.vega[0] or self.high != self.vega[1]:
            found.append("the value axis was cut")
        for path in ("//c:valAx/c:scaling", "//c:catAx/c:scaling | //c:dateAx/c:scaling"):
            if len({etree.tostring(each) for each in self.all(path)}) > 1:
                found.append("the second pair of axes differs from the first")
        return found

    def drawn(self) -> Drawn:
        found = Drawn()
        for plot in self.all("//c:areaChart"):
            self._areas(plot, found)
        for plot in self.all("//c:barChart"):
            self._bars(plot, found)
        for plot in self.all("//c:lineChart"):
            self._lines(plot, found)
        deleted = self.deleted()
        if self.all("//c:legend"):
            series = {int(self.one("c:idx/@val", each)): self._name(each) for each in self.all("//c:ser")}
            found.legend = {name for index, name in series.items() if index not in deleted}
        found.titles = self.titles()
        self._ticks(found)
        self._category_ticks(found)
        return found

    def _name(self, series: Any) -> str:
        return self.one("c:tx//c:v/text()", series)

    def _names(self, series: Any) -> list[str]:
        count = int(self.one("c:cat//c:ptCount/@val", series))
        points = {int(p.get("idx")): self.one("c:v/text()", p) for p in self.all("c:cat//c:pt", series)}
        return [points[index] for index in range(count)]

    def _numbers(self, series: Any) -> dict[int, float]:
        return {int(p.get("idx")): float(self.one("c:v/text()", p)) for p in self.all("c:val//c:pt", series)}

    def _along(self, index: int) -> tuple[float, float]:
        """Return a category's centre and the room it has, along the category axis."""
        start, length = (self.box[1], self.box[3]) if self.horizontal else (self.box[0], self.box[2])
        between = self.one("//c:valAx/c:crossBetween/@val") == "between"
        low = self.all("c:scaling/c:min/@val", self.category)
        if low:
            first, last = float(low[0]), float(self.one("c:scaling/c:max/@val", self.category))
            share = (float(self.names[index]) - first) / (last - first)
        else:
            share = (index + 0.5) / self.count if between else index / (self.count - 1)
        backwards = self.one("c:scaling/c:orientation/@val", self.category) == "maxMin"
        # A chart's own upward axis counts from the bottom.
        if backwards != self.horizontal:
            share = 1 - share
        return start + share * length, length / self.count

    def _across(self, value: float) -> float:
        low, high = self.vega
        if self.all("c:scaling/c:logBase", self.value):
            value, low, high = (math.log10(each) for each in (value, low, high))
        share = (value - low) / (high - low)
        # A value axis that runs backwards begins at the right or at the top.
        if self.one("c:scaling/c:orientation/@val", self.value) == "maxMin":
            share = 1 - share
        return self.box[0] + share * self.box[2] if self.horizontal else self.box[1] + (1 - share) * self.box[3]

    @property
    def floor(self) -> float:
        """The value at which the category axis crosses, from which bars and areas are drawn."""
        at = self.all("c:crossesAt/@val", self.category)
        low_end = self.all("c:crosses[@val='min']", self.category) or self.low > 0
        return float(at[0]) if at else self.low if low_end else 0.0

    def _areas(self, plot: Any, found: Drawn) -> None:
        series = self.all("c:ser", plot)
        looks = [self._bar_look(each, 0) for each in series]
        values = list(zip(map(self._numbers, series), looks, strict=True))
        for ends, look in area_oracle.written(self.one("c:grouping/@val", plot), values, self.floor, self.count):
            if look != (None, None):
                points = [(self._along(i)[0], self._across(v), self._across(u)) for i, (u, v) in ends.items()]
                found.areas.append(area_oracle.outline(points, look))

    def _bars(self, plot: Any, found: Drawn) -> None:
        grouping = self.one("c:grouping/@val", plot)
        gap, overlap = (float(self.one(f"c:{name}/@val", plot)) / 100 for name in ("gapWidth", "overlap"))
        series = self.all("c:ser", plot)
        ends: dict[tuple[int, bool], float] = {}
        totals = [sum(abs(self._numbers(each).get(i, 0)) for each in series) for i in range(self.count)]
        for order, each in enumerate(series):
            for index, value in self._numbers(each).items():
                centre, room = self._along(index)
                beside = len(series) if grouping == "clustered" else 1
                width = room / (beside - (beside - 1) * overlap + gap)
                if grouping == "clustered":
                    shift = (order - (beside - 1) / 2) * width * (1 - overlap)
                    backwards = self.one("c:scaling/c:orientation/@val", self.category) == "maxMin"
                    centre += -shift if backwards != self.horizontal else shift
                    start, end = self.floor, value
                else:
                    length = value / totals[index] if grouping == "percentStacked" and totals[index] else value
                    start = ends.get((index, value < 0), 0.0)
                    end = ends[index, value < 0] = start + length
                first, last = sorted((self._across(start), self._across(end)))
                side = (centre - width / 2, centre + width / 2)
                box = (first, side[0], last, side[1]) if self.horizontal else (side[0], first, side[1], last)
                look = self._bar_look(each, index)
                if look != (None, None):  # what holds a bar up, or only carries a label, is not seen
                    found.bars.append((box, look))
                self._interval(each, index, end, centre, found)
                along = {"ctr": (start + end) / 2, "inBase": start}
                self._label(
                    each, index, value, found, lambda p, c=centre, e=end, a=along: (c, self._across(a.get(p, e)))
                )

    def _bar_look(self, series: Any, index: int) -> tuple[Color | None, Color | None]:
        own = self.all(f"c:dPt[c:idx/@val='{index}']/c:spPr", series) or self.all("c:spPr", series)
        return self.look(own[0])

    def _lines(self, plot: Any, found: Drawn) -> None:
        spans = self.one("//c:dispBlanksAs/@val") == "span"
        for series in self.all("c:ser", plot):
            values = self._numbers(series)
            points = {i: (self._along(i)[0], self._across(v)) for i, v in values.items()}
            color = self.color(self.all("c:spPr", series)[0], "a:ln/a:solidFill")
            trend = self.all("c:trendline/c:spPr", series)
            if trend:
                found.rules.append(((next(iter(points.values()))[1],), self.color(trend[0], "a:ln/a:solidFill")))
            places = sorted(points)
            for first, second in itertools.pairwise(places):
                if color and (spans or second == first + 1):
                    ends = sorted([points[first], points[second]])
                    found.segments.append(((*ends[0], *ends[1]), color))
            for index, place in points.items():
                self._interval(series, index, values[index], place[0], found)
                self._symbol(series, index, place, found)
                self._label(series, index, values[index], found, lambda _, p=place: p)

    def _interval(self, series: Any, index: int, value: float, centre: float, found: Drawn) -> None:
        ends = interval_oracle.written(series, index, value)
        if ends is not None:
            color = self.color(self.all("c:errBars/c:spPr", series)[0], "a:ln/a:solidFill")
            first, last = sorted(map(self._across, ends))
            half = int(self.one("c:errBars/c:spPr/a:ln/@w", series)) / 12_700 / 2
            if self.all("c:errBars/c:val", series) and half > last - first:  # a line thicker than it is long: a tick
                sides = (centre - half, centre + half)
                box = (first, sides[0], last, sides[1]) if self.horizontal else (sides[0], first, sides[1], last)
                found.bars.append((box, (color, None)))
                return
            found.intervals += interval_oracle.span(centre, self._across(ends[0]), self._across(ends[1]), color)

    def _symbol(self, series: Any, index: int, place: tuple[float, float], found: Drawn) -> None:
        own = self.all(f"c:dPt[c:idx/@val='{index}']/c:marker", series) or self.all("c:marker", series)
        if self.one("c:symbol/@val", own[0]) != "none":
            look = self.all("c:spPr", own[0])[0]
            found.symbols.append((place, self.look(look)))

    def zero(self) -> Thing | None:
        """Return the category axis's own line where it crosses at zero: it may stand for a rule there."""
        color = self.color(self.all("c:spPr", self.category)[0], "a:ln/a:solidFill")
        at_zero = self.low <= 0 <= self.high and self.one("c:crosses/@val", self.category) == "autoZero"
        return ((self._across(0.0),), color) if color is not None and at_zero else None

    def _label(self, series: Any, index: int, value: float, found: Drawn, anchor: Callable[[str], Place]) -> None:
        labels = self.all("c:dLbls", series)
        if not labels:
            return
        own = self.all(f"c:dLbl[c:idx/@val='{index}']", labels[0])
        if own and self.all("c:delete", own[0]):
            return
        said = own[0] if own else labels[0]
        look = self.all(".//a:defRPr", said)[0]
        words = (self.color(look, "a:solidFill"), look.get("b") == "1", round(int(look.get("sz")) / 100))
        place = anchor(self.one("c:dLblPos/@val", said))
        if self.horizontal:
            place = place[::-1]
        found.labels.append((place, (self._words(said, value), *words)))

    def _words(self, said: Any, value: float) -> str:
        rows = self.all("c:tx//a:p", said)
        if rows:
            return _plain("\n".join("".join(row.itertext()) for row in rows))
        return excel(value, self.one("c:numFmt/@formatCode", said))

    def _ticks(self, found: Drawn) -> None:
        if self.one("c:delete/@val", self.value) == "0" and self.one("c:tickLblPos/@val", self.value) != "none":
            form = self.one("c:numFmt/@formatCode", self.value)
            if self.all("c:scaling/c:logBase", self.value):
                powers = [10.0**n for n in range(-12, 16)]
                found.powers = [(excel(n, form), self._across(n)) for n in powers if self.low <= n <= self.high]
                return
            step = float((self.all("c:majorUnit/@val", self.value) or ["1"])[0])
            for count in range(round((self.high - self.low) / step + 0.49) + 1):
                value = round(self.low + count * step, 10)
                if value <= self.high + 1e-9:
                    found.ticks.append(("across", self._printed(value, form), self._across(value)))

    def _printed(self, value: float, form: str) -> str:
        if not self.timed:
            return excel(value, form)
        return excel_date_text(ZERO_DAY + datetime.timedelta(seconds=round(value * 86_400)), form)

    def _category_ticks(self, found: Drawn) -> None:
        if self.category.tag.endswith("catAx"):
            for index, name in enumerate(self.names):
                centre, room = self._along(index)
                found.ticks.append(("along", _plain(name), centre))
                found.edges.append((_plain(name), centre - room / 2, centre + room / 2))
        else:
            self._date_ticks(found)

    def _date_ticks(self, found: Drawn) -> None:
        """Dates are compared by what they print at each day: where labels stand is counted in calendar steps."""
        form = self.one("c:numFmt/@formatCode", self.category)
        first, last = (float(self.one(f"c:scaling/c:{end}/@val", self.category)) for end in ("min", "max"))
        for day in range(int(first), int(last) + 1):
            date = datetime.date(1899, 12, 30) + datetime.timedelta(days=day)
            share = (day - first) / (last - first)
            found.ticks.append(("along", excel_date_text(date, form), self.box[0] + share * self.box[2]))


# ── what Excel prints ─────────────────────────────────────────────────────────────────────────────────────────────
def excel(value: float, form: str) -> str:
    """Return what Excel prints for a number; sections, conditions, words, thousands and per cent are known."""
    sections = form.split(";")
    chosen, number = sections[0], value
    conditions = [re.match(r"\[>=(\d+)\]", each) for each in sections]
    if any(conditions):
        place = next(
            (i for i, each in enumerate(conditions) if each is None or value >= float(each[1])), len(sections) - 1
        )
        chosen = re.sub(r"\[[^\]]*\]", "", sections[place])
    elif len(sections) == 3:
        chosen, number = (
            (sections[0], value) if value > 0 else (sections[1], -value) if value < 0 else (sections[2], 0.0)
        )
    if chosen == "General":
        return f"{number:.10g}"
    words = re.findall(r'"([^"]*)"', chosen)
    bare = re.sub(r'"[^"]*"', "\0", chosen)
    digits = re.search(r"[#0][#0,]*(?:\.0+)?,*", bare)
    if digits is None:
        text = bare
    else:
        text = bare.replace(digits[0], _digits(number, digits[0], "%" in bare), 1)
        if number < 0:
            text = "-" + text
    for word in words:
        text = text.replace("\0", word, 1)
    return text


def _digits(number: float, form: str, percent: bool) -> str:
    core = form.rstrip(",")
    scaled = Decimal(f"{abs(number) * (100 if percent else 1):.15g}") / Decimal(1000) ** (len(form) - len(core))
    decimals = len(core.partition(".")[2])
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{decimals}f}" if "," in core else f"{rounded:.{decimals}f}"


def excel_date_text(date: Any, form: str) -> str:
    """Return what Excel prints for a day in a date format."""
    words = {"yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "dddd": "%A", "ddd": "%a", "dd": "%d"}
    bare = form.removeprefix("[$-409]").replace('"', "")
    texts = {"m": str(date.month), "d": str(date.day)}
    clock = {"hh:mm:ss": "%H:%M:%S", "hh:mm": "%H:%M", "hh AM/PM": "%I %p"}
    return "".join(
        date.strftime((words | clock)[each]) if each in words | clock else texts.get(each, each)
        for each in re.findall(r"hh:mm:ss|hh:mm|hh AM/PM|yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|.", bare)
    )
