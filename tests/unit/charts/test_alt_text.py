"""A chart whose author wrote no alt text says what it shows, and its extreme values."""

from __future__ import annotations

from typing import Any

import altair as alt
import pytest
from tests.unit.charts.chart_gallery import NATIVE, frame, grid, quarters
from tests.unit.charts.deck_of_charts import ChartDeck
from tests.unit.charts.shapes_gallery import DENSE, SHAPES

from valuestory.deck.charts import add
from valuestory.deck.charts.shapes import draw


@pytest.fixture(scope="module")
def deck() -> ChartDeck:
    """One deck for all charts."""
    return ChartDeck()


def spoken(deck: ChartDeck, chart: Any, **options: Any) -> str:
    """Return what a screen reader reads of a chart."""
    (text,) = deck.add(chart, **options).shape._element.xpath("(.//p:cNvPr)[1]/@descr")
    return str(text)


def test_a_native_chart_says_measure_category_and_extremes(deck: ChartDeck) -> None:
    """Six quarters that rise from 41.2 to 58.8."""
    said = "Bar chart of value by quarter. Highest 58.8 (2026Q2), lowest 41.2 (2025Q1)."
    assert spoken(deck, NATIVE["column_plain"]()) == said


def test_several_series_are_named(deck: ChartDeck) -> None:
    """With three regions the extremes say which region's they are."""
    said = "Bar chart of value by quarter and region. Highest 38.5 (APAC, 2025Q4), lowest 10 (EMEA, 2025Q1)."
    assert spoken(deck, NATIVE["column_grouped"]()) == said


def test_shapes_say_what_vega_says_of_its_marks(deck: ChartDeck) -> None:
    """A heatmap's extremes are those of its colours, with both categories; facets say what parts them."""
    base = alt.Chart(grid(), title="Answers by region").encode(x="quarter:N", y="region:N")
    said = "Highest 38.5 (quarter 2025Q4, region APAC), lowest 10 (quarter 2025Q1, region EMEA)."
    heatmap = base.mark_rect().encode(color="value:Q")
    assert spoken(deck, heatmap) == f"Answers by region. Heatmap of value by quarter and region. {said}"
    boxes = alt.Chart(grid()).mark_boxplot().encode(x="quarter:N", y="value:Q", row="region:N")
    assert spoken(deck, boxes).startswith("Box plot of value by quarter and region.")


def test_a_picture_speaks_too(deck: ChartDeck) -> None:
    """The last tier's alt text is made the same way: the extremes of 1,600 cells."""
    said = "Highest 12.38 (x 38, y 1), lowest 0 (x 0, y 0)."
    assert spoken(deck, DENSE["heatmap_of_many_cells"]()) == f"Heatmap of v by x and y. {said}"


def test_titles_of_axes_and_aggregates_are_used(deck: ChartDeck) -> None:
    """The author's words for an axis come before the field's name; an aggregate says what it is."""
    x, y = alt.X("quarter:O").title("Quarter"), alt.Y("value:Q").axis(title="Answers, thousand")
    titled = alt.Chart(quarters()).mark_line().encode(x=x, y=y)
    assert spoken(deck, titled).startswith("Line chart of Answers, thousand by Quarter.")
    mean = alt.Chart(grid()).mark_bar().encode(x="quarter:N", y="mean(value):Q")
    assert spoken(deck, mean).startswith("Bar chart of Mean of value by quarter.")


def test_a_line_of_shapes_claims_no_extremes(deck: ChartDeck) -> None:
    """One path has many rows, of which Vega tells the first only: nothing is claimed from it."""
    chart = alt.Chart(quarters()).mark_line(interpolate="basis").encode(x="quarter:N", y="value:Q")
    assert spoken(deck, chart) == "Line chart of value by quarter."


@pytest.mark.parametrize("label", ["NaN", "Infinity", "1.2k"])
@pytest.mark.parametrize("tier", ["shapes", "picture"])
def test_labels_that_are_no_plain_numbers_make_no_extremes(
    deck: ChartDeck, label: str, tier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 5, 900 and one that is told as no number or shortened, no highest is claimed: it may be the third."""
    data = frame(k=["a", "b", "c"], j=["u", "v", "w"], v=[5, 900, 1200])
    told = f"'k: ' + datum.k + '; v: ' + (datum.v > 1000 ? '{label}' : datum.v)"
    chart = alt.Chart(data).mark_rect(description=alt.expr(told)).encode(x="k:N", y="j:N", color="v:Q")
    if tier == "picture":
        monkeypatch.setattr(draw, "MOST_SHAPES", 1)
    added = deck.add(chart)
    assert added.tier == tier
    assert added.shape._element.xpath("(.//p:cNvPr)[1]/@descr") == ["Heatmap of v by k and j."]


def test_a_missing_value_does_not_silence_the_others(deck: ChartDeck) -> None:
    """A heatmap with a cell without a value: the extremes are those of the other two."""
    data = [{"k": "a", "v": 5.5}, {"k": "b", "v": None}, {"k": "c", "v": 9.5}]
    chart = {"data": {"values": data}, "mark": "rect", "encoding": {
        "x": {"field": "k", "type": "nominal"}, "color": {"field": "v", "type": "quantitative"}}}  # fmt: skip
    assert spoken(deck, chart) == "Heatmap of v by k. Highest 9.5 (k c), lowest 5.5 (k a)."


def test_alt_text_that_fails_leaves_the_chart_to_the_next_tier(
    deck: ChartDeck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails while a native chart's values are told, its shapes still stand on the slide, once."""

    def fails(_: Any) -> None:
        raise OverflowError("cannot convert float infinity to integer")

    monkeypatch.setattr(add, "told", fails)
    added = deck.add(NATIVE["column_plain"]())
    assert added.tier == "shapes"
    assert "cannot convert float infinity" in added.reason
    assert len(added.shape.part.slide.shapes) == 1


def test_what_the_author_wrote_stays(deck: ChartDeck) -> None:
    """Alt text that was given comes first, then the chart's own description."""
    described = NATIVE["column_plain"]().properties(description="Answers rose every quarter but one.")
    assert spoken(deck, described) == "Answers rose every quarter but one."
    assert spoken(deck, described, alt="Answers rose") == "Answers rose"


def test_nothing_to_say_is_said_plainly(deck: ChartDeck) -> None:
    """Equal values, one value and a map without a measure make no nonsense."""
    assert spoken(deck, NATIVE["column_all_zero"]()).endswith("All values are 0.")
    one = alt.Chart(frame(k=["only"], v=[1234567.5])).mark_bar().encode(x="k:N", y="v:Q")
    assert spoken(deck, one) == "Bar chart of v by k. Its value is 1,234,568 (only)."
    assert spoken(deck, SHAPES["map_with_points"]()) == "Map and point chart."
