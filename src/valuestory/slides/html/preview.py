"""A slide as it will look: plain HTML with inline styles, for the output of a notebook cell.

No script, no style sheet, no request. Made to survive: the output's width (everything is measured in the slide's own
width), a host page's styles, a dark host, and Jupyter's sanitiser in a notebook that is not trusted, which takes
container units away (the slide is then 960 px wide) and would take inline SVG away (so charts are pictures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from valuestory.slides.html.as_drawn import slide_html
from valuestory.slides.html.body import ask_html, flow_html, strip_html, takeaway_html
from valuestory.slides.html.charts import draw_chart, font_stack
from valuestory.slides.html.colours import Palette, palette
from valuestory.slides.html.flows import diagram_html
from valuestory.slides.html.geometry import HEIGHT, POINTS, Box, Frame, frame
from valuestory.slides.html.markup import em, letters, line, picture_source, placed, runs_html, smaller
from valuestory.slides.html.measure import share_of
from valuestory.slides.html.on_template import SlideOnTemplate
from valuestory.slides.html.svg import as_picture
from valuestory.slides.html.tables import table_html
from valuestory.slides.html.tiles import tiles_html
from valuestory.slides.slide import Chart, Flow, Paragraph, Picture, Slide
from valuestory.slides.theme import Theme

_PIXELS: Final = 540
"""The height of a preview where there is room: 960 x 540 px at 16:9."""


@dataclass(frozen=True)
class _Look:
    """What every part of one preview is drawn with."""

    theme: Theme
    grid: Frame
    colors: Palette


def preview_html(
    slide: Slide,
    theme: Theme,
    *,
    problems: Sequence[str] = (),
    number: int | None = None,
    drawn: SlideOnTemplate | None = None,
) -> str:
    """Return a slide as HTML for a notebook cell's output.

    Parameters
    ----------
    slide
        The slide.
    theme
        The template's colours, fonts and proportions.
    problems
        What is to be mended before anyone sees it, as plain sentences; listed beneath.
    number
        The page number, where it is known.
    drawn
        The slide as the deck has it on a foreign template, from `on_template`; the shipped grid without it.

    Raises
    ------
    StoryError
        When its chart cannot be drawn: mend the chart in its cell.
    """
    if drawn is not None:
        look = _Look(drawn.theme, replace(frame(theme), label_scale=drawn.label_scale), palette(drawn.theme))
        inside = slide_html(drawn, lambda chart, box: _chart(chart, slide.header, box, look))
    else:
        look = _Look(theme, frame(theme), palette(theme))
        inside = _inside(slide, look, number)
    stage = _stage(slide, inside, look)
    return f'<div style="margin:2px 0 8px">{stage}{_problems(problems, look)}</div>'


def _stage(slide: Slide, inside: str, look: _Look) -> str:
    """Return the slide's rectangle; of two values for one thing, the first is for hosts that drop the second."""
    grid, colors = look.grid, look.colors
    width = f"{_PIXELS * grid.width / HEIGHT:.4g}px"
    outer = f"width:{width};width:min(100%,{width});container-type:inline-size"
    inner = (
        f"position:relative;overflow:hidden;box-sizing:border-box;font-family:{font_stack(look.theme.body_font)};"
        f"font-size:10px;font-size:min(10px,{1000 / (grid.width * POINTS):.6g}cqw);"
        f"width:{em(grid.width)};height:{em(HEIGHT)};line-height:1.15;font-weight:400;text-align:left;white-space:pre-wrap;"
        f"background:{colors.ground};color:{colors.ink};box-shadow:inset 0 0 0 1px {colors.rule}"
    )
    label = escape(f"Slide: {slide.title.text}")
    return f'<div style="{outer}"><section aria-label="{label}" style="{inner}">{inside}</section></div>'


def _inside(slide: Slide, look: _Look, number: int | None) -> str:
    if slide.kind in ("title", "closing"):
        return _cover(slide, look)
    if slide.kind == "section":
        return _section(slide, look) + _foot(slide, look, number)
    if slide.kind == "statement":
        return _statement(slide, look) + _foot(slide, look, number)
    title = _heading(slide, look.grid.title, look.grid.title_size, look)
    return title + _content(slide, look) + _foot(slide, look, number)


