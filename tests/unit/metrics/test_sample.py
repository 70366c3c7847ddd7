"""The results of the sample company, computed again from its files by plain pandas, another way than the fold does."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from valuestory.metrics import METRICS, Company, open_company
from valuestory.metrics.fold.derive import RESERVED

SAMPLE = Path(__file__).parents[3] / "data" / "sample"
QUARTERS = pd.period_range("2024Q1", "2026Q2", freq="Q")


@cache
def table(name: str) -> pd.DataFrame:
    """Return a table as it lies in the folder."""
    path = next(SAMPLE.glob(f"{name}.*"))
    return pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)


@cache
def accounts() -> pd.DataFrame:
    """Return the accounts with their times read."""
    found = table("accounts")
    return found.assign(**{name: pd.to_datetime(found[name]) for name in ("start_at", "churned_at")})


@cache
def cases() -> pd.DataFrame:
    """Return the cases without what the sample declares spoiled."""
    found = table("cases").drop_duplicates("case_id")
    known = found["account_id"].where(found["account_id"].isin(accounts()["account_id"]))
    resolved = found["resolved_at"].where(found["resolved_at"].dt.year.between(2000, 2100))
    resolved = resolved.where(resolved >= found["opened_at"])
    return found.assign(
        account_id=known,
        resolved_at=resolved,
        csat_score=found["csat_score"].where(found["csat_score"].between(1, 5)),
        quarter=found["opened_at"].dt.to_period("Q"),
        resolved_in=resolved.dt.to_period("Q"),
    )


@cache
def sessions(horizon: str = "Q") -> pd.DataFrame:
    """Return the sessions, each with whether it was confirmed or may be taken as accepted.

    A next case is looked for within fourteen days, and no further than the session's own quarter or month (`horizon`).
    """
    found = table("article_sessions")
    known = found["account_id"].where(found["account_id"].isin(accounts()["account_id"]))
    found = found.assign(account_id=known, quarter=found["started_at"].dt.to_period("Q"))
    asked = cases().dropna(subset="account_id").sort_values("opened_at")[["account_id", "opened_at"]]
    following = pd.merge_asof(
        found.sort_values("started_at"),
        asked,
        left_on="started_at",
        right_on="opened_at",
        by="account_id",
        direction="forward",
        tolerance=pd.Timedelta(days=14),
    )
    same = following["opened_at"].dt.to_period(horizon) == following["started_at"].dt.to_period(horizon)
    quiet = following["opened_at"].isna() | ~same
    unjudged = following["is_success"].isna() & following["case_id"].isna() & following["needs_followup"].ne(True)
    confirmed = following["is_consumed"] & following["is_success"].eq(True)
    inferred = following["is_consumed"] & unjudged & quiet & following["account_id"].notna()
    return following.assign(confirmed=confirmed, accepted=confirmed | inferred)


def by_quarter(company: Company, name: str, part: str = "all") -> pd.DataFrame:
    """Return a metric's rows by quarter."""
    found = company.metrics(name)
    found = found[found["slice"] == part]
    return found.set_index(pd.PeriodIndex(found["period_start"], freq="Q"))[["numerator", "denominator", "value", "n"]]


def arr_on(day: pd.Timestamp) -> pd.Series:
    """Return recurring revenue in force on a day, of every account that has any."""
    lines, date = table("subscriptions"), str(day.date())
    running = lines[(lines["start_on"] <= date) & ~(lines["end_on"] <= date)]
    return running.groupby("account_id")["arr_amount"].sum().loc[lambda amount: amount > 0]


def customers_on(day: pd.Timestamp) -> set[str]:
    """Return the accounts that are customers at an instant."""
    found = accounts()
    return set(found[(found["start_at"] <= day) & ~(found["churned_at"] <= day)]["account_id"])


def bounds(quarter: pd.Period) -> tuple[pd.Timestamp, pd.Timestamp, pd.Timestamp]:
    """Return the first instants of a quarter, of the next, and of the one a year before the next."""
    return quarter.start_time, (quarter + 1).start_time, (quarter - 3).start_time


