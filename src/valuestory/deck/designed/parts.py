"""Slides as parts of a presentation: cloned with all that is theirs, put in order, taken out with all that names them.

What a slide shares with others (layout, pictures, films, links) is shared by its clone too; what is its own (charts
with their workbooks, notes, drawings) is copied, so that filling one changes no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cached_property
from typing import Any, Final

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import XmlPart, _Relationship
from pptx.opc.packuri import PackURI

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_SHARED: Final = frozenset(
    (
        *("slideLayout", "slideMaster", "notesMaster", "theme", "image", "hdphoto", "media", "audio", "video"),
        *("hyperlink", "slide", "font"),
    )
)
_COMMENTS: Final = "comments"
_NUMBERED: Final = re.compile(r"(.*?)(\d*)(\.\w+)\Z")


class PartNames:
    """Part names that are not taken yet, without a look through the whole package for each."""

    def __init__(self, package: Any) -> None:
        self._package = package
        self._next: dict[tuple[str, str], int] = {}

    @cached_property
    def _taken(self) -> set[str]:
        return {str(part.partname) for part in self._package.iter_parts()}

    def like(self, name: str) -> PackURI:
        """Return a free name like another: `/ppt/charts/chart7.xml` for `/ppt/charts/chart2.xml`."""
        stem, _, ending = _NUMBERED.match(name).groups()  # type: ignore[union-attr]
        number = self._next.get((stem, ending), 1)
        while f"{stem}{number}{ending}" in self._taken:
            number += 1
        self._next[(stem, ending)] = number + 1
        self._taken.add(f"{stem}{number}{ending}")
        return PackURI(f"{stem}{number}{ending}")

    def note(self, part: Any) -> None:
        """Take note of the names of parts that somebody else has just related to this one."""
        for relation in part.rels.values():
            if not relation.is_external and str(relation.target_part.partname) not in self._taken:
                self._taken.add(str(relation.target_part.partname))
                self.note(relation.target_part)


def relation_kind(relation: Any) -> str:
    """Return the last word of a relation's type, such as `chart`."""
    return str(relation.reltype).rpartition("/")[2]


def related(part: Any, kind: str) -> list[Any]:
    """Return the parts that a part has a relation of this kind to, in the order of their ids."""
    return [rel.target_part for rel in part.rels.values() if not rel.is_external and relation_kind(rel) == kind]


def notes_of(slide_part: Any) -> Any:
    """Return a slide's notes part, or None."""
    return next(iter(related(slide_part, "notesSlide")), None)


def clone_slide(slide_part: Any, names: PartNames) -> Any:
    """Return a copy of a slide's part, with copies of its charts, their workbooks, and its notes."""
    return _clone(slide_part, names, {})


def _clone(part: Any, names: PartNames, copies: dict[int, Any]) -> Any:
    name = names.like(str(part.partname))
    if isinstance(part, XmlPart):
        copy = type(part)(name, part.content_type, part.package, deepcopy(part._element))
    else:
        copy = type(part).load(name, part.content_type, part.package, part.blob)
    copies[id(part)] = copy
    base = name.baseURI
    for rid, relation in part.rels.items():
        if relation.is_external:
            copied = _Relationship(base, rid, relation.reltype, "External", relation.target_ref)
        else:
            target = _target(relation, names, copies)
            copied = _Relationship(base, rid, relation.reltype, "Internal", target)
        copy._rels._rels[rid] = copied
    return copy


def _target(relation: Any, names: PartNames, copies: dict[int, Any]) -> Any:
    target = relation.target_part
    if id(target) in copies:  # the notes name their slide: the copy's notes name the copy
        return copies[id(target)]
    return target if relation_kind(relation) in _SHARED else _clone(target, names, copies)


def drop_comments(part: Any) -> None:
    """Drop the comments on a slide: they are between the designer and colleagues."""
    for rid in [rid for rid, rel in part.rels.items() if relation_kind(rel) == _COMMENTS]:
        for element in [each for each in part._element.iter() if each.get(f"{_R}id") == rid]:
            extension = element.getparent()
            extension.getparent().remove(extension)
        part._rels.pop(rid)


