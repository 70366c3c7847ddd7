"""Cases worked on together: the share of the resolved cases that two or more people of Support wrote on.

    1: Ann replied, Bob noted                           together
    2: Ann replied twice                                alone
    3: Ann replied, the customer and the system too     alone
    4: Ann replied, it was given to Bob                 alone
    5: nobody of Support wrote                          not counted
    6: Ann and Bob, not resolved                        not counted

    1 / 4 = 25 %

Source: Consortium for Service Innovation, Intelligent Swarming; the counting rule is ours.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at
1       | A          | 2026-04-01 | 2026-04-02
2       | A          | 2026-04-01 | 2026-04-02
3       |            | 2026-04-01 | 2026-04-02
4       | A          | 2026-04-01 | 2026-04-02
5       | A          | 2026-04-01 | 2026-04-02
6       | A          | 2026-06-30 |
"""

EVENTS = """
case_id | at         | kind  | actor_id | actor_role
1       | 2026-04-01 | reply | Ann      | agent
1       | 2026-04-02 | note  | Bob      | agent
2       | 2026-04-01 | reply | Ann      | agent
2       | 2026-04-02 | reply | Ann      | agent
3       | 2026-04-01 | reply | Ann      | agent
3       | 2026-04-01 | reply | Joe      | customer
3       | 2026-04-01 | note  | Robot    | system
4       | 2026-04-01 | reply | Ann      | agent
4       | 2026-04-01 | owner | Bob      | agent
5       | 2026-04-01 | reply | Joe      | customer
6       | 2026-04-01 | reply | Ann      | agent
6       | 2026-04-01 | reply | Bob      | agent
"""


def test_who_wrote_worked_and_who_was_given_it_may_not_have() -> None:
    """One of four."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, case_events=EVENTS)
    assert answer(company, "collaboration_rate") == pytest.approx((1, 4, 0.25, 4))
