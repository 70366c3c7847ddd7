"""The templates that ship: their boxes, colours and type against the design, and what each does with a slide."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.golden.sample_slides import RECORD, slides
from tests.validation import assert_valid_deck

from valuestory.deck import build_deck
from valuestory.deck.build import BuiltDeck
from valuestory.deck.drawing.notes import notes_text
from valuestory.deck.lint.linting import lint_deck
from valuestory.project import shipped, template_path
from valuestory.slides.contrast import contrast
from valuestory.slides.html import preview_html
from valuestory.slides.theme import read_theme

NAMES = ("valuestory", "valuestory-dark", "valuestory-4x3", "valuestory-boardroom")
EMU = 914_400

# The design's table of layouts: inches from the left, from the top, wide, high.
TITLE, SOURCE, PAGE = (0.767, 0.50, 11.80, 0.95), (0.767, 6.88, 10.60, 0.36), (11.767, 6.88, 0.80, 0.20)
COVER = {
    "vs:title": (0.767, 1.75, 8.80, 1.50),
    "vs:subtitle": (0.767, 3.72, 8.80, 0.40),
    "vs:text": (0.767, 6.60, 8.80, 0.40),
}
FOOT = {"vs:source": SOURCE, "vs:page": PAGE}
USUAL = {"vs:title": TITLE, **FOOT}
WIDE = {
    "Cover": COVER,
    "Section": {
        "vs:title": (0.767, 2.75, 8.80, 1.00),
        "vs:subtitle": (0.767, 3.90, 8.80, 0.80),
        "vs:page": PAGE,
    },
    "Statement": {"vs:title": (0.767, 2.00, 9.80, 3.50), **FOOT},
    "Text": {**USUAL, "vs:text": (0.767, 1.75, 8.80, 4.75)},
    "Chart": {**USUAL, "vs:subtitle": (0.767, 1.65, 11.80, 0.30), "vs:chart": (0.767, 2.05, 11.80, 4.50)},
    "Chart and takeaway": {
        **USUAL,
        "vs:subtitle": (0.767, 1.65, 7.80, 0.30),
        "vs:chart": (0.767, 2.05, 7.80, 4.50),
        "vs:takeaway": (9.067, 1.65, 3.50, 4.90),
    },
    "Two charts": {
        **USUAL,
        "vs:subtitle": (0.767, 1.65, 5.80, 0.30),
        "vs:chart": (0.767, 2.05, 5.80, 4.50),
        "vs:subtitle2": (6.767, 1.65, 5.80, 0.30),
        "vs:chart2": (6.767, 2.05, 5.80, 4.50),
    },
    "Table": {**USUAL, "vs:subtitle": (0.767, 1.65, 11.80, 0.30), "vs:table": (0.767, 2.05, 11.80, 4.50)},
    "Decision": {
        **USUAL,
        "vs:subtitle": (0.767, 1.65, 11.80, 0.30),
        "vs:table": (0.767, 2.05, 11.80, 3.35),
        "vs:text": (0.767, 5.55, 11.80, 0.90),
    },
    "Key figures and ask": {
        **USUAL,
        **{f"vs:kpi{at}": (left, 1.75, 3.80, 2.40) for at, left in ((1, 0.767), (2, 4.767), (3, 8.767))},
        "vs:text": (0.767, 4.40, 11.80, 2.05),
    },
    "Key figures": {
        **USUAL,
        **{f"vs:kpi{at}": (3.0 * at - 2.233, 1.75, 2.80, 2.40) for at in (1, 2, 3, 4)},
        "vs:chart": (0.767, 4.40, 11.80, 2.15),
    },
    "Canvas": {**USUAL, "vs:canvas": (0.767, 1.65, 11.80, 4.90)},
    "Close": COVER,
}
# What the other designs have otherwise.
NARROW = {
    "Chart": {
        "vs:title": (0.60, 0.50, 8.80, 0.95),
        "vs:subtitle": (0.60, 1.65, 8.80, 0.30),
        "vs:chart": (0.60, 2.05, 8.80, 4.50),
        "vs:source": (0.60, 6.88, 7.60, 0.36),
        "vs:page": (8.60, 6.88, 0.80, 0.20),
    },
    "Chart and takeaway": {"vs:chart": (0.60, 2.05, 8.80, 4.05), "vs:takeaway": (0.60, 6.30, 8.80, 0.30)},
    "Two charts": {"vs:chart": (0.60, 2.05, 4.30, 4.50), "vs:chart2": (5.10, 2.05, 4.30, 4.50)},
    "Key figures and ask": {f"vs:kpi{at}": (3.0 * at - 2.40, 1.75, 2.80, 2.40) for at in (1, 2, 3)},
    "Key figures": {f"vs:kpi{at}": (2.25 * at - 1.65, 1.75, 2.05, 2.40) for at in (1, 2, 3, 4)},
}
BOARD = {
    "Chart": {**USUAL, "vs:subtitle": (0.767, 1.85, 11.80, 0.30), "vs:chart": (0.767, 2.23, 11.80, 4.32)},
    "Chart, takeaway in the notes": {
        **USUAL,
        "vs:subtitle": (0.767, 1.85, 11.80, 0.30),
        "vs:chart": (0.767, 2.23, 11.80, 4.32),
    },
    "Table": {"vs:table": (0.767, 2.23, 11.80, 4.32)},
}
LIGHT_COLORS = {
    "bg1": "FFFFFF", "bg2": "F3F5F7", "tx1": "17232E", "tx2": "4A5763", "accent1": "0B5E8E", "accent2": "828D98",
    "accent3": "9CC3DC", "accent4": "1D7A4C", "accent5": "B5401B", "accent6": "D5DBE0", "hlink": "0B5E8E",
}  # fmt: skip
DARK_COLORS = {
    "bg1": "0F1E2B", "bg2": "182B3B", "tx1": "F4F7F9", "tx2": "C3CED7", "accent1": "62B5E5", "accent2": "8796A3",
    "accent3": "2F6C92", "accent4": "5CC08B", "accent5": "F0895B", "accent6": "34485A", "hlink": "62B5E5",
}  # fmt: skip


def boxes(name: str) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return the placeholders' boxes in EMU, by layout (the brackets taken off) and name."""
    found = {}
    for layout in Presentation(str(template_path(name))).slide_layouts:
        places = {each.name: (each.left, each.top, each.width, each.height) for each in layout.placeholders}
        found[layout.name.partition(" [")[0]] = places
    return found


