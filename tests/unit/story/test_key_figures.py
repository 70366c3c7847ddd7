"""Key figures as a slide holds them."""

from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from valuestory.deck import build_deck
from valuestory.slides.facts import Change, Evidence, Fact, Facts
from valuestory.slides.slide import Slide
from valuestory.slides.text import Writer
from valuestory.story.exhibits.key_figures import KeyFigure, key_figures, references

FACTS = Facts(
    [
        Fact("csat", 0.871, "share", "Customer satisfaction", "2026Q2", low=0.85, high=0.89, n=312),
        Fact("cost", 1_249_000.0, "money", "Cost", "2026Q2", low=1_249_000.0, high=1_249_000.0),
        Fact("csat", 0.8, "share", "Customer satisfaction", "2026Q1", low=0.7, high=0.9),
        Fact("cases", 4_699.0, "count", "Cases", "2026Q2", changes={"previous": Change("2026Q1", -12.0)}),
        Fact(
            "value", 4.0e6, "money", "Value", "2026Q2", low=1.9e6, high=6.1e6, evidence=Evidence("estimated", grade="B")
        ),
        Fact("margin", 2.6e6, "money", "Margin", "2026Q2", low=0.7e6, high=4.5e6),
    ],
    period="2026Q2",
    relative={"previous": "2026Q1"},
)
WRITER = Writer(FACTS)


def test_a_key_figure_has_its_interval_and_its_label() -> None:
    """The range stands beneath the figure, with the same rounding."""
    tile = key_figures(["csat"], WRITER, where="slide")[0]
    assert tile.label.text == "Customer satisfaction"
    assert (tile.figure.text, tile.range.text if tile.range else "") == ("87%", "85% to 89%")
    assert (tile.low, tile.high, tile.scale_end) == (0.85, 0.89, 1.0)


def test_an_exact_amount_has_no_interval() -> None:
    """The ledger's own amount needs no range: none is drawn."""
    tile = key_figures([("What it cost", "cost")], WRITER, where="slide")[0]
    assert tile.figure.text == "$1.2\u00a0M"
    assert tile.range is None
    assert tile.value is None


def test_a_key_figure_of_another_period_has_that_periods_interval() -> None:
    """`csat@previous` shows the bounds of the period before, not of this one."""
    tile = key_figures(["csat@previous"], WRITER, where="slide")[0]
    assert (tile.figure.text, tile.range.text if tile.range else "") == ("80%", "70% to 90%")


def test_a_change_can_be_a_key_figure() -> None:
    """A change is shown with its sign; its fact's interval is not its own, so none is shown."""
    tile = key_figures([("Change", "cases.change")], WRITER, where="slide")[0]
    assert tile.figure.text == "\u221212"
    assert tile.range is None


def test_tiles_of_money_share_one_scale() -> None:
    """A strip twice as long means twice as much: the greatest end of all money is the end of each."""
    value, margin, csat = key_figures(["value", "margin", "csat"], WRITER, where="slide")
    assert value.scale_end == margin.scale_end == pytest.approx(1.15 * 6.1e6)
    assert csat.scale_end == 1.0


def test_counts_of_different_things_have_scales_of_their_own() -> None:
    """Hours beside milestones: on the scale of hundreds of hours, tens of milestones would be a dot."""
    counted = [
        Fact("hours", 530.0, "count", "Hours", "2026Q2", low=303.0, high=757.0),
        Fact("reached", 73.0, "count", "Milestones", "2026Q2", low=48.0, high=97.0),
    ]
    hours, reached = key_figures(["hours", "reached"], Writer(Facts(counted, period="2026Q2")), where="slide")
    assert hours.scale_end == pytest.approx(1.15 * 757)
    assert reached.scale_end == pytest.approx(1.15 * 97)


def test_a_second_fact_is_marked_on_the_strip() -> None:
    """What it cost stands on the scale of what it is worth, with its words, and the scale reaches it."""
    asked = KeyFigure("Margin", "margin", mark="cost", mark_words="cost {{ cost }}")
    tile = key_figures([asked], WRITER, where="slide")[0]
    assert tile.mark == 1_249_000
    assert tile.mark_label is not None
    assert tile.mark_label.text == "cost $1.2\u00a0M"
    low = KeyFigure("Margin", "margin", mark="value")
    beyond = key_figures([replace(low, figure="csat", mark="csat@previous")], WRITER, where="slide")[0]
    assert beyond.mark_label is not None
    assert beyond.mark_label.text == "80%"


def test_an_estimate_shows_its_grade_unless_the_author_says_otherwise() -> None:
    """The line under the strip: the interval in bold and the grade, or the author's own words."""
    told, own = key_figures(["value", KeyFigure("", "value", below="counted")], WRITER, where="slide")
    assert told.range is not None
    assert told.range.text == "$1.9\u00a0M to $6.1\u00a0M   grade\u00a0B"
    assert own.range is not None
    assert own.range.text == "counted"


def test_every_reference_of_a_key_figure_is_known_before_it_is_written() -> None:
    """So that a slide is left out, with the reason, where one has no value."""
    asked = KeyFigure("Value", "value", mark="cost", mark_words="cost {{ cost }}")
    assert references(asked) == ["{{ value }}", "{{ cost }}", "cost {{ cost }}", ""]


def test_what_is_not_established_is_not_set_as_large_as_what_is() -> None:
    """Words stand where the figure would; its interval, its strip and its scale stay."""
    tile = key_figures([KeyFigure("Value", "value", open="Not established")], WRITER, where="slide")[0]
    plain = key_figures(["value"], WRITER, where="slide")[0]
    assert (tile.figure.text, tile.is_in_words, plain.is_in_words) == ("Not established", True, False)
    assert tile.range is not None
    assert tile.range.text == "$1.9\u00a0M to $6.1\u00a0M   grade\u00a0B"
    assert (tile.value, tile.low, tile.high, tile.scale_end) == (plain.value, plain.low, plain.high, plain.scale_end)


def test_words_in_a_figures_place_are_smaller_than_the_figures_beside_them(tmp_path: Path) -> None:
    """On the finished slide, 20 points beside 48, on the same line."""
    numbers = key_figures(["margin", KeyFigure("Value", "value", open="Not established")], WRITER, where="slide")
    slide = Slide("answer", "kpi", WRITER.paragraph("What it is worth"), numbers=numbers, facts=tuple(FACTS.values()))
    deck = Presentation(str(build_deck([slide], "valuestory", tmp_path / "deck.pptx").path))
    groups = [each for each in deck.slides[0].shapes if each.name.startswith("vs:kpi")]
    shapes = {each.name: each for group in groups for each in group.shapes}
    sizes = [shapes[f"vs:kpi{at} figure"].text_frame.paragraphs[0].runs[0].font.size.pt for at in (1, 2)]
    assert sizes == [48, 20]
    lines = [shapes[f"vs:kpi{at} figure"].top / 12_700 + 0.905 * size for at, size in zip((1, 2), sizes, strict=True)]
    assert lines[0] == pytest.approx(lines[1], abs=0.1)
