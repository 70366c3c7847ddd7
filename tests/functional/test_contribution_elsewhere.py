"""The contribution estimate on data that nobody here made: Telco, a snapshot, and RavenStack, a small company."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from valuestory.contribution import estimate_effect

LANDMARK = pd.Timestamp("2024-07-01")


@pytest.fixture(scope="module")
def telco(shared: Path) -> pd.DataFrame:
    """Customers who could have technical support: those with internet service."""
    customers = pd.read_csv(shared / "telco_churn_ibm" / "WA_Fn-UseC_-Telco-Customer-Churn.csv")
    online = customers[customers["InternetService"] != "No"]
    return online.assign(
        supported=online["TechSupport"] == "Yes",
        stayed=(online["Churn"] == "No").astype(int),
        log_tenure=np.log1p(online["tenure"]),
    )


def test_of_26_points_between_supported_and_unsupported_customers_a_fraction_is_left(telco: pd.DataFrame) -> None:
    """Contract, tenure and kind of internet service explain most of it, and the verb stays at its grade."""
    stayed = telco.groupby("supported")["stayed"].mean()
    crude = stayed[True] - stayed[False]
    assert crude == pytest.approx(0.2647, abs=0.0005)
    effect = estimate_effect(
        telco,
        treated="supported",
        outcome="stayed",
        numeric=["log_tenure"],
        curved=["log_tenure"],
        categorical=["Contract", "InternetService"],
        crossed=["log_tenure", ("Contract", "InternetService")],
    )
    assert effect.high < crude / 4
    assert 0.0 < effect.estimate < crude / 5
    assert effect.grade == "C"
    assert "negative control" in effect.collect
    assert effect.balance_before > 0.5 > 0.1 > effect.balance_after


def test_a_model_that_takes_tenure_as_a_line_is_said_to_decide_the_answer(telco: pd.DataFrame) -> None:
    """Churn falls fast in the first months and slowly after: the answer hangs on the form, so the grade falls."""
    effect = estimate_effect(
        telco,
        treated="supported",
        outcome="stayed",
        numeric=["tenure"],
        categorical=["Contract", "InternetService"],
    )
    assert effect.verdict == "model-dependent"
    assert effect.grade == "D"


def test_without_covariates_the_crude_gap_never_reaches_a_headline(telco: pd.DataFrame) -> None:
    """Only grades A to C do."""
    effect = estimate_effect(telco, treated="supported", outcome="stayed", numeric=[])
    assert effect.estimate == pytest.approx(0.2647, abs=0.0005)
    assert effect.grade == "D"


@pytest.fixture(scope="module")
def ravenstack(shared: Path) -> pd.DataFrame:
    """Accounts alive in mid-2024: a ticket in the half year before, no churn event in the half year after."""
    folder = shared / "ravenstack_saas"
    accounts = pd.read_csv(folder / "ravenstack_accounts.csv", parse_dates=["signup_date"]).set_index("account_id")
    tickets = pd.read_csv(folder / "ravenstack_support_tickets.csv", parse_dates=["submitted_at"])
    churned = pd.read_csv(folder / "ravenstack_churn_events.csv", parse_dates=["churn_date"])
    lines = pd.read_csv(folder / "ravenstack_subscriptions.csv", parse_dates=["start_date", "end_date"])
    open_lines = lines[(lines["start_date"] < LANDMARK) & ~(lines["end_date"] <= LANDMARK) & (lines["arr_amount"] > 0)]
    arr = open_lines.groupby("account_id")["arr_amount"].sum()
    asked = tickets[tickets["submitted_at"].between("2024-01-01", LANDMARK, inclusive="left")]["account_id"]
    left = churned[churned["churn_date"].between(LANDMARK, "2025-01-01", inclusive="left")]["account_id"]
    alive = accounts[(accounts["signup_date"] < "2024-01-01") & accounts.index.isin(arr.index)]
    return alive.assign(
        arr=arr[alive.index],
        log_arr=np.log(arr[alive.index]),
        log_tenure=np.log((LANDMARK - alive["signup_date"]).dt.days),
        asked=alive.index.isin(asked),
        stayed=(~alive.index.isin(left)).astype(int),
    )


@pytest.mark.parametrize(("outcome", "weight"), [("stayed", None), ("stayed", "arr")])
def test_a_few_hundred_accounts_do_not_show_what_support_did(
    ravenstack: pd.DataFrame, outcome: str, weight: str | None
) -> None:
    """The verdict claims nothing, and says how large an effect would have had to be."""
    effect = estimate_effect(
        ravenstack,
        treated="asked",
        outcome=outcome,
        weight=weight,
        numeric=["log_tenure", "log_arr", "seats"],
        categorical=["plan_tier"],
    )
    assert effect.verdict in ("too few accounts", "not distinguishable from zero", "model-dependent")
    assert effect.grade in (None, "C", "D")
    assert effect.least_detectable > 0.05
    assert effect.collect