def in_emu(places: dict[str, tuple[float, ...]]) -> dict[str, tuple[int, ...]]:
    """Return boxes in inches as EMU."""
    return {name: tuple(round(each * EMU) for each in box) for name, box in places.items()}


@pytest.mark.parametrize("name", ["valuestory", "valuestory-dark"])
def test_every_box_stands_where_the_design_has_it(name: str) -> None:
    """All layouts, in the design's order, with these placeholders and no others; dark is the same in each."""
    found = boxes(name)
    assert list(found) == list(WIDE)
    for layout, places in WIDE.items():
        assert set(found[layout]) == set(places)
        for role, box in in_emu(places).items():
            assert found[layout][role] == pytest.approx(box, abs=1), (layout, role)


@pytest.mark.parametrize(("name", "design"), [("valuestory-4x3", NARROW), ("valuestory-boardroom", BOARD)])
def test_the_other_designs_stand_on_their_own_grid(name: str, design: dict[str, dict[str, tuple[float, ...]]]) -> None:
    """4:3 has twelve columns of 0.75 from 0.60; the boardroom begins lower and has no column for words."""
    found = boxes(name)
    for layout, places in design.items():
        for role, box in in_emu(places).items():
            assert found[layout][role] == pytest.approx(box, abs=1), (layout, role)
    assert ("vs:takeaway" in found.get("Chart and takeaway", {})) == (name == "valuestory-4x3")


@pytest.mark.parametrize("name", NAMES)
def test_colours_sit_in_the_slots_that_the_design_names_and_can_be_read(name: str) -> None:
    """What slides ask for gives the design's colours; text has 4.5 on ground and panel, marks of the subject 3."""
    theme = read_theme(template_path(name))
    wanted = DARK_COLORS if name == "valuestory-dark" else LIGHT_COLORS
    assert {slot: theme.color(slot) for slot in wanted} == {slot: f"#{value}" for slot, value in wanted.items()}
    for ink in ("tx1", "tx2", "accent1", "accent4", "accent5"):
        assert min(contrast(theme.color(ink), theme.color(ground)) for ground in ("bg1", "bg2")) >= 4.5
    assert min(contrast(theme.color("accent2"), theme.color(ground)) for ground in ("bg1", "bg2")) >= 3.0


@pytest.mark.parametrize(
    ("name", "size"),
    [("valuestory", 26), ("valuestory-dark", 26), ("valuestory-4x3", 24), ("valuestory-boardroom", 32)],
)
def test_titles_have_the_designs_size(name: str, size: int) -> None:
    """Set once, on the master."""
    master = Presentation(str(template_path(name))).slide_master
    assert master._element.xpath("string(.//p:titleStyle/a:lvl1pPr/a:defRPr/@sz)") == str(100 * size)


