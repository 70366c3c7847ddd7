"""What `add_chart` promises beside the drawing itself: facts, names, theme, placeholders, workbook, errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Pt
from tests.unit.charts.chart_gallery import ACCENT, GREY, INK, NATIVE, PICTURE, RULE, frame, grid, quarters
from tests.unit.charts.deck_of_charts import NS, THEME, ChartDeck, find, sheet
from tests.unit.charts.gallery_of_intervals import lollipop_of_both_signs
from tests.unit.charts.shapes_gallery import DENSE
from tests.validation import assert_valid_deck

from valuestory.deck import add_chart
from valuestory.deck.charts import PlottedValue, add_chart_to_placeholder
from valuestory.deck.charts.add import native_model
from valuestory.deck.charts.evaluated import vega
from valuestory.deck.charts.refusal import Refusal
from valuestory.errors import DeckError


def test_every_plotted_value_carries_its_fact() -> None:
    """Rows with a column `fact` come back as plotted values with the fact's id, exact."""
    added = ChartDeck().add(NATIVE["column_grouped"]())
    rows = grid()
    expected = {(row.region, row.quarter, row.value, row.fact) for row in rows.itertuples()}
    assert {(each.series, each.category, each.value, each.fact) for each in added.points} == expected
    assert len(added.points) == len(rows)


def test_stacked_values_are_the_rows_own_not_ends_of_the_stack() -> None:
    """0.1 on 0.2 stays 0.1 and 0.2: a stack's ends, subtracted, would not."""
    data = frame(k=["x", "x", "x"], s=["a", "b", "c"], v=[0.1, 0.2, 0.3])
    added = ChartDeck().add(alt.Chart(data).mark_bar().encode(x="k:N", y="v:Q", color="s:N"))
    assert {each.value for each in added.points} == {0.1, 0.2, 0.3}


def test_lines_points_and_rules_carry_facts_too() -> None:
    """A line's values and a constant line have their facts; the constant line counts once."""
    rule = alt.Chart(frame(goal=[50], fact=["goal@2026Q2"])).mark_rule().encode(y="goal:Q")
    added = ChartDeck().add(alt.Chart(quarters()).mark_line().encode(x="quarter:O", y="value:Q") + rule)
    assert [each.fact for each in added.points[:6]] == list(quarters().fact)
    assert added.points[6:] == (PlottedValue("goal", "", 50.0, "goal@2026Q2"),)


def test_a_waterfalls_base_is_no_plotted_value() -> None:
    """What holds a floating bar up is in the workbook, and in no list of plotted values."""
    added = ChartDeck().add(NATIVE["waterfall"]())
    assert [each.fact for each in added.points] == [f"bridge.{index}" for index in range(5)]
    assert [each.value for each in added.points] == [420, 86, 54, 150, 410]
    assert sheet(added)[0][1] == "(base)"


def test_colours_of_the_theme_are_written_as_the_theme() -> None:
    """A fill that is accent 1 follows the theme; another stays what it is; text in ink is the theme's text colour."""
    color = alt.condition("datum.quarter == '2026Q2'", alt.value(ACCENT), alt.value("#123456"))
    base = alt.Chart(quarters()).encode(x="quarter:O", y="value:Q", text="value:Q")
    added = ChartDeck().add(base.mark_bar().encode(color=color) + base.mark_text(dy=-8, color=INK), theme=THEME)
    assert {each.get("val") for each in find(added, "//c:ser//c:spPr/a:solidFill/a:schemeClr")} == {"accent1"}
    assert {each.get("val") for each in find(added, "//c:ser//c:spPr/a:solidFill/a:srgbClr")} == {"123456"}
    assert {each.get("val") for each in find(added, "//c:dLbls//a:defRPr/a:solidFill/*")} == {"tx1"}


def test_without_a_theme_colours_are_plain() -> None:
    """No theme, no theme colours."""
    added = ChartDeck().add(NATIVE["column_highlight_condition"]())
    assert find(added, "//a:schemeClr") == []


