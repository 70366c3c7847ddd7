"""Key figures: a rule, what it is, the figure, its interval as a strip from zero, and the interval in words."""

from __future__ import annotations

from typing import Final

from valuestory.slides.html.colours import Palette
from valuestory.slides.html.geometry import Box, Frame
from valuestory.slides.html.markup import em, letters, line, placed, runs_html
from valuestory.slides.slide import BigNumber

_TOP: Final = 1.75
_HEIGHT: Final = 2.40
_LEAD_RULE: Final = 2.25 / 72
_RULE: Final = 1 / 72
_LABEL, _FIGURE, _STRIP, _RANGE = 0.14, 0.44, 1.66, 1.86
_RANGE_WITHOUT_STRIP: Final = 1.38
_SECOND_LINE: Final = 0.2
_LABEL_CHARACTER: Final = 0.105
"""Inches that a character of a label takes, on average, half of them bold."""

_FIGURE_CHARACTER: Final = 0.37
"""Inches that a digit of 48 points takes."""


def tiles_html(numbers: tuple[BigNumber, ...], frame: Frame, colors: Palette) -> str:
    """Return all tiles of a slide; the first leads. Strips share the scale that their numbers name."""
    of = max(3, len(numbers))
    boxes = [frame.part(index, of, _TOP, _HEIGHT) for index in range(len(numbers))]
    strips = any(has_strip(number) for number in numbers)
    down = _SECOND_LINE if any(_wraps(number, box) for number, box in zip(numbers, boxes, strict=True)) else 0.0
    range_top = down + (_RANGE if strips else _RANGE_WITHOUT_STRIP)
    tiles = [
        _tile(number, box, colors, down, range_top, lead=index == 0)
        for index, (number, box) in enumerate(zip(numbers, boxes, strict=True))
    ]
    return "".join(tiles)


def has_strip(number: BigNumber) -> bool:
    """Whether a key figure has what a strip needs: a value, an interval, and where the scale ends."""
    return None not in (number.value, number.low, number.high) and (number.scale_end or 0) > 0


def _wraps(number: BigNumber, box: Box) -> bool:
    return len(number.label.text) * _LABEL_CHARACTER > box.width


def _tile(number: BigNumber, box: Box, colors: Palette, down: float, range_top: float, *, lead: bool) -> str:
    accent = colors.accent_text if lead else colors.ink
    rule = f"{em(_LEAD_RULE)} solid {colors.accent}" if lead else f"{em(_RULE)} solid {colors.comparison}"
    size = 48 if len(number.figure.text) * _FIGURE_CHARACTER <= box.width else 32
    size = 20 if number.is_in_words else size
    parts = [
        _at(_LABEL, line(runs_html(number.label), letters(14, colors.second))),
        _at(_FIGURE + down, line(runs_html(number.figure), letters(size, accent, bold=True))),
        _at(_STRIP + down, strip_html(number, colors, lead=lead)) if has_strip(number) else "",
        _at(range_top, line(runs_html(number.range, bold_color=colors.ink), letters(14, colors.second))),
    ]
    return placed(box, "".join(parts), f"border-top:{rule};box-sizing:border-box")


def _at(top: float, inside: str) -> str:
    return f'<div style="position:absolute;left:0;right:0;top:{em(top)}">{inside}</div>'


def strip_html(number: BigNumber, colors: Palette, *, lead: bool) -> str:
    """Return the strip: an axis from zero, the interval on it, the value as a dot, a second value as a tick."""
    low, high, value = (_share(each, number) for each in (number.low, number.high, number.value))
    bar, dot = (colors.accent, colors.accent) if lead else (colors.comparison, colors.second)
    pieces = [
        _bar("0", "100%", -0.05, 0.1, colors.rule),
        f'<div style="position:absolute;left:0;top:-0.75em;width:0.1em;height:1.5em;background:{colors.second}"></div>',
        _bar(f"{low:.4g}%", f"{max(high - low, 0):.4g}%", -0.25, 0.5, bar),
        _mark(number, colors),
        f'<div style="position:absolute;left:{value:.4g}%;top:-0.54em;width:1.08em;height:1.08em;margin-left:-0.54em;'
        f'box-sizing:border-box;border:0.25em solid {dot};border-radius:50%;background:{colors.ground}"></div>',
    ]
    return f'<div style="position:relative;height:0">{"".join(pieces)}</div>'


def _mark(number: BigNumber, colors: Palette) -> str:
    if number.mark is None:
        return ""
    left = _share(number.mark, number)
    # The words are centred on the tick by a box of known width: transforms do not survive a sanitiser.
    words = line(runs_html(number.mark_label), letters(12, colors.second) + ";text-align:center;white-space:nowrap")
    side = f"left:{left:.4g}%;margin-left:-7em" if left > 18 else "left:-2em"
    return (
        f'<div style="position:absolute;left:{left:.4g}%;top:-1.3em;width:0.2em;height:1.3em;margin-left:-0.1em;'
        f'background:{colors.ink}"></div><div style="position:absolute;{side};top:-2.85em;width:14em">{words}</div>'
    )


def _bar(left: str, width: str, top: float, height: float, color: str) -> str:
    place = f"left:{left};top:{top}em;width:{width};height:{height}em"
    return f'<div style="position:absolute;{place};background:{color}"></div>'


def _share(value: float | None, number: BigNumber) -> float:
    """Return where a value stands on the strip, in percent; what lies beyond an end stands at the end."""
    return 100 * min(max((value or 0) / (number.scale_end or 1), 0), 1)
