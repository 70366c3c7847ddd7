"""Self-service tried before a case: the share of the cases before which the same customer had come within 14 days.

    u: A came three days before                                   tried
    v: A came on the very moment                                  tried
    w: B came 14 days before, to the second                       tried
    x: B came 14 days and a second before                         not
    y: C came an hour after                                       not
    z: D never came                                               not
    a: nobody is known to have opened it                          not counted

    3 / 6 = 50 %

Source: Consortium for Service Innovation, KCS technique 5.12; the window of 14 days is ours.
"""

from datetime import datetime, timedelta

import numpy as np
import pytest
from tests.spec.random_company import random_tables
from tests.spec.tables import answer, company_from, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2025-01-01
D          | 2025-01-01
E          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at
u       | A          | 2026-04-05T09:00:00
v       | A          | 2026-06-20T09:00:00
w       | B          | 2026-04-19T10:00:00
x       | E          | 2026-04-19T10:00:01
y       | C          | 2026-05-05T09:00:00
z       | D          | 2026-06-30T09:00:00
a       |            | 2026-05-05T09:00:00
"""

SESSIONS = """
session_id | account_id | started_at
1          | A          | 2026-04-02T09:00:00
2          | A          | 2026-06-20T09:00:00
3          | B          | 2026-04-05T10:00:00
4          | C          | 2026-05-05T10:00:00
5          | E          | 2026-04-05T10:00:00
6          |            | 2026-06-30T08:00:00
"""


def test_a_visit_counts_up_to_fourteen_days_before_and_to_the_moment() -> None:
    """Three of six."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, article_sessions=SESSIONS)
    assert answer(company, "self_service_before_case") == pytest.approx((3, 6, 0.5, 6))


def test_a_visit_of_the_quarter_before_counts() -> None:
    """The window knows no quarters: who came on 30 March tried before the case of 2 April."""
    cases = "case_id | account_id | opened_at\n1 | A | 2026-04-02\n2 | | 2026-06-30"
    sessions = "session_id | account_id | started_at\n1 | A | 2026-03-30\n2 | | 2026-06-30"
    company = company_of(accounts=ACCOUNTS, cases=cases, article_sessions=sessions)
    assert answer(company, "self_service_before_case") == pytest.approx((1, 1, 1.0, 1))


@pytest.mark.parametrize("seed", range(3))
def test_fortnights_find_what_looking_at_every_visit_finds(seed: int) -> None:
    """In a company of chance each case is held against each visit of its account, one by one."""
    tables = random_tables(seed)
    cases, visits = (tables[name].to_pandas() for name in ("cases", "article_sessions"))
    inside = cases["opened_at"].between(datetime(2026, 4, 1), datetime(2026, 7, 1), inclusive="left")
    known = cases[inside & cases["account_id"].notna()]
    tried = [
        bool(
            np.any(
                (visits["account_id"] == each.account_id)
                & (visits["started_at"] <= each.opened_at)
                & (visits["started_at"] >= each.opened_at - timedelta(days=14))
            )
        )
        for each in known.itertuples()
    ]
    assert 0 < sum(tried) < len(tried)
    found = answer(company_from(tables), "self_service_before_case")
    assert found is not None
    assert found[:2] == (sum(tried), len(tried))
