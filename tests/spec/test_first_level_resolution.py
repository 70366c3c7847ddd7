"""First level resolution: the share of resolved cases that the first level resolved, unescalated.

    a L1; b "Level 1"; c L1, but escalated; d L2; e: the level is not known, it counts nowhere
    2 / 4 = 50 %

f is not resolved yet.

Source: Standard definition of service desks: resolved at the first level / resolved.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | level   | is_escalated
a       | A          | 2026-04-02 | 2026-04-02  | L1      | no
b       | A          | 2026-04-03 | 2026-04-09  | Level 1 |
c       | B          | 2026-05-03 | 2026-05-03  | L1      | yes
d       | B          | 2026-05-04 | 2026-05-05  | L2      | no
e       | B          | 2026-05-06 | 2026-05-07  |         |
f       | B          | 2026-06-29 |             | L1      |
"""


def test_a_case_of_the_first_level_counts_unless_it_was_escalated() -> None:
    """Two of the four resolved cases whose level is known."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES), "first_level_resolution") == pytest.approx((2, 4, 0.5, 4))
