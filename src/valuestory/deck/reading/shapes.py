"""Every shape of a slide where it stands, those in groups too: the one walk of all who read a finished deck."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from lxml import etree

from valuestory.deck.geometry import Box, box_of

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MEASURED: Final = ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
_DRAWN: Final = (*_MEASURED, "contentPart")


class PlacedShape(NamedTuple):
    """A shape with its box on the slide (None where nothing says it); `depth` is 0 outside groups.

    `kind` is the element's name in the file: ``sp``, ``pic``, ``graphicFrame``, ``grpSp``, ``cxnSp``, or
    ``contentPart`` for ink.
    """

    shape: Any
    name: str
    kind: str
    box: Box | None
    depth: int

    @property
    def properties(self) -> Any:
        """The element with the shape's name and alt text; an empty dictionary where there is none."""
        return _properties(self.shape._element)


def placed_shapes(slide: Any) -> Iterator[PlacedShape]:
    """Yield the shapes of a python-pptx slide in the order they are stored, a group before what is in it."""
    yield from _placed(slide.shapes, slide.shapes._spTree, lambda box: box, 0)


def placed_shape(slide: Any, element: Any) -> PlacedShape | None:
    """Return one shape of a slide as `placed_shapes` does, by its element; None where it is no shape of the slide."""
    if element.getparent() is slide.shapes._spTree:  # all shapes are walked only for what stands in groups
        return next(_placed(slide.shapes, [element], lambda box: box, 0), None)
    return next((each for each in placed_shapes(slide) if each.shape._element is element), None)


def _placed(shapes: Any, tree: Any, onto: Callable[[Box], Box], depth: int) -> Iterator[PlacedShape]:
    for element in _drawn(tree):
        shape, kind = shapes._shape_factory(element), etree.QName(element).localname
        box = box_of(shape) if kind in _MEASURED else None
        name = str(_properties(element).get("name", ""))
        yield PlacedShape(shape, name, kind, None if box is None else onto(box), depth)
        if kind == "grpSp":
            from valuestory.deck.template.grounds import out_of_group  # what reads grounds is slow to start

            yield from _placed(shape.shapes, element, out_of_group(shape, onto), depth + 1)


def _drawn(tree: Any) -> Iterator[Any]:
    """Yield the elements drawn directly in a shape tree or group; of alternatives the first, as PowerPoint does."""
    for element in tree:
        if element.tag == f"{_MC}AlternateContent":
            first = element.find(f"{_MC}Choice")
            yield from _drawn(first) if first is not None else ()
        elif isinstance(element.tag, str) and etree.QName(element).localname in _DRAWN:
            yield element


def _properties(element: Any) -> Any:
    found = element.find("./*/{*}cNvPr")
    return {} if found is None else found
