"""Points, bubbles, lines and steps over two axes of numbers or times become native charts that say what Vega says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.unit.charts.deck_of_charts import NS, SIZE, THEME, ChartDeck, each_once, find, sheet, xml
from tests.unit.charts.gallery_sideways import SIDEWAYS
from tests.unit.charts.gallery_xy import XY, accounts, hours
from tests.unit.charts.oracle import differences
from tests.validation import assert_valid_deck

from valuestory.deck.charts import AddedChart

CHARTS = XY | SIDEWAYS


@pytest.fixture(scope="module")
def added() -> dict[str, tuple[Any, AddedChart]]:
    """One deck with every XY chart of the gallery, each made once."""
    return each_once(CHARTS)


@pytest.mark.parametrize("name", CHARTS)
def test_an_xy_chart_is_native_and_says_what_vega_draws(added: dict[str, tuple[Any, AddedChart]], name: str) -> None:
    """Every symbol, piece of a line, rule, text, tick and legend entry stands where Vega puts it; no other does."""
    chart, made = added[name]
    assert made.tier == "native", made.reason
    assert differences(made.shape, chart, SIZE, THEME, made.reason) == []


SINGLE = [name for name in CHARTS if "_legend" not in name]
"""Those that are one chart, and no group of a chart and its legend."""


@pytest.mark.parametrize("name", SINGLE)
def test_edit_data_shows_the_table_that_the_chart_holds(added: dict[str, tuple[Any, AddedChart]], name: str) -> None:
    """X in the first column, a column a series under its name, sizes last: the cells are the chart's own values."""
    made = added[name][1]
    header, *rows = sheet(made)
    series = find(made, "//c:ser")
    assert header[1 : len(series) + 1] == [each.xpath("string(c:tx//c:v)", namespaces=NS) for each in series]
    assert all(header), "a column without a header"
    for column, each in enumerate(series, start=1):
        columns = {"xVal": 0, "yVal": column, "bubbleSize": len(series) + 1}
        for what, at in columns.items():
            points = each.xpath(f"c:{what}//c:pt", namespaces=NS)
            cached = {int(point.get("idx")): float(point[0].text) for point in points}
            cells = [row[at] if at < len(row) else None for row in rows]
            if what != "bubbleSize" or points:
                written = {index: value for index, value in enumerate(cells) if value is not None}
                assert cached == pytest.approx(written, rel=1e-14)  # a workbook keeps 16 digits


def test_a_legend_that_powerpoint_has_not_stands_beside_the_chart(added: dict[str, tuple[Any, AddedChart]]) -> None:
    """Sizes and colours together: one group of a bubble chart and a drawn legend, told as one thing."""
    group = added["bubbles_with_two_legends"][1].shape
    assert [shape.has_chart for shape in group.shapes].count(True) == 1
    texts = [each.text for each in group._element.iter("{*}t")]
    assert {"Revenue", "segment", "Large", "Mid", "Small"} <= set(texts)
    assert group._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr") == ["A chart: bubbles_with_two_legends"]


def test_series_over_the_same_x_share_rows() -> None:
    """Two queues by the hour are a table of 36 rows: an hour, Chat, Phone."""
    made = ChartDeck().add(XY["line_over_hours"](), theme=THEME)
    header, *rows = sheet(made)
    assert header == ["time", "Chat", "Phone"]
    assert len(rows) == 36
    assert rows[1][0] == pytest.approx(46083 + 1 / 24)  # 1 a.m. on 2 March 2026
    assert [row[2] for row in rows] == list(hours().query("queue == 'Phone'").cases)


def test_points_carry_their_facts_and_corners_of_steps_do_not() -> None:
    """Every row of the data is a plotted value with its fact; what only bends a step's line is none."""
    made = ChartDeck().add(XY["points_by_colour"]())
    expected = {(row.segment, f"{row.wait:.15g}", row.score, row.fact) for row in accounts().itertuples()}
    assert {(each.series, each.category, each.value, each.fact) for each in made.points} == expected
    steps = ChartDeck().add(XY["step_after"]())
    assert [(each.category, each.value) for each in steps.points] == [
        *(("0", 3.0), ("1", 3.0), ("2", 4.0), ("4", 6.0), ("7", 5.0))
    ]
    assert sheet(steps)[1:] == [[0, 3], [1, 3], [2, 3], [2, 4], [4, 4], [4, 6], [7, 6], [7, 5]]


def test_a_rule_is_its_own_value_with_its_own_fact() -> None:
    """A goal at 75 and limits at x 10 and 15 are three values under no category; alt text tells no limit as a score."""
    made = ChartDeck().add(XY["points_with_constant_lines"]())
    rules = [each for each in made.points if each.series != "score"]
    assert [(each.series, each.category, each.value, each.fact) for each in rules] == [
        *(("goal", "", 75, "goal"), ("limit", "", 10, "low"), ("limit", "", 15, "high"))
    ]
    lowest, highest = accounts().score.min(), accounts().score.max()
    (said,) = made.shape._element.xpath("(.//p:cNvPr)[1]/@descr")
    assert f"Highest {highest:.4g} (score, " in said
    assert f"lowest {lowest:.4g} (score, " in said


