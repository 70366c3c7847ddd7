"""Cost per case: fully loaded cost for every case opened in the period.

Cases 2, 3 and 5 were opened in the quarter, whether or not they were resolved; 1 before, 4 after.

    (100 + 50 + 200 + 250) / 3 = 200

When the two easy cases 2 and 5 find their answer in self-service, the people stay: 600 / 1 = 600. That is three times
as dear a case, and nothing got worse.

Source: MetricNet and HDI, cost per ticket: operating expense of a month / tickets of that month.
"""

import pytest
from tests.spec.tables import answer, company_of

from valuestory.metrics import metric

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
"""

CASES = """
case_id | account_id | opened_at
1       | A          | 2026-03-30
2       | A          | 2026-04-02
3       | B          | 2026-05-02
4       | B          | 2026-07-01
5       |            | 2026-06-30
"""

COSTS = """
month_on   | category | amount
2026-03-01 | salaries | 999
2026-04-01 | salaries | 100
2026-04-01 | tools    | 50
2026-05-01 | salaries | 200
2026-06-01 | salaries | 250
2026-07-01 | salaries | 999
"""


def test_all_cost_is_set_against_cases_opened() -> None:
    """Not against those resolved, and those of no account count."""
    assert answer(company_of(accounts=ACCOUNTS, cases=CASES, costs=COSTS), "cost_per_case") == pytest.approx(
        (600, 3, 200, 3)
    )


def test_it_goes_up_when_easy_cases_leave_so_neither_way_is_good() -> None:
    """The trap that the catalogue names: it is shown beside the mix of known and new, and beside the margin."""
    fewer = CASES.replace("2026-04-02", "2026-07-02").replace("2026-06-30", "2026-07-02")
    found = answer(company_of(accounts=ACCOUNTS, cases=fewer, costs=COSTS), "cost_per_case")
    assert found == pytest.approx((600, 1, 600, 1))
    assert metric("cost_per_case").direction == "context"
    assert set(metric("cost_per_case").beside) == {"known_share", "marginal_cost_per_case"}


def test_a_quarter_without_cases_has_no_cost_of_one() -> None:
    """Nothing was divided, so nothing is shown."""
    none = (
        CASES.replace("2026-04-02", "2026-03-31")
        .replace("2026-05-02", "2026-03-31")
        .replace("2026-06-30", "2026-07-01")
    )
    assert answer(company_of(accounts=ACCOUNTS, cases=none, costs=COSTS), "cost_per_case") is None
