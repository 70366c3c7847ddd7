"""Every paragraph that a slide holds: in shapes, groups, tables, diagrams, alt texts and speaker notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from lxml import etree

from valuestory.deck.reading.shapes import PlacedShape, placed_shapes

Where = Literal["text", "table", "diagram", "alt text", "notes", "chart"]
NOTES: Final = "notes"
"""What the evidence calls a slide's notes."""

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DIAGRAM: Final = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BREAKS: Final = re.compile(r"[^\S\u202f\u2009]+")
_FIELDS: Final = ("slidenum", "datetime")


@dataclass(frozen=True)
class Words:
    """One paragraph of a slide, as its reader sees it.

    `paragraph` counts from 0 within its shape or cell, `cell` is row and column from 0. Slide numbers and dates that
    PowerPoint keeps up itself are left out of `text`; a line break is a new line.
    """

    shape: str
    text: str
    where: Where = "text"
    paragraph: int = 0
    cell: tuple[int, int] | None = None


Placed = tuple[Words, Any]
"""A paragraph's words, and the element that holds them: `a:p`, or for an alt text the shape's properties."""


def slide_words(slide: Any, shapes: Iterable[PlacedShape] | None = None) -> Iterator[Words]:
    """Yield every paragraph of a python-pptx slide that has a word in it, its notes last."""
    return (words for words, _ in placed_words(slide, shapes))


def placed_words(slide: Any, shapes: Iterable[PlacedShape] | None = None) -> Iterator[Placed]:
    """Yield what `slide_words` yields, each with the element that holds it."""
    for placed in placed_shapes(slide) if shapes is None else shapes:
        yield from _said(slide.part, placed)
    if slide.has_notes_slide:
        frame = slide.notes_slide.notes_text_frame
        if frame is not None:
            yield from _placed(frame._txBody, NOTES, "notes")


def _said(part: Any, placed: PlacedShape) -> Iterator[Placed]:
    element = placed.shape._element
    if placed.kind == "sp" and not _is_footer(element):
        body = element.find(f"{_P}txBody")
        yield from _placed(body, placed.name, "text") if body is not None else ()
    elif placed.kind == "graphicFrame":
        yield from _framed(part, element, placed.name)
    alt = placed.properties.get("descr", "")
    if alt.strip():
        yield Words(placed.name, on_one_line(alt), "alt text"), placed.properties


def on_one_line(alt: str) -> str:
    """Return an alt text without breaks; the narrow spaces within a French or Swiss number keep it one."""
    return _BREAKS.sub(" ", alt).strip()


def _is_footer(element: Any) -> bool:
    holder = element.find(f"./{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return holder is not None and holder.get("type") in ("sldNum", "dt")


def _framed(part: Any, frame: Any, name: str) -> Iterator[Placed]:
    for row, line in enumerate(frame.iter(f"{_A}tr")):
        for column, cell in enumerate(line.iter(f"{_A}tc")):
            body = cell.find(f"{_A}txBody")
            yield from _placed(body, name, "table", (row, column)) if body is not None else ()
    for link in frame.iter(f"{{{_DIAGRAM}}}relIds"):
        rid = link.get(f"{_R}dm", "")
        if rid in part.rels and not part.rels[rid].is_external:
            yield from _placed(_tree(part.related_part(rid)), name, "diagram")


def _tree(part: Any) -> Any:
    if hasattr(part, "_element"):
        return part._element
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def paragraphs(body: Any, shape: str, where: Where, cell: tuple[int, int] | None = None) -> Iterator[Words]:
    """Yield the paragraphs below an element, those without a word left out."""
    return (words for words, _ in _placed(body, shape, where, cell))


def _placed(body: Any, shape: str, where: Where, cell: tuple[int, int] | None = None) -> Iterator[Placed]:
    for at, paragraph in enumerate(body.iter(f"{_A}p")):
        text = paragraph_text(paragraph)
        if text.strip():
            yield Words(shape, text, where, at, cell), paragraph


def paragraph_text(paragraph: Any) -> str:
    """Return what a paragraph says: its runs joined, without the slide number and the date of today."""
    said: list[str] = []
    for each in paragraph:
        if each.tag == f"{_A}br":
            said.append("\n")
        elif each.tag == f"{_A}r" or (each.tag == f"{_A}fld" and not each.get("type", "").startswith(_FIELDS)):
            said.append(each.findtext(f"{_A}t") or "")
    return "".join(said)
