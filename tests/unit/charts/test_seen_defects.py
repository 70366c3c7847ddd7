"""Defects that were found by looking at the gallery beside Vega's own pictures, each held by its geometry."""

from __future__ import annotations

import re
from typing import Any

import altair as alt
import pandas as pd
import pytest
from PIL import ImageFont
from tests.unit.charts.deck_of_charts import SIZE, THEME, ChartDeck, sheet
from tests.unit.charts.every_chart import EVERY
from tests.unit.charts.oracle import differences

from valuestory.deck.charts.add import native_model
from valuestory.deck.charts.evaluated.spec import to_spec
from valuestory.deck.charts.grid import native_grid
from valuestory.deck.charts.native.fitting.chart import fitted
from valuestory.deck.charts.native.model import ChartModel, Font
from valuestory.deck.charts.native.xy.model import XYChart
from valuestory.deck.charts.refusal import Refusal
from valuestory.deck.charts.shapes.svg import Outline
from valuestory.deck.charts.written.parts import NativeChart

BOX = (440.0, 300.0)
"""The box of `benchmarks/beside_vega.py`, in which they were seen."""


def _native(chart: Any, box: tuple[float, float] = BOX) -> NativeChart:
    found = native_model(to_spec(chart), *box)
    assert not isinstance(found, Refusal), found
    return found


def _model(name: str) -> ChartModel:
    return _fitted(EVERY[name]())


def _fitted(chart: Any) -> ChartModel:
    found = _native(chart)
    assert isinstance(found, ChartModel)
    return fitted(found)


def _seen(model: ChartModel) -> list[str]:
    return [each.name for plot in model.plots for each in plot.series if each.role == "data"]


def _wide(text: str, font: Font) -> float:
    """Return a text's width in points, by the letters that Pillow brings with it."""
    return float(ImageFont.load_default(100).getlength(text) * font.size / 100)


def _rows(name: str, font: Font, room: float) -> int:
    """Return over how many lines a name breaks within a room: at spaces and behind a dash."""
    rows, line = 1, ""
    for word in re.split(r"(?<=\u2013)|\s+", name):
        if line and _wide(f"{line} {word}", font) > room:
            rows, line = rows + 1, word
        else:
            line = f"{line} {word}".strip()
    return rows


@pytest.mark.parametrize(
    "name", ["histogram_of_shares", "histogram_many_bins", "months_as_bars", "weeks_as_bars", "days_as_bars"]
)
def test_names_of_bins_end_above_the_title_of_their_axis(name: str) -> None:
    """What stands beneath bars, level over some lines or turned, ends where the title begins: they had overlapped."""
    model = _model(name)
    look = model.category_axis.look
    assert look.labels is not None
    assert look.title_at is not None
    names = [each.text for each in model.category_axis.categories]
    band = model.plot[2] / len(names)
    if look.labels.angle:
        high = 0.7 * max(_wide(each, look.labels) for each in names)
        assert band * model.category_axis.skip >= 1.4 * look.labels.size
    else:
        assert model.category_axis.skip == 1
        high = 1.2 * look.labels.size * max(_rows(each, look.labels, band * 1.15) for each in names)
    assert model.plot[1] + model.plot[3] + high <= look.title_at[1] + 1


def test_the_legend_beside_a_waterfall_lists_what_vegas_does() -> None:
    """Beside stacked columns programs list the last series first: bars that stand alone are turned."""
    model = _model("waterfall_with_legend")
    assert model.legend is not None
    assert _seen(model)[::-1] == list(model.legend.names) == ["gain", "loss", "total"]
    assert not any("legend lists" in note for note in model.notes)


def test_a_legend_of_dashed_lines_has_room_for_its_keys() -> None:
    """Keys of dashed lines are three times as long as others: the plot ends before them."""
    model = _model("line_dashed_with_legend")
    assert model.legend is not None
    needed = max(_wide(each, model.legend.font) for each in model.legend.names) + 50
    left, _, width, _ = model.legend.box
    assert width >= needed
    assert left >= model.plot[0] + model.plot[2]
    assert left + width <= BOX[0] + 1


@pytest.mark.parametrize("name", ["column_legend_on_top", "column_stacked_ordered"])
def test_a_legend_in_another_order_than_vegas_is_owned_up_to(name: str) -> None:
    """A stack is built from its foot up, and above the chart a legend lists it so: the reason says it."""
    assert any("legend lists its entries in the order" in note for note in _model(name).notes)


