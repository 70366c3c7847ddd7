"""The one place that runs Vega on charts of a deck. Nothing is fetched: no address is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from valuestory.deck.charts.evaluated.spec import Spec, compiler
from valuestory.slides.vega import vega as asked

_ALLOWED: Final[list[str]] = []
"""Addresses that data may be loaded from. Of images vl-convert asks nobody: `picture` looks for their addresses."""


def compile_chart(spec: Spec) -> dict[str, Any]:
    """Return the Vega chart of a Vega-Lite chart."""
    vega: dict[str, Any] = asked("vegalite_to_vega", dict(spec), vl_version=compiler(spec))
    return vega


def scenegraph(vega: Mapping[str, Any]) -> dict[str, Any]:
    """Return Vega's scenegraph of a Vega chart."""
    graph: dict[str, Any] = asked("vega_to_scenegraph", dict(vega), allowed_base_urls=_ALLOWED)
    return graph


def to_svg(vega: Mapping[str, Any]) -> str:
    """Return Vega's drawing of a Vega chart as SVG."""
    return str(asked("vega_to_svg", dict(vega), allowed_base_urls=_ALLOWED))


def to_png(vega: Mapping[str, Any], scale: float) -> bytes:
    """Return Vega's drawing of a Vega chart as PNG, so many pixels a point."""
    return bytes(asked("vega_to_png", dict(vega), scale=scale, allowed_base_urls=_ALLOWED))
