"""A template with the quirks of real ones, all at once: a deck on it is whole, valid and readable.

The numbers are those of the list of quirks that real templates were found to have; those that are not here have tests
of their own in `test_open.py`, `test_build.py`, `test_awkward_templates.py`, `test_grounds.py` and `test_fill_deck.py`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Inches
from tests.validation import assert_valid_deck, faults

from valuestory.deck.build import BuiltDeck
from valuestory.deck.file.package import pack, read_parts
from valuestory.deck.samples import NAMES
from valuestory.deck.template_check import TemplateCheck, check_template, write_samples

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PROMPT = "Title, no more than two lines of text, please"
_DEFAULTS = (
    f'<a:objectDefaults xmlns:a="{_A}"><a:spDef><a:spPr><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:spPr>'
    '<a:bodyPr/><a:lstStyle/></a:spDef><a:txDef><a:spPr/><a:bodyPr/><a:lstStyle><a:lvl1pPr><a:defRPr sz="6000"/>'
    "</a:lvl1pPr></a:lstStyle></a:txDef></a:objectDefaults>"
)


def _quirky() -> Any:
    """python-pptx's plain template with what designers do to theirs."""
    deck = Presentation()
    master, only = deck.slide_master, deck.slide_layouts[5]
    body = next(each for each in master.placeholders if each.placeholder_format.type == 2)
    properties = body.text_frame._txBody.bodyPr
    for each in list(properties):
        properties.remove(each)
    properties.append(parse_xml(f'<a:spAutoFit xmlns:a="{_A}"/>'))
    body.top, body.height = Inches(1.6), Inches(0.4)
    for sheet in (master, *deck.slide_layouts):
        for shape in list(sheet.placeholders):
            if shape.placeholder_format.type in (13, 15, 16):
                shape._element.getparent().remove(shape._element)
    prompt = parse_xml(_shape(90, "Prompt", (6.0, 0.05, 3.5, 0.2), _PROMPT))
    only.shapes._spTree.append(prompt)
    only.shapes._spTree.append(parse_xml(_shape(91, "Bar", (9.4, 1.5, 0.6, 6.0), "")))
    turned = deck.slide_layouts[3].placeholders[1]
    turned.left, turned.top, turned.width, turned.height = turned.left, turned.top, turned.width, turned.height
    turned.rotation = 270
    for layout in (deck.slide_layouts[1], deck.slide_layouts[4], deck.slide_layouts[7]):
        for holder in layout._element.iter("{*}ph"):
            if holder.get("idx") not in (None, "0"):
                holder.set("type", "pic")
    return deck


def _shape(number: int, name: str, box: tuple[float, float, float, float], text: str) -> str:
    left, top, width, height = (Inches(each) for each in box)
    said = f'<p:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="en-US" sz="800"/><a:t>{text}</a:t></a:r></a:p></p:txBody>'
    geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    return (
        f'<p:sp xmlns:p="{p}" xmlns:a="{_A}"><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f"{geometry}</p:spPr>{said if text else ''}</p:sp>"
    )