def test_the_story_is_about_the_last_whole_quarter(northwind: Company) -> None:
    """The data reaches to 30 June 2026 and begins with 2024."""
    assert northwind.period.name == "2026Q2"
    assert [each.name for each in northwind.periods] == [str(each) for each in QUARTERS]


def test_every_metric_of_the_catalogue_is_computed(northwind: Company) -> None:
    """The sample company lacks nothing, but that it never asked the older question on effort."""
    assert northwind.gaps().empty
    found = northwind.metrics()
    assert set(found["metric"]) == set(METRICS) - {"customer_effort_score_1"}
    now = found[(found["period_start"] == pd.Timestamp("2026-04-01")) & (found["slice"] == "all")].set_index("metric")
    # Of what was suggested this quarter nothing has shipped, so that there is no median of it.
    assert set(now.index[now["value"].isna()]) == {"time_to_cure"}
    # One suggestion alone has no interval; people are asked how they feel in other quarters; nothing shipped in this.
    assert set(now.index[now["low"].isna()]) == {"time_to_cure", "employee_suggestions_accepted"}
    assert set(METRICS) - set(now.index) == {
        *("customer_effort_score_1", "employee_engagement", "employee_satisfaction", "improvements_implemented"),
        "time_to_value",  # of each life event, never of all
    }


def test_cases_are_the_rows_of_the_quarter(northwind: Company) -> None:
    """Cases of no account included."""
    pd.testing.assert_series_equal(
        by_quarter(northwind, "cases")["value"], cases().groupby("quarter").size().astype(float), check_names=False
    )


def test_the_contact_rate_sets_cases_of_customers_against_customers(northwind: Company) -> None:
    """A case dated before its account began is left out."""
    found = by_quarter(northwind, "contact_rate")
    for quarter in QUARTERS:
        start, end, _ = bounds(quarter)
        live = accounts()[(accounts()["start_at"] < end) & ~(accounts()["churned_at"] <= start)]["account_id"]
        asked = cases()[cases()["quarter"] == quarter]["account_id"].isin(live).sum()
        assert found.loc[quarter, "numerator"] == asked
        assert found.loc[quarter, "value"] == pytest.approx(100 * asked / len(live))


def test_every_month_of_a_story_of_months_is_counted_alike() -> None:
    """Looking for a next case ends with the month, in a quarter's last month as in its first: no false saw-tooth."""
    company = open_company("sample", period="2026-04")
    found = company.metrics("answers_without_case")
    found = found[found["slice"] == "all"].set_index("period_start")["value"].to_period("M")
    read = sessions("M")
    expected = read.groupby(read["started_at"].dt.to_period("M"))["accepted"].sum()
    for month in ("2025-12", "2026-02", "2026-03", "2026-04"):
        assert found[month] == expected[month], month


def test_answers_are_counted_from_sessions_and_cases(northwind: Company) -> None:
    """Reached, delivered, accepted and confirmed, by joining each session to its account's next case in pandas."""
    asked, read = cases(), sessions()
    held = asked[asked["resolved_at"].notna() & (asked["reopens_count"] == 0)]
    expected = {
        "answers_reached": read.groupby("quarter").size() + asked.groupby("quarter").size(),
        "answers_delivered": read.groupby("quarter")["is_consumed"].sum()
        + asked.groupby("quarter")["resolved_at"].count(),
        "answers_confirmed": read.groupby("quarter")["confirmed"].sum(),
        "answers_without_case": read.groupby("quarter")["accepted"].sum(),
        "answers_with_case": held.groupby("quarter").size(),
        "answers_accepted": read.groupby("quarter")["accepted"].sum() + held.groupby("quarter").size(),
    }
    for name, values in expected.items():
        found = by_quarter(northwind, name)["value"]
        pd.testing.assert_series_equal(found, values.astype(float), check_names=False, obj=name)


