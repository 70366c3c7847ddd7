"""What a deck holds, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt
from tests.golden.sample_slides import DECISIONS, FACTS, RECORD, TILES, WRITER, say, slides
from tests.validation import assert_valid_deck

from valuestory.deck import build_deck
from valuestory.deck.build import BuiltDeck
from valuestory.deck.drawing.notes import notes_text
from valuestory.deck.file.evidence import read_evidence
from valuestory.deck.file.package import pack, read_parts
from valuestory.errors import DeckError, ProjectError, StoryError
from valuestory.project import shipped
from valuestory.slides import language
from valuestory.slides.slide import SLIDE_MEDIA_TYPE, STORY_MEDIA_TYPE, Paragraph, Run, Slide, Table, to_json

TEMPLATE = shipped("templates", "valuestory.pptx")
KEYS = [
    "cover",
    "answer",
    "part",
    "answers",
    "cost",
    "pair",
    "figures",
    "limits",
    "decision",
    "statement",
    "method",
    "pulse",
    "chain",
    "loop",
    "canvas",
    "end",
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltDeck:
    """The sample deck."""
    return build_deck(slides(), TEMPLATE, tmp_path_factory.mktemp("deck") / "deck.pptx", record=RECORD)


@pytest.fixture(scope="module")
def deck(built: BuiltDeck) -> dict[str, Any]:
    """Its slides by key."""
    return dict(zip(KEYS, Presentation(str(built.path)).slides, strict=True))


def shapes(slide: Any) -> dict[str, Any]:
    """Return a slide's shapes by name."""
    return {shape.name: shape for shape in slide.shapes}


def test_the_sample_deck_has_no_fault(built: BuiltDeck) -> None:
    """Neither the structural checks nor Microsoft's validator find any, and nothing was reported."""
    assert built.problems == ()
    assert_valid_deck(built.path)


def test_the_same_slides_give_the_same_bytes(built: BuiltDeck, tmp_path: Path) -> None:
    """No clock, no random number: a deck can be compared with last week's byte by byte."""
    again = build_deck(slides(), TEMPLATE, tmp_path / "again.pptx", record=RECORD)
    assert again.path.read_bytes() == built.path.read_bytes()


def test_a_missing_slide_is_reported_with_its_reason(built: BuiltDeck) -> None:
    """The storyline lists "product", and the story says which table it needs."""
    assert built.missing == {"product": "needs the table improvements"}


def test_listed_slides_come_first_and_the_others_are_the_appendix(built: BuiltDeck) -> None:
    """Sections say so to PowerPoint: 9 listed slides, 7 others."""
    xml = Presentation(str(built.path)).part._element
    sections = {each.get("name"): len(each.findall(".//{*}sldId")) for each in xml.iter("{*}section")}
    assert sections == {"Main story": 9, "Appendix": 7}


def test_reading_order_is_title_header_exhibit_text_source_page(deck: dict[str, Any]) -> None:
    """A screen reader reads shapes in the order they are stored."""
    assert [shape.name for shape in deck["answers"].shapes] == [
        "vs:title", "vs:subtitle", "vs:chart", "vs:takeaway", "vs:source", "vs:page",
    ]  # fmt: skip


def test_a_chart_fills_its_placeholder_and_stays_native(deck: dict[str, Any]) -> None:
    """PowerPoint then moves it with the layout; its workbook is inside."""
    frame = shapes(deck["answers"])["vs:chart"]
    assert frame.is_placeholder
    assert frame.has_chart
    assert [round(each / 914400, 3) for each in (frame.left, frame.top, frame.width, frame.height)] == [
        0.767,
        2.05,
        7.8,
        4.5,
    ]
    assert frame.chart.part.chart_workbook.xlsx_part is not None


def test_every_exhibit_speaks(deck: dict[str, Any]) -> None:
    """Charts, tables, tiles and flows carry alt text."""
    spoken = [
        shape
        for slide in deck.values()
        for shape in slide.shapes
        if shape.has_chart or shape.has_table or shape.shape_type == 6
    ]
    assert len(spoken) == 18
    assert all(shape._element.xpath("(.//p:cNvPr)[1]/@descr")[0] for shape in spoken)


