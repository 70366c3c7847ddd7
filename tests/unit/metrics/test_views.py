"""Views are selections over one catalogue: complete, in order, and nothing in them is weighted."""

from __future__ import annotations

import pandas as pd
import pytest

from valuestory.errors import MetricError
from valuestory.metrics import METRICS, Company
from valuestory.metrics.catalogue.views import VIEWS, View, view


@pytest.mark.parametrize(
    ("name", "groups"),
    [
        (
            "areas",
            "Customer Engagement, Support Reach, Answers Delivered, Answers Accepted, Effectiveness, Support Costs, "
            "Delivery Efficiency",
        ),
        ("categories", "Customer, Employee, Business, Knowledge, Acceleration"),
        ("chain", "Support Effort, Support Impact, Customer Value, Business Value"),
        ("streams", "direct resolution, self-service, product improvement, loyalty"),
    ],
)
def test_the_groups_are_those_that_were_published_in_their_order(name: str, groups: str) -> None:
    """ServiceXRG's seven areas and chain, the working group's five categories, the Consortium's streams."""
    assert [each.name for each in view(name).groups] == groups.split(", ")


@pytest.mark.parametrize("each", VIEWS.values(), ids=VIEWS)
def test_every_group_has_metrics_or_says_why_it_has_none(each: View) -> None:
    """No heading stands over nothing."""
    for group in each.groups:
        assert bool(each.metrics(group.name)) != bool(group.empty), group.name


@pytest.mark.parametrize("each", VIEWS.values(), ids=VIEWS)
def test_no_metric_names_a_group_that_its_view_does_not_have(each: View) -> None:
    """A slip of the pen would take a metric out of its view in silence."""
    named = {tag for metric in METRICS.values() for tag in metric.frameworks if tag.startswith(f"{each.framework}: ")}
    assert named <= {f"{each.framework}: {group.name}" for group in each.groups}


def test_every_metric_is_in_one_element_of_the_value_chain() -> None:
    """The chain is a division of the whole catalogue: nothing is left out, and nothing is counted in two places."""
    chain = [metric.name for group in view("chain").groups for metric in view("chain").metrics(group.name)]
    assert sorted(chain) == sorted(METRICS)


def test_an_unknown_view_or_group_is_named_with_the_nearest() -> None:
    """As everywhere: did you mean."""
    with pytest.raises(MetricError, match='there is no view "area"') as error:
        view("area")
    assert "areas" in error.value.do
    with pytest.raises(MetricError) as error:
        view("areas").metrics("Support Cost")
    assert "Support Costs" in error.value.do


def test_a_view_filled_in_shows_the_results_own_figures(northwind: Company) -> None:
    """Every row's figure is the one in the results, its change the one against the period before."""
    shown = northwind.view("chain")
    assert list(shown["group"].unique()) == [each.name for each in view("chain").groups]
    assert sorted(shown["metric"]) == sorted(METRICS)
    results, changes = northwind.metrics(slices=()), northwind.changes(slices=())
    start = pd.Timestamp(northwind.period.start)
    now = results[results["period_start"] == start].set_index("metric")
    then = changes[(changes["period_start"] == start) & (changes["against"] == "previous")].set_index("metric")
    told = shown[shown["missing"] == ""].set_index("metric")
    assert len(told) > 40
    for column in ("value", "low", "high", "n"):
        pd.testing.assert_series_equal(told[column], now[column].loc[told.index], check_names=False)
    moved = told["change"].dropna()
    assert len(moved) > 40
    pd.testing.assert_series_equal(moved, then["change"].loc[moved.index], check_names=False)


def test_a_metric_without_a_figure_says_what_it_waits_for(northwind: Company) -> None:
    """What is missing is a row like any other, with the columns that would bring it; no figure is made up."""
    shown = northwind.view("chain").set_index("metric")
    waiting = shown[shown["missing"] != ""]
    assert waiting["value"].isna().all()
    gaps = northwind.gaps().drop_duplicates("metric").set_index("metric")
    for name in waiting.index.intersection(gaps.index):
        assert gaps.loc[name, "missing"] in waiting.loc[name, "missing"]


def test_a_category_that_no_table_can_tell_is_said_to_be_one(northwind: Company) -> None:
    """Acceleration is leaders' own time: it stands in the view with the reason, and without a figure."""
    row = northwind.view("categories").query("group == 'Acceleration'").iloc[0]
    assert row["metric"] == ""
    assert "leaders" in row["missing"]
    assert pd.isna(row["value"])
