"""Each kind, axis, look and transform that is promised as native has at least three charts in the gallery that are."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from tests.unit.charts.chart_gallery import NATIVE
from tests.unit.charts.every_chart import EVERY
from tests.unit.charts.gallery_of_grids import GRIDS
from tests.unit.charts.gallery_of_pies import PIES
from tests.unit.charts.gallery_sideways import SIDEWAYS
from tests.unit.charts.gallery_xy import XY

LISTED = {name: make for name, make in EVERY.items() if name in {*NATIVE, *SIDEWAYS, *PIES, *XY, *GRIDS}}
"""Charts whose tests demand that they are native and equal to Vega's drawing."""

Layer = Mapping[str, Any]
_WRITTEN: dict[int, str] = {}
"""The JSON of each chart, by its identity: they live as long as this does."""


@cache
def specs() -> dict[str, dict[str, Any]]:
    """Return every chart as Vega-Lite."""
    made = {name: make() for name, make in LISTED.items()}
    return {name: each if isinstance(each, dict) else each.to_dict(validate=False) for name, each in made.items()}


def layers(spec: Layer, encoding: Layer | None = None) -> Iterator[dict[str, Any]]:
    """Yield every single view of a chart with its mark's type and the encoding that it inherits."""
    own = {**(encoding or {}), **spec.get("encoding", {})}
    inner = [each for key in ("layer", "hconcat", "vconcat", "concat") for each in spec.get(key, ())]
    inner += [spec["spec"]] if "spec" in spec else []
    for each in inner:
        yield from layers(each, own)
    if "mark" in spec:
        mark = spec["mark"] if isinstance(spec["mark"], dict) else {"type": spec["mark"]}
        yield {"mark": mark, "encoding": own}


def has(*types: str, **look: Any) -> Callable[[Layer], bool]:
    """Return whether a chart has a mark of a type, with a look."""

    def found(mark: Layer) -> bool:
        return mark["type"] in types and all(mark.get(name) == value for name, value in look.items())

    return lambda spec: any(found(each["mark"]) for each in layers(spec))


def channel(*names: str, **parts: Any) -> Callable[[Layer], bool]:
    """Return whether a chart has a channel whose definition has these parts (`...` for any)."""

    def found(spec: Layer) -> bool:
        definitions = [each["encoding"][name] for each in layers(spec) for name in names if name in each["encoding"]]
        return any(_holds(each, parts) for each in definitions if isinstance(each, dict))

    return found


def _holds(definition: Layer, parts: Layer) -> bool:
    return all(
        key in definition and (value is ... or definition[key] == value or _within(definition[key], value))
        for key, value in parts.items()
    )


def _within(found: Any, wanted: Any) -> bool:
    return isinstance(found, dict) and isinstance(wanted, dict) and _holds(found, wanted)


def marks(spec: Layer) -> list[str]:
    """Return the types of a chart's marks, by layer."""
    return [each["mark"]["type"] for each in layers(spec)]


def text(*words: str) -> Callable[[Layer], bool]:
    """Return whether a chart's JSON holds a word."""
    return lambda spec: any(word in _json(spec) for word in words)


def _json(spec: Layer) -> str:
    if id(spec) not in _WRITTEN:
        _WRITTEN[id(spec)] = json.dumps(spec)
    return _WRITTEN[id(spec)]


def both(*asked: Callable[[Layer], bool]) -> Callable[[Layer], bool]:
    """Return whether all of several hold."""
    return lambda spec: all(each(spec) for each in asked)


def _sideways(spec: Layer) -> bool:
    return any(each["mark"]["type"] == "bar" and _over_categories(each["encoding"]) for each in layers(spec))


def _over_categories(encoding: Layer) -> bool:
    kinds = [encoding.get(axis, {}).get("type") for axis in "xy"]
    return kinds[0] == "quantitative" and kinds[1] in ("nominal", "ordinal")


def _values(spec: Layer) -> list[float]:
    rows = [row for each in spec.get("datasets", {}).values() for row in each]
    return [value for row in rows for value in row.values() if isinstance(value, int | float)]


