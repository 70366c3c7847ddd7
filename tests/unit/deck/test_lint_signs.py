"""Ten signs of a machine-made deck: each rule that tells one finds it where it was put, and nowhere in a sound deck."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.lint.figures import _says_grade
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.lint.precision import _longer, _too_many
from valuestory.deck.lint.rule import Finding
from valuestory.slides.facts import Fact

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_STYLE = (
    '<p:style xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="' + _A + '">'
    '<a:lnRef idx="1"><a:schemeClr val="accent1"/></a:lnRef><a:fillRef idx="3"><a:schemeClr val="accent1"/></a:fillRef>'
    '<a:effectRef idx="2"><a:schemeClr val="accent1"/></a:effectRef><a:fontRef idx="minor"/></p:style>'
)
_SHADOW = f'<a:effectLst xmlns:a="{_A}"><a:outerShdw blurRad="40000" dist="20000"/></a:effectLst>'


def _shape(slide: Any, name: str) -> Any:
    return next(each for each in slide.shapes if each.name == name)


def _retitle(slide: Any, text: str) -> None:
    frame = slide.shapes.title.text_frame
    first, *others = frame.paragraphs[0].runs
    first.text = text
    for run in others:
        run._r.getparent().remove(run._r)


def _colour(point: Any, color: str) -> None:
    point.format.fill.solid()
    point.format.fill.fore_color.rgb = RGBColor(*bytes.fromhex(color))  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def found(ours: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """What is found in the sample deck after one slip on most slides."""
    deck = Presentation(str(ours))
    slides = [None, *deck.slides]
    _retitle(slides[5], "Support costs 4.6\u00a0% of all the revenue that the company had in that year, less")
    _retitle(
        slides[11],
        "We compare helped customers with others like them and say what that cannot show to any of 12 of you",
    )
    _shape(slides[8], "vs:table").table.cell(1, 1).text_frame.paragraphs[0].runs[-1].text = " a year of 12 months"
    _shape(slides[4], "vs:takeaway")._element.append(parse_xml(_STYLE))
    _shape(slides[4], "vs:chart").chart.has_legend = True
    _shape(slides[4], "vs:takeaway").top += Inches(0.05)
    shadowed = _shape(slides[5], "vs:chart").chart.plots[0].series[0].format
    _colour(_shape(slides[6], "vs:chart").chart.plots[0].series[0].points[0], "C00000")
    _colour(_shape(slides[6], "vs:chart").chart.plots[0].series[0].points[1], "00B050")
    _colour(_shape(slides[6], "vs:chart").chart.plots[0].series[0].points[2], "7030A0")
    shadowed._element.get_or_add_spPr().append(parse_xml(_SHADOW))
    _shape(slides[8], "vs:title").left, _shape(slides[8], "vs:title").top = Inches(1.1), Inches(0.5)
    _shape(slides[8], "vs:title").width, _shape(slides[8], "vs:title").height = Inches(11), Inches(0.95)
    _shape(slides[7], "vs:subtitle").text_frame.paragraphs[0].runs[0].font.size = Pt(15)
    for size, paragraph in zip(
        (11, 13, 17, 19, 21, 22), _shape(slides[11], "vs:text").text_frame.paragraphs, strict=True
    ):
        paragraph.runs[0].font.size = Pt(size)
    more = _shape(slides[4], "vs:takeaway").text_frame.paragraphs[1].runs[0]
    more.text += ", and so on" * 25
    small = _shape(slides[5], "vs:chart")
    small.width, small.height = Inches(4), Inches(3)
    judged = _shape(slides[4], "vs:takeaway").text_frame.paragraphs[-1].runs[0]
    judged.text, judged.font.color.theme_color = "38\u00a0points more", MSO_THEME_COLOR.ACCENT_4
    folder = tmp_path_factory.mktemp("signs")
    deck.save(str(folder / "slips.pptx"))
    parts = read_parts(folder / "slips.pptx")
    evidence = next(name for name in parts if name.startswith("customXml/item") and b"<evidence" in parts[name])
    exact = re.sub(
        rb'(slide="answer"[^>]*shape="vs:title"[^>]*>)\$3.9[^<]*<', rb"\g<1>$3,912,345<", parts[evidence], count=1
    )
    assert exact != parts[evidence]
    (folder / "signs.pptx").write_bytes(pack((parts | {evidence: exact}).items()))
    return lint_deck(folder / "signs.pptx")


@pytest.mark.parametrize(
    ("rule", "slide", "shape"),
    [
        ("title-length", 11, "vs:title"),
        ("title-orphan", 5, "vs:title"),
        ("number-unit", 8, "vs:table"),
        ("default-look", 4, "vs:takeaway"),
        ("default-look", 5, "vs:chart"),
        ("legend", 4, "vs:chart"),
        ("few-colours", 6, "vs:chart"),
        ("aligned", 4, "vs:takeaway"),
        ("title-place", 8, "vs:title"),
        ("type-drift", 7, "vs:subtitle"),
        ("type-drift", 11, "slide"),
        ("precision", 2, "vs:title"),
        ("words", 4, "slide"),
        ("covered", 5, "slide"),
        ("signed", 4, "vs:takeaway"),
    ],
)
def test_a_sign_is_found_where_it_was_put_and_nowhere_else(
    found: list[Finding], rule: str, slide: int, shape: str
) -> None:
    """That the same deck without these slips passes every rule here is held in `test_lint`."""
    own = {(each.slide, each.shape) for each in found if each.rule == rule}
    put = {(4, "vs:takeaway"), (5, "vs:chart")} if rule == "default-look" else {(slide, shape)}
    if rule == "type-drift":
        put = {(7, "vs:subtitle"), (11, "slide"), (11, "vs:text")}
    assert (slide, shape) in own
    assert own == put


@pytest.mark.parametrize(
    ("text", "is_money", "digits"),
    [
        ("$4.0 million", True, 0),
        ("$112.1 million", True, 0),  # a bound has the decimals of its value
        ("$1,234,567", True, 7),
        ("$120,000", True, 0),
        ("3.4 points", False, 0),
        ("105.6%", False, 0),
        ("12.45%", False, 4),
        ("1.234,56 Stunden", False, 6),
        ("1,234 days", False, 0),
        ("no figure", False, 0),
    ],
)
def test_more_than_three_digits_are_too_many_but_in_whole_numbers_and_one_decimal(
    text: str, is_money: bool, digits: int
) -> None:
    """By hand; money in full pretends to the dollar, 1,234 days are counted."""
    assert _too_many(text, whole_too=is_money) == digits


@pytest.mark.parametrize(
    ("said", "grade", "is_named"),
    [
        ("A comparison of like customers", "A", False),  # an article
        ("Helped customers kept more (95 % interval, grade A)", "A", True),
        ("Grade A and not B", "A", True),
        ("Grades: B matched comparison, C adjusted", "B", True),
        ("Grades: B matched comparison, C adjusted", "A", False),
        ("Grad A", "A", True),
        ("A graded road", "B", False),
    ],
)
def test_a_grade_is_named_by_its_letter_and_not_by_an_article(said: str, grade: str, is_named: bool) -> None:
    """Sentences open with "A", and the word "graded" says no grade."""
    assert _says_grade(said, grade) == is_named


def test_an_end_of_a_range_is_written_to_its_values_unit() -> None:
    """$720 ($73 to $1,364): the larger end has a digit more; the value itself has no such right."""
    fact = Fact("claimed", 720.0, "money", low=73.0, high=1364.0)
    assert [_longer(fact, part) for part in ("value", "low", "high", "n")] == [0, 0, 1, 0]
    assert _too_many("$1,364", whole_too=True) == 4
    assert _longer(Fact("claimed", 1364.0, "money", low=1100.0, high=1900.0), "high") == 0
