"""A slide on a foreign template as HTML: each part where the deck has it, in the template's own look."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import quote

from valuestory.slides.html.charts import font_stack
from valuestory.slides.html.geometry import POINTS, Box
from valuestory.slides.html.markup import em, picture_source, placed
from valuestory.slides.html.on_template import (
    Exhibit,
    Letters,
    Line,
    Part,
    Patch,
    SlideOnTemplate,
    Stroke,
    Turned,
    Words,
)
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
    return _turned(part, chart) if isinstance(part, Turned) else _exhibit(part, chart)


def _patch(patch: Patch) -> str:
    if patch.picture:
        style = "display:block;width:100%;height:100%;max-width:none;margin:0"
        style += f";opacity:{patch.alpha:.3g}" if patch.alpha < 1 else ""
        style += ";border-radius:50%" if patch.round else ""
        return placed(patch.box, f'<img src="{patch.picture}" alt="" style="{style}"/>')
    style = f"background:{_color(patch.color)}" if patch.color else ""
    style += f";opacity:{patch.alpha:.3g}" if patch.alpha < 1 else ""
    if patch.edge:
        line = "dashed" if patch.dashed else "solid"
        style += f";border:{em(patch.edge_points / POINTS)} {line} {_color(patch.edge)};box-sizing:border-box"
    style += f";border-radius:{em(patch.corner)}" if patch.corner else ""
    return placed(patch.box, "", style + (";border-radius:50%" if patch.round else ""))


def _stroke(stroke: Stroke) -> str:
    """Return a line along one axis; a slanting one as a picture, for no sanitiser lets it be turned."""
    thick, box = stroke.points / POINTS, stroke.box
    look = f"{em(thick)} {'dashed' if stroke.dashed else 'solid'} {_color(stroke.color)}"
    if box.height <= thick:
        head = _HEAD if stroke.arrow else 0.0
        shaft = placed(Box(box.left, box.top - thick / 2, box.width - head / 2, 0), "", f"border-top:{look}")
        return shaft + (_head(box.left + box.width, box.top, stroke.color) if stroke.arrow else "")
    if box.width <= thick:
        return placed(Box(box.left - thick / 2, box.top, 0, box.height), "", f"border-left:{look}")
    return _slanting(stroke)


def _slanting(stroke: Stroke) -> str:
    box, color = stroke.box, _color(stroke.color)
    wide, high = box.width * POINTS, box.height * POINTS
    ends = (high, 0.0) if stroke.rising else (0.0, high)
    dash = f' stroke-dasharray="{3 * stroke.points:.3g}"' if stroke.dashed else ""
    line = (
        f'<line x1="0" y1="{ends[0]:.4g}" x2="{wide:.4g}" y2="{ends[1]:.4g}" '
        f'stroke="{color}" stroke-width="{stroke.points:.3g}"{dash}/>'
    )
    return placed(box, _svg(line, wide, high))


def _turned(turned: Turned, chart: DrawChart) -> str:
    """Return parts that are turned, as a picture of them in a square that has room for any turn."""
    box = turned.box
    side = math.hypot(box.width, box.height)
    left, top = box.left + (box.width - side) / 2, box.top + (box.height - side) / 2
    flat = "".join(_part(_moved(each, left, top), chart) for each in turned.parts).replace("&nbsp;", "&#160;")
    size, middle = f"{side * POINTS:.5g}", f"{side * POINTS / 2:.5g}"
    inside = (
        f'<g transform="rotate({turned.degrees:.5g} {middle} {middle})">'
        f'<foreignObject width="{size}" height="{size}"><div xmlns="http://www.w3.org/1999/xhtml" '
        f'style="font-size:{_POINTS_AN_EM}px;white-space:pre-wrap">{flat}</div></foreignObject></g>'
    )
    return placed(Box(left, top, side, side), _svg(inside, side * POINTS, side * POINTS))


def _moved(part: Patch | Stroke | Words, left: float, top: float) -> Patch | Stroke | Words:
    box = Box(part.box.left - left, part.box.top - top, part.box.width, part.box.height)
    return replace(part, box=box)


def _svg(inside: str, wide: float, high: float) -> str:
    """Return a drawing as a picture: that survives where the drawing itself, or a style that turns it, would not."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.5g} {high:.5g}" overflow="visible">'
    style = "display:block;width:100%;height:100%;max-width:none;margin:0;overflow:visible"
    return f'<img alt="" style="{style}" src="data:image/svg+xml,{quote(head + inside + "</svg>")}"/>'


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
