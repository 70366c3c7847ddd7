# ruff: noqa: D103
"""XY charts to try: points, bubbles, lines and steps over two axes of numbers or times; each has to be native."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
from tests.unit.charts.chart_gallery import ACCENT, BAD, GREY, INK, SECOND, frame, slide_look

XY: dict[str, Callable[[], Any]] = {}


def native(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to become native."""
    XY[make.__name__] = make
    return make


def accounts() -> pd.DataFrame:
    """Return 18 accounts: their waiting time, satisfaction, segment, size, and what ties each to a fact."""
    rows = [
        {
            "wait": round(2 + (i * 7) % 19 + i / 7, 3),
            "score": round(92 - 2.1 * ((i * 7) % 19) + (i * 5) % 7, 2),
            "segment": ["Large", "Mid", "Small"][i % 3],
            "arr": 20_000 * (1 + (i * 3) % 8),
            "name": f"Account {chr(65 + i)}",
            "fact": f"score@{i}",
        }
        for i in range(18)
    ]
    return pd.DataFrame(rows)


def hours(count: int = 36) -> pd.DataFrame:
    """Return cases an hour over a day and a half, in two queues."""
    times = pd.date_range("2026-03-02 00:00", periods=count, freq="h")
    rows = [
        {"time": time, "queue": queue, "cases": 5 + (i * (3 + j)) % 11}
        for i, time in enumerate(times)
        for j, queue in enumerate(["Chat", "Phone"])
    ]
    return pd.DataFrame(rows)


def path() -> pd.DataFrame:
    """Return a measure against another, year by year: a line that turns back."""
    return frame(
        year=list(range(2018, 2026)),
        cost=[4.1, 4.6, 5.2, 4.9, 4.4, 4.0, 3.7, 3.9],
        score=[71, 73, 72, 76, 80, 83, 82, 86],
    )


# ── points ────────────────────────────────────────────────────────────────────────────────────────────────────────
@native
def points_plain() -> Any:
    return alt.Chart(accounts()).mark_point().encode(x="wait:Q", y="score:Q")


@native
def points_by_colour() -> Any:
    return alt.Chart(accounts()).mark_circle(size=80).encode(x="wait:Q", y="score:Q", color="segment:N")


@native
def points_by_colour_and_shape() -> Any:
    return alt.Chart(accounts()).mark_point(filled=True, size=70).encode(
        x="wait:Q", y="score:Q", color="segment:N", shape="segment:N"
    )  # fmt: skip


@native
def points_by_shape() -> Any:
    return alt.Chart(accounts()).mark_point(color=ACCENT).encode(x="wait:Q", y="score:Q", shape="segment:N")


@native
def points_zoomed() -> Any:
    y = alt.Y("score:Q").scale(zero=False).title("Satisfaction, %")
    return slide_look(
        alt.Chart(accounts()).mark_circle(color=ACCENT, size=90).encode(x=alt.X("wait:Q").title("Days"), y=y)
    )


@native
def points_explicit_domain() -> Any:
    x, y = alt.X("wait:Q").scale(domain=[0, 25]), alt.Y("score:Q").scale(domain=[40, 100])
    return alt.Chart(accounts()).mark_square(color=ACCENT).encode(x=x, y=y)


@native
def points_clipped_to_a_domain() -> Any:
    x = alt.X("wait:Q").scale(domain=[5, 15])
    return alt.Chart(accounts()).mark_circle(clip=True).encode(x=x, y="score:Q")


@native
def points_continuous_colour() -> Any:
    color = alt.Color("arr:Q").scale(scheme="blues").legend(None)
    return alt.Chart(accounts()).mark_circle(size=100).encode(x="wait:Q", y="score:Q", color=color)


@native
def points_conditional_colour() -> Any:
    color = alt.condition("datum.score < 65", alt.value(BAD), alt.value(GREY))
    return slide_look(alt.Chart(accounts()).mark_circle(size=90).encode(x="wait:Q", y="score:Q", color=color))


@native
def points_conditional_colour_of_segments() -> Any:
    color = alt.condition("datum.wait > 12", "segment:N", alt.value("lightgrey"))
    return alt.Chart(accounts()).mark_circle(size=90).encode(x="wait:Q", y="score:Q", color=color)


@native
def points_own_sizes() -> Any:
    size = alt.condition("datum.score > 85", alt.value(250), alt.value(50))
    return alt.Chart(accounts()).mark_point().encode(x="wait:Q", y="score:Q", size=size)


@native
def points_translucent() -> Any:
    return alt.Chart(accounts()).mark_circle(opacity=0.4, size=200, color=ACCENT).encode(x="wait:Q", y="score:Q")


