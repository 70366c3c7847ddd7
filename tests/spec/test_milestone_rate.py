"""Milestones reached in time: share of the life events due in the quarter that were reached within their target.

    in time   started 25 March, 14 days: due 8 April, reached on that very instant      reached in time
    late      started 10 June, 14 days: due 24 June, reached 25 June                    due, not in time
    never     started 1 April, 30 days: due 1 May                                       due, not in time
    gone      started 20 April, 14 days: due 4 May, left 1 May, reached 2 May           due, not in time

    1 / 4 = 0.25

What is due before or after the quarter is not in it, nor what has no target.

Source: ServiceXRG, success milestones; the formula is ours.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at   | churned_at
in time    | 2025-01-01 |
late       | 2025-01-01 |
never      | 2025-01-01 |
gone       | 2025-01-01 | 2026-05-01
other      | 2025-01-01 |
"""

MILESTONES = """
account_id | event       | started_at | reached_at | target_days
in time    | onboarding  | 2026-03-25 | 2026-04-08 | 14
late       | onboarding  | 2026-06-10 | 2026-06-25 | 14
never      | first value | 2026-04-01 |            | 30
gone       | onboarding  | 2026-04-20 | 2026-05-02 | 14
other      | onboarding  | 2026-03-01 | 2026-03-02 | 14
other      | onboarding  | 2026-06-20 | 2026-06-21 | 14
other      | upgrade     | 2026-04-01 | 2026-04-02 |
"""


def test_all_that_were_due_are_counted_not_those_that_ended() -> None:
    """One of four, the customer who left among them."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, milestones=MILESTONES)
    assert answer(company, "milestone_rate") == pytest.approx((1, 4, 0.25, 4))


def test_each_life_event_has_its_own() -> None:
    """Both have fewer than five customers, so that it is said that there is a figure, and not which."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, milestones=MILESTONES)
    table = company.metrics("milestone_rate", slices=["life_event"])
    now = table[table["period_start"] == "2026-04-01"].set_index("slice")["evidence"]
    assert now.to_dict() == {
        "all": "counted",
        "life_event=first value": "withheld: fewer than 5 accounts",
        "life_event=onboarding": "withheld: fewer than 5 accounts",
    }
