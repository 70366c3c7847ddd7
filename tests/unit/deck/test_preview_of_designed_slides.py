"""The preview of a slide that a designer made shows the slide that the deck will have, each thing where it is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from pptx import Presentation
from tests.golden.sample_slides import RECORD, slides as sample_slides
from tests.unit.deck.designed_on import PLAIN, designed_on
from tests.unit.deck.designed_template import add_place, add_runs, add_slide, new_file, saved

from valuestory.deck import build_deck
from valuestory.deck.preview.drawing import draw_slide
from valuestory.errors import UnknownFactError
from valuestory.slides.html import SlideOnTemplate, Told, drawn_by
from valuestory.slides.html.on_template import Exhibit, Part, Patch, Turned, Words
from valuestory.slides.slide import Chart, Slide
from valuestory.slides.theme import read_theme
from valuestory.story.view import SlideView

KEYS = ("answers", "cost", "figures", "decision")
TOLD = {each.key: each for each in sample_slides() if each.key in KEYS}
RECORDED = replace(RECORD, storyline=(), absent={"net_promoter_score": "no survey was asked"})
NEAR: Final = 0.02
"""Inches."""


def told() -> Told:
    """Return all slides of the story, with its facts."""
    return Told(TOLD, RECORDED)


def said(words: Words) -> str:
    """Return what a text says, a paragraph a line."""
    return "\n".join("".join(each.text for each in line.letters) for line in words.lines).strip()


def flat(parts: tuple[Part, ...]) -> Iterator[Part]:
    """Yield parts, those that are turned as they lie before the turn."""
    for each in parts:
        yield from each.parts if isinstance(each, Turned) else (each,)


def leaves(shapes: Any) -> Iterator[Any]:
    """Yield a deck's shapes, those of groups in their places: no group here is stretched."""
    for shape in shapes:
        yield from leaves(shape.shapes) if hasattr(shape, "shapes") else (shape,)


def within(box: Any, shape: Any) -> bool:
    """Whether a box of the preview lies in a shape of the deck, whose slide is 7.5 inches high."""
    left, top, width, height = (each / 914_400 for each in (shape.left, shape.top, shape.width, shape.height))
    return (
        box.left >= left - NEAR
        and box.top >= top - NEAR
        and box.left + box.width <= left + width + NEAR
        and box.top + box.height <= top + height + NEAR
    )


def sides(shape: Any) -> tuple[float, ...]:
    """Return a shape's left, top, width and height in inches."""
    return tuple(each / 914_400 for each in (shape.left, shape.top, shape.width, shape.height))


@pytest.fixture(scope="module", params=["mecanon_ufrj_potx.potx", "rowland_helper.pptx"])
def seen(
    request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Any, SlideOnTemplate]]:
    """By key, each designed slide of the deck on a real template, and its preview."""
    folder = tmp_path_factory.mktemp("designed")
    template = designed_on(shared / "templates" / request.param, folder / "brand.pptx", PLAIN[request.param])
    built = build_deck(list(TOLD.values()), template, folder / "deck.pptx", record=RECORDED)
    assert all("designed for it" in each for each in built.layouts.values())
    deck = dict(zip(TOLD, Presentation(str(built.path)).slides, strict=True))
    previews = {key: draw_slide(template, slide, told) for key, slide in TOLD.items()}
    return {key: (deck[key], shown) for key, shown in previews.items() if shown is not None}


@pytest.mark.parametrize("key", KEYS)
def test_each_text_of_the_deck_stands_in_the_preview_where_it_stands_there(
    seen: dict[str, tuple[Any, SlideOnTemplate]], key: str
) -> None:
    """Titles, boxes, groups and turned words, filled; and no text of the designer's is left."""
    slide, preview = seen[key]
    words = [each for each in flat(preview.parts) if isinstance(each, Words)]
    texts = {shape.text_frame.text.strip(): shape for shape in leaves(slide.shapes) if shape.has_text_frame}
    for text, shape in ((text, shape) for text, shape in texts.items() if text):
        assert any(said(each) == text and within(each.box, shape) for each in words), text
    assert not any("{{" in said(each) for each in words)


def test_a_table_has_the_cells_of_the_deck_in_its_style_and_its_rows_grow_with_their_text(
    seen: dict[str, tuple[Any, SlideOnTemplate]],
) -> None:
    """The head's fill is the theme's first accent; where a name takes two lines, what follows stands lower."""
    slide, preview = seen["figures"]
    frame = next(each for each in slide.shapes if each.has_table)
    cells = [cell.text for row in frame.table.rows for cell in row.cells if cell.text]
    words = [each for each in preview.parts if isinstance(each, Words)]
    shown = [each for each in words if frame.left / 914_400 <= each.box.left and said(each) in cells]
    assert [said(each) for each in shown] == cells
    assert said(shown[0]) == "a"
    *_, head = (each for each in preview.parts if isinstance(each, Patch) and within(shown[0].box, _edged(each.box)))
    assert head.color == preview.theme.color("accent1")
    assert shown[0].lines[0].letters[0].color == "#FFFFFF"
    written = frame.table.rows[1].height / 914_400
    tops = sorted({round(each.box.top, 3) for each in shown})
    assert max(after - before for before, after in pairwise(tops[1:])) > written + 0.1


def _edged(box: Any) -> Any:
    class Shape:
        left, top, width, height = (914_400 * each for each in (box.left, box.top, box.width, box.height))

    return Shape


