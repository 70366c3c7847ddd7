"""An audit as one self-contained HTML page: each slide's picture with its marks, and its numbers with their sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from html import escape
from typing import Final

from valuestory.audit.finding import MEANING, NOT_RELIED_ON, SOUND, Finding, Status, verdict
from valuestory.audit.slide_page import Row, SlidePage, SlideSection, cell, state
from valuestory.deck.reading.deck import ReadSlide
from valuestory.slides.theme import Theme

_ABOUT: Final = (
    "Made from the deck alone: the evidence of its numbers travels in the file. This page loads nothing and runs "
    "nothing."
)
_ORDER: Final[tuple[Status, ...]] = (
    "altered",
    "unsourced",
    "differs",
    "cannot be computed",
    "removed",
    "workbook missing",
    "workbook elsewhere",
    "matches",
    "sourced",
)
_NOT_DRAWN: Final = ("notes", "alt text")


def audit_page(
    deck: str, found: Sequence[Finding], slides: Sequence[ReadSlide], theme: Theme, pictures: Sequence[bytes] = ()
) -> str:
    """Return the page.

    Parameters
    ----------
    deck
        The deck's name.
    found
        What the audit found.
    slides
        The deck as it was read.
    theme
        The colours and fonts of the page.
    pictures
        A PNG a slide, in order; without them the marks stand on empty slides.
    """
    counts = Counter(each.status for each in found)
    page = SlidePage(
        deck,
        "audit",
        "where its numbers come from",
        verdict(found),
        [(status, counts[status], MEANING[status]) for status in _ORDER],
        ("Shown", "Status", "Where", "Source"),
        ("No longer in the deck", [_row(each) for each in found if each.slide == 0]),
        _ABOUT,
    )
    return page.html(slides, partial(_section, found=found), theme, pictures)


def _section(slide: ReadSlide, found: Sequence[Finding]) -> SlideSection:
    mine = [each for each in found if each.slide == slide.number]
    sound = [_row(each) for each in mine if each.status in SOUND]
    count = f"{len(sound):,} sourced number{'' if len(sound) == 1 else 's'}"
    wanting = [_row(each) for each in mine if each.status not in SOUND]
    return SlideSection(wanting, sound, count, "No number.", "".join(_marks(slide, mine)))


def _marks(slide: ReadSlide, found: Sequence[Finding]) -> list[str]:
    """Return one mark a shape: how many numbers are in it that nobody can rely on, or that all are sound."""
    shapes: dict[str, list[Finding]] = {}
    for each in found:
        if each.where not in _NOT_DRAWN and each.shape in slide.boxes and each.status in (*NOT_RELIED_ON, *SOUND):
            shapes.setdefault(each.shape, []).append(each)
    marks = []
    for shape, numbers in shapes.items():
        left, top, width, height = (f"{100 * part:.2f}%" for part in slide.boxes[shape])
        status = min((each.status for each in numbers), key=_ORDER.index)
        count = sum(each.status == status for each in numbers)
        label = "" if status in SOUND else f"<b>{count} {status}</b>"
        place = f"left:{left};top:{top};width:{width};height:{height}"
        marks.append(f'<div class="mark {_class(status)}" style="{place}" title="{escape(shape)}">{label}</div>')
    return marks


def _class(status: Status) -> str:
    """Return the style of a status: what is sound, what was altered or differs, and what nobody vouches for."""
    if status in SOUND:
        return "sourced"
    return {"differs": "altered", "cannot be computed": "unsourced"}.get(status, status.replace(" ", "-"))


def _row(each: Finding) -> Row:
    was = f"; it was {each.was}" if each.status == "altered" and each.was else ""
    where = ", ".join(part for part in (each.shape, each.where if each.where != "text" else "", each.why) if part)
    source = "; ".join(part for part in (each.fact, each.source) if part)
    shown = cell(each.shown or each.was, "number")
    return Row(_class(each.status), (shown, state(each.status, was), cell(where), cell(source)))
