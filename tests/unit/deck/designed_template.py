"""A designer's file for the tests: split tags, a table, a group, notes, charts, a repeated slide."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Inches, Pt

BOX = (Inches(0.5), Inches(1), Inches(4), Inches(1))
RED = RGBColor(0xC0, 0x10, 0x30)


def new_file() -> Any:
    """Return an empty 16:9 presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    return deck


def add_slide(deck: Any, title: str = "", notes: str = "") -> Any:
    """Add a slide with a title alone, and notes if any."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    head = slide.shapes.title
    head.left, head.top, head.width, head.height = Inches(0.5), Inches(0.05), Inches(9), Inches(0.95)
    head.text_frame.text = title
    if notes:
        slide.notes_slide.notes_text_frame.text = notes
    return slide


def add_runs(slide: Any, *runs: str, name: str = "", box: tuple[int, int, int, int] = BOX) -> Any:
    """Add a text box of one paragraph, each run in a look of its own: the first is bold, red and 28 points."""
    shape = slide.shapes.add_textbox(*box)
    paragraph = shape.text_frame.paragraphs[0]
    for number, text in enumerate(runs):
        run = paragraph.add_run()
        run.text = text
        run.font.bold = number == 0
        run.font.size = Pt(28 - 4 * number)
        run.font.color.rgb = RED if number == 0 else RGBColor(0, 0, 0)
    if name:
        shape.name = name
    return shape


def add_table(slide: Any, cells: list[list[str]], *, name: str, top: float = 2.0) -> Any:
    """Add a table with a head."""
    frame = slide.shapes.add_table(
        len(cells), len(cells[0]), Inches(0.5), Inches(top), Inches(6), Inches(0.4 * len(cells))
    )
    for row, texts in enumerate(cells):
        for column, text in enumerate(texts):
            cell = frame.table.cell(row, column)
            run = cell.text_frame.paragraphs[0].add_run()
            run.text = text
            run.font.size = Pt(13)
            run.font.italic = row > 0
    frame.name = name
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "A table")
    return frame


def add_chart(slide: Any, *, name: str, series: tuple[str, ...] = ("North", "South"), kind: Any = None) -> Any:
    """Add a native chart with dummy values, number format 0.0% and coloured series."""
    data = CategoryChartData(number_format="0.0%")
    data.categories = ["a", "b"]
    for number, each in enumerate(series):
        data.add_series(each, (0.1 * (number + 1), 0.2))
    frame = slide.shapes.add_chart(
        kind or XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(7), Inches(2), Inches(5), Inches(4), data
    )
    frame.name = name
    for number, each in enumerate(frame.chart.plots[0].series):
        each.format.fill.solid()
        each.format.fill.fore_color.rgb = RGBColor(0x10 * (number + 1), 0x80, 0x40)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "A chart")
    return frame


def add_group(slide: Any, text: str, *, name: str) -> Any:
    """Add a group that holds one text box."""
    group = slide.shapes.add_group_shape()
    group.name = name
    group._element.nvGrpSpPr.cNvPr.set("descr", "A group")
    box = group.shapes.add_textbox(Inches(0.5), Inches(6), Inches(4), Inches(0.5))
    box.text_frame.text = text
    box.name = f"{name} text"
    return group


def add_place(slide: Any, *, name: str) -> Any:
    """Add a rectangle that keeps a place."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(10), Inches(0.2), Inches(3), Inches(1))
    shape.name = name
    return shape


def picture(width: int = 40, height: int = 10) -> bytes:
    """Return a PNG of so many pixels."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 60)).save(buffer, "PNG")
    return buffer.getvalue()


def saved(deck: Any, path: Path) -> Path:
    """Write a presentation and return its path."""
    deck.save(str(path))
    return path


def shapes(slide: Any) -> dict[str, Any]:
    """Return a slide's shapes by name."""
    return {shape.name: shape for shape in slide.shapes}
