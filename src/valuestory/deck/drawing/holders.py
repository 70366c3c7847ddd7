"""A layout's placeholders on a slide: found by index, filled, named by role, or removed; none keeps its prompt."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from valuestory.deck.drawing.arrange import Place
from valuestory.deck.drawing.page import TITLE, Page, xfrm
from valuestory.deck.drawing.paragraphs import Look, Text, block
from valuestory.deck.geometry import Box, cut_away, emu, grown
from valuestory.deck.template.colors import least_contrast, readable_ink
from valuestory.deck.template.inherit import Frame, TextStyle, frame, holder_kind, text_style
from valuestory.deck.template.shades import scheme_of, text_shade
from valuestory.deck.template.signature import Slot
from valuestory.slides.contrast import VISIBLE
from valuestory.slides.slide import Paragraph
from valuestory.slides.typography.direction import runs_leftwards
from valuestory.slides.typography.fit import Block, Piece, balanced_inset, height, rounded_size, wrap

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_NO_WIDOW: Final = 0.3
"""A second line of running text is at least this share of the first: not a single word."""
_OFF_A_LOGO, _MOST_FOR_A_LOGO = 0.05, 0.35
"""How far from a logo a title's text stays, in inches, and the greatest share of its room that this may cost."""
_TITLE_STEPS: Final = 10
"""A title may shrink to 55 % to keep to two lines, or to fit a slide of its own: some are set in 44 points."""


def find_holder(page: Page, slot: Slot) -> Any:
    """Return the slide's placeholder element for a slot of its layout."""
    for element in page.slide.shapes._spTree.iterchildren(f"{_P}sp"):
        kind = holder_kind(element)
        if kind is not None and kind[1] == str(slot.idx) and _is_title(kind[0]) == _is_title(slot.kind):
            return element
    raise LookupError(f"no placeholder with index {slot.idx}")


def _is_title(kind: str) -> bool:
    return kind in ("title", "ctrTitle")


def take_holder(page: Page, slot: Slot | None) -> Any:
    """Remove an exhibit's placeholder and return its ``p:ph`` for the graphic frame; None where that cannot be."""
    if slot is None:
        return None
    element = find_holder(page, slot)
    element.getparent().remove(element)
    return copy.deepcopy(next(element.iter(f"{_P}ph"))) if slot.takes_exhibits else None


def text_styles(page: Page, slot: Slot | None) -> list[TextStyle]:
    """Return how text of a slot looks by level; the master's body text where there is no slot."""
    layout = page.slide.slide_layout
    if slot is not None:
        element = find_holder(page, slot)
        return [text_style(element, layout, level) for level in range(5)]
    body = next(
        (each for each in layout.slide_master.placeholders if (holder_kind(each._element) or ("",))[0] == "body"), None
    )
    return [text_style(body._element, layout, level) for level in range(5)] if body is not None else [TextStyle()]


def fill_text(
    page: Page, name: str, place: Place, text: Text, rank: int, *, keep_style: bool = False, box: Box | None = None
) -> Any:
    """Write text into a place: into its placeholder, else into a text box; return the element.

    Parameters
    ----------
    page
        The slide.
    name
        The shape's name.
    place
        Where.
    text
        Paragraphs and looks, each look with its size.
    rank
        The place in the reading order.
    keep_style
        Leave size and spacing to the template where the text fits as it is.
    box
        A smaller box than the place's.
    """
    if place.slot is None:
        return page.text(name, box or place.box, text, rank)
    element = find_holder(page, place.slot)
    element.nvSpPr.cNvPr.set("name", name)
    page.ranks[element] = rank
    area = box or place.box
    if area != place.slot.box:
        _place(element, area)
    insets = frame(element, page.slide.slide_layout)
    fitted = page.fitted(name, text, inside(area, insets))
    if keep_style and fitted is text:
        fitted = [
            (paragraph, replace(look, size=None, after=None) if look.ink is None else look) for paragraph, look in text
        ]
    page.write(element.txBody, name, _legible(page, element, fitted, inside(area, insets)), rank)
    return element


def _legible(page: Page, element: Any, text: Text, area: Box) -> Text:
    """Return text that can be read where it stands: the template's own colour is kept unless it hardly shows.

    A layout may put the master's dark text onto a dark picture, and nobody has noticed since nobody used it.
    """
    grounds, theme = page.grounds(area), page.theme
    if theme is None or not grounds:
        return text
    layout = page.slide.slide_layout
    scheme = scheme_of(page.slide)
    readable = []
    for paragraph, look in page.legible(text, area):
        own = text_shade(element, layout, scheme, look.level) if look.ink is None else None
        if own is not None and least_contrast(own.color, grounds) < VISIBLE:
            style = text_style(element, layout, look.level)
            best = readable_ink(page.palette.ink, theme, grounds)
            look = replace(look, ink=best, bold=look.bold if look.bold is not None else style.bold)
        readable.append((paragraph, look))
    return readable


def balance(page: Page, element: Any, box: Box) -> None:
    """Keep the second line of a one-paragraph placeholder from being a single word."""
    paragraphs = element.txBody.findall(f"{_A}p")
    if len(paragraphs) != 1:
        return
    insets = frame(element, page.slide.slide_layout)
    style = text_style(element, page.slide.slide_layout)
    pieces, size = [], style.size
    for run in paragraphs[0].findall(f"{_A}r"):
        properties = run.find(f"{_A}rPr")
        pieces.append(Piece(run.find(f"{_A}t").text or "", properties.get("b") == "1"))
        size = int(properties.get("sz", str(round(style.size * 100)))) / 100
    inset = balanced_inset(Block(tuple(pieces), size, font=style.font), inside(box, insets).width, share=_NO_WIDOW)
    if inset:
        element.txBody.find(f"{_A}bodyPr").set("rIns", str(emu(insets.right + inset)))


