"""The forms of charts of the storylines: native in PowerPoint, true to their rows, in the notation of the brief."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Inches
from tests.validation import assert_valid_deck

from valuestory.deck import add_chart
from valuestory.deck.charts.evaluated.spec import to_spec
from valuestory.deck.charts.refusal import Refusal
from valuestory.deck.charts.shapes.draw import draw
from valuestory.deck.charts.shapes.model import Group, Words
from valuestory.deck.charts.shapes.shapexml import _turned_box
from valuestory.project import template_path
from valuestory.slides.theme import read_theme
from valuestory.story.chart_forms.counted_bars import BAR_COLUMNS, counted_bars
from valuestory.story.chart_forms.indexed_lines import COURSE_COLUMNS, indexed_lines
from valuestory.story.chart_forms.loss_waterfall import LOSS_COLUMNS, loss_waterfall
from valuestory.story.chart_forms.scenario_columns import SCENARIO_COLUMNS, scenario_columns
from valuestory.story.chart_forms.small_multiples import PANEL_COLUMNS, Panel, small_multiples
from valuestory.story.chart_forms.stacked_bars import STACK_COLUMNS, stacked_bars

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

QUARTERS = ["Q3 24", "Q4 24", "Q1 25", "Q2 25", "Q3 25", "Q4 25", "Q1 26", "Q2 26"]
LOSSES = pd.DataFrame(
    [
        ("Visits", 190, 0, "start", "190", "", None, None, "", "a"),
        ("Not\nsolved", 190, 104, "loss", "−86", "55% kept", None, None, "", "b"),
        ("Called\nanyway", 104, 64, "loss", "−40", "62% kept", None, None, "", "c"),
        ("Contacts\navoided", 64, 0, "result", "64", "", 45, 83, "45 to 83", "d"),
    ],
    columns=list(LOSS_COLUMNS),
)
LOW = LOSSES.assign(
    end=[0, 104, 8, 0],
    start=[190, 190, 104, 8],
    text=["190", "−86", "−96", "8"],
    low=[None] * 3 + [5.0],
    high=[None] * 3 + [11.0],
)
SCENARIOS = pd.DataFrame(
    [
        ("2024", "PY", 5.0, "5.0%", "a"),
        ("2025", "AC", 4.6, "4.6%", "b"),
        ("2025 PL", "PL", 4.8, "4.8%", "c"),
        ("2026 FC", "FC", 4.5, "4.5%", "d"),
    ],
    columns=list(SCENARIO_COLUMNS),
)
STACKS = pd.DataFrame(
    [
        (period, part, value, f"{value}", f"{period}{part}")
        for period, values in {"Now": (-7, 56, 8), "Before": (-7, 72, 14)}.items()
        for part, value in zip(("Before sale", "After sale", "Interruptions"), values, strict=True)
    ],
    columns=list(STACK_COLUMNS),
)
TOTALS = pd.DataFrame([("Now", "57 days", "n"), ("Before", "79 days", "b")], columns=["label", "text", "fact"])
COURSE = pd.DataFrame(
    [
        (month, series, value, str(value), f"{series}{month}")
        for month in range(-3, 4)
        for series, value in (("Fixed", 100 if month < 1 else 58), ("Comparable", 100))
    ],
    columns=list(COURSE_COLUMNS),
)
COUNTS = pd.DataFrame([("Made", 22, "22", "a"), ("Accepted", 9, "9", "b")], columns=list(BAR_COLUMNS))


def panel(title: str, unit: str, values: list[float | None]) -> Panel:
    """Return a panel of quarters, those without a value left out."""
    rows = [
        (QUARTERS[at], title, at, value, f"{value:g}", at > 3, f"{title}{at}")
        for at, value in enumerate(values)
        if value is not None
    ]
    return Panel(title, unit, pd.DataFrame(rows, columns=list(PANEL_COLUMNS)))


PANELS = [
    panel("Days to proficiency", "days", [129, 129, 120, 110, 100, 92, 90, 86]),
    panel("Engagement", "number", [3.8, None, 3.7, None, 3.7, None, 4.0, None]),
    panel("Turnover", "share", [19, 20, 18, 19, 18, 17, 18, 17]),
    panel("Accepted", "share", [50, 52, 55, 60, 62, 58, 60, 61]),
]
CHARTS = {
    "losses": lambda: loss_waterfall(LOSSES),
    "low": lambda: loss_waterfall(LOW),
    "scenarios": lambda: scenario_columns(SCENARIOS, "▼ −0.4 points,\nbetter", "good"),
    "stacks": lambda: stacked_bars(STACKS, TOTALS),
    "course": lambda: indexed_lines(COURSE, "Shipped", "−42%\n(−50% to −34%)"),
    "counts": lambda: counted_bars(COUNTS),
    "panels": lambda: small_multiples(PANELS, QUARTERS),
}


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A deck of every form on the shipped template's theme, and what each chart became."""
    theme = read_theme(template_path("valuestory"))
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    found = {}
    for name, made in CHARTS.items():
        chart = made()
        assert chart is not None, name
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        spec = {"width": 562, "height": 324, "autosize": {"type": "fit", "contains": "padding"}} | chart.to_dict()
        box = (Inches(0.767), Inches(2.05), Inches(7.8), Inches(4.5))
        found[name] = add_chart(slide, spec, *box, theme=theme, alt=name, name=f"vs:{name}")
    path = tmp_path_factory.mktemp("forms") / "forms.pptx"
    deck.save(path)
    return path, found


