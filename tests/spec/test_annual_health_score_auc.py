"""Health score's hold on who leaves within a year: as over a period, with the score before the twelve months.

The twelve months up to 1 July 2026; scores of the quarter before them, April to June 2025: A 20, B 50, C 60, D 80.
A and C left within them, B and D stayed.

    A against B and D: lower, 2; C against B: higher, 0; against D: lower, 1

    3 / 4 pairs = 0.75

Source: Hanley and McNeil 1982; Newcombe 2006, method 5.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at   | churned_at
A          | 2025-01-01 | 2025-08-01
B          | 2025-01-01 |
C          | 2025-01-01 | 2026-06-30
D          | 2025-01-01 |
E          | 2025-08-01 | 2026-01-01
"""

USAGE = """
account_id | at         | health_score
A          | 2025-05-01 | 20
A          | 2025-07-01 | 90
B          | 2025-04-01 | 50
C          | 2025-06-30 | 60
D          | 2025-06-01 | 80
E          | 2025-08-01 | 1
"""

CASES = """
case_id | account_id | opened_at
first   |            | 2025-04-01
middle  |            | 2025-12-01
last    |            | 2026-06-30
"""


def test_the_score_is_that_before_the_twelve_months() -> None:
    """What A scored in July, in the months that are judged, does not count; nor does E, who came in them."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, usage=USAGE)
    assert answer(company, "annual_health_score_auc") == pytest.approx((3, 4, 0.75, 4))


def test_a_story_of_years_looks_at_the_year_before() -> None:
    """Of 2026 and 2025: with periods of a year both metrics are of the same twelve months."""
    longer = CASES + "later   |            | 2026-12-31\nearlier |            | 2025-01-01\n"
    company = company_of(accounts=ACCOUNTS, cases=longer, usage=USAGE, period="2026")
    assert answer(company, "annual_health_score_auc") == answer(company, "health_score_auc")
