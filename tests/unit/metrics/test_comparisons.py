"""Changes against the period before, a year ago and the baseline; and differences between the company's own units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep
from tests.spec.random_company import random_tables
from tests.spec.tables import company_from, company_of

from valuestory.metrics import METRICS, Company
from valuestory.project import CompanySettings, Project

ACCOUNTS = "account_id | start_at | segment\n" + "\n".join(
    f"{each} | 2024-01-01 | {'SMB' if each < 40 else 'Enterprise' if each < 100 else 'Tiny'}" for each in range(103)
)
"""Forty of SMB, sixty of Enterprise, and three whose figures are withheld."""


def cases(satisfied: dict[int, str]) -> str:
    """One case a customer, answered with 5 by those whose number is under a tenth of what is said, else with 1."""
    rows = [
        f"{month}-{each} | {each} | {month}-{1 + each % 28:02d} | {month}-28 | {5 if each % 10 < good else 1}"
        for good, month in satisfied.items()
        for each in range(103)
    ]
    return "case_id | account_id | opened_at | resolved_at | csat_score\n" + "\n".join(rows)


def with_baseline(company: Company, baseline: str) -> Company:
    """Return the company with the setting."""
    settings = CompanySettings(name="Example", currency="EUR", baseline=baseline)
    return replace(company, tables=replace(company.tables, project=Project(company=settings)))


@pytest.fixture(scope="module")
def steady() -> Company:
    """Satisfied: 3 of 10 in the baseline, then 5, then 8; a customer answers once a quarter."""
    return company_of(accounts=ACCOUNTS, cases=cases({3: "2025-10", 5: "2026-02", 8: "2026-06"}), period="2026Q2")


def test_the_baseline_is_compared_beside_the_period_before(steady: Company) -> None:
    """Each period but itself, by the same difference as every change; earlier periods against it too."""
    company = with_baseline(steady, "2025Q4")
    found = company.changes(slices=[])
    csat = found[(found["metric"] == "csat") & (found["period_start"] == "2026-04-01")].set_index("against")
    value = company.metrics("csat", slices=[]).set_index("period_start")["value"]
    assert csat.loc["baseline", "change"] == pytest.approx(value["2026-04-01"] - value["2025-10-01"])
    assert csat.loc["baseline", "against_start"] == pd.Timestamp("2025-10-01")
    assert csat.loc["baseline", "low"] > 0, "50 points more of a hundred answers are no chance"
    assert csat.loc["previous", "against_start"] == pd.Timestamp("2026-01-01")
    against_itself = found[(found["period_start"] == found["against_start"])]
    assert against_itself.empty
    assert "baseline" not in set(steady.changes(slices=[])["against"])


def test_a_baseline_of_another_grain_is_not_compared_and_one_without_data_is_said(steady: Company) -> None:
    """A year is no yardstick of a quarter; data that does not reach back is a remark, not a silence."""
    yearly = with_baseline(steady, "2025")
    assert yearly.baseline is None
    assert set(yearly.changes(slices=[])["against"]) == {"previous"}
    early = with_baseline(steady, "2020Q1")
    assert set(early.changes(slices=[])["against"]) == {"previous"}
    assert any("do not reach the baseline, 2020Q1" in each.what for each in early.faults)


def test_units_differ_as_two_independent_shares_do(steady: Company) -> None:
    """Newcombe's interval of 48 of 60 less 32 of 40, as statsmodels has it; the three of Tiny are withheld."""
    found = steady.differences().set_index(["metric", "slice", "against"])
    assert set(found.loc["csat"].index) == {("segment=Enterprise", "segment=SMB")}
    row = found.loc[("csat", "segment=Enterprise", "segment=SMB")]
    low, high = confint_proportions_2indep(48, 60, 32, 40, method="newcomb")
    assert row["difference"] == pytest.approx(0.0)
    # Ours widens each bound by Student's t of its accounts.
    assert (row["low"], row["high"]) == pytest.approx((low, high), rel=0.03)


def test_totals_are_not_compared_and_the_story_s_own_period_is() -> None:
    """Two segments of a company of chance: each ratio that both have, and the difference of the two figures shown."""
    company = company_from(random_tables(5))
    found, results = company.differences(), company.metrics()
    assert set(found["period_start"]) == {pd.Timestamp("2026-04-01")}
    assert not {name for name in found["metric"] if not METRICS[name].denominator}
    assert len(found) > 20
    value = results[results["period_start"] == "2026-04-01"].set_index(["metric", "slice"])["value"]
    for row in found.itertuples():
        assert row.difference == pytest.approx(value[row.metric, row.slice] - value[row.metric, row.against])
        assert np.isnan(row.low) or row.low <= row.difference <= row.high


def test_a_unit_may_be_any_column_of_the_customers(steady: Company) -> None:
    """Without a column there is nothing to compare."""
    assert steady.differences(slices=[]).empty
