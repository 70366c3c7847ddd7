"""What holds of every company, whatever its tables say.

Each property is tried on a few companies of chance (`random_company`). The numbers of a metric are specified in the
file of its own name; here it is only said how they must behave.
"""

from __future__ import annotations

from random import Random

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import Phase, given, settings, strategies as st
from tests.spec.random_company import Tables, mapped, random_tables
from tests.spec.tables import company_from

from valuestory.metrics import METRICS
from valuestory.metrics.estimates.results import WITHHELD

KEY = ["metric", "period_start", "slice"]
NUMBERS = ["numerator", "denominator", "value", "low", "high", "n"]
MONEY = {name for name, each in METRICS.items() if each.unit == "money"}
PRODUCTS = {name for name, each in METRICS.items() if each.interval == "product"}
AREAS = {name for name, each in METRICS.items() if each.interval == "auc"}
TOTALS = {name for name, each in METRICS.items() if not each.denominator} - PRODUCTS
MEDIANS = {name for name, each in METRICS.items() if each.interval == "median"}
OF_ACCOUNTS = {name for name, each in METRICS.items() if each.by == "account_id"} - PRODUCTS - MEDIANS - AREAS
"""What has slices that add up: people and articles belong to no segment, products and medians are no sums, and pairs
cross segments."""
RANDOM = st.integers(0, 2**32 - 1).map(random_tables)
MONTHS_OF_LEDGER = {name for name, each in METRICS.items() if each.observations.endswith("cost_months")}
NET = {name for name, each in METRICS.items() if each.less} | {
    *("nps", "net_new_arr", "improvement_cases_avoided"),
    *("time_to_customer_value", "time_to_value_before_sale", "median_time_to_customer_value"),
}
"""What may be below zero: a balance, and what is left when a cost is taken off."""
FLOWS = {"new_arr", "expansion_arr", "contraction_arr", "churned_arr"}
"""What is told by a period's two ends: what comes and goes between them is not seen."""
few = settings(max_examples=4, phases=(Phase.explicit, Phase.reuse, Phase.generate))  # a smaller seed says no more


def results(tables: Tables, period: str = "2026Q2") -> pd.DataFrame:
    """Return all figures (none that is withheld or cannot be told), ordered and keyed by metric, period and slice."""
    table = company_from(tables, period=period).metrics()
    shown = table[~table["evidence"].str.startswith(("withheld", "not estimable"))]
    return shown.set_index(KEY)[NUMBERS].astype("float64").sort_index()


def doubled(name: str, table: pa.Table) -> pa.Table:
    """Return a table with every row twice, the second time under other keys; rows of no account stay so."""
    keys = [column for column in table.column_names if column.endswith("_id")]
    copy = table
    for column in keys:
        other = pc.binary_join_element_wise(table[column], "copy", "-")
        copy = copy.set_column(copy.column_names.index(column), column, other)
    return pa.concat_tables([table, copy])


@few
@given(RANDOM, st.integers(0, 2**32 - 1).map(Random))
def test_the_order_of_rows_does_not_matter(tables: Tables, chance: Random) -> None:
    """Tables have no order: shuffled, they give the same figures and the same intervals."""
    shuffled = mapped(tables, lambda _, table: table.take(chance.sample(range(len(table)), len(table))))
    pd.testing.assert_frame_equal(results(tables), results(shuffled), rtol=1e-9)


@few
@given(RANDOM)
def test_twice_the_customers_double_totals_and_leave_ratios(tables: Tables) -> None:
    """A company with a twin has twice the total and the same ratio, and knows it better."""
    once, twice = results(tables).align(results(mapped(tables, doubled)), join="inner", axis=0)
    once, twice = (
        each.drop(index="largest_cluster_share", level="metric") for each in (once, twice)
    )  # twice the groups
    shares = {name for name in PRODUCTS if METRICS[name].among}
    totals = once.index.get_level_values("metric").isin(TOTALS | PRODUCTS - shares)
    assert len(once) > 100
    np.testing.assert_allclose(twice["value"][totals], 2 * once["value"][totals], atol=1e-9)  # a net may be nought
    np.testing.assert_allclose(twice["value"][~totals], once["value"][~totals])
    areas = once.index.get_level_values("metric").isin(AREAS)  # four times the pairs
    np.testing.assert_allclose(twice["numerator"], np.where(areas, 4, 2) * once["numerator"], atol=1e-9)
    counted = ~once.index.get_level_values("metric").isin(MONTHS_OF_LEDGER)  # months stay three
    np.testing.assert_allclose(twice["n"][counted], 2 * once["n"][counted])
    width_once, width_twice = once["high"] - once["low"], twice["high"] - twice["low"]
    known = ~totals & width_once.notna().to_numpy()
    assert (width_twice[known] <= width_once[known] + 1e-9).all()