def test_prior_year_keeps_its_outline() -> None:
    """The prior year's pale bars keep their grey outline of 0.75 pt (9,525 EMU)."""
    added = ChartDeck().add(NATIVE["column_outlined_prior_year"](), theme=THEME)
    prior = find(added, "//c:ser[1]/c:spPr")[0]
    assert prior.xpath("string(a:solidFill/*/@val)", namespaces=NS) == "accent6"
    assert prior.xpath("string(a:ln/a:solidFill/*/@val)", namespaces=NS) == "accent2"
    assert prior.xpath("string(a:ln/@w)", namespaces=NS) == "9525"
    assert (THEME.color("accent6"), THEME.color("accent2")) == (RULE, GREY)


def test_a_pixel_is_a_point_and_grows_with_the_slide() -> None:
    """14 px is 14 pt on a slide 7.5 inches high and 28 pt on one twice as large."""
    for times, expected in ((1, "1400"), (2, "2800")):
        deck = ChartDeck()
        deck.presentation.slide_width, deck.presentation.slide_height = times * 12_192_000, times * 6_858_000
        added = deck.add(NATIVE["column_percent_axis"]())
        assert {each.get("sz") for each in find(added, "//c:valAx/c:txPr//a:defRPr")} == {expected}


def test_text_is_in_the_themes_body_font() -> None:
    """Whatever font the notebook had, all text is in the theme's body font."""
    added = ChartDeck().add(NATIVE["column_own_title"]())
    assert {each.get("typeface") for each in find(added, "//a:latin")} == {"+mn-lt"}


def test_house_rules_of_every_native_chart() -> None:
    """No title of its own, square corners, gaps for missing values, small positive axis ids."""
    added = ChartDeck().add(NATIVE["line_nan_gap"]())
    assert find(added, "//c:autoTitleDeleted/@val") == ["1"]
    assert find(added, "//c:roundedCorners/@val") == ["0"]
    assert find(added, "//c:dispBlanksAs/@val") == ["gap"]
    assert all(0 < int(each) < 2**31 for each in find(added, "//c:axId/@val"))
    assert len(find(added, "//c:ser/c:val//c:pt")) == 5


def test_a_hidden_value_axis_is_hidden() -> None:
    """`axis(None)` takes the axis away and keeps its ends, so that bars keep their lengths."""
    added = ChartDeck().add(NATIVE["column_labels_hidden_axis"]())
    assert find(added, "//c:valAx/c:delete/@val") == ["1"]
    assert find(added, "//c:valAx/c:scaling/c:min/@val") == ["0.0"]


def test_only_the_last_point_has_a_marker_and_a_label() -> None:
    """A layer of points and texts on the last quarter marks and labels that quarter only."""
    added = ChartDeck().add(NATIVE["line_last_point_and_label"]())
    for series in find(added, "//c:ser"):
        assert series.xpath("string(c:marker/c:symbol/@val)", namespaces=NS) == "none"
        assert series.xpath("c:dPt/c:idx/@val", namespaces=NS) == ["3"]
        assert series.xpath("c:dLbls/c:dLbl[c:delete]/c:idx/@val", namespaces=NS) == ["0", "1", "2"]


def test_texts_that_look_like_formulas_stay_texts() -> None:
    """=1+1, +cmd, -x and @y are categories in the workbook, not formulas."""
    rows = sheet(ChartDeck().add(NATIVE["column_awkward_texts"]()))
    assert [row[0] for row in rows[1:]] == ["=1+1", "+cmd", "-x", "@y", "<b>&\"'", "a, b; c"]


def test_shares_keep_their_format_in_the_workbook() -> None:
    """Cells carry the labels' format; a normalised stack's raw values do not become per cent."""
    assert set(find(ChartDeck().add(NATIVE["bar_labels_sorted"]()), "//c:val//c:formatCode/text()")) == {"0.0%"}
    assert set(find(ChartDeck().add(NATIVE["column_normalised"]()), "//c:val//c:formatCode/text()")) == {"General"}


