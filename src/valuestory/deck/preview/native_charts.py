"""A native chart as Vega-Lite, to be looked at: its data, kind, colours and axes; finer design is left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from valuestory.deck.preview.chart_axes import (
    axis_code,
    axis_title,
    bands,
    categories_of,
    is_gone,
    is_reversed,
    label_code,
    scale_of,
    value_axis,
)
from valuestory.deck.preview.chart_looks import (
    accent,
    colors_of,
    letters_color,
    letters_said,
    letters_size,
    point_color,
    scaled_colors,
    series_name,
    value_of,
)
from valuestory.deck.preview.number_codes import number_code
from valuestory.deck.reading.plots import PIES, axis_of, numbers_of, plots, values_of
from valuestory.deck.template.shades import Scheme
from valuestory.slides.slide import Chart

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_BARS: Final = ("barChart", "bar3DChart")
_LINES: Final = ("lineChart", "line3DChart")
_AREAS: Final = ("areaChart", "area3DChart")
_USUAL_SIZE: Final = 10.0
_LEGEND: Final = {"r": "right", "l": "left", "t": "top", "b": "bottom", "tr": "top-right"}
_NARROWEST: Final = 1 / 6
"""Where values differ by less than this share of the largest, PowerPoint's axis does not begin at zero."""


def shown_chart(chart: Any, scheme: Scheme, scale: float, said: Mapping[str, Any]) -> Chart | None:
    """Return a native chart as one that the browser shows; None for kinds that it would not look like.

    Parameters
    ----------
    chart
        The chart's root, filled.
    scheme
        What the theme's names of colours mean on its slide.
    scale
        Makes the slide 7.5 inches high.
    said
        Its shape's properties, which have the alt text.
    """
    drawn = plots(chart)
    kinds = {kind for kind, _ in drawn}
    if not drawn:
        return None
    if kinds <= set(PIES):
        spec = _pie(drawn[0][1], chart, scheme)
    elif kinds == {"scatterChart"}:
        spec = _points(drawn, chart, scheme)
    elif kinds <= {*_BARS, *_LINES, *_AREAS}:
        spec = _columns(drawn, chart, scheme)
    else:
        return None
    return Chart(_dressed(spec, chart, scheme, scale), str(said.get("descr", "")))


