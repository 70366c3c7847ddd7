"""Work logged per customer: minutes logged for known customers, for every customer of the quarter.

    A 60 + 30, B 90; C had none; D left before the quarter, so that its 20 are left out, as are nobody's 45
    180 / 3 = 60 minutes

Source: ServiceXRG, NextGen area 6, hours by account and channel; the ratio is ours.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at   | churned_at
A          | 2025-01-01 |
B          | 2025-01-01 |
C          | 2025-01-01 |
D          | 2025-01-01 | 2026-03-01
"""

WORKLOGS = """
person_id | account_id | on         | minutes
p         | A          | 2026-04-01 | 60
p         | A          | 2026-06-30 | 30
q         | B          | 2026-05-05 | 90
q         |            | 2026-05-06 | 45
q         | D          | 2026-05-06 | 20
"""


def test_customers_without_any_work_count_too() -> None:
    """180 minutes of three customers."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, worklogs=WORKLOGS)
    assert answer(company, "work_logged_per_account") == pytest.approx((180, 3, 60, 3))
