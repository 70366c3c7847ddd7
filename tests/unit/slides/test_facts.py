"""Facts, and the references to them: what may be written, what is found, what is refused."""

from __future__ import annotations

import decimal
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from valuestory.errors import StoryError, UnknownFactError
from valuestory.slides.facts import WHOLE, Change, Fact, Facts, Reference

FACTS = Facts(
    [
        Fact("csat", 0.86, "share", period="2026Q2", low=0.84, high=0.88, n=2430),
        Fact("csat", 0.83, "share", period="2026Q1"),
        Fact("csat", 0.80, "share", period="2025Q2"),
        Fact("csat", 0.84, "share", period="2026"),
        Fact("csat", 0.85, "share", period="2026-05"),
        Fact("csat", 0.91, "share", period="2026Q2", slice="segment=Mid-market"),
        Fact("csat", 0.79, "share", period="2026Q2", slice="region=North & South"),
        Fact("csat", 0.77, "share", period="2026Q2", slice="product=Cloud [EU] = old"),
        Fact("csat", 0.76, "share", period="2026Q2", slice="plan=A | B"),
        Fact("company", "Northwind", "text"),
    ],
    period="2026Q2",
    relative={"previous": "2026Q1", "year_ago": "2025Q2"},
)


def found(text: str) -> Any:
    """The value that a reference leads to."""
    fact, part = FACTS.resolve(Reference.parse(text))
    return fact.part(part)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("csat", 0.86),
        (" csat ", 0.86),
        ("csat.low", 0.84),
        ("csat.high", 0.88),
        ("csat.n", 2430),
        ("csat@previous", 0.83),
        ("csat@year_ago", 0.80),
        ("csat@2025Q2", 0.80),
        ("csat@2026", 0.84),  # a period of another grain is named like any
        ("csat@2026-05", 0.85),
        ("csat[segment=Mid-market]", 0.91),
        ("csat[ segment = Mid-market ]", 0.91),
        ("csat[region=North & South]", 0.79),
        ("csat[region=North\n& South] | share", 0.79),
        ("csat[product=Cloud [EU] = old]", 0.77),
        ("csat[product=Cloud [EU] = old] | share", 0.77),
        ("csat[plan=A | B] | share", 0.76),
        ("csat@2026Q2[segment=Mid-market]|share", 0.91),
        ("company", "Northwind"),
    ],
)
def test_a_reference_leads_to_its_fact(text: str, value: Any) -> None:
    """Part, period, slice and format in their order; without more the story's own period and the whole company."""
    assert found(text) == value


def test_a_reference_keeps_what_was_written() -> None:
    """Every piece of the grammar lands in its place."""
    parsed = Reference.parse(" nps.low@year_ago[region=EMEA] | number ")
    assert parsed == Reference("nps", "low", "year_ago", "region=EMEA", "number")
    assert Reference.parse("nps") == Reference("nps", "value", "", WHOLE, None)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "1 + 1", "csat * 100", "csat()", "csat.", "csat |", "csat | share(1)", "csat[segment]", "{ csat "),
        *("a b", "csat@", "__import__('os')", "csat[segment=SMB]@previous", "csat | share | count", "csat.low.high"),
    ],
)
def test_what_is_no_reference_is_refused_with_how_to_write_one(text: str) -> None:
    """Nothing is calculated or run: Python belongs in a cell."""
    with pytest.raises(StoryError, match="is not a fact reference") as caught:
        Reference.parse(text, where='slide "answer", title')
    assert caught.value.where == 'slide "answer", title'
    assert "{{ name }}" in caught.value.do


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("csat.lo", 'no part "lo".*\n.*did you mean "low"'),
        ("csat | shares", 'no format "shares".*\n.*did you mean "share"'),
        ("csat | Share", 'no format "Share".*\n.*did you mean "share"'),
    ],
)
def test_a_mistyped_part_or_format_names_the_nearest(text: str, message: str) -> None:
    """The author sees which word was meant."""
    with pytest.raises(StoryError) as caught:
        Reference.parse(text)
    assert pd.Series([str(caught.value)]).str.contains(message).all()


@pytest.mark.parametrize(
    ("text", "what", "do"),
    [
        ("cast", 'there is no fact "cast"', 'did you mean "csat"?'),
        ("csat@2026Q3", 'but not as csat@2026Q3', "csat@2026Q2"),
        ("csat[segment=Midmarket]", "but not as csat@2026Q2[segment=Midmarket]", "csat@2026Q2[segment=Mid-market]"),
        ("csat@2025[segment=Mid-market]", "not as csat@2025[segment=Mid-market]", "csat@2026Q2[segment=Mid-market]"),
        ("company@previous", "but not as company@2026Q1", "company"),
        ("csat.change@2024Q2", 'no change of "csat" against 2024Q2', ".change@year_ago"),
        ("csat.fall@2024Q2", 'no change of "csat" against 2024Q2', ".fall@year_ago"),
    ],
)  # fmt: skip
def test_a_name_that_exists_nowhere_is_an_error_with_the_nearest_known_one(text: str, what: str, do: str) -> None:
    """A fact is never guessed: not another period, not another slice."""
    with pytest.raises(UnknownFactError) as caught:
        found(text)
    assert what in caught.value.what
    assert do in caught.value.do


def test_where_nothing_is_near_the_message_still_says_what_to_do() -> None:
    """With hundreds of facts no list is printed, but the place of the list is."""
    many = Facts([Fact(f"metric_{number}", 1.0, period="2026") for number in range(40)], period="2026")
    with pytest.raises(UnknownFactError, match=r"story\.facts"):
        many.resolve(Reference.parse("zzz"))


