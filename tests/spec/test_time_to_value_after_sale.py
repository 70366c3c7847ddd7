"""Time to Customer Value, after the sale: mean days from the purchase until the customer saw value.

    early  20 days
    never  not within 365 days, censored there        365
    trial  value came before the purchase               0
    gone   left before the value that is noted        365

    (20 + 365 + 0 + 365) / 4 = 187.5 days

Source: Klever's Law (2017); the first year as the horizon is our convention.
"""

import pytest
from tests.spec.test_time_to_customer_value import found


def test_no_value_in_the_year_counts_as_the_whole_year() -> None:
    """Two customers carry it, and are not left out."""
    assert found("time_to_value_after_sale") == pytest.approx((750, 4, 187.5, 4))
