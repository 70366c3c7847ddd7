"""Names and labels of native charts have room: the plot gives way, type shrinks to a floor, names turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.validation import assert_valid_deck

from valuestory.deck.charts import AddedChart, add_chart
from valuestory.deck.lint.linting import lint_deck

SIZE = 14.0
LONG = "Telecommunications"
"""In Arial of 14 points 1.57 inches."""
LEVEL = {"labelAngle": 0, "labelLimit": 0, "labelFontSize": SIZE, "title": None}


def _bars(names: list[str], *, sideways: bool = False, text: str = "", color: str = "", **axis: Any) -> dict[str, Any]:
    rows = [{"name": name, "value": 10 + at, "text": text or str(at), "kind": color} for at, name in enumerate(names)]
    category = {"field": "name", "type": "nominal", "sort": None, "axis": LEVEL | axis}
    value = {"field": "value", "type": "quantitative", "axis": None}
    encoding: dict[str, Any] = {"y": category, "x": value} if sideways else {"x": category, "y": value}
    if color:
        encoding["color"] = {"field": "kind", "type": "nominal", "legend": {"title": None, "labelLimit": 0}}
    layers: list[dict[str, Any]] = [{"mark": "bar"}]
    if text:
        place = {"align": "left", "dx": 4, "baseline": "middle"} if sideways else {"baseline": "bottom", "dy": -4}
        mark = {"type": "text", "fontSize": SIZE} | place
        layers.append({"mark": mark, "encoding": {"text": {"field": "text", "type": "nominal"}}})
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": rows},
        "encoding": encoding,
        "layer": layers,
        "config": {"font": "Arial", "view": {"stroke": None}},
    }


def _beside_each_other(*charts: dict[str, Any]) -> dict[str, Any]:
    panels = [{key: chart[key] for key in ("data", "encoding", "layer")} for chart in charts]
    return {"$schema": charts[0]["$schema"], "hconcat": panels, "config": charts[0]["config"]}


CHARTS: dict[str, tuple[dict[str, Any], tuple[float, float]]] = {
    "smaller": (_bars([LONG, "Retail", "Banks", "Public"]), (5.6, 3.0)),
    "turned": (_bars([f"{LONG} {at}" for at in range(8)]), (5.6, 4.0)),
    "lines": (_bars(["Banks and insurers of all kinds", "Public bodies", "Retail"]), (5.0, 3.0)),
    "beside": (
        _bars([f"{LONG} and all the media of Europe {at}" for at in range(8)], sideways=True, labelLimit=180),
        (5.6, 3.0),
    ),
    "labels": (_bars([str(at) for at in range(12)], text="$1,234,567"), (6.5, 3.0)),
    "room enough": (_bars(["North", "South"]), (5.6, 3.0)),
    "side by side": (
        _beside_each_other(_bars(["Banks and insurers", LONG, "Retail"]), _bars(["A", "B", "C"])),
        (8.0, 4.0),
    ),
}


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, AddedChart]]:
    """A slide a chart, each in a box of so many inches."""
    deck = Presentation()
    found = {}
    for name, (spec, (width, height)) in CHARTS.items():
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        box = [round(each * 914_400) for each in (0.5, 0.5, width, height)]
        found[name] = add_chart(slide, spec, box[0], box[1], box[2], box[3], name=name, alt=name)
    path = tmp_path_factory.mktemp("fitted") / "charts.pptx"
    deck.save(str(path))
    return path, found


def _names(chart: AddedChart) -> tuple[float, int]:
    """Return the size of the names on the category axis, in points, and their angle in degrees."""
    axis = chart.shape.chart._chartSpace.find(".//{*}catAx/{*}txPr")
    return int(axis.find(".//{*}defRPr").get("sz")) / 100, int(axis.find("{*}bodyPr").get("rot")) // 60_000


def test_all_names_have_room_and_the_file_is_valid(added: tuple[Path, dict[str, AddedChart]]) -> None:
    """The rule on names, which measures the file, finds none; whole names stand in chart and workbook."""
    path, charts = added
    assert {each.tier for each in charts.values()} == {"native"}
    assert [each for each in lint_deck(path, ["category-names"]) if each.rule == "category-names"] == []
    assert f"{LONG} 7" in charts["turned"].shape.chart.plots[0].categories
    assert_valid_deck(path)


def test_a_word_wider_than_its_column_is_smaller(added: tuple[Path, dict[str, AddedChart]]) -> None:
    """A column of a quarter of 5.6 inches has 1.4 at most, the word 1.57 at 14 points, 1.4 at 12.5."""
    size, angle = _names(added[1]["smaller"])
    assert (9.8 <= size <= 12.5, angle) == (True, 0)
    assert "names on an axis are smaller" in added[1]["smaller"].reason


def test_names_for_which_the_floor_is_too_large_are_turned(added: tuple[Path, dict[str, AddedChart]]) -> None:
    """A column of 0.7 inches would need 6 points; an eighth of a turn needs 1.3 inches below the plot."""
    assert _names(added[1]["turned"]) == (SIZE, -45)
    assert added[1]["turned"].reason.endswith("names on an axis are turned")


def test_names_of_several_words_break_and_the_plot_makes_room(added: tuple[Path, dict[str, AddedChart]]) -> None:
    """Two lines and more of 14 points below a plot that Vega laid out for one."""
    assert _names(added[1]["lines"]) == (SIZE, 0)
    assert "names on an axis have room" in added[1]["lines"].reason


def test_names_beside_bars_take_the_plots_room_before_they_are_smaller(
    added: tuple[Path, dict[str, AddedChart]],
) -> None:
    """The plot keeps half of the drawing."""
    layout = added[1]["beside"].shape.chart._chartSpace.find(".//{*}plotArea/{*}layout/{*}manualLayout")
    assert float(layout.find("{*}w").get("val")) >= 0.5 - 1e-6
    assert _names(added[1]["beside"])[0] >= 9.5  # seven tenths of 14, in half points


def test_labels_wider_than_a_column_are_smaller_down_to_the_floor(added: tuple[Path, dict[str, AddedChart]]) -> None:
    """Twelve columns of half an inch; the label takes one inch at 14 points: seven tenths are as small as it gets."""
    sizes = {each.get("sz") for each in added[1]["labels"].shape.chart._chartSpace.iterfind(".//{*}dLbl//{*}defRPr")}
    sizes |= {each.get("sz") for each in added[1]["labels"].shape.chart._chartSpace.iterfind(".//{*}dLbl//{*}rPr")}
    assert sizes - {None} == {"950"}


def test_what_has_room_is_left_as_it_is(added: tuple[Path, dict[str, AddedChart]]) -> None:
    """No remark, no other size."""
    assert added[1]["room enough"].reason == ""
    assert _names(added[1]["room enough"]) == (SIZE, 0)


def test_charts_side_by_side_give_up_as_much_each(added: tuple[Path, dict[str, AddedChart]]) -> None:
    """One panel's names are too long to stand level: both panels' are turned alike, and both plots end at one line."""
    charts = [each for each in added[1]["side by side"].shape.shapes if each.has_chart]
    layouts = [each.chart._chartSpace.find(".//{*}plotArea/{*}layout/{*}manualLayout") for each in charts]
    shares = [{key: float(layout.find(f"{{*}}{key}").get("val")) for key in ("y", "h")} for layout in layouts]
    feet = [each.top + each.height * (share["y"] + share["h"]) for each, share in zip(charts, shares, strict=True)]
    axes = [each.chart._chartSpace.find(".//{*}catAx/{*}txPr") for each in charts]
    looks = [(axis.find("{*}bodyPr").get("rot"), axis.find(".//{*}defRPr").get("sz")) for axis in axes]
    assert feet[0] == pytest.approx(feet[1], abs=12_700)  # a point
    assert looks == [("-2700000", f"{SIZE * 100:.0f}")] * 2
    assert "names on an axis have room" in added[1]["side by side"].reason
