"""A deck comes out whole on templates that lack what one would like to find."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches
from tests.unit.deck.awkward import AWKWARD, awkward, picture, rectangle
from tests.validation import assert_valid_deck, faults

from valuestory.deck import build_deck
from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.geometry import Box
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.samples import sample_slides
from valuestory.deck.template.open import open_template, read_template
from valuestory.deck.template.signature import signatures
from valuestory.deck.template_check import check_template, write_samples
from valuestory.slides.slide import Paragraph, Run, Slide
from valuestory.slides.theme import read_theme

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_FAMILIES = ("titleStyle", "bodyStyle")
KINDS = ("title", "section", "statement", "kpi+text", "bullets", "chart+takeaway", "table+text")
PARTS = {
    "kpi+text": {"vs:kpi1", "vs:kpi2", "vs:kpi3", "vs:text", "vs:ask 3"},
    "bullets": {"vs:text"},
    "chart+takeaway": {"vs:chart", "vs:takeaway", "vs:source"},
    "table+text": {"vs:table", "vs:text"},
}


@pytest.mark.parametrize("name", sorted(AWKWARD))
def test_a_deck_comes_out_whole(name: str, tmp_path: Path) -> None:
    """Each slide has a title and all its parts, nothing lies over another thing or beyond the slide."""
    template = awkward(name, tmp_path)
    samples = sample_slides(read_theme(template))
    built = build_deck([samples[kind] for kind in KINDS], template, tmp_path / "deck.pptx")
    deck = Presentation(str(built.path))
    for kind, slide in zip(KINDS, deck.slides, strict=True):
        names = {shape.name for shape in slide.shapes}
        assert "vs:title" in names, kind
        # Where no layout has a title, a cover's headline stands in its text placeholder; elsewhere one is added.
        headline = kind in ("title", "section", "statement") and name == "no title placeholder"
        assert slide.shapes.title is not None or headline, kind
        drawn = names | {each.name for shape in slide.shapes if shape.shape_type == 6 for each in shape.shapes}
        assert PARTS.get(kind, set()) <= drawn, kind
        for shape in slide.shapes:
            assert shape.left >= -9525, (kind, shape.name)
            assert shape.top >= -9525, (kind, shape.name)
            assert shape.left + shape.width <= deck.slide_width + 9525, (kind, shape.name)
            assert shape.top + shape.height <= deck.slide_height + 9525, (kind, shape.name)
    assert [str(each) for each in faults(built.path)] == []


def test_layouts_of_equal_names_are_told_apart_by_their_masters(tmp_path: Path) -> None:
    """Master and layout address one; the first master is preferred."""
    offered = signatures(open_template(awkward("two masters alike", tmp_path)))
    addresses = [each.address for each in offered]
    assert len(addresses) == len(set(addresses)) == 22
    assert "Office Theme/Title Only" in addresses
    assert "Office Theme #2/Title Only" in addresses


def test_sizes_grow_with_the_slide(tmp_path: Path) -> None:
    """Text of 14 points cannot be read on a slide 15 inches high: everything drawn is twice as large."""
    template = awkward("26 inches wide", tmp_path)
    slide = sample_slides(read_theme(template))["kpi"]
    deck = Presentation(str(build_deck([slide], template, tmp_path / "deck.pptx").path))
    tiles = [shape for shape in deck.slides[0].shapes if shape.name == "vs:kpi1"]
    figure = next(each for each in tiles[0].shapes if each.name == "vs:kpi1 figure")
    assert figure.text_frame.paragraphs[0].runs[0].font.size.pt == pytest.approx(96, abs=26)


@pytest.mark.parametrize(("name", "scale"), [("portrait", 1.0), ("A4", 8.27 / 7.5), ("26 inches wide", 2.0)])
def test_the_shorter_side_says_how_large_text_is(name: str, scale: float, tmp_path: Path) -> None:
    """By its height alone a portrait slide would have text for one that is twice as wide."""
    offered = signatures(open_template(awkward(name, tmp_path)))
    assert offered[0].scale == pytest.approx(scale, abs=0.001)


def test_a_column_breaks_no_word_of_a_title_in_capitals_and_text_drawn_beside_it_keeps_its_bullets(
    tmp_path: Path,
) -> None:
    """REMEMBER in bold Arial takes 5.833 times its size: in 2.4 inches, 29.6 points at most; written it is narrower."""
    template = awkward("the title in a column", tmp_path)
    parts = read_parts(template)
    in_arial = {name: each.replace(b'"Calibri"', b'"Arial"') for name, each in parts.items() if "/theme" in name}
    template.write_bytes(pack((parts | in_arial).items()))
    samples = sample_slides(read_theme(template))
    built = build_deck([samples["statement"], samples["bullets"]], template, tmp_path / "deck.pptx")
    statement, bullets = Presentation(str(built.path)).slides
    size = statement.shapes.title.text_frame.paragraphs[0].runs[0].font.size.pt
    assert 22 <= size <= 29.6
    text = next(each for each in bullets.shapes if each.name == "vs:text")
    assert not text.is_placeholder
    assert len(list(text._element.iter("{*}buChar"))) == 5


def test_styles_that_stand_on_sample_text_alone_are_the_slides(tmp_path: Path) -> None:
    """LibreOffice writes no ``p:txStyles``: 40 points of a title and a bullet would be 18 points and none."""
    template = awkward("styled by its sample text", tmp_path)
    opened = read_template(template)
    assert "its master has no text styles: sizes, colours and bullets are those of its sample text" in opened.remarks
    built = build_deck([sample_slides(read_theme(template))["bullets"]], template, tmp_path / "deck.pptx")
    deck = Presentation(str(built.path))
    title, level = (
        deck.slide_master._element.find(f"{{*}}txStyles/{{*}}{family}/{{*}}lvl1pPr") for family in _FAMILIES
    )
    assert (title.find("{*}defRPr").get("sz"), title.get("algn")) == ("4000", "ctr")
    assert (level.find("{*}defRPr").get("sz"), level.find("{*}buChar").get("char")) == ("2600", "•")
    assert_valid_deck(built.path)


def test_the_prompt_of_a_footer_that_nobody_filled_stays_on_the_layout(tmp_path: Path) -> None:
    """LibreOffice writes "Footer" onto every layout; what a designer has written there is on every slide."""
    template = awkward("styled by its sample text", tmp_path)
    for said, shown in (("<Footer>", []), ("Northwind Cloud, in confidence", ["Northwind Cloud, in confidence"])):
        deck = Presentation(str(template))
        for layout in deck.slide_layouts:
            for shape in layout.placeholders:
                if shape.placeholder_format.type == PP_PLACEHOLDER.FOOTER:
                    shape.text_frame.text = said
        deck.save(str(template))
        built = build_deck([sample_slides(read_theme(template))["bullets"]], template, tmp_path / "deck.pptx")
        shapes = Presentation(str(built.path)).slides[0].shapes
        assert [each.text_frame.text for each in shapes if each.name == "vs:footer"] == shown


def test_a_section_header_is_known_by_its_structure_where_neither_type_nor_name_says_so(tmp_path: Path) -> None:
    """Half of all real layouts say no type, and a name may be in any language, or a number."""
    deck = Presentation()
    for at, layout in enumerate(deck.slide_layouts):
        layout._element.attrib.pop("type", None)
        layout._element.cSld.set("name", f"Плиска {at}")
    path = tmp_path / "numbered.pptx"
    deck.save(str(path))
    section = check_template(path).choices["section"]
    assert (section.signature.name, section.drawn) == ("Плиска 2", False)


def test_what_is_drawn_keeps_off_a_mark_that_reaches_into_its_area(tmp_path: Path) -> None:
    """A title-only layout with a lamp beside the text: to begin where the lamp ends is to touch it."""
    deck = Presentation()
    lamp = Box(0.5, 2.0, 1.5, 3.0)
    deck.slide_master.shapes._spTree.append(rectangle(lamp))
    path = tmp_path / "lamp.pptx"
    deck.save(str(path))
    free = next(each for each in signatures(open_template(path)) if each.name == "Title Only").free
    assert free is not None
    assert free.left == pytest.approx(lamp.right + 0.06)


def test_what_is_drawn_ends_above_a_rule_that_has_no_height_but_its_stroke(tmp_path: Path) -> None:
    """Many a template has a line above its footers: nothing is drawn across it."""
    deck = Presentation()
    rule = rectangle(Box(0.5, 6.0, 9.0, 0.0))
    rule.spPr.append(rule.spPr.makeelement(f"{{{_A}}}ln", {"w": "25400"}))
    deck.slide_master.shapes._spTree.append(rule)
    path = tmp_path / "rule.pptx"
    deck.save(str(path))
    free = next(each for each in signatures(open_template(path)) if each.name == "Title Only").free
    assert free is not None
    assert free.bottom == pytest.approx(6.0 - 1 / 72 - 0.06)


@pytest.mark.parametrize(("alpha", "left"), [("40000", 0.5), ("60000", 2.06)])
def test_a_veil_is_written_on_and_a_drawing_is_not(alpha: str, left: float, tmp_path: Path) -> None:
    """Circles of light lie all over a slide, each a tint of the ground: the slide's whole width is left to draw on."""
    deck = Presentation()
    circle = rectangle(Box(0.0, 2.5, 2.0, 2.0))
    color = circle.spPr.find(f"{{{_A}}}solidFill")[0]
    color.append(color.makeelement(f"{{{_A}}}alpha", {"val": alpha}))
    deck.slide_master.shapes._spTree.append(circle)
    path = tmp_path / "veil.pptx"
    deck.save(str(path))
    free = next(each for each in signatures(open_template(path)) if each.name == "Title Only").free
    assert free is not None
    assert free.left == pytest.approx(left)


