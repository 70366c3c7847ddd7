"""Every shape of a slide where it stands, those in groups too: the one walk of all who read a finished deck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from lxml import etree

from valuestory.deck.geometry import Box, box_of, placed_by
from valuestory.deck.turns import Standing, Turn

_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MEASURED: Final = ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
_DRAWN: Final = (*_MEASURED, "contentPart")


class PlacedShape(NamedTuple):
    """A shape with its box on the slide (None where nothing says it); `depth` is 0 outside groups.

    The box is that of the shape as if it were not turned; `turn` takes it to where it is seen.
    `kind` is the element's name in the file: ``sp``, ``pic``, ``graphicFrame``, ``grpSp``, ``cxnSp``, or
    ``contentPart`` for ink.
    """

    shape: Any
    name: str
    kind: str
    box: Box | None
    depth: int
    turn: Turn = Turn()

    @property
    def seen(self) -> Box | None:
        """The upright box that the shape takes as it is turned."""
        return None if self.box is None else self.turn.box(self.box)

    @property
    def properties(self) -> Any:
        """The element with the shape's name and alt text; an empty dictionary where there is none."""
        return _properties(self.shape._element)


def placed_shapes(slide: Any) -> Iterator[PlacedShape]:
    """Yield the shapes of a python-pptx slide in the order they are stored, a group before what is in it."""
    yield from _placed(slide.shapes, slide.shapes._spTree, Standing(), 0)


def placed_shape(slide: Any, element: Any) -> PlacedShape | None:
    """Return one shape of a slide as `placed_shapes` does, by its element; None where it is no shape of the slide."""
    if element.getparent() is slide.shapes._spTree:  # all shapes are walked only for what stands in groups
        return next(_placed(slide.shapes, [element], Standing(), 0), None)
    return next((each for each in placed_shapes(slide) if each.shape._element is element), None)


def _placed(shapes: Any, tree: Any, standing: Standing, depth: int) -> Iterator[PlacedShape]:
    for element in _drawn(tree):
        shape, kind = shapes._shape_factory(element), etree.QName(element).localname
        placed = placed_by(shape) if kind in _MEASURED else None
        box = None if placed is None else box_of(placed)
        name = str(_properties(element).get("name", ""))
        if box is None:
            yield PlacedShape(shape, name, kind, None, depth)
        else:
            box = standing.onto(box)
            yield PlacedShape(shape, name, kind, box, depth, standing.turn_of(placed, box))
        if kind == "grpSp":
            yield from _placed(shape.shapes, element, standing.inside(shape), depth + 1)


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
