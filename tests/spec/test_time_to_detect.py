"""Time to smile, until it was reported: from the interruption until Support heard of it.

    a: interrupted 08:00, reported 09:00                              60 minutes
    b: no interruption is recorded                                     0
    c: an interruption noted after the report cannot have begun later  0
    d: interrupted 08:00, reported 08:30                              30
    (60 + 0 + 0 + 30) / 4 = 22.5 minutes

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


def test_what_was_noted_after_the_report_began_at_the_report() -> None:
    """90 minutes of four cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "time_to_detect") == pytest.approx((90, 4, 22.5, 4))


def test_the_three_parts_add_up_to_the_time_to_smile() -> None:
    """90 + 300 + 120 = 510 of four cases."""
    company = company_of(accounts=ACCOUNTS, cases=CASES)
    parts = [answer(company, name) for name in ("time_to_detect", "time_to_answer", "time_to_confirm")]
    assert sum(each[0] for each in parts if each) == pytest.approx(510)
    assert answer(company, "time_to_smile") == pytest.approx((510, 4, 127.5, 4))
