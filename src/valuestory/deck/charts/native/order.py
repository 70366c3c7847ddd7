"""What lies over what: PowerPoint draws areas first, then bars, then lines and points, whatever the layers' order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from valuestory.deck.charts.evaluated.scene import Mark
from valuestory.deck.charts.native import looks
from valuestory.deck.charts.native.model import NoNativeFormError

_RANKS: Final = {"area": 0, "rect": 1, "line": 2, "symbol": 2, "rule": 2, "text": 2}
_NOTE: Final = "lines and points are drawn over bars, and bars over areas"


def order_notes(marks: Iterable[Mark]) -> list[str]:
    """Return what the reader is told where PowerPoint's order is not that of the layers.

    Raises
    ------
    NoNativeFormError
        When something opaque would no longer hide lines, points or bars beneath it.
    """
    beneath: list[Mark] = []
    notes: list[str] = []
    for mark in (each for each in marks if each.items and each.plan.kind in _RANKS):
        over = [each.plan.kind for each in beneath if _RANKS[each.plan.kind] > _RANKS[mark.plan.kind]]
        if over:
            if _opaque(mark) and set(over) - {"rule", "text"}:
                raise NoNativeFormError("an opaque layer over lines, points or bars has no native form")
            notes = [_NOTE]
        beneath.append(mark)
    return notes


def _opaque(mark: Mark) -> bool:
    paints = [looks.fill(item.look) for item in mark.items]
    return any(paint is not None and paint.opacity == 1 for paint in paints)
