"""Time to proficiency: median time from the first day in Support until a person works alone.

Of those hired in the twelve months up to 1 July 2026:

    P3  50 days, then left            censored
    P5  61 days, still learning       censored
    P2  70 days                       3 watched: 2/3 still learn
    P1  90 days                       2 watched: 2/3 x 1/2 = 0.33, under one half: the median is 90 days
    P4  120 days

P6 was hired a day before that year began.

Source: New Metrics Framework, employee measures; Kaplan and Meier 1958.
"""

import pytest
from tests.spec.tables import SEEN, answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
"""

PEOPLE = """
person_id | hired_on   | left_on    | proficient_on
P1        | 2025-08-01 |            | 2025-10-30
P2        | 2025-09-01 | 2026-01-01 | 2025-11-10
P3        | 2025-10-01 | 2025-11-20 |
P4        | 2026-01-01 |            | 2026-05-01
P5        | 2026-05-01 |            |
P6        | 2025-06-30 |            | 2025-07-01
"""


def test_who_left_or_still_learns_is_censored() -> None:
    """Three of five work alone, half of all after 90 days."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, people=PEOPLE)
    assert answer(company, "time_to_proficiency") == pytest.approx((3, 5, 90, 5))


def test_under_five_people_nothing_is_said() -> None:
    """Four people could be recognised."""
    four = "\n".join(line for line in PEOPLE.splitlines() if not line.startswith("P5"))
    found = company_of(accounts=ACCOUNTS, cases=SEEN, people=four).metrics("time_to_proficiency")
    assert list(found[found["period_start"] == "2026-04-01"]["evidence"]) == ["withheld: fewer than 5 people"]
