"""What a designer says in PowerPoint is obeyed: kinds in layout names, roles on placeholders, the canvas."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from valuestory.deck.samples import sample_slides
from valuestory.deck.template.chosen import Layouts
from valuestory.deck.template.findings import findings
from valuestory.deck.template.layouts import LayoutChoice
from valuestory.deck.template.open import open_template
from valuestory.deck.template.signature import signatures
from valuestory.project import shipped
from valuestory.slides.theme import read_theme

THEME = read_theme(shipped("templates", "valuestory.pptx"))
SAMPLES = sample_slides(THEME)

Designed = Callable[[Callable[[Any], None]], Layouts]


@pytest.fixture
def designed(tmp_path: Path) -> Designed:
    """Let a designer change python-pptx's plain template, and return its layouts."""

    def change(by: Callable[[Any], None]) -> Layouts:
        deck = Presentation()
        by(deck)
        buffer = io.BytesIO()
        deck.save(buffer)
        (tmp_path / "brand.pptx").write_bytes(buffer.getvalue())
        return Layouts(tuple(signatures(open_template(tmp_path / "brand.pptx"))))

    return change


def rename(layout: Any, name: str, **roles: int) -> None:
    """Rename a layout, and its placeholders by index."""
    layout.name = name
    for role, idx in roles.items():
        holder = next(each for each in layout.placeholders if each.placeholder_format.idx == idx)
        holder._element.nvSpPr.cNvPr.set("name", f"vs:{role}")


def taken(choice: LayoutChoice) -> dict[str, int]:
    """Return the index of the placeholder that each role takes."""
    return {role: slot.idx for role, slot in choice.slots.items()}


@pytest.mark.parametrize("name", ["1_Zwei Inhalte [vs:chart+takeaway]", "[VS: Chart + Takeaway]  対照"])
def test_a_kind_in_brackets_decides_whatever_else_the_name_says(designed: Designed, name: str) -> None:
    """Prefixes, translations, capitals and spaces do not matter; here the picture layout would never be chosen."""
    layouts = designed(lambda deck: rename(deck.slide_layouts[7], name, chart=1, takeaway=2))
    choice = layouts.choose(SAMPLES["chart+takeaway"])
    assert choice.reason == "its name says [vs:chart+takeaway]"
    assert taken(choice) == {"title": 0, "chart": 1, "takeaway": 2}


def test_a_cover_named_in_brackets_keeps_its_subtitle(designed: Designed) -> None:
    """A designer who only renames the layout need not name its placeholders."""
    layouts = designed(lambda deck: rename(deck.slide_layouts[0], "Front [vs:title]"))
    assert taken(layouts.choose(SAMPLES["title"])) == {"title": 0, "subtitle": 1}


def test_a_layout_for_big_numbers_without_named_places_is_drawn_on(designed: Designed) -> None:
    """The kind says which layout, the free area where."""
    layouts = designed(lambda deck: rename(deck.slide_layouts[5], "Zahlen [vs:kpi]"))
    choice = layouts.choose(SAMPLES["kpi"])
    assert choice.signature.name == "Zahlen [vs:kpi]"
    assert choice.drawn


def test_placeholders_named_by_role_make_a_layout_one_for_their_kind(designed: Designed) -> None:
    """Without brackets too: names of placeholders count more than where they stand."""
    layouts = designed(lambda deck: rename(deck.slide_layouts[4], "Vergleich", chart=2, chart2=4, subtitle=1))
    choice = layouts.choose(SAMPLES["two"])
    assert choice.signature.name == "Vergleich"
    assert taken(choice) == {"title": 0, "chart": 2, "chart2": 4, "subtitle": 1}
    assert layouts.choose(SAMPLES["chart"]).signature.name == "Title and Content"  # one of two places would stay empty


def test_alt_text_is_the_second_place_for_a_role(designed: Designed) -> None:
    """For designers whose program has no selection pane."""

    def by(deck: Any) -> None:
        holder = deck.slide_layouts[8].placeholders[1]
        holder._element.nvSpPr.cNvPr.set("descr", "vs:table")

    choice = designed(by).choose(SAMPLES["table"])
    assert choice.signature.name == "Picture with Caption"
    assert taken(choice)["table"] == 1


def test_the_canvas_is_where_slides_are_drawn(designed: Designed) -> None:
    """An empty placeholder marks the safe area: nothing is guessed."""
    layouts = designed(lambda deck: rename(deck.slide_layouts[1], "Frei", canvas=1))
    for kind in ("kpi", "canvas"):
        choice = layouts.choose(SAMPLES[kind])
        assert choice.signature.name == "Frei"
        box = choice.signature.free
        assert box is not None
        # The content placeholder of that layout: 0.5, 1.75 inches, 9 by 4.95.
        assert (box.left, box.top, box.width, box.height) == pytest.approx((0.5, 1.75, 9.0, 4.95), abs=0.01)


def test_a_slip_in_a_designers_name_is_said(designed: Designed) -> None:
    """A misspelt kind would otherwise be a layout like any other, in silence."""

    def by(deck: Any) -> None:
        rename(deck.slide_layouts[1], "Inhalt [vs:chrat]", chrt=1)
        rename(deck.slide_layouts[3], "Zwei", chart=1)
        deck.slide_layouts[3].placeholders[2]._element.nvSpPr.cNvPr.set("name", "vs:chart")

    layouts = designed(by)
    said = "\n".join(findings({}, layouts.layouts, THEME))
    assert 'did you mean "chart"' in said
    assert '"vs:chrt" names no role' in said
    assert "two placeholders are called vs:chart" in said


def test_a_layout_says_that_text_is_spoken_and_labels_are_large(designed: Designed) -> None:
    """They stand behind the kind, parted by commas, with what room a title has; what nobody knows there is said."""
    name = "Vorstand [vs:chart+takeaway, Text in notes,  labels 20, title 70]"
    layouts = designed(lambda deck: rename(deck.slide_layouts[3], name, chart=1))
    signature = layouts.choose(SAMPLES["chart+takeaway"]).signature
    assert (signature.kind, signature.said.text_in_notes, signature.said.label_scale) == (
        "chart+takeaway",
        True,
        20 / 14,
    )
    assert (signature.said.misnamed, signature.said.longest_title) == ("", 70)
    slip = designed(lambda deck: rename(deck.slide_layouts[3], "Vorstand [vs:chart, lables 20]", chart=1))
    assert '"lables 20" in [vs:chart] says nothing' in "\n".join(findings({}, slip.layouts, THEME))
