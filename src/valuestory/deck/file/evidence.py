"""The evidence inside a deck: every fact in full, and every place where one is shown.

It travels as a custom XML part with its properties part, which PowerPoint and LibreOffice keep. Places are tied to
slide ids and to shape names: LibreOffice renumbers ids and keeps names. The numbers themselves are judged elsewhere;
here they are written and read.
"""

from __future__ import annotations

import json
import uuid
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from valuestory.deck.file.package import printable, read_parts
from valuestory.deck.file.places import ABOUT, ALT_TEXT, VERSION, Evidence, Origin, Plotted, Said, Shown, gather
from valuestory.errors import DeckError
from valuestory.slides.facts import Fact

if TYPE_CHECKING:
    from pydantic import TypeAdapter


NAMESPACE: Final = "urn:valuestory:evidence:1"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEY: Final = uuid.UUID("b3f1c3a4-6a0e-5c0e-9a3e-2f6b3a9b7d11")


def evidence_xml(evidence: Evidence) -> bytes:
    """Return the evidence as the custom XML part."""
    about = "".join(f" {name}={quoteattr(getattr(evidence, name))}" for name in ABOUT)
    facts = "".join(
        f"<fact id={quoteattr(fact.id)}>{escape(_json(_json_of(Fact).dump_python(fact, mode='json')))}</fact>"
        for fact in evidence.facts
    )
    shown = "".join(_shown_xml(each) for each in evidence.shown)
    plotted = "".join(
        f'<plotted{_place(each)} row="{each.row}">{escape(_json(dict(each.values)))}</plotted>'
        for each in evidence.plotted
    )
    said = "".join(_said_xml(each) for each in evidence.said)
    origin = f"<origin>{escape(_json(_json_of(Origin).dump_python(evidence.origin, mode='json')))}</origin>"
    inside = origin + facts + shown + plotted + said
    return f'{_HEAD}<evidence xmlns="{NAMESPACE}" version="{VERSION}"{about}>{inside}</evidence>'.encode()


