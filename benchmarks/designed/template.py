"""The designed file that every tool fills: on each slide a split tag, a table, a group, notes and a native chart."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

VALUES: Final = {"company": "Acme & Sons", "revenue": "$4.0 million", "growth": "12%"}
CATEGORIES: Final = ("=Jan", "Feb", "Mar")
SERIES: Final = {"North": (0.31, 0.42, 0.53), "South": (0.11, 0.22, 0.33)}
PLACES: Final = {
    "title": "Figures of Acme & Sons",
    "split": "Revenue: $4.0 million in all",
    "table": "12%",
    "group": "grew by 12%",
    "chart title": "How Acme & Sons grew",
    "notes": "Say that $4.0 million came in.",
}
"""What stands in each place once it is filled."""
COLORS: Final = {"North": "2E7D32", "South": "AD1457"}
FORMAT: Final = "0.0%"


def make_template(path: Path, slides: int) -> None:
    """Write a file of so many slides."""
    deck = Presentation()
    for _ in range(slides):
        _slide(deck)
    deck.save(str(path))


def with_three_braces(template: Path, path: Path) -> None:
    """Write the same file with three braces around each tag, which is how pptx-renderer wants them."""
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            is_text = name.endswith(".xml")
            new.writestr(name, data.replace(b"{{", b"{{{").replace(b"}}", b"}}}") if is_text else data)


def _slide(deck: Any) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text_frame.text = "Figures of {{company}}"
    _split(slide)
    table = slide.shapes.add_table(2, 2, Inches(0.5), Inches(2.5), Inches(4), Inches(1))
    table.name = "Growth"
    for at, text in enumerate(("What", "How much", "Growth", "{{growth}}")):
        table.table.cell(at // 2, at % 2).text_frame.text = text
    group = slide.shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(0.5), Inches(4), Inches(4), Inches(0.5))
    box.name = "grown"
    box.text_frame.text = "grew by {{growth}}"
    _chart(slide)
    slide.notes_slide.notes_text_frame.text = "Say that {{revenue}} came in."


def _split(slide: Any) -> None:
    """Draw a tag over three runs, as PowerPoint leaves it: the value is to be bold, red and 20 points."""
    box = slide.shapes.add_textbox(Inches(0.5), Inches(1.7), Inches(6), Inches(0.6))
    box.name = "split"
    paragraph = box.text_frame.paragraphs[0]
    for number, text in enumerate(("Revenue: {{rev", "en", "ue}}", " in all")):
        run = paragraph.add_run()
        run.text = text
        run.font.bold = number == 0
        run.font.size = Pt(20 - number)
        run.font.color.rgb = RGBColor(0xC0, 0x10, 0x30) if number == 0 else RGBColor(0, 0, 0)


def _chart(slide: Any) -> None:
    data = CategoryChartData(number_format=FORMAT)
    data.categories = ["a", "b"]
    for name in SERIES:
        data.add_series(name, (0.1, 0.2))
    box = (Inches(5), Inches(2.5), Inches(4.5), Inches(4))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *box, data)
    frame.name = "vs:trend"
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "How {{company}} grew"
    for series in frame.chart.plots[0].series:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(COLORS[series.name])
