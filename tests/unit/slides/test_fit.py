"""Text is measured as PowerPoint and LibreOffice draw it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from PIL import ImageFont

from valuestory.slides.typography.fit import BALANCED, Block, Piece, balanced_inset, height, shrink, wrap
from valuestory.slides.typography.fonts import is_measured, line_height, text_width

LIBERATION = Path("/usr/share/fonts/truetype/liberation")
TITLE = "Customers accepted 141,000 answers, 44\u00a0% more than last year; reach grew only 13\u00a0%"


def _title(text: str, size: float = 26) -> Block:
    return Block((Piece(text, bold=True),), size, spacing=0.95)


@pytest.mark.parametrize(("file", "bold"), [("LiberationSans-Regular.ttf", False), ("LiberationSans-Bold.ttf", True)])
def test_widths_are_those_of_the_font_itself(file: str, bold: bool) -> None:
    """A line measures what FreeType measures on Arial's metric twin, without kerning."""
    if not (LIBERATION / file).is_file():
        pytest.skip("Liberation Sans is not installed: apt-get install fonts-liberation")
    font = ImageFont.truetype(str(LIBERATION / file), 2000, layout_engine=ImageFont.Layout.BASIC)
    text = "Wiederkehrende Erlöse −3,4 % (§ 12) — Łódź €"
    alone = sum(font.getlength(character) for character in text)
    assert text_width(text, 72, bold=bold) == pytest.approx(alone / 2000, rel=0.001)


def test_a_number_is_not_parted_from_its_unit() -> None:
    """A no-break space does not break: the line breaks before the number."""
    lines = wrap(Block((Piece("It returned 1.9\u00a0million"),), 20), text_width("It returned 1.9\u00a0", 20) + 0.2)
    assert len(lines) == 2
    assert lines[0] == pytest.approx(text_width("It returned", 20))


def test_a_title_of_two_lines_is_balanced_and_stays_at_two() -> None:
    """The second line is at least 62 % of the first, which a full-width box does not give."""
    block = _title(TITLE)
    before, inset = wrap(block, 11.8), balanced_inset(block, 11.8)
    after = wrap(block, 11.8 - inset)
    assert before[1] / before[0] < BALANCED
    assert len(after) == 2
    assert after[1] / after[0] >= BALANCED


@pytest.mark.parametrize(
    ("title", "size", "box"),
    [
        (
            "Support's value is not established: \u2212$0.2\u00a0million to $4.9\u00a0million for $4.2\u00a0million",
            26,
            11.8,
        ),
        ("The answer depends most on chance: \u2212$0.2\u00a0million to $4.9\u00a0million", 24, 8.8),
    ],
)
def test_a_title_keeps_a_minus_with_its_amount_where_libreoffice_would_part_them(
    title: str, size: float, box: float
) -> None:
    """LibreOffice may end a line behind a minus: none has room behind the last word of the first line."""
    block = _title(title, size)
    width = box - balanced_inset(block, box)
    first, second = wrap(block, width)
    before, _, amount = title.partition("\u2212")
    to_the_minus = text_width(f"{before}\u2212", size, bold=True)
    assert second
    assert width < to_the_minus or first > text_width(f"{before}\u2212{amount.split(' ')[0]}", size, bold=True) - 0.01


def test_a_title_of_one_line_is_left_alone() -> None:
    """Nothing is to be balanced."""
    assert balanced_inset(_title("Support costs 4.6% of revenue"), 11.8) == 0.0


def test_text_shrinks_to_the_floor_and_then_says_so() -> None:
    """At 70 % of its size text is too long, not smaller."""
    words = Block((Piece("word " * 200),), 16)
    assert shrink([words], 3.5, 1.0) == shrink([words], 3.5, 0.5)
    assert not shrink([words], 3.5, 1.0).fits
    assert shrink([words], 3.5, 1.0).share == 0.7


