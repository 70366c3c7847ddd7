"""A template opened for use: its slides taken out cleanly, its faults mended in memory; or refused with a reason.

What is opened is decided by content type, not by the file's ending. The file itself is never changed.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from valuestory.deck.file.package import pack, read_parts
from valuestory.errors import TemplateError

if TYPE_CHECKING:
    from pptx.opc.package import Part
    from pptx.presentation import Presentation as Deck

_MAIN: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_LIKE_MAIN: Final = re.compile(
    rb"application/vnd\.openxmlformats-officedocument\.presentationml\.(?:template|slideshow)\.main\+xml"
)
_MACROS: Final = b"application/vnd.ms-powerpoint."
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LEFT_OVER: Final = ("viewProps", "thumbnail", "printerSettings", "commentAuthors", "vbaProject")
"""Parts that tell of the old slides or of the designer's machine; a deck is whole without them."""


def open_template(path: Path) -> Deck:
    """Return the template as a presentation without slides.

    Raises
    ------
    TemplateError
        When it is encrypted, an old .ppt, not a PowerPoint file, holds macros, or has no layout with a placeholder:
        the message says what its designer changes.
    """
    parts = read_parts(path)
    types = parts.get("[Content_Types].xml", b"")
    if _MACROS in types and b"macroEnabled.main+xml" in types:
        raise TemplateError(
            "the template holds macros", where=path.name, do="save it from PowerPoint as .pptx or .potx"
        )
    parts["[Content_Types].xml"] = _LIKE_MAIN.sub(_MAIN.encode(), types)
    deck = _presentation(parts, path)
    _strip(deck)
    for layout in all_layouts(deck):
        _renumber(layout)
    _check(deck, path)
    return deck


def all_layouts(deck: Deck) -> list[Any]:
    """Return the layouts of all masters, in the file's order."""
    return [layout for master in deck.slide_masters for layout in master.slide_layouts]


def _presentation(parts: dict[str, bytes], path: Path) -> Deck:
    try:
        return Presentation(io.BytesIO(pack(parts.items())))
    except Exception as error:  # python-pptx raises whatever the damaged part made it stumble over
        raise TemplateError(
            f"this is not a PowerPoint template that can be used ({type(error).__name__}: {error})",
            where=path.name,
            do="open it in PowerPoint and save it anew as .pptx or .potx",
        ) from error


def _strip(deck: Deck) -> None:
    """Take out every slide with all that points at one: links, sections, custom shows, views, thumbnails."""
    element = deck.part._element
    for name in ("custShowLst", "extLst"):
        for child in element.findall(f"{_P}{name}"):
            element.remove(child)
    listed = element.find(f"{_P}sldIdLst")
    for slide_id in list(listed) if listed is not None else ():
        deck.part.drop_rel(slide_id.rId)
        listed.remove(slide_id)
    package = deck.part.package
    for part in (package, *package.iter_parts()):
        _drop_left_overs(part)
    for part in list(package.iter_parts()):
        _drop_links(part)


def _drop_left_overs(part: Any) -> None:
    rels = part._rels
    for rid in [rid for rid, rel in rels.items() if rel.reltype.rpartition("/")[2] in _LEFT_OVER]:
        rels.pop(rid)


def _drop_links(part: Part) -> None:
    """Drop relations to slides, and the elements that use them."""
    for rid in [rid for rid, rel in part.rels.items() if not rel.is_external and rel.reltype == RT.SLIDE]:
        for element in part._element.iter() if hasattr(part, "_element") else ():
            if element.get(f"{_R}id") == rid and element.tag in (f"{_A}hlinkClick", f"{_A}hlinkHover"):
                element.getparent().remove(element)
        part.rels.pop(rid)


def _renumber(layout: Any) -> None:
    """Give placeholders that share an index their own: else a body inherits the title's place."""
    seen: set[str] = set()
    holders = [each._element.find(f".//{_P}ph") for each in layout.placeholders]
    taken = {int(holder.get("idx", "0")) for holder in holders}
    for holder in holders:
        idx = holder.get("idx", "0")
        if idx in seen:
            free = max(taken) + 1
            taken.add(free)
            holder.set("idx", str(free))
        seen.add(idx)


def _check(deck: Deck, path: Path) -> None:
    if not any(len(layout.placeholders) for layout in all_layouts(deck)):
        raise TemplateError(
            "the template has no layout with a placeholder",
            where=path.name,
            do="give its slide master at least one layout with a title (View, Slide Master)",
        )
