"""One look, made from the template: the notebook's charts, the report's and the deck's."""

from __future__ import annotations

import altair as alt
import pytest
from pptx import Presentation
from pptx.util import Pt
from tests.unit.charts.chart_gallery import grid, quarters
from tests.unit.charts.deck_of_charts import find

import valuestory
from valuestory.errors import ProjectError
from valuestory.project import template_path
from valuestory.slides.chart_look import chart_config
from valuestory.slides.html.charts import draw_chart


def test_a_notebook_takes_a_templates_look_without_a_company() -> None:
    """`use_template` is all a notebook says: its charts then carry the template's font, colours and sizes."""
    theme = valuestory.use_template()
    config = alt.Chart(quarters()).mark_bar().encode(x="quarter:N", y="value:Q").to_dict()["config"]
    assert config["range"]["category"] == list(theme.accents)
    assert config["font"].startswith(theme.body_font)
    assert config["axis"]["labelFontSize"] == 14


def test_notebook_report_and_deck_draw_a_chart_in_the_same_colours() -> None:
    """A series' colour is the template's accent in Altair's picture, in the report's SVG and in the deck."""
    theme = valuestory.use_template()
    chart = alt.Chart(grid()).mark_bar().encode(x="quarter:N", y="value:Q", color="region:N")
    deck = Presentation(str(template_path("valuestory")))
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    added = valuestory.add_chart(slide, chart, Pt(60), Pt(60), Pt(600), Pt(320), theme=theme)
    assert added.tier == "native", added.reason
    slots = {each.get("val") for each in find(added, "//c:ser/c:spPr/a:solidFill/a:schemeClr")}
    assert slots == {"accent1", "accent2", "accent3"}
    bare = {key: value for key, value in chart.to_dict().items() if key != "config"}
    svg = draw_chart(bare, theme, 600, 320).svg.lower()
    with_theme = draw_chart(chart.to_dict(), theme, 600, 320).svg.lower()
    for color in theme.accents[:3]:
        assert color.lower() in svg
        assert color.lower() in with_theme


def test_colours_of_amounts_go_from_light_to_the_subjects_colour() -> None:
    """A heat map or a ramp has the template's own colours too, the strongest last."""
    theme = valuestory.use_template()
    ramp = chart_config(theme)["range"]["ramp"]
    assert ramp[-1] == theme.accents[0].lower()
    light = [sum(int(each[i : i + 2], 16) for i in (1, 3, 5)) for each in ramp]
    assert light == sorted(light, reverse=True)


def test_every_kind_of_mark_can_be_drawn_in_the_look() -> None:
    """No part of the look is unknown to Vega-Lite, and bars, areas, lines, points, ticks and rules draw in it."""
    valuestory.use_template()
    base = alt.Chart(grid()).encode(x="quarter:O", y="value:Q")
    for kind in ("bar", "area", "line", "point", "tick", "rule", "rect", "errorbar", "boxplot"):
        alt.Chart.from_dict(getattr(base, f"mark_{kind}")().to_dict())


def test_a_template_that_is_not_there_is_named() -> None:
    """A misspelt template says which there are."""
    with pytest.raises(ProjectError, match="there is no template"):
        valuestory.use_template("valuestroy")
