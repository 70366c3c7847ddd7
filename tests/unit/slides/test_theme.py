"""A template's look, read from its XML: real templates, and files that mean no good."""

from __future__ import annotations

import hashlib
import io
import resource
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from valuestory.errors import TemplateError
from valuestory.slides.theme import Theme, read_theme

REAL = {
    # as unzip and a text editor show them: slide in EMU, first master's theme, its fonts
    "rowland_helper.pptx": (12192000, 6858000, "#99CC33", "#121B4D", "#FEE568", "Corbel", "Corbel"),
    "djpr_vic_gov.pptx": (10691813, 7559675, "#1F1547", "#53565A", "#62BB46", "Arial", "Arial"),
    "mecanon_ufrj_potx.potx": (12192000, 6858000, "#D76C23", "#0A100D", "#4571C3", "Calibri Light", "Calibri"),
    "automizer_additional_master.pptx": (
        12192000,
        6858000,
        "#4472C4",
        "#44546A",
        "#70AD47",
        "Calibri Light",
        "Calibri",
    ),
    "m3_tokens_ja.pptx": (12192000, 6858000, "#5B9BD5", "#44546A", "#70AD47", "游ゴシック Light", "游ゴシック"),
}


@pytest.mark.parametrize("name", sorted(REAL))
def test_the_look_of_real_templates_is_read_as_it_stands_in_the_file(shared: Path, name: str) -> None:
    """Size, colours and fonts of the master that the user sees first, though another may come first in the file."""
    path = shared / "templates" / name
    width, height, accent1, second, accent6, heading, body = REAL[name]
    theme = read_theme(path)
    assert (theme.width, theme.height) == (width / 914_400, height / 914_400)
    assert (theme.accents[0], theme.second, theme.accents[5]) == (accent1, second, accent6)
    assert (theme.heading_font, theme.body_font) == (heading, body)
    assert theme.name == path.stem
    assert theme.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_shipped_template_is_read() -> None:
    """Sixteen to nine, every colour six digits, the ground that of the master's map."""
    theme = read_theme(Path(__file__).parents[3] / "templates" / "valuestory.pptx")
    assert round(theme.width / theme.height, 3) == round(16 / 9, 3)
    assert len(theme.accents) == 6
    assert all(len(color) == 7 and color.startswith("#") for color in theme.colors.values())
    assert theme.color("bg1") == theme.ground


A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SRGB = {"dk1": "111111", "lt1": "FEFEFE", "dk2": "222222", "lt2": "EEEEEE"} | {
    f"accent{number}": f"0000{number}{number}" for number in range(1, 7)
}


def relations(*targets: tuple[str, str, str]) -> str:
    """A relationships part: id, kind and target of each."""
    each = "".join(f'<Relationship Id="{name}" Type="{KIND}/{kind}" Target="{to}"/>' for name, kind, to in targets)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def theme_xml(colors: Mapping[str, str] = {}, fonts: str = "") -> str:
    """A theme: its colours as XML where they are not plain, its fonts."""
    plain = {slot: f'<a:srgbClr val="{value}"/>' for slot, value in SRGB.items()} | dict(colors)
    slots = "".join(f"<a:{slot}>{xml}</a:{slot}>" for slot, xml in plain.items())
    return (
        f'<a:theme {A}><a:themeElements><a:clrScheme name="x">{slots}</a:clrScheme>{fonts}</a:themeElements></a:theme>'
    )


PARTS = {
    "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml")),
    "ppt/presentation.xml": (
        f'<p:presentation {P} {R}><p:sldMasterIdLst><p:sldMasterId r:id="r2"/><p:sldMasterId r:id="r1"/>'
        '</p:sldMasterIdLst><p:sldSz cx="9144000" cy="5143500"/></p:presentation>'
    ),
    "ppt/_rels/presentation.xml.rels": relations(
        ("r1", "slideMaster", "slideMasters/slideMaster1.xml"),
        ("r2", "slideMaster", "/ppt/slideMasters/slideMaster2.xml"),
    ),
    "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {P}/>",
    "ppt/slideMasters/_rels/slideMaster1.xml.rels": relations(("r1", "theme", "../theme/theme1.xml")),
    "ppt/slideMasters/slideMaster2.xml": (
        f'<p:sldMaster {P}><p:clrMap bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"/></p:sldMaster>'
    ),
    "ppt/slideMasters/_rels/slideMaster2.xml.rels": relations(("r1", "theme", "../theme/theme2.xml")),
    "ppt/theme/theme1.xml": theme_xml({"accent1": '<a:srgbClr val="ABCDEF"/>'}),
    "ppt/theme/theme2.xml": theme_xml(),
}


