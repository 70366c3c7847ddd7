# ruff: noqa: D103
"""Bars in layers to try: thin in wide, highlighted parts, targets as ticks, bullets, bars across zero."""

from __future__ import annotations

from typing import Any

import altair as alt
from tests.unit.charts.chart_gallery import (
    ACCENT,
    BAD,
    GREY,
    INK,
    QUARTERS,
    RULE,
    TINT,
    frame,
    grid,
    native,
    picture,
    quarters,
    slide_look,
)


def goals() -> Any:
    """Return six quarters with a value, a goal and what was had before."""
    data = quarters()
    return data.assign(goal=data.value.add([3, -2, 4, 2, -3, 1]), before=data.value - 6)


@native
def bar_in_bar() -> Any:
    base = alt.Chart(goals()).encode(x="quarter:O")
    return base.mark_bar(color=RULE, size=50).encode(y="goal:Q") + base.mark_bar(color=ACCENT, size=24).encode(
        y="value:Q"
    )


@native
def bar_in_bar_sideways() -> Any:
    base = alt.Chart(goals()).encode(y=alt.Y("quarter:O").title(None))
    wide, thin = base.mark_bar(color=RULE), base.mark_bar(color=ACCENT, height=10)
    return slide_look(wide.encode(x=alt.X("goal:Q").title("Answers")) + thin.encode(x="value:Q"))


@native
def bar_with_highlighted_part() -> Any:
    base = alt.Chart(goals()).encode(x="quarter:O", y="value:Q")
    return base.mark_bar(color=TINT) + base.mark_bar(color=BAD).transform_filter("datum.value > 50")


@native
def stack_in_bar() -> Any:
    base = alt.Chart(grid()).encode(x="quarter:O")
    wide = base.mark_bar(color=RULE, size=90).encode(y=alt.Y("sum(value):Q"))
    return wide + base.mark_bar(size=40).encode(y="value:Q", color="region:N")


@native
def target_ticks_on_columns() -> Any:
    base = alt.Chart(goals()).encode(x="quarter:O")
    tick = base.mark_tick(color=BAD, thickness=2, size=60).encode(y="goal:Q")
    return base.mark_bar(color=TINT, size=44).encode(y=alt.Y("value:Q").scale(domain=[0, 70])) + tick


@native
def target_ticks_on_bars() -> Any:
    base = alt.Chart(goals()).encode(y="quarter:O")
    tick = base.mark_tick(color=INK, thickness=2, size=34).encode(x="goal:Q")
    return base.mark_bar(color=TINT, size=22).encode(x=alt.X("value:Q").scale(domain=[0, 70])) + tick


@native
def target_ticks_thick() -> Any:
    base = alt.Chart(goals()).encode(x="quarter:O")
    tick = base.mark_tick(color=BAD, thickness=4, size=60).encode(y="goal:Q")
    return slide_look(base.mark_bar(color=TINT).encode(y=alt.Y("value:Q").scale(domain=[0, 70])) + tick)


@native
def ticks_alone() -> Any:
    return alt.Chart(goals()).mark_tick(thickness=2).encode(x="quarter:O", y=alt.Y("value:Q").scale(domain=[0, 70]))


@native
def bar_in_bar_with_line_and_labels() -> Any:
    base = alt.Chart(goals()).encode(x="quarter:O")
    bars = base.mark_bar(color=RULE, size=50).encode(y="goal:Q") + base.mark_bar(color=TINT, size=24).encode(
        y="value:Q"
    )
    return slide_look(bars + base.mark_line(color=BAD, point=True).encode(y="before:Q"))


@native
def floating_bars_across_zero() -> Any:
    data = frame(k=["a", "b", "c"], low=[-2.0, 1.0, -3.0], high=[3.5, 4.0, -1.0])
    return alt.Chart(data).mark_bar(color=ACCENT).encode(x="k:N", y="low:Q", y2="high:Q")


@native
def floating_bars_across_zero_sideways() -> Any:
    data = frame(k=["a", "b", "c"], low=[-2.0, 1.0, -3.0], high=[3.5, 4.0, 1.0], kind=["up", "up", "down"])
    return alt.Chart(data).mark_bar().encode(y="k:N", x="low:Q", x2="high:Q", color="kind:N")


@native
def waterfall_across_zero() -> Any:
    data = frame(k=["a", "b"], start=[0, 3], end=[3, -2])
    return alt.Chart(data).mark_bar().encode(x="k:N", y="start:Q", y2="end:Q")


@native
def diverging_likert() -> Any:
    rows = [(q, a, s, e) for q, s0, w in (("speed", -30, 12), ("help", -22, 20), ("price", -40, 8))
            for a, s, e in (("no", s0, s0 + w), ("so so", s0 + w, w), ("yes", w, 60 + s0))]  # fmt: skip
    data = frame(question=[r[0] for r in rows], answer=[r[1] for r in rows], low=[r[2] for r in rows],
                 high=[r[3] for r in rows]).query("answer == 'so so'")  # fmt: skip
    return alt.Chart(data).mark_bar(color=GREY).encode(y="question:N", x="low:Q", x2="high:Q")


@picture
def three_layers_of_bars() -> Any:
    base = alt.Chart(goals()).encode(x="quarter:O")
    layers = [base.mark_bar(size=size).encode(y=y) for size, y in ((60, "goal:Q"), (40, "value:Q"), (20, "before:Q"))]
    return alt.layer(*layers)


@picture
def ticks_on_a_log_axis() -> Any:
    data = frame(k=["a", "b", "c"], v=[300.0, 800.0, 5600.0])
    y = alt.Y("v:Q").scale(type="log", domain=[1, 10000])
    return alt.Chart(data).mark_tick(thickness=2, size=40).encode(x="k:N", y=y)


@picture
def ticks_of_single_values() -> Any:
    return alt.Chart(grid()).mark_tick().encode(x="quarter:O", y=alt.Y("value:Q").scale(domain=[0, 70]))


@picture
def outlined_bars_across_zero() -> Any:
    data = frame(k=QUARTERS[:2], low=[-2.0, -1.0], high=[3.5, 4.0])
    return alt.Chart(data).mark_bar(stroke="black").encode(x="k:N", y="low:Q", y2="high:Q")
