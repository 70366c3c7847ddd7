"""Cost per answer in self-service: cost of self-service for every answer accepted without a case.

Readers of 1 and 2 said that it helped; 3 was read in silence, and its account opened no case; 4 did not help.

    (10 + 20 + 30) / 3 = 20

Source: Consortium for Service Innovation, service engagement measures: cost per success by channel.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

SESSIONS = """
session_id | account_id | started_at | is_consumed | is_success
1          | A          | 2026-04-01 | yes         | yes
2          |            | 2026-04-02 | yes         | yes
3          | A          | 2026-05-03 | yes         |
4          | A          | 2026-06-30 | yes         | no
"""

COSTS = """
month_on   | category | amount | channel
2026-04-01 | tools    | 10     | self-service
2026-05-01 | tools    | 20     | self-service
2026-06-01 | tools    | 30     | self-service
2026-06-01 | salaries | 900    | assisted
"""


def test_cost_of_the_channel_is_set_against_its_successes() -> None:
    """Not against visits, and without what assisted work costs."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=SESSIONS, costs=COSTS)
    assert answer(company, "cost_per_answer_without_case") == pytest.approx((60, 3, 20, 3))


def test_where_nobody_was_helped_an_answer_has_no_cost() -> None:
    """Sixty for no answer is not a price."""
    nobody = SESSIONS.replace("| yes         | yes", "| no          | no ").replace(
        "| yes         |\n", "| no          |\n"
    )
    company = company_of(accounts=ACCOUNTS, cases=SEEN, article_sessions=nobody, costs=COSTS)
    assert answer(company, "cost_per_answer_without_case") is None
