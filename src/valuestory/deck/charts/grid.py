"""Facets and views side by side as a tidy grid: a native chart each, one set of headings, one legend, one group.

The panels share the scales that Vega gave them. What stands around them (headings, legends, titles) is drawn as the
tier of shapes draws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from valuestory.deck.charts.evaluated.evaluate import evaluate
from valuestory.deck.charts.evaluated.panels import Box, Panel, Panels, cropped, evaluate_panels
from valuestory.deck.charts.evaluated.scene import Scene
from valuestory.deck.charts.evaluated.spec import Spec, is_single, sized, with_panels_of
from valuestory.deck.charts.evaluated.vega import compile_chart, to_svg
from valuestory.deck.charts.grid_titles import shared_titles
from valuestory.deck.charts.native.classify import classify
from valuestory.deck.charts.native.fitting.panels import fitted_alike
from valuestory.deck.charts.native.model import NoNativeFormError
from valuestory.deck.charts.refusal import Refusal
from valuestory.deck.charts.shapes.svg import Drawing, read
from valuestory.deck.charts.written.parts import NativeChart

MOST_PANELS: Final = 12
"""More than these are too small on a slide to be edited one by one."""
_SMALLEST: Final = 30.0
"""Points of a panel's side below which nobody reads it."""


Cell = Panel[NativeChart]
"""A panel that has become a native chart."""


@dataclass(frozen=True)
class Grid:
    """A drawing's size, its panels, and all that stands around them."""

    size: tuple[float, float]
    cells: tuple[Cell, ...]
    around: Drawing

    @property
    def notes(self) -> tuple[str, ...]:
        """What in any panel differs from the notebook's, each once."""
        return tuple(dict.fromkeys(note for cell in self.cells for note in cell.drawn.notes))


def native_grid(spec: Spec, width: float, height: float) -> Grid | Refusal:
    """Return the native charts of a chart of several views, its panels grown to fill a box (points); or why not."""
    found = evaluate_panels(spec)
    if isinstance(found, Refusal):
        return found
    count = len(found.panels)
    if not count:
        return Refusal("there is nothing to draw")
    if count > MOST_PANELS:
        return Refusal(f"{count} panels are more than the {MOST_PANELS} native charts that a group can have")
    fitted = with_panels_of(spec, _sizes(found, width, height))
    if fitted is None:
        return Refusal("facets among views side by side have no native form yet")
    drawn = evaluate_panels(fitted)
    return drawn if isinstance(drawn, Refusal) else _grid(fitted, drawn)


def _sizes(found: Panels, width: float, height: float) -> list[tuple[float, float]]:
    """Return the sizes, in whole points, by which the panels fill the box, what stands around them keeping its own."""
    plots = [(panel.box[0] + panel.drawn.plot[0], panel.box[1] + panel.drawn.plot[1], *panel.drawn.plot[2:])
             for panel in found.panels]  # fmt: skip
    wide, high = (max(_along(plots, middle, at) for middle in plots) for at in (0, 1))
    grow_x = max(0.1, (width - (found.size[0] - wide)) / wide)
    grow_y = max(0.1, (height - (found.size[1] - high)) / high)
    return [(max(1.0, float(int(plot[2] * grow_x))), max(1.0, float(int(plot[3] * grow_y)))) for plot in plots]


def _along(plots: Sequence[Box], through: Box, at: int) -> float:
    """Return the length of all plots that a line through the middle of one meets, across (0) or down (1)."""
    other = 1 - at
    middle = through[other] + through[other + 2] / 2
    return sum(plot[at + 2] for plot in plots if plot[other] <= middle <= plot[other] + plot[other + 2])


def _grid(spec: Spec, drawn: Panels) -> Grid | Refusal:
    cells: list[Cell] = []
    for number, panel in enumerate(drawn.panels, start=1):
        if min(panel.drawn.plot[2:]) < _SMALLEST:
            return Refusal("the panels are too small for native charts")
        chart = classify(panel.drawn)
        if isinstance(chart, Refusal):
            return chart
        cells.append(Cell(chart, panel.box, _named(panel, number)))
    try:
        around = _around(spec)
    except NoNativeFormError as reason:
        return Refusal(str(reason))
    cells, titles = shared_titles(cells)
    alike = fitted_alike([cell.drawn for cell in cells])
    fitting = (replace(cell, drawn=chart) for cell, chart in zip(cells, alike, strict=True))
    whole = replace(around.whole, parts=(*around.whole.parts, *titles))
    return Grid(drawn.size, tuple(fitting), replace(around, whole=whole))


def _named(panel: Panel[Scene], number: int) -> str:
    return panel.name or f"Panel {number}"


def legend_beside(spec: Spec, width: float, height: float) -> Grid | Refusal:
    """Return a single view as a native chart without its legend, which stands beside it as shapes; or why not.

    Sizes, continuous colours and two legends at once have no legend in PowerPoint.
    """
    fitted = sized(spec, width, height)
    scene = evaluate(fitted)
    if isinstance(scene, Refusal):
        return scene
    alone, box = cropped(replace(scene, legends=()))
    chart = classify(alone)
    if isinstance(chart, Refusal):
        return chart
    try:
        around = _around(fitted)
    except NoNativeFormError as reason:
        return Refusal(str(reason))
    (fitting,) = fitted_alike([chart])
    return Grid(scene.size, (Cell(fitting, box, "chart"),), around)


def _around(spec: Spec) -> Drawing:
    """Return what stands around the views: Vega's drawing without its ground, their marks, axes and own titles.

    It is drawn above the views: a ground, whatever its colour on this template, would hide them.
    """
    root = etree.fromstring(to_svg(compile_chart(spec)).encode())
    for ground in root.findall("./{*}rect"):
        root.remove(ground)
    single = is_single(spec)
    for group in list(root.iter("{*}g")):
        words = (group.get("class") or "").split()
        drawn = "role-axis" in words or (single and {"role-mark", "role-title"} & set(words)) or _is_view(words)
        if group.getparent() is not None and drawn:
            group.getparent().remove(group)
        if single and "role-frame" in words:
            for ground in group.findall("./{*}g/{*}path[@class='background']"):
                ground.getparent().remove(ground)
    found = read(etree.tostring(root).decode())
    return replace(found, whole=replace(found.whole, name="around"))


def _is_view(words: Sequence[str]) -> bool:
    """Return whether a group holds a view, which has a name of its own; those in legends have none."""
    return "role-scope" in words and len(words) > 2
