"""Answers reached: times somebody turned to Support's knowledge, in self-service or by a case.

Sessions 1, 2 and 3 began in the quarter, read or not and known or not; session 4 began as the next one did. Of the
cases, 1 and 2 were opened in it.

    3 sessions + 2 cases = 5

Source: ServiceXRG, NextGen support metrics, area Support Reach; the counting rule is ours.
"""

import pytest
from tests.spec.tables import answer, company_of

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
case_id | account_id | opened_at
1       | A          | 2026-04-03
2       |            | 2026-06-30
3       | B          | 2026-07-01
"""


def test_a_visit_and_a_case_both_count_as_reached() -> None:
    """Nothing is asked of a visit but that it began in the period."""
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES)
    assert answer(company, "answers_reached") == pytest.approx((5, 1, 5, 5))
