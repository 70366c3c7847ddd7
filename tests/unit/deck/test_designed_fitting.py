"""What is filled into a designer's slide has room there: it shrinks, and where that does not help, it is said."""

from __future__ import annotations

from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.util import Inches, Pt
from tests.unit.deck.designed_template import add_place, add_slide, add_table, new_file, saved, shapes

from valuestory.deck import fill_deck
from valuestory.deck.designed.fill_deck import FilledDeck

WORD = "M" * 10
"""In Arial an M takes 0.833 of the size: at 24 points 2.78 inches, so that no two stand on a line of 3.8."""


def _box(slide: Any, text: str, name: str, left: float, top: float, *, grows: bool = False) -> None:
    shape = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(4), Inches(1.4))
    shape.name = name
    shape.text_frame.text = text
    shape.text_frame.word_wrap = True
    shape.text_frame.auto_size = MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT if grows else MSO_AUTO_SIZE.NONE
    run = shape.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.name = Pt(24), "Arial"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> FilledDeck:
    """A slide of boxes 4 by 1.4 inches in Arial of 24 points, filled with four, seven and ten words a line each."""
    folder = tmp_path_factory.mktemp("fitting")
    deck = new_file()
    slide = add_slide(deck, "Boxes")
    _box(slide, "{{ four }}", "four", 0.5, 1.1)
    _box(slide, "{{ ten }}", "ten", 4.6, 1.1)
    _box(slide, WORD + " " + WORD + " " + WORD + " " + WORD + " " + WORD + " {{ s }}", "drawn too full", 8.8, 1.1)
    _box(slide, "{{ seven }}", "grows", 0.5, 3.2, grows=True)
    add_place(slide, name="beneath")
    beneath = shapes(slide)["beneath"]
    beneath.left, beneath.top, beneath.width, beneath.height = (Inches(each) for each in (0.5, 6.6, 4, 0.5))
    add_table(slide, [["Name"], ["{{ name }}"]], name="vs:rows", top=3.2)
    table = shapes(slide)["vs:rows"]
    table.left, table.width = Inches(5), Inches(7)
    table.table.cell(1, 0).text_frame.paragraphs[0].runs[0].font.size = Pt(40)
    values = {"four": " ".join([WORD] * 4), "seven": " ".join([WORD] * 7), "ten": " ".join([WORD] * 10), "s": "?"}
    rows = [{"name": f"{at}. {WORD}"} for at in range(6)]
    return fill_deck(saved(deck, folder / "t.pptx"), values | {"rows": rows}, folder / "d.pptx")


@pytest.fixture(scope="module")
def sizes(filled: FilledDeck) -> dict[str, float]:
    """What size each box has come to."""
    found = shapes(Presentation(str(filled.path)).slides[0])
    return {
        name: shape.text_frame.paragraphs[0].runs[0].font.size.pt
        for name, shape in found.items()
        if name in ("four", "ten", "drawn too full", "grows")
    }


def test_text_that_is_too_long_is_shrunk_until_it_has_room(sizes: dict[str, float]) -> None:
    """Four lines at 1.15 of 24 points are 1.53 inches, and there are 1.3: at 20 points they are 1.28, at 21.5 1.37."""
    assert sizes["four"] == 20


def test_what_has_no_room_even_at_the_floor_is_reported(filled: FilledDeck, sizes: dict[str, float]) -> None:
    """Ten words: at 16.5 points two stand on a line no more than at 24, and ten lines take 2.6 inches."""
    assert sizes["ten"] == 16.5
    assert filled.problems[0].shape == "ten"
    assert "there is room for 1.30" in filled.problems[0].what


def test_what_is_no_longer_than_the_designers_text_stays_as_it_was_drawn_and_is_told(
    filled: FilledDeck, sizes: dict[str, float]
) -> None:
    """Whoever drew it saw that it was too full: it is theirs to change, and told before a reader finds it."""
    assert sizes["drawn too full"] == 24
    assert [each.shape for each in filled.problems] == ["ten", "drawn too full"]
    assert filled.problems[1].what.startswith("as it was designed, its text is 1.92 inches high")


def test_a_box_that_grows_may_grow_down_to_what_stands_below(filled: FilledDeck, sizes: dict[str, float]) -> None:
    """Seven lines of 24 points take 2.68 inches and the insets 0.1; from 3.2 to 6.6 there are 3.4."""
    assert sizes["grows"] == 24
    box = shapes(Presentation(str(filled.path)).slides[0])["grows"]
    assert box.height.inches == pytest.approx(2.78, abs=0.04)


def test_a_tables_text_is_shrunk_where_its_rows_would_leave_the_slide(filled: FilledDeck) -> None:
    """Six rows of 40 points (0.74 inches each) below a head at 3.2 end at 8.0; the slide ends at 7.5."""
    table = shapes(Presentation(str(filled.path)).slides[0])["vs:rows"].table
    sizes = {run.font.size.pt for row in list(table.rows)[1:] for run in row.cells[0].text_frame.paragraphs[0].runs}
    assert sizes == {36}
