"""Cases whose customer agreed: the share of the cases that ended with the customer's own word.

    a, c and d have happy_at; b ended with the answer alone; e has not ended
    3 / 4 = 75 %

Source: Klever, Time to Smile; the fallback and its share are ours.
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


def test_an_answer_that_nobody_confirmed_is_said_to_be_one() -> None:
    """Three of the four that ended."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "confirmed_share") == pytest.approx((3, 4, 0.75, 4))
