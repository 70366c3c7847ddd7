"""Suggestions taken up: the share of the quarter's suggestions that were taken up.

    1 in the quarter, 3 and 4 after it; 2 and 6 not yet
    3 / 5 = 60 %

Source: New Metrics Framework: serviceability suggestions accepted.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

IMPROVEMENTS = """
improvement_id | submitted_at | submitted_by | accepted_at | shipped_at
1              | 2026-04-02   | customer     | 2026-04-09  | 2026-06-30
2              | 2026-05-02   | customer     |             |
3              | 2026-05-03   | employee     | 2026-07-09  |
4              | 2026-06-30   |              | 2026-07-01  |
5              | 2026-01-02   | employee     | 2026-02-01  | 2026-04-01
6              | 2026-05-05   | customer     |             | 2026-07-01
"""


def test_a_suggestion_may_be_taken_up_later() -> None:
    """Three of five, whenever they were taken up."""
    assert answer(
        company_of(accounts=ACCOUNTS, cases=SEEN, improvements=IMPROVEMENTS), "improvements_accepted"
    ) == pytest.approx((3, 5, 0.6, 5))
