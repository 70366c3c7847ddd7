"""Text that became longer than the designer's: shrunk until it has room, down to a floor, then reported.

What is no longer than what stood there is left as it was drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from valuestory.deck.geometry import Box, box_of, emu
from valuestory.deck.reading.overflow import Room, blocks_of, overflow, room_of, rows_overflow
from valuestory.deck.reading.shapes import PlacedShape, placed_shape, placed_shapes
from valuestory.deck.reading.texts import TextBody, slide_texts
from valuestory.slides.typography.fit import FLOOR, height, rounded_size

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_SHARES: Final = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, FLOOR)
_FOOT: Final = 0.8
"""Share of the slide's height below which footers and the layout's own drawings are."""
_TOUCH: Final = 0.05
"""Inches: what begins this far above a box's foot still stands below it."""


def fit_texts(slide: Any, longer: Collection[Any], size: Box) -> Iterator[tuple[str, str]]:
    """Shrink what has become too long for its place; yield each shape's name with what does not fit even then.

    Parameters
    ----------
    slide
        A python-pptx slide that has been filled.
    longer
        The elements of the shapes and tables whose text is longer than it was.
    size
        The slide's box.
    """
    for element in longer:
        shape = placed_shape(slide, element)
        texts = list(slide_texts(slide, [shape])) if shape is not None else []
        if shape is not None and shape.kind == "graphicFrame":
            yield from _fit_table(shape, texts, size)
        elif shape is not None:
            yield from (said for text in texts for said in _fit_text(slide, shape, text, size))


def overfull(slide: Any, longer: Collection[Any]) -> Iterator[tuple[str, str]]:
    """Yield each text that is too long for its box as its designer left it, by its shape's name; nothing is changed.

    Parameters
    ----------
    slide
        A python-pptx slide that has been filled.
    longer
        The elements of the shapes and tables whose text has become longer: those are not the designer's.
    """
    changed = set(longer)
    for element in (
        each for each in slide.shapes._spTree.iter(f"{_P}sp") if each not in changed and _may_be_full(each)
    ):
        shape = placed_shape(slide, element)
        for text in slide_texts(slide, [shape]) if shape is not None else ():
            if text.box is not None and text.text and not text.turned and text.insets.wraps:
                yield from ((text.shape, f"as it was designed, {what}") for what in overflow(text, room_of(text)))


def _may_be_full(element: Any) -> bool:
    """Whether a shape has text, and does not grow with it: only then it is worth to be measured."""
    said = any(each.text for each in element.iter(f"{_A}t"))
    return said and element.find(f"{_P}txBody/{_A}bodyPr/{_A}spAutoFit") is None


def _fit_text(slide: Any, shape: PlacedShape, text: TextBody, size: Box) -> Iterator[tuple[str, str]]:
    box = text.box
    if box is None or text.turned or not text.text:
        return
    room = _own_room(text, box, size)
    if not overflow(text, room, careful=True):
        return
    if text.grows:
        room = _grown_room(slide, text, box, room, size)
    share = next((each for each in _SHARES if not overflow(text, room, each, careful=True)), FLOOR)
    if share < 1:
        _resize([text], share)
    _grow(shape, text, room, share)
    yield from ((shape.name, what) for what in overflow(text, room, share))


def _own_room(text: TextBody, box: Box, size: Box) -> Room:
    """Return the room of a text's box; where its lines do not break, they may run to the slide's edge."""
    own = room_of(text)
    return own if text.insets.wraps else Room(max(own.width, size.right - box.left - text.insets.right), own.height)


def _grown_room(slide: Any, text: TextBody, box: Box, own: Room, size: Box) -> Room:
    """Return what a box may take that grows: down to what stands below it, or to the foot of the layout."""
    others = [each.box for each in placed_shapes(slide) if each.depth == 0]
    layout = [each for each in map(box_of, slide.slide_layout.shapes) if each and each.top > _FOOT * size.height]
    below = [each.top for each in (*others, *layout) if each is not None and _is_below(each, box)]
    foot = min(below, default=size.bottom)
    return Room(own.width, max(own.height, min(foot, size.bottom) - box.top - text.insets.top - text.insets.bottom))


def _is_below(other: Box, box: Box) -> bool:
    return other.top >= box.bottom - _TOUCH and other.left < box.right and box.left < other.right


def _grow(shape: PlacedShape, text: TextBody, room: Room, share: float) -> None:
    """Make a box that grows with its text as high as that, which PowerPoint does only while somebody edits it."""
    if (
        shape.depth
        or not text.grows
        or text.insets.anchor != "t"
        or shape.shape._element.spPr.find(f"{_A}xfrm") is None
    ):
        return
    high = height(blocks_of(text, share, careful=True), room.width) + text.insets.top + text.insets.bottom
    shape.shape.height = max(shape.shape.height, emu(high))


def _fit_table(shape: PlacedShape, cells: Sequence[TextBody], size: Box) -> Iterator[tuple[str, str]]:
    share = next((each for each in _SHARES if not rows_overflow(cells, size.bottom, each)), FLOOR)
    if share < 1:
        _resize(cells, share)
    said = rows_overflow(cells, size.bottom, share)
    if said:
        yield shape.name, said


def _resize(texts: Sequence[TextBody], share: float) -> None:
    """Write every run at this share of its size."""
    for text in texts:
        for scaled in text.element.iter(f"{_A}normAutofit"):
            scaled.attrib.clear()  # what PowerPoint had shrunk already is in the size
        for run in (run for each in text.paragraphs for run in each.runs):
            look = run.element.find(f"{_A}rPr")
            if look is None:
                look = run.element.makeelement(f"{_A}rPr")
                run.element.insert(0, look)
            look.set("sz", str(round(rounded_size(run.size * share) * 100)))
