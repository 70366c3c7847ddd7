"""What belongs to the deck as a whole: its properties, its sections, and the notes master's entry."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import quoteattr

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml

from valuestory.deck.file.package import printable

if TYPE_CHECKING:
    from valuestory.slides.slide import StoryRecord

DAY: Final = datetime(2026, 1, 1)
"""The date in a deck's properties where the story does not say one: the same input is to give the same bytes."""
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_LONGEST: Final = 255
"""Characters; a property holds no more."""
_SECTIONS: Final = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
_P14: Final = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_KEY: Final = "6a4f0c4e-5a3f-5d1c-8a50-0d2f3e1a9c77"
_APP: Final = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Office PowerPoint</Application></Properties>"
)


def finish_deck(deck: Any, main: int, record: StoryRecord | None, title: str) -> None:
    """Set what belongs to the whole deck.

    Parameters
    ----------
    deck
        The presentation, its slides in order.
    main
        How many slides the main story has; what follows is the appendix.
    record
        The story's record, or None.
    title
        The deck's title.
    """
    _set_properties(deck, record, title)
    forget_old_slides(deck)
    _list_notes_master(deck)
    slides = [slide.slide_id for slide in deck.slides]
    if 0 < main < len(slides):
        from valuestory.slides.vocabulary import vocabulary_of

        names = [vocabulary_of(record).spoken(each) for each in ("Main story", "Appendix")]
        _add_sections(deck, dict(zip(names, (slides[:main], slides[main:]), strict=True)))


def _set_properties(deck: Any, record: StoryRecord | None, title: str) -> None:
    company = record.company if record is not None else ""
    properties = deck.core_properties
    for name in ("category", "comments", "content_status", "identifier", "keywords", "subject", "version"):
        setattr(properties, name, "")
    properties.title = printable(title)[:_LONGEST]
    properties.author = properties.last_modified_by = printable(company)[:_LONGEST]
    properties.language = record.locale.replace("_", "-") if record is not None else ""
    properties.revision = 1
    properties.created = properties.modified = _day(record.extracted_on if record is not None else "")


def _day(text: str) -> datetime:
    """Return the day of the newest extract: a deck's own date would change its bytes."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return DAY


def forget_old_slides(deck: Any) -> None:
    """Replace the part that lists the titles of the template's own slides."""
    for relation in deck.part.package._rels.values():
        if relation.reltype == RT.EXTENDED_PROPERTIES and not relation.is_external:
            relation.target_part._blob = _APP


def _list_notes_master(deck: Any) -> None:
    """Name the notes master in the presentation, which python-pptx leaves out when it adds one."""
    element = deck.part._element
    rid = next((rid for rid, rel in deck.part.rels.items() if rel.reltype.endswith("/notesMaster")), None)
    if rid is None or element.find(f"{_P}notesMasterIdLst") is not None:
        return
    names = f'xmlns:p="{_P[1:-1]}" xmlns:r="{_R[1:-1]}"'
    xml = f'<p:notesMasterIdLst {names}><p:notesMasterId r:id="{rid}"/></p:notesMasterIdLst>'
    element.find(f"{_P}sldMasterIdLst").addnext(parse_xml(xml))


def _add_sections(deck: Any, sections: dict[str, list[int]]) -> None:
    from uuid import UUID, uuid5

    items = "".join(
        f'<p14:section name={quoteattr(name)} id="{{{str(uuid5(UUID(_KEY), name)).upper()}}}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{each}"/>' for each in ids)
        + "</p14:sldIdLst></p14:section>"
        for name, ids in sections.items()
    )
    listed = f'<p14:sectionLst xmlns:p14="{_P14}">{items}</p14:sectionLst>'
    xml = f'<p:extLst xmlns:p="{_P[1:-1]}"><p:ext uri="{_SECTIONS}">{listed}</p:ext></p:extLst>'
    deck.part._element.append(parse_xml(xml))