def test_time_to_smile_is_the_mean_over_cases_that_ended(northwind: Company) -> None:
    """From the earlier of interruption and report to the confirmation, else the resolution."""
    began = cases()[["interrupted_at", "opened_at"]].min(axis=1)
    ended = cases()["happy_at"].where(cases()["resolved_at"].notna() | cases()["happy_at"].notna())
    ended = ended.fillna(cases()["resolved_at"])
    minutes = (ended - began).dt.total_seconds() / 60
    expected = minutes.groupby(ended.dt.to_period("Q")).agg(["mean", "count"])
    found = by_quarter(northwind, "time_to_smile").loc[QUARTERS]
    np.testing.assert_allclose(found["value"], expected["mean"].loc[QUARTERS])
    np.testing.assert_allclose(found["n"].astype(float), expected["count"].loc[QUARTERS])


def test_satisfaction_and_recommendation_are_those_of_the_survey_tool(northwind: Company) -> None:
    """Top two of five by the quarter of resolution; promoters less detractors by the quarter of the answer."""
    answered = cases().dropna(subset=["csat_score", "resolved_in"])
    csat = (answered["csat_score"] >= 4).groupby(answered["resolved_in"]).mean().loc[QUARTERS]
    np.testing.assert_allclose(by_quarter(northwind, "csat")["value"].loc[QUARTERS], csat)
    scores = table("surveys").query("instrument == 'nps' and 0 <= score <= 10")
    sign = (scores["score"] >= 9).astype(int) - (scores["score"] <= 6).astype(int)
    nps = 100 * sign.groupby(scores["answered_at"].dt.to_period("Q")).mean()
    pd.testing.assert_series_equal(
        by_quarter(northwind, "nps")["value"], nps, check_names=False, check_index_type=False, check_freq=False
    )


def test_customers_are_kept_or_lost_between_the_ends_of_a_period(northwind: Company) -> None:
    """Over a quarter and over twelve months, the latter only where the data reaches back so far."""
    quarterly, yearly = by_quarter(northwind, "logo_retention"), by_quarter(northwind, "annual_logo_retention")
    for quarter in QUARTERS:
        start, end, year_start = bounds(quarter)
        before, now = customers_on(start), customers_on(end)
        assert quarterly.loc[quarter, "value"] == pytest.approx(len(before & now) / len(before))
        assert (quarter in yearly.index) == (year_start >= pd.Timestamp("2024-01-01"))
        if quarter in yearly.index:
            then = customers_on(year_start)
            assert yearly.loc[quarter, "numerator"] == len(then & now)
            assert yearly.loc[quarter, "denominator"] == len(then)


@pytest.mark.parametrize(("prefix", "years"), [("", False), ("annual_", True)])
def test_revenue_is_kept_or_lost_between_the_ends_of_a_period(northwind: Company, prefix: str, years: bool) -> None:
    """Gross without and net with the growth of the customers of the start."""
    gross = by_quarter(northwind, f"{prefix}gross_revenue_retention")
    net = by_quarter(northwind, f"{prefix}net_revenue_retention")
    for quarter in gross.index:
        start, end, year_start = bounds(quarter)
        before = arr_on(year_start if years else start)
        now = arr_on(end).reindex(before.index, fill_value=0.0)
        assert gross.loc[quarter, "value"] == pytest.approx(np.minimum(before, now).sum() / before.sum())
        assert net.loc[quarter, "value"] == pytest.approx(now.sum() / before.sum())
        assert gross.loc[quarter, "n"] == len(before)


def test_cost_is_the_ledger_and_what_is_set_against_it(northwind: Company) -> None:
    """Per resolution, per accepted answer, and as a share of the quarter's recurring revenue."""
    ledger = table("costs")
    amount = ledger.groupby(pd.PeriodIndex(pd.to_datetime(ledger["month_on"]), freq="Q"))["amount"].sum().loc[QUARTERS]
    np.testing.assert_allclose(by_quarter(northwind, "fully_loaded_cost")["value"], amount)
    resolved = cases().groupby("resolved_in").size().loc[QUARTERS]
    np.testing.assert_allclose(by_quarter(northwind, "cost_per_resolution")["value"], amount / resolved)
    accepted = by_quarter(northwind, "answers_accepted")["value"]
    np.testing.assert_allclose(by_quarter(northwind, "cost_per_accepted_answer")["value"], amount / accepted)
    revenue = [sum(arr_on(day).sum() for day in bounds(quarter)[:2]) / 2 / 4 for quarter in QUARTERS]
    np.testing.assert_allclose(by_quarter(northwind, "cost_share_of_revenue")["value"], amount / revenue)


