"""Delivered of reached: the share of the answers reached that were taken in.

    reached: sessions 1, 2, 3 and cases 1, 2 = 5;  delivered: sessions 1 and 3, case 1 = 3;  3 / 5 = 0.6

Source: ServiceXRG, NextGen support metrics, area Answers Delivered; the ratio is ours.
"""

import pytest
from tests.spec.tables import answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

SESSIONS = """
session_id | account_id | started_at       | is_consumed | is_success
1          | A          | 2026-04-02 09:00 | yes         | yes
2          | B          | 2026-05-02 09:00 | no          |
3          |            | 2026-06-20 09:00 | yes         |
4          | A          | 2026-07-01 00:00 | yes         | yes
"""
CASES = """
case_id | account_id | opened_at  | resolved_at
1       | A          | 2026-04-03 | 2026-07-10
2       | B          | 2026-06-30 |
"""


def test_the_rate_is_a_ratio_of_sums() -> None:
    """Three of the five answers reached were taken in."""
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES)
    assert answer(company, "delivery_rate") == pytest.approx((3, 5, 0.6, 5))


def test_the_bounds_of_a_share_lie_around_it_and_within_0_and_1() -> None:
    """Wilson's interval never leaves the possible."""
    found = figure(company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES), "delivery_rate")
    assert found is not None
    assert 0 <= found.low < 0.6 < found.high <= 1
