"""Time to Customer Value, median: days without value in the first year that half of the customers stay under.

    trial  -90 days    4 watched: 3/4 are above
    early   15 days    3 watched: 3/4 x 2/3 = 1/2 are above, and nobody is known to have got there later: 15 days
    gone   345 days, no value: censored
    never  370 days, no value: censored

The mean is 160 days.

Source: Klever's Law (2017); Kaplan and Meier 1958.
"""

import pytest
from tests.spec.test_time_to_customer_value import found


def test_half_of_them_are_under_it() -> None:
    """Two of four got there."""
    assert found("median_time_to_customer_value") == pytest.approx((2, 4, 15, 4))
