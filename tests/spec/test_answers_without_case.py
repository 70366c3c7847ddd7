"""Answers accepted without a case: accepted answers that were found in self-service.

One reader said so; of those who said nothing "quiet" counts, since B opened no case within 14 days, and "followed" does
not, since B did.

    confirmed + quiet = 2

Source: Consortium for Service Innovation, self-service success; the counting rule is ours.
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
confirmed  | A          | 2026-04-02 09:00 | yes         | yes
followed   | B          | 2026-04-10 09:00 | yes         |
quiet      | B          | 2026-05-01 09:00 | yes         |
unread     | A          | 2026-06-25 09:00 | no          |
"""
CASES = """
case_id | account_id | opened_at        | resolved_at
1       | A          | 2026-04-01 09:00 | 2026-04-01 10:00
2       | B          | 2026-04-20 09:00 | 2026-04-21 09:00
3       |            | 2026-06-30 09:00 |
"""


def test_only_sessions_count_and_only_those_that_settled_something() -> None:
    """Two sessions; the two resolved cases are counted elsewhere."""
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES)
    assert answer(company, "answers_without_case") == pytest.approx((2, 1, 2, 2))
