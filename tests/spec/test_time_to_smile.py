"""Time to smile: mean time from the interruption of a customer's work until the customer was happy again.

Of the cases that ended in the quarter, whenever they began:

    a: interrupted 08:00 (before it was reported), happy 12:00 (after it was resolved)       240 minutes
    b: no interruption and no confirmation recorded: reported 10:00, resolved 11:00           60
    c: an interruption noted after the report cannot have begun later: 11:00 to 13:00        120
    f: reported 31 March 23:00, resolved 1 April 01:00                                       120

    (240 + 60 + 120 + 120) / 4 = 135 minutes

d ended in the next quarter, e is open: neither is in it.

Source: Klever, Time to Smile: total elapsed time from the interruption until the customer is back to a happy state.
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
c       | B          | 2026-06-02 12:00 | 2026-06-02 11:00 | 2026-06-02 13:00 |
d       | B          |                  | 2026-06-29 10:00 | 2026-07-02 10:00 |
e       | B          |                  | 2026-06-30 10:00 |                  |
f       |            |                  | 2026-03-31 23:00 | 2026-04-01 01:00 |
"""


def test_the_clock_runs_from_interruption_to_happiness() -> None:
    """540 minutes of four cases."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "time_to_smile") == pytest.approx((540, 4, 135, 4))
