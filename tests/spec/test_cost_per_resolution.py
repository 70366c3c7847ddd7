"""Cost per resolution: fully loaded cost for every case resolved in the period.

Cases 1, 2 and 3 were resolved in the quarter, whenever they were opened; case 4 in the next; case 5 is open.

    600 / 3 = 200

Source: MetricNet and HDI, cost per ticket; per resolved issue rather than per contact.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at
1       | A          | 2026-03-30 | 2026-04-02
2       | A          | 2026-04-02 | 2026-04-03
3       | B          | 2026-05-02 | 2026-06-30
4       | B          | 2026-06-29 | 2026-07-01
5       |            | 2026-06-30 |
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


def test_all_cost_is_set_against_cases_resolved() -> None:
    """Not against cases opened."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, costs=COSTS)
    assert answer(company, "cost_per_resolution") == pytest.approx((600, 3, 200, 3))


def test_no_ledger_gives_no_cost_rather_than_none() -> None:
    """Without a ledger line in the period an answer is not free."""
    before = COSTS.replace("2026-04", "2025-04").replace("2026-05", "2025-05").replace("2026-06", "2025-06")
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES, costs=before), "cost_per_resolution") is None
