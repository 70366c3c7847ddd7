"""A finished deck checked for what validators miss and readers see: broken parts, gaps, text that runs over.

Reads the file as it is on disk, and changes nothing. What a C-level slide must be (words, numbers, evidence) is
judged elsewhere.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from lxml import etree

from valuestory.deck.drawing.fit import Block, Piece, height, wrap
from valuestory.deck.drawing.page import Problem
from valuestory.deck.geometry import EMU, Box, box_of
from valuestory.deck.template.inherit import frame, holder_kind, text_style
from valuestory.errors import DeckError

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OUTSIDE: Final = 0.02
"""Inches: what sticks out less is rounding."""
_OVERFLOW: Final = 0.04
"""Inches, and share of the room: measured text may be this much too high before it counts."""
_SPOKEN: Final = ("pic", "graphicFrame", "grpSp")
_FOOTERS: Final = ("sldNum", "dt", "ftr", "hdr", "sldImg")


def check_deck(path: Path) -> list[Problem]:
    """Return everything that is structurally wrong with a deck, slide 0 being the file as a whole.

    Parameters
    ----------
    path
        A .pptx file.

    Raises
    ------
    DeckError
        When the file is missing or is no zip: there is nothing to check.
    """
    try:
        data = path.read_bytes()
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = [info.filename for info in package.infolist()]
            parts = {name: package.read(name) for name in set(names)}
    except (OSError, zipfile.BadZipFile) as error:
        raise DeckError("the deck cannot be read", where=path.name, do="check the path, or build it again") from error
    found = list(_package_problems(names, parts))
    if any(each.what.startswith(("broken", "no part")) for each in found):
        return found
    return found + list(_deck_problems(data))


def _package_problems(names: list[str], parts: Mapping[str, bytes]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem(0, name, "two entries of this name in the file")
    trees: dict[str, Any] = {}
    for name in sorted(parts):
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(
                    parts[name], etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
                )
            except etree.XMLSyntaxError as error:
                yield Problem(0, name, f"broken XML: {error}")
    yield from _type_problems(parts, trees)
    yield from _relation_problems(parts, trees)
    for name, tree in trees.items():
        if name.startswith("ppt/") and not name.endswith(".rels") and "{{" in "".join(tree.itertext()):
            yield Problem(0, name, "a fact reference was not filled: {{ is left in the text")


def _type_problems(parts: Mapping[str, bytes], trees: Mapping[str, Any]) -> Iterator[Problem]:
    types = trees.get("[Content_Types].xml")
    if types is None:
        yield Problem(0, "[Content_Types].xml", "no part of this name")
        return
    endings = {each.get("Extension", "").lower() for each in types.iter(f"{_TYPES}Default")}
    named = {each.get("PartName", "").lstrip("/") for each in types.iter(f"{_TYPES}Override")}
    for name in sorted(parts):
        if name != "[Content_Types].xml" and name not in named and name.rpartition(".")[2].lower() not in endings:
            yield Problem(0, name, "no content type")
    for name in sorted(named - parts.keys()):
        yield Problem(0, name, "a content type for a part that is not there")


def _relation_problems(parts: Mapping[str, bytes], trees: Mapping[str, Any]) -> Iterator[Problem]:
    reached = {""}
    waiting = [""]
    while waiting:
        source = waiting.pop()
        relations = _relations(source, trees)
        for rid, target in relations.items():
            if target is not None and target not in parts:
                yield Problem(0, source or "/", f"no part {target}, which {rid} points at")
            elif target is not None and target not in reached:
                reached.add(target)
                waiting.append(target)
        used = {
            value
            for each in _elements(trees.get(source))
            for name, value in each.attrib.items()
            if name.startswith(_R) and value
        }
        for rid in sorted(used - relations.keys()):
            yield Problem(0, source, f"broken link: {rid} is used and not defined")
    orphans = {name for name in parts if not name.endswith(".rels") and name != "[Content_Types].xml"} - reached
    for name in sorted(orphans):
        yield Problem(0, name, "orphan: nothing points at this part")


def _elements(tree: Any) -> Iterable[Any]:
    return () if tree is None else (each for each in tree.iter() if isinstance(each.tag, str))


def _relations(source: str, trees: Mapping[str, Any]) -> dict[str, str | None]:
    """Return a part's relations by id: the target part's name, None for what lies outside the file."""
    folder, _, name = source.rpartition("/")
    tree = trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, str | None] = {}
    for each in tree.iter(f"{_RELATIONS}Relationship") if tree is not None else ():
        target = each.get("Target", "")
        inside = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[each.get("Id", "")] = None if each.get("TargetMode") == "External" else inside
    return found


def _deck_problems(data: bytes) -> Iterator[Problem]:
    from pptx import Presentation

    deck = Presentation(io.BytesIO(data))
    yield from _section_problems(deck)
    size = Box(0, 0, (deck.slide_width or 0) / EMU, (deck.slide_height or 0) / EMU)
    for number, slide in enumerate(deck.slides, 1):
        for shape, what in _slide_problems(slide, size):
            yield Problem(number, shape, what)


def _section_problems(deck: Any) -> Iterator[Problem]:
    listed = [int(each.get("id")) for each in deck.part._element.iter(f"{_P14}sldId")]
    real = [slide.slide_id for slide in deck.slides]
    if listed and sorted(listed) != sorted(real):
        stale = sorted(set(listed) - set(real))
        yield Problem(
            0,
            "sections",
            f"sections and slides differ; stale ids: {stale}" if stale else "a slide stands in no section, or in two",
        )


def _slide_problems(slide: Any, size: Box) -> Iterator[tuple[str, str]]:
    yield from _identity_problems(slide)
    for shape in slide.shapes:
        yield from _shape_problems(shape, slide, size)


def _identity_problems(slide: Any) -> Iterator[tuple[str, str]]:
    named = [(each.get("id"), each.get("name")) for each in slide.shapes._spTree.iter(f"{_P}cNvPr")][1:]
    for shape_id, count in Counter(shape_id for shape_id, _ in named).items():
        if count > 1:
            yield next(name for each, name in named if each == shape_id), f"{count} shapes have the id {shape_id}"
    for name, count in Counter(name for _, name in named).items():
        if count > 1:
            yield name, f"{count} shapes have this name"


def _shape_problems(shape: Any, slide: Any, size: Box) -> Iterator[tuple[str, str]]:
    element, name = shape._element, shape.name
    kind = etree.QName(element).localname
    box = box_of(shape)
    if box is not None and _sticks_out(box, size):
        yield name, "it reaches over the edge of the slide"
    if kind in _SPOKEN and not (element.xpath("(.//p:cNvPr)[1]/@descr") or [""])[0].strip():
        yield name, "it has no alt text"
    if kind == "sp":
        yield from _text_problems(shape, slide, box)
    if kind == "grpSp":
        for child in shape.shapes:
            yield from ((each, what) for each, what in _shape_problems(child, slide, size) if "alt text" not in what)
    if kind == "graphicFrame" and shape.has_table:
        yield from _table_problems(shape, size)


def _sticks_out(box: Box, size: Box) -> bool:
    return (
        box.left < -_OUTSIDE
        or box.top < -_OUTSIDE
        or box.right > size.right + _OUTSIDE
        or box.bottom > size.bottom + _OUTSIDE
    )


def _text_problems(shape: Any, slide: Any, box: Box | None) -> Iterator[tuple[str, str]]:
    holder = holder_kind(shape._element)
    words = shape.text_frame.text.strip()
    if holder is not None and holder[0] not in _FOOTERS and not words:
        yield shape.name, "an empty placeholder"
    if words and box is not None:
        yield from ((shape.name, what) for what in _overflow(shape._element, slide.slide_layout, box))


def _overflow(element: Any, layout: Any, box: Box) -> Iterator[str]:
    insets = frame(element, layout)
    blocks = [_block(paragraph, element, layout) for paragraph in element.txBody.findall(f"{_A}p")]
    width, room = box.width - insets.left - insets.right, box.height - insets.top - insets.bottom
    if not insets.wraps:
        return
    needed = height(blocks, width)
    if needed > room + max(_OVERFLOW, _OVERFLOW * room):
        yield f"its text is {needed:.2f} inches high, and there is room for {room:.2f}"
    widest = max((line for block in blocks for line in wrap(block, width)), default=0.0)
    if widest > width * 1.02:
        yield f"a word of {widest:.2f} inches stands in a column of {width:.2f}"


def _block(paragraph: Any, element: Any, layout: Any) -> Block:
    """Return a written paragraph as something to measure, with what it inherits."""
    properties = paragraph.find(f"{_A}pPr")
    own: Mapping[str, str] = properties.attrib if properties is not None else {}
    style = text_style(element, layout, int(own.get("lvl", "0")))
    pieces, sizes = [], []
    for run in paragraph.iter(f"{_A}r", f"{_A}fld"):
        look = run.find(f"{_A}rPr")
        look = {} if look is None else look.attrib
        sizes.append(int(look.get("sz", round(style.size * 100))) / 100)
        pieces.append(Piece(run.findtext(f"{_A}t") or "", look.get("b", "1" if style.bold else "0") == "1"))
    after = properties.find(f"{_A}spcAft/{_A}spcPts") if properties is not None else None
    spacing = properties.find(f"{_A}lnSpc/{_A}spcPct") if properties is not None else None
    return Block(
        tuple(pieces),
        max(sizes, default=style.size),
        style.after if after is None else int(after.get("val")) / 100,
        int(own["marL"]) / EMU if "marL" in own else style.indent,
        style.spacing if spacing is None else int(spacing.get("val")) / 100_000,
        style.font,
    )


def _table_problems(shape: Any, size: Box) -> Iterator[tuple[str, str]]:
    table = shape._element.find(f".//{_A}tbl")
    columns = len(table.findall(f"{_A}tblGrid/{_A}gridCol"))
    for number, row in enumerate(table.findall(f"{_A}tr"), 1):
        if len(row.findall(f"{_A}tc")) != columns:
            yield shape.name, f"row {number} has {len(row.findall(f'{_A}tc'))} cells for {columns} columns"
    rows = sum(int(row.get("h")) for row in table.findall(f"{_A}tr")) / EMU
    if shape.top / EMU + rows > size.bottom + _OUTSIDE:
        yield shape.name, "its rows reach below the slide"
