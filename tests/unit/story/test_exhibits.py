"""Charts and tables as a slide holds them."""

import pandas as pd
import pytest

from valuestory.errors import StoryError
from valuestory.slides.facts import Change, Fact, Facts
from valuestory.slides.text import Vocabulary, Writer
from valuestory.story.exhibits.given import alt_text, chart_exhibit, table_exhibit

FACTS = Facts(
    [
        Fact("csat", 0.871, "share", "Customer satisfaction", "2026Q2", low=0.85, high=0.89, n=312),
        Fact("cost", 1_249_000.0, "money", "Cost", "2026Q2", low=1_249_000.0, high=1_249_000.0),
        Fact("csat", 0.8, "share", "Customer satisfaction", "2026Q1", low=0.7, high=0.9),
        Fact("cases", 4_699.0, "count", "Cases", "2026Q2", changes={"previous": Change("2026Q1", -12.0)}),
    ],
    period="2026Q2",
    relative={"previous": "2026Q1"},
)
WRITER = Writer(FACTS)
MEMBERS = Writer(FACTS, vocabulary=Vocabulary({"customer": {"one": "member", "many": "members"}}))


def bars(rows: int = 2) -> dict[str, object]:
    """Return a bar chart of so many rows, as a Vega-Lite dictionary."""
    values = [
        {"label": f"Customers {row}", "series": "now", "text": str(row), "fact": "csat@2026Q2"} for row in range(rows)
    ]
    return {"mark": "bar", "data": {"values": values}, "encoding": {"x": {"field": "label", "title": "Customers"}}}


def test_a_chart_takes_the_size_of_its_place_on_the_slide() -> None:
    """72 pixels are an inch: the place beside a takeaway is 7.80 x 4.50 inches."""
    spec = chart_exhibit(bars(), "chart+takeaway", WRITER, "", where="slide").spec
    assert (spec["width"], spec["height"]) == (562, 324)


def test_every_word_of_a_chart_is_the_companys_own_and_ids_stay() -> None:
    """Axis titles and category labels are renamed; field names and fact ids are not words."""
    chart = chart_exhibit(bars(), "chart", MEMBERS, "", where="slide")
    row = chart.spec["data"]["values"][0]
    assert row["label"] == "Members 0"
    assert chart.spec["encoding"]["x"] == {"field": "label", "title": "Members"}
    assert row["fact"] == "csat@2026Q2"
    assert chart.alt.startswith("now Members 0: 0")


def test_raw_rows_are_refused() -> None:
    """A slide travels: it holds aggregated rows only."""
    with pytest.raises(StoryError, match="2,001 rows"):
        chart_exhibit(bars(2_001), "chart", WRITER, "", where="slide")


def test_a_chart_that_fetches_its_data_is_refused() -> None:
    """What is shown must be in the notebook, and nothing may be asked for while a deck is made."""
    layer = {"layer": [{"mark": "bar", "data": {"url": "https://example.org/rows.json"}}]}
    with pytest.raises(StoryError, match="from an address"):
        chart_exhibit(layer, "chart", WRITER, "", where="slide")


def test_alt_text_names_the_first_and_the_last_points_of_a_long_chart() -> None:
    """Twelve points are said, the rest is left to the chart."""
    said = alt_text([{"label": f"Q{row}", "text": str(row)} for row in range(40)])
    assert said.startswith("Q0: 0; Q1: 1")
    assert said.endswith("Q39: 39")
    assert said.count(";") == 12


def test_figures_of_a_table_stand_right_and_words_left() -> None:
    """A column of single facts or numbers is a column of figures."""
    frame = pd.DataFrame({"Measure": ["Satisfied", "Costly"], "Value": ["{{ csat }}", "{{ cost }}"], "n": [312, 4]})
    table = table_exhibit(frame, WRITER, where="slide")
    assert [column.align for column in table.columns] == ["left", "right", "right"]
    assert [cell.text for cell in table.rows[0]] == ["Satisfied", "87%", "312"]
    assert table.rows[0][1].runs[0].fact == "csat@2026Q2"
