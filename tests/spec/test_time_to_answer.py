"""Time to smile, until it was resolved: from the report until an answer was given.

    a: reported 09:00, resolved 10:00                                              60 minutes
    b: reported 10:00, resolved 11:00                                              60
    c: reported 11:00, the customer was happy 12:30, before the system was told    90
    d: reported 08:30, no answer is recorded, the customer was happy 10:00         90
    (60 + 60 + 90 + 90) / 4 = 75 minutes

e has not ended.

Source: Klever, Time to Smile; its split into three gaps that add up is ours.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | interrupted_at   | opened_at        | resolved_at      | happy_at
a       | A          | 2026-04-02 08:00 | 2026-04-02 09:00 | 2026-04-02 10:00 | 2026-04-02 12:00
b       | A          |                  | 2026-05-01 10:00 | 2026-05-01 11:00 |
c       | B          | 2026-06-02 12:00 | 2026-06-02 11:00 | 2026-06-02 13:00 | 2026-06-02 12:30
d       | B          | 2026-06-03 08:00 | 2026-06-03 08:30 |                  | 2026-06-03 10:00
e       | B          |                  | 2026-06-30 10:00 |                  |
"""


def test_an_answer_came_no_later_than_the_agreement() -> None:
    """300 minutes of four cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "time_to_answer") == pytest.approx((300, 4, 75, 4))
