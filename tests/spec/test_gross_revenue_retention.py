"""Gross revenue retention: the share of the opening recurring revenue that was kept, without any expansion.

ARR on 1 April and on 1 July (a line's last day is the one before its end, so "leaves" is gone on 1 July):

    grows    100 -> 120
    shrinks  120 + 80 = 200 -> 80 + 70 = 150
    leaves   100 -> 0
    credit   -10 -> -10: lines that add up to less than nothing pay nothing, and are not revenue to keep
    joins      0 -> 90: not there at the start

    (100 + 150 + 0) / (100 + 200 + 100) = 250 / 400 = 0.625, for each account the smaller of the two

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


def test_expansion_does_not_make_up_for_what_was_lost() -> None:
    """The growth of one account is not set against the loss of another."""
    company = company_of(accounts=ACCOUNTS, subscriptions=SUBSCRIPTIONS, cases=SEEN)
    assert answer(company, "gross_revenue_retention") == pytest.approx((250, 400, 0.625, 3))
