"""A chart's part read: its plots, its series with what they show, its value axes. Judges nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PIES: Final = ("pieChart", "pie3DChart", "doughnutChart", "ofPieChart")


@dataclass(frozen=True)
class Series:
    """A series: its name, what it shows, and whether it is drawn at all."""

    name: str
    values: tuple[float | None, ...]
    drawn: bool
    format: str


def plots(chart: Any) -> list[tuple[str, Any]]:
    """Return the plots of a chart's root: what each is called in the file, and its element."""
    area = chart.find(f".//{_C}plotArea")
    found = [] if area is None else [(etree.QName(each).localname, each) for each in area]
    return [(kind, each) for kind, each in found if kind.endswith("Chart")]


def _axes(chart: Any) -> dict[str, Any]:
    return {each.find(f"{_C}axId").get("val"): each for each in chart.iter(f"{_C}valAx")}


def axis_of(plot: Any, chart: Any) -> Any:
    """Return the value axis that a plot is drawn on, or None."""
    axes = _axes(chart)
    return next((axes[each.get("val")] for each in plot.findall(f"{_C}axId") if each.get("val") in axes), None)


def limit(axis: Any, end: str) -> float | None:
    """Return where an axis is fixed to begin (``min``) or end (``max``); None where PowerPoint decides."""
    found = None if axis is None else axis.find(f"{_C}scaling/{_C}{end}")
    return None if found is None else float(found.get("val"))


def series_of(plot: Any) -> list[Series]:
    """Return the series of a plot, in the file's order."""
    return [_one(each) for each in plot.findall(f"{_C}ser")]


def _one(series: Any) -> Series:
    name = "".join(each.text or "" for each in series.iterfind(f"{_C}tx//{_C}v"))
    found = values_of(series)
    source = measured(series)
    count = None if source is None else source.find(f".//{_C}ptCount")
    size = int(count.get("val")) if count is not None else max(found, default=-1) + 1
    code = "" if source is None else source.findtext(f".//{_C}formatCode") or ""
    labels = series.find(f"{_C}dLbls/{_C}numFmt")
    own = series.find(f"{_C}spPr")
    drawn = own is None or own.find(f"{_A}noFill") is None
    shown = labels.get("formatCode", code) if labels is not None else code
    return Series(name, tuple(found.get(at) for at in range(size)), drawn, shown)


def measured(series: Any) -> Any:
    """Return the element that holds what a series measures: its values, of points their heights; None without."""
    values = series.find(f"{_C}val")
    return series.find(f"{_C}yVal") if values is None else values


def values_of(series: Any) -> dict[int, float]:
    """Return the numbers that a series draws, by place; what is no number is left out."""
    return numbers_of(measured(series))


def numbers_of(source: Any) -> dict[int, float]:
    """Return the numbers of a cache, by place; what is no number is left out."""
    numbers = () if source is None else source.iter(f"{_C}pt")
    read = {int(each.get("idx", "0")): _number(each.findtext(f"{_C}v")) for each in numbers}
    return {at: value for at, value in read.items() if value is not None}


def rows_named(chart: Any) -> dict[float, str]:
    """Return the rows of an XY chart that has categories upright, by their height; nothing of any other chart.

    Their names are labels of one unseen series: points above one another, half a step from the axis and a step apart.
    Of several, such as figures beside some rows, it is the one with the most, which stands last.
    """
    found: dict[float, str] = {}
    for series in chart.iter(f"{_C}ser"):
        heights, across = values_of(series), numbers_of(series.find(f"{_C}xVal"))
        places = {across.get(at) for at in heights}
        labels = {int(each.find(f"{_C}idx").get("val")): each for each in series.iter(f"{_C}dLbl")}
        apart = sorted(heights.values()) == [at + 0.5 for at in range(len(heights))]
        unseen = series.find(f"{_C}marker/{_C}symbol[@val='none']") is not None
        named = unseen and across and len(places) == 1 and apart and set(labels) == set(heights)
        if named and len(heights) >= max(len(found), 1):
            found = {heights[at]: "".join(each.text or "" for each in labels[at].iter(f"{_A}t")) for at in heights}
    return found


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
