"""Active users per account: how many people of a customer use the product.

    (4 + 6 + 50 + 20) / 4 rows that say it = 20

Source: standard definition of subscription businesses.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

USAGE = """
account_id | at         | active_users_count | licensed_users_count | events_count | health_score
A          | 2026-03-01 | 99                 | 99                   | 99           | 99
A          | 2026-04-01 | 4                  | 10                   | 100          | 70
A          | 2026-05-01 | 6                  | 10                   | 140          | 80
A          | 2026-06-01 |                    | 10                   | 120          | 60
B          | 2026-04-01 | 50                 | 100                  | 500          | 30
B          | 2026-05-01 | 20                 |                      |              |
A          | 2026-07-01 | 99                 | 99                   | 99           | 99
"""


def test_it_is_the_mean_over_usage_rows() -> None:
    """A row that does not say it counts for nothing."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, usage=USAGE)
    assert answer(company, "active_users_per_account") == pytest.approx((80, 4, 20, 4))
