"""Paper laid over a photograph: a panel behind a slide's words where neither dark nor light ones could be read."""

from __future__ import annotations

from functools import reduce
from typing import Final

from valuestory.deck.drawing.page import TITLE, Page, xfrm
from valuestory.deck.geometry import Box, around, cut_away, grown
from valuestory.deck.template.colors import Ink, body_ink
from valuestory.deck.template.grounds import Layer
from valuestory.deck.template.layouts import FULL_SLIDES, LayoutChoice
from valuestory.deck.template.shades import Shade
from valuestory.slides.contrast import contrast
from valuestory.slides.slide import Kind
from valuestory.slides.theme import Theme

_LOST, _LOST_ON_A_COVER = 0.10, 0.25
"""From which share of its ground a slide is papered: a cover's few large words stand more."""
_OPAQUE: Final = 0.9
_MARGIN: Final = 0.15
"""Inches around what is written."""


def paper_for(choice: LayoutChoice, kind: Kind) -> Box | None:
    """Return where paper is laid on a slide of this kind; None where its words can be read without."""
    layout = choice.signature
    boxes = [slot.box for slot in choice.slots.values()]
    if kind not in FULL_SLIDES or choice.drawn:
        boxes += [box for box in (layout.drawing_area,) if box is not None]
        boxes += [layout.title_band] if layout.title is None else []
    if not boxes:
        return None
    box = reduce(around, boxes)
    if layout.unreadable_at(box) < (_LOST_ON_A_COVER if kind in FULL_SLIDES else _LOST):
        return None
    wide = grown(box, _MARGIN * layout.scale)
    for each in layout.footers:
        wide = cut_away(wide, each, most=0.2)
    left, top = max(wide.left, 0.0), max(wide.top, 0.0)
    return Box(left, top, min(wide.right, layout.width) - left, min(wide.bottom, layout.height) - top)


def paper_ink(theme: Theme, choice: LayoutChoice) -> Ink:
    """Return the theme's colour on which the template's own text reads best."""
    text = body_ink(choice.signature.layout).value(theme)
    slots = [slot for slot in ("bg1", "tx1") if theme.color_map.get(slot, slot) in theme.colors]
    return Ink(max(slots, key=lambda slot: contrast(theme.color(slot), text)))


def lay_paper(page: Page, box: Box, ink: Ink, theme: Theme) -> None:
    """Lay paper behind all that a slide says."""
    fill = ink.xml.replace("/>", f'><a:alpha val="{round(_OPAQUE * 100_000)}"/></a:schemeClr>')
    page.add(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{page.next_id()}" name="vs:paper"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"<a:solidFill>{fill}</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>",
        TITLE - 2,
    )
    shade = Shade(ink.value(theme), _OPAQUE)
    page.beneath.append(Layer(box, lambda across, down: shade, lambda across, down: True))
