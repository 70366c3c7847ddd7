"""Fill the designed file with one of the tools that are in Python: `fill.py TOOL TEMPLATE OUT`, values from stdin."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final


def valuestory(template: str, out: str, values: dict[str, str], chart: dict[str, Any]) -> None:
    """Fill by valuestory."""
    from valuestory.deck import fill_deck

    names = list(chart["series"])
    columns = zip(chart["categories"], *chart["series"].values(), strict=True)
    rows = [dict(zip(("month", *names), each, strict=True)) for each in columns]
    fill_deck(template, {**values, "trend": rows}, out)


def by_hand(template: str, out: str, values: dict[str, str], chart: dict[str, Any]) -> None:
    """Fill by python-pptx, as people write it who know that a tag may be split over runs."""
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData

    deck = Presentation(template)
    for slide in deck.slides:
        for shape in _shapes(slide.shapes):
            for paragraph in _paragraphs(shape):
                _replace(paragraph, values)
            if getattr(shape, "has_chart", False):
                data = CategoryChartData(number_format="0.0%")
                data.categories = chart["categories"]
                for name, numbers in chart["series"].items():
                    data.add_series(name, numbers)
                shape.chart.replace_data(data)
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            _replace(paragraph, values)
    deck.save(out)


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)


def _paragraphs(shape: Any) -> Iterator[Any]:
    if shape.has_text_frame:
        yield from shape.text_frame.paragraphs
    if getattr(shape, "has_table", False):
        for row in shape.table.rows:
            for cell in row.cells:
                yield from cell.text_frame.paragraphs
    if getattr(shape, "has_chart", False) and shape.chart.has_title:
        yield from shape.chart.chart_title.text_frame.paragraphs


def _replace(paragraph: Any, values: dict[str, str]) -> None:
    """Put the whole text into the first run, as the answers to the usual question do."""
    text = "".join(run.text for run in paragraph.runs)
    if "{{" not in text:
        return
    for name, value in values.items():
        text = text.replace("{{" + name + "}}", value)
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        run.text = ""


def text_replacer(template: str, out: str, values: dict[str, str], chart: dict[str, Any]) -> None:
    """Fill by python-pptx-text-replacer, which replaces texts and knows no chart data."""
    from python_pptx_text_replacer import TextReplacer

    replacer = TextReplacer(template, slides="", tables=True, charts=True, textframes=True)
    replacer.replace_text([("{{" + name + "}}", value) for name, value in values.items()])
    replacer.write_presentation_to_file(out)


def renderer(template: str, out: str, values: dict[str, str], chart: dict[str, Any]) -> None:
    """Fill by pptx-renderer, which evaluates what stands between three braces as Python."""
    from pptx_renderer import PPTXRenderer

    PPTXRenderer(template).render(out, values)


TOOLS: Final[dict[str, Callable[[str, str, dict[str, str], dict[str, Any]], None]]] = {
    "valuestory": valuestory,
    "python-pptx": by_hand,
    "python-pptx-text-replacer": text_replacer,
    "pptx-renderer": renderer,
}

if __name__ == "__main__":
    given = json.load(sys.stdin)
    TOOLS[sys.argv[1]](sys.argv[2], sys.argv[3], given["values"], given["chart"])
