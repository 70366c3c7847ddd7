"""A designer's native chart with new data: its design, number formats and colours stay, its data and workbook are new.

Series are matched by name where the names match, else by order, over all plots of a combination. What would be wrong
without anybody seeing it is refused: a linked workbook, a kind of chart whose data have another form, labels and error
bars that take their figures from cells of their own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from pptx.opc.constants import CONTENT_TYPE as CT, RELATIONSHIP_TYPE as RT
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from valuestory.deck.designed.chart_series import C, grown_series, series_name, value_format, write_series
from valuestory.deck.designed.chart_workbook import workbook
from valuestory.deck.designed.exhibits import ChartData, DataSeries
from valuestory.deck.designed.parts import PartNames
from valuestory.errors import DeckError, TemplateError

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_C15: Final = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
_REFUSED: Final = {
    "stockChart": "a stock chart",
    "surfaceChart": "a surface chart",
    "surface3DChart": "a surface chart",
    "bubbleChart": "a bubble chart",
}
_DATES: Final = "yyyy\\-mm\\-dd"
_OTHER_SHEETS: Final = "the other sheets of the chart's workbook are left out"


class FilledChart(NamedTuple):
    """A chart that was filled: its data in the order of its series, and what is not as it ought to be."""

    data: ChartData
    remarks: tuple[str, ...] = ()


def fill_chart(part: Any, data: ChartData, names: PartNames, *, grow: bool, where: str) -> FilledChart:
    """Give a chart part new data and a new workbook.

    Parameters
    ----------
    part
        The chart's part.
    data
        Categories and series.
    names
        Where the workbook's part takes its name from, for a chart that has none.
    grow
        Whether series may be added and removed where the chart has more or fewer than the data.

    Raises
    ------
    TemplateError
        When this kind of chart cannot be filled: the designer replaces it.
    DeckError
        When the series do not match, or the data have none.
    """
    root = part._element
    _refuse(part, where)
    drawn = _series(root)
    data = _matched(drawn, data, grow=grow, where=where)
    drawn = _fitted(root, drawn, len(data.series))
    dates = next((each for each in drawn if (each.find(f"{C}cat/{C}numRef")) is not None), None)
    form = _category_format(dates, data)
    formats = [value_format(each) for each in drawn]
    data = replace(data, categories=_for_axis(root, data, where))
    for column, (element, series) in enumerate(zip(drawn, data.series, strict=True), start=1):
        write_series(element, series, data, column, form)
    remarks = [*_set_workbook(part, workbook(data, form, formats), names), *_beyond_axis(root, data)]
    _mend(root)
    return FilledChart(data, tuple(remarks))


def _refuse(part: Any, where: str) -> None:
    root = part._element
    area = root.find(f"{C}chart/{C}plotArea")
    kinds = [each.tag.removeprefix(C) for each in area if each.tag.endswith("Chart")] if area is not None else []
    refused = next((_REFUSED[each] for each in kinds if each in _REFUSED), None)
    why = f"{refused} cannot be filled" if refused else "" if kinds else "the chart has no plot that could be filled"
    if root.find(f".//{C}errBars//{C}numRef") is not None:
        why = "the chart's error bars take their lengths from cells of their own"
    elif root.find(f".//{_C15}datalabelsRange") is not None:
        why = "the chart's labels take their texts from cells of their own"
    elif root.find(f"{C}pivotSource") is not None:
        why = "the chart shows a pivot table"
    if why:
        do = "make it a column, bar, line, area, pie or scatter chart with plain labels"
        raise TemplateError(why, where=where, do=do)
    workbook_id = root.find(f"{C}externalData")
    linked = part.rels.get(workbook_id.get(f"{_R}id")) if workbook_id is not None else None
    if linked is not None and linked.is_external:
        do = "break the link (File, Info, Edit Links to Files), or copy the chart in with its workbook embedded"
        raise TemplateError("the chart's workbook is a linked file, which is never opened", where=where, do=do)


def _plots(root: Any) -> list[Any]:
    return [each for each in root.find(f"{C}chart/{C}plotArea") if each.tag.endswith("Chart")]


def _series(root: Any) -> list[Any]:
    """Return the series of all plots: plot after plot, each in its own order."""
    return [each for plot in _plots(root) for each in sorted(plot.findall(f"{C}ser"), key=_order)]


def _order(series: Any) -> int:
    return int(series.find(f"{C}order").get("val"))


def _matched(drawn: Sequence[Any], data: ChartData, *, grow: bool, where: str) -> ChartData:
    """Return the data with their series in the order of the chart's."""
    if not data.series:
        raise DeckError("there is no series for the chart", where=where, do="give at least one column of values")
    has = [series_name(each) for each in drawn]
    if len(has) != len(data.series) and not grow:
        raise DeckError(
            f"the chart has {len(has)} series ({', '.join(has)}), the data {len(data.series)} "
            f"({', '.join(each.name for each in data.series)})",
            where=where,
            do="draw one series for each, or write grow into the first line of the slide's notes: vs:slide grow",
        )
    rest = list(data.series)
    named: dict[int, DataSeries] = {}
    for at, name in enumerate(has):
        found = next((each for each in rest if _same(each.name, name)), None)
        if found is not None:
            named[at] = found
            rest.remove(found)
    ordered = [named.get(at) or (rest.pop(0) if rest else None) for at in range(len(has))]
    return replace(data, series=tuple(each for each in (*ordered, *rest) if each is not None))


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _fitted(root: Any, drawn: list[Any], count: int) -> list[Any]:
    """Return so many series: further ones like the last, those too many taken away."""
    for surplus in drawn[count:]:
        plot = surplus.getparent()
        plot.remove(surplus)
        if plot.find(f"{C}ser") is None:
            plot.getparent().remove(plot)
    while len(drawn) < count:
        drawn = [*drawn, grown_series(root, drawn[-1])]
    return drawn[:count]


