"""Marginal cost per case: what varies with the number of cases, for every case opened in the period.

    marked as marginal, without self-service's: April 20 + 10, May 40, June 50 = 120
    cases opened: 2, 3 and 5

    120 / 3 = 40, of an average of 640 / 3

Source: management accounting, marginal cost: where the same people stay, the average misleads.
"""

import pytest
from tests.spec.tables import answer, company_of, figure

ACCOUNTS = """
account_id | start_at   | segment
A          | 2025-01-01 | SMB
B          | 2025-01-01 | SMB
C          | 2025-01-01 | SMB
D          | 2025-01-01 | SMB
E          | 2025-01-01 | SMB
"""

CASES = """
case_id | account_id | opened_at
1       | A          | 2026-03-30
2       | A          | 2026-04-02
3       | B          | 2026-05-02
4       | B          | 2026-07-01
5       |            | 2026-06-30
"""

COSTS = """
month_on   | category    | amount | channel      | is_marginal
2026-03-01 | contractors | 999    | assisted     | yes
2026-04-01 | salaries    | 100    | assisted     | no
2026-04-01 | contractors | 20     | assisted     | yes
2026-04-20 | vendors     | 10     |              | yes
2026-05-01 | salaries    | 200    | assisted     | no
2026-05-01 | contractors | 40     | assisted     | yes
2026-06-01 | salaries    | 200    | assisted     |
2026-06-01 | contractors | 50     | assisted     | yes
2026-06-01 | tools       | 20     | Self-service | yes
2026-07-01 | contractors | 999    | assisted     | yes
"""


def test_only_what_varies_is_set_against_cases() -> None:
    """An unmarked line does not vary, and a search engine paid by the visit is no cost of a case."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, costs=COSTS)
    assert answer(company, "marginal_cost_per_case") == pytest.approx((120, 3, 40, 3))
    assert answer(company, "cost_per_case") == pytest.approx((640, 3, 640 / 3, 3))


def test_a_segment_bears_its_share_of_the_work() -> None:
    """Two of three cases are SMB's: two thirds of 120, so that a case costs the same."""
    cases = CASES.replace("| B          | 2026-05-02", "| C          | 2026-05-02") + "\n".join(
        f"x{name}      | {name}          | 2026-05-03" for name in "BDE"
    )
    company = company_of(accounts=ACCOUNTS, cases=cases, costs=COSTS)
    found = figure(company, "marginal_cost_per_case", "segment=SMB")
    assert found is not None
    assert found[:3] == pytest.approx((100, 5, 20))


def test_a_month_in_which_nothing_is_marked_leaves_no_figure_and_is_said() -> None:
    """The ledger holds May, but does not say what of it varies: zero would be a claim."""
    unmarked = COSTS.replace("| 40     | assisted     | yes", "| 40     | assisted     |    ")
    company = company_of(accounts=ACCOUNTS, cases=CASES, costs=unmarked)
    assert answer(company, "marginal_cost_per_case") is None
    assert answer(company, "cost_per_case") == pytest.approx((640, 3, 640 / 3, 3))
    (said,) = [each for each in company.faults if each.table == "costs" and each.column == "is_marginal"]
    assert said.examples == ("2026Q2",)
