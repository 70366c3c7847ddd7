"""Revenue of the customers helped: the share of the opening revenue whose customers had an answer accepted.

    A 100 helped by a case, B 200 by a session that its reader confirmed, C 300 by one read in silence
    D 400: its case was reopened and its session not read, so it was asked and not helped
    E was helped, but paid nothing at the start

    (100 + 200 + 300) / (100 + 200 + 300 + 400) = 0.6

Source: ServiceXRG, NextGen support metrics, area Customer Engagement (the formula is ours).
"""

import pytest
from tests.spec.tables import answer, company_of, figure

ACCOUNTS = """
account_id | start_at   | churned_at
A          | 2025-01-01 |
B          | 2025-01-01 |
C          | 2025-01-01 |
D          | 2025-01-01 | 2026-06-15
E          | 2026-05-01 |
F          | 2025-01-01 | 2026-03-31
"""

LINES = """
account_id | start_on   | end_on     | arr_amount
A          | 2025-01-01 |            | 100
B          | 2025-01-01 |            | 200
C          | 2025-01-01 |            | 300
D          | 2025-01-01 | 2026-06-15 | 400
E          | 2026-05-01 |            | 50
F          | 2025-01-01 | 2026-03-31 | 900
"""

CASES = """
case_id | account_id | opened_at  | resolved_at | reopens_count
1       | A          | 2026-04-01 | 2026-04-02  | 0
2       | A          | 2026-05-01 | 2026-05-02  | 0
3       | D          | 2026-05-01 | 2026-05-02  | 1
4       | E          | 2026-05-10 | 2026-05-11  | 0
5       |            | 2026-06-30 | 2026-07-01  | 0
"""

SESSIONS = """
session_id | account_id | started_at | is_consumed | is_success
1          | B          | 2026-04-01 | yes         | yes
2          | C          | 2026-05-02 | yes         |
3          | D          | 2026-05-20 | no          |
4          |            | 2026-06-30 | yes         | yes
"""


def test_an_account_is_helped_by_one_accepted_answer() -> None:
    """However many there were, and whether by a case or without."""
    company = company_of(accounts=ACCOUNTS, subscriptions=LINES, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "value_coverage") == pytest.approx((600, 1000, 0.6, 4))


def test_the_interval_counts_accounts_and_not_dollars() -> None:
    """Four accounts, unequally large, tell little: a thousand independent dollars would give 0.57 to 0.63."""
    found = figure(
        company_of(accounts=ACCOUNTS, subscriptions=LINES, cases=CASES, article_sessions=SESSIONS), "value_coverage"
    )
    assert found is not None
    assert found.high - found.low > 0.5


def test_where_nothing_is_paid_there_is_no_share_of_it() -> None:
    """A company whose lines all begin later has no opening revenue."""
    later = LINES.replace("2025-01-01", "2026-06-01")
    company = company_of(accounts=ACCOUNTS, subscriptions=later, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "value_coverage") is None
