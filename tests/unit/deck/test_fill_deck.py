"""A designer's file filled with plain values: what was drawn stays, what was written between braces is filled."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.util import Inches
from python_calamine import CalamineWorkbook
from tests.unit.deck.designed_template import (
    RED,
    add_chart,
    add_group,
    add_place,
    add_runs,
    add_slide,
    add_table,
    new_file,
    picture,
    saved,
    shapes,
)
from tests.validation import assert_valid_deck, faults, validator_errors

from valuestory.deck import fill_deck
from valuestory.deck.designed.fill_deck import FilledDeck
from valuestory.deck.file.evidence import read_evidence
from valuestory.errors import DeckError, StoryError, TemplateError, UnknownFactError, ValueStoryError
from valuestory.slides.facts import Fact

REVENUE = Fact("revenue", 4_000_000, "money", "Revenue", low=3_000_000, high=5_000_000)
VALUES: dict[str, Any] = {
    "company": "Acme & Sons",
    "revenue": REVENUE,
    "growth": 0.123,
    "closed_on": date(2026, 6, 30),
    "unknown_yet": None,
    "trend": pd.DataFrame({"month": ["=Jan", "+Feb", "@Mar"], "South": [0.1, 0.2, 0.3], "North": [0.3, None, 0.1]}),
    "regions": pd.DataFrame({"region": ["-EMEA", "Americas", "Asia"], "sales": [5e6, 1.25e6, None]}),
    "plain": [{"What": "cases", "How many": 41_832}, {"What": "visits", "How many": 12}],
    "wide": [{"m": "May", "Cost": 1, "Revenue": 2, "Share": 0.5, "Goal": 0.6}],
    "logo": picture(),
    "parts": [
        {"part": "North", "share": 0.61, "months": [{"m": "May", "North": 0.5, "South": 0.2}]},
        {"part": "South", "share": None, "months": [{"m": "May", "North": 0.5, "South": 0.2}]},
        {"part": "West", "share": 0.39, "months": [{"m": "Jun", "North": 0.7, "South": 0.1}]},
    ],
}


def _template() -> Any:
    deck = new_file()
    first = add_slide(deck, "{{ company }} in figures", "vs:slide id=overview\nSay that {{ revenue | money }} came in.")
    add_runs(first, "Re", "venue: {{ rev", "enue | mon", "ey }}, up {{ growth | share }}", "{{ empty }}", name="split")
    add_runs(first, "{{ closed_on | date }}", name="split", box=(Inches(8), Inches(6.4), Inches(4), Inches(0.8)))
    add_table(first, [["Region", "Sales"], ["{{ region }}", "{{ sales | money }}"], ["All", "{{ revenue }}"]],
              name="vs:regions")  # fmt: skip
    chart = add_chart(first, name="vs:trend").chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "How {{ company }} grew"
    add_group(first, "grew by {{ growth | share }}", name="together")
    add_place(first, name="vs:logo")
    second = add_slide(deck, "{{ part }}", "vs:slide id=part repeat=parts\nAbout {{ part }}: {{ share | share }}")
    add_chart(second, name="vs:months")
    add_slide(deck, "Thank you")
    add_slide(deck, "{{ unknown_yet | money }} is not known")
    third = add_slide(deck, "Plain tables")
    add_table(third, [["How many", "What"], ["0", "dummy"], ["0", "dummy"], ["0", "dummy"]], name="vs:plain")
    add_chart(third, name="Sketch")  # nobody bound it: it stays
    _combination(add_slide(deck, "Wider than drawn", "vs:slide grow"), name="vs:wide")
    return deck


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The designer's file."""
    return saved(_template(), tmp_path_factory.mktemp("designed") / "designed.pptx")


@pytest.fixture(scope="module")
def filled(template: Path) -> FilledDeck:
    """The same filled."""
    return fill_deck(template, VALUES | {"empty": ""}, template.with_name("filled.pptx"))


@pytest.fixture(scope="module")
def slides(filled: FilledDeck) -> list[Any]:
    """Its slides."""
    return list(Presentation(str(filled.path)).slides)


def test_the_filled_file_is_valid(filled: FilledDeck) -> None:
    """Neither Microsoft's validator nor the structural checks find a fault, an orphan or a brace."""
    assert filled.problems == ()
    assert_valid_deck(filled.path)


