"""The charts of `bench_charts` twice: as Vega-Lite charts, and as one writes them by hand in python-pptx.

Eight kinds that python-pptx has, each with five sets of numbers. By hand they get what the others have too: colours,
gap, overlap, fonts, gridlines, number formats, labels, a legend.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.util import Pt

COLORS: Final = ("0B5E8E", "9CC3DC", "828D98")
INK: Final = "17232E"
RULE: Final = "D5DBE0"
LINE: Final = "888888"
SERIES: Final = ("EMEA", "AMER", "APAC")
QUARTERS: Final = ("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2")
REASONS: Final = ("Access", "Billing", "Data", "Defect", "How to", "Other", "Outage", "Set-up")
DAYS: Final = tuple(date(2024 + month // 12, month % 12 + 1, 1) for month in range(24))
_LOOK: Final = {
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridColor": f"#{RULE}", "labelAngle": 0},
    "legend": {"labelFontSize": 12, "title": None},
    "view": {"stroke": None},
}

Hand = Callable[[Any, tuple[int, int, int, int], int], None]


def numbers(shift: int, count: int, series: int = 0) -> list[float]:
    """Return so many numbers between 10 and 60, others for each shift and series."""
    return [10.0 + (37 * (index + 1) * (series + 2) + 13 * shift) % 50 for index in range(count)]


def rows(shift: int, names: Sequence[str], places: Sequence[Any]) -> list[dict[str, Any]]:
    """Return a table of series over places, one row a value."""
    return [
        {"series": name, "place": place, "value": value}
        for number, name in enumerate(names)
        for place, value in zip(places, numbers(shift, len(places), number), strict=True)
    ]


# ── as Vega-Lite ──────────────────────────────────────────────────────────────────────────────────────────────────
def _chart(data: list[dict[str, Any]], **parts: Any) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": data},
        "config": _LOOK,
        **parts,
    }


def _place(kind: str = "nominal", **more: Any) -> dict[str, Any]:
    return {"field": "place", "type": kind, "title": None, **more}


def _value(title: str = "Cases", **more: Any) -> dict[str, Any]:
    return {"field": "value", "type": "quantitative", "title": title, **more}


def _by_series(names: Sequence[str] = SERIES) -> dict[str, Any]:
    return {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": list(names), "range": [f"#{each}" for each in COLORS[: len(names)]]},
    }


def _grouped(shift: int) -> dict[str, Any]:
    encoding = {"x": _place(), "xOffset": {"field": "series"}, "y": _value(), "color": _by_series()}
    return _chart(rows(shift, SERIES, QUARTERS), mark="bar", encoding=encoding)


def _stacked(shift: int) -> dict[str, Any]:
    encoding = {"x": _place(), "y": _value(), "color": _by_series()}
    return _chart(rows(shift, SERIES, QUARTERS), mark="bar", encoding=encoding)


def _sideways(shift: int) -> dict[str, Any]:
    encoding = {"y": _place(sort=None), "x": _value(axis=None)}
    texts = {
        "mark": {"type": "text", "align": "left", "dx": 4},
        "encoding": {"text": {"field": "value", "format": ".0f"}},
    }
    bars = {"mark": {"type": "bar", "color": f"#{COLORS[0]}"}}
    return _chart(rows(shift, SERIES[:1], REASONS), encoding=encoding, layer=[bars, texts])


def _lines(shift: int) -> dict[str, Any]:
    encoding = {"x": _place(), "y": _value(), "color": _by_series()}
    return _chart(rows(shift, SERIES, QUARTERS), mark={"type": "line", "point": True}, encoding=encoding)


def _dated(shift: int) -> dict[str, Any]:
    days = [day.isoformat() for day in DAYS]
    encoding = {
        "x": _place("temporal", axis={"format": "%b %Y", "tickCount": 6}),
        "y": _value(),
        "color": _by_series(SERIES[:2]),
    }
    return _chart(rows(shift, SERIES[:2], days), mark="line", encoding=encoding)


def _areas(shift: int) -> dict[str, Any]:
    encoding = {"x": _place(), "y": _value(), "color": _by_series()}
    return _chart(rows(shift, SERIES, QUARTERS), mark="area", encoding=encoding)


def _scattered(shift: int) -> dict[str, Any]:
    data = [{"x": x, "value": y} for x, y in zip(numbers(shift, 40, 3), numbers(shift, 40, 5), strict=True)]
    encoding = {"x": {"field": "x", "type": "quantitative", "title": "Hours"}, "y": _value()}
    return _chart(data, mark={"type": "point", "filled": True, "color": f"#{COLORS[0]}", "size": 49}, encoding=encoding)


def _parts(shift: int) -> dict[str, Any]:
    data = [{"series": name, "value": numbers(shift, 1, at)[0]} for at, name in enumerate(SERIES)]
    return _chart(data, mark="arc", encoding={"theta": _value(), "color": _by_series()})


# ── by hand ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _added(slide: Any, box: tuple[int, int, int, int], kind: Any, data: Any, *, legend: bool = True) -> Any:
    frame = slide.shapes.add_chart(kind, *box, data)
    frame.name = "Cases by quarter"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "Chart of cases by quarter and region. Highest 59, lowest 10.")
    chart = frame.chart
    chart.font.size = Pt(12)
    chart.font.color.rgb = RGBColor.from_string(INK)
    chart.has_title = False
    chart.has_legend = legend
    if legend:
        chart.legend.position = XL_LEGEND_POSITION.RIGHT
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(12)
    return chart


def _table(shift: int, names: Sequence[str], places: Sequence[Any]) -> CategoryChartData:
    data = CategoryChartData(number_format="0")
    data.categories = places
    for at, name in enumerate(names):
        data.add_series(name, numbers(shift, len(places), at))
    return data


def _axes(chart: Any, *, title: str = "", high: int = 60) -> None:
    values, places = chart.value_axis, chart.category_axis
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "0", False
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, high, high // 6
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(RULE)
    values.major_gridlines.format.line.width = Pt(1)
    _titled(values, "Cases")
    if title:
        _titled(places, title)
    for axis in (values, places):
        axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.tick_labels.font.size = Pt(12)
        axis.tick_labels.font.color.rgb = RGBColor.from_string(INK)
        axis.format.line.color.rgb = RGBColor.from_string(LINE)
        axis.format.line.width = Pt(1)


def _titled(axis: Any, text: str) -> None:
    axis.has_title = True
    axis.axis_title.text_frame.text = text
    font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(12), True
    font.color.rgb = RGBColor.from_string(INK)


def _filled(chart: Any) -> None:
    for series, color in zip(chart.plots[0].series, COLORS, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(color)


def _columns(slide: Any, box: tuple[int, int, int, int], shift: int, kind: Any, overlap: int, high: int) -> None:
    chart = _added(slide, box, kind, _table(shift, SERIES, QUARTERS))
    chart.plots[0].gap_width, chart.plots[0].overlap = 25, overlap
    _axes(chart, high=high)
    _filled(chart)


def _hand_grouped(slide: Any, box: tuple[int, int, int, int], shift: int) -> None:
    _columns(slide, box, shift, XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 60)


def _hand_stacked(slide: Any, box: tuple[int, int, int, int], shift: int) -> None:
    _columns(slide, box, shift, XL_CHART_TYPE.COLUMN_STACKED, 100, 180)


def _hand_sideways(slide: Any, box: tuple[int, int, int, int], shift: int) -> None:
    chart = _added(slide, box, XL_CHART_TYPE.BAR_CLUSTERED, _table(shift, SERIES[:1], REASONS), legend=False)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.category_axis.reverse_order = True
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 25, True
    plot.data_labels.font.size = Pt(12)
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "0", False
    _filled(chart)


def _stroked(chart: Any) -> None:
    for series, color in zip(chart.plots[0].series, COLORS, strict=False):
        series.smooth = False
        series.format.line.width = Pt(2)
        series.format.line.color.rgb = RGBColor.from_string(color)


def _hand_lines(slide: Any, box: tuple[int, int, int, int], shift: int) -> None:
    chart = _added(slide, box, XL_CHART_TYPE.LINE_MARKERS, _table(shift, SERIES, QUARTERS))
    _axes(chart)
    _stroked(chart)
    for series, color in zip(chart.plots[0].series, COLORS, strict=True):
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = RGBColor.from_string(color)


def _hand_dated(slide: Any, box: tuple[int, int, int, int], shift: int) -> None:
    chart = _added(slide, box, XL_CHART_TYPE.LINE, _table(shift, SERIES[:2], DAYS))
    _axes(chart)
    chart.category_axis.tick_labels.number_format = "mmm yyyy"
    chart.category_axis.tick_labels.number_format_is_linked = False
    _stroked(chart)


def _hand_areas(slide: Any, box: tuple[int, int, int, int], shift: int) -> None:
    chart = _added(slide, box, XL_CHART_TYPE.AREA_STACKED, _table(shift, SERIES, QUARTERS))
    _axes(chart, high=180)
    _filled(chart)


def _hand_scattered(slide: Any, box: tuple[int, int, int, int], shift: int) -> None:
    data = XyChartData(number_format="0")
    series = data.add_series("Cases")
    for x, y in zip(numbers(shift, 40, 3), numbers(shift, 40, 5), strict=True):
        series.add_data_point(x, y)
    chart = _added(slide, box, XL_CHART_TYPE.XY_SCATTER, data, legend=False)
    _axes(chart, title="Hours")
    drawn = chart.plots[0].series[0]
    drawn.format.line.fill.background()
    drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 7
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = RGBColor.from_string(COLORS[0])


def _hand_parts(slide: Any, box: tuple[int, int, int, int], shift: int) -> None:
    data = CategoryChartData(number_format="0")
    data.categories = SERIES
    data.add_series("Cases", [numbers(shift, 1, at)[0] for at in range(3)])
    chart = _added(slide, box, XL_CHART_TYPE.PIE, data)
    for at, color in enumerate(COLORS):
        point = chart.plots[0].series[0].points[at]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = RGBColor.from_string(color)


KINDS: Final[dict[str, tuple[Callable[[int], dict[str, Any]], Hand]]] = {
    "grouped columns": (_grouped, _hand_grouped),
    "stacked columns": (_stacked, _hand_stacked),
    "bars with labels": (_sideways, _hand_sideways),
    "lines with points": (_lines, _hand_lines),
    "lines over months": (_dated, _hand_dated),
    "stacked areas": (_areas, _hand_areas),
    "points": (_scattered, _hand_scattered),
    "a pie": (_parts, _hand_parts),
}
"""Each kind as Vega-Lite and by hand."""
SHIFTS: Final = range(5)
"""The sets of numbers that each kind has."""
