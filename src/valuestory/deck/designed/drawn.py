"""A story's chart on a designed slide: as data for the designer's own chart, or drawn where a shape keeps the place."""

from __future__ import annotations

from typing import Final

from valuestory.deck.charts.add import add_chart, native_model
from valuestory.deck.charts.evaluated.spec import to_spec
from valuestory.deck.charts.native.model import ChartModel
from valuestory.deck.charts.recorded import record_chart
from valuestory.deck.charts.refusal import Refusal
from valuestory.deck.designed.bindings import Bound
from valuestory.deck.designed.boxes import shape_box
from valuestory.deck.designed.exhibits import ChartData, DataSeries
from valuestory.deck.designed.parts import drop_unused
from valuestory.deck.designed.workshop import DesignedSlide, Filled, Workshop
from valuestory.errors import DeckError, TemplateError
from valuestory.slides.slide import Chart

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMU_A_POINT: Final = 12_700
_USUAL_HEIGHT: Final = 6_858_000


def story_chart(chart: Chart, extent: tuple[int, int], height: int, *, where: str) -> ChartData:
    """Return what a story's chart shows as data for another native chart.

    Parameters
    ----------
    chart
        The story's chart.
    extent, height
        The frame's width and height, and the slide's height, in EMU.

    Raises
    ------
    DeckError
        When it has no native form: its data are not categories and series.
    """
    unit = _EMU_A_POINT * height / _USUAL_HEIGHT
    model = native_model(to_spec(chart.spec), extent[0] / unit, extent[1] / unit)
    if not isinstance(model, ChartModel):
        reason = model.reason if isinstance(model, Refusal) else "its points have no categories"
        raise DeckError(
            f"the story's chart cannot become this one: {reason}",
            where=where,
            do="put a rectangle of that name there instead: the chart is then drawn into it",
        )
    axis = model.category_axis
    series = tuple(
        DataSeries(
            each.name,
            tuple(None if point is None else point.value for point in each.points),
            tuple(None if point is None else point.fact for point in each.points),
        )
        for plot in model.plots
        for each in plot.series
        if each.role == "data"
    )
    return ChartData(axis.header, tuple(each.date or each.text for each in axis.categories), series, chart.alt)


def draw_chart(
    bound: Bound, chart: Chart, slide: DesignedSlide, workshop: Workshop, filled: Filled, *, where: str
) -> None:
    """Draw a chart in a shape's place, and take the shape away.

    Raises
    ------
    TemplateError
        When the shape stands in a group, where nothing can be drawn.
    """
    old = bound.element
    tree = slide.part.slide.shapes._spTree
    if old.getparent() is not tree:
        raise TemplateError("a chart cannot be drawn within a group", where=where, do="take the shape out of the group")
    left, top, width, height = shape_box(slide.part, old, where=where)
    before = set(tree)
    name = f"vs:{bound.name}"
    alt = chart.alt or f"Chart: {bound.name.replace('_', ' ')}"
    added = add_chart(
        slide.part.slide, chart.spec, left, top, width, height, theme=workshop.theme(), alt=alt, name=name
    )
    for element in [each for each in tree if each not in before]:
        old.addprevious(element)
    used = [value for each in old.iter() for key, value in each.attrib.items() if key.startswith(_R)]
    tree.remove(old)
    drop_unused(slide.part, used)
    workshop.names.note(slide.part)
    filled.charts.append(f"{added.tier}: {added.reason}" if added.reason else added.tier)
    plotted, said = record_chart(chart.spec, added, key=slide.key, slide_id=slide.slide_id, name=name)
    filled.plotted.extend(plotted)
    filled.said.extend(said)
