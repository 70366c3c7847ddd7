"""Awkward data in every kind of chart: a readable native chart, or the next tier, and never an exception."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.charts.deck_of_charts import THEME, ChartDeck
from tests.validation import validator_errors

from valuestory.deck.charts import AddedChart

LONG = "A label that goes on and on, as those do which a system writes and nobody reads " * 3
ROWS: dict[str, list[dict[str, Any]]] = {
    "nothing": [],
    "one row": [{"k": "only", "s": "one", "v": 5, "w": 1}],
    "missing and endless": [
        {"k": str(at), "s": "s", "v": value, "w": at}
        for at, value in enumerate([1.5, None, math.nan, math.inf, -math.inf, 2])
    ],
    "mixed signs": [
        {"k": f"k{at}", "s": f"s{at % 2}", "v": value, "w": -at} for at, value in enumerate([-4, 3, 0, 1e-9])
    ],
    "equal values": [{"k": f"k{at}", "s": "s", "v": 7, "w": 7} for at in range(3)],
    "many categories": [{"k": f"category {at}", "s": "s", "v": at % 17, "w": at} for at in range(500)],
    "many series": [{"k": f"k{at % 3}", "s": f"series {at // 3}", "v": at, "w": at} for at in range(180)],
    "many scripts": [
        {"k": text, "s": text[:9], "v": at + 1, "w": at}
        for at, text in enumerate(
            ["売上高と顧客の声", "مرحبا بالعالم", "שלום", "👩‍👩‍👧 🎉", LONG, "a\nb\tc", "<b>&\"'", "=1+1", ""]
        )
    ],
    "far numbers": [
        {"k": f"k{at}", "s": "s", "v": value, "w": value} for at, value in enumerate([1e300, -1e15, 1e-300])
    ],
    "old dates": [{"k": f"{year}-06-01", "s": "s", "v": year, "w": year} for year in (1066, 1850, 1899, 2026)],
}
"""Rows by what is awkward in them; `k` and `s` are words, `v` and `w` numbers."""


def _xy(x: str, y: str, **more: Any) -> dict[str, Any]:
    kinds = {"k": "nominal", "s": "nominal", "v": "quantitative", "w": "quantitative", "t": "temporal"}
    channels = {"x": x, "y": y, **more}
    return {
        channel: {"field": "k" if field == "t" else field, "type": kinds[field]} for channel, field in channels.items()
    }


SPECS: dict[str, dict[str, Any]] = {
    "columns": {"mark": "bar", "encoding": _xy("k", "v", color="s")},
    "lines": {"mark": {"type": "line", "point": True}, "encoding": _xy("k", "v", color="s")},
    "areas": {"mark": "area", "encoding": _xy("k", "v", color="s")},
    "points": {"mark": "point", "encoding": _xy("w", "v", color="s", size="w")},
    "pie": {"mark": "arc", "encoding": {"theta": {"field": "v", "type": "quantitative"}, "color": {"field": "k"}}},
    "heatmap": {"mark": "rect", "encoding": _xy("k", "s", color="v")},
    "lines over dates": {"mark": "line", "encoding": _xy("t", "v")},
    "box plots": {"mark": "boxplot", "encoding": _xy("k", "v")},
    "labels": {"mark": "text", "encoding": _xy("w", "v", text="k")},
    "facets": {"mark": "bar", "encoding": _xy("k", "v", row="s")},
}


def _charts() -> Iterator[tuple[str, dict[str, Any]]]:
    for at, (rows, values) in enumerate(ROWS.items()):
        for number, (kind, spec) in enumerate(SPECS.items()):
            # Vega takes seconds to lay out hundreds of labels, and minutes for hundreds of panels.
            if len(values) > 100 and kind not in ("columns", "lines"):
                continue
            schema = f"https://vega.github.io/schema/vega-lite/v{5 + (at + number) % 2}.json"
            yield f"{kind} of {rows}", {"$schema": schema, "data": {"values": values}, **spec}


CHARTS = dict(_charts())


def test_each_kind_of_awkward_data_is_tried_in_both_versions() -> None:
    """Every set of rows comes as Vega-Lite 5 and 6, by turns over the kinds of charts."""
    for rows in ROWS:
        versions = {spec["$schema"][-7:-5] for name, spec in CHARTS.items() if name.endswith(f" of {rows}")}
        assert versions == {"v5", "v6"}, rows


@pytest.fixture(scope="module")
def added() -> Callable[[str], AddedChart]:
    """One deck for all charts, each added when it is first asked for."""
    deck, done = ChartDeck(), {}

    def get(name: str) -> AddedChart:
        if name not in done:
            done[name] = deck.add(CHARTS[name], theme=THEME, name=name)
        return done[name]

    get.deck = deck  # type: ignore[attr-defined]
    return get


@pytest.mark.parametrize("name", CHARTS)
def test_awkward_data_make_a_chart_all_the_same(added: Callable[[str], AddedChart], name: str) -> None:
    """Some tier takes it; a better one that did not says why in words, and nothing was unforeseen."""
    chart = added(name)
    assert "unforeseen" not in chart.reason
    assert chart.tier == "native" or chart.reason
    assert all(math.isfinite(each.value) for each in chart.points)
    assert chart.shape.width > 0
    assert chart.shape.height > 0
    (alt,) = chart.shape._element.xpath("(.//p:cNvPr)[1]/@descr")
    assert "nan" not in alt.lower().split()


def test_a_deck_of_awkward_charts_is_valid(added: Callable[[str], AddedChart], tmp_path: Path) -> None:
    """Microsoft's validator finds nothing in a deck that holds them all."""
    for name in CHARTS:
        added(name)
    path = tmp_path / "awkward.pptx"
    added.deck.presentation.save(path)  # type: ignore[attr-defined]
    assert validator_errors(path) == []
