"""Vega-Lite to SVG at the exhibit's size, offline, in the theme's colours and fonts.

vl-convert draws it without a browser. A chart that asks for data by address is refused, not fetched: rows travel
inside the slide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Final

from valuestory.errors import StoryError
from valuestory.slides.chart_data import data_addresses
from valuestory.slides.chart_look import chart_config
from valuestory.slides.html.colours import palette
from valuestory.slides.html.svg import Drawing, clean_svg
from valuestory.slides.theme import Theme
from valuestory.slides.vega import vega

_USUAL_LIMIT: Final = 180
"""Pixels at which Vega cuts off a label where nothing is said."""
_NAMES: Final = 0.4
"""What the names of rows may take of a chart's width."""
_COMPOUND: Final = frozenset(("facet", "repeat", "concat", "hconcat", "vconcat"))
_PANELS: Final = frozenset(("row", "column", "facet"))
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SERIF: Final = re.compile(r"times|georgia|garamond|cambria|palatino|bookman|baskerville|merriweather|\bserif", re.I)


def draw_chart(
    spec: Mapping[str, Any], theme: Theme, width: float, height: float, *, ids: str = "vs", alt: str = ""
) -> Drawing:
    """Return a Vega-Lite chart as a clean SVG drawing.

    Parameters
    ----------
    spec
        A Vega-Lite dictionary with inline data. Its own width and height count; without them it fills the exhibit.
    theme
        Colours and fonts for what the spec leaves open.
    width, height
        The exhibit's size in px, 72 an inch of a slide 7.5 inches high.
    ids
        What ids inside begin with, so that two charts on a page do not meet.
    alt
        What the chart shows, for those who cannot see it.

    Raises
    ------
    StoryError
        When Vega-Lite cannot draw it, or it asks for data by address: mend the chart in its cell.
    """
    for address in data_addresses(spec):
        raise StoryError(f"a chart asks for data at {address[:120]}", do="put its rows inside it, as a DataFrame")
    ready = _sized(_drawable(spec), width, height)
    ready["config"] = _merged(_config(theme, width), ready.get("config") or {})
    if "," not in str(ready["config"]["font"]):  # one font alone is a serif one where it is missing
        ready["config"]["font"] = font_stack(str(ready["config"]["font"]))
    try:
        svg = vega("vegalite_to_svg", ready, allowed_base_urls=[])
    except ValueError as error:
        raise StoryError(f"a chart cannot be drawn: {_reason(error)}", do="mend the chart in its cell") from None
    return clean_svg(svg, ids=ids, alt=alt)


def font_stack(font: str) -> str:
    """Return a CSS font family: the template's font, then what stands for it where it is missing.

    Quotes are single, for it lands in attributes; what is no part of a font's name is dropped.
    """
    name = re.sub(r"[^\w \-]", "", font).strip() or "Arial"
    if _SERIF.search(name) and "sans" not in name.lower():
        return f"'{name}','Liberation Serif',serif"
    return f"'{name}','Liberation Sans',Arial,sans-serif"


def _drawable(value: Any) -> Any:
    """Return a spec without what no chart can hold: a NUL in a label ends the whole process in vl-convert 1.9."""
    if isinstance(value, str):
        return _NOT_TEXT.sub("", value)
    if isinstance(value, Mapping):
        return {str(key): _drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _sized(spec: Mapping[str, Any], width: float, height: float) -> dict[str, Any]:
    """Return the spec at the exhibit's size; a chart of several panels keeps its own."""
    ready = {key: value for key, value in spec.items() if key != "usermeta"}
    if _COMPOUND & set(spec) or _PANELS & set(spec.get("encoding") or {}):
        return ready
    for side, room in (("width", width), ("height", height)):
        if ready.get(side) in (None, "container"):
            ready[side] = round(room)
    if all(isinstance(ready[side], int | float) for side in ("width", "height")):
        ready.setdefault("autosize", {"type": "fit", "contains": "padding"})
    return ready


def _config(theme: Theme, width: float) -> dict[str, Any]:
    """Return the look of a chart that brings none: the template's, in colours that can be told apart on a page.

    Names of rows are cut off only where they would take more than their share of the width.
    """
    colors = palette(theme)
    own = {
        "aria": False,
        "background": "transparent",
        "text": {"color": colors.ink},
        "axis": {"gridColor": colors.rule, "domainColor": colors.second, "labelColor": colors.second},
        "axisYBand": {"labelLimit": max(_USUAL_LIMIT, round(_NAMES * width))},
        "axisQuantitative": {"labelColor": colors.second},
        "legend": {"labelColor": colors.second},
        "header": {"labelColor": colors.second},
        "range": {"category": [colors.accent, colors.comparison, *theme.accents[2:5]]},
    }
    return _merged(chart_config(theme, font=font_stack(theme.body_font)), own)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _reason(error: ValueError) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    told = [line for line in lines if not line.endswith(":")]
    return told[0][:200] if told else "Vega-Lite gives no reason"
