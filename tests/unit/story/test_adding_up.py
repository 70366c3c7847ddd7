"""Parts that add up as they are displayed, and the value bridge made of them: by hand, and for any amounts."""

from __future__ import annotations

import math
import re
from typing import Any, Final

import pytest
from hypothesis import given, settings, strategies as st

from valuestory.contribution.ledger.ledger import Ledger, Line
from valuestory.metrics import Company
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import NumberWords
from valuestory.slides.shown import shown
from valuestory.story import charts, open_story
from valuestory.story.contribution.as_shown import as_they_add_up
from valuestory.story.exhibits.chart_rows import parts_adding_up
from valuestory.story.facts.adding_up import (
    Ends,
    adding_up,
    bridge_adding_up,
    on_steps,
    ranges_adding_up,
    shares_adding_up,
)
from valuestory.story.look import current_look

AMOUNTS: Final = st.floats(-5e6, 5e6).map(lambda each: round(each, 2))
RANGES: Final = st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS).map(sorted).map(tuple), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("parts", "total", "step", "shown"),
    [
        ([-7.3164, 56.5229, 7.9107], 57.1172, 1.0, [-7, 56, 8]),
        ([1 / 3, 1 / 3, 1 / 3], 1.0, 0.1, [0.4, 0.3, 0.3]),
        ([2.5, 2.5], 5.0, 1.0, [3, 2]),
        ([-0.5, -0.5], -1.0, 1.0, [0, -1]),
        ([4.0, 6.0], 10.0, 1.0, [4, 6]),
    ],
)
def test_parts_add_up_as_they_are_displayed(parts: list[float], total: float, step: float, shown: list[float]) -> None:
    """Hamilton's method: what is rounded sums to the rounded total, and none is moved by a step or more."""
    found = adding_up(parts, total, step)
    assert found == pytest.approx(shown)
    assert sum(found) == pytest.approx(round(total / step) * step)
    assert all(abs(each - part) < step for each, part in zip(found, parts, strict=True))


@settings(max_examples=40)
@given(RANGES, st.sampled_from([1.0, 100.0, 10_000.0, 100_000.0]))
def test_any_ranges_add_up_end_by_end(parts: list[Ends], step: float) -> None:
    """Lows make the total's low, estimates its estimate and highs its high; no range turns over.

    What is moved is less than a step for an estimate and two for an end; what would be nothing stays exact.
    """
    low, middle, high = (math.fsum(each[end] for each in parts) for end in range(3))
    found = ranges_adding_up(parts, (low, middle, high), step)
    large = [place for place, each in enumerate(parts) if abs(each[1]) >= step / 2]
    assert [found[place] for place in range(len(parts)) if place not in large] == [
        each for place, each in enumerate(parts) if place not in large
    ]
    if len(large) < len(parts):
        return
    for end, total in enumerate((low, middle, high)):
        assert math.fsum(each[end] for each in found) == pytest.approx(on_steps(total, step), abs=1e-6)
    for one, exact in zip(found, parts, strict=True):
        assert one[0] <= one[1] <= one[2]
        assert abs(one[1] - exact[1]) <= step * (1 + 1e-9)
        assert max(abs(one[0] - exact[0]), abs(one[2] - exact[2])) <= 2 * step * (1 + 1e-9)


def line(name: str, low: float, base: float, high: float, *, grade: Any = "B") -> Line:
    """Return a line of money."""
    return Line(f"{name}/2026Q2", name, "revenue", low, base, high, grade, "USD")


def written(line: Line | tuple[float, float, float], numbers: NumberWords, step: float | None = None) -> list[str]:
    """Return an amount as slides write it: the low end, the estimate, the high end."""
    low, base, high = line.ends if isinstance(line, Line) else line
    fact = Fact("amount", base, "money", low=low, high=high, step=step)
    return [shown(fact, part, None, numbers, form="label")[0] for part in ("low", "value", "high")]


def read(text: str) -> float:
    """Return the number that a reader sees in an English label, such as -39,000 in "−$39 K"."""
    match = re.fullmatch(r"(\u2212?)\$?([\d,.]+)\s?([KMB%]?)", text)
    assert match is not None, text
    scale = {"": 1, "K": 1e3, "M": 1e6, "B": 1e9, "%": 0.01}[match[3]]
    return float(match[2].replace(",", "")) * scale * (-1 if match[1] else 1)


def as_read(fact: Fact) -> float:
    """Return what a reader sees of a fact in a chart."""
    return read(shown(fact, "value", None, NumberWords(), form="label")[0])


@settings(max_examples=60)
@given(
    st.lists(st.floats(-4e6, 4e6), min_size=1, max_size=4),
    st.floats(1e3, 5e7),
    st.sampled_from(["money", "count"]),
)
def test_the_steps_of_any_bridge_lead_as_shown_from_its_first_column_to_its_last(
    parts: list[float], first: float, unit: str
) -> None:
    """Read from the texts over its columns, small steps on large columns too; none is moved by a step or more."""
    amounts = [first, *parts, first + math.fsum(parts)]
    bridge = bridge_adding_up([Fact(f"b{at}", each, unit) for at, each in enumerate(amounts)], NumberWords())
    step = bridge[0].step
    assert step is not None
    assert math.fsum(map(as_read, bridge[:-1])) == pytest.approx(as_read(bridge[-1]), abs=step / 10)
    assert all(abs(as_read(fact) - exact) <= 2 * step for fact, exact in zip(bridge, amounts, strict=True))


