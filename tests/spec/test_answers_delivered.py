"""Answers delivered: of those reached, the ones that were taken in: a session that was read, a case that was resolved.

Sessions 1 and 3 were read by the company's own rule; 2 was not, 4 belongs to the next quarter. Case 1 was opened in the
quarter and resolved after it, which counts, since answers are dated by the day they began; case 2 is still open; case 3
was resolved in the quarter but opened before it.

    2 sessions + 1 case = 3

Source: ServiceXRG, NextGen support metrics, area Answers Delivered; the counting rule is ours.
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
case_id | account_id | opened_at  | resolved_at
1       | A          | 2026-04-03 | 2026-07-10
2       | B          | 2026-06-30 |
3       | B          | 2026-03-31 | 2026-04-01
"""


def test_what_was_read_or_resolved_counts_by_the_day_it_began() -> None:
    """So that answers delivered are a part of the answers reached."""
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES)
    assert answer(company, "answers_delivered") == pytest.approx((3, 1, 3, 3))