def _heading(slide: Slide, box: Box, size: float, look: _Look, place: str = "") -> str:
    font = f";font-family:{font_stack(look.theme.heading_font)};text-wrap:balance;width:100%;border:0"
    leading = 1.1 if size < 30 else 1.15
    words = line(runs_html(slide.title), letters(size, look.colors.ink, bold=True, leading=leading) + font, "h3")
    return placed(box, words, place)


def _cover(slide: Slide, look: _Look) -> str:
    grid, colors = look.grid, look.colors
    head, rest = _standfirst(slide)
    strip = placed(Box(0, 0, 0.28, HEIGHT), "", f"background:{colors.accent}")
    rule = placed(Box(grid.margin, 3.50, 1.80, 2.25 / POINTS), "", f"background:{colors.accent}")
    title = _heading(slide, grid.text(1.75, 1.50), 40, look, "display:flex;align-items:flex-end")
    below = line(runs_html(head), letters(20, colors.second))
    foot = "".join(line(runs_html(each), letters(14, colors.second, after=3)) for each in rest)
    foot_box = grid.text(6.60 - 0.25 * max(len(rest) - 1, 0), 0.40)
    return strip + title + rule + placed(grid.text(3.72, 0.40), below) + placed(foot_box, foot)


def _section(slide: Slide, look: _Look) -> str:
    head, rest = _standfirst(slide)
    title = _heading(slide, look.grid.text(2.75, 1.00), 32, look, "display:flex;align-items:flex-end")
    words = line(runs_html(head), letters(20, look.colors.second, after=9)) + flow_html(rest, look.colors)
    return title + placed(look.grid.text(3.90, 0.80), words)


def _statement(slide: Slide, look: _Look) -> str:
    box = look.grid.text(2.00, 3.50, columns=10)
    size = letters(32, look.colors.ink, bold=True)
    font = f";font-family:{font_stack(look.theme.heading_font)};text-wrap:balance;margin:0 0 0.6em;border:0"
    return placed(box, line(runs_html(slide.title), size + font, "h3") + flow_html(slide.body, look.colors))


def _standfirst(slide: Slide) -> tuple[Paragraph | None, tuple[Paragraph, ...]]:
    """Return what stands right under a cover's or a section's title, and the rest."""
    if slide.header is not None:
        return slide.header, slide.body
    return (slide.body[0], slide.body[1:]) if slide.body else (None, ())


def _content(slide: Slide, look: _Look) -> str:
    """Return what is under the title, by what the slide holds: nothing that it holds is left out."""
    if slide.numbers:
        return _key_figures(slide, look)
    if slide.flow is not None:
        return _flow(slide, slide.flow, look)
    if slide.chart is not None and slide.chart2 is not None:
        return _two_charts(slide, look)
    if slide.chart is not None:
        return _one_chart(slide, slide.chart, look)
    if slide.picture is not None:
        return _one_picture(slide, slide.picture, look)
    if slide.table is not None:
        return _table(slide, look)
    box = look.grid.words(header=slide.header is not None)
    body = flow_html(slide.body, look.colors, text_color=look.colors.ink)
    body = placed(box, smaller(body, share_of(slide.body, box, look.theme.body_font)))
    return _header(slide.header, look.grid.exhibit(), look) + body


def _key_figures(slide: Slide, look: _Look) -> str:
    tiles = tiles_html(slide.numbers, look.grid, look.colors)
    if slide.chart is not None:
        top = 4.75 if slide.header else 4.40
        chart = _chart(slide.chart, slide.header, look.grid.full(top, 6.55 - top), look)
        return tiles + _header(slide.header, look.grid.exhibit(), look, top=4.35) + chart
    tiles += _header(slide.header, look.grid.exhibit(), look, top=1.42)
    return tiles + (ask_html(slide.body, look.grid, look.colors, look.theme.body_font) if slide.body else "")


def _flow(slide: Slide, flow: Flow, look: _Look) -> str:
    box = look.grid.exhibit(strip=bool(slide.body))
    strip = strip_html(slide.body, look.grid, look.colors, look.theme.body_font) if slide.body else ""
    return _header(slide.header, box, look) + diagram_html(flow, box, look.colors) + strip


