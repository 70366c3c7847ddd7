"""Scorecards: what moved is called better or worse by evidence and direction, and nothing is added up."""

from __future__ import annotations

import pytest

from valuestory.errors import MetricError, StoryError
from valuestory.metrics import METRICS
from valuestory.slides.facts import Change, Fact, Facts
from valuestory.story import Story
from valuestory.story.tables.scorecards import NONE, Standing, moved, standing_of, standings


def facts(name: str, value: float, change: float, low: float, high: float) -> Facts:
    """Facts with one metric, and its change against a year ago."""
    fact = Fact(
        name,
        value,
        METRICS[name].unit,
        period="2026Q2",
        changes={"year_ago": Change("2025Q2", change, low, high)},
    )
    return Facts([fact], period="2026Q2", relative={"year_ago": "2025Q2"})


@pytest.mark.parametrize(
    ("name", "value", "change", "low", "high", "expected"),
    [
        ("csat", 0.80, 0.05, 0.02, 0.08, "better"),
        ("dsat", 0.10, 0.05, 0.02, 0.08, "worse"),  # less is good
        ("time_to_smile", 600.0, -60.0, -90.0, -30.0, "better"),
        ("csat", 0.80, 0.02, -0.03, 0.07, "not established"),
        ("csat", 0.80, 0.001, -0.004, 0.006, "as a year ago"),
        ("cases", 4000.0, 900.0, 700.0, 1100.0, "level only"),  # more cases are neither good nor bad by themselves
    ],
)
def test_a_measure_is_better_or_worse_only_beyond_chance_and_by_its_own_direction(
    name: str, value: float, change: float, low: float, high: float, expected: Standing
) -> None:
    """State is statistics, tone is the metric's direction; where there is none, nothing is called good."""
    assert standing_of(METRICS[name], facts(name, value, change, low, high)) == expected


def test_every_measure_of_a_view_stands_in_one_way_and_is_counted_once() -> None:
    """A measure in two groups is one measure: the counts add up to the view's measures."""
    found = standings("chain", facts("csat", 0.80, 0.05, 0.02, 0.08))
    assert found["better"] == 1
    assert sum(found.values()) == len(METRICS)
    assert found["not measured"] == len(METRICS) - 1


def test_the_largest_moves_for_their_own_size_come_first() -> None:
    """A fall by half stands above a fall by a tenth, whatever their units."""
    both = facts("time_to_smile", 540.0, -60.0, -90.0, -30.0)
    other = facts("dsat", 0.10, -0.10, -0.12, -0.08)
    for fact in other.values():
        both.add(fact)
    assert list(moved("chain", "better", both)["Measure"]) == [METRICS["dsat"].label, METRICS["time_to_smile"].label]


def test_a_glance_has_a_row_for_every_group_in_its_published_order(story: Story) -> None:
    """Acceleration too, which no table can tell: it stands there with the reason."""
    table = story.glance("categories")
    assert list(table["Category"]) == ["Customer", "Employee", "Business", "Knowledge", "Acceleration"]
    last = table.iloc[-1]
    assert last["Measure"] == NONE
    assert "leaders" in last["Standing"]


def test_a_scorecard_shows_what_is_not_measured_with_what_it_waits_for(story: Story) -> None:
    """Measured ones first; nothing is left out of the table in silence."""
    table = story.scorecard("categories", "Employee", most=100)
    assert set(table["Measure"]) == {
        each.label for each in METRICS.values() if "New Metrics Framework: Employee" in each.frameworks
    }
    waiting = table[table["{{ this_period }}"] == NONE]
    assert all(each.startswith("needs ") or each == "no figure in this period" for each in waiting["Standing"])
    assert waiting.index.tolist() == list(range(len(table) - len(waiting), len(table)))


def test_a_scorecard_fits_a_slide_as_it_is(story: Story) -> None:
    """Every cell's facts exist: the slide is made, sourced, and each figure in it is a fact."""
    story.standings("chain")
    view = story.slide("s", title="{{ measures_better }} got better", table=story.scorecard("areas", "Support Costs"))
    slide = view.slide  # type: ignore[union-attr]
    assert slide.table is not None
    assert slide.source is not None
    shown = {run.fact for row in slide.table.rows for cell in row for run in cell.runs if run.fact}
    assert "fully_loaded_cost@2026Q2" in shown


def test_the_members_with_the_lowest_and_the_highest_figure_are_named(story: Story) -> None:
    """For a title that says where it is shortest and where longest."""
    ends = story.extremes("csat", "segment")
    assert ends is not None
    low, high = (story.facts[f"csat@2026Q2[segment={each}]"].value for each in ends)
    values = [each.value for each in story.facts.values() if each.id.startswith("csat@2026Q2[segment=")]
    assert (low, high) == (min(values), max(values))  # type: ignore[type-var]
    assert story.extremes("csat", "planet") is None


def test_an_unknown_view_is_named_with_the_nearest(story: Story) -> None:
    """As everywhere: did you mean."""
    with pytest.raises(MetricError, match='there is no view "areas of support"'):
        story.glance("areas of support")


def test_a_table_without_rows_is_refused(story: Story) -> None:
    """A frame with a head and nothing in it would be an empty slide."""
    with pytest.raises(StoryError, match="the table has no rows"):
        story.slide("empty", title="Nothing", table=story.glance("areas").head(0))
