"""Awkward templates, made of python-pptx's plain one by surgery: what designers do without meaning harm."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches, Pt

from valuestory.deck.drawing.page import xfrm
from valuestory.deck.geometry import Box

_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
EXHIBITS: Final = (1, 3, 4, 7, 8)
"""Layouts of the plain template with content placeholders; 5 is Title Only, 2 the section header."""

_ARABIC: Final = ("شريحة عنوان", "عنوان ومحتوى", "عنوان المقطع", "محتويين", "مقارنة", "عنوان فقط", "فارغ")


def rectangle(box: Box) -> Any:
    """Return a drawn rectangle, to be put onto a master or a layout."""
    return parse_xml(
        f'<p:sp xmlns:p="{_P[1:-1]}" xmlns:a="{_A[1:-1]}"><p:nvSpPr><p:cNvPr id="900" name="Mark"/><p:cNvSpPr/>'
        f"<p:nvPr/></p:nvSpPr><p:spPr>{xfrm(box)}"
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        "</p:spPr></p:sp>"
    )


def picture(rid: str, box: Box) -> Any:
    """Return a picture, to be put onto a master or a layout that has its part."""
    return parse_xml(
        f'<p:pic xmlns:p="{_P[1:-1]}" xmlns:a="{_A[1:-1]}" '
        f'xmlns:r="{_R}"><p:nvPicPr>'
        '<p:cNvPr id="901" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{xfrm(box)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )


def _scaled(deck: Any, width: float, height: float) -> None:
    """Give a deck another size, everything on masters and layouts stretched with it, as PowerPoint does."""
    across, down = Inches(width) / deck.slide_width, Inches(height) / deck.slide_height
    deck.slide_width, deck.slide_height = Inches(width), Inches(height)
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for element in sheet._element.iter("{*}off", "{*}ext"):
            for name, share in (("x", across), ("cx", across), ("y", down), ("cy", down)):
                if element.get(name) is not None:
                    element.set(name, str(Emu(int(int(element.get(name)) * share))))


def _portrait(deck: Any) -> None:
    _scaled(deck, 7.5, 13.33)


def _huge(deck: Any) -> None:
    _scaled(deck, 26.67, 15)


def _a4(deck: Any) -> None:
    _scaled(deck, 11.69, 8.27)


def _without(deck: Any, *numbers: int) -> None:
    for layout in [deck.slide_layouts[number] for number in numbers]:
        deck.slide_layouts.remove(layout)


def _no_title_only(deck: Any) -> None:
    _without(deck, 5, 6)


def _no_content(deck: Any) -> None:
    """Text placeholders only, as in eight of twenty-five real templates."""
    for layout in deck.slide_layouts:
        for holder in layout._element.iter("{*}ph"):
            if holder.get("type") is None and holder.get("idx") is not None:
                holder.set("type", "body")


def _no_titles(deck: Any) -> None:
    """No title placeholder anywhere."""
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type in (1, 3):
                shape._element.getparent().remove(shape._element)


def _no_placeholders(deck: Any) -> None:
    for layout in deck.slide_layouts:
        for shape in list(layout.placeholders):
            shape._element.getparent().remove(shape._element)


def _title_at_the_left(deck: Any) -> None:
    """A title in a column beside the content, on each layout."""
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape.placeholder_format.type == 1:
                shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in (0.4, 0.6, 2.6, 6.0))
            elif shape.placeholder_format.idx in (1, 2):
                shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in (3.3, 0.6, 6.2, 6.0))


def _same_indices(deck: Any) -> None:
    """Every placeholder has the index 0."""
    for layout in deck.slide_layouts:
        for holder in layout._element.iter("{*}ph"):
            if holder.get("type") not in ("dt", "ftr", "sldNum"):
                holder.attrib.pop("idx", None)


def _two_masters(deck: Any) -> None:
    """A second master whose theme, layouts and names are those of the first."""
    from pptx.opc.constants import RELATIONSHIP_TYPE as RT
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI
    from pptx.parts.slide import SlideLayoutPart, SlideMasterPart

    package, first = deck.part.package, deck.slide_master.part
    theme = first.part_related_by(RT.THEME)
    master = SlideMasterPart(
        PackURI("/ppt/slideMasters/slideMaster2.xml"), first.content_type, package, copy.deepcopy(first._element)
    )
    master.relate_to(Part(PackURI("/ppt/theme/theme9.xml"), theme.content_type, package, theme.blob), RT.THEME)
    listed = master._element.find("{*}sldLayoutIdLst")
    for entry, layout in zip(list(listed), deck.slide_layouts, strict=True):
        number = 20 + list(listed).index(entry)
        part = SlideLayoutPart(
            PackURI(f"/ppt/slideLayouts/slideLayout{number}.xml"),
            layout.part.content_type,
            package,
            copy.deepcopy(layout._element),
        )
        part.relate_to(master, RT.SLIDE_MASTER)
        entry.rId = master.relate_to(part, RT.SLIDE_LAYOUT)
        entry.set("id", str(2147484000 + number))
    masters = deck.part._element.find("{*}sldMasterIdLst")
    added = copy.deepcopy(masters[0])
    added.rId = deck.part.relate_to(master, RT.SLIDE_MASTER)
    added.set("id", "2147483999")
    masters.append(added)


def _leftwards(deck: Any) -> None:
    """From right to left, its layouts named in Arabic as PowerPoint names them, without telling types."""
    for style in deck.slide_master._element.iter("{*}titleStyle", "{*}bodyStyle"):
        for level in style:
            if level.tag.endswith("pPr"):
                level.set("rtl", "1")
                level.set("algn", "r")
    for body in (
        each for sheet in (deck.slide_master, *deck.slide_layouts) for each in sheet._element.iter("{*}bodyPr")
    ):
        body.set("rtlCol", "1")
    for layout, name in zip(deck.slide_layouts, _ARABIC, strict=False):
        layout._element.attrib.pop("type", None)
        layout._element.cSld.set("name", name)
        for shape in layout.placeholders:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            shape.left, shape.top, shape.width, shape.height = deck.slide_width - left - width, top, width, height
        for level in layout._element.iter("{*}lvl1pPr"):
            if level.get("algn") == "l":
                level.set("algn", "r")


def _title_at_the_foot(deck: Any) -> None:
    """Titles below what they speak of, on the master and on each layout that shows something."""
    for sheet in (deck.slide_master, *(deck.slide_layouts[at] for at in (1, 5))):
        for shape in sheet.placeholders:
            if shape.placeholder_format.type == 1:
                shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in (0.5, 5.7, 9.0, 1.1))
            elif shape.placeholder_format.idx == 1:
                shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in (0.5, 0.4, 9.0, 5.1))


def _banded(deck: Any) -> None:
    """A heavy band down the left, and titles in the half that is left of the slide."""
    deck.slide_master.shapes._spTree.insert(2, rectangle(Box(0, 0, 3.4, 7.5)))
    for layout in (deck.slide_master, *deck.slide_layouts):
        for shape in layout.placeholders:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            if layout is deck.slide_master or left < Inches(3.4):
                shape.left, shape.top = Inches(3.7) + int(left * 0.6), top
                shape.width, shape.height = int(width * 0.6), height


def _busy(sheet: Any) -> None:
    """Put a picture of dark and light stripes behind a sheet: no colour of text can be read on all of it."""
    image = Image.new("RGB", (400, 300), "#101820")
    for at in range(0, 400, 40):
        image.paste("#F4F6F8", (at, 0, at + 20, 300))
    data = io.BytesIO()
    image.save(data, "PNG")
    data.seek(0)
    _, rid = sheet.part.get_or_add_image_part(data)
    old = sheet._element.cSld.find("{*}bg")
    if old is not None:
        sheet._element.cSld.remove(old)
    fill = f'<a:blipFill><a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>'
    names = " ".join(f'xmlns:{name}="{each}"' for name, each in (("p", _P[1:-1]), ("a", _A[1:-1]), ("r", _R)))
    sheet._element.cSld.insert(0, parse_xml(f"<p:bg {names}><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"))


def _busy_first_master(deck: Any) -> None:
    """A first master with a photograph for covers, a second of the same layouts without."""
    _two_masters(deck)
    _busy(deck.slide_masters[0])


def _busy_everywhere(deck: Any) -> None:
    _busy(deck.slide_master)


def _short_titles(deck: Any) -> None:
    """Titles on a ribbon in the middle of the top, half as wide as the slide, above bodies of the whole width."""
    for sheet in (deck.slide_master, *deck.slide_layouts):
        for shape in sheet.placeholders:
            if shape.placeholder_format.type == 1 and shape.top < Inches(2):
                shape.left, shape.top, shape.width, shape.height = (Inches(each) for each in (2.4, 0.3, 5.2, 1.1))


def _styled_by_sample_text(deck: Any) -> None:
    """No text styles: sizes and bullets stand on the master's sample text alone, as LibreOffice writes a template."""
    master = deck.slide_master._element
    master.remove(master.find("{*}txStyles"))
    for list_styles in (each for sheet in (deck.slide_master, *deck.slide_layouts) for each in _list_styles(sheet)):
        list_styles.clear()
    defaults = deck.part._element.find("{*}defaultTextStyle")
    deck.part._element.remove(defaults)
    title, body = list(deck.slide_master.placeholders)[:2]
    _say(title.text_frame.paragraphs[0], 40, "")
    for paragraph, size in zip(body.text_frame.paragraphs, (26, 22, 20, 18, 16), strict=True):
        _say(paragraph, size, "•")


