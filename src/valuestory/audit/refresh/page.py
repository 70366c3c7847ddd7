"""A refresh as one self-contained HTML page: each slide as it is now, and what was done on it or left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Final

from valuestory.audit.page import blank_or_picture
from valuestory.audit.refresh.changes import LEFT, MEANING, Change, verdict
from valuestory.deck.reading.deck import ReadSlide
from valuestory.slides.html.document import document
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
    drawn = dict(zip((slide.number for slide in slides if not slide.hidden), pictures, strict=False))
    sections = "".join(_slide(slide, [each for each in found if each.slide == slide.number], drawn) for slide in slides)
    besides = [each for each in found if each.slide == 0]
    sections += f"<section><h2>On no slide yet</h2>{_table(besides)}</section>" if besides else ""
    told = f'<p class="standfirst">{escape(verdict(found, period))}</p>'
    head = f"<header><h1>{escape(deck)}: what is new</h1>{told}</header>"
    body = f'{head}<main id="audit">{_tiles(found)}{sections}</main><footer><p>{escape(_ABOUT)}</p></footer>'
    return document(f"{deck}: refresh", body, theme, sheets=("audit.css",))


def _tiles(found: Sequence[Change]) -> str:
    counts = Counter(each.status for each in found)
    inside = "".join(
        f'<div class="tile" title="{escape(said)}"><p>{escape(status.capitalize())}</p>'
        f'<p class="number">{counts[status]:,}</p></div>'
        for status, said in MEANING.items()
        if counts[status]
    )
    return f'<div class="tiles">{inside}</div>'


def _slide(slide: ReadSlide, found: Sequence[Change], pictures: dict[int, bytes]) -> str:
    telling = [each for each in found if each.status != "refreshed"]
    done = [each for each in found if each.status == "refreshed"]
    told = _table(telling) if telling else ""
    count = f"{len(done):,} place{'' if len(done) == 1 else 's'} with new numbers"
    told += f"<details><summary>{count}</summary>{_table(done)}</details>" if done else ""
    title = escape(f"{slide.number}. {slide.title or 'Without a title'}")
    picture = f'<div class="picture">{blank_or_picture(slide, pictures.get(slide.number))}</div>'
    return f"<section><h2>{title}</h2>{picture}{told or '<p>Nothing to refresh.</p>'}</section>"


def _table(found: Sequence[Change]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Status", "Where", "Before", "Now", "The story says"))
    order = list(MEANING)
    rows = "".join(_row(each) for each in sorted(found, key=lambda each: order.index(each.status)))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(each: Change) -> str:
    where = each.shape if each.where == "text" else f"{each.shape}, {each.where}" if each.shape else each.where
    story = "; ".join(part for part in (each.story if each.story != each.now else "", each.why) if part)
    look = (
        "altered"
        if each.status in LEFT
        else "unsourced"
        if each.status in ("reworded", "chart", "further")
        else "sourced"
    )
    cells = "".join(f"<td>{escape(text)}</td>" for text in (where, each.was, each.now, story))
    return f'<tr class="{look}"><td><span class="state">{escape(each.status)}</span></td>{cells}</tr>'
