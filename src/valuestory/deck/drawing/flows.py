"""A flow: boxes from left to right with arrows between them, and for a loop one arrow back; native shapes in a group.

What the evidence does not establish, a box or an arrow, is dashed, and a dashed box has no fill.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from valuestory.deck.drawing.page import EXHIBIT, Page, xfrm
from valuestory.deck.drawing.paragraphs import Look, block
from valuestory.deck.geometry import Box, emu
from valuestory.deck.template.colors import Ink
from valuestory.slides.slide import Flow, FlowArrow, FlowStep, Paragraph
from valuestory.slides.typography.fit import balanced_inset, height, shrink

_NAME: Final = "vs:flow"
_WIDTH, _GAP, _HEIGHT = 2.35, 0.80, 2.10
"""A box and the gap to the next, of four on the shipped template, and how high a box is."""
_WIDEST, _TOP = 3.20, 0.15
_INSET: Final = 0.20
_LABEL, _FIGURE, _LINES, _FOOT = 0.22, 0.56, 1.24, 0.10
"""Offsets below a box's top, in inches on a slide 7.5 inches high."""
_ARROW_INSET, _WORDS_WIDTH = 0.10, 1.60
_WORDS_GAP, _TIGHT_GAP = 0.22, 0.12
"""The space above arrows' words; the tight one where an arrow back has to pass below them."""
_BACK, _BACK_GAP = 0.20, 0.08
"""The space above and below the arrow back."""
_WORDS_SIZE: Final = 14
_DASH, _HEAD = '<a:prstDash val="dash"/>', '<a:tailEnd type="triangle"/>'


@dataclass(frozen=True)
class _Sizes:
    """Type sizes in points, alike in all boxes."""

    label: float
    figure: float
    line: float


def add_flow(page: Page, flow: Flow, area: Box, font: str) -> Any:
    """Draw a flow at the top of an area and return its group.

    Parameters
    ----------
    page
        The slide.
    flow
        Boxes and arrows.
    area
        Where it may stand; boxes are as wide as it gives room for, arrows' words and the arrow back stand below them.
    font
        The font that text is measured in.
    """
    below = _Below.of(page, flow, area, font)
    boxes = _boxes(page, flow, area, below)
    group = page.group(_NAME, flow.alt or _alt(flow), area, EXHIBIT)
    sizes = _sizes(page, flow, boxes[0], font)
    for at, (step, box) in enumerate(zip(flow.steps, boxes, strict=True), 1):
        _step(page, step, box, f"{_NAME} box {at}", sizes, group, font)
    for at, arrow in enumerate(flow.arrows, 1):
        _arrow(page, arrow, boxes[at - 1], boxes[at], f"{_NAME} arrow {at}", below, group, font)
    if flow.back is not None:
        _back(page, flow.back, boxes, below, group, font)
    return group


@dataclass(frozen=True)
class _Below:
    """How high what stands below the boxes is, in inches: the arrows' words, the arrow back, its words."""

    gap: float = 0.0
    words: float = 0.0
    back: float = 0.0
    back_words: float = 0.0

    @classmethod
    def of(cls, page: Page, flow: Flow, area: Box, font: str) -> _Below:
        wide = page.inches(_WORDS_WIDTH)
        words = max((_high(page, each, wide, font) for each in flow.arrows), default=0.0)
        if flow.back is None:
            return cls(page.inches(_WORDS_GAP), words)
        gap = page.inches(_TIGHT_GAP) if words else 0.0
        return cls(gap, words, page.inches(_BACK), _high(page, flow.back, 0.6 * area.width, font))

    def total(self, page: Page) -> float:
        return self.gap + self.words + self.back + self.back_words + page.inches(_BACK_GAP * (self.back_words > 0))


def _high(page: Page, arrow: FlowArrow, width: float, font: str) -> float:
    if arrow.words is None:
        return 0.0
    return height([block(arrow.words, Look(page.points(_WORDS_SIZE), bold=True, font=font))], width) + page.inches(0.02)


def _boxes(page: Page, flow: Flow, area: Box, below: _Below) -> list[Box]:
    """Return the boxes: the grid's where four stand on the shipped template, in proportion elsewhere."""
    count = len(flow.steps)
    gap = _GAP / _WIDTH
    width = min(area.width / (count + gap * (count - 1)), page.inches(_WIDEST))
    pitch = (area.width - width) / (count - 1) if width < page.inches(_WIDEST) else width * (1 + gap)
    high = min(page.inches(_HEIGHT), area.height - page.inches(_TOP) - below.total(page))
    return [Box(area.left + at * pitch, area.top + page.inches(_TOP), width, high) for at in range(count)]


def _sizes(page: Page, flow: Flow, box: Box, font: str) -> _Sizes:
    """Return the sizes at which the words of every box fit it, the same for all."""
    inside = box.width - page.inches(2 * _INSET)
    squeeze = _squeeze(page, box)
    rooms = {"label": 0.30, "figure": 0.62, "line": _HEIGHT - _LINES - _FOOT}
    found = {}
    for kind, size in (("label", 14.0), ("figure", 32.0 * max(squeeze, 0.6) / page.label_scale), ("line", 14.0)):
        share = 1.0
        for step in flow.steps:
            paragraphs = _of(step, kind)
            measured = [
                block(each, Look(page.label_points(size), bold=kind != "line", font=font)) for each in paragraphs
            ]
            share = min(share, shrink(measured, inside, page.inches(rooms[kind] * squeeze), floor=0.5).share)
        found[kind] = page.label_points(size * share)
    return _Sizes(**found)


def _squeeze(page: Page, box: Box) -> float:
    """Return how low a box is, as a share of the grid's: what stands in it is moved together."""
    return box.height / page.inches(_HEIGHT)