def _two_charts(slide: Slide, look: _Look) -> str:
    height = look.grid.exhibit(strip=bool(slide.body)).height
    out = []
    for index, (header, chart) in enumerate(((slide.header, slide.chart), (slide.header2, slide.chart2))):
        box = look.grid.part(index, 2, look.grid.exhibit_top, height)
        out.append(_header(header, box, look) + (_chart(chart, header, box, look) if chart else ""))
    return "".join(out) + (strip_html(slide.body, look.grid, look.colors, look.theme.body_font) if slide.body else "")


def _one_chart(slide: Slide, chart: Chart, look: _Look) -> str:
    box = look.grid.exhibit(takeaway=bool(slide.body))
    takeaway = takeaway_html(slide.body, look.grid, look.colors, look.theme.body_font) if slide.body else ""
    return _header(slide.header, box, look) + _chart(chart, slide.header, box, look) + takeaway


def _one_picture(slide: Slide, picture: Picture, look: _Look) -> str:
    box = look.grid.exhibit(takeaway=bool(slide.body))
    style = "display:block;width:100%;height:100%;object-fit:contain;margin:0"
    shown = f'<img src="{picture_source(picture)}" alt="{escape(picture.alt)}" style="{style}">'
    takeaway = takeaway_html(slide.body, look.grid, look.colors, look.theme.body_font) if slide.body else ""
    return _header(slide.header, box, look) + placed(box, shown) + takeaway


def _table(slide: Slide, look: _Look) -> str:
    assert slide.table is not None
    box = look.grid.exhibit(strip=bool(slide.body))
    table = placed(box, table_html(slide.table, box, look.colors, look.theme.body_font, look.grid.label_scale))
    strip = strip_html(slide.body, look.grid, look.colors, look.theme.body_font) if slide.body else ""
    return _header(slide.header, box, look) + table + strip


def _header(header: Paragraph | None, over: Box, look: _Look, *, top: float | None = None) -> str:
    words = line(runs_html(header, bold_color=look.colors.ink), letters(14, look.colors.second))
    place = replace(over, top=look.grid.header_top if top is None else top, height=0.30)
    return placed(place, words) if header is not None else ""


def _chart(chart: Chart, header: Paragraph | None, box: Box, look: _Look) -> str:
    """Return a chart at its own size where it fits its box, else shrunk to it."""
    larger = look.grid.label_scale
    wide, high = box.width * POINTS / larger, box.height * POINTS / larger
    spec = chart.spec if larger == 1 or "width" not in chart.spec else {**chart.spec, "width": wide, "height": high}
    drawing = draw_chart(spec, look.theme, wide, high)
    fit = min(wide / drawing.width, high / drawing.height, 1) * larger
    width, height = (em(side * fit / POINTS) for side in (drawing.width, drawing.height))
    style = f"display:block;max-width:none;margin:0;width:{width};height:{height}"
    alt = chart.alt or (header.text if header else "Chart")
    return placed(box, as_picture(drawing, alt=alt, style=style))


def _foot(slide: Slide, look: _Look, number: int | None) -> str:
    grid, colors = look.grid, look.colors
    small = letters(10, colors.second, leading=1.2)
    source = placed(grid.source, line(runs_html(slide.source), small)) if slide.source is not None else ""
    page = placed(grid.page, line(str(number), small + ";text-align:right")) if number is not None else ""
    return placed(grid.hairline, "", f"background:{colors.rule}") + source + page


def _problems(problems: Sequence[str], look: _Look) -> str:
    """Return what is to be mended: beneath the slide, in the host page's own colours."""
    if not problems:
        return ""
    items = "".join(
        f'<li style="margin:2px 0">{escape(each[:1].upper() + each[1:], quote=False)}</li>' for each in problems
    )
    box = f"max-width:960px;margin:8px 0 0;padding:2px 0 2px 10px;border-left:3px solid {look.colors.bad}"
    font = f"font-family:{font_stack(look.theme.body_font)};font-size:13px;line-height:1.4"
    head = "To mend on this slide" if len(problems) > 1 else "One thing to mend on this slide"
    return (
        f'<div style="{box};{font}"><p style="margin:0;font-weight:700">{head}</p>'
        f'<ul style="margin:0;padding:0 0 0 18px;list-style:disc">{items}</ul></div>'
    )
