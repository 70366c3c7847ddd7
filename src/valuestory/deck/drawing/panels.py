"""Panels: the ask beside its numbered decisions, and the strip "If we decide nothing"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.drawing.arrange import Place
from valuestory.deck.drawing.holders import balance, fill_text
from valuestory.deck.drawing.page import BODY, Page
from valuestory.deck.drawing.paragraphs import Look
from valuestory.deck.drawing.words import BODY_SIZE, LEAD_SIZE, strip_text, takeaway_text
from valuestory.deck.geometry import Box
from valuestory.slides.slide import Paragraph, Run

_BAR, _INSET, _BESIDE = 0.06, 0.30, 0.20
_LEFT_SHARE: Final = 4.0 / 11.8
"""The right half begins where the second of three tiles does."""
_NUMBER: Final = 0.45


def add_strip(page: Page, place: Place, paragraphs: Sequence[Paragraph], font: str) -> None:
    """Draw a one-line panel."""
    text = strip_text(page, paragraphs, font)
    if place.slot is not None:
        element = fill_text(page, "vs:text", place, text, BODY)
        balance(page, element, place.box)
        return
    _ground(page, place.box)
    box = _within(page, place.box, place.box.width - page.inches(_INSET + _BESIDE))
    page.text("vs:text", box, text, BODY, anchor="ctr")


def add_ask(page: Page, place: Place, paragraphs: Sequence[Paragraph], font: str) -> None:
    """Draw the ask: label and lead at the left, numbered asks at the right with rules between them."""
    if place.slot is None:
        _ground(page, place.box)
    words = [each for each in paragraphs if each.style != "number"]
    asks = [each for each in paragraphs if each.style == "number"]
    left = _LEFT_SHARE * place.box.width if asks and words else 0.0
    if words:
        _words(page, place, words, font, left)
    if asks:
        start = place.box.left + (left or page.inches(_INSET))
        _asks(
            page,
            Box(start, place.box.top, place.box.right - page.inches(_BESIDE) - start, place.box.height),
            asks,
            font,
        )


def _ground(page: Page, box: Box) -> None:
    page.rectangle("Panel", box, page.palette.panel, BODY)
    page.rectangle("Panel accent", replace(box, width=page.inches(_BAR)), page.palette.accent, BODY)


def _within(page: Page, box: Box, width: float) -> Box:
    return Box(box.left + page.inches(_INSET), box.top, width, box.height)


def _words(page: Page, place: Place, words: Sequence[Paragraph], font: str, left: float) -> None:
    text = [(each, replace(look, after=page.points(4))) for each, look in takeaway_text(page, words, font)]
    width = (left or place.box.width) - page.inches(_INSET + _BESIDE)
    high = min(page.inches(0.20), 0.1 * place.box.height)
    box = _within(page, place.box, width).below(high).above(high)
    if place.slot is None:
        page.text("vs:text", box, text, BODY)
        return
    # The placeholder has the inset itself.
    grown = replace(box, left=place.box.left, width=width + page.inches(2 * _INSET))
    fill_text(page, "vs:text", place, text, BODY, box=grown)


def _asks(page: Page, area: Box, asks: Sequence[Paragraph], font: str) -> None:
    margin = min(page.inches(0.16), 0.08 * area.height)
    pitch = (area.height - 2 * margin) / len(asks)
    indent = page.inches(_NUMBER)
    for at, ask in enumerate(asks):
        band = Box(area.left, area.top + margin + at * pitch, area.width, pitch)
        if at:
            page.line(f"Rule {at}", replace(band, height=0), 0.75, page.palette.rule, BODY)
        number = Look(page.points(LEAD_SIZE), page.palette.accent, bold=True, font=font)
        page.text(
            f"vs:ask {at + 1} number",
            replace(band, width=indent),
            [(Paragraph((Run(str(at + 1)),)), number)],
            BODY,
            anchor="ctr",
        )
        look = Look(page.points(BODY_SIZE), page.palette.ink, font=font)
        words = replace(band, left=band.left + indent, width=band.width - indent)
        page.text(f"vs:ask {at + 1}", words, [(ask, look)], BODY, anchor="ctr")
