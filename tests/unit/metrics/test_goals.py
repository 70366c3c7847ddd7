"""Targets and benchmarks: what cannot be meant is set aside and said, and the rest is judged by intervals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.spec.tables import company_of

from valuestory.errors import DataError
from valuestory.metrics import METRICS, Company, open_company
from valuestory.metrics.comparisons.against import _place, _verdict
from valuestory.metrics.comparisons.goals import with_goals
from valuestory.metrics.inspection.inspecting import inspect_company

ACCOUNTS = "account_id | start_at | segment | tier\n" + "\n".join(
    f"{number} | 2025-01-01 | {'SMB' if number < 6 else 'Enterprise'} | gold" for number in range(12)
)
CASES = "case_id | account_id | opened_at | resolved_at | csat_score\n" + "\n".join(
    f"{each} | {each % 12} | 2026-0{4 + each % 3}-{1 + each % 30:02d} | 2026-06-30 | {5 if each // 12 % 4 else 2}"
    for each in range(90)
)
TARGETS = """
metric             | period  | value | slice       | owner
csat               | 2026Q2  | 0.5   |             | VP Support
csat               | 2026Q2  | 0.99  | segment=SMB |
csat               | 2026Q2  | 0.75  | tier=gold   |
csat               | 2026    | 0.9   |             |
dsat               | 2026Q2  | 0.1   |             |
cases              | 2026Q2  | 50    |             |
time_to_resolution | 2026Q1  | 600   |             |
"""
BENCHMARKS = """
metric | value | year | source        | low  | high
csat   | 0.84  | 2025 | A panel       | 0.78 | 0.9
csat   | 0.3   | 2024 | Another panel |      |
nps    | 30    | 2025 | A panel       | 18   | 44
"""


@pytest.fixture(scope="module")
def company() -> Company:
    """Twelve customers of whom three in four are satisfied, in a quarter with 90 cases."""
    return company_of(accounts=ACCOUNTS, cases=CASES, targets=TARGETS, benchmarks=BENCHMARKS)


def test_a_target_is_met_only_as_far_as_the_interval_tells(company: Company) -> None:
    """Of 90 answers 66 are satisfied: above 50 % and below 99 % for sure, and not told apart from 75 %."""
    found = company.targets().set_index(["metric", "slice"])
    assert found.loc[("csat", "all"), "verdict"] == "met"
    assert found.loc[("csat", "segment=SMB"), "verdict"] == "missed"
    assert found.loc[("csat", "tier=gold"), "verdict"] == "not told apart"
    assert found.loc[("dsat", "all"), "verdict"] == "missed", "less is better, and more is there"
    assert found.loc[("cases", "all"), "verdict"] == "neither way is good"
    value = company.metrics("csat").set_index("slice")["value"]
    assert found.loc[("csat", "all"), "value"] == value["all"]


def test_a_target_without_a_figure_and_one_of_another_grain(company: Company) -> None:
    """No result is no miss; a year's target is not held against a quarter."""
    found = company.targets()
    assert found.set_index("metric").loc["time_to_resolution", "verdict"] == "no figure"
    assert set(found["period_end"]) == {pd.Timestamp("2026-04-01"), pd.Timestamp("2026-07-01")}
    assert company_of(accounts=ACCOUNTS, cases=CASES).targets().empty
    assert list(company_of(accounts=ACCOUNTS, cases=CASES).targets().columns) == list(found.columns)


@pytest.mark.parametrize(
    ("metric", "target", "bounds", "verdict"),
    [
        ("csat", 0.8, (0.8, 0.9), "met"),
        ("csat", 0.8, (0.79, 0.9), "not told apart"),
        ("csat", 0.8, (0.7, 0.8), "not told apart"),
        ("csat", 0.8, (0.7, 0.79), "missed"),
        ("dsat", 0.1, (0.05, 0.1), "met"),
        ("dsat", 0.1, (0.11, 0.2), "missed"),
        ("csat", 0.8, (np.nan, np.nan), "not told apart"),
    ],
)
def test_the_whole_interval_decides(metric: str, target: float, bounds: tuple[float, float], verdict: str) -> None:
    """At the target is met; one end beyond it is chance."""
    assert _verdict(metric, target, float(np.mean(bounds)) if bounds[0] == bounds[0] else 0.9, *bounds) == verdict


