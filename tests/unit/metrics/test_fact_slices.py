"""Slices by what a case has: as sure as slices by what an account has, and parts of the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.scans import scans

from valuestory.errors import MetricError
from valuestory.metrics import Company, open_company
from valuestory.metrics.estimates.results import WITHHELD

FIGURES = ["numerator", "denominator", "value", "low", "high", "n"]
CASES = 4000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of chance in which each account asks through one channel only: the one that is its segment."""
    folder = tmp_path_factory.mktemp("channels")
    random = np.random.default_rng(11)
    accounts = pd.DataFrame({"account_id": [f"A{number}" for number in range(120)], "start_at": "2024-01-01"})
    accounts["segment"] = random.choice(["chat", "email", "phone"], len(accounts), p=[0.5, 0.47, 0.03])
    accounts.to_csv(folder / "accounts.csv", index=False)
    busy = random.pareto(1.2, len(accounts)) + 0.1
    of = random.choice(len(accounts), CASES, p=busy / busy.sum())
    opened = pd.Timestamp("2025-07-01") + pd.to_timedelta(random.integers(0, 365 * 24 * 60, CASES), unit="min")
    cases = pd.DataFrame({"case_id": range(CASES), "account_id": accounts["account_id"].to_numpy()[of]})
    cases["opened_at"], cases["channel"] = opened, accounts["segment"].to_numpy()[of]
    cases["first_response_at"] = opened + pd.to_timedelta(random.exponential(90, CASES).round(), unit="min")
    resolved = pd.Series(opened + pd.to_timedelta(random.exponential(2000, CASES).round() + 900, unit="min"))
    cases["resolved_at"] = resolved.where(random.random(CASES) < 0.9)
    cases["work_minutes"] = random.integers(5, 90, CASES)
    cases["csat_score"] = random.choice([1, 2, 3, 4, 5, np.nan], CASES)
    cases["reopens_count"] = random.integers(0, 2, CASES)
    cases.loc[random.random(CASES) < 0.02, "account_id"] = "nobody knows"
    cases.to_csv(folder / "cases.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def company(folder: Path) -> Company:
    """That company."""
    return open_company(str(folder), period="2026Q2")


def of_slices(results: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows of one column's slices, by metric, period and member."""
    mine = results[results["slice"].str.startswith(f"{column}=")]
    members = mine["slice"].str.removeprefix(f"{column}=")
    return mine.assign(member=members).set_index(["metric", "period_start", "member"]).sort_index()


def test_a_slice_of_cases_is_as_sure_as_the_same_slice_of_accounts(folder: Path, tmp_path: Path) -> None:
    """Where an account's cases are all of its own segment both ways must agree, in figure, interval, n and changes.

    One way sees the accounts, the other only the sums of their squares and products, of two periods where these are
    compared: with the one before, and with a baseline three quarters back.
    """
    (tmp_path / "valuestory.toml").write_text('[company]\nname = "Channels"\nbaseline = "2025Q3"\n', encoding="utf-8")
    for name in ("accounts", "cases"):
        table = pd.read_csv(folder / f"{name}.csv")
        table = table[table["account_id"] != "nobody knows"]
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    company = open_company(str(tmp_path), period="2026Q2")
    of_cases = of_slices(company.metrics(slices=["channel"]), "channel")
    of_accounts = of_slices(company.metrics(slices=["segment"]), "segment").loc[
        lambda each: each.index.isin(of_cases.index)
    ]
    assert {"cases", "csat", "first_response_time", "reopen_rate"} <= set(of_cases.index.get_level_values("metric"))
    assert len(of_cases) > 60
    told = of_cases["evidence"] != WITHHELD
    there = of_cases.index[told].intersection(of_accounts.index[of_accounts["evidence"] != WITHHELD])
    assert len(there) > 60
    ours, theirs = of_cases.loc[there, FIGURES].astype(float), of_accounts.loc[there, FIGURES].astype(float)
    pd.testing.assert_frame_equal(ours, theirs, rtol=1e-9)
    moved, same = (
        of_slices(company.changes(slices=[each]), each).set_index("against", append=True).sort_index()
        for each in ("channel", "segment")
    )
    both = moved.index.intersection(same.index)
    assert {"previous", "baseline"} == set(both.get_level_values("against"))
    assert len(both) > 60
    names = ["change", "low", "high"]
    pd.testing.assert_frame_equal(moved.loc[both, names], same.loc[both, names], rtol=1e-9)


def test_rows_that_no_account_claims_widen_a_slice_as_they_widen_the_whole(company: Company, tmp_path: Path) -> None:
    """With one channel for all, the slice is the whole: the unknown account's cases count in both alike."""
    for name, table in company.tables.tables.items():
        frame = table.to_pandas()
        (frame.assign(channel="all of it") if name == "cases" else frame).to_csv(tmp_path / f"{name}.csv", index=False)
    alike = open_company(str(tmp_path), period="2026Q2")
    results = alike.metrics(slices=["channel"]).set_index(["metric", "period_start"])
    slices, whole = results[results["slice"] == "channel=all of it"], results[results["slice"] == "all"]
    assert len(slices) > 30
    columns = [each for each in FIGURES if each != "denominator"]
    pd.testing.assert_frame_equal(
        slices[columns].astype(float), whole.loc[slices.index, columns].astype(float), rtol=1e-9
    )


def test_the_slices_add_up_to_the_whole(company: Company) -> None:
    """Every case has a channel, so the parts of a total are the total: the withheld ones are what is lacking."""
    results = company.metrics("cases", slices=["channel"])
    of_cases = company.tables.tables["cases"].to_pandas()
    small = results[results["evidence"] == WITHHELD]
    for start, rows in results.groupby("period_start"):
        begin = pd.Timestamp(str(start))
        whole = rows.loc[rows["slice"] == "all", "value"].iloc[0]
        parts = rows.loc[rows["slice"] != "all", "value"].sum()
        hidden = small.loc[small["period_start"] == begin, "slice"].str.removeprefix("channel=")
        inside = of_cases["opened_at"].between(begin, begin + pd.DateOffset(months=3), inclusive="left")
        assert whole == parts + (inside & of_cases["channel"].isin(hidden)).sum()


def test_a_slice_that_few_customers_stand_behind_is_withheld(company: Company) -> None:
    """Three accounts telephone: they could be recognised."""
    results = company.metrics("cases", slices=["channel"])
    phone = results[results["slice"] == "channel=phone"]
    assert len(phone) > 0
    assert set(phone["evidence"]) == {WITHHELD}
    assert phone["value"].isna().all()


def test_a_slice_of_cases_slices_no_metric_of_others(company: Company) -> None:
    """Retention has no channel: a customer stays or leaves as a whole."""
    sliced = company.metrics(slices=["channel"]).query("slice != 'all'")["metric"].unique()
    assert "csat" in sliced
    assert not {"logo_retention", "contact_rate"} & set(sliced)


def test_all_that_a_slice_needs_is_read_once(folder: Path) -> None:
    """Twenty metrics dated by three instants: still one scan of the cases."""
    company = open_company(str(folder), period="2026Q2")
    company.metrics()
    with scans() as counted:
        company.metrics(slices=["channel"])
    assert sum(counted[each] for each in counted if "cases" in each) == 1, counted


def test_changes_of_a_slice_have_an_interval_that_holds_them(company: Company) -> None:
    """The change is the difference of the two figures, and lies between its own bounds."""
    changes = company.changes(slices=["channel"]).query("slice == 'channel=email' and metric == 'csat'")
    assert len(changes) > 0
    assert ((changes["low"] < changes["change"]) & (changes["change"] < changes["high"])).all()


def test_an_unknown_slice_is_named_with_the_nearest(company: Company) -> None:
    """As everywhere: did you mean."""
    with pytest.raises(MetricError, match='there is no "chanel" to slice by') as error:
        company.metrics(slices=["chanel"])
    assert "channel" in error.value.do
