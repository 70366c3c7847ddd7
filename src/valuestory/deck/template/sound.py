"""Whether an opened file hangs together: parts of the kinds that they are used as, and XML wherever XML is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import XmlPart
from pptx.parts.chart import ChartPart
from pptx.parts.slide import NotesMasterPart, NotesSlidePart, SlideLayoutPart, SlideMasterPart, SlidePart

from valuestory.errors import TemplateError

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

_KINDS: Final[dict[str, tuple[type, str]]] = {
    RT.SLIDE: (SlidePart, "a slide"),
    RT.SLIDE_LAYOUT: (SlideLayoutPart, "a layout"),
    RT.SLIDE_MASTER: (SlideMasterPart, "a slide master"),
    RT.NOTES_SLIDE: (NotesSlidePart, "a slide's notes"),
    RT.NOTES_MASTER: (NotesMasterPart, "the master of notes"),
    RT.CHART: (ChartPart, "a chart"),
}
_OTHERWISE: Final = [each for each in _KINDS.values() if each[0] is not SlidePart]
"""What is used as nothing else; slides are links' ends, too."""
_NEEDED: Final[dict[type, tuple[str, str]]] = {
    SlidePart: (RT.SLIDE_LAYOUT, "layout"),
    SlideLayoutPart: (RT.SLIDE_MASTER, "slide master"),
    SlideMasterPart: (RT.THEME, "theme"),
}
_OF_SLIDES: Final = {
    "slide": "sld",
    "slideLayout": "sldLayout",
    "slideMaster": "sldMaster",
    "notesSlide": "notes",
    "notesMaster": "notesMaster",
    "handoutMaster": "handoutMaster",
}
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_PLACES: Final = {
    **{f"{_A}{name}": ("x", "y") for name in ("off", "chOff")},
    **{f"{_A}{name}": ("cx", "cy") for name in ("ext", "chExt")},
    f"{_A}gridCol": ("w",),
    f"{_A}tr": ("h",),
}
"""Elements with the lengths that each must have."""
_SHAPES: Final = tuple(f"{_P}{name}" for name in ("sp", "pic", "graphicFrame", "grpSp", "cxnSp"))
_LENGTH: Final = re.compile(r"-?\d+|-?\d+(\.\d+)?(mm|cm|in|pt|pc|pi)")
"""Whole EMU, or a number with one of DrawingML's units."""
_SHEETS: Final = (SlidePart, SlideLayoutPart, SlideMasterPart)
_ROOTS: Final = {
    **{kind: f"{_P}{root}" for kind, root in _OF_SLIDES.items()},
    "theme": f"{_A}theme",
    "chart": "{http://schemas.openxmlformats.org/drawingml/2006/chart}chartSpace",
}
"""What a part of a kind begins with, by the last word of its content type."""
_LINKS: Final = etree.XPath(
    "//@r:*", namespaces={"r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships"}
)
_STRANGE: Final = etree.XPath("boolean(//*[not(contains(namespace-uri(), ':'))])")
"""Whether something belongs to no vocabulary, so that nobody would find a text in it."""


def check_sound(deck: Deck, path: Path) -> None:
    """Refuse a file of which a part is missing, of another kind than it is used as, or no XML though it says so.

    Raises
    ------
    TemplateError
        The message names the part.
    """
    parts = list(deck.part.package.iter_parts())
    names = [str(part.partname) for part in parts]
    if len(names) != len(set(names)):
        raise _damaged("two parts have one name", path)
    for part in parts:
        _check_relations(part, path)
        _check_root(part, path)
        if isinstance(part, _SHEETS):
            _check_sheet(part, path)


def check_links(deck: Deck, path: Path) -> None:
    """Refuse a file of which a part that stays in the deck names a link, such as to a picture, that leads nowhere.

    A part that comes to the deck later may get the number that is free, and would stand in the lost one's place.

    Raises
    ------
    TemplateError
        The message names the part.
    """
    for part in deck.part.package.iter_parts():
        if isinstance(part, XmlPart):
            lost = {str(each) for each in _LINKS(part._element) if each} - set(part.rels)
            if lost:
                raise _damaged(f"{part.partname} uses {min(lost)}, and that leads to no part", path)


def _check_root(part: Any, path: Path) -> None:
    """Refuse a part that is no XML, or XML of another kind, and says otherwise."""
    if not part.content_type.endswith("xml"):
        return
    root = part._element if isinstance(part, XmlPart) else _parsed(part, path)
    kind = part.content_type.removesuffix("+xml").rpartition(".")[2]
    strange = isinstance(part, (SlidePart, NotesSlidePart)) and _STRANGE(root)
    if root.tag != _ROOTS.get(kind, root.tag) or strange:
        raise _damaged(f"{part.partname} does not hold what its content type says", path)


def _check_relations(part: Any, path: Path) -> None:
    for relation in part.rels.values():
        kind, what = _KINDS.get(relation.reltype, (object, ""))
        if relation.is_external:
            continue
        target, name = relation.target_part, relation.target_part.partname
        if not isinstance(target, kind):
            raise _damaged(f"{name} is not {what}, and {part.partname} uses it as one", path)
        if not what and (really := next((said for each, said in _OTHERWISE if isinstance(target, each)), "")):
            raise _damaged(f"{name} is {really}, and {part.partname} uses it as something else", path)


def _check_sheet(part: Any, path: Path) -> None:
    needed, what = next(each for kind, each in _NEEDED.items() if isinstance(part, kind))
    if all(relation.reltype != needed for relation in part.rels.values()):
        raise _damaged(f"{part.partname} has no {what}", path)
    if part._element.find(f"{_P}cSld/{_P}spTree") is None:
        raise _damaged(f"{part.partname} holds no slide", path)
    if isinstance(part, SlidePart):  # what is wrong on a layout is told with its name by who reads it
        _check_places(part, path)
        if any(shape.find(f"./*/{_P}cNvPr") is None for shape in part._element.iter(*_SHAPES)):
            raise _damaged(f"{part.partname} has a shape without a name and a number", path)


def _check_places(part: Any, path: Path) -> None:
    for place in part._element.iter(*_PLACES):
        if place.get("uri") is not None:  # an extension, which is called as a shape's size is
            continue
        for name in _PLACES[place.tag]:
            if not _LENGTH.fullmatch(place.get(name, "")):
                said = place.get(name)
                what = f'whose {name} is "{said}"' if said is not None else f"without its {name}"
                raise _damaged(f"{part.partname} has a shape {what}", path)


def _parsed(part: Any, path: Path) -> Any:
    try:
        return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as error:
        raise _damaged(f"{part.partname} is no XML: {error.msg}", path) from error


def _damaged(what: str, path: Path) -> TemplateError:
    return TemplateError(
        f"this file is damaged: {what}", where=path.name, do="open it in PowerPoint and save it anew, or take a copy"
    )
