"""Customers kept over a year, middle health: of the third that had the middle score before the twelve months.

Six customers had a score before 1 July 2025. The middle third: C and D, of which D stayed.

    1 / 2 = 0.5

Source: practice of customer success: calibration of a health score on later renewal.
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at   | churned_at
A          | 2025-01-01 | 2025-08-01
B          | 2025-01-01 |
C          | 2025-01-01 | 2026-06-30
D          | 2025-01-01 |
E          | 2025-01-01 |
F          | 2025-01-01 |
G          | 2025-01-01 |
"""

USAGE = """
account_id | at         | health_score
A          | 2025-05-01 | 10
B          | 2025-05-01 | 20
C          | 2025-05-01 | 30
D          | 2025-05-01 | 40
E          | 2025-05-01 | 50
F          | 2025-05-01 | 60
G          | 2025-08-01 | 5
"""

CASES = """
case_id | account_id | opened_at
first   |            | 2025-04-01
middle  |            | 2025-12-01
last    |            | 2026-06-30
"""


def test_those_kept_are_set_against_their_third() -> None:
    """Each third by the scores before the twelve months in which one could leave."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, usage=USAGE)
    assert answer(company, "annual_logo_retention_middle_health") == pytest.approx((1, 2, 0.5, 2))
