"""Excel formats are chosen by agreement with the texts that Vega prints."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, strategies as st
from tests.unit.charts.oracle import excel

from valuestory.deck.charts.native.number_formats import date_format, excel_date, nearest_format, number_format


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0.0, "0"), (0.5, "0.5"), (1.0, "1")], "General"),
        ([(0.0, "0.0"), (0.5, "0.5")], "0.0"),
        ([(0.0, "0%"), (0.25, "25%")], "0%"),
        ([(0.125, "12.5%"), (1.0, "100.0%")], "0.0%"),
        ([(0.0, "$0.0"), (1234.5, "$1,234.5")], '"$"#,##0.0'),
        ([(-3.2, "\u22123.2"), (4.0, "4.0")], "0.0"),
        ([(3.4, "+3.4"), (-2.0, "\u22122.0")], '+0.0;-0.0;0.0'),
        ([(1.2e6, "$1.2M"), (3.4e6, "$3.4M")], '"$"0.0,,"M"'),
        ([(1.2e6, "$1.2M"), (8e5, "$800.0k")], '[>=1000000]"$"0.0,,"M";"$"0.0,"k"'),
        ([(5.0, "5 days"), (12.0, "12 days")], '0" days"'),
        ([], "General"),
    ],
)  # fmt: skip
def test_a_format_that_prints_every_text_is_found(pairs: list[tuple[float, str]], expected: str) -> None:
    """Plain, fixed, per cent, money, signs, millions, words: each by its texts alone."""
    assert number_format(pairs) == expected


@pytest.mark.parametrize(
    "pairs",
    [
        [(1.0, "one")],
        [(1.0, "low"), (2.0, "high")],
        [(0.034, "3.4 pts")],
        [(1.0, "1.0"), (2.0, "3.0")],
        [(1.005, "1.00")],
    ],
)
def test_texts_that_no_format_prints_get_none(pairs: list[tuple[float, str]]) -> None:
    """Words, values that were changed on the way, and roundings that Excel does otherwise stay texts."""
    assert number_format(pairs) is None


def test_an_axis_may_write_the_same_numbers_in_other_digits() -> None:
    """0, 500k, 1M and 1.5M have no format of their own; 0, 500k, 1.0M, 1.5M say the same."""
    pairs = [(0.0, "0"), (5e5, "500k"), (1e6, "1M"), (1.5e6, "1.5M")]
    assert number_format(pairs) is None
    found = nearest_format(pairs)
    assert found is not None
    assert [excel(value, found) for value, _ in pairs] == ["0", "500k", "1.0M", "1.5M"]


@given(
    st.lists(st.integers(-(10**7), 10**7), min_size=1, max_size=6),
    st.sampled_from([".0f", ",.0f", ".1f", ",.2f", ".1%"]),
)
def test_a_format_that_is_found_prints_what_it_was_found_for(values: list[int], form: str) -> None:
    """Whatever the values, the oracle's own reading of the format gives the texts back."""
    pairs = [(value / 8, format(value / 8, form)) for value in values]
    found = number_format(pairs)
    if found is not None:
        assert [excel(value, found).replace("-0.0%", "0.0%") for value, _ in pairs] == [text for _, text in pairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2026", "yyyy"), ("Mar 2026", "mmm yyyy"), ("March", "mmmm"), ("9 Mar", "d mmm"), ("2026-03-09", "yyyy-mm-dd")],
)
def test_date_formats_by_agreement(text: str, expected: str) -> None:
    """9 March 2026 in the forms that Vega prints, in English whatever the reader's Excel speaks."""
    assert date_format([(datetime(2026, 3, 9), text)]) == excel_date(expected)


def test_quarters_have_no_excel_format() -> None:
    """Excel knows no quarters: such axes become categories."""
    assert date_format([(datetime(2026, 1, 1), "Q1 2026")]) is None
