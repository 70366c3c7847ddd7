"""Revenue renewed after milestones were missed: what of a year ago's revenue still pays, where some were not reached.

A year before the quarter's end is 1 July 2025. Of the milestones due in the year up to then:

    stuck  200  one of two open on 1 July 2025; pays 50 today, so that it renewed            200 of 200
    tardy  100  reached on 2 July 2025, a day after; left in 2026                              0 of 100
    glad   100  reached: in the other group
    calm    90  none was due: in neither

    (200 + 0) / (200 + 100) = 0.667

Source: ServiceXRG, NextGen Support Metrics (success milestones); the formula is ours.
"""

import pytest
from tests.spec.tables import SEEN_FOR_A_YEAR, answer, company_of
from tests.spec.test_retention_with_milestones import ACCOUNTS, MILESTONES, SUBSCRIPTIONS


def test_one_that_is_open_is_enough() -> None:
    """Two thirds of the revenue of the two that had not reached all of theirs."""
    company = company_of(accounts=ACCOUNTS, subscriptions=SUBSCRIPTIONS, cases=SEEN_FOR_A_YEAR, milestones=MILESTONES)
    assert answer(company, "retention_without_milestones") == pytest.approx((200, 300, 2 / 3, 2))


def test_the_two_groups_are_read_side_by_side() -> None:
    """Each account with a milestone due is in one of them, by life event too; a renewal puts nobody in either."""
    company = company_of(accounts=ACCOUNTS, subscriptions=SUBSCRIPTIONS, cases=SEEN_FOR_A_YEAR, milestones=MILESTONES)
    table = company.metrics("retention_with_milestones", "retention_without_milestones")
    now = table[table["period_start"] == "2026-04-01"]
    assert now[now["slice"] == "all"]["denominator"].sum() == 700
    assert set(now["slice"]) == {"all", "life_event=onboarding", "life_event=adoption"}
