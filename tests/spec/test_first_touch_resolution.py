"""Resolved by the first owner: the share of resolved cases that never changed hands.

    a none, b none, c one, d three hand-offs; e is not known and counts nowhere
    2 / 4 = 50 %

Source: Consortium for Service Innovation, Intelligent Swarming (the benefit is named there; the count is ours).
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | handoffs_count
a       | A          | 2026-04-02 | 2026-04-02  | 0
b       | A          | 2026-04-03 | 2026-04-09  | 0
c       | B          | 2026-05-03 | 2026-05-03  | 1
d       | B          | 2026-05-04 | 2026-06-30  | 3
e       | B          | 2026-05-06 | 2026-05-07  |
"""


def test_a_case_that_stayed_with_its_owner_counts() -> None:
    """Two of the four whose hand-offs are known."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "first_touch_resolution") == pytest.approx((2, 4, 0.5, 4))
