"""A table that is too high for one slide goes on over further slides; nothing of it is lost, shrunk or doubled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from tests.golden.sample_slides import FIGURES, RECORD, say, slides
from tests.validation import assert_valid_deck

from valuestory.deck import build_deck
from valuestory.deck.build import BuiltDeck
from valuestory.deck.drawing.split import _groups
from valuestory.deck.file.evidence import read_evidence
from valuestory.deck.lint.linting import lint_deck
from valuestory.slides.slide import Column, Table

COUNT = 34
LONG = "A decision that takes more than one line to say, and names what is to be done by whom in plain words, number"


def _rows() -> Table:
    head = (Column(say("Place"), "left", 1.0), Column(say("Answers"), "right", 1.0))
    answers = [*range(1, COUNT), "{{ answers_accepted }}"]
    rows = tuple((say(f"Row {at}"), say(str(each))) for at, each in enumerate(answers, 1))
    return Table(head, rows)


def _decisions() -> Table:
    head = (Column(say("Decision"), "left", 3.0), Column(say("Owner"), "left", 1.0))
    return Table(head, tuple((say(f"{LONG} {at}"), say("CFO")) for at in range(1, 13)))


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> BuiltDeck:
    """A table of 34 rows, one of 12 long ones with a line below it, and one that fits; the first two in the story."""
    long = next(each for each in slides() if each.key == "figures")
    decision = next(each for each in slides() if each.key == "decision")
    made = [
        replace(long, key="places", title=say("34 places gave {{ answers_accepted }} answers"), table=_rows()),
        replace(decision, table=_decisions()),
        replace(long, table=FIGURES),
    ]
    record = replace(RECORD, storyline=("places", "decision"), missing={})
    out = tmp_path_factory.mktemp("split") / "deck.pptx"
    return build_deck(made, "valuestory", out, record=record, cells={"places": 7, "decision": 9, "figures": 11})


@pytest.fixture(scope="module")
def pages(done: BuiltDeck) -> list[Any]:
    """Its slides."""
    return list(Presentation(str(done.path)).slides)


def _table(page: Any) -> list[list[str]]:
    return next(
        [[cell.text for cell in row.cells] for row in each.table.rows] for each in page.shapes if each.has_table
    )


def _titled(pages: list[Any], words: str) -> list[Any]:
    return [each for each in pages if words in each.shapes.title.text_frame.text]


def test_every_row_stands_once_in_order_below_its_head(pages: list[Any]) -> None:
    """34 rows of 0.44 inches in places of 4.5: nine below a head at most, so four slides of about as many rows."""
    parts = [_table(each) for each in _titled(pages, "places")]
    assert [row[0] for part in parts for row in part[1:]] == [f"Row {at}" for at in range(1, COUNT + 1)]
    assert all(part[0] == ["Place", "Answers"] for part in parts)
    assert [len(part) - 1 for part in parts] == [9, 9, 9, 7]


def test_titles_count_the_parts(pages: list[Any]) -> None:
    """The claim stays, with its part; the line below the table stands below each, as its layout has a panel for it."""
    assert [each.shapes.title.text_frame.text[-5:] for each in _titled(pages, "places")] == [
        f"({at}/4)" for at in range(1, 5)
    ]
    parts = _titled(pages, "Approve")
    assert len(parts) == 3
    words = [" ".join(each.text_frame.text for each in part.shapes if each.has_text_frame) for part in parts]
    assert all("If we decide nothing" in each for each in words)


def test_nothing_is_shrunk_or_over_its_place(done: BuiltDeck, pages: list[Any]) -> None:
    """Type has its full size, no problem is left to report, and a table that fits stays on one slide."""
    assert not [each for each in done.problems if "table" in each.what]
    assert not [
        each
        for each in lint_deck(done.path)
        if each.rule in ("text-fits", "inside-slide", "type-drift", "titles-differ")
    ]
    assert len(_titled(pages, "cost share fell")) == 1
    assert "part 2 of 4" in done.layouts["places 2"]


def test_facts_and_cells_are_known_on_the_slide_where_the_table_goes_on(done: BuiltDeck, pages: list[Any]) -> None:
    """A number of the last row is traced to the last part, and to the cell that made the whole table."""
    evidence = read_evidence(done.path)
    places = [each for each in evidence.shown if each.cell is not None and each.fact.startswith("answers_accepted")]
    last = _titled(pages, "places")[-1]
    assert (places[0].slide_id, places[0].key, places[0].cell) == (last.slide_id, "places 4", (7, 1))
    assert evidence.origin.cells["places 4"] == 7


def test_the_parts_belong_to_the_story_and_the_file_is_valid(done: BuiltDeck, pages: list[Any]) -> None:
    """The appendix begins behind the last part."""
    sections = [len(each) for each in Presentation(str(done.path)).part._element.iter("{*}sldIdLst")]
    main = len(_titled(pages, "places")) + len(_titled(pages, "Approve"))
    assert sections[-2:] == [main, len(pages) - main]
    assert_valid_deck(done.path)


@pytest.mark.parametrize(
    ("heights", "room", "rows"),
    [
        ([1.0] * 6, 3.0, [3, 3]),
        ([1.0] * 7, 3.0, [3, 3, 1]),
        ([1.0] * 5, 4.0, [3, 2]),  # even, not four and one
        ([5.0, 1.0], 3.0, [1, 1]),  # a row that is too high for any slide stands alone
        ([2.0, 1.0, 1.0, 2.0], 3.5, [2, 2]),
    ],
)
def test_groups_are_few_and_even(heights: list[float], room: float, rows: list[int]) -> None:
    """By hand."""
    assert [len(each) for each in _groups(heights, room)] == rows