def _of(step: FlowStep, kind: str) -> Sequence[Paragraph]:
    if kind == "label":
        return (step.label,)
    if kind == "figure":
        return (step.figure,) if step.figure is not None else ()
    return step.lines


def _step(page: Page, step: FlowStep, box: Box, name: str, sizes: _Sizes, group: Any, font: str) -> None:
    colors = page.palette
    if step.established:
        page.rectangle(name, box, colors.panel, EXHIBIT, into=group)
    else:
        _outline(page, name, box, group)
    inside = replace(box, left=box.left + page.inches(_INSET), width=box.width - page.inches(2 * _INSET))

    unit = page.inches(_squeeze(page, box))

    def band(offset: float, high: float) -> Box:
        return replace(inside, top=box.top + offset * unit, height=high * unit)

    label = Look(sizes.label, colors.second, bold=True, font=font)
    page.text(f"{name} label", band(_LABEL, 0.30), [(step.label, label)], EXHIBIT, into=group)
    if step.figure is not None:
        ink = colors.second if not step.established else colors.accent if step.lead else colors.ink
        figure = Look(sizes.figure, ink, bold=True, font=font)
        page.text(f"{name} figure", band(_FIGURE, 0.62), [(step.figure, figure)], EXHIBIT, into=group, wraps=False)
    if step.lines:
        look = Look(sizes.line, colors.second, bold_ink=colors.ink, after=page.points(2), font=font)
        text = [(each, look) for each in step.lines]
        page.text(f"{name} lines", band(_LINES, _HEIGHT - _LINES - _FOOT), text, EXHIBIT, into=group)


def _outline(page: Page, name: str, box: Box, group: Any) -> None:
    line = f'<a:ln w="{emu(page.inches(1.25 / 72))}"><a:solidFill>{page.palette.second.xml}</a:solidFill>{_DASH}</a:ln>'
    page.add(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{page.next_id()}" name={quoteattr(name)}/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>{line}</p:spPr></p:sp>',
        EXHIBIT,
        group,
    )


def _ink(page: Page, arrow: FlowArrow) -> Ink:
    return page.palette.second if arrow.established else page.palette.comparison


def _words(page: Page, arrow: FlowArrow, name: str, box: Box, group: Any, font: str) -> None:
    """Write an arrow's words centred, the second of two lines in proportion to the first."""
    if arrow.words is None:
        return
    ink = page.palette.ink if arrow.established else page.palette.second
    look = Look(page.points(_WORDS_SIZE), ink, bold=arrow.established, align="ctr", font=font)
    inset = balanced_inset(block(arrow.words, look), box.width)
    narrow = replace(box, left=box.left + inset / 2, width=box.width - inset)
    page.text(f"{name} words", narrow, [(arrow.words, look)], EXHIBIT, into=group)


def _arrow(page: Page, arrow: FlowArrow, start: Box, end: Box, name: str, below: _Below, group: Any, font: str) -> None:
    """Draw an arrow in the gap between two boxes, its words centred under the gap."""
    inset = page.inches(_ARROW_INSET)
    line = Box(start.right + inset, start.top + start.height / 2, end.left - start.right - 2 * inset, 0)
    ends = ("" if arrow.established else _DASH) + _HEAD
    page.line(name, line, 2.0, _ink(page, arrow), EXHIBIT, into=group, ends=ends)
    width = min(page.inches(_WORDS_WIDTH), end.left - start.left - inset)
    middle = (start.right + end.left) / 2
    words = Box(middle - width / 2, start.bottom + below.gap, width, below.words)
    _words(page, arrow, name, words, group, font)


def _back(page: Page, back: FlowArrow, boxes: Sequence[Box], below: _Below, group: Any, font: str) -> None:
    """Draw the arrow that leads from under the last box to under the first, its words under it."""
    start, end = boxes[0].left + boxes[0].width / 2, boxes[-1].left + boxes[-1].width / 2
    top = boxes[0].bottom + page.inches(_ARROW_INSET / 2)
    deep = below.gap + below.words + below.back - page.inches(_ARROW_INSET / 2)
    box = Box(start, top, end - start, deep)
    wide, high = emu(box.width), emu(box.height)
    first, *others = (f'<a:pt x="{x}" y="{y}"/>' for x, y in ((wide, 0), (wide, high), (0, high), (0, 0)))
    path = f"<a:moveTo>{first}</a:moveTo>" + "".join(f"<a:lnTo>{each}</a:lnTo>" for each in others)
    dash = "" if back.established else _DASH
    line = f'<a:solidFill>{_ink(page, back).xml}</a:solidFill>{dash}<a:miter lim="800000"/>{_HEAD}'
    page.add(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{page.next_id()}" name="{_NAME} back"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{xfrm(box)}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
        f'<a:pathLst><a:path w="{wide}" h="{high}" fill="none">{path}</a:path></a:pathLst></a:custGeom><a:noFill/>'
        f'<a:ln w="{emu(page.inches(2 / 72))}">{line}</a:ln></p:spPr></p:sp>',
        EXHIBIT,
        group,
    )
    words = replace(box, top=box.bottom + page.inches(_BACK_GAP), height=below.back_words)
    _words(page, back, f"{_NAME} back", words, group, font)


def _alt(flow: Flow) -> str:
    """Return what a flow shows, in words, for those who do not see it."""
    told = []
    for step in flow.steps:
        rest = ", ".join(each.text for each in (step.figure, *step.lines) if each is not None)
        told.append(f"{step.label.text}: {rest}" if rest else step.label.text)
    return re.sub(" +", " ", f"Boxes from left to right: {'; '.join(told)}.")
