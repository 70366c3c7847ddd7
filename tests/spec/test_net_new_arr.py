"""Net new recurring revenue: how much more there is at the period's end than at its start.

A pays 100 at both ends of the quarter; B 200, then 260; C 300, then 210; D 400, then nothing; E begins with 50.

    new 50 + expansion 60 - contraction 90 - churned 400 = -380
    closing 620 - opening 1000 = -380

Source: Klever working group, core of Customer Success: new - lost + expansion revenue.
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


def test_the_four_ways_add_up_to_the_difference_of_both_ends() -> None:
    """A loss is shown as one, not cut off at zero."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES)
    assert answer(company, "net_new_arr") == pytest.approx((-380, 1, -380, 5))


def test_the_parts_are_metrics_of_their_own() -> None:
    """Each is shown beside it, and they add up to it exactly."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES)
    signs = {"new_arr": 1, "expansion_arr": 1, "contraction_arr": -1, "churned_arr": -1}
    found = {name: answer(company, name) for name in signs}
    assert sum(sign * found[name][2] for name, sign in signs.items()) == pytest.approx(-380)


def test_the_interval_reaches_below_zero() -> None:
    """Compound Poisson: 1.96 times the root of the squares of what each account brought or took."""
    found = figure(company_of(accounts=ACCOUNTS, cases=SEEN, subscriptions=LINES), "net_new_arr")
    assert found is not None
    reach = 1.959964 * (60**2 + 90**2 + 400**2 + 50**2) ** 0.5
    assert (found.low, found.high) == pytest.approx((-380 - reach, -380 + reach))
