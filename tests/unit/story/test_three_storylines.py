"""The story that ships, on the sample company: one set of slides, three orders, and titles that can be read alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from tests.unit.story.told_stories import tell

from valuestory.deck import build_deck
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.notebook_slides import ordered
from valuestory.metrics import Company
from valuestory.slides.slide import Slide
from valuestory.story import Story
from valuestory.story.slide_problems import MOST_WORDS
from valuestory.story.storylines import storyline
from valuestory.story.telling import SHORT_TITLE

ORDERS: Final = {
    "ceo": "answer situation loop answers ttcv retention product people bridge limits decision",
    "cfo": "answer situation cost selfservice product retention chain bridge sensitivity holdout limits decision",
    "coo": "answer situation loop answers selfservice ttcv product people cost bridge limits decision",
}
"""As the brief has them; the title page is not counted."""
APPENDIX: Final = ["definitions", "data_quality", "comparison", "ledger", "index_bridge", "scorecard", "published"]


@pytest.fixture(scope="module")
def told(northwind: Company) -> tuple[Story, list[Slide]]:
    """The story of the sample company and its slides, made by the cells of the notebook that ships."""
    story, slides, _ = tell(northwind)
    return story, slides


@pytest.mark.parametrize("audience", ORDERS)
def test_a_readers_slides_come_in_the_order_of_the_brief(told: tuple[Story, list[Slide]], audience: str) -> None:
    """What the data cannot carry is listed with its reason; what another reader sees opens the appendix."""
    story, slides = told
    order = ordered(slides, replace(story.record(), storyline=storyline(audience, story.company.project)))
    main = [slide.key for slide in order.main]
    assert main == ["title", *(key for key in ORDERS[audience].split() if key not in story.missing)]
    appendix = [slide.key for slide in order.appendix]
    assert [key for key in appendix if key in APPENDIX] == [key for key in APPENDIX if key not in story.missing]
    assert not set(appendix[-len([key for key in appendix if key in APPENDIX]) :]) - set(APPENDIX)
    assert len(main) >= 10


def test_each_main_slide_leads_to_the_next_that_is_there(told: tuple[Story, list[Slide]]) -> None:
    """The bridge at the end of a slide is the sentence of the one behind it, whichever that is."""
    story, slides = told
    for audience in ORDERS:
        record = replace(story.record(), storyline=storyline(audience, story.company.project))
        main = ordered(slides, record).main
        for slide, after in pairwise(main):
            assert slide.bridge is not None, (audience, slide.key)
            assert slide.bridge == after.lead_in
        assert main[-1].bridge is None


def test_titles_keep_within_their_budget_and_differ(told: tuple[Story, list[Slide]]) -> None:
    """Sixteen words and 85 characters at most, for every template that ships; no question, and no two alike."""
    titles = [slide.title.text for slide in told[1]]
    assert [each for each in titles if len(each.split()) > MOST_WORDS or len(each) > SHORT_TITLE] == []
    assert [each for each in titles if each.endswith("?")] == []
    assert len(set(titles)) == len(titles)


def test_notes_say_ask_and_answer(told: tuple[Story, list[Slide]]) -> None:
    """On each main slide of any reader: what to say, what may be asked, and the answer."""
    main = {key for order in ORDERS.values() for key in order.split()}
    for slide in told[1]:
        if slide.key in main:
            heads = [paragraph.runs[0].text for paragraph in slide.notes if paragraph.runs[0].bold]
            assert heads == ["If asked:", "Answer:"], slide.key
            assert not slide.notes[0].runs[0].bold, slide.key


@pytest.mark.parametrize("template", ["valuestory", "valuestory-dark", "valuestory-4x3", "valuestory-boardroom"])
def test_the_storylines_pass_lint_on_each_template_that_ships(
    told: tuple[Story, list[Slide]], template: str, tmp_path: Path
) -> None:
    """No rule is waived. One deck has every reader's main slides in front; the order of each is held above."""
    story, slides = told
    keys = list(dict.fromkeys(key for order in ORDERS.values() for key in order.split()))
    parts = [["title", *keys[:8]], ["title", *keys[8:]]]  # twelve slides at most are a main story
    for number, part in enumerate(parts):
        record = replace(story.record(), storyline=tuple(part))
        main = [slide for slide in slides if slide.key in part]
        built = build_deck(ordered(main, record).main, template, tmp_path / f"{number}.pptx", record=record)
        assert [(each.slide, each.rule, each.what) for each in lint_deck(built.path)] == []