@pytest.mark.parametrize("key", ["answers", "cost", "decision"])
def test_charts_stand_in_the_decks_frames_and_show_its_numbers(
    seen: dict[str, tuple[Any, SlideOnTemplate]], key: str
) -> None:
    """The designer's own, with the story's data; and the story's, where a rectangle kept the place."""
    slide, preview = seen[key]
    frames = [each for each in slide.shapes if each.has_chart]
    shown = [each for each in preview.parts if isinstance(each, Exhibit) and isinstance(each.shown, Chart)]
    assert len(frames) == len(shown) > 0
    for frame, exhibit in zip(frames, shown, strict=True):
        box = exhibit.box
        assert (box.left, box.top, box.width, box.height) == pytest.approx(sides(frame), abs=NEAR)
        spec: Any = exhibit.shown.spec  # type: ignore[union-attr]
        layers = spec.get("layer", [spec])
        rows = layers[0].get("data", spec.get("data", {})).get("values", [])
        values = [value for series in frame.chart.plots[0].series for value in series.values]
        if key != "cost":  # there the chart is the story's own
            assert [each["v"] for each in rows] == values
        else:
            assert exhibit.shown == TOLD["cost"].chart


def test_a_picture_and_what_is_turned_stand_where_the_deck_has_them(
    seen: dict[str, tuple[Any, SlideOnTemplate]],
) -> None:
    """The picture in its box; a word turned by three quarters about the middle of its own."""
    slide, preview = seen["cost"]
    logo = next(each for each in slide.shapes if each.name == "logo")
    boxes = [each.box for each in preview.parts if isinstance(each, Patch) and each.picture]
    assert any((b.left, b.top, b.width, b.height) == pytest.approx(sides(logo), abs=NEAR) for b in boxes)
    slide, preview = seen["answers"]
    turned = next(each for each in preview.parts if isinstance(each, Turned))
    shape = next(each for each in slide.shapes if each.name == "turned")
    assert (turned.degrees, turned.box.left, turned.box.top) == pytest.approx((270, *sides(shape)[:2]), abs=NEAR)


def file(tmp_path: Path, title: str, notes: str, *names: str) -> Path:
    """Return a designer's file of one slide, with rectangles of these names."""
    deck = new_file()
    slide = add_slide(deck, title, notes)
    add_runs(slide, "x", name="vs:takeaway")
    for each in names:
        add_place(slide, name=each)
    tmp_path.mkdir(exist_ok=True)
    return saved(deck, tmp_path / "house.pptx")


def view(template: Path, slide: Slide) -> SlideView:
    """Return a slide of the story as its cell shows it."""
    drawn_by(draw_slide)
    return SlideView(slide, read_theme(template), template, told)


def test_what_has_no_room_on_a_designed_slide_is_told_under_it_as_by_the_run(tmp_path: Path) -> None:
    """A long takeaway in a designer's box of one inch."""
    template = file(tmp_path, "{{ answers_accepted }} answers", "vs:slide id=answers")
    slide = replace(TOLD["answers"], body=TOLD["answers"].body * 12)
    deck = build_deck([slide], template, tmp_path / "deck.pptx", record=RECORDED)
    assert [each.shape for each in deck.problems] == ["vs:takeaway"]
    said = [each for each in view(template, slide).problems if "room" in each or "too long" in each]
    assert said == ["the text beside the exhibit has no room in this template's place for it: "
                    "say the rest in notes=, or on a slide of its own"]  # fmt: skip


def test_a_missing_value_and_an_unknown_name_are_told_under_the_slide(tmp_path: Path) -> None:
    """The deck leaves the first out, and the run stops at the second, with the same nearest name."""
    template = file(tmp_path, "{{ net_promoter_score }}", "vs:slide id=answers")
    left = build_deck([TOLD["answers"], TOLD["cost"]], template, tmp_path / "d.pptx", record=RECORDED).missing
    assert left["answers"] == RECORDED.absent["net_promoter_score"]
    assert f"the deck will not have this slide: {left['answers']}" in view(template, TOLD["answers"]).problems[0]
    template = file(tmp_path / "other", "{{ answers_acepted }}", "vs:slide id=answers")
    with pytest.raises(UnknownFactError) as caught:
        build_deck([TOLD["answers"]], template, tmp_path / "d.pptx", record=RECORDED)
    first = view(template, TOLD["answers"]).problems[0]
    assert caught.value.what in first
    assert caught.value.do in first


def test_a_designed_slide_shows_facts_and_charts_that_were_told_before_it(tmp_path: Path) -> None:
    """A fact of the story that the slide itself does not hold, and the chart of another slide; again and again."""
    template = file(tmp_path, "{{ cost_share }} of revenue", "vs:slide id=answers", "vs:cost")
    first, again = (draw_slide(template, TOLD["answers"], told) for _ in range(2))
    assert first == again
    assert first is not None
    assert any(isinstance(each, Words) and said(each) == "4.6% of revenue" for each in first.parts)
    assert TOLD["cost"].chart in [each.shown for each in first.parts if isinstance(each, Exhibit)]


def test_a_design_for_a_kind_is_seen_where_it_has_a_place_for_all_of_the_slide(tmp_path: Path) -> None:
    """The chart slide stands in it; the one with a takeaway as well is drawn, as in the deck."""
    deck = new_file()
    slide = add_slide(deck, "x", "vs:slide kind=chart")
    slide.shapes.title.name = "vs:title"
    add_runs(slide, "in this form", name="form")
    add_place(slide, name="vs:chart")
    template = saved(deck, tmp_path / "house.pptx")
    charts = [each for each in sample_slides() if each.chart is not None and each.chart2 is None]
    shown = {each.kind: draw_slide(template, each, told) for each in charts}
    formed = {
        kind
        for kind, each in shown.items()
        if each is not None and any(isinstance(part, Words) and said(part) == "in this form" for part in each.parts)
    }
    assert formed == {"chart"} != set(shown)
