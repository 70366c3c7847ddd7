"""Assisted share of demand: the share of the times somebody turned to Support's knowledge that was a case.

    cases: x, y     sessions: 1 to 6

    2 / (6 + 2) = 25 %

Source: Consortium for Service Innovation, demand-based view of support.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at
x       | A          | 2026-04-01
y       |            | 2026-06-30
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


def test_sessions_and_cases_of_nobody_count_too() -> None:
    """Two of eight."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "assisted_share") == pytest.approx((2, 8, 0.25, 8))
