"""What has no room on a drawn slide, in words, each with how to mend it: what the run would report of the deck."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from valuestory.deck.drawing.page import Problem
from valuestory.deck.preview.bench import Drawn
from valuestory.deck.reading.overflow import overflow, room_of
from valuestory.deck.reading.texts import TextBody
from valuestory.slides.html.overflow import ASKED, TITLE, WORDS, rows_with_room, too_long
from valuestory.slides.slide import Slide

_KPI: Final = re.compile(r"vs:kpi\d+ (label|figure|range|mark label)")
_STEP: Final = re.compile(r"vs:flow\b.*")
_UNDER: Final = ("the text under the exhibit", WORDS)
_ALONE: Final = ("the text", f"fewer lines; {WORDS}")


def no_room(drawn: Drawn, slide: Slide, texts: Sequence[TextBody]) -> tuple[str, ...]:
    """Return what has no room on a slide: what drawing it reported, and what measuring what was drawn finds.

    Parameters
    ----------
    drawn
        The slide as it was drawn.
    slide
        The story's.
    texts
        What was read of it.
    """
    reported = list(drawn.page.problems)
    said = {each.shape for each in reported}
    seen = [
        Problem(0, text.shape, overflow(text, room_of(text))[0])
        for text in texts
        if text.shape not in said and _is_too_high(text)
    ]
    found = [_told(each, slide) for each in (*reported, *seen)]
    return tuple(dict.fromkeys([*found, *_goes_on(drawn, slide)]))


def _is_too_high(text: TextBody) -> bool:
    if text.box is None or not text.text or text.turned or text.grows or not text.insets.wraps:
        return False
    return bool(overflow(text, room_of(text)))


def _goes_on(drawn: Drawn, slide: Slide) -> Iterator[str]:
    """Yield that a table takes further slides."""
    if len(drawn.parts) > 1 and slide.table is not None and drawn.parts[0].table is not None:
        yield rows_with_room(len(drawn.parts[0].table.rows), len(slide.table.rows))


def _told(problem: Problem, slide: Slide) -> str:
    """Return a problem as its author reads it: what of the slide it is, by how much, and what mends it."""
    name, remedy = _named(problem.shape, slide)
    if not remedy:
        return f"{problem.what} ({problem.shape})"
    if problem.over > 0:
        return too_long(name, problem.over, remedy)
    return f"{name} has no room in this template's place for it: {remedy}"


def _named(shape: str, slide: Slide) -> tuple[str, str]:
    exhibit = slide.chart is not None or slide.picture is not None or slide.table is not None or slide.flow is not None
    below = slide.kind in ("title", "section", "statement", "closing")
    kpi = _KPI.fullmatch(shape)
    if kpi is not None:
        return f"the {kpi[1]} of a key figure", "write it shorter"
    if shape.startswith("vs:ask"):
        return ASKED
    if _STEP.fullmatch(shape):
        return "a text of the flow", "write it shorter"
    known = {
        "vs:title": TITLE,
        "vs:subtitle": ("the line below the title" if below else "the header above the exhibit", "shorten it"),
        "vs:subtitle2": ("the header above the second exhibit", "shorten it"),
        "vs:source": ("the source line", "shorten it, or say the rest in notes="),
        "vs:takeaway": ("the text beside the exhibit", WORDS),
        "vs:text": ASKED if slide.numbers else _UNDER if exhibit else _ALONE,
        "vs:table": ("the table", "fewer rows or words"),
    }
    return known.get(shape, ("", ""))
