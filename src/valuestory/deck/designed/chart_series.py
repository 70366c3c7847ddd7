"""One series of a native chart, written anew: name, categories and values with their references into the workbook.

Look, number format, labels and markers stay as they were drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Final
from xml.sax.saxutils import escape

from pptx.oxml import parse_xml

from valuestory.deck.designed.chart_workbook import SHEET, column_letters, number
from valuestory.deck.designed.exhibits import ChartData, DataSeries
from valuestory.deck.file.package import printable

_NAMESPACE: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
C: Final = f"{{{_NAMESPACE}}}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ACCENTS: Final = 6
_AFTER_VALUES: Final = ("smooth", "shape", "extLst", "bubbleSize", "bubble3D")


def series_name(series: Any) -> str:
    """Return a series' name as the chart shows it."""
    return "".join(each.text or "" for each in series.iterfind(f"{C}tx//{C}v"))


def value_format(series: Any) -> str:
    """Return the Excel format that a series' values were drawn with."""
    for values in ("val", "yVal"):
        for kind in (f"numRef/{C}numCache", "numLit"):
            code = series.findtext(f"{C}{values}/{C}{kind}/{C}formatCode")
            if code:
                return str(code)
    return "General"


def write_series(element: Any, series: DataSeries, data: ChartData, column: int, category_format: str) -> None:
    """Write a series.

    Parameters
    ----------
    element
        The `c:ser` element.
    series, data
        What it shows, and the categories.
    column
        Its column in the workbook, the categories being column 0.
    category_format
        The Excel format of categories that are dates or numbers.
    """
    rows = len(data.categories)
    letter = column_letters(column)
    scatter = element.find(f"{C}yVal") is not None or element.getparent().tag == f"{C}scatterChart"
    names = ("xVal", "yVal") if scatter else ("cat", "val")
    form = value_format(element)
    _replace(element, "tx", _text_xml("tx", f"{SHEET}!${letter}$1", [series.name]), after=("order",))
    categories = _categories_xml(names[0], f"{SHEET}!$A$2:$A${rows + 1}", data, category_format)
    values = _numbers_xml(names[1], f"{SHEET}!${letter}$2:${letter}${rows + 1}", series.values, form)
    _replace(element, names[1], values, before=_AFTER_VALUES)
    _replace(element, names[0], categories, before=(names[1],))
    _forget_points(element, rows)


def _replace(series: Any, name: str, xml: str, *, after: Sequence[str] = (), before: Sequence[str] = ()) -> None:
    new = parse_xml(xml)
    old = series.find(f"{C}{name}")
    if old is not None:
        series.replace(old, new)
        return
    neighbour = next((each for each in series if each.tag.removeprefix(C) in (*after, *before)), None)
    if neighbour is None:
        series.append(new)
    elif neighbour.tag.removeprefix(C) in after:
        neighbour.addnext(new)
    else:
        neighbour.addprevious(new)


def _text_xml(name: str, reference: str, texts: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(printable(text))}</c:v></c:pt>' for at, text in enumerate(texts))
    return (
        f'<c:{name} xmlns:c="{_NAMESPACE}"><c:strRef><c:f>{reference}</c:f><c:strCache>'
        f'<c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef></c:{name}>'
    )


def _numbers_xml(name: str, reference: str, values: Sequence[float | None], form: str) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{_digits(value)}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    return (
        f'<c:{name} xmlns:c="{_NAMESPACE}"><c:numRef><c:f>{reference}</c:f><c:numCache>'
        f'<c:formatCode>{escape(form)}</c:formatCode><c:ptCount val="{len(values)}"/>{points}'
        f"</c:numCache></c:numRef></c:{name}>"
    )


def _digits(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _categories_xml(name: str, reference: str, data: ChartData, form: str) -> str:
    texts = [each for each in data.categories if isinstance(each, str)]
    if len(texts) == len(data.categories):
        return _text_xml(name, reference, texts)
    numbers = [number(each) for each in data.categories]
    return _numbers_xml(name, reference, numbers, form)


def _forget_points(series: Any, rows: int) -> None:
    """Drop the look of points that are not there any more, and labels that somebody typed: their figures are old."""
    for tag in ("dPt", "dLbl"):
        for point in list(series.iter(f"{C}{tag}")):
            index = point.find(f"{C}idx")
            if index is not None and int(index.get("val")) >= rows:
                point.getparent().remove(point)
    for label in series.iter(f"{C}dLbl"):
        typed = label.find(f"{C}tx")
        if typed is not None and "{{" not in "".join(typed.itertext()):
            label.remove(typed)


def grown_series(root: Any, last: Any) -> Any:
    """Return a further series, put behind the last one: of the same look, in the next accent of the theme."""
    series = deepcopy(last)
    numbers = [int(each.find(f"{C}idx").get("val")) for each in root.iter(f"{C}ser")]
    orders = [int(each.find(f"{C}order").get("val")) for each in root.iter(f"{C}ser")]
    series.find(f"{C}idx").set("val", str(max(numbers) + 1))
    series.find(f"{C}order").set("val", str(max(orders) + 1))
    for each in (*series.findall(f"{C}dPt"), *series.findall(f"{C}extLst")):
        series.remove(each)
    name = series.find(f"{C}tx")
    if name is not None:
        series.remove(name)
    accent = f"accent{(max(numbers) + 1) % _ACCENTS + 1}"
    for fill in [each for look in series.iter(f"{C}spPr") for each in look.iter(f"{_A}solidFill")]:
        for color in list(fill):
            fill.remove(color)
        fill.append(fill.makeelement(f"{_A}schemeClr", {"val": accent}))
    last.addnext(series)
    return series


__all__ = ["C", "grown_series", "series_name", "value_format", "write_series"]
