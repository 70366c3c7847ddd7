"""Cost per accepted answer: fully loaded cost for every answer that settled a question, with or without a case.

Accepted are session 1 (said so), session 2 (said nothing, and A opened no case within 14 days) and case 1 (resolved and
not reopened). Case 2 was reopened.

    600 / 3 = 200

Source: ServiceXRG, NextGen support metrics, area Delivery Efficiency (outcome against cost); the ratio is ours.
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
2          | A          | 2026-05-10 09:00 | yes         |
3          | B          | 2026-06-20 09:00 | no          |
"""
CASES = """
case_id | account_id | opened_at  | resolved_at | reopens_count
1       | A          | 2026-04-02 | 2026-04-03  | 0
2       | B          | 2026-06-29 | 2026-06-30  | 1
"""

COSTS = """
month_on   | category | amount
2026-03-01 | salaries | 999
2026-04-01 | salaries | 100
2026-04-01 | tools    | 50
2026-05-01 | salaries | 200
2026-06-01 | salaries | 250
2026-07-01 | salaries | 999
"""


def test_all_cost_is_set_against_all_accepted_answers() -> None:
    """Cost is not split between self-service and cases: the whole answers for the whole."""
    company = company_of(accounts=ACCOUNTS, article_sessions=SESSIONS, cases=CASES, costs=COSTS)
    assert answer(company, "cost_per_accepted_answer") == pytest.approx((600, 3, 200, 3))