@few
@given(RANDOM)
def test_another_currency_changes_money_and_nothing_else(tables: Tables) -> None:
    """At two to one every amount doubles, with its interval; no share, count or duration moves."""

    def dearer(_: str, table: pa.Table) -> pa.Table:
        for column in {"arr_amount", "amount"} & set(table.column_names):
            table = table.set_column(table.column_names.index(column), column, pc.multiply(table[column], 2.0))
        return table

    before, after = results(tables), results(mapped(tables, dearer))
    factor = np.where(before.index.get_level_values("metric").isin(MONEY), 2.0, 1.0)
    for column in ("value", "low", "high"):
        np.testing.assert_allclose(after[column], factor * before[column], rtol=1e-9)
    np.testing.assert_allclose(after["n"], before["n"])


@few
@given(st.integers(0, 2**32 - 1))
def test_slices_of_a_partition_add_up_to_the_whole(seed: int) -> None:
    """Every account has one segment: numerators and denominators of the segments are those of the company."""
    tables = random_tables(seed, unknown=0.0)
    table = company_from(tables).metrics(slices=["segment"])
    table = table[table["metric"].isin(OF_ACCOUNTS)]
    shown = table[table["evidence"] != WITHHELD].groupby(["metric", "period_start"])["slice"].nunique()
    complete = shown[shown == 3].index  # a ratio has no figure in a segment where its denominator is empty
    keyed = table.set_index(["metric", "period_start"]).loc[lambda each: each.index.isin(complete)]
    columns = ["numerator", "denominator"]
    whole = keyed[keyed["slice"] == "all"][columns].astype("float64")
    parts = keyed[keyed["slice"] != "all"].groupby(level=[0, 1])[columns].sum().astype("float64").reindex(whole.index)
    ratios = ~whole.index.get_level_values("metric").isin(TOTALS)
    assert len(whole) > 20
    np.testing.assert_allclose(parts["numerator"], whole["numerator"])
    np.testing.assert_allclose(parts["denominator"][ratios], whole["denominator"][ratios])
    values = keyed[~keyed["slice"].eq("all")].groupby(level=[0, 1])["value"].sum().reindex(whole.index)
    np.testing.assert_allclose(values[~ratios].astype("float64"), whole["numerator"][~ratios])


def figures_and_bounds_stay_within_the_possible(found: pd.DataFrame) -> None:
    """No infinity, bounds around the figure, shares of something between 0 and 1, nothing counted below 0."""
    shares = found.index.get_level_values("metric").isin(
        {name for name, each in METRICS.items() if each.interval == "share" or each.among}
    )
    assert np.isfinite(found["value"]).all()
    assert not (found["low"] > found["value"]).any()
    assert not (found["high"] < found["value"]).any()
    assert found[shares][["value", "low", "high"]].stack().dropna().between(0, 1).all()
    assert (found["n"] > 0).all()
    assert (found.drop(index=list(NET), level="metric", errors="ignore")["value"] >= 0).all()
    before = found[found.index.get_level_values("metric") == "time_to_value_before_sale"]
    assert (before[["value", "high"]].stack().dropna() <= 0).all()


def fewer_are_accepted_than_delivered_than_reached(found: pd.DataFrame) -> None:
    """T11: each is a part of the one before, for the whole and for every slice; the parts of the accepted add up."""
    value = found["value"].unstack("metric")
    value = value.fillna({name: 0.0 for name in value if name.startswith("answers_")})
    assert (value["answers_reached"] >= value["answers_delivered"]).all()
    assert (value["answers_delivered"] >= value["answers_accepted"]).all()
    assert (value["answers_without_case"] >= value["answers_confirmed"]).all()
    np.testing.assert_allclose(value["answers_accepted"], value["answers_without_case"] + value["answers_with_case"])
    exact = (value["delivery_rate"] * value["acceptance_rate"] * value["answers_reached"]).dropna()
    np.testing.assert_allclose(exact, value["answers_accepted"][exact.index])


def the_parts_of_the_first_year_add_up(found: pd.DataFrame) -> None:
    """Means over the same accounts: before the sale, after it, and to smile are the Time to Customer Value, exactly."""
    value = found["value"].unstack("metric")
    if "time_to_customer_value" not in value:  # nobody is known to have bought within the data
        return
    parts = value[["time_to_value_before_sale", "time_to_value_after_sale", "time_to_smile_in_first_year"]]
    whole = value["time_to_customer_value"].dropna()
    np.testing.assert_allclose(parts.loc[whole.index].sum(axis=1, skipna=False), whole, rtol=1e-12)


