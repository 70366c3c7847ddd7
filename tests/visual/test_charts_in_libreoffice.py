"""Native charts as another program draws them: LibreOffice's picture of a deck held against Vega's own geometry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageColor
from tests.unit.charts.chart_gallery import NATIVE
from tests.unit.charts.deck_of_charts import SIZE, ChartDeck

from valuestory.deck.charts.evaluated.spec import sized, to_spec
from valuestory.deck.charts.evaluated.vega import compile_chart, scenegraph

CORNER = 60
"""Points (here pixels) from the slide's corner to the chart's."""
CHARTS = (
    *(
        "column_labels_hidden_axis",
        "column_highlight_condition",
        "column_grouped",
        "column_stacked",
        "column_normalised",
    ),
    *(
        "bar_plain",
        "bar_grouped_pairs",
        "bar_stacked_totals",
        "column_negative_mixed",
        "waterfall",
        "waterfall_sideways",
    ),
)


def _bars(chart: Any) -> Iterator[tuple[tuple[float, float, float, float], tuple[int, int, int]]]:
    """Yield each bar that Vega draws: its box on the slide and its colour."""
    graph = scenegraph(compile_chart(sized(to_spec(chart), *SIZE)))
    left, top = graph["origin"]
    for mark in graph["scenegraph"]["items"][0]["items"]:
        if mark["marktype"] == "rect" and mark["role"] == "mark":
            for item in mark["items"]:
                x, y = CORNER + left + item["x"], CORNER + top + item["y"]
                yield (x, y, x + item["width"], y + item["height"]), ImageColor.getrgb(item["fill"])[:3]


def _alike(one: Any, other: tuple[int, int, int]) -> bool:
    return sum(abs(a - b) for a, b in zip(one[:3], other, strict=True)) < 24


@pytest.fixture(scope="module")
def charts() -> dict[str, Any]:
    """The charts that are drawn, made once."""
    return {name: NATIVE[name]() for name in CHARTS}


def test_bars_stand_where_vega_draws_them(
    charts: dict[str, Any], render: Callable[[Path], list[Path]], tmp_path: Path
) -> None:
    """Each bar's fill reaches every corner that Vega gives it to within 4 pixels."""
    deck = ChartDeck()
    for chart in charts.values():
        assert deck.add(chart).tier == "native"
    deck.presentation.save(tmp_path / "charts.pptx")
    pictures = render(tmp_path / "charts.pptx")
    missing = [
        f"{name}: {box} {color}"
        for (name, chart), picture in zip(charts.items(), pictures, strict=True)
        for box, color in _bars(chart)
        if not _drawn(Image.open(picture).convert("RGB"), box, color)
    ]
    assert not missing, "\n".join(missing)


def _drawn(picture: Image.Image, box: tuple[float, float, float, float], color: tuple[int, int, int]) -> bool:
    left, top, right, bottom = box
    if right - left < 8 or bottom - top < 8:
        return True
    inside = [(left + 3, top + 3), (right - 4, bottom - 4), (left + 3, bottom - 4), (right - 4, top + 3)]
    return all(_alike(picture.getpixel((round(x), round(y))), color) for x, y in inside)
