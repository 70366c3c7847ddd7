# ruff: noqa: D103
"""Altair charts to try: every kind that must come out native, its edge cases, and kinds that must go to the next tier.

Each function returns a chart. `NATIVE` and `PICTURE` name them by what they have to become.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd

INK, SECOND, ACCENT, GREY, TINT, RULE, BAD = "#17232E", "#4A5763", "#0B5E8E", "#828D98", "#9CC3DC", "#D5DBE0", "#B5401B"
QUARTERS = ["2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2"]
REGIONS = ["EMEA", "AMER", "APAC"]

NATIVE: dict[str, Callable[[], Any]] = {}
PICTURE: dict[str, Callable[[], Any]] = {}


def native(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to become native."""
    NATIVE[make.__name__] = make
    return make


def picture(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to become a picture, for now."""
    PICTURE[make.__name__] = make
    return make


def frame(**columns: Any) -> pd.DataFrame:
    """Return a table."""
    return pd.DataFrame(columns)


def quarters() -> pd.DataFrame:
    """Return six quarters of one measure, each tied to a fact."""
    return frame(
        quarter=QUARTERS,
        value=[41.2, 44.0, 43.1, 47.9, 52.3, 58.8],
        fact=[f"answers@{each}" for each in QUARTERS],
    )


def grid(missing: bool = False) -> pd.DataFrame:
    """Return three regions over four quarters, in rows."""
    rows = [
        {
            "quarter": quarter,
            "region": region,
            "value": 10.0 + 3.5 * i + 2.25 * j * (i + 1),
            "fact": f"v@{quarter}[{region}]",
        }
        for i, quarter in enumerate(QUARTERS[:4])
        for j, region in enumerate(REGIONS)
        if not (missing and (quarter, region) == ("2025Q2", "AMER"))
    ]
    return pd.DataFrame(rows)


def days(count: int = 12, freq: str = "MS") -> pd.DataFrame:
    """Return a value a month."""
    dates = pd.date_range("2025-01-01", periods=count, freq=freq)
    return frame(date=dates, value=[20 + (i * 7) % 11 + i for i in range(count)])


def slide_look(chart: Any) -> Any:
    """Return a chart in sizes and colours fit for a slide (1 px is 1 pt)."""
    axis = {
        "labelFontSize": 14, "titleFontSize": 14, "labelColor": SECOND, "titleColor": SECOND,
        "titleFontWeight": "normal",
        "domain": False, "ticks": False, "gridColor": RULE, "gridWidth": 0.5, "labelAngle": 0,
    }  # fmt: skip
    return (
        chart.configure_axis(**axis)
        .configure_view(stroke=None)
        .configure_legend(labelFontSize=14, titleFontSize=14, labelColor=SECOND)
        .configure_text(fontSize=14, color=INK)
    )


def labelled(base: Any, **text: Any) -> Any:
    """Return bars with their values at their ends."""
    return base + base.mark_text(**text)


# ── transforms ────────────────────────────────────────────────────────────────────────────────────────────────────
def wide() -> pd.DataFrame:
    """Return two measures over six quarters, a column each."""
    return frame(
        quarter=QUARTERS, opened=[31.0, 34.5, 33.0, 38.0, 41.5, 44.0], solved=[29.0, 33.0, 35.5, 36.0, 42.0, 45.5]
    )


@native
def fold_to_lines() -> Any:
    return (
        alt.Chart(wide())
        .transform_fold(["opened", "solved"], as_=["what", "cases"])
        .mark_line(point=True)
        .encode(x="quarter:O", y=alt.Y("cases:Q").scale(zero=False), color="what:N")
    )


@native
def fold_to_grouped_columns() -> Any:
    folded = alt.Chart(wide()).transform_fold(["opened", "solved"], as_=["what", "cases"])
    return folded.mark_bar().encode(x="quarter:O", xOffset="what:N", y="cases:Q", color="what:N")


@native
def window_running_total() -> Any:
    total = alt.Chart(quarters()).transform_window(total="sum(value)", frame=[None, 0])
    return total.mark_line(point=True).encode(x="quarter:O", y="total:Q")


@native
def window_moving_mean_over_columns() -> Any:
    base = alt.Chart(quarters()).encode(x="quarter:O")
    mean = base.transform_window(mean="mean(value)", frame=[-1, 1]).mark_line(color=BAD).encode(y="mean:Q")
    return base.mark_bar(color=TINT).encode(y="value:Q") + mean


@native
def window_rank_of_the_first_three() -> Any:
    ranked = alt.Chart(quarters()).transform_window(
        rank="rank(value)", sort=[alt.SortField("value", order="descending")]
    )
    return ranked.transform_filter("datum.rank <= 3").mark_bar().encode(y=alt.Y("quarter:O").sort("-x"), x="value:Q")


# ── bars ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@native
def column_plain() -> Any:
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:N", y="value:Q")


@native
def bar_plain() -> Any:
    return alt.Chart(quarters()).mark_bar().encode(y="quarter:N", x="value:Q")


@native
def column_ordinal_titles() -> Any:
    x, y = alt.X("quarter:O").title("Quarter"), alt.Y("value:Q").title("Answers, thousands")
    return slide_look(alt.Chart(quarters()).mark_bar(color=ACCENT).encode(x=x, y=y))


@native
def column_labels_hidden_axis() -> Any:
    y = alt.Y("value:Q").axis(None)
    base = alt.Chart(quarters()).mark_bar(color=ACCENT).encode(x=alt.X("quarter:O").title(None), y=y)
    text = base.mark_text(dy=-8, fontSize=16, fontWeight="bold", color=INK).encode(
        text=alt.Text("value:Q", format=".1f")
    )
    return slide_look(base + text)


@native
def bar_labels_sorted() -> Any:
    data = frame(reason=["Login", "Billing", "Export", "Bug", "Other"], share=[0.31, 0.24, 0.185, 0.15, 0.115])
    base = alt.Chart(data).encode(
        y=alt.Y("reason:N").sort("-x").title(None),
        x=alt.X("share:Q").axis(None),
        text=alt.Text("share:Q", format=".1%"),
    )
    return slide_look(base.mark_bar(color=ACCENT, size=30) + base.mark_text(align="left", dx=5))


@native
def bar_labels_inside() -> Any:
    data = frame(reason=["Login", "Billing", "Export"], n=[3100, 2400, 1850])
    base = alt.Chart(data).encode(
        y=alt.Y("reason:N").title(None), x=alt.X("n:Q").title("Cases"), text=alt.Text("n:Q", format=",.0f")
    )
    return slide_look(
        base.mark_bar(color=ACCENT) + base.mark_text(align="right", dx=-6, color="white", fontWeight="bold")
    )


@native
def column_labels_in_the_middle() -> Any:
    base = alt.Chart(quarters()).encode(x="quarter:N", y=alt.Y("value:Q").stack("zero"), text="value:Q")
    return base.mark_bar(color=TINT) + base.mark_text(color=INK).encode(
        y=alt.Y("value:Q", bandPosition=0.5).stack("zero")
    )


@native
def column_highlight_condition() -> Any:
    color = alt.condition("datum.quarter == '2026Q2'", alt.value(ACCENT), alt.value(GREY))
    return slide_look(alt.Chart(quarters()).mark_bar().encode(x="quarter:O", y="value:Q", color=color))


@native
def column_colored_by_category() -> Any:
    color = alt.Color("quarter:N").legend(None)
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:N", y="value:Q", color=color)


@native
def column_colored_with_legend() -> Any:
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:N", y="value:Q", color="quarter:N")


@native
def column_negative_mixed() -> Any:
    data = frame(driver=["New", "Expand", "Shrink", "Lost"], value=[5.25, 2.5, -1.75, -3.0])
    base = alt.Chart(data).encode(x=alt.X("driver:N").sort(None), y="value:Q")
    color = alt.condition("datum.value < 0", alt.value(BAD), alt.value(ACCENT))
    return base.mark_bar().encode(color=color) + alt.Chart(frame(z=[0])).mark_rule(strokeWidth=1.25).encode(y="z:Q")


@native
def column_negative_labels() -> Any:
    data = frame(driver=["New", "Expand", "Shrink", "Lost"], value=[5.25, 2.5, -1.75, -3.0])
    base = alt.Chart(data).encode(x=alt.X("driver:N").sort(None), y=alt.Y("value:Q").axis(None))
    above = base.mark_text(dy=-8).transform_filter("datum.value >= 0").encode(text=alt.Text("value:Q", format="+.1f"))
    below = base.mark_text(dy=9).transform_filter("datum.value < 0").encode(text=alt.Text("value:Q", format="+.1f"))
    return base.mark_bar(color=ACCENT) + above + below


@native
def bar_all_negative() -> Any:
    return alt.Chart(frame(k=["a", "b", "c"], v=[-4, -2.5, -1])).mark_bar().encode(y="k:N", x="v:Q")


@native
def column_one_point() -> Any:
    return alt.Chart(frame(k=["only"], v=[3.5])).mark_bar().encode(x="k:N", y="v:Q")


@native
def column_all_zero() -> Any:
    data = frame(k=["a", "b"], v=[0, 0])
    return alt.Chart(data).mark_bar().encode(x="k:N", y=alt.Y("v:Q").scale(domain=[0, 10]))


@native
def column_nan() -> Any:
    data = frame(k=["a", "b", "c"], v=[1.5, float("nan"), 2.5])
    return alt.Chart(data).mark_bar().encode(x="k:N", y="v:Q")


@native
def column_40_categories() -> Any:
    data = frame(k=[f"item {i:02d}" for i in range(40)], v=[(i * 37) % 23 + 1 for i in range(40)])
    return alt.Chart(data).mark_bar().encode(x="k:N", y="v:Q")


@native
def bar_long_labels() -> Any:
    names = [
        "Customers who could not sign in after their password had expired over the weekend",
        "Questions on the invoice that was sent before the contract had been changed in the system",
        "Short",
    ]
    return slide_look(
        alt.Chart(frame(k=names, v=[5, 3, 2])).mark_bar().encode(y=alt.Y("k:N").axis(labelLimit=300), x="v:Q")
    )


@native
def column_cjk_labels() -> Any:
    data = frame(k=["東京支店", "大阪支店", "서울 지사", "上海分公司"], v=[4, 3, 2.5, 5])
    return alt.Chart(data).mark_bar().encode(x=alt.X("k:N").sort(None).title("支店"), y=alt.Y("v:Q").title("件数"))


@native
def column_awkward_texts() -> Any:
    data = frame(k=["=1+1", "+cmd", "-x", "@y", "<b>&\"'", "a, b; c"], v=[1, 2, 3, 4, 5, 6])
    return alt.Chart(data).mark_bar().encode(x=alt.X("k:N").sort(None), y="v:Q")


@native
def column_field_names_with_dots() -> Any:
    data = pd.DataFrame({"a.b": ["x", "y"], "v[0]": [1, 2]})
    return alt.Chart(data).mark_bar().encode(x=r"a\.b:N", y=r"v\[0\]:Q")


@native
def column_reversed_sort() -> Any:
    return alt.Chart(quarters()).mark_bar().encode(x=alt.X("quarter:N").sort("descending"), y="value:Q")


@native
def column_explicit_order() -> Any:
    return alt.Chart(quarters()).mark_bar().encode(x=alt.X("quarter:N").sort(QUARTERS[::-1]), y="value:Q")


@native
def column_percent_axis() -> Any:
    data = frame(k=["a", "b", "c"], v=[0.12, 0.34, 0.87])
    y = alt.Y("v:Q").axis(format="%").scale(domain=[0, 1]).title("Share")
    return slide_look(alt.Chart(data).mark_bar().encode(x="k:N", y=y))


@native
def column_money_axis() -> Any:
    data = frame(k=["a", "b", "c"], v=[1200.5, 3400.25, 2750])
    return alt.Chart(data).mark_bar().encode(x="k:N", y=alt.Y("v:Q").axis(format="$,.1f"))


@native
def column_si_axis() -> Any:
    data = frame(k=["a", "b", "c"], v=[1_200_000, 3_400_000, 2_750_000])
    return alt.Chart(data).mark_bar().encode(x="k:N", y=alt.Y("v:Q").axis(format="~s"))


@native
def column_million_labels() -> Any:
    data = frame(k=["a", "b", "c"], v=[1_200_000, 3_400_000, 2_750_000])
    base = alt.Chart(data).encode(x="k:N", y=alt.Y("v:Q").axis(None))
    words = "'$' + format(datum.v / 1e6, '.1f') + 'M'"
    return base.mark_bar() + base.transform_calculate(t=words).mark_text(baseline="bottom", dy=-2).encode(text="t:N")


@native
def column_custom_texts() -> Any:
    data = quarters().assign(words=["low", "", "+3 pts", "=SUM(A1)", "high\nest", "58.8 ▲"])
    base = alt.Chart(data).encode(x="quarter:N", y="value:Q")
    return base.mark_bar() + base.mark_text(dy=-8).encode(text="words:N")


@native
def column_outlined_prior_year() -> Any:
    data = frame(k=["a", "a", "b", "b"], year=["PY", "AC", "PY", "AC"], v=[3, 4, 5, 4.5])
    base = alt.Chart(data).encode(
        x=alt.X("k:N").title(None),
        xOffset=alt.XOffset("year:N").sort(["PY", "AC"]),
        y=alt.Y("v:Q").axis(None),
        color=alt.Color("year:N").scale(domain=["PY", "AC"], range=[RULE, ACCENT]).legend(None),
        stroke=alt.condition("datum.year == 'PY'", alt.value(GREY), alt.value(ACCENT)),
    )
    return slide_look(base.mark_bar(strokeWidth=0.75) + base.mark_text(dy=-8, stroke=None, color=INK).encode(
        text=alt.Text("v:Q", format=".1f"), color=alt.value(INK), stroke=alt.value(None)
    ))  # fmt: skip


@native
def column_aggregated() -> Any:
    return alt.Chart(grid()).mark_bar().encode(x="quarter:N", y="sum(value):Q")


@native
def column_calculated_filtered() -> Any:
    return (
        alt.Chart(grid())
        .transform_filter("datum.region != 'APAC'")
        .transform_calculate(double="datum.value * 2")
        .mark_bar()
        .encode(x="quarter:N", y="mean(double):Q")
    )


@native
def column_domain_with_headroom() -> Any:
    y = alt.Y("value:Q").scale(domain=[0, 87])
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:N", y=y)


@native
def column_translucent() -> Any:
    return alt.Chart(quarters()).mark_bar(opacity=0.5, color="steelblue").encode(x="quarter:N", y="value:Q")


@native
def column_temporal_ordinal_quarters() -> Any:
    return alt.Chart(days(12)).mark_bar().encode(x="yearquarter(date):O", y="sum(value):Q")


def bridge() -> pd.DataFrame:
    """Return a waterfall from revenue to what is left."""
    rows = [("Revenue", 0, 420, "total"), ("Retained", 420, 506, "gain"), ("Avoided", 506, 560, "gain"),
            ("Cost", 560, 410, "loss"), ("Left", 0, 410, "total")]  # fmt: skip
    data = pd.DataFrame(rows, columns=["step", "start", "end", "kind"])
    return data.assign(change=data.end - data.start, fact=[f"bridge.{i}" for i in range(5)])


@native
def waterfall() -> Any:
    base = alt.Chart(bridge()).encode(x=alt.X("step:N").sort(None).title(None))
    bars = base.mark_bar().encode(
        y=alt.Y("start:Q").axis(None).scale(domain=[0, 600]),
        y2="end:Q",
        color=alt.Color("kind:N").scale(domain=["total", "gain", "loss"], range=[ACCENT, TINT, GREY]).legend(None),
    )
    top = base.transform_calculate(top="max(datum.start, datum.end)")
    return slide_look(
        bars + top.mark_text(dy=-9).encode(y=alt.Y("top:Q").axis(None), text=alt.Text("change:Q", format="+.0f"))
    )


@native
def waterfall_with_legend() -> Any:
    bars = alt.Chart(bridge()).mark_bar().encode(x=alt.X("step:N").sort(None), y="start:Q", y2="end:Q", color="kind:N")
    return slide_look(bars)


@native
def waterfall_sideways() -> Any:
    base = alt.Chart(bridge()).encode(y=alt.Y("step:N").sort(None).title(None))
    bars = base.mark_bar(color=ACCENT).encode(x=alt.X("start:Q").axis(None).scale(domain=[0, 620]), x2="end:Q")
    end = base.transform_calculate(top="max(datum.start, datum.end)").mark_text(align="left", dx=5)
    return slide_look(bars + end.encode(x=alt.X("top:Q").axis(None), text=alt.Text("change:Q", format="+.0f")))


@native
def range_bars() -> Any:
    data = frame(k=["a", "b", "c"], low=[1.2, 2.5, 0.5], high=[3.4, 4.5, 2.5])
    return alt.Chart(data).mark_bar(size=20).encode(y="k:N", x="low:Q", x2="high:Q")


@native
def column_own_title() -> Any:
    return alt.Chart(quarters(), title="Answers reached").mark_bar().encode(x="quarter:N", y="value:Q")


@native
def column_target_rule() -> Any:
    rule = alt.Chart(frame(target=[50])).mark_rule(color=BAD, strokeDash=[6, 4], strokeWidth=2).encode(y="target:Q")
    return alt.Chart(quarters()).mark_bar(color=ACCENT).encode(x="quarter:O", y="value:Q") + rule


# ── grouped and stacked ───────────────────────────────────────────────────────────────────────────────────────────
@native
def column_grouped() -> Any:
    return alt.Chart(grid()).mark_bar().encode(x="quarter:N", xOffset="region:N", y="value:Q", color="region:N")


@native
def bar_grouped() -> Any:
    return alt.Chart(grid()).mark_bar().encode(y="quarter:N", yOffset="region:N", x="value:Q", color="region:N")


@native
def column_grouped_missing() -> Any:
    return (
        alt.Chart(grid(missing=True))
        .mark_bar()
        .encode(x="quarter:N", xOffset="region:N", y="value:Q", color="region:N")
    )


@native
def column_grouped_labels() -> Any:
    base = alt.Chart(grid()).encode(
        x=alt.X("quarter:N").title(None), xOffset="region:N", y=alt.Y("value:Q").axis(None), color="region:N"
    )
    text = base.mark_text(dy=-7, fontSize=11).encode(text=alt.Text("value:Q", format=".0f"), color=alt.value(INK))
    return slide_look(base.mark_bar() + text)


@native
def bar_grouped_pairs() -> Any:
    data = grid().query("region != 'APAC'")
    base = alt.Chart(data).encode(
        y=alt.Y("quarter:N").title(None),
        yOffset=alt.YOffset("region:N").sort(["EMEA", "AMER"]),
        x=alt.X("value:Q").axis(None),
        color=alt.Color("region:N").scale(domain=["EMEA", "AMER"], range=[GREY, ACCENT]).legend(None),
        text=alt.Text("value:Q", format=".1f"),
    )
    return slide_look(base.mark_bar() + base.mark_text(align="left", dx=4).encode(color=alt.value(INK)))


@native
def column_stacked() -> Any:
    return alt.Chart(grid()).mark_bar().encode(x="quarter:N", y="value:Q", color="region:N")


@native
def bar_stacked() -> Any:
    return alt.Chart(grid()).mark_bar().encode(y="quarter:N", x="value:Q", color="region:N")


@native
def column_stacked_ordered() -> Any:
    color = alt.Color("region:N").sort(REGIONS).scale(domain=REGIONS, range=[ACCENT, TINT, GREY])
    return (
        alt.Chart(grid())
        .mark_bar()
        .encode(x="quarter:N", y="value:Q", color=color, order="rank:Q")
        .transform_calculate(rank="indexof(['EMEA', 'AMER', 'APAC'], datum.region)")
    )


@native
def column_stacked_labels_and_totals() -> Any:
    order = alt.Order("region:N").sort("descending")
    base = alt.Chart(grid()).encode(x=alt.X("quarter:N").title(None))
    y = alt.Y("value:Q").axis(None).scale(domain=[0, 90])
    bars = base.mark_bar().encode(y=y, color=alt.Color("region:N").scale(range=[ACCENT, TINT, GREY]), order=order)
    middle = base.mark_text().encode(
        y=alt.Y("value:Q", bandPosition=0.5).stack("zero").axis(None),
        detail="region:N",
        order=order,
        text=alt.Text("value:Q", format=".0f"),
        color=alt.condition("datum.region == 'AMER'", alt.value("white"), alt.value(INK)),
    )
    totals = base.mark_text(dy=-9, fontWeight="bold").encode(
        y=alt.Y("sum(value):Q").axis(None), text=alt.Text("sum(value):Q", format=".1f")
    )
    return slide_look(bars + middle + totals)


@native
def bar_stacked_totals() -> Any:
    base = alt.Chart(grid()).encode(y=alt.Y("quarter:N").title(None))
    bars = base.mark_bar().encode(
        x=alt.X("value:Q").axis(None).scale(domain=[0, 100]), color=alt.Color("region:N").legend(None)
    )
    total = base.mark_text(align="left", dx=5).encode(
        x=alt.X("sum(value):Q").axis(None), text=alt.Text("sum(value):Q", format=".1f")
    )
    return slide_look(bars + total)


@native
def column_normalised() -> Any:
    y = alt.Y("value:Q").stack("normalize").axis(format="%").title("Share of cases")
    return alt.Chart(grid()).mark_bar().encode(x="quarter:N", y=y, color="region:N")


@native
def bar_normalised() -> Any:
    return alt.Chart(grid()).mark_bar().encode(y="quarter:N", x=alt.X("value:Q").stack("normalize"), color="region:N")


@native
def bar_normalised_labels() -> Any:
    base = alt.Chart(grid().assign(words=lambda table: table.value.round(0).astype(str))).encode(
        y=alt.Y("quarter:N").title(None), detail="region:N", order=alt.Order("region:N")
    )
    bars = base.mark_bar(size=30).encode(x=alt.X("value:Q").stack("normalize").axis(None), color="region:N")
    x = alt.X("value:Q", bandPosition=0.5).stack("normalize").axis(None)
    return slide_look(bars + base.mark_text(color="white").encode(x=x, text="words:N"))


@native
def column_single_series_stacked() -> Any:
    data = grid().query("region == 'EMEA'")
    return alt.Chart(data).mark_bar().encode(x="quarter:N", y=alt.Y("value:Q").stack("zero"), color="region:N")


@native
def column_stacked_mixed_signs() -> Any:
    rows = [("a", "up", 4), ("a", "more", 2), ("a", "down", -3), ("b", "up", 1), ("b", "more", 2.5), ("b", "down", -1)]
    data = pd.DataFrame(rows, columns=["k", "s", "v"])
    return alt.Chart(data).mark_bar().encode(x="k:N", y="v:Q", color="s:N")


@native
def bar_diverging() -> Any:
    rows = [("a", "agree", 4), ("a", "disagree", -3), ("b", "agree", 1), ("b", "disagree", -2)]
    data = pd.DataFrame(rows, columns=["k", "s", "v"])
    return alt.Chart(data).mark_bar().encode(y="k:N", x="v:Q", color="s:N")


@native
def column_legend_on_top() -> Any:
    color = alt.Color("region:N").legend(orient="top", title=None)
    return slide_look(alt.Chart(grid()).mark_bar().encode(x="quarter:N", y="value:Q", color=color))


@native
def column_legend_with_unused_entry() -> Any:
    color = alt.Color("region:N").scale(domain=["EMEA", "AMER", "APAC", "Other"], range=[ACCENT, TINT, GREY, RULE])
    return alt.Chart(grid()).mark_bar().encode(x="quarter:N", y="value:Q", color=color)


# ── lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@native
def line_stacked() -> Any:
    return alt.Chart(grid()).mark_line().encode(x="quarter:O", y=alt.Y("value:Q").stack("zero"), color="region:N")


@native
def line_plain() -> Any:
    return alt.Chart(quarters()).mark_line().encode(x="quarter:O", y="value:Q")


@native
def line_several() -> Any:
    return alt.Chart(grid()).mark_line().encode(x="quarter:O", y="value:Q", color="region:N")


@native
def line_with_points() -> Any:
    return alt.Chart(grid()).mark_line(point=True).encode(x="quarter:O", y="value:Q", color="region:N")


@native
def line_last_point_and_label() -> Any:
    x = alt.X("quarter:O").title(None).scale(padding=0.3)
    base = alt.Chart(grid()).encode(x=x, y=alt.Y("value:Q").scale(zero=False), color=alt.Color("region:N").legend(None))
    last = base.transform_filter("datum.quarter == '2025Q4'")
    words = last.transform_calculate(t="datum.region + ' ' + format(datum.value, '.1f')")
    return slide_look(
        base.mark_line(strokeWidth=2.5)
        + last.mark_point(filled=True, size=80)
        + words.mark_text(align="left", dx=8).encode(text="t:N")
    )


@native
def line_temporal_months() -> Any:
    return alt.Chart(days(12)).mark_line().encode(x="date:T", y="value:Q")


@native
def line_temporal_format() -> Any:
    x = alt.X("date:T").axis(format="%b %Y").title(None)
    return slide_look(alt.Chart(days(18)).mark_line(color=ACCENT).encode(x=x, y="value:Q"))


@native
def line_temporal_yearquarter() -> Any:
    return alt.Chart(days(24)).mark_line().encode(x="yearquarter(date):T", y="sum(value):Q")


@native
def line_temporal_quarter_format() -> Any:
    x = alt.X("date:T").axis(format="Q%q %Y")
    return alt.Chart(days(8, "QS")).mark_line().encode(x=x, y="value:Q")


@native
def line_temporal_years() -> Any:
    return alt.Chart(days(6, "YS")).mark_line(point=True).encode(x="year(date):T", y="value:Q")


@native
def line_daily() -> Any:
    return alt.Chart(days(90, "D")).mark_line().encode(x="date:T", y="value:Q")


@native
def line_nan_gap() -> Any:
    data = quarters().assign(value=[1.5, 2.5, float("nan"), 3, 2, 4])
    return alt.Chart(data).mark_line(point=True).encode(x="quarter:O", y="value:Q")


@native
def line_missing_row_bridged() -> Any:
    return alt.Chart(grid(missing=True)).mark_line().encode(x="quarter:O", y="value:Q", color="region:N")


@native
def line_starts_late() -> Any:
    data = grid().query("not (region == 'APAC' and quarter < '2025Q3')")
    return alt.Chart(data).mark_line().encode(x="quarter:O", y="value:Q", color="region:N")


@native
def line_one_point() -> Any:
    return alt.Chart(quarters().head(1)).mark_line(point=True).encode(x="quarter:O", y="value:Q")


@native
def line_zoomed_domain() -> Any:
    y = alt.Y("value:Q").scale(domain=[38.5, 61], nice=False)
    return alt.Chart(quarters()).mark_line().encode(x="quarter:O", y=y)


@native
def line_dashed_with_legend() -> Any:
    dash = alt.StrokeDash("region:N").legend(title="Region")
    return alt.Chart(grid()).mark_line().encode(x="quarter:O", y="value:Q", color="region:N", strokeDash=dash)


@native
def line_dashed_comparison() -> Any:
    data = grid().query("region != 'APAC'")
    dash = alt.StrokeDash("region:N").scale(domain=["EMEA", "AMER"], range=[[1, 0], [6, 4]]).legend(None)
    color = alt.Color("region:N").scale(domain=["EMEA", "AMER"], range=[ACCENT, GREY])
    return alt.Chart(data).mark_line(strokeWidth=2.5).encode(x="quarter:O", y="value:Q", color=color, strokeDash=dash)


@native
def line_target_and_zero() -> Any:
    data = quarters().assign(value=[-2, 1, 3, -1, 2, 5])
    zero = alt.Chart(frame(z=[0])).mark_rule(color=SECOND, strokeWidth=1.25).encode(y="z:Q")
    target = alt.Chart(frame(goal=[4])).mark_rule(color=BAD).encode(y="goal:Q")
    return slide_look(alt.Chart(data).mark_line(color=ACCENT).encode(x="quarter:O", y="value:Q") + zero + target)


@native
def bar_with_line() -> Any:
    base = alt.Chart(quarters()).encode(x="quarter:O")
    return base.mark_bar(color=TINT).encode(y="value:Q") + base.mark_line(color=BAD, point=True).encode(y="value:Q")


@native
def points_over_categories() -> Any:
    return alt.Chart(quarters()).mark_point(filled=True, size=90).encode(x="quarter:O", y="value:Q")


@native
def line_eight_series() -> Any:
    rows = [{"m": m, "s": f"series {s}", "v": s * 2 + (m * (s + 3)) % 7} for m in range(1, 13) for s in range(8)]
    return alt.Chart(pd.DataFrame(rows)).mark_line().encode(x="m:O", y="v:Q", color="s:N")


@native
def line_interactive() -> Any:
    chart = alt.Chart(quarters()).mark_line().encode(x="quarter:O", y="value:Q", tooltip=["quarter", "value"])
    return chart.interactive()


# ── for the next tier, for now ────────────────────────────────────────────────────────────────────────────────────
@native
def column_thin_bars() -> Any:
    return alt.Chart(quarters().head(3)).mark_bar(size=12).encode(x="quarter:N", y="value:Q")


@picture
def grouped_thin_bars() -> Any:
    return alt.Chart(grid()).mark_bar(size=3).encode(x="quarter:N", xOffset="region:N", y="value:Q", color="region:N")


@picture
def shares_of_negative_values() -> Any:
    data = grid().assign(value=lambda table: table.value.where(table.region != "APAC", -table.value))
    return alt.Chart(data).mark_bar().encode(x="quarter:N", y=alt.Y("value:Q").stack("normalize"), color="region:N")


@native
def column_with_selection() -> Any:
    picked = alt.selection_interval(encodings=["x"])
    color = alt.condition(picked, alt.value(ACCENT), alt.value(GREY))
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:N", y="value:Q", color=color).add_params(picked)


@native
def column_strange_characters() -> Any:
    data = frame(k=["bell\x07", "form\x0cfeed", "two\nlines", "tab\there", "😀 العربية"], v=[1, 2, 3, 4, 5])
    return alt.Chart(data).mark_bar().encode(x=alt.X("k:N").sort(None), y="v:Q")


@native
def line_infinite_values() -> Any:
    data = quarters().assign(value=[1.5, float("inf"), 2.5, 3, float("-inf"), 4])
    return alt.Chart(data).mark_line(point=True).encode(x="quarter:O", y="value:Q")


@picture
def zero_rows() -> Any:
    return alt.Chart(frame(k=[], v=[])).mark_bar().encode(x="k:N", y="v:Q")


@picture
def heatmap() -> Any:
    return alt.Chart(grid()).mark_rect().encode(x="quarter:N", y="region:N", color="value:Q")


@picture
def boxplot() -> Any:
    return alt.Chart(grid()).mark_boxplot().encode(x="quarter:N", y="value:Q")


@native
def boxplot_near_zero() -> Any:
    data = frame(age=["0"] * 5 + ["90"] * 5, people=[7.1, 8, 9.4, 11, 12, 0.001, 0.002, 0.01, 0.05, 0.1])
    return alt.Chart(data).mark_boxplot(extent="min-max").encode(x="age:O", y="people:Q")


@picture
def facets_of_heatmaps() -> Any:
    return alt.Chart(grid()).mark_rect().encode(x="quarter:N", y="region:N", color="value:Q", column="region:N")


@picture
def side_by_side_with_a_heatmap() -> Any:
    return column_plain() | heatmap()


@picture
def two_value_axes() -> Any:
    base = alt.Chart(quarters()).encode(x="quarter:O")
    return (base.mark_bar().encode(y="value:Q") + base.mark_line().encode(y="value:Q")).resolve_scale(y="independent")


@picture
def line_curved() -> Any:
    return alt.Chart(quarters()).mark_line(interpolate="monotone").encode(x="quarter:O", y="value:Q")


@native
def line_with_times_of_day() -> Any:
    return alt.Chart(days(24, "h")).mark_line().encode(x="date:T", y="value:Q")


@picture
def dates_before_1900() -> Any:
    data = frame(date=pd.to_datetime(["1850-01-01", "1860-01-01"]), value=[1, 2])
    return alt.Chart(data).mark_line().encode(x="date:T", y="value:Q")


@picture
def column_continuous_color() -> Any:
    return alt.Chart(quarters()).mark_bar().encode(x="quarter:N", y="value:Q", color="value:Q")


@native
def scatter() -> Any:
    return alt.Chart(grid().assign(other=lambda table: table.value**2)).mark_point().encode(x="value:Q", y="other:Q")


@native
def raw_points_with_mean_line() -> Any:
    base = alt.Chart(grid()).encode(x="quarter:O")
    return base.mark_point().encode(y="value:Q") + base.mark_line(color="red").encode(y="mean(value):Q")


@picture
def gradient_bars() -> Any:
    gradient = alt.Gradient(gradient="linear", stops=[{"offset": 0, "color": "white"}, {"offset": 1, "color": "navy"}])
    return alt.Chart(quarters()).mark_bar(color=gradient).encode(x="quarter:N", y="value:Q")


@picture
def text_nowhere() -> Any:
    note = alt.Chart(frame(t=["a note"])).mark_text(x=50, y=30).encode(text="t:N")
    return column_plain() + note
