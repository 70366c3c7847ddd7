"""Net revenue retention: recurring revenue at the end from the customers of the start, as a share of theirs then.

ARR on 1 April and on 1 July (a line's last day is the one before its end, so "leaves" is gone on 1 July):

    grows    100 -> 120
    shrinks  120 + 80 = 200 -> 80 + 70 = 150
    leaves   100 -> 0
    credit   -10 -> -10: lines that add up to less than nothing pay nothing, and are not revenue to keep
    joins      0 -> 90: not there at the start

    (120 + 150 + 0) / (100 + 200 + 100) = 270 / 400 = 0.675

Source: standard definition of subscription businesses.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
grows      | 2025-01-01
shrinks    | 2025-01-01
leaves     | 2025-01-01
credit     | 2025-01-01
joins      | 2026-06-01
"""
SUBSCRIPTIONS = """
account_id | start_on   | end_on     | arr_amount
grows      | 2025-01-01 | 2026-05-01 | 100
grows      | 2026-05-01 |            | 120
shrinks    | 2025-01-01 | 2026-05-01 | 120
shrinks    | 2025-01-01 |            | 80
shrinks    | 2026-05-01 |            | 70
leaves     | 2025-01-01 | 2026-07-01 | 100
credit     | 2025-01-01 |            | -10
joins      | 2026-06-01 |            | 90
"""


def test_expansion_counts_and_new_customers_do_not() -> None:
    """The growth of a customer of the start is in it, a new customer is not."""
    company = company_of(accounts=ACCOUNTS, subscriptions=SUBSCRIPTIONS, cases=SEEN)
    assert answer(company, "net_revenue_retention") == pytest.approx((270, 400, 0.675, 3))
