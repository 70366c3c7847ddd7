"""The categories, scales and axes of a native chart, as Vega-Lite has them."""

from __future__ import annotations

from typing import Any, Final

from valuestory.deck.preview.chart_looks import value_of
from valuestory.deck.preview.number_codes import NumberCode, number_code
from valuestory.deck.reading.plots import limit, values_of

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_STAND_ON_ZERO: Final = ("barChart", "bar3DChart", "areaChart", "area3DChart")
_NARROWEST: Final = 1 / 6
"""Where values differ by less than this share of the largest, PowerPoint's axis does not begin at zero."""


def categories_of(series: Any) -> list[str]:
    """Return the names of a series' categories, of several levels the innermost; days as ISO dates."""
    source = series.find(f"{_C}cat")
    if source is None:
        return [str(at + 1) for at in range(max(values_of(series), default=-1) + 1)]
    levels = source.findall(f".//{_C}lvl")
    points = (levels[0] if levels else source).iter(f"{_C}pt")
    found = {int(each.get("idx", "0")): each.findtext(f"{_C}v") or "" for each in points}
    count = source.find(f".//{_C}ptCount")
    size = max(int(count.get("val")) if count is not None else 0, max(found, default=-1) + 1)
    code = number_code(source.findtext(f".//{_C}formatCode") or "")
    return [code.text(_number(found.get(at, ""))) if code.is_date else found.get(at, "") for at in range(size)]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def bands(plot: Any, beside: int) -> dict[str, float]:
    """Return how far bars stand apart: the gap is a share of one bar."""
    gap = int(value_of(plot, "gapWidth", "150").rstrip("%")) / 100
    share = gap / (gap + beside)
    return {"paddingInner": share, "paddingOuter": share / 2}


def scale_of(axis: Any, rows: list[dict[str, Any]], kind: str, stacked: str | None) -> dict[str, Any]:
    """Return the scale of a value axis: its fixed ends, else where PowerPoint would begin it."""
    found: dict[str, Any] = {"nice": True}
    values = [row["v"] for row in rows]
    if values and kind not in _STAND_ON_ZERO and min(values) > 0 and not stacked:
        found["zero"] = (max(values) - min(values)) / max(values) > _NARROWEST
    for end, name in (("min", "domainMin"), ("max", "domainMax")):
        fixed = limit(axis, end)
        if fixed is not None:
            found |= {name: fixed, "nice": False}
            found.pop("zero", None)
    return found | ({"reverse": True} if is_reversed(axis) else {})


def value_axis(axis: Any, code: NumberCode) -> dict[str, Any]:
    """Return a value axis: its labels in its number format, and whether it has gridlines."""
    gone = axis.find(f"{_C}tickLblPos[@val='none']") is not None
    return {
        "labelExpr": code.expression("datum.value"),
        "labels": not gone,
        "grid": axis.find(f"{_C}majorGridlines") is not None,
    }


def axis_title(axis: Any) -> str | None:
    """Return what is written along an axis; None where nothing is."""
    title = None if axis is None else axis.find(f"{_C}title")
    return None if title is None else "".join(each.text or "" for each in title.iter(f"{_A}t")) or None


def is_gone(axis: Any) -> bool:
    """Return whether an axis is not drawn."""
    return axis.find(f"{_C}delete") is not None and value_of(axis, "delete", "1") in ("1", "true")


def is_reversed(axis: Any) -> bool:
    """Return whether an axis runs from its end to its beginning."""
    return axis is not None and axis.find(f"{_C}scaling/{_C}orientation[@val='maxMin']") is not None


def axis_code(axis: Any, series: list[Any]) -> str:
    """Return the number format of an axis; that of its data where it is tied to them."""
    own = None if axis is None else axis.find(f"{_C}numFmt")
    tied = own is None or own.get("sourceLinked", "0") in ("1", "true")
    data = next((each.findtext(f".//{_C}val//{_C}formatCode") for each in series), None)
    return (data if tied and data else None) or (own.get("formatCode", "") if own is not None else "") or "General"


def label_code(series: Any, plot: Any) -> str:
    """Return the number format of a series' labels."""
    for holder in (series, plot):
        found = holder.find(f"{_C}dLbls/{_C}numFmt")
        if found is not None and found.get("sourceLinked", "0") not in ("1", "true"):
            return str(found.get("formatCode", "General"))
    return series.findtext(f".//{_C}val//{_C}formatCode") or "General"
