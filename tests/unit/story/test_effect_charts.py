"""Charts of estimates become PowerPoint's own charts, whatever lies below, above and around zero."""

from __future__ import annotations

from math import nan

import pandas as pd
from pptx import Presentation
from pptx.util import Inches

from valuestory.deck.charts import AddedChart, add_chart
from valuestory.deck.reading.charts import slide_charts
from valuestory.slides.number_words import NO_BREAK
from valuestory.story import effect_charts

EFFECTS = [
    ("Above", 6.0, 3.0, 9.0, "6 (3 to 9)", True, "a"),
    ("Around", 2.0, -3.0, 7.0, "2 (-3 to 7)", False, "b"),
    ("Below", -2.0, -3.0, -0.2, "-2 (-3 to -0.2)", True, "c"),
    ("At zero", 0.0, -3.0, 3.0, "0 (-3 to 3)", False, "d"),
    ("Hardly", 0.1, 0.0, 0.2, "0.1 (0 to 0.2)", True, "e"),
    ("Counted", -0.05, -0.05, -0.05, "-0.05", False, "f"),
]
AROUND = [
    (str(month), month + 9, series, 30.0 - 10 * (series == "Fixed" and month > 0), "30", f"{series}{month}")
    for month in range(-9, 7)
    for series in ("Fixed", "Comparable")
]


def native(chart: object) -> bool:
    """Return whether a chart becomes PowerPoint's own; a reason why not fails the test."""
    return added(chart).tier == "native"


def added(chart: object) -> AddedChart:
    """Return a chart as it stands on a slide of its own."""
    assert chart is not None
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    spec = {"width": 560, "height": 320} | chart.to_dict()  # type: ignore[attr-defined]
    placed = add_chart(slide, spec, Inches(1), Inches(1), Inches(7.8), Inches(4.5))
    assert placed.tier == "native", placed.reason
    return placed


def labels_of(rows: pd.DataFrame) -> list[str]:
    """Return the texts over a bridge's columns as PowerPoint has them, a paragraph a line."""
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    spec = {"width": 560, "height": 320} | effect_charts.value_bridge(rows).to_dict()  # type: ignore[union-attr]
    shape = add_chart(slide, spec, Inches(1), Inches(1), Inches(7.8), Inches(4.5)).shape
    labels = shape.chart._chartSpace.xpath(".//c:dLbl//c:rich")
    return ["\n".join(each.text.replace(NO_BREAK, " ") for each in label.xpath(".//a:t")) for label in labels]


def test_intervals_on_both_sides_of_zero_are_native() -> None:
    """An interval may lie above zero, below it or around it."""
    assert native(effect_charts.forest(pd.DataFrame(EFFECTS, columns=list(effect_charts.FOREST_COLUMNS))))


def test_a_row_of_a_forest_is_one_series_of_three_points() -> None:
    """As the workbook has it: low, estimate, high on one line, the mark on the estimate alone, the words to the right.

    What is established has a circle, what is not a diamond.
    """
    placed = added(effect_charts.forest(pd.DataFrame(EFFECTS, columns=list(effect_charts.FOREST_COLUMNS))))
    [read] = slide_charts(placed.shape.part.slide)
    back = {
        each.name: [(at.category, at.value, at.in_workbook) for at in each.points] for each in read.series if each.seen
    }
    series = {each.xpath("string(c:tx//c:v)"): each for each in placed.shape.chart._chartSpace.xpath(".//c:ser")}
    for label, estimate, low, high, _, established, fact in EFFECTS:
        drawn = [(each.value, each.fact) for each in placed.points if each.series == label]
        assert drawn == [(low, fact), (estimate, fact), (high, fact)]
        assert back.pop(label) == [(label, each, each) for each in (low, estimate, high)]
        marks = series[label].xpath(".//c:dPt/c:marker/c:symbol/@val")
        assert [each for each in marks if each != "none"] == ["circle" if established else "diamond"]
    assert not back  # the line at zero and the words measure nothing


def test_the_other_charts_are_native() -> None:
    """Lines around a change, a bridge, a tornado, and what so many accounts would show."""
    bridge = [
        ("A", 0, 2, "$2", "part", "a"),
        ("B", 2, 1.5, "-$0.5", "loss", "b"),
        ("Total", 0, 1.5, "$1.5\n$1.0 to $2.0", "total", "c"),
        ("Cost", 0, 1.2, "$1.2", "beside", "d"),
    ]
    doubts = [("Chance", -1.0, 5.0, "-1", "5", "a"), ("Margin", 2.0, 2.5, "2", "2.5", "b")]
    sizes = [(f"{size:,}", rank, 100 / size, "1.0", str(size)) for rank, size in enumerate((500, 1_000, 2_000))]
    assert native(effect_charts.value_bridge(pd.DataFrame(bridge, columns=list(effect_charts.BRIDGE_COLUMNS))))
    assert "$1.5\n$1.0 to $2.0" in labels_of(pd.DataFrame(bridge, columns=list(effect_charts.BRIDGE_COLUMNS)))
    assert native(effect_charts.tornado(pd.DataFrame(doubts, columns=list(effect_charts.TORNADO_COLUMNS)), 2.2))
    assert native(effect_charts.labelled_line(pd.DataFrame(sizes, columns=["label", "rank", "value", "text", "fact"])))
    lines = pd.DataFrame(AROUND, columns=["label", "rank", "series", "value", "text", "fact"])
    assert native(effect_charts.before_after(lines))


