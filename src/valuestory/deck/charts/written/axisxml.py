"""Axes and titles of a chart part as XML."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from valuestory.deck.charts.native.model import AxisLook, CategoryAxis, ChartModel, Title, ValueAxis
from valuestory.deck.charts.native.serials import serial
from valuestory.deck.charts.written import drawing
from valuestory.deck.charts.written.drawing import Ink

CATEGORY_ID: Final = 111_111_111
VALUE_ID: Final = 222_222_222
"""Small and positive: python-pptx's own are negative, which Microsoft's validator refuses."""

_SECOND: Final = (333_333_333, 444_444_444)
_POSITIONS: Final = {"bottom": "b", "top": "t", "left": "l", "right": "r"}


def axis_ids(*, secondary: bool) -> str:
    """Return the pair of axes that a plot stands on."""
    return "".join(f'<c:axId val="{each}"/>' for each in (_SECOND if secondary else (CATEGORY_ID, VALUE_ID)))


def axis_pairs(model: ChartModel, ink: Ink) -> str:
    """Return both axes, and where a plot stands on the second pair an equal one that is not drawn."""
    pair = category_axis(model, ink) + value_axis(model, ink)
    if not any(plot.secondary for plot in model.plots):
        return pair
    category, value = model.category_axis, model.value_axis
    bare = replace(
        model,
        category_axis=replace(category, look=AxisLook(orient=category.look.orient)),
        value_axis=replace(value, look=AxisLook(orient=value.look.orient)),
    )
    # LibreOffice lays bars side by side where the second value axis is deleted, not where nothing of it is drawn.
    kept = value_axis(bare, ink).replace('<c:delete val="1"/>', '<c:delete val="0"/>')
    second = category_axis(bare, ink) + kept
    for old, new in zip((CATEGORY_ID, VALUE_ID), _SECOND, strict=True):
        second = second.replace(f'"{old}"', f'"{new}"')
    return pair + second


def category_axis(model: ChartModel, ink: Ink) -> str:
    """Return the axis of categories, or of dates."""
    axis = model.category_axis
    tag = "dateAx" if axis.dates is not None else "catAx"
    scaling = f'<c:orientation val="{"maxMin" if axis.reverse else "minMax"}"/>'
    if axis.dates is not None:
        scaling += f'<c:max val="{serial(axis.dates.last):g}"/><c:min val="{serial(axis.dates.first):g}"/>'
    form = axis.dates.format if axis.dates is not None else "General"
    look = axis_parts(axis.look, form, _category_labels(axis, model.value_axis), _ticks(model), model.size, ink)
    crosses = _crosses_at(model.value_axis.crosses, model.value_axis)
    tail = _date_tail(axis) if axis.dates is not None else _category_tail(axis)
    head = f'<c:axId val="{CATEGORY_ID}"/><c:scaling>{scaling}</c:scaling>{look}<c:crossAx val="{VALUE_ID}"/>'
    return f"<c:{tag}>{head}{crosses}{tail}</c:{tag}>"


def _ticks(model: ChartModel) -> bool:
    # PowerPoint's ticks stand between categories, Vega's at them: they agree only where no bands are. They stand where
    # the axes cross, Vega's beside the names.
    axis, values = model.category_axis, model.value_axis
    end = values.high if _category_labels(axis, values) == "high" else values.low
    return axis.look.ticks and not axis.between and values.crosses == end


def _category_labels(axis: CategoryAxis, values: ValueAxis) -> str:
    """Return at which end of the value axis the labels stand; where that runs backwards its low end is the far one."""
    return "high" if (axis.look.orient in ("top", "right")) != values.reverse else "low"


def _crosses_at(value: float, axis: ValueAxis) -> str:
    if value == 0 and axis.low <= 0 <= axis.high:
        return '<c:crosses val="autoZero"/>'
    if value >= axis.high:
        return '<c:crosses val="max"/>'
    return '<c:crosses val="min"/>' if value <= axis.low else f'<c:crossesAt val="{value!r}"/>'


def _category_tail(axis: CategoryAxis) -> str:
    skip = f'<c:tickLblSkip val="{axis.skip}"/><c:tickMarkSkip val="{axis.skip}"/>'
    return f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>{skip}<c:noMultiLvlLbl val="1"/>'


def _date_tail(axis: CategoryAxis) -> str:
    assert axis.dates is not None
    step = f'<c:majorUnit val="{axis.dates.step}"/><c:majorTimeUnit val="{axis.dates.unit}"/>'
    return f'<c:auto val="0"/><c:lblOffset val="100"/><c:baseTimeUnit val="days"/>{step}'


def value_axis(model: ChartModel, ink: Ink) -> str:
    """Return the axis of values; it crosses where Vega draws it, whatever the order of the categories."""
    axis = model.value_axis
    orientation = f'<c:orientation val="{"maxMin" if axis.reverse else "minMax"}"/>'
    log = f'<c:logBase val="{axis.base:g}"/>' if axis.base is not None else ""
    scaling = f'{log}{orientation}<c:max val="{axis.high!r}"/><c:min val="{axis.low!r}"/>'
    look = axis_parts(axis.look, axis.format, "nextTo", axis.look.ticks, model.size, ink)
    # "autoZero" is at the first category, "max" beyond the last: which side that is turns with the categories' order.
    at_first = (
        axis.look.orient == ("top" if model.category_axis.reverse else "bottom")
        if model.horizontal
        else (axis.look.orient == ("right" if model.category_axis.reverse else "left"))
    )
    side = "autoZero" if at_first else "max"
    between = "between" if model.category_axis.between else "midCat"
    step = f'<c:majorUnit val="{axis.step!r}"/>' if axis.step else ""
    return (
        f'<c:valAx><c:axId val="{VALUE_ID}"/><c:scaling>{scaling}</c:scaling>{look}<c:crossAx val="{CATEGORY_ID}"/>'
        f'<c:crosses val="{side}"/><c:crossBetween val="{between}"/>{step}</c:valAx>'
    )


def axis_parts(
    look: AxisLook, form: str, place: str, ticks: bool, size: tuple[float, float], ink: Ink, *, minor: bool = False
) -> str:
    """Return what is drawn of an axis, its labels at a place (`nextTo`, `low`, `high`), with `minor` gridlines."""
    grid = f"<c:majorGridlines>{drawing.stroke_only(look.grid, ink)}</c:majorGridlines>" if look.grid else ""
    grid += f"<c:minorGridlines>{drawing.stroke_only(look.grid, ink)}</c:minorGridlines>" if grid and minor else ""
    labels = drawing.text_properties(look.labels, ink, body=drawing.turned(look.labels)) if look.labels else ""
    return (
        f'<c:delete val="{int(look.hidden)}"/><c:axPos val="{_POSITIONS[look.orient]}"/>{grid}'
        f"{_axis_title(look, size, ink)}"
        f'<c:numFmt formatCode="{drawing.clean(form)}" sourceLinked="0"/>'
        f'<c:majorTickMark val="{"out" if ticks else "none"}"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{place if look.labels else "none"}"/>'
        f"{drawing.stroke_only(look.line, ink)}{labels}"
    )


def _axis_title(look: AxisLook, size: tuple[float, float], ink: Ink) -> str:
    if not look.title or look.title_font is None:
        return ""
    text = drawing.rich(look.title, look.title_font, ink, body=drawing.turned(look.title_font))
    # The plot area is fixed, and then LibreOffice puts a title without a place over the labels.
    place = drawing.corner(*look.title_at, size) if look.title_at is not None else "<c:layout/>"
    return f'<c:title>{text}{place}<c:overlay val="0"/></c:title>'


def title_xml(title: Title, size: tuple[float, float], ink: Ink) -> str:
    """Return the chart's own title, at its place."""
    text = drawing.rich(title.text, title.font, ink)
    return f'<c:title>{text}{drawing.corner(*title.at, size)}<c:overlay val="1"/></c:title>'
