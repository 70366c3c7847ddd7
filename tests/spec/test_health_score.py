"""Health score: the company's own score, as a mean over its usage rows.

    (70 + 80 + 60 + 30) / 4 = 60

Source: the company's own composite, meant to foretell renewal.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

from valuestory.metrics import metric

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


def test_it_is_the_mean_of_the_scores_there_are() -> None:
    """A row without a score is not a score of zero."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, usage=USAGE)
    assert answer(company, "health_score") == pytest.approx((240, 4, 60, 4))


def test_it_is_read_beside_its_validation() -> None:
    """A score is worth what it knows of who leaves."""
    assert metric("health_score").beside == ("annual_health_score_auc",)
