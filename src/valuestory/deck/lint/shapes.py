"""Shapes: told apart, spoken for, read in the order they stand, and complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from valuestory.deck.geometry import Box
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide
from valuestory.deck.reading.shapes import PlacedShape
from valuestory.deck.template.inherit import holder_kind

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_FOOTERS: Final = ("sldNum", "dt", "ftr", "hdr", "sldImg")
_EDGE: Final = 0.02
"""Share of the slide's height: what stands out less is rounding, and tops this near are one row."""
_UPWARDS: Final = 0.10
"""Share of the slide's height by which what is read later must lie above before the order is wrong."""


def check_ids(seen: SeenDeck) -> Found:
    """Yield shapes that share an id; and, where evidence is tied to names, shapes that share a name."""
    for slide in seen.slides:
        named = [(each.get("id"), each.get("name")) for each in slide.slide.shapes._spTree.iter(f"{_P}cNvPr")][1:]
        for shape_id, count in Counter(shape_id for shape_id, _ in named).items():
            if count > 1:
                first = next(name for each, name in named if each == shape_id)
                yield slide.number, first, f"{count} shapes have the id {shape_id}"
        for name, count in Counter(name for _, name in named).items():
            if count > 1 and seen.evidence is not None:
                yield slide.number, name, f"{count} shapes have this name, and the evidence is tied to names"


def check_inside(seen: SeenDeck) -> Found:
    """Yield texts, charts and tables that reach over the edge of the slide; decoration may."""
    for slide in seen.slides:
        for each in slide.shapes:
            if each.seen is not None and _says(each) and _sticks_out(each.seen, seen.size):
                yield slide.number, each.name, "it reaches over the edge of the slide"
        for table in slide.tables:
            rows = sum(each.height for each in table.shape.table.rows) / 914_400
            if table.box is not None and table.box.top + rows > seen.size.bottom * (1 + _EDGE):
                yield slide.number, table.name, "its rows reach below the slide"


def _says(placed: PlacedShape) -> bool:
    if placed.kind == "graphicFrame":
        return True
    return placed.kind == "sp" and bool(placed.shape.text_frame.text.strip())


def _sticks_out(box: Box, size: Box) -> bool:
    slack = _EDGE * size.height
    return box.left < -slack or box.top < -slack or box.right > size.right + slack or box.bottom > size.bottom + slack


def check_placeholders(seen: SeenDeck) -> Found:
    """Yield placeholders that nobody filled: PowerPoint shows their prompt while someone edits."""
    for slide in seen.slides:
        for each in slide.shapes:
            holder = holder_kind(each.shape._element) if each.kind == "sp" else None
            if holder is not None and holder[0] not in _FOOTERS and not each.shape.text_frame.text.strip():
                yield slide.number, each.name, "an empty placeholder"


def check_alt(seen: SeenDeck) -> Found:
    """Yield pictures, charts, tables and groups that a screen reader cannot describe."""
    for slide in seen.slides:
        for each in slide.shapes:
            if each.depth == 0 and _is_picture(each) and not _described(each):
                yield slide.number, each.name, "it has no alt text"


def _is_picture(placed: PlacedShape) -> bool:
    if placed.kind == "grpSp":
        # A group of texts is read text by text.
        return not any(each.has_text_frame and each.text_frame.text.strip() for each in placed.shape.shapes)
    return placed.kind in ("pic", "graphicFrame")


def _described(placed: PlacedShape) -> bool:
    properties: Any = placed.properties
    decorative = properties.find(f".//{_DECORATIVE}") if len(properties) else None
    return bool((properties.get("descr") or "").strip()) or (decorative is not None and decorative.get("val") == "1")


def check_order(seen: SeenDeck) -> Found:
    """Yield what is read before something that stands wholly above it; the title is read first."""
    for slide in seen.slides:
        spoken = [each for each in _spoken(slide) if each.seen is not None]
        title = next((at for at, each in enumerate(spoken) if _is_title(each)), 0)
        late = [each for each in spoken[:title] if _is_below(each, spoken[title])]
        if late:
            yield slide.number, spoken[title].name, f'it is the title, and is read after "{late[0].name}"'
        for first, then in pairwise(spoken):
            heads = _is_title(then) or (_is_title(first) and slide.has_title_at_foot)
            if _is_above(then, first, seen.size.height) and not heads:
                yield slide.number, then.name, f'it stands above "{first.name}", and is read after it'


def _spoken(slide: SeenSlide) -> Iterator[PlacedShape]:
    for each in slide.shapes:
        holder = holder_kind(each.shape._element) if each.kind != "grpSp" else None
        footer = holder is not None and holder[0] in _FOOTERS
        if each.depth == 0 and not footer and (_says(each) or each.kind in ("pic", "grpSp")):
            yield each


def _is_title(placed: PlacedShape) -> bool:
    return (holder_kind(placed.shape._element) or ("",))[0] in ("title", "ctrTitle")


def _is_below(placed: PlacedShape, title: PlacedShape) -> bool:
    """Whether a shape stands below a title's middle: what is above it may be read before it, such as a kicker."""
    assert placed.seen is not None
    assert title.seen is not None
    return placed.seen.top > title.seen.top + title.seen.height / 2


def _is_above(later: PlacedShape, earlier: PlacedShape, high: float) -> bool:
    """Whether what is read later stands wholly above what is read earlier, and over some of its width."""
    assert later.seen is not None
    assert earlier.seen is not None
    beside = min(later.seen.right, earlier.seen.right) - max(later.seen.left, earlier.seen.left)
    together = beside > 0.25 * min(later.seen.width, earlier.seen.width)
    return (
        together
        and later.seen.bottom < earlier.seen.top + _EDGE * high
        and later.seen.top < (earlier.seen.top - _UPWARDS * high)
    )


def check_tables(seen: SeenDeck) -> Found:
    """Yield table rows that are short of cells: PowerPoint repairs such a file."""
    for slide in seen.slides:
        for placed in slide.tables:
            table = placed.shape._element.find(f".//{_A}tbl")
            columns = len(table.findall(f"{_A}tblGrid/{_A}gridCol"))
            for number, row in enumerate(table.findall(f"{_A}tr"), 1):
                cells = len(row.findall(f"{_A}tc"))
                if cells != columns:
                    yield slide.number, placed.name, f"row {number} has {cells} cells for {columns} columns"
