"""What a layout has no room for goes to the speaker's notes: the text beside an exhibit, or all of it but one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.template.layouts import LayoutChoice, effective_kind
from valuestory.slides.slide import Paragraph, Slide

_ONE_LINE: Final = 0.6
"""A place for a takeaway that is less high, in inches on a slide 7.5 inches high, holds one line."""


def abridged(slide: Slide, choice: LayoutChoice) -> Slide:
    """Return a slide as its layout shows it.

    Where the layout says that text stands in the notes, what an exhibit means is said and not shown; where its place
    for a takeaway is one line high, the sentence to remember is shown and the rest is said. Any other slide is returned
    as it is.
    """
    if effective_kind(slide) != "chart+takeaway":
        return slide
    if choice.signature.said.text_in_notes:
        return replace(slide, body=(), notes=(*_said(slide.body), *slide.notes))
    if not in_one_line(choice):
        return slide
    shown = _to_remember(slide.body)
    rest = [each for each in slide.body if each is not shown and each.style != "label"]
    return replace(slide, body=(shown,), notes=(*_said(rest), *slide.notes))


def in_one_line(choice: LayoutChoice) -> bool:
    """Whether a layout's place for a takeaway is one line high."""
    slot = choice.slots.get("takeaway")
    return slot is not None and slot.box.height < _ONE_LINE * choice.signature.scale


def _to_remember(body: Sequence[Paragraph]) -> Paragraph:
    leads = [each for each in body if each.style == "lead"]
    return (leads or [each for each in body if each.style != "label"] or list(body))[0]


def _said(body: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Return text as notes have it: a label and the sentence to remember in bold."""
    return tuple(
        replace(each, style="text", runs=tuple(replace(run, bold=True) for run in each.runs))
        if each.style in ("label", "lead")
        else each
        for each in body
    )