def no_more_revenue_is_kept_than_there_was(found: pd.DataFrame) -> None:
    """Gross retention is at most 100 %, and at most net retention, even where credits stand in the books."""
    value = found["value"].unstack("metric")
    for prefix in ("", "annual_"):
        gross, net = value[f"{prefix}gross_revenue_retention"], value[f"{prefix}net_revenue_retention"]
        assert (gross.dropna() <= 1).all()
        assert (gross.dropna() <= net.dropna() + 1e-12).all()


def the_ways_in_which_revenue_moves_add_up(found: pd.DataFrame) -> None:
    """New and expansion less contraction and churn is the net; what is kept, less and gone is all that there was."""
    value = found["value"].unstack("metric").dropna(subset="net_new_arr").fillna(dict.fromkeys(FLOWS, 0.0))
    came, went = value["new_arr"] + value["expansion_arr"], value["contraction_arr"] + value["churned_arr"]
    np.testing.assert_allclose(came - went, value["net_new_arr"], atol=1e-9)
    rates = value.dropna(subset="gross_revenue_retention")
    lost = rates["contraction_rate"] + rates["churned_arr_rate"]
    np.testing.assert_allclose(rates["gross_revenue_retention"] + lost, 1.0)
    np.testing.assert_allclose(
        rates["net_revenue_retention"], rates["gross_revenue_retention"] + rates["expansion_rate"]
    )


@few
@given(RANDOM)
def test_all_figures_of_a_company_hold_together(tables: Tables) -> None:
    """Bounds, parts of parts, the first year, revenue kept and moved: of one company after the other."""
    found = results(tables)
    figures_and_bounds_stay_within_the_possible(found)
    fewer_are_accepted_than_delivered_than_reached(found)
    the_parts_of_the_first_year_add_up(found)
    no_more_revenue_is_kept_than_there_was(found)
    the_ways_in_which_revenue_moves_add_up(found)


@few
@given(RANDOM)
def test_months_add_up_to_their_quarter(tables: Tables) -> None:
    """What is counted does not depend on the grain it is counted at.

    But for what is inferred from no later case: in a story of months that is looked for to the month's end, so that
    three months hold as many or more. And but for revenue that came and went again within the quarter, and what
    compares a period with the ones beside it.
    """
    months, quarters = results(tables, "2026-06"), results(tables, "2026Q2")
    last_three = months[months.index.get_level_values("period_start") >= "2026-04-01"]["value"]
    summed = last_three.groupby(level=["metric", "slice"]).sum()
    quarter = quarters["value"].xs(pd.Timestamp("2026-04-01"), level="period_start")
    for name in (TOTALS - FLOWS) & set(quarter.index.get_level_values("metric")) - {"improvement_cases_avoided"}:
        if name in {"answers_accepted", "answers_without_case"}:
            assert summed[name]["all"] >= quarter[name]["all"], name
        else:
            assert summed[name]["all"] == pytest.approx(quarter[name]["all"]), name


@few
@given(RANDOM)
def test_a_period_without_rows_gives_no_result_and_never_zero(tables: Tables) -> None:
    """Nothing was asked and nothing answered from January to March 2026: no total of it and no ratio to it."""
    empty, until = pd.Timestamp("2026-01-01"), pd.Timestamp("2026-04-01")
    dated = {
        "cases": ("opened_at", "resolved_at", "happy_at"),
        "article_sessions": ("started_at",),
        "surveys": ("answered_at",),
        "case_articles": ("linked_at",),
        "articles": ("created_at",),
        "improvements": ("submitted_at", "shipped_at"),
        "milestones": ("started_at",),
        "survey_waves": ("sent_on",),
        "usage": ("at",),
        "worklogs": ("on",),
    }

    def without(name: str, table: pa.Table) -> pa.Table:
        if name not in dated:
            return table
        frame = table.to_pandas()
        inside = [pd.to_datetime(frame[each]).between(empty, until, inclusive="left") for each in dated[name]]
        return table.filter(pa.array(~np.logical_or.reduce(inside)))

    found = results(mapped(tables, without))
    names = set(found.xs(empty, level="period_start").index.get_level_values("metric"))
    assert names <= {
        *("contact_rate", "support_reach", "logo_retention", "gross_revenue_retention", "net_revenue_retention"),
        *("annual_logo_retention", "annual_gross_revenue_retention", "annual_net_revenue_retention"),
        *("retention_with_milestones", "retention_without_milestones"),
        *("fully_loaded_cost", "self_service_cost", "cost_share_of_revenue", "net_new_arr", *FLOWS),
        *("time_to_proficiency", "milestone_rate", "gap_to_target"),  # of who was hired, or what began, before
        *("account_coverage", "value_coverage", "work_logged_per_account"),  # of customers that there are
        *("expansion_rate", "contraction_rate", "churned_arr_rate"),
        *("annual_health_score_auc", "health_score_auc"),  # by the score of an earlier period
        *(f"annual_logo_retention_{third}_health" for third in ("low", "middle", "high")),
    }
