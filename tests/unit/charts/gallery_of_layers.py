# ruff: noqa: D103
"""Bars in layers to try: thin in wide, highlighted parts, targets as ticks, bullets, bars across zero."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
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


@native
def ticks_on_a_log_axis() -> Any:
    data = frame(k=["a", "b", "c"], v=[300.0, 800.0, 5600.0])
    y = alt.Y("v:Q").scale(type="log", domain=[1, 10000])
    return alt.Chart(data).mark_tick(thickness=2, size=40).encode(x="k:N", y=y)


@native
def ticks_of_single_values() -> Any:
    return alt.Chart(grid()).mark_tick().encode(x="quarter:O", y=alt.Y("value:Q").scale(domain=[0, 70]))


@picture
def outlined_bars_across_zero() -> Any:
    data = frame(k=QUARTERS[:2], low=[-2.0, -1.0], high=[3.5, 4.0])
    return alt.Chart(data).mark_bar(stroke="black").encode(x="k:N", y="low:Q", y2="high:Q")


def bullets() -> Any:
    """Return four measures with ranges, what was reached and what was aimed at."""
    return frame(
        measure=["Resolved at once", "Within a day", "Satisfied", "Returning"],
        poor=[40, 50, 60, 20], fair=[60, 75, 80, 35], good=[90, 100, 95, 60],
        reached=[52.5, 81, 77, 31], target=[65, 78, 85, 40],
    )  # fmt: skip


@native
def bullet_of_ranges_over_each_other() -> Any:
    base = alt.Chart(bullets()).encode(y=alt.Y("measure:N").sort(None).title(None))
    ranges = [base.mark_bar(color=color, size=40).encode(x=alt.X(f"{name}:Q").title("%"))
              for name, color in (("good", RULE), ("fair", TINT), ("poor", GREY))]  # fmt: skip
    reached = base.mark_bar(color=ACCENT, size=14).encode(x="reached:Q")
    return slide_look(alt.layer(*ranges, reached, base.mark_tick(color=BAD, thickness=3, size=28).encode(x="target:Q")))


@native
def bullet_of_stacked_ranges() -> Any:
    base = alt.Chart(bullets()).transform_calculate(
        upto="datum.poor", then="datum.fair - datum.poor", rest="datum.good - datum.fair"
    )
    ranges = base.transform_fold(["upto", "then", "rest"], as_=["range", "width"]).mark_bar(size=44)
    scale = alt.Scale(domain=["upto", "then", "rest"], range=[GREY, TINT, RULE])
    order = alt.Order("rank:Q")
    ranks = "indexof(['upto', 'then', 'rest'], datum.range)"
    stacked = ranges.transform_calculate(rank=ranks).encode(
        y="measure:N", x=alt.X("width:Q").title("%"), color=alt.Color("range:N").scale(scale).legend(None), order=order
    )
    line = base.encode(y="measure:N")
    return alt.layer(
        stacked,
        line.mark_bar(color=ACCENT, size=16).encode(x="reached:Q"),
        line.mark_tick(color=INK, thickness=2, size=30).encode(x="target:Q"),
    )


@native
def bullet_upright_with_labels() -> Any:
    base = alt.Chart(bullets()).encode(x=alt.X("measure:N").sort(None).title(None))
    reached = base.encode(y=alt.Y("reached:Q").title("%"))
    return alt.layer(
        base.mark_bar(color=RULE, size=60).encode(y="good:Q"),
        reached.mark_bar(color=ACCENT, size=24),
        base.mark_tick(color=BAD, thickness=2, size=44).encode(y="target:Q"),
        reached.mark_text(dy=-8, fontSize=13).encode(text="reached:Q"),
    )


def steps() -> Any:
    """Return four steps of a project with their first and last days."""
    return frame(
        step=["Plan", "Build", "Try out", "Roll out"],
        start=pd.to_datetime(["2026-01-01", "2026-01-15", "2026-02-20", "2026-03-09"]),
        end=pd.to_datetime(["2026-01-20", "2026-03-01", "2026-03-12", "2026-04-01"]),
        who=["Ops", "IT", "IT", "Ops"],
    )


@native
def gantt_of_dates() -> Any:
    return alt.Chart(steps()).mark_bar(cornerRadius=4).encode(x="start:T", x2="end:T", y="step:N")


@native
def gantt_by_team() -> Any:
    y, x = alt.Y("step:N").sort(None).title(None), alt.X("start:T").title(None)
    return slide_look(alt.Chart(steps()).mark_bar(height=26).encode(x=x, x2="end:T", y=y, color="who:N"))


@native
def gantt_with_labels() -> Any:
    y = alt.Y("step:N").sort(None).title(None).axis(labels=True)
    base = alt.Chart(steps()).encode(y=y, x=alt.X("start:T").axis(format="%d %b", tickCount="week"), x2="end:T")
    words = base.mark_text(align="left", dx=6, baseline="middle").encode(text="who:N", x="end:T", x2=alt.Undefined)
    return slide_look(base.mark_bar(color=ACCENT) + words)


@native
def gantt_upright() -> Any:
    return alt.Chart(steps()).mark_bar(size=30).encode(y="start:T", y2="end:T", x="step:N")


@picture
def gantt_before_1900() -> Any:
    data = frame(t=["Build"], start=["1889-01-15"], end=["1889-03-31"])
    return alt.Chart(data).mark_bar().encode(x="start:T", x2="end:T", y="t:N")


def shifts() -> pd.DataFrame:
    """Return the shifts of three people in a week, some with a break."""
    rows = [
        *(("Ann", "2026-01-05", "2026-01-07", "IT"), ("Ann", "2026-01-08", "2026-01-10", "Ops")),
        *(("Bo", "2026-01-06", "2026-01-09", "Ops"), ("Cem", "2026-01-05", "2026-01-06", "IT")),
        *(("Cem", "2026-01-07", "2026-01-08", "IT"), ("Cem", "2026-01-09", "2026-01-11", "Ops")),
    ]
    return pd.DataFrame(rows, columns=["who", "start", "end", "team"])


@native
def gantt_of_several_spans() -> Any:
    return alt.Chart(shifts()).mark_bar().encode(x="start:T", x2="end:T", y="who:N", color="team:N")


@native
def spans_of_numbers_upright() -> Any:
    data = frame(k=["a", "a", "b", "b", "b"], low=[1.0, 4.0, 0.0, 3.0, 5.5], high=[3.0, 6.0, 2.0, 5.0, 7.0])
    return alt.Chart(data).mark_bar().encode(x=alt.X("k:N").axis(labelAngle=0), y="low:Q", y2="high:Q")


@picture
def spans_over_each_other() -> Any:
    data = frame(k=["a", "a"], low=[1.0, 2.0], high=[3.0, 6.0])
    return alt.Chart(data).mark_bar(opacity=0.5).encode(y="k:N", x="low:Q", x2="high:Q")
