# ruff: noqa: D103
"""Pies and doughnuts to try: the native ones, and arcs that have no native form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
from tests.unit.charts.chart_gallery import ACCENT, GREY, INK, TINT, frame, quarters, slide_look

PIES: dict[str, Callable[[], Any]] = {}
NO_PIES: dict[str, Callable[[], Any]] = {}


def native(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to become native."""
    PIES[make.__name__] = make
    return make


def refused(make: Callable[[], Any]) -> Callable[[], Any]:
    """List a chart that has to go to the next tier."""
    NO_PIES[make.__name__] = make
    return make


def shares() -> Any:
    """Return three parts of a whole, each tied to a fact."""
    names = ["Self-service", "Assisted", "Escalated"]
    return frame(way=names, share=[0.62, 0.29, 0.09], fact=[f"share@{name}" for name in names])


def parts() -> Any:
    """Return arcs over the shares, stacked, so that texts can stand at them."""
    scale = alt.Scale(domain=list(shares().way), range=[ACCENT, TINT, GREY])
    theta, color = alt.Theta("share:Q").stack(True), alt.Color("way:N").scale(scale).title(None)
    order = alt.Order("share:Q").sort("descending")
    return alt.Chart(shares()).encode(theta=theta, color=color, order=order)


@native
def pie_plain() -> Any:
    return alt.Chart(quarters()).mark_arc().encode(theta="value:Q", color="quarter:N")


@native
def pie_own_colours() -> Any:
    color = alt.Color("way:N").scale(domain=list(shares().way), range=[ACCENT, TINT, GREY]).title(None)
    return slide_look(alt.Chart(shares()).mark_arc().encode(theta="share:Q", color=color))


@native
def pie_labelled_outside() -> Any:
    base = parts()
    text = base.mark_text(radius=150, color=INK, fontSize=14).encode(text=alt.Text("share:Q", format=".0%"))
    return slide_look(base.mark_arc(outerRadius=125) + text.encode(color=alt.value(INK)))


@native
def pie_labelled_inside() -> Any:
    base = parts()
    words = base.transform_calculate(t="format(datum.share, '.0%')")
    return base.mark_arc(outerRadius=130) + words.mark_text(radius=65).encode(text="t:N", color=alt.value("white"))


@native
def pie_named_without_legend() -> Any:
    base = parts()
    named = base.mark_text(radius=160, fontSize=13).encode(text="way:N", color=alt.value(INK))
    return (base.mark_arc(outerRadius=120) + named).configure_legend(disable=True)


@native
def pie_outlined() -> Any:
    return alt.Chart(quarters()).mark_arc(stroke="white", strokeWidth=2).encode(theta="value:Q", color="quarter:N")


@native
def pie_from_three_o_clock() -> Any:
    turn = 1.5707963267948966
    theta = alt.Theta("share:Q").scale(range=[turn, turn + 6.283185307179586])
    return alt.Chart(shares()).mark_arc().encode(theta=theta, color="way:N")


@native
def pie_of_counts() -> Any:
    data = frame(kind=["bug", "bug", "question", "bug", "request", "question"])
    return alt.Chart(data).mark_arc().encode(theta="count():Q", color="kind:N")


@native
def doughnut_plain() -> Any:
    return alt.Chart(shares()).mark_arc(innerRadius=60).encode(theta="share:Q", color="way:N")


@native
def doughnut_labelled() -> Any:
    base = parts()
    text = base.mark_text(radius=105, fontSize=14).encode(
        text=alt.Text("share:Q", format=".0%"), color=alt.value("white")
    )
    return slide_look(base.mark_arc(innerRadius=75, outerRadius=135) + text)


@native
def doughnut_thin_with_title() -> Any:
    chart = alt.Chart(shares(), title="How cases were answered").mark_arc(innerRadius=100, outerRadius=120)
    return chart.encode(theta="share:Q", color=alt.Color("way:N").legend(orient="left"))


@native
def pie_half() -> Any:
    theta = alt.Theta("share:Q").scale(range=[-1.5707963267948966, 1.5707963267948966])
    return alt.Chart(shares()).mark_arc().encode(theta=theta, color="way:N")


@native
def doughnut_half_with_labels() -> Any:
    turn = alt.Theta("share:Q").stack(True).scale(range=[-1.5707963267948966, 1.5707963267948966])
    base = parts().encode(theta=turn)
    text = base.mark_text(radius=115, fontSize=14).encode(
        text=alt.Text("share:Q", format=".0%"), color=alt.value("white")
    )
    return slide_look(base.mark_arc(innerRadius=80, outerRadius=150) + text)


@native
def gauge_of_three_quarters() -> Any:
    turn = 2.356194490192345
    color = alt.Color("way:N").scale(domain=list(shares().way), range=[ACCENT, TINT, GREY]).legend(None)
    theta = alt.Theta("share:Q").scale(range=[-turn, turn])
    return alt.Chart(shares()).mark_arc(innerRadius=90).encode(theta=theta, color=color)


@native
def doughnut_with_a_total_in_its_hole() -> Any:
    total = alt.Chart(frame(t=["100 %"])).mark_text(fontSize=20).encode(text="t:N")
    return parts().mark_arc(innerRadius=70) + total


@refused
def doughnut_with_two_texts_in_its_hole() -> Any:
    words = alt.Chart(frame(t=["100 %", "of cases"], down=[-14, 14]))
    return parts().mark_arc(innerRadius=70) + words.mark_text(fontSize=20, dy=alt.expr("datum.down")).encode(text="t:N")


@refused
def arc_of_no_value() -> Any:
    ends = {"theta": alt.value(0.6), "theta2": alt.value(5.6)}
    return alt.Chart(frame(k=["a"])).mark_arc(color="gold").encode(**ends)


@refused
def pie_radial() -> Any:
    radius = alt.Radius("value:Q").scale(type="sqrt", zero=True, rangeMin=20)
    return alt.Chart(quarters()).mark_arc(stroke="white").encode(theta="value:Q", radius=radius, color="quarter:N")


@refused
def pie_with_gaps() -> Any:
    return alt.Chart(shares()).mark_arc(innerRadius=40, padAngle=0.05).encode(theta="share:Q", color="way:N")


@refused
def two_rings() -> Any:
    base = parts()
    return base.mark_arc(innerRadius=30, outerRadius=60) + base.mark_arc(innerRadius=70, outerRadius=100)