def test_half_got_there_where_the_product_of_daily_chances_falls_below_one_half(northwind: Company) -> None:
    """Onboarding that began in the last quarter, by Kaplan and Meier's product written out."""
    begun = table("milestones").query("event == 'onboarding' and started_at >= '2026-04-01'")
    ends = accounts().set_index("account_id")["churned_at"].reindex(begun["account_id"]).to_numpy()
    last = pd.Series(ends, begun.index).fillna(pd.Timestamp("2026-07-01")).clip(upper=pd.Timestamp("2026-07-01"))
    begun = begun[begun["started_at"] < "2026-07-01"].assign(last=last)
    reached = begun["reached_at"] <= begun["last"]
    days = (begun["reached_at"].where(reached, begun["last"]) - begun["started_at"]) / pd.Timedelta(days=1)
    left = 1.0
    for day in sorted(days[reached]):
        left *= 1 - 1 / (days >= day).sum()
        if left < 0.5:
            break
    found = northwind.metrics("time_to_value")
    found = found[(found["slice"] == "life_event=onboarding") & (found["period_start"] == "2026-04-01")].iloc[0]
    assert found["value"] == pytest.approx(day)
    assert (found["numerator"], found["n"]) == (reached.sum(), len(begun))


def test_first_years_are_walked_through_day_by_day(northwind: Company) -> None:
    """Who bought a year before the last quarter: interruptions merged one after the other, in plain Python."""
    year, end_of_quarter = pd.Timedelta(days=365), pd.Timestamp("2026-07-01")
    bought = table("milestones").query("event == 'first value'").set_index("account_id")
    bought = bought[(bought["purchased_at"] + year).between("2026-04-01", end_of_quarter, inclusive="left")]
    left = accounts().set_index("account_id")["churned_at"]
    asked = cases().dropna(subset="account_id").set_index("account_id")
    days = {"before": 0.0, "after": 0.0, "smile": 0.0}
    for account, row in bought.iterrows():
        start = row["purchased_at"]
        gone = min(filter(pd.notna, (left[account], start + year)))
        shown = (row["presale_value_at"] - start) / pd.Timedelta(days=1)
        days["before"] += 0.0 if np.isnan(shown) else min(0.0, max(-90.0, shown))
        got = row["reached_at"] if row["reached_at"] <= gone else start + year
        days["after"] += (got - start) / pd.Timedelta(days=1)
        own = asked.loc[asked.index == account]
        began = own[["interrupted_at", "opened_at"]].min(axis=1).clip(lower=start)
        ended = own["happy_at"].fillna(own["resolved_at"]).fillna(gone).clip(upper=gone)
        until = start
        for since, up_to in sorted(zip(began, ended, strict=True)):
            days["smile"] += max(0.0, (up_to - max(since, until)) / pd.Timedelta(days=1))
            until = max(until, up_to)
    found = [
        by_quarter(northwind, name).loc["2026Q2"]
        for name in ("time_to_value_before_sale", "time_to_value_after_sale", "time_to_smile_in_first_year")
    ]
    assert [each["n"] for each in found] == [len(bought)] * 3
    assert [each["numerator"] for each in found] == pytest.approx(list(days.values()), rel=1e-6)


def test_a_segment_is_its_accounts(northwind: Company) -> None:
    """What is counted for a segment is what its accounts did; its cost is its share of the minutes worked."""
    own = set(accounts()[accounts()["segment"] == "Mid-market"]["account_id"])
    theirs = cases()[cases()["account_id"].isin(own)]
    found = by_quarter(northwind, "cases", "segment=Mid-market")["value"]
    np.testing.assert_allclose(found, theirs.groupby("quarter").size())
    shares = theirs.groupby("quarter")["work_minutes"].sum() / cases().groupby("quarter")["work_minutes"].sum()
    cost = by_quarter(northwind, "fully_loaded_cost")["value"]
    part = by_quarter(northwind, "fully_loaded_cost", "segment=Mid-market")["value"]
    np.testing.assert_allclose(part, shares * cost)