def test_the_workbook_behind_a_chart_is_valid(slides: list[Any], validator: Path, tmp_path: Path) -> None:
    """Excel opens it at *Edit Data*; Microsoft's validator, which knows its kind too, finds no fault."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(shapes(slides[0])["vs:trend"].chart.part.chart_workbook.xlsx_part.blob)
    assert validator_errors(path) == []


def test_the_same_values_give_the_same_bytes(filled: FilledDeck, template: Path, tmp_path: Path) -> None:
    """Nothing asks for the time or for chance."""
    again = fill_deck(template, VALUES | {"empty": ""}, tmp_path / "again.pptx")
    assert again.path.read_bytes() == filled.path.read_bytes()


def test_a_split_tag_takes_the_look_of_its_first_character(slides: list[Any]) -> None:
    """Runs that the tag filled alone are gone, and no run is empty."""
    runs = shapes(slides[0])["split"].text_frame.paragraphs[0].runs
    assert [(run.text, run.font.bold, run.font.size.pt) for run in runs] == [
        ("Re", True, 28),
        ("venue: $4.0\u00a0million", False, 24),
        (", up 12%", False, 16),
    ]
    assert runs[0].font.color.rgb == RED


def test_titles_groups_chart_titles_and_notes_are_filled(slides: list[Any]) -> None:
    """Everywhere that a person may type, and the line for us is gone from the notes."""
    found = shapes(slides[0])
    assert slides[0].shapes.title.text_frame.text == "Acme & Sons in figures"
    assert found["together"].shapes[0].text_frame.text == "grew by 12%"
    assert found["vs:trend"].chart.chart_title.text_frame.text == "How Acme & Sons grew"
    assert slides[0].notes_slide.notes_text_frame.text == "Say that $4.0\u00a0million came in."
    assert found["split (2)"].text_frame.text == "Jun 30, 2026"


def test_a_chart_keeps_its_design_and_gets_new_data(slides: list[Any], template: Path) -> None:
    """Series are matched by name, whatever their order; colours and number format are the designer's."""
    chart, drawn = (shapes(each)["vs:trend"].chart for each in (slides[0], Presentation(str(template)).slides[0]))
    plot = chart.plots[0]
    assert list(plot.categories) == ["=Jan", "+Feb", "@Mar"]
    assert {each.name: list(each.values) for each in plot.series} == {
        "North": [0.3, None, 0.1],
        "South": [0.1, 0.2, 0.3],
    }
    for new, old in zip(plot.series, drawn.plots[0].series, strict=True):
        assert new.name == old.name
        assert new.format.fill.fore_color.rgb == old.format.fill.fore_color.rgb
        assert new._element.findtext(".//{*}val//{*}formatCode") == "0.0%"


def test_the_workbook_holds_the_same_as_the_chart_and_texts_stay_texts(slides: list[Any]) -> None:
    """What begins with = + - or @ is no formula: *Edit Data* shows it as it is."""
    book = shapes(slides[0])["vs:trend"].chart.part.chart_workbook.xlsx_part.blob
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows == [["month", "North", "South"], ["=Jan", 0.3, 0.1], ["+Feb", "", 0.2], ["@Mar", 0.1, 0.3]]
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def test_a_tables_pattern_is_repeated_and_what_is_missing_is_an_empty_cell(slides: list[Any]) -> None:
    """Head and foot stay where they are, each row has an id of its own, and the frame is as high as the rows."""
    frame = shapes(slides[0])["vs:regions"]
    assert [[cell.text for cell in row.cells] for row in frame.table.rows] == [
        ["Region", "Sales"],
        ["-EMEA", "$5.0\u00a0million"],
        ["Americas", "$1.3\u00a0million"],
        ["Asia", ""],
        ["All", "$4.0\u00a0million"],
    ]
    ids = [each.get("val") for each in frame._element.iter("{*}rowId")]
    assert len(ids) == len(set(ids))
    assert frame.height == sum(row.height for row in frame.table.rows)
    assert all(run.font.italic for run in frame.table.cell(2, 0).text_frame.paragraphs[0].runs)


def test_a_table_without_tags_is_matched_by_its_head_and_shrinks(slides: list[Any]) -> None:
    """Three dummy rows become two; the columns stand in the designer's order."""
    table = shapes(slides[4])["vs:plain"].table
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["How many", "What"],
        ["41,832", "cases"],
        ["12", "visits"],
    ]
    assert table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.italic


