"""A story on a template with designed slides: they take the place of drawn ones and show the story's facts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches, Pt
from tests.golden.sample_slides import FACTS, RECORD, slides as sample_slides
from tests.unit.deck.designed_template import (
    add_chart,
    add_place,
    add_runs,
    add_slide,
    add_table,
    new_file,
    saved,
    shapes,
)
from tests.validation import assert_valid_deck, faults

from valuestory.deck import build_deck
from valuestory.deck.build import BuiltDeck
from valuestory.deck.file.evidence import Evidence, read_evidence
from valuestory.errors import DeckError, TemplateError, UnknownFactError, ValueStoryError
from valuestory.slides.facts import Fact
from valuestory.slides.slide import Slide, StoryRecord

SEGMENTS = tuple(
    Fact("csat", value, "share", "CSAT", "2025", slice=f"segment={name}")
    for name, value in (("SMB", 0.81), ("Enterprise", 0.92), ("Public", None))
)
STORY = replace(
    RECORD,
    facts=(*RECORD.facts, *SEGMENTS),
    storyline=(*RECORD.storyline, "segments"),
    absent={"net_promoter_score": "Net promoter score is not measured yet: a table of surveys would show it"},
)
TOLD = [each for each in sample_slides() if each.key in ("cover", "answers", "cost", "figures", "decision")]


def _template() -> Any:
    deck = new_file()
    add_slide(deck, "A sample that nobody bound")
    cover = add_slide(deck, "x", "vs:slide kind=title")
    cover.shapes.title.name = "vs:title"
    add_runs(cover, "for all of {{ answers_accep", "ted | count }} answers", name="line")
    answers = add_slide(deck, "{{ answers_accepted }} answers", "vs:slide id=answers\nOpen with {{ cost_share }}.")
    add_chart(answers, name="vs:chart", series=("Answers",))
    takeaway = add_runs(answers, "What it means", name="vs:takeaway")
    takeaway.left, takeaway.top, takeaway.width = Inches(0.5), Inches(5.3), Inches(9)
    takeaway.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
    page = add_runs(answers, "page", name="vs:page")
    page.top, page.height = Inches(6.8), Inches(0.5)
    figures = add_slide(deck, "Figures", "vs:slide id=figures")
    add_table(figures, [["a", "b", "c", "d", "e"], ["1", "2", "3", "4", "5"]], name="vs:figures")
    segments = add_slide(deck, "{{ segment }}: {{ csat | share }}", "vs:slide id=segments repeat=segment")
    add_runs(segments, "of {{ answers_accepted }} in all", name="line")
    add_place(segments, name="vs:cost")
    add_slide(deck, "Promoters: {{ net_promoter_score }}", "vs:slide id=promoters")
    add_slide(deck, "Stays as it is", "vs:keep")
    return deck


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The designer's file."""
    return saved(_template(), tmp_path_factory.mktemp("designed") / "corporate.pptx")


@pytest.fixture(scope="module")
def built(template: Path) -> BuiltDeck:
    """The deck."""
    return build_deck(TOLD, template, template.with_name("deck.pptx"), record=STORY)


@pytest.fixture(scope="module")
def deck(built: BuiltDeck) -> dict[str, Any]:
    """Its slides by title, in order."""
    return {each.shapes.title.text_frame.text: each for each in Presentation(str(built.path)).slides}


@pytest.fixture(scope="module")
def evidence(built: BuiltDeck) -> Evidence:
    """What the deck says of its numbers."""
    return read_evidence(built.path)


def test_designed_and_drawn_slides_make_one_valid_deck(built: BuiltDeck, template: Path) -> None:
    """No fault by the structural checks and the validator, and the same story gives the same bytes."""
    assert_valid_deck(built.path)
    again = build_deck(TOLD, template, built.path.with_name("again.pptx"), record=STORY)
    assert again.path.read_bytes() == built.path.read_bytes()


def test_designed_slides_stand_where_the_storyline_has_them(deck: dict[str, Any], built: BuiltDeck) -> None:
    """The cover by its kind, two by their key, one joins by the storyline, and what only was a sample is gone."""
    titles = list(deck)
    drawn = [each.title.text for each in TOLD]
    assert titles[:2] == [drawn[0], "141,000 answers"]
    assert titles.index("Figures") < titles.index(drawn[4]) < titles.index("SMB: 81%")
    assert titles.index("Enterprise: 92%") == titles.index("SMB: 81%") + 1
    assert "Stays as it is" in titles
    assert "A sample that nobody bound" not in titles
    assert built.layouts["answers"].startswith("slide 3 of the template")