def test_the_same_chart_gives_the_same_bytes() -> None:
    """Chart part and workbook do not depend on when they were written."""
    parts = [ChartDeck().add(NATIVE["column_grouped_labels"](), theme=THEME).shape.chart.part for _ in range(2)]
    assert parts[0].blob == parts[1].blob
    assert parts[0].chart_workbook.xlsx_part.blob == parts[1].chart_workbook.xlsx_part.blob


def test_name_and_alt_text_are_the_shapes() -> None:
    """The selection pane shows the name, a screen reader reads the alt text; for shapes and pictures too."""
    for make in (NATIVE["column_plain"], PICTURE["heatmap"], DENSE["an_image"]):
        added = ChartDeck().add(make(), name="vs:chart", alt="Answers rose to 58.8 thousand")
        assert added.shape.name == "vs:chart"
        assert added.shape._element.xpath("(.//p:cNvPr)[1]/@descr") == ["Answers rose to 58.8 thousand"]


@pytest.mark.parametrize("version", ["5.20.1", "6.1.0"])
def test_vega_lite_dictionaries_of_both_versions(version: str) -> None:
    """Version 5 and version 6 dictionaries become the same chart."""
    spec: dict[str, Any] = {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{version}.json",
        "data": {"values": [{"k": "a", "v": 1, "fact": "f.a"}, {"k": "b", "v": 2.5}]},
        "mark": "bar",
        "encoding": {"x": {"field": "k", "type": "nominal"}, "y": {"field": "v", "type": "quantitative"}},
    }
    added = ChartDeck().add(spec)
    assert added.points == (PlottedValue("v", "a", 1.0, "f.a"), PlottedValue("v", "b", 2.5, None))


@pytest.mark.parametrize("strange", ["bell \x07", "feed \x0c", "half a pair \ud83d", "no character \uffff"])
def test_characters_that_no_file_may_hold_are_left_out(strange: str) -> None:
    """Vega's converter ends the whole process at such a character; here the chart is drawn without it."""
    spec = {
        "data": {"values": [{"k": strange, "v": 1}, {"k": "plain", "v": 2}]},
        "mark": "bar",
        "encoding": {"x": {"field": "k", "type": "nominal", "sort": None}, "y": {"field": "v", "type": "quantitative"}},
    }
    added = ChartDeck().add(spec)
    assert [each.category for each in added.points] == [strange[:-1], "plain"]


def test_a_chart_in_a_content_placeholder_keeps_the_placeholder(tmp_path: Path) -> None:
    """The graphic frame is the placeholder still: same index, same box, and PowerPoint's form of it."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Answers rose"
    holder = slide.placeholders[1]
    box = (holder.left, holder.top, holder.width, holder.height)
    added = add_chart_to_placeholder(holder, NATIVE["column_plain"](), name="chart", alt="Answers by quarter")
    assert added.tier == "native"
    assert added.shape._element.xpath(".//p:ph/@idx") == ["1"]
    assert (added.shape.left, added.shape.top, added.shape.width, added.shape.height) == box
    assert [each.placeholder_format.idx for each in slide.placeholders] == [0, 1]
    deck.save(tmp_path / "placeholder.pptx")
    assert_valid_deck(tmp_path / "placeholder.pptx")
    again = Presentation(tmp_path / "placeholder.pptx").slides[0]
    assert again.placeholders[1].has_chart


def test_a_picture_in_a_content_placeholder_keeps_it_too(tmp_path: Path) -> None:
    """A chart that becomes a picture fills the placeholder as a picture does, uncropped."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Images"
    added = add_chart_to_placeholder(slide.placeholders[1], DENSE["an_image"](), alt="Values by region and quarter")
    assert added.tier == "picture"
    assert added.shape._element.xpath(".//p:ph/@idx") == ["1"]
    deck.save(tmp_path / "picture.pptx")
    assert_valid_deck(tmp_path / "picture.pptx")


