"""Self-service ratio: help sessions for every person who opened a case.

    people who opened a case: Ann (twice), Bob, and Cy without a known customer     3
    help sessions                                                                   6

    6 / 3 = 2 to 1

Source: Zendesk, self-service score: help centre user sessions / users in tickets.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | contact_id | opened_at
1       | A          | Ann        | 2026-04-01
2       | A          | Ann        | 2026-05-01
3       | B          | Bob        | 2026-05-01
4       |            | Cy         | 2026-06-30
5       | B          |            | 2026-06-30
6       | B          | Dora       | 2026-03-20
"""

SESSIONS = """
session_id | account_id | started_at
1          | A          | 2026-04-02
2          | A          | 2026-05-02
3          | B          | 2026-05-03
4          | B          | 2026-05-04
5          |            | 2026-05-05
6          |            | 2026-06-30
"""


def test_a_person_counts_once() -> None:
    """Six sessions for three people; who asked without a name, or before the quarter, is none of them."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "self_service_ratio") == pytest.approx((6, 3, 2.0, 3))


def test_a_year_counts_a_person_once_too() -> None:
    """Distinct people do not add up: Ann asked in two quarters and is one person of the year."""
    cases = "case_id | account_id | contact_id | opened_at\n1 | A | Ann | 2026-01-02\n2 | A | Ann | 2026-12-30"
    sessions = "session_id | account_id | started_at\n1 | A | 2026-01-02\n2 | A | 2026-12-30"
    company = company_of(accounts=ACCOUNTS, cases=cases, article_sessions=sessions, period="2026")
    assert answer(company, "self_service_ratio") == pytest.approx((2, 1, 2.0, 1))