def test_a_place_for_the_page_number_shows_it(deck: dict[str, Any]) -> None:
    """A field that PowerPoint keeps up, in the look of the word that stood there."""
    page = shapes(deck["141,000 answers"])["vs:page"]
    assert [each.get("type") for each in page._element.iter("{*}fld")] == ["slidenum"]
    assert page._element.find(".//{*}fld/{*}rPr") is not None


def test_a_slide_whose_facts_have_no_value_goes_and_is_listed(built: BuiltDeck) -> None:
    """A member without a value, and a metric that the data cannot carry, with the reason that the story gave."""
    assert built.missing["segments[segment=Public]"] == "csat@2025[segment=Public] has no value"
    assert built.missing["promoters"] == STORY.absent["net_promoter_score"]
    assert "segments" not in built.missing


def test_the_storys_chart_becomes_the_data_of_the_designed_one(deck: dict[str, Any], evidence: Evidence) -> None:
    """Its design stays; every bar leads to its fact."""
    chart = shapes(deck["141,000 answers"])["vs:chart"].chart
    assert list(chart.plots[0].categories) == ["Reached", "Delivered", "Accepted"]
    assert list(chart.plots[0].series[0].values) == [412, 256, 141]
    plotted = [(each.fact, each.values["value"]) for each in evidence.plotted if each.key == "answers"]
    assert plotted == [
        ("answers_reached@2025", 412),
        ("answers_delivered@2025", 256),
        ("answers_accepted@2025", 141),
    ]


def test_a_rectangle_keeps_the_place_of_a_chart_that_is_drawn(deck: dict[str, Any]) -> None:
    """Bound to another slide's key: the story's own chart, native, in that box."""
    frame = shapes(deck["SMB: 81%"])["vs:cost"]
    assert frame.has_chart
    assert (frame.left, frame.top, frame.width) == (Inches(10), Inches(0.2), Inches(3))


def test_roles_take_what_the_storys_slide_says(deck: dict[str, Any]) -> None:
    """Title, takeaway and table, in the designer's look; the takeaway's lines share that of the first."""
    box = shapes(deck["141,000 answers"])["vs:takeaway"].text_frame
    told = next(each for each in TOLD if each.key == "answers")
    assert [each.text for each in box.paragraphs] == [each.text for each in told.body]
    assert all(run.font.bold and run.font.size.pt == 12 for each in box.paragraphs for run in each.runs)
    table = shapes(deck["Figures"])["vs:figures"].table
    rows = next(each for each in TOLD if each.key == "figures").table.rows
    assert [[cell.text for cell in row.cells] for row in list(table.rows)[1:]] == [[c.text for c in r] for r in rows]


def test_evidence_and_notes_tell_where_the_designed_slides_numbers_come_from(
    deck: dict[str, Any], evidence: Evidence
) -> None:
    """As on a drawn slide: the place of each fact, and its source in plain words behind what the designer wrote."""
    notes = deck["141,000 answers"].notes_slide.notes_text_frame.text
    assert notes.startswith("Open with 4.6%.")
    assert "Fact answers_accepted@2025." in notes
    places = {(each.key, each.shape, each.fact) for each in evidence.shown}
    assert ("answers", "Title 1", "answers_accepted@2025") in places
    assert ("answers", "notes", "cost_share@2025") in places
    assert ("segments[segment=SMB]", "Title 1", "csat@2025[segment=SMB]") in places
    for each in evidence.shown:
        if each.shape == "Title 1" and each.key.startswith("segments"):
            slide = next(s for s in deck.values() if s.slide_id == each.slide_id)
            paragraph = slide.shapes.title.text_frame.paragraphs[each.paragraph]
            assert paragraph.text[each.start :].startswith(each.text)


def _build(tmp_path: Path, draw: Any, notes: str, title: str = "T", record: StoryRecord = STORY) -> BuiltDeck:
    deck = new_file()
    draw(add_slide(deck, title, notes))
    return build_deck(TOLD, saved(deck, tmp_path / "t.pptx"), tmp_path / "d.pptx", record=record)


