"""What became of the last deck: figures that were restated, with the reason, and decisions that were asked for."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.spec.tables import company_of

from valuestory.errors import StoryError
from valuestory.metrics import Company
from valuestory.slides.slide import SLIDE_MEDIA_TYPE, STORY_MEDIA_TYPE, to_json
from valuestory.story import board, open_story
from valuestory.story.earlier import Earlier, read_earlier
from valuestory.story.story import Story
from valuestory.story.view import SlideView

ACCOUNTS = "account_id | start_at\n" + "\n".join(f"{each} | 2024-01-01" for each in range(12))
ASKED = pd.DataFrame(
    [("Run a holdout", "to be named"), ("Keep contracts", "IT")],
    columns=["Decision", "Owner"],
)
ASKED_NOW = ASKED.iloc[:1]


def _cases(days: range) -> str:
    """Return a case a day of January to June 2026."""
    rows = [f"{each} | {each % 12} | 2026-{1 + each % 6:02d}-{1 + each % 28:02d} | 2026-06-30" for each in days]
    return "case_id | account_id | opened_at | resolved_at\n" + "\n".join(rows)


def _story(cases: str, period: str) -> Story:
    company: Company = company_of(accounts=ACCOUNTS, cases=cases, period=period)
    return open_story(company)


@pytest.fixture(scope="module")
def last(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the first quarter's run: 60 cases, of which half lie in it, and two decisions."""
    story = _story(_cases(range(60)), "2026Q1")
    shown = story.slide("cases", title="{{ cases }} cases came", body=[])
    asked = story.slide("decision", title="Approve two decisions on {{ cases }} cases", table=ASKED, notes=[])
    outputs: list[dict[str, Any]] = [{"data": {STORY_MEDIA_TYPE: story._bundle()[STORY_MEDIA_TYPE]}}]
    for each in (shown, asked):
        assert isinstance(each, SlideView)
        outputs.append({"data": {SLIDE_MEDIA_TYPE: to_json(each.slide)}})
    folder = tmp_path_factory.mktemp("last")
    cells = [{"cell_type": "code", "source": "", "metadata": {}, "outputs": outputs}]
    (folder / "story.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4, "metadata": {}}))
    return folder


def _told(story: Story, earlier: Earlier, decisions: pd.DataFrame = ASKED_NOW) -> SlideView:
    table, words = board.since(story, earlier, decisions)
    view = story.slide("since", kind="table", table=table, state=words.state)
    assert isinstance(view, SlideView)
    return view


def test_a_figure_that_was_restated_stands_with_both_values_and_the_table_that_was_corrected(last: Path) -> None:
    """Six cases of the first quarter came to light since; each value has the evidence of its own run."""
    story = _story(_cases(range(72)), "2026Q2")
    earlier = read_earlier(str(last), story)
    assert earlier is not None
    table, _ = board.since(story, earlier, ASKED_NOW)
    assert table.iloc[0, 3] == "The same tables: more is known of the period now, or the settings changed"
    view = _told(story, replace(earlier, fingerprints={"cases": "of the first quarter's file"}))
    rows = [[cell.text.replace("\u00a0", " ") for cell in row] for row in view.slide.table.rows]  # type: ignore[union-attr]
    assert rows[0] == ["Cases, Q1 2026", "30", "36", "the data were restated: cases"]
    assert rows[1:] == [
        ["Run a holdout", "asked", "asked again", "Owner then: to be named"],
        ["Keep contracts", "asked", "not asked again", "Owner then: IT"],
    ]
    assert view.slide.title.text == "1 figure of the last deck was restated; the table says why"
    facts = {each.name: each.value for each in view.slide.facts}
    assert (facts["then_1"], facts["now_1"]) == (30, 36)


def test_where_nothing_was_restated_the_decisions_are_told(last: Path) -> None:
    """The new quarter's own cases restate nothing."""
    story = _story(_cases(range(60)), "2026Q2")
    earlier = read_earlier(str(last), story)
    assert earlier is not None
    said = _told(story, earlier).slide.title.text
    assert said == "No figure of the last deck was restated; 1 of its 2 decisions still wait"


def test_without_an_earlier_run_nothing_is_told(last: Path) -> None:
    """And a run that cannot be the one before is refused by its reason."""
    story = _story(_cases(range(60)), "2026Q1")
    assert read_earlier("", story) is None
    with pytest.raises(StoryError, match="is of 2026Q1, and the story of 2026Q1"):
        read_earlier(str(last), story)
