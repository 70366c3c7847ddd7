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
    source = series.find(f"{_C}val")
    if source is None:
        source = series.find(f"{_C}yVal")
    cache = None if source is None else next(source.iter(f"{_C}numCache", f"{_C}numLit"), None)
    values: list[float | None] = []
    code = ""
    if cache is not None:
        count = cache.find(f"{_C}ptCount")
        found = {int(each.get("idx")): _number(each.findtext(f"{_C}v")) for each in cache.findall(f"{_C}pt")}
        size = int(count.get("val")) if count is not None else max(found, default=-1) + 1
        values = [found.get(at) for at in range(size)]
        code = cache.findtext(f"{_C}formatCode") or ""
    labels = series.find(f"{_C}dLbls/{_C}numFmt")
    own = series.find(f"{_C}spPr")
    drawn = own is None or own.find(f"{_A}noFill") is None
    return Series(name, tuple(values), drawn, labels.get("formatCode", code) if labels is not None else code)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) else None
