"""Expansion rate: what the customers of the start pay more, as a share of what they paid.

A pays 100 at both ends of the quarter; B 200, then 260; C 300, then 210; D 400, then nothing; E begins with 50.

    60 / (100 + 200 + 300 + 400) = 0.06

Source: standard definition of subscription businesses.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of, figure

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
D          | 2025-01-01
E          | 2025-01-01
"""

LINES = """
account_id | start_on   | end_on     | arr_amount
A          | 2025-01-01 |            | 100
B          | 2025-01-01 | 2026-05-01 | 200
B          | 2026-05-01 |            | 260
C          | 2025-01-01 | 2026-05-01 | 300
C          | 2026-05-01 |            | 210
D          | 2025-01-01 | 2026-06-15 | 400
E          | 2026-06-30 |            | 50
"""


def test_expansion_is_set_against_all_opening_revenue() -> None:
    """And is what net retention is above gross retention."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES)
    assert answer(company, "expansion_rate") == pytest.approx((60, 1000, 0.06, 4))


def test_where_nothing_was_paid_at_the_start_there_is_no_rate() -> None:
    """New revenue alone is no expansion of anything."""
    new = "\n".join([*LINES.strip().splitlines()[:1], "E          | 2026-06-30 |            | 50"])
    assert figure(company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=new), "expansion_rate") is None
