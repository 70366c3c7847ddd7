"""Cases fewer after improvements: those that other groups let expect, less those that were seen.

    expected: 10 before x 30 / 20 of the others = 15     seen: 6     fewer: 9
    expected: 10 before x 30 / 20 of the others = 15     seen: 18    fewer: -3

Source: Consortium for Service Innovation, KCS; difference in differences is ours. Where every case is of another
customer, the variance is 6 + 10 x 1.5^2 + 30 x 0.5^2 + 20 x 0.75^2, each count Poisson's.
"""

import pytest
from tests.spec.tables import answer, company_of, figure
from tests.spec.test_improvement_volume_ratio import ACCOUNTS, AFTER, BEFORE, IMPROVEMENTS, cases_of

from valuestory.metrics.estimates.bounds import Z

OTHERS = (("X", BEFORE, 10), ("Y", BEFORE, 20), ("Y", AFTER, 30))


def test_fewer_than_expected_and_more() -> None:
    """Nine fewer; and where there were more, it says so."""
    fewer = company_of(accounts=ACCOUNTS, cases=cases_of(*OTHERS, ("X", AFTER, 6)), improvements=IMPROVEMENTS)
    more = company_of(accounts=ACCOUNTS, cases=cases_of(*OTHERS, ("X", AFTER, 18)), improvements=IMPROVEMENTS)
    assert answer(fewer, "improvement_cases_avoided") == pytest.approx((9, 1, 9, 10))
    assert answer(more, "improvement_cases_avoided") == pytest.approx((-3, 1, -3, 10))


def test_the_interval_takes_in_what_the_other_groups_leave_open() -> None:
    """It may hold 0 and go below: then nothing can be told from it."""
    company = company_of(accounts=ACCOUNTS, cases=cases_of(*OTHERS, ("X", AFTER, 6)), improvements=IMPROVEMENTS)
    found = figure(company, "improvement_cases_avoided")
    assert found is not None
    error = (6 + 10 * 1.5**2 + 30 * 0.5**2 + 20 * 0.75**2) ** 0.5
    assert (found.low, found.high) == pytest.approx((9 - Z * error, 9 + Z * error))
    assert found.low < 0
