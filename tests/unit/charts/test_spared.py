"""What Vega is spared in an evaluation: the chart that comes back is the one that it draws of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from valuestory.deck.charts.evaluated.evaluate import evaluate
from valuestory.deck.charts.evaluated.instrument import instrument
from valuestory.deck.charts.evaluated.scene import Scene
from valuestory.deck.charts.evaluated.spec import Spec, sized
from valuestory.deck.charts.evaluated.vega import compile_chart, scenegraph

SHORT = ("EMEA", "AMER", "APAC")
LONG = ("Customers in the middle market", "Customers with more than a thousand seats", "All the others")


def chart(names: tuple[str, ...] = SHORT, mark: str = "bar", **axes: dict[str, Any]) -> Spec:
    """A chart of three numbers by name, at the size of a slide's column."""
    x = {"field": "name", "type": "nominal", "axis": {"labelAngle": 0, **axes.get("x", {})}}
    y = {"field": "value", "type": "quantitative", "title": "Cases", "axis": axes.get("y", {})}
    rows = [{"name": name, "value": 10 * at} for at, name in enumerate(names, start=1)]
    return sized({"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y}}, 400, 250)


CHARTS = {
    "short names": chart(),
    "names longer than their bands": chart(LONG),
    "turned names": chart(LONG, x={"labelAngle": -45}),
    "wide letters": chart(("M" * 12, "W" * 12, "@" * 12)),
    "other scripts": chart(("案件", "顧客", "製品")),
    "names at points": chart(mark="line"),
    "names beside their ticks": chart(x={"labelAlign": "left"}),
    "a title longer than its axis": chart(y={"title": "Cases of all customers " * 2}),
    "a level title": chart(y={"titleAngle": 0}),
    "a dashed grid": chart(y={"gridDash": [4, 4], "tickCount": 3}),
    "no grid": chart(y={"grid": False}),
}


def drawn(vega: dict[str, Any]) -> dict[str, Any]:
    """The group of a chart as Vega draws it."""
    root: dict[str, Any] = scenegraph(vega)["scenegraph"]["items"][0]
    return root


def texts(group: dict[str, Any], role: str) -> Iterator[tuple[str, float, float]]:
    """What stands at an axis, and where."""
    for node in group.get("items", []):
        for item in node.get("items", []):
            if node["role"] == role and item.get("opacity", 1):
                yield item.get("text", ""), item["x"], item["y"]
            yield from texts(item, role)


@pytest.mark.parametrize("name", CHARTS)
def test_an_axis_has_the_texts_and_the_room_that_vega_gives_it(name: str) -> None:
    """Held against the same chart, drawn without a question: the plot, and each label and title with its place."""
    plain = drawn(compile_chart(CHARTS[name]))
    scene = evaluate(CHARTS[name])
    assert isinstance(scene, Scene)
    assert scene.plot[2:] == (plain["width"], plain["height"])
    ticks = [tick for axis in scene.axes for tick in axis.ticks if tick.look.get("opacity", 1)]
    assert sorted((tick.text, tick.look["x"], tick.look["y"]) for tick in ticks) == sorted(texts(plain, "axis-label"))
    titles = [axis.parts["axis-title"].look for axis in scene.axes]
    assert sorted((each["text"], each["x"], each["y"]) for each in titles) == sorted(texts(plain, "axis-title"))
    grids = [axis for axis in scene.axes if "axis-grid" in axis.parts]
    assert len(grids) == bool(list(texts(plain, "axis-grid"))) == (name != "no grid")


def test_a_text_is_left_out_only_where_it_surely_lies_within_its_axis() -> None:
    """Short names and titles are not measured; long, turned and wide ones are; and the grid has no axis of its own."""
    shown = {}
    for name, spec in CHARTS.items():
        asked, _ = instrument(compile_chart(spec))
        labels = [text for text, _, _ in texts(drawn(asked), "axis-label")]
        shown[name] = sorted(set(labels) - set(map(str, range(0, 100, 5))))
        assert len(asked["axes"]) == 2
    assert shown["short names"] == shown["names at points"] == [""]
    assert shown["names longer than their bands"] == shown["turned names"] == sorted(LONG)
    assert shown["wide letters"] == ["@" * 12, "M" * 12, "W" * 12]
    assert shown["other scripts"] == sorted(("案件", "顧客", "製品"))
    assert shown["names beside their ticks"] == sorted(SHORT)
