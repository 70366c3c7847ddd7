"""The preview on a foreign template: what it says has no room is what the run's deck has, and it shows that deck."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

import valuestory
from valuestory.deck import build_deck
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.preview.drawing import draw_slide
from valuestory.deck.samples import sample_slides
from valuestory.project import template_path
from valuestory.slides.html import SlideOnTemplate
from valuestory.slides.html.on_template import Exhibit, Words
from valuestory.slides.slide import Paragraph, Picture, Run, Slide
from valuestory.slides.theme import read_theme
from valuestory.story.view import SlideView

TEMPLATES = ("djpr_vic_gov", "mecanon_ufrj_potx")
PIXEL = Picture(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", alt="A dot"
)
LONG = "Customers who were helped stay more often than like customers who were not helped, quarter after quarter. "


def say(text: str, style: str = "text") -> Paragraph:
    """Return a paragraph."""
    return Paragraph((Run(text),), style)  # type: ignore[arg-type]


def a_story(template: Path) -> dict[str, Slide]:
    """Return slides of which some have too much on them, by key."""
    samples = sample_slides(read_theme(template))
    beside, words, table = samples["chart+takeaway"], samples["bullets"], samples["table+text"]
    beside = replace(beside, chart=None, picture=PIXEL)
    sound = {each.key: each for each in (samples["kpi"], words, beside, table)}
    full = (
        replace(beside, key="long_takeaway", body=tuple(say(LONG * 2, "bullet") for _ in range(9))),
        replace(words, key="long_text", body=tuple(say(LONG * 2, "bullet") for _ in range(12))),
        replace(words, key="long_title", title=say(LONG * 7)),
        replace(words, key="long_source", source=say(LONG * 5)),
        replace(table, key="long_strip", body=(say(LONG * 9),)),
    )
    return sound | {each.key: each for each in full}


def told(template: Path, slides: Mapping[str, Slide]) -> dict[str, tuple[str, ...]]:
    """Return what the preview of each slide says has no room, by key."""
    drawn = {key: draw_slide(template, slide) for key, slide in slides.items()}
    return {key: each.problems for key, each in drawn.items() if each is not None}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_preview_says_of_each_slide_what_the_run_says_of_its_deck(shared: Path, name: str, tmp_path: Path) -> None:
    """Overflow stands under the preview exactly where the run reports it, or lint finds it in the finished file."""
    template = next((shared / "templates").glob(f"{name}.*"))
    slides = a_story(template)
    found = told(template, slides)
    deck = build_deck(list(slides.values()), template, tmp_path / "deck.pptx")
    wrong = {each.slide for each in deck.problems} | {each.slide for each in lint_deck(deck.path, ["text-fits"])}
    at = {key: number for number, key in enumerate(slides, 1)}
    assert {key for key, said in found.items() if said} == {key for key in slides if at[key] in wrong}
    assert {"long_takeaway", "long_title"} <= {key for key, said in found.items() if said}


def narrow(tmp_path: Path) -> Path:
    """Return a company's template: ours, with a column for the takeaway that its designer made small."""
    path = tmp_path / "house.pptx"
    shutil.copy(template_path("valuestory"), path)
    deck = Presentation(str(path))
    layouts: Any = deck.slide_layouts
    for layout in layouts:
        for holder in layout.placeholders:
            if holder.name == "vs:takeaway":
                holder.left, holder.top, holder.width, holder.height = (Inches(each) for each in (9.067, 4.9, 3.5, 1.6))
    deck.save(str(path))
    return path


def test_a_designers_smaller_box_is_told_under_the_preview_and_seen_in_it(tmp_path: Path) -> None:
    """What fits the shipped template does not fit this one: the preview says by how much, and shows that box."""
    template = narrow(tmp_path)
    theme = read_theme(template)
    body = (say("What it means", "label"), say("A sentence to remember.", "lead"), say(LONG), say(LONG))
    slide = replace(sample_slides(theme)["chart+takeaway"], body=body)
    assert callable(valuestory.open_story)  # whoever takes the public name has a preview that knows the deck
    assert SlideView(slide, theme, template_path("valuestory")).problems == ()
    view = SlideView(slide, theme, template)
    assert [re.sub(r"\d+", "N", each) for each in view.problems] == [
        "the text beside the exhibit is too long for its place by about N %: "
        "say the rest in notes=, or on a slide of its own"
    ]
    drawn = draw_slide(template, slide)
    assert drawn is not None
    column = next(each for each in drawn.parts if isinstance(each, Words) and "What it means" in text_of(each))
    assert (column.box.left, column.box.top) == pytest.approx((9.067, 4.9), abs=0.01)
    assert "To mend on this slide" not in view._repr_mimebundle_()["text/html"]
    assert "One thing to mend on this slide" in view._repr_mimebundle_()["text/html"]


def text_of(words: Words) -> str:
    """Return what a text says."""
    return " ".join(each.text for line in words.lines for each in line.letters)


@pytest.fixture(scope="module")
def on_rowland(shared: Path) -> dict[str, SlideOnTemplate]:
    """Samples on a template with pictures, a bar beside its titles and a statement about confidentiality."""
    template = shared / "templates" / "rowland_helper.pptx"
    samples = sample_slides(read_theme(template))
    drawn = {name: draw_slide(template, samples[name]) for name in ("two", "table")}
    return {name: each for name, each in drawn.items() if each is not None}


def test_the_preview_shows_what_the_template_brings_and_every_part_of_the_slide(
    on_rowland: dict[str, SlideOnTemplate],
) -> None:
    """The company's own words and the title in its blue; both charts side by side; each cell of the table."""
    two, table = on_rowland["two"], on_rowland["table"]
    words = [each for each in two.parts if isinstance(each, Words)]
    assert any(text_of(each).startswith("Confidential") for each in words)
    title = next(each for each in words if each.title)
    assert title.lines[0].letters[0].color == "#003494"  # the template's dark blue, made from its accent
    first, second = (each.box for each in two.parts if isinstance(each, Exhibit))
    assert first.right <= second.left
    assert first.top == second.top
    cells = [text_of(each) for each in table.parts if isinstance(each, Words)]
    assert {"Cases solved", "141,000", "Time to an answer", "7 hours"} <= set(cells)


def test_nothing_stays_in_the_template_that_previews_are_drawn_on(shared: Path) -> None:
    """A hundred previews leave no slide behind, and a slide looks the same each time."""
    template = shared / "templates" / "djpr_vic_gov.pptx"
    slide = sample_slides(read_theme(template))["bullets"]
    once, *others = [draw_slide(template, slide) for _ in range(3)]
    assert all(each == once for each in others)


def test_what_a_layouts_picture_conceals_is_not_said(shared: Path) -> None:
    """The master's line of small print lies beneath the cover's picture, and is read on every other slide."""
    template = shared / "templates" / "rowland_helper.pptx"
    samples = sample_slides(read_theme(template))
    for kind, is_said in (("title", False), ("bullets", True)):
        drawn = draw_slide(template, samples[kind])
        assert drawn is not None
        said = [
            letters.text
            for each in drawn.parts
            if isinstance(each, Words)
            for line in each.lines
            for letters in line.letters
        ]
        assert any("Confidential" in each for each in said) == is_said
