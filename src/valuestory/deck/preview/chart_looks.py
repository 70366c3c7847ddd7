"""The colours, letters and legend of a native chart, as Vega-Lite has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from valuestory.deck.template.shades import Scheme, shade_in

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_LINES: Final = ("lineChart", "line3DChart")
_USUAL_SIZE: Final = 10.0
_LEGEND: Final = {"r": "right", "l": "left", "t": "top", "b": "bottom", "tr": "top-right"}


def series_name(series: Any) -> str:
    """Return a series' name."""
    return "".join(each.text or "" for each in series.iterfind(f"{_C}tx//{_C}v"))


def point_color(series: Any, at: int, kind: str, scheme: Scheme) -> dict[str, Any]:
    """Return the colour of a point that has its own; empty where it has that of its series."""
    own = next((each for each in series.findall(f"{_C}dPt") if value_of(each, "idx", "") == str(at)), None)
    look = None if own is None else own.find(f"{_C}spPr")
    return {"own": None if look is None else _painted(look, kind, scheme)}


def _painted(look: Any, kind: str, scheme: Scheme) -> str | None:
    """Return the colour of a look, of lines that of the line; nothing at all where it is not drawn."""
    holder = look.find(f"{_A}ln") if kind in _LINES else look
    if holder is None:
        return None
    if holder.find(f"{_A}noFill") is not None:
        return "transparent" if kind != "scatterChart" else None
    fill = next((each for name in ("solidFill", "pattFill") if (each := holder.find(f"{_A}{name}")) is not None), None)
    fill = holder.find(f"{_A}gradFill/{_A}gsLst/{_A}gs") if fill is None else fill
    fill = fill.find(f"{_A}fgClr") if fill is not None and fill.find(f"{_A}fgClr") is not None else fill
    shade = None if fill is None else shade_in(fill, scheme)
    return None if shade is None else shade.color


def _series_color(series: Any, order: int, kind: str, scheme: Scheme) -> str:
    look = series.find(f"{_C}spPr")
    found = None if look is None else _painted(look, kind, scheme)
    if found is None and kind == "scatterChart":
        mark = series.find(f"{_C}marker/{_C}spPr")
        found = None if mark is None else _painted(mark, "barChart", scheme)
    return found or accent(int(value_of(series, "idx", str(order))), scheme)


def accent(at: int, scheme: Scheme) -> str:
    """Return the colour that PowerPoint gives to the series or the slice of this place."""
    return scheme.color(f"accent{at % 6 + 1}") or "#808080"


def colors_of(chart: Any, kind: str, series: list[Any], scheme: Scheme) -> dict[str, Any]:
    """Return how series are coloured, points with a colour of their own by that, and the legend."""
    colors = [_series_color(each, at, kind, scheme) for at, each in enumerate(series)]
    own = {"test": "datum.own", "field": "own", "type": "nominal", "scale": None}
    return {"condition": own, **scaled_colors(chart, [series_name(each) for each in series], colors)}


def scaled_colors(chart: Any, names: list[str], colors: list[str]) -> dict[str, Any]:
    """Return colours by place, with names for the legend where the chart has one."""
    legend = chart.find(f"{_C}chart/{_C}legend")
    shown = None if legend is None else _LEGEND.get(value_of(legend, "legendPos", "r"), "right")
    keys = {"orient": shown, "labelExpr": f"{json.dumps(names)}[datum.value]", "symbolType": "square"}
    scale = {"domain": [f"{at}" for at in range(len(names))], "range": colors}
    return {"field": "s", "type": "nominal", "scale": scale, "legend": None if shown is None else keys}


def letters_size(holder: Any, usual: float = _USUAL_SIZE) -> float:
    """Return the size of a chart's letters, or of a title's, in points."""
    found = next((each.get("sz") for each in letters_said(holder) if each.get("sz")), None)
    return usual if found is None else int(found) / 100


def letters_color(holder: Any, scheme: Scheme) -> str:
    """Return the colour of a chart's letters, or of a title's."""
    fills = (each.find(f"{_A}solidFill") for each in letters_said(holder))
    shades = (shade_in(each, scheme) for each in fills if each is not None)
    return next((each.color for each in shades if each is not None), scheme.color("tx1") or "#000000")


def letters_said(holder: Any) -> Iterator[Any]:
    """Yield what says how a chart's letters look, or a title's."""
    own = holder.find(f"{_C}txPr")
    for each in (own, holder.find(f"{_C}tx/{_C}rich")):
        if each is not None:
            yield from each.iter(f"{_A}defRPr", f"{_A}rPr")


def value_of(holder: Any, name: str, default: str) -> str:
    """Return what a setting of an element says: one that is there without a value is on."""
    found = holder.find(f"{_C}{name}")
    return default if found is None else str(found.get("val", "1"))
