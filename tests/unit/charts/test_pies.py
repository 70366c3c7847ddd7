"""Arcs around one whole become native pies and doughnuts that say what Vega draws; other arcs do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.unit.charts.deck_of_charts import NS, SIZE, THEME, ChartDeck, each_once, find, sheet, xml
from tests.unit.charts.gallery_of_pies import NO_PIES, PIES, shares
from tests.unit.charts.oracle import differences
from tests.validation import assert_valid_deck

from valuestory.deck.charts import AddedChart


@pytest.fixture(scope="module")
def added() -> dict[str, tuple[Any, AddedChart]]:
    """One deck with every pie of the gallery, each made once."""
    return each_once(PIES)


@pytest.mark.parametrize("name", PIES)
def test_a_pie_is_native_and_says_what_vega_draws(added: dict[str, tuple[Any, AddedChart]], name: str) -> None:
    """Every slice begins and ends where Vega's does, in its colours; hole, labels, legend and title too."""
    chart, made = added[name]
    assert made.tier == "native", made.reason
    assert differences(made.shape, chart, SIZE, THEME, made.reason) == []
    header, *rows = sheet(made)
    assert len(header) == 2
    assert all(header)
    names, values = ([str(each) for each in find(made, f"//c:{what}//c:v/text()")] for what in ("cat", "val"))
    assert rows == [[name, pytest.approx(float(value))] for name, value in zip(names, values, strict=True)]


@pytest.mark.parametrize("name", NO_PIES)
def test_arcs_that_are_no_parts_of_one_ring_go_to_the_next_tier(name: str) -> None:
    """Radii that differ, gaps, two texts in the hole, no value and two rings are refused, with the reason."""
    made = ChartDeck().add(NO_PIES[name](), theme=THEME)
    assert made.tier != "native"
    assert "unforeseen" not in made.reason
    assert any(word in made.reason for word in ("arc", "ring", "hole"))


def test_what_closes_a_half_circle_is_no_value() -> None:
    """Shares of 0.62, 0.29 and 0.09 fill half a circle: a slice of 1.0 is not seen, listed or plotted."""
    made = ChartDeck().add(PIES["pie_half"](), theme=THEME)
    assert [row[1] for row in sheet(made)[1:]] == [0.29, 0.09, 0.62, 1.0]
    assert sorted(each.value for each in made.points) == [0.09, 0.29, 0.62]
    assert find(made, "//c:legendEntry/c:idx/@val") == ["3"]
    assert len(find(made, "//c:dPt[c:idx/@val='3']/c:spPr/a:noFill")) == 1


def test_slices_carry_their_facts() -> None:
    """Each share is a plotted value under its name, with its fact."""
    made = ChartDeck().add(PIES["doughnut_plain"]())
    expected = {("share", row.way, row.share, row.fact) for row in shares().itertuples()}
    assert {(each.series, each.category, each.value, each.fact) for each in made.points} == expected


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("//c:firstSliceAng/@val", "90"),
        ("//c:holeSize/@val", "30"),
        ("//c:val//c:pt[2]/c:v", "0.5"),
        ("//c:dPt[1]/c:spPr/a:solidFill/*/@val", "accent5"),
        ("//c:dLbls/c:numFmt/@formatCode", "0.0%"),
        ("//c:cat//c:pt[1]/c:v", "Other"),
        ("//c:plotArea/c:layout//c:y/@val", "0.3"),
    ],
)
def test_the_oracle_notices_a_wrong_pie(path: str, value: str) -> None:
    """A wrong angle, hole, value, colour, format, name or place does not get past the oracle."""
    chart = PIES["doughnut_labelled"]()
    made = ChartDeck().add(chart, theme=THEME)
    root: Any = xml(made)
    node, _, attribute = path.partition("/@")
    found = root.xpath(node, namespaces=NS)[0]
    if attribute:
        found.set(attribute, value)
    else:
        found.text = value
    part = made.shape.chart.part
    part._element = part.load(part.partname, "", part.package, etree.tostring(root))._element
    assert differences(made.shape, chart, SIZE, THEME, made.reason)


def test_the_pies_are_a_valid_deck(added: dict[str, tuple[Any, AddedChart]], tmp_path: Path) -> None:
    """Microsoft's validator and the structural checks find nothing in a deck of all pies."""
    path = tmp_path / "pies.pptx"
    next(iter(added.values()))[1].shape.part.package.presentation_part.presentation.save(path)
    assert_valid_deck(path)