def test_one_opaque_bar_among_translucent_ones_stays_opaque() -> None:
    """The series is opaque and single bars translucent: not every program takes translucence back for one bar."""
    (series,) = _model("column_opacity_by_category").plots[0].series
    assert series.look.fill is not None
    assert series.look.fill.opacity == 1
    assert [point.look.fill.opacity for point in series.points if point and point.look.fill] == [
        *(0.4, 0.4, 0.4, 0.4, 1.0, 1.0)
    ]


def test_numbers_on_a_level_axis_never_touch() -> None:
    """Vega leaves out every other number that has no room; the written axis has a step at which all have it."""
    for chart in (EVERY["points_over_crowded_numbers"](), EVERY["connected_scatter"]()):
        model = _native(chart, (240.0, 200.0))
        assert isinstance(model, XYChart)
        axis = model.x
        assert axis.step
        assert axis.look.labels is not None
        apart = model.plot[2] * axis.step / (axis.high - axis.low)
        texts = [f"{axis.low + k * axis.step:,.10g}" for k in range(int((axis.high - axis.low) / axis.step) + 1)]
        assert len(texts) > 1
        assert max(_wide(each, axis.look.labels) for each in texts) < apart


def test_crowded_names_are_left_out_rather_than_written_over_each_other() -> None:
    """Of sixty names beside thin bars so many are shown that each has its line; the reason tells."""
    data = pd.DataFrame({"year": range(1960, 2020), "n": range(60)})
    for model in (
        _fitted(alt.Chart(data).mark_bar().encode(y="year:O", x="n:Q")),
        _fitted(alt.Chart(data).mark_bar().encode(x="year:O", y="n:Q")),
    ):
        look, skip = model.category_axis.look, model.category_axis.skip
        assert look.labels is not None
        assert skip * model.plot[3 if model.horizontal else 2] / 60 >= look.labels.size
        assert any("left out for room" in note for note in model.notes)


def test_bars_that_stack_alone_are_called_what_they_measure() -> None:
    """Of a wide bar and a thin one that Vega stacks by a detail, the axis title names both; each series has its own."""
    data = pd.DataFrame({"k": ["a", "b"], "goal": [5, 6], "reached": [4, 7], "team": ["x", "x"]})
    base = alt.Chart(data).encode(x="k:N")
    both = base.mark_bar(size=60).encode(y="goal:Q") + base.mark_bar(size=20).encode(y="reached:Q", detail="team:N")
    assert _seen(_fitted(both)) == ["goal", "reached"]


def test_several_spans_of_one_row_are_lengths_and_gaps_in_turn() -> None:
    """Ann works on 5 and 6 January, then on 8 and 9: two days, a gap of one day, two days, from day 46,027 of Excel."""
    header, ann, *_ = sheet(ChartDeck().add(EVERY["gantt_of_several_spans"]()))
    assert header == ["who", "start", "days", "(gap)", "days 2", "(gap) 2", "days 3"]
    assert [each for each in ann if each is not None] == ["Ann", 46027, 2, 1, 2]


def test_a_line_over_a_cloud_of_points_is_drawn_above_them() -> None:
    """A layer that comes later lies above, as in Vega: the line through a cloud of points had been hidden by them."""
    data = pd.DataFrame({"x": range(9), "y": [3, 1, 4, 1, 5, 9, 2, 6, 5], "mean": [3.0] * 9})
    base = alt.Chart(data).encode(x="x:Q")
    points, line = base.mark_point().encode(y="y:Q"), base.mark_line(color="red").encode(y="mean:Q")
    for layers, lined in (((points, line), [False, True]), ((line, points), [True, False])):
        model = _native(alt.layer(*layers))
        assert isinstance(model, XYChart)
        assert [each.line is not None for each in model.series] == lined


