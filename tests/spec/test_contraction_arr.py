"""Contraction: what customers who stay pay less at the period's end.

A pays 100 at both ends of the quarter; B 200, then 260; C 300, then 210; D 400, then nothing; E begins with 50.

    C: 300 - 210 = 90

Source: standard definition of subscription businesses.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
D          | 2025-01-01
E          | 2025-01-01
"""

LINES = """
account_id | start_on   | end_on     | arr_amount
A          | 2025-01-01 |            | 100
B          | 2025-01-01 | 2026-05-01 | 200
B          | 2026-05-01 |            | 260
C          | 2025-01-01 | 2026-05-01 | 300
C          | 2026-05-01 |            | 210
D          | 2025-01-01 | 2026-06-15 | 400
E          | 2026-06-30 |            | 50
"""


def test_only_who_stays_contracts() -> None:
    """D pays nothing any more, which is churn."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES)
    assert answer(company, "contraction_arr") == pytest.approx((90, 1, 90, 5))
