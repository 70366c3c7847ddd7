"""The tier of shapes: Vega draws the chart at the size of its box, and its drawing becomes a group of shapes."""

from __future__ import annotations

from typing import Final

from valuestory.deck.charts.evaluated.spec import Spec, sized
from valuestory.deck.charts.evaluated.vega import compile_chart, to_svg
from valuestory.deck.charts.native.model import NoNativeFormError
from valuestory.deck.charts.refusal import Refusal
from valuestory.deck.charts.shapes.svg import Drawing, read
from valuestory.deck.charts.shapes.told_facts import telling_facts

MOST_SHAPES: Final = 1_500
"""More than these no person edits, and PowerPoint becomes slow."""
MOST_POINTS: Final = 40_000
"""Points of all outlines together: some 2 MB of XML."""


def draw(spec: Spec, width: float, height: float) -> Drawing | Refusal:
    """Return a chart's drawing at the size of a box (points): a single view has that size, several their own."""
    try:
        found = read(to_svg(telling_facts(compile_chart(sized(spec, width, height)))))
    except NoNativeFormError as reason:
        return Refusal(str(reason))
    if not found.whole.parts:
        return Refusal("there is nothing to draw")
    if found.whole.count > MOST_SHAPES:
        return Refusal(f"it would take {found.whole.count:,} shapes, more than {MOST_SHAPES:,}")
    if found.whole.points > MOST_POINTS:
        return Refusal(f"its outlines have {found.whole.points:,} points, more than {MOST_POINTS:,}")
    return found
