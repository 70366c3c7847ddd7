"""Revenue renewed after milestones were reached: what of a year ago's revenue still pays, where all were reached.

A year before the quarter's end is 1 July 2025. Of the milestones due in the year up to then:

    glad   100  both reached, one of them late; pays 120 today                               100 of 100
    left   300  reached; left in 2026                                                          0 of 300
    stuck  200  one of two open on 1 July 2025: not reached
    tardy  100  reached on 2 July 2025, a day after: not reached
    calm    90  none was due: in neither group

    (100 + 0) / (100 + 300) = 0.25

A renewal that is open is no milestone: who renews is what is asked.

Source: ServiceXRG, NextGen Support Metrics (success milestones); the formula is ours.
"""

import pytest
from tests.spec.tables import SEEN_FOR_A_YEAR, answer, company_of

ACCOUNTS = """
account_id | start_at
glad       | 2024-01-01
left       | 2024-01-01
stuck      | 2024-01-01
tardy      | 2024-01-01
calm       | 2024-01-01
"""
SUBSCRIPTIONS = """
account_id | start_on   | end_on     | arr_amount
glad       | 2024-01-01 | 2026-01-01 | 100
glad       | 2026-01-01 |            | 120
left       | 2024-01-01 | 2026-02-01 | 300
stuck      | 2024-01-01 | 2026-01-01 | 200
stuck      | 2026-01-01 |            | 50
tardy      | 2024-01-01 | 2026-02-01 | 100
calm       | 2024-01-01 |            | 90
"""
MILESTONES = """
account_id | event       | started_at | reached_at | target_days
glad       | onboarding  | 2025-01-18 | 2025-01-20 | 14
glad       | adoption    | 2025-04-02 | 2025-06-20 | 60
glad       | renewal     | 2025-03-01 |            | 90
left       | onboarding  | 2025-01-18 | 2025-01-20 | 14
stuck      | onboarding  | 2025-01-18 | 2025-01-20 | 14
stuck      | adoption    | 2025-04-02 |            | 60
tardy      | adoption    | 2025-04-02 | 2025-07-02 | 60
calm       | adoption    | 2025-07-08 | 2025-07-10 | 60
calm       | onboarding  | 2024-01-18 |            | 14
"""


def test_a_group_is_told_by_what_was_reached_a_year_before() -> None:
    """A quarter of the revenue of the two that had reached theirs."""
    company = company_of(accounts=ACCOUNTS, subscriptions=SUBSCRIPTIONS, cases=SEEN_FOR_A_YEAR, milestones=MILESTONES)
    assert answer(company, "retention_with_milestones") == pytest.approx((100, 400, 0.25, 2))


def test_without_a_year_of_data_nothing_is_said() -> None:
    """Who left before the data begins is not in it."""
    later = SEEN_FOR_A_YEAR.replace("2025-07-01", "2025-10-01")
    company = company_of(accounts=ACCOUNTS, subscriptions=SUBSCRIPTIONS, cases=later, milestones=MILESTONES)
    assert answer(company, "retention_with_milestones") is None