def xml(placed: tuple[Path, dict[str, Any]], name: str) -> Any:
    """Return the chart part of a form."""
    return placed[1][name].shape.chart._chartSpace


def values(space: Any) -> dict[str, list[float | None]]:
    """Return the numbers of each series as PowerPoint has them, None where there is none."""
    found = {}
    for series in space.xpath(".//c:ser"):
        name = series.xpath("string(./c:tx//c:v)")
        count = int(series.xpath("string(./c:val//c:ptCount/@val)"))
        points = {int(each.get("idx")): float(each.xpath("string(./c:v)")) for each in series.xpath("./c:val//c:pt")}
        found[name] = [points.get(at) for at in range(count)]
    return found


def test_every_form_is_powerpoints_own_and_valid(placed: tuple[Path, dict[str, Any]]) -> None:
    """No form falls back to shapes, and Microsoft's validator finds nothing in the deck that holds them all."""
    assert {name: each.tier for name, each in placed[1].items()} == dict.fromkeys(CHARTS, "native")
    assert_valid_deck(placed[0])


def test_the_bars_of_a_waterfall_hang_on_each_other(placed: tuple[Path, dict[str, Any]]) -> None:
    """Each loss begins where the bar before it ends, and the last one ends where the result begins."""
    series = values(xml(placed, "losses"))
    base = [each or 0 for each in series["(base)"]]
    lengths = next(each for name, each in series.items() if name != "(base)" and None not in each)
    tops = [below + length for below, length in zip(base, lengths, strict=True)]  # type: ignore[operator]
    assert (base, tops) == ([0, 104, 64, 0], [190, 190, 104, 64])


def test_the_interval_of_a_result_reaches_from_its_low_to_its_high_end(placed: tuple[Path, dict[str, Any]]) -> None:
    """It is drawn in two tones: light from the low end to the bar's top, dark from there to the high end."""
    space, ends = xml(placed, "losses"), []
    named = values(space)
    for series in space.xpath(".//c:ser[c:errBars]"):
        middle = next(each for each in named[series.xpath("string(./c:tx//c:v)")] if each is not None)
        reach = [
            max((float(each) for each in series.xpath(f"./c:errBars/c:{side}//c:pt/c:v/text()")), default=0.0)
            for side in ("minus", "plus")
        ]
        ends.append((middle - reach[0], middle + reach[1]))
    assert sorted(ends) == [(45, 64), (64, 83)]


def test_scenarios_are_told_apart_without_colour(placed: tuple[Path, dict[str, Any]]) -> None:
    """The forecast is hatched, the plan has an outline and no fill but the ground, and both say so in their labels."""
    space = xml(placed, "scenarios")
    assert space.xpath(".//c:dPt[c:idx/@val='3']//a:pattFill/@prst") == ["wdUpDiag"]
    plan = space.xpath(".//c:dPt[c:idx/@val='2']/c:spPr")[0]
    assert plan.xpath("./a:solidFill/a:schemeClr/@val") == ["bg1"]
    assert plan.xpath("./a:ln/@w") == [str(round(1.5 * 12_700))]
    assert list(space.xpath(".//c:cat//c:v/text()"))[:4] == ["2024", "2025", "2025 PL", "2026 FC"]


def test_good_and_bad_colour_the_words_of_a_change_alone(placed: tuple[Path, dict[str, Any]]) -> None:
    """The colour of what is good is in no column, and the words that have it bear a sign and say better."""
    space = xml(placed, "scenarios")
    coloured = space.xpath(".//*[a:solidFill/a:schemeClr[@val='accent4']]")
    assert coloured
    assert all(each.tag.endswith(("rPr", "defRPr")) for each in coloured)
    label = space.xpath("string(.//c:dLbl[.//a:rPr/a:solidFill/a:schemeClr[@val='accent4']]//c:rich)")
    assert "−0.4" in label
    assert "better" in label


def test_stacked_parts_are_those_of_the_rows(placed: tuple[Path, dict[str, Any]]) -> None:
    """What is below zero stays below zero, and each period's parts sum to its total."""
    series = values(xml(placed, "stacks"))
    parts = [series[name] for name in ("Before sale", "After sale", "Interruptions")]
    assert [sum(each) for each in zip(*parts, strict=True)][1:] == [57, 79]  # type: ignore[arg-type]
    assert series["Before sale"][1:] == [-7, -7]


