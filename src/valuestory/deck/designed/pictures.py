"""A picture put where a designer left a place for one: whole, in its own proportion, in the middle of the place."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.parts.image import Image, ImagePart

from valuestory.deck.designed.bindings import name_of
from valuestory.deck.designed.parts import PartNames, drop_unused
from valuestory.errors import DeckError

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NAMESPACES: Final = " ".join(f'xmlns:{name}="{each[1:-1]}"' for name, each in (("a", _A), ("p", _P), ("r", _R)))


class Pictures:
    """The pictures of one deck: the same bytes are one part, however many slides show them."""

    def __init__(self, package: Any, names: PartNames) -> None:
        self._package, self._names = package, names
        self._parts: dict[str, tuple[Any, tuple[int, int]]] = {}

    def part(self, data: bytes, *, where: str) -> tuple[Any, tuple[int, int]]:
        """Return a picture's part, and its width and height in pixels.

        Raises
        ------
        DeckError
            When it is no picture that PowerPoint shows.
        """
        key = hashlib.sha256(data).hexdigest()
        if key not in self._parts:
            try:
                image = Image.from_blob(data)
                name = self._names.like(f"/ppt/media/image1.{image.ext}")
                part, size = ImagePart(name, image.content_type, self._package, data), image.size
            except Exception as error:  # Pillow and python-pptx raise what the damaged file made them stumble over
                do = "give a PNG, JPEG, GIF, BMP or TIFF file"
                raise DeckError("this is no picture that can be shown", where=where, do=do) from error
            self._parts[key] = (part, size)
        return self._parts[key]


def place_picture(
    slide_part: Any, shape: Any, box: tuple[int, int, int, int], picture: Any, size: tuple[int, int]
) -> Any:
    """Put a picture into a shape's box; return the picture's element.

    Parameters
    ----------
    slide_part
        The slide's part.
    shape
        The element whose place it takes: a picture keeps its frame and effects, any other shape goes.
    box
        Left, top, width and height in EMU.
    picture, size
        The picture's part, and its pixels.
    """
    rid = slide_part.relate_to(picture, RT.IMAGE)
    left, top, width, height = _inside(box, size)
    if shape.tag != f"{_P}pic":
        about = name_of(shape)
        new = _picture(about, rid)
        shape.getparent().replace(shape, new)
        shape = new
    else:
        drop_unused(slide_part, _replace_blip(shape, rid))
    properties = shape.find(f"{_P}spPr")
    _set_box(properties, left, top, width, height)
    return shape


def _inside(box: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    left, top, width, height = box
    share = min(width / size[0], height / size[1])
    drawn = (round(size[0] * share), round(size[1] * share))
    return left + (width - drawn[0]) // 2, top + (height - drawn[1]) // 2, *drawn


def _replace_blip(shape: Any, rid: str) -> list[str]:
    """Show another picture; return the ids of what was shown, with its SVG form."""
    fill = shape.find(f"{_P}blipFill")
    blip = fill.find(f"{_A}blip")
    shown = [value for each in blip.iter() for name, value in each.attrib.items() if name.startswith(_R)]
    blip.set(f"{_R}embed", rid)
    blip.attrib.pop(f"{_R}link", None)
    for each in (*blip.findall(f"{_A}extLst"), *fill.findall(f"{_A}srcRect")):  # the SVG form, and the crop
        each.getparent().remove(each)
    return shown


def _picture(about: Any, rid: str) -> Any:
    picture = parse_xml(
        f'<p:pic {_NAMESPACES}><p:nvPicPr><p:cNvPr id="{about.get("id")}" name=""/><p:cNvPicPr>'
        '<a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:embed="{rid}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
    )
    for attribute in ("name", "descr"):
        if about.get(attribute):
            name_of(picture).set(attribute, about.get(attribute))
    return picture


def _set_box(properties: Any, left: int, top: int, width: int, height: int) -> None:
    old = properties.find(f"{_A}xfrm")
    attributes = dict(old.attrib) if old is not None else {}
    place = properties.makeelement(f"{_A}xfrm", attributes)
    place.append(place.makeelement(f"{_A}off", {"x": str(left), "y": str(top)}))
    place.append(place.makeelement(f"{_A}ext", {"cx": str(width), "cy": str(height)}))
    if old is not None:
        properties.replace(old, place)
    else:
        properties.insert(0, place)
