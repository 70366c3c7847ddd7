"""The legend and the title inside a chart."""

from __future__ import annotations

from typing import Final

from valuestory.deck.charts.evaluated.scene import Scene, printed
from valuestory.deck.charts.evaluated.textsize import corner
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.model import LegendLook, NoLegendError, Title

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


def title(scene: Scene) -> Title | None:
    """Return the title inside the chart, where the chart has one."""
    if scene.title is None:
        return None
    text = printed(scene.title.look)
    at = corner(text, scene.title.look, (scene.title.number("x"), scene.title.number("y")))
    return Title(text, looks.font(scene.title.look), at)
