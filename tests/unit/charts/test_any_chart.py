"""Whatever bars, lines and points are put together: native and equal to Vega's, or the next tier with a reason."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
from hypothesis import HealthCheck, given, settings, strategies as st
from tests.unit.charts.deck_of_charts import SIZE, THEME, ChartDeck
from tests.unit.charts.oracle import differences

from valuestory.project import template_path
from valuestory.slides.chart_look import chart_config
from valuestory.slides.theme import read_theme

_ORDERS = st.sampled_from([alt.Undefined, None, "descending", ["c", "a", "b", "d"]])
_CATEGORY_AXES = st.sampled_from([alt.Undefined, None, alt.Axis(orient="top"), alt.Axis(labelAngle=-45)])
_VALUE_AXES = st.sampled_from(
    [
        alt.Undefined,
        None,
        alt.Axis(orient="right"),
        alt.Axis(format=",.1f"),
        alt.Axis(format="~s"),
        alt.Axis(grid=False),
    ]
)
_SCALES = st.sampled_from([alt.Undefined, alt.Scale(zero=False), alt.Scale(nice=False), alt.Scale(reverse=True)])
_LEGENDS = st.sampled_from([alt.Undefined, None, alt.Legend(orient="top"), alt.Legend(orient="left")])
_VALUES = st.one_of(st.none(), st.integers(-50, 5000).map(lambda number: number / 8))


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Up to four categories by up to three series, some rows missing and some values too."""
    places = [(category, series) for category in "abcd" for series in ("S1", "S2", "S3")]
    rows = draw(st.lists(st.sampled_from(places), min_size=1, max_size=9, unique=True))
    return pd.DataFrame([{"c": c, "s": s, "v": draw(_VALUES), "fact": f"{c}.{s}"} for c, s in rows]).astype(
        {"v": float}
    )


@st.composite
def charts(draw: st.DrawFn) -> Any:
    """A chart of bars (side by side, stacked, shares), lines or points, with labels or without."""
    sideways = draw(st.booleans())
    category = (alt.Y if sideways else alt.X)("c:N", sort=draw(_ORDERS), axis=draw(_CATEGORY_AXES))
    value = (alt.X if sideways else alt.Y)("v:Q", axis=draw(_VALUE_AXES), scale=draw(_SCALES))
    base = alt.Chart(draw(tables())).encode(category, value, color=alt.Color("s:N", legend=draw(_LEGENDS)))
    kind = draw(st.sampled_from(["grouped", "stacked", "shares", "line", "points"]))
    if kind == "grouped":
        offset = alt.YOffset("s:N") if sideways else alt.XOffset("s:N")
        bars = base.encode(offset)
        text = {"align": "left", "dx": 4} if sideways else {"dy": -8}
        return bars.mark_bar() + bars.mark_text(**text).encode(text="v:Q", color=alt.value("black"))
    if kind == "shares":
        return base.mark_bar().encode(value.stack("normalize"))
    return {"stacked": base.mark_bar(), "line": base.mark_line(point=True), "points": base.mark_point()}[kind]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(chart=charts())
def test_any_chart_is_native_and_right_or_the_next_tier_takes_over(chart: Any) -> None:
    """No exception, nothing unforeseen, and no native chart that differs from Vega's own drawing."""
    added = ChartDeck().add(chart, theme=THEME)
    if added.tier == "native":
        assert differences(added.shape, chart, SIZE, THEME, added.reason) == []
    else:
        assert added.reason
        assert "unforeseen" not in added.reason


def test_an_axis_at_a_side_that_is_not_its_own_is_drawn_as_vega_draws_it() -> None:
    """Vega lets a horizontal axis stand at the right, its ticks shifted; PowerPoint has no such axis."""
    rows = pd.DataFrame({"c": ["a", "b"], "v": [0.125, 2.0]})
    chart = alt.Chart(rows).mark_bar().encode(alt.Y("c:N"), alt.X("v:Q", axis=alt.Axis(orient="right")))
    added = ChartDeck().add(chart, theme=THEME)
    assert added.tier != "native"
    assert "the value axis stands right" in added.reason


def test_a_category_axis_at_a_side_not_its_own_is_drawn_as_vega_draws_it() -> None:
    """Bars that run sideways with their categories above them: PowerPoint has no such axis."""
    rows = pd.DataFrame({"c": ["a"], "s": ["S1"], "v": [0.125]})
    chart = alt.Chart(rows).mark_bar().encode(alt.Y("c:N", axis=alt.Axis(orient="top")), alt.X("v:Q"), color="s:N")
    added = ChartDeck().add(chart, theme=THEME)
    assert added.tier != "native"
    assert "the category axis stands top" in added.reason


def test_a_chart_whose_only_value_is_missing_says_so() -> None:
    """A label at no place has no bounds, so Vega makes no layout: the reason is given, not a fault of ours."""
    rows = pd.DataFrame({"c": ["a"], "s": ["S1"], "v": [None]}).astype({"v": float})
    base = alt.Chart(rows).encode(alt.X("c:N"), alt.Y("v:Q"), alt.XOffset("s:N"))
    chart = base.mark_bar().encode(color="s:N") + base.mark_text(dy=-8).encode(text="v:Q")
    spec = chart.to_dict() | {"config": chart_config(read_theme(template_path("valuestory")))}
    added = ChartDeck().add(spec, theme=THEME)
    assert added.tier == "picture"
    assert added.reason == "there is nothing to draw"
