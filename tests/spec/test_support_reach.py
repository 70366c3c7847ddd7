"""Support reach: the share of the customers that turned to Support's knowledge at least once.

    A: two sessions and a case          reached
    B: one case                         reached
    C: nothing                          not
    D: a session before the quarter     not

    2 / 4 = 50 %; the visitor whom nobody knows is no customer

Source: ServiceXRG, NextGen support metrics (Support Reach); the counting rule is ours.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
D          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at
x       | A          | 2026-04-01
y       | B          | 2026-06-30
"""

SESSIONS = """
session_id | account_id | started_at
1          | A          | 2026-04-02
2          | A          | 2026-05-02
3          |            | 2026-06-30
4          | D          | 2026-03-20
"""


def test_an_account_counts_once_however_often_it_comes() -> None:
    """Two of four."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "support_reach") == pytest.approx((2, 4, 0.5, 4))