@native
def points_named() -> Any:
    base = alt.Chart(accounts().head(8)).encode(x="wait:Q", y=alt.Y("score:Q").scale(zero=False))
    text = base.mark_text(align="left", dx=7, fontSize=12, color=INK).encode(text="name:N")
    return slide_look(base.mark_circle(size=80, color=ACCENT) + text)


@native
def points_with_values() -> Any:
    base = alt.Chart(accounts().head(8)).encode(x="wait:Q", y="score:Q")
    return base.mark_circle(size=60) + base.mark_text(dy=-9).encode(text=alt.Text("score:Q", format=".1f"))


@native
def points_with_constant_lines() -> Any:
    points = alt.Chart(accounts()).mark_circle(size=80, color=ACCENT).encode(x="wait:Q", y="score:Q")
    level = (
        alt.Chart(frame(goal=[75], fact=["goal"]))
        .mark_rule(color=BAD, strokeDash=[6, 4], strokeWidth=2)
        .encode(y="goal:Q")
    )
    limit = alt.Chart(frame(limit=[10, 15], fact=["low", "high"])).mark_rule(color=SECOND).encode(x="limit:Q")
    return slide_look(points + level + limit)


@native
def points_with_mean() -> Any:
    base = alt.Chart(accounts())
    mean = base.mark_rule(color=BAD).encode(y="mean(score):Q")
    return base.mark_point().encode(x="wait:Q", y="score:Q") + mean


@native
def points_with_regression() -> Any:
    base = alt.Chart(accounts()).encode(x="wait:Q", y="score:Q")
    line = base.transform_regression("wait", "score").mark_line(color=BAD)
    return base.mark_circle(color=GREY) + line


@native
def points_with_reference_line() -> Any:
    ends = frame(x=[0, 20], y=[95, 50], x2=[20, 20], y2=[50, 50])
    rule = alt.Chart(ends.head(1)).mark_rule(color=GREY).encode(x="x:Q", y="y:Q", x2="x2:Q", y2="y2:Q")
    return alt.Chart(accounts()).mark_point().encode(x="wait:Q", y="score:Q") + rule


@native
def points_log_log() -> Any:
    data = frame(cases=[3, 12, 45, 160, 700, 2400, 9000], cost=[0.2, 0.6, 1.5, 7, 21, 60, 300])
    x, y = alt.X("cases:Q").scale(type="log", domain=[1, 10000]), alt.Y("cost:Q").scale(type="log")
    return alt.Chart(data).mark_circle(size=80).encode(x=x, y=y)


@native
def points_log_y() -> Any:
    y = alt.Y("arr:Q").scale(type="log", domain=[1000, 1000000]).axis(format="$,.0f")
    return alt.Chart(accounts()).mark_point().encode(x="wait:Q", y=y)


@native
def points_reversed() -> Any:
    x, y = alt.X("wait:Q").scale(reverse=True), alt.Y("score:Q").scale(reverse=True, zero=False)
    return alt.Chart(accounts()).mark_circle().encode(x=x, y=y)


@native
def points_axes_at_top_and_right() -> Any:
    x, y = alt.X("wait:Q").axis(orient="top"), alt.Y("score:Q").axis(orient="right")
    return alt.Chart(accounts()).mark_circle().encode(x=x, y=y)


@native
def points_without_axes() -> Any:
    return alt.Chart(accounts()).mark_circle().encode(x=alt.X("wait:Q").axis(None), y=alt.Y("score:Q").axis(None))


@native
def points_negative() -> Any:
    data = frame(x=[-3, -1.5, 0, 2, 4.5], y=[2, -4, 1, -2.5, 3.5])
    return alt.Chart(data).mark_circle(size=80).encode(x="x:Q", y="y:Q")


@native
def points_one() -> Any:
    return alt.Chart(accounts().head(1)).mark_circle().encode(x="wait:Q", y="score:Q")


@native
def points_missing_values() -> Any:
    data = accounts().assign(score=lambda table: table.score.where(table.index % 4 > 0))
    return alt.Chart(data).mark_point().encode(x="wait:Q", y="score:Q", color="segment:N")


@native
def points_binned() -> Any:
    x, y = alt.X("wait:Q").bin(maxbins=8), alt.Y("mean(score):Q")
    return alt.Chart(accounts()).mark_point(filled=True).encode(x=x, y=y)


@native
def points_over_days() -> Any:
    dates = pd.to_datetime(["2026-01-01", "2026-01-01", "2026-01-04", "2026-01-05", "2026-01-05", "2026-01-11"])
    data = frame(day=dates, hours=[4, 7, 5.5, 3, 8, 6])
    return alt.Chart(data).mark_circle(size=70).encode(x="day:T", y="hours:Q")


