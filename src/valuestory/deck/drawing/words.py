"""How each kind of text looks: exhibit headers, takeaways, asks, bullets, source lines.

Sizes are those of a slide 7.5 inches high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from valuestory.deck.drawing.page import Page
from valuestory.deck.drawing.paragraphs import CODE_FONT, Look, Text
from valuestory.deck.template.inherit import TextStyle
from valuestory.slides.slide import Paragraph, Run
from valuestory.slides.typography.fonts import text_width

HEADER_SIZE, SOURCE_SIZE, BODY_SIZE, LEAD_SIZE, LABEL_SIZE, CODE_SIZE = 14, 10, 16, 20, 14, 14
_LIST_INDENT: Final = 0.25
_ONE_DIGIT, _TWO_DIGITS = 1.5, 2.1
"""Sizes of the type that a number in a list takes with the space behind it."""
_BETWEEN_COLUMNS, _BEFORE_EDGE = 0.15, 0.03
"""Inches between columns that tabs part, and before the right edge: a stop at the edge itself breaks the line."""
_LEAST_BODY: Final = 12
"""A placeholder whose text is smaller is meant for captions: its style is not followed."""


def header_text(page: Page, paragraph: Paragraph, font: str) -> Text:
    """Return an exhibit header: what is shown in bold, unit and period not.

    Where the author has made nothing bold, what stands before the first comma is what is shown.
    """
    look = Look(page.points(HEADER_SIZE), page.palette.second, bold_ink=page.palette.ink, font=font)
    return [(_bold_until(paragraph, ","), look)]


def _bold_until(paragraph: Paragraph, mark: str, *, including: bool = False) -> Paragraph:
    """Return a paragraph bold before the first mark (all of it without one), unless something is bold already."""
    if any(run.bold for run in paragraph.runs):
        return paragraph
    runs: list[Run] = []
    found = False
    for run in paragraph.runs:
        before, hit, after = run.text.partition(mark)
        if found or not hit or run.fact is not None:
            runs.append(replace(run, bold=not found))
            continue
        found = True
        runs += [
            replace(run, text=before + (hit if including else ""), bold=True),
            replace(run, text=("" if including else hit) + after),
        ]
    return replace(paragraph, runs=tuple(run for run in runs if run.text))


def source_text(page: Page, paragraph: Paragraph, font: str) -> Text:
    """Return a source line."""
    return [(paragraph, Look(page.points(SOURCE_SIZE), page.palette.second, font=font))]


def takeaway_text(page: Page, paragraphs: Sequence[Paragraph], font: str, width: float = 0.0) -> Text:
    """Return a takeaway: a label, the one sentence to remember, and text.

    Lines with tabs are a small table: its columns end at stops that are measured from the right edge of `width`, in
    inches.
    """
    tabbed = Look(page.points(LABEL_SIZE), page.palette.ink, after=page.points(4), font=font)
    tabbed = replace(tabbed, tabs=_stops([each for each in paragraphs if "\t" in each.text], tabbed, width))
    return [
        (paragraph, tabbed if "\t" in paragraph.text else takeaway_look(page, paragraph, font))
        for paragraph in paragraphs
    ]


def _stops(paragraphs: Sequence[Paragraph], look: Look, width: float) -> tuple[float, ...]:
    """Return where the columns of tabbed lines end: the last at the right edge, each as wide as its widest text."""
    lines = [paragraph.text.split("\t")[1:] for paragraph in paragraphs]
    count = max((len(line) for line in lines), default=0)
    stops: list[float] = []
    edge = width - _BEFORE_EDGE
    for at in reversed(range(count)):
        stops.insert(0, edge)
        texts = [line[at] for line in lines if at < len(line)]
        widest = max(text_width(each, look.size or LABEL_SIZE, bold=True, font=look.font) for each in texts)
        edge -= widest + _BETWEEN_COLUMNS
    return tuple(stops)


def line_text(page: Page, paragraphs: Sequence[Paragraph], font: str) -> Text:
    """Return a takeaway of one line: the sentence to remember, bold in the size of body text."""
    look = Look(page.points(BODY_SIZE), page.palette.ink, bold=True, font=font)
    return [(paragraph, look) for paragraph in paragraphs]


def takeaway_look(page: Page, paragraph: Paragraph, font: str) -> Look:
    """Return how a paragraph of a takeaway or of an ask's left half looks."""
    colors = page.palette
    if paragraph.style == "label":
        return Look(page.label_points(LABEL_SIZE), colors.accent, bold=True, after=page.points(8), font=font)
    if paragraph.style == "code":
        return Look(page.points(CODE_SIZE), colors.ink, bold_ink=colors.ink, after=page.points(1), font=CODE_FONT)
    if paragraph.style == "lead":
        return Look(page.points(LEAD_SIZE), colors.ink, bold=True, after=page.points(9), font=font)
    listed = {"bullet": "bullet", "number": "number"}.get(paragraph.style, "")
    indent = page.inches(_LIST_INDENT * (paragraph.level + 1)) if listed else 0.0
    return Look(
        page.points(BODY_SIZE),
        colors.second,
        bold_ink=colors.ink,
        after=page.points(9),
        marker=listed,
        indent=indent,
        hang=page.inches(_LIST_INDENT) if listed else None,
        level=paragraph.level if listed else 0,
        font=font,
    )