def test_points_beside_categories_are_values_of_these() -> None:
    """A lollipop that lies down: each quarter's number is its value, under the quarter, with its fact."""
    made = ChartDeck().add(SIDEWAYS["lollipop_sideways"]())
    heads = [each for each in made.points if each.fact is not None and each.value]
    assert [(each.category, each.value, each.fact) for each in heads[:2]] == [
        *(("2025Q1", 41.2, "answers@2025Q1"), ("2025Q2", 44.0, "answers@2025Q2"))
    ]
    assert "Highest 58.8 (value, 2026Q2)" in made.shape._element.xpath("string((.//p:cNvPr)[1]/@descr)")
    sizes = ChartDeck().add(SIDEWAYS["sizes_at_two_categories"]())
    assert [(each.series, each.category, each.value) for each in sizes.points[:1]] == [("value", "2025Q1, EMEA", 10.0)]


def test_the_oracle_notices_a_wrong_name_of_a_category() -> None:
    """A name too few, another name, or one at another place does not get past it."""
    chart = SIDEWAYS["lollipop_sideways"]()
    for path, value in (("//c:dLbl[1]//a:t", "2024Q1"), ("(//c:ser)[last()]//c:yVal//c:pt[1]/c:v", "0.7")):
        made = ChartDeck().add(chart, theme=THEME)
        assert differences(made.shape, chart, SIZE, THEME, made.reason) == []
        root = xml(made)
        root.xpath(path, namespaces=NS)[0].text = value
        part = made.shape.chart.part
        part._element = part.load(part.partname, "", part.package, etree.tostring(root))._element
        assert any("the names" in each for each in differences(made.shape, chart, SIZE, THEME, made.reason))


def test_a_rule_between_two_places_stands_under_its_first() -> None:
    """From 95 at x 0 to 50 at x 20: one value, under its x."""
    made = ChartDeck().add(XY["points_with_reference_line"]())
    assert [(each.category, each.value) for each in made.points if each.series == "y"] == [("0", 95)]


def test_the_largest_bubble_is_as_wide_as_vegas() -> None:
    """Vega's area 2,000 is 44.7 points wide; PowerPoint's largest is a quarter of the plot's shorter side, scaled."""
    made = ChartDeck().add(XY["bubbles_named"](), theme=THEME)
    height = 320 * float(find(made, "//c:plotArea/c:layout//c:h/@val")[0])
    scale = int(find(made, "//c:bubbleScale/@val")[0])
    assert height / 4 * scale / 100 == pytest.approx(2000**0.5, rel=0.01)
    assert find(made, "//c:sizeRepresents/@val") == ["area"]
    assert [row[2] for row in sheet(made)[1:]] == list(accounts().head(6).arr)


@pytest.mark.parametrize(
    ("path", "attribute", "value"),
    [
        ("//c:xVal//c:pt[2]/c:v", None, "12.5"),
        ("//c:yVal//c:pt[1]/c:v", None, "44.5"),
        ("//c:valAx[1]/c:scaling/c:max", "val", "23.0"),
        ("//c:valAx[2]/c:scaling/c:orientation", "val", "maxMin"),
        ("//c:valAx[1]/c:majorUnit", "val", "3.0"),
        ("//c:ser[2]/c:marker/c:symbol", "val", "square"),
        ("//c:ser[2]/c:marker/c:size", "val", "5"),
        ("//c:ser[1]/c:marker/c:spPr/a:solidFill/*", "val", "123456"),
        ("//c:ser[3]/c:tx//c:v", None, "Tiny"),
        ("//c:plotArea/c:layout//c:w", "val", "0.7"),
        ("//c:ser[2]/c:spPr/a:ln/a:noFill", "line", "FF0000"),
    ],
)
def test_the_oracle_notices_a_wrong_xy_chart(path: str, attribute: str | None, value: str) -> None:
    """A wrong x, y, end, direction, step, symbol, size, colour, name, place or a line too much does not get past it."""
    chart = XY["points_by_colour"]()
    made = ChartDeck().add(chart, theme=THEME)
    root: Any = xml(made)
    node = root.xpath(path, namespaces=NS)[0]
    if attribute == "line":
        line = etree.SubElement(node.getparent(), f"{{{NS['a']}}}solidFill")
        etree.SubElement(line, f"{{{NS['a']}}}srgbClr").set("val", value)
        node.getparent().remove(node)
    elif attribute is None:
        node.text = value
    else:
        node.set(attribute, value)
    part = made.shape.chart.part
    part._element = part.load(part.partname, "", part.package, etree.tostring(root))._element
    assert differences(made.shape, chart, SIZE, THEME, made.reason)


def test_the_xy_gallery_is_a_valid_deck(added: dict[str, tuple[Any, AddedChart]], tmp_path: Path) -> None:
    """Microsoft's validator and the structural checks find nothing in a deck of all XY charts."""
    path = tmp_path / "xy.pptx"
    next(iter(added.values()))[1].shape.part.package.presentation_part.presentation.save(path)
    assert_valid_deck(path)


def test_ticks_of_a_strip_plot_are_values_of_their_categories() -> None:
    """Each account's tick counts once, under its segment and with its fact, though the workbook holds both its ends."""
    made = ChartDeck().add(SIDEWAYS["strip_plot"]())
    expected = {(row.segment, row.score, row.fact) for row in accounts().itertuples()}
    assert {(each.category, each.value, each.fact) for each in made.points} == expected
    assert len(made.points) == 18
    assert len({row[0] for row in sheet(made)[1:] if row and row[0] is not None}) == accounts().score.nunique() + 1