def test_a_benchmark_is_shown_with_its_source_and_range(company: Company) -> None:
    """Every one of them, whatever its year; without a range its value stands for one."""
    found = company.benchmarks()
    csat = found[found["metric"] == "csat"].set_index("year")
    assert csat.loc[2025, ["source", "benchmark_low", "benchmark_high"]].tolist() == ["A panel", 0.78, 0.9]
    assert csat.loc[2024, ["benchmark_low", "benchmark_high", "verdict"]].tolist() == [0.3, 0.3, "above"]
    assert found.set_index("metric").loc["nps", "verdict"] == "no figure"


@pytest.mark.parametrize(
    ("bounds", "verdict"),
    [
        ((0.91, 0.95), "above"),
        ((0.6, 0.77), "below"),
        ((0.8, 0.88), "within the usual range"),
        ((0.8, 0.92), "not told apart"),
        ((0.7, 0.95), "not told apart"),
    ],
)
def test_a_figure_is_beyond_the_range_only_with_its_whole_interval(bounds: tuple[float, float], verdict: str) -> None:
    """An interval that reaches across an end of the range tells nothing."""
    assert _place(0.78, 0.9, float(np.mean(bounds)), *bounds) == verdict


BAD_TARGETS = """
metric         | period | value | slice
csat           | 2026Q2 | 0.8   |
csta           | 2026Q2 | 0.8   |
csat           | 2026Q2 | 85    |
csat           | 26-Q2  | 0.8   |
csat           | 2026Q2 | 0.8   | sgment=SMB
csat           | 2026Q2 | 0.8   | SMB
net_revenue_retention | 2026Q2 | 1.04 |
net_revenue_retention | 2026Q2 | 104  |
nps            | 2026Q2 | 34    |
"""
BAD_BENCHMARKS = """
metric | value | year | source | low  | high
csat   | 0.84  | 2025 | panel  | 78   | 90
dsat   | 0.1   | 2025 | panel  | 0.2  | 0.05
nps    | 30    | 2025 | panel  | 18   | 44
"""


def test_rows_that_cannot_be_meant_are_set_aside_and_counted() -> None:
    """A metric that is none, with the nearest; a share above 1; a period and a part that are none; ends exchanged."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, targets=BAD_TARGETS, benchmarks=BAD_BENCHMARKS)
    tables = with_goals(company.tables)
    said = {(each.table, each.column, each.count): each for each in tables.faults}
    assert set(said) == {
        *(("targets", "metric", 1), ("targets", "value", 2), ("targets", "period", 1), ("targets", "slice", 2)),
        *(("benchmarks", "low", 1), ("benchmarks", "high", 1)),
    } | {("benchmarks", "low", 1)}
    assert "csat" in said["targets", "metric", 1].do
    assert said["targets", "metric", 1].examples == ("csta",)
    assert {each.action for each in tables.faults} == {"set aside"}
    counts = {each.table: each for each in tables.rows}
    assert (counts["targets"].read, counts["targets"].used, counts["targets"].set_aside) == (9, 3, 6)
    assert (counts["benchmarks"].used, counts["benchmarks"].set_aside) == (1, 2)
    kept = replace(company, tables=tables)
    assert set(kept.targets()["metric"]) == {"csat", "net_revenue_retention", "nps"}
    assert list(kept.benchmarks()["metric"]) == ["nps"]


def test_targets_that_contradict_each_other_are_both_set_aside() -> None:
    """Nobody can say which is meant; the same target twice is one, and a year's target is no quarter's."""
    given = """