def test_small_steps_on_large_columns_are_not_lost() -> None:
    """By hand: in two figures both columns would be $1.7 M, with nothing between them that a reader could add."""
    facts = [Fact(f"b{at}", each, "money") for at, each in enumerate((1_738_400.0, 31_300.0, -11_200.0, 1_758_500.0))]
    bridge = bridge_adding_up(facts, NumberWords())
    said = [
        shown(each, "value", None, NumberWords(), form="label")[0].replace("\N{NO-BREAK SPACE}", " ") for each in bridge
    ]
    assert said == ["$1.74 M", "$30 K", "\u2212$10 K", "$1.76 M"]
    answers = [Fact(f"b{at}", each, "count") for at, each in enumerate((412_345.0, 5_310.0, 417_655.0))]
    counted = [shown(each, "value", None, NumberWords())[0] for each in bridge_adding_up(answers, NumberWords())]
    assert counted == ["412,000", "6,000", "418,000"]


@settings(max_examples=60)
@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=7))
def test_shares_of_a_whole_come_to_all_of_it_as_shown(weights: list[float]) -> None:
    """To 100 % as a reader adds them, and none that is there reads as nothing in whole percents."""
    exact = [each / math.fsum(weights) for each in weights]
    rounded, step = shares_adding_up(exact)
    facts = [Fact(f"s{at}", each, "share", step=step) for at, each in enumerate(rounded)]
    assert math.fsum(map(as_read, facts)) == pytest.approx(1.0, abs=1e-6)
    if step == 0.01:
        assert all(as_read(each) > 0 for each in facts) or 0 in rounded


def test_the_lines_of_the_bridge_add_up_as_they_are_written() -> None:
    """By hand: 1.26 and 0.47 are 1.73. Each rounded for itself would be 1.3 and 0.5, and 1.7 beneath them."""
    lines = line("renewals", 640_000, 1_260_000, 1_730_000), line("cases", 330_000, 470_000, 540_000)
    ledger, numbers = Ledger((*lines, line("visits", 1.0, 2.0, 3.0, grade="E"))), NumberWords()
    (first, step), (second, _), (below, exact) = as_they_add_up(ledger, numbers)
    assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in written(ledger.headline("USD"), numbers)] == [
        "$1.0 M",
        "$1.7 M",
        "$2.3 M",
    ]
    assert first.ends == (600_000, 1_200_000, 1_700_000)
    assert second.ends == (400_000, 500_000, 600_000)
    assert (below, exact, step) == (ledger.lines[2], None, 100_000)
    assert ledger.lines[0].base == 1_260_000, "what Finance calculates with stays exact"


def test_one_line_stays_as_it_is_and_a_gain_adds_up_with_a_loss() -> None:
    """One line is its sum. A gain of ten millions and a loss of nine are written as finely as their sum."""
    alone = Ledger((line("renewals", 640_000, 1_260_000, 1_730_000),))
    assert as_they_add_up(alone, NumberWords()) == [(alone.lines[0], None)]
    apart = Ledger((line("gain", 9e6, 10.44e6, 11e6), line("loss", -9.9e6, -9.26e6, -9e6)))
    lines = as_they_add_up(apart, NumberWords())
    total = written(apart.headline("USD"), NumberWords())
    for end, amount in enumerate(total):
        parts = [read(written(each, NumberWords(), step)[end]) for each, step in lines]
        assert math.fsum(parts) == pytest.approx(read(amount), abs=1)


@settings(max_examples=60)
@given(RANGES)
def test_the_lines_of_any_ledger_add_up_as_they_are_written(parts: list[Ends]) -> None:
    """Low ends, estimates and high ends, read from their texts, sum to those of the total."""
    ledger = Ledger(tuple(line(f"line {at}", *ends) for at, ends in enumerate(parts)))
    lines, total = as_they_add_up(ledger, NumberWords()), written(ledger.headline("USD"), NumberWords())
    if len(lines) < 2 or any(step is None for _, step in lines):
        return
    step = lines[0][1]
    assert step is not None
    for end, amount in enumerate(total):
        read_parts = [read(written(each, NumberWords(), step)[end]) for each, _ in lines]
        assert math.fsum(read_parts) == pytest.approx(read(amount), abs=step / 10)


FIRST_YEAR: Final = {
    "time_to_customer_value": "All of it",
    "time_to_value_before_sale": "Before the sale",
    "time_to_value_after_sale": "After the sale",
    "time_to_smile_in_first_year": "Interruptions",
}


@pytest.mark.parametrize(("add_up", "days"), [(True, [57, -7, 56, 8]), (False, [57, -7, 57, 8])])
def test_paired_bars_of_a_sum_and_its_parts_add_up_as_shown(northwind: Company, add_up: bool, days: list[int]) -> None:
    """Of the sample -7.3, 56.5 and 7.9 make 57.1 days: each rounded by itself would make 58."""
    story = open_story(northwind)
    chart = charts.parts(northwind.metrics(), FIRST_YEAR, add_up=add_up)
    assert chart is not None
    rows = [row for row in chart.data.to_dict("records") if row["series"] == "Q2\u00a02026"]
    assert [int(re.sub(r"\D", "", row["text"])) * (-1 if row["value"] < 0 else 1) for row in rows] == days
    assert [story.facts[row["fact"]].value for row in rows] == pytest.approx([row["value"] for row in rows])


def test_parts_in_other_units_than_their_sum_stay_as_they_are(northwind: Company) -> None:
    """Minutes beside days are not rounded to tenths of a day."""
    open_story(northwind)
    look = current_look()
    facts = [Fact(name, value, "minutes") for name, value in (("all", 3300.0), ("long", 3250.0), ("short", 50.0))]
    assert parts_adding_up(facts, look) == facts
