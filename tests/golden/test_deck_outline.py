"""The sample deck's outline, as a person reads it: layout, shapes by role, text, alt text, table cells, notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from tests.golden.sample_slides import RECORD, slides

from valuestory.deck import build_deck
from valuestory.deck.drawing.notes import notes_text


def outline(path: Path) -> str:
    """Return a deck as lines of text."""
    lines: list[str] = []
    for number, slide in enumerate(Presentation(str(path)).slides, 1):
        lines.append(f"# {number} {slide.slide_layout.name}")
        lines += [line for shape in slide.shapes for line in _shape(shape)]
        lines += [f"  notes | {line}" for line in notes_text(slide).split("\n") if line]
    return "\n".join(lines).replace("\u00a0", "~") + "\n"


def _shape(shape: Any, depth: int = 1) -> Iterator[str]:
    indent = "  " * depth
    place = " ".join(f"{each / 914400:.2f}" for each in (shape.left, shape.top, shape.width, shape.height))
    alt = (shape._element.xpath("(.//p:cNvPr)[1]/@descr") or [""])[0]
    yield f"{indent}{shape.name} [{place}]" + (f" alt: {alt}" if alt else "")
    if getattr(shape, "has_table", False):
        yield from (indent + "  | " + " | ".join(cell.text for cell in row.cells) for row in shape.table.rows)
    elif shape.has_text_frame:
        yield from (f"{indent}  {paragraph.text}" for paragraph in shape.text_frame.paragraphs if paragraph.text)
    elif shape.shape_type == 6:
        for child in shape.shapes:
            yield from _shape(child, depth + 1)


def test_the_sample_decks_outline_is_the_one_that_was_read(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    """Any change in what a deck says or where it stands is seen in review."""
    done = build_deck(slides(), "valuestory", tmp_path / "deck.pptx", record=RECORD)
    golden("deck_outline.txt", outline(done.path))
