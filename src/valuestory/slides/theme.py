"""A template's theme: its colours, fonts and slide size, read from the file's XML.

Notebook, report and deck take their look from here, so that they look alike. PowerPoint itself is not needed, nor
python-pptx. A template comes by mail from anywhere: no part is read that is too large to be one, nor a document type.
"""

from __future__ import annotations

import colorsys
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Final

from lxml import etree

from valuestory.errors import TemplateError
from valuestory.slides.strict_xml import transitional

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_EMU_AN_INCH: Final = 914_400
_LARGEST_PART: Final = 20_000_000
"""No theme or master is larger; one that is, is a zip bomb."""
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
"""What a file encrypted by a password begins with, and a .ppt of before 2007."""

_SLOTS: Final = ("dk1", "lt1", "dk2", "lt2", *(f"accent{index}" for index in range(1, 7)), "hlink", "folHlink")
_COLOR_MAP: Final = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_CUT_SHORT: Final = {"dk": "dark", "lt": "light", "med": "medium"}
_TAKEAWAY: Final = re.compile(r"\[\s*vs\s*:\s*chart\s*\+\s*takeaway\s*([^\]]*)\]", re.IGNORECASE)
_LABELS: Final = re.compile(r"labels (\d{1,2})")
_TITLE: Final = re.compile(r"title (\d{2,3})")
LONGEST_TITLE: Final = 110
"""Characters of a title where a template does not say how many it has room for."""
_NO_FILE: Final = "save it from PowerPoint as .pptx or .potx, without a password"


@dataclass(frozen=True)
class Theme:
    """The look of a template.

    `colors` maps theme slots (``dk1 lt1 dk2 lt2``, ``accent1`` to ``accent6``, ``hlink folHlink``) to ``#RRGGBB``;
    `color_map` maps what slides ask for (``bg1 tx1 bg2 tx2``) to slots. Sizes are inches. `sha256` is the file's.
    `labels` is the size of labels in points, and `text_in_notes` says that the text beside an exhibit is spoken and not
    shown: both where the layout for a chart with a takeaway says so in its name.
    """

    name: str
    colors: Mapping[str, str]
    color_map: Mapping[str, str]
    heading_font: str
    body_font: str
    width: float
    height: float
    sha256: str
    labels: float = 14
    text_in_notes: bool = False
    longest_title: int = LONGEST_TITLE

    def color(self, name: str) -> str:
        """Return the colour of a slot or of ``bg1 tx1 bg2 tx2``, as ``#RRGGBB``."""
        return self.colors[self.color_map.get(name, name)]

    @property
    def ground(self) -> str:
        """The slide's background."""
        return self.color("bg1")

    @property
    def ink(self) -> str:
        """The colour of text."""
        return self.color("tx1")

    @property
    def second(self) -> str:
        """The colour of second text and axes."""
        return self.color("tx2")

    @property
    def panel(self) -> str:
        """The colour behind an ask."""
        return self.color("bg2")

    @property
    def accents(self) -> tuple[str, ...]:
        """The six accents in order: in the shipped template subject, comparison, tint, good, bad and rule."""
        return tuple(self.colors[f"accent{index}"] for index in range(1, 7))


