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


def plane(across: list[Any], up: list[Any], kind: str = "quantitative", **axes: dict[str, Any]) -> Spec:
    """A line over numbers or times."""
    rows = [{"x": x, "y": y} for x, y in zip(across, up, strict=True)]
    encoding = {
        "x": {"field": "x", "type": kind, "scale": {"zero": False}, "axis": {"labelAngle": 0, **axes.get("x", {})}},
        "y": {"field": "y", "type": "quantitative", "axis": axes.get("y", {})},
    }
    return sized({"data": {"values": rows}, "mark": "line", "encoding": encoding}, 400, 250)


MONTHS = [f"2026-{month:02d}-01T00:00:00" for month in range(1, 9)]
NUMBERS = {
    "numbers": plane([0, 50], [0, 60]),
    "numbers of either sign": plane([-50, 50], [-60, 60]),
    "negative numbers": plane([-5000, -10], [-6000, -10]),
    "numbers with commas": plane([0, 90_000], [0, 20_000]),
    "money": plane([0, 50], [0, 2000], x={"format": "$,.0f"}, y={"format": "$,.0f"}),
    "shares": plane([0, 1], [0, 1], x={"format": ".0%"}, y={"format": ".0%"}),
    "trimmed numbers": plane([0, 1], [0, 1], x={"format": "~f"}, y={"format": ".3~f"}),
    "eleven at the end": plane([0, 11], [0, 11], y={"tickMinStep": 1, "tickCount": 11}),
    "wide numbers": plane([0, 50], [0, 60], x={"format": "015.2f"}),
    "numbers too near": plane([0, 50], [0, 60], y={"tickCount": 60}),
    "chosen numbers": plane([0, 50], [0, 60], x={"values": [0, 1, 2, 50]}, y={"values": [0, 1, 2, 60]}),
    "cut numbers": plane([0, 50], [0, 60], y={"labelLimit": 8}),
    "numbers to the left": plane([0, 50], [0, 60], x={"labelAlign": "left"}, y={"labelAlign": "left"}),
    "turned numbers": plane([0, 50], [0, 60], x={"labelAngle": 90}, y={"labelAngle": 45}),
    "months": plane(MONTHS, [*range(8)], "temporal", x={"format": "%b"}),
    "months with years": plane(MONTHS, [*range(8)], "temporal", x={"format": "%B %Y"}),
    "days": plane(MONTHS[:2], [0, 1], "temporal", x={"format": "%d"}),
    "axes at the far sides": plane([0, 50], [-60, 60], x={"orient": "top"}, y={"orient": "right"}),
}
CHARTS = {
    **NUMBERS,
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
    assert bool(grids) == bool(list(texts(plain, "axis-grid"))) == (name != "no grid")
    assert len(grids) == len(set(NUMBERS) & {name}) + bool(grids)


def test_a_text_is_left_out_only_where_it_surely_lies_within_its_axis() -> None:
    """Short names and titles are not measured; long, turned and wide ones are; and the grid has no axis of its own."""
    shown = {}
    for name, spec in CHARTS.items():
        asked, _ = instrument(compile_chart(spec))
        assert len(asked["axes"]) == 2
        shown[name] = sorted(set(measured(spec, "x")))
    assert shown["short names"] == shown["names at points"] == [""]
    assert shown["names longer than their bands"] == shown["turned names"] == sorted(LONG)
    assert shown["wide letters"] == ["@" * 12, "M" * 12, "W" * 12]
    assert shown["other scripts"] == sorted(("案件", "顧客", "製品"))
    assert shown["names beside their ticks"] == sorted(SHORT)


def measured(spec: Spec, scale: str) -> list[str]:
    """The texts at the ticks of a scale's axis, as Vega gets them to measure: those that are spared are empty."""
    asked, _ = instrument(compile_chart(spec))
    group = drawn(asked)
    index = next(at for at, axis in enumerate(asked["axes"]) if axis["scale"] == scale)
    axes = [node for node in group["items"] if node["role"] == "axis"]
    parts = [part for part in axes[index]["items"][0]["items"] if part["role"] == "axis-label"]
    return [item.get("text", "") for item in parts[0]["items"]]


ALL, SOME, ENDS = "all", "some", "the first and the last"


def which(texts_given: list[str]) -> str:
    """Whether all texts of an axis are measured, or two alone."""
    return {0: ALL, len(texts_given) - 2: ENDS}.get(texts_given.count(""), SOME)


def test_of_numbers_beside_a_chart_the_first_and_the_last_are_measured() -> None:
    """The others are no wider than one of these; where that is not sure, all are measured."""
    found = {name: which(measured(spec, "y")) for name, spec in NUMBERS.items()}
    assert {name for name, given in found.items() if given == ALL} == {
        *("trimmed numbers", "numbers too near", "chosen numbers", "cut numbers", "numbers to the left"),
        "turned numbers",
    }
    assert [name for name, given in found.items() if given == SOME] == ["eleven at the end"]
    assert measured(NUMBERS["eleven at the end"], "y")[-3:] == ["", "10", "11"]
    assert measured(NUMBERS["numbers with commas"], "y")[:3] == ["0", "", "20,000"]


def test_of_numbers_and_months_beneath_a_chart_the_first_and_the_last_are_measured() -> None:
    """Texts that may meet their neighbours are all measured, since Vega hides some of them; so are uneven days."""
    found = {name: which(measured(spec, "x")) for name, spec in NUMBERS.items()}
    assert {name for name, given in found.items() if given == ENDS} == {
        *("numbers", "numbers too near", "cut numbers", "eleven at the end", "axes at the far sides", "months"),
    }
    assert {*found.values()} == {ALL, ENDS}
