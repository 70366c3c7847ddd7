"""Facets, views side by side and repeated views become a group of native charts that share their scales."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from lxml import etree
from tests.unit.charts.chart_gallery import grid, quarters
from tests.unit.charts.deck_of_charts import NS, SIZE, THEME, ChartDeck
from tests.unit.charts.gallery_of_grids import GRIDS, NO_GRIDS
from tests.unit.charts.oracle import differences
from tests.validation import assert_valid_deck

from valuestory.deck.charts import AddedChart


@pytest.fixture(scope="module")
def added() -> dict[str, tuple[Any, AddedChart]]:
    """One deck with every grid of the gallery, each made once."""
    deck, found = ChartDeck(), {}
    for name, (_, make) in GRIDS.items():
        chart = make()
        found[name] = chart, deck.add(chart, theme=THEME, name=name)
    return found


def charts(made: AddedChart) -> list[Any]:
    """Return the native charts of a grid."""
    return [shape for shape in made.shape.shapes if shape.has_chart]


def roots(made: AddedChart) -> list[Any]:
    """Return the chart parts of a grid."""
    return [etree.fromstring(each.chart.part.blob) for each in charts(made)]


@pytest.mark.parametrize("name", GRIDS)
def test_every_panel_is_native_and_says_what_vega_draws(added: dict[str, tuple[Any, AddedChart]], name: str) -> None:
    """So many charts as panels, each at its place, with what Vega draws in it; no axis at an inner side."""
    chart, made = added[name]
    assert made.tier == "native", made.reason
    assert len(charts(made)) == GRIDS[name][0]
    assert differences(made.shape, chart, SIZE, THEME, made.reason) == []


def test_panels_share_their_scale_and_hold_their_own_rows(added: dict[str, tuple[Any, AddedChart]]) -> None:
    """Three regions, the same axis from 0 to 40, in each chart the four values of its region, named after it."""
    made = added["facet_columns"][1]
    assert [each.name for each in charts(made)] == ["AMER", "APAC", "EMEA"]
    for shape, root in zip(charts(made), roots(made), strict=True):
        values = [float(each) for each in root.xpath("//c:val//c:v/text()", namespaces=NS)]
        assert values == list(grid().query(f"region == '{shape.name}'").value)
        assert root.xpath("//c:valAx/c:scaling/*/@val", namespaces=NS) == ["minMax", "40.0", "0.0"]
        assert shape._element.xpath(".//p:cNvPr/@descr")[0].startswith(f"{shape.name}. ")


def test_panels_with_scales_of_their_own_have_axes_of_their_own(added: dict[str, tuple[Any, AddedChart]]) -> None:
    """With independent values the smallest region's axis ends at 25 or below, the largest's at 40; each is drawn."""
    made = added["independent_axes"][1]
    tops = {each.name: float(root.xpath("//c:valAx/c:scaling/c:max/@val", namespaces=NS)[0])
            for each, root in zip(charts(made), roots(made), strict=True)}  # fmt: skip
    assert tops["EMEA"] < tops["AMER"] < tops["APAC"] == 40
    assert all(root.xpath("//c:valAx/c:tickLblPos/@val", namespaces=NS) == ["nextTo"] for root in roots(made))


def test_inner_axes_are_not_repeated_and_headings_stand_once(added: dict[str, tuple[Any, AddedChart]]) -> None:
    """Of two rows by three columns three panels have value labels, three category labels; each heading is one text."""
    made = added["facet_rows_and_columns"][1]
    shown = Counter()
    for root in roots(made):
        for axis in ("valAx", "catAx"):
            shown[axis] += root.xpath(f"string(//c:{axis}/c:tickLblPos/@val)", namespaces=NS) != "none"
    assert shown == {"valAx": 2, "catAx": 3}
    texts = Counter(shape.text_frame.text for shape in made.shape.shapes if shape.has_text_frame)
    assert {
        each: texts[each] for each in ("AMER", "APAC", "EMEA", "cases", "hours", "region", "measure")
    } == dict.fromkeys(("AMER", "APAC", "EMEA", "cases", "hours", "region", "measure"), 1)


def test_a_grid_fills_its_box_and_has_alt_text(added: dict[str, tuple[Any, AddedChart]]) -> None:
    """600 by 320 points are used to within a tenth on the longer side, and the group tells what it shows."""
    for name, (_, made) in added.items():
        wide, high = made.shape.width / 12_700, made.shape.height / 12_700
        assert max(wide / 600, high / 320) > 0.9, name
        assert wide <= 601, name
        assert high <= 321, name
        assert made.shape._element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr")[0]


def test_a_pie_can_stand_beside_columns() -> None:
    """Two views of two kinds are two native charts, each under its own title; the legend is drawn once beside them."""
    bars = alt.Chart(quarters(), title="Answers").mark_bar().encode(x="quarter:N", y="value:Q")
    pie = alt.Chart(quarters(), title="Shares").mark_arc().encode(theta="value:Q", color="quarter:N")
    made = ChartDeck().add(bars | pie)
    assert made.tier == "native", made.reason
    assert not made.shape.has_chart, "a group has no chart of its own"
    assert [each.name for each in charts(made)] == ["Answers", "Shares"]
    kinds = [root.xpath("name(//c:plotArea/*[2])", namespaces=NS) for root in roots(made)]
    assert kinds == ["c:barChart", "c:pieChart"]
    for root in roots(made):
        assert [float(each) for each in root.xpath("//c:val//c:v/text()", namespaces=NS)] == list(quarters().value)
    texts = Counter(each.text for each in made.shape._element.iter("{*}t"))
    assert {texts[each] for each in quarters().quarter} == {1}


@pytest.mark.parametrize("name", NO_GRIDS)
def test_other_grids_go_to_the_next_tier(name: str) -> None:
    """Thirteen panels and a view without a native form are refused with the reason."""
    made = ChartDeck().add(NO_GRIDS[name]())
    assert made.tier != "native"
    assert "unforeseen" not in made.reason


def test_the_grid_oracle_notices_a_wrong_panel() -> None:
    """A panel moved by five points, or one value changed, does not get past the oracle."""
    chart = GRIDS["facet_columns"][1]()
    made = ChartDeck().add(chart, theme=THEME)
    shape = charts(made)[1]
    shape.left += 5 * 12_700
    assert any("stands at" in each for each in differences(made.shape, chart, SIZE, THEME))
    shape.left -= 5 * 12_700
    part = shape.chart.part
    part._element.xpath("//c:val//c:pt[2]/c:v")[0].text = "5.5"
    assert differences(made.shape, chart, SIZE, THEME)


def test_the_grid_oracle_notices_a_wrong_size_or_a_legend_in_other_colours() -> None:
    """A panel five points narrower, or one of the legend's symbols in another colour, does not get past the oracle."""
    chart = GRIDS["facet_lines_with_legend"][1]()
    made = ChartDeck().add(chart, theme=THEME)
    assert differences(made.shape, chart, SIZE, THEME, made.reason) == []
    symbol = made.shape._element.xpath(".//p:grpSp[contains(p:nvGrpSpPr/p:cNvPr/@name, 'legend')]//a:solidFill/*")[0]
    before = symbol.get("val")
    symbol.set("val", "123456")
    assert any("in the legend" in each for each in differences(made.shape, chart, SIZE, THEME, made.reason))
    symbol.set("val", before)
    charts(made)[1].width -= 5 * 12_700
    assert differences(made.shape, chart, SIZE, THEME, made.reason)


def test_the_grids_are_a_valid_deck(added: dict[str, tuple[Any, AddedChart]], tmp_path: Path) -> None:
    """Microsoft's validator and the structural checks find nothing in a deck of all grids."""
    path = tmp_path / "grids.pptx"
    next(iter(added.values()))[1].shape.part.package.presentation_part.presentation.save(path)
    assert_valid_deck(path)
