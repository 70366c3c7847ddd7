"""The look and the words that charts of the current story are made with.

Chart functions take results only, as notebooks read best that way; what they must know besides, template, period,
locale and words, is the story that was opened last. One Altair theme is made from the template, so that notebook,
report and deck look alike.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt

from valuestory.metrics.periods import Period
from valuestory.project import template_path
from valuestory.slides.facts import Facts
from valuestory.slides.text import Writer
from valuestory.slides.theme import Theme, read_theme

THEME_NAME: Final = "valuestory"
_FALLBACKS: Final = "Liberation Sans, Helvetica, sans-serif"
"""Fonts of the same widths as Arial come first, for machines that lack the template's own."""
LABEL, TICK, STRONG = 14, 12, 16
"""Type sizes in points: a chart is written at 72 pixels an inch, so a pixel is a point on a slide 7.5 inches high."""


@dataclass(frozen=True)
class Look:
    """What chart functions take from the open story.

    `period` is the story's own; `writer` shows facts in its locale and currency.
    """

    theme: Theme
    writer: Writer
    period: Period

    @property
    def scale(self) -> float:
        """How much larger type is than on a slide 7.5 inches high."""
        return self.theme.height / 7.5


_CURRENT: ContextVar[Look] = ContextVar("look")


def current_look() -> Look:
    """Return the look of the story that was opened last, or the shipped template's where none was."""
    try:
        return _CURRENT.get()
    except LookupError:
        return _default_look()


def use_look(look: Look) -> None:
    """Make charts from now on in this look, Altair's own included."""
    _CURRENT.set(look)
    config = altair_config(look.theme)
    alt.theme.register(THEME_NAME, enable=True)(lambda: alt.theme.ThemeConfig(config=config))  # type: ignore[typeddict-item]


@cache
def _default_look() -> Look:
    return Look(read_theme(template_path("valuestory")), Writer(Facts()), Period.parse("2026Q2"))


def altair_config(theme: Theme) -> dict[str, Any]:
    """Return a Vega-Lite config in a template's colours, fonts and sizes."""
    font, ink, second = f"{theme.body_font}, {_FALLBACKS}", theme.ink, theme.second
    rule = theme.accents[5]
    axis = {
        "labelFont": font, "labelFontSize": LABEL, "labelColor": ink, "titleFont": font, "titleFontSize": TICK,
        "titleColor": second, "titleFontWeight": "normal", "domainColor": second, "domainWidth": 1.25, "ticks": False,
        "gridColor": rule, "gridWidth": 0.5, "labelPadding": 6,
    }  # fmt: skip
    quantitative = {"domain": False, "labelFontSize": TICK, "labelColor": second, "tickCount": 4, "title": None}
    return {
        "background": theme.ground,
        "font": font,
        "view": {"stroke": None},
        "padding": 0,
        "axis": axis,
        "axisQuantitative": quantitative,
        "axisBand": {"grid": False, "labelAngle": 0, "title": None},
        "axisPoint": {"grid": False, "labelAngle": 0, "title": None},
        "range": {"category": list(theme.accents)},
        "bar": {"color": theme.accents[0]},
        "scale": {"bandPaddingInner": 0.375, "bandPaddingOuter": 0.19},
        "line": {"color": theme.accents[0], "strokeWidth": 2.5},
        "point": {"color": theme.accents[0], "filled": True, "size": 60},
        "text": {"font": font, "fontSize": LABEL, "color": ink},
        "legend": {"labelFont": font, "labelFontSize": LABEL, "labelColor": ink, "title": None, "orient": "top"},
    }
