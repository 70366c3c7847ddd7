"""Contraction rate: what customers who stay pay less, as a share of the revenue at the start.

A pays 100 at both ends of the quarter; B 200, then 260; C 300, then 210; D 400, then nothing; E begins with 50.

    90 / 1000 = 0.09

Source: standard definition of subscription businesses.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of, figure

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


def test_contraction_is_set_against_all_opening_revenue() -> None:
    """Not against that of those who stay."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES)
    assert answer(company, "contraction_rate") == pytest.approx((90, 1000, 0.09, 4))


def test_kept_less_and_gone_are_all_that_there_was() -> None:
    """Gross retention 510 / 1000, contraction 90 / 1000, churn 400 / 1000."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES)
    names = ("gross_revenue_retention", "contraction_rate", "churned_arr_rate")
    found = [figure(company, name) for name in names]
    assert [each.value for each in found if each] == pytest.approx([0.51, 0.09, 0.4])
