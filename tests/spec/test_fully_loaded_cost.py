"""Fully loaded cost: everything that Support cost in the period, by the ledger.

    April 100 + 50, May 200, June 250 = 600; March and July belong to other quarters

Of the whole company the books are exact. A segment bears its share of the minutes worked: SMB worked 30 of 120 minutes.

    SMB: 30 / 120 x 600 = 150;  Enterprise: 90 / 120 x 600 = 450

Source: ServiceXRG, NextGen support metrics, area Support Costs; MetricNet, cost per ticket (what is included).
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of, figure

ACCOUNTS = """
account_id | start_at   | segment
A          | 2025-01-01 | SMB
B          | 2025-01-01 | SMB
C          | 2025-01-01 | SMB
D          | 2025-01-01 | SMB
E          | 2025-01-01 | SMB
F          | 2025-01-01 | Enterprise
"""
CASES = """
case_id | account_id | opened_at  | work_minutes
1       | A          | 2026-04-02 | 10
2       | E          | 2026-05-02 | 20
3       | F          | 2026-06-29 | 90
"""

COSTS = """
month_on   | category | amount
2026-03-01 | salaries | 999
2026-04-01 | salaries | 100
2026-04-01 | tools    | 50
2026-05-01 | salaries | 200
2026-06-01 | salaries | 250
2026-07-01 | salaries | 999
"""


def test_the_whole_is_the_ledger_to_the_cent() -> None:
    """Three months of ledger, and no interval beyond the figure itself."""
    found = figure(company_of(accounts=ACCOUNTS, cases=CASES, costs=COSTS), "fully_loaded_cost")
    assert found == pytest.approx((600, 1, 600, 600, 600, 3))


def test_a_segment_bears_its_share_of_the_minutes() -> None:
    """A quarter of the minutes is a quarter of the cost, and since that is an estimate it has an interval."""
    found = figure(company_of(accounts=ACCOUNTS, cases=CASES, costs=COSTS), "fully_loaded_cost", "segment=SMB")
    assert found is not None
    assert found.value == pytest.approx(150)
    assert found.low < 150 < found.high


def test_a_period_of_which_the_ledger_lacks_a_month_has_no_cost() -> None:
    """Two months of three would look like a saving of a third."""
    without_may = COSTS.replace("2026-05-01", "2026-03-01")
    assert answer(company_of(accounts=ACCOUNTS, cases=SEEN, costs=without_may), "fully_loaded_cost") is None