def test_a_picture_is_whole_and_in_the_middle_of_its_place(slides: list[Any]) -> None:
    """Four times as wide as high, in a place of three inches by one: three by three quarters."""
    logo = shapes(slides[0])["vs:logo"]
    assert (logo.width, logo.height) == (Inches(3), Inches(0.75))
    assert logo.top == Inches(0.2) + Inches(0.125)
    assert (logo.crop_left, logo.crop_top) == (0, 0)
    assert logo._element.nvPicPr.cNvPr.get("descr") == "logo"


def test_a_slide_repeats_for_each_row_with_charts_and_notes_of_its_own(slides: list[Any]) -> None:
    """The slide whose share is not known is left out; the others share neither chart nor workbook nor notes."""
    assert [each.shapes.title.text_frame.text for each in slides[1:3]] == ["North", "West"]
    charts = [shapes(each)["vs:months"].chart for each in slides[1:3]]
    assert [list(each.plots[0].categories) for each in charts] == [["May"], ["Jun"]]
    assert charts[0].part is not charts[1].part
    assert charts[0].part.chart_workbook.xlsx_part is not charts[1].part.chart_workbook.xlsx_part
    assert [each.notes_slide.notes_text_frame.text for each in slides[1:3]] == [
        "About North: 61%",
        "About West: 39%",
    ]
    for slide in slides[1:3]:
        assert slide.notes_slide.part.part_related_by(RT.SLIDE) is slide.part


def test_slides_without_a_value_are_left_out_and_listed(filled: FilledDeck, slides: list[Any]) -> None:
    """With the reason; a slide on which nothing is bound stays, for the file is the deck."""
    assert filled.missing == {
        "part[parts=South]": "share has no value",
        "slide 4": "unknown_yet has no value",
    }
    assert filled.slides == len(slides) == 6
    assert slides[3].shapes.title.text_frame.text == "Thank you"


def test_every_shown_fact_is_in_the_evidence_with_its_place(filled: FilledDeck, slides: list[Any]) -> None:
    """Shape, paragraph, run, and first character of the paragraph lead to the very text."""
    evidence = read_evidence(filled.path)
    assert [fact.id for fact in evidence.facts] == ["revenue"]
    assert [(each.shape, each.text, each.run, each.start, each.cell) for each in evidence.shown] == [
        ("split", "$4.0\u00a0million", 1, 9, None),
        ("vs:regions", "$4.0\u00a0million", 0, 0, (4, 1)),
        ("notes", "$4.0\u00a0million", 0, 9, None),
    ]
    paragraph = shapes(slides[0])["split"].text_frame.paragraphs[0]
    assert paragraph.text[9:].startswith("$4.0\u00a0million")
    assert paragraph.text in [each.text for each in evidence.said]


def _one(tmp_path: Path, draw: Any, values: dict[str, Any], notes: str = "") -> Path:
    """Return a file of one slide that was drawn and filled."""
    deck = new_file()
    draw(add_slide(deck, "A title", notes))
    return fill_deck(saved(deck, tmp_path / "in.pptx"), values, tmp_path / "out.pptx").path


def _refused(tmp_path: Path, draw: Any, values: dict[str, Any], notes: str = "") -> ValueStoryError:
    """Return why a file of one slide is not filled; nothing is then written."""
    with pytest.raises(ValueStoryError) as caught:
        _one(tmp_path, draw, values, notes)
    assert not (tmp_path / "out.pptx").exists()
    return caught.value


@pytest.mark.parametrize(
    ("text", "kind", "what", "where", "do"),
    [
        ("{{ revenu }}", UnknownFactError, 'no fact "revenu"', 'slide 1, shape "box"', 'did you mean "revenue"'),
        ("{{ revenue + 1 }}", StoryError, "is not a fact reference", 'slide 1, shape "box"', "write {{ name }}"),
        ("{{ revenue | shre }}", StoryError, 'no format "shre"', 'slide 1, shape "box"', 'did you mean "share"'),
        ("{{ revenue | share }}", StoryError, 'cannot be shown as "share"', 'slide 1, shape "box"', "write | money"),
        ("{{ revenue", StoryError, "braces do not match", 'slide 1, shape "box"', "within one paragraph"),
        ("{{ ().__class__ }}", StoryError, "is not a fact reference", 'slide 1, shape "box"', ""),
    ],
)
def test_a_tag_that_cannot_be_filled_names_slide_shape_and_remedy(
    tmp_path: Path, text: str, kind: type, what: str, where: str, do: str
) -> None:
    """Nothing is evaluated, nothing is guessed, and no brace reaches a reader."""
    error = _refused(tmp_path, lambda slide: add_runs(slide, text, name="box"), {"revenue": REVENUE})
    assert isinstance(error, kind)
    assert what in error.what
    assert where in error.where
    assert do in error.do


