"""The legend and the title inside a chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from valuestory.deck.charts.evaluated.scene import Scene, printed
from valuestory.deck.charts.evaluated.textsize import corner
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.model import LegendLook, NoLegendError, Plot, Title

_ORDER: Final = "the legend lists its entries in the order in which they are drawn"
_INSET: Final = 3.6
"""Points that office programs leave between the top of a title's box and its text."""
_ASCENT: Final = 0.1
"""How much lower in a line than in Vega's its letters stand, in sizes."""
_SIDES: Final = {"right": "r", "left": "l", "top": "t", "bottom": "b", "top-right": "tr"}


def legend(scene: Scene, names: tuple[str, ...]) -> LegendLook | None:
    """Return the legend, whose entries must be the series.

    Raises
    ------
    NoLegendError
        When there are several legends, or one lists what is no series.
    """
    if not scene.legends:
        return None
    if len({entry.text for each in scene.legends for entry in each.entries} - set(names)):
        raise NoLegendError("a legend lists what is no series")
    if len(scene.legends) > 1:
        raise NoLegendError("two legends have no native form")
    found = scene.legends[0]
    if not found.entries:
        raise NoLegendError("a legend of a continuous scale has no native form")
    side = _SIDES.get(found.orient, "r")
    return LegendLook(side, found.box, looks.font(found.entries[0].look), tuple(entry.text for entry in found.entries))


def order_of_entries(found: LegendLook, plots: Sequence[Plot], *, horizontal: bool) -> list[str]:
    """Return what the reader is told where programs list a legend's entries in another order than Vega.

    They list series in the order they are drawn; beside stacked columns or areas from top to bottom.
    """
    listed = [each.name for plot in plots for each in plot.series if each.role == "data" and each.name in found.names]
    stacked = any(plot.kind != "line" and plot.grouping in ("stacked", "percentStacked") for plot in plots)
    if stacked and not horizontal and found.side in ("r", "l", "tr"):
        listed.reverse()
    return [] if listed == [each for each in found.names if each in listed] else [_ORDER]


def title(scene: Scene) -> Title | None:
    """Return the title inside the chart, where the chart has one."""
    if scene.title is None:
        return None
    text = printed(scene.title.look)
    x, y = corner(text, scene.title.look, (scene.title.number("x"), scene.title.number("y")))
    font = looks.font(scene.title.look)
    return Title(text, font, (x, max(0.0, y - _INSET - _ASCENT * font.size)))