def _list_styles(sheet: Any) -> list[Any]:
    return list(sheet._element.iter("{*}lstStyle"))


def _say(paragraph: Any, size: int, bullet: str) -> None:
    """Give a paragraph of sample text its look, as direct formatting."""
    paragraph.runs[0].font.size = Pt(size)
    properties = paragraph._p.get_or_add_pPr()
    properties.set("algn", "l" if bullet else "ctr")
    if bullet:
        properties.set("marL", "342900")
        properties.set("indent", "-342900")
        etree.SubElement(properties, f"{_A}buChar").set("char", bullet)


AWKWARD: Final[dict[str, Callable[[Any], None]]] = {
    "portrait": _portrait,
    "26 inches wide": _huge,
    "A4": _a4,
    "no title-only layout": _no_title_only,
    "no content placeholder": _no_content,
    "no title placeholder": _no_titles,
    "no placeholder at all": _no_placeholders,
    "the title in a column": _title_at_the_left,
    "one index for all": _same_indices,
    "two masters alike": _two_masters,
    "right to left": _leftwards,
    "the title at the foot": _title_at_the_foot,
    "a band down the left": _banded,
    "a photograph on the first master": _busy_first_master,
    "a photograph everywhere": _busy_everywhere,
    "short titles in the middle": _short_titles,
    "styled by its sample text": _styled_by_sample_text,
}
"""By what is awkward about them: 4:3 is the plain one itself."""


def awkward(name: str, folder: Path) -> Path:
    """Return the file of an awkward template."""
    deck = Presentation()
    AWKWARD[name](deck)
    path = folder / "awkward.pptx"
    deck.save(str(path))
    return path