def test_dates_of_a_line_in_steps_are_called_by_their_months() -> None:
    """Of nearly six years from August 2004 each August is named; they had been "1 Aug 2007", "31 Jul 2008"."""
    months = pd.date_range("2004-08-01", "2010-03-01", freq="MS")
    rows = pd.DataFrame({"month": months, "price": [100 + 7 * (at % 9) for at in range(len(months))]})
    model = _native(alt.Chart(rows).mark_line(interpolate="step-after").encode(x="month:T", y="price:Q"))
    assert isinstance(model, XYChart)
    axis = model.x
    assert axis.format == "[$-409]mmm yyyy"
    assert axis.step
    ticks = [
        pd.Timestamp("1899-12-30") + pd.Timedelta(days=axis.low + k * axis.step)
        for k in range(int((axis.high - axis.low) / axis.step) + 1)
    ]
    assert [(tick.year, tick.month) for tick in ticks] == [(year, 8) for year in range(2004, 2010)]
    assert all(tick.day == 1 for tick in ticks)


def test_a_title_that_is_longer_than_its_panel_stands_once_beside_all_panels() -> None:
    """Programs break it into the numbers of the axis: it is a text box beside the panels, and on none of their axes."""
    rows = pd.DataFrame({"x": [1, 2, 3] * 4, "waited": range(12), "team": ["a", "b", "c", "d"] * 3})
    base = alt.Chart(rows).mark_bar().encode(x="x:O", row="team:N")
    long, short = "Days that customers waited", "Days"
    for name, times in ((long, 1), (short, 4)):
        chart = base.encode(y=alt.Y("waited:Q", title=name))
        added = ChartDeck().add(chart, theme=THEME)
        assert added.tier == "native"
        assert differences(added.shape, chart, SIZE, THEME, added.reason) == []
        charts = [each.chart for each in added.shape.shapes if each.has_chart]
        titled = [each for each in charts if name in "".join(each.part._element.itertext("{*}t"))]
        boxes = [each for each in added.shape.shapes if each.has_text_frame and each.text_frame.text == name]
        assert (len(titled), len(boxes)) == ((0, 1) if times == 1 else (4, 0))
        assert ("stands once" in added.reason) == (times == 1)


def test_the_chart_s_own_title_ends_above_the_plot() -> None:
    """Programs leave a margin above a title's letters: without it they had stood on the plot's upper edge."""
    rows = pd.DataFrame({"k": ["a", "b"], "v": [1, 2]})
    model = _native(alt.Chart(rows, title="Cases by team").mark_bar().encode(x="k:N", y="v:Q"))
    assert isinstance(model, ChartModel)
    assert model.title is not None
    _, top = model.title.at
    letters = top + 3.6 + 0.93 * model.title.font.size  # the margin, then down to the baseline of Arial
    assert top >= 0
    assert letters <= model.plot[1] - 3


def test_a_trail_has_no_holes_where_its_pieces_meet() -> None:
    """Pieces of a trail overlap at each point; as one path that is a hole, so each piece is a path of its own."""
    added = ChartDeck().add(EVERY["trail_of_sizes"](), theme=THEME)
    (trail,) = [
        each
        for each in added.shape._element.iter("{*}sp")
        if each.xpath("./*/p:cNvPr")[0].get("name").startswith("trail ")
    ]
    paths = list(trail.iter("{*}path"))
    assert len(paths) > 5
    assert {len(list(each.iter("{*}moveTo"))) for each in paths} == {1}


def test_symbols_smaller_than_any_marker_stay_shapes() -> None:
    """The smallest marker has two points: what is smaller would be drawn larger than it is, as disasters of no dead."""
    rows = pd.DataFrame({"kind": ["flood", "storm"] * 2, "year": ["1900", "1901"] * 2, "dead": [1, 9_000, 20, 3_000]})
    chart = alt.Chart(rows).mark_circle().encode(x="year:O", y="kind:N")
    small, large = (chart.encode(size=alt.Size("dead:Q", legend=None).scale(range=[low, 400])) for low in (0, 9))
    assert isinstance(native_model(to_spec(small), *BOX), Refusal)
    assert isinstance(_native(large), XYChart)


def test_the_ground_of_a_dark_template_does_not_lie_over_panels() -> None:
    """What stands around panels is drawn above them: on dark a ground that is not white hid four charts whole."""
    rows = pd.DataFrame({"at": list("abab"), "panel": list("xxyy"), "value": [1, 2, 3, 4]})
    lines = alt.Chart(rows).mark_line().encode(x="at:N", y="value:Q", column="panel:N").configure(background="#0F1E2B")
    grid = native_grid(to_spec(lines), 600, 300)
    assert not isinstance(grid, Refusal)
    assert len(grid.cells) == 2
    assert [part for part in grid.around.whole.parts if isinstance(part, Outline)] == []
