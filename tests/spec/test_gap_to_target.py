"""Days beyond target: days of the quarter on which customers were still waiting for a life event beyond its target.

    slow    due 8 April, reached 12 April                                4 days
    before  due 20 March, reached 3 April: two of its days are April's   2
    open    due 25 June, still open when the quarter ends                6
    gone    due 1 May, left 11 May                                      10
    quick   reached in time                                              0

    4 + 2 + 6 + 10 = 22 days, of four life events; the 12 days of March belong to the quarter before

Source: Klever working group (life events with a target); the formula is ours.
"""

import pytest
from tests.spec.tables import SEEN_FOR_A_YEAR, answer, company_of, figure

ACCOUNTS = """
account_id | start_at   | churned_at
slow       | 2025-01-01 |
before     | 2025-01-01 |
open       | 2025-01-01 |
gone       | 2025-01-01 | 2026-05-11
quick      | 2025-01-01 |
"""

MILESTONES = """
account_id | event       | started_at | reached_at | target_days
slow       | onboarding  | 2026-03-25 | 2026-04-12 | 14
before     | onboarding  | 2026-03-06 | 2026-04-03 | 14
open       | first value | 2026-05-26 |            | 30
gone       | upgrade     | 2026-04-21 |            | 10
quick      | upgrade     | 2026-04-21 | 2026-04-22 | 10
quick      | adoption    | 2026-04-21 |            |
"""


def test_each_day_counts_in_the_period_in_which_it_lies() -> None:
    """22 days in the quarter, 12 in the one before."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN_FOR_A_YEAR, milestones=MILESTONES)
    assert answer(company, "gap_to_target") == pytest.approx((22, 1, 22, 4))
    earlier = figure(company, "gap_to_target", period="2026Q1")
    assert earlier is not None
    assert (earlier.value, earlier.n) == pytest.approx((12, 1))
