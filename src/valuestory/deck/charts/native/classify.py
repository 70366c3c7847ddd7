"""From an evaluated chart to a native one, or a reason why there is none.

A whitelist: each mark, item and legend entry must be taken by exactly one rule. Whatever is left over refuses the
chart, so that no native chart ever shows less than the notebook's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from valuestory.deck.charts.evaluated.scene import Mark, Scene
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.arc.model import PieChart
from valuestory.deck.charts.native.arc.pie import has_arcs, pie
from valuestory.deck.charts.native.areas import area_plot
from valuestory.deck.charts.native.axes import axes
from valuestory.deck.charts.native.bars import MOST_GAP, Place, Spot
from valuestory.deck.charts.native.bins import binned_along, binned_frame
from valuestory.deck.charts.native.frame import Frame, frame
from valuestory.deck.charts.native.intervals import ENDS, Interval, are_ends, interval, is_interval, with_errors
from valuestory.deck.charts.native.labels import label_series, labelled, labels, with_room
from valuestory.deck.charts.native.layered import Layer, bar_layers, tick_notes
from valuestory.deck.charts.native.legends import legend, order_of_entries, title
from valuestory.deck.charts.native.lines import Lines, line_plot, lines, symbols
from valuestory.deck.charts.native.model import ChartModel, Label, NoLegendError, NoNativeFormError, Paint, Plot, Series
from valuestory.deck.charts.native.names import distinct
from valuestory.deck.charts.native.order import order_notes
from valuestory.deck.charts.native.rules import Rules, rules
from valuestory.deck.charts.native.timed import WITHIN, stand_within, timed_along, timed_frame
from valuestory.deck.charts.native.xy.chart import xy_chart
from valuestory.deck.charts.native.xy.model import XYChart
from valuestory.deck.charts.native.xy.plane import over_categories, over_numbers, over_times, plane
from valuestory.deck.charts.refusal import Refusal


@dataclass(frozen=True)
class _Layers:
    """What the marks came to, before axes: areas, bars, lines with their symbols, rules, and where all of it lies."""

    areas: Plot | None
    bars: tuple[Layer, ...]
    lines: Lines
    rules: Rules
    intervals: tuple[Interval, ...] = ()
    ends: bool = False


def classify(scene: Scene) -> ChartModel | XYChart | PieChart | Refusal:
    """Return the native chart of a scene, or the reason why it has none."""
    try:
        _check(scene)
        if has_arcs(scene):
            return pie(scene)
        return xy_chart(plane(scene)) if over_numbers(scene) else _model(scene)
    except NoNativeFormError as reason:
        return _on_a_plane(scene, reason)


def _on_a_plane(scene: Scene, reason: NoNativeFormError) -> XYChart | Refusal:
    """Return the XY chart of what has no form over categories or whole days, for this reason.

    Times of day, several points at one place, steps, and points, lines and rules beside categories from top to bottom.
    """
    legend = isinstance(reason, NoLegendError)
    try:
        _check(scene)
        if over_times(scene) or over_categories(scene):
            return xy_chart(plane(scene))
    except NoNativeFormError as other:
        legend = legend or isinstance(other, NoLegendError)
    return Refusal(str(reason), legend=legend)


def _check(scene: Scene) -> None:
    if scene.unknown:
        raise NoNativeFormError(f"a {scene.unknown[0]} has no native form")
    if not any(mark.items for mark in scene.marks):
        raise NoNativeFormError("there is nothing to draw")
    if min(scene.plot[2:]) < 10:
        raise NoNativeFormError("the box is too small for the chart")


def _model(scene: Scene) -> ChartModel:
    along = binned_along(scene)
    if along is None and (at := timed_along(scene)):
        found = timed_frame(scene, at)
    else:
        found = binned_frame(scene, along) if along else frame(scene)
    layers = _layers(found, scene.marks)
    plots = _labelled(found, scene.marks, layers)
    return _whole(found, layers, plots)


def _layers(found: Frame, marks: Sequence[Mark]) -> _Layers:
    drawn_marks = [mark for mark in marks if mark.drawn]
    by_kind = {kind: [mark for mark in drawn_marks if mark.plan.kind == kind] for kind in _KINDS}
    strange = [mark.plan.kind for mark in drawn_marks if mark.plan.kind not in _KINDS]
    if strange:
        raise NoNativeFormError(f"the mark {strange[0]} has no native form yet")
    spans = _intervals(found, by_kind["rule"])
    rects = [mark for mark in by_kind["rect"] if not are_ends(found, mark, spans)]
    layered = bar_layers(found, rects)
    areas = area_plot(found, by_kind["area"]) if by_kind["area"] else None
    drawn = Lines()
    for mark in by_kind["line"]:
        drawn = lines(found, mark, drawn)
    for mark in by_kind["symbol"]:
        drawn = symbols(found, mark, drawn)
    ruled = Rules()
    for mark in by_kind["rule"]:
        ruled = rules(found, mark, ruled)
    return _Layers(areas, layered, drawn, ruled, spans, len(rects) < len(by_kind["rect"]))


def _intervals(found: Frame, marks: Sequence[Mark]) -> tuple[Interval, ...]:
    each_of = [interval(found, mark, item) for mark in marks for item in mark.items if is_interval(found, item)]
    return tuple(each for each in each_of if each is not None)


_KINDS = ("area", "rect", "line", "symbol", "rule", "text")


def _labelled(found: Frame, marks: Sequence[Mark], layers: _Layers) -> tuple[Plot, ...]:
    plots = [layers.areas] if layers.areas is not None else []
    spots: dict[Place, Spot] = {}
    for plot, where in layers.bars:
        spots |= {(len(plots), spot.series, spot.index): spot for spot in where}
        plots.append(plot)
    if layers.lines.series:
        spots |= {(len(plots), spot.series, spot.index): spot for spot in layers.lines.spots}
        plots.append(line_plot(layers.lines))
    plots, unseen = with_errors(found, plots, spots, layers.intervals, layers.ends)
    if not plots and not unseen:
        raise NoNativeFormError("there are neither areas nor bars nor lines nor points")
    taken: dict[Place, Label] = {}
    for mark in marks:
        if mark.plan.kind == "text":
            at, rest = labels(found, mark, plots, {each: spot for each, spot in spots.items() if each not in taken})
            taken |= at
            if rest and found.horizontal:
                if len(plots) != 1:
                    raise NoNativeFormError("a text beside bars in two layers, at no bar's end, has no native form yet")
                plots[0] = with_room(found, plots[0], rest, tuple(spots.values()))
            else:
                unseen += [label_series(found, mark, rest)] if rest else []
    return _above(_with_lines(labelled(plots, taken), (*layers.rules.series, *unseen)))


def _above(plots: tuple[Plot, ...]) -> tuple[Plot, ...]:
    """Return the plots with lines and points on the second pair of axes where bars are: all of it is drawn above."""
    second = any(plot.secondary for plot in plots)
    return tuple(replace(plot, secondary=True) if second and plot.kind == "line" else plot for plot in plots)


def _with_lines(plots: tuple[Plot, ...], series: tuple[Series, ...]) -> tuple[Plot, ...]:
    """Return the plots with constant lines and unseen series among the lines."""
    if not series:
        return plots
    if plots and plots[-1].kind == "line":
        return (*plots[:-1], replace(plots[-1], series=(*plots[-1].series, *series)))
    return (*plots, Plot("line", series, "standard"))


def _whole(found: Frame, layers: _Layers, plots: tuple[Plot, ...]) -> ChartModel:
    scene = found.scene
    from_zero = bool(layers.bars) or (layers.areas is not None and layers.areas.series[0].role != "base")
    both = axes(found, from_zero=from_zero, zero=layers.rules.zero)
    data = tuple(series.name for plot in plots for series in plot.series if series.role == "data")
    shown = legend(scene, data)
    if shown is not None and found.horizontal and any(each.role == "base" for plot in plots for each in plot.series):
        # Programs count the entries of bars that run sideways from different ends, and would hide the wrong one.
        raise NoLegendError("a legend of bars that run sideways and float has no native form")
    if layers.lines.bridged and layers.lines.broken:
        raise NoNativeFormError("lines with both missing rows and missing values have no native form")
    notes = [*both.notes, *order_notes(scene.marks), *tick_notes(found, scene.marks)]
    notes += (f"the legend's title, {each.title}, is left out" for each in scene.legends if each.title)
    if any(looks.is_rounded(item.look) for mark in scene.marks for item in mark.items):
        notes.append("rounded corners are drawn square")
    if any(plot.gap == MOST_GAP for plot, _ in layers.bars):
        notes.append("bars are thicker than the notebook's: PowerPoint knows no wider gaps")
    notes += order_of_entries(shown, plots, horizontal=found.horizontal) if shown is not None else []
    if layers.ends:
        notes.append(ENDS)
    if timed_along(scene) and binned_along(scene) is None and stand_within(found):
        notes.append(WITHIN)
    ground = looks.paint(scene.background)
    return ChartModel(
        plots=_distinct(plots),
        category_axis=both.category,
        value_axis=both.value,
        horizontal=found.horizontal,
        size=scene.size,
        plot=found.box,
        view=looks.area(scene.view.look),
        ground=ground if ground != Paint("#ffffff") else None,
        legend=shown,
        title=title(scene),
        span_gaps=layers.lines.bridged,
        notes=tuple(notes),
    )


def _distinct(plots: tuple[Plot, ...]) -> tuple[Plot, ...]:
    """Return the plots with every series under a name of its own."""
    names = iter(distinct([series.name for plot in plots for series in plot.series]))
    return tuple(replace(plot, series=tuple(replace(each, name=next(names)) for each in plot.series)) for plot in plots)