def test_tiles_share_one_scale_from_zero(deck: dict[str, Any]) -> None:
    """The dot of $4.0 M stands where 4.0 of 7.0 lie on the axis, in each tile alike."""
    for at, value in ((1, 4.0), (2, 2.6), (3, 1.4)):
        parts = {shape.name: shape for shape in shapes(deck["answer"])[f"vs:kpi{at}"].shapes}
        axis, dot = parts[f"vs:kpi{at} axis"], parts[f"vs:kpi{at} estimate"]
        centre = dot.left + dot.width / 2 - axis.left
        assert centre / axis.width == pytest.approx(value / 7.0, abs=0.001)
        assert Inches(3.79) < axis.width < Inches(3.81)


def test_a_chain_stands_on_the_grid_and_dashes_what_is_not_established(deck: dict[str, Any]) -> None:
    """Four boxes of 2.35 x 2.10 inches at 2.20, the third one and both arrows at it dashed, and no ratio there."""
    parts = {shape.name: shape for shape in shapes(deck["chain"])["vs:flow"].shapes}
    boxes = [parts[f"vs:flow box {at}"] for at in (1, 2, 3, 4)]
    sizes = [[round(each / 914_400, 2) for each in (box.left, box.top, box.width, box.height)] for box in boxes]
    assert sizes == [[left, 2.20, 2.35, 2.10] for left in (0.77, 3.92, 7.07, 10.22)]
    dashed = {name for name, shape in parts.items() if shape._element.find(".//{*}prstDash") is not None}
    assert dashed == {"vs:flow box 3", "vs:flow arrow 2", "vs:flow arrow 3"}
    assert all(parts[f"vs:flow arrow {at}"]._element.find(".//{*}tailEnd") is not None for at in (1, 2, 3))


def test_a_loop_has_one_arrow_back_from_the_last_box_to_the_first(deck: dict[str, Any]) -> None:
    """It begins under the middle of the fourth box and ends, with its head, under the middle of the first."""
    parts = {shape.name: shape for shape in shapes(deck["loop"])["vs:flow"].shapes}
    back, first, last = parts["vs:flow back"], parts["vs:flow box 1"], parts["vs:flow box 4"]
    assert back.left == pytest.approx(first.left + first.width / 2, abs=2)
    assert back.left + back.width == pytest.approx(last.left + last.width / 2, abs=2)
    assert back.top >= first.top + first.height
    corners = [(int(each.get("x")), int(each.get("y"))) for each in back._element.iter("{*}pt")]
    assert corners == [(back.width, 0), (back.width, back.height), (0, back.height), (0, 0)]
    assert back._element.find(".//{*}tailEnd") is not None


def test_a_figure_in_a_box_has_its_evidence(built: BuiltDeck) -> None:
    """Facts in boxes are traced like any other: shape, run, and what is shown."""
    found = {(each.fact, each.text) for each in read_evidence(built.path).shown if each.shape.startswith("vs:flow box")}
    assert {("support_cost@2025", "$3.9\u00a0M"), ("margin_retained@2025", "$2.6\u00a0M")} <= found


def test_figures_stand_at_the_right_and_tables_are_plain(deck: dict[str, Any]) -> None:
    """The built-in style "No Style, No Grid", a line below the head, no fill."""
    table = shapes(deck["figures"])["vs:table"].table
    assert table._tbl.findtext(".//{*}tableStyleId") == "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    assert [cell.text for cell in table.rows[1].cells] == ["Answers accepted", "98,000", "141,000", "+43,000", "2,430"]
    assert [cell.text_frame.paragraphs[0].alignment for cell in table.rows[1].cells] == [1, 3, 3, 3, 3]
    assert table.cell(0, 0)._tc.find(".//{*}lnB").get("w") == str(Pt(1.5))


def test_what_is_bold_in_a_header_is_what_is_shown(deck: dict[str, Any]) -> None:
    """Before the first comma, where the author says nothing."""
    runs = shapes(deck["cost"])["vs:subtitle"].text_frame.paragraphs[0].runs
    assert [(run.text, run.font.bold) for run in runs] == [("Cost of Support", True), (", % of revenue", False)]


def test_drawn_shapes_use_theme_colours_and_no_theme_style(deck: dict[str, Any]) -> None:
    """The deck follows when the company changes its theme, and carries no shadow."""
    for slide in deck.values():
        tree = slide.shapes._spTree
        assert not list(tree.iter("{*}srgbClr"))
        assert not tree.findall(".//{http://schemas.openxmlformats.org/presentationml/2006/main}style")
        assert not list(tree.iter("{*}latin"))


