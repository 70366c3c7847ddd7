"""Accepted of delivered: the share of the answers delivered that settled the question.

Delivered are the eight sessions that were read (all but "unread") and the cases k1 and k2, which were resolved;
accepted are "confirmed", "quiet", "at the end" and k1, as test_answers_accepted.py explains.

    4 / (8 + 2) = 0.4

Source: ServiceXRG, NextGen support metrics, area Answers Accepted; the ratio is ours.
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

SESSIONS = """
session_id | account_id | started_at       | is_consumed | is_success | needs_followup | case_id
confirmed  | A          | 2026-04-02 09:00 | yes         | yes        |                |
followed   | B          | 2026-04-10 09:00 | yes         |            |                |
quiet      | B          | 2026-05-01 09:00 | yes         |            |                |
nobody     |            | 2026-05-02 09:00 | yes         |            |                |
refused    | C          | 2026-05-03 09:00 | yes         | no         |                |
unsettled  | C          | 2026-05-04 09:00 | yes         |            | yes            |
led on     | A          | 2026-05-05 09:00 | yes         |            |                | k3
unread     | A          | 2026-05-06 09:00 | no          | yes        |                |
at the end | D          | 2026-06-25 09:00 | yes         |            |                |
"""
CASES = """
case_id | account_id | opened_at        | resolved_at      | reopens_count
k1      | B          | 2026-04-20 09:00 | 2026-04-21 09:00 | 0
k2      | A          | 2026-04-03 09:00 | 2026-04-04 09:00 | 1
k3      | A          | 2026-06-05 09:00 |                  | 0
k4      | D          | 2026-07-02 09:00 | 2026-07-03 09:00 | 0
"""


def test_accepted_answers_are_set_against_those_delivered() -> None:
    """Four of ten answers delivered were accepted."""
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES)
    assert answer(company, "acceptance_rate") == pytest.approx((4, 10, 0.4, 10))