def test_an_unknown_name_in_a_cell_in_notes_and_of_a_shape_is_located(tmp_path: Path) -> None:
    """Row and column, the notes, the shape."""
    table = _refused(tmp_path, lambda s: add_table(s, [["a"], ["{{ nme }}"]], name="T"), {"name": 1})
    assert table.where == 'in.pptx, slide 1, shape "T", row 2, column 1'
    notes = _refused(tmp_path, lambda s: None, {"name": 1}, "vs:slide id=one\n{{ nme }}")
    assert notes.where == 'in.pptx, slide 1 "one", notes'
    shape = _refused(tmp_path, lambda s: add_chart(s, name="vs:nme"), {"name": 1})
    assert shape.where == 'in.pptx, slide 1, shape "vs:nme"'
    assert "name" in shape.do


def test_two_shapes_of_one_name_are_refused(tmp_path: Path) -> None:
    """Nobody could say which is meant."""

    def draw(slide: Any) -> None:
        add_place(slide, name="vs:logo")
        add_place(slide, name="vs:logo")

    assert "two shapes are called vs:logo" in _refused(tmp_path, draw, {"logo": picture()}).what


def test_alt_text_binds_too_and_the_reader_hears_a_description(tmp_path: Path) -> None:
    """The second way, for programs without a selection pane: the alt text is then written anew."""

    def draw(slide: Any) -> None:
        frame = add_chart(slide, name="Chart 7")
        frame._element.nvGraphicFramePr.cNvPr.set("descr", "vs:trend")

    frame = shapes(Presentation(str(_one(tmp_path, draw, VALUES))).slides[0])["Chart 7"]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "Bar chart: North, South by month"
    assert len(list(frame.chart.plots[0].categories)) == 3


def test_series_are_matched_by_order_where_their_names_are_others(tmp_path: Path) -> None:
    """And the chart then shows the new names."""
    rows = [{"m": "May", "East": 0.4, "West": 0.6}]
    path = _one(tmp_path, lambda slide: add_chart(slide, name="vs:rows"), {"rows": rows})
    series = shapes(Presentation(str(path)).slides[0])["vs:rows"].chart.plots[0].series
    assert [(each.name, list(each.values)) for each in series] == [("East", [0.4]), ("West", [0.6])]


def test_another_count_of_series_is_refused_unless_the_chart_may_grow(tmp_path: Path) -> None:
    """A third series in the look of the second would be taken for it, so it gets the next accent."""
    rows = [{"m": "May", "North": 0.4, "South": 0.6, "East": 0.1}]
    refused = _refused(tmp_path, lambda slide: add_chart(slide, name="vs:rows"), {"rows": rows})
    assert "has 2 series (North, South), the data 3" in refused.what
    path = _one(tmp_path, lambda slide: add_chart(slide, name="vs:rows"), {"rows": rows}, "vs:slide grow")
    chart = shapes(Presentation(str(path)).slides[0])["vs:rows"].chart
    assert [each.name for each in chart.plots[0].series] == ["North", "South", "East"]
    assert chart.plots[0].series[2]._element.find(".//{*}schemeClr").get("val") == "accent3"


def _combination(slide: Any, name: str = "vs:rows") -> None:
    """Draw columns and a line in one chart, as PowerPoint stores it."""
    frame = add_chart(slide, name=name, series=("Cost", "Revenue"))
    line = add_chart(slide, name="line", kind=XL_CHART_TYPE.LINE, series=("Share", "Other"))
    area, other = (each.chart._chartSpace.find(".//{*}plotArea") for each in (frame, line))
    plot = other.find("{*}lineChart")
    plot.remove(plot.findall("{*}ser")[1])
    plot.find("{*}ser/{*}idx").set("val", "2")
    plot.find("{*}ser/{*}order").set("val", "2")
    bars = area.find("{*}barChart")
    for mine, theirs in zip(plot.findall("{*}axId"), bars.findall("{*}axId"), strict=True):
        mine.set("val", theirs.get("val"))
    bars.addnext(plot)
    slide.part._rels.pop(line._element.chart_rId)
    slide.shapes._spTree.remove(line._element)