def strip_text(page: Page, paragraphs: Sequence[Paragraph], font: str) -> Text:
    """Return the strip below a decision: "If we decide nothing:" in the accent, the rest plain.

    A label and the text after it are joined on one line; what stands before the first colon is bold where the author
    says nothing.
    """
    look = Look(page.points(BODY_SIZE), page.palette.ink, bold_ink=page.palette.accent, after=page.points(4), font=font)
    joined: list[Paragraph] = []
    for paragraph in paragraphs:
        if joined and joined[-1].style == "label":
            label = tuple(replace(run, bold=True) for run in joined[-1].runs)
            joined[-1] = replace(paragraph, runs=(*label, Run(" "), *paragraph.runs))
        else:
            joined.append(paragraph)
    return [(_bold_label(paragraph), look) for paragraph in joined]


def _bold_label(paragraph: Paragraph) -> Paragraph:
    return _bold_until(paragraph, ":", including=True) if ":" in paragraph.text[:40] else paragraph


def bullet_text(page: Page, paragraphs: Sequence[Paragraph], styles: Sequence[TextStyle]) -> Text:
    """Return body text that follows the template's own styles; labels and leads excepted.

    `styles` are those of the placeholder by level.
    """
    numbered = [paragraph for paragraph in paragraphs if paragraph.style == "number"]
    last = max((paragraph.start for paragraph in numbered), default=0) + len(numbered) - 1
    ems = _ONE_DIGIT if last < 10 else _TWO_DIGITS
    return [(paragraph, _bullet_look(page, paragraph, styles, ems)) for paragraph in paragraphs]


def _bullet_look(page: Page, paragraph: Paragraph, styles: Sequence[TextStyle], ems: float) -> Look:
    style = styles[min(paragraph.level, len(styles) - 1)]
    if paragraph.style in ("label", "lead", "code") or style.size < page.points(_LEAST_BODY):
        return takeaway_look(page, paragraph, style.font)
    look = Look(
        style.size, None, bold=None, after=style.after, indent=style.indent, font=style.font, spacing=style.spacing
    )
    if paragraph.style == "bullet":
        return replace(look, marker="inherit", level=paragraph.level)
    if paragraph.style == "number":
        hang = max(page.inches(0.4), ems * style.size / 72)
        indent, level = hang * (paragraph.level + 1), paragraph.level
        return replace(look, marker="number", level=level, indent=indent, hang=hang, bold_ink=page.palette.accent)
    return replace(look, indent=0.0, marker="none")
