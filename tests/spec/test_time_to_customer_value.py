"""Time to Customer Value: mean days without value in a customer's first year: before the sale + after it + to smile.

Of the accounts whose first 365 days ended in the quarter:

             before   after   smile    together
    early     -10       20      5          15     two interruptions overlap from 1 to 5 June: 4 days, and a day in July
    never       0      365      5         370     no value (censored), and a case open when the year ends
    trial     -90        0      0         -90     130 days before, capped; value came before the purchase
    gone      -30      365     10         345     left without value, interrupted until then
    mean      -32.5    187.5    5         160     640 days of four accounts

Who bought on 31 March 2025 belongs to the quarter before, who bought on 1 July 2025 to the one after.

Source: Klever's Law (2017); caps, union of interruptions and the first year are our conventions.
"""

import re
from datetime import date, timedelta

import pytest
from tests.spec.tables import Figure, answer, company_of, figure

ACCOUNTS = """
account_id | start_at   | churned_at
early      | 2025-05-01 |
never      | 2025-06-15 |
trial      | 2025-04-10 |
gone       | 2025-04-20 | 2025-06-19
before     | 2025-03-31 |
after      | 2025-07-01 |
"""
MILESTONES = """
account_id | event       | started_at | purchased_at | presale_value_at | reached_at
early      | First_Value | 2025-05-01 | 2025-05-01   | 2025-04-21       | 2025-05-21
never      | first value | 2025-06-15 | 2025-06-15   |                  |
trial      | first value | 2025-04-10 | 2025-04-10   | 2024-12-01       | 2025-04-05
gone       | first value | 2025-04-20 | 2025-04-20   | 2025-03-21       | 2025-07-01
before     | first value | 2025-03-31 | 2025-03-31   |                  | 2025-04-01
after      | first value | 2025-07-01 | 2025-07-01   |                  | 2025-07-02
trial      | onboarding  | 2025-04-10 | 2025-04-10   |                  | 2025-05-10
"""
CASES = """
case_id | account_id | interrupted_at | opened_at        | resolved_at      | happy_at
first   |            |                | 2025-04-01       | 2025-04-02       |
1       | early      | 2025-06-01     | 2025-06-01 08:00 | 2025-06-02 15:00 | 2025-06-03
2       | early      |                | 2025-06-02       | 2025-06-05       |
3       | early      |                | 2025-06-02 12:00 | 2025-06-02 13:00 |
4       | early      |                | 2025-06-04       | 2025-06-04 12:00 |
5       | early      |                | 2025-07-01       | 2025-07-02       |
6       | early      |                | 2025-04-20       | 2025-04-30       |
7       | early      |                | 2026-05-20       | 2026-05-21       |
8       | never      |                | 2026-06-10       |                  |
9       | gone       |                | 2025-06-09       |                  |
last    |            |                | 2026-06-30       | 2026-06-30       |
"""
PARTS = ("time_to_value_before_sale", "time_to_value_after_sale", "time_to_smile_in_first_year")


def found(name: str, milestones: str = MILESTONES, cases: str = CASES) -> tuple[float, float, float, int] | None:
    """Return numerator, denominator, value and n of a figure of these first years."""
    return answer(company_of(accounts=ACCOUNTS, milestones=milestones, cases=cases), name)


def alone(milestones: str) -> float:
    """Return the days of one account, whose life events are given."""
    answered = found("time_to_customer_value", MILESTONES.splitlines()[1] + "\n" + milestones)
    assert answered is not None
    return answered[2]


def test_the_first_year_is_what_it_took_before_and_after_the_sale_and_to_smile() -> None:
    """640 days of four accounts."""
    assert found("time_to_customer_value") == pytest.approx((640, 4, 160, 4))


def test_the_means_of_the_parts_add_up_exactly() -> None:
    """On the same accounts, with the same denominators; the medians of the parts would give 92.5."""
    company = company_of(accounts=ACCOUNTS, milestones=MILESTONES, cases=CASES)
    parts = [figure(company, name) for name in PARTS]
    whole = figure(company, "time_to_customer_value")
    assert whole is not None
    assert all(isinstance(each, Figure) and each.denominator == whole.denominator for each in parts)
    assert sum(each.value for each in parts if each) == pytest.approx(whole.value, rel=1e-12)


def test_a_purchase_three_days_later_takes_six_days_off() -> None:
    """It lies in both parts: value was seen sooner before it, and came sooner after it."""
    bought = "early | first value | 2025-05-01 | 2025-05-0{} | 2025-04-21 | 2025-05-21"
    assert alone(bought.format(1)) == pytest.approx(15)
    assert alone(bought.format(4)) == pytest.approx(15 - 2 * 3)


def test_all_dates_moved_together_change_nothing() -> None:
    """Nine days later, cases too, the same figure."""

    def later(table: str) -> str:
        return re.sub(r"20\d\d-\d\d-\d\d", lambda day: str(date.fromisoformat(day[0]) + timedelta(days=9)), table)

    ends = "\n".join(line for line in CASES.splitlines() if line.startswith(("first", "last")))
    inside = "\n".join(line for line in CASES.splitlines() if not line.startswith(("first", "last")))
    company = company_of(accounts=later(ACCOUNTS), milestones=later(MILESTONES), cases=later(inside) + "\n" + ends)
    moved = figure(company, "time_to_customer_value")
    assert moved is not None
    # Who bought on 31 March 2025 now did on 9 April: a day to value, no interruption.
    assert (moved.numerator, moved.denominator) == pytest.approx((640 + 1, 5))


def test_a_year_whose_beginning_the_data_does_not_reach_says_nothing() -> None:
    """What interrupted an account from January to March 2025 is not in the cases."""
    company = company_of(accounts=ACCOUNTS, milestones=MILESTONES, cases=CASES)
    assert figure(company, "time_to_customer_value", period="2026Q1") is None