def _with_odd_parts(path: Path) -> None:
    """Give the file a white accent, fonts nobody has, drawing defaults, an embedded font and a link to nothing."""
    parts = read_parts(path)
    theme = parts["ppt/theme/theme1.xml"].decode()
    theme = re.sub(r"(<a:accent1>).*?(</a:accent1>)", r'\1<a:srgbClr val="FFFFFF"/>\2', theme)
    theme = re.sub(r'<a:latin typeface="[^"]+"', '<a:latin typeface="Nonesuch Sans"', theme)
    theme = re.sub(
        r"<a:objectDefaults/>|<a:objectDefaults>.*</a:objectDefaults>", _DEFAULTS, theme, count=1, flags=re.DOTALL
    )
    assert "txDef" in theme
    rels = "ppt/_rels/presentation.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    added = (
        f'<Relationship Id="rId701" Type="{kind}/font" Target="fonts/font1.fntdata"/>'
        f'<Relationship Id="rId702" Type="{kind}/customXml" Target="../customXml/item9.xml"/>'
    )
    font = '<p:embeddedFont><p:font typeface="Nonesuch Sans"/><p:regular r:id="rId701"/></p:embeddedFont>'
    font = f"<p:embeddedFontLst>{font}</p:embeddedFontLst>"
    presentation = parts["ppt/presentation.xml"].decode()
    presentation = re.sub(r"(<p:notesSz[^>]*/>)", rf"\1{font}", presentation)
    types = parts["[Content_Types].xml"].decode()
    types = re.sub(r"(<Types[^>]*>)", r'\1<Default Extension="fntdata" ContentType="application/x-fontdata"/>', types)
    changed = {
        "ppt/theme/theme1.xml": theme.encode(),
        rels: parts[rels].replace(b"</Relationships>", f"{added}</Relationships>".encode()),
        "ppt/presentation.xml": presentation.encode(),
        "[Content_Types].xml": types.encode(),
        "ppt/fonts/font1.fntdata": b"not a font",
    }
    path.write_bytes(pack((parts | changed).items()))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template."""
    path = tmp_path_factory.mktemp("quirks") / "quirky.pptx"
    _quirky().save(str(path))
    _with_odd_parts(path)
    return path


@pytest.fixture(scope="module")
def built(template: Path, checked: TemplateCheck) -> BuiltDeck:
    """A deck of every kind of slide on it."""
    return write_samples(checked, template.with_name("deck.pptx"))


@pytest.fixture(scope="module")
def deck(built: BuiltDeck) -> dict[str, Any]:
    """Its slides by kind."""
    return dict(zip(NAMES, Presentation(str(built.path)).slides, strict=True))


@pytest.fixture(scope="module")
def checked(template: Path) -> TemplateCheck:
    """What `valuestory template check` says of it."""
    return check_template(template)


def test_the_deck_is_whole(built: BuiltDeck, template: Path) -> None:
    """7, 8, 21: notes master, axes and a link to nothing are mended; nothing that the template has not itself."""
    assert built.problems == ()
    assert_valid_deck(built.path, template)
    presentation = read_parts(built.path)["ppt/presentation.xml"].decode()
    assert "notesMasterIdLst" in presentation or "ppt/notesMasters/notesMaster1.xml" not in read_parts(built.path)


def test_no_turned_place_and_none_for_pictures_takes_an_exhibit(built: BuiltDeck, deck: dict[str, Any]) -> None:
    """2: where only a picture or a placeholder on its side is offered, the slide is drawn below a title."""
    for kind in ("chart", "two", "table"):
        assert all(not shape.is_placeholder for shape in deck[kind].shapes if shape.has_chart or shape.has_table), kind


def test_a_white_accent_is_no_colour_for_bars(deck: dict[str, Any], checked: TemplateCheck) -> None:
    """12: the next accent that can be seen takes its place, and the designer hears of it."""
    chart = next(shape for shape in deck["chart"].shapes if shape.has_chart)
    assert 'val="accent1"' not in chart.chart._chartSpace.xml
    assert any("accent1" in each for each in checked.warnings)


def test_what_is_drawn_says_its_own_size_and_fill(deck: dict[str, Any]) -> None:
    """13: a theme's defaults for text boxes (60 points) and shapes (red) reach nothing that is drawn."""
    drawn = [shape for slide in deck.values() for shape in slide.shapes if shape.shape_type in (1, 17)]
    assert drawn
    for shape in drawn:
        assert (
            shape._element.spPr.find(f"{{{_A}}}solidFill") is not None
            or shape._element.spPr.find(f"{{{_A}}}noFill") is not None
        ), shape.name
        sizes = [run.font.size for each in shape.text_frame.paragraphs for run in each.runs]
        assert all(size is not None and size.pt < 60 for size in sizes), shape.name


def test_prompts_that_cannot_be_filled_and_covered_places_are_told(checked: TemplateCheck) -> None:
    """15, 18: a text on the layout itself stays on every slide."""
    assert any(_PROMPT[:20] in each for each in checked.warnings)


def test_nothing_lies_under_a_bar_of_the_layout(deck: dict[str, Any]) -> None:
    """18: the layout's bar begins at 9.4 inches; what is drawn ends before it."""
    for kind in ("chart", "table", "kpi"):
        right = max((shape.left + shape.width) / 914_400 for shape in deck[kind].shapes if shape.name != "vs:title")
        assert right <= 9.41, kind


def test_a_masters_body_that_shrank_to_its_text_says_nothing_of_the_room(deck: dict[str, Any]) -> None:
    """19: 0.4 inches high, it would leave a strip; the table begins below the title and the chart uses the slide."""
    chart = next(shape for shape in deck["chart"].shapes if shape.has_chart)
    assert chart.height / 914_400 > 3.5


def test_fonts_in_the_file_stay(built: BuiltDeck) -> None:
    """20: a brand's font that travels with the template travels with the deck."""
    parts = read_parts(built.path)
    assert parts["ppt/fonts/font1.fntdata"] == b"not a font"
    assert b"embeddedFontLst" in parts["ppt/presentation.xml"]


def test_no_place_stays_empty(built: BuiltDeck) -> None:
    """26: what nothing was written into is gone, and where there is no slide number, none is invented."""
    assert [each for each in faults(built.path) if each.rule == "no-prompt"] == []
    names = {shape.name for slide in Presentation(str(built.path)).slides for shape in slide.shapes}
    assert "vs:page" not in names
