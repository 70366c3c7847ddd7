"""Improvements suggested: suggestions out of Support in the quarter.

    1, 2, 3, 4 and 6; 5 was made before
    5

Source: Consortium for Service Innovation, KCS: business improvements identified from patterns.
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


def test_a_suggestion_counts_on_the_day_it_was_made() -> None:
    """Five of six."""
    assert answer(
        company_of(accounts=ACCOUNTS, cases=SEEN, improvements=IMPROVEMENTS), "improvements_submitted"
    ) == pytest.approx((5, 1, 5, 5))
