"""The parts of a report's section: running text, chart, tiles and table, as a document has them and not as a slide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from valuestory.slides.html.charts import draw_chart
from valuestory.slides.html.colours import Palette
from valuestory.slides.html.evidence import Reader
from valuestory.slides.html.geometry import POINTS, Frame
from valuestory.slides.html.markup import blocks, picture_source
from valuestory.slides.html.tables import is_figures
from valuestory.slides.html.tiles import has_strip, strip_html
from valuestory.slides.slide import BigNumber, Chart, Flow, FlowArrow, FlowStep, Paragraph, Run, Slide, Table
from valuestory.slides.theme import Theme

_LARGEST_SCALE: Final = 1.25
_FITS_A_PHONE: Final = 600
"""Pixels of a chart that can still be read when it shrinks to a phone's width; a wider one scrolls."""

_CLASSES: Final = {"label": ' class="label"', "lead": ' class="lead"'}
Anchors = Mapping[str, str]
"""Fact ids to ids in the page, for the facts of one section."""


@dataclass(frozen=True)
class Look:
    """What every part of one report is drawn with."""

    theme: Theme
    grid: Frame
    colors: Palette
    reader: Reader


def inline(paragraph: Paragraph | None, anchors: Anchors) -> str:
    """Return a paragraph's runs, escaped; a figure leads to its evidence."""
    return "" if paragraph is None else "".join(_run(run, anchors) for run in paragraph.runs)


def _run(run: Run, anchors: Anchors) -> str:
    text = escape(run.text, quote=False)
    if run.fact is not None and run.fact in anchors:
        text = f'<a class="figure" href="#{anchors[run.fact]}">{text}</a>'
    return f"<b>{text}</b>" if run.bold else text


def running_text(paragraphs: tuple[Paragraph, ...], anchors: Anchors) -> str:
    """Return paragraphs and lists in order."""
    out = []
    for tag, group in blocks(paragraphs):
        if tag:
            out.append(f"<{tag}>{''.join(_item(each, anchors) for each in group)}</{tag}>")
        else:
            out += [_paragraph(each, anchors) for each in group]
    return "".join(out)


def _item(paragraph: Paragraph, anchors: Anchors) -> str:
    deeper = f' style="margin-left:{1.5 * paragraph.level:g}rem"' if paragraph.level else ""
    return f"<li{deeper}>{inline(paragraph, anchors)}</li>"


def _paragraph(paragraph: Paragraph, anchors: Anchors) -> str:
    if "\t" in paragraph.text:
        cells = "".join(f"<span>{piece}</span>" for piece in inline(paragraph, anchors).split("\t"))
        return f'<p class="stops">{cells}</p>'
    return f"<p{_CLASSES.get(paragraph.style, '')}>{inline(paragraph, anchors)}</p>"


def exhibit(slide: Slide, look: Look, anchors: Anchors, ids: str) -> str:
    """Return what a slide shows beside its words, and its words: nothing that it holds is left out."""
    words = running_text(slide.body, anchors)
    if slide.numbers:
        return _tiles_and_more(slide, look, anchors, ids)
    if slide.flow is not None:
        return _flow(slide.flow, slide.header, anchors) + (f'<div class="panel words">{words}</div>' if words else "")
    if slide.chart is not None and slide.chart2 is not None:
        return _two_charts(slide, look, anchors, ids) + (f'<div class="words">{words}</div>' if words else "")
    if slide.chart is not None:
        return _chart_and_words(slide, slide.chart, look, anchors, ids)
    if slide.picture is not None:
        caption = f"<figcaption>{inline(slide.header, anchors)}</figcaption>" if slide.header else ""
        shown = f'<img src="{picture_source(slide.picture)}" alt="{escape(slide.picture.alt)}" style="max-width:100%">'
        figure = f"<figure>{caption}{shown}</figure>"
        return f'<div class="pair beside">{figure}<div class="words">{words}</div></div>' if words else figure
    if slide.table is not None:
        strip = f'<div class="panel words">{words}</div>' if words else ""
        return _table(slide.table, slide.header, anchors) + strip
    header = f"<p>{inline(slide.header, anchors)}</p>" if slide.header else ""
    return f'<div class="words">{header}{words}</div>' if header or words else ""


def _chart_and_words(slide: Slide, chart: Chart, look: Look, anchors: Anchors, ids: str) -> str:
    width = look.grid.exhibit(takeaway=bool(slide.body)).width
    figure = _figure(chart, slide.header, width, look, f"{ids}-a", anchors)
    if not slide.body:
        return figure
    return f'<div class="pair beside">{figure}<div class="words">{running_text(slide.body, anchors)}</div></div>'


def _two_charts(slide: Slide, look: Look, anchors: Anchors, ids: str) -> str:
    width = look.grid.part(0, 2, 0, 0).width
    pairs = ((slide.chart, slide.header), (slide.chart2, slide.header2))
    figures = [
        _figure(chart, header, width, look, f"{ids}-{letter}", anchors)
        for letter, (chart, header) in zip("ab", pairs, strict=True)
        if chart is not None
    ]
    return f'<div class="pair even">{"".join(figures)}</div>'


