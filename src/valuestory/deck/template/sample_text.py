"""Text styles of a master that has none, taken from the look of its sample text.

PowerPoint keeps the styles of titles and bodies in the master's ``p:txStyles``. LibreOffice writes none: its designer's
sizes, colours and bullets stand on the sample text alone ("Click to edit the title text format"), where a new slide
inherits nothing from them. They are written where slides look for them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from valuestory.deck.template.inherit import holder_kind

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_STYLES: Final = {"titleStyle": "title", "bodyStyle": "body", "otherStyle": ""}
"""The parts of ``p:txStyles`` in their order, each with the placeholder whose text shows it."""
_FOOTERS: Final = ("dt", "ftr", "sldNum")
_LEVELS: Final = 9


def style_by_sample_text(master: Any) -> bool:
    """Give a master the text styles that its sample text shows, where it has none; return whether it had none."""
    if master._element.find(f"{_P}txStyles/*/*") is not None:
        return False
    styles = _new_styles(master._element)
    holders = {(holder_kind(each._element) or ("",))[0]: each._element for each in master.placeholders}
    for name, kind in _STYLES.items():
        family = etree.SubElement(styles, f"{_P}{name}")
        if kind in holders:
            family.extend(_levels(holders[kind]))
    for kind in _FOOTERS:
        if kind in holders:
            _style_itself(holders[kind])
    for layout in master.slide_layouts:
        for each in layout.placeholders:
            if (holder_kind(each._element) or ("",))[0] == "subTitle":
                _style_itself(each._element)
    return True


def _new_styles(master: Any) -> Any:
    """Return an empty ``p:txStyles``: the last of a master's parts but for its extensions."""
    old, styles = master.find(f"{_P}txStyles"), etree.Element(f"{_P}txStyles")
    if old is not None:
        master.replace(old, styles)
    elif (extensions := master.find(f"{_P}extLst")) is not None:
        extensions.addprevious(styles)
    else:
        master.append(styles)
    return styles


def _style_itself(holder: Any) -> None:
    """Let a placeholder pass on the look of its sample text."""
    body = holder.find(f"{_P}txBody")
    if body is None or len(body.find(f"{_A}lstStyle") if body.find(f"{_A}lstStyle") is not None else ()):
        return
    styles = body.find(f"{_A}lstStyle")
    if styles is None:
        styles = etree.Element(f"{_A}lstStyle")
        body.find(f"{_A}bodyPr").addnext(styles)
    styles.extend(_levels(holder))


def _levels(holder: Any) -> Iterator[Any]:
    """Yield the style of each level that a placeholder's text shows, in order."""
    shown: dict[int, Any] = {}
    for paragraph in holder.iter(f"{_A}p"):
        properties = paragraph.find(f"{_A}pPr")
        shown.setdefault(int(properties.get("lvl", "0")) if properties is not None else 0, paragraph)
    for level in sorted(each for each in shown if each < _LEVELS):
        yield _level(shown[level], level)


def _level(paragraph: Any, level: int) -> Any:
    style = etree.Element(f"{_A}lvl{level + 1}pPr")
    properties = paragraph.find(f"{_A}pPr")
    if properties is not None:
        style.attrib.update({name: value for name, value in properties.attrib.items() if name != "lvl"})
        style.extend(copy.deepcopy(each) for each in properties if each.tag not in (f"{_A}defRPr", f"{_A}extLst"))
    look = next((each for each in paragraph.iter(f"{_A}rPr", f"{_A}endParaRPr")), None)
    run = etree.SubElement(style, f"{_A}defRPr")
    if look is not None:
        run.attrib.update({name: value for name, value in look.attrib.items() if name not in ("lang", "dirty", "err")})
        run.extend(copy.deepcopy(each) for each in look if each.tag not in (f"{_A}hlinkClick", f"{_A}extLst"))
    return style
