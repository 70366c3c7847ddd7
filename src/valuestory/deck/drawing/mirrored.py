"""Slides of a template that runs from right to left: what PowerPoint mirrors by itself, and what has to be written.

A template says so on its master. Whether a text runs that way its own letters say: an English story on an Arabic
template stays readable, and an Arabic sentence ends at its left on any template.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from valuestory.deck.drawing.paragraphs import Look
from valuestory.deck.geometry import Box, emu
from valuestory.slides.slide import Paragraph
from valuestory.slides.typography.direction import runs_leftwards, runs_rightwards

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def directed(paragraph: Paragraph, look: Look, *, inherited: str, leftwards: bool, mirrored: bool) -> Look:
    """Return a paragraph's look with the way that it runs, where its template or its letters ask for one.

    Parameters
    ----------
    paragraph, look
        The paragraph and how it is drawn.
    inherited
        The alignment that it has where its look says none.
    leftwards
        Whether the template runs from right to left.
    mirrored
        Whether the slide does: figures alone then stand at the right as well.
    """
    align = look.align or inherited
    if runs_leftwards(paragraph.text):
        return replace(look, rtl="1", align="r" if align == "l" else look.align)
    if leftwards and runs_rightwards(paragraph.text):
        return replace(look, rtl="0", align="l" if align == "r" and not look.align else look.align)
    return replace(look, align="r") if mirrored and align == "l" else look


def mirror_drawn(elements: Iterable[Any], box: Box) -> None:
    """Let what was drawn into a box begin at its right: shapes change sides, arrows their direction."""
    for place in (each for element in elements for each in element.iter(f"{_A}xfrm")):
        at, size = place.find(f"{_A}off"), place.find(f"{_A}ext")
        left = emu(box.left) + emu(box.right) - int(at.get("x")) - int(size.get("cx"))
        at.set("x", str(left))
        inside = place.find(f"{_A}chOff")
        if inside is not None:
            inside.set("x", str(left))
        elif place.getparent().getparent().tag == f"{_P}cxnSp":
            place.set("flipH", "0" if place.get("flipH") == "1" else "1")


def mirror_charts(shape: Any) -> None:
    """Let the native charts of a shape, or of a group, run from right to left."""
    for each in getattr(shape, "shapes", (shape,)):
        if getattr(each, "has_chart", False):
            _mirror_chart(each.chart._chartSpace)


def _mirror_chart(space: Any) -> None:
    """Let a chart's categories run from right to left, and bars that lie down grow that way.

    PowerPoint mirrors no chart by itself. The axis across is reversed; the one beside it moves to the right with it.
    Charts over numbers are left alone: figures run from left to right in Arabic and in Hebrew too.
    """
    lying = any(each.get("val") == "bar" for each in space.iter(f"{_C}barDir"))
    across = (f"{_C}valAx",) if lying else (f"{_C}catAx", f"{_C}dateAx")
    if space.find(f".//{_C}catAx") is None and space.find(f".//{_C}dateAx") is None:
        return
    for axis in space.iter(*across):
        order = axis.find(f"{_C}scaling/{_C}orientation")
        if order is not None:
            order.set("val", "minMax" if order.get("val") == "maxMin" else "maxMin")