def _figure(
    chart: Chart, header: Paragraph | None, width: float, look: Look, ids: str, anchors: Anchors, *, height: float = 4.5
) -> str:
    alt = chart.alt or (header.text if header else "")
    drawing = draw_chart(chart.spec, look.theme, width * POINTS, height * POINTS, ids=f"{ids}-", alt=alt)
    caption = f"<figcaption>{inline(header, anchors)}</figcaption>" if header else ""
    label = escape(look.reader.words.wide)
    size = f"max-width:{drawing.width * _LARGEST_SCALE:.0f}px"
    if drawing.width <= _FITS_A_PHONE:
        return f'<figure>{caption}<div style="{size}">{drawing.svg}</div></figure>'
    scroll = (
        f'<div class="scroll wide" tabindex="0" role="group" aria-label="{label}" style="{size}">{drawing.svg}</div>'
    )
    return f"<figure>{caption}{scroll}</figure>"


def _tiles_and_more(slide: Slide, look: Look, anchors: Anchors, ids: str) -> str:
    tiles = "".join(_tile(each, look, anchors, lead=index == 0) for index, each in enumerate(slide.numbers))
    row = f'<div class="tiles">{tiles}</div>'
    if slide.chart is not None:
        figure = _figure(
            slide.chart, slide.header, look.grid.content, look, f"{ids}-a", anchors, height=look.grid.ask.height
        )
        return row + figure + _panel(slide.body, anchors)
    header = f"<p>{inline(slide.header, anchors)}</p>" if slide.header else ""
    return header + row + _panel(slide.body, anchors)


def _tile(number: BigNumber, look: Look, anchors: Anchors, *, lead: bool) -> str:
    strip = strip_html(number, look.colors, lead=lead) if has_strip(number) else ""
    strip = f'<div class="strip">{strip}</div>' if strip else ""
    spread = f'<p style="white-space:pre-wrap">{inline(number.range, anchors)}</p>' if number.range else ""
    mark = f'<p class="mark">{inline(number.mark_label, anchors)}</p>' if number.mark_label and not strip else ""
    figure = inline(number.figure, anchors)
    label = inline(number.label, anchors)
    kind = "number open" if number.is_in_words else "number"
    return f'<div class="tile"><p>{label}</p><p class="{kind}">{figure}</p>{strip}{spread}{mark}</div>'


def _flow(flow: Flow, header: Paragraph | None, anchors: Anchors) -> str:
    """Return a flow as a list: boxes beside each other, under each other on a phone, each with what leads on."""
    caption = f"<figcaption>{inline(header, anchors)}</figcaption>" if header else ""
    arrows = (*flow.arrows, flow.back)
    items = "".join(_step(step, arrow, anchors) for step, arrow in zip(flow.steps, arrows, strict=True))
    label = f' aria-label="{escape(flow.alt)}"' if flow.alt else ""
    return f'<figure>{caption}<ol class="flow"{label}>{items}</ol></figure>'


def _step(step: FlowStep, arrow: FlowArrow | None, anchors: Anchors) -> str:
    figure = f'<p class="number">{inline(step.figure, anchors)}</p>' if step.figure else ""
    lines = "".join(f"<p>{inline(each, anchors)}</p>" for each in step.lines)
    names = ["box", *(["subject"] if step.lead else []), *([] if step.established else ["open"])]
    box = f'<div class="{" ".join(names)}"><p><b>{inline(step.label, anchors)}</b></p>{figure}{lines}</div>'
    if arrow is None:
        return f"<li>{box}</li>"
    link = "arrow" if arrow.established else "arrow open"
    return f'<li>{box}<p class="{link}">{inline(arrow.words, anchors)}</p></li>'


def _panel(body: tuple[Paragraph, ...], anchors: Anchors) -> str:
    if not body:
        return ""
    asks = tuple(each for each in body if each.style == "number")
    rest = tuple(each for each in body if each.style != "number")
    halves = [f'<div class="words">{running_text(each, anchors)}</div>' for each in (rest, asks) if each]
    split = " split" if len(halves) == 2 else ""
    return f'<div class="panel{split}">{"".join(halves)}</div>'


def _table(table: Table, header: Paragraph | None, anchors: Anchors) -> str:
    """Return a table; one of sentences becomes cards on a phone, one of figures scrolls."""
    cards = "" if is_figures(table) else ' class="cards"'
    total = sum(column.width for column in table.columns)
    widths = "".join(f'<col style="width:{100 * column.width / total:.3g}%">' for column in table.columns)
    heads = "".join(
        f'<th scope="col" role="columnheader"{_side(table, at)}>{inline(each.label, anchors)}</th>'
        for at, each in enumerate(table.columns)
    )
    rows = "".join(_row(table, cells, anchors) for cells in table.rows)
    label = f' aria-label="{escape(table.alt)}"' if table.alt else ""
    caption = f"<figcaption>{inline(header, anchors)}</figcaption>" if header else ""
    head = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
    inside = f'<colgroup>{widths}</colgroup>{head}<tbody role="rowgroup">{rows}</tbody>'
    name = escape(table.alt or (header.text if header else ""))
    whole = f'<table role="table"{cards}{label}>{inside}</table>'
    scroll = f'<div class="scroll" tabindex="0" role="group" aria-label="{name}">{whole}</div>' if not cards else whole
    return f"<figure>{caption}{scroll}</figure>"


def _row(table: Table, cells: tuple[Paragraph, ...], anchors: Anchors) -> str:
    out = [f'<th scope="row" role="rowheader">{inline(cells[0], anchors)}</th>']
    for index, cell in enumerate(cells[1:], start=1):
        label = escape(table.columns[index].label.text)
        out.append(f'<td role="cell" data-label="{label}"{_side(table, index)}>{inline(cell, anchors)}</td>')
    return f'<tr role="row">{"".join(out)}</tr>'


def _side(table: Table, index: int) -> str:
    return ' class="right"' if table.columns[index].align == "right" else ""
