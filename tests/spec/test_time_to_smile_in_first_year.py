"""Time to Customer Value, time to smile: mean days of the first year on which the customer's work was interrupted.

    early  1 to 5 June by four cases that overlap, 1 July: 4 + 1 = 5 days; before and after the year: none
    never  open from 10 June 2026, the year ends on the 15th: 5 days
    trial  none
    gone   open from 9 June 2025, left on the 19th: 10 days

    (5 + 5 + 0 + 10) / 4 = 5 days

Source: Klever's Law (2017); the union of interruptions is our convention.
"""

import pytest
from tests.spec.test_time_to_customer_value import found


def test_what_overlaps_counts_once_and_what_is_open_up_to_the_end() -> None:
    """20 days of four accounts."""
    assert found("time_to_smile_in_first_year") == pytest.approx((20, 4, 5, 4))
