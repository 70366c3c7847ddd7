"""Parts that add up as they are displayed, and the value bridge made of them: by hand, and for any amounts."""

from __future__ import annotations

import math
from typing import Any, Final

import pytest
from hypothesis import given, settings, strategies as st

from valuestory.contribution.ledger.ledger import Ledger, Line
from valuestory.slides.facts import Fact
from valuestory.slides.number_words import NumberWords
from valuestory.slides.shown import shown
from valuestory.story.adding_up import Ends, adding_up, on_steps, ranges_adding_up
from valuestory.story.contribution.as_shown import as_they_add_up

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


def written(line: Line | tuple[float, float, float], numbers: NumberWords) -> list[str]:
    """Return an amount as slides write it: the low end, the estimate, the high end."""
    low, base, high = line.ends if isinstance(line, Line) else line
    fact = Fact("amount", base, "money", low=low, high=high)
    return [shown(fact, part, None, numbers, form="label")[0] for part in ("low", "value", "high")]


def test_the_lines_of_the_bridge_add_up_as_they_are_written() -> None:
    """By hand: 1.26 and 0.47 are 1.73. Each rounded for itself would be 1.3 and 0.5, and 1.7 beneath them."""
    lines = line("renewals", 640_000, 1_260_000, 1_730_000), line("cases", 330_000, 470_000, 540_000)
    ledger, numbers = Ledger((*lines, line("visits", 1.0, 2.0, 3.0, grade="E"))), NumberWords()
    first, second, below = as_they_add_up(ledger, numbers)
    assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in written(ledger.headline("USD"), numbers)] == [
        "$1.0 M",
        "$1.7 M",
        "$2.3 M",
    ]
    assert first.ends == (600_000, 1_200_000, 1_700_000)
    assert second.ends == (400_000, 500_000, 600_000)
    assert below == ledger.lines[2]
    assert ledger.lines[0].base == 1_260_000, "what Finance calculates with stays exact"


def test_one_line_and_a_gain_beside_a_loss_stay_as_they_are() -> None:
    """One line is its sum. A gain of ten millions is not written in the hundred thousands of a sum of one."""
    alone = Ledger((line("renewals", 640_000, 1_260_000, 1_730_000),))
    assert as_they_add_up(alone, NumberWords()) == list(alone.lines)
    apart = Ledger((line("gain", 9e6, 10.44e6, 11e6), line("loss", -9.9e6, -9.26e6, -9e6)))
    assert as_they_add_up(apart, NumberWords()) == list(apart.lines)
