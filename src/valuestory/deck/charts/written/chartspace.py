"""What every chart part has around its plots: the space, its ground and font, and the legend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from valuestory.deck.charts.native.model import Font, LegendLook, Look, Paint
from valuestory.deck.charts.written import drawing
from valuestory.deck.charts.written.drawing import Ink

_NAMESPACES: Final = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def chart_space(chart: str, ground: Paint | None, font: Font, ink: Ink) -> bytes:
    """Return a chart part: what is inside its chart element, on a ground, in a font."""
    body = (
        f'<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart>{chart}</c:chart>'
        f"{drawing.shape(Look(ground), ink)}{drawing.text_properties(font, ink)}"
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f"{head}<c:chartSpace {_NAMESPACES}>{body}</c:chartSpace>".encode()


def base_font(*fonts: Font | None) -> Font:
    """Return the first font that is one: what has no font of its own is written in it."""
    return next((each for each in fonts if each is not None), Font(12.0, Paint("#000000")))


def legend_xml(legend: LegendLook, hidden: Iterable[int], size: tuple[float, float], ink: Ink) -> str:
    """Return a legend without the entries that are hidden."""
    entries = "".join(f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>' for index in hidden)
    # Without a size PowerPoint fits the box to its own, wider spacing.
    place = drawing.corner(legend.box[0], legend.box[1], size)
    look = drawing.text_properties(legend.font, ink)
    return f'<c:legend><c:legendPos val="{legend.side}"/>{entries}{place}<c:overlay val="0"/>{look}</c:legend>'