def test_notes_say_where_every_number_comes_from(deck: dict[str, Any]) -> None:
    """Value, interval, n, window, source and id, in plain words."""
    notes = notes_text(deck["answer"])
    assert notes.startswith("We judge Support by what it returns.")
    assert (
        "Value we can defend: $4.0\u00a0million (95% interval $1.9\u00a0million to $6.1\u00a0million); n = 2,430."
        in notes
    )
    assert "From Jan 1, 2025 to Dec 31, 2025." in notes
    assert "Source: case system, billing and general ledger, extracted 14 Jan 2026." in notes
    assert "Evidence of grade B. Fact value_defended@2025." in notes


def test_the_decks_properties_name_story_and_company(built: BuiltDeck) -> None:
    """And the day of the extract, not of the run."""
    properties = Presentation(str(built.path)).core_properties
    assert (properties.title, properties.author) == ("The value of Support in 2025", "Example company")
    assert properties.created.isoformat() == "2026-01-14T00:00:00"


def test_an_executed_notebook_gives_the_same_parts(built: BuiltDeck, tmp_path: Path) -> None:
    """Slides travel in cell outputs, of two outputs of one key the last one wins; the evidence names their cells."""
    first, *rest = slides()
    stale = replace(first, title=say("An older title"))
    outputs = [
        {STORY_MEDIA_TYPE: to_json(RECORD)},
        *({SLIDE_MEDIA_TYPE: to_json(each)} for each in (stale, first, *rest)),
    ]
    cells = [{"cell_type": "code", "outputs": [{"output_type": "display_data", "data": data}]} for data in outputs]
    notebook = tmp_path / "story.ipynb"
    notebook.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    again = build_deck(notebook, "valuestory", tmp_path / "deck.pptx")
    parts, direct = read_parts(again.path), read_parts(built.path)
    assert list(parts) == list(direct)
    assert [name for name in parts if parts[name] != direct[name]] == [
        "customXml/item1.xml",
        "customXml/itemProps1.xml",
    ]
    assert b'"cells": {"answer": ' in parts["customXml/item1.xml"]


def test_a_notebook_that_has_not_run_says_so(tmp_path: Path) -> None:
    """There is nothing to put into a deck, and nothing is written."""
    (tmp_path / "story.ipynb").write_text(json.dumps({"cells": [{"cell_type": "code", "outputs": []}]}))
    with pytest.raises(DeckError, match="holds no slide"):
        build_deck(tmp_path / "story.ipynb", "valuestory", tmp_path / "deck.pptx")
    assert not (tmp_path / "deck.pptx").exists()


def test_a_slide_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """What this version cannot read is not half read."""
    data = to_json(slides()[0]) | {"version": 99}
    cells = [{"cell_type": "code", "outputs": [{"data": {SLIDE_MEDIA_TYPE: data}}]}]
    (tmp_path / "story.ipynb").write_text(json.dumps({"cells": cells}))
    with pytest.raises(StoryError, match="newer valuestory"):
        build_deck(tmp_path / "story.ipynb", "valuestory", tmp_path / "deck.pptx")


def _title_only(**changes: Any) -> Slide:
    return replace(Slide("s", "statement", say("A sentence that stands alone")), **changes)


def test_text_that_cannot_fit_is_reported_and_not_hidden(tmp_path: Path) -> None:
    """A hundred words in a title shrink to the floor; the author hears of it."""
    done = build_deck([_title_only(title=say("word " * 400))], TEMPLATE, tmp_path / "d.pptx")
    assert [(each.slide, each.shape) for each in done.problems] == [(1, "vs:title")]
    assert "too long" in done.problems[0].what


def test_a_table_that_is_too_high_goes_on_over_further_slides(tmp_path: Path) -> None:
    """Forty-two rows do not go onto one slide: all of them stand on several, each with the head."""
    table = Table(DECISIONS.columns, DECISIONS.rows * 14)
    done = build_deck([_title_only(kind="table", table=table)], TEMPLATE, tmp_path / "d.pptx")
    assert done.problems == ()
    tables = [shapes(slide)["vs:table"].table for slide in Presentation(str(done.path)).slides]
    assert len(tables) > 1
    assert sum(len(each.rows) - 1 for each in tables) == len(table.rows)
    assert {each.cell(0, 0).text for each in tables} == {table.columns[0].label.text}


