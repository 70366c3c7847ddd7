"""Interactions to close: answers given until a case was resolved, on average.

    a 1, b 4; c is not known; d is open
    (1 + 4) / 2 = 2.5

Source: Klever working group: interactions to close a customer.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | touches_count
a       | A          | 2026-04-02 | 2026-04-02  | 1
b       | B          | 2026-04-03 | 2026-06-30  | 4
c       | B          | 2026-05-03 | 2026-05-03  |
d       | B          | 2026-06-06 |             | 9
"""


def test_open_cases_are_not_closed_yet() -> None:
    """Five answers of two cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "interactions_to_close") == pytest.approx((5, 2, 2.5, 2))