def _dressed(spec: dict[str, Any], chart: Any, scheme: Scheme, scale: float) -> dict[str, Any]:
    """Return a chart with its title, and its letters in their size and colour."""
    size, ink = letters_size(chart) * scale, letters_color(chart, scheme)
    letters = {"labelFontSize": size, "titleFontSize": size, "labelColor": ink, "titleColor": ink}
    config = {
        "axis": {**letters, "titleFontWeight": "normal", "labelLimit": 400},
        "axisQuantitative": {"labelFontSize": size, "labelColor": ink},
        "legend": {**letters, "title": None},
        "text": {"fontSize": size, "color": ink},
        "view": {"stroke": None},
        "background": "transparent",
    }
    title, name = chart.find(f"{_C}chart/{_C}title"), _title(chart)
    if name:
        about = letters_size(title, 1.2 * letters_size(chart)) * scale if title is not None else 1.2 * size
        shown = letters_color(title, scheme) if title is not None else ink
        light = title is not None and any(each.get("b") in ("0", "false") for each in letters_said(title))
        weight = "normal" if light else "bold"
        spec["title"] = {"text": name, "anchor": "middle", "fontSize": about, "color": shown, "fontWeight": weight}
    return {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", **spec, "config": config}


def _title(chart: Any) -> str:
    """Return a chart's title; the name of its only series where it leaves the title to that."""
    title, hidden = chart.find(f"{_C}chart/{_C}title"), chart.find(f"{_C}chart/{_C}autoTitleDeleted")
    written = "" if title is None else "".join(each.text or "" for each in title.iter(f"{_A}t"))
    series = list(chart.iter(f"{_C}ser"))
    left = title is not None or (hidden is not None and hidden.get("val") in ("0", "false"))
    return written or (series_name(series[0]) if left and len(series) == 1 else "")


def _columns(drawn: list[tuple[str, Any]], chart: Any, scheme: Scheme) -> dict[str, Any]:
    """Return bars, lines and areas over categories, each plot a layer."""
    series = [each for _, plot in drawn for each in plot.findall(f"{_C}ser")]
    names = max((categories_of(each) for each in series), key=len, default=[])
    lying = any(each.find(f"{_C}barDir[@val='bar']") is not None for _, each in drawn)
    category = chart.find(f".//{_C}catAx")
    category = chart.find(f".//{_C}dateAx") if category is None else category
    order = list(range(len(names)))
    if lying != is_reversed(category):
        order.reverse()  # PowerPoint's rows begin at the foot
    first, second = ("y", "x") if lying else ("x", "y")
    words = {"labelExpr": f"{json.dumps(names)}[datum.value]", "title": axis_title(category), "grid": False}
    place: dict[str, Any] = {"field": "i", "type": "ordinal", "sort": order, "axis": words | {"labelAngle": 0}}
    if category is None or is_gone(category):
        place["axis"] = None
    layers: list[dict[str, Any]] = []
    axes = []
    for kind, plot in drawn:
        axis = axis_of(plot, chart)
        axes.append(axis)
        layers += _layers(kind, plot, chart, scheme, names, (first, second), place)
    apart = len({id(each) for each in axes}) > 1
    spec: dict[str, Any] = {"layer": layers}
    return spec | ({"resolve": {"scale": {second: "independent"}}} if apart else {})


def _layers(
    kind: str,
    plot: Any,
    chart: Any,
    scheme: Scheme,
    names: list[str],
    sides: tuple[str, str],
    place: dict[str, Any],
) -> Iterator[dict[str, Any]]:
    first, second = sides
    series = plot.findall(f"{_C}ser")
    axis, grouping = axis_of(plot, chart), value_of(plot, "grouping", "standard")
    stacked = {"stacked": "zero", "percentStacked": "normalize"}.get(grouping)
    code = number_code(axis_code(axis, series))
    rows = [
        {
            "i": at,
            "s": f"{order}",
            "k": order,
            "v": value,
            "t": label.text(value),
            **point_color(each, at, kind, scheme),
        }
        for order, each in enumerate(series)
        for label in [number_code(label_code(each, plot))]
        for at, value in sorted(values_of(each).items())
    ]
    beside = kind in _BARS and stacked is None and len(series) > 1
    measure: dict[str, Any] = {
        "field": "v",
        "type": "quantitative",
        "stack": stacked,
        "scale": scale_of(axis, rows, kind, stacked),
        "axis": None if axis is None or is_gone(axis) else value_axis(axis, code),
        "title": None if axis is None else axis_title(axis),
    }
    encoding: dict[str, Any] = {
        first: place | ({"scale": bands(plot, 1 if stacked else len(series))} if kind in _BARS else {}),
        second: measure,
        "color": colors_of(chart, kind, series, scheme),
        "order": {"field": "k", "type": "ordinal"},
    }
    if beside:
        turned = list(range(len(series)))
        encoding[f"{first}Offset"] = {"field": "k", "sort": turned[::-1] if first == "y" else turned}
    mark: dict[str, Any] = {"type": "bar"}
    if kind in _LINES:
        mark, encoding = {"type": "line", "point": _has_marks(plot)}, encoding | {"order": {"field": "i"}}
    elif kind in _AREAS:
        mark = {"type": "area", "opacity": 1}
    yield {"data": {"values": rows}, "mark": mark, "encoding": encoding}
    if _shows_values(plot):
        yield _labels(rows, encoding, kind, sides, stacked)


def _labels(
    rows: list[dict[str, Any]], encoding: dict[str, Any], kind: str, sides: tuple[str, str], stacked: str | None
) -> dict[str, Any]:
    across = sides[0] == "y"
    kept = {name: each for name, each in encoding.items() if name not in ("color",)}
    mark: dict[str, Any] = {"type": "text", "baseline": "middle" if across else "bottom"}
    mark |= {"align": "left", "dx": 4} if across else {"align": "center", "dy": -3}
    if stacked and kind in _BARS:
        mark = {"type": "text", "align": "center", "baseline": "middle"}
        kept[sides[1]] = kept[sides[1]] | {"bandPosition": 0.5}
    return {"data": {"values": rows}, "mark": mark, "encoding": kept | {"text": {"field": "t", "type": "nominal"}}}


def _points(drawn: list[tuple[str, Any]], chart: Any, scheme: Scheme) -> dict[str, Any]:
    series = [each for _, plot in drawn for each in plot.findall(f"{_C}ser")]
    rows = []
    for order, each in enumerate(series):
        across = numbers_of(each.find(f"{_C}xVal"))
        for at, value in sorted(values_of(each).items()):
            look = point_color(each, at, "scatterChart", scheme)
            rows.append({"i": at, "s": f"{order}", "x": across.get(at, at + 1), "v": value, **look})
    axes = chart.findall(f".//{_C}valAx")
    encoding: dict[str, Any] = {"color": colors_of(chart, "scatterChart", series, scheme)}
    for axis, side, field in zip(axes, ("x", "y"), ("x", "v"), strict=False):
        values = [{"v": row[field]} for row in rows]
        shown = None if is_gone(axis) else value_axis(axis, number_code(axis_code(axis, series)))
        scale = scale_of(axis, values, "scatterChart", None)
        encoding[side] = {
            "field": field, "type": "quantitative", "scale": scale, "axis": shown, "title": axis_title(axis)
        }  # fmt: skip
    layers: list[dict[str, Any]] = [{"mark": {"type": "point", "filled": True, "size": 50}, "encoding": encoding}]
    if value_of(drawn[0][1], "scatterStyle", "").startswith(("line", "smooth")) and not _bare_lines(series):
        layers.insert(0, {"mark": "line", "encoding": encoding | {"order": {"field": "i"}}})
    return {"data": {"values": rows}, "layer": layers}


def _bare_lines(series: list[Any]) -> bool:
    return all(each.find(f"{_C}spPr/{_A}ln/{_A}noFill") is not None for each in series)


def _pie(plot: Any, chart: Any, scheme: Scheme) -> dict[str, Any]:
    each = next(iter(plot.findall(f"{_C}ser")), None)
    values = {} if each is None else values_of(each)
    names = [] if each is None else categories_of(each)
    code = number_code("" if each is None else label_code(each, plot))
    colors = [point_color(each, at, "pieChart", scheme)["own"] or accent(at, scheme) for at in values]
    shares, total = _shows(plot, "showPercent"), sum(values.values()) or 1.0
    rows = [
        {"k": at, "s": f"{at}", "v": value, "t": f"{value / total:.0%}" if shares else code.text(value)}
        for at, value in values.items()
    ]
    labels = [names[at] if at < len(names) else str(at + 1) for at in values]
    encoding: dict[str, Any] = {
        "theta": {"field": "v", "type": "quantitative", "stack": True},
        "order": {"field": "k", "type": "ordinal"},
        "color": scaled_colors(chart, labels, colors),
    }
    hole = plot.find(f"{_C}holeSize")
    inner = {"expr": f"min(width,height)/2*{int(hole.get('val')) / 100:g}"} if hole is not None else 0
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "arc", "outerRadius": {"expr": "min(width,height)/2"}, "innerRadius": inner}}
    ]
    if shares or _shows_values(plot):
        far = {"expr": f"min(width,height)/2*{0.65 if hole is None else (1 + int(hole.get('val')) / 100) / 2:g}"}
        text = {"field": "t", "type": "nominal"}
        layers.append(
            {"mark": {"type": "text", "radius": far}, "encoding": {"text": text, "color": {"value": "#FFFFFF"}}}
        )
    return {"data": {"values": rows}, "encoding": encoding, "layer": layers}


def _shows(plot: Any, name: str) -> bool:
    return any(each.get("val", "1") in ("1", "true") for each in plot.iter(f"{_C}{name}"))


def _shows_values(plot: Any) -> bool:
    return _shows(plot, "showVal")


def _has_marks(plot: Any) -> bool:
    marks = [each.find(f"{_C}marker/{_C}symbol") for each in plot.findall(f"{_C}ser")]
    wanted = value_of(plot, "marker", "0") in ("1", "true")
    return wanted and any(each is None or each.get("val") != "none" for each in marks)
