"""Put a chart's parts into a deck: the graphic frame, the chart part with its workbook, the picture with its SVG.

Works on any python-pptx slide. In a content placeholder the frame keeps the placeholder's identity; a text
placeholder cannot hold a chart, so its box is taken and the placeholder goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import Any, Final

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PICTURE_HOLDERS: Final = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.CHART, PP_PLACEHOLDER.PICTURE, PP_PLACEHOLDER.BITMAP)
_CHART_HOLDERS: Final = (PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.CHART)
_NAMESPACES: Final = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_SVG: Final = (
    '<a:extLst><a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{rid}"/></a:ext></a:extLst>'
)


@dataclass(frozen=True)
class Place:
    """Where a chart goes: a slide, a box in EMU, its name and alt text, and the placeholder it fills, if any."""

    slide: Any
    left: int
    top: int
    width: int
    height: int
    name: str
    alt: str
    placeholder: Any = None


def place_chart(place: Place, xml: bytes, book: bytes) -> Any:
    """Add a native chart with its workbook; return its shape."""
    rid = _chart_part(place, xml, book)
    return _insert(place, lambda number: _frame(place, number, rid), _CHART_HOLDERS)


def _chart_part(place: Place, xml: bytes, book: bytes) -> str:
    """Add a chart part with its workbook to the slide; return the relationship's id."""
    package = place.slide.part.package
    name, book_name = _free_names(package, ChartPart.partname_template, EmbeddedXlsxPart.partname_template)
    part = ChartPart.load(name, CONTENT_TYPE.DML_CHART, package, xml)
    part.chart_workbook.xlsx_part = EmbeddedXlsxPart(book_name, EmbeddedXlsxPart.content_type, package, book)
    return str(place.slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART))


def _free_names(package: Any, *templates: str) -> list[PackURI]:
    """Return a part name that is not taken for each template: python-pptx would go through all parts for each."""
    taken = {part.partname for part in package.iter_parts()}
    return [PackURI(next(name for at in count(1) if (name := template % at) not in taken)) for template in templates]


def _frame(place: Place, number: int, rid: str) -> Any:
    locks = '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
    properties = f'<p:cNvPr id="{number}" name=""/>{locks}<p:nvPr/>'
    box = f'<a:off x="{place.left}" y="{place.top}"/><a:ext cx="{place.width}" cy="{place.height}"/>'
    chart = f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{rid}"/></a:graphicData>'
    return parse_xml(
        f"<p:graphicFrame {_NAMESPACES}><p:nvGraphicFramePr>{properties}</p:nvGraphicFramePr>"
        f"<p:xfrm>{box}</p:xfrm><a:graphic>{chart}</a:graphic></p:graphicFrame>"
    )


def place_picture(place: Place, png: bytes, svg: bytes) -> Any:
    """Add a picture: SVG for those who can show it, PNG for the others; return its shape."""
    part = place.slide.part
    _, png_id = part.get_or_add_image_part(BytesIO(png))
    package = part.package
    name = PackURI(package.next_partname("/ppt/media/chart%d.svg"))
    svg_id = part.relate_to(Part(name, "image/svg+xml", package, svg), RELATIONSHIP_TYPE.IMAGE)
    return _insert(place, lambda number: _picture(place, number, png_id, svg_id), _PICTURE_HOLDERS)


def place_group(place: Place, make: Callable[[Callable[[], int]], str]) -> Any:
    """Add a group of shapes; `make` is given where new ids come from, and returns its XML. Return its shape."""

    def element(number: int) -> Any:
        numbers = count(number)
        return parse_xml(make(lambda: next(numbers)).replace("<p:grpSp>", f"<p:grpSp {_NAMESPACES}>", 1))

    return _insert(place, element, ())


@dataclass(frozen=True)
class ChartFrame:
    """A native chart in a group of them: its box with name and alt text, its XML and its workbook."""

    place: Place
    xml: bytes
    book: bytes


def place_charts(place: Place, frames: Sequence[ChartFrame], make: Callable[[Callable[[], int]], str]) -> Any:
    """Add native charts and the shapes around them as one group; `make` is as for `place_group`. Return its shape."""

    def element(number: int) -> Any:
        numbers = count(number)
        group = parse_xml(make(lambda: next(numbers)).replace("<p:grpSp>", f"<p:grpSp {_NAMESPACES}>", 1))
        properties = group.find(qn("p:grpSpPr"))
        for frame in reversed(frames):
            drawn = _frame(frame.place, next(numbers), _chart_part(place, frame.xml, frame.book))
            named = drawn.find(f".//{qn('p:cNvPr')}")
            named.set("name", frame.place.name)
            named.set("descr", frame.place.alt)
            properties.addnext(drawn)
        return group

    return _insert(place, element, ())


def _picture(place: Place, number: int, png_id: str, svg_id: str) -> Any:
    properties = f'<p:cNvPr id="{number}" name=""/><p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/>'
    blip = f'<a:blip r:embed="{png_id}">{_SVG.format(rid=svg_id)}</a:blip><a:stretch><a:fillRect/></a:stretch>'
    box = f'<a:off x="{place.left}" y="{place.top}"/><a:ext cx="{place.width}" cy="{place.height}"/>'
    shape = f'<a:xfrm>{box}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    inside = f"<p:nvPicPr>{properties}</p:nvPicPr><p:blipFill>{blip}</p:blipFill><p:spPr>{shape}</p:spPr>"
    return parse_xml(f"<p:pic {_NAMESPACES}>{inside}</p:pic>")


def _insert(place: Place, make: Callable[[int], Any], holders: tuple[Any, ...]) -> Any:
    """Add an element to the slide, in the placeholder's stead where there is one, and return its shape."""
    shapes = place.slide.shapes
    number = max((int(each) for each in shapes._spTree.xpath("//@id") if str(each).isdigit()), default=1) + 1
    element = make(number)
    named = element.find(f".//{qn('p:cNvPr')}")
    named.set("name", place.name or f"Chart {number - 1}")
    named.set("descr", place.alt)
    if place.placeholder is None:
        shapes._spTree.insert_element_before(element, "p:extLst")
    else:
        _replace(place.placeholder, element, holders)
    return next(shape for shape in shapes if shape._element is element)


def _replace(placeholder: Any, element: Any, holders: tuple[Any, ...]) -> None:
    old = placeholder._element
    if placeholder.placeholder_format.type in holders:
        holder = old.find(f".//{qn('p:ph')}")
        element.find(f".//{qn('p:nvPr')}").append(deepcopy(holder))
    old.addprevious(element)
    old.getparent().remove(old)
