"""Marks on slides for their readers: review comments, beside those that people have written.

They are of the kind that every PowerPoint since 2007 and LibreOffice read. A deck that already holds comments of the
newer kind takes its marks in the notes: one file with both kinds is none that PowerPoint writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from valuestory.deck.file.package import printable

_P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS: Final = "application/vnd.openxmlformats-officedocument.presentationml"
_MODERN: Final = "http://schemas.microsoft.com/office/2018/10/relationships/"
_EMU_A_POINT: Final = 1_587
"""Comments are placed in eighths of a point: so many EMU each."""
AUTHOR: Final = "valuestory"


class Marks:
    """The comments of one author in a deck.

    Parameters
    ----------
    deck
        An open presentation.
    on
        The day and time that the comments bear.
    """

    def __init__(self, deck: Any, on: datetime) -> None:
        self.deck, self.on = deck, on
        self.modern = any(_is_modern(part) for part in (deck.part, *(slide.part for slide in deck.slides)))
        self._author: Any = None

    def forget(self) -> None:
        """Take off the marks of an earlier refresh; other people's comments stay."""
        for slide in self.deck.slides:
            for paragraph in list(_notes(slide)):
                if "".join(paragraph.itertext()).startswith(f"[{AUTHOR}] "):
                    paragraph.getparent().remove(paragraph)
        author = self._known()
        if author is None:
            return
        for slide in self.deck.slides:
            held = _related(slide.part, "comments")
            if held is not None:
                root = etree.fromstring(held.blob)
                for each in root.findall(f"{{{_P}}}cm"):
                    if each.get("authorId") == author.get("id"):
                        root.remove(each)
                if len(root):
                    held._blob = _bytes(root)
                else:
                    _drop(slide.part, held)

    def put(self, slide: Any, shape: Any, text: str) -> None:
        """Put a comment beside a shape (None: at the slide's corner)."""
        if self.modern:
            return _into_notes(slide, text)
        author = self._own()
        index = int(author.get("lastIdx", "0")) + 1
        author.set("lastIdx", str(index))
        self._save()
        places = (0, 0) if shape is None else (shape.left or 0, shape.top or 0)
        left, top = (each // _EMU_A_POINT for each in places)
        on = f"{self.on:%Y-%m-%dT%H:%M:%S}.000"
        comment = (
            f'<p:cm xmlns:p="{_P}" authorId={quoteattr(author.get("id"))} dt="{on}" '
            f'idx="{index}"><p:pos x="{left}" y="{top}"/><p:text>{escape(printable(text))}</p:text></p:cm>'
        )
        held = _related(slide.part, "comments") or self._new(slide.part, "comments", f'<p:cmLst xmlns:p="{_P}"/>')
        root = etree.fromstring(held.blob)
        root.append(etree.fromstring(comment))
        held._blob = _bytes(root)
        return None

    def _known(self) -> Any:
        held = _related(self.deck.part, "commentAuthors")
        if held is None:
            return None
        if self._author is None:
            root = etree.fromstring(held.blob)
            found = (each for each in root.findall(f"{{{_P}}}cmAuthor") if each.get("name") == AUTHOR)
            self._author = next(found, None)
        return self._author

    def _own(self) -> Any:
        if self._known() is not None:
            return self._author
        held = _related(self.deck.part, "commentAuthors") or self._new(
            self.deck.part, "commentAuthors", f'<p:cmAuthorLst xmlns:p="{_P}"/>'
        )
        root = etree.fromstring(held.blob)
        taken = [int(each.get("id", "0")) for each in root]
        number = max(taken, default=-1) + 1
        self._author = etree.SubElement(root, f"{{{_P}}}cmAuthor")
        about = {"id": str(number), "name": AUTHOR, "initials": "vs", "lastIdx": "0", "clrIdx": str(number)}
        for name, value in about.items():
            self._author.set(name, value)
        self._save()
        return self._author

    def _save(self) -> None:
        _related(self.deck.part, "commentAuthors")._blob = _bytes(self._author.getparent())

    def _new(self, owner: Any, kind: str, xml: str) -> Any:
        from pptx.opc.package import Part
        from pptx.opc.packuri import PackURI

        package = owner.package
        if kind == "comments":
            taken = {str(part.partname) for part in package.iter_parts()}
            number = next(at for at in range(1, len(taken) + 2) if f"/ppt/comments/comment{at}.xml" not in taken)
            name = PackURI(f"/ppt/comments/comment{number}.xml")
        else:
            name = PackURI(f"/ppt/{kind}.xml")
        made = Part(name, f"{_KINDS}.{kind}+xml", package, xml.encode())
        owner.relate_to(made, f"{_RELATIONS}/{kind}")
        return made


def _is_modern(part: Any) -> bool:
    return any(each.reltype in (f"{_MODERN}comments", f"{_MODERN}authors") for each in part.rels.values())


def _related(part: Any, kind: str) -> Any:
    found = (each for each in part.rels.values() if each.reltype == f"{_RELATIONS}/{kind}" and not each.is_external)
    return next((each.target_part for each in found), None)


def _drop(part: Any, target: Any) -> None:
    for rid, each in list(part.rels.items()):
        if not each.is_external and each.target_part is target:
            part._rels.pop(rid)


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _notes(slide: Any) -> Iterator[Any]:
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from slide.notes_slide.notes_text_frame._txBody.iterchildren(f"{_A}p")


def _into_notes(slide: Any, text: str) -> None:
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        first = frame._txBody.find(f"{_A}p")
        made = deepcopy(first)
        for each in list(made):
            made.remove(each)
        first.addprevious(made)
        frame.paragraphs[0].text = f"[{AUTHOR}] {printable(text)}"
