"""Templates are opened whatever their ending, emptied cleanly, or refused with a reason."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.util import Inches

from valuestory.deck.file import package
from valuestory.deck.template.open import all_layouts, open_template, read_template
from valuestory.deck.template.signature import signatures
from valuestory.errors import TemplateError
from valuestory.project import shipped
from valuestory.slides.strict_xml import transitional
from valuestory.slides.theme import read_theme

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHIPPED = shipped("templates", "valuestory.pptx")
PARTS = package.read_parts(SHIPPED)


def _changed(path: Path, **changes: bytes) -> Path:
    parts = PARTS | {name.replace("__", "/"): data for name, data in changes.items()}
    path.write_bytes(package.pack(parts.items()))
    return path


def test_a_potx_opens_by_its_content_type(tmp_path: Path) -> None:
    """PowerPoint's template type is rewritten in memory; the file's ending does not matter."""
    types = PARTS["[Content_Types].xml"].replace(b"presentation.main+xml", b"template.main+xml")
    file = tmp_path / "corporate.potx"
    file.write_bytes(package.pack((PARTS | {"[Content_Types].xml": types}).items()))
    before = file.read_bytes()
    assert len(all_layouts(open_template(file))) == 13
    assert file.read_bytes() == before


_STRICT = {  # ECMA-376 part 1 and part 4: namespaces, and the relationships in them
    b"http://schemas.openxmlformats.org/drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
    b"http://schemas.openxmlformats.org/presentationml/2006/main": b"http://purl.oclc.org/ooxml/presentationml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties": (
        b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships/extendedProperties"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
    b"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": (
        b"http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes"
    ),
}


def test_the_strict_form_of_open_xml_opens_as_the_other(tmp_path: Path) -> None:
    """PowerPoint saves both; what is read of a template in either form is the same, its theme too."""
    strict = {}
    for name, data in PARTS.items():
        if name.endswith((".xml", ".rels")):
            for usual, other in _STRICT.items():
                data = data.replace(usual, other)
            data = re.sub(
                rb'(<a:(?:lumMod|lumOff|tint|shade|satMod|alpha|spcPct|buSzPct) val=")(-?\d+)"',
                lambda found: found[1] + f"{int(found[2]) / 1000:g}%".encode() + b'"',
                data,
            )
            data = data.replace(b"<p:presentation ", b'<p:presentation conformance="strict" ')
        strict[name] = data
    assert b"%" in strict["ppt/theme/theme1.xml"] + strict["ppt/slideMasters/slideMaster1.xml"]
    file = tmp_path / "valuestory.pptx"
    file.write_bytes(package.pack(strict.items()))
    assert package.read_parts(file) == PARTS
    assert len(all_layouts(open_template(file))) == len(all_layouts(open_template(SHIPPED)))
    assert replace(read_theme(file), sha256="") == replace(read_theme(SHIPPED), sha256="")


def test_shares_of_charts_stay_whole_and_words_stay_as_they_are() -> None:
    """A gap of 150 % is 150 in a chart, a tint of 75 % 75,000; a shape that is called 50% keeps its name."""
    head = b'<c:chart xmlns:c="http://purl.oclc.org/ooxml/drawingml/chart">'
    found = transitional(
        head + b'<c:gapWidth val="150%"/><a:tint val="75%"/><p:cNvPr name="50%" descr="5%"/></c:chart>'
    )
    assert found == (
        b'<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        b'<c:gapWidth val="150"/><a:tint val="75000"/><p:cNvPr name="50%" descr="5%"/></c:chart>'
    )


def test_slides_and_all_that_points_at_them_are_taken_out(tmp_path: Path) -> None:
    """A link from a layout to a deleted slide would keep it alive, and give two parts of one name."""
    deck = Presentation(str(SHIPPED))
    first, second = (deck.slides.add_slide(deck.slide_layouts[0]) for _ in range(2))
    first.notes_slide.notes_text_frame.text = "old notes"
    box = deck.slide_layouts[0].placeholders[0]._element
    link = deck.slide_layouts[0].part.relate_to(
        second.part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/slide"
    )
    run = box.find(".//{*}rPr")
    run.append(
        run.makeelement("{http://schemas.openxmlformats.org/drawingml/2006/main}hlinkClick", {f"{{{_R}}}id": link})
    )
    deck.save(str(tmp_path / "with-slides.pptx"))
    emptied = open_template(tmp_path / "with-slides.pptx")
    names = [str(part.partname) for part in emptied.part.package.iter_parts()]
    assert not [name for name in names if "/slides/" in name or "/notesSlides/" in name]
    emptied.slides.add_slide(emptied.slide_layouts[0]).shapes.title.text_frame.text = "new"
    emptied.save(str(tmp_path / "new.pptx"))
    with zipfile.ZipFile(tmp_path / "new.pptx") as zipped:
        assert len(zipped.namelist()) == len(set(zipped.namelist()))


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def test_placeholders_that_share_an_index_get_their_own(tmp_path: Path) -> None:
    """Else a body placeholder takes the title's place."""
    name = "ppt/slideLayouts/slideLayout5.xml"
    shared = PARTS[name].replace(b'type="body" idx="10"', b'type="body" idx="11"')
    assert shared != PARTS[name]
    deck = open_template(_changed(tmp_path / "t.pptx", **{name: shared}))
    indices = [shape.placeholder_format.idx for shape in deck.slide_layouts[4].placeholders]
    assert len(indices) == len(set(indices))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (_OLE + b"\0" * 600, "password"),
        (_OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (_OLE + "PowerPoint Document".encode("utf-16-le"), "before 2007"),
        (b"%PDF-1.7", "not a PowerPoint file"),
        (b"", "not a PowerPoint file"),
        (package.pack([("word/document.xml", b"<x/>")]), "a Word document"),
        (package.pack([("content.xml", b"<x/>"), ("mimetype", b"x")]), "a LibreOffice document"),
        (package.pack([("note.txt", b"hello")]), "not a PowerPoint template"),
    ],
)
def test_what_is_no_presentation_is_refused_with_a_reason(tmp_path: Path, content: bytes, says: str) -> None:
    """The message says what the file is taken for and how to save it."""
    file = tmp_path / "template.pptx"
    file.write_bytes(content)
    with pytest.raises(TemplateError, match=says) as caught:
        open_template(file)
    assert caught.value.do


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    """There is no traceback for a wrong path."""
    with pytest.raises(TemplateError, match="no such file"):
        open_template(tmp_path / "gone.pptx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_entities_are_refused_before_any_parser_sees_them(tmp_path: Path, encoding: str) -> None:
    """An entity could read files of this machine into the deck."""
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'.encode(encoding)
    with pytest.raises(TemplateError, match="entities"):
        open_template(_changed(tmp_path / "evil.pptx", **{"ppt/presProps.xml": evil}))


def test_entities_are_refused_whatever_the_parts_name(tmp_path: Path) -> None:
    """A parser takes a part for XML by its content type, not by its ending."""
    types = PARTS["[Content_Types].xml"].replace(
        b"<Override",
        b'<Override PartName="/ppt/picture.png" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        b"<Override",
        1,
    )
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'
    with pytest.raises(TemplateError, match="entities"):
        open_template(_changed(tmp_path / "evil.pptx", **{"[Content_Types].xml": types, "ppt/picture.png": evil}))


def test_entities_cannot_hide_in_an_encoding(tmp_path: Path) -> None:
    """In UTF-7 and UTF-32 no byte looks like a declaration, and XML parsers read both."""
    evil = '<?xml version="1.0" encoding="utf-{}"?><!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>'
    head, _, rest = evil.format(7).partition("?>")
    utf_7 = f"{head}?>".encode() + rest.replace("<", "+ADw-").replace("!", "+ACE-").replace(">", "+AD4-").encode()
    for data in (utf_7, evil.format(32).encode("utf-32"), evil.format(32).encode("utf-32-be")):
        with pytest.raises(TemplateError, match="encoding"):
            open_template(_changed(tmp_path / "evil.pptx", **{"ppt/presProps.xml": data}))


def test_content_types_that_never_end_are_refused_at_once(tmp_path: Path) -> None:
    """A search that starts anew at each of a million brackets would take an hour."""
    with pytest.raises(TemplateError):
        open_template(_changed(tmp_path / "slow.pptx", **{"[Content_Types].xml": b"<" * 1_000_000}))


@pytest.mark.parametrize("limit", ["LARGEST_XML", "ALL_XML", "LARGEST_FILE"])
def test_a_zip_bomb_is_refused_without_being_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    """A part that unpacks to more than any presentation needs is never read, nor are all of them together."""
    monkeypatch.setattr(package, limit, 100_000)
    bomb = _changed(tmp_path / "bomb.pptx", **{"ppt/presProps.xml": b"<x>" + b" " * 200_000 + b"</x>"})
    with pytest.raises(TemplateError, match="unpacks to more"):
        open_template(bomb)


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    """Programs differ in which they read, so neither is trusted; capitals tell no names apart."""
    buffer = io.BytesIO(SHIPPED.read_bytes())
    with zipfile.ZipFile(buffer, "a") as zipped, pytest.warns(UserWarning, match="Duplicate name"):
        zipped.writestr("ppt/presProps.xml", b"<x/>")
    (tmp_path / "twice.pptx").write_bytes(buffer.getvalue())
    for file in (tmp_path / "twice.pptx", _changed(tmp_path / "capitals.pptx", **{"PPT/presprops.xml": b"<x/>"})):
        with pytest.raises(TemplateError, match="two parts of one name"):
            open_template(file)


def test_macros_stay_out_of_decks(tmp_path: Path) -> None:
    """A .pptm opens, but neither its code nor a button that would start it gets into a deck; the remark says so."""
    layout, rels = "ppt/slideLayouts/slideLayout1.xml", "ppt/_rels/presentation.xml.rels"
    click = b'<a:hlinkClick r:id="" action="ppaction://macro?name=Evil"/>'
    described = re.sub(rb'(<p:cNvPr id="2"[^>]*?)/>', rb"\1>" + click + b"</p:cNvPr>", PARTS[layout], count=1)
    assert described != PARTS[layout]
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    linked = PARTS[rels].replace(
        b"</Relationships>", b'<Relationship Id="rId99" Type="' + kind + b'" Target="vbaProject.bin"/></Relationships>'
    )
    types = PARTS["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        b"application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    )
    types = types.replace(
        b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vba"/><Override', 1
    )
    changes = {"[Content_Types].xml": types, layout: described, rels: linked, "ppt/vbaProject.bin": b"code"}
    opened = read_template(_changed(tmp_path / "m.potm", **changes))
    assert opened.remarks == ("its macros are left out of decks",)
    opened.deck.save(str(tmp_path / "out.pptx"))
    parts = package.read_parts(tmp_path / "out.pptx")
    assert not [name for name in parts if "vba" in name]
    assert b"macro" not in b"".join(parts.values()).lower()


def test_a_custom_show_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither the show that was to be played nor a button that starts it names slides that are gone."""
    properties = PARTS["ppt/presProps.xml"].replace(
        b"<p:extLst", b'<p:showPr showNarration="1"><p:custShow id="0"/></p:showPr><p:extLst', 1
    )
    if properties == PARTS["ppt/presProps.xml"]:
        properties = re.sub(
            rb"/>\s*$", b'><p:showPr showNarration="1"><p:custShow id="0"/></p:showPr></p:presentationPr>', properties
        )
    assert b"custShow" in properties
    layout = "ppt/slideLayouts/slideLayout1.xml"
    click = b'<a:hlinkClick r:id="" action="ppaction://customshow?id=0"/>'
    described = re.sub(rb'(<p:cNvPr id="2"[^>]*?)/>', rb"\1>" + click + b"</p:cNvPr>", PARTS[layout], count=1)
    deck = open_template(_changed(tmp_path / "t.pptx", **{"ppt/presProps.xml": properties, layout: described}))
    deck.save(str(tmp_path / "out.pptx"))
    parts = package.read_parts(tmp_path / "out.pptx")
    assert not [name for name, data in parts.items() if b"custShow" in data or b"customshow" in data]
    assert b"<p:sldAll/>" in parts["ppt/presProps.xml"]


def test_a_template_without_layouts_is_refused(tmp_path: Path) -> None:
    """There is nothing to make slides of."""
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        deck.slide_layouts.remove(layout)
    deck.save(str(tmp_path / "bare.pptx"))
    with pytest.raises(TemplateError, match="no layout"):
        open_template(tmp_path / "bare.pptx")


@pytest.mark.parametrize(
    ("sound", "broken"),
    [(rb'sz="\d+"', b'sz="rId9"'), (rb'<a:off x="\d+"', b'<a:off x="far"')],
)
def test_a_layout_with_a_value_that_cannot_be_one_is_refused_by_its_name(
    tmp_path: Path, sound: bytes, broken: bytes
) -> None:
    """Whatever a reader stumbles over, the designer hears which layout is damaged, and there is no traceback."""
    name = next(each for each in PARTS if each.startswith("ppt/slideLayouts/slide") and re.search(sound, PARTS[each]))
    path = _changed(tmp_path / "damaged.pptx", **{name: re.sub(sound, broken, PARTS[name])})
    with pytest.raises(TemplateError, match="or its master, is damaged"):
        signatures(open_template(path))


def test_a_slide_without_a_size_is_that_of_the_format(tmp_path: Path) -> None:
    """Where a file names no size, PowerPoint takes 10 by 7.5 inches."""
    bare = re.sub(rb"<p:sldSz[^>]*/>", b"", PARTS["ppt/presentation.xml"])
    deck = open_template(_changed(tmp_path / "t.pptx", **{"ppt/presentation.xml": bare}))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
