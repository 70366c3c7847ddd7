"""The evidence inside a deck: every fact in full, and every place where one is shown.

It travels as a custom XML part with its properties part, which PowerPoint and LibreOffice keep. Places are tied to
slide ids and to shape names: LibreOffice renumbers ids and keeps names. The numbers themselves are judged elsewhere;
here they are written and read.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from valuestory.deck.file.package import printable, read_parts
from valuestory.errors import DeckError
from valuestory.slides.facts import Fact

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from valuestory.slides.slide import StoryRecord

NAMESPACE: Final = "urn:valuestory:evidence:1"
VERSION: Final = 1
ALT_TEXT: Final = -1
"""The paragraph that a shape's alt text counts as."""
_ABOUT: Final = ("company", "period", "locale", "currency", "where")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KEY: Final = uuid.UUID("b3f1c3a4-6a0e-5c0e-9a3e-2f6b3a9b7d11")


@dataclass(frozen=True)
class Shown:
    """One place where a fact stands: a run of text in a shape, in a table's cell, or in the notes (shape ``notes``).

    `paragraph` and `run` count from 0, empty runs left out; `start` is where in the paragraph the text begins, in
    characters; `cell` is row and column from 0, the header row being row 0.
    """

    key: str
    slide_id: int
    shape: str
    fact: str
    part: str
    format: str
    text: str
    paragraph: int = 0
    run: int = 0
    cell: tuple[int, int] | None = None
    start: int = 0


@dataclass(frozen=True)
class Said:
    """A paragraph as the story wrote it, whole: by it facts are found again after people have edited around them.

    Those without a fact are told too, so that a refresh knows what people have changed. The paragraph `ALT_TEXT` is the
    shape's alt text. `story` is what the story says where somebody has changed words or order (empty: nothing); None
    where nobody has changed anything.
    """

    key: str
    slide_id: int
    shape: str
    text: str
    paragraph: int = 0
    cell: tuple[int, int] | None = None
    story: str | None = None


@dataclass(frozen=True)
class Plotted:
    """One row of a chart that shows a fact: its columns as they were drawn."""

    key: str
    slide_id: int
    shape: str
    fact: str
    row: int
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Origin:
    """What a deck was made by and from.

    `valuestory` is the version; `template` and `inputs` (by table) are SHA-256 fingerprints; `cells` are the notebook's
    cells that made each slide, by the slide's key, counted from 1. `notebook` is its name without a folder, and
    `parameters` are those that were not left at their defaults: by both the story can be told again for another period.
    """

    valuestory: str = ""
    template: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, int] = field(default_factory=dict)
    notebook: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """All that a deck says of where its numbers come from."""

    facts: tuple[Fact, ...] = ()
    shown: tuple[Shown, ...] = ()
    plotted: tuple[Plotted, ...] = ()
    said: tuple[Said, ...] = ()
    company: str = ""
    period: str = ""
    locale: str = ""
    currency: str = ""
    where: str = ""
    origin: Origin = field(default_factory=Origin)
    version: int = VERSION

    def fact(self, fact_id: str) -> Fact | None:
        """Return a fact by id."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)


def gather(
    facts: Iterable[Fact],
    shown: Sequence[Shown],
    plotted: Sequence[Plotted],
    record: StoryRecord | None,
    said: Sequence[Said] = (),
    origin: Origin | None = None,
) -> Evidence:
    """Return the evidence of a deck: of the facts, those that are shown or plotted, each once, by id.

    Raises
    ------
    DeckError
        When a slide shows a fact that no slide carries: the notebook that made it is damaged, run it again.
    """
    known = {fact.id: fact for fact in (*(record.facts if record else ()), *facts)}
    places: list[Shown | Plotted] = [*shown, *plotted]
    used = sorted({each.fact for each in places})
    missing = [each for each in used if each not in known]
    if missing:
        place = next(each.key for each in places if each.fact == missing[0])
        raise DeckError(
            f"a fact is shown but comes with no evidence: {missing[0]}",
            where=f'slide "{place}"',
            do="run the notebook again; a slide made by hand lists its facts in Slide(facts=...)",
        )
    about = {} if record is None else {name: getattr(record, name) for name in _ABOUT}
    return Evidence(
        tuple(known[each] for each in used),
        tuple(shown),
        tuple(plotted),
        tuple(said),
        **about,
        origin=origin or Origin(),
    )


def evidence_xml(evidence: Evidence) -> bytes:
    """Return the evidence as the custom XML part."""
    about = "".join(f" {name}={quoteattr(getattr(evidence, name))}" for name in _ABOUT)
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
        about = {name: root.get(name, "") for name in _ABOUT}
        return Evidence(
            tuple(_json_of(Fact).validate_json(each.text or "") for each in root.iter(f"{{{NAMESPACE}}}fact")),
            tuple(_shown(each) for each in root.iter(f"{{{NAMESPACE}}}shown")),
            tuple(_plotted(each) for each in root.iter(f"{{{NAMESPACE}}}plotted")),
            tuple(_said(each) for each in root.iter(f"{{{NAMESPACE}}}said")),
            **about,
            origin=_json_of(Origin).validate_json(root.findtext(f"{{{NAMESPACE}}}origin") or "{}"),
            version=version,
        )
    except (etree.XMLSyntaxError, ValueError, KeyError) as error:  # pydantic raises ValueErrors
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
    return Plotted(
        each.attrib["slide"],
        int(each.attrib["slideId"]),
        each.attrib["shape"],
        each.attrib["fact"],
        int(each.get("row", "0")),
        values,
    )
