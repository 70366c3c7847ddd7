"""A range in a table stands on one line where there is room: in two, LibreOffice parts a minus from its amount."""

from __future__ import annotations

from pathlib import Path

import pytest
from pptx import Presentation

from valuestory.deck import build_deck
from valuestory.slides.slide import Column, Paragraph, Run, Slide, Table
from valuestory.slides.typography.fit import Block, Piece, wrap

RANGE = "\u2212$60\u00a0thousand to \u2212$57\u00a0thousand"
HEADS = ("Measure", "Q2 2026", "Range", "Q2 2025", "Standing")
BESIDE = 0.20
"""What stands between two columns, in inches."""
CELLS = ("Cost avoided by self-service, low case", "\u2212$58\u00a0thousand", RANGE, "\u2212$34\u00a0thousand")


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),))


@pytest.mark.parametrize("template", ["valuestory", "valuestory-4x3"])
def test_an_amount_below_zero_is_not_parted_from_its_sign(template: str, tmp_path: Path) -> None:
    """Each amount and the range has its line, and a little beside it: LibreOffice wraps what fits exactly."""
    aligned = ("left", "right", "right", "right", "left")
    columns = tuple(Column(_said(head), align, 1.0) for head, align in zip(HEADS, aligned, strict=True))  # type: ignore[arg-type]
    row = tuple(map(_said, (*CELLS, "\u2212$24\u00a0thousand, worse")))
    slide = Slide("moved", "table", _said("One measure got worse"), table=Table(columns, (row,)))
    deck = Presentation(str(build_deck([slide], template, tmp_path / "deck.pptx").path))
    [table] = [shape.table for shape in deck.slides[0].shapes if shape.has_table]
    points = table.cell(1, 2).text_frame.paragraphs[0].runs[0].font.size.pt
    for at in (1, 2, 3):
        [needed] = wrap(Block((Piece(table.cell(1, at).text),), points), 100.0)
        assert table.columns[at].width / 914_400 >= needed + BESIDE + 0.04


def test_a_range_wraps_where_the_table_would_be_too_high_otherwise(tmp_path: Path) -> None:
    """Long sentences keep the room that they need: a range is no reason for a smaller table."""
    columns = (Column(_said("What was found"), "left", 3.0), Column(_said("Range"), "right", 1.0))
    rows = tuple((_said("Customers who were helped stayed longer than others " * 6), _said(RANGE)) for _ in range(4))
    slide = Slide("found", "table", _said("Four things were found"), table=Table(columns, rows))
    deck = Presentation(str(build_deck([slide], "valuestory-4x3", tmp_path / "deck.pptx").path))
    [table] = [shape.table for shape in deck.slides[0].shapes if shape.has_table]
    assert table.columns[1].width / 914_400 < 8.8 * 0.3
