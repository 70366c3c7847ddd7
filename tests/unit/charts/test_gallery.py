"""Every chart of the gallery becomes what it has to become, and native charts say what Vega's own drawing says."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.unit.charts.chart_gallery import NATIVE, PICTURE
from tests.unit.charts.coverage import Covered, coverage_page, kind_of
from tests.unit.charts.deck_of_charts import NS, SIZE, THEME, ChartDeck, find, sheet, xml
from tests.unit.charts.every_chart import EVERY, GALLERIES, SINGLE
from tests.unit.charts.oracle import differences
from tests.unit.charts.shapes_gallery import DENSE, SHAPES
from tests.unit.charts.shapes_oracle import differences as shapes_differences
from tests.validation import assert_valid_deck

from valuestory.deck.charts import AddedChart

PAGE = Path(__file__).parents[3] / "docs" / "chart-coverage.md"


class Gallery:
    """A deck that holds each chart of the gallery once, made when it is first asked for."""

    def __init__(self) -> None:
        self.deck = ChartDeck()
        self.charts: dict[str, tuple[Any, AddedChart]] = {}

    def get(self, name: str) -> tuple[Any, AddedChart]:
        """Return a chart and what it became."""
        if name not in self.charts:
            chart = EVERY[name]()
            self.charts[name] = chart, self.deck.add(chart, theme=THEME, name=name, alt=f"A chart: {name}")
        return self.charts[name]


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    """One deck for all charts."""
    return Gallery()


@pytest.mark.parametrize("name", NATIVE)
def test_a_native_chart_says_what_vega_draws(gallery: Gallery, name: str) -> None:
    """Every bar, vertex, symbol, label, tick and legend entry stands where Vega puts it, in its colour; no other."""
    chart, added = gallery.get(name)
    assert added.tier == "native", added.reason
    assert differences(added.shape, chart, SIZE, THEME, added.reason) == []


@pytest.mark.parametrize("name", PICTURE | SHAPES)
def test_what_has_no_native_form_becomes_shapes_with_the_reason(gallery: Gallery, name: str) -> None:
    """Each mark, axis, legend and text is a shape where Vega puts it, in its colours and words; the reason is said.

    A kind that has got a native form since must say what Vega draws, as every native chart.
    """
    chart, added = gallery.get(name)
    if added.tier == "native":
        assert differences(added.shape, chart, SIZE, THEME, added.reason) == []
        return
    assert added.tier == "shapes", added.reason
    assert added.reason
    assert "unforeseen" not in added.reason
    assert added.points == ()
    assert shapes_differences(added.shape, chart, SIZE, THEME) == []


@pytest.mark.parametrize("name", DENSE)
def test_what_takes_too_many_shapes_becomes_a_picture_with_the_reasons(gallery: Gallery, name: str) -> None:
    """The last tier takes over, says why neither of the others did, and the picture is there as SVG and PNG."""
    _, added = gallery.get(name)
    assert added.tier == "picture"
    assert "; " in added.reason
    assert "unforeseen" not in added.reason
    rids = added.shape._element.xpath(".//@r:embed")
    types = {added.shape.part.related_part(rid).content_type for rid in rids}
    assert types == {"image/png", "image/svg+xml"}


@pytest.mark.parametrize("name", NATIVE)
def test_workbook_and_chart_hold_the_same_table(gallery: Gallery, name: str) -> None:
    """*Edit Data* shows the categories and series that the chart's cache holds, with headers and no formulas."""
    _, added = gallery.get(name)
    header, *rows = sheet(added)
    series = find(added, "//c:ser")
    assert header[1 : len(series) + 1] == [each.xpath("string(c:tx//c:v)", namespaces=NS) for each in series]
    assert all(header), "a column without a header"
    ends = [each for one in series for each in one.xpath("c:errBars/c:plus | c:errBars/c:minus", namespaces=NS)]
    assert len(header) == 1 + len(series) + len(ends), "a column that no one draws"
    for column, each in enumerate([*series, *ends], start=1):
        values = each.xpath("c:val//c:pt | c:yVal//c:pt" if each in series else ".//c:pt", namespaces=NS)
        cached = {int(point.get("idx")): float(point[0].text) for point in values}
        cells = [row[column] if column < len(row) else None for row in rows]
        held = {index: value for index, value in enumerate(cells) if value is not None}
        assert cached == pytest.approx(held, rel=1e-14)  # Excel keeps 15 digits


