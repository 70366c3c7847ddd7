"""Answers confirmed: help sessions whose reader said that the question was answered.

1 and 2 say so, the second by an unknown visitor. 3 says no, 4 says nothing, 5 says yes to a page that was not read by
the company's rule, 6 belongs to the next quarter.

    1 + 2 = two sessions

Source: ServiceXRG, NextGen support metrics, area Answers Accepted (confirmed and inferred are reported apart).
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

SESSIONS = """
session_id | account_id | started_at | is_consumed | is_success
1          | A          | 2026-04-02 | yes         | yes
2          |            | 2026-04-20 | yes         | yes
3          | A          | 2026-05-02 | yes         | no
4          | A          | 2026-05-20 | yes         |
5          | B          | 2026-06-20 | no          | yes
6          | B          | 2026-07-01 | yes         | yes
"""
CASES = """
case_id | account_id | opened_at  | resolved_at
1       | A          | 2026-04-01 | 2026-04-02
2       | A          | 2026-06-30 |
"""


def test_only_what_a_reader_said_is_confirmed() -> None:
    """Silence and refusal are not confirmation."""
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES)
    assert answer(company, "answers_confirmed") == pytest.approx((2, 1, 2, 2))
