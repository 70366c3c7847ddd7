"""Churned recurring revenue: what accounts paid at the start that pay nothing at the end.

A pays 100 at both ends of the quarter; B 200, then 260; C 300, then 210; D 400, then nothing; E begins with 50.

    D: 400

Source: Klever working group, core of Customer Success: new - lost + expansion revenue.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

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


def test_only_who_pays_nothing_has_churned() -> None:
    """All that D paid at the start counts, whenever in the quarter it left."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES)
    assert answer(company, "churned_arr") == pytest.approx((400, 1, 400, 5))


def test_a_quarter_in_which_nobody_left_has_lost_nothing() -> None:
    """With customers that pay, none lost is a figure: zero."""
    stays = LINES.replace("2026-06-15", "          ")
    found = answer(company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=stays), "churned_arr")
    assert found == pytest.approx((0, 1, 0, 5))