def template(folder: Path, changes: Mapping[str, str | None] = {}) -> Path:
    """A template of these parts, some of them changed or (None) left out."""
    path = folder / "corp.pptx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (PARTS | dict(changes)).items():
            if text is not None:
                package.writestr(name, text)
    return path


def test_the_first_master_is_the_one_that_the_presentation_lists_first(tmp_path: Path) -> None:
    """Neither the number of a part nor the order of relationships decides; a dark map turns ground and ink round."""
    theme = read_theme(template(tmp_path))
    assert theme.accents[0] == "#000011"
    assert (theme.ground, theme.ink, theme.panel, theme.second) == ("#111111", "#FEFEFE", "#222222", "#EEEEEE")
    assert (theme.width, theme.height) == (10.0, 5.625)


def test_what_a_template_leaves_out_is_what_powerpoint_takes(tmp_path: Path) -> None:
    """No size: 10 by 7.5; no colour map: light; no fonts: Arial; no link colours: black on the light ground."""
    bare = f'<p:presentation {P} {R}><p:sldMasterIdLst><p:sldMasterId r:id="r1"/></p:sldMasterIdLst></p:presentation>'
    theme = read_theme(template(tmp_path, {"ppt/presentation.xml": bare}))
    assert (theme.width, theme.height) == (10.0, 7.5)
    assert (theme.ground, theme.ink) == ("#FEFEFE", "#111111")
    assert (theme.heading_font, theme.body_font) == ("Arial", "Arial")
    assert theme.color("folHlink") == "#000000"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<a:srgbClr val="abcdef"/>', "#ABCDEF"),
        ('<a:sysClr val="windowText" lastClr="0a0b0c"/>', "#0A0B0C"),
        ('<a:scrgbClr r="100000" g="50000" b="0"/>', "#FFBC00"),  # half of linear light is 188 of 255
        ('<a:scrgbClr r="100%" g="0%" b="0%"/>', "#FF0000"),
        ('<a:hslClr hue="7200000" sat="100000" lum="50000"/>', "#00FF00"),  # 120 degrees
        ('<a:prstClr val="cornflowerBlue"/>', "#6495ED"),
        ('<a:prstClr val="dkGreen"/>', "#006400"),
        ('<a:prstClr val="medPurple"/>', "#9370DB"),
    ],
)
def test_a_colour_is_read_in_every_form_that_the_file_format_has(tmp_path: Path, xml: str, expected: str) -> None:
    """Hexadecimal, a system colour, linear light, hue and saturation, a name (ECMA-376 part 1, 20.1.2.3)."""
    assert read_theme(template(tmp_path, {"ppt/theme/theme2.xml": theme_xml({"accent1": xml})})).accents[0] == expected