def test_no_gallery_is_left_out() -> None:
    """Each chart that any module of a gallery lists is among those that the page and the benchmark go through."""
    names = {module.__name__.rpartition(".")[2] for module in GALLERIES}
    assert names == {each.stem for each in Path(__file__).parent.glob("*gallery*.py") if "test" not in each.stem}
    lists = [
        each for module in GALLERIES for name, each in vars(module).items() if isinstance(each, dict) and name.isupper()
    ]
    listed = {name for each in lists for name, made in each.items() if callable(_maker(made))}
    assert listed == EVERY.keys()


def _maker(listed: Any) -> Any:
    """Return what makes a listed chart, without the number of its panels."""
    return listed[-1] if isinstance(listed, tuple) else listed


def test_the_page_of_what_becomes_what_is_written_from_the_gallery(gallery: Gallery) -> None:
    """docs/chart-coverage.md says what the gallery's charts become; `VALUESTORY_RECORD=1` writes it anew."""
    covered = []
    for name in EVERY:
        chart, added = gallery.get(name)
        kind = kind_of(chart if isinstance(chart, dict) else chart.to_dict())
        covered.append(Covered(name, kind, added.tier, added.reason))
    page = coverage_page(covered)
    if os.environ.get("VALUESTORY_RECORD"):
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == page, "docs/chart-coverage.md is stale: make golden"


def test_the_whole_gallery_is_a_valid_deck(gallery: Gallery, tmp_path: Path) -> None:
    """Microsoft's validator and the structural checks find nothing in a deck that holds every chart of the gallery."""
    for name in SINGLE:
        gallery.get(name)
    path = tmp_path / "gallery.pptx"
    gallery.deck.presentation.save(path)
    assert_valid_deck(path)


@pytest.mark.parametrize(
    ("path", "attribute", "value"),
    [
        ("//c:barChart/c:ser[1]/c:val//c:pt[2]/c:v", None, "44.5"),
        ("//c:barChart/c:gapWidth", "val", "40"),
        ("//c:valAx/c:scaling/c:max", "val", "70.0"),
        ("//c:barChart/c:ser/c:spPr/a:solidFill/*", "val", "accent2"),
        ("//c:catAx/c:scaling/c:orientation", "val", "maxMin"),
        ("//c:plotArea/c:layout//c:w", "val", "0.9"),
        ("//c:cat//c:pt[1]/c:v", None, "2024Q1"),
        ("//c:dLbls/c:numFmt", "formatCode", "0"),
    ],
)
def test_the_oracle_notices_a_wrong_chart(path: str, attribute: str | None, value: str) -> None:
    """A wrong value, gap, axis, colour, order, place, category or label format does not get past the oracle."""
    import altair as alt
    from tests.unit.charts.chart_gallery import ACCENT, quarters

    base = alt.Chart(quarters()).encode(x="quarter:N", y="value:Q", text=alt.Text("value:Q", format=".1f"))
    chart = base.mark_bar(color=ACCENT) + base.mark_text(dy=-8)
    added = ChartDeck().add(chart, theme=THEME)
    assert differences(added.shape, chart, SIZE, THEME) == []
    root: Any = xml(added)
    node = root.xpath(path, namespaces=NS)[0]
    if attribute is None:
        node.text = value
    else:
        node.set(attribute, value)
    added.shape.chart.part._element = added.shape.chart.part.load(
        added.shape.chart.part.partname, "", added.shape.part.package, etree.tostring(root)
    )._element
    assert differences(added.shape, chart, SIZE, THEME)


def test_line_oracle_notices_a_lost_gap() -> None:
    """A line drawn over a missing value does not get past the oracle."""
    chart = NATIVE["line_nan_gap"]()
    added = ChartDeck().add(chart)
    part = added.shape.chart.part
    part._element.find(f".//{{{NS['c']}}}dispBlanksAs").set("val", "span")
    assert differences(added.shape, chart, SIZE)


def test_the_oracle_notices_ticks_of_no_length() -> None:
    """Ticks are error bars as short as they are thick: of no length, nobody sees them."""
    chart = EVERY["bullet_upright_with_labels"]()
    added = ChartDeck().add(chart, theme=THEME)
    assert differences(added.shape, chart, SIZE, THEME, added.reason) == []
    added.shape.chart.part._element.find(f".//{{{NS['c']}}}errBars/{{{NS['c']}}}val").set("val", "0")
    found = differences(added.shape, chart, SIZE, THEME, added.reason)
    assert [each.split(":")[0] for each in found if each.endswith("is missing")] == ["bars"] * 4
