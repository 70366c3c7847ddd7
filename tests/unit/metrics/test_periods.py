"""Periods: names, bounds and neighbours, in calendar and fiscal years."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, strategies as st

from valuestory.errors import MetricError
from valuestory.metrics.periods import MONTHS, Grain, Period

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
STARTS = st.integers(1, 12)
GRAINS = st.sampled_from(get_args(Grain))


@pytest.mark.parametrize(
    ("name", "fiscal_year_start", "start", "end"),
    [
        ("2026Q1", 1, "2026-01-01", "2026-04-01"),
        ("2026Q4", 1, "2026-10-01", "2027-01-01"),
        ("2026", 1, "2026-01-01", "2027-01-01"),
        ("2026-12", 1, "2026-12-01", "2027-01-01"),
        ("2026Q1", 2, "2025-02-01", "2025-05-01"),
        ("2026Q2", 2, "2025-05-01", "2025-08-01"),
        ("2026Q4", 2, "2025-11-01", "2026-02-01"),
        ("2026", 2, "2025-02-01", "2026-02-01"),
        ("2026-05", 2, "2026-05-01", "2026-06-01"),
        ("2026Q1", 4, "2025-04-01", "2025-07-01"),
        ("2026", 10, "2025-10-01", "2026-10-01"),
        ("2026Q4", 12, "2026-09-01", "2026-12-01"),
    ],
)
def test_a_fiscal_year_is_named_for_the_year_it_ends_in(
    name: str, fiscal_year_start: int, start: str, end: str
) -> None:
    """A year from February 2025 to January 2026 is 2026; months are the calendar's own."""
    period = Period.parse(name, fiscal_year_start)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert period.name == name


@pytest.mark.parametrize(
    "name", ["", "Q2 2026", "2026Q5", "2026Q0", "2026-13", "2026-5", "26Q1", "0000Q1", "2026q2", "２０２６"]
)
def test_what_is_no_period_is_an_error_that_shows_the_three_forms(name: str) -> None:
    """The message repeats what was written and says what may be."""
    with pytest.raises(MetricError) as caught:
        Period.parse(name)
    assert f'"{name}"' in str(caught.value)
    assert "2026Q2" in str(caught.value)


def test_spaces_around_a_name_do_not_matter() -> None:
    """A parameter that was pasted works."""
    assert Period.parse(" 2026Q2 ") == Period.parse("2026Q2")


@given(DAYS, GRAINS, STARTS)
def test_every_day_lies_in_the_one_period_that_it_belongs_to(day: date, grain: Grain, start: int) -> None:
    """Periods take in their start and leave out their end, so they neither overlap nor leave a gap."""
    period = Period.of(day, grain, start)
    assert period.start <= day < period.end
    assert Period.of(period.start, grain, start) == period
    assert Period.of(period.end, grain, start) == period.plus(1)
    assert Period.of(period.start - timedelta(days=1), grain, start) == period.previous


@given(DAYS, GRAINS, STARTS)
def test_a_name_leads_back_to_its_period(day: date, grain: Grain, start: int) -> None:
    """Names are how periods travel in facts and parameters."""
    period = Period.of(day, grain, start)
    assert Period.parse(period.name, start) == period


@given(DAYS, GRAINS, STARTS)
def test_a_year_ago_is_the_same_days_one_year_earlier(day: date, grain: Grain, start: int) -> None:
    """Whatever the grain."""
    period = Period.of(day, grain, start)
    assert period.year_ago.start == period.start.replace(year=period.start.year - 1)


@given(DAYS, STARTS)
def test_quarters_and_months_fill_their_fiscal_year(day: date, start: int) -> None:
    """A fiscal year begins with its first quarter and ends with its fourth."""
    year = Period.of(day, "year", start)
    quarters = [Period.parse(f"{year.name}Q{number}", start) for number in (1, 2, 3, 4)]
    assert [quarters[0].start, quarters[-1].end] == [year.start, year.end]
    assert all(before.end == after.start for before, after in pairwise(quarters))
    assert year.start.month == start
    assert MONTHS == {"month": 1, "quarter": 3, "year": 12}