@pytest.mark.parametrize(
    ("made", "says"),
    [
        ([], "no slide"),
        ([_title_only(), _title_only()], "the key s"),
        ([_title_only(title=Paragraph((Run("It is {{ csat }}"),)))], "was not filled"),
        ([_title_only(title=Paragraph((Run("41", "csat@2026Q2"),)))], "no evidence: csat@2026Q2"),
        ([_title_only(kind="chart")], "has no chart"),
    ],
    ids=["empty", "same key", "unfilled", "fact without evidence", "no chart"],
)
def test_a_deck_that_would_be_wrong_is_not_written(made: list[Slide], says: str, tmp_path: Path) -> None:
    """One clear error, and no file."""
    with pytest.raises(DeckError, match=says):
        build_deck(made, TEMPLATE, tmp_path / "deck.pptx")
    assert list(tmp_path.iterdir()) == []


def test_the_template_is_never_overwritten(tmp_path: Path) -> None:
    """`--out` may name it by mistake."""
    own = tmp_path / "own.pptx"
    own.write_bytes(TEMPLATE.read_bytes())
    with pytest.raises(DeckError, match="overwrite its template"):
        build_deck([_title_only()], own, own)
    assert own.read_bytes() == TEMPLATE.read_bytes()


def test_an_unknown_template_is_named_with_the_known_ones(tmp_path: Path) -> None:
    """The message lists what ships."""
    with pytest.raises(ProjectError, match="no template") as caught:
        build_deck([_title_only()], "nonesuch", tmp_path / "d.pptx")
    assert "valuestory" in caught.value.do


def test_characters_that_xml_forbids_do_not_break_the_deck(tmp_path: Path) -> None:
    """A vertical tab from Excel, an ampersand, angle brackets and an emoji."""
    title = Paragraph((Run("R&D <cut> \x0b \x00 50 % 🙂 of “cases”"),))
    done = build_deck([_title_only(title=title)], TEMPLATE, tmp_path / "d.pptx")
    assert_valid_deck(done.path)
    assert "R&D <cut>" in shapes(Presentation(str(done.path)).slides[0])["vs:title"].text_frame.text


def test_a_range_that_crosses_zero_keeps_its_zero_on_the_strip(tmp_path: Path) -> None:
    """An effect from −1 to 3 million: the zero tick stands a quarter of the way along."""
    tile = replace(TILES[0], low=-1.0e6, value=1.0e6, high=3.0e6, scale_end=3.0e6, mark=None, mark_label=None)
    slide = _title_only(kind="kpi", numbers=(tile,), facts=tuple(FACTS.values()))
    done = build_deck([slide], TEMPLATE, tmp_path / "d.pptx")
    group = next(shape for shape in Presentation(str(done.path)).slides[0].shapes if shape.name == "vs:kpi1")
    parts = {shape.name: shape for shape in group.shapes}
    axis, zero = parts["vs:kpi1 axis"], parts["vs:kpi1 zero"]
    assert (zero.left - axis.left) / axis.width == pytest.approx(0.25, abs=0.001)


@pytest.mark.parametrize(
    "name",
    [
        "automizer_additional_master.pptx",
        "djpr_vic_gov.pptx",
        "m3_tokens_ja.pptx",
        "mecanon_ufrj_potx.potx",
        "rowland_helper.pptx",
    ],
)
def test_the_sample_deck_stands_on_a_real_template(shared: Path, name: str, tmp_path: Path) -> None:
    """All kinds, with no fault that the template does not have itself, and nothing reported."""
    template = shared / "templates" / name
    done = build_deck(slides(), template, tmp_path / "deck.pptx", record=RECORD)
    assert done.problems == ()
    assert_valid_deck(done.path, template)


def test_a_table_with_a_takeaway_keeps_both(tmp_path: Path) -> None:
    """A table may stand where a chart would, beside the text."""
    slide = Slide(
        "t",
        "chart+takeaway",
        say("Both are there"),
        table=DECISIONS,
        body=tuple(WRITER.paragraphs("It means something.")),
    )
    done = build_deck([slide], TEMPLATE, tmp_path / "d.pptx")
    found = shapes(Presentation(str(done.path)).slides[0])
    assert found["vs:table"].has_table
    assert found["vs:takeaway"].text_frame.text == "It means something."