def test_a_text_placeholder_gives_its_box_to_the_chart(tmp_path: Path) -> None:
    """A text placeholder cannot hold a chart: the chart takes its box and the placeholder goes."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[3])
    slide.shapes.title.text = "Answers rose"
    holder = slide.placeholders[1]
    holder._element.xpath(".//p:ph")[0].set("type", "body")
    box = (holder.left, holder.top, holder.width, holder.height)
    added = add_chart_to_placeholder(holder, NATIVE["column_plain"](), alt="Answers by quarter")
    assert added.shape._element.xpath(".//p:ph") == []
    assert (added.shape.left, added.shape.top, added.shape.width, added.shape.height) == box
    assert 1 not in [each.placeholder_format.idx for each in slide.placeholders]


def test_facets_keep_their_proportions() -> None:
    """Views side by side as shapes are not fitted: the drawing keeps its proportions in the middle of the box."""
    added = ChartDeck().add(PICTURE["side_by_side_with_a_heatmap"]())
    left, width = added.shape.left, added.shape.width
    assert added.shape.height == Pt(320)
    assert width < Pt(600)
    assert left - Pt(60) == pytest.approx(Pt(60 + 600) - (left + width), abs=2)


@pytest.mark.parametrize(
    ("look", "reason", "alone"),
    [
        ({"color": alt.Color("value:Q")}, "colours of a continuous scale have no native legend", True),
        ({"color": alt.value("legend")}, "the colour legend is not known", False),
    ],
)
def test_a_legend_is_drawn_beside_only_where_it_alone_is_in_the_way(
    look: dict[str, Any], reason: str, alone: bool
) -> None:
    """What decides is what is refused, not how the reason is worded: a colour called legend is none."""
    chart = alt.Chart(quarters()).mark_bar().encode(x="quarter:N", y="value:Q", **look)
    refused = native_model(chart.to_dict(), 600, 320)
    assert isinstance(refused, Refusal)
    assert (refused.reason, refused.legend) == (reason, alone)
    assert (ChartDeck().add(chart).tier == "native") == alone


@pytest.mark.parametrize("corner", ["cornerRadius", "cornerRadiusTopLeft", "cornerRadiusEnd"])
def test_round_corners_are_owned_up_to(corner: str) -> None:
    """PowerPoint's bars have square corners, whichever of Vega's are round."""
    chart = alt.Chart(quarters()).mark_bar(**{corner: 6}).encode(x="quarter:N", y=alt.Y("value:Q").stack(None))
    added = ChartDeck().add(chart)
    assert (added.tier, added.reason) == ("native", "rounded corners are drawn square")


@pytest.mark.parametrize(
    ("rows", "words"), [(0, "there is nothing to draw"), (13, "13 panels are more than the 12 native charts")]
)
def test_a_grid_says_why_it_is_none(rows: int, words: str) -> None:
    """No panel is nothing to draw, not too many; thirteen are one more than a group can have."""
    values = [{"k": "a", "p": at, "v": at} for at in range(rows)]
    chart = alt.Chart(alt.Data(values=values)).mark_bar().encode(x="k:N", y="v:Q", facet=alt.Facet("p:N", columns=5))
    assert words in ChartDeck().add(chart).reason


_ENDS = {"x": {"field": "a", "type": "quantitative"}, "y": {"field": "b", "type": "quantitative"}}


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("address", ["http://127.0.0.1:9/rows.json", "file:///rows.json", "rows.csv"])
def test_data_by_an_address_is_refused(address: str, inside: bool) -> None:
    """An address on the net, a file's and a relative one: none is fetched, and none becomes an empty chart."""
    chart: dict[str, Any] = {"data": {"url": address}, "mark": "point", "encoding": _ENDS}
    lookup = {"lookup": "a", "from": {"data": {"url": address}, "key": "a", "fields": ["b"]}}
    joined = {"data": {"values": [{"a": 1}]}, "transform": [lookup], "mark": "point", "encoding": _ENDS}
    with pytest.raises(DeckError, match="nothing is fetched") as caught:
        ChartDeck().add({"hconcat": [joined]} if inside else chart)
    assert address in caught.value.what
    assert caught.value.do.startswith("put its rows inside")