@native
def points_at_times_of_day() -> Any:
    times = pd.to_datetime(["2026-03-02 08:15", "2026-03-02 09:40", "2026-03-02 11:05", "2026-03-02 16:30"])
    return alt.Chart(frame(time=times, minutes=[12, 30, 8, 22])).mark_circle(size=80).encode(x="time:T", y="minutes:Q")


@native
def points_with_a_selection() -> Any:
    picked = alt.selection_interval()
    color = alt.condition(picked, "segment:N", alt.value("grey"))
    return alt.Chart(accounts()).mark_circle().encode(x="wait:Q", y="score:Q", color=color).add_params(picked)


# ── bubbles ───────────────────────────────────────────────────────────────────────────────────────────────────────
@native
def bubbles_plain() -> Any:
    return alt.Chart(accounts()).mark_circle().encode(x="wait:Q", y="score:Q", size=alt.Size("arr:Q").legend(None))


@native
def bubbles_by_colour() -> Any:
    size = alt.Size("arr:Q").scale(range=[0, 1500]).legend(None)
    return alt.Chart(accounts()).mark_circle(opacity=0.6).encode(
        x="wait:Q", y=alt.Y("score:Q").scale(domain=[30, 110]), size=size, color="segment:N"
    )  # fmt: skip


@native
def bubbles_named() -> Any:
    base = alt.Chart(accounts().head(6)).encode(x="wait:Q", y=alt.Y("score:Q").scale(domain=[40, 110]))
    size = alt.Size("arr:Q").scale(range=[0, 2000]).legend(None)
    return slide_look(
        base.mark_circle(color=ACCENT, opacity=0.5).encode(size=size)
        + base.mark_text(color=INK, fontSize=12).encode(text="name:N")
    )


@native
def bubbles_over_a_logarithmic_axis() -> Any:
    x = alt.X("arr:Q").scale(type="log", domain=[10000, 1000000])
    return alt.Chart(accounts()).mark_point(filled=True).encode(
        x=x, y="score:Q", size=alt.Size("wait:Q").legend(None), color="segment:N"
    )  # fmt: skip


@native
def sizes_not_in_proportion() -> Any:
    size = alt.Size("arr:Q").scale(range=[40, 400], zero=False).legend(None)
    return alt.Chart(accounts()).mark_circle().encode(x="wait:Q", y="score:Q", size=size)


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@native
def line_over_numbers() -> Any:
    data = frame(x=[0, 1, 2.5, 4, 7, 8], y=[1, 3, 2, 5, 4, 6])
    return alt.Chart(data).mark_line().encode(x="x:Q", y="y:Q")


@native
def lines_over_numbers() -> Any:
    rows = [
        {"week": w, "cohort": c, "left": round(100 * 0.9 ** (w * (c + 1) / 2), 3)} for w in range(13) for c in (0, 1, 2)
    ]
    return alt.Chart(pd.DataFrame(rows)).mark_line(point=True).encode(x="week:Q", y="left:Q", color="cohort:N")


@native
def lines_over_different_numbers() -> Any:
    rows = [{"x": i * (1 + j / 3), "s": f"series {j}", "y": i + j} for j in range(3) for i in range(4 + j)]
    return alt.Chart(pd.DataFrame(rows)).mark_line().encode(x="x:Q", y="y:Q", color="s:N")


@native
def line_with_a_gap() -> Any:
    data = frame(x=[0, 1, 2, 3, 4], y=[1, 3, float("nan"), 5, 4])
    return alt.Chart(data).mark_line(point=True).encode(x="x:Q", y="y:Q")


@native
def line_with_last_value() -> Any:
    base = alt.Chart(path()).encode(x=alt.X("year:Q").axis(format="d").scale(zero=False, nice=False), y="score:Q")
    last = base.transform_filter("datum.year == 2025")
    return slide_look(
        base.mark_line(color=ACCENT)
        + last.mark_circle(color=ACCENT, size=90, opacity=1)
        + last.mark_text(dy=-12, color=INK).encode(text="score:Q")
    )


@native
def connected_scatter() -> Any:
    x, y = alt.X("cost:Q").scale(zero=False), alt.Y("score:Q").scale(zero=False)
    return alt.Chart(path()).mark_line(point=True).encode(x=x, y=y, order="year:O")


@native
def connected_scatter_named() -> Any:
    x, y = alt.X("cost:Q").scale(zero=False), alt.Y("score:Q").scale(zero=False)
    base = alt.Chart(path()).encode(x=x, y=y)
    return slide_look(
        base.mark_line(color=ACCENT).encode(order="year:O")
        + base.mark_point(filled=True, color=ACCENT, opacity=1)
        + base.mark_text(dy=-10, color=INK).encode(text="year:N")
    )