def test_a_curve_marks_the_plan_and_today_among_what_others_would_show() -> None:
    """815 customers lie between 500 and 1,000 on a scale of numbers; only the plan and today are named."""
    rows = [(500, 7.0, "", "", "e0", "n0"), (1_000, 5.0, "", "", "e1", "n1"), (4_000, 2.5, "", "", "e2", "n2")]
    rows += [(815, 6.0, "plan", "Plan: 815", "e", "n"), (2_226, 3.8, "today", "Today: 2,226", "f", "m")]
    space = added(effect_charts.detectable_curve(pd.DataFrame(rows, columns=list(effect_charts.CURVE_COLUMNS))))
    [series] = space.shape.chart._chartSpace.xpath(".//c:scatterChart/c:ser")
    at = [float(each) for each in series.xpath("./c:xVal//c:v/text()")]
    assert at == [500, 815, 1_000, 2_226, 4_000]
    marked = series.xpath("./c:dPt[c:marker/c:symbol/@val='circle']/c:idx/@val")
    assert [at[int(each)] for each in marked] == [815, 2_226]
    said = [str(each).replace(NO_BREAK, " ") for each in series.xpath(".//c:dLbl//a:t/text()")]
    assert said == ["Plan: 815", "Today: 2,226"]
    assert effect_charts.detectable_curve(pd.DataFrame(rows[:1], columns=list(effect_charts.CURVE_COLUMNS))) is None


def test_a_bridges_total_has_its_interval_on_the_bar() -> None:
    """From its low end to its high end, in two parts that meet at the top of the bar; the axis has room for it."""
    columns = [("A", 0, 26, "part"), ("B", 26, 35, "part"), ("Total", 0, 35, "total"), ("Cost", 0, 39, "beside")]
    frame = pd.DataFrame(
        [(label, start, end, f"${end}", tone, label.lower()) for label, start, end, tone in columns],
        columns=list(effect_charts.BRIDGE_COLUMNS),
    ).assign(low=[nan, nan, 19.0, nan], high=[nan, nan, 51.0, nan])
    space = added(effect_charts.value_bridge(frame)).shape.chart._chartSpace
    ends: set[int] = set()
    for series in space.xpath(".//c:ser[c:errBars]"):
        [value] = series.xpath("./c:val//c:pt[@idx='2']/c:v/text()") or ["nan"]
        for side, sign in (("plus", 1), ("minus", -1)):
            lengths = [float(each) for each in series.xpath(f"./c:errBars/c:{side}//c:pt[@idx='2']/c:v/text()")]
            ends |= {round(float(value) + sign * each) for each in (0.0, *lengths) if any(lengths)}
    assert {19, 35, 51} <= ends
    assert float(space.xpath("string(.//c:valAx/c:scaling/c:max/@val)")) > 51


def test_a_figure_in_a_tornados_label_has_its_fact() -> None:
    """An assumption stands under its name with its range; the fact of the range travels with the row."""
    rows = [("Gross margin, 74% to 81%", 2.3, 2.5, "2.3", "2.5", "value", "assumed_gross_margin")]
    frame = pd.DataFrame(rows, columns=[*effect_charts.TORNADO_COLUMNS, "fact_label"])
    chart = effect_charts.tornado(frame, 2.4)
    assert chart is not None
    spec = chart.to_dict()
    assert {row["fact_label"] for data in spec["datasets"].values() for row in data if "series" in row} == {
        "assumed_gross_margin"
    }


def test_a_thin_line_leads_from_each_column_of_a_bridge_to_the_next() -> None:
    """At the level at which one ends and the other goes on; nothing leads to the cost, which stands beside the sum.

    Their ends are read from the chart's XML. A first column that is no part of the sum, such as last year's, is led on.
    """
    for first, last in (("part", "beside"), ("beside", "total")):
        rows = [("A", 0, 20, first), ("B", 20, 14, "loss"), ("C", 14, 17, "part"), ("D", 0, 17, "total")]
        rows = rows[: 4 if last == "total" else 3] + ([("E", 0, 17, last)] if last == "beside" else [])
        frame = pd.DataFrame(
            [(label, start, end, f"${end}", tone, label.lower()) for label, start, end, tone in rows],
            columns=list(effect_charts.BRIDGE_COLUMNS),
        )
        space = added(effect_charts.value_bridge(frame)).shape.chart._chartSpace
        lines = []
        for series in space.xpath(".//c:lineChart/c:ser[not(c:spPr/a:ln/a:noFill)]"):
            ends = {int(each.get("idx")): float(each.xpath("string(c:v)")) for each in series.xpath("./c:val//c:pt")}
            lines.append(ends)
            assert series.xpath("string(./c:spPr/a:ln/@w)") == str(round(0.75 * 12_700))
        expected = [{0: 20, 1: 20}, {1: 14, 2: 14}, {2: 17, 3: 17}]
        assert lines == expected[: 3 if last == "total" else 2]


def test_nothing_to_show_is_no_chart() -> None:
    """A slide does without a chart rather than show an empty one."""
    empty = pd.DataFrame(columns=list(effect_charts.FOREST_COLUMNS))
    assert effect_charts.forest(empty) is None
    assert effect_charts.tornado(pd.DataFrame(columns=list(effect_charts.TORNADO_COLUMNS)), 0.0) is None
    crossing = pd.DataFrame([("A", -1, 2, "", "part", "a")], columns=list(effect_charts.BRIDGE_COLUMNS))
    assert effect_charts.value_bridge(crossing) is None
