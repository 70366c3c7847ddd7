"""Time to first response: mean time from the question to the first answer by a person.

    a 20 minutes, b 100 minutes, answered in the next quarter but asked in this one; c is not answered yet
    (20 + 100) / 2 = 60 minutes

d was asked before the quarter.

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
case_id | account_id | opened_at        | first_response_at
a       | A          | 2026-04-02 09:00 | 2026-04-02 09:20
b       | B          | 2026-06-30 23:00 | 2026-07-01 00:40
c       | B          | 2026-06-30 10:00 |
d       | B          | 2026-03-31 10:00 | 2026-04-01 10:00
"""


def test_a_case_counts_by_the_day_it_was_opened() -> None:
    """120 minutes of two cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "first_response_time") == pytest.approx((120, 2, 60, 2))
