"""Time to smile, until the customer agreed: from the answer until the customer said that it works.

    a: resolved 10:00, happy 12:00                                         120 minutes
    b: the customer said nothing, the answer stands in                       0
    c: the customer was happy before the system was told                     0
    d: no answer is recorded, it came with the agreement                     0
    (120 + 0 + 0 + 0) / 4 = 30 minutes

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


def test_only_an_agreement_after_the_answer_takes_time() -> None:
    """120 minutes of four cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "time_to_confirm") == pytest.approx((120, 4, 30, 4))