class Listener:
    """A process that closes whatever connects to it and says so: Vega holds this one while it waits."""

    _CODE = (
        "import socket; server = socket.create_server(('127.0.0.1', 0)); print(server.getsockname()[1], flush=True)\n"
        "while True: server.accept()[0].close(); print('asked', flush=True)"
    )

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-ISc", self._CODE], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._said = self._process.stdout
        self.address = f"http://127.0.0.1:{int(self._said.readline())}"

    def heard(self) -> str:
        """Stop listening and return what was heard."""
        self._process.kill()
        self._process.wait()
        with self._said:
            return self._said.read()


def test_no_image_is_fetched() -> None:
    """An image by an address is refused, and the server that it names hears nothing."""
    listener = Listener()
    rows = [{"a": 1, "b": 2, "u": f"{listener.address}/dot.png"}]
    image = {"type": "image", "width": 20, "height": 20}
    chart = {"data": {"values": rows}, "mark": image, "encoding": _ENDS | {"url": {"field": "u", "type": "nominal"}}}
    try:
        with pytest.raises(DeckError, match="nothing is fetched"):
            ChartDeck().add(chart)
    finally:
        heard = listener.heard()
    assert heard == ""


def test_vega_itself_is_allowed_no_address() -> None:
    """Should a chart's address get past the first look, Vega refuses it and the server hears nothing."""
    listener = Listener()
    asked = vega.compile_chart({"data": {"url": f"{listener.address}/a.json"}, "mark": "point", "encoding": _ENDS})
    try:
        for run in (vega.scenegraph, vega.to_svg, lambda chart: vega.to_png(chart, 1.0)):
            with pytest.raises(ValueError, match="not allowed"):
                run(asked)
    finally:
        heard = listener.heard()
    assert heard == ""


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (42, "is not a chart"),
        ({"data": {"values": []}}, "is not a Vega-Lite chart"),
        ({"marks": [], "$schema": "https://vega.github.io/schema/vega/v5.json"}, "is not a Vega-Lite chart"),
        ({"mark": "nonsense", "data": {"values": [{"a": 1}]}, "encoding": {}}, "cannot be drawn"),
    ],
)
def test_what_is_no_chart_is_named(chart: Any, words: str) -> None:
    """What cannot be a chart is one clear error, and the slide stays as it was."""
    deck = ChartDeck()
    with pytest.raises(DeckError, match=words) as caught:
        deck.add(chart)
    assert caught.value.do
    assert len(deck.presentation.slides[0].shapes) == 0


def test_add_chart_is_the_decks_own() -> None:
    """`valuestory.deck` offers it."""
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    assert add_chart(slide, NATIVE["column_plain"](), 0, 0, Pt(400), Pt(250)).tier == "native"


