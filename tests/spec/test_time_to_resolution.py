"""Time to resolution: mean time from the question to the answer.

    a 60 minutes; b 1440 minutes, opened before the quarter and resolved in it; c is open
    (60 + 1440) / 2 = 750 minutes

Source: Standard definition of service desks, calendar time.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at        | resolved_at
a       | A          | 2026-04-02 09:00 | 2026-04-02 10:00
b       | B          | 2026-03-31 12:00 | 2026-04-01 12:00
c       | B          | 2026-06-30 10:00 |
"""


def test_a_case_counts_by_the_day_it_was_resolved() -> None:
    """1500 minutes of two cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "time_to_resolution") == pytest.approx((1500, 2, 750, 2))
