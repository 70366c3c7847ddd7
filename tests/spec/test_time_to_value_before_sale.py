"""Time to Customer Value, before the sale: mean days, at most zero, by which value was seen before the purchase.

    early  10 days before                -10
    never  nothing tells of any            0
    trial  130 days before, capped       -90
    gone   30 days before                -30

    (-10 + 0 - 90 - 30) / 4 = -32.5 days

Source: Klever's Law (2017); no more than 90 days back is our convention.
"""

import pytest
from tests.spec.test_time_to_customer_value import found


def test_none_counts_as_nothing_and_no_more_than_ninety_days() -> None:
    """Four accounts, 130 days before they paid."""
    assert found("time_to_value_before_sale") == pytest.approx((-130, 4, -32.5, 4))
