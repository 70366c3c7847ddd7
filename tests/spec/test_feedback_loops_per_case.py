"""Feedback loops per case: times that a resolved case went back to the customer, on average.

    a 1, b 0, c 2; d is not known; e was resolved in the next quarter
    (1 + 0 + 2) / 3 = 1

Source: Klever working group: feedback loops to transition a customer in support.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | returns_count
a       | A          | 2026-04-02 | 2026-04-02  | 1
b       | A          | 2026-04-03 | 2026-04-09  | 0
c       | B          | 2026-05-03 | 2026-05-03  | 2
d       | B          | 2026-05-04 | 2026-06-30  |
e       | B          | 2026-06-06 | 2026-07-01  | 9
"""


def test_returns_are_counted_by_the_day_of_the_answer() -> None:
    """Three returns of three cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "feedback_loops_per_case") == pytest.approx((3, 3, 1, 3))
