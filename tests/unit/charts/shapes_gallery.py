# ruff: noqa: D103
"""Charts of kinds that no native chart says: they become shapes, or a picture where shapes would be too many.

Each function returns a chart. `SHAPES` and `DENSE` name them by what they have to become.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import altair as alt
import pandas as pd
from tests.unit.charts.chart_gallery import ACCENT, BAD, days, frame, grid, quarters

SHAPES: dict[str, Callable[[], Any]] = {}
DENSE: dict[str, Callable[[], Any]] = {}


def shapes(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to become shapes."""
    SHAPES[make.__name__] = make
    return make


def dense(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to become a picture."""
    DENSE[make.__name__] = make
    return make


def wave(count: int = 40, groups: int = 3) -> pd.DataFrame:
    """Return smooth curves of several groups: something to see the form of."""
    rows = [
        {
            "x": i,
            "g": f"g{g}",
            "y": 3 + math.sin(i / 5 + g) + g / 2,
            "low": 1 + math.sin(i / 5 + g),
            "n": (i * (g + 2)) % 9,
        }
        for g in range(groups)
        for i in range(count)
    ]
    return pd.DataFrame(rows)


def countries() -> dict[str, Any]:
    """Return a made-up map: two lands, one of them with a lake and an island."""
    land = [[-20, 0], [-18, 12], [0, 15], [4, 3], [-8, -4], [-20, 0]]
    lake = [[-12, 4], [-8, 4], [-8, 8], [-12, 8], [-12, 4]]
    isle = [[8, 0], [8, 4], [12, 4], [12, 0], [8, 0]]
    return {
        "type": "FeatureCollection",
        "features": [
            _feature({"name": "North", "v": 1}, [land, lake]),
            _feature({"name": "Isle", "v": 3}, [isle]),
        ],
    }


def _feature(properties: dict[str, Any], rings: list[Any]) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": rings}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


@shapes
def points_turned() -> Any:
    points = alt.Chart(quarters()).mark_point(shape="square", filled=True, size=200, angle=45, color=ACCENT)
    return points.encode(x="quarter:N", y="value:Q")


@shapes
def points_turned_on_a_plane() -> Any:
    points = alt.Chart(wave(6, 1)).mark_point(shape="triangle", size=150)
    return points.encode(x="x:Q", y="y:Q", angle=alt.Angle("x:Q").scale(domain=[0, 5], range=[0, 90]))


@shapes
def choropleth_map() -> Any:
    data = alt.Data(values=countries(), format=alt.DataFormat(property="features", type="json"))
    return alt.Chart(data).mark_geoshape(stroke="white").encode(color="properties.v:Q").project("mercator")


@shapes
def map_with_points() -> Any:
    data = alt.Data(values=countries(), format=alt.DataFormat(property="features", type="json"))
    towns = frame(lon=[-15, 10], lat=[9, 2], n=["Aha", "Oho"])
    spots = alt.Chart(towns).encode(longitude="lon:Q", latitude="lat:Q")
    land = alt.Chart(data).mark_geoshape(fill="#eeeeee", stroke="grey")
    return (land + spots.mark_circle(size=60) + spots.mark_text(dy=-10).encode(text="n:N")).project("equirectangular")


@shapes
def heatmap_with_labels() -> Any:
    base = alt.Chart(grid()).encode(x="quarter:N", y="region:N")
    return base.mark_rect().encode(color="value:Q") + base.mark_text(color="white").encode(text="value:Q")


@shapes
def heatmap_diverging() -> Any:
    color = alt.Color("value:Q").scale(scheme="redblue", domainMid=20)
    return alt.Chart(grid()).mark_rect().encode(x="quarter:N", y="region:N", color=color)


@shapes
def boxplot_with_outliers() -> Any:
    data = frame(k=["a"] * 9 + ["b"] * 9, v=[1, 2, 2, 3, 3, 4, 4, 5, 30, 2, 3, 3, 4, 5, 5, 6, 7, -20])
    return alt.Chart(data).mark_boxplot(extent=1.5).encode(x="k:N", y="v:Q", color="k:N")


@shapes
def ridgeline() -> Any:
    area = alt.Chart(wave(30, 4)).mark_area(interpolate="monotone", fillOpacity=0.8, stroke="lightgray")
    y = alt.Y("y:Q", axis=None).scale(range=[60, -40])
    return (
        area.encode(x="x:Q", y=y, fill="g:N")
        .properties(height=60, width=300)
        .facet(row="g:N")
        .resolve_scale(y="shared")
    )


@shapes
def violin() -> Any:
    data = wave(30, 2)
    chart = alt.Chart(data, width=120).mark_area(orient="horizontal")
    return chart.transform_density("y", as_=["y", "density"], groupby=["g"]).encode(
        y="y:Q", x=alt.X("density:Q").stack("center").impute(None).axis(labels=False, grid=False), column="g:N"
    )


@shapes
def stream_graph() -> Any:
    return alt.Chart(wave()).mark_area().encode(x="x:Q", y=alt.Y("y:Q").stack("center").axis(None), color="g:N")


@shapes
def radial() -> Any:
    data = frame(k=list("abcdef"), v=[12, 23, 47, 6, 52, 19])
    radius = alt.Radius("v:Q").scale(type="sqrt", zero=True, rangeMin=20)
    base = alt.Chart(data).encode(alt.Theta("v:Q", stack=True), radius, color="k:N")
    return base.mark_arc(innerRadius=20, stroke="#fff") + base.mark_text(radiusOffset=10).encode(text="v:Q")


@shapes
def sunburst_of_two_rings() -> Any:
    inner = alt.Chart(grid()).mark_arc(outerRadius=60).encode(theta="sum(value):Q", color="region:N")
    outer = alt.Chart(grid()).mark_arc(innerRadius=64, outerRadius=100, padAngle=0.02, cornerRadius=4)
    return inner + outer.encode(theta="value:Q", color="region:N", order="region:N")


@shapes
def parallel_coordinates() -> Any:
    wide = frame(i=range(6), a=[1, 4, 2, 5, 3, 6], b=[9, 3, 5, 7, 1, 2], c=[4, 4, 8, 1, 6, 3])
    chart = alt.Chart(wide).transform_fold(["a", "b", "c"]).mark_line(opacity=0.5, interpolate="monotone")
    return chart.encode(x="key:N", y="value:Q", detail="i:N", color="i:N")


@shapes
def trellis_of_lines() -> Any:
    return (
        alt.Chart(wave(20, 4))
        .mark_line(interpolate="basis")
        .encode(x="x:Q", y="y:Q", facet=alt.Facet("g:N", columns=2))
        .properties(width=200, height=90)
    )


@shapes
def repeated_views() -> Any:
    chart = (
        alt.Chart(wave(10, 2))
        .mark_point(shape="triangle-down")
        .encode(alt.X(alt.repeat("column"), type="quantitative"), alt.Y("y:Q"), color="g:N")
    )
    return chart.properties(width=120, height=120).repeat(column=["x", "n"])


@shapes
def wind_vectors() -> Any:
    data = pd.DataFrame([{"x": i, "y": j, "turn": 37 * i + 50 * j, "speed": i + j} for i in range(5) for j in range(4)])
    return (
        alt.Chart(data)
        .mark_point(shape="wedge", filled=True)
        .encode(
            x="x:Q",
            y="y:Q",
            angle=alt.Angle("turn:Q").scale(domain=[0, 360], range=[0, 360]),
            size="speed:Q",
            color="speed:Q",
        )
    )


@shapes
def isotype_of_paths() -> Any:
    person = (
        "M1.7 -1.7h-0.8c0.3 -0.2 0.6 -0.5 0.6 -0.9c0 -0.6 -0.4 -1 -1 -1c-0.6 0 -1 0.4 -1 1c0 0.4 0.2 0.7 0.6 0.9h-0.8"
        "v1.9h0.6v3.5h1.2v-3.5h0.6z"
    )
    data = pd.DataFrame([{"c": c, "n": n} for c, many in (("UK", 3), ("US", 6)) for n in range(many)])
    return (
        alt.Chart(data)
        .mark_point(filled=True, size=200, shape=person)
        .encode(x=alt.X("n:O").axis(None), y="c:N", color="c:N")
    )


@shapes
def isotype_of_emoji() -> Any:
    data = pd.DataFrame(
        [{"c": c, "n": n, "e": e} for c, e, many in (("cows", "🐄", 3), ("pigs", "🐖", 5)) for n in range(many)]
    )
    return alt.Chart(data).mark_text(size=30).encode(x=alt.X("n:O").axis(None), y="c:N", text="e:N")


@shapes
def text_table() -> Any:
    base = alt.Chart(grid().query("region == 'EMEA'")).encode(y=alt.Y("quarter:O").axis(None))
    columns = [
        base.encode(text=each).properties(title=each, width=80, height=100).mark_text(align="right")
        for each in ("quarter:N", "region:N")
    ]
    return alt.hconcat(*columns).configure_view(strokeWidth=0)


@shapes
def ranged_dots() -> Any:
    base = alt.Chart(grid()[lambda table: table.region != "APAC"]).encode(x="value:Q", y="quarter:N")
    return base.mark_line(color="#db646f").encode(detail="quarter:N") + base.mark_point(
        size=100, opacity=1, filled=True
    ).encode(color="region:N")


@shapes
def dumbbell_with_rules() -> Any:
    data = frame(k=["a", "b", "c"], old=[3, 5, 2], new=[6, 4, 8])
    base = alt.Chart(data).encode(y="k:N")
    return (
        base.mark_rule(strokeWidth=3).encode(x="old:Q", x2="new:Q")
        + base.mark_circle(size=120, opacity=1).encode(x="new:Q")
        + base.mark_square(color=BAD).encode(x="old:Q")
    )


@shapes
def mosaic() -> Any:
    data = frame(x=[0, 0, 6, 6], x2=[6, 6, 10, 10], y=[0, 3, 0, 7], y2=[3, 10, 7, 10], k=list("abcd"))
    return alt.Chart(data).mark_rect(stroke="white").encode(x="x:Q", x2="x2:Q", y="y:Q", y2="y2:Q", color="k:N")


@shapes
def trail_of_sizes() -> Any:
    return alt.Chart(days()).mark_trail().encode(x="date:T", y="value:Q", size="value:Q")


@shapes
def symbols_of_every_shape() -> Any:
    kinds = [
        "circle",
        "square",
        "cross",
        "diamond",
        "triangle-up",
        "triangle-down",
        "triangle-right",
        "triangle-left",
        "stroke",
        "arrow",
        "wedge",
        "triangle",
    ]
    data = frame(k=kinds, v=range(len(kinds)))
    return (
        alt.Chart(data).mark_point(size=200).encode(x="v:Q", y="v:Q", shape=alt.Shape("k:N", scale=None), tooltip="k:N")
    )


@shapes
def lines_of_every_interpolation() -> Any:
    names = ["basis", "cardinal", "catmull-rom", "natural", "step", "step-before", "bundle"]
    line = alt.Chart(wave(8, 1)).encode(x="x:Q", y="n:Q")
    return alt.layer(*(line.mark_line(interpolate=each, tension=0.3, strokeDash=[6, 3]) for each in names))


@shapes
def clipped_to_its_domain() -> Any:
    x, y = alt.X("x:Q").scale(domain=[5, 25]), alt.Y("y:Q").scale(domain=[3, 4])
    base = alt.Chart(wave(40, 1)).encode(x=x, y=y)
    return (
        base.mark_area(clip=True, color="#cccccc")
        + base.mark_line(clip=True, color=ACCENT)
        + base.mark_circle(clip=True)
    )


@shapes
def gradient_area() -> Any:
    stops = [{"offset": 0, "color": "white"}, {"offset": 0.4, "color": "gold"}, {"offset": 1, "color": "darkgreen"}]
    gradient = alt.Gradient(gradient="linear", stops=stops, x1=1, x2=1, y1=1, y2=0)
    return (
        alt.Chart(days())
        .mark_area(line={"color": "darkgreen"}, color=gradient, interpolate="monotone")
        .encode(x="date:T", y="value:Q")
    )


@shapes
def radial_gradient_symbols() -> Any:
    gradient = alt.Gradient(gradient="radial", stops=[{"offset": 0, "color": "white"}, {"offset": 1, "color": ACCENT}])
    return alt.Chart(wave(6, 1)).mark_circle(size=400, color=gradient).encode(x="x:Q", y="y:Q")


@shapes
def brushed_views_side_by_side() -> Any:
    brush = alt.selection_interval()
    color = alt.condition(brush, "g:N", alt.value("lightgray"))
    base = alt.Chart(wave(10)).mark_point(shape="triangle-down").encode(y="y:Q", color=color)
    base = base.properties(width=160, height=120)
    return base.encode(x="x:Q").add_params(brush) | base.encode(x="n:Q")


@shapes
def turned_texts_in_lines() -> Any:
    data = frame(x=[1, 2, 3, 4], t=["level", "two|lines", "turned", "upside"], a=[0, 0, 45, 180])
    chart = alt.Chart(data, title=alt.Title(["A title", "in two lines"], subtitle="and a subtitle", anchor="start"))
    texts = [
        chart.mark_text(angle=a, lineBreak="|", fontSize=16, align=align, baseline=base)
        .encode(x="x:Q", y="x:Q", text="t:N")
        .transform_filter(f"datum.x == {x}")
        for x, a, align, base in (
            (1, 0, "left", "top"),
            (2, 0, "right", "bottom"),
            (3, 45, "center", "middle"),
            (4, 180, "left", "alphabetic"),
        )
    ]
    return alt.layer(*texts)


@shapes
def labels_in_many_scripts() -> Any:
    data = frame(
        k=[
            "売上高 🎉",
            "مرحبا بالعالم",
            "שלום עולם",
            "a very long label that Vega shortens because it is far too long",
        ],
        v=[1, -2, 3, 4],
    )
    return alt.Chart(data).mark_square(angle=20).encode(y=alt.Y("k:N").sort(None), x="v:Q")


@shapes
def dark_ground() -> Any:
    chart = alt.Chart(wave(8, 2)).mark_point(shape="triangle-down").encode(x="x:Q", y="y:Q", color="g:N")
    return chart.configure(background="#17232E").configure_axis(
        labelColor="white", titleColor="white", gridColor="#4A5763"
    )


@shapes
def scatter_matrix_of_sizes() -> Any:
    return (
        alt.Chart(wave(14))
        .mark_circle()
        .encode(x="x:Q", y="n:O", size="y:Q", color=alt.Color("y:Q").scale(scheme="viridis"))
    )


@shapes
def symlog_axis() -> Any:
    data = frame(x=[-1000, -10, 0, 10, 1000], y=[1, 2, 3, 4, 5])
    return alt.Chart(data).mark_point().encode(x=alt.X("x:Q").scale(type="symlog"), y="y:Q")


@dense
def two_thousand_points() -> Any:
    return alt.Chart(wave(700)).mark_point(shape="triangle-down").encode(x="x:Q", y="y:Q")


@dense
def heatmap_of_many_cells() -> Any:
    cells = pd.DataFrame([{"x": i, "y": j, "v": i * j % 13 + i / 100} for i in range(40) for j in range(40)])
    return alt.Chart(cells).mark_rect().encode(x="x:O", y="y:O", color="v:Q")


@dense
def an_image() -> Any:
    dot = (
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
        "awAAAABJRU5ErkJggg=="
    )
    return alt.Chart(frame(x=[1, 2], u=[dot, dot])).mark_image(width=20, height=20).encode(x="x:Q", y="x:Q", url="u:N")


@shapes
def globe() -> Any:
    world = alt.Chart(alt.graticule(step=[30, 30])).mark_geoshape(stroke="grey", filled=False, clip=True)
    return (alt.Chart(alt.sphere()).mark_geoshape(fill="aliceblue") + world).project("orthographic")


@shapes
def quarters_by_fixed_size() -> Any:
    return alt.Chart(quarters()).mark_circle().encode(x=alt.X("quarter:N"), y=alt.Y("quarter:N"), size="value:Q")


@shapes
def stack_with_rounded_ends() -> Any:
    bars = alt.Chart(grid()).mark_bar(cornerRadiusTopLeft=12, cornerRadiusTopRight=12)
    return bars.encode(x="yearmonth(quarter):O", y="value:Q", color="region:N").transform_calculate(
        quarter="toDate(datum.quarter == '2025Q1' ? '2025-01-15' : '2025-05-15')"
    )
