"""Cases of the largest group: the share of the cases with a group that the largest one of the period has.

    X: 3 cases in the quarter     Y: 2     none: 1
    Y: 9 cases before it

    3 / 5 = 60 %

Source: Consortium for Service Innovation, KCS: pattern clusters, the largest first.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at  | cluster_id
1       | A          | 2026-04-01 | X
2       | B          | 2026-05-01 | X
3       |            | 2026-05-02 | X
4       | A          | 2026-05-03 | Y
5       | B          | 2026-05-04 | Y
6       | B          | 2026-06-30 |
"""
EARLIER = "\n".join(f"y{number} | A | 2026-02-01 | Y" for number in range(9))


def test_the_largest_of_the_period_is_looked_at() -> None:
    """Three of five: Y was larger before, and is not now; a case without a group is in none."""
    company = company_of(accounts=ACCOUNTS, cases=CASES + EARLIER)
    assert answer(company, "largest_cluster_share") == pytest.approx((3, 5, 0.6, 5))
