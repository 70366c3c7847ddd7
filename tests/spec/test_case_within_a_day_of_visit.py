"""Cases within a day of a visit: the share of the cases whose person had come to self-service within 24 hours before.

    u: ann came 24 hours before, to the second                    within
    v: ann came on the very moment                                within
    w: bob came 24 hours and a second before                      not
    x: cid never came, but dan of the same account did            not
    y: dan came an hour after                                     not
    z: nobody is known to have opened it                          not counted

    2 / 5 = 40 %

Source: Consortium for Service Innovation, KCS metrics matrix, phase 3.
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
u       | A          | ann        | 2026-04-05T09:00:00
v       | A          | ann        | 2026-06-20T09:00:00
w       | B          | bob        | 2026-04-19T10:00:01
x       | B          | cid        | 2026-05-05T12:00:00
y       | B          | dan        | 2026-05-05T09:00:00
z       | A          |            | 2026-06-30T09:00:00
"""

SESSIONS = """
session_id | account_id | user_id | started_at
1          | A          | ann     | 2026-04-04T09:00:00
2          | A          | ann     | 2026-06-20T09:00:00
3          | B          | bob     | 2026-04-18T10:00:00
4          | B          | dan     | 2026-05-05T10:00:00
5          | A          |         | 2026-06-30T08:00:00
"""


def test_a_visit_counts_for_the_person_who_came_and_for_a_day() -> None:
    """Two of five."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "case_within_a_day_of_visit") == pytest.approx((2, 5, 0.4, 5))