def test_the_files_are_what_their_script_makes(tmp_path: Path) -> None:
    """Byte for byte, so that nobody edits one of them by hand."""
    runpy.run_path(str(shipped("templates", "make_valuestory.py")))["main"](tmp_path)
    assert sorted(each.stem for each in tmp_path.iterdir()) == sorted(NAMES)
    for name in NAMES:
        assert (tmp_path / f"{name}.pptx").read_bytes() == template_path(name).read_bytes(), name


@pytest.fixture(scope="module", params=["valuestory-dark", "valuestory-4x3", "valuestory-boardroom"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, BuiltDeck]:
    """The sample deck on each template; the default one is every other test's."""
    out = tmp_path_factory.mktemp("shipped") / "deck.pptx"
    return request.param, build_deck(slides(), request.param, out, record=RECORD)


def test_a_whole_deck_stands_on_each_template_without_a_fault(built: tuple[str, BuiltDeck]) -> None:
    """Every kind finds its layout, nothing has to be reported, and Microsoft's validator has nothing to say."""
    _, deck = built
    assert deck.problems == ()
    assert all("its name says" in said for said in deck.layouts.values())
    assert_valid_deck(deck.path)  # which holds the template, layouts and all


def words_of(deck: BuiltDeck, key: str) -> tuple[dict[str, Any], str]:
    """Return the text shapes of a slide by name, and its notes."""
    slide = next(each for each in Presentation(str(deck.path)).slides if each.shapes.title.text_frame.text == key)
    return {each.name: each for each in slide.shapes}, notes_text(slide)


def test_what_a_chart_means_stands_where_the_template_has_room_for_it(built: tuple[str, BuiltDeck]) -> None:
    """Dark has it in the column; 4:3 the one sentence in 16 points bold and the rest in the notes, the boardroom all.

    Nothing is lost: what is not shown is said.
    """
    name, deck = built
    takeaway = next(slide for slide in slides() if slide.key == "answers")
    shapes, notes = words_of(deck, takeaway.title.text)
    lead = next(each.text for each in takeaway.body if each.style == "lead")
    rest = [each.text for each in takeaway.body if each.style not in ("label", "lead")]
    assert rest
    shown = shapes["vs:takeaway"].text_frame if "vs:takeaway" in shapes else None
    if name == "valuestory-dark":
        assert shown is not None
        assert [each.text for each in shown.paragraphs][1:] == [lead, *rest]
    elif name == "valuestory-4x3":
        assert shown is not None
        run = shown.paragraphs[0].runs[0]
        assert (shown.text, run.font.size.pt, run.font.bold) == (lead, 16, True)
        assert lead not in notes
    else:
        assert shown is None
        assert lead in notes
    assert all((each in notes) == (name != "valuestory-dark") for each in rest)


def test_a_title_that_has_no_room_on_its_template_is_found(built: tuple[str, BuiltDeck], tmp_path: Path) -> None:
    """85 characters in the boardroom, 95 at 4:3, 110 elsewhere; one more is one too many."""
    name, deck = built
    most = {"valuestory-4x3": 95, "valuestory-boardroom": 85}.get(name, 110)
    opened = Presentation(str(deck.path))
    argued = [each for each in opened.slides if any(shape.has_chart for shape in each.shapes)][:2]
    for slide, length in zip(argued, (most, most + 1), strict=True):
        slide.shapes.title.text_frame.text = "Customers stayed, and " + "n" * (length - 22)
    opened.save(str(tmp_path / "long.pptx"))
    found = lint_deck(tmp_path / "long.pptx", ["title-length"])
    own = [each.what for each in found if each.what.startswith("4 words")]  # the sample's answer is long for a board
    assert own == [f"4 words and {most + 1} characters; 16 and {most} at most"]


def test_labels_in_the_boardroom_are_of_18_points(built: tuple[str, BuiltDeck]) -> None:
    """A category of 14 points in the chart as it was made is 18 there, and as it was made elsewhere."""
    name, deck = built
    shapes, _ = words_of(deck, next(slide for slide in slides() if slide.key == "answers").title.text)
    chart = shapes["vs:chart"].chart._chartSpace
    sizes = {int(each) / 100 for each in chart.xpath(".//c:catAx/c:txPr//a:defRPr/@sz")}
    assert sizes == ({18} if name == "valuestory-boardroom" else {14})


def test_a_preview_has_the_sizes_of_the_boardroom() -> None:
    """Title of 32 points, exhibit over the whole width from 2.23 inches, no column: as the deck has it."""
    takeaway = next(slide for slide in slides() if slide.key == "answers")
    page = preview_html(takeaway, read_theme(template_path("valuestory-boardroom")))
    assert "font-size:3.2em" in page
    assert re.search(rf"top:{2.23 * 7.2:.4g}em;width:8[45]\.\d+em", page)
    assert all(each.text not in page for each in takeaway.body)
