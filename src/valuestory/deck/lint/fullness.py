"""Slides with too much on them, or too little. Reference material in an appendix may be dense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from valuestory.deck.geometry import Box
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide
from valuestory.deck.reading.texts import TextBody

_PROSE, _LARGE_PROSE, _TABLE = 90, 40, 120
"""The most words: of prose, of prose in large type, and on a slide with a table."""
_LARGE_TITLE: Final = 30.0
"""A deck whose titles are this large is one for a board's room: its text goes to the notes."""
_LEAST_COVER, _MOST_COVER = 0.35, 0.95
_FOOT: Final = 0.92
"""Share of the slide's height above which the body ends where no source line stands."""
_ABOVE, _BELOW = 0.027, 0.044
"""Shares of the slide's height that lie free below a title and above a source line."""
_WORD: Final = re.compile(r"\w[\w.,:'’%-]*")


def check_words(seen: SeenDeck) -> Found:
    """Yield slides of the main story that say more than a reader takes in beside a speaker."""
    for slide in main_slides(seen):
        prose = sum(_words(each.text) for each in slide.texts if _is_prose(each, slide))
        cells = sum(_words(each.text) for each in slide.texts if each.role == "cell")
        most = _most_prose(slide, seen.scale)
        if cells and prose + cells > _TABLE:
            yield slide.number, "slide", f"{prose + cells} words on a slide with a table; {_TABLE} at most"
        elif not cells and prose > most:
            yield slide.number, "slide", f"{prose} words of prose; {most} at most, the rest belongs into the notes"


def _is_prose(text: TextBody, slide: SeenSlide) -> bool:
    """Whether a text is one to be read; labels of tiles, in groups, and beside a chart belong to the exhibit."""
    alone = any(each.shape._element is text.holder for each in slide.shapes if each.depth == 0)
    return text.role in ("body", "text") and alone and not text.shape.startswith("vs:label")


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _most_prose(slide: SeenSlide, scale: float) -> int:
    """Return how many words of prose a slide may have: fewer where the type is made for a room."""
    title = slide.title
    sizes = [run.size for each in title.paragraphs for run in each.runs] if title is not None else []
    return _LARGE_PROSE if slide.has_exhibit and max(sizes, default=0.0) >= _LARGE_TITLE * scale else _PROSE


def check_cover(seen: SeenDeck) -> Found:
    """Yield, among slides that we drew, those whose exhibit is lost in the body, or leaves it no air."""
    shown = {each.number for each in main_slides(seen)}
    for slide in (each for each in seen.drawn if each.number in shown):
        body, exhibits = _body(slide, seen.size), list(_exhibits(slide))
        if body is None or not exhibits:
            continue
        share = sum(body.overlap(each) for each in exhibits)
        if not _LEAST_COVER <= share <= _MOST_COVER:
            said = "is lost in it" if share < _LEAST_COVER else "leaves no air"
            yield slide.number, "slide", f"the exhibit covers {share:.0%} of the body and {said}"


def _body(slide: SeenSlide, size: Box) -> Box | None:
    """Return what lies between the title and the source line but for the gaps to them, as wide as what stands there."""
    title = slide.title
    if title is None or title.box is None:
        return None
    source = [each.box.top for each in slide.texts if each.role == "source" and each.box is not None]
    stands = [each.seen for each in slide.shapes if each.depth == 0 and each.seen is not None]
    left, right = min(each.left for each in stands), max(each.right for each in stands)
    at_foot = slide.has_title_at_foot
    foot = min([*source, title.box.top if at_foot else _FOOT * size.height]) - _BELOW * size.height
    top = min(each.top for each in stands) if at_foot else title.box.bottom + _ABOVE * size.height
    return Box(left, top, right - left, foot - top)


def _exhibits(slide: SeenSlide) -> Iterator[Box]:
    """Yield the boxes of charts, tables, pictures, tiles, and drawn exhibits."""
    for each in slide.shapes:
        if each.depth == 0 and each.seen is not None and each.kind in ("graphicFrame", "pic", "grpSp"):
            yield each.seen


def main_slides(seen: SeenDeck) -> list[SeenSlide]:
    """Return the slides of the main story: all but those in later sections, where a deck of ours has an appendix."""
    listed = seen.sections
    if seen.evidence is None or len(listed) < 2:
        return [each for each in seen.slides if not each.hidden]
    return [each for each in seen.slides if each.slide_id in listed[0] and not each.hidden]
