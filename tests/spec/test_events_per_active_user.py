"""Use per active user: how much each person who uses the product does in it.

    (100 + 140 + 500) / (4 + 6 + 50) = 740 / 60

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


def test_events_are_set_against_the_people_of_the_same_rows() -> None:
    """A's June does not say by how many, B's May not what was done."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, usage=USAGE)
    assert answer(company, "events_per_active_user") == pytest.approx((740, 60, 740 / 60, 60))
