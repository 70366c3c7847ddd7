"""One look of charts from a template: Altair's theme in the notebook, the report's charts, and so the deck's.

A plain Vega-Lite config: whoever draws a chart lays it beneath what the chart itself says.
"""

from __future__ import annotations

from typing import Any, Final

from valuestory.slides.theme import Theme

LABEL, TICK, STRONG = 14, 12, 16
"""Type sizes in points: a chart is written at 72 pixels an inch, so a pixel is a point on a slide 7.5 inches high."""
_FALLBACKS: Final = "Liberation Sans, Helvetica, sans-serif"
"""Fonts of the same widths as Arial come first, for machines that lack the template's own."""


def chart_config(theme: Theme, *, font: str = "") -> dict[str, Any]:
    """Return a Vega-Lite config in a template's colours, fonts and sizes.

    Parameters
    ----------
    theme
        The template's theme.
    font
        The font family to name, by default the template's body font and those that stand for it.
    """
    font = font or f"{theme.body_font}, {_FALLBACKS}"
    text = {"fontSize": LABEL, "color": theme.ink}
    return (
        {
            "background": theme.ground,
            "font": font,
            "view": {"stroke": None},
            "padding": 0,
            "range": _ranges(theme),
            "scale": {"bandPaddingInner": 0.375, "bandPaddingOuter": 0.19},
            "text": text,
            "title": text | {"fontSize": STRONG, "fontWeight": "bold", "anchor": "start"},
        }
        | _guides(theme)
        | _marks(theme)
    )


def _guides(theme: Theme) -> dict[str, Any]:
    axis = {
        "labelFontSize": LABEL, "labelColor": theme.ink, "titleFontSize": TICK,
        "titleColor": theme.second, "titleFontWeight": "normal", "domainColor": theme.second, "domainWidth": 1.25,
        "ticks": False, "gridColor": theme.accents[5], "gridWidth": 0.5, "labelPadding": 6,
    }  # fmt: skip
    words = {"labelFontSize": LABEL, "labelColor": theme.ink, "title": None}
    return {
        "axis": axis,
        "axisQuantitative": {
            "domain": False,
            "labelFontSize": TICK,
            "labelColor": theme.second,
            "tickCount": 4,
            "title": None,
        },
        "axisBand": {"grid": False, "labelAngle": 0, "title": None},
        "axisPoint": {"grid": False, "labelAngle": 0, "title": None},
        "axisTemporal": {"grid": False, "title": None},
        "legend": words | {"orient": "top"},
        "header": words,
    }


def _marks(theme: Theme) -> dict[str, Any]:
    return {
        "mark": {"color": theme.accents[0]},
        "line": {"strokeWidth": 2.5},
        "point": {"filled": True, "size": 60},
        "circle": {"size": 60},
        "square": {"size": 60},
        "tick": {"color": theme.ink, "thickness": 2},
        "rule": {"color": theme.second},
        "rect": {"color": theme.accents[2]},
    }


def _ranges(theme: Theme) -> dict[str, Any]:
    """Return the colours of scales: the accents for kinds, from light to the subject's colour for amounts."""
    subject, bad = theme.accents[0], theme.accents[4]
    amounts = [towards(subject, theme.ground, share) for share in (0.85, 0.6, 0.35, 0.0)]
    sides = [bad, towards(bad, theme.ground, 0.6), towards(subject, theme.ground, 0.6), subject]
    return {
        "category": list(theme.accents),
        "ordinal": amounts,
        "ramp": amounts,
        "heatmap": amounts,
        "diverging": sides,
    }


def towards(color: str, ground: str, share: float) -> str:
    """Return a colour that is a share of the way to the ground: a tint that follows the template."""
    own, other = (tuple(int(each[i : i + 2], 16) for i in (1, 3, 5)) for each in (color, ground))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(own, other, strict=True))