LEVELS = "".join(f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(9))
BOMB = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{LEVELS}]><a>&j;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + theme_xml(fonts="<a:x>&x;</a:x>")


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("ppt/theme/theme2.xml", BOMB),
        ("ppt/theme/theme2.xml", OUTSIDE),
        ("ppt/theme/theme2.xml", "<a:theme"),
        ("ppt/theme/theme2.xml", ""),
        ("ppt/theme/theme2.xml", "<html/>"),
        ("ppt/theme/theme2.xml", " " * 20_000_001 + theme_xml()),
        ("ppt/theme/theme2.xml", theme_xml({"accent1": '<a:srgbClr val="red"/>'})),
        ("ppt/theme/theme2.xml", None),
        ("ppt/slideMasters/slideMaster2.xml", None),
        ("ppt/slideMasters/_rels/slideMaster2.xml.rels", relations()),
        ("ppt/_rels/presentation.xml.rels", relations()),
        ("ppt/presentation.xml", None),
        ("ppt/presentation.xml", f'<p:presentation {P}><p:sldSz cx="0" cy="0"/></p:presentation>'),
        ("_rels/.rels", None),
    ],
    ids=[
        *("entity bomb", "outside entity", "cut off", "empty", "a web page", "zip bomb", "no colour", "no theme"),
        *("no master", "no theme named", "no master named", "no presentation", "no size", "no relations"),
    ],
)
def test_a_hostile_or_broken_template_is_refused_and_named(tmp_path: Path, part: str, text: str | None) -> None:
    """No memory is filled, no file outside is read, no traceback: one message that says what to do."""
    path = template(tmp_path, {part: text})
    with pytest.raises(TemplateError) as caught:
        read_theme(path)
    assert caught.value.where == "corp.pptx"
    assert "PowerPoint" in caught.value.do


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured on Linux only")
def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A gigabyte of blanks in a megabyte: the size is read before the part is."""
    path = tmp_path / "bomb.pptx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in PARTS.items():
            if name != "ppt/theme/theme2.xml":
                package.writestr(name, text)
        with package.open("ppt/theme/theme2.xml", "w") as part:
            for _ in range(300):
                part.write(b" " * 1_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(TemplateError):
        read_theme(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_a_password_is_told_apart_from_a_broken_file(tmp_path: Path) -> None:
    """Office wraps an encrypted file into the old container: the user learns that it is the password."""
    path = tmp_path / "secret.pptx"
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 512)
    with pytest.raises(TemplateError, match="password") as caught:
        read_theme(path)
    assert "without a password" in caught.value.do


def test_a_zip_that_is_damaged_or_encrypted_is_refused(tmp_path: Path) -> None:
    """A flipped bit in the data, a truncated file, the encryption flag of ZIP, plain text."""
    good = template(tmp_path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        start = package.getinfo("ppt/theme/theme2.xml").header_offset + 80
    flag = bytearray(good)
    for at in (index for index in range(len(good)) if good.startswith((b"PK\x01\x02", b"PK\x03\x04"), index)):
        flag[at + (8 if good[at + 2] == 1 else 6)] |= 1
    broken = (
        good[:start] + bytes(each ^ 255 for each in good[start : start + 40]) + good[start + 40 :],
        good[:400],
        bytes(flag),
        b"deck",
    )
    for number, data in enumerate(broken):
        path = tmp_path / f"broken{number}.pptx"
        path.write_bytes(data)
        with pytest.raises(TemplateError, match="not a PowerPoint template"):
            read_theme(path)


def test_a_template_that_is_missing_or_a_folder_is_said_so(tmp_path: Path) -> None:
    """What is wrong and what to do, for both."""
    with pytest.raises(TemplateError, match="does not exist"):
        read_theme(tmp_path / "none.pptx")
    with pytest.raises(TemplateError, match="cannot be read"):
        read_theme(tmp_path)


def test_a_colour_that_nobody_knows_is_named(tmp_path: Path) -> None:
    """The designer learns which colour to choose anew."""
    path = template(tmp_path, {"ppt/theme/theme2.xml": theme_xml({"accent3": '<a:prstClr val="corporate"/>'})})
    with pytest.raises(TemplateError, match='accent3 is called "corporate"'):
        read_theme(path)


def test_a_theme_answers_for_slots_and_for_what_slides_ask_for() -> None:
    """bg1 and tx1 go through the master's map, accents do not need one."""
    colors = {"dk1": "#000000", "lt1": "#FFFFFF", "accent1": "#112233"}
    theme = Theme("t", colors, {"bg1": "dk1", "tx1": "lt1"}, "Arial", "Arial", 10, 7.5, "")
    assert (theme.ground, theme.ink, theme.color("accent1")) == ("#000000", "#FFFFFF", "#112233")
