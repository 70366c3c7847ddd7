"""Improvements of the sample company, whose effect was planted, and of a company made for it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from tests.spec.tables import company_from, company_of

from valuestory.contribution.before_after.improvements import improvements_before_after, programme_before_after
from valuestory.metrics import Company
from valuestory.metrics.landmark.months_of_groups import months_of_groups
from valuestory.metrics.periods import Period

SAMPLE = Path(__file__).parents[3] / "data" / "sample"


def test_what_was_planted_lies_in_the_interval(northwind: Company) -> None:
    """45 % of a group's cases stop when its improvement is shipped: ten groups, with even months before."""
    planted = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))["knowledge_programme"]
    found = improvements_before_after(northwind)
    assert found is not None
    assert found.low <= -planted["share_of_a_clusters_cases_that_stop"] <= found.high < 0
    assert (found.verdict, found.grade) == ("established", "B")
    assert found.n_treated == len(planted["improvements_shipped"])
    assert found.pre_trend.low < 0 < found.pre_trend.high
    assert found.pre_trend_detectable < 0.2, "a pre-trend half as large as the effect would have been seen"


def test_the_plain_metric_says_the_same_where_nothing_was_chosen(northwind: Company) -> None:
    """Its groups are no worse than others, so the catalogue's plain ratio lies within the interval too, all periods in
    one.
    """
    ratio = northwind.metrics("improvement_volume_ratio", slices=[])
    found = improvements_before_after(northwind)
    assert found is not None
    assert found.low <= ratio["numerator"].sum() / ratio["denominator"].sum() - 1 <= found.high + 0.05


def test_no_suggestion_no_claim(northwind: Company) -> None:
    """A day on which nothing was shipped for all: there is nothing to compare with, and nothing is claimed."""
    found = programme_before_after(northwind, date(2025, 1, 1))
    assert found is not None
    assert (found.verdict, found.grade) == ("too few accounts", None)
    assert np.isnan(found.estimate)
    assert np.isfinite(found.unadjusted.estimate)


MONTHS = [Period.parse("2025-01").plus(step) for step in range(18)]


def test_months_without_cases_are_zero_and_the_month_of_shipping_is_neither() -> None:
    """One row a group and month; an improvement of May works from June on; of two the first counts."""
    cases = [("A", month) for month in MONTHS] + [("B", MONTHS[3])]
    table = pa.table(
        {
            "case_id": [str(number) for number in range(len(cases))],
            "account_id": ["X"] * len(cases),
            "cluster_id": [group for group, _ in cases],
            "opened_at": [np.datetime64(month.start, "us") for _, month in cases],
        }
    )
    improvements = pa.table(
        {
            "improvement_id": ["1", "2"],
            "cluster_id": ["B", "B"],
            "submitted_at": [np.datetime64("2025-01-01", "us")] * 2,
            "shipped_at": [np.datetime64("2025-11-03", "us"), np.datetime64("2025-05-20", "us")],
        }
    )
    company = company_from({"cases": table, "improvements": improvements})
    found = months_of_groups(company.tables.tables, company.coverage.facts, company.period)
    assert found is not None
    first = found[found["cluster_id"] == "B"].set_index("month")
    assert first["cases"].tolist() == [0, 0, 0, 1, *[0] * (len(first) - 4)]
    assert first["improved_from"].unique().tolist() == [Period.parse("2025-06").index]
    assert found[found["cluster_id"] == "A"]["improved_from"].isna().all()


def test_without_groups_or_improvements_there_is_no_question() -> None:
    """Nothing is made up where no case has a group, or nothing was shipped for any."""
    alone = "case_id | account_id | opened_at\n1 | A | 2026-04-01\n2 | A | 2026-06-30"
    grouped = "case_id | account_id | opened_at | cluster_id\n1 | A | 2026-04-01 | X\n2 | A | 2026-06-30 | X"
    assert improvements_before_after(company_of(cases=alone)) is None
    assert programme_before_after(company_of(cases=alone), date(2026, 5, 1)) is None
    assert improvements_before_after(company_of(cases=grouped)) is None