def test_a_centred_title_of_two_lines_has_no_last_line_of_a_word(tmp_path: Path) -> None:
    """Both insets give way, so that it stays in the middle."""
    template = awkward("A4", tmp_path)
    sentence = "Helped customers stayed six points more often than all of the comparable ones did last year"
    words = sentence.split()
    titles = [Paragraph((Run(" ".join(words[:count])),)) for count in range(6, len(words) + 1)]
    slides = [Slide(f"s{at}", "bullets", each, body=(each,)) for at, each in enumerate(titles)]
    built = build_deck(slides, template, tmp_path / "deck.pptx")
    frames = [each.shapes.title.text_frame for each in Presentation(str(built.path)).slides]
    assert all(each.margin_left == each.margin_right for each in frames)
    assert any(each.margin_left > Inches(0.2) for each in frames)
    assert [each for each in lint_deck(built.path) if each.rule == "title-orphan"] == []


def test_what_is_to_be_read_stands_on_the_master_where_it_can_be(tmp_path: Path) -> None:
    """The first master is preferred, and its photograph suits a cover; a table cannot be read on it."""
    choices = check_template(awkward("a photograph on the first master", tmp_path)).choices
    assert choices["title"].signature.master == choices["section"].signature.master == 0
    for kind in ("kpi", "bullets", "chart", "chart+takeaway", "two", "table", "canvas"):
        assert choices[kind].signature.master == 1, kind


