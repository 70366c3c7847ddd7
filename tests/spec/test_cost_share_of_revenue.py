"""Cost of Support as a share of revenue: the ledger's amount against the recurring revenue of the same time.

    ARR on 1 April: A 8,000;  on 1 July: A 8,000 and B 3,200 = 11,200;  mean 9,600 a year, of which a quarter is 2,400
    600 / 2,400 = 0.25

Source: Consortium for Service Innovation, support cost as a share of revenue.
"""

import pytest
from tests.spec.tables import SEEN, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2026-05-01
"""
SUBSCRIPTIONS = """
account_id | start_on   | end_on | arr_amount
A          | 2025-01-01 |        | 8000
B          | 2026-05-01 |        | 3200
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


def test_cost_is_set_against_the_revenue_of_the_same_three_months() -> None:
    """Both are known to the books: no interval beyond the figure itself. Two accounts lived in the quarter."""
    company = company_of(accounts=ACCOUNTS, subscriptions=SUBSCRIPTIONS, cases=SEEN, costs=COSTS)
    assert figure(company, "cost_share_of_revenue") == pytest.approx((600, 2400, 0.25, 0.25, 0.25, 2))
