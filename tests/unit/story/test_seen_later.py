"""Where accounts are too few, the slide says what later quarters will show: their help is past already."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from valuestory.contribution.panel.later import Later
from valuestory.deck import add_chart
from valuestory.metrics.periods import Period
from valuestory.slides.facts import Fact
from valuestory.story import effect_charts
from valuestory.story.contribution import sentences, tables
from valuestory.story.contribution.course import facts_of_later

TODAY = 21.364
GROWING = (Later(Period.parse("2026Q3"), 30, 25), Later(Period.parse("2026Q4"), 41, 36))
TOO_FEW = SimpleNamespace(
    verdict="too few accounts", refused=True, reason="only 16", collect="59 more", least_detectable=TODAY / 100
)


def found(later: tuple[Later, ...]) -> Any:
    """An analysis of 21 helped and 16 other customers."""
    return SimpleNamespace(
        later=lambda: later,
        company=SimpleNamespace(period=Period.parse("2026Q2")),
        panel=SimpleNamespace(n_treated=21, n_compared=16),
    )


def told(facts: dict[str, Fact]) -> Any:
    """What sentences and tables look at."""
    shown = {"detectable_logo_retention": Fact("detectable_logo_retention", TODAY, "points")} | facts
    story = SimpleNamespace(
        facts=shown,
        shown=lambda fact, part="value": f"{fact.value:.0f}",
        company=SimpleNamespace(period=Period.parse("2026Q2")),
    )
    return SimpleNamespace(story=story, first="logo_retention", effects={"logo_retention": TOO_FEW})


def later_facts(later: tuple[Later, ...] = GROWING) -> dict[str, Fact]:
    """The facts of later quarters, by name."""
    return {each.name: each for each in facts_of_later(found(later), TOO_FEW)}  # type: ignore[arg-type]


def test_the_smallest_effect_goes_with_one_over_the_root_of_the_groups() -> None:
    """By hand: 21 and 16 weigh 9.08, 30 and 25 weigh 13.64, 41 and 36 weigh 19.17; the last day is the quarter's."""
    facts = later_facts()
    assert facts["later_0"].value == pytest.approx(TODAY * (9.0811 / 13.6364) ** 0.5, rel=1e-4)
    assert facts["later_1"].value == pytest.approx(TODAY * (9.0811 / 19.1688) ** 0.5, rel=1e-4)
    assert (facts["later_1_ends"].value, facts["later_1_helped"].value) == ("2026-12-31", 41)


@pytest.mark.parametrize("later", [(), (Later(Period.parse("2026Q3"), 19, 16),)])
def test_nothing_is_foretold_that_shows_no_more_than_today(later: tuple[Later, ...]) -> None:
    """Then the slide compares the outcomes with one another, as it does where anything else is in the way."""
    assert later_facts(later) == {}
    assert "forecast" not in tables.would_have_shown(told({}))
    assert sentences.retention_lines(told({}))[0] == "Smaller effects than these would have stayed unseen."
    other = SimpleNamespace(verdict="overlap too weak", least_detectable=0.2)
    assert list(facts_of_later(found(GROWING), other)) == []  # type: ignore[arg-type]


def test_today_is_solid_and_what_is_forecast_hatched() -> None:
    """In PowerPoint too, with "FC" in the name of each bar that is one."""
    rows = tables.would_have_shown(told(later_facts()))
    assert list(rows["label"]) == ["Today", "Q3 26 FC", "Q4 26 FC"]
    assert list(rows["text"]) == ["21", "17", "15"]
    chart = effect_charts.would_have_shown(rows)
    assert chart is not None
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    added = add_chart(slide, chart, Inches(1), Inches(1), Inches(8), Inches(4))
    assert added.tier == "native"
    (series,) = added.shape.chart._chartSpace.iter("{*}ser")
    assert series.find("{*}spPr/{*}pattFill") is not None
    points = {each.find("{*}idx").get("val"): each.find("{*}spPr/{*}solidFill") for each in series.findall("{*}dPt")}
    assert list(points) == ["0"]
    assert points["0"] is not None


def test_the_lead_says_when_and_how_much_would_show() -> None:
    """The last quarter that is foretold leads; that it is a forecast is said in words."""
    lines = sentences.retention_lines(told(later_facts()))
    assert lines[0] == "By {{ later_1_ends }}, an effect of {{ later_1 | points }} would show."
    assert lines[1].startswith("FC is a forecast: {{ later_1_helped }} customers")