def read_theme(path: Path) -> Theme:
    """Return the theme of a .pptx or .potx file: that of its first master.

    Raises
    ------
    TemplateError
        When the file is missing, is no PowerPoint file (an encrypted or old .ppt file is none), or has no theme.
    """
    data = _bytes(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _theme(package, path, hashlib.sha256(data).hexdigest())
    except (
        *(
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ),  # the zip, a password on it included
        *(
            KeyError,
            ValueError,
            StopIteration,
            etree.XMLSyntaxError,
        ),  # a part that is missing or is not what it should be
    ) as error:
        raise TemplateError(
            "this is not a PowerPoint template that can be read", where=path.name, do=_NO_FILE
        ) from error


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TemplateError("the template does not exist", where=path.name, do="check its name and folder") from None
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise TemplateError(f"the template cannot be read: {reason}", where=path.name, do="give a file") from None
    if data.startswith(_OLE):
        what = "the template is protected by a password, or a .ppt of before 2007"
        raise TemplateError(what, where=path.name, do=_NO_FILE)
    return data


def _theme(package: zipfile.ZipFile, path: Path, sha256: str) -> Theme:
    main = _related(package, "", "/officeDocument")
    presentation = _xml(package, main)
    master_path = _related(package, main, "/slideMaster", _first_master(presentation))
    theme = _xml(package, _related(package, master_path, "/theme"))
    if theme.find(f".//{_A}clrScheme") is None:
        raise ValueError("the theme has no colours")
    color_map = _xml(package, master_path).find(f"{_P}clrMap")
    width, height = _size(presentation)
    option = _takeaway_options(package, master_path)
    size, longest = _LABELS.search(option), _TITLE.search(option)
    return Theme(
        name=path.stem,
        colors={slot: _color(theme.find(f".//{_A}clrScheme/{_A}{slot}"), slot, path) for slot in _SLOTS},
        color_map=_COLOR_MAP
        if color_map is None
        else {str(each): str(slot) for each, slot in color_map.attrib.items()},
        heading_font=_font(theme.find(f".//{_A}fontScheme/{_A}majorFont")),
        body_font=_font(theme.find(f".//{_A}fontScheme/{_A}minorFont")),
        width=width,
        height=height,
        sha256=sha256,
        labels=float(size[1]) if size else 14,
        text_in_notes="text in notes" in option,
        longest_title=int(longest[1]) if longest else LONGEST_TITLE,
    )


def _takeaway_options(package: zipfile.ZipFile, master: str) -> str:
    """Return what the name of the layout for a chart with a takeaway says behind its kind, in small letters."""
    rels = _xml(package, join(dirname(master), "_rels", master.rpartition("/")[2] + ".rels"))
    targets = [rel.get("Target", "") for rel in rels.iter(f"{_REL}Relationship")]
    layouts = {_placed(master, each) for each in targets if "slideLayout" in each} & set(package.namelist())
    for part in sorted(layouts):
        if package.getinfo(part).file_size > _LARGEST_PART or b"takeaway" not in package.read(part).lower():
            continue
        slide = _xml(package, part).find(f"{_P}cSld")
        match = _TAKEAWAY.search(slide.get("name", "")) if slide is not None else None
        if match is not None:
            return match[1].lower()
    return ""


def _first_master(presentation: etree._Element) -> str:
    """Return the relationship of the master that is first for the user: the parts' numbers and order say nothing."""
    first = presentation.find(f"{_P}sldMasterIdLst/{_P}sldMasterId")
    return "" if first is None else str(first.get(f"{_R}id", ""))


def _size(presentation: etree._Element) -> tuple[float, float]:
    size = presentation.find(f"{_P}sldSz")
    if size is None:
        return 10.0, 7.5
    width, height = (int(size.get(side, "0")) / _EMU_AN_INCH for side in ("cx", "cy"))
    if width <= 0 or height <= 0:
        raise ValueError("the slide has no size")
    return width, height


def _xml(package: zipfile.ZipFile, part: str) -> etree._Element:
    if package.getinfo(part).file_size > _LARGEST_PART:
        raise ValueError(f"{part} is too large to be true")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(transitional(package.read(part)), parser)
    if root.getroottree().docinfo.doctype:  # no Office file has one; it is where entities are hidden
        raise ValueError(f"{part} has a document type")
    return root


def _related(package: zipfile.ZipFile, part: str, kind: str, relation: str = "") -> str:
    """Return the part that another points to: by the relationship's id where it is known, else the first of a kind."""
    rels = _xml(package, join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels"))
    found = [rel for rel in rels.iter(f"{_REL}Relationship") if rel.get("Type", "").endswith(kind)]
    target = next(rel.get("Target", "") for rel in found if not relation or rel.get("Id") == relation)
    return _placed(part, target)


def _placed(part: str, target: str) -> str:
    """Return the part that a relationship's target means, from the part that has the relationship."""
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))


def _color(slot: etree._Element | None, name: str, path: Path) -> str:
    """Return a theme colour in any of the forms that the file format has, as ``#RRGGBB``."""
    if slot is None or not len(slot):
        return "#FFFFFF" if name.startswith("lt") else "#000000"
    form, value = etree.QName(slot[0]).localname, str(slot[0].get("lastClr") or slot[0].get("val") or "")
    if form == "scrgbClr":
        return _hex(*(_linear(_share(slot[0], each)) for each in "rgb"))
    if form == "hslClr":
        hue, light, vivid = int(slot[0].get("hue")) / 21_600_000, _share(slot[0], "lum"), _share(slot[0], "sat")
        return _hex(*colorsys.hls_to_rgb(hue, light, vivid))
    if form == "prstClr":
        return _named(value, name, path)
    return _hex(*(int(value[at : at + 2], 16) / 255 for at in (0, 2, 4)))


def _share(color: etree._Element, name: str) -> float:
    text = str(color.get(name))
    return float(text.rstrip("%")) / (100 if text.endswith("%") else 100_000)


def _linear(value: float) -> float:
    """Return linear light as sRGB (IEC 61966-2-1)."""
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _hex(*parts: float) -> str:
    return "#" + "".join(f"{round(255 * min(max(part, 0.0), 1.0)):02X}" for part in parts)


def _named(value: str, slot: str, path: Path) -> str:
    from PIL import ImageColor  # DrawingML has the names of CSS, some of them cut short

    full = re.sub(r"^(dk|lt|med)(?=[A-Z])", lambda short: _CUT_SHORT[short[0]], value)
    try:
        return _hex(*(each / 255 for each in ImageColor.getrgb(full.lower())[:3]))
    except ValueError:
        what = f'the theme colour {slot} is called "{value}", which nobody knows'
        raise TemplateError(
            what, where=path.name, do="choose that colour anew in PowerPoint: Design, Variants, Colors"
        ) from None


def _font(family: etree._Element | None) -> str:
    latin = family.find(f"{_A}latin") if family is not None else None
    return (latin.get("typeface") if latin is not None else "") or "Arial"