@cache
def _json_of(kind: type) -> TypeAdapter[Any]:
    """Return what reads and writes a dataclass; loading it takes a tenth of a second."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _place(each: Shown | Plotted) -> str:
    return f"{_at(each)} fact={quoteattr(each.fact)}"


def _at(each: Shown | Plotted | Said) -> str:
    return f' slide={quoteattr(each.key)} slideId="{each.slide_id}" shape={quoteattr(each.shape)}'


def _within(each: Shown | Said) -> str:
    cell = f' row="{each.cell[0]}" column="{each.cell[1]}"' if each.cell else ""
    return f' paragraph="{each.paragraph}"{cell}'


def _shown_xml(each: Shown) -> str:
    return (
        f"<shown{_place(each)} part={quoteattr(each.part)} format={quoteattr(each.format)}"
        f'{_within(each)} run="{each.run}" start="{each.start}">{escape(printable(each.text))}</shown>'
    )


def _said_xml(each: Said) -> str:
    story = "" if each.story is None else f" story={quoteattr(printable(each.story))}"
    return f"<said{_at(each)}{_within(each)}{story}>{escape(printable(each.text))}</said>"


def properties_xml(content: bytes) -> bytes:
    """Return the properties part that makes the custom XML part survive; its id follows from the content."""
    item = str(uuid.uuid5(_KEY, content.decode())).upper()
    return (
        f'{_HEAD}<ds:datastoreItem xmlns:ds="{_PROPERTIES}" ds:itemID="{{{item}}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def attach(deck: Any, evidence: Evidence) -> None:
    """Put the evidence into a presentation as a custom XML part with its properties part."""
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    package = deck.part.package
    taken = {str(part.partname) for part in package.iter_parts()}
    number = next(at for at in range(1, len(taken) + 2) if f"/customXml/item{at}.xml" not in taken)
    content = evidence_xml(evidence)
    item = Part(PackURI(f"/customXml/item{number}.xml"), "application/xml", package, content)
    kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    properties = Part(PackURI(f"/customXml/itemProps{number}.xml"), kind, package, properties_xml(content))
    item.relate_to(properties, f"{_RELATIONS}/customXmlProps")
    deck.part.relate_to(item, f"{_RELATIONS}/customXml")


def read_evidence(deck: Path) -> Evidence:
    """Return the evidence inside a deck.

    Raises
    ------
    TemplateError
        When the file is no PowerPoint file that can be read.
    DeckError
        When the deck carries no evidence (valuestory did not make it, or a program dropped it), or a newer valuestory
        wrote it.
    """
    found = find_evidence(deck)
    if found is None:
        raise DeckError("the deck carries no evidence", where=deck.name, do="export it again from its notebook")
    return found


def find_evidence(deck: Path) -> Evidence | None:
    """Return the evidence inside a deck, or None where it carries none; errors as for `read_evidence`.

    Raises
    ------
    TemplateError
        When the file is no PowerPoint file that can be read.
    DeckError
        When its evidence is damaged or there are two sets of it, or a newer valuestory wrote it.
    """
    found = [
        data
        for name, data in read_parts(deck).items()
        if name.startswith("customXml/item") and NAMESPACE.rpartition(":")[0].encode() in data and b"<evidence" in data
    ]
    if len(found) > 1:
        raise DeckError(
            f"the deck carries {len(found)} sets of evidence", where=deck.name, do="export it again from its notebook"
        )
    return _read(found[0], deck) if found else None


def _read(data: bytes, deck: Path) -> Evidence:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        version = int(root.get("version", "0"))
        if version > VERSION:
            raise DeckError("a newer valuestory wrote this deck's evidence", where=deck.name, do="upgrade valuestory")
        about = {name: root.get(name, "") for name in ABOUT}
        return Evidence(
            tuple(_json_of(Fact).validate_json(each.text or "") for each in root.iter(f"{{{NAMESPACE}}}fact")),
            tuple(_shown(each) for each in root.iter(f"{{{NAMESPACE}}}shown")),
            tuple(_plotted(each) for each in root.iter(f"{{{NAMESPACE}}}plotted")),
            tuple(_said(each) for each in root.iter(f"{{{NAMESPACE}}}said")),
            **about,
            origin=_json_of(Origin).validate_json(root.findtext(f"{{{NAMESPACE}}}origin") or "{}"),
            version=version,
        )
    except (etree.XMLSyntaxError, ValueError, KeyError, TypeError) as error:  # pydantic raises ValueErrors
        raise DeckError(
            f"the deck's evidence is damaged ({error})", where=deck.name, do="export it again from its notebook"
        ) from error


def _cell(each: Any) -> tuple[int, int] | None:
    return (int(each.get("row")), int(each.get("column"))) if each.get("row") is not None else None


def _said(each: Any) -> Said:
    place = (each.attrib["slide"], int(each.attrib["slideId"]), each.attrib["shape"])
    return Said(*place, each.text or "", int(each.get("paragraph", "0")), _cell(each), each.get("story"))


def _shown(each: Any) -> Shown:
    return Shown(
        each.attrib["slide"],
        int(each.attrib["slideId"]),
        each.attrib["shape"],
        each.attrib["fact"],
        each.get("part", "value"),
        each.get("format", ""),
        each.text or "",
        int(each.get("paragraph", "0")),
        int(each.get("run", "0")),
        _cell(each),
        int(each.get("start", "0")),
    )


def _plotted(each: Any) -> Plotted:
    values = json.loads(each.text or "{}")
    if not isinstance(values, dict):
        raise ValueError(f"{values!r} are no values of a chart's row")
    return Plotted(
        each.attrib["slide"],
        int(each.attrib["slideId"]),
        each.attrib["shape"],
        each.attrib["fact"],
        int(each.get("row", "0")),
        values,
    )


__all__ = [
    "ALT_TEXT",
    "NAMESPACE",
    "VERSION",
    "Evidence",
    "Origin",
    "Plotted",
    "Said",
    "Shown",
    "attach",
    "evidence_xml",
    "find_evidence",
    "gather",
    "properties_xml",
    "read_evidence",
]
