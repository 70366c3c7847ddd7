"""What a story draws to scale, drawn anew in its place: the strip of a big number, a chart made of shapes, a picture.

Such marks are data: where they stand says a value. The place and the size of the whole are the reader's, and stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def move_marks(group: Any, fresh: Any) -> None:
    """Put the shapes of a group where those of the same names stand in a fresh one, each in its group's own measure.

    What holds words is left where it is. Shapes that one of the groups lacks are left alone.
    """
    own, model = _measure(group), _measure(fresh)
    places = {_name(each): each for each in _marks(fresh)}
    for each in _marks(group):
        new = places.get(_name(each))
        here, there = each.find(f"{_P}spPr/{_A}xfrm"), None if new is None else new.find(f"{_P}spPr/{_A}xfrm")
        if here is None or there is None or own is None or model is None:
            continue
        for tag, first, second in (("off", "x", "y"), ("ext", "cx", "cy")):
            for name, axis in ((first, 0), (second, 1)):
                share = int(there.find(f"{_A}{tag}").get(name)) - (model[axis] if tag == "off" else 0)
                scale = own[axis + 2] / model[axis + 2] if model[axis + 2] else 1.0
                here.find(f"{_A}{tag}").set(name, str(round(share * scale) + (own[axis] if tag == "off" else 0)))


def _marks(group: Any) -> Iterator[Any]:
    for each in group:
        if each.tag in (f"{_P}sp", f"{_P}cxnSp") and not "".join(each.itertext()).strip():
            yield each


def _name(shape: Any) -> str:
    return str(shape.find("./*/{*}cNvPr").get("name", ""))


def _measure(group: Any) -> tuple[int, int, int, int] | None:
    """Return left, top, width and height of a group in the measure of what is in it."""
    place = group.find(f"{_P}grpSpPr/{_A}xfrm")
    start, size = (None, None) if place is None else (place.find(f"{_A}chOff"), place.find(f"{_A}chExt"))
    if start is None or size is None:
        return None
    return int(start.get("x")), int(start.get("y")), int(size.get("cx")), int(size.get("cy"))


def redraw(group: Any, fresh: Any) -> None:
    """Fill a group with what a fresh one holds; its own place and size stay."""
    for each in list(group)[2:]:
        group.remove(each)
    for each in list(fresh)[2:]:
        group.append(renumbered(deepcopy(each), group))
    own, model = group.find(f"{_P}grpSpPr/{_A}xfrm"), fresh.find(f"{_P}grpSpPr/{_A}xfrm")
    if own is not None and model is not None:
        for tag in ("chOff", "chExt"):
            own.replace(own.find(f"{_A}{tag}"), deepcopy(model.find(f"{_A}{tag}")))


def renumbered(drawing: Any, beside: Any) -> Any:
    """Return a drawing from elsewhere with shape ids of its own on the slide that `beside` stands on."""
    used = [int(each.get("id")) for each in beside.getroottree().getroot().iter("{*}cNvPr")]
    for number, each in enumerate(drawing.iter("{*}cNvPr"), max(used, default=1) + 1):
        each.set("id", str(number))
    return drawing


def take_picture(slide: Any, picture: Any, fresh_slide: Any, fresh: Any) -> None:
    """Show a fresh picture in the place of a slide's own: its image, and the drawing behind it where there is one."""
    for tag in ("blip", "svgBlip"):
        own, model = next(picture.iter("{*}" + tag), None), next(fresh.iter("{*}" + tag), None)
        if own is not None and model is not None:
            part = fresh_slide.part.related_part(model.get(f"{_R}embed"))
            slide.part.related_part(own.get(f"{_R}embed"))._blob = part.blob
