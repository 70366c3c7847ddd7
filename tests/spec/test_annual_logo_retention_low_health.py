"""Customers kept over a year, lowest health: of the third that had the lowest score before the twelve months.

Six customers had a score before 1 July 2025. The lowest third: A and B, of which B stayed.

    1 / 2 = 0.5

Source: practice of customer success: calibration of a health score on later renewal.
"""

import pytest
from tests.spec.tables import answer, company_of, figure

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
    assert answer(company, "annual_logo_retention_low_health") == pytest.approx((1, 2, 0.5, 2))


def test_accounts_of_one_score_are_in_one_third() -> None:
    """Five that score alike are not split by the order of their rows: all are in the lowest third."""
    alike = USAGE
    for score in (20, 30, 40, 50):
        alike = alike.replace(f"-01 | {score}", "-01 | 10")
    company = company_of(accounts=ACCOUNTS, cases=CASES, usage=alike)
    assert answer(company, "annual_logo_retention_low_health") == pytest.approx((3, 5, 0.6, 5))
    assert figure(company, "annual_logo_retention_middle_health") is None


def test_the_thirds_are_all_customers_that_had_a_score() -> None:
    """Two and two and two; G had none before the twelve months."""
    company = company_of(accounts=ACCOUNTS, cases=CASES, usage=USAGE)
    found = [figure(company, f"annual_logo_retention_{third}_health") for third in ("low", "middle", "high")]
    assert [each.denominator for each in found if each] == [2, 2, 2]
