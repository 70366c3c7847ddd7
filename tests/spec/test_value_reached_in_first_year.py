"""Customers who saw value in their first year: share that got there within 365 days of the purchase.

    early, trial  reached
    never         not
    gone          left before the value that is noted: not

    2 / 4 = 0.5

Source: Klever's Law (2017); the first year as the horizon is our convention.
"""

import pytest
from tests.spec.test_time_to_customer_value import found


def test_who_left_before_did_not_get_there() -> None:
    """Two of four."""
    assert found("value_reached_in_first_year") == pytest.approx((2, 4, 0.5, 4))
