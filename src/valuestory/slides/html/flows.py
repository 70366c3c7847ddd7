"""A flow: boxes from left to right with arrows between them, and for a loop one arrow back.

What the evidence does not establish, a box or an arrow, is dashed. Drawn with borders alone: a sanitiser that takes
drawings away leaves these.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from valuestory.slides.html.colours import Palette
from valuestory.slides.html.geometry import POINTS, Box
from valuestory.slides.html.markup import em, letters, line, placed, runs_html
from valuestory.slides.slide import Flow, FlowArrow, FlowStep

_WIDTH, _GAP, _HEIGHT = 2.35, 0.80, 2.10
_WIDEST, _TOP, _INSET = 3.20, 0.15, 0.20
_LABEL, _FIGURE, _LINES = 0.22, 0.56, 1.24
_ARROW_INSET, _WORDS, _WORDS_TOP, _WORDS_HEIGHT = 0.10, 1.60, 0.22, 0.48
_BACK, _BACK_WORDS = 0.22, 0.26
_LINE, _HEAD = 2 / POINTS, 0.11
_FIGURE_SIZE, _FIGURE_CHARACTER = 32, 0.25
"""Points of a figure, and the inches that a digit of it takes."""
_LABEL_SIZE, _LABEL_CHARACTER = 14, 0.112
"""Points of a label, and the inches that one of its letters takes in bold, at most on average."""


def diagram_html(flow: Flow, area: Box, colors: Palette) -> str:
    """Return a flow at the top of an area."""
    boxes = _boxes(flow, area)
    pieces = [_step(step, box, colors, *_sizes(flow, box)) for step, box in zip(flow.steps, boxes, strict=True)]
    pieces += [_arrow(arrow, boxes[at], boxes[at + 1], colors) for at, arrow in enumerate(flow.arrows)]
    if flow.back is not None:
        pieces.append(_back(flow.back, boxes, _below(flow), colors))
    return "".join(pieces)


def _boxes(flow: Flow, area: Box) -> list[Box]:
    count, gap = len(flow.steps), _GAP / _WIDTH
    width = min(area.width / (count + gap * (count - 1)), _WIDEST)
    pitch = (area.width - width) / (count - 1) if width < _WIDEST else width * (1 + gap)
    back = _BACK + _BACK_WORDS if flow.back is not None else 0.0
    high = min(_HEIGHT, area.height - _TOP - _below(flow) - back)
    return [Box(area.left + at * pitch, area.top + _TOP, width, high) for at in range(count)]


def _below(flow: Flow) -> float:
    return _WORDS_TOP + _WORDS_HEIGHT if any(arrow.words is not None for arrow in flow.arrows) else 0.0


def _sizes(flow: Flow, box: Box) -> tuple[float, float]:
    """Return the sizes of labels and of figures, in points, at which none breaks: the same in all boxes."""
    room = box.width - 2 * _INSET
    labels = max(len(step.label.text) for step in flow.steps)
    figures = max((len(step.figure.text) for step in flow.steps if step.figure is not None), default=1)
    return (
        min(_LABEL_SIZE, _LABEL_SIZE * room / (max(labels, 1) * _LABEL_CHARACTER)),
        min(_FIGURE_SIZE, _FIGURE_SIZE * room / (max(figures, 1) * _FIGURE_CHARACTER)),
    )


def _step(step: FlowStep, box: Box, colors: Palette, label_size: float, figure_size: float) -> str:
    accent = colors.second if not step.established else colors.accent_on_panel if step.lead else colors.ink
    figure = letters(figure_size, accent, bold=True) + ";white-space:nowrap"
    parts = [(_LABEL, line(runs_html(step.label), letters(label_size, colors.second, bold=True)))]
    parts.append((_FIGURE, line(runs_html(step.figure), figure)))
    lines = "".join(
        line(runs_html(each, bold_color=colors.ink), letters(14, colors.second, after=2)) for each in step.lines
    )
    parts.append((_LINES, lines))
    inside = "".join(placed(Box(_INSET, top, box.width - 2 * _INSET, 0.5), words) for top, words in parts)
    ground = f"background:{colors.panel}" if step.established else f"border:{em(_LINE / 2)} dashed {colors.second}"
    return placed(box, inside, f"{ground};box-sizing:border-box")


def _stroke(arrow: FlowArrow, colors: Palette) -> tuple[str, str]:
    """Return an arrow's colour, and its line as CSS has borders."""
    color = colors.second if arrow.established else colors.comparison
    return color, f"{em(_LINE)} {'solid' if arrow.established else 'dashed'} {color}"


def _words(arrow: FlowArrow, box: Box, colors: Palette) -> str:
    color = colors.ink if arrow.established else colors.second
    style = letters(14, color, bold=arrow.established) + ";text-align:center;text-wrap:balance"
    return placed(box, line(runs_html(arrow.words), style)) if arrow.words is not None else ""


def _arrow(arrow: FlowArrow, start: Box, end: Box, colors: Palette) -> str:
    color, stroke = _stroke(arrow, colors)
    left, right = start.right + _ARROW_INSET, end.left - _ARROW_INSET
    middle = start.top + start.height / 2
    shaft = placed(Box(left, middle - _LINE / 2, right - left - _HEAD / 2, 0), "", f"border-top:{stroke}")
    side = f"{em(_HEAD / 2)} solid transparent"
    head = f"border-left:{em(_HEAD)} solid {color};border-top:{side};border-bottom:{side};box-sizing:border-box"
    tip = placed(Box(right - _HEAD, middle - _HEAD / 2, _HEAD, _HEAD), "", head)
    width = min(_WORDS, end.left - start.left - _ARROW_INSET)
    centre = (start.right + end.left) / 2
    words = Box(centre - width / 2, start.top + start.height + _WORDS_TOP, width, _WORDS_HEIGHT)
    return shaft + tip + _words(arrow, words, colors)


def _back(back: FlowArrow, boxes: Sequence[Box], below: float, colors: Palette) -> str:
    color, stroke = _stroke(back, colors)
    first, last = boxes[0], boxes[-1]
    left, right = first.left + first.width / 2, last.left + last.width / 2
    path = Box(left, first.top + first.height + _ARROW_INSET / 2, right - left, below + _BACK - _ARROW_INSET / 2)
    sides = f"border-left:{stroke};border-right:{stroke};border-bottom:{stroke};box-sizing:border-box"
    side = f"{em(_HEAD / 2)} solid transparent"
    head = f"border-bottom:{em(_HEAD)} solid {color};border-left:{side};border-right:{side};box-sizing:border-box"
    tip = placed(Box(left + _LINE / 2 - _HEAD / 2, path.top, _HEAD, _HEAD), "", head)
    words = replace(path, top=path.top + path.height + 0.04, height=_BACK_WORDS)
    return placed(path, "", sides) + tip + _words(back, words, colors)