def test_a_single_word_wider_than_its_box_does_not_count_as_fitting() -> None:
    """A figure that PowerPoint would break in the middle must shrink."""
    figure = Block((Piece("141,000", bold=True),), 48)
    width = text_width("141,000", 48, bold=True) * 0.9
    found = shrink([figure], width, 2.0)
    assert found.fits
    assert found.share < 1.0


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=80), st.floats(1, 12))
def test_a_wider_box_never_needs_more_lines(text: str, width: float) -> None:
    """Wrapping is monotone, whatever the words."""
    block = Block((Piece(text),), 16)
    assert len(wrap(block, width + 1)) <= len(wrap(block, width))
    assert height([block], width + 1) <= height([block], width)


def test_unknown_fonts_are_taken_to_run_wider() -> None:
    """Text in a font that nobody here can measure is measured on the safe side."""
    assert text_width("Support", 20, font="Gotham") > text_width("Support", 20, font="Arial")


DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
SENTENCE = "Support cost $3.9 million in FY2025; 141,000 answers WERE ACCEPTED, 13 % more"


@pytest.mark.parametrize(
    ("file", "font", "bold"),
    [
        ("DejaVuSans.ttf", "Verdana", False),
        ("DejaVuSans-Bold.ttf", "Verdana", True),
        ("DejaVuSans-Bold.ttf", "Gotham", True),
        ("DejaVuSansMono.ttf", "Courier New", False),
    ],
)
@pytest.mark.parametrize("text", [SENTENCE, "141,000", "iiii llll ...."])
def test_wide_fonts_are_never_taken_for_narrower(file: str, font: str, bold: bool, text: str) -> None:
    """DejaVu has Verdana's widths and stands in for missing fonts; its monospaced cut has Courier's."""
    if not (DEJAVU / file).is_file():
        pytest.skip("DejaVu is not installed: apt-get install fonts-dejavu")
    drawn = ImageFont.truetype(str(DEJAVU / file), 2000, layout_engine=ImageFont.Layout.BASIC)
    real = sum(drawn.getlength(character) for character in text) / 2000
    narrow = 0.85 if text.startswith("iiii") and font != "Courier New" else 0.99
    assert text_width(text, 72, bold=bold, font=font) >= narrow * real
    assert text_width(SENTENCE, 72, bold=bold, font=font) <= 1.15 * sum(map(drawn.getlength, SENTENCE)) / 2000


def test_characters_that_take_a_square_take_one_in_every_font() -> None:
    """Chinese, Japanese and Korean text is as wide as it has characters, whatever runs beside it."""
    assert text_width("付加価値の説明", 72, font="Verdana") == pytest.approx(7.0)
    assert text_width("付加価値の説明", 72, font="游ゴシック Light", bold=True) == pytest.approx(7.0)


def test_a_weight_in_a_fonts_name_is_no_other_font() -> None:
    """The weight is left off the name: Arial Medium runs as Arial, and a semibold is a little wider."""
    assert text_width(SENTENCE, 20, font="Arial Medium") == text_width(SENTENCE, 20, font="Arial")
    assert text_width(SENTENCE, 20, font="Segoe UI Semibold") > text_width(SENTENCE, 20, font="Segoe UI")
    assert is_measured("Segoe UI Semibold")
    assert not is_measured("Gotham Light")


def test_a_font_that_may_be_missing_is_measured_as_what_stands_in_for_it() -> None:
    """Corbel is narrow, and a machine without it draws DejaVu Sans: the text must fit on both."""
    assert text_width(SENTENCE, 20, font="Corbel") > 1.12 * text_width(SENTENCE, 20, font="Arial")
    assert is_measured("Corbel")


def test_tall_fonts_have_tall_lines() -> None:
    """Meiryo's line takes half as much again as its size; Arial's 1.15."""
    assert (line_height("Meiryo"), line_height("Arial")) == (1.5, 1.15)


def test_a_line_break_inside_a_paragraph_breaks_the_line() -> None:
    """What an author broke by hand is measured as two lines."""
    assert len(wrap(Block((Piece("one\ntwo"),), 20), 9.0)) == 2