def test_a_combination_is_filled_plot_after_plot(tmp_path: Path) -> None:
    """Columns and a line keep their kinds; axis ids are what the validator wants."""
    rows = [{"m": "May", "Share": 0.5, "Revenue": 2, "Cost": 1}, {"m": "Jun", "Share": 0.6, "Revenue": 4, "Cost": 3}]
    path = _one(tmp_path, _combination, {"rows": rows})
    plots = shapes(Presentation(str(path)).slides[0])["vs:rows"].chart.plots
    found = [{each.name: list(each.values) for each in plot.series} for plot in plots]
    assert found == [{"Cost": [1, 3], "Revenue": [2, 4]}, {"Share": [0.5, 0.6]}]
    assert [type(each).__name__ for each in plots] == ["BarPlot", "LinePlot"]


def test_dates_are_dates_in_the_chart_and_in_its_workbook(tmp_path: Path) -> None:
    """30 June 2026 is Excel's day 46,203."""
    rows = pd.DataFrame({"day": pd.to_datetime(["2026-06-30", "2026-07-01"]), "North": [1.0, 2.0], "South": [3.0, 4.0]})
    path = _one(tmp_path, lambda slide: add_chart(slide, name="vs:rows"), {"rows": rows})
    chart = shapes(Presentation(str(path)).slides[0])["vs:rows"].chart
    assert chart._chartSpace.findtext(".//{*}cat//{*}v") == "46203"
    book = chart.part.chart_workbook.xlsx_part.blob
    cell = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1][0]
    assert str(cell).startswith("2026-06-30")


def _linked(slide: Any) -> None:
    part = add_chart(slide, name="vs:trend").chart.part
    rid = part._element.find("{*}externalData").get(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    )
    part._rels.pop(rid)
    new = part.relate_to("file:///C:/secret/plan.xlsx", RT.OLE_OBJECT, is_external=True)
    part._element.find("{*}externalData").set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", new
    )


def _stock(slide: Any) -> None:
    plot = add_chart(slide, name="vs:trend").chart._chartSpace.find(".//{*}barChart")
    plot.tag = plot.tag.replace("barChart", "stockChart")


def _newer(slide: Any) -> None:
    data = add_chart(slide, name="vs:trend")._element.find(".//{*}graphicData")
    data.set("uri", "http://schemas.microsoft.com/office/drawing/2014/chartex")
    data[0].tag = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"


@pytest.mark.parametrize(
    ("draw", "says"),
    [(_linked, "linked file"), (_stock, "a stock chart"), (_newer, "no chart or table whose data")],
)
def test_a_chart_whose_data_cannot_be_set_is_refused(tmp_path: Path, draw: Any, says: str) -> None:
    """A linked workbook is never opened; what has another form of data is not half filled."""
    assert says in _refused(tmp_path, draw, VALUES).what


def test_labels_that_somebody_typed_give_way_to_the_values(tmp_path: Path) -> None:
    """A typed "42 %" beside a new bar would be an old figure."""

    def draw(slide: Any) -> None:
        point = add_chart(slide, name="vs:trend").chart.plots[0].series[0].points[0]
        point.data_label.text_frame.text = "42 %"

    chart = shapes(Presentation(str(_one(tmp_path, draw, VALUES))).slides[0])["vs:trend"].chart
    assert b"42 %" not in etree.tostring(chart._chartSpace)


def test_a_value_beyond_a_fixed_axis_is_reported(tmp_path: Path) -> None:
    """The axis is the designer's; that a bar is cut off is said."""
    deck = new_file()
    frame = add_chart(add_slide(deck, "A title"), name="vs:trend")
    frame.chart.value_axis.maximum_scale = 0.25
    done = fill_deck(saved(deck, tmp_path / "in.pptx"), VALUES, tmp_path / "out.pptx")
    assert [(each.slide, each.shape) for each in done.problems] == [(1, "vs:trend")]
    assert "0.3 lies beyond the axis" in done.problems[0].what


def test_a_table_that_runs_over_the_foot_is_reported(tmp_path: Path) -> None:
    """Forty rows grow past the slide, and the author hears of it."""
    deck = new_file()
    add_table(add_slide(deck, "A title"), [["A"], ["x"]], name="vs:rows")
    done = fill_deck(saved(deck, tmp_path / "in.pptx"), {"rows": [{"A": n} for n in range(40)]}, tmp_path / "out.pptx")
    assert "over the foot" in done.problems[0].what