def _category_format(series: Any, data: ChartData) -> str:
    code = series.findtext(f"{C}cat/{C}numRef/{C}numCache/{C}formatCode") if series is not None else None
    if any(isinstance(each, datetime) for each in data.categories):
        return code if code and code != "General" else _DATES
    return code or "General"


def _for_axis(root: Any, data: ChartData, where: str) -> tuple[Any, ...]:
    """Return the categories as the axis needs them: on an axis of dates, ISO texts are dates."""
    if root.find(f".//{C}dateAx") is None or not isinstance(data.categories[0], str):
        return data.categories
    try:
        return tuple(datetime.fromisoformat(str(each)) for each in data.categories)
    except ValueError:
        raise DeckError(
            f'the chart has an axis of dates, and "{data.categories[0]}" is none',
            where=where,
            do="give dates, or set the axis to text (Format Axis, Axis Type)",
        ) from None


def _set_workbook(part: Any, book: bytes, names: PartNames) -> Iterator[str]:
    """Put a workbook behind the chart; say what the old one held besides."""
    external = part._element.find(f"{C}externalData")
    relation = part.rels.get(external.get(f"{_R}id")) if external is not None else None
    if relation is not None and relation.target_part.content_type == CT.SML_SHEET:
        if _sheets(relation.target_part.blob) > 1:
            yield _OTHER_SHEETS
        relation.target_part._blob = book
        return
    if external is not None:
        part._element.remove(external)
    if relation is not None:
        part._rels.pop(next(rid for rid, each in part.rels.items() if each is relation))
    name = names.like("/ppt/embeddings/Microsoft_Excel_Sheet1.xlsx")
    rid = part.relate_to(EmbeddedXlsxPart(name, CT.SML_SHEET, part.package, book), RT.PACKAGE)
    part._element._add_externalData().set(f"{_R}id", rid)


def _sheets(book: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as package:
            return sum(name.startswith("xl/worksheets/sheet") for name in package.namelist())
    except zipfile.BadZipFile:
        return 0


def _beyond_axis(root: Any, data: ChartData) -> Iterator[str]:
    """Say where an axis that the designer fixed ends before a value."""
    if any(each.get("val") == "percentStacked" for each in root.iter(f"{C}grouping")):
        return
    values = [value for series in data.series for value in series.values if value is not None]
    for axis in root.iter(f"{C}valAx"):
        ends = {each: axis.find(f"{C}scaling/{C}{each}") for each in ("max", "min")}
        if ends["max"] is not None and values and max(values) > float(ends["max"].get("val")):
            yield f"the value {max(values):g} lies beyond the axis, which is fixed to end at {ends['max'].get('val')}"
        if ends["min"] is not None and values and min(values) < float(ends["min"].get("val")):
            yield f"the value {min(values):g} lies below the axis, which is fixed to begin at {ends['min'].get('val')}"


def _mend(root: Any) -> None:
    """Let dates count from 1900, and forget what is hidden by a filter."""
    for each in root.findall(f"{C}date1904"):
        each.set("val", "0")
    for each in [each for each in root.iter(f"{C}ext") if any("filtered" in child.tag for child in each)]:
        each.getparent().remove(each)


def mend_axes(root: Any) -> None:
    """Make axis ids what the schema wants: charts made by python-pptx have negative ones."""
    for each in root.iter(f"{C}axId", f"{C}crossAx"):
        each.set("val", str(int(each.get("val")) & 0x7FFFFFFF))


def chart_kind(part: Any) -> str:
    """Return what a chart's alt text calls it."""
    kinds = {"barChart": "Bar chart", "lineChart": "Line chart", "pieChart": "Pie chart", "areaChart": "Area chart"}
    return next((kinds[name] for each in _plots(part._element) if (name := each.tag.removeprefix(C)) in kinds), "Chart")


__all__ = ["FilledChart", "chart_kind", "fill_chart", "mend_axes"]