@pytest.mark.parametrize(
    ("notes", "title", "name", "kind", "what", "do"),
    [
        ("", "{{ answers_acepted }}", "", UnknownFactError, 'no fact "answers_acepted"', '"answers_accepted"'),
        ("vs:slide id=cost", "{{ nonesuch }}", "", UnknownFactError, 'no fact "nonesuch"', "story.facts"),
        ("vs:slide id=cost", "T", "vs:answrs", UnknownFactError, 'no fact "answrs"', '"answers"'),
        ("vs:slide id=cost", "T", "vs:table", DeckError, 'slide "cost" has no table', "notebook"),
        ("vs:slide id=x repeat=segmnt", "T", "", UnknownFactError, 'told apart by "segmnt"', '"segment"'),
        ("vs:slide kind=chrt", "T", "", TemplateError, 'no kind "chrt"', '"chart"'),
    ],
)
def test_what_a_designer_got_wrong_is_an_error_with_the_nearest_name(
    tmp_path: Path, notes: str, title: str, name: str, kind: type, what: str, do: str
) -> None:
    """Where it stands, and what was probably meant; no deck is written."""
    with pytest.raises(ValueStoryError) as caught:
        _build(tmp_path, lambda s: add_place(s, name=name) if name else None, notes, title)
    error = caught.value
    assert isinstance(error, kind)
    assert what in error.what
    assert do in error.do
    assert "slide 1" in error.where
    assert not (tmp_path / "d.pptx").exists()


def test_tags_of_another_program_are_not_ours(tmp_path: Path) -> None:
    """Sample slides of a template that knows nothing of us are dropped as ever, whatever stands in their braces."""
    built = _build(tmp_path, lambda slide: add_runs(slide, "{{ kundenname }} {{#if x}}"), "", "{{ 題名 }}")
    assert len(Presentation(str(built.path)).slides) == len(TOLD)


def test_a_deck_of_ours_serves_as_a_template(tmp_path: Path, built: BuiltDeck) -> None:
    """The names that we give to shapes are no bindings: last quarter's slides are dropped."""
    first = build_deck(TOLD, "valuestory", tmp_path / "first.pptx", record=RECORD)
    again = build_deck(TOLD, first.path, tmp_path / "again.pptx", record=RECORD)
    assert len(Presentation(str(again.path)).slides) == len(TOLD)


def test_a_design_for_a_kind_serves_only_slides_that_it_has_room_for(tmp_path: Path) -> None:
    """Both chart slides by one design; the one with a takeaway, for which it has no place, is drawn."""
    charts = [each for each in sample_slides() if each.chart is not None and each.chart2 is None]
    kinds = {each.key: each.kind for each in charts}
    deck = new_file()
    slide = add_slide(deck, "x", "vs:slide kind=chart")
    slide.shapes.title.name = "vs:title"
    add_place(slide, name="vs:chart")
    done = build_deck(charts, saved(deck, tmp_path / "t.pptx"), tmp_path / "d.pptx", record=RECORD)
    designed = {key for key, layout in done.layouts.items() if "of the template" in layout}
    assert designed == {key for key, kind in kinds.items() if kind == "chart"} != set(kinds)


def test_without_a_story_the_facts_of_the_slides_are_known(tmp_path: Path) -> None:
    """A slide made by hand lists its facts; a deck may be of designed slides alone."""
    told = Slide("s", "statement", TOLD[0].title, facts=(FACTS["cost_share@2025"],))
    deck = new_file()
    add_slide(deck, "{{ cost_share@2025 }}", "vs:slide id=s")
    done = build_deck([told], saved(deck, tmp_path / "t.pptx"), tmp_path / "d.pptx")
    assert [each.shapes.title.text_frame.text for each in Presentation(str(done.path)).slides] == ["4.6%"]
    only = build_deck([], tmp_path / "t.pptx", tmp_path / "only.pptx", record=RECORD)
    assert len(Presentation(str(only.path)).slides) == 1


@pytest.mark.parametrize("name", ["automizer_additional_master.pptx", "m3_tokens_ja.pptx", "rowland_helper.pptx"])
def test_a_designed_slide_stands_on_a_real_template(shared: Path, name: str, tmp_path: Path) -> None:
    """On its first layout, beside drawn slides, with no structural fault."""
    source = shared / "templates" / name
    deck = Presentation(str(source))
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    add_runs(slide, "{{ answers_acc", "epted }} answers", name="line")
    slide.notes_slide.notes_text_frame.text = "vs:slide id=answers"
    add_chart(slide, name="vs:chart", series=("Answers",))
    done = build_deck(TOLD, saved(deck, tmp_path / "t.pptx"), tmp_path / "d.pptx", record=RECORD)
    assert faults(done.path) == []
    found = [each for each in Presentation(str(done.path)).slides if "line" in shapes(each)]
    assert [shapes(each)["line"].text_frame.text for each in found] == ["141,000 answers"]
