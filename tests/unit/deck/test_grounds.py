"""Colours are judged against what really lies beneath: backgrounds, gradients, pictures and shapes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.util import Inches
from tests.golden.sample_slides import RECORD, say, slides
from tests.validation import assert_valid_deck

from valuestory.deck import build_deck
from valuestory.deck.drawing.recolor import recolored
from valuestory.deck.file.package import write_file
from valuestory.deck.geometry import Box
from valuestory.deck.lint.linting import lint_deck
from valuestory.deck.samples import sample_slides
from valuestory.deck.template.colors import palette, readable_ink, themed
from valuestory.deck.template.grounds import sampled, stage_of
from valuestory.deck.template.open import open_template
from valuestory.deck.template.shades import scheme_of, shade
from valuestory.project import template_path
from valuestory.slides.contrast import contrast
from valuestory.slides.slide import Chart, Slide, TemplateName
from valuestory.slides.theme import read_theme

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
SLIDE = Box(0, 0, 10, 7.5)


def _picture() -> io.BytesIO:
    """A photograph's worst case: a dark left half and a white right half."""
    image = Image.new("RGB", (200, 150), "#101820")
    image.paste("#FFFFFF", (100, 0, 200, 150))
    data = io.BytesIO()
    image.save(data, "PNG")
    data.seek(0)
    return data


def _background(sheet: Any, fill: str) -> None:
    old = sheet._element.cSld.find(f"{{{P}}}bg")
    if old is not None:
        sheet._element.cSld.remove(old)
    xml = f'<p:bg xmlns:p="{P}" xmlns:a="{A}"><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>'
    sheet._element.cSld.insert(0, parse_xml(xml))


@pytest.fixture(scope="module")
def dark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A template whose layouts lie: black text on a dark gradient, and on a dark picture; the theme says white."""
    deck = Presentation()
    _background(
        deck.slide_master,
        '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="0A1020"/></a:gs><a:gs pos="100000">'
        '<a:srgbClr val="203050"/></a:gs></a:gsLst><a:lin ang="5400000"/></a:gradFill>',
    )
    path = tmp_path_factory.mktemp("dark") / "dark.pptx"
    deck.save(str(path))
    return path


def test_a_gradient_is_read_where_the_text_stands(dark: Path) -> None:
    """From #0A1020 at the top to #203050 at the foot: the middle is half way."""
    layout = open_template(dark).slide_masters[0].slide_layouts[5]
    found = sampled(list(stage_of(layout, SLIDE).base), Box(0, 3.7, 10, 0.1))
    assert set(found) == {"#152038"}


def test_text_and_exhibits_on_a_dark_gradient_are_light(dark: Path, tmp_path: Path) -> None:
    """Titles and bullets that inherit black, tables, tiles and charts: everything has its contrast."""
    done = build_deck(slides(), dark, tmp_path / "deck.pptx", record=RECORD)
    faint = [each for each in lint_deck(done.path) if each.rule in ("text-contrast", "series-contrast")]
    assert [(each.slide, each.shape, each.what) for each in faint] == []
    assert_valid_deck(done.path, dark)


def test_a_picture_a_band_and_a_group_lie_over_the_background() -> None:
    """The right half of the picture is white; a red band covers it; an ellipse leaves the corners of its box free."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_picture(_picture(), Inches(0), Inches(0), Inches(10), Inches(7.5))
    group = slide.shapes.add_group_shape()
    band = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(0), Inches(0), Inches(10), Inches(1))
    disc = slide.shapes.add_shape(MSO_SHAPE.OVAL, Inches(6), Inches(3), Inches(2), Inches(2))
    for shape, color in ((band, "C00000"), (disc, "00FF00")):
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(color)
    text = slide.shapes.add_textbox(Inches(0), Inches(0), Inches(1), Inches(1))
    layers = stage_of(slide, SLIDE).beneath(text._element)
    assert set(sampled(layers, Box(1, 0.2, 8, 0.5))) == {"#C00000"}
    assert set(sampled(layers, Box(0.5, 2, 3, 1))) == {"#101820"}
    assert set(sampled(layers, Box(6.8, 3.8, 0.4, 0.4))) == {"#00FF00"}
    assert set(sampled(layers, Box(6.0, 3.0, 0.2, 0.2))) == {"#FFFFFF"}


def _colors() -> Iterator[tuple[str, str]]:
    """Colour elements with what PowerPoint's own dialogue shows for them on the default theme (accent1 4F81BD)."""
    yield '<a:schemeClr val="accent1"/>', "#4F81BD"
    yield '<a:schemeClr val="accent1"><a:lumMod val="75000"/></a:schemeClr>', "#366092"
    yield '<a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr>', "#B9CDE5"
    yield '<a:schemeClr val="bg1"><a:lumMod val="50000"/></a:schemeClr>', "#7F7F7F"
    yield '<a:prstClr val="dkBlue"/>', "#00008B"
    yield '<a:hslClr hue="0" sat="100000" lum="50000"/>', "#FF0000"


@pytest.mark.parametrize(("xml", "shown"), list(_colors()))
def test_a_theme_colour_is_what_powerpoint_shows(xml: str, shown: str) -> None:
    """Darker 25 %, lighter 60 % and grey 50 % of the palette, to the rounding."""
    master = Presentation().slide_masters[0]
    found = shade(parse_xml(xml.replace("/>", f' xmlns:a="{A}"/>', 1) if xml.endswith('"/>') and "><" not in xml
                            else xml.replace(">", f' xmlns:a="{A}">', 1)), scheme_of(master))  # fmt: skip
    assert found is not None
    given = [int(found.color[at : at + 2], 16) for at in (1, 3, 5)]
    assert given == pytest.approx([int(shown[at : at + 2], 16) for at in (1, 3, 5)], abs=1)


