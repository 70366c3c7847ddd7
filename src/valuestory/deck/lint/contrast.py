"""What can be read and told apart: text and series against what really lies behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from valuestory.deck.geometry import Box
from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck, SeenSlide
from valuestory.deck.reading.shapes import PlacedShape
from valuestory.deck.reading.texts import TextBody, Written
from valuestory.deck.template.fills import fill_in
from valuestory.deck.template.grounds import Layer, sampled
from valuestory.deck.template.shades import Scheme, scheme_of, shade_in, text_shade
from valuestory.slides.contrast import READABLE, VISIBLE, contrast, luminance

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_LARGE, _LARGE_BOLD = 18.0, 14.0
"""From these sizes on, WCAG calls text large."""
_SPARED: Final = 0.2
"""Share of the points that may be less readable: a picture has spots."""
_ROUNDING: Final = 0.05
_PLAIN_TABLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_UNSEEN: Final = 1.05
_APART: Final = 15.0
"""Steps of lightness (CIE L*) by which series must differ where nothing but colour tells them apart."""


def check_text(seen: SeenDeck) -> Found:
    """Yield texts that stand out too little from what lies behind them, each shape once, with its worst run."""
    for slide in seen.slides:
        found: dict[str, tuple[float, str]] = {}
        for text in slide.texts:
            worst = min(_faint(text, slide, seen), default=None)
            if worst is not None:
                found[text.shape] = min(worst, found.get(text.shape, worst))
        yield from ((slide.number, shape, what) for shape, (_, what) in found.items())
    for slide, placed, ground in _charts(seen):
        colors = set(_axis_text(placed.shape.chart._chartSpace, scheme_of(slide.slide)))
        for value, color in sorted((contrast(each, ground), each) for each in colors)[:1]:
            if value < READABLE - _ROUNDING:
                told = (
                    f"the text of its axes in {color} on {ground} has a contrast of {value:.1f}; it needs {READABLE:g}"
                )
                yield slide.number, placed.name, told


def _axis_text(chart: Any, scheme: Scheme) -> Iterator[str]:
    """Yield the colours of a chart's axes and legend, inherited from the chart, else the theme's text."""
    whole = chart.find(f"{_C}txPr//{_A}solidFill")
    shade = shade_in(whole, scheme) if whole is not None else None
    inherited = shade.color if shade is not None else scheme.color("tx1")
    for part in chart.iter(f"{_C}catAx", f"{_C}valAx", f"{_C}dateAx", f"{_C}legend"):
        hidden = part.find(f"{_C}delete")
        if hidden is not None and hidden.get("val", "1") in ("1", "true"):
            continue
        own = part.find(f"{_C}txPr//{_A}solidFill")
        found = shade_in(own, scheme) if own is not None else None
        color = found.color if found is not None else inherited
        if color is not None and part.find(f"{_C}tickLblPos[@val='none']") is None:
            yield color


def _faint(text: TextBody, slide: SeenSlide, seen: SeenDeck) -> Iterator[tuple[float, str]]:
    area = text.inked()
    if area is None or text.role == "footer":
        return
    layers = _beneath(text, slide, seen)
    grounds = [] if layers is None else sampled(layers, area, text.turn)
    if not grounds:
        return
    scheme = scheme_of(slide.slide)
    for words in text.paragraphs:
        for run in words.runs:
            if run.text.strip() and not _is_link(run.element):
                shade = text_shade(text.element, slide.slide.slide_layout, scheme, words.level, run.element)
                if shade is not None and shade.alpha > 0.5:
                    yield from _judged(shade.color, grounds, _least(words, seen.scale), run.text)


def _judged(color: str, grounds: Sequence[str], least: float, said: str) -> Iterator[tuple[float, str]]:
    found = sorted((contrast(color, ground), ground) for ground in grounds)
    spared = int(_SPARED * len(found)) if len(set(grounds)) > 1 else 0
    value, ground = found[spared]
    if value < least - _ROUNDING:
        yield value, f'"{said.strip()[:40]}" in {color} on {ground} has a contrast of {value:.1f}; it needs {least:g}'


def _least(words: Written, scale: float) -> float:
    sizes = [(run.size / scale, run.bold) for run in words.runs if run.text.strip()]
    return VISIBLE if all(size >= (_LARGE_BOLD if bold else _LARGE) for size, bold in sizes) else READABLE


def _is_link(run: Any) -> bool:
    return run.find(f"{_A}rPr/{_A}hlinkClick") is not None


def _beneath(text: TextBody, slide: SeenSlide, seen: SeenDeck) -> list[Layer] | None:
    """Return what lies beneath a text, its own shape's fill included; None where nobody can tell."""
    below = slide.stage.beneath(text.holder)
    if text.role != "cell":
        return below
    properties, style = text.element.find(f"{_A}tcPr"), _table_style(text.element)
    assert text.box is not None
    box = text.box
    fill = None if properties is None else fill_in(properties, scheme_of(slide.slide), slide.slide.part, box)
    if fill is None and style not in ("", _PLAIN_TABLE):
        return None  # a style that only PowerPoint knows decides
    return below if fill is None else [*below, Layer(box, fill, lambda across, down: True)]


