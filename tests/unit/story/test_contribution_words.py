"""What may be written of an estimate: the verdict decides the sentence, the grade its verb, and nothing else does."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from valuestory.story.contribution.words import OUTCOMES, change_title, effect_title, range_title

CAUSES = ("caused", "drove", "led to", "thanks to", "because")
DENIALS = ("no effect", "insignificant", "trend towards")


def effect(verdict: str, grade: str | None, estimate: float = 0.06) -> Any:
    """Return what a title looks at of an effect."""
    refused = verdict in ("too few accounts", "comparison not valid", "overlap too weak")
    return SimpleNamespace(verdict=verdict, grade=grade, estimate=estimate, refused=refused)


@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize(
    ("grade", "words"),
    [("A", "Help raised"), ("B", "than"), ("C", "goes with"), ("D", "nothing was compared")],
)
def test_the_verb_is_that_of_the_grade(outcome: str, grade: str, words: str) -> None:
    """An experiment raised, a matched comparison compares, an adjusted one goes with, the rest was not compared."""
    title = effect_title(outcome, effect("established", grade))
    assert words in title
    assert ("raised" in title) == (grade == "A")
    assert not any(each in title for each in CAUSES)


@pytest.mark.parametrize("verdict", ["not distinguishable from zero", "model-dependent"])
def test_what_is_not_established_gives_its_range_and_denies_nothing(verdict: str) -> None:
    """The estimate and its range stand in the title, and no verb of an effect does."""
    title = effect_title("retained_arr", effect(verdict, "B"))
    assert "{{ effect_retained_arr.low }} to {{ effect_retained_arr.high }}" in title
    assert not any(each in title for each in (*CAUSES, *DENIALS, "raised", "more"))


@pytest.mark.parametrize("verdict", ["too few accounts", "comparison not valid", "overlap too weak"])
def test_a_refusal_names_its_reason_and_no_figure_of_the_effect(verdict: str) -> None:
    """Nothing is estimated, so no figure of it is named."""
    title = effect_title("logo_retention", effect(verdict, None))
    assert "cannot be compared yet" in title
    assert "{{" not in title
    assert "{{ after_fixes" not in change_title(effect(verdict, None, float("nan")))


def test_a_part_that_could_be_compared_is_said_to_be_a_part() -> None:
    """The share with comparable customers stands in the title."""
    assert "{{ kept_milestones }}" in effect_title("milestones", effect("partial overlap", "B"))


def test_less_is_said_to_be_less() -> None:
    """An effect below zero is told as plainly as one above."""
    assert "less" in effect_title("logo_retention", effect("established", "B", -0.04))
    assert "cut" in effect_title("logo_retention", effect("established", "A", -0.04))
    assert "more than" in change_title(effect("established", "B", 0.2))
    assert "fewer than" in change_title(effect("established", "B", -0.2))
    assert "untested" in change_title(effect("established", "D", -0.2))


@pytest.mark.parametrize(
    "verdict",
    ["established", "partial overlap", "model-dependent", "not distinguishable from zero", "too few accounts"],
)
def test_the_page_of_the_comparison_does_not_repeat_the_first_pages_title(verdict: str) -> None:
    """The first page claims or refuses, this one says between what the difference lies; a refusal gives no figure."""
    found = effect(verdict, "B")
    title = range_title("logo_retention", found)
    assert title != effect_title("logo_retention", found)
    assert ("{{" in title) == (not found.refused)
    assert ("nothing is claimed" in title) == (verdict in ("model-dependent", "not distinguishable from zero"))