def test_a_slice_that_is_a_slip_of_the_keyboard_is_withheld_and_said_to_be(northwind: Company) -> None:
    """Four accounts have the segment " smb": their figures would name them."""
    found = northwind.metrics()
    found = found[found["slice"] == "segment= smb"]
    assert not found.empty
    assert set(found["evidence"]) == {"withheld: fewer than 5 accounts"}
    assert found[["numerator", "denominator", "value", "low", "high", "n"]].isna().all(axis=None)


def test_account_quarters_are_one_row_an_account_and_quarter(northwind: Company) -> None:
    """They hold the accounts alive in the quarter, those who left within the year, and a row for what nobody claims."""
    frame = northwind.account_quarters()
    assert not frame.duplicated(["account_id", "period"]).any()
    live = frame[frame["live_accounts"] > 0].groupby("period").size()
    assert live["2026Q2"] == by_quarter(northwind, "contact_rate").loc["2026Q2", "n"]
    assert frame[frame["account_id"] == ""]["live_accounts"].eq(0).all()
    assert (frame["period_start"] < frame["period_end"]).all()


def test_the_columns_of_account_quarters_cannot_be_mistaken_for_slices(northwind: Company) -> None:
    """A column of accounts that has a name which the fold uses is no slice: the list of such names is complete."""
    own = set(northwind.account_quarters().columns) - {"account_id", *northwind.dimensions}
    assert own == RESERVED


def test_improvements_thinned_out_their_groups_as_was_planted(northwind: Company) -> None:
    """45 % of a group's cases stop once its improvement has shipped: each quarter's interval holds the 55 % left."""
    found = northwind.metrics("improvement_volume_ratio")
    planted = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["knowledge_programme"]
    left = 1 - planted["share_of_a_clusters_cases_that_stop"]
    assert len(found) == 5
    assert found["low"].lt(left).all()
    assert found["high"].gt(left).all()
    assert northwind.metrics("improvement_cases_avoided")["low"].gt(0).all()


def test_a_case_after_a_visit_is_found_by_looking_back_from_it(northwind: Company) -> None:
    """The last visit before each case, by an as-of join; and who asked is counted once a quarter and account."""
    asked = cases().dropna(subset="account_id").sort_values("opened_at")
    visits = sessions().dropna(subset="account_id").sort_values("started_at")[["account_id", "started_at"]]
    back = pd.merge_asof(
        asked, visits, left_on="opened_at", right_on="started_at", by="account_id", tolerance=pd.Timedelta(days=14)
    )
    found = by_quarter(northwind, "self_service_before_case")
    expected = back.groupby("quarter")["started_at"].agg(["count", "size"])
    assert found["numerator"].tolist() == expected["count"].tolist()
    assert found["denominator"].tolist() == expected["size"].tolist()
    pairs = cases().fillna({"account_id": ""}).dropna(subset="contact_id")
    people = pairs.drop_duplicates(["quarter", "account_id", "contact_id"]).groupby("quarter").size()
    assert by_quarter(northwind, "self_service_ratio")["denominator"].tolist() == people.tolist()


def test_what_was_learnt_is_known_when_its_case_was_resolved(northwind: Company) -> None:
    """Links, cases and articles joined in pandas; and it comes sooner since the programme began, as was planted."""
    links = table("case_articles")
    made = links[links["link_type"] == "created"].merge(cases()[["case_id", "resolved_at"]], on="case_id")
    known = made.groupby("article_id")["resolved_at"].min()
    found = table("articles").drop_duplicates("article_id").set_index("article_id")
    written, published = (pd.to_datetime(found[name]) for name in ("created_at", "published_at"))
    known_at = known.reindex(found.index).fillna(written)
    at_once = (published <= known_at) & found["audience"].isin(["customer", "public"])
    expected = at_once.groupby(known_at.dt.to_period("Q")).agg(["sum", "size"]).reindex(QUARTERS)
    told = by_quarter(northwind, "published_at_once")
    assert told["numerator"].tolist() == expected["sum"].tolist()
    assert told["denominator"].tolist() == expected["size"].tolist()
    days = by_quarter(northwind, "time_to_publish")["value"]
    assert days["2026Q2"] < days["2024Q4"]
