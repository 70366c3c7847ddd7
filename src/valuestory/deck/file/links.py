"""What a file leads to outside of itself, taken off a copy that another program is to draw: it would be fetched."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any, Final

from lxml import etree

_RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_SPACES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_CLICKED: Final = "parent::a:hlinkClick or parent::a:hlinkHover or parent::a:hlinkMouseOver"
_NOWHERE: Final = "nowhere"


def unlinked(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a file's parts without what lies elsewhere: linked pictures, workbooks, media. Clicks on a slide stay.

    Parameters
    ----------
    parts
        As `read_parts` returns them.
    """
    return {
        name: _unlinked(data, parts.get(_source(name), b"")) if name.endswith(".rels") and b"External" in data else data
        for name, data in parts.items()
    }


def _source(relations: str) -> str:
    """Return the name of the part that relations are of."""
    folder, name = posixpath.split(relations)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _unlinked(relations: bytes, source: bytes) -> bytes:
    try:
        root, clicks = _parsed(relations), _clicks(source)
    except etree.XMLSyntaxError:  # it leads nowhere
        return relations
    for each in root.iter(f"{_RELATIONS}Relationship"):
        if each.get("TargetMode") == "External" and each.get("Id") not in clicks:
            each.set("Target", _NOWHERE)
            del each.attrib["TargetMode"]
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _clicks(source: bytes) -> set[str]:
    """Return the ids that a part uses for clicks alone: a picture may use what its relation calls a hyperlink."""
    if not source:
        return set()
    root = _parsed(source)
    clicked, used = (
        {str(each) for each in root.xpath(f"//@r:*[{which}]", namespaces=_SPACES)}
        for which in (_CLICKED, f"not({_CLICKED})")
    )
    return clicked - used


def _parsed(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
