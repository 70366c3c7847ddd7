"""Time to value: median time, by life event, from its start until the customer got there.

Onboarding that began in the quarter, watched until it was reached, the customer left, or the quarter ended:

    fast  10 days                       6 watched:  5/6 are still on their way after 10 days
    late  11 days, still open           censored
    gone  15 days, then left            censored
    mid   20 days                       3 watched:  5/6 x 2/3 = 0.56
    slow  30 days                       2 watched:  5/9 x 1/2 = 0.28, under one half: the median is 30 days
    last  40 days

The four that ended took 25 days on average, and half of them no more than 25: who looks at them alone is too glad. An
onboarding that began in March is in the quarter before, an upgrade has a figure of its own.

Source: Klever working group (time to value, customer perspective); Kaplan and Meier 1958.
"""

import pytest
from tests.spec.tables import SEEN, Figure, company_of, figure

ACCOUNTS = """
account_id | start_at   | churned_at
fast       | 2025-01-01 |
late       | 2025-01-01 |
gone       | 2025-01-01 | 2026-05-16
mid        | 2025-01-01 |
slow       | 2025-01-01 |
last       | 2025-01-01 |
"""

MILESTONES = """
account_id | event      | started_at       | reached_at
fast       | Onboarding | 2026-04-01       | 2026-04-11
late       | onboarding | 2026-06-20       |
gone       | onboarding | 2026-05-01       | 2026-06-01
mid        | onboarding | 2026-04-05 12:00 | 2026-04-25 12:00
slow       | onboarding | 2026-05-10       | 2026-06-09
last       | onboarding | 2026-04-10       | 2026-05-20
fast       | onboarding | 2026-03-31       | 2026-04-01
fast       | upgrade    | 2026-04-01       | 2026-04-02
"""


def found(milestones: str, event: str = "onboarding") -> Figure | None:
    """Return the figure of one life event."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, milestones=milestones)
    return figure(company, "time_to_value", f"life_event={event}")


def test_what_is_still_open_counts_as_long_as_it_was_watched() -> None:
    """Four of six got there, half of all after 30 days; what a customer reached after leaving is not known."""
    answer = found(MILESTONES)
    assert answer is not None
    assert (answer.numerator, answer.denominator, answer.value, answer.n) == pytest.approx((4, 6, 30, 6))


def test_without_a_median_the_share_that_got_there_is_said() -> None:
    """Two of six: no figure, its reason in its place, and the two sums beside it."""
    slower = MILESTONES.replace("2026-06-09", "").replace("2026-05-20", "")
    company = company_of(accounts=ACCOUNTS, cases=SEEN, milestones=slower)
    table = company.metrics("time_to_value").set_index(["slice", "period_start"])
    row = table.loc[("life_event=onboarding", "2026-04-01")]
    assert row["evidence"] == "not estimable: 2 of 6 reached, too few for a median"
    assert (row["numerator"], row["denominator"], row["n"]) == (2, 6, 6)
    assert row[["value", "low", "high"]].isna().all()


def test_fewer_than_five_customers_are_withheld() -> None:
    """One customer was upgraded."""
    company = company_of(accounts=ACCOUNTS, cases=SEEN, milestones=MILESTONES)
    table = company.metrics("time_to_value")
    assert list(table[table["slice"] == "life_event=upgrade"]["evidence"]) == ["withheld: fewer than 5 accounts"]


def test_no_figure_mixes_life_events() -> None:
    """Its rows are of one life event each: none of the whole company, none of a segment."""
    accounts = ACCOUNTS.replace("churned_at", "churned_at | segment").replace("|\n", "| | SMB\n")
    accounts = accounts.replace("2026-05-16", "2026-05-16 | SMB")
    company = company_of(accounts=accounts, cases=SEEN, milestones=MILESTONES)
    assert set(company.metrics("time_to_value")["slice"]) == {"life_event=onboarding", "life_event=upgrade"}