def _place(element: Any, box: Box) -> None:
    from pptx.oxml import parse_xml

    old = element.spPr.find(f"{_A}xfrm")
    if old is not None:
        element.spPr.remove(old)
    element.spPr.insert(0, parse_xml(xfrm(box).replace("<a:xfrm>", f'<a:xfrm xmlns:a="{_A[1:-1]}">')))


def inside(box: Box, insets: Frame) -> Box:
    """Return a box without its insets."""
    return Box(
        box.left + insets.left,
        box.top + insets.top,
        box.width - insets.left - insets.right,
        box.height - insets.top - insets.bottom,
    )


def fill_title(
    page: Page, place: Place, title: Paragraph, rank: int, *, two_lines: bool = False, logos: Sequence[Box] = ()
) -> Any:
    """Write the title, shrunk where it must be, its two lines balanced.

    Parameters
    ----------
    page, place, title, rank
        The slide, where, the words, and their place in the reading order.
    two_lines
        Rather shrink the title than let it run over more than two lines.
    logos
        What the layout shows before the title's place: its text keeps off them.
    """
    element = _new_title(page, place.box) if place.slot is None else find_holder(page, place.slot)
    style = text_style(element, page.slide.slide_layout)
    look = Look(style.size, None, bold=style.bold or None, font=style.font, spacing=style.spacing, indent=style.indent)
    look = replace(look, caps=style.caps)
    moved = place.slot is None or place.box != place.slot.box
    if moved:
        _place(element, place.box)
        element.txBody.find(f"{_A}bodyPr").set("anchor", "b")
        look = replace(look, size=page.points(32), ink=page.palette.ink, align="l")
    insets = frame(element, page.slide.slide_layout)
    if not moved:
        insets = _off_logos(element, place.box, insets, logos)
    area = inside(place.box, insets)
    element.nvSpPr.cNvPr.set("name", "vs:title")
    page.ranks[element] = rank
    fitted = _title_size(page, title, look, area, two_lines=two_lines)
    align = "l" if moved or (page.leftwards and not runs_leftwards(title.text)) else style.align
    inset = balanced_inset(block(title, fitted), area.width)
    written = replace(fitted, size=None if fitted.size == style.size else fitted.size, bold=None, marker="inherit")
    page.write(element.txBody, "vs:title", _legible(page, element, [(title, written)], area), rank)
    if inset:
        _set_balance(element, insets, inset, align)
    return element


def _set_balance(element: Any, insets: Frame, inset: float, align: str) -> None:
    """Take the room that breaks a title's lines well from the side where they end; from both where it is centred."""
    properties = element.txBody.find(f"{_A}bodyPr")
    share = {"ctr": 0.5, "r": 1.0}.get(align, 0.0)
    if share:
        properties.set("lIns", str(emu(insets.left + share * inset)))
    if share < 1.0:
        properties.set("rIns", str(emu(insets.right + (1 - share) * inset)))


def _off_logos(element: Any, box: Box, insets: Frame, logos: Sequence[Box]) -> Frame:
    """Give a placeholder the insets that keep its text off logos, where that leaves it most of its room."""
    area = whole = inside(box, insets)
    for logo in logos:
        if area.overlap(logo):
            area = cut_away(area, grown(logo, _OFF_A_LOGO), most=_MOST_FOR_A_LOGO)
    if area == whole:
        return insets
    found = insets._replace(
        left=area.left - box.left,
        top=area.top - box.top,
        right=box.right - area.right,
        bottom=box.bottom - area.bottom,
    )
    properties = element.txBody.find(f"{_A}bodyPr")
    for side, length in (("lIns", found.left), ("tIns", found.top), ("rIns", found.right), ("bIns", found.bottom)):
        properties.set(side, str(emu(length)))
    return found


def _new_title(page: Page, box: Box) -> Any:
    """Add a title to a slide whose layout has none, as a placeholder: outlines and screen readers look for one."""
    xml = (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{page.next_id()}" name="vs:title"/><p:cNvSpPr/>'
        f'<p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr>{xfrm(box)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        '<p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0"/>'
        "<a:lstStyle/><a:p/></p:txBody></p:sp>"
    )
    return page.add(xml, TITLE)


def _title_size(page: Page, title: Paragraph, look: Look, area: Box, *, two_lines: bool) -> Look:
    """Return the look at the size that fits; by choice at one that keeps to two lines."""
    assert look.size is not None
    if two_lines:
        for step in range(_TITLE_STEPS):
            smaller = replace(look, size=rounded_size(look.size * (1 - 0.05 * step)))
            measured = block(title, smaller)
            if len(wrap(measured, area.width)) <= 2 and height([measured], area.width) <= area.height + 0.02:
                return smaller
    least = 1.0 if two_lines else 1 - 0.05 * (_TITLE_STEPS - 1)
    return page.fitted("vs:title", [(title, look)], area, least)[0][1]


def drop_unfilled(page: Page) -> None:
    """Remove every placeholder that nothing was written into."""
    tree = page.slide.shapes._spTree
    for element in list(tree):
        if element not in page.ranks and holder_kind(element) is not None:
            tree.remove(element)
