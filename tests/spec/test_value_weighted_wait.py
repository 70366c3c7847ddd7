"""Wait, weighted by revenue: the mean time to the first answer, each case weighing what its customer pays.

    A pays 900: one case, answered after 10 minutes    900 x 10           = 9000
    B pays 100: two cases, after 60 and 120 minutes    100 x (60 + 120)   = 18000
    C began in May and paid nothing at the start; B's third case was never answered

    (9000 + 18000) / (900 + 100 + 100) = 24.5 minutes; unweighted (10 + 60 + 120 + 600) / 4 = 197.5

Source: ServiceXRG, NextGen support metrics, area Customer Engagement (the formula is ours).
"""

import pytest
from tests.spec.tables import answer, company_of

ACCOUNTS = """
account_id | start_at
A          | 2025-01-01
B          | 2025-01-01
C          | 2026-05-01
"""

LINES = """
account_id | start_on   | end_on | arr_amount
A          | 2025-01-01 |        | 900
B          | 2025-01-01 |        | 100
C          | 2026-05-01 |        | 500
"""

CASES = """
case_id | account_id | opened_at        | first_response_at
1       | A          | 2026-04-01 10:00 | 2026-04-01 10:10
2       | B          | 2026-04-01 10:00 | 2026-04-01 11:00
3       | B          | 2026-05-01 10:00 | 2026-05-01 12:00
4       | B          | 2026-05-02 10:00 |
5       | C          | 2026-06-30 10:00 | 2026-06-30 20:00
"""


def test_a_case_weighs_what_its_customer_pays() -> None:
    """The large customer is answered soon, so the revenue waits less than the cases do."""
    company = company_of(accounts=ACCOUNTS, subscriptions=LINES, cases=CASES)
    assert answer(company, "value_weighted_wait") == pytest.approx((27000, 1100, 27000 / 1100, 3))
    assert answer(company, "first_response_time") == pytest.approx((790, 4, 197.5, 4))


def test_where_all_pay_alike_it_is_the_plain_wait() -> None:
    """Weights that are equal are none."""
    alike = LINES.replace("| 900", "| 100").replace("2026-05-01", "2025-01-01").replace("| 500", "| 100")
    accounts = ACCOUNTS.replace("2026-05-01", "2025-01-01")
    company = company_of(accounts=accounts, subscriptions=alike, cases=CASES)
    weighted, plain = answer(company, "value_weighted_wait"), answer(company, "first_response_time")
    assert weighted is not None
    assert plain is not None
    assert weighted[2] == pytest.approx(plain[2])
