"""A change of a product is split among its factors without a residual."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings, strategies as st

from valuestory.contribution.chain.decompose import decompose, method_for
from valuestory.errors import MetricError

POSITIVE = st.floats(1e-3, 1e3)
ANY = st.floats(-1e3, 1e3)
NAMES = ("effort", "r1", "r2", "r3")


def product(values: tuple[float, ...]) -> dict[str, float]:
    """Return four factors by name."""
    return dict(zip(NAMES, values, strict=True))


def test_two_factors_by_hand() -> None:
    """2 x 3 = 6 becomes 4 x 3 = 12: all of it is the first factor's."""
    assert decompose({"a": 2.0, "b": 3.0}, {"a": 4.0, "b": 3.0}) == pytest.approx({"a": 6.0, "b": 0.0})


def test_logarithms_by_hand() -> None:
    """1 x 1 becomes 2 x 4 = 8: ln 2 and ln 4 of ln 8, so a third and two thirds of 7."""
    assert decompose({"a": 1.0, "b": 1.0}, {"a": 2.0, "b": 4.0}) == pytest.approx({"a": 7 / 3, "b": 14 / 3})


def test_a_ratio_beyond_what_a_number_can_hold_leaves_no_residual() -> None:
    """From next to nothing to 2: the ratio is infinite for the machine, the change is not."""
    parts = decompose({"a": 1.0, "b": 1.1e-308}, {"a": 1.0, "b": 2.0})
    assert parts == pytest.approx({"a": 0.0, "b": 2.0})


def test_orders_by_hand() -> None:
    """2 x -1 = -2 becomes 3 x 2 = 6. a first: -1, then 9; b first: 6, then 2. Means: 0.5 and 7.5."""
    before, after = {"a": 2.0, "b": -1.0}, {"a": 3.0, "b": 2.0}
    assert method_for(before, after) == "Shapley"
    assert decompose(before, after) == pytest.approx({"a": 0.5, "b": 7.5})


@settings(max_examples=60)
@given(st.tuples(*[POSITIVE] * 4), st.tuples(*[POSITIVE] * 4))
def test_positive_factors_leave_no_residual(before: tuple[float, ...], after: tuple[float, ...]) -> None:
    """The parts add up to the change to a billionth (T10), and backwards they are the same with the other sign."""
    parts = decompose(product(before), product(after))
    change = math.prod(after) - math.prod(before)
    scale = max(abs(change), math.fsum(map(abs, parts.values())))
    assert math.fsum(parts.values()) == pytest.approx(change, abs=1e-9 * scale)
    back = decompose(product(after), product(before))
    assert [-each for each in back.values()] == pytest.approx(list(parts.values()), abs=1e-6 * scale)


@settings(max_examples=60)
@given(st.tuples(*[ANY] * 4), st.tuples(*[ANY] * 4))
def test_any_factors_leave_no_residual(before: tuple[float, ...], after: tuple[float, ...]) -> None:
    """Zero and negative totals too."""
    parts = decompose(product(before), product(after))
    scale = max(1e-6, math.prod(max(abs(a), abs(b)) for a, b in zip(before, after, strict=True)))
    assert math.fsum(parts.values()) == pytest.approx(math.prod(after) - math.prod(before), abs=1e-9 * scale)


def test_what_did_not_change_adds_nothing() -> None:
    """The same factors, the same product: no part is anything."""
    assert set(decompose(product((2.0, 3.0, 4.0, 5.0)), product((2.0, 3.0, 4.0, 5.0))).values()) == {0.0}


def test_a_factor_that_is_not_known_stops_it() -> None:
    """A product with a NaN is none."""
    with pytest.raises(MetricError, match="same finite factors"):
        decompose({"a": math.nan}, {"a": 1.0})
