"""An SVG drawing made harmless: shapes and text only, ids of its own, nothing that points outside.

Vega writes what a chart's author asked for, links and pictures by address included. In a report that would be a
request that leaves the page, and in a notebook someone else's script; so it goes, whoever wrote the chart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import quote

from lxml import etree

_SVG: Final = "{http://www.w3.org/2000/svg}"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_SHAPES: Final = frozenset(("svg", "g", "path", "rect", "line", "circle", "ellipse", "polygon", "polyline", "image"))
_WORDS: Final = frozenset(("text", "tspan", "title", "desc"))
_PAINT: Final = frozenset(("defs", "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop"))
_KEPT: Final = _SHAPES | _WORDS | _PAINT
_DROPPED: Final = re.compile(r"on\w+|style|class|role|aria-\w+|pointer-events|target|cursor")
_REFERENCE: Final = re.compile(r"url\(\s*['\"]?#([^)'\"]+?)['\"]?\s*\)")
_MEASURES: Final = frozenset(("d", "transform", "x", "y", "x1", "x2", "y1", "y2", "width", "height"))
_LONG_DECIMALS: Final = re.compile(r"(\.\d\d)\d+(?![\de])")
_SAFE_IN_URI: Final = " !$'()*+,-./:;=?@[]^_`{|}~"


@dataclass(frozen=True)
class Drawing:
    """An SVG picture that begins with its `<svg>` element; `width` and `height` are its own size, in px."""

    svg: str
    width: float
    height: float


def clean_svg(svg: str, *, ids: str, alt: str) -> Drawing:
    """Return the drawing without anything that acts, links or fetches.

    Parameters
    ----------
    svg
        As Vega writes it.
    ids
        What every id begins with; ids are numbered anew, for Vega counts them through the life of a process.
    alt
        What it shows, for those who cannot see it.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(svg.encode(), parser)
    names = {str(each.get("id")): f"{ids}{index}" for index, each in enumerate(root.iter("{*}*")) if each.get("id")}
    for element in list(root.iter()):
        _clean(element, names)
    width, height = (float(root.get(side, "0")) for side in ("width", "height"))
    root.set("role", "img")
    root.set("aria-label", alt)
    etree.cleanup_namespaces(root)
    return Drawing(etree.tostring(root, encoding="unicode"), width, height)


def as_picture(drawing: Drawing, *, alt: str, style: str) -> str:
    """Return the drawing as an `<img>` that holds it: Jupyter's sanitiser keeps that, and no host style reaches it."""
    return f'<img alt="{escape(alt)}" style="{style}" src="data:image/svg+xml,{quote(drawing.svg, safe=_SAFE_IN_URI)}">'


def _clean(element: etree._Element, names: dict[str, str]) -> None:
    if etree.QName(element).localname == "a":
        element.tag = f"{_SVG}g"
    name = etree.QName(element).localname
    picture = name == "image" and (element.get(_HREF) or element.get("href") or "").startswith("data:image/")
    if name not in _KEPT or (name == "image" and not picture) or element.get("display") == "none":
        _remove(element)
        return
    for key, value in list(element.attrib.items()):
        _clean_attribute(element, str(key), str(value), names, keep_link=picture)


def _clean_attribute(element: etree._Element, key: str, value: str, names: dict[str, str], *, keep_link: bool) -> None:
    if _DROPPED.fullmatch(key) or (key in (_HREF, "href") and not keep_link):
        del element.attrib[key]
    elif key == "id":
        element.set(key, names[value])
    elif "url(" in value:
        match = _REFERENCE.fullmatch(value.strip())
        element.set(key, f"url(#{names.get(match[1], '')})" if match else "none")
    elif key in _MEASURES:
        element.set(key, _LONG_DECIMALS.sub(r"\1", value))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
