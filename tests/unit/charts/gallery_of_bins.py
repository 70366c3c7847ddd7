# ruff: noqa: D103
"""Bars over bins to try: of numbers, of months and years, stacked, over one another, sideways, with empty bins."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from tests.unit.charts.chart_gallery import ACCENT, BAD, GREY, TINT, days, frame, native, picture, slide_look


def sample(shift: float = 0.0, scale: float = 1.0) -> pd.DataFrame:
    """Return 200 numbers around 50 (before `shift` and `scale`) in two groups."""
    random = np.random.default_rng(7)
    value = np.concatenate([random.normal(44, 9, 120), random.normal(62, 7, 80)]) * scale + shift
    return frame(value=value.round(6), group=["early"] * 120 + ["late"] * 80)


@native
def histogram() -> Any:
    return alt.Chart(sample()).mark_bar().encode(x=alt.X("value:Q").bin(), y="count()")


@native
def histogram_with_empty_bins() -> Any:
    data = frame(value=[1, 2, 2.5, 3, 11, 12, 12.5, 19.5])
    return alt.Chart(data).mark_bar(color=ACCENT).encode(x=alt.X("value:Q").bin(step=2), y="count()")


@native
def histogram_many_bins() -> Any:
    x = alt.X("value:Q").bin(maxbins=40).title("Hours")
    return alt.Chart(sample()).mark_bar().encode(x=x, y=alt.Y("count()").title("Cases"))


@native
def histogram_below_zero() -> Any:
    return alt.Chart(sample(shift=-50, scale=1)).mark_bar().encode(x=alt.X("value:Q").bin(), y="count()")


@native
def histogram_of_fractions() -> Any:
    return alt.Chart(sample(scale=0.01)).mark_bar().encode(x=alt.X("value:Q").bin(step=0.05), y="count()")


@native
def histogram_of_shares() -> Any:
    x = alt.X("value:Q").bin(step=0.1).axis(format="%").title("Share")
    return slide_look(alt.Chart(sample(scale=0.01)).mark_bar(color=ACCENT).encode(x=x, y="count()"))


@native
def histogram_of_thousands() -> Any:
    return alt.Chart(sample(scale=1000)).mark_bar().encode(x=alt.X("value:Q").bin(), y="count()")


@native
def histogram_stacked() -> Any:
    return alt.Chart(sample()).mark_bar().encode(x=alt.X("value:Q").bin(), y="count()", color="group:N")


@native
def histogram_over_one_another() -> Any:
    y = alt.Y("count()").stack(None)
    return alt.Chart(sample()).mark_bar(opacity=0.4).encode(x=alt.X("value:Q").bin(), y=y, color="group:N")


@native
def histogram_normalised() -> Any:
    y = alt.Y("count()").stack("normalize")
    return alt.Chart(sample()).mark_bar().encode(x=alt.X("value:Q").bin(), y=y, color="group:N")


@native
def histogram_sideways() -> Any:
    y = alt.Y("value:Q").bin().title(None)
    return alt.Chart(sample(), padding={"left": 30, "bottom": 8}).mark_bar().encode(y=y, x="count()")


@native
def histogram_with_labels() -> Any:
    base = alt.Chart(sample()).encode(x=alt.X("value:Q").bin(step=10), y=alt.Y("count()").axis(None))
    return slide_look(base.mark_bar(color=TINT) + base.mark_text(dy=-8).encode(text="count()"))


@native
def histogram_with_wide_gaps() -> Any:
    return alt.Chart(sample()).mark_bar(binSpacing=6).encode(x=alt.X("value:Q").bin(), y="count()")


@native
def histogram_binned_before() -> Any:
    data = frame(low=[0, 5, 10, 20], high=[5, 10, 15, 25], n=[3, 8, 5, 1])
    return alt.Chart(data).mark_bar().encode(x=alt.X("low:Q").bin("binned").title("Minutes"), x2="high:Q", y="n:Q")


@native
def histogram_with_target() -> Any:
    rule = alt.Chart(frame(goal=[30])).mark_rule(color=BAD).encode(y="goal:Q")
    return alt.Chart(sample()).mark_bar(color=GREY).encode(x=alt.X("value:Q").bin(), y="count()") + rule


@native
def months_as_bars() -> Any:
    return alt.Chart(days(12)).mark_bar().encode(x="yearmonth(date):T", y="value:Q")


@native
def months_as_bars_some_missing() -> Any:
    data = days(12).drop(index=[3, 4, 8])
    return alt.Chart(data).mark_bar(color=ACCENT).encode(x=alt.X("yearmonth(date):T").title(None), y="sum(value):Q")


@native
def months_as_stacked_bars() -> Any:
    data = pd.concat([days(9).assign(team=each) for each in ("A", "B")])
    return alt.Chart(data).mark_bar().encode(x="yearmonth(date):T", y="sum(value):Q", color="team:N")


@native
def years_as_bars() -> Any:
    x = alt.X("year(date):T").axis(format="%Y").title(None)
    return slide_look(alt.Chart(days(6, "YS")).mark_bar(color=ACCENT).encode(x=x, y="sum(value):Q"))


@native
def quarters_as_bars() -> Any:
    return alt.Chart(days(24)).mark_bar().encode(x="yearquarter(date):T", y="mean(value):Q")


@native
def weeks_as_bars() -> Any:
    return alt.Chart(days(60, "D")).mark_bar().encode(x="yearweek(date):T", y="sum(value):Q")


@native
def days_as_bars() -> Any:
    return alt.Chart(days(21, "D")).mark_bar().encode(x="yearmonthdate(date):T", y="sum(value):Q")


@native
def histogram_with_line_through_the_middles() -> Any:
    base = alt.Chart(sample()).encode(y="count()")
    bars = base.mark_bar(color=TINT).encode(x=alt.X("value:Q").bin())
    return bars + base.mark_line(color=ACCENT).encode(x=alt.X("value:Q").bin().bandPosition(0.5))


@picture
def months_as_bars_with_line_at_their_first_days() -> Any:
    base = alt.Chart(days(12)).encode(x="yearmonth(date):T", y="value:Q")
    return base.mark_bar(color=TINT) + base.mark_line(color=ACCENT)


@picture
def histogram_sideways_without_room() -> Any:
    return alt.Chart(sample()).mark_bar().encode(y=alt.Y("value:Q").bin(), x="count()")


@picture
def histogram_with_mean() -> Any:
    mean = alt.Chart(sample()).mark_rule(color=BAD).encode(x="mean(value):Q")
    return alt.Chart(sample()).mark_bar().encode(x=alt.X("value:Q").bin(), y="count()") + mean


@picture
def bins_of_different_widths() -> Any:
    data = frame(low=[0, 5, 10], high=[5, 10, 25], n=[3, 8, 5])
    return alt.Chart(data).mark_bar().encode(x=alt.X("low:Q").bin("binned"), x2="high:Q", y="n:Q")


@picture
def bins_both_ways() -> Any:
    x, y = alt.X("value:Q").bin(), alt.Y("other:Q").bin()
    data = sample().assign(other=sample().value[::-1].to_numpy())
    return alt.Chart(data).mark_rect().encode(x=x, y=y, color="count()")


@native
def months_as_bars_at_their_first_days() -> Any:
    data = days(12).assign(value=lambda t: t.value - 30)
    return alt.Chart(data).mark_bar(color=TINT).encode(x="date:T", y="value:Q")


@native
def working_days_as_bars() -> Any:
    data = frame(day=pd.bdate_range("2026-01-01", periods=60), cases=[20 + (7 * i) % 13 for i in range(60)])
    return alt.Chart(data).mark_bar(size=4).encode(x="day:T", y="cases:Q")


@native
def weeks_as_stacked_bars() -> Any:
    weeks = pd.date_range("2026-01-05", periods=12, freq="7D")
    rows = [(week, team, 5 + i % 4 + (3 if team == "b" else 0)) for i, week in enumerate(weeks) for team in "ab"]
    data = pd.DataFrame(rows, columns=["week", "team", "cases"])
    return alt.Chart(data).mark_bar(size=20).encode(x="week:T", y="cases:Q", color="team:N")


def prices(dates: pd.DatetimeIndex) -> pd.DataFrame:
    """Return prices of some days: at their start and end, lowest and highest."""
    first = [50 + 3 * ((7 * i) % 5) - i / 4 for i in range(len(dates))]
    last = [value + (-2.5 if i % 3 else 3.0) for i, value in enumerate(first)]
    ends = pd.DataFrame({"day": dates, "open": first, "close": last})
    return ends.assign(low=ends[["open", "close"]].min(axis=1) - 1.5, high=ends[["open", "close"]].max(axis=1) + 2)


def candles(data: pd.DataFrame) -> Any:
    """Return candles: from lowest to highest a rule, from open to close a bar, green where the price rose."""
    color = alt.condition("datum.open <= datum.close", alt.value("green"), alt.value("red"))
    base = alt.Chart(data).encode(x="day:T", color=color)
    low = alt.Y("low:Q").scale(zero=False).title("Price")
    return base.mark_rule().encode(y=low, y2="high:Q") + base.mark_bar().encode(y="open:Q", y2="close:Q")


@native
def candles_of_working_days() -> Any:
    return candles(prices(pd.bdate_range("2026-02-02", periods=30)))


@native
def candles_of_a_week() -> Any:
    return candles(prices(pd.date_range("2026-02-02", periods=6)))


@picture
def bars_at_times_of_day() -> Any:
    data = frame(at=pd.date_range("2026-01-01 08:00", periods=5, freq="3h"), cases=[3, 5, 2, 6, 4])
    return alt.Chart(data).mark_bar().encode(x="at:T", y="cases:Q")


@native
def histograms_over_one_another_in_data_order() -> Any:
    data = sample().sort_values("value", ascending=False).iloc[::7]
    base = alt.Chart(data).mark_bar(opacity=0.3, binSpacing=0)
    return base.encode(x=alt.X("value:Q").bin(maxbins=20), y=alt.Y("count()").stack(None), color="group:N")