def test_links_lead_to_the_copies_of_a_slide_and_none_to_a_slide_that_is_gone(tmp_path: Path) -> None:
    """A contents slide links to a repeated slide and to one that is left out; sections follow."""
    deck = new_file()
    contents, part, gone = (add_slide(deck, title) for title in ("Contents", "{{ part }}", "{{ unknown_yet }}"))
    part.notes_slide.notes_text_frame.text = "vs:slide repeat=parts"
    for target, name in ((part, "to part"), (gone, "to gone")):
        add_place(contents, name=name).click_action.target_slide = target
    ids = "".join(f'<p14:sldId id="{each.slide_id}"/>' for each in deck.slides)
    deck.part._element.append(
        etree.fromstring(
            '<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:ext '
            'uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
            'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="All" '
            f'id="{{6A4F0C4E-5A3F-5D1C-8A50-0D2F3E1A9C77}}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section>'
            "</p14:sectionLst></p:ext></p:extLst>"
        )
    )
    done = fill_deck(saved(deck, tmp_path / "in.pptx"), VALUES, tmp_path / "out.pptx")
    written = Presentation(str(done.path))
    links = {each.name: each.click_action for each in written.slides[0].shapes if each.name.startswith("to ")}
    assert links["to part"].target_slide.shapes.title.text_frame.text == "North"
    assert links["to gone"].hyperlink.address is None
    assert links["to gone"].target_slide is None
    listed = [
        int(each.get("id")) for each in written.part._element.iter("{*}sectionLst") for each in each.iter("{*}sldId")
    ]
    assert listed == [each.slide_id for each in written.slides]
    assert faults(done.path) == []


def test_a_line_break_and_a_field_in_the_midst_of_a_tag(tmp_path: Path) -> None:
    """A break that was typed within a tag goes with it; a field within one is no name, and is refused."""

    def broken(slide: Any) -> None:
        paragraph = add_runs(slide, "{{ reve", name="box").text_frame.paragraphs[0]
        paragraph.runs[0].text = "Now {{"
        paragraph.add_line_break()
        paragraph.add_run().text = "revenue }} in all"

    box = shapes(Presentation(str(_one(tmp_path, broken, {"revenue": REVENUE}))).slides[0])["box"]
    assert box.text_frame.text == "Now $4.0\u00a0million in all"

    def field(slide: Any) -> None:
        paragraph = add_runs(slide, "{{ reve", name="box").text_frame.paragraphs[0]._p
        paragraph.append(
            etree.fromstring(
                '<a:fld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" type="slidenum" '
                'id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"><a:rPr/><a:t>3</a:t></a:fld>'
            )
        )
        run = etree.fromstring(
            '<a:r xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:t>nue }}</a:t></a:r>'
        )
        paragraph.append(run)

    (tmp_path / "field").mkdir()
    assert "is not a fact reference" in _refused(tmp_path / "field", field, {"revenue": REVENUE}).what


def test_a_value_of_several_lines_breaks_within_its_look(tmp_path: Path) -> None:
    """And characters that XML forbids do not break the file."""
    path = _one(tmp_path, lambda slide: add_runs(slide, "To {{ address }}", name="box"), {"address": "A\x0b\nB & <C>"})
    box = shapes(Presentation(str(path)).slides[0])["box"].text_frame
    assert box.text == "To A \vB & <C>"
    assert [run.font.bold for run in box.paragraphs[0].runs] == [True, True]


def test_a_template_that_is_its_own_output_or_has_nothing_left_is_refused(template: Path, tmp_path: Path) -> None:
    """Nothing is overwritten, and an empty deck is no deck."""
    with pytest.raises(DeckError, match="overwrite its template"):
        fill_deck(template, VALUES, template)
    deck = new_file()
    add_slide(deck, "{{ unknown_yet }}")
    with pytest.raises(DeckError, match="no slide is left: unknown_yet has no value"):
        fill_deck(saved(deck, tmp_path / "in.pptx"), VALUES, tmp_path / "out.pptx")


def test_a_misspelt_line_in_the_notes_is_refused(tmp_path: Path) -> None:
    """`repaet=parts` would else fill one slide where there should be three."""
    error = _refused(tmp_path, lambda slide: None, VALUES, "vs:slide repaet=parts")
    assert isinstance(error, TemplateError)
    assert 'did you mean "repeat"' in error.do


