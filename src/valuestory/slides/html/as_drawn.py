"""A slide on a foreign template as HTML: each part where the deck has it, in the template's own look."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final

from valuestory.slides.html.charts import font_stack
from valuestory.slides.html.geometry import POINTS, Box
from valuestory.slides.html.markup import em, picture_source, placed
from valuestory.slides.html.on_template import Exhibit, Letters, Line, Part, Patch, SlideOnTemplate, Stroke, Words
from valuestory.slides.slide import Chart

_POINTS_AN_EM: Final = 10
_HEX: Final = re.compile(r"#[0-9A-Fa-f]{6}")
_LEADING: Final = 1.2
"""What office programs take for a single line, in sizes."""
_HEAD: Final = 0.11
"""Inches that an arrow's head is long and wide."""
_ALIGNS: Final = {"ctr": "center", "r": "right", "just": "justify", "dist": "justify"}
_ANCHORS: Final = {"ctr": "center", "b": "flex-end"}
DrawChart = Callable[[Chart, Box], str]


def slide_html(slide: SlideOnTemplate, chart: DrawChart) -> str:
    """Return everything on a slide, lowest first.

    Parameters
    ----------
    slide
        The slide on its template.
    chart
        Draws a chart into a box.
    """
    return "".join(_part(each, chart) for each in slide.parts)


def _part(part: Part, chart: DrawChart) -> str:
    if isinstance(part, Patch):
        return _patch(part)
    if isinstance(part, Stroke):
        return _stroke(part)
    if isinstance(part, Words):
        return _words(part)
    return _exhibit(part, chart)


def _patch(patch: Patch) -> str:
    if patch.picture:
        style = "display:block;width:100%;height:100%;max-width:none;margin:0"
        return placed(patch.box, f'<img src="{patch.picture}" alt="" style="{style}">')
    style = f"background:{_color(patch.color)}" if patch.color else ""
    style += f";opacity:{patch.alpha:.3g}" if patch.alpha < 1 else ""
    if patch.edge:
        line = "dashed" if patch.dashed else "solid"
        style += f";border:{em(patch.edge_points / POINTS)} {line} {_color(patch.edge)};box-sizing:border-box"
    return placed(patch.box, "", style + (";border-radius:50%" if patch.round else ""))


def _stroke(stroke: Stroke) -> str:
    """Return a line along one axis; a slanting one is left out, for no sanitiser lets it be turned."""
    thick, box = stroke.points / POINTS, stroke.box
    look = f"{em(thick)} {'dashed' if stroke.dashed else 'solid'} {_color(stroke.color)}"
    if box.height <= thick:
        head = _HEAD if stroke.arrow else 0.0
        shaft = placed(Box(box.left, box.top - thick / 2, box.width - head / 2, 0), "", f"border-top:{look}")
        return shaft + (_head(box.left + box.width, box.top, stroke.color) if stroke.arrow else "")
    if box.width <= thick:
        return placed(Box(box.left - thick / 2, box.top, 0, box.height), "", f"border-left:{look}")
    return ""


def _head(right: float, middle: float, color: str) -> str:
    side = f"{em(_HEAD / 2)} solid transparent"
    style = (
        f"border-left:{em(_HEAD)} solid {_color(color)};border-top:{side};border-bottom:{side};box-sizing:border-box"
    )
    return placed(Box(right - _HEAD, middle - _HEAD / 2, _HEAD, _HEAD), "", style)


def _exhibit(part: Exhibit, chart: DrawChart) -> str:
    if isinstance(part.shown, Chart):
        return chart(part.shown, part.box)
    style = "display:block;width:100%;height:100%;object-fit:contain;margin:0"
    return placed(part.box, f'<img src="{picture_source(part.shown)}" alt="{escape(part.shown.alt)}" style="{style}">')


def _words(words: Words) -> str:
    style = "display:flex;flex-direction:column;justify-content:" + _ANCHORS.get(words.anchor, "flex-start")
    style += "" if words.wraps else ";white-space:pre"
    tag = "h3" if words.title else "p"
    return placed(words.box, "".join(_line(each, tag) for each in words.lines), style)


def _line(line: Line, tag: str) -> str:
    size = line.points / _POINTS_AN_EM
    inside = _tabbed(line) if any("\t" in each.text for each in line.letters) else _letters(line.letters, line.points)
    if line.mark:
        color = f";color:{_color(line.mark_color)}" if line.mark_color else ""
        left = f"left:{line.mark_at * POINTS / line.points:.3g}em"
        inside = f'<span style="position:absolute;{left}{color}">{escape(line.mark)}</span>{inside}'
    style = (
        f"position:relative;margin:0 0 {line.after / line.points:.3g}em;padding:0 0 0 "
        f"{line.indent * POINTS / line.points:.3g}em;font-size:{size:.3g}em;line-height:{_LEADING * line.spacing:.3g};"
        f"font-weight:400;width:100%;box-sizing:border-box;border:0"
    )
    style += f";text-align:{_ALIGNS[line.align]}" if line.align in _ALIGNS else ""
    style += "" if line.rightwards else ";direction:rtl"
    return f'<{tag} style="{style}">{inside or "&nbsp;"}</{tag}>'


def _tabbed(line: Line) -> str:
    """Return a line with tab stops: the first piece left, the others right-aligned."""
    cells: list[list[Letters]] = [[]]
    for each in line.letters:
        for at, text in enumerate(each.text.split("\t")):
            if at:
                cells.append([])
            cells[-1].append(Letters(text, each.points, each.color, each.bold, each.italic, each.font, each.fact))
    first, *rest = (_letters(tuple(cell), line.points) for cell in cells)
    stop = "flex:0 0 auto;min-width:3.2em;padding-left:0.8em;text-align:right"
    stops = "".join(f'<span style="{stop}">{piece}</span>' for piece in rest)
    return f'<span style="display:flex"><span style="flex:1 1 auto">{first}</span>{stops}</span>'


def _letters(letters: tuple[Letters, ...], points: float) -> str:
    return "".join(_run(each, points) for each in letters if each.text)


def _run(run: Letters, points: float) -> str:
    style = f"color:{_color(run.color)};font-family:{font_stack(run.font)}"
    style += ";font-weight:700" if run.bold else ""
    style += ";font-style:italic" if run.italic else ""
    style += f";font-size:{run.points / points:.3g}em" if run.points != points else ""
    title = f' title="{escape(run.fact)}"' if run.fact else ""
    return f'<span style="{style}"{title}>{escape(run.text, quote=False)}</span>'


def _color(color: str) -> str:
    # A template is someone's file: what is not a colour must not reach a style attribute.
    return color if _HEX.fullmatch(color) else "inherit"