BAR, POINT = has("bar"), has("point", "circle", "square")
KINDS: dict[str, Callable[[Layer], bool]] = {
    "columns": both(BAR, lambda spec: not _sideways(spec)),
    "bars": _sideways,
    "grouped bars": both(BAR, channel("xOffset", "yOffset")),
    "stacked bars": both(BAR, channel("color", field=...), lambda spec: not channel("xOffset", "yOffset")(spec)),
    "normalised bars": both(BAR, channel("x", "y", stack="normalize")),
    "diverging bars": both(BAR, lambda spec: any(each < 0 for each in _values(spec))),
    "histograms": both(BAR, lambda spec: channel("x", "y", bin=...)(spec) or text('"bin": ')(spec)),
    "lines": has("line"),
    "steps": lambda spec: has("line")(spec) and text('"interpolate": "step')(spec),
    "areas": has("area"),
    "stacked areas": both(has("area"), channel("color", field=...)),
    "normalised areas": both(has("area"), channel("y", stack="normalize")),
    "banded areas": lambda spec: both(has("area"), channel("y2"))(spec) or has("errorband")(spec),
    "points": POINT,
    "bubbles": both(POINT, channel("size", field=...)),
    "pies": lambda spec: has("arc")(spec) and not text('"innerRadius"')(spec),
    "doughnuts": both(has("arc"), text('"innerRadius"')),
    "error bars": lambda spec: has("errorbar")(spec) or (has("rule")(spec) and channel("y2", "x2")(spec)),
    "bands": lambda spec: has("errorband")(spec) or both(has("area"), channel("y2"))(spec),
    "constant lines": both(has("rule"), lambda spec: len(marks(spec)) > 1),
    "bars with a line": lambda spec: {"bar", "line"} <= set(marks(spec)),
    "waterfalls": both(BAR, channel("y2", "x2", field=...)),
    "bullets": lambda spec: marks(spec).count("bar") >= 2 and "tick" in marks(spec),
    "lollipops": lambda spec: "rule" in marks(spec) and bool({"point", "circle"} & set(marks(spec))),
    "texts as labels": lambda spec: "text" in marks(spec) and len(marks(spec)) > 1,
    "a quantitative axis": channel("x", "y", type="quantitative"),
    "an ordinal axis": channel("x", "y", type="ordinal"),
    "a nominal axis": channel("x", "y", type="nominal"),
    "a temporal axis": channel("x", "y", type="temporal"),
    "sorted": channel("x", "y", "color", sort=...),
    "a domain of one's own": channel("x", "y", scale={"domain": ...}),
    "an axis without zero": channel("x", "y", scale={"zero": False}),
    "a reversed axis": channel("x", "y", scale={"reverse": True}),
    "a logarithmic axis": channel("x", "y", scale={"type": "log"}),
    "titles of axes": channel("x", "y", title=...),
    "number formats": channel("x", "y", "text", type="quantitative", format=...),
    "formats on axes": channel("x", "y", axis={"format": ...}),
    "date formats": lambda spec: channel("x", "y", type="temporal", axis={"format": ...})(spec),
    "legends": channel("color", "fill", "stroke", field=...),
    "direct labels": lambda spec: "line" in marks(spec) and "text" in marks(spec),
    "colour scales": channel("color", "fill", "stroke", scale=...),
    "conditions": text('"condition"'),
    "explicit colours": text('"color": "#', '"fill": "#', '"stroke": "#'),
    "opacity": text('"opacity"', '"fillOpacity"'),
    "aggregate": text('"aggregate"'),
    "bin": text('"bin"'),
    "time units": text('"timeUnit"'),
    "calculate": text('"calculate"'),
    "filter": text('"filter"'),
    "fold": text('"fold"'),
    "window": text('"window"'),
    "stack": text('"stack"'),
    "facets": lambda spec: bool({"row", "column", "facet"} & set(spec.get("encoding", {}))) or "facet" in spec,
    "views side by side": lambda spec: bool({"hconcat", "vconcat", "concat"} & set(spec)),
    "repeated views": lambda spec: "repeat" in spec,
    "gantts": both(BAR, channel("x2", "y2"), channel("x", "y", type="temporal")),
    "parts of a circle": lambda spec: has("arc")(spec) and channel("theta", scale={"range": ...})(spec),
    "facets with scales of their own": lambda spec: text('"independent"')(spec),
}
"""What is promised, and how it shows in a chart's Vega-Lite."""


@pytest.mark.parametrize("kind", KINDS)
def test_at_least_three_charts_of_a_kind_are_native(kind: str) -> None:
    """Three or more charts, all of which have to be native and to say what Vega draws, show it."""
    found = [name for name, spec in specs().items() if KINDS[kind](spec)]
    assert len(found) >= 3, f"{kind}: {found}"