def drop_unused(part: Any, ids: Iterable[str | None]) -> None:
    """Drop relations that nothing in a part uses any more: what they led to would stay in the file unseen."""
    used = {value for each in part._element.iter() for name, value in each.attrib.items() if name.startswith(_R)}
    for rid in {each for each in ids if each} - used:
        part._rels.pop(rid)


class SlideList:
    """The slides of a presentation in order, with what else names them: sections, custom shows, links.

    Slides are named by their ids.
    """

    def __init__(self, deck: Any) -> None:
        self.part = deck.part
        self._list = deck.part._element.get_or_add_sldIdLst()
        self._entries = {int(each.get("id")): each for each in self._list}
        self._last = max(self._entries, default=255)

    def slides(self) -> dict[int, Any]:
        """Return the parts of the slides by slide id, in order."""
        return {int(each.get("id")): self.part.related_part(each.get(f"{_R}id")) for each in self._list}

    def add(self, slide_part: Any, *, after: int) -> int:
        """Put a slide after another one, into its section too; return its id."""
        self._last += 1
        rid = self.part._rels._add_relationship(RT.SLIDE, slide_part)
        before = self._entries[after]
        entry = before.makeelement(before.tag, {"id": str(self._last), f"{_R}id": rid})
        before.addnext(entry)
        self._entries[self._last] = entry
        for listed in self._in_sections(after):
            listed.addnext(listed.makeelement(listed.tag, {"id": str(self._last)}))
        return self._last

    def name_parts(self) -> None:
        """Name the slides' parts by their order, as PowerPoint does."""
        self.part.rename_slide_parts([each.get(f"{_R}id") for each in self._list])

    def order(self, ids: Iterable[int]) -> None:
        """Put the slides into an order, which names each of them."""
        for slide_id in ids:
            self._list.append(self._entries[slide_id])

    def remove(self, gone: Mapping[int, Any]) -> None:
        """Take slides out, with all that names them.

        Parameters
        ----------
        gone
            Slide ids, each with the slide part that links to it lead to from now on, or None: then the links go.
        """
        instead = {}
        for slide_id, other in gone.items():
            entry = self._entries.pop(slide_id)
            rid = entry.get(f"{_R}id")
            instead[id(self.part.related_part(rid))] = other
            self._list.remove(entry)
            shows = [each for each in self.part._element.iter(f"{_P}sld") if each.get(f"{_R}id") == rid]
            for named in (*self._in_sections(slide_id), *shows):
                named.getparent().remove(named)
            self.part._rels.pop(rid)
        if gone:
            _relink(self.part.package, instead)

    def _in_sections(self, slide_id: int) -> list[Any]:
        return [each for each in self.part._element.iter(f"{_P14}sldId") if each.get("id") == str(slide_id)]


def _relink(package: Any, instead: Mapping[int, Any]) -> None:
    """Lead links to slides that are gone to others, by the gone part's `id()`; a link that has none goes."""
    for part in list(package.iter_parts()):
        if not isinstance(part, XmlPart) or part is package.main_document_part:
            continue
        for rid, relation in list(part.rels.items()):
            if relation.is_external or relation.reltype != RT.SLIDE or id(relation.target_part) not in instead:
                continue
            target = instead[id(relation.target_part)]
            if target is None:
                _drop_link(part, rid)
            else:
                part._rels._rels[rid] = _Relationship(part.partname.baseURI, rid, RT.SLIDE, "Internal", target)


def _drop_link(part: Any, rid: str) -> None:
    for element in [each for each in part._element.iter() if each.get(f"{_R}id") == rid]:
        if element.tag in (f"{_A}hlinkClick", f"{_A}hlinkHover"):
            element.getparent().remove(element)
    part._rels.pop(rid)


__all__ = ["PartNames", "SlideList", "clone_slide", "drop_comments", "drop_unused", "notes_of", "related"]