metric      | period | value | slice
reopen_rate | 2026Q2 | 0.1   |
reopen_rate | 2026Q2 | 0.2   |
reopen_rate | 2026   | 0.3   |
csat        | 2026Q2 | 0.8   |
csat        | 2026Q2 | 0.8   |
csat        | 2026Q2 | 0.7   | segment=SMB
"""
    company = company_of(accounts=ACCOUNTS, cases=CASES, targets=given)
    tables = with_goals(company.tables)
    (fault,) = tables.faults
    assert (fault.column, fault.count, fault.action) == ("value", 2, "set aside")
    assert "contradict" in fault.what
    shown = replace(company, tables=tables).targets()
    assert shown[["metric", "slice", "target"]].to_numpy().tolist() == [
        ["csat", "all", 0.8],
        ["csat", "segment=SMB", 0.7],
    ]


def test_tables_without_a_fault_are_left_as_they_are(company: Company) -> None:
    """Nothing is rewritten."""
    assert with_goals(company.tables) is company.tables


def test_a_table_of_which_nothing_can_be_meant_is_empty_and_no_error() -> None:
    """All rows are set aside; no target is shown."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, targets="metric | period | value\ncsta | 2026Q2 | 1")
    assert replace(company, tables=with_goals(company.tables)).targets().empty


def test_a_forecast_is_no_target() -> None:
    """What is expected stands beside the plan, for periods to come as well; only the plan is held against results."""
    given = """
    metric | period | value | scenario | owner
    csat   | 2026Q2 | 0.5   |          | VP Support
    csat   | 2026Q2 | 0.6   | forecast | Finance
    csat   | 2026Q3 | 0.7   | plan     |
    csat   | 2026   | 0.7   | plan     |
    """
    company = company_of(accounts=ACCOUNTS, cases=CASES, targets=given)
    assert company.targets()["target"].tolist() == [0.5, 0.7]
    plans = company.plans()
    assert plans[["scenario", "value"]].to_numpy().tolist() == [["plan", 0.5], ["forecast", 0.6], ["plan", 0.7]]
    assert plans["period_start"].dt.strftime("%Y-%m").tolist() == ["2026-04", "2026-04", "2026-07"]
    wrong = company_of(accounts=ACCOUNTS, cases=CASES, targets=given.replace("forecast", "guess"))
    faults = with_goals(wrong.tables).faults
    assert [(each.column, each.examples) for each in faults] == [("scenario", ("guess",))]


def test_the_sample_company_has_targets_and_benchmarks_of_metrics_that_there_are(northwind: Company) -> None:
    """None is set aside, and each is judged."""
    assert not [each for each in northwind.faults if each.table in ("targets", "benchmarks")]
    targets, benchmarks = northwind.targets(), northwind.benchmarks()
    assert len(targets) == 44
    assert len(benchmarks) == 5
    assert set(targets["metric"]) | set(benchmarks["metric"]) <= set(METRICS)
    assert set(targets["verdict"]) >= {"met", "missed"}


def test_what_is_read_from_files_is_checked(tmp_path: Path) -> None:
    """`valuestory check` says it, and a benchmark without a year or a source is set aside."""
    (tmp_path / "cases.csv").write_text("case_id,account_id,opened_at\n1,A,2026-04-01\n2,B,2026-06-30\n", "utf-8")
    (tmp_path / "targets.csv").write_text("metric,period,value\ncsat,2026Q2,85\ncsat,2026Q2,0.85\n", "utf-8")
    lines = "metric,value,year,source\ncsat,0.8,,panel\ncsat,0.8,2025,\ncsat,0.8,2025,panel\n"
    (tmp_path / "benchmarks.csv").write_text(lines, "utf-8")
    try:
        inspection = inspect_company(str(tmp_path))
    except DataError as error:  # pragma: no cover
        pytest.fail(str(error))
    rows = {each.table: (each.read, each.used, each.set_aside) for each in inspection.rows}
    assert rows["targets"] == (2, 1, 1)
    assert rows["benchmarks"] == (3, 1, 2)
    assert any(each.table == "targets" and "above 1 for a share" in each.what for each in inspection.faults)
    assert len(open_company(str(tmp_path)).benchmarks()) == 1
