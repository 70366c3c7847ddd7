"""A template's theme: its colours, fonts and slide size, read from the file's XML.

Notebook, report and deck take their look from here, so that they look alike. PowerPoint itself is not needed, nor python-pptx.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Final

from lxml import etree

from valuestory.errors import TemplateError

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_REL: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_EMU_AN_INCH: Final = 914_400
_LARGEST_PART: Final = 20_000_000
"""No theme or master is larger; one that is, is a zip bomb."""

_SLOTS: Final = ("dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink")


@dataclass(frozen=True)
class Theme:
    """The look of a template.

    `colors` maps theme slots (``dk1 lt1 dk2 lt2 accent1`` to ``accent6``, ``hlink``) to ``#RRGGBB``; `color_map` maps what
    slides ask for (``bg1 tx1 bg2 tx2``) to slots. Sizes are inches.
    """

    name: str
    colors: Mapping[str, str]
    color_map: Mapping[str, str]
    heading_font: str
    body_font: str
    width: float
    height: float
    sha256: str

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
    """Return the theme of a .pptx or .potx file (of its first master).

    Raises
    ------
    TemplateError
        When the file is missing, is no PowerPoint file (an encrypted or old .ppt file is none), or has no theme.
    """
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(path) as package:
            return _theme(package, path.stem, hashlib.sha256(data).hexdigest())
    except FileNotFoundError:
        raise TemplateError("the template does not exist", where=path.name, do="check its name and folder") from None
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, IndexError) as error:
        raise TemplateError(
            "this is not a PowerPoint template that can be read",
            where=path.name,
            do="save it from PowerPoint as .pptx or .potx, without a password",
        ) from error


def _theme(package: zipfile.ZipFile, name: str, sha256: str) -> Theme:
    presentation = _xml(package, "ppt/presentation.xml")
    master_path = _related(package, "ppt/presentation.xml", "/slideMaster")
    theme = _xml(package, _related(package, master_path, "/theme"))
    size = presentation.find(f"{_P}sldSz")
    width, height = (int(size.get(side, "0")) / _EMU_AN_INCH for side in ("cx", "cy")) if size is not None else (10, 7.5)
    color_map = dict(_xml(package, master_path).find(f"{_P}clrMap").attrib)
    fonts = theme.find(f".//{_A}fontScheme")
    return Theme(
        name=name,
        colors={slot: _color(theme.find(f".//{_A}clrScheme/{_A}{slot}")) for slot in _SLOTS},
        color_map={str(each): str(slot) for each, slot in color_map.items()},
        heading_font=_font(fonts.find(f"{_A}majorFont")),
        body_font=_font(fonts.find(f"{_A}minorFont")),
        width=width,
        height=height,
        sha256=sha256,
    )


def _xml(package: zipfile.ZipFile, part: str) -> etree._Element:
    if package.getinfo(part).file_size > _LARGEST_PART:
        raise TemplateError(f"{part} is too large to be true", where=str(package.filename), do="save the template anew")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(package.read(part), parser)


def _related(package: zipfile.ZipFile, part: str, kind: str) -> str:
    rels = _xml(package, join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels"))
    target = next(rel.get("Target", "") for rel in rels.iter(f"{_REL}Relationship") if rel.get("Type", "").endswith(kind))
    return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))


def _color(slot: etree._Element | None) -> str:
    if slot is None or not len(slot):
        return "#000000"
    return "#" + (slot[0].get("lastClr") or slot[0].get("val") or "000000").upper()


def _font(family: etree._Element | None) -> str:
    latin = family.find(f"{_A}latin") if family is not None else None
    return (latin.get("typeface") if latin is not None else "") or "Arial"