def _table_style(cell: Any) -> str:
    table = next(cell.iterancestors(f"{_A}tbl"))
    return str(table.findtext(f"{_A}tblPr/{_A}tableStyleId") or "")


def check_series(seen: SeenDeck) -> Found:
    """Yield bars, lines and points that stand out too little from the chart's ground.

    What labels say in words need not be seen as well (Understanding WCAG 1.4.11); what has its ground's very colour is
    a help of construction.
    """
    for slide, placed, ground in _charts(seen):
        chart = placed.shape.chart._chartSpace
        if _says_values(chart):
            continue
        for name, color in _series_colors(chart, scheme_of(slide.slide)):
            value = contrast(color, ground)
            if _UNSEEN < value < VISIBLE - _ROUNDING:
                said = f'"{name}" in {color} on {ground} has a contrast of {value:.1f}; it needs {VISIBLE:g}'
                yield slide.number, placed.name, said


def check_alone(seen: SeenDeck) -> Found:
    """Yield charts whose series only a legend's colours tell apart, and whose colours are equally light."""
    for slide, placed, _ in _charts(seen):
        chart = placed.shape.chart._chartSpace
        if chart.find(f".//{_C}legend") is None or _labelled(chart) or _dashed(chart):
            continue
        colors = _series_colors(chart, scheme_of(slide.slide))
        alike = [
            f'"{one}" from "{other}"'
            for (one, first), (other, second) in pairwise(colors)
            if abs(_lightness(first) - _lightness(second)) < _APART
        ]
        if alike:
            yield slide.number, placed.name, f"only colour tells {', '.join(alike)}: they are equally light"


def _says_values(chart: Any) -> bool:
    """Whether labels in the chart say its values."""
    shown = any(each.get("val") in ("1", "true") for each in chart.iter(f"{_C}showVal"))
    return shown or any(True for label in chart.iter(f"{_C}dLbl") for _ in label.iter(f"{_A}t"))


def _labelled(chart: Any) -> bool:
    return any(each.get("val") in ("1", "true") for each in chart.iter(f"{_C}showSerName"))


def _dashed(chart: Any) -> bool:
    """Whether marks or dashes differ between the series."""
    looks = [
        tuple(each.get("val") for each in series.iter(f"{_A}prstDash", f"{_C}symbol"))
        for series in chart.iter(f"{_C}ser")
    ]
    return len(set(looks)) == len(looks) > 1


def _lightness(color: str) -> float:
    """Return how light a colour is, as CIE L* has it, from 0 to 100."""
    light = luminance(color)
    return 116 * light ** (1 / 3) - 16 if light > 216 / 24389 else light * 24389 / 27


def _charts(seen: SeenDeck) -> Iterator[tuple[SeenSlide, PlacedShape, str]]:
    """Yield charts with the colour that most of their place has."""
    for slide in seen.slides:
        for placed in slide.shapes:
            if placed.kind != "graphicFrame" or not placed.shape.has_chart or placed.box is None:
                continue
            layers = slide.stage.beneath(placed.shape._element)
            grounds = sampled(layers, _inner(placed.box))
            if grounds:
                yield slide, placed, Counter(grounds).most_common(1)[0][0]


def _inner(box: Box) -> Box:
    return Box(box.left + 0.1 * box.width, box.top + 0.1 * box.height, 0.8 * box.width, 0.8 * box.height)


def _series_colors(chart: Any, scheme: Scheme) -> list[tuple[str, str]]:
    """Return the series that are drawn, each with the colour that says what it is; unknown ones are left out."""
    found = []
    for series in chart.iter(f"{_C}ser"):
        look = series.find(f"{_C}spPr")
        name = "".join(each.text or "" for each in series.iterfind(f"{_C}tx//{_C}v"))
        color = None if look is None else _mark_color(look, scheme)
        if color is not None:
            found.append((name, color))
    return found


def _mark_color(look: Any, scheme: Scheme) -> str | None:
    """Return the colour of a series: its fill, and its outline where the fill is paler."""
    fills = [look.find(f"{_A}solidFill"), look.find(f"{_A}ln/{_A}solidFill")]
    shades = [shade_in(each, scheme) for each in fills if each is not None]
    colors = [each.color for each in shades if each is not None and each.alpha > 0.5]
    return min(colors, key=luminance, default=None)