def test_an_ink_is_changed_only_where_it_cannot_be_read(dark: Path) -> None:
    """On white the accent stays; on black the theme's lightest takes its place where nothing else can be read."""
    layout = open_template(dark).slide_masters[0].slide_layouts[5]
    theme = themed(read_theme(dark), layout)
    ink = palette(theme, layout).ink
    assert contrast(ink.value(theme), "#152038") > 12
    assert readable_ink(ink, theme, ["#152038"]) == ink
    assert contrast(readable_ink(ink, theme, ["#FFFFFF"]).value(theme), "#FFFFFF") > 12


def test_a_chart_takes_the_colours_of_the_template_it_moves_to(dark: Path, tmp_path: Path) -> None:
    """What was the subject's colour in the story's template is the subject's here, by slot, so that it follows."""
    chart = next(each for each in slides() if each.key == "cost")
    done = build_deck([chart], dark, tmp_path / "deck.pptx", record=RECORD)
    [shape] = [each for each in Presentation(str(done.path)).slides[0].shapes if each.has_chart]
    [series] = shape.chart._chartSpace.iter("{*}ser")
    assert series.find("{*}spPr/{*}solidFill/{*}schemeClr").get("val").startswith("accent")


def test_what_is_good_or_bad_can_be_read_on_the_template_it_moves_to() -> None:
    """The colours of judgement are for words: made for white, they are lighter on a dark slide, and stay on white."""
    chart = next(each for each in slides() if each.key == "answers")
    good = read_theme(template_path("valuestory")).accents[3]
    judged = replace(chart, chart=Chart({"mark": {"type": "text", "color": good}}, "Better"))
    for name in ("valuestory", "valuestory-dark"):
        layout = open_template(template_path(name)).slide_masters[0].slide_layouts[5]
        theme = themed(read_theme(template_path(name)), layout)
        ground = theme.ground
        moved = recolored(judged, RECORD, palette(theme, layout), theme, ground)
        assert moved.chart is not None
        color = moved.chart.spec["mark"]["color"]
        assert contrast(color, ground) >= 4.5
        assert (color.upper() == good.upper()) == (name == "valuestory")


def test_a_chart_in_its_own_templates_black_can_be_read_on_its_dark_ground(dark: Path, tmp_path: Path) -> None:
    """The theme's text is black and its background, the theme says, white: the gradient beneath is neither."""
    chart = next(each for each in slides() if each.key == "answers")
    assert chart.chart is not None
    spec = json.loads(json.dumps(chart.chart.spec).replace("#17232E", "#000000").replace("#4A5763", "#000000"))
    record = replace(RECORD, template=TemplateName(str(dark)))
    done = build_deck([replace(chart, chart=Chart(spec, "Answers"))], dark, tmp_path / "deck.pptx", record=record)
    assert [each for each in lint_deck(done.path) if each.rule == "text-contrast"] == []


def test_axes_that_cannot_be_read_are_found(dark: Path, tmp_path: Path) -> None:
    """A chart of python-pptx takes the theme's text colour, which is black here as its ground nearly is."""
    deck = Presentation(str(dark))
    data = CategoryChartData()
    data.categories = ["a", "b"]
    data.add_series("s", (1.0, 2.0))
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(1), Inches(6), Inches(4), data)
    deck.save(str(tmp_path / "deck.pptx"))
    [found] = [each for each in lint_deck(tmp_path / "deck.pptx") if each.rule == "text-contrast"]
    assert "the text of its axes in #000000" in found.what


def test_text_on_a_picture_that_cannot_be_opened_is_left_as_it_is(dark: Path, tmp_path: Path) -> None:
    """A metafile cannot be sampled: nothing is claimed, nothing is changed, and nothing fails."""
    deck = Presentation(str(dark))
    layout = deck.slide_layouts[5]
    part, rid = layout.part.get_or_add_image_part(_picture())
    part._blob = b"\xd7\xcd\xc6\x9a no picture of pixels"
    _background(layout, f'<a:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                        f'relationships" r:embed="{rid}"/><a:stretch/></a:blipFill>')  # fmt: skip
    data = io.BytesIO()
    deck.save(data)
    write_file(data.getvalue(), tmp_path / "wmf.pptx")
    slide = Slide("s", "bullets", say("It still stands there"), body=(say("One line of text"),))
    assert build_deck([slide], tmp_path / "wmf.pptx", tmp_path / "deck.pptx").problems == ()


def test_a_chart_that_moves_to_a_picture_leaves_its_paper_behind_and_can_be_read_without_a_record(
    dark: Path, tmp_path: Path
) -> None:
    """A box of one colour over a gradient is nobody's design; a deck without a story knows its theme all the same."""
    chart = next(each for each in slides() if each.key == "cost")
    assert chart.chart is not None
    on_paper = replace(chart, chart=replace(chart.chart, spec={**chart.chart.spec, "background": "#FFFFFF"}))
    done = build_deck([on_paper], dark, tmp_path / "deck.pptx", record=RECORD)
    [shape] = [each for each in Presentation(str(done.path)).slides[0].shapes if each.has_chart]
    assert shape.chart._chartSpace.find("{*}spPr/{*}solidFill") is None
    samples = [sample_slides(read_theme(dark))[kind] for kind in ("chart", "two")]
    deck = Presentation(str(dark))
    _background(deck.slide_master, '<a:solidFill><a:srgbClr val="3B68AB"/></a:solidFill>')
    blue = tmp_path / "blue.pptx"
    deck.save(str(blue))  # black has 3.8 on it, and white 5.6
    for template in (dark, blue):
        alone = build_deck(samples, template, tmp_path / "alone.pptx")
        assert [each for each in lint_deck(alone.path) if each.rule == "text-contrast"] == [], template.name
