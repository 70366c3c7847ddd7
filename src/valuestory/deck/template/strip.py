"""A template's own slides taken out, with all that points at them or at the designer's machine.

A link that stays keeps its slide alive, and the first new slide then takes the same part name: a corrupt file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Final

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

if TYPE_CHECKING:
    from pptx.opc.package import Part
    from pptx.presentation import Presentation as Deck

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LEFT_OVER: Final = (
    *("viewProps", "thumbnail", "printerSettings", "commentAuthors", "authors"),
    *("vbaProject", "extensibility", "xmlsignatures", "signature", "origin"),
)
"""Last words of relations to what tells of the old slides, of the designer's machine, or of macros; signatures no
longer hold once anything has changed. A deck is whole without them."""
_ACTIONS: Final = ("ppaction://customshow", "ppaction://macro", "ppaction://program")
"""What a click may start that is gone, or that nobody wants started from a deck."""


def strip(deck: Deck, kept: Collection[int] = ()) -> int:
    """Take out the slides of a presentation but those whose ids are `kept`, and return how many went.

    Sections, custom shows, the slide range to be shown, links from layouts and masters, views, thumbnail and macros go
    too.
    """
    element = deck.part._element
    for name in ("custShowLst", "extLst"):
        for child in element.findall(f"{_P}{name}"):
            element.remove(child)
    listed = element.find(f"{_P}sldIdLst")
    slides = [each for each in listed if each.id not in kept] if listed is not None else []
    for slide_id in slides:
        deck.part.drop_rel(slide_id.rId)
        listed.remove(slide_id)
    stay = {id(deck.part.related_part(each.rId)) for each in listed} if listed is not None else set()
    drop_left_overs(deck)
    package = deck.part.package
    for part in list(package.iter_parts()):
        if part is not deck.part:
            _drop_links(part, stay)
        if str(part.partname) == "/ppt/presProps.xml":
            part._blob = _whole_show(part.blob)
    return len(slides)


def drop_left_overs(deck: Deck) -> None:
    """Drop what tells of the old slides or of the designer's machine, macros, and signatures."""
    package = deck.part.package
    for part in (package, *package.iter_parts()):
        rels = part._rels
        for rid in [rid for rid, rel in rels.items() if rel.reltype.rpartition("/")[2] in _LEFT_OVER]:
            rels.pop(rid)


def _drop_links(part: Part, stay: Collection[int]) -> None:
    """Drop relations to slides that are gone, and clicks that lead to one or start what is gone."""
    gone = {
        rid
        for rid, rel in part.rels.items()
        if not rel.is_external and rel.reltype == RT.SLIDE and id(rel.target_part) not in stay
    }
    for click in list(_clicks(part)):
        if click.get(f"{_R}id") in gone or (click.get("action") or "").startswith(_ACTIONS):
            click.getparent().remove(click)
    for rid in gone:
        part.rels.pop(rid)


def _clicks(part: Part) -> Iterator[Any]:
    for element in part._element.iter() if hasattr(part, "_element") else ():
        if element.tag in (f"{_A}hlinkClick", f"{_A}hlinkHover", f"{_A}hlinkMouseOver"):
            yield element


def _whole_show(blob: bytes) -> bytes:
    """Return presentation properties that show all slides: a custom show or a range would name old ones."""
    root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    for name in ("custShow", "sldRg"):
        for chosen in root.findall(f"{_P}showPr/{_P}{name}"):
            chosen.getparent().replace(chosen, chosen.makeelement(f"{_P}sldAll", {}))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
