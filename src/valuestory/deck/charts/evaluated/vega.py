"""The one place that runs Vega on charts of a deck. Nothing is fetched: no address is allowed.

A chart is compiled without its rows, which Vega-Lite never looks at, and charts that differ in them alone are compiled
once: a deck shows the same chart of each region, and a chart that has no native form is drawn in the next.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from valuestory.deck.charts.evaluated.spec import Spec, compiler
from valuestory.slides.vega import vega as asked

_ALLOWED: Final[list[str]] = []
"""Addresses that data may be loaded from. Of images vl-convert asks nobody: `picture` looks for their addresses."""
_ROWS: Final = "valuestory_rows"
"""The column of the one row that stands for the rows of a chart: their number in it."""
_FORMS: Final = 128
"""How many forms of charts are remembered, of some ten thousand letters each."""


def compile_chart(spec: Spec) -> dict[str, Any]:
    """Return the Vega chart of a Vega-Lite chart."""
    tables: dict[str, list[Any]] = {}
    vega: dict[str, Any] = json.loads(_compiled(json.dumps(_without(spec, tables)), compiler(spec)))
    rows = list(tables.values())
    return vega | {"data": [_with(each, rows) for each in vega.get("data", [])]}


@lru_cache(maxsize=_FORMS)
def _compiled(form: str, version: str) -> str:
    return json.dumps(asked("vegalite_to_vega", json.loads(form), vl_version=version))


def forget_forms() -> None:
    """Compile every form of chart anew."""
    _compiled.cache_clear()


def _without(value: Any, tables: dict[str, list[Any]], key: str = "") -> Any:
    """Return a chart with a mark in the place of each list of rows; these are added to `tables`, by their JSON."""
    if isinstance(value, Mapping):
        return {name: _part(each, tables, key, name) for name, each in value.items()}
    return [_without(each, tables) for each in value] if isinstance(value, list | tuple) else value


def _part(value: Any, tables: dict[str, list[Any]], key: str, name: str) -> Any:
    if isinstance(value, list) and (key == "datasets" or (key == "data" and name == "values")):
        written = json.dumps(value)  # Vega-Lite makes one table of those that are alike
        tables.setdefault(written, value)
        return [{_ROWS: list(tables).index(written)}]
    return value if name == "usermeta" else _without(value, tables, name)


def _with(data: dict[str, Any], rows: list[list[Any]]) -> dict[str, Any]:
    """Return data of a Vega chart with its rows in the place of their mark."""
    found = data.get("values")
    if isinstance(found, list) and len(found) == 1 and isinstance(found[0], dict) and set(found[0]) == {_ROWS}:
        return data | {"values": rows[int(found[0][_ROWS])]}
    return data


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
