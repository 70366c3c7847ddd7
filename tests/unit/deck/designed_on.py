"""A company's template with slides that a designer made on it: all that a story's slide can become."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Inches, Pt
from tests.unit.deck.designed_template import picture

from valuestory.deck.template.open import open_template

PLAIN: Final = {"mecanon_ufrj_potx.potx": 6, "rowland_helper.pptx": 1, "djpr_vic_gov.pptx": 1}
"""Real templates, and the layout of each on which slides with a title and free room stand."""


def designed_on(template: Path, out: Path, layout: int) -> Path:
    """Write a template with designed slides for the story's cover, answers, cost, figures and decision."""
    deck: Any = open_template(template)
    on = deck.slide_layouts[layout]
    _answers(_slide(deck, on, "{{ answers_accepted | count }} answers", "vs:slide id=answers"))
    _cost(_slide(deck, on, "x", "vs:slide id=cost", name="vs:title"))
    _figures(_slide(deck, on, "Figures", "vs:slide id=figures"))
    _decision(_slide(deck, on, "x", "vs:slide id=decision", name="vs:title"))
    deck.save(str(out))
    return out


def _slide(deck: Any, layout: Any, title: str, notes: str, *, name: str = "") -> Any:
    slide = deck.slides.add_slide(layout)
    slide.shapes.title.text_frame.text = title
    slide.shapes.title.name = name or slide.shapes.title.name
    for holder in list(slide.placeholders):
        if holder.placeholder_format.idx != 0:
            holder._element.getparent().remove(holder._element)
    slide.notes_slide.notes_text_frame.text = notes
    return slide


def _text(slide: Any, text: str, left: float, top: float, width: float, height: float, **look: Any) -> Any:
    shape = slide.shapes.add_textbox(*(Inches(each) for each in (left, top, width, height)))
    shape.text_frame.word_wrap = True
    shape.text_frame.text = text
    shape.name = look.get("name", shape.name)
    run = shape.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(look.get("size", 14)), look.get("bold", False)
    return shape


def _chart(slide: Any, kind: Any, name: str, series: dict[str, tuple[float, ...]], box: tuple[float, ...]) -> Any:
    data = CategoryChartData(number_format="#,##0")
    data.categories = ["a", "b", "c"]
    for each, values in series.items():
        data.add_series(each, values)
    frame = slide.shapes.add_chart(kind, *(Inches(each) for each in box), data)
    frame.name = name
    frame.chart.font.size = Pt(12)
    return frame


def _answers(slide: Any) -> None:
    """Columns with labels beside a takeaway in a coloured box, a turned word, an arrow, a group and a page number."""
    frame = _chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, "vs:chart", {"Answers": (1, 2, 3)}, (0.9, 1.6, 6.2, 4.0))
    plot = frame.chart.plots[0]
    plot.has_data_labels, plot.gap_width = True, 60
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_2
    frame.chart.value_axis.visible = False
    frame.chart.value_axis.has_major_gridlines = False
    panel = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in (7.6, 1.6, 4.6, 4.0)))
    panel.fill.solid()
    panel.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    panel.fill.fore_color.brightness = 0.8
    _text(slide, "x", 7.8, 1.8, 4.2, 3.6, name="vs:takeaway", size=16)
    turned = _text(slide, "{{ cost_share }} of cost", -0.55, 3.4, 2.2, 0.4, size=12)
    turned.name, turned.rotation = "turned", 270
    arrow = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Inches(6.4), Inches(5.9), Inches(7.6), Inches(5.7))
    arrow.line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
    group = slide.shapes.add_group_shape()
    group.name = "group"
    box = group.shapes.add_textbox(Inches(8), Inches(5.8), Inches(4), Inches(0.4))
    box.name, box.text_frame.text = "grouped", "of {{ answers_reached | count }} reached"


def _cost(slide: Any) -> None:
    """A rectangle into which the story's chart is drawn, and a round picture."""
    place = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Inches(each) for each in (0.9, 1.7, 8.0, 4.2)))
    place.name = "vs:chart"
    shape = slide.shapes.add_picture(io.BytesIO(picture(120, 80)), Inches(9.6), Inches(1.8), Inches(2.4))
    shape.name = "logo"
    _text(slide, "x", 0.9, 6.1, 10.0, 0.4, name="vs:source", size=10)


def _figures(slide: Any) -> None:
    """A table in PowerPoint's own style."""
    frame = slide.shapes.add_table(2, 5, *(Inches(each) for each in (0.9, 1.6, 11.4, 0.8)))
    frame.name = "vs:figures"
    for at in range(10):
        cell = frame.table.cell(at // 5, at % 5)
        cell.text_frame.text = "abcde12345"[at]
        cell.text_frame.paragraphs[0].runs[0].font.size = Pt(13)


def _decision(slide: Any) -> None:
    """A pie and a stacked bar, which know of no story, beside text in a box with an outline."""
    pie = _chart(slide, XL_CHART_TYPE.DOUGHNUT, "pie", {"Share": (60, 30, 10)}, (0.9, 1.6, 3.6, 3.4))
    pie.chart.has_legend, pie.chart.plots[0].has_data_labels = True, True
    pie.chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    bars = _chart(slide, XL_CHART_TYPE.BAR_STACKED, "bars", {"Now": (3, 2, 1), "Then": (1, 2, 3)}, (4.6, 1.6, 3.8, 3.4))
    bars.chart.has_legend = True
    box = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *(Inches(each) for each in (8.7, 1.6, 3.7, 3.4)))
    box.fill.background()
    box.line.color.rgb, box.line.width = RGBColor(0x80, 0x20, 0x20), Pt(1.5)
    _text(slide, "Say that {{ answers_accepted | count }} were accepted.", 8.9, 1.8, 3.3, 1.0, size=16, bold=True)
    _text(slide, "x", 8.9, 3.0, 3.3, 1.8, name="vs:text", size=12)
