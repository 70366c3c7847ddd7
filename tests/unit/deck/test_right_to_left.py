"""Quirk 24: templates that run from right to left, whose charts and tables PowerPoint does not mirror by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.unit.deck.awkward import awkward
from tests.validation import assert_valid_deck

from valuestory.deck import build_deck
from valuestory.deck.samples import sample_slides
from valuestory.project import template_path
from valuestory.slides.slide import Paragraph, Run, Slide
from valuestory.slides.theme import read_theme

TITLE, LINE = (
    "العملاء الذين تلقوا المساعدة بقوا أكثر من غيرهم في 2025.",
    "نقطة أولى طويلة بما يكفي لإظهار كسر السطر (12%).",
)
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
KINDS = ("kpi+text", "bullets", "chart+takeaway", "two", "table+text", "canvas")


def say(text: str, style: str = "text") -> Paragraph:
    """Return a paragraph."""
    return Paragraph((Run(text),), style)  # type: ignore[arg-type]


def in_arabic(slide: Slide) -> Slide:
    """Return a sample slide with Arabic words; figures stay as they are."""
    table = slide.table
    if table is not None:
        names = ("المقياس", "2024", "2025", "عدد")
        columns = tuple(replace(each, label=say(name)) for each, name in zip(table.columns, names, strict=True))
        table = replace(table, columns=columns, rows=tuple((say("الحالات"), *row[1:]) for row in table.rows))
    body = tuple(replace(each, runs=(Run(LINE),)) for each in slide.body)
    return replace(slide, key=f"{slide.key}_ar", title=say(TITLE), body=body, table=table)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Slides in Arabic and one in English on an Arabic template, by key; valid, and nothing without room."""
    template = awkward("right to left", tmp_path_factory.mktemp("rtl"))
    samples = sample_slides(read_theme(template))
    slides = [in_arabic(samples[kind]) for kind in KINDS] + [samples["bullets"]]
    deck = build_deck(slides, template, template.with_name("deck.pptx"))
    assert deck.problems == ()
    assert "عنوان ومحتوى" in deck.layouts["bullets_ar"]
    assert_valid_deck(deck.path, template)
    return dict(zip((each.key for each in slides), Presentation(str(deck.path)).slides, strict=True))


def shape(slide: Any, name: str) -> Any:
    """Return a shape by its name."""
    return next(each for each in slide.shapes if each.name == name)


def test_a_table_and_its_words_begin_at_the_right(built: dict[str, Any]) -> None:
    """The first column is the right one, its words run leftwards and stand at the right; figures keep their side."""
    table = shape(built["table_text_ar"], "vs:table").table._tbl
    assert table.tblPr.get("rtl") == "1"
    first, second = (each.find(f".//{_A}pPr") for each in list(table.iter(f"{_A}tc"))[4:6])
    assert (first.get("rtl"), first.get("algn")) == ("1", "r")
    assert (second.get("rtl"), second.get("algn")) == (None, "r")


def test_charts_run_from_right_to_left(built: dict[str, Any]) -> None:
    """Columns in the order of reading, the first at the right; bars that lie down begin at the right too."""
    columns, bars = (shape(built["two_ar"], name).chart._chartSpace for name in ("vs:chart", "vs:chart2"))
    assert columns.find(".//{*}catAx/{*}scaling/{*}orientation").get("val") == "maxMin"
    assert columns.find(".//{*}valAx/{*}scaling/{*}orientation").get("val") == "minMax"
    assert bars.find(".//{*}valAx/{*}scaling/{*}orientation").get("val") == "maxMin"


def test_what_stands_beside_each_other_begins_at_the_right(built: dict[str, Any]) -> None:
    """The chart stands right of its takeaway; key figures, asks and flows begin at the right, and arrows point left."""
    beside = built["chart_takeaway_ar"]
    assert shape(beside, "vs:takeaway").left < shape(beside, "vs:chart").left
    figures = built["kpi_text_ar"]
    assert shape(figures, "vs:kpi3").left < shape(figures, "vs:kpi2").left < shape(figures, "vs:kpi1").left
    assert shape(figures, "vs:ask 1").left < shape(figures, "vs:ask 1 number").left < shape(figures, "vs:text").left
    flow = next(each for each in built["canvas_ar"].shapes if each.shape_type == 6)
    boxes = [each.left for each in flow.shapes if each.name in ("vs:flow box 1", "vs:flow box 2", "vs:flow box 3")]
    assert boxes == sorted(boxes, reverse=True)
    arrow = next(each for each in flow.shapes if each._element.tag.endswith("cxnSp"))
    assert arrow._element.spPr.find(f"{_A}xfrm").get("flipH") == "1"


def test_a_sentence_ends_where_its_letters_say(built: dict[str, Any]) -> None:
    """The point of an Arabic sentence is at its left, that of an English one at its right, on the same template."""
    arabic, english = (shape(built[key], "vs:text")._element for key in ("bullets_ar", "bullets"))
    assert {each.get("rtl") for each in arabic.iter(f"{_A}pPr")} == {"1"}
    assert {(each.get("rtl"), each.get("algn")) for each in english.iter(f"{_A}pPr")} == {("0", "l")}
    title = shape(built["bullets_ar"], "vs:title")._element.find(f".//{_A}pPr")
    assert (title.get("rtl"), title.get("algn")) == ("1", None)  # the template itself has it at the right


def test_arabic_on_a_template_that_runs_rightwards_is_written_leftwards(tmp_path: Path) -> None:
    """Nothing is mirrored there, and the sentence is still one."""
    slide = in_arabic(sample_slides(read_theme(template_path("valuestory")))["statement"])
    deck = Presentation(str(build_deck([slide], "valuestory", tmp_path / "deck.pptx").path))
    title = deck.slides[0].shapes.title._element.find(f".//{_A}pPr")
    assert (title.get("rtl"), title.get("algn")) == ("1", "r")