def test_panels_of_one_unit_share_a_scale_from_zero() -> None:
    """Shares run to 1.4 times the largest share of all panels, days to 1.4 times the longest."""
    chart = small_multiples(PANELS, QUARTERS)
    assert chart is not None
    scales = {
        each["title"]["text"]: each["layer"][0]["encoding"]["y"]["scale"]["domain"]
        for row in chart.to_dict()["vconcat"]
        for each in row["hconcat"]
    }
    assert scales["Turnover"] == scales["Accepted"] == [0, pytest.approx(1.4 * 62)]
    assert scales["Days to proficiency"] == [0, pytest.approx(1.4 * 129)]


def test_only_the_panel_of_the_title_is_in_the_accent() -> None:
    """The year before is grey in all panels; this year's line is in the accent in the first alone."""
    chart = small_multiples(PANELS, QUARTERS)
    assert chart is not None
    lines = [
        [layer["mark"]["color"] for layer in each["layer"] if layer["mark"]["type"] == "line"]
        for row in chart.to_dict()["vconcat"]
        for each in row["hconcat"]
    ]
    theme = read_theme(template_path("valuestory"))
    assert lines[0] == [theme.accents[1], theme.accents[0]]
    assert all(each == [theme.accents[1], theme.second] for each in lines[1:])


def test_each_panel_says_in_its_alt_text_where_its_line_begins_and_ends() -> None:
    """In the words of the slide: "value by label" tells nobody anything, in no language."""
    chart = small_multiples(PANELS, QUARTERS)
    assert chart is not None
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    add_chart(slide, chart, Inches(0.767), Inches(2.05), Inches(11.8), Inches(4.5), alt="The team")
    described = {
        each.get("name"): each.get("descr") for each in slide.shapes._spTree.iter("{*}cNvPr") if each.get("descr")
    }
    first = PANELS[0].rows.iloc[[0, -1]]
    said = "; ".join(f"{row['label']}: {row['text']}" for row in first.to_dict("records"))
    assert described[PANELS[0].title] == f"{PANELS[0].title}. {said}."
    assert not any("value by label" in each for each in described.values())


def test_what_cannot_be_shown_is_no_chart() -> None:
    """A slide does without a chart rather than show an empty one, half of one, or one that is untrue."""
    assert loss_waterfall(LOSSES.head(1)) is None
    assert scenario_columns(SCENARIOS[SCENARIOS["scenario"] != "AC"], "", "") is None
    assert stacked_bars(STACKS.drop(index=4), TOTALS) is None
    assert indexed_lines(COURSE[COURSE["series"] == "Fixed"], "", "") is None
    assert small_multiples([panel("Alone", "days", [1])], QUARTERS) is None
    assert counted_bars(COUNTS.assign(value=0)) is None


@pytest.mark.parametrize(
    ("now", "before", "heads"),
    [
        ((-19, 19, 16), (-23, 196, 1), ["Before sale", "After sale", "Interruptions"]),
        ((2, 160, -20), (40, 22, 12), ["Before sale 2", "After sale", "Interruptions"]),
        ((30, 20, 10), (-40, 22, 12), ["Before sale", "After sale", "Interruptions"]),
        ((0, 1, 60), (4, 0, 72), ["Before sale 0", "After sale 1", "Interruptions"]),
    ],
)
def test_stacked_parts_of_any_sign_and_size_have_texts_that_stand_apart(
    now: tuple[int, ...], before: tuple[int, ...], heads: list[str]
) -> None:
    """In Vega's own drawing no text lies over another; a part too thin for its figure has it beside its name."""
    parts = ("Before sale", "After sale", "Interruptions")
    rows = [
        (period, part, float(value), f"{value}", f"{period}{part}")
        for period, values in (("Now", now), ("Before", before))
        for part, value in zip(parts, values, strict=True)
    ]
    totals = TOTALS.assign(text=[f"{sum(now)} days", f"{sum(before)} days"])
    chart = stacked_bars(pd.DataFrame(rows, columns=list(STACK_COLUMNS)), totals)
    assert chart is not None
    drawn = draw(to_spec(chart), 576, 330)
    assert not isinstance(drawn, Refusal), drawn
    words = [each for each in _words(drawn.whole) if each.name.startswith("text")]
    boxes = [_turned_box(each) for each in words]
    for (one, first), (other, second) in itertools.combinations(zip(words, boxes, strict=True), 2):
        apart = first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]
        assert apart, (one.rows, other.rows)
    assert all(box[0] >= 0 and box[2] <= drawn.width for box in boxes)
    said = [each.rows[0].replace("\u00a0", " ") for each in words]
    assert sorted(said[: len(heads)]) == sorted(heads)
    assert [each.facts for each in words if each.rows[0].startswith("Before")] == [("NowBefore sale",)]


def _words(group: Group) -> Iterator[Words]:
    for each in group.parts:
        if isinstance(each, Group):
            yield from _words(each)
        elif isinstance(each, Words):
            yield each
