# ruff: noqa: D103
"""Facets, views side by side and repeated views to try: native grids, and those for the next tier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
from tests.unit.charts.chart_gallery import (
    ACCENT,
    GREY,
    INK,
    TINT,
    column_plain,
    grid,
    line_plain,
    quarters,
    slide_look,
)
from tests.unit.charts.gallery_xy import accounts, points_by_colour

GRIDS: dict[str, tuple[int, Callable[[], Any]]] = {}
NO_GRIDS: dict[str, Callable[[], Any]] = {}


def native(panels: int) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """List a chart that has to become so many native charts."""

    def listed(make: Callable[[], Any]) -> Callable[[], Any]:
        GRIDS[make.__name__] = panels, make
        return make

    return listed


def refused(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to go to the next tier."""
    NO_GRIDS[make.__name__] = make
    return make


def cells() -> pd.DataFrame:
    """Return two measures of three regions over four quarters, in rows."""
    table = grid()
    return pd.concat([table.assign(measure="cases"), table.assign(measure="hours", value=table.value * 0.6)])


@native(3)
def facet_columns() -> Any:
    return alt.Chart(grid()).mark_bar().encode(x="quarter:N", y="value:Q", column="region:N")


@native(3)
def facet_rows() -> Any:
    return alt.Chart(grid()).mark_bar().encode(x="value:Q", y="quarter:N", row="region:N")


@native(6)
def facet_rows_and_columns() -> Any:
    return alt.Chart(cells()).mark_bar().encode(x="quarter:N", y="value:Q", column="region:N", row="measure:N")


@native(3)
def facet_lines_with_legend() -> Any:
    return alt.Chart(cells()).mark_line(point=True).encode(
        x="quarter:O", y="value:Q", column="region:N", color="measure:N"
    )  # fmt: skip


@native(3)
def facet_wrapped() -> Any:
    return (
        alt.Chart(grid())
        .mark_bar(color=ACCENT)
        .encode(x="quarter:N", y="value:Q", facet=alt.Facet("region:N", columns=2))
    )


@native(3)
def facet_points() -> Any:
    chart = alt.Chart(accounts()).mark_circle(size=60).encode(x="wait:Q", y=alt.Y("score:Q").scale(zero=False))
    return chart.encode(column="segment:N", color=alt.Color("segment:N").legend(None))


@native(3)
def facet_stacked() -> Any:
    return alt.Chart(cells()).mark_bar().encode(x="quarter:N", y="value:Q", color="measure:N", column="region:N")


@native(3)
def facet_labelled() -> Any:
    base = alt.Chart(grid()).encode(x=alt.X("quarter:N").title(None), y=alt.Y("value:Q").axis(None))
    layers = base.mark_bar(color=ACCENT) + base.mark_text(dy=-7, color=INK).encode(
        text=alt.Text("value:Q", format=".0f")
    )
    return slide_look(layers.facet(column=alt.Column("region:N").title(None)))


@native(2)
def side_by_side() -> Any:
    return column_plain() | line_plain()


@native(2)
def one_above_the_other() -> Any:
    return column_plain() & line_plain()


@native(3)
def nested() -> Any:
    return (column_plain() | line_plain()) & points_by_colour().encode(color=alt.value(ACCENT))


@native(2)
def side_by_side_with_titles() -> Any:
    bars = alt.Chart(quarters(), title="Answers by quarter").mark_bar(color=ACCENT).encode(x="quarter:N", y="value:Q")
    line = alt.Chart(quarters(), title="The same as a line").mark_line().encode(x="quarter:O", y="value:Q")
    return bars | line


@native(2)
def repeated() -> Any:
    base = alt.Chart(accounts()).mark_point().encode(x=alt.X(alt.repeat("column"), type="quantitative"), y="score:Q")
    return base.repeat(column=["wait", "arr"])


@native(2)
def repeated_in_layers_of_rows() -> Any:
    table = grid().pivot(index="quarter", columns="region", values="value").reset_index()
    base = alt.Chart(table).mark_bar().encode(x="quarter:N", y=alt.Y(alt.repeat("row"), type="quantitative"))
    return base.repeat(row=["EMEA", "AMER"])


@native(2)
def repeated_histograms() -> Any:
    x = alt.X(alt.repeat("column"), type="quantitative").bin(maxbins=6)
    return alt.Chart(accounts()).mark_bar(color=ACCENT).encode(x=x, y="count():Q").repeat(column=["wait", "score"])


@native(3)
def independent_axes() -> Any:
    chart = alt.Chart(grid()).mark_bar().encode(x="quarter:N", y="value:Q", column="region:N")
    return chart.resolve_scale(y="independent")


@native(3)
def independent_scales_both_ways() -> Any:
    chart = alt.Chart(accounts()).mark_circle(size=60).encode(x=alt.X("wait:Q").scale(zero=False), y="score:Q")
    return chart.encode(facet=alt.Facet("segment:N", columns=2)).resolve_scale(x="independent", y="independent")


@native(3)
def independent_categories() -> Any:
    """Give each region its own three quarters."""
    table = grid().groupby("region").apply(lambda each: each.nlargest(3, "value"), include_groups=False)
    chart = alt.Chart(table.reset_index()).mark_bar().encode(y="quarter:N", x="value:Q", row="region:N")
    return chart.resolve_scale(y="independent")


@native(2)
def bullets_on_scales_of_their_own() -> Any:
    """Show two measures of different size as bullets, each on its own axis: ranges, what was reached and aimed at."""
    table = pd.DataFrame({"measure": ["Cases, thousands", "Satisfied, %"], "poor": [300, 60], "good": [500, 95],
                          "reached": [412, 81], "target": [430, 85]})  # fmt: skip
    wide, thin = alt.Chart().mark_bar(color=TINT, height=30), alt.Chart().mark_bar(color=ACCENT, height=10)
    layers = alt.layer(
        wide.encode(x=alt.X("good:Q").title(None)),
        alt.Chart().mark_bar(color=GREY, height=30).encode(x="poor:Q"),
        thin.encode(x="reached:Q"),
        alt.Chart().mark_tick(color=INK, thickness=2, height=22).encode(x="target:Q"),
        data=table,
    )
    rows = layers.encode(y=alt.Y("measure:N").axis(None)).facet(row=alt.Row("measure:N").title(None))
    return rows.resolve_scale(x="independent", y="independent")


@refused
def thirteen_panels() -> Any:
    rows = [{"k": k, "p": f"panel {p:02d}", "v": k + p} for k in range(3) for p in range(13)]
    return alt.Chart(pd.DataFrame(rows)).mark_bar().encode(x="k:N", y="v:Q", facet=alt.Facet("p:N", columns=5))


@refused
def one_view_without_native_form() -> Any:
    return column_plain() | alt.Chart(grid()).mark_rect().encode(x="quarter:N", y="region:N", color="value:Q")