def test_a_change_is_found_by_its_period_in_words_and_by_name() -> None:
    """`.change@2025Q2` is the change against a year ago when that is what the quarter is."""
    assert FACTS.resolve(Reference.parse("csat.change@2025Q2"))[1] == "change@year_ago"
    assert FACTS.resolve(Reference.parse("csat.rise@year_ago"))[1] == "rise@year_ago"
    assert FACTS.resolve(Reference.parse("csat.fall"))[1] == "fall@previous"


def test_a_reference_without_a_period_never_falls_back_to_another_period() -> None:
    """A fact that lacks this quarter is unknown, although last quarter's is there."""
    only_before = Facts([Fact("nps", 31.0, "points", period="2026Q1")], period="2026Q2")
    with pytest.raises(UnknownFactError):
        only_before.resolve(Reference.parse("nps"))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float64("nan"), pd.NA, pd.NaT, None], ids=repr)
def test_what_is_no_finite_number_is_no_result(value: Any) -> None:
    """0 / 0 and 1 / 0 are "no result", which no slide can show: not nan, not a huge number."""
    fact = Fact("rate", value, "share", low=value, high=value, n=value, numerator=value, denominator=value)
    assert [fact.value, fact.low, fact.high, fact.n, fact.numerator, fact.denominator] == [None] * 6


@pytest.mark.parametrize(
    ("value", "plain", "kind"),
    [
        (np.int64(7), 7, int),
        (np.float32(0.5), 0.5, float),
        (decimal.Decimal("2.5"), 2.5, float),
        (7, 7, int),
        (-0.0, 0.0, float),
    ],
)
def test_numbers_of_numpy_and_pandas_become_plain_ones(value: Any, plain: float, kind: type) -> None:
    """What an analyst takes from a DataFrame is written to JSON like any other number; minus zero is zero."""
    fact = Fact("n", value, "count")
    assert fact.value == plain
    assert type(fact.value) is kind
    assert math.copysign(1, float(fact.value)) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"value": 1, "unit": "dollars"}, 'no unit "dollars"'),
        ({"value": "a lot", "unit": "count"}, "the value is a text"),
        ({"value": 3, "unit": "text"}, "the value is a number"),
        ({"value": True, "unit": "count"}, "not true or false"),
        ({"value": [1, 2], "unit": "count"}, "not a list"),
        ({"value": 0.5, "unit": "share", "low": 0.6, "high": 0.4}, r"low 0\.6 lies above high 0\.4"),
    ],
)
def test_a_fact_that_contradicts_itself_is_refused(given: dict[str, Any], message: str) -> None:
    """What could only be shown wrongly is not taken in."""
    with pytest.raises(StoryError, match=message) as caught:
        Fact("f", **given)
    assert caught.value.do


def test_bounds_that_cross_by_a_rounding_error_are_taken() -> None:
    """An interval of no width may come out of a computation in the wrong order by the last bit."""
    fact = Fact("f", 0.3, "share", low=0.1 + 0.2, high=0.3)
    assert fact.low is not None


def test_a_change_that_is_no_number_is_left_out_and_an_open_end_is_none() -> None:
    """The first period has nothing before it: no change, rather than a change of nan."""
    for missing in (math.nan, math.inf, pd.NA):
        changes = {"previous": Change("2026Q1", missing), "year_ago": Change("2025Q2", 0.02, math.nan, math.inf)}
        fact = Fact("csat", 0.86, "share", changes=changes)
        assert dict(fact.changes) == {"year_ago": Change("2025Q2", 0.02, None, None)}
        assert fact.part("change@previous") is None


def test_a_part_that_facts_do_not_have_is_an_error_and_not_a_key_error() -> None:
    """A damaged run in a notebook is named."""
    with pytest.raises(StoryError, match='no part "median"'):
        Fact("f", 1.0).part("median")


def test_two_different_facts_of_one_id_are_refused_and_the_same_twice_is_not() -> None:
    """One of two figures under one name would stand for the other."""
    fact = Fact("csat", 0.86, "share", period="2026Q2")
    assert len(Facts([fact, Fact("csat", 0.86, "share", period="2026Q2")])) == 1
    with pytest.raises(StoryError, match="two different facts are called csat@2026Q2"):
        Facts([fact, Fact("csat", 0.80, "share", period="2026Q2")])


def test_adding_a_fact_again_replaces_it() -> None:
    """A cell can be run twice."""
    facts = Facts([Fact("x", 1.0)])
    facts.add(Fact("x", 2.0))
    assert facts["x"].value == 2.0
    assert list(facts) == ["x"]


members = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1).map(
    lambda text: " ".join(text.split())
)


@given(
    st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True),
    st.sampled_from(["", "2026Q2", "2026", "2026-05"]),
    members.filter(lambda member: member and "}}" not in member),
    st.sampled_from(["", " | share", "|count "]),
)
def test_any_member_of_a_slice_can_be_named(name: str, period: str, member: str, style: str) -> None:
    """Whatever a company calls its segments, a reference finds the slice again."""
    fact = Fact(name, 1.0, period=period, slice=f"segment={member}")
    at = f"@{period}" if period else ""
    parsed = Reference.parse(f"{name}{at}[segment={member}]{style}")
    assert Facts([fact]).resolve(parsed)[0] is fact