@native
def connected_scatter_two() -> Any:
    data = pd.concat([path().assign(region="EMEA"), path().assign(region="AMER", cost=path().cost + 1.3)])
    x, y = alt.X("cost:Q").scale(zero=False), alt.Y("score:Q").scale(zero=False)
    return alt.Chart(data).mark_line(point=True).encode(x=x, y=y, order="year:O", color="region:N")


@native
def line_over_hours() -> Any:
    return alt.Chart(hours()).mark_line().encode(x="time:T", y="cases:Q", color="queue:N")


@native
def line_over_minutes() -> Any:
    times = pd.date_range("2026-03-02 09:00", periods=13, freq="5min")
    data = frame(time=times, open=[3, 4, 4, 6, 9, 8, 8, 7, 5, 5, 4, 6, 3])
    return alt.Chart(data).mark_line().encode(x=alt.X("time:T").axis(format="%H:%M"), y="open:Q")


@native
def lines_log() -> Any:
    rows = [{"x": x, "s": s, "y": 10 ** (x / 3) * (1 + j)} for x in range(1, 10) for j, s in enumerate("ab")]
    return alt.Chart(pd.DataFrame(rows)).mark_line().encode(x="x:Q", y=alt.Y("y:Q").scale(type="log"), color="s:N")


# ── steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@native
def step_after() -> Any:
    data = frame(x=[0, 1, 2, 4, 7], price=[3, 3, 4, 6, 5])
    return alt.Chart(data).mark_line(interpolate="step-after").encode(x="x:Q", y="price:Q")


@native
def step_before_with_points() -> Any:
    data = frame(x=[0, 1, 2, 4, 7], price=[3, 3, 4, 6, 5])
    return alt.Chart(data).mark_line(interpolate="step-before", point=True).encode(x="x:Q", y="price:Q")


@native
def step_in_the_middle() -> Any:
    rows = [{"x": x, "s": s, "y": (x * (3 + j)) % 7} for x in range(8) for j, s in enumerate(("a", "b"))]
    return alt.Chart(pd.DataFrame(rows)).mark_line(interpolate="step").encode(x="x:Q", y="y:Q", color="s:N")


@native
def step_over_days() -> Any:
    dates = pd.to_datetime(["2026-01-01", "2026-01-03", "2026-01-04", "2026-01-08", "2026-01-10"])
    return alt.Chart(frame(day=dates, seats=[10, 14, 14, 20, 18])).mark_line(interpolate="step-after").encode(
        x="day:T", y="seats:Q"
    )  # fmt: skip


@native
def step_survival() -> Any:
    data = frame(day=[0, 3, 7, 12, 18, 30], share=[1, 0.9, 0.74, 0.61, 0.44, 0.38])
    y = alt.Y("share:Q").axis(format="%").scale(domain=[0, 1]).title("Still open")
    return slide_look(alt.Chart(data).mark_line(interpolate="step-after", color=ACCENT).encode(x="day:Q", y=y))


# ── legends that PowerPoint has not ───────────────────────────────────────────────────────────────────────────────
@native
def bubbles_with_a_legend_of_sizes() -> Any:
    return alt.Chart(accounts()).mark_circle().encode(x="wait:Q", y="score:Q", size="arr:Q")


@native
def bubbles_with_two_legends() -> Any:
    size = alt.Size("arr:Q").scale(range=[0, 1200]).title("Revenue")
    return slide_look(
        alt.Chart(accounts())
        .mark_circle(opacity=0.6)
        .encode(x="wait:Q", y=alt.Y("score:Q").scale(domain=[30, 110]), size=size, color="segment:N")
    )


@native
def bubbles_in_a_table_with_a_legend() -> Any:
    data = frame(day=["Mon", "Tue", "Wed"] * 2, hour=["08:00"] * 3 + ["12:00"] * 3, cases=[10, 22, 35, 41, 50, 64])
    return alt.Chart(data).mark_circle().encode(x="hour:O", y="day:O", size="cases:Q")


@native
def points_with_a_legend_of_shades() -> Any:
    return alt.Chart(accounts()).mark_circle(size=100).encode(x="wait:Q", y="score:Q", color="arr:Q")


@native
def points_over_crowded_numbers() -> Any:
    data = accounts().assign(arr=lambda t: t.arr * 7 + 3_100_000)
    return alt.Chart(data).mark_circle().encode(x=alt.X("arr:Q").scale(zero=False), y="score:Q").properties(width=300)