def test_paper_lies_behind_the_words_where_a_photograph_is_everywhere(tmp_path: Path) -> None:
    """No ink can be read on dark and light stripes: what a slide says stands on the theme's own ground, 90 % opaque."""
    template = awkward("a photograph everywhere", tmp_path)
    built = write_samples(check_template(template), tmp_path / "deck.pptx")
    for slide in Presentation(str(built.path)).slides:
        first = slide.shapes[0]
        assert first.name == "vs:paper"
        assert first.fill.fore_color.theme_color == MSO_THEME_COLOR.BACKGROUND_1
        covered = [each for each in slide.shapes if each.name in ("vs:title", "vs:chart", "vs:table", "vs:text")]
        assert covered
        assert all(first.left <= each.left and first.top <= each.top for each in covered)
    assert [str(each) for each in lint_deck(built.path, ["text-contrast"])] == []
    assert_valid_deck(built.path)


def test_a_title_keeps_off_a_logo_that_stands_before_its_place(tmp_path: Path) -> None:
    """A logo at the upper right reaches under the title's box: the text ends before it, the box stays inherited."""
    deck = Presentation()
    image = tmp_path / "logo.png"
    Image.new("RGB", (60, 20), "#C81E3C").save(image)
    with image.open("rb") as data:
        _, rid = deck.slide_master.part.get_or_add_image_part(data)
    logo = Box(7.5, 0.1, 2.0, 0.6)
    deck.slide_master.shapes._spTree.append(picture(rid, logo))
    path = tmp_path / "logo.pptx"
    deck.save(str(path))
    built = build_deck([sample_slides(read_theme(path))["bullets"]], path, tmp_path / "deck.pptx")
    [slide] = Presentation(str(built.path)).slides
    title = slide.shapes.title
    assert title._element.spPr.find("{*}xfrm") is None
    frame = title.text_frame
    assert (title.left + title.width - frame.margin_right) / 914_400 <= logo.left
    assert frame.margin_top == Inches(0.05)
    assert_valid_deck(built.path)


def test_a_title_stands_at_the_foot_where_the_designer_has_it(tmp_path: Path) -> None:
    """Nothing is drawn on an empty layout for it; what the title speaks of is above, and the title is read first."""
    template = awkward("the title at the foot", tmp_path)
    samples = sample_slides(read_theme(template))
    built = build_deck([samples[kind] for kind in ("kpi+text", "chart", "table")], template, tmp_path / "deck.pptx")
    for slide in Presentation(str(built.path)).slides:
        title, *others = (each for each in slide.shapes if each.name != "vs:page")
        assert title.name == "vs:title"
        assert title.top == Inches(5.7)
        assert all(each.top + each.height <= title.top for each in others)
    assert [str(each) for each in lint_deck(built.path, ["reading-order", "covered", "text-apart"])] == []


def test_what_stands_below_a_short_title_is_as_wide_as_the_masters_body(tmp_path: Path) -> None:
    """A title on a ribbon half as wide as the slide is the slide's title, and no measure of its width."""
    choices = check_template(awkward("short titles in the middle", tmp_path)).choices
    assert [choices[kind].signature.name for kind in ("kpi", "chart")] == ["Title Only", "Title and Content"]
    free = choices["kpi"].signature.free
    assert free is not None
    assert (free.left, free.right) == pytest.approx((0.5, 9.5))


def test_a_band_down_the_left_takes_no_title_placeholder_from_a_layout(tmp_path: Path) -> None:
    """A title over half the slide is one over nearly all that the band leaves, and nothing stands on the band."""
    template = awkward("a band down the left", tmp_path)
    choices = check_template(template).choices
    assert choices["kpi"].signature.name == "Title Only"
    assert choices["chart"].signature.name == "Title and Content"
    built = build_deck([sample_slides(read_theme(template))["kpi+text"]], template, tmp_path / "deck.pptx")
    [slide] = Presentation(str(built.path)).slides
    assert min(each.left for each in slide.shapes) >= Inches(3.4)