def test_dates_are_days_in_the_workbook() -> None:
    """A line over months has Excel's day numbers (45658 is 1 January 2025) on a date axis."""
    data = pd.DataFrame({"date": pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01"]), "v": [1, 2, 3]})
    chart = alt.Chart(data).mark_line().encode(x=alt.X("date:T").axis(format="%b %Y"), y="v:Q")
    added = ChartDeck().add(chart)
    assert [row[0] for row in sheet(added)[1:]] == [45658.0, 45689.0, 45717.0]
    assert find(added, "//c:dateAx/c:numFmt/@formatCode") == ["[$-409]mmm yyyy"]
    assert find(added, "//c:dateAx/c:baseTimeUnit/@val") == ["days"]


def test_altair_is_not_imported_by_the_deck_room() -> None:
    """A chart is taken by its `to_dict()`: nobody needs Altair to export a notebook."""
    import subprocess
    import sys

    code = "import sys, valuestory.deck.charts; sys.exit('altair' in sys.modules or 'vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_shapes_in_a_placeholder_take_its_box() -> None:
    """A group cannot be a placeholder: it takes its box, and the placeholder goes."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    holder = slide.placeholders[1]
    box = (holder.left, holder.top, holder.width, holder.height)
    added = add_chart_to_placeholder(holder, PICTURE["heatmap"]())
    assert added.tier == "shapes"
    assert (added.shape.left, added.shape.top, added.shape.width, added.shape.height) == box
    assert [each.placeholder_format.idx for each in slide.placeholders] == [0]


def test_texts_of_shapes_are_text_boxes_that_neither_wrap_nor_shrink() -> None:
    """Each text is a box of its own in the theme's font, on one line, at the size that the notebook has."""
    added = ChartDeck().add(PICTURE["heatmap"](), theme=THEME)
    boxes = [each for each in added.shape._element.xpath(".//p:sp") if each.xpath(".//a:t")]
    assert {"2025Q1", "EMEA", "region"} <= {each.xpath("string(.//a:t)") for each in boxes}
    assert all(each.xpath("./p:nvSpPr/p:cNvSpPr/@txBox") == ["1"] for each in boxes)
    assert all(each.xpath(".//a:bodyPr/@wrap") == ["none"] and each.xpath(".//a:noAutofit") for each in boxes)
    assert {each.get("typeface") for each in added.shape._element.xpath(".//a:latin")} == {"+mn-lt"}
    assert {each.get("sz") for each in added.shape._element.xpath(".//a:rPr")} == {"1000", "1100"}


def test_every_shape_has_an_id_and_a_name_of_its_own() -> None:
    """Two drawings on one slide: no id and no name twice; axes, legends and marks are groups that say what they are."""
    deck = ChartDeck()
    slide = deck.presentation.slides.add_slide(deck.presentation.slide_layouts[6])
    for _ in range(2):
        add_chart(slide, PICTURE["heatmap"](), 0, 0, Pt(400), Pt(250))
    for path in ("//p:cNvPr/@id", "//p:cNvPr/@name"):
        found = slide.shapes._spTree.xpath(path)
        assert len(found) == len(set(found)) > 90
    names = slide.shapes._spTree.xpath("./p:grpSp[1]//p:cNvPr/@name")
    assert {"axis", "legend", "rectangle marks"} <= {each.rsplit(" ", 1)[0] for each in names}
    assert any(each.endswith(": quarter: 2025Q1; region: EMEA; value: 10") for each in names)


def test_colours_of_the_theme_are_the_themes_in_shapes_too() -> None:
    """A fill that is accent 1 follows the theme, another stays what it is."""
    color = alt.Color("region:N").scale(range=[ACCENT, "#123456", GREY])
    added = ChartDeck().add(alt.Chart(grid()).mark_rect().encode(x="quarter:N", y="region:N", color=color), theme=THEME)
    fills = "./p:grpSp/p:sp/p:spPr/a:solidFill/*/@val"
    assert {"accent1", "123456", "accent2"} <= set(added.shape._element.xpath(fills))


def test_a_point_of_another_colour_keeps_it_in_libreoffice() -> None:
    """It colours a symbol by the line that leads there: where none does, an unseen one of the symbol's colour."""
    added = ChartDeck().add(lollipop_of_both_signs(), theme=THEME)
    marker = find(added, "//c:lineChart//c:dPt/c:marker/c:spPr/a:solidFill/*/@val")
    line = find(added, "//c:lineChart//c:dPt/c:spPr/a:ln/a:solidFill/*/@val")
    assert marker == line
    assert find(added, "//c:lineChart//c:dPt/c:spPr/a:ln//a:alpha/@val") == ["0"] * len(line)
