"""A refresh as one self-contained HTML page: each slide as it is now, and what was done on it or left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from valuestory.audit.refresh.changes import LEFT, MEANING, Change, verdict
from valuestory.audit.slide_page import Row, SlidePage, SlideSection, cell, state
from valuestory.deck.reading.deck import ReadSlide
from valuestory.slides.theme import Theme

_ABOUT: Final = "Made from the refreshed deck and its story. This page loads nothing and runs nothing."


def refresh_page(
    deck: str,
    period: str,
    found: Sequence[Change],
    slides: Sequence[ReadSlide],
    theme: Theme,
    pictures: Sequence[bytes] = (),
) -> str:
    """Return the page.

    Parameters
    ----------
    deck, period
        The refreshed deck's name and its new period.
    found
        What was done and what was left.
    slides
        The refreshed deck as it was read.
    theme
        The colours and fonts of the page.
    pictures
        A PNG a slide that is shown, in order; without them the slides are empty frames.
    """
    counts = Counter(each.status for each in found)
    page = SlidePage(
        deck,
        "refresh",
        "what is new",
        verdict(found, period),
        [(status, counts[status], said) for status, said in MEANING.items()],
        ("Status", "Where", "Before", "Now", "The story says"),
        ("On no slide yet", _rows(each for each in found if each.slide == 0)),
        _ABOUT,
    )
    return page.html(slides, partial(_section, found=found), theme, pictures)


def _section(slide: ReadSlide, found: Sequence[Change]) -> SlideSection:
    mine = [each for each in found if each.slide == slide.number]
    done = _rows(each for each in mine if each.status == "refreshed")
    count = f"{len(done):,} place{'' if len(done) == 1 else 's'} with new numbers"
    telling = _rows(each for each in mine if each.status != "refreshed")
    return SlideSection(telling, done, count, "Nothing to refresh.")


def _rows(found: Iterable[Change]) -> list[Row]:
    order = list(MEANING)
    return [_row(each) for each in sorted(found, key=lambda each: order.index(each.status))]


def _row(each: Change) -> Row:
    where = each.shape if each.where == "text" else f"{each.shape}, {each.where}" if each.shape else each.where
    story = "; ".join(part for part in (each.story if each.story != each.now else "", each.why) if part)
    return Row(_look(each), (state(each.status), *(cell(text) for text in (where, each.was, each.now, story))))


def _look(each: Change) -> str:
    if each.status in LEFT:
        return "altered"
    return "unsourced" if each.status in ("reworded", "chart", "further") else "sourced"