def test_a_linked_picture_is_no_path_that_is_opened(tmp_path: Path) -> None:
    """A text is never taken for a file's name: only a `Path` or bytes is a picture."""
    error = _refused(tmp_path, lambda slide: add_place(slide, name="vs:logo"), {"logo": [1, 2]})
    assert "list of rows" in error.what
    place = _one(tmp_path, lambda slide: add_place(slide, name="vs:logo"), {"logo": "/etc/hostname"})
    assert shapes(Presentation(str(place)).slides[0])["vs:logo"].text_frame.text == "/etc/hostname"


def test_numbers_are_written_in_the_readers_locale(tmp_path: Path) -> None:
    """In German, with euros."""
    deck = new_file()
    add_runs(add_slide(deck, "A title"), "{{ revenue }}, {{ growth | share }}", name="box")
    source = saved(deck, tmp_path / "in.pptx")
    done = fill_deck(source, VALUES, tmp_path / "out.pptx", locale="de_DE", currency="EUR")
    text = shapes(Presentation(str(done.path)).slides[0])["box"].text_frame.text
    assert text == "4,0\u00a0Millionen\u00a0€, 12\u00a0%"


def test_a_chart_drawn_without_a_workbook_gets_one(tmp_path: Path) -> None:
    """Charts made by programs that leave it out can then be edited."""

    def draw(slide: Any) -> None:
        part = add_chart(slide, name="vs:trend").chart.part
        external = part._element.find("{*}externalData")
        part._element.remove(external)
        for rid in list(part.rels):
            part._rels.pop(rid)

    chart = shapes(Presentation(str(_one(tmp_path, draw, VALUES))).slides[0])["vs:trend"].chart
    assert chart.part.chart_workbook.xlsx_part is not None


def test_a_scatter_chart_takes_its_first_column_as_x(tmp_path: Path) -> None:
    """Two columns of numbers are one series of points."""
    from pptx.chart.data import XyChartData

    def draw(slide: Any) -> None:
        data = XyChartData()
        data.add_series("Points").add_data_point(1, 1)
        frame = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, 0, 0, Inches(4), Inches(3), data)
        frame.name = "vs:points"

    path = _one(tmp_path, draw, {"points": [{"x": 1.5, "y": 2}, {"x": 3, "y": 4.5}]})
    series = shapes(Presentation(str(path)).slides[0])["vs:points"].chart._chartSpace.find(".//{*}ser")
    assert [each.text for each in series.find("{*}xVal").iter("{*}v")] == ["1.5", "3"]
    assert [each.text for each in series.find("{*}yVal").iter("{*}v")] == ["2", "4.5"]


def test_other_sheets_of_a_charts_workbook_are_not_lost_unsaid(tmp_path: Path) -> None:
    """The workbook is made anew; what else it held is named."""
    import xlsxwriter

    deck = new_file()
    frame = add_chart(add_slide(deck, "A title"), name="vs:trend")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("Sheet1")
        book.add_worksheet("Assumptions")
    frame.chart.part.chart_workbook.update_from_xlsx_blob(buffer.getvalue())
    done = fill_deck(saved(deck, tmp_path / "in.pptx"), VALUES, tmp_path / "out.pptx")
    assert [each.what for each in done.problems] == ["the other sheets of the chart's workbook are left out"]


def test_the_example_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/designed-slides.md shows a whole program: it fills a file that was drawn for it."""
    page = (Path(__file__).parents[3] / "docs" / "designed-slides.md").read_text(encoding="utf-8")
    deck = new_file()
    slide = add_slide(deck, "{{ company }}: {{ revenue | money }}, up {{ growth | share }}")
    add_table(slide, [["Region", "Sales"], ["{{ region }}", "{{ sales | money }}"]], name="vs:regions")
    add_chart(slide, name="vs:trend", series=("EMEA", "Americas"))
    saved(deck, tmp_path / "monthly.pptx")
    monkeypatch.chdir(tmp_path)
    exec(page.partition("```python\n")[2].partition("```")[0], {})
    filled = Presentation("june.pptx").slides[0]
    assert filled.shapes.title.text_frame.text == "Acme: $6.3\u00a0million, up 12%"
    assert [cell.text for cell in shapes(filled)["vs:regions"].table.rows[1].cells] == ["EMEA", "$5.0\u00a0million"]
    assert [each.name for each in shapes(filled)["vs:trend"].chart.plots[0].series] == ["EMEA", "Americas"]
