"""The file as a package: every part typed, pointed at and whole. What validators miss and LibreOffice opens anyway."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from lxml import etree

from valuestory.deck.lint.rule import Found
from valuestory.deck.lint.seen import SeenDeck

_P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CONTENT_TYPES: Final = "[Content_Types].xml"


def package_problems(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a file's parts: the part, and what.

    What begins with "broken" or "no part" keeps the file from being read any further.
    """
    trees: dict[str, Any] = {}
    for name in sorted(parts):
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(
                    parts[name], etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
                )
            except etree.XMLSyntaxError as error:
                yield name, f"broken XML: {error}"
    yield from _type_problems(parts, trees)
    yield from _relation_problems(parts, trees)


def check_parts(seen: SeenDeck) -> Found:
    """Yield parts that are untyped, missing or pointed at by nothing."""
    yield from ((0, name, what) for name, what in package_problems(seen.parts))


def check_sections(seen: SeenDeck) -> Found:
    """Yield sections that list slides which are not there, or not all of them."""
    listed = [int(each.get("id")) for each in seen.deck.part._element.iter(f"{_P14}sldId")]
    real = [each.slide_id for each in seen.slides]
    if not listed or sorted(listed) == sorted(real):
        return
    stale = sorted(set(listed) - set(real))
    said = f"sections and slides differ; stale ids: {stale}" if stale else "a slide stands in no section, or in two"
    yield 0, "sections", said


def check_filled(seen: SeenDeck) -> Found:
    """Yield fact references that were left standing, on slides, in charts and in notes."""
    for name, data in seen.parts.items():
        if name.startswith("ppt/") and name.endswith(".xml") and b"{{" in data:
            yield 0, name, "a fact reference was not filled: {{ is left in the text"


def _type_problems(parts: Mapping[str, bytes], trees: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    types = trees.get(_CONTENT_TYPES)
    if types is None:
        yield _CONTENT_TYPES, "no part of this name"
        return
    endings = {each.get("Extension", "").lower() for each in types.iter(f"{_TYPES}Default")}
    named = {each.get("PartName", "").lstrip("/") for each in types.iter(f"{_TYPES}Override")}
    for name in sorted(parts):
        if name != _CONTENT_TYPES and name not in named and name.rpartition(".")[2].lower() not in endings:
            yield name, "no content type"
    for name in sorted(named - parts.keys()):
        yield name, "a content type for a part that is not there"


def _relation_problems(parts: Mapping[str, bytes], trees: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    reached = {""}
    waiting = [""]
    while waiting:
        source = waiting.pop()
        relations = _relations(source, trees)
        for rid, target in relations.items():
            if target is not None and target not in parts:
                yield source or "/", f"no part {target}, which {rid} points at"
            elif target is not None and target not in reached:
                reached.add(target)
                waiting.append(target)
        for rid in sorted(_used(trees.get(source)) - relations.keys()):
            yield source, f"broken link: {rid} is used and not defined"
    orphans = {name for name in parts if not name.endswith(".rels") and name != _CONTENT_TYPES} - reached
    for name in sorted(orphans):
        yield name, "orphan: nothing points at this part"


def _used(tree: Any) -> set[str]:
    """Return the relation ids that a part's elements use."""
    return {value for each in _elements(tree) for name, value in each.attrib.items() if name.startswith(_R) and value}


def _elements(tree: Any) -> Iterable[Any]:
    return () if tree is None else (each for each in tree.iter() if isinstance(each.tag, str))


def _relations(source: str, trees: Mapping[str, Any]) -> dict[str, str | None]:
    """Return a part's relations by id: the target part's name, None for what lies outside the file."""
    folder, _, name = source.rpartition("/")
    tree = trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, str | None] = {}
    for each in tree.iter(f"{_RELATIONS}Relationship") if tree is not None else ():
        target = each.get("Target", "")
        # Steps above the root lead to the root (RFC 3986); LibreOffice writes such targets.
        inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[each.get("Id", "")] = None if each.get("TargetMode") == "External" else inside
    return found
