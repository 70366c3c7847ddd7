"""Running text on a slide: the takeaway column, the panel with the asks, the strip under a table, lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from valuestory.slides.html.colours import Palette
from valuestory.slides.html.geometry import GUTTER, Box, Frame
from valuestory.slides.html.markup import blocks, em, letters, line, placed, runs_html, smaller
from valuestory.slides.html.measure import TEXT, TYPE, share_of
from valuestory.slides.slide import Paragraph, Run

_BAR: Final = 0.06
_INSET: Final = 0.30
_ASKED: Final = 16
_SPACE: Final = Run(" ")
Paragraphs = tuple[Paragraph, ...]


def flow_html(paragraphs: Paragraphs, colors: Palette, *, accent: str = "", text_color: str = "") -> str:
    """Return paragraphs one under the other: label, lead and text in their sizes, lists as lists."""
    accent, text_color = accent or colors.accent_text, text_color or colors.second
    out = []
    for tag, group in blocks(paragraphs):
        if tag:
            out.append(_list(group, tag, text_color, colors))
        else:
            out += [_flowing(each, colors, accent, text_color) for each in group]
    return "".join(out)


def _flowing(paragraph: Paragraph, colors: Palette, accent: str, text_color: str) -> str:
    if paragraph.style == "label":
        size, bold, after = TYPE["label"]
        return line(runs_html(paragraph), letters(size, accent, bold=bold, after=after))
    if paragraph.style == "lead":
        size, bold, after = TYPE["lead"]
        style = letters(size, colors.ink, bold=bold, leading=1.2, after=after)
        return line(runs_html(paragraph), f"{style};text-wrap:pretty")
    if "\t" in paragraph.text:
        return _tabbed(paragraph, colors)
    size, bold, after = TEXT
    style = letters(size, text_color, bold=bold, leading=1.2, after=after)
    return line(runs_html(paragraph, bold_color=colors.ink), style)


def _tabbed(paragraph: Paragraph, colors: Palette) -> str:
    """Return a line with tab stops: the first piece left, the others right-aligned, a rule beneath."""
    first, *rest = runs_html(paragraph, bold_color=colors.ink).split("\t")
    stop = "flex:0 0 auto;min-width:3.2em;padding-left:0.8em;text-align:right"
    cells = "".join(f'<span style="{stop}">{piece}</span>' for piece in rest)
    style = f"{letters(14, colors.ink)};display:flex;padding:0.45em 0;border-bottom:0.06em solid {colors.rule}"
    return f'<p style="{style}"><span style="flex:1 1 auto">{first}</span>{cells}</p>'


def _list(paragraphs: Paragraphs, tag: str, text_color: str, colors: Palette) -> str:
    mark = "decimal" if tag == "ol" else "disc"
    items = []
    for each in paragraphs:
        style = (
            f"{letters(TEXT[0], text_color, leading=1.2)};margin:0 0 0.56em {1.6 * each.level:g}em;padding:0 0 0 0.2em"
        )
        items.append(line(runs_html(each, bold_color=colors.ink), f"{style};list-style:{mark}", "li"))
    return f'<{tag} style="margin:0;padding:0 0 0 2em;list-style:{mark}">{"".join(items)}</{tag}>'


def takeaway_html(paragraphs: Paragraphs, frame: Frame, colors: Palette, font: str) -> str:
    """Return the takeaway: a column on a wide slide, one bold line on a narrow one; the rest stands in the notes."""
    if frame.spoken:
        return ""
    if frame.wide:
        words = smaller(flow_html(paragraphs, colors), share_of(paragraphs, frame.takeaway, font))
        return placed(frame.takeaway, words)
    lead = next((each for each in paragraphs if each.style == "lead"), paragraphs[-1])
    words = line(runs_html(lead), letters(16, colors.ink, bold=True))
    return placed(frame.takeaway, words, "display:flex;align-items:center")


def ask_html(paragraphs: Paragraphs, frame: Frame, colors: Palette, font: str) -> str:
    """Return the panel under key figures: what we ask at its left, the numbered asks at its right."""
    inside = ""
    for part, box in ask_boxes(paragraphs, frame):
        asked = part[0].style == "number"
        words = _asks(part, colors) if asked else flow_html(part, colors, accent=colors.accent_on_panel)
        inside += placed(box, smaller(words, share_of(part, box, font)) if not asked else words)
    return _panel(frame.ask, inside, colors)


def ask_boxes(paragraphs: Paragraphs, frame: Frame) -> list[tuple[Paragraphs, Box]]:
    """Return what we ask and the numbered asks, each with its box within the panel; what there is none of, not."""
    asks = tuple(each for each in paragraphs if each.style == "number")
    rest = tuple(each for each in paragraphs if each.style != "number")
    box = frame.ask
    split = (frame.part(1, 3, 0, 0).left - box.left) if asks and rest else _INSET
    left = Box(_INSET, 0.22, (split if asks else box.width) - _INSET - GUTTER, box.height - 0.4)
    right = Box(split, 0.1, box.width - split - GUTTER, box.height - 0.2)
    return [(part, place) for part, place in ((rest, left), (asks, right)) if part]


def _asks(asks: Paragraphs, colors: Palette) -> str:
    items = []
    for index, each in enumerate(asks):
        rule = f"border-top:0.075em solid {colors.rule};" if index else ""
        number = line(str(index + 1), letters(20, colors.accent_on_panel, bold=True), "span")
        words = line(runs_html(each, bold_color=colors.ink), letters(_ASKED, colors.ink, leading=1.12), "span")
        place = "display:flex;align-items:center;flex:1 1 0;margin:0;padding:0;list-style:none"
        items.append(f'<li style="{rule}{place}"><span style="flex:0 0 {em(0.45)}">{number}</span>{words}</li>')
    style = "display:flex;flex-direction:column;height:100%;margin:0;padding:0;list-style:none"
    return f'<ol style="{style}">{"".join(items)}</ol>'


def strip_html(paragraphs: Paragraphs, frame: Frame, colors: Palette, font: str) -> str:
    """Return the strip under a table: its label and its sentences in one flow."""
    pieces = []
    for each in paragraphs:
        style = f' style="font-weight:700;color:{colors.accent_on_panel}"' if each.style == "label" else ""
        pieces.append(f"<span{style}>{runs_html(each, bold_color=colors.accent_on_panel)}</span>")
    words = line(" ".join(pieces), letters(TEXT[0], colors.ink, leading=1.2))
    box = strip_text_box(frame)
    words = smaller(words, share_of((joined(paragraphs),), box, font))
    return _panel(frame.strip, placed(box, words, "display:flex;align-items:center"), colors)


def strip_text_box(frame: Frame) -> Box:
    """Return the box of the strip's text within the strip."""
    return Box(_INSET, 0, frame.strip.width - _INSET - GUTTER, frame.strip.height)


def joined(paragraphs: Paragraphs) -> Paragraph:
    """Return paragraphs as one, as the strip has them; a label is bold."""
    runs = (replace(run, bold=run.bold or each.style == "label") for each in paragraphs for run in (*each.runs, _SPACE))
    return Paragraph(tuple(runs))


def _panel(box: Box, inside: str, colors: Palette) -> str:
    bar = placed(Box(0, 0, _BAR, box.height), "", f"background:{colors.accent}")
    return placed(box, bar + inside, f"background:{colors.panel}")