def test_tabs_in_a_takeaway_end_at_stops_from_its_right_edge(tmp_path: Path) -> None:
    """Range and grade stand under each other: the last column ends at the edge, the one before it 0.15 left."""
    body = tuple(say(each) for each in ("Margin\t**0.7 to 4.5**\tB", "Avoided\t**0.6 to 1.2**\tB, C"))
    slide = replace(next(each for each in slides() if each.key == "answers"), body=body)
    done = build_deck([slide], TEMPLATE, tmp_path / "deck.pptx", record=RECORD)
    words = shapes(Presentation(str(done.path)).slides[0])["vs:takeaway"]
    assert [paragraph.text for paragraph in words.text_frame.paragraphs] == [each.text for each in body]
    stops = [
        [(int(each.get("pos")), each.get("algn")) for each in paragraph.iter("{*}tab")]
        for paragraph in words._element.iter("{*}pPr")
    ]
    assert stops[0] == stops[1]
    assert stops[0][1] == (Inches(3.47), "r")
    # "B, C" in 14 points of bold Arial: 0.722 + 0.278 + 0.278 + 0.722 of an em.
    assert stops[0][0][0] == pytest.approx(Inches(3.47 - 0.15 - 2.0 * 14 / 72), abs=Inches(0.02))


def test_a_table_takes_the_style_that_a_designer_made_the_default(tmp_path: Path) -> None:
    """Its fills and colours are then the style's own; PowerPoint's initial default is nobody's choice, so plain."""
    parts = read_parts(TEMPLATE)
    chosen = "{93296810-A885-4BE3-A3E7-6D5BEEA58F35}"  # Medium Style 2 - Accent 6
    styles = f'<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{chosen}"/>'
    name = "ppt/tableStyles.xml"
    types = parts["[Content_Types].xml"]
    kind = "application/vnd.openxmlformats-officedocument.presentationml.tableStyles+xml"
    if name not in parts:
        parts["[Content_Types].xml"] = types.replace(
            b"</Types>", f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
        )
        rels = "ppt/_rels/presentation.xml.rels"
        link = '<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        parts[rels] = parts[rels].replace(
            b"</Relationships>", f'{link}tableStyles" Target="tableStyles.xml"/></Relationships>'.encode()
        )
    styled = tmp_path / "styled.pptx"
    styled.write_bytes(pack((parts | {name: styles.encode()}).items()))
    done = build_deck([_title_only(kind="table", table=DECISIONS)], styled, tmp_path / "d.pptx")
    table = shapes(Presentation(str(done.path)).slides[0])["vs:table"].table._tbl
    assert table.findtext(".//{*}tableStyleId") == chosen
    assert not table.findall(".//{*}tcPr/{*}noFill")
    assert not table.findall(".//{*}rPr/{*}solidFill")
    assert_valid_deck(done.path)


def test_a_date_stands_where_the_designers_setting_shows_dates(tmp_path: Path) -> None:
    """python-pptx's template has a place for a date on each layout; ``p:hf`` on its master decides."""
    names = {}
    for setting in ('<p:hf hdr="0"/>', '<p:hf hdr="0" dt="0" sldNum="0"/>', ""):
        deck = Presentation()
        element = deck.slide_master._element
        if setting:
            xml = setting.replace("/>", ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"/>')
            element.find("{*}clrMap").getparent().insert(3, parse_xml(xml))
        deck.save(str(tmp_path / "t.pptx"))
        done = build_deck(
            [_title_only(kind="bullets", body=(say("A line"),))],
            tmp_path / "t.pptx",
            tmp_path / "d.pptx",
            record=RECORD,
        )
        found = shapes(Presentation(str(done.path)).slides[0])
        names[setting] = {each: found[each].text_frame.text for each in ("vs:date", "vs:page") if each in found}
    assert [set(each) for each in names.values()] == [{"vs:date", "vs:page"}, set(), {"vs:page"}]
    assert next(iter(names.values()))["vs:date"] == "Jan 14, 2026"


def test_a_broken_language_file_is_not_taken_for_a_damaged_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody is translating: the error names the file that is broken, not the template."""
    (tmp_path / "languages").mkdir()
    (tmp_path / "languages" / "nl.toml").write_text("[terms.case]\none = zaak\n", encoding="utf-8")
    monkeypatch.setattr(language, "files", lambda package: tmp_path)
    with pytest.raises(ProjectError, match="line 2") as caught:
        build_deck(slides()[:1], TEMPLATE, tmp_path / "deck.pptx", record=replace(RECORD, locale="nl"))
    assert caught.value.where == "nl.toml"
