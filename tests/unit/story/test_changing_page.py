"""docs/changing-the-story.md: its cells run in order, and its settings and sentences are what valuestory reads."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from tests.spec.tables import company_of
from tests.unit.story.told_stories import shown_by

from valuestory.errors import StoryError
from valuestory.metrics import Company
from valuestory.project import load_project
from valuestory.story import Story, board, open_story
from valuestory.story.storylines import storyline
from valuestory.story.view import LeftOut, SlideView

PAGE: Final = (Path(__file__).parents[3] / "docs" / "changing-the-story.md").read_text(encoding="utf-8")
QUOTES: Final = """
account_id | said_on    | text                                | consent | attribution
1          | 2026-05-02 | You answered before we had finished | yes     | Head of IT
2          | 2026-05-03 | Do not quote me                     | no      | Nobody
"""


def blocks(language: str) -> list[str]:
    """The code of the page in a language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.fixture(scope="module")
def small() -> Company:
    """Twelve customers with 80 cases over two quarters, some rated, and what two of them said."""
    cases = "\n".join(
        f"{each} | {each % 12} | 2026-0{1 + each % 6}-{1 + each % 28:02d} | 2026-06-30 | {5 if each % 4 else 2}"
        for each in range(80)
    )
    accounts = "account_id | start_at\n" + "\n".join(f"{number} | 2025-01-01" for number in range(12))
    columns = "case_id | account_id | opened_at | resolved_at | csat_score\n"
    return company_of(accounts=accounts, cases=columns + cases, quotes=QUOTES)


def run(story: Story) -> dict[str, SlideView | LeftOut | str]:
    """Run the page's cells, and return what each showed, by the key of its slide."""
    names: dict[str, Any] = {
        "story": story,
        "company": story.company,
        "results": story.company.metrics(),
        "board": board,
    }
    shown: dict[str, Any] = {}
    for block in blocks("python"):
        view = shown_by(ast.parse(block), names)
        assert view is not None
        shown[view.slide.key if isinstance(view, SlideView) else getattr(view, "key", "title")] = view
    return shown


def test_every_cell_of_the_page_runs_and_shows_what_the_page_says(small: Company) -> None:
    """A title with figures, a claim by its state, a chart, a slide less with its reason, and a quote with consent."""
    story = open_story(small)
    shown = run(story)
    assert list(shown) == ["answers_again", "title", "asked", "people", "voice"]
    assert shown["title"].startswith("Satisfaction is")  # type: ignore[union-attr]
    slides = {key: view.slide for key, view in shown.items() if isinstance(view, SlideView)}
    assert re.match(r"Customers asked \d+ times, and \d", slides["answers_again"].title.text)
    assert slides["asked"].chart is not None
    assert "You answered before" in slides["voice"].title.text  # who did not agree is not quoted
    assert story.missing["people"] == "the team asked not to be shown this quarter"


def test_who_has_not_agreed_is_not_quoted(small: Company) -> None:
    """Neither by asking for the quote nor by typing its words, whatever the capitals and marks around them."""
    story = open_story(small)
    assert story.quote("before we had") == ("“You answered before we had finished”", "Head of IT")
    with pytest.raises(StoryError, match="has not agreed to be quoted"):
        story.quote("do not quote")
    with pytest.raises(StoryError, match="not in the table of quotes"):
        story.quote("never said")
    with pytest.raises(StoryError, match="has not agreed to be quoted"):
        story.slide("voice", title="They wrote: do not QUOTE me!", body="Nobody")


def test_the_settings_and_sentences_of_the_page_are_read_as_they_stand(small: Company, tmp_path: Path) -> None:
    """The order, the own word and the own sentences of the page win over what ships; all else stays."""
    order, settings, words = blocks("toml")
    name = '[company]\nname = "Example"\ncurrency = "EUR"'
    (tmp_path / "valuestory.toml").write_text(settings.replace("[company]", name) + order, encoding="utf-8")
    (tmp_path / "our-words.toml").write_text(words, encoding="utf-8")
    project = load_project(tmp_path / "valuestory.toml")
    story = open_story(replace(small, tables=replace(small.tables, project=project)), audience="ceo")
    view = story.slide("situation", table=board.reported(story), state=board.reported_state(story))
    assert isinstance(view, SlideView)
    assert "What members gain shows in other departments' figures" in " ".join(each.text for each in view.slide.body)
    assert view.slide.notes[0].text.startswith("These are the figures that we bring")
    assert list(storyline("ceo", project)) == ["title", "answer", "situation", "asked", "voice", "limits", "decision"]
